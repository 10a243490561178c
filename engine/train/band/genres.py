"""Genres of the band as data: patterns, voices, chords, scales.

Patterns have four steps a beat and repeat; a digit is the force of a step, a dot is silence. Soft steps are left out
where the motion is calm (`arrange.audible`). Chord patterns are read the same way; the letters of a bass pattern choose
the tone of the chord: r root, t third, f fifth, o octave, a approach from below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Genre:
    """meter: beats a bar. swing: (least, most) delay of the off-beat half, in beats.

    comp: rhythm of the chords. chords: progressions of scale degrees, one a bar. lead: density of the melody, 0 for
    none. rubato: share by which the tempo follows the motion rather than the motion the tempo. scales: semitones. wet:
    (least, most) share of the room.
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


_MAJOR = (0, 2, 4, 5, 7, 9, 11)
_BLUES = (0, 3, 5, 6, 7, 10)
_DORIAN = (0, 2, 3, 5, 7, 9, 10)
_BHAIRAV = (0, 1, 4, 5, 7, 8, 11)
_MIXOLYDIAN = (0, 2, 4, 5, 7, 9, 10)

GENRES: tuple[Genre, ...] = (
    Genre("rock", drums={"kick": "9.......9.4.....", "snare": "....9.......9...", "hat": "7.5.7.5.7.5.7.5.",
          "crash": "3" + "." * 63}, bass="r.r.r.r.r.r.f.r.", bass_voices=("finger bass", "picked bass"),
          comp="8...4.6...6.4...", comp_voices=("guitar", "organ"), lead=0.35, lead_voices=("guitar",)),
    Genre("house", drums={"kick": "9...9...9...9...", "clap": "....8.......8...", "hat": "2.8.2.8.2.8.2.83",
          "shaker": "4253425342534253"}, bass="..r...r...r.o.r.", bass_voices=("synth bass",),
          comp="7..7..7...7..7..", comp_voices=("synth", "piano"), lead=0.3, lead_voices=("synth",)),
    Genre("funk", drums={"kick": "9..4..9...4.....", "snare": "..2.9..2.2..9..3", "hat": "7373737373737375",
          "rim": "......3......3.."}, bass="r..ro..r..f.r.a.", bass_voices=("finger bass", "picked bass"),
          comp="..7..6....7.....", comp_voices=("guitar", "organ"), lead=0.45, lead_voices=("brass", "organ"),
          swing=(0.0, 0.12), chords=((0, 0, 3, 0), (0, 0, 0, 4)), scales=(_DORIAN, _MIXOLYDIAN)),
    Genre("swing", drums={"ride": "8...6.5.8...6.5.", "hat": "....8.......8...", "kick": "4...3...4...3...",
          "snare": "......2...2....2"}, bass="r...f...t...a...", bass_voices=("upright bass",),
          comp="....6..........5", comp_voices=("piano", "guitar"), lead=0.6, lead_voices=("brass", "flute"),
          swing=(0.1, 0.17), chords=((1, 4, 0, 5), (0, 5, 1, 4)), scales=(_MIXOLYDIAN, _BLUES)),
    Genre("salsa", drums={"clave": "9.....9.....9.......9...9.......", "conga high": "..6...8...6.....",
          "conga slap": "....7.......7...", "conga low": "............8.8.", "shaker": "7.446.447.446.44",
          "bell": "8...6.6.8...6.6."}, bass="......r.....f...", bass_voices=("upright bass", "finger bass"),
          comp="7.6..6..6..6..6.", lead_voices=("brass",), chords=((0, 3, 4, 3), (0, 4, 4, 0))),
    Genre("tabla", drums={"tabla na": "8.4.6.4.8.4...4.", "tabla ge": "9.....5.....5...",
          "tabla tin": "....5...4...5...", "ghungroo": "7..37..37..37..3"}, lead=0.55, lead_voices=("sitar", "flute"),
          scales=(_BHAIRAV, _DORIAN), drone=True, rubato=0.2),
    Genre("ghungroo", drums={"ghungroo": "9.3.5.3.9.3.6.35", "mridangam low": "9...4.5.9.4...5.",
          "mridangam high": "..6.8..6..6.8.66"}, lead_voices=("flute", "sitar"), scales=(_DORIAN, _BHAIRAV),
          drone=True),
    Genre("waltz", bass="r...........", bass_voices=("cello",), comp="....7...6...", comp_voices=("piano", "strings"),
          lead=0.6, lead_voices=("strings", "flute", "piano"), meter=3, chords=((0, 3, 4, 0), (0, 5, 1, 4)),
          rubato=0.5, wet=(0.2, 0.45)),
    Genre("orchestra", drums={"timpani": "7.......3...4...", "cymbal": "4" + "." * 63,
          "snare": "................5...3.3."}, bass="r...r...f...r...", bass_voices=("cello", "pizzicato"),
          comp="8.4.6.4.7.4.6.4.", comp_voices=("strings", "brass"), lead=0.6, lead_voices=("strings", "brass"),
          rubato=0.6, wet=(0.25, 0.5)),
    Genre("piano solo", bass="r...f...o...f...", bass_voices=("piano",), comp="..6...5...6...5.", lead=0.7,
          lead_voices=("piano",), rubato=0.6, wet=(0.1, 0.4)),
    Genre("folk", drums={"bodhran": "9..45.5.8..45.5.", "stomp": "8.......6.......",
          "tambourine": "..5...6...5...6."}, bass="r.......f.......", bass_voices=("upright bass", "cello"),
          comp="7.5.6.5.7.5.6.5.", comp_voices=("guitar", "accordion"), lead=0.7,
          lead_voices=("fiddle", "flute", "accordion"), swing=(0.0, 0.1), scales=(_DORIAN, _MIXOLYDIAN, _MAJOR)),
    Genre("jig", drums={"bodhran": "9..5..6..5..", "stomp": "7...........", "tambourine": "....4...5..."},
          bass="r.....f.....", bass_voices=("upright bass",), comp="7..5..6..5..",
          comp_voices=("accordion", "guitar"), lead=0.8, lead_voices=("fiddle", "flute"), meter=3,
          scales=(_DORIAN, _MIXOLYDIAN)),
    Genre("breakbeat", drums={"kick": "9.8.......88....", "snare": "....9..4.4..9..4", "ride": "7.6.7.6.7.6.7.6.",
          "hat": "..3...3...3..35."}, bass="r.....r...f...o.", bass_voices=("synth bass",), lead=0.15,
          lead_voices=("synth",)),
    Genre("hip hop", drums={"kick": "9......6.78.....", "snare": "....9.......9...", "hat": "7.5.7.537.5.7.55",
          "clap": "....6.......6..."}, bass="r......r..r.....", bass_voices=("synth bass",), comp="6...............",
          comp_voices=("organ", "synth"), lead=0.25, lead_voices=("synth", "flute"), swing=(0.02, 0.12)),
    Genre("drums alone", drums={"tom low": "9..5..6.9..5..6.", "tom high": "..5.7..4..5.7.44",
          "stomp": "8...8...8...8...", "rim": "..3...3...3...33"}, lead=0.0),
    Genre("taiko", drums={"timpani": "9...6...9.6.6...", "bodhran": "6.336.336.336.66",
          "woodblock": "....5.......5.5."}, lead=0.2, scales=((0, 2, 5, 7, 9), (0, 1, 5, 7, 8)), wet=(0.15, 0.45)),
    Genre("march", drums={"kick": "8.......8.......", "snare": "8.348.348.348888", "cymbal": "....6.......6..."},
          bass="r.......f.......", bass_voices=("tuba",), comp="....6.......6...", comp_voices=("brass",), lead=0.5,
          lead_voices=("brass", "flute")),
    Genre("electro", drums={"kick": "9...9...9...9...", "snare": "....7.......7..3", "hat": "5353535353535353",
          "crash": "4" + "." * 127}, bass="r.r.r.r.r.r.r.o.", bass_voices=("synth bass",), comp="9.......7.......",
          comp_voices=("synth", "strings"), lead=0.5, lead_voices=("synth",)),
    Genre("solo horn", lead=0.95, lead_voices=("brass", "flute", "fiddle"), swing=(0.0, 0.12),
          scales=(_BLUES, _DORIAN, _MAJOR), rubato=0.3),
    Genre("footsteps", drums={"stomp": "9...9...9...9...", "shaker": "..3...3...3...3.",
          "woodblock": "......2.......2."}, bass="r.......f.......", bass_voices=("upright bass", "pizzicato"),
          comp="....4.......4...", comp_voices=("piano", "guitar"), lead=0.3, swing=(0.0, 0.15)),
)  # fmt: skip

# The genres that a style is mostly paired with; every style is also paired with all others.
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
