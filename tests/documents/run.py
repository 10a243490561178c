"""Runs every fenced block of the documents to the letter: `.venv/bin/python -m tests.documents.run [--only batch.md]`.

A folder that looks like a fresh clone is made, with an environment of its own that borrows the packages of this one.
README starts in it; every other document starts in a copy of docs/samples inside, with the environment activated, as
each says. The commands of one document run in one shell, in order. What a block is, its first line says:

    ```                   commands, line by line
    ```jsonl NAME         a file of that name, and so `csv`
    ```python             a program
    ```text, ```mermaid   output or a drawing: nothing to run

`<!-- not run: why -->` in the line above leaves one out; lines that begin with `blender` want one on PATH. Prints a
table; ends with 1 where a command did.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path("docs") / "samples"
FILES, PROGRAM, SHOWN, COMMANDS = ("jsonl", "csv"), "python", ("text", "mermaid"), ("", "sh", "bash")
_FENCE = re.compile(r"( *)```(\w*) ?(\S*) *")
_LEFT_OUT = re.compile(r" *<!-- not run: (.+) -->")
_LIMIT = 3600.0  # s for a document: a hang guard
_SUFFIX = {"python": ".py"}


@dataclass(frozen=True)
class Block:
    """A fenced block. path: of its document, from the project's folder. line: of its fence, from 1. name: of the file
    that it stands for. reason: why it is not run, "" for one that is."""

    path: Path
    line: int
    kind: str
    name: str
    text: str
    reason: str

    @property
    def runs(self) -> bool:
        """Whether there is something to run."""
        return not self.reason and self.kind not in SHOWN


@dataclass(frozen=True)
class Step:
    """A command as the document has it, and what the shell is given for it."""

    path: Path
    line: int
    shown: str
    shell: str


@dataclass(frozen=True)
class Done:
    """How a step went. status: None where the shell never came to it. said: the end of what it printed."""

    step: Step
    status: int | None
    seconds: float
    said: str


def documents() -> list[Path]:
    """README, CONTRIBUTING and every page of docs, from the project's folder."""
    pages = sorted((ROOT / "docs").rglob("*.md"))
    return [path.relative_to(ROOT) for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *pages)]


def blocks(path: Path) -> list[Block]:
    """The fenced blocks of a document."""
    found: list[Block] = []
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    start, fence = 0, None
    for at, line in enumerate(lines):
        if fence is None:
            fence, start = _FENCE.fullmatch(line), at
        elif line.strip() == "```":
            depth = len(fence[1])
            body = "\n".join(one[min(depth, len(one) - len(one.lstrip())) :] for one in lines[start + 1 : at])
            left_out = _LEFT_OUT.fullmatch(lines[start - 1]) if start else None
            found.append(Block(path, start + 1, fence[2], fence[3], body + "\n", left_out[1] if left_out else ""))
            fence = None
    return found


def commands(block: Block) -> Iterator[tuple[int, str]]:
    """The commands of a block with their lines; one that ends with a backslash goes on in the next line."""
    begun, start = "", 0
    for at, line in enumerate(block.text.splitlines(), block.line + 1):
        begun, start = begun + line + "\n", start if begun else at
        if not line.endswith("\\"):
            if re.sub(r"(^|\s)#.*", "", begun).strip():
                yield start, begun.strip()
            begun = ""


def steps(path: Path, spare: Path) -> list[Step]:
    """What a document asks for, in order; files and programs of it are laid into the folder `spare`."""
    found: list[Step] = []
    for block in blocks(path):
        if not block.runs:
            continue
        if block.kind in COMMANDS:
            found += [
                Step(path, line, re.sub(r"\s+#.*", "", text), text)
                for line, text in commands(block)
                if not text.startswith("blender ") or shutil.which("blender")
            ]
            continue
        kept = spare / f"{'-'.join(path.with_suffix('').parts)}-{block.line}{_SUFFIX.get(block.kind, '')}"
        kept.write_text(block.text, encoding="utf-8")
        if block.kind == PROGRAM:
            first = next(line for line in block.text.splitlines() if line and not line.startswith("import"))
            found.append(Step(path, block.line, f"python: {first[:60]} ..", f"python {shlex.quote(str(kept))}"))
        else:
            found.append(Step(path, block.line, f"the file {block.name}", f"cp {shlex.quote(str(kept))} {block.name}"))
    return found


