"""`motif evaluate timeline`: ten prompts in a row as one take: time, memory, and how smooth its transitions are.

Jumps of velocity and acceleration around the middle of each transition (the largest of three frames, 95th percentile
over all transitions) stand beside those of captured motion: at random frames taken the same way, and on every frame.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.evaluate import harness
from engine.evaluate.harness import Part, table
from engine.metrics.inbetween import jumps, seam_jumps
from engine.protocol.prompt import Prompt
from engine.protocol.request import TextRequest, with_seeds
from engine.protocol.sampling import DEFAULT_GUIDANCE, Sampling
from retarget.motion import Motion

PROMPTS = (
    "a person walks forward", "a person sits down", "a person stands up from a chair",
    "someone waves with the right hand", "a person jumps forward with both feet", "a person runs in a circle",
    "a person kicks with the right leg", "someone picks something up from the floor", "a person dances",
    "a person turns around and walks away",
)  # fmt: skip
FPS = 30


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `motif evaluate timeline`."""
    harness.add(parser, "data", "out", "sheet", seconds=60.0, takes=3)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Print and write the table; returns its numbers for JSON."""
    return harness.report(args, measure, lambda a, s: [])


def measure(args: argparse.Namespace) -> Part:
    """Generate the takes, and measure time, memory and jumps."""
    from engine.api import Engine

    engine = Engine(args.weights, args.device)
    request = timeline_request(args.seconds, args)
    engine.generate(with_seeds(timeline_request(12.0, args), [args.seed]))  # loads everything
    before, began = peak_mb(), time.monotonic()
    takes = engine.generate(request)
    seconds, after = (time.monotonic() - began) / len(takes), peak_mb()
    motions = [take.motion for take in takes]
    bounds = [prompt.start for prompt in request.prompts][1:]
    rows = jump_rows(motions, bounds, args)
    if args.sheet:
        draw(motions[0], [*bounds, len(motions[0])], args.sheet)
    intro = (
        f"{len(bounds) + 1} prompts in {args.seconds:g} s, {args.takes} takes, on {args.device}: "
        f"{seconds:.1f} s a take; memory at its peak {after:,.0f} MB, {before:,.0f} MB for 12 s."
    )
    head = ("", "velocity jump, m/s", "acceleration jump, m/s²")
    lines = table(head, [(name, *(f"{value:.2f}" for value in row)) for name, row in rows.items()])
    return [intro, "", *lines[:-1]], {
        "seconds": seconds, "peak_mb": after, "peak_mb_12_s": before, "jumps": rows,
    }  # fmt: skip


def timeline_request(seconds: float, args: argparse.Namespace) -> TextRequest:
    """A request for as many of the prompts as fit into `seconds` at the usual length of six seconds."""
    count = max(2, min(len(PROMPTS), round(seconds / 6)))
    marks = np.linspace(0, round(seconds * FPS), count + 1).round().astype(int).tolist()
    prompts = tuple(Prompt(text, a, b) for text, a, b in zip(PROMPTS, marks, marks[1:]))
    guidance = DEFAULT_GUIDANCE if args.guidance is None else args.guidance
    seeds = tuple(range(args.seed, args.seed + args.takes))
    return TextRequest(prompts, marks[-1], Sampling(seeds, FPS, args.steps, args.temperature, guidance))


def jump_rows(
    takes: Sequence[Motion], bounds: Sequence[int], args: argparse.Namespace
) -> dict[str, tuple[float, float]]:
    """Row -> 95th percentiles of the jumps of velocity (m/s) and of acceleration (m/s²)."""
    from engine.evaluate.motion.inbetween import cut_windows
    from engine.train.data.clips import load_clips, partition

    clips = partition(load_clips(args.data))["test"]
    windows = cut_windows(clips, 120, 100, np.random.default_rng(args.seed))
    somewhere = np.random.default_rng(args.seed).integers(10, 110, (len(windows), 9))
    edges = [[bound + way * 12 for bound in bounds for way in (-1, 1)] for _ in takes]
    return {
        "at transitions": _high([seam_jumps(m, bounds) for m in takes]),
        "12 frames beside them": _high([seam_jumps(m, at) for m, at in zip(takes, edges)]),
        "captured, at random frames": _high([seam_jumps(m, at) for m, at in zip(windows, somewhere)]),
        "captured, every frame": _high([jumps(m) for m in windows]),
    }


def _high(jumps: Sequence[tuple[Any, Any]]) -> tuple[float, float]:
    velocity, acceleration = (np.concatenate([pair[k] for pair in jumps]) for k in (0, 1))
    return float(np.percentile(velocity, 95)), float(np.percentile(acceleration, 95))


def peak_mb() -> float:
    """Peak memory of this process in megabytes; not a number on Windows, which does not report it."""
    try:
        import resource
    except ImportError:
        return float("nan")
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def draw(motion: Motion, ends: Sequence[int], path: Path) -> None:
    """A strip of poses for each prompt."""
    from engine.evaluate import strips

    starts = [0, *ends[:-1]]
    rows = [(f"{text}   [{a}-{b - 1}]", motion.cut(a, b)) for text, a, b in zip(PROMPTS, starts, ends)]
    strips.sheet(rows, path)
