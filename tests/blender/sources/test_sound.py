"""What the scene plays, as the engine is told it: strips, speakers, files; markers on beats; takes brought to them."""

from __future__ import annotations

import json
import math
import os
import struct
import subprocess
import tempfile
import wave
from pathlib import Path
from time import sleep

import bpy
import numpy as np
import pytest

from tests.blender import helpers as h

TIMES = [0.5 + 0.731 * i for i in range(12)]
# Decodes a mix and prints how far each click lies from where it should, in milliseconds; run by the engine's Python.
_MEASURE = """
import json, sys
import numpy as np
from engine import audio
from engine.protocol.sound import audio_from_json
mix, wanted = audio_from_json(json.loads(sys.argv[1]), {}), json.loads(sys.argv[2])
x = np.abs(np.concatenate(list(audio.open_source(mix).blocks())))
out = []
for time in wanted:
    first = max(0, int((time - 0.05) * audio.RATE))
    part = x[first : first + int(0.1 * audio.RATE)]
    out.append(((first + np.flatnonzero(part > 0.4 * part.max())[0]) / audio.RATE - time) * 1000)
print(json.dumps(out))
"""
_CONVERT = """
import sys, soundfile
samples, rate = soundfile.read(sys.argv[1], dtype="float32")
for path in sys.argv[2:]:
    soundfile.write(path, samples, rate)
"""


def _clicks(folder, name="clicks.wav", seconds=10.0, rate=44100):
    samples = np.zeros(int(seconds * rate))
    for time in TIMES:
        at = np.arange(rate // 50) / rate
        first = round(time * rate)
        samples[first : first + len(at)] += 0.5 * np.exp(-at / 0.004) * np.sin(2 * math.pi * 1500 * at)
    path = Path(folder) / name
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(struct.pack(f"<{len(samples)}h", *(samples * 32767).astype(int)))
    return str(path)


def _strips():
    scene = bpy.context.scene
    editor = scene.sequence_editor_create() if scene.sequence_editor is None else scene.sequence_editor
    return editor.strips if hasattr(editor, "strips") else editor.sequences


def _strip(path, channel=1, frame=1, name="Sound"):
    try:
        return _strips().new_sound(name, path, channel, frame)
    except RuntimeError as error:
        pytest.skip(f"this Blender can't open sound ({error})")


def _python(code, *words):
    if not h.REAL_PYTHON:
        pytest.skip(f"the engine's Python is not known: set {h.VARIABLE}")
    link = h.LINK / "motif"
    done = subprocess.run([h.REAL_PYTHON, "-c", code, *words], cwd=link, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(link)})  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def _errors_ms(mix, wanted):
    return json.loads(_python(_MEASURE, json.dumps(mix.to_json()), json.dumps(wanted)))


def _rate(fps, base=1.0):
    render = bpy.context.scene.render
    render.fps, render.fps_base = fps, base
    return fps / base


def _mix(first, last):
    sound = h.part("sources.sound")
    return sound.scene_mix(bpy.context.scene, sound.FrameRange(first, last))


def _refusal(call):
    protocol = h.part("engine.protocol.errors")
    try:
        call()
    except protocol.EngineError as error:
        return error.message
    raise AssertionError("nothing was refused")


def test_strips_lie_where_the_scene_plays_them():
    """Every format, trimmed and offset, at 23.976: the engine hears each click within a millisecond."""
    fps = _rate(24, 1.001)
    with tempfile.TemporaryDirectory() as folder:
        plain = _clicks(folder)
        files = [plain, *(str(Path(folder) / f"clicks.{kind}") for kind in ("flac", "ogg", "mp3"))]
        _python(_CONVERT, *files)
        for path in files:
            strips = _strips()
            for old in list(strips):
                strips.remove(old)
            strip = _strip(path, frame=31)
            strip.frame_offset_start, strip.frame_offset_end = 25, 20
            first, last = 41, 260
            heard = [31 / fps + time - first / fps for time in TIMES]
            inside = [t for t in heard if (31 + 25 - first) / fps + 0.06 < t < (last - first) / fps - 0.1]
            inside = [t for t in inside if t < (strip.frame_final_end - first) / fps - 0.06]
            errors = _errors_ms(_mix(first, last), inside)
            print(f"         {Path(path).suffix}: {len(errors)} clicks, worst {max(map(abs, errors)):.2f} ms")
            assert len(errors) >= 6 and max(map(abs, errors)) < 1.0, errors


