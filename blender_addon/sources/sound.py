"""Sound of the scene as a Mix: files with their times and volumes, which the engine decodes and mixes.

Nothing is decoded here, so the result is the same in every Blender, also in one without sound. Read are the sequencer's
sound strips, in meta strips too, and speakers with their NLA strips; a speaker's distance to the camera and a strip's
retiming are ignored.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import bpy

from ..animation import actions
from ..bpy_types import Scene
from ..engine import files
from ..engine.protocol.errors import bad_request
from ..engine.protocol.request import StyleWeight
from ..engine.protocol.sound import GAINS_FPS, Mix, Piece
from . import decoded


@dataclass(frozen=True)
class FrameRange:
    """Scene frames first..last, both included."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """Number of frames."""
        return self.last - self.first + 1


def scene_span(scene: Scene) -> FrameRange:
    """Return the preview range where it is used, else the scene's range."""
    if scene.use_preview_range:
        return FrameRange(scene.frame_preview_start, scene.frame_preview_end)
    return FrameRange(scene.frame_start, scene.frame_end)


def scene_mix(scene: Scene, span: FrameRange) -> Mix:
    """Mix all that the scene plays in a span. Raises EngineError where that is nothing."""
    found = [*_sequencer(scene), *_speakers(scene)]
    return _mix(found, scene, span, f"Nothing is heard in frames {span.first} to {span.last}: move the range or a "
                "sound strip into it, or choose a file.")  # fmt: skip


def strip_mix(scene: Scene, name: str) -> tuple[Mix, FrameRange]:
    """Mix one strip of the sequencer, muted or not; returns its frames too. Raises EngineError for no such strip."""
    strip = next((s for s in _all_strips(scene) if s.name == name and s.type == "SOUND"), None)
    if strip is None:
        raise bad_request(f"There is no sound strip “{name}”: choose one of the sequencer's." if name
                          else "Choose a sound strip of the sequencer.")  # fmt: skip
    span = strip_span(strip)
    _check_measured(strip)
    pieces = [p for p in (_strip_piece(strip, scene, _Window().within(strip)),) if p]
    return _mix(pieces, scene, span, f"The strip “{name}” holds no sound: choose another."), span


def strip_span(strip: Any) -> FrameRange:
    """Return the frames that a strip covers."""
    first, end = _edges(strip)
    return FrameRange(round(first), max(round(first), round(end) - 1))


def file_mix(path: str) -> Mix:
    """Mix a whole file. Raises EngineError where none is chosen."""
    if not path.strip():
        raise bad_request("Choose a sound file: WAV, FLAC, OGG or MP3.")
    return Mix((Piece(os.path.abspath(bpy.path.abspath(path))),))  # the engine runs in another folder


def sound_strips(scene: Scene) -> list[Any]:
    """List the sequencer's sound strips."""
    return [s for s in _all_strips(scene) if s.type == "SOUND"]


def animated(owner: Any, path: str, frames: Sequence[float]) -> list[float] | None:
    """Evaluate a property's f-curve at `frames`, None where it has no keys."""
    data = getattr(owner, "animation_data", None)
    action = data.action if data else None
    if data is None or action is None:
        return None
    curves = actions.action_curves(action, getattr(data, "action_slot", None))
    curve = next((c for c in curves if c.data_path == path and not c.mute), None)
    return None if curve is None else [curve.evaluate(frame) for frame in frames]


def chosen(scene: Scene) -> tuple[Mix, int, int | None]:
    """Return the sound chosen in the panel, its first frame in the scene, and its length in frames: None for a file.

    Raises EngineError where there is none.
    """
    settings = scene.motif.sound
    if settings.kind == "file":
        return file_mix(settings.file), scene.motif.start, None
    if settings.kind == "strip":
        mix, span = strip_mix(scene, settings.strip)
    else:
        span = scene_span(scene)
        mix = scene_mix(scene, span)
    return mix, span.first, span.count


