"""The encoder of sentences (a BERT, Devlin et al. 2019), in a few lines and from safetensors.

`transformers` computes the same bits, and takes seconds and a hundred megabytes to load for it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..runtime.bare import Bare


@dataclass(frozen=True)
class Config:
    """Sizes, as the model's config.json names them."""

    vocab_size: int
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int
    type_vocab_size: int = 2
    layer_norm_eps: float = 1e-12

    @classmethod
    def read(cls, folder: Path) -> Config:
        """Of a model's folder; raises ValueError for a model of another kind."""
        told = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        plain = told.get("position_embedding_type", "absolute"), told.get("hidden_act", "gelu")
        if told.get("model_type") != "bert" or plain != ("absolute", "gelu"):
            raise ValueError(f"The sentence encoder in {folder} is no plain BERT: take the package that is installed.")
        return cls(**{name: told[name] for name in cls.__dataclass_fields__ if name in told})


class Layer(nn.Module):
    """Post-LN self-attention and feed-forward."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        width = config.hidden_size
        self.heads = config.num_attention_heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.norm1, self.norm2 = (nn.LayerNorm(width, eps=config.layer_norm_eps) for _ in range(2))
        self.up = nn.Linear(width, config.intermediate_size)
        self.down = nn.Linear(config.intermediate_size, width)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x (B, W, D), mask (B, 1, W, W) to add to the logits, None where all is seen."""
        query, key, value = (
            part(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        x = self.norm1(self.out(mixed.transpose(1, 2).flatten(2)) + x)
        return self.norm2(self.down(F.gelu(self.up(x))) + x)


class SentenceEncoder(nn.Module):
    """Ids of word pieces -> a state for each."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        width = config.hidden_size
        self.pieces = nn.Embedding(config.vocab_size, width)
        self.places = nn.Embedding(config.max_position_embeddings, width)
        self.kinds = nn.Embedding(config.type_vocab_size, width)
        self.norm = nn.LayerNorm(width, eps=config.layer_norm_eps)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.num_hidden_layers))

    @classmethod
    def load(cls, folder: Path) -> SentenceEncoder:
        """From a folder with config.json and model.safetensors; raises ValueError where they don't fit."""
        from safetensors.torch import load_file

        with Bare():
            made = cls(Config.read(folder))
        given = load_file(folder / "model.safetensors")
        state = {ours: given[theirs] for ours, theirs in _names(made.config.num_hidden_layers).items()}
        made.load_state_dict(state, assign=True)
        return made.eval()

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """ids (B, W) int64, mask (B, W), 1 at real pieces -> states (B, W, D)."""
        width = ids.shape[1]
        x = self.pieces(ids) + self.kinds.weight[0] + self.places.weight[:width]
        x = self.norm(x)
        # Padding is barred by the least number that there is, as `transformers` has it: the same bits.
        barred = ~mask.bool()
        added = torch.zeros(len(ids), 1, width, width, dtype=x.dtype, device=x.device)
        added = added.masked_fill(barred[:, None, None], torch.finfo(x.dtype).min) if bool(barred.any()) else None
        for layer in self.layers:
            x = layer(x, added)
        return x


def _names(layers: int) -> dict[str, str]:
    """Our parameter -> the file's."""
    parts = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
        "down": "output.dense", "norm2": "output.LayerNorm",
    }  # fmt: skip
    names = {
        f"layers.{i}.{ours}": f"encoder.layer.{i}.{theirs}" for i in range(layers) for ours, theirs in parts.items()
    }
    names["norm"] = "embeddings.LayerNorm"
    found = {f"{o}.{end}": f"{t}.{end}" for o, t in names.items() for end in ("weight", "bias")}
    tables = {"pieces": "word_embeddings", "places": "position_embeddings", "kinds": "token_type_embeddings"}
    return found | {f"{ours}.weight": f"embeddings.{theirs}.weight" for ours, theirs in tables.items()}
