"""In-between with a fake engine: what changes is inside the mask, and everything else stays to the bit."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h
from tests.blender.rig.test_reading import put

SIDES = [("rigify", {"roll": 25}), ("mixamo", {"unit": 0.01, "y_up": True}), ("unreal", {"root": True, "arms": 50})]
UPPER = ("torso", "head", "left_arm", "right_arm")


def _span(first, last, parts=(), pins=""):
    s = bpy.context.scene.motif
    s.source, s.lock_seed, s.seed, s.takes, s.prompt = "inbetween", True, 5, 1, ""
    s.span.first, s.span.last, s.span.pins = first, last, pins
    for part in h.part("retarget.mask").PARTS:
        setattr(s.span, part, not parts or part in parts)
    return s


def _curves(action):
    return {(c.data_path, c.array_index): c for c in h.part("animation.actions").action_curves(action)}


def _bits(curve, outside=None):
    """All that the keys hold, of those outside a range."""
    points = h.part("animation.keyframes").read(curve)
    if outside is not None:
        points = points.where((points.frames < outside[0]) | (points.frames > outside[1]))
    return {name: column.tobytes() for name, column in points.columns.items()}


def _values(action, frames):
    return {key: np.array([curve.evaluate(f) for f in frames]) for key, curve in _curves(action).items()}


def _thin(armature, every):
    """Few keys in place of many, on frames that differ from bone to bone."""
    for number, curve in enumerate(h.part("animation.actions").curves_of(armature)):
        points = h.part("animation.keyframes")
        own = points.read(curve)
        frames = own.frames
        chosen = (np.arange(len(frames)) + number) % every == 0
        chosen[[0, -1]] = True
        points.put(curve, own.where(chosen))


def _parts_of(armature):
    """Bone -> part of the body."""
    part_of = {role: part for part, roles in h.part("retarget.mask").PARTS.items() for role in roles}
    return {bone: part_of[role] for role, bone in h.roles_of(armature).items()}


@pytest.mark.parametrize(
    ("rig", "parts", "pins"),
    [
        (SIDES[0], (), "22"),
        (SIDES[1], UPPER, ""),
        (SIDES[2], ("left_arm",), "20, 21"),
        (SIDES[1], ("root", "left_leg", "right_leg"), ""),
    ],
)
def test_only_what_is_masked_changes(rig, parts, pins):
    family, options = rig
    armature = h.build(family, **options)
    put(armature)
    before = armature.animation_data.action
    was = {key: _bits(curve) for key, curve in _curves(before).items()}
    _span(15, 28, parts, pins)
    with h.engine():
        assert bpy.ops.motif.generate() == {"FINISHED"}
    after = armature.animation_data.action
    assert after != before and armature.motif.before == before
    assert {key: _bits(curve) for key, curve in _curves(before).items()} == was
    _check_masked(armature, before, after, parts, pins)


def _check_masked(armature, before, after, parts, pins):
    """Keys outside the span, pinned frames, and other parts of the body are as they were, to the bit."""
    kept = [f for f in range(1, 41) if not 15 <= f <= 28 or str(f) in pins.split(", ")]
    again = [f for f in range(15, 29) if f not in kept]
    part = _parts_of(armature)
    old, new = _curves(before), _curves(after)
    assert set(old) == set(new)
    changed = set()
    for key, curve in new.items():
        assert _bits(curve, (14.5, 28.5)) == _bits(old[key], (14.5, 28.5)), key
        assert [curve.evaluate(f) for f in kept] == [old[key].evaluate(f) for f in kept], key
        bone = h.part("animation.channels").bone_of(key[0])
        if _bits(curve) != _bits(old[key]):
            changed.add(part.get(bone, bone))
            assert not parts or part[bone] in parts, bone
    assert changed == set(parts or h.part("retarget.mask").PARTS), changed
    assert max(np.abs([new[k].evaluate(f) - old[k].evaluate(f) for f in again]).max() for k in new) > 0.02


@pytest.mark.parametrize("root", ("hips", "root", "object"))
def test_the_body_does_what_came_back(root):
    """Keys on the hips under a root bone that travels: the world's motion is the engine's."""
    armature = h.build("unreal", root=True)
    h.place(armature, location=(1, 2, 0), rotation=(0, 0, 30), scale=1.3)
    put(armature, root)
    settings, reading, rig = h.part("takes.settings"), h.part("rig.reading"), h.part("rig.binding")
    scene = bpy.context.scene
    _span(15, 28)
    placement, request = settings.from_panel(armature, scene)
    from retarget.mask import Mask  # type: ignore[import-not-found]
    from tests.blender.fake_engine import refill

    motion = h.part("retarget.motion").Motion
    theirs = type("R", (), {"source": _theirs(request.source), "mask": Mask(**request.mask.pack())})
    made = motion.from_arrays(refill(theirs, 5).to_arrays())
    binding = rig.read_rig(armature, scene)
    made_here = h.part("sources.inbetween").on_rig(binding, made, placement.span.count)
    with h.engine():
        bpy.ops.motif.generate()
    read = reading.read_motion(
        armature, binding, scene, placement.span.start, placement.span.start + placement.span.count - 1
    )
    quat = h.part("retarget.quat")
    (pos, rot), (pos_w, rot_w) = read.globals(), made_here.globals()
    off = np.linalg.norm(pos - pos_w, axis=-1).max()
    assert off < 2e-3, (root, off)
    assert np.degrees(quat.angle_between(rot.astype(float), rot_w.astype(float))).max() < 0.5, root


def _theirs(source):
    """The add-on's motion as the fake engine's own class."""
    from retarget.motion import Motion  # type: ignore[import-not-found]

    return Motion.unpack(source.pack())


@pytest.mark.parametrize("mode", ("QUATERNION", "XYZ", "ZYX"))
def test_sparse_keys_and_pins(mode):
    """Frames that stay are played to the bit, between the artist's keys too; no key of theirs is touched."""
    armature = h.build("mixamo", mode=mode)
    put(armature)
    _thin(armature, 9)
    before = armature.animation_data.action
    _span(12, 30, (), "21")
    with h.engine():
        bpy.ops.motif.generate()
    after = armature.animation_data.action
    kept = [*range(1, 12), 21, *range(31, 41)]
    old, new = _values(before, kept), _values(after, kept)
    assert all((old[key] == new[key]).all() for key in old)
    for key, curve in _curves(before).items():
        mine = h.part("animation.keyframes").read(curve)
        theirs = h.part("animation.keyframes").read(_curves(after)[key])
        outside = (mine.frames < 11.5) | (mine.frames > 30.5) | (np.abs(mine.frames - 21) < 0.1)
        found = np.isin(theirs.frames, mine.frames[outside])
        for name, column in mine.where(outside).columns.items():
            assert column.tobytes() == theirs.where(found).columns[name].tobytes(), (key, name)
    frames = np.arange(11, 32)
    for key, values in _values(after, frames).items():
        assert np.abs(np.diff(values)).max() < (3.0 if mode != "QUATERNION" else 0.5), (mode, key)


