"""Rows a minute of `motif batch` with one and with two workers: `.venv/bin/python tests/bench_rows.py [--rows 60]`.

For a quiet machine; prints a table to be put into docs/results/studios.md. Each run has a fresh folder.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_ACTIONS = ("walks forward", "jumps", "waves with the right hand", "sits down", "turns left", "kicks")


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=60, metavar="N")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], metavar="N")
    args = parser.parse_args()
    print("| workers | rows | seconds | rows a minute | seconds of work in the rows |\n|---|---|---|---|---|")
    for workers in args.workers:
        with tempfile.TemporaryDirectory() as folder:
            _one(Path(folder), args.rows, workers)


def _one(folder: Path, rows: int, workers: int) -> None:
    manifest = folder / "rows.jsonl"
    each = (
        {"text": f"a person {_ACTIONS[i % len(_ACTIONS)]}", "seconds": 2, "seed": i, "out": f"{i}.npz"}
        for i in range(rows)
    )
    manifest.write_text("\n".join(map(json.dumps, each)), encoding="utf-8")
    start = time.perf_counter()
    command = [sys.executable, "-m", "engine", "batch", manifest, "--workers", str(workers), "--device", "cpu"]
    subprocess.run(command, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    took = time.perf_counter() - start
    report = json.loads((folder / "rows.jsonl.report.json").read_text(encoding="utf-8"))
    work = sum(row["seconds"] for row in report["results"])
    print(f"| {workers} | {report['made']} | {took:.0f} | {60 * report['made'] / took:.1f} | {work:.0f} |", flush=True)


if __name__ == "__main__":
    main()
