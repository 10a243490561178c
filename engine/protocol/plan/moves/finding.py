"""Moves in a text: the one that it names, or blows in a row; their side and how often."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..steps import Facts, Step
from ..vocabulary.words import NUMBER, number, seconds_said, without_seconds
from .blows import BLOWS, COMBOS, NUMBERED, ON_GUARD, ON_THE_WAY
from .feats import FEATS
from .names import FROM_LYING, NAMES, PARTS, Name


def _pattern(name: Name) -> re.Pattern[str]:
    told = "|".join(f"(?:{one})" for one in name.patterns)
    for _ in range(2):  # parts may have parts
        for part, words in PARTS.items():
            told = told.replace(f"<{part}>", words)
    return re.compile(told)


_FEATS = tuple((_pattern(name), name) for name in FEATS)
_ROWS = (*_FEATS, *((_pattern(name), name) for name in NAMES))
_BLOWS = tuple((re.compile(rf"(?<!\w)(?:{_pattern(name).pattern})"), name) for name in BLOWS)
_SECONDS = {name.move: name.seconds for name in (*FEATS, *NAMES, *BLOWS)}
_LED = re.compile(
    r"\b(left|right|lead|rear)[ -](?:(?:hand(?:ed)?|arm|leg|foot|knee|front|back|high|low|straight|spinning) )?$"
)
_BEHIND = re.compile(
    r"^(?: punch| kick)?(?: (?:to|toward|towards|with) (?:the |his |her )?)?[ -]?(left|right)\b"
    r"(?! (?:jab|cross|hook|upper|\w+ kick))"
)
_CODE = re.compile(
    r"(?<![\d.])([1-6](?:(?: ?[-,] ?| )[1-6])+)(?![\d.])(?=.*(?:combo|punch|box|jab))|^([1-6](?:-[1-6])+)$"
)
_JOINS = re.compile(
    r"\b(?:and|then|while|before|after|as|who|walk|run|jump|turn|dodg|fall|step|sit|roll|danc|stand|wav|point|crouch)|[,;]"
)
_ONE_TWO = re.compile(r"\b(?:one|1)[ -](?:two|2)(?:[ -](?:three|3))?\b(?= (?:punch|combo|box))|\bone-two\b")
_SIDES = re.compile(r"\b(?:left|right)(?:(?:-| |, ?)(?:left|right))+\b")  # fists in turn
_ON_THE_WAY = re.compile(
    r"\b(?:walk|jog|run|march)\w* .*\bwhil(?:e|st)\b|\bwhil(?:e|st) (?:walk|jogg?|runn?|march)ing\b"
)
_HITS = re.compile(rf"\b({NUMBER})[- ](?:hit|punch|strike|slash|kick|blow|move|part)")
_TIMES_BEFORE = re.compile(r"\b(two|three|2|3|double|triple) (?:(?:quick|fast|hard|left|right|lead|rear)[ -])*$")
_BY_TIMES = re.compile(r"\bx ?(\d+)\b|\b(\d+) ?x\b")
_COMBO = re.compile(r"\b(?:combo|combination)s?\b")
_OF_A_COMBO = (
    ("sword", re.compile(r"sword|blade|slash|katana|sab(?:er|re)|weapon|\baxe?\b|mace|hammer|machete|spear|staff|"
                         r"halberd|dagger|knife|scythe|two-handed")), ("kick", re.compile(r"kick(?!box)")),
    ("punch", re.compile(r"punch|box|fist|jab")),
    ("melee", re.compile(r"melee|attack|hit|unarmed|combat|fight|martial|mma|kickbox")),
)  # fmt: skip
_ADVANCES = re.compile(r"\b(?:advanc(?:es|ing)|mov(?:es|ing) forwards?|step(?:s|ping) forwards?|forwards?$)")
_ON_THE_SPOT = re.compile(r"\b(?:in place|on the spot|standing|stationary|idle|without moving)\b")
_SIDE = re.compile(r"\b(left|right)(?:[ -]?(?:hand|foot|leg|arm|side|ward)\w*)?\b")
_DOUBLE = re.compile(r"\b(double|twice|triple|thrice)\b(?![ -](?:jump|under|take|leg|hand))")  # a name's own "double"
_TIMES = re.compile(rf"(?<![-\d])\b(?!an? )({NUMBER})\b(?!-)(?! (?:point|handed|iron|hand|leg|foot|of|step)\b)")
# What else is done beside blows.
_MORE = re.compile(
    r"\b(?:walk|run|jump|turn|spin(?!ning)|dodg|duck|block|parr|fall|step|sit|roll|danc|stand|wav|point|crouch)"
)
_USUAL_COMBO, _AROUND_S, _BETWEEN_S = 4, 1.0, 0.1  # blows that aren't told; s around moves and between two
_MOST = 200  # times
_OVER_LADDER_S = 6.6  # s of climbing a ladder and over its top


@dataclass(frozen=True)
class Found:
    """A move that a text names. move: names joined by "+", each with its side where that is told. seconds: of one."""

    move: str
    seconds: float
    goes_on: bool = False
    ends: str = "standing"


def found_in(text: str) -> Found | None:
    """The move that a text names, None for none."""
    low = text.lower().strip(" .!")
    blows = blows_in(low)
    if blows and ("+" in blows.move or not any(pattern.search(low) for pattern, _ in _FEATS)):
        return blows
    for pattern, name in _ROWS:
        if pattern.search(low):
            move = _on_the_way(name.move) if _ADVANCES.search(low) else name.move
            return Found(move, name.seconds, name.goes_on, name.ends)
    return None


def blows_in(low: str) -> Found | None:
    """Blows in a row, as they are named one after another, numbered as boxers do, or as many as a combination has."""
    found = sorted(
        (one.start(), _sided(name.move, low, one)) for pattern, name in _BLOWS for one in pattern.finditer(low)
    )
    times = [_times_before(low[:start]) if len(found) > 1 else 1 for start, _ in found]
    named = [name for (_, name), count in zip(found, times) for _ in range(count)]
    if code := _CODE.search(low):
        named = [NUMBERED[digit] for digit in re.findall(r"\d", code[0])]
    elif len(named) < 2 and (one_two := _ONE_TWO.search(low)):
        named = ["jab", "cross", *(["hook"] if "hree" in one_two[0] or "3" in one_two[0] else [])]
    elif len(named) < 2 and (sides := _SIDES.search(low)) and re.search(r"punch|combo|box|jab", low):
        told = re.findall(r"left|right", sides[0])
        named = ["cross" if side == "right" else "jab" if i == 0 else "hook" for i, side in enumerate(told)]
    elif len(named) < 2 and _COMBO.search(low):
        kind = next((kind for kind, pattern in _OF_A_COMBO if pattern.search(low)), None)
        row = COMBOS[kind] if kind else ()
        hits = _HITS.search(re.sub(r"(?<=\d)(?=[a-z])", " ", low))
        count = (int(number(hits[1])) if hits else counted(low)) or _USUAL_COMBO
        last = named if "finish" in low or "end" in low else []
        named = [*(row[i % len(row)] for i in range(count - len(last))), *last] if row else named
        if kind == "sword" and not _ON_THE_SPOT.search(low):  # who attacks with a weapon advances
            named = [_on_the_way(name) for name in named]
    return _row(named) if named else None


def _on_the_way(name: str) -> str:
    """A blow with a weapon as it is dealt with a step forward."""
    move, colon, side = name.partition(":")
    return f"{move} forward{colon}{side}" if move in ON_THE_WAY else name


def _times_before(low: str) -> int:
    """How often a blow is dealt, by the number right before it: "two left " of "two left jabs and a hook"."""
    number_of = _TIMES_BEFORE.search(low)
    return {"two": 2, "2": 2, "double": 2, "three": 3, "3": 3, "triple": 3}[number_of[1]] if number_of else 1


def acts_of_a_fight(low: str) -> Found | None:
    """Blows, guards and evasions in the order in which a text names them; None where they aren't several."""
    found, taken = list[tuple[int, str]](), set[int]()
    guards = [(pattern, name) for pattern, name in _ROWS if name.move in ON_GUARD]
    for pattern, name in (*guards, *_BLOWS):
        for one in pattern.finditer(low):
            if not taken & set(range(*one.span())):
                taken |= set(range(*one.span()))
                found.append((one.start(), _sided(name.move, low, one)))
    guarded = any(name.split(":")[0] in ON_GUARD for _, name in found)
    return _row([name for _, name in sorted(found)]) if len(found) > 1 and guarded else None


