"""`motif evaluate forms`: the text model packed, in int8, or guided in its first steps alone, beside itself.

All rows have the same sentences, seeds and pools, so that differences are taken pair by pair: of the network's own
takes, where nothing else hides them, and of plain prompts as an artist gets them. Another row is the same model with
other seeds: what chance alone does.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from engine.evaluate import harness, tables
from engine.evaluate.harness import Part, table
from engine.metrics import distributions, prompt_checks
from engine.metrics.distributions import Interval
from engine.runtime import linear
from engine.text.model import TextModel
from engine.text.networks import Settings, TakeSpec
from engine.text.segments import Segment

if TYPE_CHECKING:
    from engine.train.text.evaluator import Evaluator
    from engine.train.text.held_out import HeldOut

_POOLS = 100  # draws of pools for a piece's share of hits
_DRAWS = 200  # of pieces, for the interval of a difference of FID
Hits = NDArray[np.float64]


@dataclass(frozen=True)
class Variant:
    """form: of the linear layers, "" as they ship: in bfloat16, where the processor is fast in it. guided_share: of the
    iterations. other_seeds: added to every seed."""

    form: str = ""
    guided_share: float = 1.0
    other_seeds: int = 0


@dataclass(frozen=True)
class Answers:
    """motions: embeddings (N, D) of the network's own takes. passed: (seeds, prompts) bool. seconds: of the processor
    for one of the network's takes, all of them counted."""

    motions: NDArray[np.float64]
    passed: NDArray[np.bool_]
    seconds: float


VARIANTS = {
    "as it ships": Variant(),
    "int8": Variant("int8"),
    "float32": Variant("exact"),
    "guided in the first half": Variant(guided_share=1 / 2),
    "packed": Variant("packed"),
    "guided in the first third": Variant(guided_share=1 / 3),
    "as it ships, other seeds": Variant(other_seeds=50_000),
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `motif evaluate forms`."""
    harness.add(parser, "split", "data", "out", takes=1, limit=128)
    parser.add_argument("--rows", default=",".join(VARIANTS), metavar="NAME,..", help="default: all")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Measure each row and print the table."""
    return harness.report(args, measure, lambda a, s: tables.heading(a, s, "takes", "limit", "split", "rows"))


def measure(args: argparse.Namespace) -> Part:
    """One table: each row with its differences from the first."""
    from engine.train.data.clips import load_clips

    test = harness.held_out_pieces(args, load_clips(args.data), 1, args.limit)
    evaluator, found = harness.load_evaluator(), dict[str, Answers]()
    for name in args.rows.split(","):
        found[name] = answers(args, VARIANTS[name], test, evaluator)
        print("\n".join(rows_of(args, test, evaluator, found)), flush=True)  # so far
    intro = (
        f"{len(test.motions)} held-out pieces with a sentence each, the network's own takes; "
        f"{len(prompt_checks.CHECKS)} plain prompts, {args.takes} seeds, as an artist gets them. Differences from the "
        "first row pair by pair, with 95% intervals over pieces and prompts.\n"
    )
    numbers = {name: {"passed": float(one.passed.mean()), "seconds": one.seconds} for name, one in found.items()}
    return [intro, *rows_of(args, test, evaluator, found)], {"rows": numbers}


def answers(args: argparse.Namespace, variant: Variant, test: HeldOut, evaluator: Evaluator) -> Answers:
    """What the text model answers in one form."""
    os.environ[linear.VARIABLE] = variant.form
    model = TextModel.load(harness.weights_folder(args), args.device)
    settings = Settings(args.steps, args.temperature, args.guidance, args.candidates, variant.guided_share)
    seed, stride = args.seed + variant.other_seeds, model.tokenizer.config.stride
    lengths, motions, began = [len(m) for m in test.motions], [], time.process_time()
    for i, (text, frames) in enumerate(zip(tqdm(test.prompts[0], desc="takes"), lengths, strict=True)):
        spec = TakeSpec(model.encoder.encode([text]), -(-frames // stride), seed + i)
        motions += model.decode(model.draw([spec], settings, lambda _: None), [frames])
    seconds = (time.process_time() - began) / len(motions)
    from engine.evaluate import baselines
    from engine.evaluate.text import passes

    checks = prompt_checks.CHECKS
    takes = [
        [model.perform([Segment(c.prompt, 0, None)], [seed + 100 * k + i], settings)[0]
         for i, c in enumerate(tqdm(checks, desc="plain prompts"))]
        for k in range(args.takes)
    ]  # fmt: skip
    passed = passes(checks, [baselines.cleaned(take) for take in takes])
    return Answers(np.asarray(evaluator.embed_motions(motions), float), passed, seconds)


def rows_of(
    args: argparse.Namespace, test: HeldOut, evaluator: Evaluator, found: dict[str, Answers]
) -> list[str]:  # fmt: skip
    """The table of what was found."""
    from engine.text.encoder import shared_encoder

    texts = np.asarray(evaluator.embed_texts(shared_encoder(args.device), test.prompts[0]), float)
    real = np.asarray(evaluator.embed_motions(test.motions), float)
    first, lines = next(iter(found.values())), []
    hits_first = hits(texts, first.motions)
    for name, one in found.items():
        own, cells = hits(texts, one.motions), [name]
        for k in (0, 2):
            apart = distributions.interval((own[:, k] - hits_first[:, k]).tolist())
            cells.append(_beside(distributions.interval(own[:, k].tolist()), apart))
        cells.append(f"{distributions.fid(real, one.motions):.3f} ({fid_difference(real, one.motions, first.motions)})")
        passed = distributions.interval((one.passed.mean(0) - first.passed.mean(0)).tolist())
        cells.append(f"{int(one.passed.sum())} of {one.passed.size} ({passed.mean:+.3f} ±{passed.half:.3f})")
        lines.append((*cells, f"{one.seconds:.2f}"))
    head = ("", "R@1 (difference)", "R@3 (difference)", "FID (difference)", "plain prompts (difference)", "s a take")
    return table(head, lines)


def _beside(value: Interval, apart: Interval) -> str:
    return f"{value} ({apart.mean:+.3f} ±{apart.half:.3f})"


def hits(texts: Hits, motions: Hits) -> Hits:
    """Share of pools (N, 3) in which a text's motion is among the nearest 1, 2, 3 of 32; ties count as wrong. The pools
    are the same whatever the motions, texts and motions (N, D)."""
    rng, count = np.random.default_rng(0), len(texts)
    apart = distributions.distances(texts, motions)
    out = np.zeros((count, 3))
    for _ in range(_POOLS):
        for i in range(count):
            others = rng.choice(count - 1, distributions.POOL - 1, replace=False)
            others += others >= i
            out[i] += (apart[i, others] <= apart[i, i]).sum() < np.arange(1, 4)
    return out / _POOLS


def fid_difference(real: Hits, motions: Hits, first: Hits) -> str:
    """FID of `motions` less that of `first`, with a 95% interval over draws of the pieces."""
    if motions is first:
        return "0"
    rng, count = np.random.default_rng(0), len(real)
    away: Callable[[Sequence[int] | NDArray], float] = lambda i: (  # noqa: E731
        distributions.fid(real[i], motions[i]) - distributions.fid(real[i], first[i])
    )
    spread = np.std([away(rng.integers(count, size=count)) for _ in range(_DRAWS)], ddof=1)
    return f"{away(np.arange(count)):+.3f} ±{1.96 * spread:.3f}"
