"""The demo: a mannequin does what three sentences say. Run it with `python3 build.py demo`.

Takes are made as an artist makes them, through the add-on's Generate operator, and end up as Actions in
motif_demo.blend, a scene for each, with a contact sheet of rendered frames beside it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)
sys.path.insert(1, str(ROOT / "build" / "link"))

import bpy  # noqa: E402
import numpy as np  # noqa: E402

from demo import contact_sheet, film, mannequin, studio  # noqa: E402
from engine import files  # noqa: E402
from tools.console import LOG, Stop, step  # noqa: E402

# What the demo shows, each with the seed of its take.
PROMPTS = {
    "a person walks in a circle to the left": 0,
    "a person jumps forward with both feet": 0,
    "someone kicks with the left leg": 0,
}
FPS = 30
FRAMES_SHOWN = 8
WIDTH, HEIGHT, SAMPLES = 256, 340, 10


@dataclass
class Take:
    """A prompt (or a motion file), the scene in which it is shown, and what it cost."""

    title: str
    scene: bpy.types.Scene
    armature: bpy.types.Object
    seed: int
    action: Any = None
    seconds: float = 0.0


def main() -> int:
    """Build, generate, render, save. Exit status: 0 done, 1 failed with a sentence."""
    options = _options()
    began = time.monotonic()
    _blender_to_log()
    try:
        takes = make(options)
    except Stop as stop:
        print(f"demo: {stop}", file=sys.stderr)
        return 1
    for take in takes:
        first, last = take.action.frame_range
        length = (last - first + 1) / take.scene.render.fps
        print(f"  {take.title}: {length:.1f} s of motion in {take.seconds:.2f} s, seed {take.seed}")
    print(f"  altogether {time.monotonic() - began:.1f} s")
    return 0


def _blender_to_log() -> None:
    """Blender prints a line for each frame and file: send those to a log, and keep the console for ourselves."""
    LOG.mkdir(parents=True, exist_ok=True)
    log = os.open(LOG / "demo.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    sys.stdout, sys.stderr = (
        os.fdopen(os.dup(number), "w", encoding="utf-8", errors="replace", buffering=1) for number in (1, 2)
    )
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=ROOT / "demo")
    parser.add_argument("--prompt", action="append", default=[])
    parser.add_argument("--prompts", type=Path, help="a text file with a prompt in each line")
    parser.add_argument("--motion", action="append", type=Path, default=[], help="show a take's .npz or a .bvh instead")
    parser.add_argument("--audio", type=Path, help="a take that follows this sound, instead of words")
    parser.add_argument("--style", default="salsa", help="for --audio")
    parser.add_argument("--seconds", type=float, default=10.0, help="for --audio: at most this long")
    parser.add_argument("--video", action="store_true", help="for --audio: a film with its sound beside the sheet")
    parser.add_argument("--seed", type=int, help="default: the demo's own, else 0")
    parser.add_argument("--sheets-only", action="store_true", help="no .blend; sheets named after their prompts")
    parser.add_argument("--frames", type=int, default=FRAMES_SHOWN, help="frames on a sheet")
    parser.add_argument("--size", type=int, nargs=2, default=(WIDTH, HEIGHT), metavar=("W", "H"))
    parser.add_argument("--samples", type=int, default=SAMPLES)
    return parser.parse_args()


def make(options: argparse.Namespace) -> list[Take]:
    """Everything but the closing lines; Stop with a sentence where it can't."""
    titles = _titles(options)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    addon = _enable_addon()
    if not options.motion:
        _ask(bpy.ops.motif.start_engine)  # it gets ready while the mannequin is built
    with step("build the mannequin and the stage"):
        takes = _scenes(titles, options)
    for number, take in enumerate(takes):
        with step(f"“{take.title}”"):
            began = time.monotonic()
            if options.motion:
                take.action = _from_file(take, options.motion[number])
            else:
                take.action = _follow_sound(take, options) if options.audio else _generate(take)
            take.seconds = time.monotonic() - began
    rows = [_render(take, options) for take in takes]
    for number, (take, row) in enumerate(zip(takes, rows, strict=True), 1):
        path = options.out / (f"{_slug(take.title)}.png" if options.sheets_only else f"sheet_{number}.png")
        contact_sheet.save(contact_sheet.compose([row]), path)
        print(f"  {_shown(path)}")
        if options.video:
            _film(take, path.with_suffix(".mp4"))
    whole = options.out / ("all.png" if options.sheets_only else "motif_demo.png")
    contact_sheet.save(contact_sheet.compose(rows), whole)
    print(f"  {_shown(whole)}")
    if not options.sheets_only:
        with step(f"save {_shown(options.out / 'motif_demo.blend')}"):
            _save(takes, options.out / "motif_demo.blend")
    addon.disable("motif")
    return takes


