"""The pictures of docs/manual, shot in a real window: each source's panel as it is used, and a take appearing on a rig.

`python tests/window/run.py --play manual --docs`. Runs inside Blender; the takes are the engine's own.
"""

from __future__ import annotations

import contextlib
import sys
import wave
from pathlib import Path
from typing import Any

import bpy
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.window.stage import Steps, Window, play

PROMPT = "a person walks forward and waves with the right hand"
COLOURS = 256
FILM_STEP = 2  # of the take's frames, at 30 a second
# What a picture shows of the sidebar: a panel's key in panels/sidebar.py.
MAIN, TAKES, CHECK = ("main",), ("takes",), ("check", "clean")


class Studio:
    """The window with a character in it, the panels that show, and the pictures that are made."""

    def __init__(self, window: Window) -> None:
        from tests.blender import helpers as h

        self.window, self.session, self.sidebar = window, h.part("session.session"), h.part("panels.sidebar")
        self.pictures = window.folder / "docs"
        self.pictures.mkdir(exist_ok=True)

    @property
    def settings(self) -> Any:
        return bpy.context.scene.motif

    @property
    def hero(self) -> Any:
        return bpy.data.objects["Hero"]

    def prepare(self) -> Steps:
        """Put the mannequin into an empty scene and open the tab."""
        from demo import mannequin

        for item in list(bpy.data.objects):
            bpy.data.objects.remove(item)
        made = mannequin.build("Hero", bpy.context.scene)
        bpy.context.preferences.system.use_region_overlap = False
        shading = self.window.place["area"].spaces[0].shading
        shading.color_type = "MATERIAL"
        self._select(made.armature)
        bpy.ops.object.mode_set(mode="POSE")
        yield from self.only("main", "takes")  # before any is drawn, since Blender keeps that one was closed
        yield from self.window.show_panel()

    def _select(self, armature: Any) -> None:
        for item in bpy.context.view_layer.objects:
            item.select_set(item == armature)
        bpy.context.view_layer.objects.active = armature

    def look(self, distance: float = 4.5, height: float = 0.9, along: float = 0.0) -> None:
        """Turn the view to the character, from its front and a little aside."""
        from mathutils import Euler, Vector

        view = self.window.place["area"].spaces[0].region_3d
        view.view_rotation = Euler((1.35, 0.0, 0.6)).to_quaternion()
        view.view_location, view.view_distance = Vector((0.0, along, height)), distance
        view.view_perspective = "PERSP"

    def only(self, *names: str) -> Steps:
        """Show these panels alone, open."""
        kept = {f"MOTIF_PT_{name}" for name in names}
        panels = [
            c for c in self.sidebar.CLASSES if c.__name__.startswith("MOTIF_PT_") and c.bl_space_type == "VIEW_3D"
        ]
        for panel in reversed(panels):
            if hasattr(bpy.types, panel.__name__):
                bpy.utils.unregister_class(panel)
        for panel in panels:
            if panel.__name__ in kept:
                panel.bl_options = set()
                bpy.utils.register_class(panel)
        self.window.redraw()
        yield 1.0

    def picture(self, name: str, *panels: str, region: str = "UI") -> Steps:
        """Shoot the sidebar with these panels."""
        yield from self.only(*panels)
        self.shoot(name, region)
        yield 0.2

    def shoot(self, name: str, region: str = "UI") -> None:
        """Shoot what shows now."""
        self.window.folder, kept = self.pictures, self.window.folder
        self.window.shoot(name, region, COLOURS)
        self.window.folder = kept

    def generate(self) -> Steps:
        """Press Generate and wait for the takes."""
        assert self.window.call(bpy.ops.motif.generate) == {"FINISHED"}, self.session.notice()
        yield lambda: not self.session.jobs()
        note = self.session.notice()
        assert note is None or note.kind != "ERROR", note
        yield 0.3


def scenario(window: Window, found: dict[str, Any]) -> Steps:
    """Each source in turn."""
    studio = Studio(window)
    yield from studio.prepare()
    yield from _film(studio, found)
    yield from _text(studio)
    yield from _check(studio)
    yield from _inbetween(studio)
    yield from _pose(studio)
    yield from _motion(studio)
    yield from _audio(studio)
    yield from _lessons(studio)
    yield from _strips(studio)
    found["pictures"] = {path.name: path.stat().st_size for path in sorted(studio.pictures.iterdir())}
    large = [name for name, size in found["pictures"].items() if size > (3e6 if name.endswith("webp") else 120e3)]
    assert not large, f"too large: {large}"


