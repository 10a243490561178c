"""Recipes of all models, `motif train NAME`, and the way from a folder of motion to a weights file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from engine.protocol.errors import bad_request
from engine.train.audio.folder import load_pairs
from engine.train.audio.pairs import AudioPairs, gather
from engine.train.audio.phrases import train_phrases
from engine.train.audio.recipe import train_audio, train_pairs
from engine.train.audio_token.encoder import train_hearing
from engine.train.audio_token.recipe import train_audiotoken
from engine.train.data.clips import SHIPPED, SPLITS, Clip, load_clips, runs_folder, write_splits
from engine.train.pose.inbetween import train_inbetween
from engine.train.pose.recipe import train_decomposed, train_poses
from engine.train.progress import progress_bar
from engine.train.text.critic import train_critic
from engine.train.text.decoder import train_decoder
from engine.train.text.recipe import train_library, train_text
from engine.train.text.tokenizer import train_tokenizer
from engine.train.text.upper_body import train_upper

# (clips, minutes, resume, folder of weights, folder of runs, device) -> the weights file written.
RECIPES: dict[str, Callable[[list[Clip], float, bool, Path, Path, str], Path]] = {
    "tokenizer": train_tokenizer,
    "decoder": train_decoder,
    "text": train_text,
    "critic": train_critic,
    "library": train_library,
    "audio": train_audio,
    "phrases": train_phrases,
    "inbetween": train_inbetween,
    "poses": train_poses,
    "decomposed": train_decomposed,
    "upper": train_upper,
    "hearing": train_hearing,
    "audiotoken": train_audiotoken,
}


def run(
    what: str, minutes: float, resume: bool, source: Path | None = None, out: Path | None = None,
    device: str | None = None, encoder: Path | None = None, without: Sequence[str] = (),
) -> Path:  # fmt: skip
    """Train a model by its recipe and return the weights file written.

    source: a folder of BVH files with captions.csv (for "audio" with sound files of their names); None for the shared
    pack. out: the folder of the weights; by default that of the shipped ones for the pack, runs/NAME/weights for a
    folder of that name. encoder: for "audiotoken", a folder with another's audio model. without: data sets of the pack
    whose clips are left out; the weights then go to runs/without-NAME/weights.

    Raises EngineError for an encoder that the recipe has no use for, and ValueError for an unknown recipe.
    """
    if encoder is not None and what != "audiotoken":
        raise bad_request(f"--encoder is for training the audio token: leave it out for {what}.")
    if what not in RECIPES:
        raise ValueError(f"There is nothing to train called {what!r}; choose one of {', '.join(RECIPES)}.")
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    pairs, clips = load_own_pairs(source) if what == "audio" and source else (None, load_clips(source))
    runs = runs_folder(source)
    if without:
        clips, runs = _left_out(clips, without), runs / f"without-{'-'.join(without)}"
    out = out or (SHIPPED if source is None and not without else runs / "weights")
    out.mkdir(parents=True, exist_ok=True)
    if what == "library" and without:
        _complete(out)
    write_splits(clips, out / "splits.json")
    if pairs is not None:
        return train_pairs(pairs, clips, minutes, resume, out, runs / "audio", device)
    if encoder is not None:
        return train_audiotoken(clips, minutes, resume, out, runs, device, str(encoder))
    return RECIPES[what](clips, minutes, resume, out, runs, device)


def _left_out(clips: list[Clip], names: Sequence[str]) -> list[Clip]:
    """The clips that are of other data sets; raises EngineError for a name that none has."""
    known = sorted({clip.dataset for clip in clips})
    unknown = [name for name in names if name not in known]
    if unknown:
        raise bad_request(f"There is no data set “{unknown[0]:.40}”: choose of {', '.join(known)}.")
    return [clip for clip in clips if clip.dataset not in names]


def _complete(folder: Path) -> None:
    """Copy what a set of weights lacks from those that ship, so that a library alone makes one that can be used."""
    for path in SHIPPED.glob("*.safetensors"):
        if not (folder / path.name).exists():
            shutil.copy2(path, folder / path.name)


def load_own_pairs(folder: Path) -> tuple[AudioPairs, list[Clip]]:
    """Read a folder of motion with its own music; raises EngineError naming the file that is wrong."""
    try:
        found, clips = load_pairs(folder, progress_bar("reading pairs"))
    except ValueError as error:
        raise bad_request(str(error)) from error
    pairs = gather(found)
    if not len(pairs.of_split("train")):  # too few for the hash to fill every split
        pairs = replace(pairs, split=np.full(len(pairs), SPLITS.index("train")))
    return pairs, clips
