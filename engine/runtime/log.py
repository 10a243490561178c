"""Logging of the engine: a logger for each module, written to stderr; MOTIF_LOG sets the level (default WARNING)."""

from __future__ import annotations

import logging
import os
import sys

LEVEL = "MOTIF_LOG"  # environment variable: DEBUG, INFO, WARNING or ERROR


def configure() -> None:
    """Write what the engine's modules log to the present stderr, as `motif engine: ...`; other libraries stay as they
    are. An unknown level is read as WARNING."""
    logger = logging.getLogger("engine")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("motif engine: %(message)s"))
    logger.handlers[:] = [handler]
    logger.propagate = False
    level = logging.getLevelName(os.environ.get(LEVEL, "").strip().upper())
    logger.setLevel(level if isinstance(level, int) else logging.WARNING)
