"""Takes along curves and objects of the scene, and joints at objects: on the evaluated bones of the rig."""

from __future__ import annotations

from itertools import pairwise

import bpy
import numpy as np
import pytest
from mathutils import Vector

from tests.blender import helpers as h


def curve(kind: str = "POLY", cyclic: bool = False, name: str = "Way"):
    """A curve with two corners, 5 m long (closed: more), turned, moved and scaled as objects are."""
    data = bpy.data.curves.new(name, "CURVE")
    data.dimensions = "3D"
    spline = data.splines.new(kind)
    points = [(0, 0, 0), (2, 0, 0), (2, 2, 0), (3, 2, 0)]
    if kind == "BEZIER":
        spline.bezier_points.add(len(points) - 1)
        for point, place in zip(spline.bezier_points, points):
            point.co = point.handle_left = point.handle_right = place
    else:
        spline.points.add(len(points) - 1)
        for point, place in zip(spline.points, points):
            point.co = (*place, 1)
    if kind == "NURBS":
        spline.use_endpoint_u = True
    spline.use_cyclic_u = cyclic
    obj = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(obj)
    obj.location, obj.rotation_euler, obj.scale = (1, -2, 0.5), (0, 0, 0.7), (1.5, 1.5, 1.5)
    data.bevel_depth = 0.1  # thick, as an artist may want to see it
    bpy.context.view_layer.update()
    return obj


def empty(name: str, place, later=None):
    """An empty, which moves to `later` from frame 20 to 40."""
    obj = bpy.data.objects.new(name, None)
    bpy.context.scene.collection.objects.link(obj)
    obj.location = place
    if later is not None:
        obj.keyframe_insert("location", frame=20)
        obj.location = later
        obj.keyframe_insert("location", frame=40)
    bpy.context.view_layer.update()
    return obj


def turned_empty(name: str, place, degrees):
    """An empty that turns from frame 20 to 40."""
    obj = empty(name, place)
    obj.rotation_euler = np.radians(degrees)
    obj.keyframe_insert("rotation_euler", frame=20)
    obj.rotation_euler = np.radians(np.add(degrees, (0, 20, 30)))
    obj.keyframe_insert("rotation_euler", frame=40)
    return obj


def generated(
    hero, *, path=None, face="along", reach=(), frames=60, text="a person walks", command="generate", spans=()
):
    """Generate or in-between as the command line does; returns the report."""
    import contextlib
    import io
    import json
    import tempfile

    said = io.StringIO()
    words = [command, "--armature", hero.name, "--json", "--face", face]
    words += [word for span in spans for word in ("--span", *span)] or ["--text", text, "--frames", str(frames)]
    words += [f"--path={path}"] if path else []
    words += [f"--reach={one}" for one in reach]
    err = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(err), tempfile.TemporaryDirectory() as folder:
        status = h.part("batch").main([*words, f"--out={folder}/out.blend"])
    assert status == 0, err.getvalue()
    return json.loads(said.getvalue().strip().splitlines()[-1])


@pytest.mark.parametrize("kind", ["POLY", "BEZIER", "NURBS"])
def test_a_curve_is_read_in_the_world_whatever_its_kind(kind):
    obj = curve(kind)
    points, closed = h.part("sources.path").curve_points(obj)
    ends = [np.array(obj.matrix_world @ Vector(p)) for p in ((0, 0, 0), (3, 2, 0))]
    assert np.allclose(points[[0, -1]], ends, atol=1e-3) and not closed
    assert len(bpy.data.meshes) == 0 and len(bpy.data.curves) == 1


@pytest.mark.parametrize(("family", "size", "unit"), [("mixamo", 1.3, 0.01), ("rigify", 0.8, 1.0)])
def test_hips_of_any_size_go_along_the_curve_where_it_lies(family, size, unit):
    obj = curve()
    with h.engine():
        hero = h.build(family, "Hero", size=size, unit=unit)
        h.place(hero, (-1, 2, 0), (0, 0, 40), unit)
        generated(hero, path="Way")
        hips = h.pose_points(hero, {"pelvis": h.roles_of(hero)["pelvis"]}, range(1, 61))["pelvis"]
    line, _ = h.part("sources.path").curve_points(obj)
    fine = np.concatenate([np.linspace(a, b, 60) for a, b in pairwise(line)])
    apart = np.linalg.norm(hips[:, None, :2] - fine[None, :, :2], axis=-1).min(axis=1)
    assert apart.max() < 0.04
    assert np.linalg.norm(hips[0, :2] - line[0, :2]) < 0.04 and np.linalg.norm(hips[-1, :2] - line[-1, :2]) < 0.04


