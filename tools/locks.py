"""The checksums that the installer pins: engine/installer/locks, written from what pip's resolver reports.

One file for each system and Python holds everything but torch, and one for each build of torch that has a checksum.
pip weighs what a package needs for the Python and the system that it runs on. So Linux is resolved, by a Python of each
version where one is on PATH (else with the names that the version before needs), and Windows and macOS take the same
versions.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from engine.installer import plan

from .console import BUILD, LOG, Stop, clean_environment, run_logged, shown, step, venv_python

REPORTS = BUILD / "locks"
PYTHONS = ((3, 10), (3, 11), (3, 12), (3, 13), (3, 14))
_PLATFORMS = {
    "linux-x86_64": [
        *(f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 24, 17, 12, 5)), "manylinux2014_x86_64",
        "manylinux2010_x86_64", "manylinux1_x86_64",
    ],
    "windows-x86_64": ["win_amd64"],
    "macos-arm64": [*(f"macosx_{major}_0_arm64" for major in (14, 13, 12, 11)), "macosx_11_0_universal2"],
}  # fmt: skip
# What PyPI's own torch is on each system.
_PYPI_BUILD = {"linux-x86_64": "cuda", "windows-x86_64": "cpu", "macos-arm64": "apple"}
_ONLY_ON_WINDOWS = ("colorama==0.4.6",)
# The processor's builds for Linux lie on PyTorch's own index. Listed are those whose file has been at hand.
_CPU = {
    (3, 11): "torch==2.13.0+cpu --hash=sha256:6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",
}
_HEAD = """# {what} for {system} and CPython {python}, checked by pip --require-hashes.
# Made by `python3 build.py locks` from pip's own reports.
"""


def write(fresh: bool) -> None:
    """Resolve (with `fresh`, or where no report is kept) and write every lock file."""
    plan.LOCKS.mkdir(exist_ok=True)
    names: list[str] = []
    for python in PYTHONS:
        versions: list[str] = []
        for system, platforms in _PLATFORMS.items():
            name = f"{system}-cp{python[0]}{python[1]}"
            wanted, options = _wanted(system, python, versions, names)
            lines = _pinned(_report(name, wanted, options, python, platforms, fresh))
            versions = versions or [line.split(" ")[0] for line in lines]
            names = [version.partition("==")[0] for version in versions]
            torch = _pinned(_report(f"{name}-torch", [f"torch=={plan.TORCH}", plan.ENCODER], ["--no-deps"], python,
                                    platforms, fresh))  # fmt: skip
            lines += [line for line in torch if not line.startswith("torch==")]
            _write(name, "What Motif's engine needs beside torch", system, python, lines)
            own = [line for line in torch if line.startswith("torch==")]
            _write(f"{name}-{_PYPI_BUILD[system]}", "torch", system, python, own)
        if python in _CPU:
            _write(f"linux-x86_64-cp{python[0]}{python[1]}-cpu", "torch", "linux-x86_64", python, [_CPU[python]])


def _wanted(system: str, python: tuple[int, int], versions: list[str], names: list[str]) -> tuple[list[str], list[str]]:
    """Requirements and options: ranges for Linux, which comes first, and its versions for the others."""
    if system.startswith("linux"):
        new = python >= (3, 13)
        ranges = [r.partition(";")[0] for r in plan.REQUIREMENTS if ">=" not in r.partition(";")[2] or new]
        ranges = [r for r in ranges if not (new and r.startswith("numpy>=1"))]
        return [*ranges, *plan.TORCH_NEEDS, "pip", *([] if _interpreter(python) else names)], []
    return [*versions, *(_ONLY_ON_WINDOWS if system.startswith("windows") else ())], ["--no-deps"]


def _report(
    name: str, wanted: list[str], options: list[str], python: tuple[int, int], platforms: list[str], fresh: bool
) -> dict[str, Any]:
    """pip's report for one system and Python, from the last time or anew. fast-deps reads a wheel's head only."""
    path = REPORTS / f"{name}.json"
    if fresh or not path.is_file():
        REPORTS.mkdir(parents=True, exist_ok=True)
        own = _interpreter(python)
        command: list[str | Path] = [
            venv_python(), "-m", "pip", *(["--python", own] if own else []),
            "install", "--dry-run", "--ignore-installed", "--use-feature=fast-deps",
            "--only-binary=:all:", "--implementation", "cp", "--python-version", f"{python[0]}.{python[1]}",
            "--target", REPORTS / "none", "--report", path,
        ]  # fmt: skip
        for platform in platforms:
            command += ["--platform", platform]
        pure = {k: v for k, v in clean_environment({"PIP_CONFIG_FILE": os.devnull}).items() if k != "PIP_FIND_LINKS"}
        with step(f"resolve {name}"):
            status, _ = run_logged([*command, *options, *wanted], LOG / f"locks-{name}.log", pure)
        if status:
            path.unlink(missing_ok=True)
            raise Stop(f"pip can't resolve {name}; its words are in {shown(LOG)}/locks-{name}.log")
    return json.loads(path.read_text(encoding="utf-8"))


def _interpreter(python: tuple[int, int]) -> str | None:
    return shutil.which(f"python{python[0]}.{python[1]}")


def _pinned(report: dict[str, Any]) -> list[str]:
    """name==version --hash=sha256:... for each package of a report, sorted."""
    lines = []
    for item in report["install"]:
        digest = item["download_info"]["archive_info"]["hashes"]["sha256"]
        name = item["metadata"]["name"].lower().replace("_", "-")
        lines.append(f"{name}=={item['metadata']['version']} --hash=sha256:{digest}")
    return sorted(lines)


def _write(name: str, what: str, system: str, python: tuple[int, int], lines: list[str]) -> None:
    head = _HEAD.format(what=what, system=system, python=f"{python[0]}.{python[1]}")
    (plan.LOCKS / f"{name}.txt").write_text(head + "\n".join(sorted(lines)) + "\n", encoding="utf-8")
