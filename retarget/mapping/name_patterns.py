"""Words in bones' names, independent of any family of rigs: side, part of the body, finger, helper.

A name is cut into words at separators, capitals and digits, and the words are looked up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

NAMESPACE = re.compile(r"(?:[^:|]*[:|])+")  # "character:", "Armature|"
_SUFFIXES = (
    re.compile(r"_\d+$"),
    re.compile(r"[ ._-]?(?:jnt|joint|jt|bind|bone|skin|sk|def)$", re.IGNORECASE),
    re.compile(r"\.\d{3}$"),
)


def _set(text: str) -> frozenset[str]:
    """Words separated by spaces, as a set."""
    return frozenset(text.split())


_LEFT = _set("l left lft lf links izq izquierda izquierdo gauche sx sinistra sinistro esq levy lewa 左")
_RIGHT = _set("r right rgt rt rght rechts der derecha derecho droit droite dx destra destro dir prawa 右")

# Part -> words that mean it on their own.
_PLAIN = {
    "pelvis": "pelvis hips cog waist 腰 下半身 センター becken cadera bassin bacino",
    "hip": "thigh upleg upperleg femur oberschenkel cuisse muslo coscia 大腿 太もも もも",
    "knee": "shin calf knee lowerleg loleg tibia shank crus unterschenkel knie genou mollet rodilla 膝 ひざ すね",
    "ankle": "foot ankle fuss fuß pied pie piede tarsus 足首",
    "foot": "toe toes toebase ball zehe つま先",
    "collar": "clavicle collar clav collarbone clavicula scapula schlüsselbein 肩 鎖骨",
    "shoulder": "upperarm uparm humerus shldr bicep biceps oberarm upparm 上腕",
    "elbow": "forearm lowerarm loarm elbow radius ulna foreram unterarm codo coude gomito 前腕 肘 ひじ",
    "wrist": "hand wrist palm main mano carpus 手首 手",
    "neck": "neck cou cuello hals collo 首",
    "head": "head skull kopf tete tête cabeza testa 頭",
    "spine": "spine chest abdomen torso ribcage ribs thorax back lowerback upperback upperchest stomach belly trunk "
    "breastbone sternum lumbar thoracic wirbel brust rumpf 上半身 背骨 胸",
}
_WORDS = {word: part for part, words in _PLAIN.items() for word in words.split()}
# Words that mean one part or another, depending on the other bones of the limb.
_AMBIGUOUS = {
    "leg": ("hip", "knee"), "bein": ("hip", "knee"), "足": ("hip", "ankle"), "脚": ("hip", "knee"),
    "hip": ("hip", "pelvis"), "arm": ("shoulder", "elbow"), "腕": ("shoulder",), "shoulder": ("collar", "shoulder"),
    "root": ("pelvis",), "body": ("pelvis", "spine"), "hombro": ("collar", "shoulder"), "spline": ("spine",),
    "jambe": ("hip", "knee"), "pierna": ("hip", "knee"), "brazo": ("shoulder", "elbow"), "bras": ("shoulder", "elbow"),
    "schulter": ("collar", "shoulder"), "epaule": ("collar", "shoulder"), "finger": (), "basin": ("pelvis",),
}  # fmt: skip
_UPPER = _set("upper up upp top high 上")
_LOWER = _set("lower low lo lwr down dn fore bottom 下")

FINGERS = {
    "thumb": "thumb 親指 daumen pulgar pouce", "index": "index pointer 人指 人差指 zeigefinger",
    "middle": "middle mid 中指", "ring": "ring 薬指", "pinky": "pinky little pinkie small 小指",
}  # fmt: skip
_FINGER_WORDS = {word: finger for finger, words in FINGERS.items() for word in words.split()}
_TWIST = _set("twist roll twst 捩 捩り")
_HELPER = _set(
    "ik pole target helper hlp ctrl control cntrl twist roll twst 捩 捩り end nub tip leaf site tweak mch vis "
    "socket slot attach weapon prop sword gun shield bag holster belt pouch hair bang ponytail tail skirt cloth coat "
    "jacket sleeve cape dress ribbon hood hat robe scarf wing ear eye eyes eyelid brow lid jaw chin lip lips mouth "
    "tongue teeth tooth nose cheek face forehead temple breast boob bust butt buttock glute muscle pec lat deltoid "
    "corrective fix dummy null offset group grp parent space master pivot spin heel metacarpal carpal camera "
    "ｉｋ スカート 髪 目 両目 先 親 armor pauldron strap string rope chain stretch"
)
_CUT = re.compile(
    r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[\u00c0-\u024f]+|左|右|[^\W\d_a-zA-Z左右]+", re.UNICODE
)


@dataclass(frozen=True)
class Reading:
    """What a name says.

    side: "left", "right" or "". parts: role without side -> 0 to 1, how clearly the name means it. finger: "thumb",
    "index", "middle", "ring", "pinky" or "". helper: it names something that is no bone of the body. twist: it names a
    twist bone. number: the last number in it, 0 without one.
    """

    side: str
    parts: dict[str, float]
    finger: str
    helper: bool
    twist: bool
    number: int


def plain(name: str) -> str:
    """Undo FBX export's escapes in a name, such as "FBXASC046" for "."."""
    return re.sub(r"FBXASC(\d{3})", lambda m: chr(int(m[1])), name)