@pytest.mark.parametrize(("family", "size", "unit"), [("mixamo", 1.3, 0.01), ("rigify", 0.8, 1.0)])
def test_who_waits_on_the_way_stands_on_the_same_feet_and_goes_on_from_there(family, size, unit):
    obj = curve()
    with h.engine():
        hero = h.build(family, "Hero", size=size, unit=unit)
        h.place(hero, (-1, 2, 0), (0, 0, 40), unit)
        generated(hero, path="Way", spans=[("1-40", "walks"), ("41-80", "waits"), ("81-120", "walks on")])
        roles = h.roles_of(hero)
        bones = {role: roles[role] for role in ("pelvis", "left_ankle", "right_ankle")}
        points = h.pose_points(hero, bones, range(1, 121))
    line, _ = h.part("sources.path").curve_points(obj)
    length = np.linalg.norm(np.diff(line, axis=0), axis=1)
    middle = np.array([np.interp(length.sum() / 2, [0, *np.cumsum(length)], line[:, i]) for i in (0, 1)])
    stays = slice(44, 77)
    assert np.linalg.norm(points["pelvis"][stays, :2] - middle, axis=1).max() < 0.08
    assert max(np.ptp(points[role][stays], axis=0).max() for role in bones) < 0.01
    assert np.linalg.norm(points["pelvis"][-1, :2] - line[-1, :2]) < 0.04


@pytest.mark.parametrize("family", ["mixamo", "rigify"])
def test_a_hand_is_at_its_object_on_the_evaluated_bone_also_where_that_moves(family):
    with h.engine():
        hero = h.build(family, "Hero", size=0.85)
        h.place(hero, (1, 0.5, 0), (0, 0, 120))
        # Before the character, whose front is -Y of its own: turned by 120 degrees.
        ahead = np.array(h.rotation_z(120)) @ [0, -1, 0]
        at = np.array([1, 0.5, 0]) + 0.6 * ahead + [0, 0, 0.9]
        cup = empty("Cup", at, at + np.array([0, 0, 0.2]))
        report = generated(hero, reach=["right_hand@25-35=Cup", "look@50=Cup"], text="stands")
        bone = h.roles_of(hero)["right_wrist"]
        wrist = h.pose_points(hero, {"wrist": bone}, range(25, 36))["wrist"]
        places = []
        for frame in range(25, 36):
            bpy.context.scene.frame_set(frame)
            places.append(tuple(cup.matrix_world.translation))
    assert np.linalg.norm(wrist - places, axis=1).max() < 0.01
    assert not [note for note in report["notes"] if "out of reach" in note]


def axes_apart(hero, bone: str, obj, frames) -> float:
    """Degrees at most between a bone's evaluated axes and an object's."""
    worst = 0.0
    for frame in frames:
        bpy.context.scene.frame_set(frame)
        seen = hero.evaluated_get(bpy.context.evaluated_depsgraph_get())
        axes = (seen.matrix_world @ seen.pose.bones[bone].matrix).to_quaternion()
        worst = max(worst, np.degrees(axes.rotation_difference(obj.matrix_world.to_quaternion()).angle))
    return min(worst, 360 - worst)


@pytest.mark.parametrize("family", ["mixamo", "rigify"])
def test_a_bone_takes_the_axes_of_an_object_that_turns(family):
    with h.engine():
        hero = h.build(family, "Hero", size=1.2)
        h.place(hero, (1, 0.5, 0), (0, 0, 120))
        ahead = np.array(h.rotation_z(120)) @ [0, -1, 0]
        cup = turned_empty("Cup, turned", np.array([1, 0.5, 0]) + 0.6 * ahead + [0, 0, 1.3], (40, -30, 100))
        generated(hero, reach=["right_hand@25-35=Cup, turned,turned"], text="stands")
        bone = h.roles_of(hero)["right_wrist"]
        assert axes_apart(hero, bone, cup, range(25, 36)) < 1
        paths = h.part("sources.path")
        assert "isn't turned otherwise" in h.raised(
            h.part("rig.binding").RigError, paths.asked_of, ["look@3=Cup, turned,turned"]
        )


