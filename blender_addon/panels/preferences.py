"""The add-on's preferences: device, the engine's state, and its installation."""

from __future__ import annotations

from typing import Any

import bpy
from bpy.props import BoolProperty, EnumProperty, StringProperty
from bpy.types import Context, UILayout

from ..bodies import support
from ..engine.installer.plan import in_words
from ..engine.protocol import weight_sets
from ..i18n.translations import tr
from ..paths import PACKAGE
from ..retarget.formats import body_files
from ..session import installation, session
from .widgets import paragraph, progress_bar

_BUILDS = {"cpu": "CPU build", "cuda": "CUDA build", "apple": "Apple build"}


def _engine_changed(_self: bpy.types.bpy_struct, _context: Context) -> None:
    session.settings_changed()


def _models_changed(self: bpy.types.bpy_struct, _context: Context) -> None:
    body_files.set_folder(bpy.path.abspath(getattr(self, "smpl_models", "")))


def _named_sets(_self: bpy.types.bpy_struct, _context: Context, typed: str) -> list[str]:
    """Names of imported sets that have in them what was typed."""
    return [name for name in weight_sets.known() if typed.lower() in name.lower()]


class MotifPreferences(bpy.types.AddonPreferences):
    """Where the engine is."""

    bl_idname = PACKAGE

    engine_python: StringProperty(
        name="Engine Python",
        description="A Python program that the engine's packages are installed in, in place of the installed engine. "
        "Empty: the installed one, or what the environment variable MOTIF_ENGINE_PYTHON says",
        subtype="FILE_PATH",
        update=_engine_changed,
    )
    wheels: StringProperty(
        name="Offline Wheels",
        description="A folder of packages to install the engine from, for computers without a network",
        subtype="DIR_PATH",
    )
    device: EnumProperty(
        name="Device",
        description="What the engine computes on",
        items=[
            ("auto", "Automatic", "The graphics card where CUDA can use it, else the processor"),
            ("cpu", "CPU", "The processor"),
            ("cuda", "CUDA", "The graphics card"),
        ],
        update=_engine_changed,
    )
    priority: EnumProperty(
        name="First Comes",
        description="What comes first while the engine works and the processor is wanted",
        items=[
            ("takes", "Takes", "Takes as soon as possible; drawing can stutter meanwhile"),
            ("balanced", "Balanced", "The window stays smooth, and takes don't starve beside a render"),
            ("window", "Window", "Drawing and other programs; takes get what is left, little beside a render"),
        ],
        default="balanced",
        update=_engine_changed,
    )

    weights: StringProperty(
        name="Weights",
        description="The name of a set of weights that was learnt or imported, or its folder. Empty: those that ship",
        search=_named_sets,
        update=_engine_changed,
    )

    smpl_models: StringProperty(
        name="SMPL Models",
        description="Your own folder of body models (SMPLX_NEUTRAL.npz, smplh/female/model.npz). AMASS files are then "
        "read and written with the joints of their body",
        subtype="DIR_PATH",
        update=_models_changed,
    )

    welcomed: BoolProperty(options={"HIDDEN"})  # whether the sidebar has opened itself

    def draw(self, context: Context) -> None:
        """Draw the first take, the engine's state, the buttons that fit it, and the settings."""
        layout = self.layout
        armatures: list[Any] = [obj for obj in context.scene.objects if obj.type == "ARMATURE"]
        if not any(armature.motif.takes for armature in armatures):
            column = layout.column()  # in 3.4 the two have no room side by side
            column.label(text="In the 3D view: press N, then the tab Motif", icon="INFO")
            column.operator("motif.first_take", text="First Take", icon="PLAY")
        box = layout.box()
        state = session.status()
        row = box.row()
        row.label(text=state.text, icon=state.icon, translate=False)
        if state.kind == "idle":
            row.operator("motif.start_engine", text="Start", icon="PLAY")
        self._draw_installation(box, context)
        layout.use_property_split = True
        layout.prop(self, "device")
        layout.prop(self, "priority")
        layout.prop(self, "weights")
        layout.prop(self, "smpl_models")
        layout.prop(self, "wheels")
        layout.prop(self, "engine_python")

    @staticmethod
    def _draw_installation(box: UILayout, context: Context) -> None:
        """Draw what is in the engine's folder, errors, and the buttons that fit its state."""
        known, news = installation.state(), installation.progress()
        if news is not None:
            progress_bar(box, context, news.fraction, f"{tr(news.doing)}: {tr(news.message)}", "motif.cancel_install")
            return
        if known.kind != "absent":
            python, size = f"Python {known.python}" if known.python else "", in_words(known.size) if known.size else ""
            about = ", ".join(filter(None, (tr(_BUILDS.get(known.build, "")), python, size)))
            box.label(text=about, icon="PACKAGE", translate=False)
            box.label(text=str(installation.folder()), icon="FILE_FOLDER", translate=False)
        for sentence in filter(None, (known.text, installation.error() if installation.error() != known.text else "")):
            paragraph(box, context, tr(sentence), "ERROR")
        row = box.row(align=True)
        if known.kind in ("absent", "unfinished"):
            text = "Install Engine" if known.kind == "absent" else "Resume"
            row.operator("motif.install_engine", text=text, icon="IMPORT")
        if known.kind in ("ready", "damaged", "outdated"):
            row.operator("motif.verify_engine", text="Verify")
            row.operator("motif.repair_engine", text="Repair")
            if known.kind == "ready" and not support.is_there():
                row.operator("motif.install_smpl", text="Install SMPL Support")
        if known.kind != "absent":
            row.operator("motif.remove_engine", text="Remove")
            row.operator("motif.install_log", text="", icon="TEXT")
        row.operator("motif.open_log", text="", icon="INFO")


CLASSES = (MotifPreferences,)
