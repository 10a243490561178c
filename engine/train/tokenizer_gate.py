"""What a tokenizer must keep before any transformer is trained on it: joint positions, and the peaks of fast motion."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from engine import features as layout
from engine.models.vqvae import VQVAE
from retarget.motion import ROLE_INDEX, Motion

_PEAKS = {"ankle": ("left_ankle", "right_ankle"), "wrist": ("left_wrist", "right_wrist"), "hip": ("pelvis",)}
FAST = 3.0  # m/s: a limb past this makes a clip count as fast


def round_trip(model: VQVAE, motion: Motion) -> Motion:
    """Encode and decode one canonical motion; the result starts over the origin, heading +Z."""
    device = next(model.parameters()).device
    rows = torch.from_numpy(layout.encode(motion))[None].to(device)
    with torch.no_grad():
        back, contacts = model.decode(model.encode(rows))
    return layout.decode(back[0, : len(motion)].cpu().numpy(), contacts[0, : len(motion)].cpu().numpy() > 0)


def measure(model: VQVAE, motions: Sequence[Motion]) -> dict[str, float]:
    """Reconstruction of whole clips.

    mpjpe_mm: root-aligned joint error. global_2s_mm: with the path, over the first two seconds. skate, jitter: ours
    over real. fast_<joint>_<height|speed>: mean over fast clips of the peak's ratio to the real one.
    codes: share of first-level codes in use.
    """
    rows: list[dict[str, float]] = []
    used: set[int] = set()
    for motion in motions:
        real, _ = layout.decode(layout.encode(motion)).globals()
        back = round_trip(model, motion)
        made, _ = back.globals()
        rows.append(_compare(real, made))
        device = next(model.parameters()).device
        codes = model.encode(torch.from_numpy(layout.encode(motion))[None].to(device))
        used |= set(codes[..., 0].flatten().tolist())
    weights = np.array([len(m) for m in motions], float)
    result = {}
    for key in rows[0]:
        values = np.array([r[key] for r in rows])
        known = np.isfinite(values)
        result[key] = float(np.average(values[known], weights=weights[known])) if known.any() else float("nan")
    result["skate"] = result.pop("skate_made") / max(result.pop("skate_real"), 1e-6)
    result["jitter"] = result.pop("jitter_made") / result.pop("jitter_real")
    result["codes"] = len(used) / model.config.codes
    return result


def _compare(real: NDArray, made: NDArray) -> dict[str, float]:
    local = (made - made[:, :1]) - (real - real[:, :1])
    row = {
        "mpjpe_mm": 1000 * float(np.linalg.norm(local, axis=-1).mean()),
        "global_2s_mm": 1000 * float(np.linalg.norm((made - real)[:60], axis=-1).mean()),
    }
    for name, pos in (("real", real), ("made", made)):
        row[f"skate_{name}"] = skate_share(pos)
        row[f"jitter_{name}"] = float(np.linalg.norm(np.diff(pos, 3, axis=0), axis=-1).mean()) if len(pos) > 3 else np.nan
    peaks = _peaks(real), _peaks(made)
    fast = max(peaks[0]["ankle_speed"], peaks[0]["wrist_speed"]) > FAST
    for key in peaks[0]:
        row[f"fast_{key}"] = peaks[1][key] / peaks[0][key] if fast else np.nan
    return row


def skate_share(pos: NDArray) -> float:
    """Share of frames with a foot under 5 cm that moves faster than 0.2 m/s, from positions (T, 22, 3)."""
    feet = pos[:, [ROLE_INDEX["left_foot"], ROLE_INDEX["right_foot"]]]
    speed = np.linalg.norm(np.diff(feet, axis=0)[..., [0, 2]], axis=-1) * layout.FPS
    return float(((speed > 0.2) & (feet[1:, :, 1] < 0.05)).any(axis=1).mean()) if len(pos) > 1 else 0.0


def _peaks(pos: NDArray) -> dict[str, float]:
    """Largest height above the lowest joint (m) and speed (m/s) of ankles, wrists and hips."""
    floor = pos[..., 1].min()
    speed = np.linalg.norm(np.diff(pos, axis=0, prepend=pos[:1]), axis=-1) * layout.FPS
    found = {}
    for name, roles in _PEAKS.items():
        joints = [ROLE_INDEX[r] for r in roles]
        found[f"{name}_height"] = float((pos[:, joints, 1] - floor).max())
        found[f"{name}_speed"] = float(speed[:, joints].max()) + 1e-6
    return found
