"""Motif: describe what a character does and get editable keyframes. Blender's add-on, and `import motif` in scripts."""

from __future__ import annotations

import importlib

bl_info = {
    "name": "Motif",
    "author": "Motif contributors",
    "version": (0, 2, 0),
    "blender": (3, 4, 0),
    "location": "3D View > Sidebar > Motif",
    "description": "Describe what a character does and get editable keyframes",
    "doc_url": "",
    "category": "Animation",
    "show_expanded": True,  # before 4.2: First Take, in the preferences, stands right under the tick
}


# What scripts may use (docs/api.md).
PUBLIC = (
    "ask", "generate", "onto_rig", "read", "train", "write", "AroundRequest", "AudioClip", "AudioRequest", "Dance",
    "Engine", "EngineError", "GroundPath", "InbetweenRequest", "Mask", "Mix", "Motion", "PoseRequest", "Prompt",
    "Sampling", "Take", "Target", "TextRequest",
)  # fmt: skip


def __getattr__(name: str) -> object:
    """A public name, loaded when it is asked for."""
    if name not in PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(".scripting", __name__).public(name)


def __dir__() -> list[str]:
    return sorted([*globals(), *PUBLIC])


def register() -> None:
    """Called by Blender when the add-on is enabled."""
    from . import registration

    registration.register(_command)


def _command(argv: list[str]) -> int:
    """`blender --command motif ...`; what it needs is imported only then."""
    from . import batch

    return batch.main(argv)


def unregister() -> None:
    """Called by Blender when the add-on is disabled and when it quits."""
    from . import registration

    registration.unregister()
