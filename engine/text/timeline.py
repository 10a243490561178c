"""Timelines: segments with prompts -> one motion of any length, a clip for each and transitions between them.

As in MMM (Pinyoanuntapong et al. 2024, section 3.4): one token sequence a prompt, then tokens between the end of one
and the start of the next, sampled without words from what stands on either side. Here they take the place of the
clips' own last and first tokens, because a prompt's frames are given; where frames are left between two prompts, the
transition is as long as these.

What is in the network's memory at a time is one window, however long the timeline is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.models import mmm
from engine.motion import features
from engine.motion.pinned import Pinned
from engine.text import infill
from engine.text.model import TextModel
from engine.text.sampling import STEPS, Settings, TakeSpec
from engine.text.segments import Segment, runs
from retarget.motion import Motion

# Tokens of each neighbour that a transition takes the place of; of a short neighbour at most a third.
HALF = 3
LEAST_TOKENS = 4  # the shortest clip that is sampled; a shorter one is cut from it
# Tokens decoded at once, and beyond either end of them: farther off no token makes a difference.
CHUNK, MARGIN = 128, 24
# Frames: a stretch without text this long between two prompts follows the sound; LEAD about each run of prompts do too.
APART, LEAD = 24, 8
_STRIDE = 7919  # between the seeds of one take's segments, so that they aren't those of the next take


def make(
    model: TextModel, segments: Sequence[Segment], seed: int, settings: Settings,
    on_step: Callable[[int, int], None] = lambda done, total: None,
) -> Motion:  # fmt: skip
    """The segments in a row as one canonical motion at 30 fps. on_step(done, total) may raise to stop."""
    # Borders between segments fall on whole tokens; the last one takes in the rest.
    frames = lengths(model, segments)
    stride = model.tokenizer.config.stride
    ends = np.cumsum(frames)
    borders = np.round(ends / stride).astype(int)
    borders[-1] = -(-int(ends[-1]) // stride)
    counts = np.diff(borders, prepend=0)
    # Each prompt by itself, then the transitions between them, then all of it as motion.
    codes, known = clips(model, segments, counts, seed, settings, on_step)
    bridge(model, codes, known, seed + _STRIDE * len(segments), settings)
    return decode(model, codes, int(ends[-1]))


def pinned(
    model: TextModel, segments: Sequence[Segment], frames: int, seed: int, settings: Settings,
    on_step: Callable[[int, int], None] = lambda done, total: None,
) -> Pinned:  # fmt: skip
    """Motion of the segments with text, to be kept in a take of `frames` frames that otherwise follows a sound. A few
    frames at the ends of each run stay free, for the sound's motion to lead into it and out."""
    rows, keep = np.zeros((frames, features.MOTION_DIM), np.float32), np.zeros(frames, bool)
    found = runs(segments, APART)
    for number, run in enumerate(found):
        motion = make(
            model, run, seed + number, settings,
            lambda done, total, n=number: on_step(n * total + done, len(found) * total),
        )  # fmt: skip
        first = run[0].first
        last = min(frames, first + len(motion))
        rows[first:last] = features.encode(motion)[: last - first, : features.MOTION_DIM]
        free = min(LEAD, (last - first) // 4)
        keep[first + (free if first else 0) : last - (free if last < frames else 0)] = True
    return Pinned(rows, keep)


def lengths(model: TextModel, segments: Sequence[Segment]) -> list[int]:
    """Frames of each segment; predicted from its text where that is open."""
    texts = [p.text or " " for p in segments]
    return model.lengths(model.encoder.encode(texts), [p.frames for p in segments])


def clips(
    model: TextModel, segments: Sequence[Segment], counts: NDArray, seed: int, settings: Settings,
    on_step: Callable[[int, int], None],
) -> tuple[Tensor, NDArray[np.bool_]]:  # fmt: skip
    """Codes (L, levels) of all segments, each sampled alone, and which tokens (L,) bool are kept: not those of segments
    without text, and not those where a transition goes."""
    with_text = [(i, p.text, int(n)) for i, (p, n) in enumerate(zip(segments, counts, strict=True)) if p.text and n]
    config = model.transformer.config
    lengths = [max(n, LEAST_TOKENS) for _, _, n in with_text]
    total, done = model.steps_in_all(lengths, settings.steps), 0

    def count(takes: int) -> None:
        nonlocal done
        done = min(done + takes, total)
        on_step(done, total)

    specs = [
        TakeSpec(model.encoder.encode([text]), length, seed + _STRIDE * number)
        for (number, text, _), length in zip(with_text, lengths)
    ]
    drawn = model.draw(specs, settings, count)
    sampled = {number: codes[:tokens] for (number, _, tokens), codes in zip(with_text, drawn)}
    blank = torch.full((int(counts.sum()), config.levels), config.mask, device=model.device)
    known = np.zeros(len(blank), bool)
    # Clips one after the other; HALF tokens on either side of each border are left to the transition.
    at = 0
    for number, tokens in enumerate(counts.tolist()):
        if number in sampled:
            blank[at : at + tokens] = sampled[number]
            half = min(HALF, tokens // 3)
            first, last = (half if at else 0), (half if at + tokens < len(blank) else 0)
            known[at + first : at + tokens - last] = True
        at += tokens
    return blank, known


def bridge(model: TextModel, codes: Tensor, known: NDArray[np.bool_], seed: int, settings: Settings) -> None:
    """Sample the unknown tokens of `codes` (L, levels) in place, from what stands on either side."""
    config = model.transformer.config
    codes[torch.from_numpy(~known)] = config.mask
    no_text = model.encoder.encode([" "])
    generator = torch.Generator().manual_seed(seed)
    for window, until in infill.windows(known, config.max_tokens):
        given = codes[None, window].clone()
        sampled = mmm.sample(
            model.transformer, no_text, torch.tensor([given.shape[1]], device=codes.device), [generator],
            steps=settings.steps or STEPS, temperature=settings.temperature, given=given, conditional=False,
        )  # fmt: skip
        codes[window.start : until] = sampled[0, : until - window.start]


def decode(model: TextModel, codes: Tensor, frames: int) -> Motion:
    """Codes (L, levels) -> a motion of `frames` frames, a stretch at a time."""
    stride, rows, contacts = model.tokenizer.config.stride, [], []
    for first in range(0, len(codes), CHUNK):
        start, end = max(0, first - MARGIN), min(len(codes), first + CHUNK + MARGIN)
        with torch.no_grad():
            decoded, planted = model.tokenizer.decode(codes[None, start:end])
        inside = slice((first - start) * stride, (min(first + CHUNK, len(codes)) - start) * stride)
        rows.append(decoded[0, inside].cpu().numpy())
        contacts.append(planted[0, inside].cpu().numpy() > 0)
    return features.decode(np.concatenate(rows)[:frames], np.concatenate(contacts)[:frames])