def span_of(scene: Scene) -> FrameRange | None:
    """Return the frames of the chosen sound, None where only the file would say."""
    settings = scene.motif.sound
    if settings.kind == "scene":
        return scene_span(scene)
    if settings.kind != "strip":
        return None
    strip = next((s for s in sound_strips(scene) if s.name == settings.strip), None)
    return strip_span(strip) if strip is not None else None


def style_weights(scene: Scene, start: int, count: int | None) -> dict[str, StyleWeight]:
    """Return style -> weight, with keys one for each frame from `start` on. The weights of a style listed twice add
    up."""
    found: dict[str, StyleWeight] = {}
    frames = None if count is None else range(start, start + count)
    for index, row in enumerate(scene.motif.sound.styles):
        path = f"motif.sound.styles[{index}].weight"
        values = animated(scene, path, frames) if frames is not None else None
        found[row.style] = _sum(found.get(row.style, 0.0), row.weight if values is None else tuple(values))
    return found


def _sum(a: StyleWeight, b: StyleWeight) -> StyleWeight:
    if isinstance(a, tuple) and isinstance(b, tuple):
        return tuple(x + y for x, y in zip(a, b, strict=True))
    if isinstance(a, tuple) or isinstance(b, tuple):
        many, one = (a, b) if isinstance(a, tuple) else (b, a)
        return tuple(x + one for x in many)  # type: ignore[union-attr, operator]
    return a + b


def _mix(pieces: list[Piece], scene: Scene, span: FrameRange, nothing: str) -> Mix:
    fps = actions.scene_fps(scene)
    start, seconds = span.first / fps, span.count / fps
    pieces = [p for p in pieces if p.start_s < start + seconds and (p.seconds is None or p.start_s + p.seconds > start)]
    if not pieces:
        raise bad_request(nothing)
    return Mix(tuple(pieces), start, seconds)


# -- the sequencer


@dataclass(frozen=True)
class _Window:
    """Frames `first` up to `end` that a meta strip plays of the strips inside it, and its volume."""

    first: float = float("-inf")
    end: float = float("inf")
    gain: float = 1.0

    def within(self, strip: Any, gain: float = 1.0) -> _Window:
        """Narrow the window to a strip's handles."""
        first, end = _edges(strip)
        return _Window(max(self.first, first), min(self.end, end), self.gain * gain)


def _strips(container: Any) -> Any:
    """Return `strips`, which was `sequences` before Blender 4.4."""
    return container.strips if hasattr(container, "strips") else container.sequences


def _all_strips(scene: Scene) -> Any:
    editor = scene.sequence_editor
    if editor is None:
        return ()
    return editor.strips_all if hasattr(editor, "strips_all") else editor.sequences_all


def _sequencer(scene: Scene) -> Iterator[Piece]:
    if scene.sequence_editor is not None:
        yield from _pieces(scene.sequence_editor, scene, _Window())


def _pieces(container: Any, scene: Scene, outer: _Window) -> Iterator[Piece]:
    """Yield the pieces of a level of strips, without what is muted or lies on a muted channel."""
    channels = getattr(container, "channels", None)
    for strip in _strips(container):
        channel = channels[strip.channel] if channels and strip.channel < len(channels) else None
        if strip.mute or (channel is not None and channel.mute):
            continue
        if strip.type == "META":
            yield from _pieces(strip, scene, outer.within(strip, float(getattr(strip, "volume", 1.0))))
        elif strip.type == "SOUND":
            _check_measured(strip)
            piece = _strip_piece(strip, scene, outer.within(strip))
            if piece is not None:
                yield piece


def _edges(strip: Any) -> tuple[float, float]:
    """Return the first frame and the frame after the last, by the strip's handles."""
    if hasattr(strip, "left_handle"):
        return float(strip.left_handle), float(strip.right_handle)
    return float(strip.frame_final_start), float(strip.frame_final_end)


