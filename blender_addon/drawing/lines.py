"""Lines in the 3D view, drawn by the GPU module in any Blender."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import bpy
import gpu
from gpu_extras.batch import batch_for_shader


def draw(lines: Iterable[tuple[Any, Any]], *, hidden_behind: bool = False) -> None:
    """Draw lines, each as (ends of its pieces (2N, 3) in the world, colour). hidden_behind: not over what stands before
    them."""
    shader = gpu.shader.from_builtin("UNIFORM_COLOR" if bpy.app.version >= (4, 0) else "3D_UNIFORM_COLOR")
    gpu.state.blend_set("ALPHA")
    gpu.state.depth_test_set("LESS_EQUAL" if hidden_behind else "NONE")
    for points, colour in lines:
        if len(points):
            shader.bind()
            shader.uniform_float("color", colour)
            batch_for_shader(shader, "LINES", {"pos": points}).draw(shader)
    gpu.state.depth_test_set("NONE")
    gpu.state.blend_set("NONE")
