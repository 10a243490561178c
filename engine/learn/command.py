"""`motif learn`: a set of weights of an artist's own, from a folder of motion."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path
from typing import Any

from engine import files
from engine.commands.progress import Bar
from engine.learn import job as jobs
from engine.protocol import weight_sets
from engine.protocol.errors import bad_request
from engine.protocol.options import add_options
from engine.worker import priority

_ABOUT = """Teach motion of your own. FOLDER holds .bvh or .npz files; its captions.csv, if there is one, says what each
shows (file,caption,use), others are captioned by their names. The set goes into your own data folder: --weights NAME
uses it."""


def add_to(commands: Any) -> None:
    """Add the command `learn`."""
    parser = commands.add_parser("learn", help="learn from motion of your own", description=_ABOUT)
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="motions, with captions.csv or without")
    parser.add_argument("--name", required=True, metavar="NAME", help="what the set is called")
    parser.add_argument(
        "--minutes", type=float, default=jobs.MINUTES, metavar="N", help=f"of learning; default {jobs.MINUTES:g}"
    )
    parser.add_argument("--resume", action="store_true", help="go on with what was begun under this name")
    parser.add_argument("--delete", action="store_true", help="delete the set of this name, and do nothing else")
    parser.add_argument("--attached", action="store_true", help=argparse.SUPPRESS)  # pause when stdin is closed
    add_options(parser, "device", "weights", "json")
    parser.set_defaults(run=run, usage=parser.error)


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Learn, go on, or delete; returns what is printed as JSON."""
    if args.delete:
        weight_sets.delete(args.name)
        print(f"The set “{args.name}” is deleted.", file=sys.stderr)
        return {"deleted": args.name}
    job = jobs.load(args.name) if args.resume else _begun(args)
    priority.step_back("window")
    from engine.learn.learning import learn

    gone = threading.Event()
    if args.attached:
        threading.Thread(target=_wait_for_end, args=(gone,), daemon=True).start()
    priority.leave_a_core("window")
    with Bar("Learning") as told:
        done = learn(job, args.device, told, gone.is_set)
    if done["paused"]:
        print(f"Paused at {done['fraction']:.0%}: go on with --name “{job.name}” --resume.", file=sys.stderr)
    else:
        print(f"{done['folder']}: use it with --weights “{job.name}”, or beside Quality in Blender.", file=sys.stderr)
    return done


def _begun(args: argparse.Namespace) -> jobs.Job:
    folder: Path | None = args.folder
    if folder is None:
        args.usage("give a FOLDER of motion, --resume or --delete")
        raise SystemExit(2)
    if args.name in jobs.unfinished():
        raise bad_request(f"“{args.name}” was begun and is not done: go on with --resume, or choose another name.")
    base = str(args.weights) if args.weights else ""
    job = jobs.Job(args.name, tuple(jobs.rows_of(folder)), args.minutes, base)
    try:
        jobs.begin(job)
    except OSError as error:
        raise bad_request(files.why_not(job.folder, error)) from error
    return job


def _wait_for_end(gone: threading.Event) -> None:
    """Set `gone` once whoever started this process has closed its stdin, or is no more."""
    while sys.stdin.buffer.read(1024):
        pass
    gone.set()
