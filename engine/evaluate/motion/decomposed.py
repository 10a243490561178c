"""`motif evaluate decomposed`: plain diffusion against decomposed, for each lambda, with the same seeds and steps.

Every variant is trained here for the same number of steps, on the same batches, from one pose prior, and then generates
for the same held-out sentences with the same seeds. No pose is given: the prior draws the base frame. The weights that
ship are measured likewise, and once more around the middle pose of the captured piece.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.evaluate import harness
from engine.evaluate.harness import Part, row_of
from engine.evaluate.tables import GT, heading
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
    """Add the options of `motif evaluate decomposed`."""
    parser.add_argument(
        "--train-steps", type=int, default=400, metavar="N",
        help="of each variant; default 400, 0 for the shipped weights alone",
    )  # fmt: skip
    harness.add(parser, "data", "out", limit=96, repeats=20)
    parser.add_argument("--only", metavar="NAME,..", help="variants; default: all")
    parser.add_argument("--runs", type=Path, metavar="FOLDER", help="where trained variants are kept")


def variants() -> dict[str, Config]:
    """Name -> configuration. The wider plain one has as many parameters as the decomposed ones."""
    from engine.models.decomposed import Config

    shares: Mapping[str, float | None] = {"0": 0.0, "0.25": 0.25, "0.5": 0.5, "measured": None}
    ours = {f"decomposed, lambda {name}": replace(Config.shipped(), share=s) for name, s in shares.items()}
    plain = Config.without_base()
    return {PLAIN: plain, WIDE: replace(plain, dim=320), **ours}


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Print and write the table; returns its numbers for JSON."""
    return harness.report(args, measure, lambda a, s: heading(a, s, "limit", "repeats", "only"))


def measure(args: argparse.Namespace) -> Part:
    """Train the variants and measure them and the shipped weights. Raises EngineError for an unknown variant."""
    from engine.text.encoder import TextEncoder
    from engine.train.data.clips import RUNS, load_clips

    chosen = variants() if args.train_steps else {}
    if args.only and chosen:
        names = [name.strip() for name in args.only.split(",")]
        chosen = {name: config for name, config in chosen.items() if name.rpartition(" ")[2] in names or name in names}
    if args.train_steps and not chosen:
        raise bad_request(f"There is no such variant: choose from {', '.join(variants())}.")
    clips, evaluator = load_clips(args.data), harness.load_evaluator()
    test = harness.held_out_pieces(args, clips, 1, args.limit, "test")
    encoder = TextEncoder(device=args.device)
    text_vectors = evaluator.embed_texts(encoder, test.prompts[0])
    bench = Bench(evaluator, test, text_vectors, encoder.encode(test.prompts[0]).sentence, args)
    rows: dict[str, Any] = {GT: {**bench.scores([m.cut(0, min(len(m), 120)) for m in test.motions]), "parameters": 0}}
    for name, config in chosen.items():
        folder = (args.runs or RUNS) / "ablation" / name.replace(" ", "-").replace(",", "")
        rows[name] = train_and_measure(config, clips, folder, bench, args)
        print(row_of(name, *(f"{v}" for v in rows[name].values())), flush=True)
    if (model := shipped(args)) is not None:
        size = sum(p.numel() for p in model.parameters())
        for name, posed in ((SHIPPED, False), (POSED, True)):
            rows[name] = {**bench.scores(bench.answers(model, posed=posed)), "parameters": size}
    return table(rows, args.train_steps), {"rows": rows}


def shipped(args: argparse.Namespace) -> Decomposed | None:
    """The trained model among the weights, None where there is none."""
    from engine.pose.around import WEIGHTS, AroundModel

    folder = harness.weights_folder(args)
    return AroundModel.load(folder, args.device).network if (folder / WEIGHTS).exists() else None


class Bench:
    """Held-out sentences with the evaluator's embeddings, and what is measured of motions generated for them.

    text_vectors: (N, D) embeddings of the sentences. text: (N, width) sentence vectors that models are conditioned on.
    """

    def __init__(self, evaluator: Evaluator, test: HeldOut, text_vectors: np.ndarray, text: Any, args: Any) -> None:
        self.evaluator, self.test, self.text_vectors, self.text, self.args = evaluator, test, text_vectors, text, args
        self.real = evaluator.embed_motions(test.motions)

    def answers(self, model: Decomposed, *, posed: bool = False) -> list[Motion]:
        """Generate a motion for each sentence, as long as the captured piece but at most one window.

        posed: around the middle pose of the captured piece.
        """
        from engine.pose.around import AroundModel, Family
        from engine.pose.prior import pose_row

        ours = AroundModel(model.eval(), self.args.device)
        generated = []
        for i, motion in enumerate(self.test.motions):
            frames = min(len(motion), model.config.most)
            middle = frames // 2
            pose = pose_row(motion.cut(middle, middle + 1)) if posed else None
            text = self.text[i : i + 1].to(self.args.device)
            seed = self.args.seed * 1000 + i
            generated.append(
                ours.sample(frames, middle, Family(seed, seed), pose=pose, text=text, steps=self.args.steps)
            )
        return generated

    def fid(self, motions: Sequence[Motion]) -> float:
        """Frechet distance to the captured pieces."""
        return distributions.fid(self.real, self.evaluator.embed_motions(motions))

    def scores(self, motions: Sequence[Motion]) -> dict[str, Any]:
        """FID, R-precision with intervals, diversity, jerk."""
        generated = self.evaluator.embed_motions(motions)

        def once(rng: np.random.Generator) -> dict[str, float]:
            top = distributions.r_precision(self.text_vectors, generated, rng)
            return {"R@1": top[0], "R@3": top[2], "diversity": distributions.diversity(generated, rng)}

        found = distributions.repeat(once, self.args.repeats, self.args.seed)
        return {
            "FID": distributions.fid(self.real, generated),
            **{name: str(value) for name, value in found.items()},
            "jerk": distributions.jerk(motions),
        }


def train_and_measure(
    config: Config, clips: Sequence[Any], folder: Path, bench: Bench, args: argparse.Namespace
) -> dict[str, Any]:
    """One variant: trained in quarters, with the FID after each."""
    import torch

    from engine.train.pose import recipe

    out = harness.weights_folder(args)
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
    """The rows as Markdown, with the steps that each variant needs to reach plain diffusion's last FID."""
    quarters = [f"FID at {round(steps * (i + 1) / QUARTERS)}" for i in range(QUARTERS if steps else 0)]
    aim = rows[PLAIN]["FID"] if PLAIN in rows else float("nan")
    cells = []
    for name, row in rows.items():
        by = row.get("FID by quarter", [])
        reached = next((quarters[i].rpartition(" ")[2] for i, fid in enumerate(by) if fid <= aim), "–" if by else "")
        size = f"{row['parameters'] / 1e6:.1f} M" if row["parameters"] else ""
        fids = [f"{fid:.3f}" for fid in by] or [""] * len(quarters)
        cells.append((name, f"{row['FID']:.3f}", row["R@1"], row["R@3"], row["diversity"], f"{row['jerk']:.0f}", size,
                      *fids, reached))  # fmt: skip
    head = ("", "FID", "R@1", "R@3", "diversity", "jerk, m/s³", "parameters", *quarters, "steps to plain's FID")
    return harness.table(head, cells)
