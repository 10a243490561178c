"""Writing files so that nothing is ever lost: beside their target, brought to disk, checked, then renamed onto it.

Whatever ends the program, the old file or the new one stands whole under its name. A link stays one: what it points to
is replaced. Standard library only: the command lines, the add-on and the installer all write through here.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import secrets
import stat
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

Check = Callable[[Path], None]
_NAME_BYTES = 255  # what a file's name may hold nearly everywhere
_NO_ROOM = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_LONE = re.compile("[\ud800-\udfff]")  # stand for bytes that were no characters
_UNSYNCED = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM}  # places that can't be told to sync


def write(path: Path, data: bytes, check: Check | None = None) -> None:
    """Replace the file at `path` with `data`, or make it; as `replaced`. Raises OSError, and leaves all as it was."""
    path = Path(path)
    if is_device(path):
        with open(path, "wb") as device:
            device.write(data)
        return
    with replaced(path, check) as beside:
        put(beside, data)


def write_text(path: Path, text: str) -> None:
    """Replace the file at `path` with a text in UTF-8; as `write`."""
    write(path, plain(text).encode())


def write_json(path: Path, value: Any, indent: int | None = 1) -> None:
    """Replace the file at `path` with a value as JSON and a line's end; as `write`."""
    write(path, (to_json(value, indent) + "\n").encode(), check_json)


def put(beside: Path, data: bytes) -> None:
    """Write a new file that isn't under its own name yet, and make sure that it holds `data`."""
    # Never through a link, and with the rights that the user's mask gives.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(beside, flags, 0o666), "wb") as file:
        file.write(data)
    sync(beside)
    if beside.read_bytes() != data:
        raise OSError(errno.EIO, "what was written reads otherwise")


