"""`motif evaluate decomposed`: plain diffusion against decomposed, for each lambda, with the same seeds and steps.

Every variant is trained here, for as many steps, on the same batches, from one pose prior; then asked for the same
held-out sentences with the same seeds. No pose is given: the prior draws the base frame. The weights that ship are
asked the same, and once more around the captured piece's middle pose.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.evaluate.tables import GT, heading, row_of, rule_of
from engine.metrics import distributions
from engine.protocol.errors import bad_request

if TYPE_CHECKING:
    from engine.models.decomposed import Config, Decomposed
    from engine.train.text.evaluator import Evaluator
    from engine.train.text.held_out import HeldOut
    from retarget.motion import Motion

PLAIN, WIDE = "plain diffusion", "plain diffusion, wider"
SHIPPED, POSED = "the weights that ship", "the same around a captured pose"
QUARTERS = 4  # of a training, after each of which the FID is taken


def add_options(parser: argparse.ArgumentParser) -> None:
    """How long to train and what to measure."""
    parser.add_argument(
        "--train-steps",
        type=int,
        default=400,
        metavar="N",
        help="of each variant; default 400, 0 for the shipped weights alone",
    )
    parser.add_argument("--limit", type=int, default=96, help="held-out pieces at most; default 96")
    parser.add_argument("--repeats", type=int, default=20, help="for the intervals; default 20")
    parser.add_argument("--only", metavar="NAME,..", help="variants; default: all")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="BVH files with captions.csv; default: the pack")
    parser.add_argument("--runs", type=Path, metavar="FOLDER", help="where trained variants are kept")
    parser.add_argument("--out", type=Path, metavar="FILE.md", help="write the tables there")


def variants() -> dict[str, Config]:
    """Name -> configuration. The wider plain one has as many parameters as the decomposed ones."""
    from engine.models.decomposed import Config

    shares: Mapping[str, float | None] = {"0": 0.0, "0.25": 0.25, "0.5": 0.5, "measured": None}
    own = {f"decomposed, lambda {name}": replace(Config.shipped(), share=s) for name, s in shares.items()}
    plain = Config.without_base()
    return {PLAIN: plain, WIDE: replace(plain, dim=320), **own}


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Train, measure, and print the table; its numbers for JSON."""
    from engine.runtime import weights
    from engine.text.encoder import TextEncoder
    from engine.train.data.clips import RUNS, load_clips
    from engine.train.text.evaluator import Evaluator
    from engine.train.text.held_out import held_out

    began = time.monotonic()
    chosen = variants() if args.train_steps else {}
    if args.only and chosen:
        names = [name.strip() for name in args.only.split(",")]
        chosen = {name: config for name, config in chosen.items() if name.rpartition(" ")[2] in names or name in names}
    if args.train_steps and not chosen:
        raise bad_request(f"There is no such variant: choose from {', '.join(variants())}.")
    clips = load_clips(args.data)
    evaluator = Evaluator.load(weights.FOLDER / "evaluator.safetensors")
    test = held_out(clips, "test", 1, args.limit, args.seed)
    if len(test.motions) < distributions.POOL:
        raise bad_request(f"Only {len(test.motions)} held-out pieces: at least {distributions.POOL} are needed.")
    encoder = TextEncoder(device=args.device)
    said = evaluator.embed_texts(encoder, test.prompts[0])
    bench = Bench(evaluator, test, said, encoder.encode(test.prompts[0]).sentence, args)
    rows: dict[str, Any] = {GT: {**bench.scores([m.cut(0, min(len(m), 120)) for m in test.motions]), "parameters": 0}}
    for name, config in chosen.items():
        folder = (args.runs or RUNS) / "ablation" / name.replace(" ", "-").replace(",", "")
        rows[name] = train_and_measure(config, clips, folder, bench, args)
        print(row_of(name, *(f"{v}" for v in rows[name].values())), flush=True)
    if (model := shipped(args)) is not None:
        size = sum(p.numel() for p in model.parameters())
        for name, posed in ((SHIPPED, False), (POSED, True)):
            rows[name] = {**bench.scores(bench.answers(model, posed=posed)), "parameters": size}
    result = {"rows": rows, "seconds": round(time.monotonic() - began, 1)}
    page = "\n".join([*heading(args, result["seconds"]), *table(rows, args.train_steps)]) + "\n"
    print(page)
    if args.out:
        args.out.write_text(page, encoding="utf-8")
    return result


def shipped(args: argparse.Namespace) -> Decomposed | None:
    """The trained model among the weights, None where there is none."""
    from engine.pose.around import WEIGHTS, AroundModel
    from engine.runtime import weights

    folder = args.weights or weights.FOLDER
    return AroundModel.load(folder, args.device).network if (folder / WEIGHTS).exists() else None