def _film(studio: Studio, found: dict[str, Any]) -> Steps:
    """Typing, Generate, and the take playing: README's picture."""
    settings, window, frames = studio.settings, studio.window, []
    settings.lock_seed, settings.seed, settings.takes = True, 7, 1
    studio.look(5.0, along=-2.4)  # all of four metres of walking
    yield from studio.only("main", "takes")

    def shot(times: int = 1) -> None:
        name = f"film-{len(frames):03}"
        window.shoot(name, "AREA")
        frames.extend([str(window.folder / f"{name}.png")] * times)

    for end in range(4, len(PROMPT) + 4, 4):
        settings.prompt = PROMPT[:end]
        window.redraw()
        yield 0.3
        shot()
    assert window.call(bpy.ops.motif.generate) == {"FINISHED"}
    yield 1.0
    shot(6)
    studio.shoot("working")
    yield lambda: not studio.session.jobs()
    window.redraw()
    row = studio.hero.motif.takes[0]
    found["film"] = [row.first, row.frames]
    for frame in range(row.first, row.first + row.frames, FILM_STEP):
        bpy.context.scene.frame_set(frame)
        window.redraw_all()
        yield 0.25
        shot()
    frames.extend(frames[-1:] * 10)
    window.film("docs/take", 720, round(1000 * FILM_STEP / bpy.context.scene.render.fps), frames)


def _text(studio: Studio) -> Steps:
    """Three takes, ghosts, prompts along the timeline, path and targets, bone map, keys."""
    settings = studio.settings
    settings.takes, settings.prompt, settings.seed = 3, "", 3
    yield from studio.picture("empty", *MAIN)
    with contextlib.suppress(RuntimeError):  # which is the refusal
        studio.window.call(bpy.ops.motif.generate)
    yield from studio.picture("refused", *MAIN)
    settings.prompt = "a person walks in a circle to the left"
    yield from studio.only("main", "takes")
    yield from studio.generate()
    studio.shoot("text")
    yield from studio.picture("takes", *TAKES)
    studio.look(5.0, along=-0.8)
    studio.window.call(bpy.ops.motif.take_ghosts)
    bpy.context.scene.frame_set(40)
    yield 0.6
    studio.shoot("ghosts", "WINDOW")
    studio.window.call(bpy.ops.motif.take_ghosts_pin)
    studio.hero.motif.chosen = len(studio.hero.motif.takes) - 1
    yield 0.6
    studio.shoot("ghosts-pinned", "AREA")
    studio.window.call(bpy.ops.motif.take_ghosts)
    yield from studio.picture("keys", "keys")
    studio.window.call(bpy.ops.motif.detect_bones)
    yield from studio.picture("bones", "bones")
    curve = bpy.data.curves.new("Path", "CURVE")
    settings.way.curve = bpy.data.objects.new("Path", curve)
    line = curve.splines.new("POLY")
    line.points.add(2)
    for point, (x, y) in zip(line.points, ((0, 0), (0, -3), (2, -4))):
        point.co = (x, y, 0, 1)
    cup = bpy.data.objects.new("Cup", None)
    bpy.context.scene.collection.objects.link(cup)
    target = settings.way.targets.add()
    target.object, target.first, target.last = cup, 90, 90
    yield from studio.picture("path", "main", "path")
    settings.way.targets.clear()
    settings.way.curve = None
    bpy.data.objects.remove(cup)
    for number, (words, first, last) in enumerate(
        (("a person walks forward", 1, 60), ("sits down", 61, 110), ("waves with both hands", 111, 160))
    ):
        row = settings.prompts.add()
        row.text, row.first, row.last = words, first, last
        settings.chosen_prompt = number
    yield from studio.picture("prompts", *MAIN)
    settings.prompts.clear()


def _check(studio: Studio) -> Steps:
    """A take that was lowered by hand, checked; Clean Up."""
    _sink(studio.hero)
    studio.window.call(bpy.ops.motif.check)
    yield from studio.picture("check", *CHECK)


def _sink(hero: Any) -> None:
    """Lower the hips of what shows by 8 cm in frames 30 to 45."""
    for curve in _curves(hero):
        if curve.data_path == 'pose.bones["spine"].location' and curve.array_index == 1:
            for key in curve.keyframe_points:
                if 30 <= key.co[0] <= 45:
                    key.co[1] -= 0.08
            curve.update()


