"""Motion around a pose: the decomposed diffusion model with a given base frame, or one drawn by the pose prior."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d
from torch import Tensor

from engine.inbetween import regenerate
from engine.models import decomposed
from engine.models.decomposed import POSE_DIM
from engine.models.diffusion import pin, sample
from engine.motion import cleanup, features
from engine.pose.prior import WARMTH, pose_row, sentence, source_of
from engine.pose.windows import Window, bent, carried_on, windows
from engine.protocol.errors import bad_request
from engine.protocol.options import AROUND_SECONDS
from engine.protocol.request import AroundRequest
from engine.protocol.sampling import DEFAULT_GUIDANCE
from engine.runtime.weights import load_weights
from retarget.feet import contact
from retarget.mask import Mask
from retarget.motion import Motion, sample_at

WEIGHTS = "decomposed.safetensors"
SAMPLER, STEPS = "dpm-solver", 16
STEADY = 0.8  # frames: the width of a Gaussian that takes off what trembles faster than joints turn
_MOVING = slice(0, features.MOTION_DIM)  # columns of a row that are poses and speeds
_KNOWN = slice(3, features.MOTION_DIM)  # columns of a row that a still pose tells: height and rotations


@dataclass(frozen=True)
class Family:
    """What takes may share: base_seed the base pose and the noise that all frames share, seed each frame's own."""

    base_seed: int
    seed: int

    def after(self, windows: int) -> Family:
        """Seeds for a further window of the same takes."""
        return Family(self.base_seed + (windows << 40), self.seed + (windows << 40))


@dataclass(frozen=True)
class _Options:
    """How to sample, the same for every window. warmth: scale of the noise."""

    text: Tensor
    steps: int
    sampler: str
    warmth: float
    guidance: float
    on_step: Callable[[], None]


@dataclass(frozen=True)
class _Known:
    """What is known of a window: rows (T, POSE_DIM) in their units, wholly where frames (T,) bool is true; of the base
    frame these columns."""

    rows: NDArray[np.float32]
    frames: NDArray[np.bool_]
    columns: slice


