"""Peaks beside scipy's own, on signals with level stretches, ties and noise."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from scipy import signal

from engine.motion.peaks import find_peaks


@pytest.mark.parametrize("seed", range(40))
def test_peaks_are_scipys(seed):
    generator = np.random.default_rng(seed)
    x = generator.standard_normal(int(generator.integers(0, 120)))
    if seed % 2:
        x = np.round(np.cumsum(x) / 2)  # level stretches, and peaks of the same height
    cases: tuple[dict[str, Any], ...] = (
        {}, {"height": 0.3}, {"distance": 3.2}, {"prominence": 0.8}, {"height": np.abs(x) * 0.9 - 0.2},
        {"height": -1.0, "distance": 7, "prominence": 0.5},
    )  # fmt: skip
    for options in cases:
        assert find_peaks(x, **options)[0].tolist() == signal.find_peaks(x, **options)[0].tolist(), options


def test_the_text_model_loads_neither_scipys_signals_nor_torchs_compiler():
    code = (
        "import sys; from engine.api import Engine; Engine(None, 'cpu').load('text');"
        "print([m for m in ('scipy.signal', 'scipy.stats', 'torch._dynamo', 'sympy', 'librosa', 'transformers')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