def test_muted_strips_and_channels_are_left_out():
    with tempfile.TemporaryDirectory() as folder:
        path = _clicks(folder)
        for channel, name in enumerate(("One", "Two", "Three"), 1):
            _strip(path, channel, name=name)
        by_name = {s.name: s for s in _strips()}
        by_name["Two"].mute = True
        bpy.context.scene.sequence_editor.channels[3].mute = True
        assert [p.name for p in _mix(1, 100).pieces] == ["One"]
        by_name["One"].mute = True
        assert "Nothing is heard in frames 1 to 100" in _refusal(lambda: _mix(1, 100))


def test_volumes_steady_and_animated():
    with tempfile.TemporaryDirectory() as folder:
        strip = _strip(_clicks(folder))
        strip.volume = 0.5
        piece = _mix(1, 100).pieces[0]
        assert piece.gain == 0.5 and not piece.gains
        for frame, value in ((1, 0.0), (25, 1.0)):
            strip.volume = value
            strip.keyframe_insert("volume", frame=frame)
        piece = _mix(1, 100).pieces[0]
        assert piece.gain == 1.0 and piece.gains[0] < 0.05 and abs(piece.gains[40] - 1.0) < 1e-3
        assert 0.2 < piece.gains[15] < 0.8


def test_a_strip_by_name():
    fps = _rate(25)
    with tempfile.TemporaryDirectory() as folder:
        _strip(_clicks(folder), frame=11, name="Voice")
        sound = h.part("sources.sound")
        mix, span = sound.strip_mix(bpy.context.scene, "Voice")
        assert (span.first, span.count) == (11, 250) and mix.start_s == 11 / fps
        assert "no sound strip “Song”" in _refusal(lambda: sound.strip_mix(bpy.context.scene, "Song"))
        assert "Choose a sound strip" in _refusal(lambda: sound.strip_mix(bpy.context.scene, ""))


def _speaker(path, frame):
    try:
        sound = bpy.data.sounds.load(path)
    except RuntimeError as error:
        pytest.skip(f"this Blender can't open sound ({error})")
    bpy.context.scene.frame_set(frame)
    bpy.ops.object.speaker_add()
    speaker = bpy.context.object
    speaker.data.sound, speaker.data.volume = sound, 0.7
    return speaker


def test_speakers():
    fps = _rate(30)
    with tempfile.TemporaryDirectory() as folder:
        speaker = _speaker(_clicks(folder), 16)
        mix = _mix(1, 150)
        piece = mix.pieces[0]
        assert piece.name == speaker.name and abs(piece.start_s - 16 / fps) < 1e-6 and abs(piece.gain - 0.7) < 1e-6
        wanted = [16 / fps + t - 1 / fps for t in TIMES if t < 4]
        assert max(map(abs, _errors_ms(mix, wanted))) < 1.0
        speaker.data.muted = True
        assert "Nothing is heard" in _refusal(lambda: _mix(1, 150))


def test_packed_sounds_are_written_out_and_found_again():
    with tempfile.TemporaryDirectory() as folder:
        path = _clicks(folder)
        strip = _strip(path)
        strip.sound.pack()
        os.remove(path)
        mix, sound = _mix(1, 100), h.part("sources.sound")
        written = mix.pieces[0].path
        assert written != path and len(_errors_ms(mix, [t - 0.0 for t in TIMES[:3]])) == 3
        os.remove(written)
        assert os.path.exists(sound.find_again(mix).pieces[0].path)


