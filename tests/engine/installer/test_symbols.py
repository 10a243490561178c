"""Libraries without what debuggers read load and answer as before."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from importlib import metadata
from importlib.machinery import ExtensionFileLoader
from pathlib import Path

import pytest

from engine.installer import symbols
from engine.installer.verify import _is_bad


@pytest.fixture
def library(tmp_path, monkeypatch) -> Path:
    """A copy of a real extension that has its names in it."""
    spec = importlib.util.find_spec("msgpack._cmsgpack")
    if not sys.platform.startswith("linux") or spec is None or not spec.origin:
        pytest.skip("msgpack's library for Linux is not here to try it with")
    monkeypatch.setattr(symbols, "LARGE", 1000)
    return Path(shutil.copy(spec.origin, tmp_path))


def test_a_library_is_smaller_and_works(library):
    before, length = library.stat().st_size, symbols.length(library)
    digest, size, less = symbols.without(library)
    assert 0 < less == before - length and library.stat().st_size == int(size) == length
    assert symbols.without(library) == (digest, size, 0), "a second time changes nothing"
    loader = ExtensionFileLoader("msgpack._cmsgpack", str(library))
    spec = importlib.util.spec_from_loader("msgpack._cmsgpack", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    assert module.unpackb(module.Packer().pack({"a": [1, 2.5]})) == {"a": [1, 2.5]}
    package = metadata.PathDistribution(library.parent / "x.dist-info")
    assert not _is_bad(package, library.name, digest) and _is_bad(package, library.name, "sha256=other")


def test_other_files_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(symbols, "LARGE", 10)
    for data in (b"MZ" + bytes(500), b"\x7fELF\x01\x01" + bytes(500), b"\x7fELF\x02\x01" + b"\xff" * 500, b"\x7fELF"):
        path = tmp_path / "a.so"
        path.write_bytes(data)
        assert symbols.without(path) == ("", "", 0) and path.read_bytes() == data
