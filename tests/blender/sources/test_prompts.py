"""Prompts along the timeline in the panel, from markers and on the command line; one prompt's frames made again."""

from __future__ import annotations

import tempfile
from pathlib import Path

import bpy
import numpy as np

from tests.blender import helpers as h

WALK, SIT, WAVE = "a person walks", "a person sits down", "someone waves"


def _ask(*lines, **settings):
    s = bpy.context.scene.motif
    s.lock_seed, s.seed, s.takes, s.source = True, 4, 1, "text"
    for name, value in settings.items():
        setattr(s, name, value)
    h.part("sources.prompts").put(s, [h.part("sources.prompts").Line(*line) for line in lines])
    return s


def _lines():
    return [(row.text, row.first, row.last) for row in bpy.context.scene.motif.prompts]


def _meta(armature):
    return h.part("animation.actions").read_meta(armature.animation_data.action)


def _values(action, frames):
    curves = h.part("animation.actions").action_curves(action)
    return {(c.data_path, c.array_index): np.array([c.evaluate(f) for f in frames]) for c in curves}


def test_a_list_becomes_one_take():
    """Prompts reach the engine in frames from the take's first, wherever the list begins, and in order of time."""
    armature = h.build("rigify")
    _ask((SIT, 61, 110), (WALK, 1, 60), (WAVE, 121, 160))
    with h.engine():
        bpy.ops.motif.generate()
        action = armature.animation_data.action
        assert h.part("animation.actions").frame_range(action) == (1, 160) and action.name.startswith(f"{WALK}, {SIT}")
        told = [(p["text"], p["start"], p["end"]) for p in _meta(armature)["request"]["prompts"]]
        assert told == [(WALK, 0, 60), (SIT, 60, 110), (WAVE, 120, 160)]
        _ask((WALK, -20, 9), (SIT, 10, 40))
        bpy.ops.motif.generate()
        assert h.part("animation.actions").frame_range(armature.animation_data.action) == (-20, 40)
        assert _meta(armature)["request"]["prompts"][1]["start"] == 30
        bpy.ops.motif.take_reroll()
    assert _meta(armature)["request"]["prompts"][1] == {"text": SIT, "start": 30, "end": 61}
    assert h.part("animation.actions").frame_range(armature.animation_data.action) == (-20, 40)


def test_loops_and_keys_in_place():
    """Last frame as the first; a list replaces its own frames of what is there."""
    armature = h.build("rigify")
    _ask((WALK, 1, 60), (SIT, 61, 110), loop="match")
    with h.engine():
        bpy.ops.motif.generate()
        for (path, _), (first, last) in _values(armature.animation_data.action, (1, 110)).items():
            assert "rotation" not in path or abs(abs(first) - abs(last)) < 1e-5, path
        own = bpy.data.actions[armature.animation_data.action.name]
        bpy.ops.motif.take_keep()
        armature.motif.keys_into = "replace"
        _ask((WAVE, 41, 60), (WALK, 61, 80), loop="none", seed=9)
        bpy.ops.motif.generate()
    made, kept = armature.animation_data.action, [*range(1, 41), *range(81, 111)]
    old, new = _values(own, kept), _values(made, kept)
    assert made != own and all((old[key] == new[key]).all() for key in old)


def test_nothing_stays_where_listing_fails():
    armature = h.build("rigify")
    takes = h.part("takes.takes")
    _ask((WALK, 1, 60), (SIT, 61, 110), takes=2)
    mark, takes.quality_mark = takes.quality_mark, lambda measures: 1 / 0
    try:
        with h.engine():
            before = h.snapshot()
            assert "could not be put" in h.refused(bpy.ops.motif.generate)
            assert h.snapshot() == before and not armature.motif.takes
    finally:
        takes.quality_mark = mark


def test_one_field_becomes_a_list_and_back():
    s = _ask(prompt=WALK, automatic=False, frames=50, start=11)
    bpy.ops.motif.prompt_add()
    assert _lines() == [(WALK, 11, 60), ("", 61, 132)] and s.chosen_prompt == 1  # 3 seconds at 24 fps
    s.prompts[1].text = SIT
    bpy.ops.motif.prompt_add()
    assert _lines()[2] == ("", 133, 204) and s.chosen_prompt == 2
    bpy.ops.motif.prompt_remove()
    s.chosen_prompt = 0
    bpy.ops.motif.prompt_remove()
    assert not s.prompts and (s.prompt, s.start, s.frames, s.automatic) == (SIT, 61, 72, False)
    s.source = "audio"
    bpy.context.scene.frame_current = 30
    bpy.ops.motif.prompt_add()
    assert _lines() == [("", 30, 101)]
    bpy.ops.motif.prompt_remove()
    assert not s.prompts and "is empty" in h.refused(bpy.ops.motif.prompt_remove)


def test_markers_say_what_happens():
    scene = bpy.context.scene
    scene.frame_end = 200
    assert "No timeline marker says" in h.refused(bpy.ops.motif.prompts_from_markers)
    for name, frame in ((SIT, 61), ("F_30", 30), (WALK, 1), ("Beat", 70), ("Beat.001", 90), ("End", 111), (WAVE, 150)):
        scene.timeline_markers.new(name, frame=frame)
    camera = bpy.data.objects.new("Cam", bpy.data.cameras.new("Cam"))
    scene.collection.objects.link(camera)
    scene.timeline_markers.new("a close shot", frame=20).camera = camera
    bpy.ops.motif.prompts_from_markers()
    assert _lines() == [(WALK, 1, 60), (SIT, 61, 110), (WAVE, 150, 200)]
    scene.frame_end = 100  # before the last marker: it gets four seconds
    bpy.ops.motif.prompts_from_markers()
    assert _lines()[2] == (WAVE, 150, 150 + 4 * 24 - 1)


