"""Parsing of pip's output: its progress, and a sentence for why it failed. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_UNITS = {"bytes": 1, "B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}
_DOWNLOADING = re.compile(
    r"^\s*(?:Downloading|Using cached) (\S+?)(?:\.metadata)?(?: \(([\d.]+) (bytes|[kMG]?B)\))?\s*$"
)
_PROGRESS = re.compile(r"^Progress (\d+) of (\d+)$")
_COLLECTING = re.compile(r"^(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)")
_PROCESSING = re.compile(r"^Processing .*?([^/\\]+\.whl)")
_NO_NETWORK = re.compile(
    r"NewConnectionError|Name or service not known|Temporary failure in name|Connect(?:ion)?Timeout|ReadTimeout"
    r"|ProxyError|SSLError|Network is unreachable|Connection (?:refused|reset|aborted)|getaddrinfo"
)
# Downloads fill the bar up to here, unpacking the rest.
_DOWNLOAD_SHARE = 0.8


@dataclass
class Progress:
    """Follows one run of pip line by line. expected: bytes that it is thought to download."""

    expected: int
    message: str = "Looking for packages"
    unpacking: int = 0  # packages that pip is unpacking, 0 before it does
    _done: float = 0.0
    _current: tuple[float, float] = field(default=(0.0, 0.0))  # of the file being downloaded: have, whole

    def feed(self, line: str) -> bool:
        """Take in a line; returns whether there is something new to show."""
        line = line.rstrip()
        if found := _PROGRESS.match(line):
            self._current = (float(found[1]), float(found[2]))
            return True
        if found := _DOWNLOADING.match(line):
            self._file(found[1], float(found[2] or 0) * _UNITS.get(found[3] or "B", 1))
        elif found := _PROCESSING.match(line):
            self._file(found[1], 0.0)
        elif line.startswith("Installing collected packages:"):
            self._finish()
            self.unpacking = line.count(",") + 1
            self.message = f"Unpacking {self.unpacking} packages"
        elif found := _COLLECTING.match(line):
            self.message = f"Collecting {found[1]}"
        else:
            return False
        return True

    def fraction(self, unpacked: int = 0) -> float:
        """0-1. unpacked: packages that stand in the environment since unpacking began."""
        if self.unpacking:
            return _DOWNLOAD_SHARE + (1 - _DOWNLOAD_SHARE) * min(1.0, unpacked / self.unpacking)
        have = self._done + self._current[0]
        return _DOWNLOAD_SHARE * min(0.99, have / max(self.expected, have, 1.0))

    def _file(self, name: str, size: float) -> None:
        self._finish()
        self._current = (0.0, size)
        self.message = f"Downloading {name.partition('-')[0]}"

    def _finish(self) -> None:
        self._done += self._current[1]
        self._current = (0.0, 0.0)


def explain(output: str, offline_folder: str = "") -> str:
    """One sentence for a failed pip run."""
    wanted = re.search(r"No matching distribution found for (\S+)", output)
    if re.search(r"No space left on device|not enough space on the disk|Errno 28|WinError 112", output):
        return "The disk is full: free some space and press Resume."
    if re.search(r"DO NOT MATCH THE HASHES|Expected sha\d+ \S+\s+Got", output):
        name = re.search(r"^ {4}(\S+?)(?:==\S+)? from ", output, re.MULTILINE)
        which = name[1] if name else "A package"
        where = f"in {offline_folder} " if offline_folder else ""
        return f"{which} {where}is not the file that it should be (its checksum differs): nothing of it was installed."
    if re.search(r"Permission denied|Access is denied|Errno 13|WinError 5\b|Read-only file system", output):
        return "The engine's folder can't be written: check its permissions and press Resume."
    if _NO_NETWORK.search(output):
        return "The package index can't be reached: check the network or the proxy, and press Resume."
    if wanted and offline_folder:
        return f"The folder {offline_folder} lacks {wanted[1]} for this Python: add its wheel and press Resume."
    if wanted:
        return (
            f"The package index has no {wanted[1]} for this Python and system: choose another Python or a folder of "
            "wheels."
        )
    last = [line.strip() for line in output.splitlines() if line.strip()]
    said = next((line for line in reversed(last) if line.startswith("ERROR")), last[-1] if last else "it said nothing")
    return f"pip could not install the packages ({said:.140}): see the log, and press Resume."
