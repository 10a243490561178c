"""`motif evaluate text`: held-out sentences by the evaluator network, and plain prompts by rules on joint positions.

Rows beside ours: captured motion, two halves of it against each other, shuffled texts, a mean pose, and the training
clip whose caption is nearest to the prompt, which a generator has to beat.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from engine.evaluate import harness, tables
from engine.evaluate.harness import Part, table
from engine.metrics import artist_checks, distributions, fresh_checks, later_checks, prompt_checks, unseen_checks
from engine.metrics.asked import checks as asked_checks
from engine.metrics.figure import Figure
from engine.metrics.prompt_checks import Check
from engine.metrics.typed import checks as typed_checks
from engine.protocol.errors import bad_request
from retarget.motion import Motion, mirror

if TYPE_CHECKING:
    from engine.evaluate.baselines import Nearest, Sampler, Takes
    from engine.train.data.clips import Clip
    from engine.train.text.evaluator import Evaluator
    from engine.train.text.held_out import HeldOut

LISTS = {
    "plain": prompt_checks.CHECKS,
    "unseen": unseen_checks.CHECKS,
    "fresh": fresh_checks.CHECKS,
    "artists": artist_checks.CHECKS,
    "later": later_checks.CHECKS,
    "typed": typed_checks.CHECKS,
    "asked": asked_checks.CHECKS,
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `motif evaluate text`."""
    harness.add(parser, "split", "data", "out", repeats=20, takes=3, limit=160)
    parser.add_argument("--variety", type=int, default=16, help="prompts with ten takes each, for multimodality")
    parser.add_argument("--only", choices=("metrics", "kinematics"), help="one half of it")
    told = "plain: those that planner and judge were made beside; the others: written before their takes were seen"
    parser.add_argument("--list", choices=tuple(LISTS), default="plain", help=told)
    parser.add_argument("--evaluator", type=Path, metavar="FILE", help="its weights; default: those that ship")


def add_strips_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `motif evaluate strips`."""
    parser.add_argument("--prompts", type=Path, required=True, metavar="FILE", help="one prompt a line")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.png")
    parser.add_argument("--seconds", type=float, help="length; default: automatic")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Both halves: the metrics of held-out sentences, and the rules of plain prompts."""
    return harness.report(
        args, evaluate_text, lambda a, s: tables.heading(a, s, "repeats", "takes", "limit", "split", "only", "list")
    )


def draw_strips(args: argparse.Namespace) -> dict[str, Any]:
    """Draw one strip of poses for each prompt of a file, as PNG."""
    from engine.evaluate import baselines, strips

    if not args.prompts.is_file():
        raise bad_request(f"There is no file {args.prompts}: give --prompts a text file with one prompt a line.")
    lines = [line.strip() for line in args.prompts.read_text(encoding="utf-8").splitlines()]
    prompts = [line for line in lines if line and not line.startswith("#")]  # as the contact sheets' list has them
    if not prompts:
        raise bad_request(f"{args.prompts} holds no prompts: write one a line.")
    frames = round(args.seconds * 30) if args.seconds else None
    with tqdm(total=len(prompts), desc="takes") as bar:
        takes = baselines.cleaned(_sampler(args).raw(prompts, [frames] * len(prompts), args.seed, bar.update))
    strips.sheet([(f"{p}   [{len(m)} frames]", m) for p, m in zip(prompts, takes, strict=True)], args.out)
    print(args.out)
    return {"out": str(args.out), "prompts": len(prompts)}


def _sampler(args: argparse.Namespace) -> Sampler:
    from engine.evaluate.baselines import Sampler
    from engine.text.model import TextModel

    model = TextModel.load(harness.weights_folder(args), args.device)
    return Sampler(model, args.steps, args.guidance, args.temperature, args.candidates)


def evaluate_text(args: argparse.Namespace) -> Part:
    """Measure both halves, or the one that --only names."""
    from engine.evaluate import baselines
    from engine.train.data.clips import load_clips

    clips, sampler = load_clips(args.data), _sampler(args)
    nearest = baselines.Nearest(clips, sampler.model.encoder)
    parts = {"metrics": metric_tables, "kinematics": kinematic_tables}
    found = [part(args, clips, sampler, nearest) for name, part in parts.items() if args.only in (None, name)]
    return [line for lines, _ in found for line in lines], {k: v for _, part in found for k, v in part.items()}


# The metrics.


