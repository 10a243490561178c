"""A take as a film with its sound: H.264 and AAC in an MP4, written by Blender's own ffmpeg."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import bpy

FPS = 24
WIDTH, HEIGHT, SAMPLES = 480, 270, 3
_RATE_FACTOR, _SOUND_KBIT, _SOUND_RATE = "MEDIUM", 160, 48_000


def lay_sound(scene: bpy.types.Scene, path: Path) -> float:
    """Put a sound into the sequencer from frame 1 on; returns its length in seconds.

    Raises ValueError with a sentence where Blender can't open it.
    """
    editor = scene.sequence_editor or scene.sequence_editor_create()
    try:
        strip = editor.strips.new_sound(path.stem, str(path), 1, 1)
    except RuntimeError as error:
        raise ValueError(f"{path.name} is no sound that Blender can open: choose a WAV, FLAC, OGG or MP3") from error
    return strip.frame_duration / (scene.render.fps / scene.render.fps_base)


def settings(scene: bpy.types.Scene, path: Path) -> None:
    """Render the scene's frame range into one MP4 at `path`, with what the sequencer plays."""
    render = scene.render
    render.resolution_x, render.resolution_y, render.resolution_percentage = WIDTH, HEIGHT, 100
    render.image_settings.media_type = "VIDEO"
    render.image_settings.file_format = "FFMPEG"
    coder = render.ffmpeg
    coder.format, coder.codec, coder.constant_rate_factor = "MPEG4", "H264", _RATE_FACTOR
    coder.audio_codec, coder.audio_bitrate, coder.audio_mixrate = "AAC", _SOUND_KBIT, _SOUND_RATE
    render.filepath, render.use_file_extension = str(path), False
    # A few samples, denoised: the noise that is left flickers less than it would cost to remove.
    scene.cycles.samples, scene.cycles.denoising_quality = SAMPLES, "FAST"


def from_pictures(folder: Path, count: int, sound: Path, path: Path, size: tuple[int, int]) -> None:
    """Write a film of pictures 00000.png, .. in a folder, with a sound, at FPS. Raises as `shoot` does."""
    scene = bpy.context.scene
    scene.render.fps, scene.frame_start, scene.frame_end = FPS, 1, count
    lay_sound(scene, sound)
    strip = scene.sequence_editor.strips.new_image("film", str(folder / "00000.png"), 2, 1)
    for number in range(1, count):
        strip.elements.append(f"{number:05d}.png")
    strip.frame_final_duration = count
    scene.view_settings.view_transform = "Standard"
    path.parent.mkdir(parents=True, exist_ok=True)
    settings(scene, path)
    scene.render.resolution_x, scene.render.resolution_y = size
    bpy.ops.render.render(animation=True)


def shoot(scene: bpy.types.Scene, path: Path, on_frame: Callable[[int], None]) -> None:
    """Render the film; calls on_frame(number done) after each frame. Raises RuntimeError where it can't be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    settings(scene, path)
    done = 0

    def count(*_: object) -> None:
        nonlocal done
        done += 1
        on_frame(done)

    bpy.app.handlers.render_post.append(count)
    try:
        bpy.context.window.scene = scene
        bpy.ops.render.render(animation=True)
    finally:
        bpy.app.handlers.render_post.remove(count)