@pytest.mark.parametrize(("family", "size", "unit"), [("mixamo", 1.3, 0.01), ("rigify", 0.8, 1.0)])
def test_an_in_between_goes_along_a_curve_to_a_target_and_the_rest_stays(family, size, unit):
    with h.engine():
        hero = h.build(family, "Hero", size=size, unit=unit)
        h.place(hero, (-1, 2, 0), (0, 0, 40), unit)
        generated(hero, frames=90)
        roles = h.roles_of(hero)
        bones = {"pelvis": roles["pelvis"], "wrist": roles["left_wrist"]}
        before = h.pose_points(hero, bones, range(1, 91))
        a, b = before["pelvis"][30], before["pelvis"][60]
        side = np.array([b[1] - a[1], a[0] - b[0], 0]) * 0.5
        way = bpy.data.curves.new("Bend", "CURVE")
        way.dimensions = "3D"
        spline = way.splines.new("POLY")
        points = np.array([a, (a + b) / 2 + side, b]) * (1, 1, 0)
        spline.points.add(2)
        for point, place in zip(spline.points, points):
            point.co = (*place, 1)
        bpy.context.scene.collection.objects.link(bpy.data.objects.new("Bend", way))
        cup = empty("Cup", points[1] + [0, 0, before["wrist"][45][2]])
        generated(hero, command="inbetween", frames="31-61", path="Bend", reach=["left_hand@44-46=Cup"])
        after = h.pose_points(hero, bones, range(1, 91))
        placement, request = h.part("takes.reroll").reroll(hero, bpy.context.scene, hero.animation_data.action, (3,))
    kept = [*range(30), *range(61, 90)]
    assert np.abs(after["pelvis"][kept] - before["pelvis"][kept]).max() < 1e-4
    fine = np.concatenate([np.linspace(p, q, 60) for p, q in pairwise(points)])
    apart = np.linalg.norm(after["pelvis"][31:60, None, :2] - fine[None, :, :2], axis=-1).min(axis=1)
    assert apart.max() < 0.35 * size and apart.mean() < 0.12 * size  # the reach moves the hips
    assert np.linalg.norm(after["wrist"][43:46] - np.array(cup.location), axis=1).max() < 0.01
    assert request.path is not None and placement.targets[0].name == "Cup"


def test_what_an_in_between_cannot_do_is_told():
    hero, scene = h.build("rigify", "Hero"), bpy.context.scene
    with h.engine():
        generated(hero, frames=60)
    obj, cup = curve(), empty("Cup", (1, -1, 1))
    bpy.context.view_layer.objects.active = hero
    s, rig_error = scene.motif, h.part("rig.binding").RigError
    s.source, s.prompt, s.span.first, s.span.last = "inbetween", "", 20, 40
    from_panel = h.part("takes.settings").from_panel
    s.way.curve = obj
    assert from_panel(hero, scene)[1].path is not None
    scene.frame_set(50)
    cup.select_set(True)
    bpy.ops.motif.target_add()
    assert "outside the frames that are made anew, 20 to 40" in h.raised(rig_error, from_panel, hero, scene)
    s.way.targets[0].first = s.way.targets[0].last = 30
    placement, _ = from_panel(hero, scene)
    assert placement.targets[0].label(placement.span.start) == "right_hand@30"
    s.span.pins = "30"
    assert "without the pins" in h.raised(rig_error, from_panel, hero, scene)
    for point in obj.data.splines[0].points:
        point.co = (0.05 * point.co[0], 0, 0, 1)
    too_short = h.part("engine.protocol.errors").EngineError
    s.span.pins = ""
    assert "shorter than a step" in h.raised(too_short, from_panel, hero, scene)
    asked_of = h.part("sources.path").asked_of
    assert "no joint that can reach" in h.raised(too_short, asked_of, ["tail@30=Cup"])
    assert "ends before it begins" in h.raised(rig_error, asked_of, ["head@30-20=Cup"])


def test_a_manifest_s_row_has_path_and_targets_of_an_in_between():
    rows, manifest = h.part("cli.manifest"), h.part("engine.batch.manifest")
    row = manifest.Row(1, "inbetween", {"scene": "a.blend", "frames": "5-9", "path": "Way", "face": "start",
                                        "reach": ["head@7=Cup,turned"]}, None, "")  # fmt: skip
    assert rows.words(row)[1:] == ["--frames=5-9", "--path=Way", "--face=start", "--reach=head@7=Cup,turned"]
    assert {"path", "face", "reach"} <= set(h.part("engine.protocol.options").ROW_OPTIONS["inbetween", True])


def test_what_is_out_of_reach_is_told_and_kept_for_the_next_take():
    with h.engine():
        hero = h.build("mixamo", "Hero")
        empty("Moon", (0, 0, 9))
        report = generated(hero, reach=["left_hand@30=Moon"])
        assert any("left_hand@30 is out of reach by" in note for note in report["notes"])
        action = bpy.data.actions[report["takes"][0]["action"]]
        placement, _ = h.part("takes.reroll").reroll(hero, bpy.context.scene, action, (5,))
    assert placement.targets[0].name == "Moon" and placement.targets[0].first == 29


