"""Makes earlier_takes.blend and .json and earlier_shots.jsonl and its journal with the add-on of a checkout.

The first holds takes of every kind in one list, the last a manifest with rows of every command, all made.

Run with the oldest Blender that is to open the file, on a checkout of commit c959393, whose modules have no folders yet
(`python3 build.py link` in it first):

    build/venv-4.2.23/bin/python tests/blender/data/make_earlier_takes.py CHECKOUT

The .json has what each take's record says, and what Re-roll makes of it there with the seed REROLL_SEED.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
import wave
from pathlib import Path
from typing import Any

import bpy
import numpy as np

HERE = Path(__file__).resolve().parent
REROLL_SEED = 77
FPS = 12
SCENE = {"scene": "earlier_takes.blend", "armature": "Hero", "out": "shots.blend"}
ROWS: tuple[dict[str, Any], ...] = (
    {**SCENE, "text": "a person walks", "seconds": 2, "takes": 2, "seed": 7, "keys": "sparse:2,20"},
    {**SCENE, "spans": [["1-12", "a person walks"], ["15-20", "a person sits down"]], "into": "replace"},
    {**SCENE, "audio": "clicks.wav", "style": {"salsa": 1.0, "folk": 0.4}, "energy": 1.2, "range": "1-24"},
    {**SCENE, "text": "moves to <audio>", "audio": "clicks.wav", "foot_lock": "ground", "in_place": True},
    {**SCENE, "frames": "6-14", "parts": ["upper"], "pins": [10], "text": "someone waves"},
    {**SCENE, "at": 10, "range": "4-20", "takes": 2, "vary": "motion", "base_seed": 3},
    {**SCENE, "at": 10, "given": ["left_arm", "head"]},
    {**SCENE, "motion": "walk.npz", "root": "object", "start": 30},
)


def main(checkout: Path) -> None:
    """Make both files."""
    blender = checkout / "tests" / "blender"
    sys.path[:0] = [str(blender), str(checkout / "build" / "link"), str(checkout / "build" / "link" / "motif")]
    import helpers
    from test_reading import put

    bpy.ops.wm.read_factory_settings(use_empty=True)
    addon = helpers.motif()
    addon.register()
    with tempfile.TemporaryDirectory() as folder, helpers.engine():
        hero = _scene(helpers, put, Path(folder))
        _takes(hero)
        path = Path(folder) / "earlier_takes.blend"
        bpy.ops.wm.save_as_mainfile(filepath=str(path), compress=True, relative_remap=False)
        rows = [{"meta": record(row.action)} for row in hero.motif.takes]
        draw, random.SystemRandom.randrange = random.SystemRandom.randrange, lambda *_: REROLL_SEED  # type: ignore
        for index, row in enumerate(rows):
            bpy.ops.wm.open_mainfile(filepath=str(path))
            hero = bpy.data.objects["Hero"]
            row["reroll"] = reroll(hero, index)
        random.SystemRandom.randrange = draw  # type: ignore[method-assign]
        shutil.copy(path, HERE)
        _manifest(helpers, Path(folder))
    text = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (HERE / "earlier_takes.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")
    addon.unregister()


def reroll(hero: Any, index: int) -> dict[str, Any]:
    """Re-roll a take of the list; the record and the keys of the new one."""
    bpy.context.view_layer.objects.active = hero
    hero.motif.chosen = index
    assert bpy.ops.motif.take_reroll() == {"FINISHED"}
    action = hero.animation_data.action
    return {"meta": record(action), "keys": keys(action)}


def record(action: Any) -> dict[str, Any]:
    """The take's record without what differs from run to run: timings, and folders for what was packed."""
    meta = json.loads(action["motif_take"])
    for piece in (meta["request"].get("audio") or {}).get("pieces", ()):
        piece["path"] = Path(piece["path"]).name
    return {name: value for name, value in meta.items() if name not in ("timings", "engine_version")}


def keys(action: Any) -> dict[str, list[float]]:
    """Of each bone (or property of the object): its number of keys, and the mean and spread of their values."""
    bags: Any = [action]
    if hasattr(action, "layers") and action.slots:
        bags = [bag for layer in action.layers for strip in layer.strips for bag in strip.channelbags]
    found: dict[str, list[float]] = {}
    for curve in (curve for bag in bags for curve in bag.fcurves):
        found.setdefault(curve.data_path.partition('"]')[0], []).extend(point.co[1] for point in curve.keyframe_points)
    return {
        name: [len(values), round(float(np.mean(values)), 4), round(float(np.std(values)), 4)]
        for name, values in found.items()
    }


