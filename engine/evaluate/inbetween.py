"""`motif evaluate inbetween`: gaps of held-out motion, filled; beside standing still, straight ways and the truth."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from engine.evaluate.tables import row_of, rule_of
from engine.inbetween import regenerate
from engine.metrics import distributions
from engine.metrics import inbetween as gap_metrics
from engine.protocol.errors import bad_request
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
    """The command's options."""
    parser.add_argument("--limit", type=int, default=200, help="windows for each length, 0 for none; default 200")
    parser.add_argument("--split", choices=("test", "val"), default="test", help="val for choosing settings")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="BVH files; default: the motion pack")
    parser.add_argument(
        "--masked", type=int, default=60, help="windows for the masked transformer's row; default 60, 0 for none"
    )
    parser.add_argument("--told", type=int, default=96, help="pieces filled to a sentence, 0 for none; default 96")
    parser.add_argument("--out", type=Path, metavar="FILE.md", help="write the tables there")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Tables as Markdown on stdout and in --out; the numbers for JSON."""
    from engine.inbetween.model import FillModel
    from engine.runtime import weights
    from engine.text.model import TextModel
    from engine.train.data import clips as data
    from engine.train.data.clips import partition

    began = time.monotonic()
    folder = args.weights or weights.FOLDER
    model = FillModel.load(folder, args.device)
    words = lru_cache(lambda: TextModel.load(folder, args.device))
    clips = data.load_clips(args.data)
    parts = partition(clips)
    lines, numbers = benchmark(model, words, parts["train"], parts[args.split], args) if args.limit else ([], {})
    if args.told:
        more, numbers["told"] = told(model, words, clips, args)
        lines += more
    page = "\n".join(["# In-betweening: what the shipped weights do", "", *lines])
    print(page)
    if args.out:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_text(page + "\n", encoding="utf-8")
    return {"split": args.split, "seconds": round(time.monotonic() - began, 1), **numbers}


def benchmark(
    model: FillModel, words: Words, train: Sequence[Clip], held: Sequence[Clip], args: argparse.Namespace
) -> tuple[list[str], dict[str, Any]]:
    """L2P, L2Q, NPSS, skate and seams for each length of gap and each way of filling it."""
    rng = np.random.default_rng(args.seed)
    scale = gap_metrics.Scale.of(cut_windows(train, PAST + 31, 400, rng), PAST)
    ways = ways_of(model, words, args.seed)
    lines: list[str] = [
        f"Held-out windows of the {args.split} split, up to {args.limit} for each length, {PAST} frames before the gap "
        "and one after\nit: LaFAN1's protocol, on this project's data and skeleton. Compare rows, not papers.",
        "",
    ]
    numbers: dict[str, Any] = {}
    for gap in GAPS:
        windows = cut_windows(held, PAST + gap + 1 + PAST, args.limit, np.random.default_rng(args.seed))
        bar = tqdm(total=len(windows) * len(ways), desc=f"gaps of {gap} frames")
        rows = {}
        for name, fill in ways.items():
            used = windows[: args.masked] if name == MASKED else windows
            if not used:
                continue
            made, amidst = [], []
            for window in used:
                made.append(filled(window, gap, fill, 1))
                amidst.append(filled(window, gap, fill, PAST))
                bar.update(1)
            rows[name] = measured(made, used, gap, scale) | dict(zip(AMIDST, _jumps(amidst, used, gap), strict=True))
        bar.close()
        lines += [
            f"## Gaps of {gap} frames ({len(windows)} windows)",
            "",
            row_of("", *COLUMNS),
            rule_of(1 + len(COLUMNS)),
        ]
        lines += [row_of(name, *(f"{row[c]:.3f}" for c in COLUMNS)) for name, row in rows.items()] + [""]
        numbers[str(gap)] = rows
    return lines, numbers


STILL, STRAIGHT = "standing still", "straight (SLERP)"
LIKELIEST, DRAWN, MASKED, TRUTH = "ours, likeliest", "ours, drawn", "masked transformer, drawn", "captured (GT)"
SEAMS = ("velocity jump / GT", "acceleration jump / GT")
AMIDST = tuple(f"{name}, kept on both sides" for name in SEAMS)
COLUMNS = ("L2P", "L2Q", "NPSS", "skate, mm a frame", *SEAMS, *AMIDST)


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


def conformed(made: Motion, source: Motion, keep: Mask) -> Motion:
    """As the engine finishes a filling: exact, with feet locked."""
    return regenerate.finish(made, source, keep, "keep")


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
    """The window with its gap filled, knowing the frames before it and so many after; the rest as it was, for the
    seams."""
    seen = window.cut(0, PAST + gap + after)
    again = np.zeros(len(seen), bool)
    again[PAST : PAST + gap] = True
    made = fill(seen, keep_all_but(seen.skeleton, again))
    root, rot = window.root_pos.copy(), window.rot.copy()
    root[: len(seen)], rot[: len(seen)] = made.root_pos, made.rot
    return replace(window, root_pos=root, rot=rot)


def measured(made: Sequence[Motion], real: Sequence[Motion], gap: int, scale: gap_metrics.Scale) -> dict[str, float]:
    """A row's numbers."""
    velocity, acceleration = _jumps(made, real, gap)
    skate = [contact.foot_skate(m.cut(PAST, PAST + gap))["skate_mm"] for m in made]
    return {
        "L2P": float(np.mean([gap_metrics.l2p(a, b, PAST, gap, scale) for a, b in zip(made, real, strict=True)])),
        "L2Q": float(np.mean([gap_metrics.l2q(a, b, PAST, gap) for a, b in zip(made, real, strict=True)])),
        "NPSS": gap_metrics.npss(made, real, PAST, gap),
        "skate, mm a frame": float(np.mean(skate)),
        SEAMS[0]: velocity,
        SEAMS[1]: acceleration,
    }