def is_all(text: str) -> bool:
    """Whether a text is the name of a move up to its end, and who does it."""
    low = text.lower().strip(" .!")
    found = next((one for pattern, _ in _ROWS if (one := pattern.search(low))), None)
    return found is not None and len(low) - found.end() < 3 and not _JOINS.search(low[: found.start()])


def _row(names: list[str]) -> Found:
    seconds = sum(_SECONDS[name.split(":")[0].removesuffix(" forward")] + _BETWEEN_S for name in names)
    return Found("+".join(names), round(seconds, 2))


def _sided(move: str, low: str, one: re.Match[str]) -> str:
    """A move with the side that is told before it or behind it."""
    told = _LED.search(low[: one.start()]) or _BEHIND.search(low[one.end() :])
    own = re.match(r"(left|right|rear)\b", one[0])
    side = own[1] if own else told[1] if told else None
    return f"{move}:{ {'lead': 'left', 'rear': 'right'}.get(side, side) }" if side else move


def counted(low: str) -> int | None:
    """How often a text says that it is done; None where it doesn't."""
    low = without_seconds(low)
    if double := _DOUBLE.search(low):
        return 2 if double[1] in ("double", "twice") else 3
    if times := _BY_TIMES.search(low):
        return int(times[1] or times[2])
    numbers = [int(number(one[1])) for one in _TIMES.finditer(low)]
    return max((one for one in numbers if 1 <= one <= _MOST), default=None)