def clone(folder: Path) -> Path:
    """Lay what git keeps of the project into `folder`, with an environment; returns it."""
    ask = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(ask, cwd=ROOT, check=True, capture_output=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    here, made = Path(sysconfig.get_path("purelib")), folder / ".venv"
    venv.create(made, with_pip=False, symlinks=os.name != "nt")
    there = made / here.relative_to(sys.prefix)
    shutil.rmtree(there)
    there.symlink_to(here, target_is_directory=True)
    for name in ("motif-stamp.json", "stubs"):
        if (Path(sys.prefix) / name).exists():
            (made / name).symlink_to(Path(sys.prefix) / name)
    ready = "from tools import environment, packaging; environment.write_launchers(); packaging.link()"
    subprocess.run([made / "bin" / "python", "-c", ready], cwd=folder, check=True)
    return folder


def run(asked: Sequence[Step], cwd: Path, env: dict[str, str], spare: Path) -> list[Done]:
    """Run the steps of one document in one shell that starts in `cwd`."""
    told, lines = spare / "told", []
    told.write_text("", encoding="utf-8")
    for number, step in enumerate(asked):
        log = shlex.quote(str(spare / f"{number}.log"))
        lines += [
            "began=$EPOCHREALTIME", f"eval {shlex.quote(step.shell)} >{log} 2>&1 </dev/null",
            f'echo "{number} $? $began $EPOCHREALTIME" >>{shlex.quote(str(told))}',
        ]  # fmt: skip
    script = spare / "script.sh"
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with subprocess.Popen(["bash", script], cwd=cwd, env=env, start_new_session=True) as shell:
        try:
            shell.wait(_LIMIT)
        except BaseException as stopped:
            os.killpg(shell.pid, 9)
            if not isinstance(stopped, subprocess.TimeoutExpired):
                raise
    went = {int(line.split()[0]): line.split()[1:] for line in told.read_text(encoding="utf-8").splitlines()}
    done: list[Done] = []
    for number, step in enumerate(asked):
        status, began, ended = went.get(number, ("", "0", "0"))
        log = spare / f"{number}.log"
        said = log.read_text(encoding="utf-8", errors="replace") if log.exists() else "the shell did not come to it"
        done.append(Done(step, int(status) if status else None, float(ended) - float(began), said[-3000:]))
    return done


def _environment(folder: Path, activated: bool, spare: Path) -> dict[str, str]:
    """What a person's shell in the clone has, with a Blender without settings."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "MOTIF"))
    }
    own = str(Path(sys.prefix) / "bin")
    path = [part for part in kept.get("PATH", "").split(os.pathsep) if part != own]
    if activated:
        path.insert(0, str(folder / ".venv" / "bin"))
        kept["PYTHONPATH"] = os.pathsep.join([str(folder), str(folder / "build" / "link")])
    return {**kept, "PATH": os.pathsep.join(path), "BLENDER_USER_RESOURCES": str(spare / "blender")}


def run_documents(paths: Sequence[Path]) -> list[Done]:
    """Run the documents one after the other; prints each command when its document has ended."""
    found: list[Done] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = clone(Path(temporary) / "motif")
        for number, path in enumerate(paths):
            spare = Path(temporary) / f"spare-{number}"
            spare.mkdir()
            asked = steps(path, spare)
            if not asked:
                continue
            first = path.name in ("README.md", "CONTRIBUTING.md") and len(path.parts) == 1
            cwd = folder if first else folder / f"trial-{number}"
            if not first:
                shutil.copytree(folder / SAMPLES, cwd)
            made = run(asked, cwd, _environment(folder, not first, spare), spare)
            for one in made:
                print(row(one), flush=True)
            found += made
    return found


def row(done: Done) -> str:
    """A line of the table."""
    status = "not reached" if done.status is None else done.status
    command = " ".join(done.step.shown.replace("\\\n", " ").split()).replace("|", "\\|")
    return f"| {done.step.path} | {done.step.line} | `{command}` | {status} | {done.seconds:.1f} |"


def main() -> int:
    """Run and tell; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--only", default="", metavar="WORDS", help="documents whose path holds these")
    options = parser.parse_args()
    chosen = [path for path in documents() if options.only in str(path)]
    print("| document | line | command | exit | seconds |\n|---|---|---|---|---|", flush=True)
    done = run_documents(chosen)
    everything = [block for path in chosen for block in blocks(path)]
    for block in everything:
        if block.reason:
            print(f"| {block.path} | {block.line} | {block.text.splitlines()[0][:60]} | not run | {block.reason} |")
    bad = [one for one in done if one.status != 0]
    shown = sum(block.kind in SHOWN for block in everything)
    left_out = sum(bool(block.reason) for block in everything)
    print(f"\n{len(everything)} blocks, {left_out} not run, {shown} only shown; {len(done)} commands, {len(bad)} red")
    for one in bad:
        print(f"\n{one.step.path}:{one.step.line}: {one.step.shown}\n{one.said}")
    return 1 if bad or not done else 0


if __name__ == "__main__":
    sys.exit(main())
