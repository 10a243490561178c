"""`motif evaluate inbetween`: gaps of held-out motion, filled; beside a held pose, interpolation and the truth."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from engine.evaluate import harness
from engine.evaluate.harness import Part, table
from engine.evaluate.tables import GT
from engine.inbetween import regenerate
from engine.metrics import distributions
from engine.metrics.inbetween import Scale, jump_ratios, l2p, l2q, npss
from retarget import constraints
from retarget.feet import contact
from retarget.mask import Mask, keep_all_but
from retarget.motion import Motion

if TYPE_CHECKING:
    from engine.inbetween.model import FillModel, Words
    from engine.train.data.clips import Clip

GAPS = (5, 15, 30, 45)
PAST = 10
Fill = Callable[[Motion, Mask], Motion]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `motif evaluate inbetween`."""
    harness.add(parser, "split", "data", "out", limit=200)
    parser.add_argument(
        "--masked", type=int, default=60, help="windows for the masked transformer's row; default 60, 0 for none"
    )
    parser.add_argument("--told", type=int, default=96, help="pieces filled to a sentence, 0 for none; default 96")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Print and write the tables; returns their numbers for JSON."""
    return harness.report(args, measure, lambda a, s: ["# In-betweening: what the shipped weights do", ""])


def measure(args: argparse.Namespace) -> Part:
    """Fill gaps of several lengths, and whole pieces but for their ends to a sentence."""
    from engine.inbetween.model import FillModel
    from engine.text.model import TextModel
    from engine.train.data.clips import load_clips, partition

    folder = harness.weights_folder(args)
    model = FillModel.load(folder, args.device)
    words = lru_cache(lambda: TextModel.load(folder, args.device))
    clips = load_clips(args.data)
    parts = partition(clips)
    lines, numbers = benchmark(model, words, parts["train"], parts[args.split], args) if args.limit else ([], {})
    if args.told:
        more, numbers["told"] = prompted(model, words, clips, args)
        lines += more
    return lines, numbers


def benchmark(
    model: FillModel, words: Words, train: Sequence[Clip], held: Sequence[Clip], args: argparse.Namespace
) -> Part:
    """L2P, L2Q, NPSS, skate and seams for each length of gap and each way of filling it."""
    rng = np.random.default_rng(args.seed)
    scale = Scale.of(cut_windows(train, PAST + 31, 400, rng), PAST)
    ways = ways_of(model, words, args.seed)
    lines: list[str] = [
        f"Held-out windows of the {args.split} split, up to {args.limit} for each length, {PAST} frames before the gap "
        "and one after\nit: LaFAN1's protocol, on this project's data and skeleton. Compare rows, not papers.",
        "",
    ]
    numbers: dict[str, Any] = {}
    for gap in GAPS:
        pieces = cut_windows(held, PAST + gap + 1 + PAST, args.limit, np.random.default_rng(args.seed))
        rows = {}
        with tqdm(total=len(pieces) * len(ways), desc=f"gaps of {gap} frames") as bar:
            for name, fill in ways.items():
                used = pieces[: args.masked] if name == MASKED else pieces
                if used:
                    rows[name] = measured(fill, used, gap, scale, bar)
        lines += [f"## Gaps of {gap} frames ({len(pieces)} windows)", ""]
        lines += table(("", *COLUMNS), [(name, *(f"{row[c]:.3f}" for c in COLUMNS)) for name, row in rows.items()])
        numbers[str(gap)] = rows
    return lines, numbers


STILL, STRAIGHT = "standing still", "straight (SLERP)"
LIKELIEST, DRAWN, MASKED, TRUTH = "ours, likeliest", "ours, drawn", "masked transformer, drawn", GT
SEAMS = ("velocity jump / GT", "acceleration jump / GT")
BOTH_SIDES = tuple(f"{name}, kept on both sides" for name in SEAMS)
COLUMNS = ("L2P", "L2Q", "NPSS", "skate, mm a frame", *SEAMS, *BOTH_SIDES)


def ways_of(model: FillModel, words: Words, seed: int) -> dict[str, Fill]:
    """Name of the row -> how it fills a gap; all but the first two go through `conform`."""

    def ours(temperature: float) -> Fill:
        return lambda m, k: conformed(model.fill(m, k, "", seed, words=words, temperature=temperature), m, k)

    def masked(motion: Motion, keep: Mask) -> Motion:
        from engine.text import infill

        return conformed(infill.fill(words(), motion, keep, "", seed), motion, keep)

    return {
        TRUTH: lambda m, k: m,
        STILL: still,
        STRAIGHT: constraints.interpolate,
        LIKELIEST: ours(0.0),
        DRAWN: ours(1.0),
        MASKED: masked,
    }


def conformed(filled: Motion, source: Motion, keep: Mask) -> Motion:
    """A filling as the engine finishes it: kept frames exact, feet locked."""
    return regenerate.finish(filled, source, keep, "keep")


def still(motion: Motion, keep: Mask) -> Motion:
    """Zero velocity: the last frame before the gap, held."""
    first, last = constraints.gaps(keep.frames)[0]
    root, rot = motion.root_pos.copy(), motion.rot.copy()
    root[first:last], rot[first:last] = root[first - 1], rot[first - 1]
    return replace(motion, root_pos=root, rot=rot)


def cut_windows(clips: Sequence[Clip], frames: int, limit: int, rng: np.random.Generator) -> list[Motion]:
    """Captured windows of `frames` frames, as evenly over the clips as their lengths allow."""
    long = [c for c in clips if not c.hand_made and len(c.motion) >= frames]
    found = []
    for turn in range(-(-limit // max(1, len(long)))):
        for i in rng.permutation(len(long)):
            motion = long[i].motion
            first = int(rng.integers(0, len(motion) - frames + 1))
            if turn == 0 or len(motion) >= 2 * frames:
                found.append(motion.cut(first, first + frames))
    return found[:limit]


def filled(window: Motion, gap: int, fill: Fill, after: int) -> Motion:
    """Fill the gap of a window knowing PAST frames before it and `after` frames after it; other frames stay as they
    were, so that the seam behind can be measured."""
    seen = window.cut(0, PAST + gap + after)
    regenerated = np.zeros(len(seen), bool)
    regenerated[PAST : PAST + gap] = True
    part = fill(seen, keep_all_but(seen.skeleton, regenerated))
    root, rot = window.root_pos.copy(), window.rot.copy()
    root[: len(seen)], rot[: len(seen)] = part.root_pos, part.rot
    return replace(window, root_pos=root, rot=rot)


def measured(fill: Fill, real: Sequence[Motion], gap: int, scale: Scale, bar: tqdm) -> dict[str, float]:
    """A row's numbers: the gap filled knowing one frame after it (LaFAN1's protocol), and seams knowing PAST frames."""
    one, both = [], []
    for window in real:
        one.append(filled(window, gap, fill, 1))
        both.append(filled(window, gap, fill, PAST))
        bar.update(1)
    pairs = list(zip(one, real, strict=True))
    return {
        "L2P": float(np.mean([l2p(a, b, PAST, gap, scale) for a, b in pairs])),
        "L2Q": float(np.mean([l2q(a, b, PAST, gap) for a, b in pairs])),
        "NPSS": npss(one, real, PAST, gap),
        "skate, mm a frame": float(np.mean([contact.foot_skate(m.cut(PAST, PAST + gap))["skate_mm"] for m in one])),
        **dict(zip(SEAMS, _jumps(one, real, gap), strict=True)),
        **dict(zip(BOTH_SIDES, _jumps(both, real, gap), strict=True)),
    }


def _jumps(filled: Sequence[Motion], real: Sequence[Motion], gap: int) -> tuple[float, float]:
    return jump_ratios(filled, real, [[PAST, PAST + gap]] * len(filled))


# Pieces filled to a sentence.


def prompted(model: FillModel, words: Words, clips: Sequence[Clip], args: argparse.Namespace) -> Part:
    """Agreement of sentences with pieces of which all but the ends was regenerated to them."""
    held = harness.held_out_pieces(args, clips, 1, 10 * args.told)
    long = [i for i, m in enumerate(held.motions) if len(m) >= 2 * PAST + 30][: args.told]
    harness.check_pool(len(long))
    real, texts = [held.motions[i] for i in long], [held.prompts[0][i] for i in long]
    others = [texts[i - len(texts) // 2] for i in range(len(texts))]

    def fill(prompts: Sequence[str]) -> list[Motion]:
        bar = tqdm(zip(real, prompts, strict=True), total=len(real), desc="spans filled to a sentence")
        return [
            _all_but_edges(m, lambda s, k, t=t: conformed(model.fill(s, k, t, args.seed, words=words), s, k))
            for m, t in bar
        ]

    rows = {
        TRUTH: real,
        STRAIGHT: [_all_but_edges(m, constraints.interpolate) for m in real],
        "no prompt": fill([""] * len(real)),
        "its prompt": fill(texts),
        "another's prompt": fill(others),
    }
    evaluator = harness.load_evaluator()
    text_vectors = evaluator.embed_texts(words().encoder, texts)
    seen = {name: evaluator.embed_motions(motions) for name, motions in rows.items()}
    numbers = {name: distributions.agreement(text_vectors, seen[name], seen[TRUTH], args.seed) for name in rows}
    columns = list(numbers[TRUTH])
    share = 1 - 2 * PAST * len(real) / sum(map(len, real))
    lines = [
        f"## Spans filled to a sentence ({len(real)} pieces)", "",
        f"Whole bodies made anew but for {PAST} frames at either end ({share:.0%} of all frames), judged by the "
        "piece's own sentence.", "",
    ]  # fmt: skip
    rows_of = [(name, *(f"{row[c]:.3f}" for c in columns)) for name, row in numbers.items()]
    return [*lines, *table(("", *columns), rows_of)], numbers


def _all_but_edges(motion: Motion, fill: Fill) -> Motion:
    regenerated = np.zeros(len(motion), bool)
    regenerated[PAST : len(motion) - PAST] = True
    return fill(motion, keep_all_but(motion.skeleton, regenerated))
