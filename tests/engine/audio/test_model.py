"""Sound features to motions: seeds, styles over time, guidance, energy, pinned frames, long takes without seams."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pytest
import torch

from engine.audio import PRESETS
from engine.audio import model as audiomodel
from engine.audio.model import AudioModel
from engine.models import lda
from engine.motion import features
from engine.motion.pinned import Pinned
from engine.protocol.errors import EngineError
from engine.runtime import weights

STYLES = ("ballet", "walk", "gesture")
CONFIG = lda.Config(
    pose_dim=lda.POSE_DIM, audio=("onset", "rms", "beat_cos"), styles=STYLES, width=32, layers=2, heads=4, kernels=5,
    feed=48, step_dim=16, step_hidden=24, window=30, predicts="clean", audio_dropout=0.1, energy_dropout=0.5,
)  # fmt: skip
STAND = np.concatenate([[0, 0, 0, 0.95], np.tile([1, 0, 0, 0, 1, 0], 22), np.ones(4)]).astype(np.float32)


def network(config: lda.Config = CONFIG) -> lda.LDA:
    """Random small deviations from standing."""
    torch.manual_seed(0)
    made = lda.LDA(config)
    torch.nn.init.normal_(made.leave.weight, std=1.0)
    made.pose_mean.copy_(torch.from_numpy(STAND))
    made.pose_scale.fill_(0.1)
    return made


def model(config: lda.Config = CONFIG) -> AudioModel:
    return AudioModel.assemble(network(config))


@pytest.fixture(autouse=True)
def small_overlap(monkeypatch):
    monkeypatch.setattr(audiomodel, "OVERLAP", 10)


def sound(frames: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((frames, len(PRESETS["motif"]))).astype(np.float32)


def same(a, b) -> bool:
    return np.array_equal(a.rot, b.rot) and np.array_equal(a.root_pos, b.root_pos)


def test_one_motion_a_seed_of_the_sounds_length_the_same_whatever_else_is_asked_for():
    made = model().sample(sound(70), {"walk": 1.0}, [3, 8], steps=4)
    assert [len(m) for m in made] == [70, 70] and made[0].fps == 30 and made[0].contacts.shape == (70, 4)
    alone = model().sample(sound(70), {"walk": 1.0}, [8], steps=4)
    assert same(made[1], alone[0]) and not same(made[0], made[1])


@pytest.mark.parametrize("frames", [1, 2, 11, 29, 30, 31, 45, 200])
@pytest.mark.parametrize("sampler", ["ddpm", "ddim", "dpm-solver"])
def test_any_length_by_any_sampler(frames, sampler):
    made = model().sample(sound(frames), {}, [1], steps=3, sampler=sampler)[0]
    assert len(made) == frames and np.isfinite(made.rot).all() and np.isfinite(made.root_pos).all()


def test_styles_by_name_or_as_weights_over_time():
    net, heard = model(), sound(60)
    steady = np.zeros((60, 3), np.float32)
    steady[:, 1] = 1.0
    assert same(net.sample(heard, {"walk": 1.0}, [1], steps=4)[0], net.sample(heard, steady, [1], steps=4)[0])
    change = steady.copy()
    change[40:] = [1, 0, 0]
    mixed, walk = (net.sample(heard, w, [1], steps=4, audio_guidance=0)[0] for w in (change, steady))
    moved = np.abs(mixed.rot - walk.rot).max(axis=(1, 2))
    assert moved[50:].mean() > 5 * moved[:20].mean(), "before the change the style is the same"
    with pytest.raises(EngineError, match="“tango” is unknown: choose from ballet, walk, gesture"):
        net.sample(heard, {"tango": 1.0}, [1])


def test_guidances_and_energy_each_change_the_take_and_neutral_values_do_not():
    net, heard = model(), sound(40)
    plain = net.sample(heard, {"walk": 1.0}, [1], steps=4, audio_guidance=0)[0]
    assert same(plain, net.sample(heard, {"walk": 1.0}, [1], steps=4, audio_guidance=0, guidance=1.0, energy=1.0)[0])
    for change in ({"guidance": 2.0}, {"audio_guidance": 1.0}, {"energy": 1.8}, {"temperature": 0.6}):
        assert not same(plain, net.sample(heard, {"walk": 1.0}, [1], steps=4, **{"audio_guidance": 0, **change})[0])


def test_audio_guidance_adds_the_difference_that_the_audio_makes_whatever_the_styles_weigh():
    """The experts' weights, written out: for half a style, half of the difference is taken within it, half without."""
    net = model()
    weights = torch.zeros(5, 3)
    weights[:, 1] = 0.5
    found = {
        (e.style, e.has_audio): float(e.weight[0]) for e in net._experts(weights, guidance=2.0, audio_guidance=1.0)
    }
    assert found == {(1, True): 2.0 * 0.5 + 0.5, (1, False): -0.5, (None, False): -0.5}
    assert [e.has_audio for e in net._experts(weights, 1.0, 0.0)] == [True]


