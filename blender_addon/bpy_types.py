"""Names for Blender's types in annotations.

The add-on hangs its own properties on objects and scenes, and a data block's kind depends on its object's: no stub
knows either, so these are open.
"""

from __future__ import annotations

from typing import Any

Action = Any
Object = Any
Scene = Any
Icon = Any
