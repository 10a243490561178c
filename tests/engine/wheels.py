"""Stand-in wheels, lock files that pin them, and an installer that takes them: no network, no torch."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

from engine.installer import folder, plan
from engine.installer.environment import Installer
from engine.installer.plan import Machine

PYTHON = sys.version_info[:2]
HERE = Machine("linux", "x86_64")
LIBRARIES = ("alpha", "torch")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make_wheel(place: Path, name: str, version: str, code: str = "", needs: str = "") -> Path:
    """A wheel with one module, as a build tool would write it."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": f"__version__ = {version!r}\n{code}",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needs}",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = []
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record.append(f"{path},sha256={digest},{len(text.encode())}\n")
    files[f"{info}/RECORD"] = "".join(record) + f"{info}/RECORD,,\n"
    target = place / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(target, "w") as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), text)
    return target


class Studio:
    """A folder of stand-in wheels, the lock files that pin them, and a place to install into."""

    def __init__(self, place: Path) -> None:
        self.wheels, self.locks, self.folder = place / "wheels", place / "locks", place / "engine"
        self.wheels.mkdir(parents=True)
        self.locks.mkdir()
        self.said: list[tuple[float, str]] = []
        name = plan.tag(HERE, PYTHON)
        alpha, torch = make_wheel(self.wheels, "alpha", "1.0"), self._torch()
        self._lock(f"{name}.txt", f"alpha==1.0 --hash=sha256:{digest(alpha)}")
        self._lock(f"{name}-cpu.txt", f"torch==2.13.0+cpu --hash=sha256:{digest(torch)}")

    def _torch(self) -> Path:
        return make_wheel(self.wheels, "torch", "2.13.0+cpu", "class cuda:\n    is_available = staticmethod(bool)\n")

    def _lock(self, name: str, line: str) -> None:
        (self.locks / name).write_text(line + "\n")

    def installer(self, report=None, **options) -> Installer:
        options = {"wheels": self.wheels, "libraries": LIBRARIES, **options}
        return Installer(self.folder, report or (lambda f, m: self.said.append((f, m))), **options)

    def plan(self) -> plan.Plan:
        made = plan.make(HERE, PYTHON, "cpu", self.locks)
        return plan.Plan(**{**made.__dict__, "disk": 10_000_000})

    def runs(self, code: str) -> str:
        python = folder.interpreter(self.folder)
        return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
