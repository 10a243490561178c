"""A set of the released text networks as a text model: CLIP, masked transformer and tokenizer, in place of ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, cast

import numpy as np
import torch
from torch import Tensor, nn

from engine.models import mmm, vqvae
from engine.models.text_states import TextStates
from engine.motion import features
from engine.motion.canonical import FPS, to_canonical
from engine.protocol.errors import bad_request
from engine.released import humanml
from engine.released.sets import Card, read_card
from engine.released.tokenizer import Tokenizer
from engine.runtime.weights import load_weights, missing
from engine.text.encoder import TextEncoder
from engine.text.model import TextModel
from retarget.motion import Motion, sample_at

WORDS = 77  # places of CLIP's text


class ReleasedText(TextModel):
    """Prompts -> motions by a set of released networks; the planner, the joining and the clean-up are ours."""

    usual_form: ClassVar[str] = "packed"

    @classmethod
    def load(cls, folder: Path, device: str = "cpu", text_folder: Path | None = None) -> ReleasedText:
        """From a folder that `motif import mmm` wrote; raises EngineError where a part is missing or unsound."""
        card = read_card(folder)
        stored = load_weights(folder / "text.safetensors", torch.float32)
        transformer = mmm.MMM(mmm.Config(**stored.config))
        transformer.load_state_dict(stored.state)
        encoder = ClipEncoder(text_folder or clip_folder(card, folder), device)
        if encoder.width != transformer.config.text_dim:
            raise bad_request(
                f"The CLIP model in {encoder.folder} gives {encoder.width} numbers a text and the set takes "
                f"{transformer.config.text_dim}: import the set with CLIP ViT-B/32, --clip FOLDER."
            )
        tokenizer = cast("vqvae.VQVAE", MotionTokenizer.load(folder / "tokenizer.safetensors"))
        made = cls.assemble(cast("TextEncoder", encoder), transformer, tokenizer, None, device)
        return cast("ReleasedText", made)

    def with_audio_tokens(self, tokens: Sequence[Tensor | None]) -> TextModel:
        """Raise EngineError: a sound's token is of our text encoder."""
        raise bad_request("Sounds in a prompt need the weights that ship: take these, or leave <audio> out.")


def clip_folder(card: Card, folder: Path) -> Path:
    """Where a set's CLIP lies; raises EngineError where it has none or it is gone."""
    advice = "import the set again with --clip FOLDER, a folder with CLIP ViT-B/32 as transformers saves it."
    if not card.clip:
        raise missing(f"The set {folder.name} was imported without CLIP, which reads its text: {advice}")
    if not (Path(card.clip) / "config.json").is_file():
        raise missing(f"The CLIP model of the set {folder.name} is no longer in {card.clip}: {advice}")
    return Path(card.clip)


class ClipEncoder:
    """Texts -> what the released network reads: CLIP's projected feature, not normalised, and all 77 final states."""

    def __init__(self, folder: Path, device: str = "cpu") -> None:
        from transformers.models.clip.modeling_clip import CLIPTextModelWithProjection
        from transformers.models.clip.tokenization_clip import CLIPTokenizer

        self.folder, self.device = folder, device
        try:
            self._model: Any = CLIPTextModelWithProjection.from_pretrained(folder, local_files_only=True)
            self._pieces = CLIPTokenizer.from_pretrained(folder, local_files_only=True)
        except (OSError, ValueError, TypeError, KeyError) as error:
            why = str(error).strip().splitlines()[0]
            said = f"The CLIP model in {folder} can't be loaded ({why:.120}): give a whole folder of CLIP ViT-B/32."
            raise missing(said) from error
        self._model = self._model.to(device).eval().requires_grad_(False)
        self.width = int(self._model.config.projection_dim)

    @torch.no_grad()
    def encode(self, texts: Sequence[str]) -> TextStates:
        """States of B texts, padded with the id 0 to 77 places, all of which are seen."""
        most = int(self._model.config.max_position_embeddings)
        rows = [self._pieces(text, truncation=True, max_length=min(WORDS, most))["input_ids"] for text in texts]
        ids = torch.zeros(len(rows), min(WORDS, most), dtype=torch.long)
        for row, own in zip(ids, rows, strict=True):
            row[: len(own)] = torch.tensor(own)
        inside = self._model.text_model(input_ids=ids.to(self.device))
        states = inside.last_hidden_state.float()
        # The sentence is the state at its end, projected.
        ends = torch.tensor([len(own) - 1 for own in rows], device=states.device)
        sentence = self._model.text_projection(states[torch.arange(len(rows), device=states.device), ends])
        seen = torch.ones(states.shape[:2], dtype=torch.bool, device=states.device)
        return TextStates(sentence.float(), states, seen)


