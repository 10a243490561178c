"""Recordings cut into segments of a single action with their phrases.

Recordings hold many actions under one label. Cuts and phrases come from measured events (`motion.events`, height of the
pelvis, heading) and the clip's label, which chooses the cutter; a few recordings are cut by hand (`manual_segments`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from engine.motion import events, facts
from engine.motion.blend import place
from engine.train.data.clips import Clip
from engine.train.labels import captions, fact_phrases
from engine.train.labels.cutters import CUTTERS
from engine.train.labels.cutting import Segment, standing, windows
from engine.train.labels.manual_segments import SKIPPED, SPANS
from retarget.motion import Motion

__all__ = ["Segment", "loop_clip", "segments"]

LONGEST_WHOLE_S = 10.0
_BARE = re.compile(r"^(walks|runs|jogs|walks around|walks a few steps)$")


def segments(clip: Clip) -> list[Segment]:
    """Segments of a clip with their phrases, the plainest first; a clip of up to 10 s is also one as a whole.

    Segments may overlap. A clip that should not be learnt from has none.
    """
    if clip.id.split("#")[0] in SKIPPED:
        return []
    motion, text = clip.motion, clip.description.lower()
    phrases = captions.verb_phrases(clip)
    s = events.signals(motion)
    parts: list[Segment] = []
    for first, last, words in SPANS.get(clip.id, ()):
        spoken = tuple(p for w in words.split("; ") for p in captions.expand(w))
        parts.append(Segment(round(first * s.fps), round(last * s.fps), spoken))
    cut = next((c for pattern, c in CUTTERS if re.search(pattern, text)), windows)
    parts += cut(s, phrases)
    if not clip.hand_made:
        parts += standing(s)
    if motion.seconds <= LONGEST_WHOLE_S:
        parts.append(Segment(0, len(motion), phrases))
    style = captions.style_of(text)
    return [
        _with_style(p, motion, style) if style else _with_way(p, motion)
        for p in _tidy(parts, len(motion), round(0.5 * motion.fps))
    ]


def _tidy(parts: Iterable[Segment], frames: int, shortest: int) -> list[Segment]:
    """Clamp segments to the clip, drop those under `shortest` frames (never the whole clip), merge equal spans."""
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for p in parts:
        span = (max(0, p.start), min(frames, p.end))
        if span[1] - span[0] >= min(shortest, frames) and p.labels:
            found[span] = tuple(dict.fromkeys(found.get(span, ()) + p.labels))
    return [Segment(*span, labels) for span, labels in sorted(found.items())]


def _with_style(part: Segment, motion: Motion, style: str) -> Segment:
    """Name a styled gait by the measured gait and direction: half of what is labelled running is a walk."""
    known = facts.measure(motion.cut(part.start, part.end))
    if known.gait not in ("walks", "runs"):
        return part
    gait = "walking" if known.gait == "walks" else "running"
    return Segment(part.start, part.end, captions.styled_phrases(gait, known.direction, style))


def _with_way(part: Segment, motion: Motion) -> Segment:
    """Add measured direction and turn to a bare "walks" or "runs", and the side to "sideways"."""
    if not (_BARE.match(part.labels[0]) or "sideways" in part.labels[0]):
        return part
    known = facts.measure(motion.cut(part.start, part.end))
    if known.gait not in ("walks", "runs"):
        return part
    if "sideways" in part.labels[0]:
        if known.direction not in events.SIDES:
            return part
        sided = tuple(p.replace("sideways", f"to the {known.direction}") for p in part.labels if "sideways" in p)
        return Segment(part.start, part.end, (*sided, *part.labels))
    rng = np.random.default_rng(part.start)
    own = tuple(fact_phrases.travel_phrase(known, rng, p) for p in part.labels if _BARE.match(p) and " " not in p) * 2
    own = tuple(dict.fromkeys(own)) or (fact_phrases.travel_phrase(known, rng),)
    keep = tuple(p for p in part.labels if p not in ("walks around", "walks forward, backward and sideways"))
    return Segment(part.start, part.end, own + keep)


def loop_clip(motion: Motion, seconds: float, gap: bool = True) -> Motion:
    """Repeat a cycle until it lasts at least `seconds`, each repetition continuing from the last one's end.

    gap: the last frame repeats the first and is left out.
    """
    cycle = motion.cut(0, len(motion) - 1) if gap and len(motion) > 2 else motion
    out = cycle
    while out.seconds < seconds:
        out = place(out, cycle)
    return out