def test_random_masks():
    """Kept keys and kept frames over random ranges, parts and pins: no difference at all."""
    random = np.random.default_rng(0)
    parts = list(h.part("retarget.mask").PARTS)
    masks = 0
    for family, options in [*SIDES, ("mixamo", {"mode": "YZX", "size": 1.4})]:
        bpy.ops.wm.read_factory_settings(use_empty=True)
        armature = h.build(family, **options)
        put(armature)
        if random.random() < 0.5:
            _thin(armature, 7)
        before = armature.animation_data.action
        with h.engine():
            for _ in range(MASKS):
                first = int(random.integers(1, 40))
                last = int(random.integers(first, 41))
                pins = sorted({int(p) for p in random.integers(first, last + 1, random.integers(0, 4))})
                chosen = [p for p in parts if random.random() < 0.5] or parts
                _span(first, last, chosen, ", ".join(map(str, pins)))
                try:
                    bpy.ops.motif.generate()
                except RuntimeError as error:
                    assert "are kept" in str(error) or (first == last and first in (1, 40)), error
                    continue
                masks += 1
                after = armature.animation_data.action
                span = h.part("keying.span").Span.from_meta(h.part("animation.actions").read_meta(after))
                again = {f for a, b in span.runs for f in range(a, b + 1)}
                kept = [f for f in range(1, 41) if f not in again]
                old, new = _values(before, kept), _values(after, kept)
                assert all((old[key] == new[key]).all() for key in old), (family, first, last, pins)
                bpy.ops.motif.take_discard()
    print(f"         {masks} masks, no kept frame differs")


MASKS = 6


