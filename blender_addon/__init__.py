"""Motif for Blender: describe what a character does and get editable keyframes."""

from __future__ import annotations

bl_info = {
    "name": "Motif",
    "author": "Motif contributors",
    "version": (0, 1, 0),
    "blender": (3, 4, 0),
    "location": "3D View > Sidebar > Motif",
    "description": "Describe what a character does and get editable keyframes",
    "doc_url": "",
    "category": "Animation",
}


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