def as_move(step: Step) -> Step:
    """The step as a move of the tables where its words name one; the same step where they don't."""
    if step.gesture is not None or step.facts.move is not None or "-posture" in step.text:  # a named one is no move
        return step
    low = step.text.lower()
    found = acts_of_a_fight(low) or found_in(step.text)
    if found is None or _ON_THE_WAY.search(low):
        return step
    lies = step.facts.begin == "lying"
    if (lies and found.ends == "standing" and not found.goes_on) or (not lies and found.move in FROM_LYING):
        return step  # who lies doesn't do what begins on the feet, and the other way round
    single = "+" not in found.move
    side = _SIDE.search(low) if single and ":" not in found.move else None
    count = counted(low) if single else None
    count = count if count and (count > 1 or found.goes_on) else None
    natural = None if found.goes_on and not count else round(_AROUND_S + (count or 1) * found.seconds, 2)
    # Who does it on the floor or on a seat is there from the first.
    begin = found.ends if found.goes_on and found.ends != "standing" else step.facts.begin
    end = step.facts.end if found.ends == "standing" and step.facts.end != "lying" else found.ends
    facts = Facts(step.facts.action, begin=begin, end=end, move=found.move, side=side[1] if side else None, count=count)
    seconds = step.seconds if step.seconds is not None else seconds_said(step.text)
    return replace(step, facts=facts, seconds=seconds, natural=natural)


def with_moves(steps: Sequence[Step], who: str) -> list[Step]:
    """The steps, moves of the tables where their words name one; who does more behind a ladder climbs over its top."""
    out = [step if before and _runs_on(step, before) else as_move(step) for before, step in zip([None, *steps], steps)]
    out = [one for before, step in zip([None, *out], out) for one in _on_feet(before, step, who)]
    return [
        replace(step, facts=replace(step.facts, move="ladder over"), natural=step.natural or _OVER_LADDER_S)
        if step.facts.move == "ladder" and behind
        else step
        for step, behind in zip(out, [*out[1:], None])
    ]


def _on_feet(before: Step | None, step: Step, who: str) -> list[Step]:
    """A move that begins on the feet, behind getting up to them; nothing, where who wakes sits up already."""
    if before and before.facts.move == "wake" and step.facts.action == "sit" and step.gesture is None:
        return []
    sits = before is not None and before.facts.end == "sitting" and step.facts.begin == "sitting"
    if not sits or not step.facts.move or step.open_ended or step.facts.end not in (None, "standing"):
        return [step]
    up = Step(f"{who} stands up", natural=2.0, implied=True, facts=Facts("rise", begin="sitting", end="standing"))
    return [up, replace(step, facts=replace(step.facts, begin=None))]


def _runs_on(step: Step, before: Step) -> bool:
    """Whether somebody leaps out of a run, so that no run-up belongs to it."""
    return step.facts.action == "jump" and before.facts.action == "run"


def only_blows(text: str) -> bool:
    """Whether a text names blows in a row and nothing else that is done."""
    found = blows_in(text.lower())
    return found is not None and "+" in found.move and not _MORE.search(text.lower())
