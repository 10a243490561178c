"""The command line: `motif`, or `python -m engine`.

Exit status 0: done, 1: failed with a sentence, 2: usage, 130: ended by Ctrl-C, 143: by SIGTERM.

Only argparse loads with this module; what a command needs loads when it runs.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import files, motion_checks
from engine.batch.schema import schema
from engine.commands import words
from engine.commands.parser import Parser
from engine.commands.progress import Bar
from engine.learn import command as learning
from engine.protocol import stopping, weight_sets
from engine.protocol.couple import couple_of
from engine.protocol.dance import file_of_second
from engine.protocol.errors import EngineError, bad_request
from engine.protocol.limits import MAX_SECONDS
from engine.protocol.options import CLEAN_UP, OPTIONS, SAMPLING, add_options, check_sound, request_of
from engine.protocol.prompt import AUDIO_TAG, check_prompt
from engine.protocol.request import notes
from engine.protocol.targets import missed
from engine.protocol.version import engine_version
from engine.runtime import log
from engine.worker import priority

if TYPE_CHECKING:
    from engine.api import Engine
    from engine.protocol.messages import Take
    from engine.protocol.request import Request
    from retarget.motion import Motion


_BATCH = """A row is a JSON object, or a line of a table, with the options of generate or inbetween as its names, and
"out". A run that was cut off goes on where it was."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    stopping.plain_output()
    args = _parser().parse_args(argv)
    log.configure()
    try:
        if getattr(args, "weights", None):
            args.weights = weight_sets.folder_of(str(args.weights))
        with stopping.listening():
            result = args.run(args)
    except EngineError as error:
        if error.trace and os.environ.get("MOTIF_TRACE"):
            print(error.trace, file=sys.stderr)
        return _fail(args, error)
    except OSError as error:
        return _fail(args, bad_request(files.why_not(Path(error.filename or "the file"), error)))
    except KeyboardInterrupt as stop:
        return _fail(args, EngineError("cancelled", stopping.STOPPED), stopping.status(stop))
    if isinstance(result, int):
        return result
    if getattr(args, "json", False):
        print(files.to_json({"ok": True, **result}))
    return 1 if result.get("failed") else 0