def metric_tables(args: argparse.Namespace, clips: Sequence[Clip], sampler: Sampler, nearest: Nearest) -> Part:
    """Tables over held-out pieces: metrics of the evaluator's space, and how bodies move."""
    evaluator = harness.load_evaluator(args.evaluator)
    test = harness.held_out_pieces(args, clips, args.takes, args.limit)
    answers = answer(args, clips, test, sampler, nearest)
    variety = _variety(args, test, sampler, evaluator)
    texts = np.stack([evaluator.embed_texts(sampler.model.encoder, prompts) for prompts in test.prompts])
    scores = score(evaluator, texts, answers, args.repeats, args.seed)
    body = {name: bodies(takes, test.motions) for name, takes in answers.items() if name != tables.SHUFFLED}
    lines = [*tables.metric_table(scores, variety), *tables.body_table(body), *tables.aims_met(scores, body)]
    intro = (
        f"## Held-out sentences\n\n{len(test.motions)} captured pieces of {len(set(test.recordings))} recordings "
        f"of the {args.split} split, none of them seen in training, {args.takes} sentences each; "
        f"{args.repeats} repeats with fresh pools of 32, mean and 95% interval. Ours has the captured piece's length.\n"
    )
    numbers = {
        "metrics": {name: {k: asdict(v) for k, v in row.items()} for name, row in scores.items()},
        "multimodality": variety,
        "body": body,
        "pieces": len(test.motions),
    }
    return [intro, *lines], numbers


def answer(
    args: argparse.Namespace, clips: Sequence[Clip], test: HeldOut, sampler: Sampler, nearest: Nearest
) -> dict[str, Takes]:
    """The motions of every row, [take][piece]."""
    from engine.evaluate import baselines
    from engine.train.data.clips import split_of

    lengths = [len(m) for m in test.motions]
    with tqdm(total=args.takes * len(lengths), desc="takes") as bar:
        raw = [sampler.raw(texts, lengths, args.seed + 1000 * k, bar.update) for k, texts in enumerate(test.prompts)]
    found = [nearest.find(texts, args.seed + k) for k, texts in enumerate(test.prompts)]
    tokenizer = sampler.model.tokenizer
    train = [c.motion for c in clips if split_of(c.trial) == "train"]
    return {
        tables.GT: [test.motions],
        tables.SHUFFLED: [test.motions],
        tables.QUIET: [baselines.quiet(test.motions, test.recordings, clips)],
        tables.STILL: [baselines.mean_pose(train, lengths)],
        tables.CODED: [baselines.through_tokenizer(tokenizer, test.motions)],
        tables.NEAREST: found,
        tables.NEAREST_CODED: [baselines.through_tokenizer(tokenizer, motions) for motions in found],
        tables.OURS_RAW: raw,
        tables.OURS: [baselines.cleaned(motions) for motions in raw],
    }


def _variety(args: argparse.Namespace, test: HeldOut, sampler: Sampler, evaluator: Evaluator) -> float:
    """Multimodality of ours: ten takes of each of some prompts."""
    if not args.variety:
        return float("nan")
    count = min(args.variety, len(test.motions))
    chosen = np.linspace(0, len(test.motions) - 1, count).astype(int)
    texts, lengths = [test.prompts[0][i] for i in chosen], [len(test.motions[i]) for i in chosen]
    with tqdm(total=10 * len(texts), desc="takes for variety") as bar:
        takes = [evaluator.embed_motions(sampler.raw(texts, lengths, 5000 + 100 * k, bar.update)) for k in range(10)]
    return distributions.multimodality(np.stack(takes, axis=1))


def score(
    evaluator: Evaluator, texts: np.ndarray, answers: Mapping[str, Takes], repeats: int, seed: int
) -> tables.Scores:
    """Measure R-precision, MM-Dist, FID and diversity of every row, with intervals over `repeats` random draws.

    texts: (takes, N, D) embeddings of the sentences. answers: row -> motions, [take][piece].
    """
    real = evaluator.embed_motions(answers[tables.GT][0])
    scores: tables.Scores = {}
    for name, takes in answers.items():
        motions = [real] if name in (tables.GT, tables.SHUFFLED) else [evaluator.embed_motions(take) for take in takes]
        scores[name] = distributions.repeat(_measurement(real, texts, motions, name == tables.SHUFFLED), repeats, seed)
    return scores


def _measurement(
    real: np.ndarray, texts: np.ndarray, motions: Sequence[np.ndarray], shuffled: bool
) -> Callable[[np.random.Generator], dict[str, float]]:
    """One draw of a row's numbers: a random take, pools and halves. Embeddings: real (N, D), motions [take](N, D)."""

    def once(rng: np.random.Generator) -> dict[str, float]:
        take = int(rng.integers(len(texts)))
        motion = motions[take % len(motions)]
        text = texts[take][rng.permutation(len(real))] if shuffled else texts[take]
        top = distributions.r_precision(text, motion, rng)
        order = rng.permutation(len(real))
        half = len(real) // 2
        return {
            "R@1": top[0],
            "R@2": top[1],
            "R@3": top[2],
            "MM-Dist": distributions.mm_dist(text, motion),
            "FID": distributions.fid(real, motion),
            "FID of halves": distributions.fid(real[order[:half]], motion[order[half:]]),
            "diversity": distributions.diversity(motion, rng),
        }

    return once


