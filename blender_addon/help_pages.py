"""F1 over a button or a field opens the manual's page on it: docs/manual, which lies beside the add-on as manual/."""

from __future__ import annotations

from typing import Any

import bpy

from .paths import ADDON

MANUAL = (ADDON / "manual").as_uri() + "/"
# What F1 is pressed over, with * for any ending -> the page; the first that fits counts.
PAGES: tuple[tuple[str, str], ...] = (
    ("bpy.ops.motif.learn*", "my-motion.md"), ("bpy.ops.motif.lessons*", "my-motion.md"),
    ("bpy.ops.motif.*_weights", "my-motion.md"), ("bpy.types.motiflearning*", "my-motion.md"),
    ("bpy.types.motiflesson*", "my-motion.md"),
    ("bpy.ops.motif.*inbetween*", "inbetween.md"), ("bpy.ops.motif.use_selection*", "inbetween.md"),
    ("bpy.types.motifspan*", "inbetween.md"),
    ("bpy.ops.motif.*pose*", "pose.md"), ("bpy.types.motifpose*", "pose.md"),
    ("bpy.ops.motif.*check*", "check.md"), ("bpy.ops.motif.clean*", "check.md"), ("bpy.ops.motif.problem*", "check.md"),
    ("bpy.types.motifcheck*", "check.md"),
    ("bpy.ops.motif.*motion*", "motion.md"), ("bpy.types.motifmotion*", "motion.md"),
    ("bpy.ops.motif.*style*", "audio.md"), ("bpy.ops.motif.*beat*", "audio.md"), ("bpy.types.motifsound*", "audio.md"),
    ("bpy.ops.motif.*prompt*", "text.md"), ("bpy.types.motifprompt*", "text.md"),
    ("bpy.types.motifscene.prompt*", "text.md"),
    ("bpy.ops.motif.*engine*", "trouble.md"), ("bpy.ops.motif.*install*", "trouble.md"),
    ("bpy.ops.motif.*", "index.md"), ("bpy.types.motif*", "index.md"),
)  # fmt: skip


def pages() -> tuple[str, Any]:
    """Return where the manual is, and its pages, as Blender asks for them."""
    return MANUAL, PAGES


def register() -> None:
    """Tell Blender of the manual."""
    bpy.utils.register_manual_map(pages)


def unregister() -> None:
    """Take it back."""
    bpy.utils.unregister_manual_map(pages)
