"""A stage: a scene of its own in which Blender evaluates an armature, whatever the artist's scene shows of it.

Blender doesn't evaluate what is excluded from a view layer, disabled in viewports or in Rest Position, and reading it
all the same gives the rest pose. On the stage stand the armature and what it depends on, so that stepping through
frames neither changes what the artist sees nor evaluates the character's meshes. Time Stretching doesn't hold there: a
frame is the one that keys are on.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import bpy
import numpy as np
from bpy.types import Scene
from numpy.typing import NDArray

from ..bpy_types import ArmatureObject


class Stage:
    """An armature on a stage of its own. Use `on_stage`."""

    def __init__(self, armature: ArmatureObject, scene: Scene) -> None:
        self.armature, self.scene = armature, scene

    def at(self, frame: float) -> None:
        """Go to a frame, also one between two."""
        whole = int(np.floor(frame))
        self.scene.frame_set(whole, subframe=float(frame - whole))

    def update(self) -> None:
        """Evaluate what has been changed since, without playing keys anew."""
        self.armature.update_tag()
        self.scene.view_layers[0].update()

    def pose(self, bones: Collection[str]) -> tuple[Mapping[str, NDArray[np.float64]], NDArray[np.float64]]:
        """Return bone -> evaluated matrix (4, 4) in armature space, and the object's world matrix (4, 4)."""
        seen = self.seen()
        found = {name: np.array(seen.pose.bones[name].matrix, np.float64) for name in bones}
        return found, np.array(seen.matrix_world, np.float64)

    def seen(self) -> Any:
        """Return the evaluated armature."""
        graph: Any = self.scene.view_layers[0].depsgraph
        return self.armature.evaluated_get(graph)


@contextlib.contextmanager
def on_stage(armature: ArmatureObject, frame: float | None = None) -> Iterator[Stage]:
    """Yield the armature on a stage, at `frame` or the scene's; flags that hide its pose are set back afterwards."""
    scene = bpy.data.scenes.new("Motif")
    hidden, position = armature.hide_viewport, armature.data.pose_position
    try:
        scene.collection.objects.link(armature)
        armature.hide_viewport, armature.data.pose_position = False, "POSE"
        stage = Stage(armature, scene)
        present = bpy.context.scene
        stage.at(frame if frame is not None else present.frame_current + present.frame_subframe)
        yield stage
    finally:
        armature.hide_viewport, armature.data.pose_position = hidden, position
        bpy.data.scenes.remove(scene)


def hides_pose(armature: ArmatureObject) -> bool:
    """Whether Blender doesn't evaluate the armature's pose in the present view layer."""
    there = bpy.context.view_layer.objects.get(armature.name) == armature
    excluded = armature.hide_viewport or armature.data.pose_position == "REST"
    return not there or excluded or not armature.visible_get()


def world_matrix(armature: ArmatureObject) -> NDArray[np.float64]:
    """Return the object's world matrix (4, 4), also where the view layer leaves it out, which Blender doesn't place."""
    if bpy.context.view_layer.objects.get(armature.name) == armature and not armature.hide_viewport:
        return np.array(armature.matrix_world, np.float64)
    with on_stage(armature) as stage:
        return stage.pose(())[1]