def bodies(takes: Takes, real: Sequence[Motion]) -> dict[str, float]:
    """Skate, jerk and peaks of a row over all its takes; peaks over those of captured motion."""
    motions = [m for take in takes for m in take]
    ratios = distributions.peak_ratios(motions, real)
    return {**distributions.skate(motions), "jerk": distributions.jerk(motions), **ratios}


# The kinematic check.


def kinematic_tables(
    args: argparse.Namespace, clips: Sequence[Clip], sampler: Sampler, nearest: Nearest
) -> Part:  # fmt: skip
    """Share of takes that pass each plain prompt's rule, beside real clips and the nearest training clip."""
    from engine.evaluate import baselines

    checks, seeds = LISTS[args.list], args.takes
    prompts = [c.prompt for c in checks]
    with tqdm(total=seeds * len(prompts), desc="plain prompts") as bar:
        raw = [sampler.raw(prompts, [None] * len(prompts), args.seed + 100 * k, bar.update) for k in range(seeds)]
    found = [nearest.find(prompts, args.seed + k) for k in range(seeds)]
    answers = {
        tables.NEAREST: found,
        tables.NEAREST_CODED: [baselines.through_tokenizer(sampler.model.tokenizer, take) for take in found],
        tables.OURS_RAW: raw,
        tables.OURS: [baselines.cleaned(take) for take in raw],
    }
    passed = {name: passes(checks, takes) for name, takes in answers.items()}
    captured, others = real_passes(checks, clips)
    kinds = list(dict.fromkeys(c.kind for c in checks))
    captions = set(nearest.texts)
    known = [p for p in prompts if p in captions or f"a person {p}" in captions]
    intro = (
        f"## Plain prompts\n\n{len(prompts)} prompts in other words than the captions ({len(known)} are captions of "
        f"the set), each with a rule on joint positions; {seeds} seeds, automatic length. Captured: how many clips of "
        "that action pass. Others: share of other captured clips that pass, too (many hold the action).\n"
    )
    shares = {name: float(p.mean()) for name, p in passed.items()}
    real = sum(p for p, _ in captured) / max(1, sum(n for _, n in captured))
    rows = [
        (c.prompt, f"{captured[i][0]}/{captured[i][1]}", f"{others[i]:.2f}",
         *(f"{int(passed[name][:, i].sum())}/{seeds}" for name in answers))
        for i, c in enumerate(checks)
    ]  # fmt: skip
    of_kind = {kind: [i for i, c in enumerate(checks) if c.kind == kind] for kind in kinds}
    first = {"the first thirty": list(range(prompt_checks.FIRST))} if checks is prompt_checks.CHECKS else {}
    of_kind |= {**first, "all": list(range(len(checks)))}
    by_kind = {k: {n: float(p[:, own].mean()) for n, p in passed.items()} for k, own in of_kind.items()}
    rows += [
        (f"**{kind}**", f"**{real:.0%}**" if kind == "all" else "",
         f"{np.mean([others[i] for i in of_kind[kind]]):.2f}", *(f"**{share:.0%}**" for share in row.values()))
        for kind, row in by_kind.items()
    ]  # fmt: skip
    numbers = {"kinematic": {**shares, "captured": real}, "kinds": by_kind, "prompts_that_are_captions": known}
    return [intro, *table(("prompt", "captured", "others", *answers), rows)], numbers


def passes(checks: Sequence[Check], takes: Takes) -> np.ndarray:
    """Takes [seed][prompt] -> (seeds, prompts) bool: the rule of each prompt holds."""
    return np.array([[check.rule(Figure(m)) for check, m in zip(checks, take, strict=True)] for take in takes])


def real_passes(
    checks: Sequence[Check], clips: Sequence[Clip], others: int = 100
) -> tuple[list[tuple[int, int]], list[float]]:
    """For each check: (passing, all) of the clips of its action; the share of `others` other clips that pass."""
    figures = {c.id: Figure(c.motion) for c in clips}
    captured = [c for c in clips if not c.hand_made]
    sample = [captured[i] for i in np.random.default_rng(0).permutation(len(captured))[:others]]
    of_action, rest = [], []
    for check in checks:
        like = [c for c in clips if check.like and re.search(check.like, c.description)]
        held = [check.rule(Figure(mirror(c.motion)) if check.mirrored else figures[c.id]) for c in like]
        if check.like and not like:
            held = [check.rule(Figure(motion)) for motion in _captioned(clips, check.like)]
        of_action.append((sum(held), len(held)))
        rest.append(float(np.mean([check.rule(figures[c.id]) for c in sample if c not in like])))
    return of_action, rest


def _captioned(clips: Sequence[Clip], like: str, most: int = 30) -> list[Motion]:
    """The first pieces of clips that a caption tells in such words."""
    told = ((clip, piece) for clip in clips for piece in clip.told)
    found = ((clip, piece) for clip, piece in told if any(re.search(like, caption) for caption in piece.captions))
    return [clip.motion.cut(piece.start, piece.end) for clip, piece in islice(found, most)]
