"""The journal beside a manifest: which rows are made, so that an interrupted run can be resumed.

A JSON object a line, appended only. A row's files are written under temporary names, the line with their sha256 is
flushed to disk, and only then are the files renamed: after an interruption at any point the next run finds either
nothing of a row or all of it, and makes no row twice. Standard library only.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from ..protocol.errors import EngineError, bad_request

Entry = Mapping[str, Any]


def path_for(manifest: Path) -> Path:
    """`shots.jsonl` -> `shots.journal.jsonl`."""
    return manifest.with_name(f"{manifest.stem}.journal.jsonl")


def beside(path: Path) -> Path:
    """Where a file is written before it gets its name: always the same place, so that nothing piles up."""
    return path.with_name(f".{path.stem}.part{path.suffix}")


class Journal:
    """The journal of one manifest, held by one run at a time; a context manager.

    Raises EngineError where another run holds it or nothing can be written.
    """

    def __init__(self, manifest: Path) -> None:
        self.path = path_for(Path(manifest))
        self._folder = self.path.parent.absolute()
        try:
            self._file: IO[bytes] = open(self.path, "a+b", buffering=0)  # noqa: SIM115 - closed by close()
        except OSError as error:
            raise _unwritable(self.path, error) from error
        if not _lock(self._file):
            self._file.close()
            raise bad_request(f"The manifest {manifest} is being run already: wait for that run, or end it.")
        self._latest: dict[str, Entry] = {}
        self._read()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let other runs have it."""
        self._file.close()

    def find(self, key: str, paths: Sequence[Path]) -> Entry | None:
        """The entry of a row that was made, with all its files in place; None where it is to be made.

        Files that were brought to disk and not yet renamed are renamed now. One that somebody changed since stays.
        """
        entries = [self._latest.get(self._short(path)) for path in paths]
        entry = entries[0]
        if entry is None or entry["row"] != key or any(e is not entry for e in entries):
            return None
        self._rename(entry)
        return entry if all(path.exists() for path in paths) else None

    def holders(self, path: Path) -> Entry | None:
        """The entry of the rows whose takes a file holds, in place; None where it holds none."""
        entry = self._latest.get(self._short(path))
        if entry is not None:
            self._rename(entry)
        return entry if path.exists() else None

    def made(self, key: str, paths: Sequence[Path], data: Mapping[str, Any]) -> Entry:
        """Bring to disk that the files beside `paths` are the row's, then give them their names."""
        try:
            files = [{"path": self._short(path), "sha256": _digest(beside(path))} for path in paths]
        except OSError as error:
            raise _unwritable(paths[0], error) from error
        entry = {"state": "made", "row": key, **data, "files": files}
        self._append(entry)
        self._rename(entry)
        return entry

    def failed(self, key: str, data: Mapping[str, Any]) -> None:
        """Note that a row could not be made; the next run tries it again."""
        self._append({"state": "failed", "row": key, **data})

    def _rename(self, entry: Entry) -> None:
        for file in entry["files"]:
            path = self._folder / file["path"]
            waiting = beside(path)
            try:
                if waiting.exists() and _digest(waiting) == file["sha256"]:
                    os.replace(waiting, path)
            except OSError as error:
                raise _unwritable(path, error) from error

    def _append(self, entry: Entry) -> None:
        size = os.fstat(self._file.fileno()).st_size
        line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        try:
            # Past Python's own buffer, which would try to write again what a full disk refused.
            written = os.write(self._file.fileno(), line)
            if written < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(self._file.fileno())
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.truncate(size)  # half a line would spoil the next one
            raise _unwritable(self.path, error) from error
        self._take_in(entry)

    def _read(self) -> None:
        """Take in the lines; the last one, where it was cut off, is cut away."""
        self._file.seek(0)
        raw = self._file.read() or b""
        whole = raw.rfind(b"\n") + 1
        if whole < len(raw):
            self._file.truncate(whole)
        for line in raw[:whole].splitlines():
            with contextlib.suppress(ValueError, KeyError, TypeError):  # a line that is none: as if it were not there
                self._take_in(json.loads(line))

    def _take_in(self, entry: Entry) -> None:
        if entry["state"] == "made":
            for file in entry["files"]:
                self._latest[file["path"]] = entry

    def _short(self, path: Path) -> str:
        """Below the manifest's folder where it lies there, so that the folder can be moved."""
        try:
            return Path(os.path.normpath(path)).relative_to(self._folder).as_posix()
        except ValueError:
            return str(path)


def _digest(path: Path) -> str:
    """sha256 of a file, after its bytes are on disk."""
    with open(path, "r+b") as file:
        os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest() if sys.version_info >= (3, 11) else _slow_digest(file)


def _slow_digest(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    while block := file.read(1 << 20):
        found.update(block)
    return found.hexdigest()


def _lock(file: IO[bytes]) -> bool:
    """Hold the file until it is closed, or until this process ends in whatever way; False where another does."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 40)  # far past the lines: a locked range can't be read by others
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return sys.platform != "win32"  # a network folder without locks: one run at a time is then the user's care
    return True


def _unwritable(path: Path, error: OSError) -> EngineError:
    reason = error.strerror or str(error)
    return bad_request(f"{path} can't be written ({reason}): choose another folder or allow writing there.")