def _scene(helpers: Any, put: Any, folder: Path) -> Any:
    """A figure that walks for two seconds, and a speaker with a packed sound."""
    scene = bpy.context.scene
    scene.render.fps, scene.frame_start, scene.frame_end = FPS, 1, 24
    hero = helpers.build("mixamo", "Hero")
    put(hero, frames=20, fps=float(FPS))
    path = folder / "clicks.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(4000)
        file.writeframes(bytes(255 if i % 2000 < 20 else 128 for i in range(8000)))
    bpy.ops.object.speaker_add()  # not a strip: some Blenders have no sequencer sound
    speaker = bpy.context.object
    speaker.data.sound = bpy.data.sounds.load(str(path))
    speaker.data.sound.pack()
    bpy.context.view_layer.objects.active = hero
    return hero


def _takes(hero: Any) -> None:
    """Two takes each of a prompt, prompts along the timeline, a prompt with a sound, a sound with styles, a sound with
    prompts; in-betweens of the whole body and of a part; around a pose, in its family, and the rest of a pose."""
    s = bpy.context.scene.motif
    s.takes, s.lock_seed, s.seed, s.automatic, s.frames, s.guidance = 2, True, 5, False, 10, 1.5
    hero.motif.keys = "sparse"
    hero.motif.key_degrees, hero.motif.key_millimetres = 4.0, 40.0
    s.prompt = "a person walks"
    _generate()
    for text, first, last in (("a person walks", 1, 10), ("a person sits down", 13, 20)):
        row = s.prompts.add()
        row.text, row.first, row.last = text, first, last
    hero.motif.root_motion, hero.motif.keys_into = "object", "replace"
    _generate()
    hero.motif.root_motion, hero.motif.keys_into = "hips", "new"
    s.source = "audio"
    s.sound.prompts = True
    s.loop = "match"
    _generate()
    s.prompts.clear()
    s.loop = "none"
    for name in ("salsa", "folk"):
        bpy.ops.motif.style_add()
        s.sound.styles[-1].style = name
    s.sound.styles[0].weight = 0.5
    _generate()
    s.source, s.prompt, s.in_place = "text", "moves to <audio>", True
    _generate()
    s.in_place, s.prompt = False, ""
    _from_animation(hero, s)


def _from_animation(hero: Any, s: Any) -> None:
    bpy.ops.motif.take_before()
    s.source = "inbetween"
    s.span.first, s.span.last, s.span.pins = 6, 14, "10"
    _generate()
    bpy.ops.motif.take_before()
    s.span.pins, s.prompt = "", "someone waves"
    for part in ("root", "torso", "head", "left_leg", "right_leg", "left_arm"):
        setattr(s.span, part, False)
    _generate()
    bpy.ops.motif.take_before()
    s.source, s.pose.kind, s.pose.frames = "pose", "motion", 9
    bpy.context.scene.frame_set(10)
    _generate()
    for share in ("pose", "motion"):
        bpy.ops.motif.take_family(share=share)
    bpy.ops.motif.take_before()
    _key_an_arm(hero)
    s.pose.kind, s.pose.given = "rest", "keyed"
    _generate()
    bpy.ops.motif.take_before()


def _key_an_arm(hero: Any) -> None:
    """An Action of its own in which one arm alone has keys on frame 10: the pose that is to be completed."""
    hero.animation_data.action = None
    bone = hero.pose.bones["mixamorig:LeftArm"]
    bone.rotation_quaternion = (0.9, 0.3, 0.2, 0.1)
    bone.keyframe_insert("rotation_quaternion", frame=10)
    bpy.context.scene.frame_set(10)


def _manifest(helpers: Any, folder: Path) -> None:
    """A manifest run to its end, with its journal; the .blend that it writes is left behind."""
    from fake_engine import walk

    np.savez(folder / "walk.npz", **walk(20, FPS, 1).to_arrays())
    manifest = folder / "earlier_shots.jsonl"
    manifest.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), encoding="utf-8")
    assert helpers.part("batch").main(["batch", str(manifest)]) == 0
    for path in folder.glob("earlier_shots*.jsonl"):
        shutil.copy(path, HERE)


def _generate() -> None:
    assert bpy.ops.motif.generate() == {"FINISHED"}


if __name__ == "__main__":
    main(Path(sys.argv[-1]).resolve())
