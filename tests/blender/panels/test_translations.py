"""Korean and Japanese are complete: labels, tooltips, and sentences, whatever names and numbers stand in them."""

from __future__ import annotations

import ast
import re

import bpy
import pytest

from tests.blender import helpers as h

_VALUE = re.compile(r"\{\d\}")
# Parts whose sentences reach a window.
_ADDON = ("animation", "bodies", "checks", "controls", "drawing", "keying", "operators", "panels", "properties", "rig",
          "session", "sources", "takes")  # fmt: skip
_ENGINE = ("audio", "inbetween", "installer", "learn", "motion", "path", "pose", "protocol", "runtime", "text",
           "worker")  # fmt: skip
_COMMANDS = ("command.py", "messages.py", "options.py")  # of a command line, and of what isn't a request at all
# How sentences begin that only a command line, a script or a damaged message brings about.
_ELSEWHERE = (
    "The frames “{0}”",
    "The keys are “{0}”:",
    "{0} is no rig",
    "“{0}” is in Edit",
    "{0} can't be opened",
    "There is no armature called",
    "There is no armature in",
    "The armature “{0}” is in no",
    "The armature “{0}” is in the",
    "Who looks at an",
    "“{0}” is no bone",
    "A warp needs two",
    "{0} is {1}: give 0",
    "The engine sent",
    "The number of",
    "Two dancers dance",
    "The box “{0}”",
    "A second dancer",
    "There is no partner",
    "A path's points",
    "{0} must be [x,",
    "A path's frames",
    "The path has {0} points",
    "“closed” of a",
    "A path is a JSON",
    "A path has no",
    "A path needs “points”,",
    "A path's face",
    "A prompt must",
    "The mask covers",
    "“{0}” must be",
    "There are {0} seeds",
    "The style {0}",
    "Seeds must be",
    "Foot lock “{0}”",
    "The audio must",
    "The style “{0}” is not",
    "“{0}” is no joint",
    "The target “{0}” is not JOINT@FRAME=x,y,z,",
    "The target “{0}” is not JOINT@FRAME=PLACE,",
    "The places of",
    "A place of the",
    "The turn of the",
    "A target is a",
    "The target {0} has",
    "If it happens",
    "Install the engine's",
    "The build “{0}”",
    "{0} {1} is the file that {2} reads,",
    "{0} {1} is the file that {2} writes:",
    "The set of audio",
    "Samples need their",
    "There is no audio",
    "The audio model in {0} needs",
    "The audio model in {0} can't",
    "Audio features",
    "Style weights",
    "{0} pinned frames",
    "A part of a motion",
    "The motion to",
    "The mask and the",
    "Pinned rows {0}",
    "There is no pose",
    "There is no joint",
    "A pose is one",
    "The device “{0}”",
    "There is no CUDA",
    "A {0} message",
    "A message could",
    "The sound is described",
    "The caller is",
)


@pytest.fixture
def in_language(monkeypatch):
    """Switch to a language. Blender as a module brings none of its own, so its look-up is stood in for."""
    translations = h.part("i18n.translations")
    tables = translations._table()

    def switch(language: str) -> None:
        monkeypatch.setattr(translations, "_language", lambda: language)
        monkeypatch.setattr(translations, "_looked_up", lambda text: tables.get(language, {}).get(("*", text), text))

    return switch


def _known() -> set[str]:
    return {english for _, english in h.part("i18n.translations")._table()["ko_KR"]}


def test_translations():
    tables = h.part("i18n.translations")._table()
    assert set(tables) == {"ko_KR", "ja_JP"}
    assert set(tables["ko_KR"]) == set(tables["ja_JP"])
    assert all(text.strip() for table in tables.values() for text in table.values())
    for table in tables.values():
        for (_, english), text in table.items():
            assert set(_VALUE.findall(text)) <= set(_VALUE.findall(english)), english


# Names of things that no language changes.
_UNTRANSLATED = {"Motif", "FK", "IK", "CPU", "CUDA", "Python", ""}


def _classes():
    """All panels, operators and groups of properties of the add-on."""
    addon = h.motif()
    kinds = (bpy.types.Panel, bpy.types.Operator, bpy.types.PropertyGroup, bpy.types.AddonPreferences)
    classes = [c for kind in kinds for c in kind.__subclasses__() if c.__module__.startswith(addon.__name__)]
    classes += [c for own in list(classes) for c in own.__subclasses__()]
    return [own for own in classes if hasattr(own, "bl_rna")]