@dataclass(frozen=True)
class AroundModel:
    """Clips on the canonical skeleton at 30 fps, around one of their frames."""

    network: decomposed.Decomposed
    device: str

    @classmethod
    def load(cls, folder: Path, device: str = "cpu") -> AroundModel:
        """From a folder with WEIGHTS; raises EngineError where it is absent or unsound."""
        stored = load_weights(folder / WEIGHTS, torch.float32)
        network = decomposed.Decomposed(decomposed.Config(**stored.config))
        network.load_state_dict(stored.state)
        return cls(network.to(device).eval().requires_grad_(False), device)

    def generate(self, request: AroundRequest, seed: int, base_seed: int, on_step: Callable[[], None]) -> Motion:
        """With a mask that keeps one frame of the request's motion: motion around that pose, on the motion's skeleton,
        the pose kept to the bit. Without: a canonical clip of the request's length around a pose of the prior's.

        What is longer than the model makes at once goes on from there, window by window. Raises EngineError for more or
        fewer poses than one.
        """
        family, sampling, prompts = Family(base_seed, seed), request.sampling, request.prompts
        text = sentence(prompts[0].text if prompts else "", self.device)

        def make(frames: int, middle: int, pose: NDArray[np.float32] | None) -> Motion:
            return self.sample(
                frames, middle, family, pose=pose, text=text, steps=sampling.steps, temperature=sampling.temperature,
                guidance=sampling.guidance, on_step=on_step,
            )  # fmt: skip

        if request.mask is None:
            return self._alone(request, make)
        source, mask = source_of(request), request.mask
        if (
            not isinstance(mask, Mask)
            or mask.frames.sum() != 1
            or mask.root.sum() != 1
            or mask.joints.any(1).sum() != 1
        ):
            raise bad_request("Motion is made around one whole pose: keep one frame, and no body parts by themselves.")

        def fill(motion: Motion, keep: Mask) -> Motion:
            middle = int(np.median(np.flatnonzero(keep.frames)))  # at a lower rate one frame is two here
            motion_around = cleanup.calm(make(len(motion), middle, pose_row(motion.cut(middle, middle + 1))))
            # The clip was bent towards the pose: which feet stand is seen from what it is now.
            return replace(motion_around, contacts=contact.detect(motion_around, floor=0.0))

        return regenerate.regenerate(source, mask, fill, sampling.applied_foot_lock)

    @torch.inference_mode()
    def sample(
        self, frames: int, middle: int, family: Family, *, pose: NDArray[np.float32] | None = None,
        text: Tensor | None = None, steps: int | None = None, sampler: str = SAMPLER, temperature: float = 1.0,
        guidance: float = DEFAULT_GUIDANCE, on_step: Callable[[], None] = lambda: None,
    ) -> Motion:  # fmt: skip
        """A canonical clip of `frames`, as many as one likes, whose base frame is `middle`. pose: (POSE_DIM,) what that
        frame is, None to let the prior draw it; its speeds and contacts are drawn in any case. text: (1, text_dim)."""
        text = torch.zeros(1, self.network.config.text_dim, device=self.device) if text is None else text
        options = _Options(text, steps or STEPS, sampler, float(np.clip(temperature, *WARMTH)), guidance, on_step)
        rows, done = np.zeros((frames, POSE_DIM), np.float32), np.zeros(frames, bool)
        for number, window in enumerate(windows(frames, middle, self.network.config.most)):
            inside, there = rows[window.frames], done[window.frames]
            if window.step:
                known = _Known(inside, there, slice(None))
                found = self._rows(window, family.after(number), options, known)
                rows[window.frames] = carried_on(found, inside, window, _MOVING)
            elif pose is None:
                rows[window.frames] = self._rows(window, family, options)
            else:
                known = _Known(np.tile(pose, (len(inside), 1)), there, _KNOWN)
                rows[window.frames] = self._rows(window, family, options, known)
                free_columns = rows[window.frames, _KNOWN]
                rows[window.frames, _KNOWN] = bent(free_columns, middle - window.start, pose[_KNOWN])
            done[window.frames] = True
        rows = gaussian_filter1d(rows, STEADY, axis=0, mode="nearest")
        return features.decode(rows, rows[:, features.MOTION_DIM :] > 0.5)

    def _rows(
        self, window: Window, family: Family, options: _Options, known: _Known | None = None
    ) -> NDArray[np.float32]:
        """What the network makes of a window: rows (T, POSE_DIM) in their units."""
        network, middle = self.network, window.middle - window.start
        places = torch.arange(window.stop - window.start, device=self.device) - middle
        shares, schedule = network.lambdas(places), network.schedule
        base = decomposed.base_noise(network, options.text, options.guidance)
        values = keep = None
        if known is not None:
            values = network.standardise(torch.from_numpy(known.rows).to(self.device))
            columns = torch.zeros(1, POSE_DIM, dtype=torch.bool, device=self.device)
            columns[:, known.columns] = True
            base = decomposed.held(base, schedule, values[middle, None], columns)
            keep = torch.from_numpy(known.frames).to(self.device)[None, :, None]
        rest = decomposed.rest_noise(network, places, options.text, options.guidance)
        denoise = decomposed.decomposed(base, rest, schedule, shares, middle)

        def noise() -> decomposed.SharedNoise:
            return decomposed.SharedNoise([family.base_seed], [family.seed], shares, POSE_DIM, self.device)

        draw = noise()
        if values is not None and keep is not None and keep.any():
            # The noise that the frames start from: known and new ones share their base's.
            denoise = pin(denoise, schedule, values[None], keep, options.warmth * noise()())
        x = sample(denoise, schedule, lambda: options.warmth * draw(), sampler=options.sampler, steps=options.steps,
                   on_step=lambda done, total: options.on_step())  # fmt: skip
        return network.in_units(x[0]).cpu().numpy()

    def _alone(self, request: AroundRequest, make: Callable[[int, int, None], Motion]) -> Motion:
        sampling = request.sampling
        frames = request.frames or round(AROUND_SECONDS * sampling.fps)
        count = self._at_rate(frames, sampling.fps)
        motion = make(count, count // 2, None)
        if sampling.clean_up:
            motion = cleanup.clean(motion, sampling.foot_lock)
        if sampling.fps == features.FPS:
            return motion.cut(0, frames)
        return sample_at(motion, np.arange(frames) * (features.FPS / sampling.fps), sampling.fps)

    @staticmethod
    def _at_rate(frames: int, fps: float) -> int:
        """Frames of the model that cover so many at `fps`."""
        return math.ceil((frames - 1) * features.FPS / fps - 1e-6) + 1
