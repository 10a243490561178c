"""The engine on a stand-in model: lengths, rates, seeds, spans, clean-up, cancelling, errors."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from engine import api, model_registry
from engine.api import Engine, LoadedModel
from engine.motion import cleanup
from engine.protocol.errors import EngineError
from engine.protocol.prompt import Prompt
from engine.protocol.request import REQUEST_TYPES
from engine.worker.eta import Eta
from retarget import quat
from retarget.motion import Motion, canonical_skeleton
from tests.engine.fake import AUTOMATIC, FakeModel, loaders
from tests.engine.requests import text_request, timeline_request

WALK = "a person walks forward"


@pytest.fixture
def model() -> FakeModel:
    return FakeModel()


@pytest.fixture
def engine(model) -> Engine:
    return Engine(device="cpu", loaders={"text": lambda folder, device: LoadedModel(model, "ab" * 32)})


@pytest.mark.parametrize(("frames", "fps"), [(1, 30), (2, 30), (17, 24), (60, 60), (241, 120), (100, 23.976), (25, 12)])
def test_length_and_rate_are_the_requests(engine, frames, fps):
    motion = engine.generate(text_request(WALK, frames=frames, fps=fps))[0].motion
    assert len(motion) == frames and motion.fps == fps
    assert np.allclose(np.linalg.norm(motion.rot, axis=-1), 1, atol=1e-5)


def test_automatic_length_is_the_models_own(engine):
    assert len(engine.generate(text_request(WALK))[0].motion) == AUTOMATIC
    assert len(engine.generate(text_request(WALK, fps=60))[0].motion) == 2 * AUTOMATIC
    spanned = timeline_request(Prompt(WALK, 0, 45))
    assert len(engine.generate(spanned)[0].motion) == 45


def test_resampling_keeps_the_seconds(engine):
    slow, fast = (engine.generate(text_request(WALK, frames=2 * f, fps=f))[0].motion for f in (30, 60))
    assert np.abs(fast.rot[::2] - slow.rot).max() < 1e-5


def test_a_seed_gives_the_same_take_whatever_else_is_asked_for(engine):
    alone = engine.generate(text_request(WALK, frames=40, seeds=(7,)))[0]
    beside = engine.generate(text_request(WALK, frames=40, seeds=(1, 2, 7, 7)))
    assert np.array_equal(alone.motion.rot, beside[2].motion.rot) and np.array_equal(
        alone.motion.rot, beside[3].motion.rot
    )
    assert not np.array_equal(alone.motion.rot, beside[0].motion.rot)


def test_many_long_takes_are_sampled_in_parts(engine, model):
    seen = []
    request = text_request(WALK, frames=1800, seeds=tuple(range(5)))
    takes = engine.generate(request, on_progress=lambda fraction, text: seen.append(fraction))
    assert len(takes) == 5 and [call["seeds"] for call in model.calls] == [[0, 1], [2, 3], [4]]
    assert seen == sorted(seen) and seen[0] == 0 and seen[-1] == 1


def test_clean_up_can_be_turned_off(engine, monkeypatch):
    asked = []
    monkeypatch.setattr(cleanup, "clean", lambda motion, lock: asked.append(lock) or motion)
    engine.generate(text_request(WALK, frames=30, clean_up=False))
    assert asked == []
    engine.generate(text_request(WALK, frames=30, foot_lock="ground"))
    assert asked == ["ground"]


def stumble() -> Motion:
    """A walk whose feet slide and sink, with one frame that jumps."""
    time_s = np.arange(90) / 30
    rot = np.tile(quat.IDENTITY, (90, 22, 1))
    rot[:, 4] = quat.from_axis_angle(np.array([1.0, 0, 0]), 0.3 + 0.2 * np.sin(2 * time_s))
    rot[45, 16] = quat.from_axis_angle(np.array([0, 0, 1.0]), np.float64(1.2))
    root = np.stack([0.1 * time_s, 0.93 + 0 * time_s, 0 * time_s], axis=1)
    return Motion(canonical_skeleton(), 30, root, rot, np.ones((90, 4), bool))


def test_clean_up_stills_feet_floor_and_jolts():
    before, after = stumble(), cleanup.clean(stumble())
    raw, measured = cleanup.measure(before), cleanup.measure(after)
    assert raw["floor"] > 0.04 and measured["floor"] < 0.005
    assert measured["skate"] < 0.3 * raw["skate"]
    assert cleanup.jerk(before).max() > 10 * cleanup.JERK_LIMIT and cleanup.jerk(after).max() < 1.5 * cleanup.JERK_LIMIT


def test_calming_leaves_quiet_frames_alone():
    before, after = stumble(), cleanup.calm(stumble())
    assert np.array_equal(before.rot[:30], after.rot[:30]) and np.array_equal(before.rot[60:], after.rot[60:])
    assert cleanup.calm(after) is after or cleanup.jerk(after).max() > cleanup.JERK_LIMIT


@pytest.mark.parametrize("lock", ["none", "keep", "always", "ground"])
def test_every_foot_lock_works_on_any_length(engine, lock):
    for frames in (1, 2, 4, 31):
        assert len(engine.generate(text_request(WALK, frames=frames, foot_lock=lock))[0].motion) == frames


def test_stopping_takes_effect_at_the_next_step(engine):
    steps = []
    with pytest.raises(EngineError) as caught:
        engine.generate(
            text_request(WALK, frames=30, steps=50),
            on_progress=lambda fraction, text: steps.append(text),
            should_stop=lambda: "Step 3 of 50" in steps,
        )
    assert caught.value.code == "cancelled" and steps[-1] == "Step 3 of 50"


def test_every_kind_of_request_has_an_answer_and_a_model():
    assert set(model_registry.ANSWERS) == set(REQUEST_TYPES)
    assert {kind.model for kind in REQUEST_TYPES} <= set(model_registry.LOADERS)


@pytest.mark.parametrize(
    ("error", "code"),
    [(MemoryError(), "oom"), (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"), "oom"),
     (RuntimeError("CUDA out of memory."), "oom"), (ValueError("no\nsuch"), "internal"),
     (ModuleNotFoundError("No module named 'torch'"), "internal")],
)  # fmt: skip
def test_unforeseen_errors_become_one_sentence(error, code):
    explained = api.explain(error)
    assert explained.code == code and "\n" not in explained.message and type(error).__name__ in explained.trace


def test_devices():
    import torch

    assert api.choose_device("cpu") == "cpu"
    assert api.choose_device(None) == ("cuda" if torch.cuda.is_available() else "cpu")
    for wrong in ("gpu", "cuda:x", "cpu:1", "tpu"):
        with pytest.raises(EngineError, match="is unknown"):
            api.choose_device(wrong)
    with pytest.raises(EngineError, match="CUDA device"):
        api.choose_device("cuda:99")


def test_info_and_loading(engine, model):
    info = engine.info()
    assert info["device"] == "cpu" and info["device_name"] == "CPU" and info["engine_version"]
    assert engine.load("text") is engine.load("text")
    with pytest.raises(EngineError, match="unknown"):
        engine.load("poetry")
    assert Engine(device="cpu", loaders=loaders()).load("text").digest == "0" * 64


def test_importing_the_api_does_not_import_torch():
    import subprocess

    code = "import sys, engine.api, engine.worker, engine.__main__; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_time_left_goes_by_the_speed_since_the_first_step(monkeypatch):
    clock = iter([100.0, 101.0, 103.0])
    monkeypatch.setattr("engine.worker.eta.time.monotonic", lambda: next(clock))
    eta = Eta()
    assert eta.seconds_left(0.0) is None and eta.seconds_left(0.1) is None
    assert eta.seconds_left(0.2) == pytest.approx(8) and eta.seconds_left(0.4) == pytest.approx(6)
