"""An armature that can't be keyed where it is gives a sentence that says what to do."""

from __future__ import annotations

from typing import Any

import bpy
import pytest

from tests.blender import helpers as h


def parts() -> tuple[Any, Any, Any]:
    return h.part("rig.importing"), h.part("rig.scenes"), h.part("rig.binding").RigError


def instanced(library: bool, folder: Any) -> None:
    """A scene with an Empty that instances a collection with an armature, of this file or linked."""
    armature = h.build(name="Hero")
    collection = bpy.data.collections.new("CHAR")
    bpy.context.scene.collection.objects.unlink(armature)
    collection.objects.link(armature)
    if library:
        path = str(folder / "char.blend")
        bpy.data.libraries.write(path, {collection}, fake_user=True)
        bpy.data.objects.remove(armature)
        bpy.data.collections.remove(collection)
        with bpy.data.libraries.load(path, link=True) as (_, here):  # type: ignore[reportGeneralTypeIssues]
            here.collections = ["CHAR"]
        collection = here.collections[0]
    instance = bpy.data.objects.new("Stand-in", None)
    instance.instance_type, instance.instance_collection = "COLLECTION", collection
    bpy.context.scene.collection.objects.link(instance)
    bpy.context.view_layer.objects.active = instance


@pytest.mark.parametrize("name", [None, "Hero"])
@pytest.mark.parametrize("library", [True, False])
def test_an_instanced_armature(library, name, tmp_path):
    importing, _, _ = parts()
    instanced(library, tmp_path)
    said = h.raised(importing.FileError, importing.pick_armature, name)
    assert "“Hero”" in said and "“Stand-in”" in said
    assert ("Library Override" in said and "char.blend" in said) == library
    assert ("Make Instances Real" in said) != library
    assert h.part("rig.active").problem(bpy.context) == said


def test_an_armature_of_another_scene():
    importing, _, _ = parts()
    armature = h.build(name="Hero")
    bpy.context.scene.collection.objects.unlink(armature)
    bpy.data.scenes.new("Set").collection.objects.link(armature)
    said = h.raised(importing.FileError, importing.pick_armature, None)
    assert "“Hero”" in said and "“Set”" in said


def test_no_armature_at_all():
    importing, _, _ = parts()
    assert "no armature in this scene" in h.raised(importing.FileError, importing.pick_armature, None)


def test_edit_mode_is_left_also_by_another_object_of_the_same_bones():
    importing, _, _ = parts()
    armature = h.build(name="Hero")
    twin = bpy.data.objects.new("Twin", armature.data)
    bpy.context.scene.collection.objects.link(twin)
    bpy.context.view_layer.objects.active = twin
    bpy.ops.object.mode_set(mode="EDIT")
    assert "Edit Mode" in h.part("rig.active").problem(bpy.context)
    assert importing.pick_armature("Hero") == armature
    assert not armature.data.is_editmode and bpy.context.view_layer.objects.active == twin


def test_stretched_time_is_refused():
    _, scenes, error = parts()
    scene, armature = bpy.context.scene, h.build()
    check = h.part("takes.target").check_writable
    check(armature, scene)
    scene.render.frame_map_new = 200
    assert "Time Stretching" in h.raised(error, check, armature, scene)
    scene.render.frame_map_old = 200  # 200 frames as 200
    scenes.check_time(scene)
