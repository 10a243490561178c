"""Motion around a pose: the decomposed diffusion model with a pose of the artist's, or of the prior's, at its heart."""

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

from engine import cleanup, inbetween
from engine import features as layout
from engine.diffusion import sample
from engine.models import decomposed
from engine.models.decomposed import POSE_DIM
from engine.posemodel import WARMTH, pose_row, sentence, source_of
from engine.protocol import DEFAULT_GUIDANCE, Request, bad_request
from engine.weights import load_weights
from retarget import contact, exact
from retarget.motion import Motion, sample_at

WEIGHTS = "decomposed.safetensors"
SAMPLER, STEPS = "dpm-solver", 16
STEADY = 0.8  # frames: the width of a Gaussian that takes off what trembles faster than joints turn
REACH = 30  # frames on either side of a given pose in which what the network missed it by fades out
FRAMES = 90  # of a take whose length is left open
_KNOWN = slice(3, layout.MOTION_DIM)  # columns of a row that a still pose tells: height and rotations


@dataclass(frozen=True)
class Family:
    """What takes may share: base_seed the base pose and the noise that all frames share, seed each frame's own."""

    base_seed: int
    seed: int


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

    def carry_out(self, request: Request, seed: int, base_seed: int, on_step: Callable[[], None]) -> Motion:
        """With a mask that keeps one frame of the request's motion: motion around that pose, on the motion's skeleton,
        the pose kept to the bit. Without: a canonical clip of the request's length around a pose of the prior's.

        Raises EngineError for more or fewer poses than one, and for more frames than the model makes.
        """
        self._check(request)
        family, prompts = Family(base_seed, seed), request.condition.prompts
        text = sentence(prompts[0].text if prompts else "", self.device)

        def make(frames: int, middle: int, pose: NDArray[np.float32] | None) -> Motion:
            return self.sample(
                frames, middle, family, pose=pose, text=text, steps=request.steps, temperature=request.temperature,
                guidance=request.condition.guidance, on_step=on_step,
            )  # fmt: skip

        if request.mask is None:
            return self._alone(request, make)
        source, mask = source_of(request), request.mask
        if mask.keep.sum() != 1 or mask.parts:
            raise bad_request("Motion is made around one whole pose: keep one frame, and no body parts by themselves.")

        def fill(motion: Motion, keep: exact.Keep) -> Motion:
            middle = int(np.median(np.flatnonzero(keep.frames)))  # at a lower rate one frame is two here
            made = cleanup.calm(make(len(motion), middle, pose_row(motion.cut(middle, middle + 1))))
            # The clip was bent towards the pose: which feet stand is seen from what it is now.
            return replace(made, contacts=contact.detect(made, floor=0.0))

        keep = inbetween.keep_of(mask, source.skeleton)
        return inbetween.regenerate(source, keep, fill, request.foot_lock if request.clean_up else "none")

    @torch.inference_mode()
    def sample(
        self, frames: int, middle: int, family: Family, *, pose: NDArray[np.float32] | None = None,
        text: Tensor | None = None, steps: int | None = None, sampler: str = SAMPLER, temperature: float = 1.0,
        guidance: float = DEFAULT_GUIDANCE, on_step: Callable[[], None] = lambda: None,
    ) -> Motion:  # fmt: skip
        """A canonical clip of `frames` whose base frame is `middle`. pose: (POSE_DIM,) what that frame is, None to let
        the prior draw it; its speeds and contacts are drawn in any case. text: (1, text_dim).

        What is left between a given pose and where the frames beside it lead to fades out over REACH on either side,
        so that the pose is no jolt in the clip.
        """
        network = self.network
        text = torch.zeros(1, network.config.text_dim, device=self.device) if text is None else text
        places = torch.arange(frames, device=self.device) - middle
        shares, schedule = network.lambdas(places), network.schedule
        base = decomposed.base_noise(network, text, guidance)
        if pose is not None:
            keep = torch.zeros(1, POSE_DIM, dtype=torch.bool, device=self.device)
            keep[:, _KNOWN] = True
            base = decomposed.held(
                base, schedule, network.standardise(torch.from_numpy(pose).to(self.device))[None], keep
            )
        rest = decomposed.rest_noise(network, places, text, guidance)
        denoise = decomposed.decomposed(base, rest, schedule, shares, middle)
        noise = decomposed.SharedNoise([family.base_seed], [family.seed], shares, POSE_DIM, self.device)
        warmth = float(np.clip(temperature, *WARMTH))
        x = sample(denoise, schedule, lambda: warmth * noise(), sampler=sampler, steps=steps or STEPS,
                   on_step=lambda done, total: on_step())  # fmt: skip
        rows = network.in_units(x[0]).cpu().numpy()
        if pose is not None:
            rows[middle, _KNOWN] = led_to(rows[:, _KNOWN], middle)
            rows[:, _KNOWN] += eased(frames, middle)[:, None] * (pose - rows[middle])[_KNOWN]
        rows = gaussian_filter1d(rows, STEADY, axis=0, mode="nearest")
        return layout.decode(rows, rows[:, layout.MOTION_DIM :] > 0.5)

    def _alone(self, request: Request, make: Callable[[int, int, None], Motion]) -> Motion:
        frames = request.frames or round(FRAMES * request.fps / layout.FPS)
        count = self._at_rate(frames, request.fps)
        made = make(count, count // 2, None)
        if request.clean_up:
            made = cleanup.clean(made, request.foot_lock)
        if request.fps == layout.FPS:
            return made.cut(0, frames)
        return replace(sample_at(made, np.arange(frames) * (layout.FPS / request.fps), request.fps))

    def _check(self, request: Request) -> None:
        most = self.network.config.most
        if request.frames is not None and self._at_rate(request.frames, request.fps) > most:
            longest = math.floor((most - 1) * request.fps / layout.FPS) + 1
            raise bad_request(
                f"Motion around a pose lasts at most {most / layout.FPS:g} seconds: ask for {longest} frames or fewer."
            )

    @staticmethod
    def _at_rate(frames: int, fps: float) -> int:
        """Frames of the model that cover so many at `fps`."""
        return math.ceil((frames - 1) * layout.FPS / fps - 1e-6) + 1


def led_to(rows: NDArray[np.float32], middle: int) -> NDArray[np.float32]:
    """What the frames beside `middle` of (T, D) lead to there: halfway between two, straight on at an end."""
    if 0 < middle < len(rows) - 1:
        return (rows[middle - 1] + rows[middle + 1]) / 2
    step = 1 if middle == 0 else -1
    near = np.clip([middle + step, middle + 2 * step], 0, len(rows) - 1)
    return 2 * rows[near[0]] - rows[near[1]]


def eased(frames: int, middle: int) -> NDArray[np.float32]:
    """(T,): 1 at `middle`, without a slope, down to 0 at REACH frames from it."""
    t = np.clip(np.abs(np.arange(frames) - middle) / REACH, 0, 1)
    return ((1 + 2 * t) * (1 - t) ** 2).astype(np.float32)