def _fail(args: argparse.Namespace, error: EngineError, status: int = 1) -> int:
    print(f"motif: {error.message}", file=sys.stderr)
    if getattr(args, "json", False) or "--json" in getattr(args, "rest", ()):
        print(files.to_json({"ok": False, "error": {"code": error.code, "message": error.message}}))
    return status


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="motif", description="Make character motion from words and sound.")
    parser.add_argument("--version", action="version", version=f"motif {engine_version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    _generate_command(commands)
    _inbetween_command(commands)
    _pose_commands(commands)
    _explain_command(commands)
    motion_checks.add_to(commands)
    words.add_to(commands, _list)
    _batch_options(commands.add_parser("batch", help="many takes from a manifest", description=_BATCH))

    learning.add_to(commands)
    train = commands.add_parser("train", help="train a model")
    train.add_argument(
        "what",
        choices=(
            "tokenizer", "decoder", "text", "critic", "library", "audio", "inbetween", "poses", "decomposed", "upper",
            "hearing", "audiotoken", "phrases",
        ),
    )  # fmt: skip
    train.add_argument("--minutes", type=float, default=60.0, metavar="N", help="wall-clock limit; default 60")
    train.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    train.add_argument("--data", type=Path, metavar="FOLDER", help="BVH files with captions.csv, or with sound")
    train.add_argument("--device", metavar="D", help="auto, cpu or cuda; default auto")
    train.add_argument("--out", type=Path, metavar="FOLDER", help="where the run is kept")
    train.add_argument(
        "--encoder", type=Path, metavar="FOLDER", help="for audiotoken: another's audio model to hear with"
    )
    train.add_argument(
        "--without",
        action="append",
        default=[],
        metavar="SET",
        help="of the pack: a data set to leave out, such as HDM05",
    )
    train.set_defaults(run=_train)

    for name, what, run in (
        ("evaluate", "measure a model", _evaluate), ("bench", "measure speed and memory", _bench),
        ("import", "keep networks that others released, from files of your own", _import),
    ):  # fmt: skip
        command = commands.add_parser(name, help=what, add_help=False, prefix_chars="\0")
        command.add_argument("rest", nargs="*")  # these have parsers of their own
        command.set_defaults(run=run)

    serve = commands.add_parser("serve", help="the worker behind Blender: frames on stdin and stdout")
    _engine_options(serve)
    _priority_option(serve)
    serve.add_argument("--models", help=argparse.SUPPRESS)  # module:function with other loaders, for tests
    serve.set_defaults(run=_serve)
    return parser


def _generate_command(commands: Any) -> None:
    generate = commands.add_parser("generate", help="make takes from text or sound", description="Make takes.")
    add_options(generate, "text", "path", "reach", "audio", command="generate")
    add_options(generate, "style", action="append", default=[])
    add_options(generate, "energy", "follow", "on_beat", "stage", "box", "variation", "spans")
    add_options(generate, "dancers", "partner", "placed", "apart")
    length = generate.add_mutually_exclusive_group()
    add_options(length, "seconds", command="generate")
    add_options(length, "frames", command="generate", type=int, metavar="N")
    _take_options(generate)
    add_options(generate, "candidates", "whole", "fps")
    generate.set_defaults(run=_generate, usage=generate.error)


def _explain_command(commands: Any) -> None:
    explain = commands.add_parser("explain", help="how a text is taken apart", description="Show what a text asks for.")
    explain.add_argument("text", metavar="T", help=OPTIONS["text"].help)
    add_options(explain, "seconds", help="length of the whole take; default: as long as it takes")
    add_options(explain, "json")
    explain.set_defaults(run=_explain, usage=explain.error)


def _inbetween_command(commands: Any) -> None:
    between = commands.add_parser("inbetween", help="regenerate part of a motion")
    add_options(between, "motion", "frames", required=True)
    _file_options(between)
    add_options(between, "parts", "pins", "path", "reach", "text")
    between.add_argument("--audio", help=argparse.SUPPRESS)  # refused with a sentence
    _take_options(between)
    between.set_defaults(run=_inbetween)


def _pose_commands(commands: Any) -> None:
    around = commands.add_parser("around", help="motion around a pose, in families of takes")
    add_options(around, "motion", command="around")
    _file_options(around)
    add_options(around, "at", "place")
    add_options(around, "seconds", "base_seed", "vary", command="around")
    poses = commands.add_parser("poses", help="ways to complete a half-posed figure")
    add_options(poses, "motion", required=True)
    _file_options(poses)
    add_options(poses, "at")
    add_options(poses, "given", required=True)
    for one, run in ((around, _around), (poses, _poses)):
        add_options(one, "text")
        _take_options(one)
        one.set_defaults(run=run)


def _file_options(parser: argparse.ArgumentParser) -> None:
    """How the file of a motion is read."""
    add_options(parser, "up", "fps")


def _take_options(parser: argparse.ArgumentParser) -> None:
    add_options(parser, *SAMPLING, *CLEAN_UP)
    add_options(parser, "out", required=True)
    _engine_options(parser)


def _engine_options(parser: argparse.ArgumentParser) -> None:
    add_options(parser, "device", "weights", "json")


def _priority_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--priority", choices=priority.PRIORITIES, default="takes",
        help="what comes first where the processor is wanted: the takes, or the window that somebody works in",
    )  # fmt: skip


def _batch_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("manifest", type=Path, metavar="MANIFEST", help=".jsonl, or .csv with names in its first line")
    add_options(parser, "workers")
    parser.add_argument("--ray", action="store_true", help="on a Ray cluster (RAY_ADDRESS), one actor a card")
    add_options(parser, "threads", "retries", "report", "overwrite", "check")
    _engine_options(parser)
    _priority_option(parser)
    parser.set_defaults(run=_batch)


def _generate(args: argparse.Namespace) -> dict[str, Any]:
    if args.text is None and not args.spans and not args.audio and not args.path:
        args.usage("give --text, --span, --path or --audio")
    if args.text and args.audio and AUDIO_TAG not in args.text.lower():
        args.usage(f"--text and --audio go together where the text says {AUDIO_TAG}: “moves to {AUDIO_TAG}”")
    check_sound(vars(args))
    request = request_of(vars(args))
    for note in notes(request):
        print(f"motif: {note}", file=sys.stderr)
    if args.dancers == 1:
        return _save_takes(args, request, "Generating")
    first, second = couple_of(vars(args), request)
    found = _save_takes(args, first, "Generating")
    args.out = file_of_second(args.out)
    return {**found, "second": _save_takes(args, second, "Generating the second dancer")["takes"]}


def _explain(args: argparse.Namespace) -> dict[str, Any]:
    from engine.protocol.plan.parse import plan_of
    from engine.protocol.plan.show import explained, plan_to_json
    from engine.protocol.plan.vocabulary.spelling import mended

    if not args.text.strip():
        args.usage("the text is empty: write what the character does, such as “a person walks, then sits down”")
    if args.seconds is not None and not 0 < args.seconds <= MAX_SECONDS:
        args.usage(f"--seconds is {args.seconds:g}: give more than 0 and at most {MAX_SECONDS:g}")
    text = check_prompt(args.text)
    plan, read_as = plan_of(text), mended(text)
    if not args.json:
        print("\n".join(([f"read as: {read_as}"] if read_as != text else []) + explained(plan, args.seconds)))
    return {"text": text, "read_as": read_as, **plan_to_json(plan, args.seconds)}


