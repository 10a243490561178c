"""Metrics of a tokenizer: errors of reconstructed positions, skate, jitter, peaks of fast motion, codes in use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from engine.models.vqvae import VQVAE
from engine.motion import features
from retarget.motion import ROLE_INDEX, Motion

_PEAKS = {"ankle": ("left_ankle", "right_ankle"), "wrist": ("left_wrist", "right_wrist"), "hip": ("pelvis",)}
FAST = 3.0  # m/s: a limb past this makes a clip count as fast


def round_trip(model: VQVAE, motion: Motion) -> Motion:
    """Encode and decode a canonical motion; the result starts over the origin, heading +Z."""
    rows, contacts, _ = _through(model, features.encode(motion))
    return features.decode(rows.numpy(), contacts.numpy() > 0)


def _through(model: VQVAE, rows: NDArray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Rows (T, FEATURE_DIM) -> decoded rows (T, MOTION_DIM), contact logits (T, 4), codes (L, levels), on the CPU."""
    device = next(model.parameters()).device
    with torch.no_grad():
        codes = model.encode(torch.from_numpy(rows)[None].to(device))
        back, contacts = model.decode(codes)
    return back[0, : len(rows)].cpu(), contacts[0, : len(rows)].cpu(), codes[0].cpu()


def measure(model: VQVAE, motions: Sequence[Motion]) -> dict[str, float]:
    """Reconstruction of whole clips.

    mpjpe_mm: joint error with root and heading aligned. global_2s_mm: with the path, over the first two seconds.
    skate, jitter: ours over real. fast_<joint>_<height|speed>: mean ratio of the peaks of fast clips to the real ones.
    codes: share of first-level codes in use.
    """
    rows: list[dict[str, float]] = []
    used: set[int] = set()
    for motion in motions:
        real = features.encode(motion)
        made, _, codes = _through(model, real)
        rows.append(_compare(torch.from_numpy(real[:, : features.MOTION_DIM]), made))
        used |= set(codes[:, 0].tolist())
    weights = np.array([len(m) for m in motions], float)
    result = {key: _average(np.array([r[key] for r in rows]), weights) for key in rows[0]}
    result["skate"] = result.pop("skate_made") / max(result.pop("skate_real"), 1e-6)
    result["jitter"] = result.pop("jitter_made") / result.pop("jitter_real")
    result["codes"] = len(used) / model.config.codes
    return result


def _average(values: NDArray, weights: NDArray) -> float:
    """Weighted mean of the values that are known."""
    known = np.isfinite(values)
    return float(np.average(values[known], weights=weights[known])) if known.any() else float("nan")


def _compare(real_rows: torch.Tensor, made_rows: torch.Tensor) -> dict[str, float]:
    at_home = [features.joint_positions(rows).numpy() for rows in (real_rows, made_rows)]
    local = (at_home[1] - at_home[1][:, :1]) - (at_home[0] - at_home[0][:, :1])
    real, made = (features.world_positions(rows[None])[0].numpy() for rows in (real_rows, made_rows))
    row = {
        "mpjpe_mm": 1000 * float(np.linalg.norm(local, axis=-1).mean()),
        "global_2s_mm": 1000 * float(np.linalg.norm((made - real)[:60], axis=-1).mean()),
    }
    for name, pos in (("real", real), ("made", made)):
        row[f"skate_{name}"] = skate_share(pos)
        third = np.linalg.norm(np.diff(pos, 3, axis=0), axis=-1)
        row[f"jitter_{name}"] = float(third.mean()) if third.size else np.nan
    peaks = _peaks(real), _peaks(made)
    fast = max(peaks[0]["ankle_speed"], peaks[0]["wrist_speed"]) > FAST
    for key in peaks[0]:
        row[f"fast_{key}"] = peaks[1][key] / peaks[0][key] if fast else np.nan
    return row


def skate_share(pos: NDArray) -> float:
    """Share of frames with a foot under 5 cm that moves faster than 0.2 m/s, from positions (T, 22, 3)."""
    feet = pos[:, [ROLE_INDEX["left_foot"], ROLE_INDEX["right_foot"]]]
    speed = np.linalg.norm(np.diff(feet, axis=0)[..., [0, 2]], axis=-1) * features.FPS
    return float(((speed > 0.2) & (feet[1:, :, 1] < 0.05)).any(axis=1).mean()) if len(pos) > 1 else 0.0


def _peaks(pos: NDArray) -> dict[str, float]:
    """Largest height above the lowest joint (m) and speed (m/s) of ankles, wrists and hips."""
    floor = pos[..., 1].min()
    speed = np.linalg.norm(np.diff(pos, axis=0, prepend=pos[:1]), axis=-1) * features.FPS
    found = {}
    for name, roles in _PEAKS.items():
        joints = [ROLE_INDEX[r] for r in roles]
        found[f"{name}_height"] = float((pos[:, joints, 1] - floor).max())
        found[f"{name}_speed"] = float(speed[:, joints].max()) + 1e-6
    return found