def test_generate_to_the_scenes_sound():
    _rate(24)
    scene = bpy.context.scene
    with tempfile.TemporaryDirectory() as folder:
        _strip(_clicks(folder), name="Song")
        scene.frame_start, scene.frame_end = 10, 105
        armature = h.build("mixamo")
        s = scene.motif
        s.source, s.takes, s.sound.energy = "audio", 1, 1.5
        bpy.ops.motif.style_add()
        bpy.ops.motif.style_add()
        s.sound.styles[0].style, s.sound.styles[0].weight = "salsa", 0.5
        s.sound.styles[1].style = "folk"
        for frame, value in ((10, 0.0), (105, 1.0)):
            s.sound.styles[1].weight = value
            s.sound.styles[1].keyframe_insert("weight", frame=frame)
        with h.engine():
            assert bpy.ops.motif.generate() == {"FINISHED"}
            action = armature.animation_data.action
            assert action.name.startswith("Song") and h.part("animation.actions").frame_range(action) == (10, 105)
            request = h.part("animation.actions").read_meta(action)["request"]
            assert request["model"] == "audio" and request["energy"] == 1.5 and request["frames"] == 96
            assert request["style_weights"]["salsa"] == 0.5
            changing = request["style_weights"]["folk"]
            assert len(changing) == 96 and changing[0] == 0.0 and abs(changing[-1] - 1.0) < 1e-6
            assert bpy.ops.motif.take_reroll() == {"FINISHED"}
        assert len(armature.motif.takes) == 2
        bpy.ops.motif.style_remove(index=0)
        assert len(s.sound.styles) == 1


def test_no_sound_is_refused_in_words():
    h.build("mixamo")
    s = bpy.context.scene.motif
    s.source = "audio"
    for kind, words in (("scene", "Nothing is heard"), ("strip", "Choose a sound strip"), ("file", "Choose a sound")):
        s.sound.kind = kind
        with h.engine():
            try:
                bpy.ops.motif.generate()
            except RuntimeError as error:
                assert words in str(error), error
            else:
                raise AssertionError(kind)


def _with_a_marker():
    """The scene of two seconds, a file as its sound, and a marker of the artist's own; returns it and its settings."""
    scene = bpy.context.scene
    _rate(24)
    scene.frame_start, scene.frame_end = 1, 48
    s = scene.motif
    s.source, s.sound.kind, s.start = "audio", "file", 11
    scene.timeline_markers.new("Mine", frame=5)
    return scene, s


def test_beat_markers():
    scene, s = _with_a_marker()
    with tempfile.TemporaryDirectory() as folder:
        s.sound.file = _clicks(folder)
        with h.engine():
            for _ in range(2):  # again: replaced, not doubled
                assert bpy.ops.motif.add_beat_markers() == {"FINISHED"}
        beats = [m.frame for m in scene.timeline_markers if m.name.startswith("Beat")]
        assert len(beats) == 20 and beats[:3] == [17, 29, 41] and "Mine" in scene.timeline_markers
        s.sound.file = _clicks(folder, "speech.wav")
        with h.engine():
            try:
                bpy.ops.motif.add_beat_markers()
            except RuntimeError as error:
                assert "No steady beat" in str(error)
            else:
                raise AssertionError("beats in speech")


def test_section_markers():
    scene, s = _with_a_marker()
    with tempfile.TemporaryDirectory() as folder:
        s.sound.file = _clicks(folder)
        with h.engine():
            for _ in range(2):  # again: replaced, not doubled
                assert bpy.ops.motif.add_section_markers() == {"FINISHED"}
        found = [(m.name, m.frame) for m in scene.timeline_markers if m.name != "Mine"]
        assert [frame for _, frame in found] == [11, 59, 107] and "Mine" in scene.timeline_markers
        assert [name[:9] for name, _ in found] == ["Section A", "Section B", "Section A"]
        s.sound.file = _clicks(folder, "speech.wav")
        with h.engine(), pytest.raises(RuntimeError, match="No bars are heard"):
            bpy.ops.motif.add_section_markers()
        assert len(scene.timeline_markers) == 4


def test_what_waits_for_a_sound_is_one_undo_step(monkeypatch):
    scene, s = _with_a_marker()
    session, sound, steps = h.part("session.session"), h.part("operators.sound"), list[str]()
    monkeypatch.setattr(session, "push_undo", steps.append)
    for waits in (sound.MOTIF_OT_add_beat_markers, sound.MOTIF_OT_add_section_markers, sound.MOTIF_OT_snap):
        assert "UNDO" not in waits.bl_options, "the press alone changes nothing that could be undone"
    with tempfile.TemporaryDirectory() as folder, h.engine():
        s.sound.file = _clicks(folder)
        mix, start, _ = h.part("sources.sound").chosen(scene)
        use = lambda found: sound.add_sections(scene, found, start, 24.0)  # noqa: E731
        session.submit_analysis(session.SoundJob(mix, use, "Motif: Add Section Markers"))
        assert len(scene.timeline_markers) == 1 and not steps
        for _ in range(600):
            session._pump()
            if not session.sound_jobs():
                break
            sleep(0.05)
    assert len(scene.timeline_markers) == 4 and steps == ["Motif: Add Section Markers"]


