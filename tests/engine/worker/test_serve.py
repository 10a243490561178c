"""The worker by itself: frames in, frames out, and how it ends."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from engine.protocol import wire
from engine.protocol.messages import request_to_json
from engine.protocol.request import InbetweenRequest
from engine.protocol.sampling import Sampling
from engine.protocol.version import engine_version
from retarget.mask import Mask
from retarget.motion import Motion, canonical_skeleton
from tests.engine.requests import text_request

ROOT = Path(__file__).resolve().parents[3]


class Pipe:
    """A worker on its two pipes."""

    def __init__(self, *options: str, under: Sequence[str] = ()) -> None:
        command = [sys.executable, "-m", "engine", "serve", "--device", "cpu", "--models", "tests.engine.fake:loaders"]
        pipe = subprocess.PIPE
        whole = [*under, *command, *options]
        self.process = subprocess.Popen(whole, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe)

    def send(self, kind: str, **data) -> None:
        self.raw(wire.pack(wire.Message(kind, data)))

    def raw(self, frame: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(frame)
        self.process.stdin.flush()

    def until(self, *kinds: str) -> wire.Message:
        assert self.process.stdout
        while (message := wire.read(self.process.stdout)) is not None:
            if message.kind in kinds:
                return message
        raise AssertionError(f"the worker ended; its stderr: {self.errors()}")

    def errors(self) -> str:
        assert self.process.stderr
        return self.process.stderr.read().decode()

    def end(self) -> int:
        assert self.process.stdin
        self.process.stdin.close()
        return self.process.wait(5)


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    pipe = Pipe()
    with pipe.process:
        yield pipe
        pipe.process.kill()


def generate(pipe: Pipe, job: int, text: str, **options) -> None:
    pipe.send("generate", job=job, request=request_to_json(text_request(text, **options))[0])


def test_ready_tells_what_it_is_and_the_end_of_stdin_ends_it(pipe):
    pipe.send("hello", engine_version=engine_version())
    info = pipe.until("ready").data["info"]
    assert info["device"] == "cpu" and "text" in info["models"] and info["pid"] == pipe.process.pid
    assert info["load_seconds"] >= 0 and pipe.end() == 0 and pipe.errors() == ""


def test_another_version_is_noted(pipe):
    pipe.send("hello", engine_version="0.0.1-other")
    assert "0.0.1-other" in pipe.until("log").data["message"]


def test_shutdown_ends_it_in_the_middle_of_a_job(pipe):
    generate(pipe, 1, "a person walks slowly", frames=30)
    pipe.until("progress")
    pipe.send("shutdown")
    assert pipe.process.wait(2) == 0


def test_a_corrupt_frame_ends_it_with_a_word(pipe):
    pipe.raw(b"this is no frame at all")
    assert pipe.process.wait(5) == 1 and "corrupt" in pipe.errors()


@pytest.mark.parametrize("request_data", [None, {"prompts": []}, {"prompts": [{"text": ""}]}, {"steps": "many"}])
def test_a_malformed_request_is_refused_and_the_next_works(pipe, request_data):
    pipe.send("generate", job=1, request=request_data)
    failed = pipe.until("failed").data
    assert failed["job"] == 1 and failed["error"]["code"] == "bad_request"
    pipe.send("generate", request={})  # without a job there is nobody to answer
    assert "without a job" in pipe.until("log").data["message"]
    generate(pipe, 2, "a person walks", frames=30)
    assert pipe.until("result", "failed").data["job"] == 2


def test_cancel_takes_effect_within_the_job_and_before_it(pipe):
    generate(pipe, 1, "a person walks slowly", frames=30)
    generate(pipe, 2, "a person walks slowly", frames=30)
    generate(pipe, 3, "a person walks", frames=30)
    while pipe.until("progress").data["fraction"] == 0:
        pass
    pipe.send("cancel", job=2)
    pipe.send("cancel", job=1)
    ended = [pipe.until("failed", "result") for _ in range(3)]
    assert [(m.kind, m.data["job"]) for m in ended] == [("failed", 1), ("failed", 2), ("result", 3)]
    assert ended[0].data["error"]["code"] == ended[1].data["error"]["code"] == "cancelled"


def test_what_a_library_prints_lands_on_stderr(pipe):
    generate(pipe, 1, "a person prints", frames=30)
    assert pipe.until("result").arrays["0/rot"].shape == (30, 22, 4)
    assert pipe.end() == 0
    assert "a library talks" in pipe.errors() or os.name == "nt"


def test_a_long_prompt_is_noted(pipe):
    generate(pipe, 1, "a person walks on and " * 12, frames=30)
    assert "only about its first" in pipe.until("log").data["message"]
    assert pipe.until("result")


def test_models_can_be_loaded_by_message(pipe):
    pipe.until("ready")
    pipe.send("load", model="text")
    pipe.until("ready")
    pipe.send("load", model="poetry")
    failed = pipe.until("failed").data
    assert failed["job"] is None and "poetry" in failed["error"]["message"]


def test_a_device_that_is_not_there_fails_each_job_and_the_worker_stays():
    pipe = Pipe("--device", "cuda:77")
    with pipe.process:
        assert "CUDA" in pipe.until("failed").data["error"]["message"]
        generate(pipe, 1, "a person walks", frames=30)
        failed = pipe.until("failed").data
        assert failed["job"] == 1 and failed["error"]["code"] == "bad_request"
        assert pipe.end() == 0


def test_it_gives_signs_of_life_while_it_works_and_rests_afterwards(pipe):
    generate(pipe, 1, "a person walks slowly", frames=30)
    assert pipe.until("beat").data == {}
    pipe.send("cancel", job=1)
    assert pipe.until("failed").data["job"] == 1


def test_a_cancel_that_crosses_its_result_is_forgotten(pipe):
    generate(pipe, 1, "a person walks", frames=30)
    pipe.until("result")
    pipe.send("cancel", job=1)
    generate(pipe, 1, "a person walks", frames=30)  # numbers don't come twice; if one did, it would be made
    assert pipe.until("result", "failed").kind == "result"


@pytest.mark.skipif(os.name == "nt", reason="needs a shell with ulimit")
def test_it_needs_no_room_on_the_disk():
    """A full disk: no file may grow by a byte."""
    pipe = Pipe(under=["sh", "-c", 'ulimit -f 0; exec "$@"', "sh"])
    with pipe.process:
        generate(pipe, 1, "a person walks", frames=30)
        assert pipe.until("result", "failed").kind == "result"
        assert pipe.end() == 0


def _generate(pipe: Pipe, job: object, arrays: dict[str, np.ndarray], **changed: object) -> None:
    motion = Motion(canonical_skeleton(), 30.0, np.zeros((8, 3)), np.tile([1.0, 0, 0, 0], (8, 22, 1)))  # type: ignore[reportArgumentType]
    kept = Mask.of_frames(np.arange(8) % 7 == 0, 22)
    data, own = request_to_json(InbetweenRequest(motion, kept, Sampling(fps=30.0)))
    message = wire.Message("generate", {"job": job, "request": {**data, **changed}}, {**own, **arrays})
    pipe.raw(wire.pack(message))


def test_a_motion_with_numbers_that_are_none_is_refused_with_frame_and_joint(pipe):
    rot = np.tile(np.array([1, 0, 0, 0], np.float32), (8, 22, 1))
    for bad in (np.nan, np.inf):
        rot[5, 4, 2] = bad
        _generate(pipe, 1, {"source/rot": rot})
        assert "left_knee in frame 5" in pipe.until("failed", "result").data["error"]["message"]


@pytest.mark.parametrize("kind", ["<(2,99999999999)f8", "O", "<f8,<f8", "M8[s]", "<U99999999", "f16", ""])
def test_an_array_of_no_plain_type_ends_the_process(pipe, kind):
    frame = wire.pack(wire.Message("generate", {"job": 1}, {"a": np.zeros(3, np.float32)}))
    header = frame[20 : -3 * 4].replace(b'"<f4"', b'"%s"' % kind.encode())
    prefix = struct.pack("<IIQ", wire.VERSION, len(header), 12)
    pipe.raw(wire.MAGIC + prefix + header + bytes(12))
    assert pipe.process.wait(20) == 1 and "corrupt" in pipe.errors()


def test_what_cannot_be_taken_in_ends_the_process(monkeypatch):
    """An error that nobody foresaw: without a reader the process would stay for ever."""
    code = (
        "from engine.protocol import wire; import engine.worker.serve as s\n"
        "def read(_): raise ZeroDivisionError('unforeseen')\n"
        "wire.read = read; s.serve(device='cpu', models='tests.engine.fake:loaders')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, capture_output=True,
                          timeout=60, check=False)  # fmt: skip
    assert done.returncode == 1 and b"unforeseen" in done.stderr


@pytest.mark.parametrize("kind", ["generate", "listen"])
@pytest.mark.parametrize("job", [None, "1", 1.5, True, [], {"a": 1}])
def test_a_job_without_a_number_is_left_aside_and_the_next_answered(pipe, kind, job):
    pipe.send(kind, job=job)
    assert "without a job number" in pipe.until("log").data["message"]
    pipe.send(kind, job=2)
    assert pipe.until("failed").data["job"] == 2


@pytest.mark.parametrize("changed", [{"seeds": [[]]}, {"prompts": {"text": 1}}, {"fps": "x"}, {"mask": [1]}])
def test_a_request_of_any_shape_is_answered(pipe, changed):
    _generate(pipe, 1, {}, **changed)
    assert pipe.until("failed", "result").data["job"] == 1
