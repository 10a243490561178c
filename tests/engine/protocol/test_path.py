"""Paths as they are asked for: read, written, and refused in one sentence."""

from __future__ import annotations

import json

import pytest

from engine.protocol.errors import EngineError
from engine.protocol.messages import request_from_json, request_to_json
from engine.protocol.options import request_of
from engine.protocol.path import Path
from engine.protocol.prompt import Prompt
from engine.protocol.request import TextRequest


def test_a_path_is_the_same_after_json() -> None:
    path = Path(((0, 0), (0, 2.5), (1, 3)), (None, 40, 90), True, (2.0, 1.0))
    assert Path.from_json(json.loads(json.dumps(path.to_json()))) == path
    request = TextRequest((Prompt("walks"),), path=path)
    again = request_from_json(json.loads(json.dumps(request_to_json(request)[0])))
    assert again == request and request.frames == 91


@pytest.mark.parametrize(("data", "sentence"), [
    ({"points": [[0, 0], [0, 0.1]]}, "shorter than a step"),
    ({"points": [[0, 0]]}, "at least two points"),
    ({"points": [[0, 0], [0, "a"]]}, "Point 2 of the path must be a number"),
    ({"points": [[0, 0], [0, 1, 2]]}, "must be .x, z. in metres"),
    ({"points": "abc"}, "must be a list"),
    ({"points": [[0, 0], [0, 3]], "frames": [0]}, "2 points and 1 frames"),
    ({"points": [[0, 0], [0, 3]], "frames": [50, 20]}, "must rise"),
    ({"points": [[0, 0], [0, 3]], "face": "up"}, "face “up” is unknown"),
    ({"points": [[0, 0], [0, 3]], "speed": 2}, "has no “speed”"),
    ({"points": [[0, 0], [0, 5000]]}, "number from -1000 to 1000"),
    ([[0, 0], [0, 3]], "JSON object"),
])  # fmt: skip
def test_what_is_no_path_is_told_in_a_sentence(data, sentence) -> None:
    with pytest.raises(EngineError, match=sentence) as told:
        Path.from_json(data)
    assert told.value.message.endswith(".")


def test_options_read_a_file_and_need_no_words(tmp_path) -> None:
    file = tmp_path / "way.json"
    file.write_text('{"points": [[0, 0], [0, 3]], "frames": [0, 75]}')
    request = request_of({"path": str(file)})
    assert isinstance(request, TextRequest) and request.frames == 76 and request.path is not None
    with pytest.raises(EngineError, match="last frame is 59"):
        request_of({"path": str(file), "text": "walks", "seconds": 2})
    with pytest.raises(EngineError, match="not by a sound"):
        request_of({"path": str(file), "audio": "a.wav"})
    file.write_text("[")
    with pytest.raises(EngineError, match=r"way\.json can't be read as JSON"):
        request_of({"path": str(file)})
    with pytest.raises(EngineError, match=r"There is no file “?.*Curve"):  # a curve is motif-blender's
        request_of({"path": str(tmp_path / "Curve")})
