"""`motif evaluate edits`: takes before an edit, what of them is masked, and what came back, as strips of poses."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.protocol.prompt import Prompt
from engine.protocol.request import TextRequest
from engine.protocol.sampling import Sampling

SECONDS = 4.0


@dataclass(frozen=True)
class Edit:
    """An edit of a take. prompt: the take's. options: those of `motif inbetween`."""

    prompt: str
    options: Mapping[str, Any]

    @property
    def title(self) -> str:
        """The options as they would be written."""
        return " ".join(
            f"--{name} {value!r}" if " " in value else f"--{name} {value}" for name, value in self.options.items()
        )


EDITS = (
    Edit("a person walks forward", {"frames": "40-80"}),
    Edit("a person walks forward", {"frames": "30-90", "text": "a person jumps forward with both feet"}),
    Edit("a person walks forward", {"frames": "12-107", "parts": "upper", "text": "someone waves with the right hand"}),
    Edit("a person kicks with the right leg", {"frames": "1-118", "pins": "40,66,93"}),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `motif evaluate edits`."""
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.png")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Draw three strips an edit: before, the mask, after."""
    import numpy as np

    from engine.api import Engine
    from engine.evaluate import strips
    from engine.inbetween.options import edit_request

    engine, rows = Engine(args.weights, args.device), []
    for edit in EDITS:
        frames = round(SECONDS * 30)
        before = engine.generate(TextRequest((Prompt(edit.prompt),), frames, Sampling((args.seed,))))[0].motion
        request = edit_request(before, {**edit.options, "seed": args.seed})
        after = engine.generate(request)[0].motion
        keep = request.mask
        assert keep is not None
        if not np.array_equal(before.rot[keep.joints], after.rot[keep.joints]):
            raise AssertionError(f"{edit.title} changed what it was to keep")
        rows += [
            strips.strip(before, title=f"before: {edit.prompt}"),
            strips.strip(before, title=f"mask: {edit.title}", faint=~keep.joints),
            strips.strip(after, title="after"),
        ]
    strips.stack(rows, args.out)
    print(f"{args.out}: {len(EDITS)} edits")
    return {"out": str(args.out), "edits": len(EDITS)}
