"""A small released MMM network: random parameters under the released names, and its answer computed step by step."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

CODES, CODE_DIM, WIDTH, DIM, HEADS, TEXT, BLOCK, COLUMNS = 24, 6, 12, 32, 4, 20, 27, 263
CROSS, BASE, HEAD = 1, 1, 2  # blocks
END, PAD, MASK = CODES, CODES + 1, CODES + 2


def parameters(seed: int = 0, columns: int = COLUMNS) -> dict[str, Tensor]:
    """Random numbers in the layout of the released `trans` files: the transformer with the tokenizer inside."""
    g = torch.Generator().manual_seed(seed)
    shapes: dict[str, tuple[int, ...]] = {
        "trans_base.to_emb": (DIM, CODE_DIM), "trans_base.word_emb": (DIM, TEXT), "trans_base.cond_emb": (DIM, TEXT),
    }  # fmt: skip
    norms = ["trans_head.ln_f"]
    blocks = [f"trans_base.cross_att.{i}." for i in range(CROSS)] + [f"trans_base.blocks.{i}." for i in range(BASE)]
    for block in [*blocks, *(f"trans_head.blocks.{i}." for i in range(HEAD))]:
        shapes |= {f"{block}attn.{name}": (DIM, DIM) for name in ("key", "query", "value", "proj")}
        shapes |= {f"{block}mlp.0": (4 * DIM, DIM), f"{block}mlp.2": (DIM, 4 * DIM)}
        norms += [f"{block}ln{n}" for n in ((1, 2, 3) if "cross" in block else (1, 2))]
    shapes |= tokenizer_shapes(columns)
    out = {name: _draw(g, f"{name}.weight", shape) for name, shape in shapes.items()}
    state = {f"{name}.weight": value for name, value in out.items()}
    state |= {f"{name}.bias": 0.1 * torch.randn(len(value), generator=g) for name, value in out.items()}
    for name in norms:
        state |= {f"{name}.weight": 1 + 0.1 * torch.randn(DIM, generator=g)}
        state |= {f"{name}.bias": 0.1 * torch.randn(DIM, generator=g)}
    state |= {f"trans_base.cross_att.{i}.attn.mask": torch.ones(1, 1, BLOCK, 77) for i in range(CROSS)}
    return state | {
        "trans_base.learn_tok_emb.weight": torch.randn(3, CODE_DIM, generator=g),
        "trans_base.pos_embed.embed": places(BLOCK)[:, None],
        "trans_base.pos_embedding.weight": torch.zeros(BLOCK, DIM),
        "trans_base.vqvae.vqvae.quantizer.codebook": torch.randn(CODES, CODE_DIM, generator=g),
        "trans_head.head.weight": _draw(g, "", (CODES, DIM)),
    }  # fmt: skip


def tokenizer_shapes(columns: int) -> dict[str, tuple[int, ...]]:
    """Of the tokenizer's convolutions: two halvings, stacks of two."""
    name, stack = "trans_base.vqvae.vqvae.", lambda at: {
        f"{at}model.{k}.conv{n}": (WIDTH, WIDTH, 3 if n == 1 else 1) for k in range(2) for n in (1, 2)
    }  # fmt: skip
    shapes: dict[str, tuple[int, ...]] = {
        f"{name}encoder.model.0": (WIDTH, columns, 3), f"{name}encoder.model.4": (CODE_DIM, WIDTH, 3),
        f"{name}decoder.model.0": (WIDTH, CODE_DIM, 3), f"{name}decoder.model.4": (WIDTH, WIDTH, 3),
        f"{name}decoder.model.6": (columns, WIDTH, 3),
    }  # fmt: skip
    for i in (2, 3):
        shapes |= {f"{name}encoder.model.{i}.0": (WIDTH, WIDTH, 4), f"{name}decoder.model.{i}.2": (WIDTH, WIDTH, 3)}
        shapes |= {**stack(f"{name}encoder.model.{i}.1."), **stack(f"{name}decoder.model.{i}.0.")}
    return shapes


def _draw(g: torch.Generator, _name: str, shape: tuple[int, ...]) -> Tensor:
    return torch.randn(shape, generator=g) / math.sqrt(math.prod(shape[1:]))


def places(length: int) -> Tensor:
    """Sinusoids (length, DIM)."""
    angle = torch.arange(length)[:, None] * torch.exp(torch.arange(0, DIM, 2) * (-math.log(10000.0) / DIM))
    return torch.stack([angle.sin(), angle.cos()], -1).flatten(1)


def answer(
    p: dict[str, Tensor], codes: Tensor, sentence: Tensor, words: Tensor, embedded: Tensor | None = None
) -> Tensor:
    """Logits (B, L, CODES) of the published network for codes with released special tokens, no place of it left out.
    embedded: (B, L, CODE_DIM), in place of the codes' own embeddings."""
    if embedded is None:
        book, special = p["trans_base.vqvae.vqvae.quantizer.codebook"], p["trans_base.learn_tok_emb.weight"]
        embedded = torch.cat([book, special])[codes]
    linear = lambda name, y: F.linear(y, p[f"{name}.weight"], p[f"{name}.bias"])  # noqa: E731
    norm = lambda name, y: F.layer_norm(y, (DIM,), p[f"{name}.weight"], p[f"{name}.bias"])  # noqa: E731
    x = linear("trans_base.to_emb", embedded) + places(codes.shape[1])
    words = linear("trans_base.word_emb", words)
    seen = torch.ones(len(codes), 77, dtype=torch.bool)
    for i in range(CROSS):
        block = f"trans_base.cross_att.{i}."
        x = x + _attended(p, f"{block}attn.", norm(f"{block}ln1", x), norm(f"{block}ln3", words), seen)
        x = x + linear(f"{block}mlp.2", F.gelu(linear(f"{block}mlp.0", norm(f"{block}ln2", x))))
    x = torch.cat([linear("trans_base.cond_emb", sentence)[:, None], x], 1) + places(codes.shape[1] + 1)
    seen = torch.cat([torch.ones(len(codes), 1, dtype=torch.bool), codes != PAD], 1)
    for block in [f"trans_base.blocks.{i}." for i in range(BASE)] + [f"trans_head.blocks.{i}." for i in range(HEAD)]:
        own = norm(f"{block}ln1", x)
        x = x + _attended(p, f"{block}attn.", own, own, seen)
        x = x + linear(f"{block}mlp.2", F.gelu(linear(f"{block}mlp.0", norm(f"{block}ln2", x))))
    return norm("trans_head.ln_f", x[:, 1:]) @ p["trans_head.head.weight"].t()


def _attended(p: dict[str, Tensor], name: str, x: Tensor, memory: Tensor, seen: Tensor) -> Tensor:
    linear = lambda part, y: F.linear(y, p[f"{name}{part}.weight"], p[f"{name}{part}.bias"])  # noqa: E731
    query, key, value = linear("query", x), linear("key", memory), linear("value", memory)
    heads = []
    for h in range(HEADS):
        own = slice(h * DIM // HEADS, (h + 1) * DIM // HEADS)
        logits = query[..., own] @ key[..., own].transpose(1, 2) / math.sqrt(DIM // HEADS)
        heads.append(logits.masked_fill(~seen[:, None], -math.inf).softmax(-1) @ value[..., own])
    return linear("proj", torch.cat(heads, -1))
