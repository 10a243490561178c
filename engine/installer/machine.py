"""Detection of the machine: system, processor, graphics card. May take a second: never called while drawing."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from .plan import Machine

_ARCHES = {"x86_64": "x86_64", "amd64": "x86_64", "arm64": "arm64", "aarch64": "arm64"}
_SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}


def detect() -> Machine:
    """The machine that this runs on, with its first NVIDIA card."""
    system = _SYSTEMS.get(sys.platform, sys.platform)
    arch = _ARCHES.get(platform.machine().lower(), platform.machine().lower())
    gpu, driver = ("", "") if system == "macos" else _nvidia()
    return Machine(system, arch, gpu, driver)


def _nvidia() -> tuple[str, str]:
    """(name, driver version) of the first card, empty where there is none or its driver does not answer."""
    program = shutil.which("nvidia-smi")
    if program is None:
        beside = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "nvidia-smi.exe"
        program = str(beside) if beside.is_file() else None
    if program is None:
        return "", ""
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        said = subprocess.run(
            [program, "--query-gpu=name,driver_version", "--format=csv,noheader"],
            capture_output=True, text=True, timeout=10, check=True, creationflags=flags, stdin=subprocess.DEVNULL,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return "", ""
    return parse_smi(said)


def parse_smi(said: str) -> tuple[str, str]:
    """The first line of nvidia-smi's table as (name, driver)."""
    first = next((line for line in said.splitlines() if "," in line), "")
    name, _, driver = first.rpartition(",")
    return name.strip(), driver.strip()