def bare(names: Sequence[str]) -> list[str]:
    """Remove from names their namespace, and a prefix and suffixes that most of them share."""
    out = [NAMESPACE.sub("", plain(name)) or name for name in names]
    shared = shared_start(out)
    if shared:
        out = [name[len(shared) :] if name.startswith(shared) and name != shared else name for name in out]
    for suffix in shared_ends(out):
        out = [suffix.sub("", name) or name for name in out]
    return out


def shared_start(names: Sequence[str]) -> str:
    """Find a prefix that at least six names in ten share, "" where there is none."""
    # In sorted order, what the names at a fifth and at four fifths share is shared by all in between.
    if len(names) < 5:
        return ""
    ordered = sorted(names)
    low, high = ordered[len(ordered) // 5], ordered[(len(ordered) * 4) // 5]
    length = next((i for i, (a, b) in enumerate(zip(low, high)) if a != b), min(len(low), len(high)))
    shared = low[:length].rstrip("0123456789") if low[:length][-1:].isdigit() and "_" in low[:length] else low[:length]
    return "" if shared.lower().strip("_-. ") in _WORDS or len(shared) < 2 else shared


def shared_ends(names: Sequence[str]) -> list[re.Pattern[str]]:
    """Find suffixes, such as "_jnt" or a running number, that more than six names in ten have."""
    return [s for s in _SUFFIXES if sum(1 for name in names if s.search(name)) > 0.6 * len(names) > 3]


def words(name: str) -> list[str]:
    """Cut a name into words in lower case: "upperArm_L01" -> upper, arm, l, 01."""
    return [word.lower() for word in _CUT.findall(name)]


def stem(name: str) -> str:
    """Remove side and numbers from a name's words, equal for both bones of a pair: "upperArm_L01" -> "upper arm"."""
    return " ".join(w for w in _split_sides(words(name)) if w not in _LEFT and w not in _RIGHT and not w.isdigit())


@lru_cache(maxsize=4096)
def read(name: str) -> Reading:
    """Read a name without namespace and shared affixes (see `bare`)."""
    parted = _split_sides(words(name))
    side = "left" if any(w in _LEFT for w in parted) else "right" if any(w in _RIGHT for w in parted) else ""
    numbers = [int(w) for w in parted if w.isdigit() and len(w) < 6]
    rest = [w for w in parted if w not in _LEFT and w not in _RIGHT and not w.isdigit()]
    finger = next((_FINGER_WORDS[w] for w in rest if w in _FINGER_WORDS), "")
    helper = any(w in _HELPER for w in rest)
    parts = _parts(rest, bool(side))
    finger = "" if "spine" in parts else finger  # "spine_middle"
    parts = {} if finger else parts
    return Reading(side, parts, finger, helper, any(w in _TWIST for w in rest), numbers[-1] if numbers else 0)


def _split_sides(whole: list[str]) -> list[str]:
    """Split a side off words that contain one: "leftarm", "lthigh", "thighl"."""
    out: list[str] = []
    for word in whole:
        if word in _WORDS or word in _AMBIGUOUS or word in _LEFT or word in _RIGHT:
            out.append(word)
            continue
        for side in ("left", "right", "l", "r"):
            start, end = word.removeprefix(side), word.removesuffix(side)
            body = start if _known(start) else end if _known(end) else ""
            if body and body != word:
                out += [side, body]
                break
        else:
            out.append(word)
    return out


def _known(word: str) -> bool:
    """Whether a word means a part of the body."""
    return len(word) > 2 and (word in _WORDS or word in _AMBIGUOUS)


def _parts(rest: list[str], sided: bool) -> dict[str, float]:
    """Find role without side -> 0 to 1, how clearly the words mean it. sided: the name has a side."""
    joined = "".join(rest)
    upper, lower = any(w in _UPPER for w in rest), any(w in _LOWER for w in rest)
    found: dict[str, float] = {}
    if joined in _WORDS:  # "upper arm", "toe base" written apart
        found[_WORDS[joined]] = 1.0
    for word in rest:
        limb = {"leg": ("hip", "knee"), "arm": ("shoulder", "elbow")}.get(word)
        if limb and upper != lower:
            found[limb[lower]] = 1.0
        elif word in _WORDS:
            found.setdefault(_WORDS[word], 0.9 if len(rest) == 1 else 0.75)
        else:
            for part in _AMBIGUOUS.get(word, ()):
                found.setdefault(part, 0.5)
    if not sided:
        return {p: v for p, v in found.items() if p in ("pelvis", "spine", "neck", "head") or v < 0.6}
    return {p: v for p, v in found.items() if p not in ("spine", "neck", "head")}