def test_a_take_is_snapped_to_markers():
    scene = bpy.context.scene
    _rate(24)
    armature = h.build("mixamo")
    bone = armature.pose.bones["mixamorig:LeftArm"]
    for number, frame in enumerate((1, 21, 43, 62, 80)):
        bone.rotation_quaternion = (1, 0, 0, 0) if number % 2 else (0.8, 0.6, 0, 0)
        bone.keyframe_insert("rotation_quaternion", frame=frame)
    for frame in (24, 44, 64):
        scene.timeline_markers.new("Here", frame=frame)
    scene.motif.sound.snap_to = "markers"
    assert bpy.ops.motif.snap() == {"FINISHED"}
    curve = _curve(armature, "rotation_quaternion")
    frames = [k.co[0] for k in curve.keyframe_points]
    assert np.allclose(frames, [1, 24, 44, 64, 80], atol=0.3), frames
    assert np.allclose([k.co[1] for k in curve.keyframe_points], [0.8, 1, 0.8, 1, 0.8], atol=1e-5)


def test_keys_on_every_frame_keep_their_frames():
    scene = bpy.context.scene
    _rate(24)
    armature = h.build("mixamo")
    bone = armature.pose.bones["mixamorig:LeftArm"]
    bone.rotation_mode = "XYZ"
    turns = np.interp(np.arange(1, 81), (1, 18, 31, 40, 54, 80), (0, 1, 0, 1, 0, 1))
    for frame, turn in enumerate(turns, start=1):
        bone.rotation_euler.x = turn
        bone.keyframe_insert("rotation_euler", index=0, frame=frame)
    s = scene.motif
    s.source, s.sound.kind, s.sound.snap_to = "audio", "file", "beats"
    with h.engine(), tempfile.TemporaryDirectory() as folder:
        s.sound.file = _clicks(folder)
        assert bpy.ops.motif.add_beat_markers() == bpy.ops.motif.snap() == {"FINISHED"}
    beats = np.array([m.frame for m in scene.timeline_markers])
    after = np.array([k.co for k in _curve(armature, "rotation_euler").keyframe_points])
    assert np.array_equal(after[:, 0], np.arange(1, 81))
    swings = [f for f in range(2, 80) if (after[f - 1, 1] - after[f - 2, 1]) * (after[f, 1] - after[f - 1, 1]) < 0]
    assert len(swings) == 4 and np.abs(np.subtract.outer(swings, beats)).min(axis=1).max() <= 1, (swings, beats)


def _curve(armature, end):
    return next(c for c in h.part("animation.actions").curves_of(armature) if c.data_path.endswith(end))


def test_snap_without_markers_is_refused():
    armature = h.build("mixamo")
    bone = armature.pose.bones[0]
    for frame in (1, 30):
        bone.keyframe_insert("rotation_quaternion", frame=frame)
    bpy.context.scene.motif.sound.snap_to = "markers"
    try:
        bpy.ops.motif.snap()
    except RuntimeError as error:
        assert "no beat or marker" in str(error)
    else:
        raise AssertionError("snapped to nothing")


def test_the_command_line_follows_the_scenes_sound():
    _rate(24)
    scene = bpy.context.scene
    with tempfile.TemporaryDirectory() as folder:
        _strip(_clicks(folder), name="Song")
        scene.frame_start, scene.frame_end = 10, 105
        armature = h.build("mixamo")
        words = ["generate", "--audio", "scene", "--style", "salsa:0.5", "--energy", "1.2", "--takes", "1"]
        with h.engine():
            assert h.part("batch").main([*words, "--save", str(Path(folder) / "out.blend")]) == 0
        request = h.part("animation.actions").read_meta(armature.animation_data.action)["request"]
        assert request["frames"] == 96 and request["style_weights"] == {"salsa": 0.5} and request["energy"] == 1.2
        assert request["audio"]["pieces"][0]["name"] == "Song" and abs(request["audio"]["start_s"] - 10 / 24) < 1e-9


