"""Names of the rows that evaluations compare, and the tables of the text evaluation."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from engine.evaluate.harness import command, machine, table, weights_folder
from engine.metrics.distributions import Interval

GT, SHUFFLED, STILL = "captured (GT)", "captured, texts shuffled", "mean pose"
NEAREST, NEAREST_CODED, CODED = (
    "nearest training clip",
    "nearest clip, through tokenizer",
    "captured, through tokenizer",
)
QUIET = "captured, without its noise"  # as the library has it
OURS, OURS_RAW = "ours", "ours, without clean-up"
Scores = dict[str, dict[str, Interval]]


def metric_table(scores: Scores, variety: float) -> list[str]:
    """Rows by measures; `variety` is the multimodality of ours."""
    floor = scores[GT]["FID of halves"].mean
    columns = list(next(iter(scores.values())))
    rows = [
        (name, *row.values(), f"{row['FID of halves'].mean / floor:.2f}", f"{variety:.3f}" if name == OURS_RAW else "")
        for name, row in scores.items()
    ]
    return [
        *table(("", *columns, "halves / floor", "multimodality"), rows),
        "FID of halves: half of the captured pieces against the row's answers to the other half; in the first row that "
        f"is the noise floor, {floor:.4f}. FID: all against all.\n",
    ]


def body_table(body: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Skate, jerk and peaks of each row."""
    names = {"skate_share": "skate, share of frames", "skate_mm": "skate, mm a frame", "jerk": "jerk, m/s³"}
    columns = list(next(iter(body.values())))
    rows = [
        (name, *(f"{v:.1f}" if c in ("jerk", "skate_mm") else f"{v:.3f}" for c, v in row.items()))
        for name, row in body.items()
    ]
    return table(("", *(names.get(c, f"peak {c} / GT") for c in columns)), rows)


def aims_met(scores: Scores, body: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What was aimed at, and whether ours gets there."""
    real, ours, floor = scores[GT], scores[OURS], scores[GT]["FID of halves"].mean
    aims = [
        ("R@3 within 10% of captured", ours["R@3"].mean / real["R@3"].mean, "of it", lambda x: x >= 0.9),
        ("FID under 5x the noise floor", ours["FID"].mean / floor, "times", lambda x: x < 5),
        ("FID of halves under 5x the noise floor", ours["FID of halves"].mean / floor, "times", lambda x: x < 5),
        ("foot skate no worse than captured", body[OURS]["skate_share"] / max(body[GT]["skate_share"], 1e-9),
         "times its share of frames", lambda x: x <= 1),
        ("jerk 0.95 to 1.05 of captured without noise", body[OURS]["jerk"] / max(body[QUIET]["jerk"], 1e-9),
         "of it", lambda x: 0.95 <= x <= 1.05),
        ("R@3 over the nearest clip's", ours["R@3"].mean / scores[NEAREST]["R@3"].mean, "of it", lambda x: x > 1),
    ]  # fmt: skip
    return [
        f"- {what}: {value:.2f} {unit}, {'met' if good(value) else 'not met'}" for what, value, unit, good in aims
    ] + [""]


def heading(args: argparse.Namespace, seconds: float, *options: str) -> list[str]:
    """How the numbers were made: command with these options, machine, weights."""
    import torch

    from engine.runtime import weights

    names = ("tokenizer", "text", "library", "critic", "evaluator")
    entries = weights.read_registry(weights_folder(args))
    digests = ", ".join(f"{n} `{entries[n]['sha256'][:12]}`" for n in names if n in entries)
    return [
        "# Text to motion: what the shipped weights do\n",
        f"Command: `{command(args, *options, 'seed')}`  ",
        f"Machine: {machine()}, torch {torch.__version__}, {args.device}; {seconds / 60:.1f} minutes.  ",
        f"Weights: {digests or 'not pinned'}.\n",
        "The evaluator is this project's own, trained on the training split: its numbers compare the rows here and "
        "nothing published.\n",
    ]
