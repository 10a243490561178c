"""What a folder of imported networks is: its card, and how one is told from weights of our own."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from engine import files
from engine.protocol.errors import EngineError

CARD = "released.json"
UPPER = "mmm-upper"


@dataclass(frozen=True)
class Card:
    """network: mmm, mmm-upper or lda. clip: the folder of the CLIP model that reads its text, "" for none. licence:
    under which the authors released it. files: what it was read from. missing: what the release does not have."""

    network: str
    licence: str
    clip: str = ""
    files: tuple[str, ...] = ()
    missing: str = ""


def is_set(folder: Path) -> bool:
    """Whether a folder holds imported networks."""
    return (folder / CARD).is_file()


def read_card(folder: Path) -> Card:
    """The card of a set; raises EngineError where it is damaged."""
    try:
        told = json.loads((folder / CARD).read_text(encoding="utf-8"))
        return Card(**{**told, "files": tuple(told["files"])})
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise EngineError("weights_missing", f"The card of the set {folder} is damaged: import it again.") from error


def is_upper(folder: Path) -> bool:
    """Whether a folder holds imported networks of the upper body."""
    return is_set(folder) and read_card(folder).network == UPPER


def write_card(folder: Path, card: Card, title: str) -> None:
    """The card as JSON, and in words beside it."""
    files.write_json(folder / CARD, {**asdict(card), "files": list(card.files)}, indent=2)
    lines = [f"# {title}", "", f"Read from {', '.join(card.files)}.", "", f"Licence: {card.licence}", ""]
    lines += [f"Missing: {card.missing}", ""] if card.missing else []
    files.write_text(folder / f"{card.network}.md", "\n".join(lines))