def test_ways_in():
    """Selected keys with their poses pinned, the preview range, markers; body parts from selected bones."""
    armature = h.build("mixamo")
    put(armature)
    scene, own = bpy.context.scene, bpy.context.scene.motif.span
    assert "Select keys" in h.refused(bpy.ops.motif.use_selection)
    for frame in (12, 25):
        scene.timeline_markers.new("m", frame=frame).select = True
    bpy.ops.motif.use_selection()
    assert (own.first, own.last, own.pins) == (12, 25, "")
    scene.use_preview_range, scene.frame_preview_start, scene.frame_preview_end = True, 5, 9
    bpy.ops.motif.use_selection()
    assert (own.first, own.last) == (5, 9)
    for curve in h.part("animation.actions").curves_of(armature):
        for key in curve.keyframe_points:
            key.select_control_point = key.co.x in (3, 20, 38)
            key.type = "KEYFRAME"
    bpy.ops.motif.use_selection()
    assert (own.first, own.last, own.pins) == (3, 38, "3, 20, 38")
    bpy.ops.object.mode_set(mode="POSE")
    for pose in armature.pose.bones:
        chosen = pose.name in ("mixamorig:LeftForeArm", "mixamorig:Head")
        if hasattr(pose, "select"):
            pose.select = chosen
        else:
            pose.bone.select = chosen
    bpy.ops.motif.use_selection()
    assert [part for part in h.part("retarget.mask").PARTS if getattr(own, part)] == ["head", "left_arm"]
    with h.engine():
        assert bpy.ops.motif.inbetween() == {"FINISHED"}
    assert len(armature.motif.takes) == 1 or scene.motif.takes > 1


def test_everything_and_one_frame():
    armature = h.build("rigify")
    put(armature)
    before = armature.animation_data.action
    with h.engine():
        _span(1, 40)
        bpy.ops.motif.generate()
        old, new = _values(before, (1, 40)), _values(armature.animation_data.action, (1, 40))
        assert all((old[key] == new[key]).all() for key in old)
        _span(20, 20)
        bpy.ops.motif.generate()
        kept = [f for f in range(1, 41) if f != 20]
        old, new = _values(before, kept), _values(armature.animation_data.action, kept)
        assert all((old[key] == new[key]).all() for key in old)
        assert any(_values(before, [20])[k] != _values(armature.animation_data.action, [20])[k] for k in old)


def test_frames_that_nobody_chose_are_those_of_the_preview_range_or_refused():
    armature, scene = h.build("rigify"), bpy.context.scene
    put(armature)
    scene.motif.source, scene.render.fps = "inbetween", 4  # 16 frames on either side are read, and not all
    with h.engine():
        assert "No frames are chosen" in h.refused(bpy.ops.motif.generate)
        scene.use_preview_range, scene.frame_preview_start, scene.frame_preview_end = True, 12, 19
        bpy.ops.motif.generate()
    name = armature.animation_data.action.name
    assert name.startswith("In-between 12-19"), name
    row = armature.motif.takes[0]
    assert (row.first, row.frames) == (1, 40), "the list has the Action's frames"


def test_the_eyedropper_stays_within_the_action():
    armature, scene = h.build("rigify"), bpy.context.scene
    put(armature)
    for frame in (1, 41):  # a marker named End lies after the last frame
        scene.timeline_markers.new("End", frame=frame).select = True
    bpy.ops.motif.use_selection()
    assert (scene.motif.span.first, scene.motif.span.last) == (1, 40)


def test_bad_input_is_told():
    armature = h.build("rigify")
    with h.engine():
        _span(5, 9)
        assert "has no animation to change" in h.refused(bpy.ops.motif.generate)
        put(armature)
        for first, last, parts, pins, sentence in (
            (50, 60, (), "", "lie outside the animation, which has frames 1 to 40"),
            (9, 5, (), "", "are none"),
            (5, 9, (), "noon", "are not frames"),
            (5, 6, (), "5 6", "All poses of the frames 5 to 6 are kept"),
            (1, 4000, (), "", "can be made at once"),
        ):
            _span(first, last, parts, pins)
            before = h.snapshot()
            assert sentence in h.refused(bpy.ops.motif.generate), sentence
            assert h.snapshot() == before
        curve = next(c for c in h.part("animation.actions").curves_of(armature) if "shin.L" in c.data_path)
        _span(5, 9)
        curve.lock = True
        assert "“shin.L” are locked" in h.refused(bpy.ops.motif.generate)
        bpy.context.scene.motif.sound.snap_to = "markers"
        assert "“shin.L” are locked" in h.refused(bpy.ops.motif.snap)
        _span(5, 9, ("head",))
        assert bpy.ops.motif.generate() == {"FINISHED"}
        bpy.ops.motif.take_discard()
        curve.lock = False
        _span(5, 9)
        curve.modifiers.new(type="CYCLES")
        assert "have f-curve modifiers" in h.refused(bpy.ops.motif.generate)
        curve.modifiers.remove(curve.modifiers[0])
        armature.pose.bones["shin.L"].driver_add("rotation_quaternion", 0)
        assert "moved by a driver" in h.refused(bpy.ops.motif.generate)
        bpy.context.scene.motif.source, bpy.context.scene.motif.prompt = "text", "a person walks"
        bpy.ops.motif.generate()
        notes = h.part("animation.actions").read_meta(armature.animation_data.action)["notes"]
        assert notes == ["Drivers move “shin.L”, whatever the keys say: mute them to see the take whole."]


