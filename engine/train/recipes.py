"""What is trained, in which order, with which numbers: `motif train NAME`, NAME one of RECIPES."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from engine.protocol.errors import bad_request
from engine.train.audio import folder as audio_folder
from engine.train.audio import pairs as audio_pairs
from engine.train.audio import recipe
from engine.train.audio_token import encoder as hearing_recipe
from engine.train.audio_token import recipe as audiotoken_recipe
from engine.train.data import clips as data
from engine.train.pose import inbetween
from engine.train.pose import recipe as pose_recipe
from engine.train.progress import progress_bar
from engine.train.text import critic, library, tokenizer, upper_body
from engine.train.text import recipe as text_recipe


def run(
    what: str,
    minutes: float,
    resume: bool,
    source: Path | None = None,
    out: Path | None = None,
    device: str | None = None,
    encoder: Path | None = None,
) -> Path:
    """Train `what` for `minutes`; returns the weights file written.

    source: a folder of BVH files with captions.csv (for "audio" with sound files of their names), or None for the
    shared pack. out: the folder of the weights, by
    default the shipped ones for the pack and runs/NAME/weights for a folder of that name. encoder: for "audiotoken", a
    folder with another's audio model.
    """
    if encoder is not None and what != "audiotoken":
        raise bad_request(f"--encoder is for training the audio token: leave it out for {what}.")
    if what not in RECIPES:
        raise ValueError(f"There is nothing to train called {what!r}; choose one of {', '.join(RECIPES)}.")
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    pairs, clips = load_own_pairs(source) if what == "audio" and source else (None, data.load_clips(source))
    runs = data.RUNS if source is None else data.RUNS / source.resolve().name
    out = out or (data.SHIPPED if source is None else runs / "weights")
    out.mkdir(parents=True, exist_ok=True)
    data.write_splits(clips, out / "splits.json")
    if pairs is not None:
        return recipe.train_pairs(pairs, clips, minutes, resume, out, runs / "audio", device)
    if encoder is not None:
        return audiotoken_recipe.train_audiotoken(clips, minutes, resume, out, runs, device, str(encoder))
    return RECIPES[what](clips, minutes, resume, out, runs, device)


def load_own_pairs(folder: Path) -> tuple[audio_pairs.AudioPairs, list[data.Clip]]:
    """A studio's motion with its own music; raises EngineError naming the file that is wrong."""
    try:
        found, clips = audio_folder.load_pairs(folder, progress_bar("reading pairs"))
    except ValueError as error:
        raise bad_request(str(error)) from error
    pairs = audio_pairs.gather(found)
    if not len(pairs.of_split("train")):  # too few for the hash to fill every split
        pairs = replace(pairs, split=np.full(len(pairs), data.SPLITS.index("train")))
    return pairs, clips


RECIPES: dict[str, Callable[[list[data.Clip], float, bool, Path, Path, str], Path]] = {
    "tokenizer": tokenizer.train_tokenizer,
    "text": text_recipe.train_text,
    "critic": critic.train_critic,
    "library": library.train_library,
    "audio": recipe.train_audio,
    "inbetween": inbetween.train_inbetween,
    "poses": pose_recipe.train_poses,
    "decomposed": pose_recipe.train_decomposed,
    "upper": upper_body.train_upper,
    "hearing": hearing_recipe.train_hearing,
    "audiotoken": audiotoken_recipe.train_audiotoken,
}
