"""`motif evaluate NAME`: how good the shipped weights are, by held-out motion and by rules.

The evaluator is this project's own: its numbers compare the rows of one table, not papers. So every table holds what
captured motion gets, what two halves of it get against each other, shuffled texts, a mean pose, and the training clip
whose caption lies nearest to the prompt: a generator that does no better than that one has no business here.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from engine.evaluate import audio, audio_token, decomposed, inbetween, timeline, upper_body
from engine.evaluate import edits as edit_sheet
from engine.evaluate.tables import (
    CODED,
    GT,
    NEAREST,
    NEAREST_CODED,
    OURS,
    OURS_RAW,
    SHUFFLED,
    STILL,
    Scores,
    aims_met,
    body_table,
    heading,
    metric_table,
    row_of,
    rule_of,
)  # fmt: skip
from engine.metrics import distributions, prompt_rules
from engine.protocol.errors import bad_request
from retarget.motion import Motion, mirror

if TYPE_CHECKING:
    from engine.evaluate.baselines import Nearest, Sampler, Takes
    from engine.train.data.clips import Clip
    from engine.train.text.evaluator import Evaluator
    from engine.train.text.held_out import HeldOut


def main(argv: Sequence[str] | None = None) -> int:
    """Run one evaluation; 0 when done. Raises EngineError where weights or motion are missing."""
    args = _parser().parse_args(argv)
    if args.what == "strips":
        result = draw_strips(args)
    elif args.what == "audio":
        try:
            result = audio.run(args)
        except FileNotFoundError as error:
            raise bad_request(str(error)) from error
    elif args.what == "audiotoken":
        result = audio_token.run(args)
    elif args.what == "inbetween":
        result = inbetween.run(args)
    elif args.what == "decomposed":
        result = decomposed.run(args)
    elif args.what == "upper":
        result = upper_body.run(args)
    elif args.what == "edits":
        result = edit_sheet.run(args)
    elif args.what == "timeline":
        result = timeline.run(args)
    else:
        result = evaluate_text(args)
    if args.json:
        print(json.dumps({"ok": True, **result}))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="motif evaluate", description="Measure the models.")
    names = "text|audio|audiotoken|inbetween|edits|timeline|decomposed|upper|strips"
    kinds = parser.add_subparsers(dest="what", required=True, metavar=names)
    text = kinds.add_parser("text", help="metrics and the kinematic check, as tables")
    text.add_argument("--repeats", type=int, default=20, help="for the intervals; default 20")
    text.add_argument("--takes", type=int, default=3, help="sentences, and takes of ours, for each piece; default 3")
    text.add_argument("--limit", type=int, default=160, help="held-out pieces at most; default 160")
    text.add_argument("--variety", type=int, default=16, help="prompts with ten takes each, for multimodality")
    text.add_argument("--split", choices=("test", "val"), default="test", help="val for choosing settings")
    text.add_argument("--only", choices=("metrics", "kinematics"), help="one half of it")
    text.add_argument(
        "--evaluator", type=Path, metavar="FILE", help="the evaluator's weights; default: those that ship"
    )
    text.add_argument(
        "--data", type=Path, metavar="FOLDER", help="BVH files with captions.csv; default: the motion pack"
    )
    text.add_argument("--out", type=Path, metavar="FILE.md", help="write the tables there")
    strips = kinds.add_parser("strips", help="stick-figure strips of takes, as a PNG")
    strips.add_argument("--prompts", type=Path, required=True, metavar="FILE", help="one prompt a line")
    strips.add_argument("--out", type=Path, required=True, metavar="FILE.png")
    strips.add_argument("--seconds", type=float, help="length; default: automatic")
    sound = kinds.add_parser("audio", help="motion to made and to real music, as tables")
    audio.add_options(sound)
    between = kinds.add_parser("inbetween", help="gaps of held-out motion, filled, as tables")
    inbetween.add_options(between)
    word = kinds.add_parser("audiotoken", help="sounds as words of a prompt, as tables")
    audio_token.add_options(word)
    apart = kinds.add_parser("decomposed", help="plain diffusion against decomposed, trained alike, as tables")
    decomposed.add_options(apart)
    above = kinds.add_parser("upper", help="the upper body made anew over legs that stay, as tables")
    upper_body.add_options(above)
    along = kinds.add_parser("timeline", help="ten prompts in a row: time, memory, and how transitions move")
    timeline.add_options(along)
    edits = kinds.add_parser("edits", help="takes before an edit, the mask, and after it, as a PNG")
    edit_sheet.add_options(edits)
    for one in (text, sound, word, between, edits, along, apart, above, strips):
        one.add_argument("--weights", type=Path, metavar="FOLDER", help="weights other than the ones that ship")
        one.add_argument("--device", default="cpu", help="default cpu")
        one.add_argument("--seed", type=int, default=0)
        one.add_argument("--steps", type=int)
        one.add_argument("--guidance", type=float)
        one.add_argument("--temperature", type=float, default=1.0)
        one.add_argument("--candidates", type=int, help="made for each take, of which one is kept")
        one.add_argument("--json", action="store_true", help="one JSON object on the last line")
    return parser


def _sampler(args: argparse.Namespace) -> Sampler:
    from engine.evaluate.baselines import Sampler
    from engine.runtime import weights
    from engine.text.model import TextModel

    model = TextModel.load(args.weights or weights.FOLDER, args.device)
    return Sampler(model, args.steps, args.guidance, args.temperature, args.candidates)


def draw_strips(args: argparse.Namespace) -> dict[str, Any]:
    """One strip for each prompt of a file, as PNG."""
    from engine.evaluate import baselines, strips

    if not args.prompts.is_file():
        raise bad_request(f"There is no file {args.prompts}: give --prompts a text file with one prompt a line.")
    prompts = [line.strip() for line in args.prompts.read_text(encoding="utf-8").splitlines() if line.strip()]
    if not prompts:
        raise bad_request(f"{args.prompts} holds no prompts: write one a line.")
    frames = round(args.seconds * 30) if args.seconds else None
    bar = tqdm(total=len(prompts), desc="takes")
    takes = baselines.cleaned(_sampler(args).raw(prompts, [frames] * len(prompts), args.seed, bar.update))
    bar.close()
    strips.sheet([(f"{p}   [{len(m)} frames]", m) for p, m in zip(prompts, takes, strict=True)], args.out)
    print(args.out)
    return {"out": str(args.out), "prompts": len(prompts)}


def evaluate_text(args: argparse.Namespace) -> dict[str, Any]:
    """Both halves: the metrics of held-out sentences, and the rules of plain prompts."""
    from engine.evaluate import baselines
    from engine.train.data import clips as data

    began = time.monotonic()
    clips = data.load_clips(args.data)
    sampler = _sampler(args)
    nearest = baselines.Nearest(clips, sampler.model.encoder)
    report: list[str] = []
    result: dict[str, Any] = {"split": args.split}
    if args.only != "kinematics":
        part, numbers = metric_tables(args, clips, sampler, nearest)
        report += part
        result |= numbers
    if args.only != "metrics":
        part, numbers = kinematic_tables(args, clips, sampler, nearest)
        report += part
        result |= numbers
    result["seconds"] = round(time.monotonic() - began, 1)
    page = "\n".join([*heading(args, result["seconds"]), *report]) + "\n"
    print(page)
    if args.out:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_text(page, encoding="utf-8")
    return result


# The metrics.


def metric_tables(
    args: argparse.Namespace, clips: Sequence[Clip], sampler: Sampler, nearest: Nearest
) -> tuple[list[str], dict[str, Any]]:
    """Tables over held-out pieces, as Markdown lines, and the numbers for JSON."""
    from engine.runtime import weights
    from engine.train.text.evaluator import Evaluator
    from engine.train.text.held_out import held_out

    evaluator = Evaluator.load(args.evaluator or weights.FOLDER / "evaluator.safetensors")
    test = held_out(clips, args.split, args.takes, args.limit, args.seed)
    if len(test.motions) < distributions.POOL:
        raise bad_request(f"Only {len(test.motions)} held-out pieces: at least {distributions.POOL} are needed.")
    answers = answer(args, clips, test, sampler, nearest)
    variety = _variety(args, test, sampler, evaluator)
    said = np.stack([evaluator.embed_texts(sampler.model.encoder, texts) for texts in test.prompts])
    scores = score(evaluator, said, answers, args.repeats, args.seed)
    body = {name: bodies(takes, test.motions) for name, takes in answers.items() if name != SHUFFLED}
    lines = [*metric_table(scores, variety), *body_table(body), *aims_met(scores, body)]
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
    """Every row's motions, [take][piece]."""
    from engine.evaluate import baselines
    from engine.train.data.clips import split_of

    lengths = [len(m) for m in test.motions]
    bar = tqdm(total=args.takes * len(lengths), desc="takes")
    raw = [sampler.raw(texts, lengths, args.seed + 1000 * k, bar.update) for k, texts in enumerate(test.prompts)]
    bar.close()
    found = [nearest.find(texts, args.seed + k) for k, texts in enumerate(test.prompts)]
    tokenizer = sampler.model.tokenizer
    train = [c.motion for c in clips if split_of(c.trial) == "train"]
    return {
        GT: [test.motions],
        SHUFFLED: [test.motions],
        STILL: [baselines.mean_pose(train, lengths)],
        CODED: [baselines.through_tokenizer(tokenizer, test.motions)],
        NEAREST: found,
        NEAREST_CODED: [baselines.through_tokenizer(tokenizer, motions) for motions in found],
        OURS_RAW: raw,
        OURS: [baselines.cleaned(motions) for motions in raw],
    }


