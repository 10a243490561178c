"""Every reader of files and messages meets damage: a result, or its own error with one sentence, and little memory.

Five hundred damaged inputs a reader, ten thousand with --slow. A failure names the reader and the seed of its input.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import pickle
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from engine import audio
from engine.batch import manifest
from engine.protocol import wire
from engine.protocol.errors import EngineError
from engine.protocol.messages import request_from_json, request_to_json, takes_from_message
from engine.protocol.prompt import Prompt
from engine.protocol.request import AroundRequest, AudioRequest, InbetweenRequest, PoseRequest, TextRequest
from engine.protocol.sampling import Sampling
from engine.protocol.sound import AudioClip, Piece, audio_from_json, file_mix
from engine.runtime import weights
from engine.take_files import load_motion
from engine.worker import serve
from retarget import quat
from retarget.formats import amass, bvh, npz, soma
from retarget.formats.checks import check_motion
from retarget.formats.motion_arrays import ArraysError, read_arrays
from retarget.formats.smpl_body import ModelError, average_skeleton, read_model
from retarget.mapping import presets
from retarget.mask import Mask
from retarget.motion import CANONICAL_NAMES, Motion, canonical_skeleton
from tests.mutation import bounded_memory, mutated, mutated_arrays, mutated_json, mutated_npz
from tests.mutation import npz as to_npz

MEMORY = 1 << 30
Rng = np.random.Generator


@dataclass(frozen=True)
class Reader:
    """make: a damaged input from random numbers. read: takes it. errors: those with a sentence."""

    make: Callable[[Rng], Any]
    read: Callable[[Any, Path], Any]
    errors: tuple[type[Exception], ...]


def _motion(frames: int = 12) -> Motion:
    clock = np.linspace(0, 2, frames)
    turns = np.sin(clock[:, None, None] + np.arange(66).reshape(1, 22, 3)) * 0.3
    root = np.stack([clock, np.full(frames, 0.9), clock], axis=1)
    return Motion(canonical_skeleton(), 30.0, root, quat.continuous(quat.from_rotvec(turns)))


MOTION = _motion()
PLACES = MOTION.globals()[0].astype(np.float64)


def _generated() -> list[dict[str, Any]]:
    body = soma.skeleton(77)
    turns = np.tile(np.eye(3), (4, 77, 1, 1))
    rest = np.tile(body.rest_globals()[0], (4, 1, 1))
    flat = quat.to_rotvec(MOTION.rot.astype(np.float64)).reshape(12, 66)
    return [
        {
            "posed_joints": rest,
            "local_rot_mats": turns,
            "root_positions": rest[:, 0],
            "foot_contacts": turns[:, :4, 0, 0],
        },
        {"body_pose": flat[:, 3:], "global_orient": flat[:, :3], "transl": MOTION.root_pos, "fps": np.array(30)},
        {"smpl_poses": np.pad(flat, ((0, 0), (0, 6))), "smpl_trans": MOTION.root_pos, "full_pose": PLACES},
        {"motion": np.moveaxis(PLACES, 0, -1)[None], "lengths": np.array([9])},
        {"joints": PLACES},
        {"arr_0": np.random.default_rng(0).normal(size=(6, 263))},
        amass.to_arrays(MOTION),
        MOTION.to_arrays() | {"meta": np.array('{"request": {}}')},
    ]


GENERATED = _generated()
NPZ = [to_npz(arrays) for arrays in GENERATED]


def _saved(arrays: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    np.save(file, np.array(arrays, dtype=object), allow_pickle=True)
    return file.getvalue()


PICKLES = [pickle.dumps(GENERATED[2]), _saved(GENERATED[3]), pickle.dumps({"smpl_params_global": GENERATED[1]}, 2)]


def _bvh() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.bvh"
        bvh.write_bvh(MOTION, path)
        return path.read_bytes()


BVH = _bvh()


def _pick(choices: list[Any], rng: Rng) -> Any:
    return choices[int(rng.integers(len(choices)))]


def _any_npz(rng: Rng) -> bytes:
    which = int(rng.integers(len(NPZ)))
    kind = int(rng.integers(3))
    if kind == 0:
        return mutated(NPZ[which], rng)
    return mutated_npz(NPZ[which], rng) if kind == 1 else to_npz(mutated_arrays(GENERATED[which], rng))


def _in_file(name: str, read: Callable[[Path], Any]) -> Callable[[bytes, Path], Any]:
    def inner(data: bytes, folder: Path) -> Any:
        path = folder / name
        path.unlink(missing_ok=True)  # to write over a file takes the disk far longer
        path.write_bytes(data)
        return read(path)

    return inner


def _sound_motion(motion: Motion) -> None:
    check_motion(motion)
    assert len(motion) * len(motion.skeleton) < 1_000_000


def _model(rng: Rng) -> bytes:
    arrays = {
        "v_template": np.zeros((30, 3)), "J_regressor": np.full((24, 30), 1 / 30), "weights": np.full((30, 24), 1 / 24),
        "f": np.zeros((9, 3), int), "kintree_table": np.array([[-1, *range(23)], range(24)]),
        "shapedirs": np.zeros((30, 3, 10)),
    }  # fmt: skip
    return mutated(to_npz(arrays), rng) if rng.integers(2) else to_npz(mutated_arrays(arrays, rng))


def _weights() -> bytes:
    import torch

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.safetensors"
        weights.save_weights(path, {"w": torch.zeros(4, 3), "n": torch.arange(3)}, {"width": 4})
        return path.read_bytes()


WEIGHTS = _weights()
REGISTRY = {name: {"file": "a.safetensors", "sha256": "0" * 64, "size": len(WEIGHTS)} for name in ("a", "b")}


def _read_weights(path: Path) -> None:
    with contextlib.suppress(EngineError):  # what it says is the same as of the whole
        weights.read_config(path)
    weights.load_weights(path)


def _read_registry(path: Path) -> None:
    folder = path.parent
    if not (folder / "a.safetensors").exists():
        (folder / "a.safetensors").write_bytes(WEIGHTS)
    weights.read_registry(folder)
    weights.files_of(["a", "b", "c"], folder)
    weights.load_weights(folder / "a.safetensors")


def _requests() -> list[Any]:
    mask = Mask.of_frames(np.arange(12) % 4 != 0, 22)
    sampling = Sampling(seeds=(1, 2), fps=30.0)
    pieces = audio_from_json({"pieces": [Piece("a.wav", "a", 0.5, 1.0, 2.0, 0.5, (1.0, 0.5), 2.0).to_json()]}, {})
    clip = AudioClip(np.zeros(4000, np.float32), 16000)
    return [
        TextRequest((Prompt("a person walks", 0, 30), Prompt("sits", 40, None)), 90, sampling, candidates=2),
        AudioRequest(clip, 30, sampling, style_weights={"salsa": 1.0}),
        AudioRequest(pieces, 30, sampling, prompts=(Prompt("turns", 3, 9),)),
        InbetweenRequest(MOTION, mask, sampling, (Prompt("waves", 0, None),)),
        AroundRequest(MOTION, mask, sampling, base_seeds=(3, 4)),
        PoseRequest(MOTION.cut(0, 1), ("left_arm", "head"), sampling),
    ]


MESSAGES = [request_to_json(request) for request in _requests()]
FRAMES = [wire.pack(wire.Message("generate", {"job": 1, "request": data}, arrays)) for data, arrays in MESSAGES] + [
    wire.pack(wire.Message("cancel", {"job": 1})),
    wire.pack(wire.Message("listen", {"job": 2, "audio": {"pieces": []}})),
]


def _frame(rng: Rng) -> bytes:
    if rng.integers(2):
        return mutated(_pick(FRAMES, rng), rng)
    data, arrays = _pick(MESSAGES, rng)
    data = mutated_json(data, rng) if rng.integers(2) else data
    arrays = mutated_arrays(arrays, rng) if rng.integers(2) else arrays
    arrays = {name: array for name, array in arrays.items() if np.asarray(array).dtype.kind in "biufU"}
    try:
        return wire.pack(wire.Message("generate", {"job": 1, "request": data}, arrays))
    except ValueError:  # NaN is no JSON of ours
        return mutated(FRAMES[0], rng)


def _read_frame(data: bytes, _: Path) -> None:
    message = wire.read(io.BytesIO(data))
    if message is not None:
        request = request_from_json(message.data.get("request"), message.arrays, serve._unpack)
        if (source := getattr(request, "source", None)) is not None:
            check_motion(source)


def _read_takes(arrays: dict[str, Any], _: Path) -> None:
    meta = {"seed": 1, "weights_digest": "", "engine_version": "", "timings": {}, "quality": {}, "request": {}}
    takes_from_message(
        [meta], {f"0/{name}": array for name, array in arrays.items()}, Motion.from_arrays, _requests()[0]
    )


def _sounds() -> list[bytes]:
    out = []
    for kind, subtype in (
        ("WAV", "PCM_16"), ("WAV", "FLOAT"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III"),
        ("AIFF", "PCM_24"), ("CAF", "PCM_16"), ("WAV", "IMA_ADPCM"),
    ):  # fmt: skip
        file = io.BytesIO()
        soundfile.write(file, np.sin(np.arange(6000) / 9) * 0.3, 22050, format=kind, subtype=subtype)
        out.append(file.getvalue())
    return out


SOUNDS = _sounds()


def _read_sound(path: Path) -> None:
    source = audio.open_source(file_mix(str(path)))
    heard = 0
    for block in source.blocks():
        assert np.isfinite(block).all()
        heard += len(block)
        if heard > 60 * audio.RATE:
            break


MANIFESTS = [
    b'{"text": "a person walks", "seconds": 4, "takes": 3, "seed": 7, "out": "walk.npz"}\n'
    b'{"text": "turns", "steps": 4, "guidance": 2.5, "out": "b.bvh"}\n',
    b"text,seconds,seed,out\na person walks,4,7,walk.npz\n\"sits, then stands\",2,1,b.bvh\n",
    b'[{"text": "walks", "out": "a.npz"}, {"text": "runs", "out": "b.npz"}]',
]  # fmt: skip


def _read_manifest(data: bytes, folder: Path) -> Any:
    name = "a.jsonl" if data[:1] in (b"{", b"[") else "a.csv"
    return _in_file(name, manifest.read)(data, folder)


PRESET = json.loads(presets.to_text("mixamo", {}))
PRESET["map"] = {role: {"bone": role.upper(), "confidence": 1.0} for role in CANONICAL_NAMES}


def _text_or_json(value: Any, rng: Rng) -> bytes:
    raw = json.dumps(value).encode()
    if rng.integers(2):
        return mutated(raw, rng)
    return json.dumps(mutated_json(value, rng)).encode()


def _read_record(data: bytes, _: Path) -> None:
    """As a take's record on an Action is read: its JSON, then its request."""
    try:
        record = json.loads(data)
    except (ValueError, RecursionError):
        return
    request_from_json(record)