class MotionTokenizer(nn.Module):
    """The released tokenizer as ours is asked: our features at 30 fps there and back. Four frames at 20 fps are six."""

    mean: Tensor
    scale: Tensor

    def __init__(self, network: Tokenizer) -> None:
        super().__init__()
        self.network, self.config = network, _Stride(network.config)
        self.register_buffer("mean", torch.zeros(network.columns))
        self.register_buffer("scale", torch.ones(network.columns))

    @classmethod
    def load(cls, path: Path) -> MotionTokenizer:
        """From a file that `motif import mmm` wrote."""
        stored = load_weights(path, torch.float32)
        columns = int(stored.meta["columns"])
        made = cls(Tokenizer(vqvae.Config(**stored.config), columns))
        made.load_state_dict(stored.state)
        return made.eval()

    def encode(self, rows: Tensor) -> Tensor:
        """Our features (B, T, FEATURE_DIM) at 30 fps -> codes (B, L, 1)."""
        return torch.stack([self._codes(features.decode(own)) for own in rows.cpu().numpy()])[..., None]

    def decode(self, codes: Tensor) -> tuple[Tensor, Tensor]:
        """Codes (B, L, 1) -> our rows (B, 6 L, MOTION_DIM) at 30 fps, contacts (B, 6 L, 4), above 0 where planted."""
        taken = (self._standard(codes) * self.scale + self.mean).cpu().numpy()
        motions = [self._at_our_rate(humanml.motion_of(own)) for own in taken]
        rows = np.stack([features.encode(to_canonical(motion)) for motion in motions])
        planted = np.stack([motion.contacts for motion in motions]) - 0.5
        made = torch.from_numpy(rows[..., : features.MOTION_DIM]).to(codes.device)
        return made, torch.from_numpy(planted.astype(np.float32)).to(codes.device)

    def _standard(self, codes: Tensor) -> Tensor:
        """Codes (B, L, 1) -> features (B, 4 L, columns), standardised."""
        return self.network.decode(codes[..., 0])

    def _at_our_rate(self, motion: Motion) -> Motion:
        count = len(motion) * self.config.stride // self.config.frames
        return sample_at(motion, np.arange(count) * humanml.FPS / FPS, FPS)

    def _codes(self, motion: Motion) -> Tensor:
        """Codes (L,) of a canonical motion at 30 fps, its last frame held to a whole token."""
        from retarget.formats.smpl_body import average_skeleton
        from retarget.solve import retarget

        tokens = -(-len(motion) // self.config.stride)
        slower = sample_at(motion, np.arange(tokens * self.config.frames) * FPS / humanml.FPS, humanml.FPS)
        rows = humanml.features_of(retarget(slower, average_skeleton(22)))
        x = (torch.from_numpy(rows).to(self.mean.device) - self.mean) / self.scale
        return self.network.encode(x[None])[0]


class _Stride:
    """frames: of a token at 20 fps. stride: at 30 fps."""

    def __init__(self, config: vqvae.Config) -> None:
        self.frames = config.stride
        self.stride = round(config.stride * FPS / humanml.FPS)