def _titles(options: argparse.Namespace) -> list[str]:
    """What each take is called: its words, its file, or its style and sound."""
    if options.audio:
        return [f"{options.style} to {options.audio.stem.replace('_', ' ')}"]
    return [path.stem.replace("_", " ") for path in options.motion] or _prompts(options)


def _prompts(options: argparse.Namespace) -> list[str]:
    if options.prompts:
        try:
            lines = options.prompts.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise Stop(f"{options.prompts} can't be read: {error.strerror}") from error
        found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        if not found:
            raise Stop(f"{options.prompts} holds no prompt: write one to a line")
        return found
    return options.prompt or list(PROMPTS)


def _scenes(titles: list[str], options: argparse.Namespace) -> list[Take]:
    takes: list[Take] = []
    stage = None
    for number, title in enumerate(titles):
        scene = bpy.context.scene if number == 0 else bpy.data.scenes.new("take")
        scene.name = f"{number + 1} {title}"[:60]
        scene.render.fps = film.FPS if options.audio else FPS
        if stage is None:
            stage = studio.build_stage(scene)
        else:
            scene.collection.children.link(stage)
            scene.world = studio.backdrop()
        width, height = options.size
        studio.render_settings(scene, width, height, options.samples)
        figure = mannequin.build(f"Mannequin {number + 1}", scene)
        seed = PROMPTS.get(title, 0) if options.seed is None else options.seed
        takes.append(Take(title, scene, figure.armature, seed))
    return takes


def _enable_addon() -> Any:
    """Enable the linked add-on as Blender's preferences would."""
    import addon_utils

    if addon_utils.enable("motif", default_set=True) is None:
        raise Stop("the add-on can't be enabled: run `python3 build.py link` and see the lines above")
    return addon_utils


def _in(take: Take) -> Any:
    """The context an artist has with this take's armature selected."""
    return bpy.context.temp_override(
        scene=take.scene, view_layer=take.scene.view_layers[0], active_object=take.armature, object=take.armature
    )


def _generate(take: Take) -> Any:
    settings: Any = take.scene.motif
    settings.prompt, settings.automatic, settings.takes = take.title, True, 1
    settings.seed, settings.lock_seed, settings.start = take.seed, True, 1
    with _in(take):
        _ask(bpy.ops.motif.generate)
    return take.armature.animation_data.action


def _follow_sound(take: Take, options: argparse.Namespace) -> Any:
    """The panel's Audio with Scene as the sound: the strip lies where the film will play it."""
    scene: Any = take.scene
    try:
        length = film.lay_sound(scene, options.audio.resolve())
    except ValueError as error:
        raise Stop(str(error)) from error
    scene.frame_start, scene.frame_end = 1, max(1, round(min(length, options.seconds) * scene.render.fps))
    heard = scene.motif.sound
    try:
        heard.styles.add().style = options.style
    except TypeError as error:
        known = ", ".join(type(heard.styles[0]).bl_rna.properties["style"].enum_items.keys())
        raise Stop(f"there is no style {options.style!r}: choose one of {known}") from error
    heard.kind, scene.motif.source = "scene", "audio"
    return _generate(take)


def _ask(operator: Callable[[], Any]) -> None:
    """Call an operator; Stop with its own sentence when it refuses or fails."""
    try:
        with contextlib.redirect_stdout(sys.__stdout__):  # reports go to Python's own: into the log with them
            operator()
    except RuntimeError as error:
        raise Stop(re.sub(r"^(Error: |Operator \S+ )", "", str(error)).strip()) from error


