"""Files are replaced whole or not at all: a full disk, a kill, a link, a file that reads otherwise."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine import files
from tests.small_disk import fill, small_disk

ROOT = Path(__file__).resolve().parents[2]
unix = pytest.mark.skipif(os.name == "nt", reason="rights and signals of Unix")


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_file_is_made_and_replaced(tmp_path):
    path = tmp_path / "a.json"
    files.write(path, b"[1]")
    assert path.read_bytes() == b"[1]"
    files.write_json(path, {"a": "é"})
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": "é"} and names(tmp_path) == ["a.json"]


@unix
def test_rights_are_those_of_the_old_file_or_of_the_mask(tmp_path):
    old = os.umask(0o027)
    try:
        files.write(tmp_path / "new", b"")
    finally:
        os.umask(old)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640
    (tmp_path / "new").chmod(0o604)
    files.write(tmp_path / "new", b"again")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o604


@unix
@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_and_its_target_is_replaced(tmp_path, there):
    far, near = tmp_path / "far", tmp_path / "near"
    far.mkdir()
    near.mkdir()
    if there:
        (far / "take.npz").write_bytes(b"old")
    (near / "link.npz").symlink_to(Path("../far/take.npz"))
    files.write(near / "link.npz", b"new")
    assert (near / "link.npz").is_symlink() and (far / "take.npz").read_bytes() == b"new"
    assert names(far) == ["take.npz"] and names(near) == ["link.npz"]


def test_a_check_that_fails_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.json"
    files.write(path, b"{}")
    with pytest.raises(ValueError):
        files.write(path, b"{", files.check_json)
    with pytest.raises(ValueError, match="cut short"), files.replaced(path, files.check_zip) as beside:
        beside.write_bytes(b"PK\3\4 half of one")
    assert path.read_bytes() == b"{}" and names(tmp_path) == ["a.json"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, OSError(errno.ENOSPC, "no room")])
@pytest.mark.parametrize("where", ["fsync", "replace"])
def test_nothing_is_left_of_a_write_that_ends_early(tmp_path, monkeypatch, stop, where):
    path = tmp_path / "a.txt"
    files.write(path, b"old")

    def end(*_: object) -> None:
        raise stop

    monkeypatch.setattr(os, where, end)
    with pytest.raises(type(stop) if isinstance(stop, OSError) else stop):
        files.write(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old" and names(tmp_path) == ["a.txt"]


def test_a_disk_that_takes_half(tmp_path, monkeypatch):
    """Where the system says that all was written, and the file holds less."""
    path = tmp_path / "a.txt"
    files.write(path, b"old")
    monkeypatch.setattr(Path, "read_bytes", lambda self: b"half")
    with pytest.raises(OSError, match="reads otherwise"):
        files.write(path, b"the whole")
    monkeypatch.undo()
    assert path.read_bytes() == b"old" and names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("left", [0, 4096, 16384])
def test_a_full_disk(tmp_path, left):
    with small_disk(tmp_path / "disk", 128) as disk:
        path = disk / "a.bin"
        files.write(path, b"old" * 1000)
        fill(disk, left)
        with pytest.raises(OSError) as caught:
            files.write(path, b"new" * 20000)
        assert "no room left on the disk" in files.why_not(path, caught.value)
        assert path.read_bytes() == b"old" * 1000 and names(disk) == ["a.bin", "ballast"]


@unix
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_kill_at_any_moment(tmp_path, number):
    path = tmp_path / "a.bin"
    code = f"""
import signal
from pathlib import Path
from engine import files
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a run in the background has inherited as ignored
while True:
    for letter in (b"a", b"b"):
        files.write(Path({str(path)!r}), letter * 300_000)
"""
    for delay in (0.0, 0.003, 0.007, 0.011):
        path.unlink(missing_ok=True)  # what this process writes tells that it listens
        process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.DEVNULL)
        while not path.exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.05 + delay)
        process.send_signal(number)
        process.wait()
        assert path.read_bytes() in (b"a" * 300_000, b"b" * 300_000)
    if number == signal.SIGINT:
        assert names(tmp_path) == ["a.bin"]


@unix
def test_a_device_is_written_straight():
    files.write(Path(os.devnull), b"gone")
    assert files.is_device(Path("/dev/stdout")) and not Path(os.devnull).is_file()


def test_what_is_not_to_be_replaced(tmp_path):
    with pytest.raises(IsADirectoryError):
        files.write(tmp_path, b"")
    path = tmp_path / "kept.txt"
    path.write_bytes(b"kept")
    path.chmod(0o444)
    if os.access(path, os.W_OK):
        pytest.skip("this user may write to everything")
    with pytest.raises(PermissionError):
        files.write(path, b"new")
    assert path.read_bytes() == b"kept"


def test_long_names_and_names_with_stray_bytes(tmp_path):
    long = tmp_path / ("é" * 120 + ".json")
    files.write_json(long, [])
    assert json.loads(long.read_text()) == [] and len(os.fsencode(files.waiting_name(long).name)) <= 255
    assert files.to_json({"out": "a\udcff.npz", "text": "🙂"}) == '{"out": "a�.npz", "text": "🙂"}'
    if sys.platform.startswith("linux"):
        stray = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.txt"))
        files.write_text(stray, f"{stray}")
        assert stray.read_text(encoding="utf-8").endswith("a�.txt")


def test_sentences():
    path = Path("there") / "a.npz"
    assert files.why_not(path, OSError(errno.ENOSPC, "x")) == (
        f"There is no room left on the disk of {path} (x): free some space, or name another disk."
    )
    assert "larger than a file may be" in files.why_not(path, OSError(errno.EFBIG, "x"))
    assert files.why_not(path, ValueError("it was cut short.")).startswith(
        f"{path} can't be written (it was cut short)"
    )
