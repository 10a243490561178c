"""The sidebar draws what fits the armature, the source and the takes, in both editors."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import bpy
import numpy as np

from tests.blender import helpers as h

EDITORS = {"VIEW_3D": "", "DOPESHEET_EDITOR": "_dope"}


class Layout:
    """Records what is drawn, in it and in the layouts made from it: (name of the method, arguments, keywords)."""

    drawn: list[tuple[str, Any, Any]]

    def __init__(self, drawn):
        self.__dict__["drawn"] = drawn

    def __setattr__(self, name, value):
        pass

    def __getattr__(self, name):
        def call(*args, **keywords):
            self.drawn.append((name, args, keywords))
            return Layout(self.drawn)

        return call

    def named(self, method):
        """Names of what `method` drew: properties, operators, or the text of labels."""
        if method == "label":
            return [keywords["text"] for name, _, keywords in self.drawn if name == method]
        return [args[1 if method == "prop" else 0] for name, args, _ in self.drawn if name == method]


def _panels(space):
    """Identifier without the editor's suffix -> panel class, in the order of registration."""
    classes = [c for c in h.part("panels.sidebar").CLASSES if issubclass(c, bpy.types.Panel)]
    return {c.bl_idname.removesuffix(EDITORS[space]): c for c in classes if c.bl_space_type == space}


def _draw(panel):
    """Draw a panel as Blender does; None where its poll refuses."""
    if hasattr(panel, "poll") and not panel.poll(bpy.context):
        return None
    body = type("Drawn", (panel.__mro__[1],), {})()
    body.layout = Layout([])
    body.draw(bpy.context)
    return body.layout


def test_both_editors_have_the_same_panels():
    names = [list(_panels(space)) for space in EDITORS]
    assert (
        names[0]
        == names[1]
        == [
            f"MOTIF_PT_{n}"
            for n in (
                "main",
                "path",
                "advanced",
                "takes",
                "blend",
                "check",
                "clean",
                "beats",
                "keys",
                "bones",
                "lessons",
            )
        ]  # fmt: skip
    )
    for space in EDITORS:
        for panel in _panels(space).values():
            parent = getattr(panel, "bl_parent_id", "")
            assert not parent or parent in {c.bl_idname for c in _panels(space).values()}


def test_without_an_armature_there_is_nothing_to_choose():
    drawn = {name: _draw(panel) for name, panel in _panels("VIEW_3D").items()}
    assert [name for name, layout in drawn.items() if layout is None] == [
        "MOTIF_PT_takes", "MOTIF_PT_blend", "MOTIF_PT_check", "MOTIF_PT_clean", "MOTIF_PT_keys", "MOTIF_PT_bones",
    ]  # fmt: skip
    assert "Select an armature" in drawn["MOTIF_PT_main"].named("label")


def test_each_source_draws_its_own_settings():
    h.build("mixamo")
    settings = bpy.context.scene.motif
    shows = {"text": "prompt", "audio": "energy", "inbetween": "pins", "pose": "place", "motion": "kind"}
    for source, shown in shows.items():
        settings.source = source
        layout = _draw(_panels("VIEW_3D")["MOTIF_PT_main"])
        button = "motif.apply_motion" if source == "motion" else "motif.generate"
        assert shown in layout.named("prop") and button in layout.named("operator"), source


def test_a_prompt_that_can_be_taken_apart_shows_its_steps():
    h.build("mixamo")
    settings, panel = bpy.context.scene.motif, _panels("VIEW_3D")["MOTIF_PT_main"]
    settings.source, settings.prompt = "text", "walks forward waving with the right hand, then sits down"
    layout = _draw(panel)
    assert "take_apart" in layout.named("prop")
    said = " ".join(layout.named("label"))
    assert "1 walks forward +waves, right hand" in said and "2 sits down (2.4 s)" in said
    settings.automatic, settings.frames = False, round(6.4 * bpy.context.scene.render.fps)
    assert "(4.0 s)" in " ".join(_draw(panel).named("label"))  # what the walk gets of the length
    settings.take_apart = False
    layout = _draw(panel)
    assert "take_apart" in layout.named("prop") and "sits down" not in " ".join(layout.named("label"))
    settings.prompt = "a person walks forward"
    assert "take_apart" not in _draw(panel).named("prop")
    row, settings.take_apart = settings.prompts.add(), True
    row.text, row.first, row.last = "waits, then jumps", 1, round(5 * bpy.context.scene.render.fps)
    assert "1 waits (3.5 s)  2 jumps (1.5 s)" in _draw(panel).named("label")