def _described(engine: Engine, takes: Sequence[Take], paths: Sequence[Path]) -> dict[str, Any]:
    """What a command that made takes prints as JSON."""
    described = [
        {"path": str(p), "seed": t.seed, "frames": len(t.motion), "fps": t.motion.fps, "quality": dict(t.quality)}
        for t, p in zip(takes, paths)
    ]
    return {
        "takes": described,
        "device": engine.info()["device"],
        "timings": dict(takes[0].timings),
        "weights_digest": takes[0].weights_digest,
    }


def _motion_of(args: argparse.Namespace) -> Motion:
    """Read the command's motion; what was assumed of its file is logged."""
    from engine import take_files

    return take_files.load_motion(args.motion, args.fps, args.up or "")[0]


def _inbetween(args: argparse.Namespace) -> dict[str, Any]:
    from engine.inbetween.options import cut_away, edit_request

    motion = _motion_of(args)
    request = edit_request(motion, vars(args))
    for said in cut_away(args.frames, args.pins, len(motion)):
        print(f"motif: {said}", file=sys.stderr)
    return _save_takes(args, request, "In-betweening", args.motion)


def _around(args: argparse.Namespace) -> dict[str, Any]:
    from engine.pose.options import around_request

    motion = _motion_of(args) if args.motion else None
    return _save_takes(args, around_request(motion, vars(args)), "Moving")


def _poses(args: argparse.Namespace) -> dict[str, Any]:
    from engine.pose.options import pose_request

    motion = _motion_of(args)
    return _save_takes(args, pose_request(motion, vars(args)), "Posing")


def _save_takes(args: argparse.Namespace, request: Request, doing: str, source: Path | None = None) -> dict[str, Any]:
    """Generate the takes of a request and write them as files; kept values of the file `source` are copied from it."""
    from engine import take_files

    paths = take_files.take_paths(args.out, args.takes)
    inputs = {"--motion": getattr(args, "motion", None), "--audio": getattr(args, "audio", None)}
    if wrong := files.clash({"--out": paths}, inputs):
        raise bad_request(wrong)
    take_files.check_writable(files.target_of(paths[0]).parent)
    from engine.api import Engine

    engine = Engine(args.weights, args.device)
    with Bar(doing) as report:
        takes = engine.generate(request, on_progress=report)
    for take, path in zip(takes, paths, strict=True):
        take_files.save_take(take, path, source)
        print(f"{path}: {len(take.motion)} frames, seed {take.seed}", file=sys.stderr)
        for sentence in missed(take.quality):
            print(f"motif: {sentence}", file=sys.stderr)
    return _described(engine, takes, paths)


def _batch(args: argparse.Namespace) -> dict[str, Any]:
    from engine.batch import report, run

    priority.step_back(args.priority)  # engines that it starts inherit it
    crew = run.Crew(args.workers, args.threads, args.ray, args.device, args.weights)
    if args.check:
        found = run.check(args.manifest, crew, out=args.report, overwrite=args.overwrite)
        print(f"motif: {found['said']}", file=sys.stderr)
        return found
    # What libraries print, such as Ray of a worker that died, is no result.
    with contextlib.redirect_stdout(sys.stderr), Bar("Batch") as progress:
        found = run.run(
            args.manifest, crew, retries=args.retries, on_progress=progress, out=args.report, overwrite=args.overwrite
        )
    said = report.short(found, args.report or report.path_for(args.manifest))
    print(f"{said['said']}\n{said['report']}", file=sys.stderr)
    return said


def _list(args: argparse.Namespace) -> dict[str, Any]:
    if args.what == words.SCHEMA:
        said = schema()
        if not args.json:
            print(json.dumps(said, indent=2))
        return said
    if not args.json:
        print("\n".join(words.lines(args.what)))
    return words.listed(args.what)


def _train(args: argparse.Namespace) -> int:
    if not (math.isfinite(args.minutes) and args.minutes > 0):
        raise bad_request(f"The training time is {args.minutes:g} minutes: give more than 0.")
    from engine.train import recipes

    try:
        recipes.run(
            args.what, minutes=args.minutes, resume=args.resume, source=args.data, out=args.out, device=args.device,
            encoder=args.encoder, without=args.without,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise bad_request(str(error)) from error
    return 0


def _evaluate(args: argparse.Namespace) -> int:
    from engine.evaluate import command

    return command.main(args.rest) or 0


def _bench(args: argparse.Namespace) -> int:
    from engine.bench import command

    return command.main(args.rest)


def _import(args: argparse.Namespace) -> int:
    from engine.released import command

    return command.main(args.rest)


def _serve(args: argparse.Namespace) -> int:
    from engine.worker.serve import serve

    return serve(args.weights, args.device, args.models, args.priority)


if __name__ == "__main__":
    sys.exit(main())
