"""An evaluation's numbers as Markdown."""

from __future__ import annotations

import argparse
import os
import platform
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from engine.metrics.distributions import Interval

GT, SHUFFLED, STILL = "captured (GT)", "captured, texts shuffled", "mean pose"
NEAREST, NEAREST_CODED, CODED = (
    "nearest training clip",
    "nearest clip, through tokenizer",
    "captured, through tokenizer",
)
OURS, OURS_RAW = "ours", "ours, without clean-up"
Scores = dict[str, dict[str, Interval]]


def metric_table(scores: Scores, variety: float) -> list[str]:
    """Rows by measures; `variety` is the multimodality of ours."""
    floor = scores[GT]["FID of halves"].mean
    columns = list(next(iter(scores.values())))
    lines = [row_of("", *columns, "halves / floor", "multimodality"), rule_of(len(columns) + 3)]
    for name, row in scores.items():
        ratio = row["FID of halves"].mean / floor
        lines.append(row_of(name, *row.values(), f"{ratio:.2f}", f"{variety:.3f}" if name == OURS_RAW else ""))
    return [
        *lines,
        "",
        "FID of halves: half of the captured pieces against the row's answers to the other half; in the first row that "
        f"is the noise floor, {floor:.4f}. FID: all against all.\n",
    ]


def body_table(body: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Skate, jerk and peaks of each row."""
    names = {"skate_share": "skate, share of frames", "skate_mm": "skate, mm a frame", "jerk": "jerk, m/s³"}
    columns = list(next(iter(body.values())))
    lines = [row_of("", *(names.get(c, f"peak {c} / GT") for c in columns)), rule_of(len(columns) + 1)]
    for name, row in body.items():
        lines.append(row_of(name, *(f"{v:.1f}" if c in ("jerk", "skate_mm") else f"{v:.3f}" for c, v in row.items())))
    return [*lines, ""]


def aims_met(scores: Scores, body: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What was aimed at, and whether ours gets there."""
    real, ours, floor = scores[GT], scores[OURS], scores[GT]["FID of halves"].mean
    aims = [
        ("R@3 within 10% of captured", ours["R@3"].mean / real["R@3"].mean, "of it", lambda x: x >= 0.9),
        ("FID under 5x the noise floor", ours["FID"].mean / floor, "times", lambda x: x < 5),
        ("FID of halves under 5x the noise floor", ours["FID of halves"].mean / floor, "times", lambda x: x < 5),
        ("foot skate no worse than captured", body[OURS]["skate_share"] / max(body[GT]["skate_share"], 1e-9),
         "times its share of frames", lambda x: x <= 1),
        ("R@3 over the nearest clip's", ours["R@3"].mean / scores[NEAREST]["R@3"].mean, "of it", lambda x: x > 1),
    ]  # fmt: skip
    return [
        f"- {what}: {value:.2f} {unit}, {'met' if good(value) else 'not met'}" for what, value, unit, good in aims
    ] + [""]


def heading(args: argparse.Namespace, seconds: float) -> list[str]:
    """How the numbers were made: command, machine, weights."""
    import torch

    from engine.runtime import weights

    folder = args.weights or weights.FOLDER
    names = ("tokenizer", "text", "library", "critic", "evaluator")
    entries = weights.read_registry(folder)
    digests = ", ".join(f"{n} `{entries[n]['sha256'][:12]}`" for n in names if n in entries)
    return [
        "# Text to motion: what the shipped weights do\n",
        f"Command: `{command(args)}`  ",
        f"Machine: {machine()}, torch {torch.__version__}, {args.device}; {seconds / 60:.1f} minutes.  ",
        f"Weights: {digests or 'not pinned'}.\n",
        "The evaluator is this project's own, trained on the training split: its numbers compare the rows here and "
        "nothing published.\n",
    ]


def command(args: argparse.Namespace) -> str:
    """The command line that makes these tables again, without the names of local folders."""
    given = [f"--{k}={v}" for k, v in vars(args).items() if k in ("limit", "takes", "repeats", "split", "seed", "only")]
    return shlex.join(["motif", "evaluate", args.what, *(g for g in given if not g.endswith("=None"))])


def machine() -> str:
    """Processor and cores."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*:\s*(.+)", info.read_text())
        model = found[1] if found else model
    return f"{model}, {os.cpu_count()} cores"


def row_of(*cells: object) -> str:
    """One row of a table."""
    return "| " + " | ".join(str(c) for c in cells) + " |"


def rule_of(count: int) -> str:
    """The line below a table's head."""
    return "|" + "---|" * count


def put_section(path: Path, name: str, text: str, title: str) -> None:
    """Put text into a page between two marks that hold `name`, or at the page's end; the rest of the page stays.

    title: the first line of a page that isn't there yet.
    """
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    page = path.read_text(encoding="utf-8") if path.exists() else f"{title}\n"
    section = f"{begin}\n{text.rstrip()}\n{end}"
    if begin in page and end in page:
        before, rest = page.split(begin, 1)
        page = before + section + rest.split(end, 1)[1]
    else:
        page = f"{page.rstrip()}\n\n{section}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")
