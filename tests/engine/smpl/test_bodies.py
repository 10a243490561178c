"""Bodies through smplx, beside smplx's own classes and beside our reader, on synthetic files in the real format."""

from __future__ import annotations

import builtins
import json
from typing import Any

import numpy as np
import pytest
import torch

from engine.protocol.errors import EngineError
from engine.smpl import __main__ as command
from engine.smpl import bodies
from retarget.formats import amass, body_files, smpl_body
from tests.engine.smpl.smplx_here import smplx_or_skip
from tests.retarget.bodies import amass_arrays, write_model, write_real_model

BETAS = [1.5, -0.5, 0.3, 0.0, 0.7, -1.0, 0.2, 0.1, -0.3, 0.4]


def layer_of(smplx: Any, path: Any, joints: int, folder: Any) -> Any:
    """smplx's own class for a file. It unpickles what it finds: our synthetic file is known to be harmless."""
    if joints == 55:
        return smplx.SMPLXLayer(str(path), num_betas=10, ext="npz", flat_hand_mean=True, use_pca=False)
    struct = smplx.utils.Struct(**dict(np.load(path)))
    kind = {24: smplx.SMPLLayer, 52: smplx.SMPLHLayer}[joints]
    return kind(str(folder), data_struct=struct, num_betas=10, use_pca=False, flat_hand_mean=True)


def parts_of(turns: np.ndarray, joints: int) -> dict[str, torch.Tensor]:
    """Rotation matrices by the names of smplx's arguments, in AMASS's order of joints."""
    smplx = smplx_or_skip()
    flat = torch.as_tensor(turns.reshape(-1, 3), dtype=torch.float32)
    matrices = smplx.lbs.batch_rodrigues(flat).view(len(turns), joints, 3, 3)
    if joints == 24:
        return {"global_orient": matrices[:, :1], "body_pose": matrices[:, 1:]}
    found = {"global_orient": matrices[:, :1], "body_pose": matrices[:, 1:22]}
    first = 22
    if joints == 55:
        found |= {"jaw_pose": matrices[:, 22:23], "leye_pose": matrices[:, 23:24], "reye_pose": matrices[:, 24:25]}
        first = 25
    return {**found, "left_hand_pose": matrices[:, first : first + 15], "right_hand_pose": matrices[:, first + 15 :]}


@pytest.mark.parametrize("joints", [24, 52, 55])
def test_a_body_is_smplxs_own(tmp_path, joints):
    smplx = smplx_or_skip()
    path = write_real_model(tmp_path / "MODEL.npz", joints)
    given = amass_arrays(joints, frames=3)
    turns = given["poses"].reshape(3, joints, 3)
    ours = bodies.open_body(path, BETAS)
    vertices, found = ours.posed(turns, given["trans"])
    layer = layer_of(smplx, path, joints, tmp_path)
    with torch.no_grad():
        theirs = layer(
            betas=torch.tensor([BETAS] * 3), transl=torch.as_tensor(given["trans"], dtype=torch.float32),
            **parts_of(turns, joints),
        )  # fmt: skip
    assert vertices == pytest.approx(theirs.vertices.numpy(), abs=2e-5)
    assert found == pytest.approx(theirs.joints[:, :joints].numpy(), abs=2e-5)


