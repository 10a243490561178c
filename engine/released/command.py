"""`motif import`: released networks from files of the artist's own become a set of weights."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from engine import files
from engine.models import vqvae
from engine.models.lda import LDA
from engine.models.mmm import MMM
from engine.models.mmm import Config as MMMConfig
from engine.protocol import weight_sets
from engine.protocol.errors import EngineError, bad_request
from engine.released import checking, humanml, lda, mmm, reading, sets, tokenizer, upper
from engine.runtime.weights import save_weights

MMM_LICENCE = (
    "the authors released these weights under CC BY-NC-ND 4.0: not for commercial use, not to be passed on changed. "
    "This set is for your own use within those terms."
)
LDA_LICENCE = (
    "the authors released these weights for academic research only: any other use is forbidden. This set is for your "
    "own use within those terms."
)
LDA_MISSING = (
    "the release has no extractor of its sound features (its beats come from another program) and not the skeleton of "
    "its 61 numbers a pose, so that takes can't be made of it here; the network can be checked and computed with"
)


def main(argv: Sequence[str]) -> int:
    """Run `motif import` and return the exit status."""
    args = _parser().parse_args(argv)
    try:
        done = (_mmm if args.network == "mmm" else _lda)(args)
    except OSError as error:
        return _fail(bad_request(files.why_not(Path(error.filename or "the file"), error)))
    except EngineError as error:
        return _fail(error)
    print(files.to_json({"ok": True, **done}))
    return 0


def _fail(error: EngineError) -> int:
    print(f"motif: {error.message}", file=sys.stderr)
    print(files.to_json({"ok": False, "error": {"code": error.code, "message": error.message}}))
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="motif import",
        description="Keep networks that others released, from files that you have of them, as a set of weights for "
        "--weights and the preferences. Nothing in a file is run.",
    )
    parser.add_argument("network", choices=("mmm", "lda"))
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="mmm: net_last.pth, mean.npy, std.npy; lda: a .ckpt",
    )
    parser.add_argument("--clip", type=Path, metavar="FOLDER", help="mmm: CLIP ViT-B/32, as transformers saves it")
    parser.add_argument("--styles", type=int, metavar="N", default=8, help="lda: how many its condition ends with; 8")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="where they are kept; mmm: its name is the set's")
    parser.add_argument(
        "--check", type=Path, metavar="FILE.npz", help="inputs with the released answers: print the largest differences"
    )
    return parser


def _split(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Files of parameters, and of statistics."""
    return [p for p in paths if p.suffix.lower() != ".npy"], [p for p in paths if p.suffix.lower() == ".npy"]


def _mmm(args: argparse.Namespace) -> dict[str, Any]:
    given, statistics = _split(args.files)
    held = _transformer(given)
    halves = upper.is_upper(held)
    config, state, book, book_state, extra = (_upper_parts if halves else _parts)(held)
    columns = int(extra["columns"])
    done: dict[str, Any] = {}
    if args.check:
        codes = upper.Tokenizer(book, extra["joint"]) if halves else tokenizer.Tokenizer(book, columns)
        kept = {} if not halves else dict(zip(("mean", "scale"), _statistics(statistics, columns), strict=True))
        codes.load_state_dict({**book_state, **kept})
        network = MMM(config).eval()
        network.load_state_dict(state)
        done["differences"] = checking.mmm(network, codes.eval(), args.check)
    if not args.out:
        return _only_checked(args, done)
    mean, scale = _statistics(statistics, columns)
    if args.clip and not (args.clip / "config.json").is_file():
        raise bad_request(f"{args.clip} is no folder of a CLIP model: it has no config.json.")
    args.out.mkdir(parents=True, exist_ok=True)
    whole = {f"network.{name}": value for name, value in book_state.items()} | {"mean": mean, "scale": scale}
    whole |= {"network.mean": mean.clone(), "network.scale": scale.clone()} if halves else {}
    kind = torch.float32  # as released: halves would answer differently
    save_weights(args.out / "tokenizer.safetensors", whole, vars(book), dtype=kind, extra=extra)
    save_weights(args.out / "text.safetensors", state, vars(config), dtype=kind)
    clip = str(args.clip.resolve()) if args.clip else ""
    names, lost = tuple(p.name for p in args.files), "" if clip else "CLIP, which reads its text (--clip FOLDER)"
    kind_of = (sets.UPPER, "MMM of the upper body") if halves else ("mmm", "MMM")
    card = sets.Card(kind_of[0], MMM_LICENCE, clip, names, lost)
    done |= _kept(args.out, card, f"{kind_of[1]}, as its authors released it")
    return {**done, "set": weight_sets.remember(args.out)}


_Parts = tuple[MMMConfig, dict[str, torch.Tensor], vqvae.Config, dict[str, torch.Tensor], dict[str, Any]]


