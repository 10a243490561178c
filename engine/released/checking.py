"""How far answers of imported networks are from those that the released ones gave."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from engine.models import mmm as ours
from engine.models.lda import LDA, Condition
from engine.models.text_states import TextStates
from engine.protocol.errors import bad_request
from engine.released import upper
from engine.released.tokenizer import Tokenizer

Differences = dict[str, float]


def _arrays(path: Path, needed: tuple[str, ...]) -> dict[str, Tensor]:
    try:
        with np.load(path, allow_pickle=False) as file:
            found = {name: torch.from_numpy(file[name]) for name in file.files}
    except (ValueError, EOFError, KeyError) as error:
        raise bad_request(f"{path.name} is no file of arrays that numpy saved.") from error
    if lost := [name for name in needed if name not in found]:
        raise bad_request(f"{path.name} has no array “{lost[0]}”, which the check needs.")
    return found


def _away(found: Tensor, wanted: Tensor) -> float:
    if found.shape != wanted.shape:
        raise bad_request(f"The check has answers of {tuple(wanted.shape)}, the network gives {tuple(found.shape)}.")
    return float((found - wanted).abs().max())


@torch.no_grad()
def mmm(network: ours.MMM, book: Tokenizer | upper.Tokenizer, path: Path) -> Differences:
    """Largest differences of logits and features, and how many codes differ, for inputs with the released answers:
    codes, sentence, words -> logits; greedy_FRAMES; motion -> encoded, ids; decoded_FRAMES. Of the upper body codes and
    ids are (B, L, 2), and decoded_FRAMES is what ids become."""
    at = _arrays(path, ("codes", "sentence", "words", "logits"))
    n, config = network.config.codes, network.config
    table = torch.arange(n + 3)
    codes = at["codes"] if config.below else at["codes"][..., None]
    table[[n, n + 1, n + 2]] = torch.tensor([config.end, config.pad, config.mask])  # the released order to ours
    text = TextStates(at["sentence"], at["words"], torch.ones(at["words"].shape[:2], dtype=torch.bool))
    rows = len(at["codes"])
    level, seen = torch.zeros(rows, dtype=torch.long), torch.ones(rows, dtype=torch.bool)
    out = {"logits": _away(network(table[codes], level, text, seen), at["logits"])}
    for name, wanted in at.items():
        what, _, frames = name.partition("_")
        if what == "greedy" and frames.isdecimal() and not config.below:
            tokens = torch.tensor([int(frames) // book.config.stride])
            codes = ours.sample(network, text[:1], tokens, [torch.Generator()], temperature=0.0, noise=0.0)[0, :, 0]
            out[name] = float((codes != wanted).sum())
        elif what == "decoded" and f"greedy_{frames}" in at:
            out[name] = _away(book.decode(at[f"greedy_{frames}"][None]), wanted)
        elif what == "decoded" and "ids" in at:
            out[name] = _away(book.decode(at["ids"]), wanted)
    if "motion" in at and "encoded" in at and isinstance(book, Tokenizer):
        out["encoded"] = _away(book.latent(at["motion"]), at["encoded"])
    if "motion" in at and "ids" in at:
        out["ids"] = float((book.encode(at["motion"]) != at["ids"]).sum())
    return out | {"largest": max(out.values())}


@torch.no_grad()
def lda(network: LDA, path: Path) -> Differences:
    """Largest differences of the answers out_STEP, steps from 0, for x, control and style."""
    at = _arrays(path, ("x", "control", "style"))
    x, out = at["x"], Differences()
    plain = LDA(network.config).eval()  # the check's inputs are standardised already
    scales = {name: value for name, value in plain.state_dict().items() if name.endswith(("_mean", "_scale"))}
    plain.load_state_dict({**network.state_dict(), **scales})
    flags = torch.ones(2, len(x), dtype=torch.bool)
    told = Condition(at["control"], at["style"], torch.zeros(x.shape[:2]), *flags)
    for name, wanted in at.items():
        step = name.removeprefix("out_")
        if name.startswith("out_") and step.isdecimal():
            t = torch.full((len(x),), int(step) + 1)
            out[name] = _away(plain(x, t, told, plain.positions(x.shape[1])), wanted)
    if not out:
        raise bad_request(f"{path.name} has no answers “out_STEP” to check against.")
    return out | {"largest": max(out.values())}
