"""argparse's parser with examples, with the nearest word for a wrong one, and with the program that has a command.

Standard library only.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from .examples import examples_of

# Commands that one of the two programs has and the other lacks -> the program.
HOME = {
    **dict.fromkeys(("explain", "import", "learn", "train", "evaluate", "bench", "serve"), "motif"),
    **dict.fromkeys(("retarget", "install"), "motif-blender"),
}


class Parser(argparse.ArgumentParser):
    """A program or one of its commands, whose help ends with its examples."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = examples_of(self.prog)
        if found and self.epilog is None:
            self.epilog = "\n  ".join(("examples:", *found))
            self.formatter_class = _Help

    def parse_known_args(  # pyright: ignore[reportIncompatibleMethodOverride] - typed as overloads there
        self, args: Any = None, namespace: Any = None
    ) -> Any:
        """Parse as argparse does; words that are left over end with a sentence on each."""
        found, left = super().parse_known_args(args, namespace)
        if left:
            flags = [flag for action in self._actions for flag in action.option_strings]
            words = (word.partition("=")[0] for word in left)
            told = (f"{word}{_nearest(word, flags)}" if word.startswith("-") else word for word in words)
            self.error(f"unrecognized arguments: {', '.join(told)}")
        return found, left

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        choices = [str(choice) for choice in action.choices]
        if action.dest == "command":
            program = self.prog.split()[0]
            if HOME.get(value, program) != program:
                raise argparse.ArgumentError(None, f"{value} is {HOME[value]}'s: run “{HOME[value]} {value} ...”")
            raise argparse.ArgumentError(
                None, f"there is no command “{value}”{_nearest(value, choices)}; one of {', '.join(choices)}"
            )
        near = _nearest(str(value), choices)
        raise argparse.ArgumentError(action, f"invalid choice: “{value}”{near} (choose from {', '.join(choices)})")

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong, and end with status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")


class _Help(argparse.HelpFormatter):
    """Lines of the epilog, which are commands, stay as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if text.startswith("examples:") else super()._fill_text(text, width, indent)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, "" where none is near."""
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def _nearest(word: str, known: Sequence[str]) -> str:
    found = nearest(word, known)
    return f", did you mean {found}?" if found else ""
