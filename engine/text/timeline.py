"""Timelines: parts with what is done in each -> one motion of any length, an act for each and transitions between them.

As in MMM (Pinyoanuntapong et al. 2024, section 3.4): one token sequence a part, then tokens between the end of one
and the start of the next, sampled without words from what stands on either side. Here they take the place of the
acts' own last and first tokens, because a part's frames are given; where frames are left between two prompts, the
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
from engine.motion import blend, features
from engine.motion.pinned import Pinned
from engine.text import infill
from engine.text.acting import Act, acts, specs
from engine.text.codes import decoded, encoded
from engine.text.networks import Settings, TakeSpec, TextNetworks
from engine.text.parts import Part, parts_of
from engine.text.sampling import STEPS
from engine.text.segments import Segment, runs
from retarget.motion import Motion

# Tokens of each neighbour that a transition takes the place of; of a short neighbour at most a third.
HALF = 3
# Frames: a stretch without text this long between two prompts follows the sound; LEAD about each run of prompts do too.
APART, LEAD = 24, 8
_LED_S = 0.2  # in which what is decoded between two acts goes over into them
_STRIDE = 7919  # between the seeds of one take's segments, so that they aren't those of the next take


def make(
    model: TextNetworks, parts: Sequence[Part], seeds: Sequence[int], settings: Settings,
    on_step: Callable[[int, int], None] = lambda done, total: None,
) -> list[Motion]:  # fmt: skip
    """The parts in a row as one canonical motion at 30 fps for each seed. on_step(done, total) counts the network's
    decoding steps over all of them, and may raise to stop."""
    asked = [specs(model, parts, seed) for seed in seeds]
    flat = [spec for own in asked for spec in own]
    total, done = model.steps_in_all([spec.tokens for spec in flat], settings.steps), 0

    def count(takes: int) -> None:
        nonlocal done
        done = min(done + takes, total)  # where memory ran out, some are taken again
        on_step(done, total)

    draw = _drawing(model, flat, settings, count)
    motions = []
    for number, (seed, own) in enumerate(zip(seeds, asked, strict=True)):
        played = acts(model, parts, own, draw, settings)
        motions.append(_joined(model, played, seed + _STRIDE * len(parts), settings))
        done = max(done, round(total * (number + 1) / len(asked)))
        on_step(done, total)
    return motions


def _drawing(
    model: TextNetworks, asked: Sequence[TakeSpec], settings: Settings, count: Callable[[int], None]
) -> Callable[[TakeSpec], Tensor]:  # fmt: skip
    """How the network's take of a spec is drawn, once: when it is needed, or those of `asked` in one batch beforehand
    where that costs a card no more than one."""
    drawn = list[tuple[TakeSpec, Tensor]]()
    if model.together > 1:
        drawn += zip(asked, model.draw(asked, settings, count), strict=True)

    def draw(spec: TakeSpec) -> Tensor:
        for known, codes in drawn:
            if known is spec:
                return codes
        # On a card, too, what is asked for otherwise than at first: a stand in place of what hands do alone.
        drawn.append((spec, model.draw([spec], settings, count)[0]))
        return drawn[-1][1]

    return draw


def _joined(
    model: TextNetworks, played: Sequence[Act | int], seed: int, settings: Settings
) -> Motion:  # fmt: skip
    """The acts of a take in a row, with transitions between them."""
    if len(played) == 1 and isinstance(played[0], Act):
        return played[0].motion
    frames = [act if isinstance(act, int) else len(act.motion) for act in played]
    # Borders between parts fall on whole tokens; the last one takes in the rest.
    ends = np.cumsum(frames)
    borders = np.round(ends / model.tokenizer.config.stride).astype(int)
    borders[-1] = -(-int(ends[-1]) // model.tokenizer.config.stride)
    # Each part by itself, then the transitions between them, then all of it as motion.
    codes, known = row(model, played, np.diff(borders, prepend=0))
    bridge(model, codes, known, seed, settings)
    return _with_acts(model, played, known, borders, decoded(model, codes, int(ends[-1])))


def _with_acts(
    model: TextNetworks, played: Sequence[Act | int], known: NDArray[np.bool_], borders: NDArray, made: Motion
) -> Motion:  # fmt: skip
    """The decoded timeline with the acts themselves where their tokens were kept: what was captured is not what its
    tokens make of it. borders: the token behind each part's last."""
    stride = model.tokenizer.config.stride
    pieces, at = list[tuple[Motion, int, int]](), 0
    for act, first, last in zip(played, [0, *borders[:-1].tolist()], borders.tolist(), strict=True):
        kept = np.flatnonzero(known[first:last])
        if isinstance(act, int) or not len(kept):
            continue
        begin = (first + int(kept[0])) * stride
        end = min((first + int(kept[-1]) + 1) * stride, first * stride + len(act.motion), len(made))
        if end > begin:
            pieces += [(made, at, begin), (act.motion, begin - first * stride, end - first * stride)]
            at = end
    pieces.append((made, at, len(made)))
    out, *rest = [motion.cut(begin, end) for motion, begin, end in pieces if end > begin]
    for piece in rest:
        out = blend.place(out, piece, _LED_S)
    return out


def pinned(
    model: TextNetworks, segments: Sequence[Segment], frames: int, seed: int, settings: Settings,
    on_step: Callable[[int, int], None] = lambda done, total: None, *, apart: bool = True,
) -> Pinned:  # fmt: skip
    """Motion of the segments with text, to be kept in a take of `frames` frames that otherwise follows a sound. A few
    frames at the ends of each run stay free, for the sound's motion to lead into it and out."""
    rows, keep = np.zeros((frames, features.MOTION_DIM), np.float32), np.zeros(frames, bool)
    found = runs(segments, APART)
    for number, run in enumerate(found):
        (motion,) = make(
            model, parts_of(run, apart=apart), [seed + number], settings,
            lambda done, total, n=number: on_step(n * total + done, len(found) * total),
        )  # fmt: skip
        first = run[0].first
        last = min(frames, first + len(motion))
        rows[first:last] = features.encode(motion)[: last - first, : features.MOTION_DIM]
        free = min(LEAD, (last - first) // 4)
        keep[first + (free if first else 0) : last - (free if last < frames else 0)] = True
    return Pinned(rows, keep)


def row(
    model: TextNetworks, played: Sequence[Act | int], counts: NDArray
) -> tuple[Tensor, NDArray[np.bool_]]:  # fmt: skip
    """Codes (L, levels) of acts with so many tokens each, one after the other, and which tokens (L,) bool are kept: not
    those of transitions, and not HALF on either side of each border."""
    config = model.transformer.config
    blank = torch.full((int(counts.sum()), config.levels), config.mask, device=model.device)
    known = np.zeros(len(blank), bool)
    at = 0
    for act, tokens in zip(played, counts.tolist(), strict=True):
        if isinstance(act, Act) and tokens:
            codes = act.codes if act.codes is not None else encoded(model, act.motion)
            codes = torch.cat([codes, codes[-1:].expand(max(0, tokens - len(codes)), -1)])
            blank[at : at + tokens] = codes[:tokens]
            half = min(HALF, tokens // 3)
            first, last = (half if at else 0), (half if at + tokens < len(blank) else 0)
            known[at + first : at + tokens - last] = True
        at += tokens
    return blank, known


def bridge(model: TextNetworks, codes: Tensor, known: NDArray[np.bool_], seed: int, settings: Settings) -> None:
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