def _curves(armature: Any) -> list[Any]:
    action = armature.animation_data.action
    if hasattr(action, "fcurves"):
        return list(action.fcurves)
    return [
        curve for layer in action.layers for strip in layer.strips for bag in strip.channelbags for curve in bag.fcurves
    ]


def _inbetween(studio: Studio) -> Steps:
    """Frames and parts chosen."""
    settings = studio.settings
    settings.source = "inbetween"
    settings.span.first, settings.span.last, settings.span.pins = 20, 50, "35"
    for part in ("head", "torso", "left_leg", "right_leg", "root"):
        setattr(settings.span, part, False)
    yield from studio.picture("inbetween", *MAIN)


def _pose(studio: Studio) -> Steps:
    """Both ways to go on from a pose."""
    settings = studio.settings
    settings.source = "pose"
    yield from studio.picture("pose", *MAIN)
    settings.pose.kind = "rest"
    yield from studio.picture("pose-rest", *MAIN)


def _motion(studio: Studio) -> Steps:
    """A file, a folder, another armature."""
    settings = studio.settings
    settings.source = "motion"
    folder = studio.window.folder / "mocap"
    folder.mkdir(exist_ok=True)
    bpy.ops.wm.save_as_mainfile(filepath=str(folder.parent / "shot.blend"))
    for name in ("walk", "turn left", "sit down"):
        bpy.ops.motif.take_export(kind="bvh", filepath=str(folder / f"{name}.bvh"))
    settings.motion.file = "//mocap/walk.bvh"
    yield from studio.picture("motion-file", *MAIN)
    settings.motion.kind, settings.motion.folder = "folder", "//mocap/"
    yield from studio.only(*MAIN)
    yield 3.0  # its files' strips are read one after another
    yield from studio.picture("motion-folder", *MAIN)
    settings.motion.kind = "armature"
    yield from studio.picture("motion-armature", *MAIN)


def _audio(studio: Studio) -> Steps:
    """A track of our own, salsa, and beats."""
    settings = studio.settings
    path = studio.window.folder / "track.wav"
    _track(path, 8.0)
    settings.source = "audio"
    sound = settings.sound
    sound.kind, sound.file = "file", f"//{path.name}"  # the file was saved beside it
    style = sound.styles.add()
    style.style = "salsa"
    settings.takes = 1
    yield from studio.only("main", "takes")
    yield from studio.generate()
    yield from studio.picture("audio", *MAIN)
    yield from studio.picture("beats", "beats")


def _lessons(studio: Studio) -> Steps:
    """A table of motions to learn from."""
    table = studio.settings.learning
    for name in ("sneak 1", "sneak 2", "sneak and look"):
        row = table.lessons.add()
        row.name, row.caption, row.file = name, f"{name.rstrip(' 12')}s like a thief", f"//mocap/{name}.bvh"
    table.title = "my sneaking"
    yield from studio.picture("my-motion", "lessons")


def _strips(studio: Studio) -> Steps:
    """The Dope Sheet in the 3D view's place, with what is wrong under its frames."""
    studio.hero.motif.chosen = 0
    _sink(studio.hero)
    studio.window.call(bpy.ops.motif.check)
    area = studio.window.place["area"]
    left, top, right, bottom = studio.window.box("AREA")
    area.ui_type = "DOPESHEET"
    yield 1.5
    studio.window.folder, kept = studio.pictures, studio.window.folder
    studio.window.shoot_box("strips", (left, top, right, min(bottom, top + 330)), COLOURS)
    studio.window.folder = kept
    area.ui_type = "VIEW_3D"
    yield 0.5


def _track(path: Path, seconds: float, rate: int = 22050, bpm: float = 120.0) -> None:
    """Write a drum and a bass: a thud a beat, a click between, a note a bar."""
    time_s = np.arange(round(seconds * rate)) / rate
    beat = (time_s * bpm / 60) % 1
    thud = np.sin(2 * np.pi * 60 * time_s) * np.exp(-beat * 12)
    click = np.random.default_rng(0).normal(size=len(time_s)) * np.exp(-((beat + 0.5) % 1) * 40) * 0.3
    bass = 0.2 * np.sin(2 * np.pi * np.where((time_s * bpm / 240) % 2 < 1, 110.0, 82.4) * time_s)
    samples = np.clip(0.5 * (thud + click + bass), -1, 1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((32767 * samples).astype("<i2").tobytes())


if __name__ == "__main__":
    play(scenario, patience_s=600)