@pytest.mark.parametrize("joints", [24, 52, 55])
def test_the_reader_that_needs_no_smplx_has_the_same_rest_pose_and_pelvis(tmp_path, joints, monkeypatch):
    smplx_or_skip()
    kind = {24: "SMPL", 52: "SMPLH", 55: "SMPLX"}[joints]
    path = write_real_model(tmp_path / f"{kind}_FEMALE.npz", joints)
    betas = [*BETAS, 0.5, 0.5] if joints == 55 else BETAS  # beyond the shape of a small SMPL-X file: left out by both
    vertices, rest = bodies.open_body(path, betas).rest()
    plain = smpl_body.read_model(path, np.array(betas))
    assert plain.vertices == pytest.approx(vertices, abs=1e-5) and plain.joints == pytest.approx(rest, abs=1e-5)
    # An AMASS file, read by way of the folder of models, puts the pelvis where smplx puts it.
    given = amass_arrays(joints, frames=4) | {"betas": np.array(betas)}
    clip = tmp_path / "clip.npz"
    np.savez(clip, **given)
    monkeypatch.setenv(body_files.VARIABLE, str(tmp_path))
    model, note = body_files.body_of(given, joints)
    assert model is not None and path.name in note
    motion = amass.read_amass(clip, model, up="z")
    _, there = bodies.open_body(path, betas).posed(given["poses"].reshape(4, joints, 3), given["trans"])
    z_up = np.stack([motion.root_pos[:, 0], -motion.root_pos[:, 2], motion.root_pos[:, 1]], axis=-1)
    assert z_up == pytest.approx(there[:, 0], abs=1e-5)
    again = amass.to_arrays(motion, model=model, betas=betas, gender="female")
    assert again["trans"] == pytest.approx(given["trans"], abs=1e-5)
    assert again["betas"] == pytest.approx(betas) and str(again["gender"]) == "female"


def test_corrections_by_joint_add_up_to_smplxs(tmp_path):
    """Sum of what each number of each rotation adds, skinned by nothing: at rest but for one bent joint."""
    smplx_or_skip()
    body = bodies.open_body(write_real_model(tmp_path / "MODEL.npz", 24), BETAS)
    turns = np.zeros((1, 24, 3))
    turns[0, 22] = [0.3, -0.8, 0.4]  # a last joint: what hangs on it alone turns, the rest moves by corrections alone
    vertices, _ = body.posed(turns, np.zeros((1, 3)))
    still, _ = body.rest()
    angle = np.linalg.norm(turns[0, 22])
    x, y, z = turns[0, 22] / angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    off = np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    moved = np.tensordot(off.reshape(9), body.by_joint()[21], 1)
    untouched = body.file.weights[:, 22] == 0
    assert (vertices[0] - still)[untouched] == pytest.approx(moved[untouched], abs=1e-5)
    assert np.abs(moved).max() > 1e-3


def test_the_command_writes_what_the_add_on_reads(tmp_path, capsys):
    smplx_or_skip()
    path = write_model(tmp_path / "BODY.npz", 52)
    out = tmp_path / "rest.npz"
    assert command.main(["rest", "--model", str(path), "--betas", "1", "--out", str(out)]) == 0
    with np.load(out) as arrays:
        assert arrays["corrections"].shape == (51, 9, 208, 3) and len(arrays["names"]) == 52
        taller = arrays["vertices"][:, 1].max()
    assert taller == pytest.approx(1.1 * smpl_body.read_model(path).vertices[:, 1].max(), rel=1e-5)
    clip = tmp_path / "clip.npz"
    np.savez(clip, **amass_arrays(52))
    assert command.main(["pose", "--model", str(path), "--motion", str(clip), "--out", str(out)]) == 0
    with np.load(out) as arrays:
        assert arrays["vertices"].shape == (20, 208, 3) and arrays["fps"] == 60
    capsys.readouterr()
    for words, given in {
        "pickled": ["rest", "--model", str(tmp_path / "a.pkl")], "52": ["pose", "--model", str(path), "--motion", ""],
        "no shape": ["rest", "--model", str(path), "--betas", "tall"],
    }.items():  # fmt: skip
        if words == "52":
            np.savez(clip, **amass_arrays(24))
            given[-1] = str(clip)
        assert command.main([*given, "--out", str(out)]) == 1
        said = json.loads(capsys.readouterr().out)
        assert not said["ok"] and words in said["error"]


def test_without_smplx_one_sentence_says_what_to_do(tmp_path, monkeypatch):
    real = builtins.__import__

    def none(name: str, *rest: Any, **named: Any) -> Any:
        if name.split(".")[0] == "smplx":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", none)
    with pytest.raises(EngineError, match="Install SMPL Support"):
        bodies.open_body(write_model(tmp_path / "BODY.npz", 52))
