"""Manifests: the words a row may use, JSON lines and tables, and sentences that name the line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.batch import manifest
from engine.protocol.errors import EngineError

WALK = "a person walks"
NPZ = {"text": WALK, "out": "a.npz"}


def written(folder: Path, *rows: object, name: str = "rows.jsonl") -> Path:
    for file in ("shot.blend", "hero.fbx", "song.wav", "take.npz"):
        (folder / file).write_bytes(b"")
    path = folder / name
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows) + "\n")
    return path


def said(path: Path) -> str:
    with pytest.raises(EngineError) as caught:
        manifest.read(path)
    assert caught.value.code == "bad_request" and caught.value.message.endswith(".")
    return caught.value.message


def test_what_a_row_is(tmp_path):
    rows = manifest.read(written(
        tmp_path, NPZ, {"audio": "song.wav", "style": {"salsa": 1}, "out": "b.bvh"},
        {"motion": "take.npz", "frames": "3-9", "parts": ["arms"], "pins": 5, "out": "c.npz"},
        {"scene": "shot.blend", "armature": "Hero", "text": WALK, "range": "10-60", "out": "out/d.blend"},
        {"rig": "hero.fbx", "audio": "song.wav", "out": "e.blend"},
        {"scene": "shot.blend", "audio": "scene", "out": "f.blend"},
        {"scene": "shot.blend", "frames": "10-20", "text": WALK, "out": "g.blend"},
        {"rig": "hero.fbx", "motion": "take.npz", "out": "h.blend"},
        {"motion": "take.npz", "at": 7, "place": "last", "vary": "motion", "out": "i.npz"},
        {"motion": "take.npz", "at": 7, "given": "head left_arm", "out": "j.npz"},
        {"scene": "shot.blend", "at": -3, "range": "-9-30", "out": "k.blend"},
        {"scene": "shot.blend", "at": 7, "keyed": "yes", "out": "l.blend"},
    ))  # fmt: skip
    assert [(row.command, row.in_blender) for row in rows] == [
        ("generate", False), ("generate", False), ("inbetween", False), ("generate", True), ("generate", True),
        ("generate", True), ("inbetween", True), ("retarget", True), ("around", False), ("poses", False),
        ("around", True), ("poses", True),
    ]  # fmt: skip
    assert [row.line for row in rows] == list(range(1, 13)) and rows[3].out == tmp_path / "out" / "d.blend"
    assert rows[1].options["audio"] == str(tmp_path / "song.wav") and rows[5].options["audio"] == "scene"
    assert rows[2].options["pins"] == ["5"] and rows[4].source == tmp_path / "hero.fbx"


def test_a_table_says_the_same_as_json_lines(tmp_path):
    lines = written(
        tmp_path, {"text": "walks, then “waves”", "seconds": 2.5, "takes": 3, "no-clean-up": True, "out": "a.npz"},
        {"audio": "song.wav", "style": ["salsa", "folk:0.5"], "seed": 7, "out": "b.npz"},
    )  # fmt: skip
    for mark, number in ((",", "2.5"), (";", "2,5"), ("\t", "2.5")):
        number = f'"{number}"' if mark == "," else number
        cells = [
            ["text", "audio", "Style", "seconds", "seed", "takes", "no-clean-up", "out", ""],
            ['"walks, then “waves”"', "", "", number, "", "3.0", "yes", "a.npz", ""],
            ["", "song.wav", '"salsa folk:0.5"', "", "7", "", "", "b.npz", ""],
        ]
        table = written(tmp_path, "\ufeff" + mark.join(cells[0]), "", *(mark.join(c) for c in cells[1:]), name="t.csv")
        found = manifest.read(table)
        assert [(r.command, r.options, r.out, r.key) for r in manifest.read(lines)] == [
            (r.command, r.options, r.out, r.key) for r in found
        ]
        assert [row.line for row in found] == [3, 4]


def test_prompts_along_the_timeline(tmp_path):
    spans = [["0-59", WALK], ["60-109", "sits down: slowly"]]
    listed = manifest.read(written(tmp_path, {"spans": spans, "out": "a.npz"}))
    table = written(tmp_path, "spans,out", f"0-59: {WALK}; 60-109: sits down: slowly,a.npz", name="t.csv")
    assert [row.options["spans"] for row in (*listed, *manifest.read(table))] == [spans, spans]
    (row,) = manifest.read(written(tmp_path, {"spans": spans, "scene": "shot.blend", "out": "b.blend"}))
    assert row.command == "generate" and row.in_blender


def test_a_path_is_a_file_or_an_object_of_the_scene(tmp_path):
    (tmp_path / "way.json").write_text("{}")
    rows = manifest.read(written(
        tmp_path, {"path": "way.json", "reach": ["head@9=0,1,1"], "out": "a.npz"},
        {"scene": "shot.blend", "path": "Way", "reach": "head@9=Cup; left_hand@20=Cup", "out": "b.blend"},
    ))  # fmt: skip
    assert [row.options["path"] for row in rows] == [str(tmp_path / "way.json"), "Way"]
    assert rows[1].options["reach"] == ["head@9=Cup", "left_hand@20=Cup"] and rows[1].command == "generate"
    assert "there is no file" in said(written(tmp_path, {"path": "no.json", "out": "a.npz"}))


def test_a_text_and_a_sound_go_together_where_the_text_hears(tmp_path):
    (row,) = manifest.read(written(tmp_path, {"text": "moves to <audio>", "audio": "song.wav", "out": "a.npz"}))
    assert row.command == "generate" and row.options["audio"] == str(tmp_path / "song.wav")
    assert "write <audio> in the text" in said(written(tmp_path, {**NPZ, "audio": "song.wav"}))


def test_a_rows_key_is_what_it_says(tmp_path):
    first = manifest.read(written(tmp_path, NPZ, {"text": "jumps", "out": "b.npz"}))
    moved = manifest.read(written(tmp_path, "", {"out": "b.npz", "text": "jumps"}, {"text": WALK, "out": "c.npz"}))
    assert moved[0].key == first[1].key and moved[1].key not in {row.key for row in first}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("nonsense", "not JSON"), ([], "JSON object"), ({"text": WALK}, "“out”"),
        ({"out": "b.npz"}, "“text” or “audio”"),
        ({**NPZ, "colour": 1}, "colour"), ({**NPZ, "seconds": "long"}, "must be a number"),
        ({**NPZ, "seed": 1.5}, "whole number"), ({**NPZ, "takes": True}, "whole number"),
        ({**NPZ, "no_clean_up": "maybe"}, "true or false"), ({**NPZ, "text": 3}, "must be text"),
        ({**NPZ, "audio": "song.wav"}, "one of them"), ({"audio": "no.wav", "out": "b.npz"}, "no.wav"),
        ({**NPZ, "spans": [["0-9", WALK]]}, "one of them"), ({"spans": "0-9", "out": "b.npz"}, "pairs of frames"),
        ({"spans": [["0-9", 3]], "out": "b.npz"}, "pairs of"), ({"spans": "9-0: waves", "out": "b.npz"}, "backwards"),
        ({**NPZ, "armature": "Hero"}, "scene or a rig"), ({**NPZ, "range": "1-9"}, "scene or a rig"),
        ({**NPZ, "frames": "3-9"}, "made anew"), ({"motion": "take.npz", "out": "b.npz"}, "“frames”"),
        ({**NPZ, "scene": "shot.blend"}, "not a .blend"), ({**NPZ, "scene": "no.blend"}, "no.blend"),
        ({"scene": "shot.blend", "text": WALK, "out": "shot.blend"}, "scene itself"),
        ({"scene": "shot.blend", "text": WALK, "fps": 24, "out": "b.blend"}, "“fps” does not go"),
        ({"scene": "shot.blend", "rig": "hero.fbx", "text": WALK, "out": "b.blend"}, "a scene and a rig"),
        ({"scene": "shot.blend", "text": WALK, "range": "9-1", "out": "b.blend"}, "backwards"),
        ({"scene": "shot.blend", "text": WALK, "range": "soon", "out": "b.blend"}, "30-90"),
        ({"scene": "shot.blend", "text": WALK, "range": "1-9", "seconds": 1, "out": "b.blend"}, "how long"),
        ({"at": 3, "out": "b.npz"}, "the “motion” or the “scene”"),
        ({"scene": "shot.blend", "at": 3, "frames": "1-9", "out": "b.blend"}, "call it “range”"),
        ({"scene": "shot.blend", "at": 3, "range": "1-9", "seconds": 1, "out": "b.blend"}, "how long"),
        ({"motion": "take.npz", "at": 3, "keyed": True, "out": "b.npz"}, "“keyed” is for rows with a scene"),
        ({"scene": "shot.blend", "motion": "take.npz", "at": 3, "out": "b.blend"}, "“motion” does not go with around"),
        ({"text": "jumps", "out": "a.npz"}, "line 1 writes a.npz too"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named(tmp_path, row, words):
    message = said(written(tmp_path, NPZ, "", row))
    assert message.startswith("Line 3 of rows.jsonl: ") and words in message


@pytest.mark.parametrize(
    ("lines", "start", "words"),
    [
        (["text,colour,out", "walks,red,a.npz"], "Line 1", "“colour” is unknown"),
        (["text,seconds", "walks,3"], "Line 1", "no column “out”"),
        (["text,text,out", "walks,runs,a.npz"], "Line 1", "two columns"),
        (["text,out", "walks,a.npz", "walks, then runs,b.npz"], "Line 3", "3 cells"),
        (["text,seconds,out", "walks,soon,a.npz"], "Line 2", "must be a number"),
        (['text,out', '"walks,a.npz'], "Line 2", "CSV"),
        (["text,out"], "The manifest", "no rows"),
    ],
)  # fmt: skip
def test_a_bad_table_is_told(tmp_path, lines, start, words):
    message = said(written(tmp_path, *lines, name="rows.csv"))
    assert message.startswith(start) and words in message


def test_rows_that_share_a_copy(tmp_path):
    shot = {"scene": "shot.blend", "text": WALK, "out": "out.blend"}
    both = [{**shot, "armature": "Hero"}, {**shot, "armature": "Villain"}]
    assert len({row.out for row in manifest.read(written(tmp_path, *both))}) == 1
    assert "another scene" in said(written(tmp_path, both[0], {"rig": "hero.fbx", "text": WALK, "out": "out.blend"}))
    assert "says the same" in said(written(tmp_path, *both, both[0]))


def test_files_that_are_no_manifest(tmp_path):
    assert "can't be read" in said(tmp_path / "none.jsonl")
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in said(tmp_path / "bytes.jsonl")
    assert "no rows" in said(written(tmp_path, ""))
    assert "ends in .csv" in said(written(tmp_path, "text,out", "walks,a.npz"))


def test_one_list_of_rows_and_rows_on_several_lines(tmp_path):
    rows = [NPZ, {"text": "jumps", "out": "b.npz"}]
    lines = manifest.read(written(tmp_path, *rows))
    for indent in (None, 1, 4):
        path = tmp_path / "list.json"
        path.write_text(f"\n{json.dumps(rows, indent=indent)}\n")
        found = manifest.read(path)
        assert [(row.out, row.key) for row in found] == [(row.out, row.key) for row in lines]
    assert [row.line for row in found] == [3, 7]
    (tmp_path / "rows.json").write_text("\n".join(json.dumps(row, indent=2) for row in rows))
    assert [row.line for row in manifest.read(tmp_path / "rows.json")] == [1, 5]


@pytest.mark.parametrize(
    ("text", "start", "words"),
    [
        ('[{"text": "walks", "out": "a.npz"}', "Line 1", "comma is missing"),
        ('[{"text": "walks", "out": "a.npz"}\n {"text": "runs", "out": "b.npz"}]', "Line 1", "comma is missing"),
        ('[{"text": "walks", "out": "a.npz"},\n\n', "Line 3", "not JSON"), ("[]", "The manifest", "no rows"),
        ('[{"text": "walks", "out": "a.npz"},\n"b"]', "Line 2", "JSON object"), ("[] []", "Line 1", "follows"),
        ('{"text": "walks", "out": "a.npz"} {"text": "runs", "out": "b.npz"}', "Line 1", "not JSON"),
        ('{"text": "walk\\ud8ff", "out": "a.npz"}', "Line 1", "bytes that are no characters"),
        ('{"text": "walks", "out": "a\\u0000.npz"}', "Line 1", "bytes that are no characters"),
        ("[" * 3000, "Line 1", "not JSON"),
    ],
)  # fmt: skip
def test_a_bad_list_is_told(tmp_path, text, start, words):
    path = tmp_path / "rows.json"
    path.write_text(text)
    message = said(path)
    assert message.startswith(start) and words in message


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_as_other_programs_save_it(tmp_path, encoding):
    for name, text in (("t.csv", "text,out\nwalks – calmly,é.npz\n"), ("t.jsonl", '{"text": "walks", "out": "é.npz"}')):
        (tmp_path / name).write_bytes(text.encode(encoding))
        (row,) = manifest.read(tmp_path / name)
        assert row.out.name == "é.npz"


def test_bytes_that_are_no_text_are_named(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("text,out\ncafé walk".encode() + b"\xe9,b.npz\n")
    message = said(path)
    assert message.startswith("Line 2 of t.csv") and "“café walk”" in message and "0xE9" in message
    path.write_bytes("text,out\nwalk,b.npz\n".encode("utf-16") + b"\x20")
    assert "UTF-16-LE" in said(path)
