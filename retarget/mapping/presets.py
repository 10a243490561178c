"""Bone map presets: maps as JSON files, fitting them to other rigs, and mirroring one side of a map to the other.

A file is {"family": ..., "map": {role: {"bone": name, "confidence": 0..1}}}, as reports have it; {role: name} is read
too. A role that the artist left empty has the bone "".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from ..motion import CANONICAL_NAMES, ROLE_INDEX
from .bone_map import BoneMap, BoneMatch
from .name_patterns import bare, plain

_SIDES = (
    ("Left", "Right"), ("left", "right"), ("LEFT", "RIGHT"), ("左", "右"), ("Lft", "Rgt"), ("lft", "rgt"),
    ("L", "R"), ("l", "r"),
)  # fmt: skip


def to_text(family: str, rows: Mapping[str, BoneMatch]) -> str:
    """Write a preset's text; roles that `rows` lacks are written as empty."""
    whole = {role: rows.get(role, BoneMatch("", 0.0)) for role in CANONICAL_NAMES}
    return json.dumps({"family": family, "map": BoneMap(family, whole).to_json()}, ensure_ascii=False, indent=1) + "\n"


def parse(text: str) -> dict[str, str]:
    """Read role -> bone ("" for none) from a preset's text; raises ValueError with what is wrong with it."""
    try:
        given: Any = json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(given, dict):
        raise ValueError("it holds no roles")
    rows: Any = cast("dict[str, Any]", given).get("map", given)
    if not isinstance(rows, dict) or not rows:
        raise ValueError("it holds no roles")
    out: dict[str, str] = {}
    for role, value in cast("dict[str, Any]", rows).items():
        if role not in ROLE_INDEX:
            raise ValueError(f"it has the unknown role “{role}”; roles are named as left_knee")
        bone: Any = cast("dict[str, Any]", value).get("bone") if isinstance(value, dict) else value
        if bone is not None and not isinstance(bone, str):
            raise ValueError(f"its bone for {role} is no name")
        out[role] = bone or ""
    return out


def fitted(preset: Mapping[str, str], names: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Fit a preset to a rig with the bones `names`: role -> bone, and the roles whose bone is not there.

    A bone is found by its name, else by its name without the prefix that the names of either rig share.
    """
    there = set(names)
    short = {name: bone for bone, name in reversed(list(zip(names, bare(names))))}
    wanted = [bone for bone in preset.values() if bone]
    cut = dict(zip(wanted, bare(wanted)))
    out: dict[str, str] = {}
    lacking: list[str] = []
    for role, bone in preset.items():
        found = bone if bone in there or not bone else short.get(cut[bone], short.get(plain(bone), ""))
        if bone and not found:
            lacking.append(role)
        else:
            out[role] = found
    return out, lacking


def opposite(bone: str, names: Sequence[str]) -> str:
    """Find the bone on the other side by its name, "" where there is none: "thigh.L" -> "thigh.R".

    Of all ways to replace one marker of a side, the first that gives a bone of the rig.
    """
    there = set(names)
    for one, other in _SIDES:
        for a, b in ((one, other), (other, one)):
            if len(a) == 1 and a.isascii():  # a letter stands alone: "_l", ".L.", "lThigh", "R_Hand"
                pattern = rf"(?<![A-Za-z]){a}(?![a-z])"
            else:
                pattern = re.escape(a)
            for place in re.finditer(pattern, bone):
                swapped = bone[: place.start()] + b + bone[place.end() :]
                if swapped in there:
                    return swapped
    return ""


def mirrored(rows: Mapping[str, str], source: str, names: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Mirror a map from the side `source` ("left" or "right"): role -> bone of the other, and roles without one.

    rows: role -> bone, "" for none. Roles that are empty on the source's side become empty on the other.
    """
    other = "right" if source == "left" else "left"
    out: dict[str, str] = {}
    lacking: list[str] = []
    for role in CANONICAL_NAMES:
        if role.startswith(source):
            target = other + role[len(source) :]
            bone = rows.get(role, "")
            found = opposite(bone, names) if bone else ""
            if bone and not found:
                lacking.append(target)
            else:
                out[target] = found
    return out, lacking
