"""From an artist's files to what is learnt: canonical pieces with their sentences, mirrored, as tokens and texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from engine import take_files
from engine.learn.job import Row, caption_of
from engine.models.text_states import TextStates
from engine.models.vqvae import VQVAE
from engine.motion import features
from engine.motion.canonical import FPS, to_canonical, with_roles
from engine.protocol.errors import bad_request
from engine.text.encoder import TextEncoder
from retarget import quat, solve
from retarget.feet import contact
from retarget.motion import Motion, mirror, resample, sample_at

MOST_FRAMES = 196  # of a piece: what the network writes at once
PIECE, STEP = 150, 100  # frames of the pieces of a longer motion, and from one to the next
LEAST_FRAMES = 24
_BROKEN = np.radians(90)  # a joint that turns by more between two frames has flipped
_DROP_M = 0.25  # a floor farther off than this is where the motion has it
_PACE = (0.87, 1.15)  # at which the pieces are learnt as well
_SIDED = re.compile(r"\b(left|right)\b", re.IGNORECASE)
_PERSON = re.compile(r"^(a|an|the|some|someone|somebody|he|she|they)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A stretch of a motion. motion: canonical, at 30 fps. captions: of the artist. group: number of its file."""

    motion: Motion
    captions: tuple[str, ...]
    group: int


@dataclass(frozen=True)
class Example:
    """What the network learns from. codes: (L, levels) int64. texts: states of its sentences, of which each time one
    is read. group: as in the library, which doesn't show it itself."""

    codes: Tensor
    texts: tuple[TextStates, ...]
    group: int


def read(row: Row) -> Motion:
    """A file's motion on the canonical skeleton at 30 fps, in metres, its feet on the floor. Raises EngineError."""
    motion, _ = take_files.load_motion(Path(row.file))
    motion = with_roles(motion)
    leg = solve.rest_alignment(motion.skeleton).leg
    scale = np.float32(1.0 if 0.5 < leg < 1.2 else 0.82 / leg)  # files of .bvh don't say their unit
    skeleton = replace(motion.skeleton, offsets=motion.skeleton.offsets * scale)
    motion = to_canonical(replace(motion, skeleton=skeleton, root_pos=motion.root_pos * scale))
    motion = resample(motion, FPS)
    drop = contact.floor_height(motion)
    down = np.array([0, drop if abs(drop) < _DROP_M else 0, 0], np.float32)
    motion = replace(motion, root_pos=motion.root_pos - down)
    return replace(motion, contacts=contact.detect(motion, floor=0.0))


def pieces_of(rows: Sequence[Row], on_done: Callable[[float], None] = lambda share: None) -> list[Piece]:
    """Pieces of all motions that are used. on_done: called with the share that is read. Raises EngineError naming the
    file that can't be read, or where nothing is long enough."""
    pieces = []
    for group, row in enumerate(rows):
        motion = read(row)
        captions = captions_of(row)
        pieces += [Piece(motion.cut(first, last), captions, group) for first, last in _spans(motion)]
        on_done((group + 1) / len(rows))
    if not pieces:
        raise bad_request(f"Every motion is shorter than {LEAST_FRAMES / FPS:g} s: give longer ones.")
    return pieces


def captions_of(row: Row) -> tuple[str, ...]:
    """The sentences that a motion is learnt by: its captions, with somebody who does it, and the words of its name."""
    told = [part.strip() for part in row.caption.split(";") if part.strip()]
    named = caption_of(row.name)
    told += [named] if named and len(named.split()) > 1 else []
    people = [f"a person {text}" for text in told if not _PERSON.match(text)]
    return tuple(dict.fromkeys([*told, *people]))


def _spans(motion: Motion) -> Iterator[tuple[int, int]]:
    """Frames of the pieces of a motion: unbroken stretches, the longer ones in parts that overlap."""
    turned = quat.angle_between(motion.rot[1:], motion.rot[:-1]).max(axis=1, initial=0)
    for first, last in pairwise([0, *(np.flatnonzero(turned > _BROKEN) + 1).tolist(), len(motion)]):
        if last - first <= MOST_FRAMES:
            starts = [first]
        else:
            count = -(-(last - first - PIECE) // STEP) + 1
            starts = np.linspace(first, last - PIECE, count).round().astype(int).tolist()
        for start in starts:
            end = last if last - first <= MOST_FRAMES else start + PIECE
            if end - start >= LEAST_FRAMES:
                yield start, end


def mirrored(piece: Piece) -> Piece:
    """A piece's mirror image, with left and right swapped in its captions."""
    other = {"left": "right", "right": "left"}
    captions = [_SIDED.sub(lambda word: other[word[0].lower()], text) for text in piece.captions]
    return Piece(mirror(piece.motion), tuple(captions), piece.group)


def paced(motion: Motion, factor: float) -> Motion:
    """A motion that takes `factor` times as long."""
    count = min(MOST_FRAMES, max(2, round(len(motion) * factor)))
    return sample_at(motion, np.linspace(0, len(motion) - 1, count), FPS)


def codes_of(tokenizer: VQVAE, motion: Motion) -> Tensor:
    """A motion's codes (L, levels) int64 in main memory; the last token is filled with the last frame."""
    rows = torch.from_numpy(features.encode(motion))[None]
    device = next(tokenizer.parameters()).device
    with torch.no_grad():
        return tokenizer.encode(rows.to(device))[0].cpu().long()


def states_of(encoder: TextEncoder, texts: Sequence[str]) -> dict[str, TextStates]:
    """The states of each text by itself, in main memory."""
    return {text: encoder.encode([text]).to("cpu") for text in dict.fromkeys(texts)}


def examples_of(
    pieces: Sequence[Piece], tokenizer: VQVAE, encoder: TextEncoder, first_group: int,
    on_done: Callable[[float], None] = lambda share: None,
) -> list[Example]:  # fmt: skip
    """Examples of pieces: each as it is, faster and slower. first_group: number of the first file's group."""
    states = states_of(encoder, [text for piece in pieces for text in piece.captions])
    out = []
    for number, piece in enumerate(pieces, start=1):
        texts = tuple(states[text] for text in piece.captions)
        for motion in (piece.motion, *(paced(piece.motion, factor) for factor in _PACE)):
            out.append(Example(codes_of(tokenizer, motion)[: MOST_FRAMES // 4], texts, first_group + piece.group))
        on_done(number / len(pieces))
    return out
