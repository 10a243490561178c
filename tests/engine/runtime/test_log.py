"""What the engine logs, and at which level."""

from __future__ import annotations

import logging

import pytest

from engine.runtime import log


@pytest.mark.parametrize(("level", "written"), [("", 1), ("info", 2), ("ERROR", 0), ("much", 1)])
def test_the_level_comes_from_the_environment(monkeypatch, capsys, level, written):
    monkeypatch.setenv(log.LEVEL, level)
    log.configure()
    logger = logging.getLogger("engine.runtime.somewhere")
    logger.warning("no %s", "card")
    logger.info("a model is loaded")
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["motif engine: no card", "motif engine: a model is loaded"][:written]