def _shown_words() -> set[str]:
    """Names of all panels, operators and properties of the add-on, and of the choices that its properties give."""
    classes = _classes()
    words = {c.bl_label for c in classes if hasattr(c, "bl_label")}
    for own in classes:
        for prop in own.bl_rna.properties if hasattr(own, "bl_rna") else ():
            if prop.identifier in own.__annotations__ and prop.name != prop.identifier:  # a group is never drawn
                words.add(prop.name)
                words |= {item.name for item in getattr(prop, "enum_items", ())}
    return words


def test_every_label_has_its_translation():
    known, words = _known(), _shown_words()
    assert {"Write To", "NLA Strip", "Motif: Generate", "Bone Map"} <= words
    assert not words - known - _UNTRANSLATED, sorted(words - known - _UNTRANSLATED)


def test_every_tooltip_has_its_translation():
    tips = _tooltips()
    assert len(tips) > 150
    assert not tips - _known(), sorted(tips - _known())


def _tooltips() -> set[str]:
    """What hovering over operators, properties and their choices tells."""
    found = set()
    for own in _classes():
        if issubclass(own, bpy.types.Operator):
            found.add(own.bl_rna.description)
        for prop in own.bl_rna.properties:
            if any(prop.identifier in getattr(base, "__annotations__", {}) for base in own.__mro__):
                found |= {prop.description, *(item.description for item in getattr(prop, "enum_items", ()))}
    return found - {""}


def _written(node: ast.AST) -> str:
    """Return a text with its values as {0}, {1} in their order; "" for what is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if not isinstance(node, ast.JoinedStr):
        return ""
    found, count = "", 0
    for part in node.values:
        found += str(part.value) if isinstance(part, ast.Constant) else f"{{{count}}}"
        count += not isinstance(part, ast.Constant)
    return found


def _texts(folders, skipped=()):
    """(node of a text, all texts of its file that are no docstring and no part of another) of these folders."""
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            if path.name in skipped:
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            owners = (ast.Module, ast.ClassDef, ast.FunctionDef)
            docs = {id(n.body[0].value) for n in ast.walk(tree)
                    if isinstance(n, owners) and isinstance(n.body[0], ast.Expr)}  # fmt: skip
            inner = {id(part) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for part in ast.walk(n)
                     if part is not n}  # fmt: skip
            yield from (_written(n) for n in ast.walk(tree) if id(n) not in docs | inner)


def sentences() -> set[str]:
    """Every sentence in the source of what reaches a window."""
    folders = [h.ROOT / "blender_addon" / name for name in _ADDON] + [h.ROOT / "retarget"]
    folders += [h.ROOT / "engine" / name for name in _ENGINE]
    found = {text for text in _texts(folders, _COMMANDS) if text.endswith(".") and " " in text and len(text) > 22}
    return {text for text in found if "\n" not in text}


def test_every_sentence_has_its_translation():
    found = sentences()
    met = {text for text in found if not text.startswith(_ELSEWHERE)}
    assert len(met) > 330 and sum("{0}" in text for text in met) > 220
    assert not met - _known(), sorted(met - _known())


def test_a_finished_sentence_is_recognised():
    translations = h.part("i18n.translations")
    for sentence in translations._SENTENCES:
        if not (count := len(_VALUE.findall(sentence))):
            continue
        text = sentence.format(*(f"value{n}" for n in range(count)))
        found, values = translations._FORMATTED.find(text)
        assert found == sentence and found.format(*values) == text
    assert translations._FORMATTED.find("All is well.") is None


@pytest.mark.parametrize(("language", "letter"), [("ko_KR", "[가-힣]"), ("ja_JP", "[ぁ-ん]")])
def test_an_error_with_a_name_in_it_is_told_in_the_artists_language(in_language, language, letter):
    armature = h.build("mixamo", "Hero {1}")
    armature.scale.x = -1
    bpy.context.view_layer.update()
    in_language(language)
    tr, binding = h.part("i18n.translations").tr, h.part("rig.binding")
    with pytest.raises(binding.RigError) as raised:
        binding.read_rig(armature, bpy.context.scene)
    english = str(raised.value)
    told = tr(english)
    assert "“Hero {1}”" in english and "“Hero {1}”" in told
    assert re.search(letter, told) and not re.search(letter, english)
    in_language("en_US")
    assert tr(english) == english