@contextlib.contextmanager
def replaced(path: Path, check: Check | None = None, keep: Check | None = None) -> Iterator[Path]:
    """Yield the name of a file to be made beside `path`; afterwards bring it to disk, check it and rename it.

    check: raises OSError or ValueError where the new file is not whole. keep: called with the target before it is
    replaced. On any error, Ctrl-C included, the new file is deleted and the old one stands. Raises OSError.
    """
    target = target_of(path)
    check_replaceable(path)
    beside = target.with_name(_beside_name(target, secrets.token_hex(4)))
    try:
        yield beside
        sync(beside)
        if check is not None:
            check(beside)
        rename(beside, target, keep)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def check_replaceable(path: Path) -> None:
    """Raise OSError where something stands at `path` that may not be replaced by a file."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if is_device(path):
        raise OSError(errno.EINVAL, "it is no file", str(path))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it is write-protected", str(path))


def rename(beside: Path, target: Path, keep: Check | None = None) -> None:
    """Give a file that is on disk its name, with the rights of the one that it replaces. Raises OSError."""
    with contextlib.suppress(FileNotFoundError):
        old = os.stat(target)
        os.chmod(beside, stat.S_IMODE(old.st_mode))
        if hasattr(os, "chown") and (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
            with contextlib.suppress(OSError):
                os.chown(beside, old.st_uid, old.st_gid)
        if keep is not None:
            keep(target)
    os.replace(beside, target)
    with contextlib.suppress(OSError):  # Windows opens no folders
        sync(target.parent)


def target_of(path: Path) -> Path:
    """Where a path leads once all links are followed, whether something is there or not."""
    return Path(os.path.realpath(path))


def identity(path: Path | str) -> tuple[Any, ...]:
    """What two paths to one file have in common, whether it is there or not: links, hard links, `..` and, on disks that
    take no notice of it, the case of letters make no difference."""
    real = os.path.realpath(path)
    with contextlib.suppress(OSError, ValueError):
        found = os.stat(real)
        if found.st_ino:
            return found.st_dev, found.st_ino
    folder, name = os.path.split(real)
    if folder == real:
        return (os.path.normcase(real),)
    if _folds_case(folder):
        name = unicodedata.normalize("NFC", name).casefold()
    return (*identity(folder), os.path.normcase(name))


def _folds_case(folder: str) -> bool:
    other = folder.swapcase()
    with contextlib.suppress(OSError, ValueError):
        return other != folder and os.path.samefile(other, folder)
    return False


def clash(outputs: Mapping[str, Iterable[Path | None]], inputs: Mapping[str, Path | str | None]) -> str:
    """The sentence where one of the files to be written is one that is read, or another to be written; else "".

    Both by the words of the command line that name them, such as --out.
    """
    taken = {identity(path): what for what, path in inputs.items() if path is not None}
    for what, paths in outputs.items():
        for path in paths:
            if path is None or is_device(path):
                continue
            other = taken.setdefault(identity(path), what)
            if other in inputs:
                return f"{what} {path} is the file that {other} reads, which stays as it is: name another file."
            if other != what:
                return f"{what} {path} is the file that {other} writes: name another file."
    return ""


def is_device(path: Path) -> bool:
    """Whether a path leads to no file but to a terminal, a pipe or /dev/null, which are written straight."""
    if os.path.dirname(os.path.abspath(path)) == "/dev" or os.path.abspath(path).startswith("/proc/"):
        return True
    with contextlib.suppress(OSError):
        kind = os.stat(path).st_mode
        return not (stat.S_ISREG(kind) or stat.S_ISDIR(kind))
    return False


def waiting_name(path: Path) -> Path:
    """Where a file waits for its name between two runs: always the same place, so that nothing piles up."""
    return path.with_name(_beside_name(path, ""))


def _beside_name(path: Path, token: str) -> str:
    """`.NAME.TOKEN.part.npz`; of a name that has no room for more, or that Blender may not take, a digest."""
    end = f".{token}.part{plain(path.suffix)}" if token else f".part{plain(path.suffix)}"
    if not _LONE.search(path.stem) and len(f".{path.stem}{end}".encode()) <= _NAME_BYTES:
        return f".{path.stem}{end}"
    return f".{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:20]}{end}"


def sync(path: Path) -> None:
    """Bring a file's bytes, or a folder's names, to disk. Raises OSError where they did not get there."""
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNSYNCED:
            raise
    finally:
        os.close(handle)


def lock(file: IO[bytes]) -> bool:
    """Hold an open file until it is closed, or until this process ends in whatever way; False where another does."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 40)  # far past what it holds: a locked range can't be read by others
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return sys.platform != "win32"  # a network folder without locks: one process at a time is then the user's care
    return True


def check_json(path: Path) -> None:
    """Raise ValueError unless a file is JSON."""
    json.loads(path.read_text(encoding="utf-8"))


def check_zip(path: Path) -> None:
    """Raise ValueError unless a file is a zip with its end, as numpy and torch write them."""
    try:
        zipfile.ZipFile(path).close()
    except zipfile.BadZipFile as error:
        raise ValueError("it was cut short") from error


def to_json(value: Any, indent: int | None = None) -> str:
    """As JSON that any program reads: bytes that are no characters, as in some file names, become U+FFFD."""
    return plain(json.dumps(value, ensure_ascii=False, indent=indent))


def plain(text: str) -> str:
    """The text with U+FFFD for bytes that are no characters, which Python reads as lone surrogates."""
    return _LONE.sub("\N{REPLACEMENT CHARACTER}", text)


def why_not(path: Path, error: BaseException) -> str:
    """The sentence for a file or a folder that could not be written."""
    number = getattr(error, "errno", None)
    reason = (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")
    if number in _NO_ROOM:
        return f"There is no room left on the disk of {path} ({reason}): free some space, or name another disk."
    if number == errno.EFBIG:
        return f"{path} would be larger than a file may be there ({reason}): name a place on another disk."
    what = f"Nothing can be written to {path}" if path.is_dir() or not path.suffix else f"{path} can't be written"
    return f"{what} ({reason}): choose another folder or allow writing there."
