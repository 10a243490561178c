"""How far somebody goes, along which figure, between which quarters: "3 meters", "in a figure eight", "diagonally"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..vocabulary.words import NUMBER, number

# Metres of a unit of length; a foot is none where it is stood or jumped on.
_UNITS = (
    (r"centimet(?:er|re)s?|cms?", 0.01), (r"kilomet(?:er|re)s?|kms?", 1000.0), (r"met(?:er|re)s?|ms?", 1.0),
    (r"feet|foot|ft", 0.3048), (r"yards?|yds?", 0.9144), (r"inch(?:es)?", 0.0254),
)  # fmt: skip
_UNIT = "|".join(unit for unit, _ in _UNITS)
_A_FEW = {"a couple of": 2.0, "a few": 3.0, "several": 4.0, "some": 3.0}
_NOT_BEFORE = r"(?<!on )(?<!with )(?<!onto )(?<!both )(?<!at )"
_DISTANCE = re.compile(
    rf"{_NOT_BEFORE}\b(?:(?:for|about|around|roughly|exactly|approximately|nearly|almost|only|just|another) )*"
    rf"(?:(?P<half>half (?:a|an))|(?P<halves>one and a half)|(?P<few>{'|'.join(_A_FEW)})|(?P<n>{NUMBER})"
    rf"(?P<plus> and a half)?)[ -]?(?P<unit>{_UNIT})\b(?! (?:high|tall|wide|long|deep|per|a second|an hour|"
    r"together|apart|away|shoulder|leg|step)\b)(?! ?/)(?P<plus2> and a half)?"
)
_LEAST_M, _MOST_M = 0.2, 40.0
# Figures that a way has over the ground, the first that is said; in words of their own or of a shape.
_IN = r"(?:in|along|around|round|on|making|makes|tracing|traces|doing|does|forming|describing|following)"
_A = r"(?:the |a |an |some |one |two )?(?:(?P<small>small|little|tight|tiny|narrow)|(?P<big>big|large|wide|huge|giant)|"
_A += r"full |complete |perfect |half |continuous |slow )?[ -]?"
FIGURES = ("circle", "eight", "zigzag", "wave", "square", "triangle", "spiral", "half circle", "around")
_FIGURES = tuple((name, re.compile(pattern)) for name, pattern in (
    ("eight", rf"\b(?:{_IN} )?{_A}(?:figure[ -](?:of[ -])?(?:eights?|8s?)|infinity (?:sign|symbol|shape|loop)|"
     r"8[ -]shape|eight[ -]shape)(?: (?:pattern|path|shape|loop))?\b"),
    ("zigzag", rf"\b(?:{_IN} )?{_A}zig[ -]?zag(?:s|ging|ged)?(?: (?:pattern|path|line|motion|way))?\b"),
    ("wave", rf"\b(?:{_IN} )?{_A}(?:slaloms?|slaloming|serpentines?|serpentining|s[ -](?:curve|shape|pattern|line)s?|"
     r"(?:wavy|winding|snaking|curvy|sinuous) (?:line|path|way|pattern)|weav(?:es|ing|e) (?:through|between|around) "
     r"(?:the |some )?\w+)(?: (?:pattern|path|course))?\b"),
    ("square", rf"\b{_IN} {_A}(?:square|rectangle|rectangular|box)(?:[ -](?:pattern|path|shape))?"
     r"(?! (?:dance|room))\b"),
    ("triangle", rf"\b{_IN} {_A}triang(?:le|ular)(?:[ -](?:pattern|path|shape))?\b"),
    ("spiral", rf"\b(?:{_IN} {_A}spiral(?:s|[ -](?:pattern|path|shape))?|spiral(?:s|ing) (?:in|out)\w*)\b"),
    ("half circle", rf"\b{_IN} {_A}(?:semi[ -]?circles?|arc|half[ -]circles?|u[ -]shape)\b"),
    ("around", r"\bcircl(?:es?|ing) (?:around |round )?(?:(?:the|an?|his|her|their|its) (?:\w+ )?"
     r"(?:opponent|enemy|foe|prey|target|rival|adversary|victim|other)|each other|one another)(?: \w+)?\b"),
    ("circle", rf"\b(?:{_IN} {_A}(?:circ(?:les?|ular)|ovals?|loops?|laps?|ring)(?:[ -](?:pattern|path|shape))?|"
     r"(?:runs?|running|jogs?|jogging|walks?|walking) (?:a )?laps?|circl(?:es?|ing)(?: (?:around|round))?"
     r"(?= (?:the|a|an)\b| *$)|"
     r"(?:around|round) (?:the|a|an) (?:\w+ )?(?:table|chair|car|tree|pole|pillar|column|camp ?fire|fire|statue|desk|"
     r"barrel|post|fountain|well|object|rock|cone|lamp ?post)(?! (?:corner|and|to))\b)"),
))  # fmt: skip
_DIAGONAL = re.compile(r"\bdiagonal(?:ly)?\b|\bat (?:an? )?(?:45[ -]degrees?(?: angle)?|angle)\b")
_RETURNS = re.compile(r"\b(?:walk|run|go|com|jog|return|head)(?:e?s|n?ing)? back to\b")  # to where he came from
_CORNER = re.compile(
    r"\b(?:(?P<fore>forwards?|front|ahead)|(?P<back>back(?:wards?)?|rear))(?:[ -]| and | to the )*(?:to the )?"
    r"(?P<side>left|right)(?:wards?)?\b(?! (?:hand|arm|leg|foot|knee|shoulder|hip|elbow|fist|heel|side))|"
    r"\b(?P<side2>left|right)[ -](?:(?P<fore2>forwards?|front)|(?P<back2>back(?:wards?)?|rear))\b"
)
_SIDE, _BACK = re.compile(r"\b(left|right)\b"), re.compile(r"\bback(?:wards?)?\b")


def distance_of(said: str) -> float | None:
    """Metres that somebody goes by a clause in lower case; None where it says none, or more than a take is long."""
    found = _DISTANCE.search(said)
    if not found or (found["unit"] in ("foot", "m", "ms") and not found["n"]):
        return None
    metres = next(value for unit, value in _UNITS if re.fullmatch(unit, found["unit"]))
    if found["few"]:
        count = _A_FEW[found["few"]]
    else:
        count = 0.5 if found["half"] else 1.5 if found["halves"] else number(found["n"])
    count += 0.5 if found["plus"] or found["plus2"] else 0.0
    return round(count * metres, 3) if _LEAST_M <= count * metres <= _MOST_M else None


def figure_of(said: str) -> str | None:
    """The figure, of FIGURES, along which somebody goes by a clause in lower case, before it "small" or "big" where
    its size is said."""
    for name, pattern in _FIGURES:
        if found := pattern.search(said):
            groups = found.groupdict()
            return f"small {name}" if groups.get("small") else f"big {name}" if groups.get("big") else name
    return None


def diagonal_of(said: str) -> str | None:
    """The way between two quarters by a clause in lower case: "forward left", "backward right" ...; to a side alone
    is ahead, ahead alone to the right. None where it is none."""
    if (corner := _CORNER.search(said)) and not _RETURNS.search(said):
        return f"{'backward' if corner['back'] or corner['back2'] else 'forward'} {corner['side'] or corner['side2']}"
    if not _DIAGONAL.search(said):
        return None
    side = _SIDE.search(said)
    return f"{'backward' if _BACK.search(said) else 'forward'} {side[1] if side else 'right'}"


def without_way(text: str) -> str:
    """A text without how far and along which figure: "a person walks 3 meters" -> "a person walks"."""
    for pattern in (_DISTANCE, *(pattern for _, pattern in _FIGURES), _DIAGONAL):
        text = pattern.sub(" ", text)
    return " ".join(re.sub(r"\b(?:in|for|along|to) *$", "", " ".join(text.split())).split())


# Metres of a figure as it is usually walked, and what small and big ones are of that.
LENGTHS: Mapping[str, float] = {
    "circle": 9.4, "eight": 13.0, "zigzag": 6.8, "wave": 8.0, "square": 10.0, "triangle": 9.0, "spiral": 10.0,
    "half circle": 4.7, "around": 3.2,
}  # fmt: skip
_SIZES = {"small": 0.6, "big": 1.8}
_OF_RUNS = 1.6  # times the length of a figure that is walked
_PACES = {"run": 2.8, "crawl": 0.5}  # m/s, of who doesn't walk
_PACE, _ENDS_S = 1.2, 0.8  # m/s of who walks; s that setting out and stopping take


def length_of(figure: str, action: str | None = None) -> float:
    """Metres of a figure as `figure_of` has it, farther of who runs."""
    size, _, name = figure.partition(" ")
    metres = LENGTHS[name] * _SIZES[size] if size in _SIZES else LENGTHS[figure]
    return metres * (_OF_RUNS if action == "run" else 1.0)


def seconds_of(action: str | None, distance: float | None, figure: str | None) -> float | None:
    """About how long somebody is on such a way; None where it says neither."""
    metres = distance or (length_of(figure, action) if figure else None)
    return None if metres is None else round(metres / _PACES.get(action or "", _PACE) + _ENDS_S * bool(distance), 2)
