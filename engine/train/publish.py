"""Publishing of a trained model: weights, pinned digest, curves and model card in one folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from engine import files
from engine.runtime.weights import save_weights
from engine.train.data.clips import Clip

CREDITS = {
    "CMU": "mocap.cs.cmu.edu, created with funding from NSF EIA-0196217; free to use, not to be resold as data",
    "100STYLE": "Ian Mason, Sebastian Starke, Taku Komura 2022, CC BY 4.0",
    "HDM05": "M. Mueller, T. Roeder, M. Clausen, B. Eberhardt, B. Krueger, A. Weber, Universitaet Bonn 2007, "
    "CC BY-SA 3.0: what is derived from it is shared alike, with credit",
    "ACCAD": "The Open Motion Project, Advanced Computing Center for the Arts and Design, Ohio State University, "
    "CC BY 3.0",
    "KayKit Adventurers": "Kay Lousberg, CC0 1.0",
    "Mesh2Motion": "Scott Petrovic and contributors, CC0 1.0",
    "UI-PRMD": "Vakanski, Jun, Paul, Baker: A Data Set of Human Body Movements for Physical Rehabilitation Exercises, "
    "Data 2018, 3(1), 2; ODC PDDL 1.0 (public domain)",
    "Quaternius UAL": "Quaternius, Universal Animation Library 1, CC0 1.0",
    "Quaternius UAL2": "Quaternius, Universal Animation Library 2, CC0 1.0",
}


@dataclass(frozen=True)
class Card:
    """Text of a model card: title, purpose and limits; measured: what its numbers are."""

    title: str
    purpose: str
    limits: Sequence[str]
    measured: str = "Measured on the validation split"


def publish(
    name: str, out: Path, run: Path, state: Mapping[str, Tensor], config: Mapping[str, Any],
    measured: Mapping[str, float], clips: Sequence[Clip], card: Card, extra: Mapping[str, Any] | None = None,
) -> Path:  # fmt: skip
    """Write `out`/name.safetensors (half precision), its registry entry, name.png (curves) and name.md (card). extra:
    what else a loader needs to know."""
    path = out / f"{name}.safetensors"
    digest = save_weights(path, state, config, extra={**(extra or {}), "measured": json.dumps(dict(measured))})
    curves = ""
    if (run / "curves.png").exists():
        curves = f"Curves: `{name}.png`. "
        files.write(out / f"{name}.png", (run / "curves.png").read_bytes())
    parameters = sum(t.numel() for t in state.values() if t.is_floating_point())
    hours = Counter[str]()
    for clip in clips:
        hours[clip.dataset] += clip.motion.seconds / 3600  # type: ignore[assignment]
    lines = [
        f"# {card.title}", "", card.purpose, "",
        f"File: `{path.name}`, {path.stat().st_size / 1e6:.1f} MB, {parameters / 1e6:.1f} million numbers in half "
        f"precision, sha256 `{digest}`. {curves}Splits: `splits.json` (trained on `train` alone).",
        "",
        "Config: " + ", ".join(f"{k} {v}" for k, v in config.items()) + ".", "",
        f"## {card.measured}", "", "| what | value |", "|---|---|",
        *(f"| {k} | {v:.4g} |" for k, v in measured.items()), "",
        "## Data and terms", "", "| set | hours, all splits | credit and terms |", "|---|---|---|",
        *(f"| {k} | {v:.3f} | {CREDITS.get(k, 'own recordings')} |" for k, v in sorted(hours.items())), "",
        "## What it can't do", "", *(f"- {line}" for line in card.limits), "",
    ]  # fmt: skip
    files.write_text(out / f"{name}.md", "\n".join(lines))
    return path
