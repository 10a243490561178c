"""The options of a manifest's row: their types, and which of them go together."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from ..commands.parser import nearest
from ..protocol.errors import bad_request
from ..protocol.options import OPTIONS, ROW_OPTIONS, TWO, parse_range
from ..protocol.prompt import AUDIO_TAG, has_audio_tag

# What a row may hold: the name of an option -> its kind.
KINDS: Mapping[str, str] = {name: OPTIONS[name].kind for names in ROW_OPTIONS.values() for name in (*names, "out")}
# Of these, files that are read; "out" is one that is written.
PATHS = {name for name, kind in KINDS.items() if kind == "path"} - {"out"}
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def allowed(command: str, in_blender: bool) -> tuple[str, ...]:
    """The options that go with a command, and "out", which goes with all."""
    return (*ROW_OPTIONS.get((command, in_blender), ()), "out")


def given(cells: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says, typed; empty cells are left out. Raises EngineError naming the option."""
    unknown = sorted(set(cells) - set(KINDS))
    if unknown:
        meant = ((name, nearest(name, KINDS)) for name in unknown[:5])
        told = ", ".join(f"{name} (did you mean {near}?)" if near else name for name, near in meant)
        raise bad_request(f"unknown settings: {told}.")
    return {name: _typed(name, value) for name, value in sorted(cells.items()) if value is not None and value != ""}


def command_of(options: Mapping[str, Any]) -> str:
    """generate, inbetween, around, poses or retarget, by what a row gives."""
    in_blender = "scene" in options or "rig" in options
    if "scene" in options and "rig" in options:
        raise bad_request("the row has a scene and a rig: give one of them.")
    if "at" in options:
        return _from_pose(options)
    if "motion" in options:
        if in_blender:
            return "retarget"
        if "frames" not in options:
            raise bad_request("a motion needs “frames” (A-B) to make anew, or a “rig” to be put on.")
        return "inbetween"
    if isinstance(options.get("frames"), str):
        if "scene" not in options:
            raise bad_request("“frames” A-B is a part made anew: give the “motion” or the “scene” that it is of.")
        return "inbetween"
    if "text" in options and "audio" in options and not has_audio_tag(str(options["text"])):
        raise bad_request(f"the row has a text and a sound: give one of them, or write {AUDIO_TAG} in the text.")
    if "text" in options and "spans" in options:
        raise bad_request("the row has one text for all frames and “spans”: give one of them.")
    if not {"text", "spans", "audio", "path"} & options.keys():
        raise bad_request("the row says nothing to make: give “text” or “audio”, or “spans” of texts.")
    alone = next((name for name in TWO if name != "dancers" and name in options), "")
    if alone and options.get("dancers", 1) == 1:
        raise bad_request(f"“{alone}” is for two dancers: add “dancers”, 2, or leave it out.")
    _check_one_length(options)
    if "range" in options and "start" in options:
        raise bad_request("“range” says where it starts: leave out “start”.")
    return "generate"


def _from_pose(options: Mapping[str, Any]) -> str:
    """around or poses, by what a row with a pose's frame gives."""
    if not {"motion", "scene"} & options.keys():
        raise bad_request("“at” is the frame of a pose: give the “motion” or the “scene” that it is of.")
    if "given" in options or options.get("keyed"):
        return "poses"
    if isinstance(options.get("frames"), str):
        raise bad_request("“frames” A-B is a part made anew: for motion around a pose call it “range”.")
    _check_one_length(options)
    return "around"


def _check_one_length(options: Mapping[str, Any]) -> None:
    if sum(name in options for name in ("seconds", "frames", "range")) > 1:
        raise bad_request("“seconds”, “frames” and “range” all say how long: give one of them.")


def as_span(text: str, name: str) -> tuple[int, int]:
    """ "30-90" -> (30, 90), first and last frame."""
    first, last = parse_range(text) or (0, None)
    if last is None:
        raise bad_request(f"“{name}” is {text!r:.40}: give a first and a last frame such as 30-90.")
    if last < first:
        raise bad_request(f"“{name}” {first}-{last} goes backwards: give the first frame first.")
    return first, last


def _typed(name: str, value: Any) -> Any:
    return _READERS[KINDS[name]](name, value)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise bad_request(f"“{name}” must be text, not {value!r:.40}.")
    return value


def _list(name: str, value: Any) -> Any:
    """Words as a list; a mapping of styles to weights stays one."""
    if name == "style" and isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        value = [word for word in re.split(r"[\s,;|]+", str(value)) if word]
    if not isinstance(value, list) or any(isinstance(word, (bool, float, list, dict)) for word in value):
        raise bad_request(f"“{name}” must be a word or a list of words, not {value!r:.40}.")
    return [str(word) for word in value]


def _number(name: str, value: Any) -> float:
    if isinstance(value, str):
        try:
            value = float(value.replace(",", ".") if value.count(",") == 1 and "." not in value else value)
        except ValueError:
            value = value.strip()
    if isinstance(value, (bool, str)) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise bad_request(f"“{name}” must be a number, not {value!r:.40}.")
    return float(value)


def _whole(name: str, value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"\s*[+-]?\d{1,30}(\.0*)?\s*", value):
        value = int(value.partition(".")[0])
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad_request(f"“{name}” must be a whole number, not {value!r:.40}.")
    return value


def _flag(name: str, value: Any) -> bool:
    found = value if isinstance(value, bool) else _FLAGS.get(str(value).strip().lower())
    if found is None:
        raise bad_request(f"“{name}” must be true or false, not {value!r:.40}.")
    return found


def _frames(name: str, value: Any) -> int | str:
    """A number of frames, or A-B, the frames to generate anew."""
    if isinstance(value, str) and not re.fullmatch(r"\s*\d+(\.0*)?\s*", value):
        return value.strip() if as_span(value, name) else value
    return _whole(name, value)


def _spans(name: str, value: Any) -> list[list[str]]:
    """[A-B, text] of each prompt; also from one text such as "0-59: walks; 60-109: sits down"."""
    if isinstance(value, str):
        value = [[part.strip() for part in span.split(":", 1)] for span in value.split(";") if span.strip()]
    fits = isinstance(value, list) and value and all(isinstance(span, list) and len(span) == 2 for span in value)
    if not fits or not all(isinstance(word, str) for span in value for word in span):
        raise bad_request(
            f"“{name}” must be pairs of frames and text such as 0-59: walks; 60-109: sits, not {value!r:.40}."
        )
    for frames, _ in value:
        as_span(frames, name)
    return value


def _targets(name: str, value: Any) -> list[str]:
    """Targets as a list; one text may hold several, with “;” between them."""
    value = [part.strip() for part in value.split(";") if part.strip()] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise bad_request(f"“{name}” must be targets such as right_hand@90=0.3,1.1,2.0, not {value!r:.40}.")
    return value


_READERS = {
    "targets": _targets,
    "spans": _spans,
    "text": _text,
    "path": _text,
    "list": _list,
    "number": _number,
    "whole": _whole,
    "flag": _flag,
    "frames": _frames,
}