def _strip_piece(strip: Any, scene: Scene, window: _Window) -> Piece | None:
    """Convert the part of a strip inside `window` to a piece; None where nothing of it is inside."""
    if strip.sound is None:
        return None
    fps = actions.scene_fps(scene)
    content = float(strip.content_start if hasattr(strip, "content_start") else strip.frame_start)
    first, end = max(window.first, content), window.end
    if end <= first:
        return None
    speed = float(getattr(strip, "speed_factor", 1.0))
    trimmed = first - content + float(getattr(strip, "animation_offset_start", 0))
    skip = trimmed / fps * speed + float(getattr(strip, "sound_offset", 0.0))
    start, seconds = first / fps, (end - first) / fps
    if skip < 0:  # the sound itself begins later than its strip
        start, seconds, skip = start - skip, seconds + skip, 0.0
    if seconds <= 0:
        return None
    gain, gains = _volume(scene, _volume_path(strip), float(strip.volume), scene, start, seconds)
    return Piece(sound_path(strip.sound), strip.name, start, skip, seconds, gain * window.gain, gains, speed)


def _check_measured(strip: Any) -> None:
    """Raise EngineError for a strip that is one frame long since Blender can't tell how long its file is."""
    if strip.sound is None or strip.frame_duration > 1:
        return
    path = sound_path(strip.sound)
    if decoded.unmeasured(path):
        raise bad_request(
            f"The strip “{strip.name}” is one frame long, because Blender can't tell how long its file "
            f"“{os.path.basename(path)}” is: choose the file itself as the sound, or convert it to WAV for the strip."
        )


def _volume_path(strip: Any) -> str:
    return f"{strip.path_from_id()}.volume"


def _volume(
    owner: Any, path: str, value: float, scene: Scene, start_s: float, seconds: float
) -> tuple[float, tuple[float, ...]]:
    """Return a constant volume as (volume, ()), one with keys as (1, its values at GAINS_FPS)."""
    fps = actions.scene_fps(scene)
    count = min(int(seconds * GAINS_FPS) + 2, 100_000)
    values = animated(owner, path, [(start_s + i / GAINS_FPS) * fps for i in range(count)])
    if values is None:
        return max(value, 0.0), ()
    return 1.0, tuple(round(max(v, 0.0), 4) for v in values)


# -- speakers


def _speakers(scene: Scene) -> Iterator[Piece]:
    """Yield the pieces of speakers: from each of their NLA sound strips to the file's end."""
    fps = actions.scene_fps(scene)
    for speaker in scene.objects:
        data: Any = speaker.data
        if speaker.type != "SPEAKER" or data.muted or data.sound is None or speaker.animation_data is None:
            continue
        for strip in _sound_strips_of(speaker.animation_data):
            start = strip.frame_start / fps
            gain, gains = _volume(data, "volume", float(data.volume), scene, start, 600.0)
            yield Piece(sound_path(data.sound), speaker.name, start, 0.0, None, gain, gains, float(data.pitch))


def _sound_strips_of(data: Any) -> Iterator[Any]:
    tracks = list(data.nla_tracks)
    alone = [t for t in tracks if t.is_solo]
    for track in alone or tracks:
        if not track.mute:
            yield from (s for s in track.strips if s.type == "SOUND" and not s.mute)


# -- files


def sound_path(sound: Any) -> str:
    """Return a sound's file; a packed sound is written to the session's folder, under a name made of its content."""
    if sound.packed_file is None:
        return bpy.path.abspath(sound.filepath, library=sound.library)
    data = sound.packed_file.data
    name = hashlib.sha1(data).hexdigest()[:16] + os.path.splitext(sound.filepath)[1].lower()
    path = os.path.join(bpy.app.tempdir, f"motif-{name}")
    if not os.path.exists(path):
        try:
            files.write(Path(path), data)
        except OSError as error:
            raise bad_request(files.why_not(Path(path), error)) from error
    return path


def find_again(mix: Mix) -> Mix:
    """Write packed sounds out again where an earlier session's copies are gone; returns the mix with their paths."""
    lost = {os.path.basename(p.path) for p in mix.pieces if not os.path.exists(p.path)}
    if not any(name.startswith("motif-") for name in lost):
        return mix
    written = {os.path.basename(p): p for p in (sound_path(s) for s in bpy.data.sounds if s.packed_file is not None)}
    pieces = tuple(replace(p, path=written.get(os.path.basename(p.path), p.path)) for p in mix.pieces)
    return replace(mix, pieces=pieces)
