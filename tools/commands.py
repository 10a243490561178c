"""build.py's commands."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from . import api_page, environment, lint, locks, packaging, suites, wheel
from .console import BUILD, ROOT, VENV, Stop, clean_environment, run_through, shown, venv_python


def run(name: str, rest: list[str]) -> int:
    """Run a command by name; returns the exit status, raises Stop with a sentence when it can't."""
    if name not in _COMMANDS:
        raise Stop(f"there is no command {name!r}: choose one of {', '.join(_COMMANDS)}")
    return _COMMANDS[name](rest)


def _parser(name: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"build.py {name}", formatter_class=argparse.RawDescriptionHelpFormatter)


def _setup(rest: list[str]) -> int:
    _parser("setup").parse_args(rest)
    environment.ensure()
    packaging.link()
    print(f"{shown(VENV)} is ready.")
    return 0


def _demo(rest: list[str]) -> int:
    parser = _parser("demo")
    parser.add_argument("--out", type=Path, default=ROOT / "demo", help="folder for the .blend and the sheets")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--prompt", action="append", help="instead of the three that come with it; repeatable")
    options = parser.parse_args(rest)
    began = time.monotonic()
    environment.ensure()
    packaging.link()
    command: list[str | Path] = ["--out", options.out.resolve()]
    command += ["--seed", str(options.seed)] if options.seed is not None else []
    for prompt in options.prompt or []:
        command += ["--prompt", prompt]
    status = _run_demo(command)
    print(f"{'Done' if status == 0 else 'Failed'} in {time.monotonic() - began:.0f} s")
    return status


def _sheets(rest: list[str]) -> int:
    parser = _parser("sheets")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--prompts", type=Path, help="a text file, one prompt to a line")
    source.add_argument("--motion", action="append", type=Path, help="show this take (.npz or .bvh); repeatable")
    source.add_argument("--audio", type=Path, help="a take that follows this sound")
    parser.add_argument("--style", default="salsa", help="for --audio; default salsa")
    parser.add_argument("--seconds", type=float, default=10.0, help="for --audio: at most this long; default 10")
    parser.add_argument("--video", action="store_true", help="for --audio: a film with its sound beside the sheet")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(rest)
    command: list[str | Path] = ["--sheets-only", "--out", options.out.resolve(), "--seed", str(options.seed)]
    command += ["--prompts", options.prompts.resolve()] if options.prompts else []
    for path in options.motion or []:
        command += ["--motion", path.resolve()]
    if options.audio:
        command += ["--audio", options.audio.resolve(), "--style", options.style, "--seconds", str(options.seconds)]
    if options.video:
        if not options.audio:
            raise Stop("--video is for --audio FILE: a film needs a sound")
        command.append("--video")
    environment.ensure()
    packaging.link()
    return _run_demo(command)


def _film(rest: list[str]) -> int:
    parser = _parser("film")
    parser.add_argument("--audio", type=Path, required=True, help="a sound; one that is too short begins again")
    parser.add_argument("--style", default="salsa", help="default salsa")
    parser.add_argument("--partner", default="mirrored", help="mirrored, canon or other; default mirrored")
    parser.add_argument("--seconds", type=float, default=30.0, help="default 30")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images", help="folder of dance.mp4 and dance.png")
    options = parser.parse_args(rest)
    environment.ensure()
    command: list[str | Path] = ["--audio", options.audio.resolve(), "--out", options.out.resolve()]
    for name in ("style", "partner", "seconds", "seed"):
        command += [f"--{name}", str(getattr(options, name))]
    return run_through([venv_python(), ROOT / "demo" / "duet.py", *command], clean_environment({}))


def _run_demo(arguments: list[str | Path]) -> int:
    """make_demo.py in .venv's Blender, without the user's own Blender settings."""
    home = clean_environment({"BLENDER_USER_RESOURCES": str(BUILD / "demo" / "home")})
    return run_through([venv_python(), ROOT / "demo" / "make_demo.py", *arguments], home)


def _test(rest: list[str]) -> int:
    parser = _parser("test")
    parser.add_argument("--slow", action="store_true", help="also the tests that take more than ten seconds each")
    parser.add_argument("-k", metavar="WORDS", help="only tests whose names match, as in pytest")
    parser.add_argument("--only", metavar="SUITE", help=f"one suite: {', '.join(suites.names())}")
    options = parser.parse_args(rest)
    environment.ensure()
    packaging.link()
    return suites.run(options.slow, options.k, options.only)


def _zip(rest: list[str]) -> int:
    _parser("zip").parse_args(rest)
    packaging.addon_ready()
    environment.ensure()
    packaging.zip_addon()
    return 0


def _wheel(rest: list[str]) -> int:
    parser = _parser("wheel")
    parser.add_argument("-o", "--out", "--outdir", type=Path, default=packaging.DIST, help="its folder; default dist")
    parser.add_argument("-s", "--sdist", action="store_true", help="the source archive too")
    options = parser.parse_args(rest)
    environment.ensure()
    wheel.main(options.out, options.sdist)
    return 0


def _api(rest: list[str]) -> int:
    _parser("api").parse_args(rest)
    print(shown(api_page.write()))
    return 0


def _link(rest: list[str]) -> int:
    _parser("link").parse_args(rest)
    folder = packaging.link()
    environment.ensure()
    print(f"{shown(folder)}: link or copy it into Blender's scripts/addons folder, or add build/link to its paths")
    return 0


def _lint(rest: list[str]) -> int:
    parser = _parser("lint")
    parser.add_argument("--only", default="", metavar="CHECK", help=f"one check: {', '.join(lint.CHECKS)}")
    options = parser.parse_args(rest)
    if not any(options.only in name for name in lint.CHECKS):
        raise Stop(f"there is no check {options.only!r}: choose one of {', '.join(lint.CHECKS)}")
    environment.ensure()
    packaging.link()
    return 1 if lint.run(options.only) else 0


def _locks(rest: list[str]) -> int:
    parser = _parser("locks")
    parser.add_argument("--fresh", action="store_true", help="ask pip again where its last report is kept")
    options = parser.parse_args(rest)
    environment.ensure()
    locks.write(options.fresh)
    return 0


def _engine(name: str) -> Callable[[list[str]], int]:
    def call(rest: list[str]) -> int:
        environment.ensure()
        packaging.link()
        return run_through([venv_python(), "-m", "engine", name, *rest])

    return call


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": _demo,
    "test": _test,
    "zip": _zip,
    "wheel": _wheel,
    "api": _api,
    "link": _link,
    "bench": _engine("bench"),
    "train": _engine("train"),
    "evaluate": _engine("evaluate"),
    "sheets": _sheets,
    "film": _film,
    "lint": _lint,
    "locks": _locks,
    "setup": _setup,
}
