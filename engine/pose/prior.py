"""Pose completion by the pose prior: given joints stay, the others are sampled to fit them (inpainting)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.models import decomposed
from engine.models.decomposed import POSE_DIM
from engine.models.diffusion import inpaint
from engine.motion import features
from engine.motion.canonical import from_canonical, to_canonical, with_roles
from engine.protocol.errors import bad_request
from engine.protocol.request import AroundRequest, PoseRequest
from engine.protocol.sampling import DEFAULT_GUIDANCE
from engine.runtime.weights import load_weights
from engine.text.encoder import shared_encoder
from retarget import quat
from retarget.feet.legs import legs_of
from retarget.mask import GROUPS, roles_of
from retarget.motion import CANONICAL_NAMES, Motion

STEPS, ROUNDS = 24, 6
WARMTH = (0.3, 1.2)  # how far the noise may be scaled before poses fall together or apart
_LANDS = 0.08  # m: a figure whose lowest sole is so near to the floor stands on it


@dataclass(frozen=True)
class PriorModel:
    """Poses on the canonical skeleton, and on any other by way of it."""

    network: decomposed.Decomposed
    device: str

    @classmethod
    def load(cls, folder: Path, device: str = "cpu") -> PriorModel:
        """From a folder with poses.safetensors; raises EngineError where it is absent or unsound."""
        stored = load_weights(folder / "poses.safetensors", torch.float32)
        network = decomposed.Decomposed(decomposed.Config(**stored.config), rest=nn.Identity())
        network.load_state_dict(stored.state)
        return cls(network.to(device).eval().requires_grad_(False), device)

    def generate(self, request: PoseRequest, seed: int, on_step: Callable[[], None]) -> Motion:
        """The request's pose, one frame on any figure's skeleton, with the joints that aren't given sampled.

        The rotations of given joints are the pose's own, to the bit, and so is the hips' place where they are given.
        Raises EngineError where nothing or everything is given, or for a skeleton that is no figure's.
        """
        source = source_of(request)
        if len(source) != 1:
            raise bad_request(f"A pose is one frame, not {len(source)}: give the motion's frame to complete.")
        given = given_roles(request.given)
        missing = set(source.skeleton.role_joint) - given
        if not given & set(source.skeleton.role_joint):
            raise bad_request("No bone of the body is given: select the bones whose pose stays, or key them.")
        if not missing:
            raise bad_request("All bones are given, so nothing is left to propose: select fewer.")
        here = replace(to_canonical(source), fps=features.FPS)
        sampling, prompts = request.sampling, request.prompts
        text = sentence(prompts[0].text if prompts else "", self.device)
        # Proposals are to differ: with the usual guidance they lie 2.5 cm apart, without it 7.6 and no further off.
        guidance = sampling.guidance - DEFAULT_GUIDANCE
        row = self.complete(pose_row(here), given, seed, text, sampling.temperature, guidance, sampling.steps, on_step)
        pose = placed(row, here)
        if "pelvis" not in given:
            pose = _landed(pose)
        return _given_back(pose, source, given)

    @torch.inference_mode()
    def complete(
        self, row: NDArray[np.float32], given: set[str], seed: int, text: Tensor, temperature: float = 1.0,
        guidance: float = 0.0, steps: int | None = None, on_step: Callable[[], None] = lambda: None,
    ) -> NDArray[np.float32]:  # fmt: skip
        """A row (POSE_DIM,) that has the given roles' columns of `row`; text (1, text_dim), 0 for none."""
        network, generator = self.network, torch.Generator().manual_seed(seed)
        values = network.standardise(torch.from_numpy(row).to(self.device))[None, None]
        keep = torch.from_numpy(columns_of(given)).to(self.device)[None, None]
        base = decomposed.base_noise(network, text, guidance)
        schedule, warmth = network.schedule, float(np.clip(temperature, *WARMTH))

        def denoise(z: Tensor, t: int) -> Tensor:
            return ((z[:, 0] - schedule.noise(t) * base(z[:, 0], t)) / schedule.signal(t))[:, None]

        def draw() -> Tensor:
            return warmth * torch.randn(1, 1, POSE_DIM, generator=generator).to(self.device)

        found = inpaint(denoise, schedule, draw, schedule.times(steps or STEPS), values, keep, rounds=ROUNDS,
                        on_step=lambda done, total: on_step())  # fmt: skip
        completed = network.in_units(found[0, 0]).cpu().numpy()
        return np.where(columns_of(given), row, completed)


