"""`motif batch` on real worker processes with the stand-in model: killed, cut off, failing, in any number."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from engine import take_files
from engine.__main__ import main
from engine.batch import journal, ray_pool, report, run
from engine.protocol.errors import EngineError
from engine.protocol.request import AroundRequest, PoseRequest
from retarget.mask import Mask
from retarget.motion import Motion
from tests.engine import fake

ROOT = Path(__file__).resolve().parents[3]
MODELS = "tests.engine.fake:loaders"
WALK = "a person walks"


def crew(workers: int = 1, **options) -> run.Crew:
    return run.Crew(workers, device="cpu", models=MODELS, **options)


def made(path: Path, workers: int = 1, retries: int = 2, watch=lambda fraction, text: None) -> dict:
    return run.run(path, crew(workers), retries=retries, on_progress=watch)


def manifest(folder: Path, *rows: object) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "rows.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    return path


def digests(folder: Path) -> dict[str, str]:
    """File -> sha256 of the takes below a folder; nothing else may lie there but what belongs to the manifest."""
    files = [p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("rows.")]
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


MIXED = (
    {"text": WALK, "seconds": 1, "takes": 2, "out": "a.npz"},
    {"text": "jumps", "seconds": 1, "seed": 4, "fps": 24, "out": "sub/c.bvh"},
    {"text": "runs", "seconds": 2, "out": "d_amass.npz"},
    {"text": "turns", "out": "e.npz"},
)


def test_the_same_bytes_from_any_number_of_workers_in_any_order(tmp_path):
    first = manifest(tmp_path / "one", *MIXED)
    second = manifest(tmp_path / "two", *reversed(MIXED))
    assert made(first)["made"] == 4 and made(second, workers=3)["made"] == 4
    files = digests(tmp_path / "one")
    assert sorted(files) == ["a-1.npz", "a-2.npz", "d_amass.npz", "e.npz", "sub/c.bvh"]
    assert files == digests(tmp_path / "two")
    motion, meta = take_files.load_motion(tmp_path / "one" / "a-2.npz")
    assert len(motion) == 30 and meta["seed"] == 1


def test_nothing_is_done_twice(tmp_path):
    path = manifest(tmp_path, *MIXED)
    made(path)
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.npz")}
    report = made(path)
    assert (report["made"], report["there"], report["workers"]) == (0, 4, 0)
    assert before == {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.npz")}
    assert [len(row["takes"]) for row in report["results"]] == [2, 1, 1, 1]
    # A row that says something else now, one that is new, and a file that is gone.
    (tmp_path / "e.npz").unlink()
    manifest(tmp_path, {**MIXED[0], "seed": 9}, *MIXED[1:], {"text": "waves", "seconds": 1, "out": "f.npz"})
    report = made(path)
    assert {row["line"]: row["state"] for row in report["results"]} == {
        1: "made", 2: "there", 3: "there", 4: "made", 5: "made",
    }  # fmt: skip
    assert take_files.load_motion(tmp_path / "a-1.npz")[1]["seed"] == 9


def test_a_worker_killed_in_the_middle_of_a_row(tmp_path):
    rows = [{"text": f"a person walks slowly {i}", "seconds": 1, "seed": i, "out": f"{i}.npz"} for i in range(4)]
    calm, rough = manifest(tmp_path / "calm", *rows), manifest(tmp_path / "rough", *rows)
    made(calm, workers=2)
    killed: list[int] = []
    stop = threading.Event()

    def kill() -> None:
        while not stop.is_set() and not killed:
            for pid in workers_of(os.getpid()):
                if seconds_of_work(pid) > 0.2:
                    time.sleep(0.5)  # in the middle of a row, which takes four seconds
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
                    return
            time.sleep(0.05)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        report = made(rough, workers=2)
    finally:
        stop.set()
        thread.join()
    assert killed and report["made"] == 4 and report["failed"] == 0
    assert report["tries_again"] <= 1  # none where the kill fell between two rows
    assert digests(tmp_path / "rough") == digests(tmp_path / "calm")


def workers_of(pid: int) -> list[int]:
    """Child processes that serve."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):  # gone meanwhile
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == pid and b"serve" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def seconds_of_work(pid: int) -> float:
    """Processor time that a process has used."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_the_run_itself_killed(tmp_path):
    """What was made is there and whole, the rest is made by the next run, and no worker outlives the run."""
    path = manifest(
        tmp_path, *({"text": f"a person walks slowly {i}", "seconds": 1, "out": f"{i}.npz"} for i in range(3))
    )
    code = (
        "from pathlib import Path\nfrom engine.batch import run\n"
        f"run.run(Path({str(path)!r}), run.Crew(1, device='cpu', models={MODELS!r}), on_progress=lambda *_: None)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) as process:
        log = journal.path_for(path)
        while not (log.exists() and log.read_text().count("\n") >= 1):
            assert process.poll() is None
            time.sleep(0.02)
        pids = workers_of(process.pid)
        process.kill()
    assert pids
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
    # A take that stands in the journal may still have its name for unfinished files: the next run renames it.
    early = {name: digest for name, digest in digests(tmp_path).items() if not name.startswith(".")}
    report = made(path)
    assert report["there"] >= 1 and report["made"] + report["there"] == 3
    assert early.items() <= digests(tmp_path).items() and len(digests(tmp_path)) == 3


def until(done) -> None:
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_row_that_takes_its_worker_down_is_given_up_and_the_rest_goes_on(tmp_path, capsys):
    path = manifest(tmp_path, {"text": "a person dies", "seconds": 1, "out": "b.npz"}, *MIXED[:2])
    report = made(path, retries=1)
    assert (report["made"], report["failed"], report["tries_again"]) == (2, 1, 1)
    (failure,) = report["failures"]
    assert failure["line"] == 1 and failure["tries"] == 2 and "signal 9" in failure["message"]
    said = capsys.readouterr().err
    assert "line 1" in said and "Trying again (1 of 1)" in said
    assert not (tmp_path / "b.npz").exists()
    table = (tmp_path / "rows.jsonl.report.txt").read_text()
    assert "failed" in table and "2 rows made, 1 failed, of 3" in table
    # The next run tries it again.
    manifest(tmp_path, {"text": "a person lies down", "seconds": 1, "out": "b.npz"}, *MIXED[:2])
    report = made(path)
    assert (report["made"], report["there"], report["failed"]) == (1, 2, 0)


def test_the_report_has_quality_and_timings(tmp_path):
    path = manifest(tmp_path, MIXED[0], {"scene": "s.blend", "text": WALK, "out": "o.blend"})
    (tmp_path / "s.blend").write_bytes(b"")
    report = made(path)
    assert json.loads((tmp_path / "rows.jsonl.report.json").read_text()) == report
    first, left = report["results"]
    assert [take["seed"] for take in first["takes"]] == [0, 1] and {"skate", "jerk"} <= set(
        first["takes"][0]["quality"]
    )
    assert first["timings"]["total"] > 0 and first["seconds"] > 0 and first["worker"].startswith("process ")
    assert left["state"] == "left" and report["left"] == 1
    table = (tmp_path / "rows.jsonl.report.txt").read_text().splitlines()
    assert table[0].split()[:7] == ["line", "state", "out", "seed", "frames", "seconds", "tries"]
    assert len(table) == 1 + 2 + 2 and "for the other program" in table[-1]


def test_a_part_of_a_motion_made_anew(tmp_path):
    path = manifest(tmp_path, {"text": WALK, "seconds": 2, "out": "walk.npz"})
    made(path)
    row = {"motion": "walk.npz", "frames": "20-40", "parts": "arms", "pins": [30], "out": "new.npz"}
    made(manifest(tmp_path, row))
    before, after = (take_files.load_motion(tmp_path / name)[0] for name in ("walk.npz", "new.npz"))
    same = (before.rot == after.rot).all(axis=(1, 2))
    assert same[:20].all() and same[41:].all() and same[30] and not same[25]


def test_poses_of_a_motion(tmp_path):
    """A row around a pose, and one that completes it, ask for what the command line asks for."""
    made(manifest(tmp_path, {"text": WALK, "seconds": 1, "out": "walk.npz"}))
    path = manifest(
        tmp_path, {"motion": "walk.npz", "at": 9, "place": "last", "seconds": 2, "takes": 2, "vary": "motion",
                   "base_seed": 3, "out": "b.npz"},
        {"motion": "walk.npz", "at": 9, "given": ["head", "left_arm"], "seed": 4, "text": WALK, "out": "c.npz"},
    )  # fmt: skip
    walk = take_files.load_motion(tmp_path / "walk.npz")[0]
    (around, poses), _ = run.prepare(path, crew())
    (vary,), (complete,) = around.requests, poses.requests
    assert isinstance(vary, AroundRequest) and isinstance(complete, PoseRequest)
    mask = vary.mask
    assert isinstance(mask, Mask) and mask.frames.tolist() == [False] * 59 + [True]
    assert (vary.sampling.seeds, vary.base_seeds) == ((0, 1), (3, 3))
    for source in (vary.source, complete.source):
        assert isinstance(source, Motion) and (source.rot[-1] == walk.rot[9]).all()
    assert around.source is None and poses.source is None
    assert complete.given == ("head", "left_arm")
    assert complete.sampling.seeds == (4,) and complete.prompts[0].text == WALK


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"motion": "walk.npz", "at": 99, "out": "b.npz"}, "has no frame 99"),
        ({"motion": "walk.npz", "at": 9, "place": "somewhere", "out": "b.npz"}, "no place: choose first, middle or"),
        ({"motion": "walk.npz", "at": 9, "vary": "pose", "out": "b.npz"}, "give no motion"),
    ],
)
def test_what_poses_of_a_motion_cant_be_asked_for(tmp_path, row, words):
    np.savez(tmp_path / "walk.npz", meta="{}", **fake._motion(30, 1).to_arrays())
    with pytest.raises(EngineError) as caught:
        run.prepare(manifest(tmp_path, row), crew())
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"text": "", "audio": "", "out": "b.npz"}, "“text” or “audio”"),
        ({"text": "歩く", "out": "b.npz"}, "English"),
        ({"text": WALK, "out": "b.txt"}, ".npz or .bvh"),
        ({"text": WALK, "seconds": 1e9, "out": "b.npz"}, "at most 60"),
        ({"text": WALK, "takes": 99, "out": "b.npz"}, "1 to 32"), ({"text": WALK, "out": "a-2.npz"}, "line 1 writes"),
        ({"motion": "damaged.npz", "frames": "1-2", "out": "b.npz"}, "damaged"),
        ({"audio": "damaged.npz", "style": "polka", "out": "b.npz"}, "polka"),
    ],
)  # fmt: skip
def test_everything_is_checked_before_anything_is_made(tmp_path, row, words):
    (tmp_path / "damaged.npz").write_bytes(b"no zip")
    path = manifest(tmp_path, MIXED[0], "", row)
    with pytest.raises(EngineError) as caught:
        made(path)
    assert caught.value.message.startswith("Line 3 of rows.jsonl: ") and words in caught.value.message
    assert sorted(p.name for p in tmp_path.iterdir()) == ["damaged.npz", "rows.jsonl"]


def test_settings_that_make_no_sense(tmp_path):
    for workers, threads, words in ((0, 1, "workers"), (999, 1, "workers"), (1, 0, "threads")):
        with pytest.raises(EngineError, match=words):
            run.Crew(workers, threads)
    path = manifest(tmp_path, MIXED[0])
    with pytest.raises(EngineError, match="retries"):
        made(path, retries=-1)
    (tmp_path / "s.blend").write_bytes(b"")
    manifest(tmp_path, {"scene": "s.blend", "text": WALK, "out": "o.blend"})
    with pytest.raises(EngineError, match="motif-blender batch"):
        made(path)


def test_a_disk_that_is_full(tmp_path, monkeypatch, capsys):
    path = manifest(tmp_path, *MIXED[:2])
    real = take_files.write

    def refuse(take, place, beside, source=None):
        if place.suffix == ".bvh":
            real(take, place, beside, source)
        else:
            raise EngineError("bad_request", "Nothing can be written to the folder (No space left on device).")

    monkeypatch.setattr(take_files, "write", refuse)
    report = made(path)
    assert (report["made"], report["failed"]) == (1, 1) and "No space" in capsys.readouterr().err
    monkeypatch.undo()
    assert made(path)["made"] == 1 and len(digests(tmp_path)) == 3


def test_the_command_line(tmp_path, monkeypatch, capsys):
    command = [sys.executable, "-m", "engine", "serve", "--device", "cpu", "--models", MODELS]
    monkeypatch.setattr(run, "worker_command", lambda python, *options: command)
    path = manifest(tmp_path, MIXED[0], {"text": "a person breaks a leg", "out": "b.npz"})
    words = ["batch", str(path), "--device", "cpu", "--retries", "0", "--report", str(tmp_path / "said.json"), "--json"]
    assert main(words) == 1
    captured = capsys.readouterr()
    said = json.loads(captured.out.splitlines()[-1])
    assert (said["rows"], said["made"], said["failed"][0]["line"]) == (
        2,
        1,
        2,
    ) and "1 row made, 1 failed" in captured.err
    assert Path(said["report"]).is_file() and (tmp_path / "said.txt").is_file()
    assert main(["batch", str(tmp_path / "none.jsonl")]) == 1 and "can't be read" in capsys.readouterr().err


def test_ray_that_is_not_there(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ray", None)
    path = manifest(tmp_path, MIXED[0])
    assert main(["batch", str(path), "--ray"]) == 1
    assert "Ray is not installed" in capsys.readouterr().err


def test_what_an_actor_answers():
    """The actor's own half, without Ray: plain values in, plain values out."""
    from engine.protocol.messages import request_to_json, takes_from_message
    from retarget.motion import Motion
    from tests.engine.requests import text_request

    maker, request = ray_pool.Maker(None, "cpu", MODELS), text_request(WALK, frames=30, seeds=(3,))
    answer = json.loads(json.dumps({**(first := maker.make(*request_to_json(request))), "arrays": None}))
    (take,) = takes_from_message(answer["takes"], first["arrays"], Motion.from_arrays, request)
    assert take.seed == 3 and len(take.motion) == 30 and (take.motion.rot == fake._motion(30, 3).rot).mean() > 0.5
    assert "error" in maker.make(*request_to_json(text_request("a person has no memory", frames=30)))
    assert "process" in maker.where()


def test_a_check_makes_nothing_and_leaves_nothing(tmp_path):
    path = manifest(tmp_path, *MIXED)
    before = sorted(tmp_path.iterdir())
    assert run.check(path, crew())["to_make"] == len(MIXED)
    assert sorted(tmp_path.iterdir()) == before


def test_what_libraries_print_meanwhile_is_no_result(tmp_path, monkeypatch, capsys):
    def noisy(path, *rest, **more):
        print("(raylet) A worker died or was killed.")
        return report.summary(path, [], 0.1, 1, "1 worker")

    monkeypatch.setattr(run, "run", noisy)
    assert main(["batch", str(manifest(tmp_path, MIXED[0])), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["rows"] == 0 and "A worker died" in err
