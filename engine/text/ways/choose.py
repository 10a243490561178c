"""Which captured gait a sentence and a speed ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import torch

from engine.motion import cleanup
from engine.protocol.errors import EngineError
from engine.protocol.path import LEAST_M, Path
from engine.protocol.plan.steps import Facts
from engine.strides.curve import curve_of
from engine.strides.gait import Gait, gait_of
from engine.strides.lay import lay
from engine.strides.speed import Timing
from engine.text.codes import of_library
from engine.text.judging import marks as marks_table
from engine.text.networks import TextNetworks
from engine.text.retrieval import Library
from retarget.motion import Motion, mirror

TRAVELS = ("walk", "run", "crawl", "step", "hop", "skip", "march")  # actions that lead along a path
_RUNS_FROM = 1.6  # m/s: slower than that nobody runs, whatever a caption says
# Speed that is said -> m/s at least for fast and at most for slow, of walks and of runs.
_SAID_SPEED = {"fast": (1.3, 3.2), "slow": (1.0, 2.4)}
JOG_FROM, RUN_FROM = 2.0, 3.2  # m/s
HURRIED = 1.5  # times its own pace, from where on another gait is taken where words name none
FASTEST = 1.9  # times its own pace, the most that a gait is hurried
_LOOKED_AT = 16  # captured motions, nearest captions first
_NEARNESS, _SEAM, _PACE = 1.5, 4.0, 0.5  # what a cosine, a metre of seam and e times the speed count
_SAID = 0.75  # cosine from which on words that name no gait are taken to mean one that was captured
_VERY, _GOOD = 0.95, 0.12  # from which cosine on, losing how much in all, a motion is taken at once
_ROUGH, _EVEN, _SLIDES, _ASKEW, _CROSSES = 0.4, 1000.0, 1.0, 0.5, 0.3  # what its own flaws cost: see `_flaws`
_LUNGES, _DIPS_M = 6.0, 0.1  # per metre that hips go up and down beyond what side steps do
_TRIED_S = 2.5  # of a straight way on which they are measured
_PLAIN = {"walk": "a person walks forward", "jog": "a person jogs forward", "run": "a person runs forward"}
_BACK, _ASIDE = np.radians(125), np.radians(50)  # between the way and the facing: from there on backwards, sideways
_REMEMBERED = 200  # motions whose gaits and flaws are kept, some 0.3 MB each
_KNOWN: WeakKeyDictionary[Library, dict[int, _Captured]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Wanted:
    """What a gait is chosen by. text: the words, "" where they name no gait. speed: m/s, None for the gait's own."""

    text: str
    facts: Facts
    speed: float | None = None


def gait_for(model: TextNetworks, wanted: Wanted, seed: int) -> Gait:
    """The captured gait that fits best. Other seeds see others that are as near. Raises EngineError where the model has
    no captured motion."""
    if model.library is None:
        raise EngineError(
            "weights_missing",
            "A path is walked with captured gaits, and these weights have none: use the ones that ship.",
        )
    plain = _PLAIN[_kind(wanted)]
    for text in dict.fromkeys([wanted.text or plain, plain]):
        found = _nearest(model, text, wanted, seed)
        if found is not None:
            return found
    raise EngineError("internal", "No captured motion goes steadily enough to follow a path: say “a person walks”.")


def _kind(wanted: Wanted) -> str:
    """walk, jog or run, for words that name no gait."""
    if wanted.facts.action == "run":
        return "run"
    speed = wanted.speed or 0.0
    return "run" if speed >= RUN_FROM else "jog" if speed >= JOG_FROM else "walk"


def _nearest(model: TextNetworks, text: str, wanted: Wanted, seed: int) -> Gait | None:
    library = model.library
    assert library is not None
    generator = torch.Generator().manual_seed(seed)
    asked = wanted.facts if wanted.text else Facts(action="walk")
    likely = None if library.marks is None else torch.from_numpy(marks_table.likely(asked, library.marks.numpy()))
    sentence = model.encoder.encode([text]).sentence[0]
    best, most, known = None, -np.inf, _KNOWN.setdefault(library, {})
    least = _SAID if wanted.text and wanted.facts.action not in TRAVELS else -1.0
    for number, cosine in library.nearest(sentence, _LOOKED_AT, generator, likely=likely):
        # Nothing is better than without a flaw: what can't lead even then needs no looking at.
        if cosine < least or (_NEARNESS * cosine <= most and cosine <= _VERY):
            continue
        found = _remembered(known, number, model)
        gait = found.gait
        if gait is None or (least > 0 and (wanted.speed or 0.0) > HURRIED * gait.pace):
            continue
        turned = _turned_over(gait, wanted.facts)
        if turned is None or (wanted.facts.action == "run" and gait.pace < _RUNS_FROM):
            continue
        loss = _SEAM * gait.faults + _PACE * _apart(gait, wanted)
        if _NEARNESS * cosine - loss > most:  # else its flaws need no measuring
            loss += found.flaws
        if _NEARNESS * cosine - loss > most:
            best, most = (found, turned), _NEARNESS * cosine - loss
        if loss < _GOOD and cosine > _VERY:
            break
    return None if best is None else best[0].cleaned if not best[1] else best[0].turned_over