def _parts(held: dict[str, torch.Tensor]) -> _Parts:
    """Sizes and parameters of the transformer, of the tokenizer inside it, and what else is said of that."""
    config = mmm.config_of(held)
    book, columns = tokenizer.config_of(held, mmm.TOKENIZER)
    state = tokenizer.state_of(held, book, columns, mmm.TOKENIZER)
    return config, mmm.state_of(held, config), book, state, {"columns": columns}


def _upper_parts(held: dict[str, torch.Tensor]) -> _Parts:
    """The same of upper-body files."""
    config, state = upper.transformer_of(held)
    book, joint, book_state = upper.tokenizer_of(held)
    return config, state, book, book_state, {"columns": humanml.COLUMNS, "joint": joint}


def _statistics(paths: Sequence[Path], columns: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Mean and standard deviation of the features, (columns,) each."""
    mean, std = reading.statistics(paths, columns)
    return torch.from_numpy(mean), torch.from_numpy(std)


def _transformer(paths: Sequence[Path]) -> dict[str, torch.Tensor]:
    """The parameters of the transformer and of the tokenizer inside it."""
    found: dict[str, torch.Tensor] = {}
    for path in paths:
        held = reading.read(path)
        own = reading.parameters(held["trans"] if isinstance(held.get("trans"), dict) else held.get("net") or held)
        if any(name.startswith(mmm.BASE) for name in own):
            found |= own
        elif not any(name.startswith(("vqvae.", "encoder", "decoder")) for name in own):
            raise bad_request(f"{path.name} holds neither the released transformer nor its tokenizer.")
    if not found:
        raise bad_request("The transformer's file is missing: give the net_last.pth that holds “trans”.")
    return found


def _lda(args: argparse.Namespace) -> dict[str, Any]:
    given, _ = _split(args.files)
    if len(given) != 1:
        raise bad_request(f"{len(given)} files of parameters are given, where LDA's one checkpoint was due.")
    held = reading.read(given[0])
    own = reading.parameters(held["state_dict"] if isinstance(held.get("state_dict"), dict) else held)
    marker = "input_projection.conv1d.weight"
    prefix = next((name.removesuffix(marker) for name in own if name.endswith(marker)), "")
    own = {name.removeprefix(prefix): value for name, value in own.items() if name.startswith(prefix)}
    config = lda.config_of(own, args.styles)
    state, done = lda.state_of(own, config), dict[str, Any]()
    network = LDA(config).eval()
    network.load_state_dict(state | scalers(held, config), strict=False)
    if args.check:
        done["differences"] = checking.lda(network, args.check)
    if not args.out:
        return _only_checked(args, done)
    args.out.mkdir(parents=True, exist_ok=True)
    save_weights(args.out / "lda.safetensors", network.state_dict(), vars(config), dtype=torch.float32)
    card = sets.Card("lda", LDA_LICENCE, "", (given[0].name,), LDA_MISSING)
    return done | _kept(args.out, card, "“Listen, Denoise, Action!”, as its authors released it")


def scalers(held: Any, config: lda.Config) -> dict[str, torch.Tensor]:
    """Means and scales of poses and sound, from the scalers anywhere in a checkpoint that are of their widths."""
    found: dict[str, torch.Tensor] = {}
    for scaler in _scalers_in(held):
        mean, scale = getattr(scaler, "mean_", None), getattr(scaler, "scale_", None)
        if mean is None or scale is None:
            continue
        for name, width in (("pose", config.pose_dim), ("audio", config.audio_dim)):
            if len(mean) == len(scale) == width and f"{name}_mean" not in found:
                found[f"{name}_mean"], found[f"{name}_scale"] = (torch.from_numpy(v).float() for v in (mean, scale))
                break
    return found


def _scalers_in(held: Any, depth: int = 6) -> list[reading.Scaler]:
    if isinstance(held, reading.Scaler):
        return [held]
    inside = held.values() if isinstance(held, dict) else held if isinstance(held, (list, tuple)) else ()
    return [one for value in inside for one in _scalers_in(value, depth - 1)] if depth else []


def _only_checked(args: argparse.Namespace, done: dict[str, Any]) -> dict[str, Any]:
    if not args.check:
        raise bad_request("Nothing is asked for: give --out FOLDER to keep the networks, or --check FILE.npz.")
    return done


def _kept(out: Path, card: sets.Card, title: str) -> dict[str, Any]:
    """Write the card; what is said of it."""
    sets.write_card(out, card, title)
    print(f"motif: Note: {card.licence}", file=sys.stderr)
    if card.missing:
        print(f"motif: Missing: {card.missing}.", file=sys.stderr)
    return {"folder": str(out), "licence": card.licence, "missing": card.missing}
