"""The released masked transformer's and tokenizer's parameters (Pinyoanuntapong et al. 2024), by our names."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from engine.models import mmm
from engine.released import tokenizer
from engine.released.names import Taken

BASE, HEAD = "trans_base.", "trans_head."
TOKENIZER = f"{BASE}vqvae."
# In the file, and not read by its network, or made anew by ours: masks and codes of places.
_UNREAD = ("attn.mask", "pos_embed.embed", "pos_embedding.weight")
END, PAD, MASK = 0, 1, 2  # the released order of the special tokens, which follow the codes


def heads_of(dim: int) -> int:
    """Attention heads of a released network of that width, which its file doesn't say: 16 in 1024."""
    return 16 if dim >= 512 else 4


def config_of(given: Mapping[str, Tensor], heads: int | None = None) -> mmm.Config:
    """Sizes of a released transformer, read off its parameters' shapes; raises EngineError where it is none."""
    base, head = Taken(given, "MMM", BASE), Taken(given, "MMM", HEAD)
    dim, code_dim = base.shape("to_emb.weight", 2)
    return mmm.Config(
        codes=head.shape("head.weight", 2)[0], dim=dim, heads=heads or heads_of(dim),
        layers=base.count("blocks.{}.") + head.count("blocks.{}."), cross_layers=base.count("cross_att.{}."),
        text_dim=base.shape("word_emb.weight", 2)[1], max_tokens=base.shape("pos_embed.embed", 3)[0] - 2,
        text_dropout=0.0, token_dim=code_dim, second_positions=True, word_norm=True, open_slot=False, all_words=True,
        length_head=False, steps_a_token=mmm.STEPS / 49,
    )  # fmt: skip


def state_of(given: Mapping[str, Tensor], config: mmm.Config) -> dict[str, Tensor]:
    """The transformer's parameters under our names; raises EngineError for what is missing, of another shape or not
    known. Those of the tokenizer inside are left to `tokenizer.state_of`."""
    base = Taken({k: v for k, v in given.items() if not k.startswith(TOKENIZER)}, "MMM", BASE)
    special = base.shaped("learn_tok_emb.weight", 2)
    codebook = Taken(given, "MMM", TOKENIZER).shaped(tokenizer.CODEBOOK, 2)
    table = torch.cat([codebook, special[[MASK, END, PAD]]])  # our order
    return rest_of(given, base, config, {"tokens.0.weight": table})


def rest_of(
    given: Mapping[str, Tensor], base: Taken, config: mmm.Config, tables: Mapping[str, Tensor]
) -> dict[str, Tensor]:  # fmt: skip
    """All parameters under our names: the tokens' tables, which were taken, and what `base` and the head hold besides;
    raises EngineError as `state_of`."""
    head = Taken(given, "MMM", HEAD)
    base.leave(*_UNREAD)
    state = {
        **tables,
        **base.linear("enter", "to_emb"),
        **base.linear("words", "word_emb"),
        **base.linear("sentence", "cond_emb"),
    }
    for i in range(config.cross_layers):
        state |= _block(base, f"cross.{i}.", f"cross_att.{i}.", config.dim)
        state |= base.norm(f"cross.{i}.norm3", f"cross_att.{i}.ln3")
    below = base.count("blocks.{}.")
    for i in range(config.layers):
        part, number = (base, i) if i < below else (head, i - below)
        state |= _block(part, f"blocks.{i}.", f"blocks.{number}.", config.dim)
    state |= head.norm("norm", "ln_f")
    state["heads"] = head.shaped("head.weight", 2)[None]
    with torch.device("meta"):
        network = mmm.MMM(config)
    base.finish(state, network, head)
    return state


def _block(parts: Taken, ours: str, theirs: str, dim: int) -> dict[str, Tensor]:
    key, value = (parts.square(f"{theirs}attn.{name}", dim) for name in ("key", "value"))
    return {
        **{f"{ours}attention.key_value.{end}": torch.cat(pair) for end, *pair in zip(("weight", "bias"), key, value)},
        **parts.linear(f"{ours}attention.query", f"{theirs}attn.query"),
        **parts.linear(f"{ours}attention.out", f"{theirs}attn.proj"),
        **parts.norm(f"{ours}norm1", f"{theirs}ln1"),
        **parts.norm(f"{ours}norm2", f"{theirs}ln2"),
        **parts.linear(f"{ours}feed.0", f"{theirs}mlp.0"),
        **parts.linear(f"{ours}feed.2", f"{theirs}mlp.2"),
    }
