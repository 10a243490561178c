"""Client and worker together, on a stand-in model: what an artist's session can meet, and that the next job works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.protocol import wire
from engine.protocol.client import Client, clean_environment, worker_command
from engine.protocol.errors import EngineError
from engine.protocol.messages import request_from_json, request_to_json
from engine.protocol.sound import AudioClip, file_mix
from engine.protocol.version import engine_version
from retarget.motion import Motion
from tests.engine.audio.sounds import groove
from tests.engine.requests import text_request

ROOT = Path(__file__).resolve().parents[3]
COMMAND = worker_command(sys.executable, "--device", "cpu", "--models", "tests.engine.fake:loaders")
WALK = "a person walks forward"
SLOW = "a person walks slowly"
ENDLESS = "a person walks endlessly"


@pytest.fixture(scope="module")
def shared() -> Iterator[Client]:
    client = Client(COMMAND, Motion.from_arrays)
    yield client
    client.shutdown()


@pytest.fixture
def client() -> Iterator[Client]:
    client = Client(COMMAND, Motion.from_arrays)
    yield client
    client.shutdown()


def wait_for(client: Client, kind: str, seconds: float = 20.0) -> list:
    """All events up to the first of a kind."""
    events, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        events += client.poll()
        if any(event.kind == kind for event in events):
            return events
        time.sleep(0.005)
    raise AssertionError(f"no {kind} within {seconds} s; got {[e.kind for e in events]}")


def test_takes_come_back_with_what_made_them(shared):
    seen = []
    request = text_request(WALK, frames=48, fps=24, seeds=(3, 4))
    takes = shared.generate(request, on_progress=lambda fraction, text: seen.append((fraction, text)))
    assert [take.seed for take in takes] == [3, 4]
    assert len(takes[0].motion) == 48 and takes[0].motion.fps == 24
    assert takes[0].engine_version == engine_version() and len(takes[0].weights_digest) == 64
    assert takes[0].timings["total"] > 0 and {"skate", "jerk", "floor"} <= set(takes[0].quality)
    fractions = [fraction for fraction, _ in seen]
    assert fractions == sorted(fractions) and fractions[-1] == 1 and "Step 3 of 10" in [text for _, text in seen]
    assert shared.state == "ready" and shared.info["device"] == "cpu"
    shared.poll()
    assert not shared.busy and not shared.jobs


def test_a_take_can_be_made_again_from_its_meta(shared):
    take = shared.generate(text_request(WALK, frames=40, seeds=(8, 9)))[1]
    again = shared.generate(request_from_json(take.meta()["request"]))
    assert len(again) == 1 and np.array_equal(again[0].motion.rot, take.motion.rot)


def test_jobs_run_in_turn_and_progress_tells_the_time_left(shared):
    jobs = [shared.submit(text_request(text, frames=30, steps=20)) for text in (WALK, "a person jumps")]
    events = wait_for(shared, "result")
    while sum(event.kind == "result" for event in events) < 2:
        events += wait_for(shared, "result")
    assert [event.job for event in events if event.kind == "result"] == jobs
    assert any(event.seconds_left is not None for event in events if event.kind == "progress")


def test_printing_on_stdout_cannot_corrupt_a_frame(shared):
    assert len(shared.generate(text_request("a person prints", frames=30))) == 1


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [("runs out of memory", "oom", "fewer or shorter"), ("breaks a leg", "internal", "try again"),
     ("walks nowhere", "internal", "another seed")],
)  # fmt: skip
def test_a_failure_is_one_sentence_and_the_next_job_works(shared, text, code, words):
    pid = shared.pid
    with pytest.raises(EngineError, match=words) as caught:
        shared.generate(text_request(text, frames=30))
    assert caught.value.code == code and "\n" not in caught.value.message
    assert shared.generate(text_request(WALK, frames=30)) and shared.pid == pid


def test_an_unknown_model_is_refused_with_the_known_ones(shared):
    request = text_request(WALK)
    data, _ = request_to_json(request)
    with pytest.raises(EngineError, match=r"“poetry” is unknown: choose audio or .*text") as caught:
        shared._wait(shared._post("generate", {"request": {**data, "model": "poetry"}}, {}, request), None, None)
    assert caught.value.code == "bad_request"
    assert shared.generate(text_request(WALK, frames=30))


def test_a_worker_that_dies_fails_its_jobs_and_a_fresh_one_serves_the_next(client):
    first = client.submit(text_request("a person dies", frames=30))
    second = client.submit(text_request(WALK, frames=30))
    failed = {}
    end = time.monotonic() + 20
    while len(failed) < 2 and time.monotonic() < end:
        failed.update({e.job: e.error for e in client.poll() if e.kind == "failed"})
        time.sleep(0.005)
    assert set(failed) == {first, second} and client.state == "stopped"
    assert "signal 9" in failed[first].message and "the driver gave up" in failed[first].message
    assert "the driver gave up" in failed[first].trace
    assert len(client.generate(text_request(WALK, frames=30))) == 1


def test_a_worker_killed_in_the_middle(client):
    job = client.submit(text_request(SLOW, frames=30))
    wait_for(client, "progress")
    os.kill(client.pid, signal.SIGKILL)
    events = wait_for(client, "failed")
    assert events[-1].job == job and events[-1].error.message.endswith("start it afresh.")
    assert len(client.generate(text_request(WALK, frames=30))) == 1


def test_cancel_is_told_at_once_and_late_replies_are_dropped(shared):
    job = shared.submit(text_request(ENDLESS, frames=30))
    wait_for(shared, "progress")
    shared.cancel(job)
    events = shared.poll()
    assert [(e.kind, e.error.code) for e in events if e.kind == "failed"] == [("failed", "cancelled")]
    end = time.monotonic() + 60  # a sampler that went on would keep the next job waiting for ever
    assert shared.generate(text_request(WALK, frames=30), should_stop=lambda: time.monotonic() > end)
    assert not [event for event in shared.poll() if event.job == job]


def test_a_job_that_waits_can_be_cancelled(shared):
    slow, waiting = shared.submit(text_request(SLOW, frames=30)), shared.submit(text_request(SLOW, frames=30))
    shared.cancel(waiting)
    shared.cancel(slow)
    shared.cancel(12345)
    assert {event.job for event in shared.poll() if event.kind == "failed"} == {slow, waiting}
    assert shared.generate(text_request(WALK, frames=30))


def test_should_stop_ends_a_blocking_call(shared):
    asked = iter([False, False, True])
    with pytest.raises(EngineError) as caught:
        shared.generate(text_request(ENDLESS, frames=30), should_stop=lambda: next(asked))
    assert caught.value.code == "cancelled"


def test_an_exception_in_a_callback_leaves_no_job_open(shared):
    def complain(fraction, text):
        raise RuntimeError("the window was closed")

    with pytest.raises(RuntimeError, match="window"):
        shared.generate(text_request(SLOW, frames=30), on_progress=complain)
    assert not shared.jobs and shared.generate(text_request(WALK, frames=30))


def test_a_blocking_call_keeps_other_jobs_events(shared):
    job = shared.submit(text_request(WALK, frames=30))
    assert shared.generate(text_request("a person jumps", frames=30))
    assert [event.kind for event in shared.poll() if event.job == job][-1] == "result"


def test_an_interpreter_that_is_not_there_says_so():
    client = Client(worker_command("/nowhere/python"), Motion.from_arrays)
    with pytest.raises(EngineError, match=r"/nowhere/python.*can't be started.*preferences"):
        client.submit(text_request(WALK))
    assert not client.busy


def test_an_interpreter_that_is_no_engine_says_so():
    client = Client([sys.executable, "-c", "import sys; sys.exit('No module named torch')"], Motion.from_arrays)
    with pytest.raises(EngineError, match=r"status 1 \(No module named torch\)"):
        client.generate(text_request(WALK))


def test_a_worker_that_talks_nonsense_is_ended():
    client = Client([sys.executable, "-c", "print('hello', flush=True); input()"], Motion.from_arrays)
    with pytest.raises(EngineError, match="corrupt"):
        client.generate(text_request(WALK))
    assert client.pid is None


def test_a_worker_that_never_starts_is_given_up():
    command = [sys.executable, "-c", "import time; time.sleep(60)"]
    client = Client(command, Motion.from_arrays, start_seconds=0.3)
    with pytest.raises(EngineError, match="did not start"):
        client.generate(text_request(WALK))


def test_weights_that_are_missing_and_then_repaired(tmp_path):
    command = [*COMMAND[:-1], "tests.engine.fake:failing_loaders"]
    client = Client(command, Motion.from_arrays, env={"MOTIF_TEST_WEIGHTS": str(tmp_path / "weights")})
    try:
        client.start()
        events = wait_for(client, "failed")
        assert events[-1].job is None and events[-1].error.code == "weights_missing" and client.state == "failed"
        with pytest.raises(EngineError, match="install the add-on again"):
            client.generate(text_request(WALK))
        (tmp_path / "weights").touch()
        assert client.generate(text_request(WALK, frames=30)) and client.state == "ready"
    finally:
        client.shutdown()


def test_shutdown_ends_the_process_and_a_later_job_starts_one(client):
    job = client.submit(text_request(ENDLESS, frames=30))
    wait_for(client, "progress")
    process = client._worker.process
    client.shutdown()
    assert process.poll() is not None
    assert [e.error.code for e in client.poll() if e.job == job and e.kind == "failed"] == ["cancelled"]
    client.shutdown()
    assert client.generate(text_request(WALK, frames=30))


def test_the_worker_ends_with_its_caller():
    """A caller that is killed can't say goodbye: the pipe's end must do."""
    script = (
        "import sys, time\n"
        "from engine.protocol.client import Client\n"
        "from tests.engine.requests import text_request\n"
        f"client = Client({COMMAND!r}, dict)\n"
        f"client.submit(text_request({SLOW!r}, frames=30))\n"
        "while not any(e.kind == 'progress' for e in client.poll()): time.sleep(0.01)\n"
        "print(client.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout is not None
        pid = int(caller.stdout.readline())
        caller.kill()
    end = time.monotonic() + 5
    while time.monotonic() < end and _alive(pid):
        time.sleep(0.02)
    assert not _alive(pid)


def _alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_the_workers_environment_holds_none_of_blenders_python(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONHOME", "/blender/python")
    monkeypatch.setenv("PYTHONPATH", "/blender/scripts")
    environment = clean_environment(tmp_path, {"MOTIF_X": "1"})
    assert environment["PYTHONPATH"] == str(tmp_path) and "PYTHONHOME" not in environment
    assert environment["MOTIF_X"] == "1" and environment["PATH"] == os.environ["PATH"]


def test_a_corrupt_frame_ends_the_worker_with_a_word(client):
    client.start()
    wait_for(client, "ready")
    client._worker.send(b"garbage that is long enough to be a prefix")
    events = wait_for(client, "log")
    assert "corrupt" in events[-1].message and client.pid is None
    assert client.generate(text_request(WALK, frames=30))


def test_unknown_messages_are_only_noted(client):
    client.start()
    wait_for(client, "ready")
    client._worker.send(wire.pack(wire.Message("dance")))
    assert "dance" in wait_for(client, "log")[-1].message
    assert client.generate(text_request(WALK, frames=30))


def test_starting_and_polling_never_wait(client):
    client.submit(text_request(WALK, frames=30))
    client.poll()
    assert client.state == "starting" and client.busy
    wait_for(client, "result")


def test_beats_of_a_sound(shared):
    samples, beats = groove(110, 8, 16000)
    heard = shared.listen(AudioClip(samples, 16000))
    assert heard.steady and abs(heard.tempo - 110) < 2
    assert np.abs(heard.beats[:, None] - beats[None]).min(1).max() < 0.05 and len(heard.peaks) == 240


def test_a_sound_that_is_not_there_is_told(shared):
    with pytest.raises(EngineError, match=r"“gone\.wav” is missing"):
        shared.listen(file_mix("/nowhere/gone.wav"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that stops a process")
def test_a_worker_that_is_stopped_is_given_up_and_leaves_no_process():
    client = Client(COMMAND, Motion.from_arrays, quiet_seconds=6)
    try:
        job = client.submit(text_request(SLOW, frames=30))
        wait_for(client, "progress")
        pid = client.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        failed = wait_for(client, "failed")[-1]
        assert failed.job == job and "has not answered for 6 s" in failed.error.message
        assert not _alive(pid)
        assert client.generate(text_request(WALK, frames=30))
    finally:
        client.shutdown()


class SilentWorker:
    """A worker that says it is ready, as its only message, and nothing more."""

    def __init__(self, *_: object) -> None:
        self.received = self.news = 1
        self._items = [wire.Message("ready", {})]

    def next_item(self) -> wire.Message | None:
        return self._items.pop() if self._items else None

    def send(self, frame: bytes) -> None: ...

    def end(self, wait_seconds: float) -> None: ...


def test_the_next_worker_is_not_given_up_for_the_silence_of_the_last(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("engine.protocol.client.WorkerProcess", SilentWorker)
    monkeypatch.setattr("engine.protocol.client.time.monotonic", lambda: now[0])
    client = Client(COMMAND, Motion.from_arrays, quiet_seconds=3)

    def polls_until_given_up() -> int:
        job = client.submit(text_request(WALK, frames=30))
        for count in range(100):
            now[0] += 0.5
            if any(event.kind == "failed" and event.job == job for event in client.poll()):
                return count
        raise AssertionError("never given up")

    assert polls_until_given_up() == polls_until_given_up() > 3


def test_a_job_that_hangs_is_given_up_though_the_worker_lives():
    client = Client(COMMAND, Motion.from_arrays, quiet_seconds=60, stuck_seconds=6)
    try:
        with pytest.raises(EngineError, match=r"no progress for 6 s"):
            client.generate(text_request("a person hangs", frames=30))
        assert client.generate(text_request(WALK, frames=30))
    finally:
        client.shutdown()


def test_two_callers_at_once_have_an_engine_each(shared, client):
    jobs = [(c, c.submit(text_request(SLOW if c is client else WALK, frames=30, seeds=(7,)))) for c in (client, shared)]
    wait_for(shared, "result")
    assert client.pid != shared.pid and client.jobs == (jobs[0][1],)
    client.cancel(jobs[0][1])
    assert shared.generate(text_request(WALK, frames=30))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="handles are counted in /proc")
def test_many_jobs_in_a_row_leave_nothing_behind(shared):
    def footprint() -> tuple[int, int, int, int]:
        own, other = (len(os.listdir(f"/proc/{pid}/fd")) for pid in (os.getpid(), shared.pid))
        return (own, other, threading.active_count(), _resident_bytes(shared.pid))

    def work(count: int) -> None:
        for seed in range(count):
            assert shared.generate(text_request(WALK, frames=16, steps=2, seeds=(seed,), clean_up=False))

    work(20)
    before = footprint()
    work(180)
    after = footprint()
    assert after[:3] == before[:3] and after[3] - before[3] < 4 << 20, (before, after)
    assert not shared.jobs and not shared.busy


def _resident_bytes(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
