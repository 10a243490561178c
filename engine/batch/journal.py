"""The journal beside a manifest: which rows are made, so that an interrupted run can be resumed.

A JSON object a line, appended only. A row's files are written under temporary names; a line "writing" with their
sha256 is flushed to disk, the files are renamed, and a line "made" follows: it stands there only when all of a row is
under its name. After an interruption at any point the next run finds either nothing of a row or all of it, and makes
no row twice. Standard library only.
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

from .. import files
from ..protocol.errors import EngineError, bad_request

Entry = Mapping[str, Any]
_START = b'{"state"'  # of every line


def path_for(manifest: Path) -> Path:
    """`shots.jsonl` -> `shots.jsonl.journal`."""
    return manifest.with_name(f"{manifest.name}.journal")


def old_path_for(manifest: Path) -> Path:
    """`shots.jsonl` -> `shots.journal.jsonl`, as journals were called before 0.2: read still, not written."""
    return manifest.with_name(f"{manifest.stem}.journal.jsonl")


def beside(path: Path) -> Path:
    """Where a file is written before it gets its name: always the same place, so that nothing piles up."""
    return files.waiting_name(files.target_of(path))


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
        if not files.lock(self._file) or not os.fstat(self._file.fileno()).st_nlink:
            self._file.close()
            raise bad_request(f"The manifest {manifest} is being run already: wait for that run, or end it.")
        self._latest: dict[str, Entry] = {}
        self._digests: dict[str, set[str]] = {}
        self._read(old_path_for(Path(manifest)))

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let other runs have it; where nothing was noted, none is left."""
        with contextlib.suppress(OSError):
            if not os.fstat(self._file.fileno()).st_size:
                self.path.unlink()
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

    def wrote(self, path: Path) -> bool:
        """Whether the file at `path` is as a run of this manifest left it."""
        known = self._digests.get(self._short(path), ())
        try:
            return bool(known) and _digest(path) in known
        except OSError:
            return False

    def made(self, key: str, paths: Sequence[Path], data: Mapping[str, Any]) -> Entry:
        """Bring to disk that the files beside `paths` are the row's, give them their names, then note that it is made.

        Raises EngineError where one of them can't be; what waits is the caller's to delete then.
        """
        try:
            for path in paths:
                files.check_replaceable(path)
            listed = [{"path": self._short(path), "sha256": _digest(beside(path))} for path in paths]
            entry = {"state": "made", "row": key, **data, "files": listed}
        except OSError as error:
            raise _unwritable(paths[0], error) from error
        self._append({**entry, "state": "writing"})
        self._rename(entry)
        self._append(entry)
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
                    files.rename(waiting, files.target_of(path))
            except OSError as error:
                raise _unwritable(path, error) from error

    def _append(self, entry: Entry) -> None:
        size = os.fstat(self._file.fileno()).st_size
        line = files.to_json(entry).encode() + b"\n"
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

    def _read(self, old: Path) -> None:
        """Take in the lines, after those of a journal of before 0.2; a last one that was cut off is cut away."""
        earlier = b""
        with contextlib.suppress(OSError):
            earlier = old.read_bytes()
        if earlier.startswith(_START):
            self._take_lines(earlier.rpartition(b"\n")[0])
        self._file.seek(0)
        raw = self._file.read() or b""
        if raw and not raw.startswith((_START, _START[: len(raw)])):
            self._file.close()
            raise bad_request(f"{self.path} is there and is no journal of a manifest: rename it, or the manifest.")
        whole = raw.rfind(b"\n") + 1
        if whole < len(raw):
            self._file.truncate(whole)
        self._take_lines(raw[:whole])
        self._finish((raw[:whole] or earlier).splitlines()[-1:])

    def _take_lines(self, raw: bytes) -> None:
        for line in raw.splitlines():
            with contextlib.suppress(ValueError, KeyError, TypeError):  # a line that is none: as if it were not there
                self._take_in(json.loads(line))

    def _finish(self, last: Sequence[bytes]) -> None:
        """Note as made what was cut off between its files' names and the last line."""
        with contextlib.suppress(ValueError, KeyError, TypeError):
            entry = json.loads(last[0]) if last else {}
            if entry.get("state") != "writing":
                return
            self._rename(entry)
            if all(self.wrote(self._folder / file["path"]) for file in entry["files"]):
                self._append({**entry, "state": "made"})

    def _take_in(self, entry: Entry) -> None:
        if entry["state"] not in ("made", "writing"):
            return
        for file in entry["files"]:
            self._digests.setdefault(file["path"], set()).add(file["sha256"])
            if entry["state"] == "made":
                self._latest[file["path"]] = entry

    def _short(self, path: Path) -> str:
        """Below the manifest's folder where it lies there, so that the folder can be moved."""
        try:
            return files.plain(Path(os.path.normpath(path)).relative_to(self._folder).as_posix())
        except ValueError:
            return files.plain(str(path))


def _digest(path: Path) -> str:
    """sha256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() if sys.version_info >= (3, 11) else _slow_digest(file)


def _slow_digest(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    while block := file.read(1 << 20):
        found.update(block)
    return found.hexdigest()


def _unwritable(path: Path, error: OSError) -> EngineError:
    return bad_request(files.why_not(path, error))
