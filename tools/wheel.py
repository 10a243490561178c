"""`build.py wheel`: the wheel and the source archive, by hatchling as pyproject.toml has them."""

from __future__ import annotations

from pathlib import Path

from .console import Stop, run_through, shown, venv_python


def main(folder: Path, sdist: bool = False) -> list[Path]:
    """Write the wheel, and where asked the source archive, into a folder; returns the files."""
    before = {path: path.stat().st_mtime_ns for path in folder.glob("motif-*")}
    kinds = ["-t", "wheel", *(["-t", "sdist"] if sdist else [])]
    if run_through([venv_python(), "-m", "hatchling", "build", "-d", folder.resolve(), *kinds]):
        raise Stop(f"the wheel was not made: see above; {folder} has to take files, or give another with --out")
    made = [path for path in sorted(folder.glob("motif-*")) if before.get(path) != path.stat().st_mtime_ns]
    for path in made:
        print(f"{shown(path)}: {path.stat().st_size / 1e6:.1f} MB")
    return made
