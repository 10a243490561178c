"""The first minute: a mannequin and prompts where there is nothing, and F1 to pages that are there."""

from __future__ import annotations

import bpy
import numpy as np

from tests.blender import helpers as h
from tests.blender.panels.test_sidebar import _draw, _panels


def test_examples_are_offered_where_no_armature_is_and_give_all_that_a_take_needs():
    main = _panels("VIEW_3D")["MOTIF_PT_main"]
    settings = bpy.context.scene.motif
    settings.prompt = ""
    assert "motif.examples" in _draw(main).named("operator")
    assert bpy.ops.motif.examples() == {"FINISHED"}
    assert settings.prompt and settings.source == "text"
    drawn = _draw(main).named("operator")
    assert "motif.examples" not in drawn and "motif.generate" in drawn
    armature = bpy.context.object
    known = h.part("rig.active").summary(armature)
    assert known.found == 22 and not known.problem, known
    with h.engine():
        assert bpy.ops.motif.generate() == {"FINISHED"}
    assert len(armature.motif.takes) == settings.takes


def test_the_mannequins_body_moves_with_its_bones():
    bpy.ops.motif.examples()
    armature = bpy.context.object
    assert armature.select_get() and armature.mode == "OBJECT", "a key that frames what is selected shows it"
    (body,) = armature.children

    def hand() -> np.ndarray:
        group = body.vertex_groups["hand.L"].index
        mesh = body.evaluated_get(bpy.context.evaluated_depsgraph_get()).data
        return np.array([v.co for v in mesh.vertices if any(g.group == group for g in v.groups)])

    before, count = hand(), len(body.data.polygons)
    assert count < 5000 and all(v.groups for v in body.data.vertices)
    armature.pose.bones["forearm.L"].rotation_mode = "XYZ"
    armature.pose.bones["forearm.L"].rotation_euler = (1.2, 0, 0)
    bpy.context.view_layer.update()
    assert np.linalg.norm(hand() - before, axis=1).min() > 0.1
    assert abs(min(v.co.z for v in body.data.vertices)) < 0.03, "it stands on the floor"


def test_an_empty_prompt_shows_prompts_to_begin_with():
    h.build("mixamo")
    settings, main = bpy.context.scene.motif, _panels("VIEW_3D")["MOTIF_PT_main"]
    settings.source, settings.prompt = "text", ""
    assert _draw(main).named("operator").count("motif.example_prompt") == 3
    bpy.ops.motif.example_prompt(text="a person sits down, then stands up")
    assert settings.prompt == "a person sits down, then stands up"
    assert "motif.example_prompt" not in _draw(main).named("operator")


def test_every_page_that_f1_opens_is_there():
    pages = h.part("help_pages")
    where, found = pages.pages()
    assert where.startswith("file://")
    for pattern, page in found:
        assert (h.ROOT / "docs" / "manual" / page).is_file(), page
        assert pattern.startswith(("bpy.ops.motif.", "bpy.types.motif"))
    names = [name for name in dir(bpy.ops.motif) if not name.startswith("_")]
    assert names and all(_page(found, f"bpy.ops.motif.{name}") for name in names)
    assert _page(found, "bpy.ops.motif.learn_pause") == "my-motion.md"
    assert _page(found, "bpy.types.MotifSpan.pins") == "inbetween.md"


def _page(found, where: str) -> str:
    """The first page whose pattern fits, as Blender looks it up: in small letters."""
    from fnmatch import fnmatchcase

    return next((page for pattern, page in found if fnmatchcase(where.lower(), pattern)), "")


def test_progress_is_told_in_words():
    words = h.part("panels.generate").in_words
    assert [words(said) for said in ("", "Step 3 of 20", "Cleaning up", "Keys", "Loading the model")] == [
        "Starting", "Thinking", "Feet", "Keys", "Loading the model",
    ]  # fmt: skip


def test_first_take_is_a_mannequin_and_takes_in_one_press():
    main = _panels("VIEW_3D")["MOTIF_PT_main"]
    bpy.context.scene.motif.prompt = ""
    assert "motif.first_take" in _draw(main).named("operator")
    with h.engine():
        assert bpy.ops.motif.first_take() == {"FINISHED"}
    assert len(bpy.context.object.motif.takes) == bpy.context.scene.motif.takes
    assert "motif.first_take" not in _draw(main).named("operator")


def test_the_mannequin_stands_beside_what_is_there():
    """A new file's cube is where it would stand."""
    bpy.ops.mesh.primitive_cube_add(size=2, location=(0, 0, 0))
    cube = bpy.context.object
    bpy.ops.mesh.primitive_plane_add(size=40)  # a floor is no thing in the way
    bpy.ops.motif.examples()
    place = bpy.context.object.location
    assert abs(place.x) > 1.5 and abs(place.x) < 4 and place.y == 0, tuple(place)
    bpy.data.objects.remove(cube)
    bpy.ops.motif.examples()
    assert bpy.context.object.location.length < 0.01


def test_what_waits_for_the_installation_is_done_once():
    session, done = h.part("session.session"), []
    session.once_installed(lambda: done.append(1))
    with h.engine():
        session._State.python = session.find_python()
        session._install_changed()
        session._install_changed()
    assert done == [1]
