"""Plays a scenario in the window of one Blender or of several, each on a screen of its own without a monitor.

`python tests/window/run.py --out FOLDER [--blender COMMAND ..] [--play NAME]`: a command is one string, say "blender"
or a chroot's. scenario: an artist's first minutes; tasks: presses and seconds of the panel's tasks; manual: pictures
of docs/manual, which --docs puts in their place; lessons: the first minute and My Motion; zip: from dist's newest .zip
(`build.py zip`) to the first take, in a user's folder that is new; findings: what an animator stumbled over, once more.
Needs Xvfb and xdotool. Prints a JSON object for each Blender; the status is 1 where one went wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LIMIT_S = 2400
SIZE = "1280x800"
_SCRIPTS = {"zip": "installing"}  # a script that may not be called as the play is


@contextlib.contextmanager
def screen() -> Iterator[str]:
    """A display's name, while it is there."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{SIZE}x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def play(command: str, folder: Path, name: str) -> dict[str, Any]:
    """What the scenario found; "error" is empty where all went well."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "home").mkdir(parents=True)
    report = folder / "report.json"
    width, height = SIZE.split("x")
    words = [*shlex.split(command), "--factory-startup", "--window-geometry", "0", "0", width, height,
             "--python", str(HERE / f"{_SCRIPTS.get(name, name)}.py"), "--", str(report), str(folder)]  # fmt: skip
    with screen() as display, (folder / "log.txt").open("wb") as log:
        home = folder / "home"
        places = {"DISPLAY": display, "LIBGL_ALWAYS_SOFTWARE": "1",
                  "BLENDER_USER_CONFIG": str(home), "BLENDER_USER_SCRIPTS": str(home),
                  "BLENDER_USER_DATAFILES": str(home / "files"), "BLENDER_USER_EXTENSIONS": str(home / "extensions"),
                  "MOTIF_ENGINE_PYTHON": os.environ.get("MOTIF_ENGINE_PYTHON", sys.executable),
                  # Debian's takes its modules, numpy among them, from the first python3 on PATH.
                  "PATH": os.pathsep.join(["/usr/bin", os.environ.get("PATH", "")])}  # fmt: skip
        began = time.monotonic()
        try:
            _watch(subprocess.Popen(words, env={**os.environ, **places}, stdout=log, stderr=log), folder, display)
        except subprocess.TimeoutExpired:
            return {"error": f"stopped after {LIMIT_S} s"}
    if not report.exists():
        return {"error": f"ended without a report; see {folder / 'log.txt'}"}
    return {**json.loads(report.read_text(encoding="utf-8")), "seconds": round(time.monotonic() - began, 1)}


def _watch(blender: subprocess.Popen[bytes], folder: Path, display: str) -> None:
    """Wait for Blender, and press the keys that the scenario asks for."""
    began, asked = time.monotonic(), folder / "key"
    while blender.poll() is None:
        if asked.exists():
            name = asked.read_text(encoding="utf-8")
            asked.unlink()
            subprocess.run(["xdotool", "key", name], env={**os.environ, "DISPLAY": display}, check=False)
        if time.monotonic() - began > LIMIT_S:
            blender.kill()
            raise subprocess.TimeoutExpired(blender.args, LIMIT_S)
        time.sleep(0.05)


def main() -> int:
    """Play in every Blender that was named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "window", help="for screenshots and logs")
    parser.add_argument("--blender", action="append", help="a command that starts one; default: blender")
    parser.add_argument(
        "--play",
        choices=("scenario", "tasks", "manual", "lessons", "zip", "findings"),
        default="scenario",
        help="default: scenario",
    )
    parser.add_argument("--docs", action="store_true", help="copy the manual's pictures to docs/manual/images")
    options = parser.parse_args()
    missing = [name for name in ("Xvfb", "xdotool") if not shutil.which(name)]
    if missing:
        print(f"{' and '.join(missing)} must be installed for the tests in a window.", file=sys.stderr)
        return 2
    if not (ROOT / "build" / "link" / "motif" / "batch.py").exists():
        sys.path.insert(0, str(ROOT))
        from tools import packaging

        packaging.link()
    wrong = 0
    for number, command in enumerate(options.blender or ["blender"]):
        found = play(command, options.out.resolve() / str(number), options.play)
        print(json.dumps({"command": command, **found}), flush=True)
        wrong += bool(found["error"])
        if options.docs and options.play == "manual":
            for picture in sorted((options.out.resolve() / str(number) / "docs").iterdir()):
                shutil.copy(picture, ROOT / "docs" / "manual" / "images" / picture.name)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
