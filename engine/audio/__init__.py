"""Sound: decoded and mixed (`sources`), turned into features at 30 fps and beats (`analysis`)."""

from engine.audio.analysis import PRESETS, Analysis, analyse, analyse_samples, features
from engine.audio.sources import listen, open_source, remarks
from engine.audio.spectra import FPS, RATE

__all__ = [
    "FPS", "PRESETS", "RATE", "Analysis", "analyse", "analyse_samples", "features", "listen", "open_source", "remarks",
]  # fmt: skip
