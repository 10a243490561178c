"""The published networks, the shipped models and the worker's start in one table, beside the official networks' times.

    OMP_NUM_THREADS=2 python -m engine.bench.published --out docs/results/published-speed.md

Nothing else may run meanwhile; it takes about four minutes on two cores.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from engine import files
from engine.bench import command as bench
from engine.models import lda, mmm
from engine.models.diffusion import Noise, sample
from engine.models.text_states import TextStates
from engine.protocol.request import AudioRequest
from engine.protocol.sampling import Sampling
from engine.protocol.sound import AudioClip
from engine.runtime import linear

# Of the official code in fp32: MMM on two cores of such a machine; LDA a step on one core, of its 150.
OFFICIAL_MMM_S, OFFICIAL_LDA_STEP_S = 2.30, 8.3
SECONDS, STEPS = 10.0, 16
# What the worker does until it is ready, each in a process of its own; the processes before are in each one after.
STAGES = (
    ("Python", "pass"),
    ("+ numpy", "import numpy"),
    ("+ torch", "import numpy, torch"),
    ("+ the engine and its models' code", "import engine.worker.serve, engine.text.model"),
    ("+ weights, text encoder, library", "from engine.api import Engine; Engine(None, 'cpu').load('text')"),
)

Row = tuple[str, str, str]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(prog="python -m engine.bench.published")
    parser.add_argument("--out", type=Path, help="a .md file; default: only printed")
    parser.add_argument("--repeats", type=int, default=5)
    args = parser.parse_args(argv)
    rows = [*text_rows(args.repeats), *audio_rows(), *shipped_rows(args.repeats), *start_rows(3)]
    cores = (
        f"{os.cpu_count()} cores, {torch.get_num_threads()} threads, {platform.machine()}, torch {torch.__version__}"
    )
    lines = ["| CPU | here | beside |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows), "", f"{cores}."]
    print("\n".join(lines))
    if args.out:
        files.write_text(args.out, "\n".join(lines) + "\n")
    return 0


@torch.no_grad()
def text_rows(repeats: int) -> list[Row]:
    """The published transformer with random weights: 196 frames at 20 fps, 10 steps; with guidance it is one that has
    been trained on hidden text."""
    rows, generator = list[Row](), torch.Generator().manual_seed(0)
    beside = {0.0: f"official {OFFICIAL_MMM_S:.2f} s; aim 0.55 s", 1.0: "official: no guidance; aim 0.9 s"}
    text = TextStates(
        torch.randn(1, 512, generator=generator), torch.randn(1, 77, 512, generator=generator),
        torch.ones(1, 77, dtype=torch.bool),
    )  # fmt: skip
    for guidance, form in ((g, f) for g in beside for f in linear.FORMS):
        torch.manual_seed(0)
        net = mmm.MMM(replace(mmm.Config.paper(), text_dropout=0.1 if guidance else 0.0)).eval().requires_grad_(False)
        linear.quicken(net, ("cross", "blocks"), form)

        def take(i: int, net: mmm.MMM = net, guidance: float = guidance) -> None:
            mmm.sample(net, text, torch.tensor([49]), [torch.Generator().manual_seed(i)], guidance=guidance)

        seconds = bench.timed(take, repeats)
        name = f"paper-sized MMM, 196 frames, guidance {'1' if guidance else 'off'}, {form}"
        rows.append((name, f"{seconds:.2f} s", beside[guidance]))
    return rows


@torch.no_grad()
def audio_rows() -> list[Row]:
    """The published audio network with random weights, ten seconds in 16 steps."""
    return [_audio_row(form) for form in linear.FORMS]


def _audio_row(form: str) -> Row:
    torch.manual_seed(0)
    net = lda.LDA(lda.Config.paper()).eval().requires_grad_(False)
    linear.quicken(net, ("layers",), form)
    frames = round(SECONDS * 30)
    audio, style = torch.randn(1, frames, 3), torch.zeros(1, frames, 8)
    told = lda.Condition(audio, style, torch.zeros(1, frames), *torch.ones(2, 1, dtype=torch.bool))

    def denoise(x: torch.Tensor, t: int) -> torch.Tensor:
        return lda.to_clean(net.schedule, "epsilon", net(x, torch.tensor([t]), told, scores), x, torch.tensor([t]))

    start, cpu = time.perf_counter(), time.process_time()
    scores = net.positions(frames)
    sample(denoise, net.schedule, Noise([0], frames, net.config.pose_dim), steps=STEPS)
    wall, used = time.perf_counter() - start, time.process_time() - cpu
    official = OFFICIAL_LDA_STEP_S * 150
    share = f"official {official:.0f} s of one core for 150 steps, {official / used:.0f} times as much; aim 6 s"
    name = f"paper-sized LDA, {SECONDS:g} s, {STEPS} steps, {form}"
    return name, f"{wall:.2f} s ({used:.1f} s of one core)", share


def shipped_rows(repeats: int) -> list[Row]:
    """The shipped models through the whole engine."""
    from engine.api import Engine

    engine, rate = Engine(None, "cpu"), 16000
    text = bench.timed(lambda i: engine.generate(bench._request(i)), repeats)
    clicks = np.zeros(int(SECONDS * rate), np.float32)
    clicks[:: rate // 2] = 0.9
    sound = AudioClip(clicks, rate)
    audio = bench.timed(lambda i: engine.generate(AudioRequest(sound, sampling=Sampling((i,)))), repeats)
    return [
        ("shipped text, best of four, 196 frames", f"{text:.2f} s", "aim 0.3 s"),
        (f"shipped audio, {SECONDS:g} s", f"{audio:.2f} s", "aim 0.6 s"),
    ]


def start_rows(repeats: int) -> list[Row]:
    """What the worker's start is made of, the worker itself, its memory, and the environment on disk."""
    rows, before = list[Row](), 0.0
    for name, code in STAGES:
        seconds = statistics.median(_run(code) for _ in range(repeats))
        rows.append((f"start: {name}", f"{seconds:.2f} s", f"{seconds - before:+.2f} s"))
        before = seconds
    found: dict[str, Any] = bench.worker("cpu", None, 3)
    rows.append(("worker ready", f"{found['worker_ready_s']:.2f} s", "aim 2.5 s"))
    rows.append(("its peak memory after takes", f"{found.get('peak_memory_gb', 0):.2f} GB", "aim 0.6 GB"))
    packages = Path(np.__file__).parents[1]
    size = sum(p.stat().st_size for p in packages.rglob("*") if p.is_file() and not p.is_symlink())
    rows.append(("packages of this Python on disk", f"{size / 1e9:.2f} GB", "a developer's has Blender's too"))
    return rows


def _run(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
