"""Virtual environments with pinned packages, and the system libraries that Blender's wheel needs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
import time
import venv
from functools import cache
from pathlib import Path
from typing import Any

from .console import BUILD, LOG, ROOT, VENV, Stop, clean_environment, run_logged, shown, step, venv_python

STAMP = "motif-stamp.json"

# What bpy's wheel links to and a bare system lacks: apt package -> a library file it brings.
APT_LIBRARIES = {
    "libx11-6": "libX11.so.6", "libxrender1": "libXrender.so.1", "libxfixes3": "libXfixes.so.3",
    "libxi6": "libXi.so.6", "libxkbcommon0": "libxkbcommon.so.0", "libsm6": "libSM.so.6", "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1", "libxxf86vm1": "libXxf86vm.so.1", "libgomp1": "libgomp.so.1",
}  # fmt: skip
# Mesa's drivers are no shared library of the linker's: they lie in a folder of their own.
APT_DRIVERS = {"libgl1-mesa-dri": "/usr/lib/*/dri/*swrast_dri.so"}

_LAUNCHER = """#!{python}
# Written by build.py: the project's folder is two above this file's.
import os
import signal
import sys
from pathlib import Path

signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while libraries load: the end, without a trace
root = Path(__file__).resolve().parents[2]
{body}
"""
_MOTIF = """sys.path[0] = str(root)
from engine.__main__ import main

sys.exit(main())"""
# The add-on as Blender loads it, on the linked tree, with this environment for its engine.
_MOTIF_BLENDER = """sys.path[0] = str(root / "build" / "link")
if not (root / "build" / "link" / "motif" / "batch.py").exists():
    sys.exit("motif-blender: run `python3 build.py link` first")
os.environ.setdefault("MOTIF_ENGINE_PYTHON", sys.executable)
from motif.batch import run_as_program

