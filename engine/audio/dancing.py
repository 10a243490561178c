"""What is done with a take to a sound after its clean-up, as its request asks."""

from __future__ import annotations

from engine.audio import on_beat
from engine.audio.conditioning import Conditioning
from engine.audio.spectra import FPS
from engine.protocol.request import AudioRequest
from retarget.motion import Motion

_WALK = "walk"
_STEPS, _STEPS_OF_WALKS = 0.4, 1.0  # what a landing foot counts beside a full stop


def danced(motion: Motion, request: AudioRequest, condition: Conditioning) -> Motion:
    """The motion (at FPS) on the beat; what prompts say keeps its time."""
    rate = FPS / request.sampling.fps
    held = [(round(p.start * rate), round(p.end * rate) if p.end else len(motion)) for p in request.prompts]
    walks = set(request.style_weights) == {_WALK}
    steps = _STEPS_OF_WALKS if walks else _STEPS
    return on_beat.brought(motion, condition.pulse, request.dance.on_beat, held, steps)