def test_objects_one_after_another_with_frames():
    for name, place in (("A", (0, 0, 0)), ("B", (0, -2, 0)), ("C", (2, -2, 0))):
        empty(name, place)
    hero = h.build("rigify", "Hero")
    binding = h.part("rig.binding").read_rig(hero)
    paths = h.part("sources.path")
    path = paths.path_of(paths.way_of("A, B@30,C@60", "C"), binding, 1)
    assert path.frames == (None, 29, 59) and not path.closed
    assert np.allclose(path.face, path.points[-1])
    said = h.raised(h.part("rig.binding").RigError, paths.path_of, paths.way_of("A,B@0", "along"), binding, 1)
    assert "before the take's first frame" in said


def test_what_is_no_path_and_no_target_is_told():
    hero, rig_error = h.build("rigify", "Hero"), h.part("rig.binding").RigError
    binding, paths = h.part("rig.binding").read_rig(hero), h.part("sources.path")
    assert "no curve" in h.raised(rig_error, paths.path_of, paths.way_of("Hero", "along"), binding, 1)
    assert "no object “Nothing”" in h.raised(rig_error, paths.path_of, paths.way_of("Nothing", "along"), binding, 1)
    obj = curve()
    obj.data.splines.new("POLY")
    assert "2 splines" in h.raised(rig_error, paths.path_of, paths.way_of("Way", "along"), binding, 1)
    scene = bpy.context.scene
    assert "no object “Cup”" in h.raised(rig_error, paths.targets_of, paths.asked_of(["head@9=Cup"]), scene, 1)
    assert "before the take's first" in h.raised(rig_error, paths.targets_of, paths.asked_of(["head@0=Way"]), scene, 1)


def test_the_panel_s_path_and_targets_become_the_request():
    hero, scene = h.build("rigify", "Hero"), bpy.context.scene
    obj, cup = curve(), empty("Cup", (1, -1, 1))
    bpy.context.view_layer.objects.active = hero
    settings = scene.motif
    settings.source, settings.prompt, settings.automatic, settings.frames = "text", "", False, 90
    settings.way.curve, settings.way.face = obj, "object"
    from_panel, rig_error = h.part("takes.settings").from_panel, h.part("rig.binding").RigError
    assert "none is chosen" in h.raised(rig_error, from_panel, hero, scene)
    settings.way.towards = cup
    scene.frame_set(40)
    cup.select_set(True)
    assert bpy.ops.motif.target_add() == {"FINISHED"}
    target = settings.way.targets[0]
    assert (target.object, target.first, target.last) == (cup, 40, 40)
    placement, request = from_panel(hero, scene)
    assert len(request.path.points) == 4 and request.prompts[0].text == "a person moves along"
    assert placement.targets[0].name == "Cup" and placement.targets[0].first == 40 - placement.start
    length = h.part("sources.path").curve_length(obj, scene)
    assert length == pytest.approx(7.5, rel=0.02)
    target.object = None
    assert "has no object" in h.raised(rig_error, from_panel, hero, scene)
    assert bpy.ops.motif.target_remove() == {"FINISHED"} and not settings.way.targets


def test_a_path_is_drawn_from_where_the_character_is():
    hero = h.build("rigify", "Hero")
    h.place(hero, (2, 1, 0))
    bpy.context.view_layer.objects.active = hero
    assert bpy.ops.motif.path_draw() == {"FINISHED"}
    made = bpy.context.scene.motif.way.curve
    assert tuple(made.location) == (2, 1, 0) and bpy.context.mode == "EDIT_CURVE"
    bpy.ops.object.mode_set(mode="OBJECT")


def test_what_is_chosen_is_drawn_and_else_nothing():
    scene, ways = bpy.context.scene, h.part("drawing.ways")
    settings = scene.motif
    obj, cup = curve(), empty("Cup", (1, -1, 1))
    settings.source = "text"
    assert ways.lines_of(scene) == ()
    settings.way.curve = obj
    (path, _), (arrows, _) = ways.lines_of(scene)
    line, _ = h.part("sources.path").curve_points(obj)
    assert np.allclose(path[[0, -1]], line[[0, -1]], atol=1e-4) and len(arrows)
    obj.location.x += 2
    bpy.context.view_layer.update()
    assert np.allclose(ways.lines_of(scene)[0][0][0], line[0] + [2, 0, 0], atol=1e-4)
    cup.select_set(True)
    bpy.ops.motif.target_add()
    assert np.allclose(ways.lines_of(scene)[2][0].mean(axis=0), cup.location, atol=1e-5)
    settings.source = "audio"
    assert ways.lines_of(scene) == ()