def test_reroll_makes_the_same_span_again():
    armature = h.build("rigify")
    put(armature)
    _span(15, 28, ("left_arm",))
    with h.engine():
        bpy.ops.motif.generate()
        _span(1, 5)
        bpy.ops.motif.take_reroll()
    meta = h.part("animation.actions").read_meta(armature.animation_data.action)
    assert len(armature.motif.takes) == 2 and meta["span"]["first"] == 15 and meta["span"]["parts"] == ["left_arm"]


def test_a_take_that_is_not_kept_is_an_animation_too():
    """A take of words that only shows is what changes, with or without an Action from before; a second try changes
    the same one, and in the NLA lies over it."""
    armature = h.build("rigify")
    settings = bpy.context.scene.motif
    with h.engine():
        for before in (None, bpy.data.actions.new("Own")):
            settings.source, settings.prompt, settings.takes, settings.lock_seed = "text", "a person walks", 1, True
            h.part("animation.actions").assign(armature, before)
            bpy.ops.motif.generate()
            take = armature.animation_data.action
            for first in (5, 12):
                _span(first, first + 8)
                bpy.ops.motif.generate()
                made = armature.animation_data.action
                assert h.part("animation.actions").read_meta(made)["span"]["action"] == take.name
            old, new = _values(take, (2, 11, 21)), _values(made, (2, 11, 21))
            assert all((old[key] == new[key]).all() for key in old)
    armature.motif.keys_into = "nla"
    with h.engine():
        bpy.ops.motif.generate()
    bpy.ops.motif.take_keep()
    assert armature.animation_data.nla_tracks[0].strips[0].action == take


def test_as_an_nla_strip_over_the_original():
    armature = h.build("rigify")
    put(armature)
    before = armature.animation_data.action
    armature.motif.keys_into = "nla"
    _span(15, 28, ("left_arm", "right_leg"), "20")
    with h.engine():
        bpy.ops.motif.generate()
    roles = h.roles_of(armature)
    shown = h.pose_points(armature, roles, range(1, 41))
    bpy.ops.motif.take_keep()
    data = armature.animation_data
    assert data.action is None and data.nla_tracks[0].strips[0].action == before
    strip = data.nla_tracks[1].strips[0]
    assert (strip.frame_start, strip.frame_end) == (15, 28)
    played = h.pose_points(armature, roles, range(1, 41))
    assert max(np.abs(shown[role] - played[role]).max() for role in roles) < 1e-4


def test_command_line():
    """A scene file in, one with a take out; what makes no sense ends with a sentence."""
    with tempfile.TemporaryDirectory() as folder, h.engine():
        armature = h.build("mixamo", "Hero")
        put(armature)
        scene, out = Path(folder) / "scene.blend", Path(folder) / "out.blend"
        bpy.ops.wm.save_as_mainfile(filepath=str(scene))
        words = ["inbetween", "--scene", str(scene), "--armature", "Hero", "--save", str(out)]
        main = h.part("batch").main
        assert main([*words, "--frames", "15-28", "--parts", "upper", "--pins", "20", "--seed", "3"]) == 0
        bpy.ops.wm.open_mainfile(filepath=str(out))
        meta = h.part("animation.actions").read_meta(bpy.data.objects["Hero"].animation_data.action)
        assert meta["span"]["first"] == 15 and meta["span"]["pins"] == [20] and meta["seed"] == 3
        assert set(meta["span"]["parts"]) == set(UPPER)
        assert main([*words, "--frames", "15-28", "--parts", "tail"]) == 1
        assert main([*words, "--frames", "soon"]) == 1


