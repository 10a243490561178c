"""Text of unknown encoding: the names in motion files of other programs are in their countries' own.

A byte order mark settles it, and so does valid UTF-8. Else every encoding that can read the bytes at all does, and the
text is taken that looks most like names of bones.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_OTHERS = ("cp932", "euc_jp", "gb18030", "cp949", "big5", "cp1252")
_SAMPLE = 20000  # characters that are judged; names come first in a file
# Characters of which names of bones in Chinese and Japanese are made.
_BODY = frozenset(
    "左右上下前後后中央親亲人差指薬药小大足脚腿腕臂手首头頭颈頸脖肩胛鎖锁骨胸腹腰臀髋股膝肘踝踵趾掌拇食無无名先捩身体體半"
    "部目眼耳口舌髪发發操作全父母根盆骶脊椎尾"
)


def decode(data: bytes) -> str:
    """Decode a file's bytes; never fails: what no encoding reads becomes U+FFFD."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").lstrip("\ufeff")
    if wide := _without_mark(data[:400]):
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    read = [text for encoding in _OTHERS if (text := _strictly(data, encoding)) is not None]
    return max(read, key=_likeness) if read else data.decode("utf-8", errors="replace")


def _without_mark(start: bytes) -> str:
    """UTF-16 by the zeros that every other byte of its ASCII is, "" where it isn't that."""
    even, odd = start[0::2], start[1::2]
    if len(odd) > 3 and odd.count(0) > 0.8 * len(odd) and even.count(0) < 0.2 * len(even):
        return "utf-16-le"
    if len(odd) > 3 and even.count(0) > 0.8 * len(even) and odd.count(0) < 0.2 * len(odd):
        return "utf-16-be"
    return ""


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likeness(text: str) -> float:
    """How much the characters beyond ASCII look like those of bones' names: their mean, and less for more of them."""
    strange = [c for c in text if ord(c) > 127][:_SAMPLE]
    beside = len(re.findall(r"[A-Za-z][\u3040-\u9fff\uac00-\ud7a3]|[\u3040-\u9fff\uac00-\ud7a3][a-z]", text))
    return (sum(_worth(c) for c in strange) - 0.5 * beside) / max(len(strange), 1)


def _worth(char: str) -> float:
    """A character's share in that: 3 for one of bones' names, below 0 for one that no name has."""
    code = ord(char)
    if char in _BODY:
        return 3.0
    if 0x3040 <= code <= 0x30FF or 0xAC00 <= code <= 0xD7A3:  # kana, hangul
        return 1.5
    if 0xC0 <= code <= 0x24F and char not in "×÷":  # Latin letters with accents
        return 1.0
    if 0x4E00 <= code <= 0x9FFF:  # a rare one speaks for another encoding
        return 0.3 if _strictly(char.encode("gb2312", errors="ignore"), "gb2312") else -0.5
    return 0.0 if 0xFF01 <= code <= 0xFF5E or code == 0x3000 else -1.5
