"""`motif evaluate upper`: the upper body of held-out motion regenerated over its own legs.

Two tables. In the first the prompt is the piece's own sentence and captured motion the answer: distance of joints,
agreement of sentence and motion by the evaluator, speed, jerk, and the seams to what is kept. In the second a plain
prompt asks walking and standing people for something else, and a rule on joint positions says whether they do it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from engine.evaluate import harness
from engine.evaluate.harness import Part, evenly, table
from engine.evaluate.tables import GT
from engine.inbetween import regenerate
from engine.metrics import distributions, prompt_rules
from engine.metrics.figure import Figure
from engine.metrics.inbetween import jump_ratios
from engine.metrics.prompt_rules import Rule
from engine.motion import features
from retarget import constraints
from retarget.mask import Mask, keep_all_but
from retarget.motion import Motion

if TYPE_CHECKING:
    from engine.inbetween.model import FillModel, Words
    from engine.inbetween.upper_body import UpperModel
    from engine.train.text.evaluator import Evaluator

EDGE = 12  # frames at either end that are kept whole
CODED = "captured, through the tokenizers"
STRAIGHT = "straight (SLERP)"
BEFORE_ALONE, BEFORE = "without these weights, no prompt", "without these weights, prompt"
ALONE, PROMPTED = "upper body's model, no prompt", "upper body's model, prompt"
OTHER = "upper body's model, another's prompt"
COLUMNS = ("upper joints, mm", "speed / GT", "jerk, m/s³", "velocity jump / GT", "acceleration jump / GT")
TEXT_COLUMNS = ("R@1", "R@2", "R@3", "MM-Dist", "FID")
Fill = Callable[[Motion, Mask, str], Motion]


def _high(side: str) -> Rule:
    return lambda f: bool((f.above(f"{side}_wrist", "head") > 0).any())


def _both(rule: Callable[[str], Rule]) -> Rule:
    return lambda f: rule("left")(f) and rule("right")(f)


def _applauds(f: Figure) -> bool:
    """The hands meet in front several times."""
    near = f.apart("left_wrist", "right_wrist")
    return bool(near.min() < 0.25 and f.swings(near, 0.04) >= 3)


def _akimbo(f: Figure) -> bool:
    """Both hands at the hips for a while."""
    far = np.maximum(f.apart("left_wrist", "left_hip"), f.apart("right_wrist", "right_hip"))
    elbows = f.apart("left_elbow", "right_elbow")
    return f.hold((far < 0.3) & (elbows > 0.5)) > 0.5


# In other words than the captions of procedural gestures.
EDITS: tuple[tuple[str, Rule], ...] = (
    ("says hello with the right hand", prompt_rules.waves("right")),
    ("greets somebody far off, waving the left arm", prompt_rules.waves("left")),
    ("throws both hands up over the head", _both(_high)),
    ("has the right hand up in the air", _high("right")),
    ("gives loud applause", _applauds),
    ("rests both fists at the waist", _akimbo),
    ("takes a sip from a bottle", prompt_rules.drinks),
    ("swings both arms round in big circles", prompt_rules.arm_circles),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `motif evaluate upper`."""
    harness.add(parser, "split", "data", "out", "sheet", limit=96)
    parser.add_argument("--bases", type=int, default=4, help="walking and standing pieces for each edit; default 4")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Print and write the tables; returns their numbers for JSON."""
    return harness.report(args, measure, lambda a, s: ["# The upper body over its own legs", ""])


def measure(args: argparse.Namespace) -> Part:
    """Both tables. Raises EngineError where the upper body's weights are missing."""
    from engine.inbetween.model import FillModel
    from engine.runtime import weights
    from engine.text.model import TextModel
    from engine.train.data.clips import load_clips
    from engine.train.text.held_out import held_out

    folder = harness.weights_folder(args)
    model = FillModel.load(folder, args.device)
    upper = model.upper()
    if upper is None:
        raise weights.missing(f"There is no upper.safetensors in {folder}: train it with “motif train upper”.")
    words = lru_cache(maxsize=1)(lambda: TextModel.load(folder, args.device))
    held = held_out(load_clips(args.data), args.split, 1, 10 * args.limit, args.seed)
    ways = ways_of(model, upper, words, args)
    lines, numbers = same_again(ways, held.motions, held.prompts[0], harness.load_evaluator(), words, args)
    more, others = something_else(ways, held.motions, args)
    return [*lines, *more], {**numbers, **others}


