"""The published networks, the shipped models and the worker's start in one table, beside the official networks' times.

    OMP_NUM_THREADS=2 python -m engine.bench.published --out docs/results/published-speed.md [--engine FOLDER]

Nothing else may run meanwhile; it takes about six minutes on two cores. --engine: a folder that the engine was
installed into (`python -m engine.installer install --into FOLDER`), to be weighed: a developer's environment holds
Blender too.
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
from engine.installer import folder
from engine.models import lda, mmm
from engine.models.diffusion import Noise, sample
from engine.models.text_states import TextStates
from engine.protocol.request import AudioRequest
from engine.protocol.sampling import Sampling
from engine.protocol.sound import AudioClip
from engine.runtime import linear
from engine.runtime.device import fast_dtype

# Of the official code in float32: MMM on two cores of such a machine; LDA a step on one core, of its 150.
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

# Of linear layers: float32 in each form, and bfloat16, which is what ships where a processor is fast in it.
KINDS = (*linear.FORMS, "bfloat16")

Row = tuple[str, str, str, str]  # what, here, beside, aim


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(prog="python -m engine.bench.published")
    parser.add_argument("--out", type=Path, help="a .md file; default: only printed")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--engine", type=Path, metavar="FOLDER", help="an installed engine, to be weighed")
    args = parser.parse_args(argv)
    rows = [
        *text_rows(args.repeats),
        *audio_rows(),
        *shipped_rows(args.repeats),
        *start_rows(3),
        *disk_rows(args.engine),
    ]
    cores = (
        f"{os.cpu_count()} cores, {torch.get_num_threads()} threads, {platform.machine()}, torch {torch.__version__}; "
        f"fast in bfloat16: {'yes' if fast_dtype('cpu') == torch.bfloat16 else 'no'}"
    )
    table = ["| CPU | here | official, or before | aim |", "|---|---|---|---|", *(f"| {' | '.join(r)} |" for r in rows)]
    lines = [*table, "", f"{cores}."]
    print("\n".join(lines))
    if args.out:
        files.write_text(args.out, "\n".join(lines) + "\n")
    return 0


@torch.no_grad()
def text_rows(repeats: int) -> list[Row]:
    """The published transformer with random weights: 196 frames at 20 fps, 10 steps; with guidance it is one that has
    been trained on hidden text."""
    rows, generator = list[Row](), torch.Generator().manual_seed(0)
    beside = {0.0: (f"{OFFICIAL_MMM_S:.2f} s; ours before 1.2 s", "0.55 s"), 1.0: ("none; ours before 1.65 s", "0.9 s")}
    text = TextStates(
        torch.randn(1, 512, generator=generator), torch.randn(1, 77, 512, generator=generator),
        torch.ones(1, 77, dtype=torch.bool),
    )  # fmt: skip
    for guidance, form in ((g, f) for g in beside for f in KINDS):
        torch.manual_seed(0)
        net = mmm.MMM(replace(mmm.Config.paper(), text_dropout=0.1 if guidance else 0.0)).eval().requires_grad_(False)
        _bring(net, ("cross", "blocks"), form)

        def take(i: int, net: mmm.MMM = net, guidance: float = guidance) -> None:
            mmm.sample(net, text, torch.tensor([49]), [torch.Generator().manual_seed(i)], guidance=guidance)

        seconds = bench.timed(take, repeats)
        name = f"paper-sized MMM, 196 frames, guidance {'1' if guidance else 'off'}, {form}"
        rows.append((name, f"{seconds:.2f} s", *beside[guidance]))
    return rows


def _bring(net: Any, lists: tuple[str, ...], kind: str) -> None:
    if kind == "bfloat16":
        net.to(torch.bfloat16)
    else:
        linear.quicken(net, lists, kind)


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
    share = f"{official:.0f} s of one core for 150 steps, {official / used:.0f} times as much"
    name = f"paper-sized LDA, {SECONDS:g} s, {STEPS} steps, {form}"
    return name, f"{wall:.2f} s ({used:.1f} s of one core)", share, "6 s; a hundredth of the official core time"


def shipped_rows(repeats: int) -> list[Row]:
    """The shipped models through the whole engine; text as it ships and in each form, and the network's part alone."""
    from engine.api import Engine

    rows, rate = list[Row](), 16000
    for form in ("", *linear.FORMS):
        os.environ[linear.VARIABLE] = form
        engine, said = Engine(None, "cpu"), f", {form}" if form else ", as it ships"
        text = bench.timed(lambda i, engine=engine: engine.generate(bench._request(i)), repeats)
        rows.append(
            (f"shipped text, best of four, 196 frames{said}", f"{text:.2f} s", "before 0.41 to 0.75 s", "0.3 s")
        )
        for share in (1.0, 0.5) if not form else (1.0,):
            alone = bench.timed(lambda i, e=engine, s=share: _network_alone(e, i, s), repeats)
            guided = "" if share == 1 else ", guided in the first half of the steps"
            rows.append((f"its network alone{said}{guided}", f"{alone:.2f} s", "", ""))
    os.environ[linear.VARIABLE] = ""
    clicks = np.zeros(int(SECONDS * rate), np.float32)
    clicks[:: rate // 2] = 0.9
    sound, engine = AudioClip(clicks, rate), Engine(None, "cpu")
    audio = bench.timed(lambda i: engine.generate(AudioRequest(sound, sampling=Sampling((i,)))), repeats)
    return [*rows, (f"shipped audio, {SECONDS:g} s", f"{audio:.2f} s", "before 1.2 s", "0.6 s")]


def _network_alone(engine: Any, i: int, share: float) -> None:
    """Best of four of the masked transformer for one of the prompts, without what stands around it."""
    from engine.text.networks import Settings, TakeSpec

    model = engine.load("text").model
    spec = TakeSpec(model.encoder.encode([bench.PROMPTS[i % len(bench.PROMPTS)]]), 49, i)
    model.draw([spec], Settings(guided_share=share), lambda _: None)


def start_rows(repeats: int) -> list[Row]:
    """What the worker's start is made of, the worker itself, and its memory."""
    rows, before = list[Row](), 0.0
    for name, code in STAGES:
        seconds = statistics.median(_run(code) for _ in range(repeats))
        rows.append((f"start: {name}", f"{seconds:.2f} s", f"{seconds - before:+.2f} s", ""))
        before = seconds
    found: dict[str, Any] = bench.worker("cpu", None, 3)
    rows.append(("worker ready", f"{found['worker_ready_s']:.2f} s", "before 4.6 s", "2.5 s"))
    memory = f"{found.get('peak_memory_gb', 0):.2f} GB"
    return [*rows, ("its peak memory after takes", memory, "before 0.68 GB", "0.6 GB")]


def disk_rows(engine: Path | None) -> list[Row]:
    """The installed engine on disk, or that it wasn't weighed."""
    if engine is None:
        return [("engine on disk", "not weighed: give --engine", "before 1.6 GB", "1.0 GB")]
    return [("engine on disk", f"{folder.size(engine) / 1e9:.2f} GB", "before 1.6 GB", "1.0 GB")]


def _run(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