run_as_program()"""


@cache
def project() -> dict[str, Any]:
    """pyproject.toml."""
    import tomllib

    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def groups() -> list[tuple[str, list[str], list[str]]]:
    """What goes into .venv, in order: (line on the console, requirements, pip options)."""
    needs: list[str] = project()["project"]["dependencies"]
    extras: dict[str, list[str]] = project()["project"]["optional-dependencies"]
    motif: dict[str, Any] = project()["tool"]["motif"]
    stubs = ["--no-deps", "--target", str(VENV / "stubs")]
    return [
        (f"{_names(needs[:1])} (the largest download)", needs[:1], []),
        (_names(needs[1:]), needs[1:], []),
        (f"Blender: {_names(extras['blender'])}", extras["blender"], []),
        (f"text encoder: {_names([motif['text-encoder']])}", [motif["text-encoder"]], ["--no-deps"]),
        (f"development: {_names(extras['dev'])}", extras["dev"], []),
        (f"Blender's types: {_names([motif['stubs']])}", [motif["stubs"]], stubs),
    ]


def _names(requirements: list[str]) -> str:
    return ", ".join(re.split(r"[=<>~]", r)[0] + (f" {r.split('==')[1]}" if "==" in r else "") for r in requirements)


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def ensure() -> None:
    """Make .venv what pyproject.toml asks for; does nothing, quickly, when it already is."""
    wanted = _digest([groups(), sys.version_info[:2], _MOTIF, _MOTIF_BLENDER])
    if _stamp(VENV) != wanted:
        began = time.monotonic()
        print(f"Setting up {shown(VENV)} (once; logs in {shown(LOG)})")
        _make_venv(VENV)
        pins = [r for _, requirements, _ in groups() for r in requirements]
        for number, (label, requirements, options) in enumerate(groups(), 1):
            pip_install(VENV, f"[{number}/{len(groups())}] {label}", requirements, options, pins)
        write_launchers()
        (VENV / STAMP).write_text(json.dumps({"digest": wanted}), encoding="utf-8")
        print(f"Environment ready in {time.monotonic() - began:.0f} s")
    ensure_system_libraries()


def ensure_side(name: str, requirements: list[str]) -> Path:
    """A further environment under build/, made once: returns its interpreter."""
    folder = BUILD / name
    wanted = _digest([requirements, sys.version_info[:2]])
    if _stamp(folder) != wanted:
        _make_venv(folder)
        pip_install(folder, f"{shown(folder)}: {_names(requirements)}", requirements, [], requirements)
        (folder / STAMP).write_text(json.dumps({"digest": wanted}), encoding="utf-8")
    return venv_python(folder)


def ensure_pytest() -> None:
    """pytest in build/pytest for the Pythons inside Blenders, which lack it; made once, of pure Python alone."""
    folder = BUILD / "pytest"
    dev: list[str] = project()["project"]["optional-dependencies"]["dev"]
    requirements = [r for r in dev if r.startswith("pytest")] + project()["tool"]["motif"]["pytest-before-3.11"]
    wanted = _digest(requirements)
    if _stamp(folder) != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        pure = ["--only-binary", ":all:", "--platform", "any", "--implementation", "py", "--abi", "none"]
        label = f"{shown(folder)}: {_names(requirements)}"
        pip_install(VENV, label, requirements, [*pure, "--target", str(folder)], requirements)
        (folder / STAMP).write_text(json.dumps({"digest": wanted}), encoding="utf-8")


def ensure_smplx() -> None:
    """smplx in build/smplx for its tests; made once. Its licence keeps it out of .venv and of what ships."""
    folder = BUILD / "smplx"
    requirements: list[str] = project()["project"]["optional-dependencies"]["smpl"]
    wanted = _digest(requirements)
    if _stamp(folder) != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        pip_install(VENV, f"{shown(folder)}: {_names(requirements)}", requirements, ["--no-deps", "--target",
                    str(folder)], requirements)  # fmt: skip
        (folder / STAMP).write_text(json.dumps({"digest": wanted}), encoding="utf-8")


def _stamp(folder: Path) -> str | None:
    try:
        return json.loads((folder / STAMP).read_text(encoding="utf-8"))["digest"]
    except (OSError, ValueError, KeyError):
        return None


def _made_with(folder: Path) -> str:
    """The Python version in a virtual environment's record, such as "3.11"; "" where there is none."""
    try:
        record = (folder / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(r"^version\w* *= *(\d+\.\d+)", record, re.MULTILINE)
    return found.group(1) if found else ""


def _make_venv(folder: Path) -> None:
    wanted = f"{sys.version_info[0]}.{sys.version_info[1]}"
    made_with = _made_with(folder)
    if made_with and made_with != wanted:
        raise Stop(f"{shown(folder)} belongs to Python {made_with}, not {wanted}: delete it and run this again")
    if made_with:
        if run_logged([venv_python(folder), "-m", "pip", "--version"], LOG / "pip-version.log")[0]:
            raise Stop(f"{shown(folder)} is not whole (its pip doesn't run): delete it and run this again")
        return
    with step(f"Python {wanted} environment {shown(folder)}"):
        try:
            venv.create(folder, with_pip=True)
        except BaseException as error:  # stopped by hand too: half an environment is worse than none
            shutil.rmtree(folder, ignore_errors=True)
            if not isinstance(error, Exception):
                raise
            raise Stop(
                f"the virtual environment {shown(folder)} can't be made ({error}): on Debian and Ubuntu, install the "
                "package python3-venv (or python3.11-venv) and run this again"
            ) from error


def pip_install(folder: Path, label: str, requirements: list[str], options: list[str], pins: list[str]) -> None:
    """pip install with one line on the console and all of pip's words in a log; Stop where it fails."""
    constraints = BUILD / f"constraints-{folder.name.strip('.')}.txt"
    BUILD.mkdir(exist_ok=True)
    constraints.write_text("\n".join(pins) + "\n", encoding="utf-8")
    log = LOG / f"pip-{folder.name.strip('.')}-{re.split('[=<>~]', requirements[0])[0]}.log"
    command = [
        venv_python(folder), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off",
        "--no-input", "--upgrade", "--upgrade-strategy", "only-if-needed", "-c", constraints, *options, *requirements,
    ]  # fmt: skip
    with step(label):
        status, output = run_logged(command, log, clean_environment())
        if status:
            raise Stop(explain_pip(output, requirements, log))


def explain_pip(output: str, requirements: list[str], log: Path) -> str:
    """One sentence for a failed pip run."""
    end = f"; pip's own words are in {shown(log)}"
    wanted = re.search(r"No matching distribution found for (\S+)", output)
    if re.search(r"No space left on device", output):
        return f"the disk is full: {_names(requirements)} needs more room" + end
    if re.search(r"NewConnectionError|Name or service not known|Temporary failure in name|ConnectTimeout|ReadTimeout"
                 r"|ProxyError|SSLError|Network is unreachable", output):  # fmt: skip
        name = wanted.group(1) if wanted else _names(requirements)
        return f"{name} can't be had: pip can't reach its package index, so check the network or pip's settings" + end
    if wanted:
        return (
            f"{wanted.group(1)} can't be had: pip's package index has no such version for Python "
            f"{sys.version_info[0]}.{sys.version_info[1]} on this system" + end
        )
    return f"pip could not install {_names(requirements)}" + end


def write_launchers() -> None:
    """`motif` and `motif-blender` in .venv, running the sources in place."""
    bodies = {"motif": _MOTIF, "motif-blender": _MOTIF_BLENDER}
    folder = venv_python().parent
    for name, body in bodies.items():
        text = _LAUNCHER.format(python=venv_python(), body=body)
        if os.name == "nt":
            (folder / f"{name}-script.py").write_text(text, encoding="utf-8")
            (folder / f"{name}.cmd").write_text(f'@"%~dp0python.exe" "%~dp0{name}-script.py" %*\r\n', encoding="utf-8")
        else:
            (folder / name).write_text(text, encoding="utf-8")
            (folder / name).chmod(0o755)


def missing_system_packages() -> list[str]:
    """Apt packages whose libraries bpy would miss; empty on systems that are not Linux with apt's layout."""
    import glob
    import subprocess

    if not sys.platform.startswith("linux"):
        return []
    ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"
    try:
        known = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    missing = [package for package, library in APT_LIBRARIES.items() if library not in known]
    return missing + [package for package, pattern in APT_DRIVERS.items() if not glob.glob(pattern)]


def ensure_system_libraries() -> None:
    """Install what bpy links to where this process may; otherwise Stop with the command that does."""
    missing = missing_system_packages()
    if not missing:
        return
    command = f"apt-get install {' '.join(missing)}"
    apt = shutil.which("apt-get")
    if not apt:
        print(f"  note: Blender's libraries seem to be missing here (Debian's names: {' '.join(missing)})")
        return
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise Stop(f"Blender needs system libraries that are not here: run `sudo {command}`, then this again")
    environment = clean_environment({"DEBIAN_FRONTEND": "noninteractive"})
    with step(f"system libraries for Blender: {' '.join(missing)}"):
        run_logged([apt, "update"], LOG / "apt-update.log", environment)
        log = LOG / "apt-install.log"
        status, _ = run_logged([apt, "install", "-y", "--no-install-recommends", *missing], log, environment)
        if status:
            raise Stop(f"apt could not install Blender's libraries ({shown(log)}): try `{command}` by hand")
