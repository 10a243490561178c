"""Takes to a voice from captured gestures: strokes on its stresses, idle between, from a stand and into one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.audio.on_beat import Pulse
from engine.audio.phrases.choreography import Sample
from engine.audio.phrases.energy import scaled
from engine.audio.phrases.gesturing import STANDS_S, Said, choose
from engine.audio.phrases.library import Phrases
from engine.audio.phrases.talkers import Strokes, idling, strokes_of
from engine.motion import blend, features
from engine.motion.canonical import FPS
from engine.motion.pinned import Pinned
from retarget import quat
from retarget.motion import Motion, sample_at

_SEAM_S, _DROP_S = 0.35, 0.6  # over which the difference at a seam decays at least, and hands sink into a stand
_SLOWEST, _FASTEST = 0.65, 1.25  # at which a gesture sets off and ends where the voice leaves more or less time
_LEAD_S = 0.5  # at either end of what the network makes
_TOGETHER = 3  # strokes that are left to the network at a time
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Voice:
    """What gestures are made for. energy: (T,) at FPS, 0 calm to 2 lively. variation: share of the strokes that the
    network makes."""

    pulse: Pulse
    frames: int
    energy: Floats
    variation: float


@dataclass(frozen=True)
class Span:
    """Strokes of one recording in a row. first, end: s at which they are shown. here, there: (n,) s of the take and of
    the recording, strokes and what lies before and after them."""

    stroke: int
    first: float
    end: float
    here: Floats
    there: Floats


def spoken(phrases: Phrases, voice: Voice, seeds: Sequence[int], sample: Sample) -> list[Motion] | None:
    """A motion for each seed; None where nobody was captured talking."""
    strokes = strokes_of(phrases)
    if strokes is None:
        return None
    wanted = np.interp(voice.pulse.times * FPS, np.arange(voice.frames), voice.energy)
    out = []
    for seed in seeds:
        rng = np.random.default_rng([seed, 17])
        said = choose(strokes, voice.pulse, voice.frames / FPS, wanted, rng)
        motion = scaled(_made(phrases, strokes, said, voice, rng), voice.energy)
        free = _left_to_network(said, voice, rng)
        if free.any():
            (motion,) = sample([seed], pinned=Pinned(features.encode(motion), ~free))
        out.append(motion)
    return out


def _made(phrases: Phrases, strokes: Strokes, said: Said, voice: Voice, rng: np.random.Generator) -> Motion:
    """A motion of the voice's frames at FPS."""
    idle = idling(phrases)
    whole = _from_origin(_idle(idle, round(STANDS_S * FPS), rng))
    for span in _spans(strokes, said, voice.pulse.times):
        ahead = int(np.ceil(span.first * FPS)) - len(whole)
        if ahead > 0:
            whole = blend.place(whole, _idle(idle, ahead, rng), _DROP_S) if len(whole) > 1 else whole
        clock = np.arange(len(whole), int(np.ceil(span.end * FPS))) / FPS
        if len(clock):
            motion = phrases.motion(int(strokes.talk[span.stroke]), int(strokes.mirrored[span.stroke]))
            source = np.interp(clock, span.here, span.there) * motion.fps
            whole = blend.place(whole, replace(sample_at(motion, source, motion.fps), fps=FPS), _SEAM_S)
    if len(whole) < voice.frames:
        whole = blend.place(whole, _idle(idle, voice.frames - len(whole), rng), _DROP_S)
    return whole.cut(0, voice.frames)


def _idle(idle: Motion, frames: int, rng: np.random.Generator) -> Motion:
    """So many frames of idling, from some moment of it on."""
    long = blend.to_and_fro(idle, frames / idle.fps) if len(idle) > 2 else idle
    if len(long) < frames:
        return sample_at(long, np.zeros(frames), long.fps)
    first = int(rng.integers(len(long) - frames + 1))
    return long.cut(first, first + frames)


def _from_origin(motion: Motion) -> Motion:
    """The motion from the frame's origin on, facing ahead."""
    turn = quat.inverse(blend.heading(motion.rot[0, 0]))
    return blend.turned(motion, turn, motion.root_pos[0], np.zeros(3, np.float32))


def _spans(strokes: Strokes, said: Said, times: Floats) -> Iterator[Span]:
    """The spans in order: each ends where the next begins, or where its hands have come to rest."""
    count = len(said.strokes)
    cuts = [i for i in range(count) if i == 0 or said.rests[i] or said.strokes[i] != said.strokes[i - 1] + 1]
    for begin, stop in pairwise([*cuts, count]):
        some = list(said.strokes[begin:stop])
        here = times[list(said.stresses[begin:stop])]
        ahead, after = float(strokes.ahead[some[0]]), float(strokes.after[some[-1]])
        first = _seam(strokes, said, times, begin)[1] if begin else max(STANDS_S, here[0] - ahead)
        end = _seam(strokes, said, times, stop)[0] if stop < count else here[-1] + after
        before = ahead / float(np.clip(ahead / max(here[0] - first, 1e-3), _SLOWEST, _FASTEST))
        behind = after / float(np.clip(after / max(end - here[-1], 1e-3), _SLOWEST, _FASTEST))
        there = strokes.time[some]
        yield Span(
            some[0], first, end, np.concatenate([[here[0] - before], here, [here[-1] + behind]]),
            np.concatenate([[there[0] - ahead], there, [there[-1] + after]]),
        )  # fmt: skip


def _seam(strokes: Strokes, said: Said, times: Floats, at: int) -> tuple[float, float]:
    """When stroke `at` - 1 of the chosen ends and `at` begins, s."""
    last, following = said.strokes[at - 1], said.strokes[at]
    before, time = float(times[said.stresses[at - 1]]), float(times[said.stresses[at]])
    after, ahead = float(strokes.after[last]), float(strokes.ahead[following])
    if said.rests[at]:
        return before + after, time - ahead
    seam = before + (time - before) * after / (after + ahead)
    return seam, seam


def _left_to_network(said: Said, voice: Voice, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Frames (T,) that the network makes: strokes in a row, drawn at random until they are the share asked for."""
    free = np.zeros(voice.frames, bool)
    times = voice.pulse.times[list(said.stresses)]
    groups = rng.permutation(range(0, len(times), _TOGETHER))
    for first in groups[: round(voice.variation * len(groups))].tolist():
        some = times[first : first + _TOGETHER]
        free[max(0, round((some[0] - _LEAD_S) * FPS)) : round((some[-1] + _LEAD_S) * FPS)] = True
    free[: round(STANDS_S * FPS)] = False
    return free