@pytest.mark.slow
def test_two_hundred_masks_on_each_rig():
    """As `measure_masks.py`: 800 masks, no kept frame and no kept key that differs in any bit."""
    from tests.blender.measure_masks import measure

    for row in measure(200, seed=1):
        assert row["masks"] == 200, row
        assert row["differing frames"] == row["differing keys"] == row["unmoved"] == 0, row


def test_pins_that_contradict_each_other():
    """Two neighbouring frames pinned in poses far apart: both are met, and what lies between others goes through."""
    armature = h.build("rigify")
    put(armature)
    for key, curve in _curves(armature.animation_data.action).items():
        if "upper_arm.L" in key[0] and "rotation" in key[0]:
            for point in curve.keyframe_points:
                if point.co.x in (20, 22):
                    point.co.y = (0.0, 1.0)[key[1] == int(point.co.x == 22)]
            curve.update()
    before = armature.animation_data.action
    _span(12, 30, (), "20, 21, 22, 45, 3")
    with h.engine():
        bpy.ops.motif.generate()
    kept = [*range(1, 12), 20, 21, 22, *range(31, 41)]
    old, new = _values(before, kept), _values(armature.animation_data.action, kept)
    assert all((old[key] == new[key]).all() for key in old)
    meta = h.part("animation.actions").read_meta(armature.animation_data.action)
    assert meta["span"]["pins"] == [20, 21, 22]  # those outside the span have nothing to say


def test_an_action_without_keys():
    armature = h.build("rigify")
    h.part("animation.actions").assign(armature, bpy.data.actions.new("Empty"))
    _span(5, 9)
    with h.engine():
        before = h.snapshot()
        assert "no animation" in h.refused(bpy.ops.motif.generate)
        assert h.snapshot() == before


def _linked(folder, kind):
    """An animated rig saved to a file, of which an Action or the armature is linked into a new one."""
    armature = h.build("rigify", "Hero")
    put(armature)
    path = str(Path(folder) / "library.blend")
    data = {armature} if kind == "objects" else {armature.animation_data.action}
    bpy.data.libraries.write(path, data, fake_user=True)
    name = armature.animation_data.action.name
    bpy.ops.wm.read_factory_settings(use_empty=True)
    libraries: Any = bpy.data.libraries
    with libraries.load(path, link=True) as (_, wanted):
        setattr(wanted, kind, ["Hero"] if kind == "objects" else [name])
    return getattr(wanted, kind)[0]


def test_a_linked_action_is_copied_not_changed():
    with tempfile.TemporaryDirectory() as folder:
        action = _linked(folder, "actions")
        armature = h.build("rigify")
        h.part("animation.actions").assign(armature, action)
        was = {key: _bits(curve) for key, curve in _curves(action).items()}
        _span(15, 28)
        with h.engine():
            assert bpy.ops.motif.generate() == {"FINISHED"}
        made = armature.animation_data.action
        assert made.library is None and action.library is not None and armature.motif.before == action
        assert {key: _bits(curve) for key, curve in _curves(action).items()} == was
        kept = [*range(1, 15), *range(29, 41)]
        old, new = _values(action, kept), _values(made, kept)
        assert all((old[key] == new[key]).all() for key in old)
        h.part("animation.actions").assign(armature, action)
        bpy.context.scene.motif.sound.snap_to = "markers"
        assert "is linked from another file" in h.refused(bpy.ops.motif.snap)


def test_a_linked_armature_is_told_and_an_override_works():
    with tempfile.TemporaryDirectory() as folder:
        linked = _linked(folder, "objects")
        bpy.context.scene.collection.objects.link(linked)
        bpy.context.view_layer.objects.active = linked
        _span(15, 28)
        with h.engine():
            before = h.snapshot()
            assert "library override" in h.refused(bpy.ops.motif.generate)
            assert h.snapshot() == before
            own = linked.override_create(remap_local_usages=True)
            bpy.context.view_layer.objects.active = own
            assert bpy.ops.motif.generate() == {"FINISHED"}
        made = own.animation_data.action
        assert made.library is None and h.part("animation.actions").read_meta(made)["span"]["first"] == 15
        name, file = own.name, str(Path(folder) / "shot.blend")
        bpy.ops.wm.save_as_mainfile(filepath=file)
        bpy.ops.wm.open_mainfile(filepath=file)
        row = next(o for o in bpy.data.objects if o.name == name and o.library is None).motif.takes[0]
        assert row.action.library is None and row.seed == "5"
