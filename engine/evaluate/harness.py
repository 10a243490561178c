"""What all evaluations share: options, weights and held-out motion, Markdown tables, and the page that is written.

An evaluation is a module with `add_options(parser)` and `run(args)`; `run` calls `report` with a function that measures
and returns a `Part`. `command` lists the evaluations.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shlex
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine import files
from engine.metrics import distributions
from engine.protocol.errors import bad_request

if TYPE_CHECKING:
    from engine.train.data.clips import Clip
    from engine.train.text.evaluator import Evaluator
    from engine.train.text.held_out import HeldOut

Part = tuple[list[str], dict[str, Any]]  # Markdown lines, and the numbers for JSON

# Options that several evaluations have; those with a number get their default from `add`.
_NUMBERS: Mapping[str, tuple[type, str]] = {
    "limit": (int, "held-out pieces at most"), "takes": (int, "takes of each"), "repeats": (int, "for the intervals"),
    "seconds": (float, "length in seconds"),
}  # fmt: skip
_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "split": {"choices": ("test", "val"), "default": "test", "help": "val for choosing settings"},
    "data": {"type": Path, "metavar": "FOLDER", "help": "BVH files with captions.csv; default: the motion pack"},
    "out": {"type": Path, "metavar": "FILE.md", "help": "write the tables there"},
    "sheet": {"type": Path, "metavar": "FILE.png", "help": "draw takes there, as strips of poses"},
    "tracks": {"type": Path, "metavar": "FOLDER", "help": "real recordings; default: the shared ones"},
}


def add(parser: argparse.ArgumentParser, *names: str, **defaults: float) -> None:
    """Add options that several evaluations have: numbers with their defaults, and others by name."""
    for name, default in defaults.items():
        kind, text = _NUMBERS[name]
        parser.add_argument(f"--{name}", type=kind, default=default, help=f"{text}; default {default:g}")
    for name in names:
        parser.add_argument(f"--{name}", **_OPTIONS[name])


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the options that all evaluations have: weights, device, seed, sampling and JSON."""
    parser.add_argument("--weights", type=Path, metavar="FOLDER", help="weights other than the ones that ship")
    parser.add_argument("--device", default="cpu", help="default cpu")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--candidates", type=int, help="made for each take, of which one is kept")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")


def report(
    args: argparse.Namespace, measure: Callable[[argparse.Namespace], Part],
    heading: Callable[[argparse.Namespace, float], Sequence[str]], section: str = "", title: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Measure, print the page, write it to --out, and return the numbers for JSON.

    heading: (args, seconds that measuring took) -> the page's first lines. section: name of the marks between which the
    page is put into the file --out; else it is the whole file. title: the first line of such a file if it is new.
    """
    began = time.monotonic()
    lines, numbers = measure(args)
    seconds = round(time.monotonic() - began, 1)
    page = "\n".join([*heading(args, seconds), *lines])
    print(page)
    if args.out and section:
        put_section(args.out, section, page, title)
    elif args.out:
        args.out.parent.mkdir(parents=True, exist_ok=True)
        files.write_text(args.out, page + "\n")
    split = {"split": args.split} if "split" in args else {}
    return {**split, "seconds": seconds, **numbers}


def only(args: argparse.Namespace, parts: Mapping[str, Callable[[], Part]]) -> Part:
    """The parts of an evaluation that --only leaves, one after another; numbers by the part's name."""
    lines: list[str] = []
    numbers: dict[str, Any] = {}
    for name, part in parts.items():
        if args.only in (None, name):
            found, numbers[name] = part()
            lines += found
    return lines, numbers


# Weights and motion.


def weights_folder(args: argparse.Namespace) -> Path:
    """The folder of the weights that are evaluated."""
    from engine.runtime import weights

    return args.weights or weights.FOLDER


def digest(args: argparse.Namespace, name: str) -> str:
    """First twelve digits of the sha256 of a weights file, "not pinned" if the registry does not list it."""
    from engine.runtime import weights

    return weights.read_registry(weights_folder(args)).get(name, {}).get("sha256", "not pinned")[:12]


def load_evaluator(path: Path | None = None) -> Evaluator:
    """The evaluator network, by default the one that ships."""
    from engine.runtime import weights
    from engine.train.text.evaluator import Evaluator

    return Evaluator.load(path or weights.FOLDER / "evaluator.safetensors")


def held_out_pieces(
    args: argparse.Namespace, clips: Sequence[Clip], takes: int, limit: int, split: str = ""
) -> HeldOut:
    """Held-out pieces with sentences; raises EngineError if they are fewer than a pool of R-precision needs."""
    from engine.train.text.held_out import held_out

    found = held_out(clips, split or args.split, takes, limit, args.seed)
    check_pool(len(found.motions))
    return found


def check_pool(count: int) -> None:
    """Raise EngineError for fewer pieces than a pool of R-precision needs."""
    if count < distributions.POOL:
        raise bad_request(f"Only {count} held-out pieces: at least {distributions.POOL} are needed.")


def evenly(count: int, most: int) -> list[int]:
    """At most `most` of `count` indices, evenly spaced: pieces are ordered by recording, and all must have a share."""
    return np.linspace(0, count - 1, min(count, most)).astype(int).tolist()


# Pages.


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> list[str]:
    """A Markdown table with an empty line after it."""
    return [row_of(*head), "|" + "---|" * len(head), *(row_of(*row) for row in rows), ""]


def row_of(*cells: object) -> str:
    """One row of a Markdown table."""
    return "| " + " | ".join(str(c) for c in cells) + " |"


def command(args: argparse.Namespace, *names: str) -> str:
    """The command line that makes a page again: the options `names` that are set, without names of local folders."""
    values = {name: getattr(args, name, None) for name in names}
    words = {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in values.items()}
    given = [f"--{name}={word}" for name, word in words.items() if values[name] is not None]
    return shlex.join(["motif", "evaluate", args.what, *given])


def machine() -> str:
    """Processor and number of cores."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*:\s*(.+)", info.read_text())
        model = found[1] if found else model
    return f"{model}, {os.cpu_count()} cores"


def put_section(path: Path, name: str, text: str, title: str) -> None:
    """Put text into a page between two marks that hold `name`, or at the page's end; the rest of the page stays.

    title: the first line of a page that does not exist yet.
    """
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    page = path.read_text(encoding="utf-8") if path.exists() else f"{title}\n"
    section = f"{begin}\n{text.rstrip()}\n{end}"
    if begin in page and end in page:
        before, rest = page.split(begin, 1)
        page = before + section + rest.split(end, 1)[1]
    else:
        page = f"{page.rstrip()}\n\n{section}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_text(path, page)
