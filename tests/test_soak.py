"""The soak, short in the ordinary tests and minutes long in the slow ones; `python -m tests.soak` runs for longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import soak

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="handles and processes are seen in /proc")


def test_a_short_soak():
    report = soak.run(3, events=60)
    assert report["asked"] == report["ended"] > 5 and report["made"] > 0 and report["orphans"] == 0


@pytest.mark.slow
def test_a_long_soak():
    report = soak.run(0, seconds=180)
    assert report["asked"] == report["ended"] and report["made"] > 10 and report["engines"] > 3
