"""What a request with sound needs: sources, features and beats, audio encoders, the audio model and its conditioning.

Sound is decoded and mixed by `sources` and turned into features at 30 fps and beats by `analysis`.
"""

from engine.audio.analysis import PRESETS, Analysis, analyse, analyse_samples, features
from engine.audio.sources import listen, open_source, remarks
from engine.audio.spectra import FPS, RATE

__all__ = [
    "FPS", "PRESETS", "RATE", "Analysis", "analyse", "analyse_samples", "features", "listen", "open_source", "remarks",
]  # fmt: skip