class _Captured:
    """A captured motion as a gait, and what is wrong with it; each is found when it is first asked for."""

    def __init__(self, motion: Motion) -> None:
        self._motion = motion

    @cached_property
    def gait(self) -> Gait | None:
        return gait_of(self._motion)

    @cached_property
    def flaws(self) -> float:
        """Of the gait as it is walked, with feet that stand still."""
        return 0.0 if self.cleaned is None else _flaws(self.cleaned)

    @cached_property
    def cleaned(self) -> Gait | None:
        """The gait with feet that stand still."""
        return gait_of(cleanup.clean(self._motion)) or self.gait

    @cached_property
    def turned_over(self) -> Gait | None:
        """The same in the mirror."""
        return _Captured(mirror(self._motion)).cleaned


def _remembered(known: dict[int, _Captured], number: int, model: TextNetworks) -> _Captured:
    """What was found out of one of the library's motions; the one that was known longest is forgotten."""
    found = known.pop(number, None) or _Captured(of_library(model, number))
    known[number] = found
    while len(known) > _REMEMBERED:
        known.pop(next(iter(known)), None)
    return found


def _flaws(gait: Gait) -> float:
    """What is wrong with a gait once it is laid along a straight way: jerk beyond _EVEN m/s3 (by e), feet that slide
    (share of frames), a facing between two quarters (rad), and side steps that are lunges or whose feet cross (share
    of frames)."""
    curve = curve_of(Path(((0.0, 0.0), (0.0, max(LEAST_M, _TRIED_S * gait.pace)))))
    facing = np.full(len(curve.yaw), gait.heading)
    even = np.full(len(curve.yaw), gait.pace)
    body = lay(gait, curve, facing, Timing(curve.at / gait.pace, even), round(_TRIED_S * gait.fps))
    found = cleanup.measure(body)
    askew = abs(float(np.angle(np.exp(1j * (gait.offset - gait.heading)))))
    sidelong = 0.0
    if _ASIDE < abs(gait.offset) < _BACK:
        ahead = gait.feet[:, 0, 2] - gait.feet[:, 1, 2]  # of the left foot before the right, along the way
        sidelong = _CROSSES * float((ahead * -np.sign(gait.offset) < 0).mean())
        sidelong += _LUNGES * max(0.0, float(np.ptp(gait.root[:, 1])) - _DIPS_M)
    rough = max(0.0, float(np.log(max(found["jerk"], 1.0) / _EVEN)))
    return _ROUGH * rough + _SLIDES * found["skate_share"] + _ASKEW * askew + sidelong


def _apart(gait: Gait, wanted: Wanted) -> float:
    """How far a gait's pace is from the one that is wanted or said, as the logarithm of their ratio."""
    if wanted.speed is not None:
        return abs(float(np.log(max(wanted.speed, 0.1) / gait.pace)))
    if wanted.facts.speed not in _SAID_SPEED:
        return 0.0
    bound = _SAID_SPEED[wanted.facts.speed][wanted.facts.action == "run"]
    over = float(np.log(gait.pace / bound))
    return max(0.0, -over if wanted.facts.speed == "fast" else over)


def _turned_over(gait: Gait, facts: Facts) -> bool | None:
    """Whether a gait goes where the words say only in the mirror; None where it doesn't go there at all."""
    aside = _ASIDE < abs(gait.offset) < _BACK
    if facts.direction in ("left", "right", "sideways"):
        # To one's own left the facing is to the right of the way.
        left = gait.offset < 0
        return None if not aside else facts.direction != "sideways" and left != (facts.direction == "left")
    back = abs(gait.offset) >= _BACK
    return False if not aside and back == (facts.direction == "backward") else None
