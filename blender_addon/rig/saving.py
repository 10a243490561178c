"""Saves the open file as a .blend: as a copy beside its target, opened again as a library, then renamed.

Blender itself may call a save finished that a full disk cut short. The file that is open stays the open one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from pathlib import Path
from typing import Any

import bpy

from ..engine import files
from .importing import FileError, last_line

_ENDS = (b"ENDB", b"\xb1\xea\x92\x8f")  # of a plain file's last block, of the table that ends a compressed one
_TAIL = 64  # bytes of a file in which its end is looked for
_LEAST_ROOM = 64 * 1024  # bytes: a disk with less is full, for a .blend


def save_blend(path: Path) -> None:
    """Save as `path`, with Blender's backups (.blend1) of what was there. Raises FileError, and all is as it was."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.replaced(path, keep=_keep_versions) as beside:
            write_copy(beside, path)
    except (OSError, ValueError) as error:
        raise FileError(_why_not(path, error)) from error


def write_copy(beside: Path, path: Path) -> None:
    """Write the open file into the new file `beside`, to be renamed to `path`, and bring it to disk. Raises FileError
    where it can't be written whole, and leaves nothing there."""
    try:
        beside.unlink(missing_ok=True)  # else Blender keeps it as a .blend1
        _save(beside)
        files.sync(beside)
        _check(beside)
    except BaseException as error:
        for name in (beside, beside.with_name(f"{beside.name}@")):  # Blender's own unfinished file
            with contextlib.suppress(OSError):
                name.unlink()
        if isinstance(error, (OSError, RuntimeError, ValueError)):
            raise FileError(_why_not(path, _no_room(path) or error)) from error
        raise


def _save(path: Path) -> None:
    bpy.ops.wm.save_as_mainfile(filepath=str(path), check_existing=False, copy=True)


def _check(path: Path) -> None:
    """Raise ValueError or OSError unless a .blend has its end, and holds the objects and Actions that are open."""
    with path.open("rb") as file:
        file.seek(-min(_TAIL, path.stat().st_size), os.SEEK_END)
        tail = file.read()
    if not any(end in tail for end in _ENDS):
        raise ValueError("it was cut short")
    load: Any = bpy.data.libraries.load  # whose stub is no context manager
    with load(str(path)) as (found, _):
        kinds = ((bpy.data.objects, found.objects), (bpy.data.actions, found.actions))
        lost = {data.name for there, _ in kinds for data in there if _is_saved(data)} - {
            name for _, names in kinds for name in names
        }
    if lost:
        raise ValueError(f"“{min(lost)}” is not in it")


def _is_saved(data: bpy.types.ID) -> bool:
    return data.library is None and data.users > 0 and not getattr(data, "is_runtime_data", False)


def _no_room(path: Path) -> OSError | None:
    """The error of a full disk where there is less room than the open file takes; Blender often tells another."""
    probe = Path(bpy.app.tempdir) / f"motif-{secrets.token_hex(4)}.blend"
    needed = path.stat().st_size if path.exists() else 0
    with contextlib.suppress(OSError, RuntimeError):
        _save(probe)
        needed = probe.stat().st_size
    with contextlib.suppress(OSError):
        probe.unlink()
    with contextlib.suppress(OSError):
        if shutil.disk_usage(path.parent).free < max(needed, _LEAST_ROOM):
            return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return None


def _why_not(path: Path, error: BaseException) -> str:
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EFBIG):
        return files.why_not(path, error)
    said = getattr(error, "strerror", None) or last_line(error)
    return f"{path} can't be written ({said}): choose a folder that you may write to."


def _keep_versions(target: Path) -> None:
    """Keep the file that is replaced as .blend1, and older ones as .blend2 and so on, as the preferences say."""
    count = bpy.context.preferences.filepaths.save_version
    named = [target.with_name(f"{target.name}{number}") for number in range(1, count + 1)]
    for older, newer in zip(reversed(named[1:]), reversed(named[:-1])):
        with contextlib.suppress(FileNotFoundError):
            os.replace(newer, older)
    if not named:
        return
    link = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        os.link(target, link)
        os.replace(link, named[0])
    except OSError:  # a disk without links
        files.write(named[0], target.read_bytes())
    finally:
        link.unlink(missing_ok=True)  # still there where both names were one file's