READERS = {
    "bvh": Reader(lambda rng: mutated(BVH, rng), _in_file("a.bvh", load_motion), (EngineError,)),
    "npz": Reader(_any_npz, _in_file("a.npz", lambda path: _sound_motion(read_arrays(path).motion)), (ArraysError,)),
    "pickle": Reader(
        lambda rng: mutated(_pick(PICKLES, rng), rng),
        _in_file("a.npy", lambda path: _sound_motion(read_arrays(path).motion)),
        (ArraysError,),
    ),
    "kept": Reader(_any_npz, _in_file("a.npz", lambda p: [*npz.NpzArrays(p, "a motion").values()]), (npz.NpzError,)),
    "smpl model": Reader(_model, _in_file("a.npz", lambda p: read_model(p, np.ones(4))), (ModelError,)),
    "safetensors": Reader(lambda rng: mutated(WEIGHTS, rng), _in_file("a.safetensors", _read_weights), (EngineError,)),
    "registry": Reader(
        lambda rng: _text_or_json(REGISTRY, rng), _in_file("registry.json", _read_registry), (EngineError,)
    ),
    "frames": Reader(_frame, _read_frame, (EngineError,)),
    "takes": Reader(lambda rng: mutated_arrays(MOTION.to_arrays(), rng), _read_takes, (ValueError,)),
    "sound": Reader(lambda rng: mutated(_pick(SOUNDS, rng), rng), _in_file("a.wav", _read_sound), (EngineError,)),
    "manifest": Reader(lambda rng: mutated(_pick(MANIFESTS, rng), rng), _read_manifest, (EngineError,)),
    "preset": Reader(
        lambda rng: _text_or_json(PRESET, rng),
        lambda data, _: presets.parse(data.decode(errors="replace")),
        (ValueError,),
    ),
    "record": Reader(lambda rng: _text_or_json(_pick(MESSAGES, rng)[0], rng), _read_record, (EngineError,)),
}  # fmt: skip


