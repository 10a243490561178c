"""`motif evaluate check`: does `retarget.checks` find what is wrong? On captured, generated and spoilt motion; and what
mending and Clean Up bring.

Captured clips are of the split that no limit was measured on. Spoilt ones have one fault put in by `spoiling`; a fault
is found where a problem of its kind meets its frames. Captured motion has problems of its own, which may
rank before it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.evaluate import harness
from engine.evaluate.motion import spoiling
from engine.protocol.prompt import Prompt
from engine.protocol.request import TextRequest
from engine.protocol.sampling import Sampling
from retarget.checks import cleaning, mending, problems
from retarget.motion import Motion

PROMPTS = (
    "a person walks forward", "a person runs forward", "a person jumps up", "a person sits down", "someone waves",
    "a person walks in a circle to the left", "a person kicks with the right leg", "a person dances",
    "a person turns around", "someone sneaks forward", "a person squats", "a person punches with the left hand",
)  # fmt: skip
_KINDS = ("slide", "sink", "jolt", "knee", "range", "hand")
_SHORTEST, _LONGEST = 60, 400  # frames of clips that are looked at
_NOISY = 5


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `motif evaluate check`."""
    parser.add_argument("--out", type=Path, metavar="FILE.md", help="write the tables there")
    parser.add_argument("--split", choices=("test", "val"), default="test", help="val for choosing settings")
    parser.add_argument("--limit", type=int, default=100, metavar="N", help="captured clips at most; default 100")
    parser.add_argument("--captured-only", action="store_true", help="without takes of the models")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Measure, print the tables and write them."""
    title = "# What check finds, and what mending and Clean Up bring"
    return harness.report(args, _measure, _heading, "tables", title)


def _heading(args: argparse.Namespace, _seconds: float) -> Sequence[str]:
    return [
        f"`{harness.command(args, 'split', 'limit')}`. Limits: {problems.captured()['from']}; the clips here are of "
        f"the {args.split} split.", "",
    ]  # fmt: skip


def _measure(args: argparse.Namespace) -> harness.Part:
    from engine.train.data import clips

    rng = np.random.default_rng(args.seed)
    split = clips.partition(clips.load_clips(None))[args.split]
    fitting = [c.motion for c in split if not c.hand_made and _SHORTEST <= len(c.motion) <= _LONGEST]
    captured = fitting[:: max(1, len(fitting) // args.limit)][: args.limit]
    groups = {"captured": captured}
    if not args.captured_only:
        groups["generated"] = _generated(args, clean_up=True)
        groups["generated, as the network made it"] = _generated(args, clean_up=False)
    lines, numbers = _counts(groups)
    dice = np.random.default_rng(args.seed)
    spoilt = {f"spoilt: {name}": [spoil(m, dice).motion for m in captured] for name, spoil in spoiling.SPOILING.items()}
    ranked = _order(groups, spoilt)
    lines, numbers = lines + ranked[0], numbers | ranked[1]
    for part in (_ranking(captured, rng), _cleaning(captured, rng)):
        lines += part[0]
        numbers |= part[1]
    return lines, numbers


def _generated(args: argparse.Namespace, clean_up: bool) -> list[Motion]:
    """Takes of the prompts, 4 s each."""
    from engine.api import Engine

    engine = Engine(args.weights, args.device)
    sampling = Sampling((args.seed,), clean_up=clean_up)
    return [
        engine.generate(TextRequest((Prompt(prompt),), 120, sampling, candidates=1))[0].motion for prompt in PROMPTS
    ]


def _counts(groups: Mapping[str, Sequence[Motion]]) -> harness.Part:
    """Problems a minute of each kind."""
    lines = ["## Problems a minute", "", f"| motion | clips | {' | '.join(_KINDS)} | all | without any |"]
    lines += ["|---" * (len(_KINDS) + 4) + "|"]
    numbers: dict[str, Any] = {}
    for name, motions in groups.items():
        found = [problems.check(motion).problems for motion in motions]
        minutes = sum(motion.seconds for motion in motions) / 60
        count = Counter(problem.kind for each in found for problem in each)
        clean = sum(not each for each in found) / len(motions)
        cells = [f"{count[kind] / minutes:.1f}" for kind in _KINDS]
        total = sum(count.values()) / minutes
        lines.append(f"| {name} | {len(motions)} | {' | '.join(cells)} | {total:.1f} | {100 * clean:.0f} % |")
        numbers[name] = {"a_minute": total, "without_any": clean}
    return [*lines, ""], numbers


def _order(groups: Mapping[str, Sequence[Motion]], spoilt: Mapping[str, Sequence[Motion]]) -> harness.Part:
    """How often spoilt motion ranks worse than the clip that it was, than any captured one and than any take."""
    before, names = np.array([_badness(m) for m in groups["captured"]]), list(groups)
    lines = [
        "## Ranked", "",
        "By all severities of a motion's problems a minute. How often the spoilt clip ranks worse than the clip it "
        "was, and than one of a group (all pairs; level counts half); the last rows hold the takes against captured "
        "motion.", "",
        f"| motion | than itself before | {' | '.join(f'than {name}' for name in names)} |",
        "|---" * (len(names) + 2) + "|",
    ]  # fmt: skip
    scores = {name: np.array([_badness(m) for m in motions]) for name, motions in groups.items()}
    numbers: dict[str, Any] = {}
    for name, motions in spoilt.items():
        after = np.array([_badness(m) for m in motions])
        own = float(np.mean((after > before) + 0.5 * (after == before)))
        shares = [own, *(_above(after, scores[group]) for group in names)]
        lines.append(f"| {name} | {' | '.join(f'{100 * share:.0f} %' for share in shares)} |")
        numbers[f"ranked {name}"] = dict(zip(("itself", *names), shares, strict=True))
    for name in names[1:]:
        shares = [f"{100 * _above(scores[name], scores[group]):.0f} %" if group != name else "" for group in names]
        lines.append(f"| {name} | | {' | '.join(shares)} |")
    return [*lines, ""], numbers


def _badness(motion: Motion) -> float:
    """The severities of all problems, a minute."""
    return sum(p.severity for p in problems.check(motion).problems) * 60 / max(motion.seconds, 1e-6)


def _above(some: np.ndarray, others: np.ndarray) -> float:
    """The share of pairs in which the first is the larger; level counts half."""
    return float(np.mean((some[:, None] > others) + 0.5 * (some[:, None] == others)))


def _ranking(captured: Sequence[Motion], rng: np.random.Generator) -> harness.Part:
    """How often a fault that was put in is found, where it ranks, and what mending it brings."""
    lines = [
        "## One fault put in", "",
        "First and first three: of the whole list, the clip's own problems included. New: first among the problems "
        "that the clip did not have before. Gone: under its limit after Mend; all other frames stay to the bit.", "",
        "| fault | clips | found | first | first three | new | named plainly | gone after Mend | halved |",
        "|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    numbers: dict[str, Any] = {}
    for name, spoil in spoiling.SPOILING.items():
        rows = [_found(motion, spoil(motion, rng)) for motion in captured]
        hits = [row for row in rows if row["rank"] is not None]
        shares = {
            "found": len(hits) / len(rows),
            "first": sum(row["rank"] == 0 for row in hits) / len(rows),
            "three": sum(row["rank"] < 3 for row in hits) / len(rows),
            "new": sum(row["new"] == 0 for row in hits) / len(rows),
            "plain": sum(row["plain"] for row in hits) / len(rows),
            "gone": sum(row["after"] == 0 for row in hits) / max(1, len(hits)),
            "halved": sum(row["after"] < row["before"] / 2 for row in hits) / max(1, len(hits)),
        }
        lines.append(f"| {name} | {len(rows)} | {' | '.join(f'{100 * share:.0f} %' for share in shares.values())} |")
        numbers[f"spoilt {name}"] = shares
    return [*lines, ""], numbers


def _found(clean: Motion, spoilt: spoiling.Spoilt) -> dict[str, Any]:
    """Where the fault stands in the list, in the list without what was there before, and what mending it brings."""

    def meets(one: problems.Problem) -> bool:
        return one.kind in spoilt.kinds and one.first <= spoilt.last and one.last >= spoilt.first

    own = {(p.kind, p.joint, p.at) for p in problems.check(clean).problems}
    found = problems.check(spoilt.motion).problems
    rank = next((i for i, p in enumerate(found) if meets(p)), None)
    if rank is None:
        return {"rank": None}
    fresh = [p for p in found if (p.kind, p.joint, p.at) not in own]
    new = next((i for i, p in enumerate(fresh) if meets(p)), None)
    made = mending.mend(spoilt.motion, found[rank])
    plain = any(meets(p) and p.kind == spoilt.kinds[0] for p in found)
    return {"rank": rank, "new": new, "plain": plain, "before": made.before, "after": made.after}


def _cleaning(captured: Sequence[Motion], rng: np.random.Generator) -> harness.Part:
    """Clean Up, with its own strengths, before and after on noisy clips."""
    lines = [
        "## Clean Up on five noisy clips", "",
        "Noise, a spike a second, drift and sinking put into captured clips (`spoiling.noisy`), as a camera gives "
        "them. Slide: mean of standing feet. Away: mean distance of joints from the clip before the noise, the root's "
        "place aside.", "",
        "| clip | | slide, cm/s | sunk, cm | jitter, m/s³ | spikes | problems | away, mm |",
        "|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    numbers: dict[str, Any] = {}
    for number, motion in enumerate(captured[:: max(1, len(captured) // _NOISY)][:_NOISY], 1):
        noisy = spoiling.noisy(motion, rng)
        for name, one in (("captured", motion), ("noisy", noisy), ("cleaned", cleaning.clean(noisy))):
            told = cleaning.measured(one)
            told["problems"], told["away"] = len(problems.check(one).problems), _away(one, motion)
            cells = [f"{told[key]:.3g}" for key in ("slide", "sunk")]
            cells += [f"{told[key]:.0f}" for key in ("jitter", "spikes", "problems", "away")]
            lines.append(f"| {number if name == 'captured' else ''} | {name} | {' | '.join(cells)} |")
            numbers[f"{number} {name}"] = told
    return [*lines, ""], numbers


def _away(one: Motion, other: Motion) -> float:
    """Mean distance of joints in mm, both with the pelvis in one place."""
    a, b = (m.globals()[0] - m.root_pos[:, None] for m in (one, other))
    return 1000 * float(np.linalg.norm(a - b, axis=-1).mean())
