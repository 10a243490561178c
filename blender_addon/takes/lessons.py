"""What an artist teaches: the Actions of a rig and motion files as rows of a table, and as a job to be learnt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import bpy

from ..animation import actions
from ..bpy_types import Action, Object
from ..engine.learn import job as jobs
from ..engine.learn.job import Job, Row
from ..rig import active
from . import export

_BONE = re.compile(r'pose\.bones\["(.+?)"\]')


def actions_of(armature: Object) -> list[Action]:
    """List the Actions of this file that move the armature's bones, without those that were generated."""
    bones = {bone.name for bone in armature.data.bones}
    found = []
    for action in bpy.data.actions:
        paths = (_BONE.match(curve.data_path) for curve in actions.action_curves(action))
        moved = {match[1] for match in paths if match}
        if moved and len(moved & bones) > len(moved) / 2 and "seed" not in (actions.read_meta(action) or {}):
            found.append(action)
    return found


def add_actions(table: Any, armature: Object) -> int:
    """Add an armature's Actions to the table, each once; returns how many are new. Raises RigError."""
    active.check(armature)
    known = {(row.action, row.rig) for row in table.lessons}
    new = [action for action in actions_of(armature) if (action, armature) not in known]
    for action in new:
        row = table.lessons.add()
        row.name, row.caption = action.name, jobs.caption_of(action.name)
        row.action, row.rig = action, armature
    return len(new)


def add_files(table: Any, rows: Iterable[Row]) -> int:
    """Add motion files to the table, each once; returns how many are new."""
    known, new = {row.file for row in table.lessons}, 0
    for one in rows:
        if one.file not in known:
            row = table.lessons.add()
            row.name, row.caption, row.use, row.file = one.name, one.caption, one.use, one.file
            new += 1
    return new


def job_of(table: Any, base: str) -> Job:
    """Return the table as a job; Actions stand in it as the files that `write` makes."""
    name = table.title.strip()
    clips = jobs.folder_of(name) / "clips"
    rows = []
    for number, row in enumerate(table.lessons):
        path = row.file if row.file else str(clips / f"{number:03d}.npz")
        gone = not row.file and (row.action is None or row.rig is None)
        rows.append(Row(path, row.name, row.caption, row.use and not gone))
    return Job(name, tuple(rows), table.minutes, base)


def write(table: Any, job: Job) -> None:
    """Write the Actions of a job's rows as files that don't need this Blender. Raises RigError."""
    for lesson, row in zip(table.lessons, job.rows, strict=True):
        if row.use and not lesson.file:
            Path(row.file).parent.mkdir(parents=True, exist_ok=True)
            export.export(lesson.rig, lesson.action, Path(row.file), "npz")


def files_in(folder: Path, names: Sequence[str]) -> list[Row]:
    """Rows of the files of a folder with these names, captioned by them; of all its files where none is named. Raises
    EngineError."""
    if not any(names):
        return jobs.rows_of(folder)
    return [Row(str(folder / name), Path(name).stem, jobs.caption_of(Path(name).stem)) for name in names]
