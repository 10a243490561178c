"""Styles that the audio model knows by name, with their labels in the panel. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """name: in files and commands. label: in the panel. about: what an artist may expect of it."""

    name: str
    label: str
    about: str


STYLES = (
    Style("ballet", "Ballet", "Ballet and modern dance: long lines, turns, jumps"),
    Style("salsa", "Salsa", "Salsa steps of a couple's two partners, danced alone"),
    Style("indian", "Indian", "Indian dance: stamping feet, quick arms"),
    Style("folk", "Breakdance and Other", "Other dance: whirling, bouncing, breakdance footwork"),
    Style("martial", "Martial Arts", "Karate forms, boxing, kicks on the beat"),
    Style("exercise", "Exercise", "Jumping jacks, squats, side twists in time"),
    Style("gesture", "Gesture", "Standing and talking: arms that stress what is said"),
    Style("walk", "Walk", "Walking and running in step"),
)
NAMES = tuple(style.name for style in STYLES)


def index_of(name: str) -> int:
    """Place of a style in `NAMES`; raises ValueError with a sentence for one that isn't there."""
    if name not in NAMES:
        raise ValueError(f"There is no style called {name!r}: choose one of {', '.join(NAMES)}.")
    return NAMES.index(name)