def source_of(request: AroundRequest | PoseRequest) -> Motion:
    """The request's motion, with roles; raises EngineError where there is none or it is no figure's."""
    source = request.source
    if not isinstance(source, Motion):
        raise bad_request("There is no pose to work from: give a motion and its frame.")
    return with_roles(source)


def given_roles(names: Sequence[str]) -> set[str]:
    """Roles that the names of roles and body parts mean; raises EngineError for one that is neither."""
    unknown = [name for name in names if not roles_of(name)]
    if unknown:
        raise bad_request(
            f"There is no joint and no body part “{unknown[0]:.40}”: choose joints such as left_elbow, or from "
            f"{', '.join(GROUPS)}."
        )
    return {role for name in names for role in roles_of(name)}


def columns_of(given: set[str]) -> NDArray[np.bool_]:
    """(POSE_DIM,) bool: the columns of a row that the rotations of these roles, and the hips' height, stand in."""
    known = np.zeros(POSE_DIM, bool)
    for j, role in enumerate(CANONICAL_NAMES):
        known[4 + 6 * j : 10 + 6 * j] = role in given
    known[3] = "pelvis" in given
    return known


def pose_row(pose: Motion) -> NDArray[np.float32]:
    """The first frame of a canonical motion as a row (POSE_DIM,); how it moves is not known, and 0."""
    row = features.encode(pose.cut(0, 1))[0]
    return np.concatenate([row[: features.MOTION_DIM], row[features.CONTACTS]])


def placed(row: NDArray[np.float32], where: Motion) -> Motion:
    """A row as a canonical pose that stands and heads where the first frame of `where` does."""
    pose = features.decode(row[None], row[None, features.MOTION_DIM :] > 0.5)
    about = quat.from_axis_angle(np.array([0.0, 1.0, 0.0]), features.heading(where.rot[:1, 0]))
    rot = pose.rot.copy()
    rot[:, 0] = quat.multiply(about, rot[:, 0])
    return replace(pose, root_pos=pose.root_pos + where.root_pos[:1] * np.array([1, 0, 1], np.float32), rot=rot)


def sentence(prompt: str, device: str) -> Tensor:
    """What a prompt means, (1, D); 0 for none."""
    if not prompt.strip():
        return torch.zeros(1, decomposed.Config.text_dim, device=device)
    return shared_encoder(device).encode([prompt]).sentence


def _landed(pose: Motion) -> Motion:
    """A figure that is nearly on the floor, or in it, stands on it."""
    pos, rot = pose.globals()
    soles = [
        (pos[:, leg.ankle] + quat.rotate(rot[:, leg.ankle], point))[0, 1]
        for leg in legs_of(pose.skeleton)
        for point in (leg.heel, leg.toe)
    ]
    low = float(min(soles))
    return replace(pose, root_pos=pose.root_pos - np.array([0, low if low < _LANDS else 0, 0], np.float32))


def _given_back(pose: Motion, source: Motion, given: set[str]) -> Motion:
    """The canonical pose on the source's skeleton, with the source's own values where they are given, and for joints
    that play no role."""
    completed = from_canonical(pose, source)
    kept = np.array([role in given or role == "" for role in source.skeleton.roles])
    rot = np.where(kept[:, None], source.rot, completed.rot)
    root = source.root_pos if "pelvis" in given else completed.root_pos
    return replace(completed, skeleton=source.skeleton, fps=source.fps, root_pos=root, rot=rot)