def test_the_list_as_markers_and_back():
    scene = bpy.context.scene
    long = "a person who is very tired walks slowly to the left and then turns around and waves with both hands"
    wanted = [(WALK, 1, 60), (long, 61, 110), (WAVE, 121, 160)]
    _ask(*wanted)
    scene.timeline_markers.new("Beat", frame=5)
    for _ in range(2):  # again changes nothing
        bpy.ops.motif.prompts_to_markers()
        names = sorted((m.frame, m.name) for m in scene.timeline_markers)
        assert [f for f, _ in names] == [1, 5, 61, 111, 121, 161] and names[3][1] == "End" and names[1][1] == "Beat"
    bpy.ops.motif.prompts_from_markers()
    assert _lines() == wanted  # the marker's name holds 63 bytes of the long one; the list knows the rest


def test_one_prompt_is_made_again_and_the_rest_stays():
    armature = h.build("mixamo", unit=0.01, y_up=True)
    s = _ask((WALK, 1, 60), (SIT, 61, 110), (WAVE, 111, 160))
    with h.engine():
        assert "Nothing is on the armature yet" in h.refused(bpy.ops.motif.prompt_reroll)
        bpy.ops.motif.generate()
        before = armature.animation_data.action
        s.chosen_prompt = 1
        bpy.ops.motif.prompt_reroll()
    after = armature.animation_data.action
    assert after != before and len(armature.motif.takes) == 2
    meta = _meta(armature)
    assert meta["request"]["model"] == "inbetween" and meta["request"]["prompts"][0]["text"] == SIT
    kept = [*range(1, 61), *range(111, 161)]
    old, new = _values(before, kept), _values(after, kept)
    assert set(old) == set(new) and all((old[key] == new[key]).all() for key in old)
    inside = range(61, 111)
    old, new = _values(before, inside), _values(after, inside)
    assert max(np.abs(old[key] - new[key]).max() for key in old) > 0.02


def test_prompts_beside_a_sound():
    armature = h.build("rigify")
    with tempfile.TemporaryDirectory() as folder, h.engine():
        path = Path(folder) / "song.wav"
        _silence(path, 5.0)
        s = _ask((WAVE, 41, 70), source="audio", start=11)
        s.sound.kind, s.sound.file = "file", str(path)
        bpy.ops.motif.generate()
        assert _meta(armature)["request"]["prompts"] == []
        s.sound.prompts = True
        bpy.ops.motif.generate()
        request = _meta(armature)["request"]
        assert request["model"] == "audio" and request["audio"]
        assert request["prompts"] == [{"text": WAVE, "start": 30, "end": 60}]
        h.part("sources.prompts").put(s, [h.part("sources.prompts").Line(WAVE, 1, 5)])
        assert "move it there or remove it" in h.refused(bpy.ops.motif.generate)


def _silence(path, seconds):
    import wave

    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(b"\0\0" * int(16000 * seconds))


def test_bad_lists_are_told():
    h.build("rigify")
    with h.engine():
        for lines, sentence in (
            ([(WALK, 1, 60), (SIT, 50, 90)], "overlap"),
            ([(WALK, 1, 60), ("", 61, 90)], "prompt is empty"),
            ([(WALK, 1, 60), ("走る", 61, 90)], "no English words"),
            ([(WALK, 60, 1), (SIT, 61, 90)], "before it begins"),
            ([(WALK, 1, 2000), (SIT, 2001, 2090)], "split it"),
            ([(WALK, 1, 60), (SIT, 90000, 90060)], "1800 seconds"),
        ):
            _ask(*lines)
            before = h.snapshot()
            said = h.refused(bpy.ops.motif.generate)
            assert sentence in said, (sentence, said)
            assert h.snapshot() == before


def test_lists_survive_saving():
    _ask((WALK, 1, 60), (SIT, 61, 110))
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "list.blend")
        bpy.ops.wm.save_as_mainfile(filepath=path)
        bpy.ops.wm.open_mainfile(filepath=path)
    assert _lines() == [(WALK, 1, 60), (SIT, 61, 110)]


def test_command_line():
    """--span and --markers; what makes no sense ends with a sentence or the usage."""
    main, keys = h.part("batch").main, h.part("animation.actions")
    with tempfile.TemporaryDirectory() as folder, h.engine():
        h.build("mixamo", "Hero")
        for name, frame in ((WALK, 1), (SIT, 31), ("End", 61)):
            bpy.context.scene.timeline_markers.new(name, frame=frame)
        scene, out = Path(folder) / "scene.blend", Path(folder) / "out.blend"
        bpy.ops.wm.save_as_mainfile(filepath=str(scene))
        words = ["generate", "--scene", str(scene), "--armature", "Hero", "--save", str(out)]
        for given, wanted in (
            (["--span", "10-59", WALK, "--span", "60-99", SIT], [(WALK, 0, 50), (SIT, 50, 90)]),
            (["--markers"], [(WALK, 0, 30), (SIT, 30, 60)]),
        ):
            assert main([*words, *given]) == 0
            bpy.ops.wm.open_mainfile(filepath=str(out))
            action = bpy.data.objects["Hero"].animation_data.action
            prompts = keys.read_meta(action)["request"]["prompts"]
            assert [(p["text"], p["start"], p["end"]) for p in prompts] == wanted
            assert keys.frame_range(action)[0] == (10 if "--span" in given else 1)
        assert main([*words, "--span", "soon", WALK]) == 1
        assert main(words) == 2 and main([*words, "--text", WALK, "--markers"]) == 2
