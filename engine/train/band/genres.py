"""What each genre plays, as data.

Patterns have four steps a beat and go round; a digit is how hard a step is hit, a dot is silence. Soft steps are left
out where the motion is calm (see `arrange.heard`). Bass and comping patterns are read the same way; a bass pattern's
letters choose the chord's tone: r root, t third, f fifth, o octave, a approach from below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Genre:
    """One way of playing. meter: beats a bar. swing: (least, most) delay of off-beat halves, in beats.

    chords: progressions of scale degrees, one a bar. lead: how full the melody is, 0 none. rubato: how far the
    tempo may follow the motion instead of the other way round. scale: semitones.
    """

    name: str
    drums: Mapping[str, str] = field(default_factory=dict)
    bass: str = ""
    bass_voices: tuple[str, ...] = ("finger bass", "synth bass")
    comp: str = ""
    comp_voices: tuple[str, ...] = ("piano",)
    lead: float = 0.4
    lead_voices: tuple[str, ...] = ("flute",)
    meter: int = 4
    swing: tuple[float, float] = (0.0, 0.04)
    chords: tuple[tuple[int, ...], ...] = ((0, 3, 4, 0), (0, 5, 3, 4), (0, 0, 3, 4))
    scales: tuple[tuple[int, ...], ...] = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10))
    drone: bool = False
    rubato: float = 0.0
    wet: tuple[float, float] = (0.05, 0.3)


_BLUES = (0, 3, 5, 6, 7, 10)
_DORIAN = (0, 2, 3, 5, 7, 9, 10)
_BHAIRAV = (0, 1, 4, 5, 7, 8, 11)
_KAFI = (0, 2, 3, 5, 7, 9, 10)
_MIXOLYDIAN = (0, 2, 4, 5, 7, 9, 10)

GENRES: tuple[Genre, ...] = (
    Genre(
        "rock",
        {"kick": "9.......9.4.....", "snare": "....9.......9...", "hat": "7.5.7.5.7.5.7.5.", "crash": "3" + "." * 63},
        "r.r.r.r.r.r.f.r.", ("finger bass", "picked bass"), "8...4.6...6.4...", ("guitar", "organ"), 0.35, ("guitar",),
    ),
    Genre(
        "house",
        {"kick": "9...9...9...9...", "clap": "....8.......8...", "hat": "2.8.2.8.2.8.2.83", "shaker": "4253425342534253"},
        "..r...r...r.o.r.", ("synth bass",), "7..7..7...7..7..", ("synth", "piano"), 0.3, ("synth",),
    ),
    Genre(
        "funk",
        {"kick": "9..4..9...4.....", "snare": "..2.9..2.2..9..3", "hat": "7373737373737375", "rim": "......3......3.."},
        "r..ro..r..f.r.a.", ("finger bass", "picked bass"), "..7..6....7.....", ("guitar", "organ"), 0.45,
        ("brass", "organ"), swing=(0.0, 0.12), chords=((0, 0, 3, 0), (0, 0, 0, 4)), scales=(_DORIAN, _MIXOLYDIAN),
    ),
    Genre(
        "swing",
        {"ride": "8...6.5.8...6.5.", "hat": "....8.......8...", "kick": "4...3...4...3...", "snare": "......2...2....2"},
        "r...f...t...a...", ("upright bass",), "....6..........5", ("piano", "guitar"), 0.6, ("brass", "flute"),
        swing=(0.1, 0.17), chords=((1, 4, 0, 5), (0, 5, 1, 4)), scales=(_MIXOLYDIAN, _BLUES),
    ),
    Genre(
        "salsa",
        {
            "clave": "9.....9.....9.......9...9.......", "conga high": "..6...8...6.....", "conga slap": "....7.......7...",
            "conga low": "............8.8.", "shaker": "7.446.447.446.44", "bell": "8...6.6.8...6.6.",
        },
        "......r.....f...", ("upright bass", "finger bass"), "7.6..6..6..6..6.", ("piano",), 0.4, ("brass",),
        chords=((0, 3, 4, 3), (0, 4, 4, 0)),
    ),
    Genre(
        "tabla",
        {"tabla na": "8.4.6.4.8.4...4.", "tabla ge": "9.....5.....5...", "tabla tin": "....5...4...5...", "ghungroo": "7..37..37..37..3"},
        "", (), "", (), 0.55, ("sitar", "flute"), scales=(_BHAIRAV, _KAFI), drone=True, rubato=0.2,
    ),
    Genre(
        "ghungroo",
        {"ghungroo": "9.3.5.3.9.3.6.35", "mridangam low": "9...4.5.9.4...5.", "mridangam high": "..6.8..6..6.8.66"},
        "", (), "", (), 0.4, ("flute", "sitar"), scales=(_KAFI, _BHAIRAV), drone=True,
    ),
    Genre(
        "waltz",
        {}, "r...........", ("cello",), "....7...6...", ("piano", "strings"), 0.6, ("strings", "flute", "piano"), meter=3,
        rubato=0.5, chords=((0, 3, 4, 0), (0, 5, 1, 4)), wet=(0.2, 0.45),
    ),
    Genre(
        "orchestra",
        {"timpani": "7.......3...4...", "cymbal": "4" + "." * 63, "snare": "................5...3.3."},
        "r...r...f...r...", ("cello", "pizzicato"), "8.4.6.4.7.4.6.4.", ("strings", "brass"), 0.6, ("strings", "brass"),
        rubato=0.6, wet=(0.25, 0.5),
    ),
    Genre(
        "piano solo", {}, "r...f...o...f...", ("piano",), "..6...5...6...5.", ("piano",), 0.7, ("piano",), rubato=0.6,
        wet=(0.1, 0.4),
    ),
    Genre(
        "folk",
        {"bodhran": "9..45.5.8..45.5.", "stomp": "8.......6.......", "tambourine": "..5...6...5...6."},
        "r.......f.......", ("upright bass", "cello"), "7.5.6.5.7.5.6.5.", ("guitar", "accordion"), 0.7,
        ("fiddle", "flute", "accordion"), swing=(0.0, 0.1), scales=(_DORIAN, _MIXOLYDIAN, (0, 2, 4, 5, 7, 9, 11)),
    ),
    Genre(
        "jig",
        {"bodhran": "9..5..6..5..", "stomp": "7...........", "tambourine": "....4...5..."},
        "r.....f.....", ("upright bass",), "7..5..6..5..", ("accordion", "guitar"), 0.8, ("fiddle", "flute"), meter=3,
        scales=(_DORIAN, _MIXOLYDIAN),
    ),
    Genre(
        "breakbeat",
        {"kick": "9.8.......88....", "snare": "....9..4.4..9..4", "ride": "7.6.7.6.7.6.7.6.", "hat": "..3...3...3..35."},
        "r.....r...f...o.", ("synth bass",), "", (), 0.15, ("synth",),
    ),
    Genre(
        "hip hop",
        {"kick": "9......6.78.....", "snare": "....9.......9...", "hat": "7.5.7.537.5.7.55", "clap": "....6.......6..."},
        "r......r..r.....", ("synth bass",), "6...............", ("organ", "synth"), 0.25, ("synth", "flute"),
        swing=(0.02, 0.12),
    ),
    Genre(
        "drums alone",
        {"tom low": "9..5..6.9..5..6.", "tom high": "..5.7..4..5.7.44", "stomp": "8...8...8...8...", "rim": "..3...3...3...33"},
        "", (), "", (), 0.0, (),
    ),
    Genre(
        "taiko", {"timpani": "9...6...9.6.6...", "bodhran": "6.336.336.336.66", "woodblock": "....5.......5.5."}, "", (), "", (),
        0.2, ("flute",), scales=((0, 2, 5, 7, 9), (0, 1, 5, 7, 8)), wet=(0.15, 0.45),
    ),
    Genre(
        "march",
        {"kick": "8.......8.......", "snare": "8.348.348.348888", "cymbal": "....6.......6..."},
        "r.......f.......", ("tuba",), "....6.......6...", ("brass",), 0.5, ("brass", "flute"),
    ),
    Genre(
        "electro",
        {"kick": "9...9...9...9...", "snare": "....7.......7..3", "hat": "5353535353535353", "crash": "4" + "." * 127},
        "r.r.r.r.r.r.r.o.", ("synth bass",), "9.......7.......", ("synth", "strings"), 0.5, ("synth",),
    ),
    Genre(
        "solo horn", {}, "", (), "", (), 0.95, ("brass", "flute", "fiddle"), swing=(0.0, 0.12),
        scales=(_BLUES, _DORIAN, (0, 2, 4, 5, 7, 9, 11)), rubato=0.3,
    ),
    Genre(
        "footsteps",
        {"stomp": "9...9...9...9...", "shaker": "..3...3...3...3.", "woodblock": "......2.......2."},
        "r.......f.......", ("upright bass", "pizzicato"), "....4.......4...", ("piano", "guitar"), 0.3, ("flute",),
        swing=(0.0, 0.15),
    ),
)  # fmt: skip

# What a style is danced to first of all; every style also hears all other genres.
HOME: Mapping[str, tuple[str, ...]] = {
    "ballet": ("waltz", "orchestra", "piano solo"),
    "salsa": ("salsa", "funk"),
    "indian": ("tabla", "ghungroo"),
    "folk": ("folk", "jig", "breakbeat", "hip hop"),
    "martial": ("taiko", "drums alone", "electro"),
    "exercise": ("house", "electro", "march", "rock"),
    "gesture": ("piano solo", "swing"),
    "walk": ("footsteps", "march", "swing"),
}


def genre(name: str) -> Genre:
    """A genre by its name; raises KeyError for an unknown one."""
    return {g.name: g for g in GENRES}[name]
