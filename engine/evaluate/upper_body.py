"""`motif evaluate upper`: the upper body of held-out motion made anew over its own legs, and something else over them.

Two tables. In the first a piece's own sentence is the prompt, so that captured motion is the answer: how near the
joints come, what the evaluator thinks of sentence and motion, how it moves and how it meets what is kept. In the second
a plain prompt in words of its own asks walking and standing people for something else, and a rule says whether they do.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from engine.evaluate.tables import GT, row_of, rule_of
from engine.inbetween import regenerate
from engine.metrics import distributions, prompt_rules
from engine.metrics import inbetween as gap_metrics
from engine.metrics.prompt_rules import Figure, Rule
from engine.motion import features
from engine.protocol.errors import bad_request
from retarget import constraints
from retarget.mask import Mask, keep_all_but
from retarget.motion import Motion

if TYPE_CHECKING:
    from pathlib import Path

    from engine.inbetween.model import FillModel, Words
    from engine.inbetween.upper_body import UpperModel
    from engine.train.text.evaluator import Evaluator

EDGE = 12  # frames at either end that are kept whole
CODED = "captured, through the tokenizers"
STRAIGHT = "straight (SLERP)"
BEFORE_ALONE, BEFORE = "without these weights, no prompt", "without these weights, prompt"
ALONE, TOLD = "upper body's model, no prompt", "upper body's model, prompt"
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


# In other words than the captions that gestures made by construction have.
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
    """The command's options."""
    parser.add_argument("--limit", type=int, default=96, help="held-out pieces at most; default 96")
    parser.add_argument("--bases", type=int, default=4, help="walking and standing pieces for each edit; default 4")
    parser.add_argument("--split", choices=("test", "val"), default="test", help="val for choosing settings")
    parser.add_argument("--data", type=str, metavar="FOLDER", help="BVH files with captions.csv; default: the pack")
    parser.add_argument("--out", type=str, metavar="FILE.md", help="write the tables there")
    parser.add_argument("--sheet", type=str, metavar="FILE.png", help="draw the second table's edits there")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Tables as Markdown on stdout and in --out; the numbers for JSON."""
    from pathlib import Path

    from engine.inbetween.model import FillModel
    from engine.runtime import weights
    from engine.text.model import TextModel
    from engine.train.data import clips as data
    from engine.train.text.evaluator import Evaluator
    from engine.train.text.held_out import held_out

    began = time.monotonic()
    folder = args.weights or weights.FOLDER
    model = FillModel.load(folder, args.device)
    own = model.upper()
    if own is None:
        raise weights.missing(f"There is no upper.safetensors in {folder}: train it with “motif train upper”.")
    words = lru_cache(maxsize=1)(lambda: TextModel.load(folder, args.device))
    clips = data.load_clips(Path(args.data) if args.data else None)
    held = held_out(clips, args.split, 1, 10 * args.limit, args.seed)
    evaluator = Evaluator.load(weights.FOLDER / "evaluator.safetensors")
    ways = ways_of(model, own, words, args)
    page, numbers = ["# The upper body over its own legs", ""], {}
    for part, found in (
        same_again(ways, held.motions, held.prompts[0], evaluator, words, args),
        something_else(ways, held.motions, args),
    ):
        page += part
        numbers |= found
    text = "\n".join(page)
    print(text)
    if args.out:
        Path(args.out).parent.mkdir(parents=True, exist_ok=True)
        Path(args.out).write_text(text + "\n", encoding="utf-8")
    return {"split": args.split, "seconds": round(time.monotonic() - began, 1), **numbers}


def ways_of(model: FillModel, own: UpperModel, words: Words, args: argparse.Namespace) -> dict[str, Fill]:
    """Name of the row -> how it makes the upper body anew."""
    before = replace(model, upper=lambda: None)
    options = {"words": words, "temperature": args.temperature, "guidance": args.guidance, "steps": args.steps}
    return {
        CODED: lambda m, k, text: coded(own, m),
        STRAIGHT: lambda m, k, text: constraints.interpolate(m, k),
        BEFORE_ALONE: lambda m, k, text: before.fill(m, k, "", args.seed, **options),
        BEFORE: lambda m, k, text: before.fill(m, k, text, args.seed, **options),
        ALONE: lambda m, k, text: model.fill(m, k, "", args.seed, **options),
        TOLD: lambda m, k, text: model.fill(m, k, text, args.seed, **options),
    }


def coded(model: UpperModel, motion: Motion) -> Motion:
    """The motion's own upper body, through the tokenizers: the nearest that they can come."""
    from engine.inbetween.upper_body import UPPER
    from engine.train.text import tokenizer_metrics

    rot = motion.rot.copy()
    rot[:, UPPER] = tokenizer_metrics.round_trip(model.tokenizer, motion).rot[:, UPPER]
    return replace(motion, rot=rot)