def _from_file(take: Take, path: Path) -> Any:
    from motif.animation import actions
    from motif.retarget import motion
    from motif.retarget.formats import bvh
    from motif.rig import binding as rig_binding

    try:
        if path.suffix.lower() == ".bvh":
            source = bvh.read_bvh(path)
        else:
            with np.load(path) as arrays:
                source = motion.Motion.from_arrays(dict(arrays))
    except (OSError, ValueError) as error:
        raise Stop(f"{path} can't be read: {error}") from error
    binding = rig_binding.read_rig(take.armature, take.scene)
    moved = binding.retarget(motion.resample(source, take.scene.render.fps))
    action = actions.write(take.armature, binding.channels(moved), 1, take.title, {})
    actions.assign(take.armature, action)
    return action


def _render(take: Take, options: argparse.Namespace) -> contact_sheet.Row:
    first, last = (round(frame) for frame in take.action.frame_range)
    take.scene.frame_start, take.scene.frame_end = first, last
    width, height = options.size
    facing = studio.facing(take.scene, take.armature, first, last)
    studio.light(take.scene, facing)
    studio.follow(take.scene, take.armature, first, last, width / height, facing + studio.FACING_DEGREES)
    frames = contact_sheet.spread(first, last, options.frames)
    began = time.monotonic()
    bar = _bar(f"render “{take.title}”", len(frames))
    images = contact_sheet.render_frames(take.scene, frames, ROOT / "build" / "demo", bar)
    print(f" {(time.monotonic() - began) / len(frames):.2f} s a frame", flush=True)
    fps = take.scene.render.fps
    detail = f"{(last - first + 1) / fps:.1f} s" + ("" if options.motion else f", seed {take.seed}")
    return contact_sheet.Row(take.title, detail, images, tuple((f - first) / fps for f in frames))


def _film(take: Take, path: Path) -> None:
    """The whole take with its sound. The camera stands for the sheet's upright pictures: it is placed anew."""
    first, last = take.scene.frame_start, take.scene.frame_end
    facing = studio.facing(take.scene, take.armature, first, last)
    aspect = film.WIDTH / film.HEIGHT
    studio.follow(take.scene, take.armature, first, last, aspect, facing + studio.FACING_DEGREES)
    try:
        film.shoot(take.scene, path, _bar(f"film “{take.title}”", last - first + 1))
    except RuntimeError as error:
        raise Stop(f"{_shown(path)} can't be written: {str(error).removeprefix('Error: ').strip()}") from error
    print(f"\n  {_shown(path)}", flush=True)


def _bar(label: str, total: int) -> Callable[[int], None]:
    """A progress bar that fills as it is called with the number done; on a log, a dot for each."""
    live = sys.stdout.isatty()
    if not live:
        print(f"  {label} ", end="", flush=True)

    def show(done: int) -> None:
        if live:
            print(f"\r  {label} [{'#' * done}{'.' * (total - done)}] {done}/{total}", end="", flush=True)
        else:
            print(".", end="", flush=True)

    if live:
        show(0)
    return show


def _save(takes: list[Take], path: Path) -> None:
    """A file that opens on the first take, its rig selected, ready to play."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for take in takes:
        take.scene.frame_set(take.scene.frame_start)
        take.scene.render.filepath = "//render/"
        take.scene.render.resolution_x, take.scene.render.resolution_y = 1280, 720
        take.scene.cycles.samples = 64
    bpy.context.window.scene = takes[0].scene
    bpy.context.preferences.filepaths.save_version = 0
    try:
        with files.replaced(path) as beside, contextlib.redirect_stdout(sys.__stdout__):
            bpy.ops.wm.save_as_mainfile(filepath=str(beside), compress=True, copy=True)
    except (OSError, RuntimeError) as error:
        raise Stop(f"{_shown(path)} can't be written: {str(error).removeprefix('Error: ').strip()}") from error


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:60] or "take"


def _shown(path: Path) -> str:
    path = path.resolve()
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(main())
