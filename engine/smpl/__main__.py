"""Command line, which the add-on runs: `python -m engine.smpl rest|pose --model FILE --out FILE.npz`.

rest: the shape's vertices, joints, weights and pose corrections. pose: vertices of each frame of an AMASS motion. One
line of JSON on stdout; exit status 0 done, 1 failed with a sentence.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine import files
from engine.protocol.errors import EngineError, bad_request
from engine.smpl import bodies
from retarget.formats import amass
from retarget.formats.smpl_body import ModelError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    args = _parser().parse_args(argv)
    try:
        arrays = _rest(args) if args.command == "rest" else _pose(args)
        stream = io.BytesIO()
        np.savez(stream, **arrays)
        files.write(args.out, stream.getvalue())
    except EngineError as error:
        print(json.dumps({"ok": False, "error": error.message}))
        return 1
    except OSError as error:
        print(json.dumps({"ok": False, "error": files.why_not(args.out, error)}))
        return 1
    print(json.dumps({"ok": True, "vertices": int(arrays["vertices"].shape[-2])}))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="engine.smpl", description="Bodies of the SMPL family, by smplx.")
    parser.add_argument("command", choices=("rest", "pose"))
    parser.add_argument("--model", type=Path, required=True, metavar="FILE", help="a model of your own, .npz")
    parser.add_argument("--betas", default="", metavar="N,N", help="the shape's coefficients")
    parser.add_argument("--motion", type=Path, metavar="FILE", help="for pose: an AMASS motion of that body")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    return parser


def _betas(text: str) -> list[float]:
    try:
        return [float(part) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise bad_request(f"“{text:.40}” are no shape coefficients: give numbers with commas between.") from error


def _rest(args: argparse.Namespace) -> dict[str, Any]:
    body = bodies.open_body(args.model, _betas(args.betas))
    vertices, joints = body.rest()
    file = body.file
    return {
        "names": np.array(file.names), "parents": file.parents, "faces": file.faces, "weights": file.weights,
        "vertices": vertices, "joints": joints, "corrections": body.by_joint(),
    }  # fmt: skip


def _pose(args: argparse.Namespace) -> dict[str, Any]:
    if args.motion is None:
        raise bad_request("There is no motion to pose the body by: give an AMASS file with --motion.")
    body = bodies.open_body(args.model, _betas(args.betas))
    try:
        turns, trans, fps = amass.read_parameters(args.motion)
    except ModelError as error:
        raise bad_request(str(error)) from error
    if turns.shape[1] != len(body.parents):
        raise bad_request(
            f"{args.motion.name} is for a body of {turns.shape[1]} joints and the model has {len(body.parents)}: give "
            "its own."
        )
    vertices, joints = body.posed(turns, trans)
    return {"vertices": vertices, "joints": joints, "fps": np.array(fps)}


if __name__ == "__main__":
    sys.exit(main())