def upper_again(motion: Motion, edge: int = EDGE) -> Mask:
    """Keep legs and root, and whole frames at both ends."""
    again = np.zeros(len(motion), bool)
    again[edge : len(motion) - edge] = True
    return keep_all_but(motion.skeleton, again, ["upper"])


# The first table.


def same_again(
    ways: Mapping[str, Fill],
    motions: Sequence[Motion],
    prompts: Sequence[str],
    evaluator: Evaluator,
    words: Words,
    args: argparse.Namespace,
) -> tuple[list[str], dict[str, Any]]:
    """Each piece's upper body made anew to its own sentence; and, as a check on the evaluator, to another's."""
    long = [i for i, m in enumerate(motions) if len(m) >= 3 * EDGE]
    long = [long[i] for i in _evenly(len(long), args.limit)]
    if len(long) < distributions.POOL:
        raise bad_request(f"Only {len(long)} held-out pieces: at least {distributions.POOL} are needed.")
    real, said = [motions[i] for i in long], [prompts[i] for i in long]
    others = [said[i - len(said) // 2] for i in range(len(said))]
    bar = tqdm(total=len(real) * (len(ways) + 1), desc="upper bodies")
    rows = {GT: list(real)}
    for name, fill, texts in [*((n, f, said) for n, f in ways.items()), (OTHER, ways[TOLD], others)]:
        rows[name] = [remade(m, t, fill, bar) for m, t in zip(real, texts, strict=True)]
    bar.close()
    told = evaluator.embed_texts(words().encoder, said)
    seen = {name: evaluator.embed_motions(made) for name, made in rows.items()}
    numbers = {
        n: moves(made, real) | distributions.agreement(told, seen[n], seen[GT], args.seed) for n, made in rows.items()
    }
    columns = (*COLUMNS, *TEXT_COLUMNS)
    lines = [
        f"## Made anew to its own sentence\n\n{len(real)} captured pieces of the {args.split} split; trunk, head and "
        f"arms made anew but for {EDGE} frames at either end, root and legs kept.\n",
        row_of("", *columns), rule_of(1 + len(columns)),
        *(row_of(n, *(f"{row[c]:.0f}" if "mm" in c or "jerk" in c else f"{row[c]:.3f}" for c in columns))
          for n, row in numbers.items()), "",
    ]  # fmt: skip
    return lines, {"same": numbers, "pieces": len(real)}


def remade(motion: Motion, text: str, fill: Fill, bar: tqdm | None = None) -> Motion:
    """As the engine finishes it: legs, root and ends the motion's very own."""
    keep = upper_again(motion)
    made = regenerate.finish(fill(motion, keep, text), motion, keep, "keep")
    if bar is not None:
        bar.update(1)
    return made


def moves(made: Sequence[Motion], real: Sequence[Motion]) -> dict[str, float]:
    """How near the joints come, how fast they move, how they meet what is kept. Jumps: 95th percentile over the seams,
    over that of captured motion anywhere."""
    upper = list(features.UPPER_JOINTS)
    apart, speeds = [], []
    for a, b in zip(made, real, strict=True):
        pos = [_about_the_pelvis(m)[EDGE : len(b) - EDGE, upper] for m in (a, b)]
        apart.append(np.linalg.norm(pos[0] - pos[1], axis=-1).mean(axis=1))
        speeds.append([np.linalg.norm(np.diff(p, axis=0), axis=-1).mean() for p in pos])
    jumps = gap_metrics.jump_ratios(made, real, [[EDGE, len(m) - EDGE] for m in made])
    pace = np.sum(speeds, axis=0)
    numbers = (
        1000 * float(np.concatenate(apart).mean()), float(pace[0] / pace[1]), distributions.jerk(made), *jumps,
    )  # fmt: skip
    return dict(zip(COLUMNS, numbers, strict=True))


def _about_the_pelvis(motion: Motion) -> np.ndarray:
    """Positions (T, J, 3) from the pelvis: where legs stay, what the upper body itself does."""
    pos, _ = motion.globals()
    return pos - pos[:, :1]


# The second table.


def something_else(
    ways: Mapping[str, Fill], motions: Sequence[Motion], args: argparse.Namespace
) -> tuple[list[str], dict[str, Any]]:
    """Other prompts over walking and standing legs: the share of takes in which the rule holds."""
    chosen = bases(motions, args.bases)
    compared = (BEFORE, TOLD)
    bar = tqdm(total=len(EDITS) * len(chosen) * len(compared), desc="other prompts")
    lines = [
        f"## Something else over the same legs\n\n{args.bases} walking and as many standing pieces of the {args.split} "
        "split; before: how many do it by themselves.\n",
        row_of("prompt", "before", *compared), rule_of(2 + len(compared)),
    ]  # fmt: skip
    shares: dict[str, float] = dict.fromkeys(("before", *compared), 0.0)
    drawn: list[tuple[str, Motion]] = []
    for text, rule in EDITS:
        passed = {"before": [rule(Figure(m)) for m in chosen]}
        for name in compared:
            made = [remade(m, text, ways[name], bar) for m in chosen]
            passed[name] = [rule(Figure(m)) for m in made]
            drawn += [(f"{text} [{name}] {'passes' if passed[name][i] else 'no'}", made[i]) for i in (0, -1)]
        lines.append(row_of(text, *(f"{sum(p)}/{len(p)}" for p in passed.values())))
        for name, one in passed.items():
            shares[name] += float(np.mean(one)) / len(EDITS)
    bar.close()
    lines += [row_of("**all**", *(f"**{v:.0%}**" for v in shares.values())), ""]
    if args.sheet:
        _draw(drawn, args.sheet)
    return lines, {"else": shares}


def bases(motions: Sequence[Motion], count: int) -> list[Motion]:
    """`count` walking pieces, then as many standing ones, of two to six seconds."""
    figures = [(m, Figure(m)) for m in motions if 60 <= len(m) <= 180]
    upright = [(m, f) for m, f in figures if f.height("head").min() > 1.3]
    walking = [m for m, f in upright if f.travel > 1.0 and f.pace < 2.2 and abs(f.turned) < 60]
    standing = [m for m, f in upright if f.travel < 0.25 and f.swing("right_wrist").mean() < 0.4]
    return [found[i] for found in (walking, standing) for i in _evenly(len(found), count)]


def _evenly(many: int, count: int) -> list[int]:
    """At most `count` of `many`, evenly: held-out pieces come in the order of their recordings, and the first few of
    those must not speak for all."""
    return np.linspace(0, many - 1, min(many, count)).astype(int).tolist()


def _draw(rows: Sequence[tuple[str, Motion]], path: str | Path) -> None:
    from pathlib import Path

    from engine.evaluate import strips

    strips.sheet(rows, Path(path))
