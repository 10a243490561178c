"""An artist's pieces in the library that takes are chosen from, beside the captured motions that are in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor

from engine.learn.material import Piece, codes_of
from engine.models.vqvae import VQVAE
from engine.text.captured import packed
from engine.text.encoder import TextEncoder
from engine.text.judging.marks import COLUMNS, marks_of
from engine.text.judging.seen import Seen
from engine.text.retrieval import Library


def of_pieces(
    pieces: Sequence[Piece], tokenizer: VQVAE, encoder: TextEncoder, first_group: int,
    on_done: Callable[[float], None] = lambda share: None,
) -> Library:  # fmt: skip
    """A library of pieces alone, as tokens and as they are, with what is seen in each. A mirror image right behind what
    it is of takes no room."""
    names = sorted({text for piece in pieces for text in piece.captions})
    place = {name: number for number, name in enumerate(names)}
    codes, marks = [], []
    for number, piece in enumerate(pieces, start=1):
        codes.append(codes_of(tokenizer, piece.motion))
        marks.append(marks_of(Seen(piece.motion)))
        on_done(number / len(pieces))
    data, ends = packed([piece.motion for piece in pieces])
    lengths = torch.tensor([len(one) for one in codes], dtype=torch.int32)
    pairs = sorted((place[text], m) for m, piece in enumerate(pieces) for text in piece.captions)
    return Library(
        torch.cat(codes).short(), (lengths.cumsum(0) - lengths).int(), lengths,
        torch.cat([encoder.encode([name]).sentence.cpu() for name in names]),
        torch.tensor(pairs, dtype=torch.int32),
        torch.tensor([first_group + piece.group for piece in pieces], dtype=torch.int32),
        torch.from_numpy(np.stack(marks)), data, ends, torch.ones(len(pieces), dtype=torch.int16),
    )  # fmt: skip


def joined(base: Library | None, own: Library) -> Library:
    """Both libraries as one, the texts' vectors in a byte a number."""
    if base is None:
        return own.in_bytes()
    base, own = base.in_bytes(), own.in_bytes()
    texts, motions, tokens = len(base.sentences), len(base.lengths), len(base.codes)
    moved = own.owners + torch.tensor([texts, motions], dtype=torch.int32)
    return Library(
        torch.cat([base.codes.short(), own.codes]), torch.cat([base.starts, own.starts + tokens]),
        torch.cat([base.lengths, own.lengths]), torch.cat([base.sentences, own.sentences]),
        torch.cat([base.owners, moved]), torch.cat([base.groups, own.groups]), _marks(base, own),
        *_packed(base, own), torch.cat([_taught(base), _taught(own)]),
    )  # fmt: skip


def _packed(base: Library, own: Library) -> tuple[Tensor | None, Tensor | None]:
    """The motions of both as they are, none where the older library has its tokens alone."""
    if base.packed is None or base.ends is None or own.packed is None or own.ends is None:
        return None, None
    return torch.cat([base.packed, own.packed]), torch.cat([base.ends, own.ends + len(base.packed)])


def _taught(one: Library) -> Tensor:
    return torch.zeros(len(one.lengths), dtype=torch.int16) if one.taught is None else one.taught


def _marks(base: Library, own: Library) -> Tensor | None:
    """Both tables of marks, None where the older library has none or other columns."""
    if base.marks is None or own.marks is None or base.marks.shape[1] != len(COLUMNS):
        return None
    return torch.cat([base.marks, own.marks])


def next_group(library: Library | None) -> int:
    """The number of the first group that a library doesn't have."""
    return 0 if library is None or not len(library.groups) else int(library.groups.max()) + 1
