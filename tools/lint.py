"""The checks of the sources without running them: ruff's rules, its formatting, and pyright's types."""

from __future__ import annotations

from .console import clean_environment, run_through, venv_python

# Name -> the module of .venv that checks, with its options. .pre-commit-config.yaml calls the same by name.
CHECKS: dict[str, tuple[str, ...]] = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "pyright": ("pyright", "--pythonpath", str(venv_python())),
}


def run(only: str = "") -> list[str]:
    """Run the checks whose name holds `only`, with their output on the console; returns the names that failed."""
    environment = clean_environment({"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"})
    chosen = {name: words for name, words in CHECKS.items() if only in name}
    return [name for name, words in chosen.items() if run_through([venv_python(), "-m", *words], environment)]
