"""Captured motions in a library: packed and read again as they were, mirror images without bytes of their own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from engine.text import captured
from engine.text.codes import of_library
from engine.text.retrieval import Library
from retarget import quat
from retarget.motion import Motion, mirror
from tests.engine.text.test_proposals import model as model
from tests.engine.train.puppet import stand, walk, wave


def moved(motion: Motion) -> Motion:
    """Somewhere else, turned to the left by 70 degrees."""
    turn = quat.from_axis_angle(np.array([0, 1, 0]), np.radians(70)).astype(np.float32)
    rot = motion.rot.copy()
    rot[:, 0] = quat.multiply(turn, rot[:, 0])
    root = quat.rotate(turn, motion.root_pos) + np.array([3, 0, -7], np.float32)
    return replace(motion, root_pos=root.astype(np.float32), rot=quat.continuous(rot))


def test_what_is_read_again_is_what_was_captured() -> None:
    motions = [walk(), wave(), stand()]
    data, ends = captured.packed([moved(motion) for motion in motions])
    for number, motion in enumerate(motions):
        found = captured.unpacked(data, ends, number)
        own, read = captured._placed(motion).globals()[0], found.globals()[0]
        assert np.abs(own - read).max() < 1e-3
        assert np.array_equal(found.contacts, motion.contacts) and found.fps == motion.fps
        assert np.abs(found.root_pos[0, [0, 2]]).max() < 1e-6


def test_a_mirror_image_takes_no_bytes() -> None:
    plain, other = captured._placed(walk()), wave()
    data, ends = captured.packed([plain, mirror(plain), other, plain])
    assert ends[0] == ends[1] and ends[1] < ends[2] < ends[3] == len(data)
    image, own = captured.unpacked(data, ends, 1), captured.unpacked(data, ends, 0)
    assert np.allclose(image.rot, mirror(own).rot)
    assert np.abs(captured.unpacked(data, ends, 2).globals()[0] - captured._placed(other).globals()[0]).max() < 1e-3


def test_a_library_gives_captured_motions_and_an_old_one_its_tokens(model) -> None:
    old = model.library
    assert old.captured(1) is None and len(of_library(model, 1)) == 4 * int(old.lengths[1])
    data, ends = captured.packed([walk(), wave(), stand()])
    new = Library.from_tensors(replace(old, packed=data, ends=ends).tensors())
    found = of_library(type(model)(**{**vars(model), "library": new}), 1)
    assert np.abs(found.globals()[0] - captured._placed(wave()).globals()[0]).max() < 1e-3
    assert torch.equal(new.tokens(1), old.tokens(1))