class Bench:
    """Held-out sentences and the evaluator's view of them."""

    def __init__(self, evaluator: Evaluator, test: HeldOut, said: np.ndarray, text: Any, args: Any) -> None:
        self.evaluator, self.test, self.said, self.text, self.args = evaluator, test, said, text, args
        self.real = evaluator.embed_motions(test.motions)

    def answers(self, model: Decomposed, *, posed: bool = False) -> list[Motion]:
        """A motion for each sentence, as long as the captured piece (at most as the model makes), around its middle
        pose where it is to be posed."""
        from engine.pose.around import AroundModel, Family
        from engine.pose.prior import pose_row

        ours = AroundModel(model.eval(), self.args.device)
        made = []
        for i, motion in enumerate(self.test.motions):
            frames = min(len(motion), model.config.most)
            middle = frames // 2
            pose = pose_row(motion.cut(middle, middle + 1)) if posed else None
            text = self.text[i : i + 1].to(self.args.device)
            seed = self.args.seed * 1000 + i
            made.append(ours.sample(frames, middle, Family(seed, seed), pose=pose, text=text, steps=self.args.steps))
        return made

    def fid(self, motions: Sequence[Motion]) -> float:
        """To the captured pieces."""
        return distributions.fid(self.real, self.evaluator.embed_motions(motions))

    def scores(self, motions: Sequence[Motion]) -> dict[str, Any]:
        """FID, R-precision with intervals, diversity, jerk."""
        made = self.evaluator.embed_motions(motions)

        def once(rng: np.random.Generator) -> dict[str, float]:
            top = distributions.r_precision(self.said, made, rng)
            return {"R@1": top[0], "R@3": top[2], "diversity": distributions.diversity(made, rng)}

        found = distributions.repeat(once, self.args.repeats, self.args.seed)
        return {
            "FID": distributions.fid(self.real, made),
            **{name: str(value) for name, value in found.items()},
            "jerk": distributions.jerk(motions),
        }


def train_and_measure(
    config: Config, clips: Sequence[Any], folder: Path, bench: Bench, args: argparse.Namespace
) -> dict[str, Any]:
    """One variant: trained in quarters, with the FID after each."""
    import torch

    from engine.runtime import weights
    from engine.train.pose import recipe

    out = args.weights or weights.FOLDER
    train, val = recipe.corpora(clips, out, folder.parents[1], args.device)
    torch.manual_seed(args.seed)  # the same first weights of the residual generator, the same noise
    model = recipe.with_prior(config, train, out / "poses.safetensors")
    if config.plain:
        model.base.requires_grad_(False)
    fids, quarter = [], -(-args.train_steps // QUARTERS)
    motions: list[Motion] = []
    measured: dict[str, float] = {}
    for part in range(QUARTERS):
        measured = recipe.train_clips(
            model, train, val, 24 * 60, part > 0, folder, args.device, steps=args.train_steps, most_steps=quarter,
        )  # fmt: skip
        motions = bench.answers(model)
        fids.append(bench.fid(motions))
    return {
        **bench.scores(motions),
        "parameters": sum(p.numel() for p in model.rest.parameters())
        + (0 if config.plain else sum(p.numel() for p in model.base.parameters())),
        "FID by quarter": fids,
        "val rest": measured["val rest"],
    }


def table(rows: Mapping[str, Mapping[str, Any]], steps: int) -> list[str]:
    """The rows as Markdown, with the steps that each variant needs for plain diffusion's last FID."""
    quarters = [f"FID at {round(steps * (i + 1) / QUARTERS)}" for i in range(QUARTERS if steps else 0)]
    lines = [
        row_of("", "FID", "R@1", "R@3", "diversity", "jerk, m/s³", "parameters", *quarters, "steps to plain's FID")
    ]
    lines.append(rule_of(8 + len(quarters)))
    aim = rows[PLAIN]["FID"] if PLAIN in rows else float("nan")
    for name, row in rows.items():
        by = row.get("FID by quarter", [])
        there = next((quarters[i].rpartition(" ")[2] for i, fid in enumerate(by) if fid <= aim), "–" if by else "")
        size = f"{row['parameters'] / 1e6:.1f} M" if row["parameters"] else ""
        cells = [f"{fid:.3f}" for fid in by] or [""] * len(quarters)
        lines.append(
            row_of(name, f"{row['FID']:.3f}", row["R@1"], row["R@3"], row["diversity"], f"{row['jerk']:.0f}", size,
                   *cells, there)
        )  # fmt: skip
    return [*lines, ""]