def ways_of(model: FillModel, upper: UpperModel, words: Words, args: argparse.Namespace) -> dict[str, Fill]:
    """Name of the row -> how it makes the upper body anew."""
    before = replace(model, upper=lambda: None)
    options = {"words": words, "temperature": args.temperature, "guidance": args.guidance, "steps": args.steps}
    return {
        CODED: lambda m, k, text: coded(upper, m),
        STRAIGHT: lambda m, k, text: constraints.interpolate(m, k),
        BEFORE_ALONE: lambda m, k, text: before.fill(m, k, "", args.seed, **options),
        BEFORE: lambda m, k, text: before.fill(m, k, text, args.seed, **options),
        ALONE: lambda m, k, text: model.fill(m, k, "", args.seed, **options),
        PROMPTED: lambda m, k, text: model.fill(m, k, text, args.seed, **options),
    }


def coded(model: UpperModel, motion: Motion) -> Motion:
    """The captured upper body after encoding and decoding: the best that the model can give."""
    from engine.inbetween.upper_body import UPPER
    from engine.train.text import tokenizer_metrics

    rot = motion.rot.copy()
    rot[:, UPPER] = tokenizer_metrics.round_trip(model.tokenizer, motion).rot[:, UPPER]
    return replace(motion, rot=rot)


def upper_mask(motion: Motion, edge: int = EDGE) -> Mask:
    """Mask that keeps root and legs, and whole frames at both ends."""
    regenerated = np.zeros(len(motion), bool)
    regenerated[edge : len(motion) - edge] = True
    return keep_all_but(motion.skeleton, regenerated, ["upper"])


# The first table.