def test_a_prompt_that_hears_the_scenes_sound():
    """“... <audio>” in Text: the takes lie where the sound does, and can be made again."""
    _rate(24)
    scene = bpy.context.scene
    with tempfile.TemporaryDirectory() as folder:
        _strip(_clicks(folder), name="Steps")
        scene.frame_start, scene.frame_end = 10, 105
        armature = h.build("mixamo")
        s = scene.motif
        s.source, s.takes, s.start, s.prompt = "text", 1, 400, "a person moves to <audio>"
        with h.engine():
            assert bpy.ops.motif.generate() == {"FINISHED"}
            action = armature.animation_data.action
            request = h.part("animation.actions").read_meta(action)["request"]
            assert request["model"] == "text" and request["prompts"][0]["text"] == "a person moves to <audio>"
            assert request["audio"]["pieces"][0]["name"] == "Steps" and not request["style_weights"]
            assert abs(request["audio"]["start_s"] - 10 / 24) < 1e-9 and request["audio"]["seconds"] == 96 / 24
            assert (
                action.name.startswith("a person moves to") and h.part("animation.actions").frame_range(action)[0] == 10
            )
            assert bpy.ops.motif.take_reroll() == {"FINISHED"}
            again = h.part("animation.actions").read_meta(armature.motif.takes[-1].action)["request"]
            assert again["audio"] == request["audio"] and again["seeds"] != request["seeds"]
            s.automatic, s.frames = False, 40
            assert bpy.ops.motif.generate() == {"FINISHED"}
        last = armature.motif.takes[-1].action
        assert h.part("animation.actions").read_meta(last)["request"]["frames"] == 40
        assert h.part("animation.actions").frame_range(last) == (10, 49)


def test_a_prompt_that_hears_nothing_is_refused_in_words():
    h.build("mixamo")
    s = bpy.context.scene.motif
    s.source, s.prompt = "text", "moves to <audio>"
    with h.engine():
        assert "Nothing is heard" in h.raised(RuntimeError, bpy.ops.motif.generate)
    prompt, request = h.part("engine.protocol.prompt"), h.part("engine.protocol.request")
    assert "there is no sound: choose one" in _refusal(
        lambda: request.TextRequest((prompt.Prompt("moves to <audio>"),))
    )


def test_the_button_beside_the_prompt_lets_it_hear():
    s = bpy.context.scene.motif
    for before, after in (("", "a person moves to <audio>"), ("someone dances ", "someone dances to <audio>")):
        s.prompt = before
        assert bpy.ops.motif.prompt_audio() == {"FINISHED"} and s.prompt == after
        assert not bpy.ops.motif.prompt_audio.poll(), "once is enough"


def test_the_command_line_lets_a_prompt_hear():
    _rate(24)
    batch, scene = h.part("batch"), bpy.context.scene
    with tempfile.TemporaryDirectory() as folder:
        path = _clicks(folder)
        scene.frame_start, scene.frame_end = 10, 105
        armature = h.build("mixamo")
        words = ["generate", "--text", "moves to <audio>", "--audio", path, "--takes", "1"]
        with h.engine():
            assert batch.main([*words, "--save", str(Path(folder) / "out.blend")]) == 0
            request = h.part("animation.actions").read_meta(armature.animation_data.action)["request"]
            assert request["model"] == "text" and request["audio"]["pieces"][0]["path"] == path
            assert batch.main([*words, "--style", "salsa", "--save", str(Path(folder) / "out.blend")]) == 1
        assert batch.main(["generate", "--text", "walks", "--audio", path]) == 2
        assert batch.main(["generate", "--takes", "1"]) == 2


def test_a_file_named_from_here_is_found_by_an_engine_that_runs_elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (piece,) = h.part("sources.sound").file_mix("loop.ogg").pieces
    assert Path(piece.path) == tmp_path / "loop.ogg"