def _variety(args: argparse.Namespace, test: HeldOut, sampler: Sampler, evaluator: Evaluator) -> float:
    """Multimodality of ours: ten takes of each of some prompts."""
    if not args.variety:
        return float("nan")
    count = min(args.variety, len(test.motions))
    chosen = np.linspace(0, len(test.motions) - 1, count).astype(int)
    texts, lengths = [test.prompts[0][i] for i in chosen], [len(test.motions[i]) for i in chosen]
    bar = tqdm(total=10 * len(texts), desc="takes for variety")
    takes = [evaluator.embed_motions(sampler.raw(texts, lengths, 5000 + 100 * k, bar.update)) for k in range(10)]
    bar.close()
    return distributions.multimodality(np.stack(takes, axis=1))


def score(evaluator: Evaluator, said: np.ndarray, answers: Mapping[str, Takes], repeats: int, seed: int) -> Scores:
    """said (takes, N, D): text embeddings -> for each row R-precision, MM-Dist, FID and diversity with intervals."""
    real = evaluator.embed_motions(answers[GT][0])
    scores: Scores = {}
    for name, takes in answers.items():
        made = [real] if name in (GT, SHUFFLED) else [evaluator.embed_motions(motions) for motions in takes]
        scores[name] = distributions.repeat(_measurement(real, said, made, name == SHUFFLED), repeats, seed)
    return scores


