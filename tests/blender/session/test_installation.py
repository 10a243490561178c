"""The engine's environment from inside Blender, on stand-in wheels: asked for, followed, broken, mended and removed."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bpy
import pytest

from tests.blender import helpers as h


@contextlib.contextmanager
def _studio() -> Iterator[Any]:
    """Stand-in wheels for this Python, an add-on without any other engine, and a user folder of its own."""
    from tests.engine.wheels import LIBRARIES, Studio

    install, session = h.part("session.installation"), h.part("session.session")
    before, note, real = os.environ.pop(h.VARIABLE, None), session._NOTE, install.folder
    with tempfile.TemporaryDirectory() as place:
        studio = Studio(Path(place))
        install.folder, session._NOTE = (lambda: studio.folder), Path(place) / "no-note"
        options = ("--locks", str(studio.locks), "--libraries", *LIBRARIES)
        install._Shared.options = options
        install.refresh()
        session.settings_changed()
        try:
            yield studio
        finally:
            install.cancel()
            install._Shared.options, install.folder, session._NOTE = (), real, note
            install.refresh()
            if before is not None:
                os.environ[h.VARIABLE] = before
            session.settings_changed()


def _follow(until: Any) -> list[Any]:
    """Call the timer by hand, as a window would; returns the news."""
    install, seen, end = h.part("session.installation"), [], time.monotonic() + 300
    while not until():
        assert time.monotonic() < end, "the installer never ended"
        install._pump()
        if install.progress() is not None and (not seen or seen[-1] != install.progress()):
            seen.append(install.progress())
        time.sleep(0.02)
    return seen


def test_install_generate_is_possible_and_remove_leaves_nothing():
    install, session = h.part("session.installation"), h.part("session.session")
    with _studio() as studio:
        assert session.status().kind == "missing" and "Install Engine" in session.problem()
        assert bpy.ops.motif.install_engine(wheels=str(studio.wheels)) == {"FINISHED"}
        assert install.state().kind == "ready" and session.status().kind == "idle" and not session.problem()
        assert session.find_python() == install.interpreter() and str(studio.folder) in session.find_python()
        site = next(studio.folder.glob("env/lib/python3.*/site-packages"))
        (site / "alpha" / "__init__.py").unlink()
        assert bpy.ops.motif.verify_engine() == {"FINISHED"}
        assert install.state().kind == "damaged" and "alpha" in install.state().text
        assert session.find_python() is None and "not installed" in session.problem()
        assert bpy.ops.motif.remove_engine() == {"FINISHED"}
        assert not studio.folder.exists() and session.status().kind == "missing"


def test_progress_cancel_and_resume_without_blocking():
    install = h.part("session.installation")
    with _studio() as studio:
        install.start("install", wheels=str(studio.wheels))
        assert install.progress().command == "install", "starting waited for its end"
        assert "Installing" in h.refused(bpy.ops.motif.install_engine, wheels=str(studio.wheels))
        _follow(lambda: install.progress() is None or install.progress().fraction > 0)
        assert bpy.ops.motif.cancel_install() == {"FINISHED"}
        assert install.progress() is None and install.state().kind == "unfinished"
        assert "Nothing is being installed" in h.refused(bpy.ops.motif.cancel_install)
        install.start("install", wheels=str(studio.wheels))
        news = _follow(lambda: install.progress() is None)
        fractions = [n.fraction for n in news]
        assert fractions == sorted(fractions) and not install.error()
        assert install.state().kind == "ready"


def test_failures_are_sentences_and_stay_in_sight():
    install = h.part("session.installation")
    with _studio() as studio:
        (studio.wheels / "alpha-1.0-py3-none-any.whl").unlink()
        sentence = h.refused(bpy.ops.motif.install_engine, wheels=str(studio.wheels))
        assert "lacks alpha==1.0" in sentence and "lacks alpha==1.0" in install.state().text
        sentence = h.refused(bpy.ops.motif.install_engine, wheels=str(studio.wheels), base="/bin/true")
        assert "/bin/true" in sentence and "choose another" in sentence


def test_offline_blender_downloads_nothing():
    install = h.part("session.installation")
    online = getattr(bpy.app, "online_access", None)
    if online is None:
        assert install.offline_problem("") == ""
        pytest.skip("this Blender has no setting for online access")
    if online:
        pytest.skip("this Blender was started with online access")
    with _studio() as studio:
        assert "stay offline" in h.refused(bpy.ops.motif.install_engine)
        assert not studio.folder.exists() and install.offline_problem(str(studio.wheels)) == ""


def test_it_lies_in_the_users_folder_and_not_in_blenders():
    install = h.part("session.installation")
    place = install.folder()
    assert place.is_relative_to(bpy.utils.resource_path("USER")), place
    assert not place.is_relative_to(sys.prefix)


def test_what_is_told_before_installing():
    install, ops, plan = h.part("session.installation"), h.part("operators.install"), h.part("engine.installer.plan")
    python, version = install.find_base()
    assert os.access(python, os.X_OK) and version >= (3, 10)
    told = [text for text, _icon in ops.facts(install.make_plan("cpu", (3, 11)), (python, version), "")]
    words = " ".join(told)
    assert "390 MB" in words and str(install.folder()) in words and "checksum" in words
    assert "No Python" in h.raised(plan.InstallError, _without_pythons)


def _without_pythons() -> None:
    install = h.part("session.installation")
    real, install._candidates = install._candidates, lambda: iter(["/nowhere/python"])
    try:
        install.find_base()
    finally:
        install._candidates = real


def test_command_line():
    batch = h.part("batch")
    with _studio() as studio:
        assert batch.main(["install", "--wheels", str(studio.wheels), "--build", "cpu"]) == 0
        assert batch.main(["install", "--verify", "--json"]) == 0
        assert batch.main(["install", "--remove"]) == 0 and not studio.folder.exists()
        assert batch.main(["install", "--wheels", "/nowhere/wheels"]) == 1
        assert batch.main(["install", "--verify"]) == 1