def test_a_prompt_that_is_not_understood_is_told_so():
    h.build("mixamo")
    settings, panel = bpy.context.scene.motif, _panels("VIEW_3D")["MOTIF_PT_main"]
    settings.source = "text"
    for prompt, told in (("over the hills and far away", True), ("walks over the hills", False), ("", False)):
        settings.prompt = prompt
        assert ("Not understood" in " ".join(_draw(panel).named("label"))) == told, prompt


def test_the_take_list_and_its_buttons():
    armature = h.build("mixamo")
    panels, takes = _panels("VIEW_3D"), armature.motif.takes
    assert "No takes yet" in _draw(panels["MOTIF_PT_takes"]).named("label")
    assert _draw(panels["MOTIF_PT_blend"]) is None
    for quality in (0.4, 0.6, 0.8):
        take = takes.add()
        take.action, take.seed, take.frames, take.quality = bpy.data.actions.new("walk"), "7", 60, quality
    takes.add()
    operators = _draw(panels["MOTIF_PT_takes"]).named("operator")
    words = ("play", "keep", "reroll", "discard", "compare", "fit_range", "ghosts")
    assert operators == [f"motif.take_{word}" for word in words]
    assert "motif.take_blend" in _draw(panels["MOTIF_PT_blend"]).named("operator")
    rows = h.part("panels.takes").MOTIF_UL_takes
    marks = []
    for number, take in enumerate(takes):
        row = Layout([])
        rows.draw_item(None, bpy.context, row, armature.motif, take, 0, armature.motif, "chosen", number)
        marks.append(row.drawn[-1][2]["icon"])
        if take.action:
            assert row.named("label") == [f"{number + 1}  walk", "60", ""]
    assert marks == ["KEYTYPE_EXTREME_VEC", "KEYTYPE_BREAKDOWN_VEC", "KEYTYPE_JITTER_VEC", "ERROR"]


def test_a_strip_shows_what_the_take_does():
    """Figures with one arm up have colour above the head where that arm is, and icons come from memory alone."""
    strip, strips = h.part("drawing.strip"), h.part("panels.strips")
    motion, quat = h.part("retarget.motion"), h.part("retarget.quat")
    skeleton = motion.canonical_skeleton()
    rot = np.tile(quat.IDENTITY, (30, 22, 1))
    rot[20:, motion.ROLE_INDEX["left_shoulder"]] = quat.from_axis_angle(np.array([0.0, 0.0, 1.0]), np.array(1.5))
    root = np.tile([[3.0, 0.95, -2.0]], (30, 1))
    text = strip.figures(motion.Motion(skeleton, 30.0, root.astype(np.float32), rot.astype(np.float32)))
    poses = strip.read(text)
    assert poses.shape == (5, 22, 2) and strip.read("") is None and strip.read("[1]") is None
    hand, head = motion.ROLE_INDEX["left_wrist"], motion.ROLE_INDEX["head"]
    assert poses[0, hand, 1] < poses[0, head, 1] < poses[-1, hand, 1] < 1
    first, last = (strips.picture(pose)[..., 3] for pose in (poses[0], poses[-1]))
    top = round(poses[0, head, 1] * 58) + 11
    assert first[top:].sum() == 0 < last[top:].sum() and 0 < first.mean() < 0.5
    assert strips.icons("") == ()


