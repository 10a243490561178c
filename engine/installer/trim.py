"""What packages bring and the engine never reads, taken away after they are installed; standard library only.

Tests, headers and programs for those who build on torch, networks of `transformers` for pictures and texts, and
packages that another asks for and loads only for what we don't call; of large libraries on Linux, what only a debugger
reads. A package's list of files (RECORD) then tells what is left, so that it can be verified and removed as ever; the
whole list stays beside it (`WHOLE`). `Installer.repair` with `whole` brings everything back.
"""

from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path, PurePosixPath

from .. import files
from . import symbols

WHOLE = "RECORD.whole"
# Packages whose folders of tests nothing imports. Not their `testing`, which some load themselves.
_TESTED = ("scipy", "sympy", "numpy", "numba", "networkx", "llvmlite", "joblib", "mpmath")
_FOLDERS = ("torch/test", "torch/include", "torch/share", "torch/bin")
# scikit-learn, and narwhals for it: librosa's segmenting and decomposing. hf_xet: downloads.
_PACKAGES = ("sklearn", "scikit_learn.libs", "narwhals", "hf_xet")
_KEPT = ("torch/bin/torch_shm_manager",)  # torch starts it
_LIBRARIES = ("torch/lib/", "llvmlite/binding/")  # 115 MB of names on Linux
_TO_LINK = ".lib"  # of torch on Windows: hundreds of megabytes
# transformers' models that stay: what reads texts of imported sets, and all that read sounds.
MODELS = frozenset((
    "audio_spectrogram_transformer", "auto", "bert", "canine", "clap", "clip", "clvp", "csm", "dac", "data2vec",
    "deprecated", "dia", "encodec", "gemma3n", "granite_speech", "hubert", "kyutai_speech_to_text", "mctct", "mimi",
    "moonshine", "moshi", "musicgen", "musicgen_melody", "parakeet", "phi4_multimodal", "pop2piano", "qwen2_audio",
    "roberta", "seamless_m4t", "seamless_m4t_v2", "sew", "sew_d", "speech_encoder_decoder", "speech_to_text",
    "speecht5", "t5", "unispeech", "unispeech_sat", "univnet", "vits", "voxtral", "wav2vec2", "wav2vec2_bert",
    "wav2vec2_conformer", "wav2vec2_phoneme", "wav2vec2_with_lm", "wavlm", "whisper", "xcodec",
))  # fmt: skip


def is_unused(name: str) -> bool:
    """Whether a file of a package, by its path below site-packages, is nothing that the engine reads."""
    parts = PurePosixPath(name).parts
    if len(parts) < 2 or name in _KEPT:
        return False
    if parts[0] in _PACKAGES or "/".join(parts[:2]) in _FOLDERS:
        return True
    if parts[:2] == ("torch", "lib") and name.endswith(_TO_LINK):
        return True
    if parts[0] in _TESTED:
        return bool({"tests", "test"} & set(parts[1:-1]))
    return parts[:2] == ("transformers", "models") and len(parts) > 3 and parts[2] not in MODELS


def trim(site: Path) -> int:
    """Take away what is unused of every package in a folder; returns how many bytes. May be cut off and run again."""
    return sum(_trimmed(record) for record in sorted(site.glob("*.dist-info/RECORD")))


def trimmed(site: Path) -> list[str]:
    """Names of packages of which something was taken away."""
    return [mark.parent.name.partition("-")[0] for mark in sorted(site.glob(f"*.dist-info/{WHOLE}"))]


def _trimmed(record: Path) -> int:
    whole, site, gone = record.read_text(encoding="utf-8"), record.parents[1], 0
    rows = [row for row in csv.reader(whole.splitlines()) if row]
    unused = [row[0] for row in rows if is_unused(row[0])]
    libraries = [row for row in rows if _is_library(row[0]) and symbols.length(site / row[0])]
    if not unused and not libraries:
        return 0
    mark = record.with_name(WHOLE)
    if not mark.exists():
        files.write_text(mark, whole)
    doomed = [path for name in unused for path in (site / name, *_compiled(site / name))]
    for path in doomed:
        with contextlib.suppress(FileNotFoundError):
            gone += path.stat().st_size
            path.unlink()
    _empty({path.parent for path in doomed}, site)
    for row in libraries:
        digest, size, less = symbols.without(site / row[0])
        row[1:] = [digest, size] if digest else row[1:]
        gone += less
    left = io.StringIO(newline="")
    lines = csv.writer(left, lineterminator="\n")
    own = f"{record.parent.name}/{WHOLE}"
    lines.writerows([*(row for row in rows if not is_unused(row[0]) and row[0] != own), (own, "", "")])
    files.write_text(record, left.getvalue())  # last: until then the whole list says what is missing
    return gone


def _is_library(name: str) -> bool:
    """Whether a file is one of the libraries of which it is worth leaving something out."""
    return name.endswith(".so") and name.startswith(_LIBRARIES) and not is_unused(name)


def _compiled(path: Path) -> list[Path]:
    """What Python has made of a module."""
    return list((path.parent / "__pycache__").glob(f"{path.stem}.*.pyc")) if path.suffix == ".py" else []


def _empty(folders: set[Path], site: Path) -> None:
    """Remove folders with nothing in them, and what is empty above them then."""
    for folder in sorted(folders, key=lambda f: len(f.parts), reverse=True):
        for place in (folder, *folder.parents):
            if place == site:
                break
            try:
                place.rmdir()
            except OSError:  # something is in it, or it is gone
                if place.exists():
                    break