def _sentence(error: Exception) -> bool:
    """Whether an error is one line of text that doesn't blame the memory, which a small file can't fill."""
    said = str(error)
    return bool(said.strip()) and "\n" not in said and "more memory" not in said


def _attempt(reader: Reader, name: str, seed: int, folder: Path) -> None:
    """One damaged input; raises AssertionError for anything but a result or the reader's own error."""
    rng = np.random.default_rng([seed, *name.encode()])
    given = reader.make(rng)
    try:
        reader.read(given, folder)
    except reader.errors as error:
        assert not isinstance(error, UnicodeError) and _sentence(error), f"{name} {seed}: {error!r}"
    except Exception as error:
        raise AssertionError(f"{name} {seed}: {type(error).__name__}: {error!s:.200}") from error


@pytest.fixture
def quiet():
    """mpg123 writes what it finds to stderr."""
    kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    yield
    os.dup2(kept, 2)
    os.close(kept)
    os.close(nothing)


def _run(name: str, folder: Path, count: int) -> None:
    with bounded_memory(MEMORY), np.errstate(all="ignore"):
        for seed in range(count):
            _attempt(READERS[name], name, seed, folder)


@pytest.mark.usefixtures("quiet")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", READERS)
def test_damage_ends_in_a_result_or_a_sentence(name, tmp_path):
    _run(name, tmp_path, 500)


@pytest.mark.slow
@pytest.mark.usefixtures("quiet")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", READERS)
def test_much_damage_ends_in_a_result_or_a_sentence(name, tmp_path):
    _run(name, tmp_path, 10_000)


def test_what_is_whole_is_read(tmp_path):
    """The inputs that are damaged above are good ones, or the test would show nothing."""
    for data in NPZ:
        _in_file("a.npz", lambda path: _sound_motion(read_arrays(path).motion))(data, tmp_path)
    for data in PICKLES:
        _in_file("a.npy", lambda path: _sound_motion(read_arrays(path).motion))(data, tmp_path)
    for data in SOUNDS:
        _in_file("a.wav", _read_sound)(data, tmp_path)
    for data in FRAMES[: len(MESSAGES)]:
        _read_frame(data, tmp_path)
    for data in MANIFESTS:
        assert len(_read_manifest(data, tmp_path)) == 2
    weights.load_weights(_in_file("a.safetensors", lambda path: path)(WEIGHTS, tmp_path))
    assert len(presets.parse(json.dumps(PRESET))) == 22
    load_motion(_in_file("a.bvh", lambda path: path)(BVH, tmp_path))
    assert replace(MOTION, fps=24.0) and average_skeleton(22)