def same_again(
    ways: Mapping[str, Fill], motions: Sequence[Motion], prompts: Sequence[str], evaluator: Evaluator, words: Words,
    args: argparse.Namespace,
) -> Part:  # fmt: skip
    """Upper bodies regenerated to their own sentence, and, as a check on the evaluator, to another's."""
    long = [i for i, m in enumerate(motions) if len(m) >= 3 * EDGE]
    long = [long[i] for i in evenly(len(long), args.limit)]
    harness.check_pool(len(long))
    real, texts = [motions[i] for i in long], [prompts[i] for i in long]
    others = [texts[i - len(texts) // 2] for i in range(len(texts))]
    bar = tqdm(total=len(real) * (len(ways) + 1), desc="upper bodies")
    rows = {GT: list(real)}
    for name, fill, prompted in [*((n, f, texts) for n, f in ways.items()), (OTHER, ways[PROMPTED], others)]:
        rows[name] = [regenerated_upper(m, t, fill, bar) for m, t in zip(real, prompted, strict=True)]
    bar.close()
    text_vectors = evaluator.embed_texts(words().encoder, texts)
    seen = {name: evaluator.embed_motions(motions) for name, motions in rows.items()}
    numbers = {
        n: moves(motions, real) | distributions.agreement(text_vectors, seen[n], seen[GT], args.seed)
        for n, motions in rows.items()
    }
    columns = (*COLUMNS, *TEXT_COLUMNS)
    lines = [
        f"## Made anew to its own sentence\n\n{len(real)} captured pieces of the {args.split} split; trunk, head and "
        f"arms made anew but for {EDGE} frames at either end, root and legs kept.\n",
        *table(("", *columns), (
            (n, *(f"{row[c]:.0f}" if "mm" in c or "jerk" in c else f"{row[c]:.3f}" for c in columns))
            for n, row in numbers.items()
        )),
    ]  # fmt: skip
    return lines, {"same": numbers, "pieces": len(real)}


def regenerated_upper(motion: Motion, text: str, fill: Fill, bar: tqdm | None = None) -> Motion:
    """Regenerate the upper body as the engine does: legs, root and both ends stay exact."""
    keep = upper_mask(motion)
    result = regenerate.finish(fill(motion, keep, text), motion, keep, "keep")
    if bar is not None:
        bar.update(1)
    return result


def moves(motions: Sequence[Motion], real: Sequence[Motion]) -> dict[str, float]:
    """Distance of upper joints (relative to the pelvis), their speed over captured speed, jerk, and jump ratios at the
    seams (`jump_ratios`)."""
    upper = list(features.UPPER_JOINTS)
    apart, speeds = [], []
    for a, b in zip(motions, real, strict=True):
        pos = [_about_the_pelvis(m)[EDGE : len(b) - EDGE, upper] for m in (a, b)]
        apart.append(np.linalg.norm(pos[0] - pos[1], axis=-1).mean(axis=1))
        speeds.append([np.linalg.norm(np.diff(p, axis=0), axis=-1).mean() for p in pos])
    jumps = jump_ratios(motions, real, [[EDGE, len(m) - EDGE] for m in motions])
    pace = np.sum(speeds, axis=0)
    numbers = (
        1000 * float(np.concatenate(apart).mean()), float(pace[0] / pace[1]), distributions.jerk(motions), *jumps,
    )  # fmt: skip
    return dict(zip(COLUMNS, numbers, strict=True))


def _about_the_pelvis(motion: Motion) -> np.ndarray:
    """Joint positions (T, J, 3) relative to the pelvis, m."""
    pos, _ = motion.globals()
    return pos - pos[:, :1]


# The second table.


def something_else(ways: Mapping[str, Fill], motions: Sequence[Motion], args: argparse.Namespace) -> Part:
    """Other prompts over walking and standing legs: share of takes in which the rule holds."""
    chosen = bases(motions, args.bases)
    compared = (BEFORE, PROMPTED)
    bar = tqdm(total=len(EDITS) * len(chosen) * len(compared), desc="other prompts")
    intro = (
        f"## Something else over the same legs\n\n{args.bases} walking and as many standing pieces of the {args.split} "
        "split; before: how many do it by themselves.\n"
    )
    rows = []
    shares: dict[str, float] = dict.fromkeys(("before", *compared), 0.0)
    drawn: list[tuple[str, Motion]] = []
    for text, rule in EDITS:
        passed = {"before": [rule(Figure(m)) for m in chosen]}
        for name in compared:
            takes = [regenerated_upper(m, text, ways[name], bar) for m in chosen]
            passed[name] = [rule(Figure(m)) for m in takes]
            drawn += [(f"{text} [{name}] {'passes' if passed[name][i] else 'no'}", takes[i]) for i in (0, -1)]
        rows.append((text, *(f"{sum(p)}/{len(p)}" for p in passed.values())))
        for name, one in passed.items():
            shares[name] += float(np.mean(one)) / len(EDITS)
    bar.close()
    rows.append(("**all**", *(f"**{v:.0%}**" for v in shares.values())))
    if args.sheet:
        from engine.evaluate import strips

        strips.sheet(drawn, args.sheet)
    return [intro, *table(("prompt", "before", *compared), rows)], {"else": shares}


def bases(motions: Sequence[Motion], count: int) -> list[Motion]:
    """`count` walking pieces, then as many standing ones, of two to six seconds."""
    figures = [(m, Figure(m)) for m in motions if 60 <= len(m) <= 180]
    upright = [(m, f) for m, f in figures if f.height("head").min() > 1.3]
    walking = [m for m, f in upright if f.travel > 1.0 and f.pace < 2.2 and abs(f.turned) < 60]
    standing = [m for m, f in upright if f.travel < 0.25 and f.swing("right_wrist").mean() < 0.4]
    return [found[i] for found in (walking, standing) for i in evenly(len(found), count)]
