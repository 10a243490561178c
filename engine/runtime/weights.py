"""Weights files: safetensors with the model's config inside, and a registry of the digests that must match.

A folder of weights holds `<name>.safetensors` files and `registry.json`: name -> file, sha256, size. A file that the
registry lists is refused unless it is whole and unaltered; a file that it doesn't list loads, so that training runs
and a studio's own models need no entry.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import files
from engine.protocol.errors import EngineError
from engine.protocol.version import engine_version

if TYPE_CHECKING:
    import torch

FOLDER = Path(__file__).absolute().parents[1] / "weights"
REGISTRY = "registry.json"
_REPAIR = "install the add-on again, or train it with “python3 build.py train”"


@dataclass(frozen=True)
class LoadedWeights:
    """state: name -> tensor as stored. config: the model's. meta: what else was saved. digest: sha256 of the file."""

    state: dict[str, torch.Tensor]
    config: dict[str, Any]
    meta: dict[str, Any] = field(default_factory=dict)
    digest: str = ""

    @property
    def codes(self) -> str:
        """Digest by which what is made of a tokenizer's codes names them: that of the first file which gave them."""
        return self.meta.get("codes", self.digest)


# (path, size, time of change) -> sha256 of weights files that were read and checked by this process.
_digests: dict[tuple[str, int, int], str] = {}


def missing(message: str) -> EngineError:
    """Weights that are absent, cut short or altered."""
    return EngineError("weights_missing", message)


def save_weights(
    path: Path,
    state: Mapping[str, torch.Tensor],
    config: Mapping[str, Any],
    *,
    dtype: torch.dtype | None = None,
    extra: Mapping[str, Any] | None = None,
) -> str:
    """Write a model and pin its sha256, which is returned, in the registry.

    Floating point tensors are stored as `dtype`, half precision by default; whole numbers (counts) as they are.
    """
    import torch
    from safetensors.torch import save

    half = torch.float16 if dtype is None else dtype
    stored = {
        name: (t.detach().to(half) if t.is_floating_point() else t.detach()).cpu().contiguous().clone()
        for name, t in state.items()
    }
    meta = {**(extra or {}), "engine_version": engine_version()}
    raw = save(stored, {"config": json.dumps(dict(config), sort_keys=True), "meta": json.dumps(meta, sort_keys=True)})
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write(path, raw)
    return str(register(path.parent, path.stem, path.name)["sha256"])


def load_weights(path: Path, dtype: torch.dtype | None = None) -> LoadedWeights:
    """Read and check a file that `save_weights` wrote; floating point tensors become `dtype` where one is given.

    Raises EngineError("weights_missing") where it is absent, cut short, altered or no safetensors file.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    path = Path(path)
    try:
        stat = path.stat()
        raw = path.read_bytes()
    except OSError as error:
        raise _absent(path, error) from error
    digest = hashlib.sha256(raw).hexdigest()
    _check(path, len(raw), digest)
    _digests[str(path), len(raw), stat.st_mtime_ns] = digest  # what has been read isn't read again for it
    try:
        meta = _metadata(raw)
        state = load(raw)
        config = json.loads(meta["config"])
        extra = json.loads(meta.get("meta", "{}"))
    except (SafetensorError, ValueError, LookupError, TypeError, struct.error, RecursionError) as error:
        raise missing(f"The weights file {path.name} is cut short or damaged: {_REPAIR}.") from error
    if dtype is not None:
        state = {name: t.to(dtype) if t.is_floating_point() else t for name, t in state.items()}
    return LoadedWeights(state, config, extra, digest)


def read_config(path: Path) -> dict[str, Any]:
    """The config inside a weights file, without its tensors."""
    try:
        with open(path, "rb") as file:
            size = struct.unpack("<Q", file.read(8))[0]
            return json.loads(json.loads(file.read(size))["__metadata__"]["config"])
    except OSError as error:
        raise _absent(Path(path), error) from error
    except (ValueError, LookupError, TypeError, struct.error, MemoryError, OverflowError, RecursionError) as error:
        raise missing(f"The weights file {Path(path).name} is cut short or damaged: {_REPAIR}.") from error


def read_registry(folder: Path) -> dict[str, dict[str, Any]]:
    """The registry of a folder of weights; empty where it has none."""
    path = Path(folder) / REGISTRY
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise missing(f"The weights registry {path.name} can't be read: {_REPAIR}.") from error
    if not isinstance(entries, dict) or not all(_is_entry(entry) for entry in entries.values()):
        raise missing(f"The weights registry {path.name} is damaged: {_REPAIR}.")
    return entries


def _is_entry(entry: Any) -> bool:
    """Whether a registry's entry has a file's name, its digest and its size, each where it has it at all."""
    kinds = {"file": str, "sha256": str, "size": int}
    return isinstance(entry, dict) and all(type(entry.get(name, kind())) is kind for name, kind in kinds.items())


def register(folder: Path, name: str, file: str | None = None) -> dict[str, Any]:
    """Pin `folder`'s file for `name` in its registry, as it is now; returns the entry."""
    folder = Path(folder)
    path = folder / (file or f"{name}.safetensors")
    raw = path.read_bytes()
    entry = {"file": path.name, "sha256": hashlib.sha256(raw).hexdigest(), "size": len(raw)}
    entries = dict(sorted({**read_registry(folder), name: entry}.items()))
    files.write_json(folder / REGISTRY, entries, indent=2)
    return entry


def files_of(names: Iterable[str], folder: Path) -> list[Path]:
    """The files of weights of these names in a folder, as its registry has them."""
    entries = read_registry(folder)
    return [Path(folder) / str(entries.get(name, {}).get("file", f"{name}.safetensors")) for name in names]


def combine(digests: Iterable[str]) -> str:
    """sha256 over several digests, in order."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def file_digest(path: Path) -> str:
    """sha256 of a weights file, checked against the registry; raises EngineError where it is absent or altered."""
    try:
        stat = path.stat()
    except OSError as error:
        raise _absent(path, error) from error
    known = str(path), stat.st_size, stat.st_mtime_ns
    if known not in _digests:
        with open(path, "rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        _check(path, stat.st_size, found)
        _digests[known] = found
    return _digests[known]


def _absent(path: Path, error: OSError) -> EngineError:
    if isinstance(error, FileNotFoundError):
        return missing(f"The weights file {path.name} is not in {path.parent}: {_REPAIR}.")
    return missing(f"The weights file {path} can't be read ({error.strerror}): {_REPAIR}.")


def _check(path: Path, size: int, sha256: str) -> None:
    """Raise unless the file is what the registry beside it says."""
    entry = next((e for e in read_registry(path.parent).values() if e.get("file") == path.name), None)
    if entry is None:
        return
    expected = int(entry.get("size", size))
    if size < expected:
        raise missing(f"The weights file {path.name} is cut short ({size:,} of {expected:,} bytes): {_REPAIR}.")
    if sha256 != entry.get("sha256"):
        raise missing(f"The weights file {path.name} is not the one that was shipped (its digest differs): {_REPAIR}.")


def _metadata(raw: bytes) -> dict[str, str]:
    """safetensors' own header: a length, then JSON with free strings under `__metadata__`."""
    size = struct.unpack_from("<Q", raw)[0]
    return json.loads(raw[8 : 8 + size])["__metadata__"]
