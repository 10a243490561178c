"""Gaps filled by the in-betweener, which sees them from a kept frame on and interpolated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.models import inbetween
from engine.motion import features
from retarget import constraints, quat
from retarget.motion import Motion

_UP = np.array([0, 1, 0], np.float32)


def seen_from(root: NDArray, rot: NDArray, frame: int) -> tuple[NDArray, NDArray, NDArray, NDArray]:
    """Roots (B, T, 3) and rotations (B, T, J, 4) of the world in the frame of reference of one frame of the motion: its
    origin on the ground below that frame's root, its Z axis along that frame's heading.

    Returns them with that frame's yaw (B,) in radians and ground point (B, 3) in metres, which lead back.
    """
    pelvis = rot[:, frame, 0]
    yaw = 2 * np.arctan2(pelvis[:, 2], pelvis[:, 0])
    ground = root[:, frame] * np.array([1, 0, 1], np.float32)
    about = quat.from_axis_angle(_UP, -yaw)
    turned = rot.copy()
    turned[:, :, 0] = quat.multiply(about[:, None], rot[:, :, 0])
    return quat.rotate(about[:, None], root - ground[:, None]), turned, yaw, ground


def gap_of(
    root: NDArray, rot: NDArray, span: tuple[int, int], kept: tuple[int, int], context: int, device: str = "cpu"
) -> inbetween.Gap:
    """Frames span[0] up to span[1] of motions `seen_from` the frame before them, as a gap.

    root (B, T, 3), rot (B, T, 22, 4). kept: how many frames up to the gap and from its end on are read, at
    most `context`.
    """
    first, last = span
    frames = np.arange(first - 2, last + 2)
    there = frames.clip(first - kept[0], last + kept[1] - 1)
    known = np.ones(len(frames), bool)
    known[2:-2] = False
    known[0], known[-1] = kept[0] > 1, kept[1] > 1
    fade = round(constraints.FADE_S * features.FPS)
    way = constraints.eased_path(root[:, there].swapaxes(0, 1), known, fade)[1:-1].swapaxes(0, 1)
    turns = constraints.eased_turns(rot[:, there].swapaxes(0, 1), known, fade)[1:-1].swapaxes(0, 1)
    around = [
        np.arange(first - context, first).clip(first - kept[0]),
        np.arange(last, last + context).clip(max=last + kept[1] - 1),
    ]
    joints = [
        inbetween.positions(tensor(root[:, at], device), tensor(quat.to_matrix(rot[:, at]), device)) for at in around
    ]
    return inbetween.Gap(tensor(way, device), tensor(quat.to_matrix(turns), device), joints[0], joints[1], kept)


def bridged(
    model: inbetween.InBetween, motion: Motion, known: NDArray[np.bool_], spans: Sequence[tuple[int, int]],
    generator: torch.Generator, *, steps: int = 8, temperature: float = 1.0, device: str = "cpu",
    on_step: Callable[[], None] = lambda: None,
) -> Motion:  # fmt: skip
    """`motion` with gaps (first frame, end) filled from the frames that are known (T,), those of one kind together."""
    context = model.config.context
    kinds: dict[tuple[int, tuple[int, int]], list[int]] = {}
    for first, last in spans:
        kept = _run(known[:first][::-1], context), _run(known[last:], context)
        kinds.setdefault((last - first, kept), []).append(first)
    root_pos, local = motion.root_pos.copy(), motion.rot.copy()
    for (length, kept), firsts in kinds.items():
        around = np.array(firsts)[:, None] + np.arange(-kept[0], length + kept[1])
        root, rot, yaw, ground = seen_from(motion.root_pos[around], motion.rot[around], kept[0] - 1)
        gap = gap_of(root, rot, (kept[0], kept[0] + length), kept, context, device)
        new_root, matrices = inbetween.sample(
            model, gap, generator, steps=steps, temperature=temperature, on_step=on_step
        )  # fmt: skip
        about = quat.from_axis_angle(_UP, yaw)[:, None]
        new_rot = quat.from_matrix(matrices[:, 1:-1].cpu().numpy())
        new_rot[:, :, 0] = quat.multiply(about, new_rot[:, :, 0])
        filled = around[:, kept[0] : kept[0] + length]
        root_pos[filled] = quat.rotate(about, new_root[:, 1:-1].cpu().numpy()) + ground[:, None]
        local[filled] = new_rot
    return replace(motion, root_pos=root_pos, rot=quat.continuous(local))


def _run(known: NDArray[np.bool_], most: int) -> int:
    """How many of the first frames are known in a row, at most `most`."""
    unknown = np.flatnonzero(~known[:most])
    return int(unknown[0]) if len(unknown) else min(most, len(known))


def tensor(values: NDArray, device: str) -> Tensor:
    """float32 on the device."""
    return torch.from_numpy(np.ascontiguousarray(values, np.float32)).to(device)