def test_pinned_frames_and_channels_are_exact():
    net, heard = model(), sound(75)
    known = features.encode(net.sample(heard, {"ballet": 1.0}, [9], steps=4)[0])
    keep = np.zeros(75, bool)
    keep[[0, 1, 40, 74]] = True
    made = net.sample(heard, {"walk": 1.0}, [1], steps=6, pinned=Pinned(known, keep))[0]
    wanted = features.decode(known)
    np.testing.assert_array_equal(made.rot[0], wanted.rot[0])
    np.testing.assert_allclose(np.abs((made.rot * wanted.rot).sum(-1))[keep][:, 1:], 1, atol=1e-6)
    assert np.abs((made.rot * wanted.rot).sum(-1))[~keep][:, 1:].min() < 0.9999
    arm = np.zeros((75, features.MOTION_DIM), bool)
    arm[:, 4 + 16 * 6 : 4 + 17 * 6] = True
    made = net.sample(heard, {"walk": 1.0}, [1], steps=6, pinned=Pinned(known, arm))[0]
    np.testing.assert_allclose(np.abs((made.rot * wanted.rot).sum(-1))[:, 16], 1, atol=1e-6)
    with pytest.raises(ValueError, match="pinned frames"):
        net.sample(sound(20), {}, [1], pinned=Pinned(known, keep))


def test_windows_leave_no_seam():
    """Speeds where windows end are no larger than elsewhere."""
    made = model().sample(sound(230), {"walk": 1.0}, [2], steps=8)[0]
    pos, _ = made.globals()
    speed = np.linalg.norm(np.diff(pos - pos[:, :1], axis=0), axis=-1).max(1)
    starts = np.arange(20, 200, 20)
    edges = np.unique(np.concatenate([starts - 1, starts, starts + 9, starts + 10]))
    assert speed[edges].mean() < np.percentile(speed, 95)


def test_progress_is_counted_over_all_seeds_and_a_stop_is_heeded():
    seen: list[tuple[int, int]] = []
    model().sample(sound(20), {}, [1, 2], steps=5, on_step=lambda a, b: seen.append((a, b)))
    assert seen == [(i, 10) for i in range(1, 11)]

    def stop(done: int, total: int) -> None:
        raise EngineError("cancelled", f"{done}")

    with pytest.raises(EngineError, match="1"):
        model().sample(sound(20), {}, [1], steps=5, on_step=stop)


def test_features_that_are_no_numbers_or_of_another_set_do_not_get_through():
    broken = sound(20)
    broken[3:5] = np.nan
    assert np.isfinite(model().sample(broken, {}, [1], steps=2)[0].rot).all()
    with pytest.raises(ValueError, match="must be"):
        model().sample(np.zeros((20, 3), np.float32), {}, [1])


def test_saved_weights_make_the_same_motion(tmp_path):
    made = network(replace(CONFIG, layers=1)).half().float()
    weights.save_weights(tmp_path / "audio.safetensors", made.state_dict(), asdict(made.config))
    loaded = AudioModel.load(tmp_path)
    assert loaded.styles == STYLES
    whole = AudioModel.assemble(made).sample(sound(20), {"walk": 1.0}, [1], steps=3)[0]
    assert same(loaded.sample(sound(20), {"walk": 1.0}, [1], steps=3)[0], whole)
    with pytest.raises(EngineError, match=r"audio\.safetensors is not in"):
        AudioModel.load(tmp_path / "none")
