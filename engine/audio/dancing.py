"""How a take to a sound is danced: from phrases or by the network, and on the beat, as its request asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from engine.audio import on_beat
from engine.audio.conditioning import Conditioning
from engine.audio.phrases.assembly import Join
from engine.audio.phrases.choreography import Asked, choreographed
from engine.audio.phrases.speaking import Voice, spoken
from engine.audio.spectra import FPS
from engine.audio.stage import Stage, held
from engine.motion import blend
from engine.protocol.request import AudioRequest
from retarget import quat
from retarget.motion import Motion, mirror

_WALK = "walk"
_STEPS, _STEPS_OF_WALKS = 0.6, 1.0  # what a landing foot counts beside a full stop


def composed(
    model: Any, request: AudioRequest, condition: Conditioning, seeds: Sequence[int],
    sample: Callable[..., list[Motion]], join: Join | None = None,
) -> list[Motion]:  # fmt: skip
    """A motion for each seed: captured phrases as far as the request's variation leaves them, else the network's.

    sample: (seeds, pinned=...) -> the network's motions. join: fills the seams between phrases.
    """
    phrases, dance = getattr(model, "phrases", None), request.dance
    if phrases is None or dance.variation >= 1:
        return sample(seeds)
    mean, frames = condition.styles.mean(axis=0), len(condition.features)
    weights = {name: float(weight) for name, weight in zip(model.styles, mean, strict=True)}
    if condition.talks:
        found = spoken(phrases, Voice(condition.pulse, frames, condition.energy, dance.variation), seeds, sample)
        return sample(seeds) if found is None else found
    if condition.bars is None:
        return sample(seeds)
    canon = dance.partner == "canon"
    asked = Asked(condition.bars, frames, weights, Stage.of(dance), condition.energy, dance.variation, canon)
    found = choreographed(phrases, asked, seeds, sample, join)
    return sample(seeds) if found is None else found


def finished(motion: Motion, request: AudioRequest, condition: Conditioning) -> Motion:
    """The motion (at FPS) on its stage and on the beat, in its place; what prompts say keeps its time and way."""
    dance = request.dance
    stage = Stage.of(dance)
    if stage is not None and not request.prompts:
        motion = held(motion, stage)
    rate = FPS / request.sampling.fps
    kept = [(round(p.start * rate), round(p.end * rate) if p.end else len(motion)) for p in request.prompts]
    walks = set(request.style_weights) == {_WALK}
    steps = _STEPS_OF_WALKS if walks else _STEPS
    motion = on_beat.brought(motion, condition.pulse, dance.on_beat, kept, steps)
    motion = mirror(motion) if dance.partner == "mirrored" else motion
    return _placed(motion, dance.place) if any(dance.place) else motion


def _placed(motion: Motion, place: tuple[float, float, float]) -> Motion:
    """The motion with its frame's origin at (x, z) m, turned to the left by degrees."""
    x, z, degrees = place
    turn = quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), np.radians(degrees))
    return blend.turned(motion, turn, np.zeros(3, np.float32), np.array([x, 0.0, z], np.float32))