def _jumps(made: Sequence[Motion], real: Sequence[Motion], gap: int) -> tuple[float, float]:
    return gap_metrics.jump_ratios(made, real, [[PAST, PAST + gap]] * len(made))


# Spans filled to a sentence.


def told(model: FillModel, words: Words, clips: Sequence[Clip], args: argparse.Namespace) -> tuple[list[str], dict]:
    """What the evaluator thinks of a sentence and of a piece of which all but the edges was made anew to it."""
    from engine.runtime.weights import FOLDER
    from engine.train.text.evaluator import Evaluator
    from engine.train.text.held_out import held_out

    held = held_out(clips, args.split, 1, 10 * args.told, args.seed)
    long = [i for i, m in enumerate(held.motions) if len(m) >= 2 * PAST + 30][: args.told]
    real, said = [held.motions[i] for i in long], [held.prompts[0][i] for i in long]
    if len(real) < distributions.POOL:
        raise bad_request(f"Only {len(real)} held-out pieces: at least {distributions.POOL} are needed.")
    others = [said[i - len(said) // 2] for i in range(len(said))]

    def prompted(texts: Sequence[str]) -> list[Motion]:
        bar = tqdm(zip(real, texts, strict=True), total=len(real), desc="spans filled to a sentence")
        return [
            _all_but_edges(m, lambda s, k, t=t: conformed(model.fill(s, k, t, args.seed, words=words), s, k))
            for m, t in bar
        ]

    rows = {
        TRUTH: real,
        STRAIGHT: [_all_but_edges(m, constraints.interpolate) for m in real],
        "no prompt": prompted([""] * len(real)),
        "its prompt": prompted(said),
        "another's prompt": prompted(others),
    }
    evaluator = Evaluator.load(FOLDER / "evaluator.safetensors")
    asked = evaluator.embed_texts(words().encoder, said)
    seen = {name: evaluator.embed_motions(made) for name, made in rows.items()}
    numbers = {name: distributions.agreement(asked, seen[name], seen[TRUTH], args.seed) for name in rows}
    columns = list(numbers[TRUTH])
    share = 1 - 2 * PAST * len(real) / sum(map(len, real))
    lines = [
        f"## Spans filled to a sentence ({len(real)} pieces)", "",
        f"Whole bodies made anew but for {PAST} frames at either end ({share:.0%} of all frames), judged by the "
        "piece's own sentence.", "",
        row_of("", *columns), rule_of(1 + len(columns)),
        *(row_of(name, *(f"{row[c]:.3f}" for c in columns)) for name, row in numbers.items()), "",
    ]  # fmt: skip
    return lines, numbers


def _all_but_edges(motion: Motion, fill: Fill) -> Motion:
    again = np.zeros(len(motion), bool)
    again[PAST : len(motion) - PAST] = True
    return fill(motion, keep_all_but(motion.skeleton, again))