def test_takes_know_their_own_frames_and_the_range_follows():
    armature, scene = h.build("mixamo"), bpy.context.scene
    scene.motif.prompt, scene.motif.takes, scene.motif.start, scene.motif.automatic = "a person waves", 2, -5, False
    scene.motif.frames, scene.motif.lock_seed = 24, True
    with h.engine():
        bpy.ops.motif.generate()
    store = armature.motif
    assert [(row.first, row.frames) for row in store.takes] == [(-5, 24)] * 2 and store.takes[0].figures
    assert not scene.use_preview_range
    scene.motif.follow = True
    store.chosen = 1
    assert (scene.use_preview_range, scene.frame_preview_start, scene.frame_preview_end) == (True, -5, 18)
    assert bpy.ops.motif.take_fit_range() == {"FINISHED"}
    assert (scene.frame_start, scene.frame_end) == (0, 18)


def test_a_message_goes_with_what_it_speaks_of():
    session, settings = h.part("session.session"), bpy.context.scene.motif
    h.build("mixamo", "Other")
    armature = h.build("mixamo", "Hero")
    session.notify("The prompt is empty", "ERROR")
    assert session.notice().text == "The prompt is empty"
    settings.prompt = "a person waves"
    assert session.notice() is None
    session.notify("2 takes in 3.0 s")
    settings.prompt = "a person walks"
    assert session.notice() is not None
    bpy.context.view_layer.objects.active = bpy.data.objects["Other"]
    assert session.notice() is None
    bpy.context.view_layer.objects.active = armature
    armature.motif.takes.add()
    assert session.notice() is None


def test_wide_letters_are_counted_as_two():
    wrapped = h.part("i18n.wrapping").wrapped
    for text in (
        "프롬프트가 비어 있습니다. 캐릭터가 무엇을 하는지 쓰세요",
        "プロンプトが空です。キャラクターの動きを書いてください。",
    ):
        lines = wrapped(text, 20)
        assert len(lines) > 2 and "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(sum(1 + (letter > "\u1100") for letter in line) <= 21 for line in lines), lines
    assert wrapped("one two three", 7) == ("one two", "three")


def test_ghosts_are_where_the_bones_are():
    armature, settings = h.build("mixamo", unit=0.01, y_up=True), bpy.context.scene.motif
    h.place(armature, (1, 2, 0), (90, 0, 40), 0.01)
    settings.prompt, settings.takes, settings.automatic, settings.frames = "walks", 1, False, 24
    with h.engine():
        bpy.ops.motif.generate()
    ghosts = h.part("drawing.ghosts")
    figures, left, right = (points for points, _ in ghosts.lines_of(armature, armature.animation_data.action))
    assert len(figures) == 12 * 21 * 2 and len(left) == len(right) == 23 * 2 * 2
    bones = h.roles_of(armature)
    seen = h.pose_points(armature, {role: bones[role] for role in ("left_wrist", "right_ankle")}, range(1, 25))
    for path, role in ((left, "left_wrist"), (right, "right_ankle")):
        away = np.linalg.norm(path[None] - seen[role][:, None], axis=-1).min(axis=1)
        assert away.max() < 1e-4, (role, away.max())
    assert not ghosts.on()


def test_where_there_is_little_height_the_button_comes_first(monkeypatch):
    """In a Dope Sheet and at twice the scale Generate would lie below the edge."""
    h.build("mixamo")
    main, widgets = h.part("panels.main"), h.part("panels.widgets")

    def low_at(height: int, scale: float) -> bool:
        system = SimpleNamespace(ui_scale=scale)
        region = SimpleNamespace(height=height)
        return widgets.is_low(SimpleNamespace(region=region, preferences=SimpleNamespace(system=system)))

    assert low_at(240, 1.0) and low_at(650, 2.0) and not low_at(650, 1.0)

    def place(drawn: Layout) -> tuple[int, int]:
        names = [(args or ("",))[-1] if kind == "prop" else (args or ("",))[0] for kind, args, _ in drawn.drawn]
        return names.index("motif.generate"), names.index("seed")

    panel = _panels("VIEW_3D")["MOTIF_PT_main"]
    button, seed = place(_draw(panel))
    assert button > seed
    monkeypatch.setattr(main, "is_low", lambda _context: True)
    button, seed = place(_draw(panel))
    assert button < seed
