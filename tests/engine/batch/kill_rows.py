"""Many rows with kills at random: `.venv/bin/python -m tests.engine.batch.kill_rows --rows 1000 --pool ray`.

`--pool ray` starts a Ray cluster on this computer for as long as it runs (`pip install 'ray>=2.9'` first); `local` uses
worker processes. At random moments a worker is killed, the whole run is killed, or it is ended by Ctrl-C; then it is
started again, until every row is made. What must hold: no row is lost, none is made twice, no file is half, and some
rows made again in another folder without kills have the same bytes. `--models stand-in` for the pool and the journal
alone. Prints a line for a table; ends with 1 where something does not hold.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from engine.take_files import load_motion

ROOT = Path(__file__).resolve().parents[3]
_ACTIONS = ("walks forward", "jumps", "waves with the right hand", "sits down", "turns left", "kicks")
_STAND_IN = "tests.engine.fake:loaders"
# What is done -> how often, against the others.
_EVENTS = {"kill a worker": 6, "kill the run": 1, "Ctrl-C": 1}
_STARTS = 500  # of the run, at most: then something keeps it from its end
_CHILD = """
import sys
from pathlib import Path
from engine.batch import run
from engine.protocol import stopping
path, pool, workers, models = sys.argv[1:]
crew = run.Crew(int(workers), 1, pool == "ray", "cpu", None, models or None)
try:
    with stopping.listening():
        found = run.run(Path(path), crew, retries=100, on_progress=lambda fraction, text: None)
    sys.exit(1 if found["failed"] else 0)
except KeyboardInterrupt as stop:
    sys.exit(stopping.status(stop))
"""


def main() -> int:
    """Run; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--rows", type=int, default=1000, metavar="N")
    parser.add_argument("--pool", choices=("ray", "local"), default="ray")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.add_argument("--models", choices=("real", "stand-in"), default="real")
    parser.add_argument("--every", type=float, default=15.0, metavar="S", help="seconds between kills, in the mean")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _Cluster(args.pool == "ray", args.workers) as env:
        manifest = _manifest(Path(folder) / "rows", range(args.rows))
        began = time.monotonic()
        count = _run(manifest, args, env)
        took = time.monotonic() - began
        wrong = _wrong(manifest, args, env)
    told = ", ".join(f"{number} × {what}" for what, number in sorted(count.items()))
    print("| rows | pool | models | seconds | rows a minute | done to it | wrong |\n|---|---|---|---|---|---|---|")
    where = f"{args.pool}, {args.workers} workers"
    print(
        f"| {args.rows} | {where} | {args.models} | {took:.0f} | {60 * args.rows / took:.0f} | {told} | {len(wrong)} |"
    )
    print(*wrong, sep="\n")
    return 1 if wrong else 0


class _Cluster:
    """A Ray cluster of this computer alone, for as long as it is wanted; gives the environment that names it."""

    def __init__(self, wanted: bool, workers: int) -> None:
        self._wanted, self._workers, self._started = wanted, workers, None

    def __enter__(self) -> dict[str, str]:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        if self._wanted:
            words = ["--head", "--block", "--port=6390", f"--num-cpus={self._workers}", "--include-dashboard=false",
                     "--disable-usage-stats"]  # fmt: skip
            start = [sys.executable, "-m", "ray.scripts.scripts", "start", *words]
            self._started = subprocess.Popen(start, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
            env["RAY_ADDRESS"] = "127.0.0.1:6390"
            time.sleep(20.0)
        return env

    def __exit__(self, *_: object) -> None:
        if self._started is not None:
            self._started.send_signal(signal.SIGTERM)
            try:
                self._started.wait(60)
            except subprocess.TimeoutExpired:
                os.killpg(self._started.pid, signal.SIGKILL)


def _manifest(folder: Path, numbers: range | list[int]) -> Path:
    folder.mkdir()
    path = folder / "rows.jsonl"
    rows = (
        {"text": f"a person {_ACTIONS[i % len(_ACTIONS)]}", "seconds": 2, "seed": i, "out": f"{i}.npz"} for i in numbers
    )
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def _start(manifest: Path, args: argparse.Namespace, env: dict[str, str], pool: str) -> subprocess.Popen[bytes]:
    models = _STAND_IN if args.models == "stand-in" else ""
    words = [sys.executable, "-c", _CHILD, manifest, pool, str(args.workers), models]
    return subprocess.Popen(words, cwd=ROOT, env=env, stderr=subprocess.DEVNULL, start_new_session=True)


def _run(manifest: Path, args: argparse.Namespace, env: dict[str, str]) -> collections.Counter[str]:
    """Run the manifest to its end, with kills; returns what was done how often."""
    chance, count = random.Random(args.seed), collections.Counter[str]()
    for _ in range(_STARTS):
        child = _start(manifest, args, env, args.pool)
        while not _ended(child, chance.expovariate(1 / args.every)):
            event = chance.choices([*_EVENTS], [*_EVENTS.values()])[0]
            count[event] += _do(event, child, chance)
        if child.returncode == 0:
            return count
        count[f"started again after status {child.returncode}"] += 1
    return count


def _ended(child: subprocess.Popen[bytes], within: float) -> bool:
    """Whether a process ends within so many seconds."""
    try:
        child.wait(within)
    except subprocess.TimeoutExpired:
        return False
    return True


def _do(event: str, child: subprocess.Popen[bytes], chance: random.Random) -> int:
    """Do it; returns 1 where there was something to do it to."""
    if event == "kill a worker":
        found = sorted(_workers(child.pid))
        if not found:
            return 0
        os.kill(chance.choice(found), signal.SIGKILL)
    else:
        child.send_signal(signal.SIGKILL if event == "kill the run" else signal.SIGINT)
        child.wait(300)
    return 1


def _workers(run: int) -> Iterator[int]:
    """Process ids of the run's workers: its children that serve, and actors of our class on this computer."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if words.startswith(b"ray::Maker") or (parent == run and b"serve" in words):
            yield int(folder.name)


def _not_whole(path: Path) -> list[str]:
    """Why a row's file is not one of two seconds; nothing where it is."""
    try:
        length = len(load_motion(path)[0])
    except Exception as error:
        return [f"{path.name}: {error}"]
    return [] if length == 60 else [f"{path.name} has {length} frames"]


def _wrong(manifest: Path, args: argparse.Namespace, env: dict[str, str]) -> list[str]:
    """What does not hold, a line each."""
    wrong: list[str] = []
    for i in range(args.rows):
        wrong += _not_whole(manifest.with_name(f"{i}.npz"))
    left = {path.name for path in manifest.parent.iterdir()} - {f"{i}.npz" for i in range(args.rows)}
    wrong += [f"{name} is left over" for name in left if not name.startswith("rows.jsonl")]
    made = collections.Counter[str]()
    for line in manifest.with_name("rows.jsonl.journal").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line) if line.endswith("}") else {}  # a line may be cut off by a kill
        made[str(entry.get("row"))] += entry.get("state") == "made"
    wrong += [f"{key} was made {number} times" for key, number in made.items() if number > 1]
    some = list(range(0, args.rows, max(1, args.rows // 20)))
    again = _manifest(manifest.parent.with_name("again"), some)
    if _start(again, args, env, "local").wait():
        wrong.append("the rows could not be made again")
    same = (manifest.with_name(f"{i}.npz").read_bytes() == again.with_name(f"{i}.npz").read_bytes() for i in some)
    return wrong + [f"row {i} has other bytes" for i, equal in zip(some, same) if not equal]


if __name__ == "__main__":
    sys.exit(main())
