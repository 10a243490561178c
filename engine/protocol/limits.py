"""The limits that requests are checked against: lengths, frame rates and counts."""

from __future__ import annotations

MAX_SECONDS = 60.0  # of a take, or of one prompt on a timeline
MAX_AUDIO_SECONDS = 600.0  # of a take that follows sound
MAX_TIMELINE_SECONDS = 1800.0  # of a take with several prompts, each of MAX_SECONDS at most
MAX_FPS = 240.0
MAX_TAKES = 32
MAX_CANDIDATES = 16
