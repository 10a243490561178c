"""Operators that install, verify, repair and remove the engine's environment."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import bpy
from bpy.types import Context, Operator

from .. import log
from ..bpy_types import Icon
from ..engine.installer.plan import SMPL_LICENCE, SMPL_LICENCE_URL, InstallError, Plan, in_words
from ..i18n.translations import tr
from ..i18n.wrapping import wrapped
from ..session import installation, session
from . import common

_LETTERS = 58


def _busy() -> str:
    progress = installation.progress()
    if progress is not None:
        return f"{progress.doing} the engine: wait for it, or cancel it."
    return "A take is being made: wait for it, or cancel it." if session.jobs() else ""


def _begin(operator: Operator, command: str, **options: Any) -> set[Any]:
    """Start the installer; in background, run it to the end."""
    try:
        session.end_engine()  # on Windows a running engine keeps its files from being replaced
        if bpy.app.background:
            installation.run_now(command, **options)
        else:
            installation.start(command, **options)
    except InstallError as error:
        return common.fail(operator, error)
    session.notify("")
    return {"FINISHED"}


def _wheels(given: str = "") -> str:
    """Return the folder of wheels: the given one, else the preference; "" for the network."""
    chosen = given or getattr(session.preferences(), "wheels", "")
    return bpy.path.abspath(chosen) if chosen else ""


class _FromWheels:
    """Operators that download, or take packages from a folder."""

    wheels: bpy.props.StringProperty(
        name="Offline Wheels",
        description="A folder of packages to install from instead of the network; empty: the preference",
        subtype="DIR_PATH",
        options={"SKIP_SAVE"},
    )


class MOTIF_OT_install_engine(_FromWheels, Operator):
    """Install what the engine needs into a folder of its own. Size and place are shown first"""

    bl_idname = "motif.install_engine"
    bl_label = "Motif: Install Engine"

    build: bpy.props.EnumProperty(
        name="Build",
        description="What the engine will compute on",
        items=[
            ("auto", "Automatic", "What this computer has"),
            ("cpu", "CPU", "The processor: small, works everywhere"),
            ("cuda", "CUDA", "An NVIDIA graphics card: a large download, many times faster"),
        ],
    )
    base: bpy.props.StringProperty(
        name="Python",
        description="A Python 3.10 to 3.14 to make the environment with; empty: Blender's own",
        subtype="FILE_PATH",
        options={"SKIP_SAVE"},
    )

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled where neither the installer nor a job is running."""
        return common.refuse(cls, _busy())

    def invoke(self, context: Context, _event: Any) -> set[Any]:
        """Plan the installation and show its size, place and build before anything is downloaded."""
        sentence = installation.offline_problem(_wheels(self.wheels))
        if sentence:
            return common.fail(self, InstallError(sentence))
        try:
            self._python = installation.find_base(self.base)
            installation.make_plan(self.build, self._python[1])
        except InstallError as error:
            return common.fail(self, error)
        return context.window_manager.invoke_props_dialog(self, width=420)

    def draw(self, _context: Context) -> None:
        """Show the plan: build with its reason, size, place, checksums."""
        layout = self.layout
        layout.use_property_split = True
        layout.prop(self, "build", expand=True)
        try:
            plan = installation.make_plan(self.build, self._python[1])
        except InstallError as error:
            _lines(layout, str(error), "ERROR")
            return
        for text, icon in facts(plan, self._python, _wheels(self.wheels)):
            _lines(layout, text, icon)

    def execute(self, _context: Context) -> set[Any]:
        """Start; the panel shows how far it is."""
        return _begin(self, "install", build=self.build, wheels=_wheels(self.wheels), base=bpy.path.abspath(self.base))


def facts(plan: Plan, python: tuple[str, tuple[int, int]], wheels: str) -> list[tuple[str, Icon]]:
    """Describe a plan as (sentence, icon)."""
    place = installation.folder()
    disk = next(p for p in (place, *place.parents) if p.exists())
    free = shutil.disk_usage(disk).free
    source = f"from {wheels}" if wheels else "to download"
    builds = {"cpu": "CPU", "cuda": "CUDA", "apple": "Apple"}
    found: list[tuple[str, Icon]] = [
        (f"{builds[plan.build]} build. {plan.why}", "INFO"),
        (
            f"About {in_words(plan.download)} {source}, {in_words(plan.disk)} on disk of {in_words(free)} free.",
            "DISK_DRIVE",
        ),
        (f"Into {place}", "FILE_FOLDER"),
        (f"Made with Python {python[1][0]}.{python[1][1]}: {python[0]}", "CONSOLE"),
    ]
    if plan.unpinned:
        found.append((f"Checked by checksum, except {', '.join(plan.unpinned)}.", "UNLOCKED"))
    else:
        found.append(("Every package is checked by its checksum.", "LOCKED"))
    return found


def _lines(layout: Any, text: str, icon: Icon) -> None:
    column = layout.column(align=True)
    for number, line in enumerate(wrapped(tr(text), _LETTERS)):
        column.label(text=line, icon=icon if number == 0 else "BLANK1", translate=False)


