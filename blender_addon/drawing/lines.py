"""Lines in the 3D view, drawn by the GPU module in any Blender."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import bpy
import gpu
from gpu_extras.batch import batch_for_shader


class Lines:
    """Lines that are drawn again and again: what of them stays is handed to the graphics card once."""

    def __init__(self) -> None:
        self._made: list[tuple[Any, Any]] = []  # (points, their batch)

    def draw(self, lines: Iterable[tuple[Any, Any]], *, hidden_behind: bool = False) -> None:
        """Draw lines, each as (ends of its pieces (2N, 3) in the world, colour). hidden_behind: not over what stands
        before them."""
        shader = gpu.shader.from_builtin("UNIFORM_COLOR" if bpy.app.version >= (4, 0) else "3D_UNIFORM_COLOR")
        before = {id(points): batch for points, batch in self._made}
        shown = [(points, colour) for points, colour in lines if len(points)]
        self._made = [
            (points, before.get(id(points)) or batch_for_shader(shader, "LINES", {"pos": points}))
            for points, _ in shown
        ]
        gpu.state.blend_set("ALPHA")
        gpu.state.depth_test_set("LESS_EQUAL" if hidden_behind else "NONE")
        for (_, batch), (_, colour) in zip(self._made, shown):
            shader.bind()
            shader.uniform_float("color", colour)
            batch.draw(shader)
        gpu.state.depth_test_set("NONE")
        gpu.state.blend_set("NONE")

    def clear(self) -> None:
        """Let go of what was handed over."""
        self._made.clear()
