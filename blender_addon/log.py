"""The add-on's log: a rotating file in the artist's own folder with the engine's messages, and errors with traces."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from .paths import user_folder

_MAX_BYTES = 500_000  # of the file, and of the one before it
LOG = logging.getLogger("motif")
LOG.addHandler(logging.NullHandler())  # else Python prints warnings where no file is set
LOG.propagate = False


class _LogFile(RotatingFileHandler):
    """Creates its folder with the first message; a message that can't be written is dropped."""

    def _open(self):
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:
        """Ignore a full disk or a read-only folder."""


def path() -> Path:
    """Return the log's file, existing or not."""
    return user_folder("log") / "motif.log"


def register() -> None:
    """Write messages from INFO on to the file."""
    unregister()
    handler = _LogFile(path(), maxBytes=_MAX_BYTES, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)


def unregister() -> None:
    """Close the file."""
    for handler in [handler for handler in LOG.handlers if isinstance(handler, _LogFile)]:
        LOG.removeHandler(handler)
        handler.close()