class MOTIF_OT_install_smpl(_FromWheels, Operator):
    """Add SMPL support to the engine: bodies with pose corrections, by a package whose licence is shown first"""

    bl_idname = "motif.install_smpl"
    bl_label = "Motif: Install SMPL Support"

    agreed: bpy.props.BoolProperty(
        name="I have read this licence and agree to it",
        description="Nothing is downloaded before",
        options={"SKIP_SAVE"},
    )

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled where the engine is installed and nothing is running."""
        there = installation.state().kind == "ready"
        return common.refuse(cls, _busy() or ("" if there else "Install the engine first."))

    def invoke(self, context: Context, _event: Any) -> set[Any]:
        """Show the licence and ask."""
        if sentence := installation.offline_problem(_wheels(self.wheels)):
            return common.fail(self, InstallError(sentence))
        return context.window_manager.invoke_props_dialog(self, width=480)

    def draw(self, _context: Context) -> None:
        """Show what the licence allows, where all of it stands, and the question."""
        layout = self.layout
        for number, sentence in enumerate(SMPL_LICENCE):
            _lines(layout, sentence, "INFO" if number == 0 else "DOT")
        layout.operator("wm.url_open", text="The Whole Licence", icon="URL").url = SMPL_LICENCE_URL  # type: ignore[attr-defined]
        layout.prop(self, "agreed")

    def execute(self, _context: Context) -> set[Any]:
        """Start, where the licence was agreed to; the panel shows how far it is."""
        if not self.agreed:
            return common.fail(self, InstallError("Read the licence of smplx and agree to it first."))
        return _begin(self, "smpl", wheels=_wheels(self.wheels))


class MOTIF_OT_cancel_install(Operator):
    """Stop installing. What was downloaded is kept for Resume"""

    bl_idname = "motif.cancel_install"
    bl_label = "Motif: Cancel Installation"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled while the installer runs."""
        return common.refuse(cls, "" if installation.progress() else "Nothing is being installed.")

    def execute(self, _context: Context) -> set[Any]:
        """End the installer and pip."""
        installation.cancel()
        return {"FINISHED"}


class _OnInstalled:
    """Operators on an environment, complete or not."""

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled where there is an environment and nothing is running."""
        there = installation.state().kind != "absent"
        return common.refuse(cls, _busy() or ("" if there else "The engine is not installed."))  # type: ignore[arg-type]


class MOTIF_OT_verify_engine(_OnInstalled, Operator):
    """Compare every installed file with its checksum and load the libraries once"""

    bl_idname = "motif.verify_engine"
    bl_label = "Motif: Verify Engine"

    def execute(self, _context: Context) -> set[Any]:
        """Start; the panel shows how far it is and what was found."""
        return _begin(self, "verify")


class MOTIF_OT_repair_engine(_OnInstalled, Operator):
    """Install damaged packages again; where its Python is gone, install everything again"""

    bl_idname = "motif.repair_engine"
    bl_label = "Motif: Repair Engine"

    def execute(self, _context: Context) -> set[Any]:
        """Start, with the build that is there."""
        build = installation.state().build
        return _begin(self, "repair", build="auto" if build in ("", "apple") else build, wheels=_wheels())


class MOTIF_OT_remove_engine(_OnInstalled, Operator):
    """Delete the engine's folder. Takes and files stay; the engine can be installed again"""

    bl_idname = "motif.remove_engine"
    bl_label = "Motif: Remove Engine"

    def invoke(self, context: Context, event: Any) -> set[Any]:
        """Ask for confirmation."""
        return context.window_manager.invoke_confirm(self, event)

    def execute(self, _context: Context) -> set[Any]:
        """End the engine and delete."""
        session.end_engine()
        try:
            installation.remove()
        except InstallError as error:
            return common.fail(self, error)
        common.tell(self, "The engine was removed")
        return {"FINISHED"}


class MOTIF_OT_install_log(Operator):
    """Show the installer's log in the system's viewer"""

    bl_idname = "motif.install_log"
    bl_label = "Motif: Installation Log"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled where there is a log."""
        return common.refuse(cls, "" if _log().is_file() else "Nothing has been installed yet.")

    def execute(self, _context: Context) -> set[Any]:
        """Open the log."""
        bpy.ops.wm.path_open(filepath=str(_log()))
        return {"FINISHED"}


class MOTIF_OT_open_log(Operator):
    """Show the add-on's log, with the engine's messages and errors, in the system's viewer"""

    bl_idname = "motif.open_log"
    bl_label = "Motif: Log"

    @classmethod
    def poll(cls, _context: Context) -> bool:
        """Enabled where there is a log."""
        return common.refuse(cls, "" if log.path().is_file() else "Nothing has been logged yet.")

    def execute(self, _context: Context) -> set[Any]:
        """Open the log."""
        bpy.ops.wm.path_open(filepath=str(log.path()))
        return {"FINISHED"}


def _log() -> Path:
    return installation.folder() / "install.log"


CLASSES: tuple[Any, ...] = (
    MOTIF_OT_install_engine, MOTIF_OT_install_smpl, MOTIF_OT_cancel_install, MOTIF_OT_verify_engine,
    MOTIF_OT_repair_engine, MOTIF_OT_remove_engine, MOTIF_OT_install_log, MOTIF_OT_open_log,
)  # fmt: skip