def _measurement(
    real: np.ndarray, said: np.ndarray, made: Sequence[np.ndarray], shuffled: bool
) -> Callable[[np.random.Generator], dict[str, float]]:
    def once(rng: np.random.Generator) -> dict[str, float]:
        take = int(rng.integers(len(said)))
        motion = made[take % len(made)]
        text = said[take][rng.permutation(len(real))] if shuffled else said[take]
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
    args: argparse.Namespace, clips: Sequence[Clip], sampler: Sampler, nearest: Nearest, seeds: int = 3
) -> tuple[list[str], dict[str, Any]]:
    """Share of takes that pass each plain prompt's rule, beside real clips and the nearest training clip."""
    from engine.evaluate import baselines

    prompts = [c.prompt for c in prompt_rules.CHECKS]
    bar = tqdm(total=seeds * len(prompts), desc="plain prompts")
    made = [sampler.raw(prompts, [None] * len(prompts), args.seed + 100 * k, bar.update) for k in range(seeds)]
    bar.close()
    found = [nearest.find(prompts, args.seed + k) for k in range(seeds)]
    answers = {
        NEAREST: found,
        NEAREST_CODED: [baselines.through_tokenizer(sampler.model.tokenizer, take) for take in found],
        OURS_RAW: made,
        OURS: [baselines.cleaned(take) for take in made],
    }
    passed = {name: passes(takes) for name, takes in answers.items()}
    own, others = real_passes(clips)
    captions = set(nearest.texts)
    known = [p for p in prompts if p in captions or f"a person {p}" in captions]
    lines = [
        f"## Plain prompts\n\n{len(prompts)} prompts in other words than the captions ({len(known)} are captions of "
        f"the set), each with a rule on joint positions; {seeds} seeds, automatic length. Captured: how many clips of "
        "that action pass. Others: share of other captured clips that pass, too (many hold the action).\n",
        row_of("prompt", "captured", "others", *answers),
        rule_of(3 + len(answers)),
    ]
    for i, check in enumerate(prompt_rules.CHECKS):
        cells = [f"{int(passed[name][:, i].sum())}/{seeds}" for name in answers]
        lines.append(row_of(check.prompt, f"{own[i][0]}/{own[i][1]}", f"{others[i]:.2f}", *cells))
    shares = {name: float(p.mean()) for name, p in passed.items()}
    real = sum(p for p, _ in own) / sum(n for _, n in own)
    lines.append(
        row_of("**all**", f"**{real:.0%}**", f"{np.mean(others):.2f}", *(f"**{shares[n]:.0%}**" for n in answers))
    )
    return [*lines, ""], {"kinematic": {**shares, "captured": real}, "prompts_that_are_captions": known}


def passes(takes: Takes) -> np.ndarray:
    """Takes [seed][prompt] -> (seeds, prompts) bool: the rule of each prompt holds."""
    return np.array(
        [
            [check.rule(prompt_rules.Figure(m)) for check, m in zip(prompt_rules.CHECKS, take, strict=True)]
            for take in takes
        ]
    )


def real_passes(clips: Sequence[Clip], others: int = 100) -> tuple[list[tuple[int, int]], list[float]]:
    """For each check: (passing, all) of the clips of its action; the share of `others` other clips that pass."""
    figures = {c.id: prompt_rules.Figure(c.motion) for c in clips}
    captured = [c for c in clips if not c.hand_made]
    sample = [captured[i] for i in np.random.default_rng(0).permutation(len(captured))[:others]]
    own, rest = [], []
    for check in prompt_rules.CHECKS:
        mine = [c for c in clips if re.search(check.like, c.description)]
        held = [check.rule(prompt_rules.Figure(mirror(c.motion)) if check.mirrored else figures[c.id]) for c in mine]
        own.append((sum(held), len(held)))
        rest.append(float(np.mean([check.rule(figures[c.id]) for c in sample if c not in mine])))
    return own, rest
