"""`motif list`: the words that options take, with what they mean. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..protocol.options import PLACES, VARIES
from ..protocol.sampling import FOOT_LOCKS
from ..protocol.styles import STYLES

_LOCKS = (
    "feet are left as they are",
    "feet that stand neither slide nor sink; the default",
    "as keep, and the lower foot stands at all times: for motion without jumps",
    "feet are only lifted out of the floor",
)
_PARTS = {
    "root": "where the hips are and how they are turned",
    "torso": "spine1 to spine3", "head": "neck and head",
    "left_arm": "collar, shoulder, elbow and wrist", "right_arm": "collar, shoulder, elbow and wrist",
    "left_leg": "hip, knee, ankle and foot", "right_leg": "hip, knee, ankle and foot",
    "arms": "both arms", "legs": "both legs", "upper": "torso, head and arms", "lower": "root and legs",
    "left": "left arm and leg", "right": "right arm and leg", "body": "all of them",
}  # fmt: skip
_JOINTS = {
    "pelvis": "hips, the root", "spine1": "lower back", "spine2": "middle of the back", "spine3": "chest",
    "neck": "neck", "head": "head",
    **{f"{side}_{joint}": about for side in ("left", "right") for joint, about in (
        ("hip", "thigh, from the hip joint on"), ("knee", "shin"), ("ankle", "foot"), ("foot", "toes"),
        ("collar", "shoulder blade"), ("shoulder", "upper arm"), ("elbow", "lower arm"), ("wrist", "hand"))},
}  # fmt: skip
_PLACES = ("the motion leads away from the pose", "up to it and on from it", "up to it")
_VARY = ("pose and motion", "the motion; the pose is shared", "the pose; the motion is shared")

SCHEMA = "schema"
# List -> (the option that takes its words, word -> what it means).
LISTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "styles": ("--style", {style.name: style.about for style in STYLES}),
    "parts": ("--parts and --given", _PARTS),
    "joints": ("--given", _JOINTS),
    "foot-locks": ("--foot-lock", dict(zip(FOOT_LOCKS, _LOCKS, strict=True))),
    "places": ("--place", dict(zip(PLACES, _PLACES, strict=True))),
    "vary": ("--vary", dict(zip(VARIES, _VARY, strict=True))),
}


def add_to(commands: Any, run: Any) -> None:
    """Add the command `list`; `run` is what runs it."""
    about = "the words that options take, and what they mean"
    parser = commands.add_parser("list", help=about, description=f"Print {about}.")
    parser.add_argument(
        "what", nargs="?", choices=(*LISTS, SCHEMA), help="default: all lists; schema: of a manifest's row, JSON Schema"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    parser.set_defaults(run=run)


def listed(what: str | None) -> dict[str, dict[str, str]]:
    """The asked list, or all of them: list -> word -> meaning."""
    return {name: dict(LISTS[name][1]) for name in ([what] if what else LISTS)}


def lines(what: str | None) -> Sequence[str]:
    """The same to be read."""
    out: list[str] = []
    for name, words in listed(what).items():
        width = max(map(len, words))
        out += [f"{name} ({LISTS[name][0]})", *(f"  {word:<{width}}  {about}" for word, about in words.items()), ""]
    return out[:-1]
