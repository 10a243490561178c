"""Prompts along the timeline, each with its frames of the scene: as the panel's list and as timeline markers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..bpy_types import Scene
from ..engine.protocol.prompt import Prompt
from ..rig.binding import RigError

# Names of markers that are no prompts: Blender's own for new ones, and the beats that the add-on sets.
_NO_PROMPT = re.compile(r"(F_\d+|Marker|Beat)(\.\d+)?|[^A-Za-z]*", re.IGNORECASE)
_END = "end"
_NAME_BYTES = 63  # as many as a marker's name holds
_LAST_S = 4.0  # length of the last marker's prompt, where the scene ends before it


@dataclass(frozen=True)
class Line:
    """A prompt for the scene's frames first..last, both included."""

    text: str
    first: int
    last: int


def lines(settings: Any) -> tuple[Line, ...]:
    """Read the panel's list."""
    return tuple(row.line() for row in settings.prompts)


def put(settings: Any, wanted: Iterable[Line]) -> None:
    """Replace the panel's list."""
    settings.prompts.clear()
    for line in wanted:
        row = settings.prompts.add()
        row.text, row.first, row.last = line.text, line.first, line.last
    settings.chosen_prompt = max(0, min(settings.chosen_prompt, len(settings.prompts) - 1))


def as_prompts(lines: Iterable[Line], start: int, count: int | None) -> tuple[Prompt, ...]:
    """Convert lines to prompts of a take that begins at scene frame `start` and has `count` frames (None: open), cut to
    the take. Raises RigError or EngineError for prompts without frames or outside the take."""
    prompts = []
    for line in sorted(lines, key=lambda line: line.first):
        if not line.text.strip():
            raise RigError(
                f"The prompt is empty at frames {line.first} to {line.last}: write what happens there, or remove it."
            )
        if line.last < line.first:
            raise RigError(
                f"The prompt “{line.text:.40}” ends at frame {line.last}, before it begins at {line.first}: give it "
                "frames."
            )
        end = line.last + 1 - start if count is None else min(line.last + 1 - start, count)
        first = max(line.first - start, 0)
        if end <= first:
            take = f"begins at {start}" if count is None else f"has {start} to {start + count - 1}"
            raise RigError(
                f"The prompt “{line.text:.40}” has frames {line.first} to {line.last}, and the take {take}: move it "
                "there or remove it."
            )
        prompts.append(Prompt(line.text, first, end))
    return tuple(prompts)


def reach(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the first frame of all lines, and the number of frames up to their last."""
    first = min(line.first for line in lines)
    return first, max(1, max(line.last for line in lines) - first + 1)


def title(lines: Iterable[Line]) -> str:
    """Join the lines' texts to the name of their takes."""
    return ", ".join(line.text.strip() for line in sorted(lines, key=lambda line: line.first))


def from_markers(scene: Scene, fps: float, known: Iterable[str] = ()) -> list[Line]:
    """Make a line of each timeline marker that is a prompt, up to the next one; a marker named End only ends a line.
    known: texts that a marker's name may be cut from.

    Raises RigError where no marker is a prompt.
    """
    marks = sorted((m.frame, m.name.strip()) for m in scene.timeline_markers if m.camera is None)
    marks = [(frame, name) for frame, name in marks if not _NO_PROMPT.fullmatch(name)]
    if all(name.lower() == _END for _, name in marks):
        raise RigError(
            "No timeline marker says what happens: add some (M over the timeline) and rename them (F2) to prompts such "
            "as “a person walks”."
        )
    last = marks[-1][0]
    ends = [frame for frame, _ in marks[1:]] + [
        scene.frame_end + 1 if scene.frame_end > last else last + round(_LAST_S * fps)
    ]
    return [
        Line(_whole(name, known), frame, end - 1)
        for (frame, name), end in zip(marks, ends, strict=True)
        if name.lower() != _END and end > frame
    ]


def to_markers(scene: Scene, lines: Sequence[Line]) -> None:
    """Set a marker for each line, and one named End after a line that no other follows; markers of these names are
    replaced."""
    names = {_short(line.text) for line in lines}
    for marker in list(scene.timeline_markers):
        if marker.name in names or marker.name.lower() == _END:
            scene.timeline_markers.remove(marker)
    firsts = {line.first for line in lines}
    for line in lines:
        scene.timeline_markers.new(_short(line.text), frame=line.first)
        if line.last + 1 not in firsts:
            scene.timeline_markers.new(_END.capitalize(), frame=line.last + 1)


def _whole(name: str, known: Iterable[str]) -> str:
    return next((text for text in known if _short(text) == name), name)


def _short(text: str) -> str:
    """Cut a text to what a marker's name holds, at a character."""
    text = " ".join(text.split())
    while len(text.encode()) > _NAME_BYTES:
        text = text[:-1]
    return text.rstrip()
