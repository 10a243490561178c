"""The stage: a floor with a metre grid, soft lights, a camera that keeps the figure in frame."""

from __future__ import annotations

import math
from collections.abc import Sequence

import bpy
import numpy as np
from numpy.typing import NDArray

BACKDROP = (0.2, 0.23, 0.265)
_FLOOR = (0.105, 0.12, 0.14)
_LINES = (0.3, 0.34, 0.39)
FACING_DEGREES = 32.0  # the camera stands this far to the figure's left of straight ahead
LENS_MM = 55.0
_SENSOR_MM = 36.0


def build_stage(scene: bpy.types.Scene) -> bpy.types.Collection:
    """Floor and backdrop, in a collection that other scenes may link too."""
    stage = bpy.data.collections.new("Stage")
    scene.collection.children.link(stage)
    stage.objects.link(_floor())
    scene.world = backdrop()
    return stage


def backdrop() -> bpy.types.World:
    """The world's even light, the colour that the floor fades into."""
    world = bpy.data.worlds.get("Studio") or bpy.data.worlds.new("Studio")
    world.use_nodes = True
    node = world.node_tree.nodes["Background"]
    node.inputs["Color"].default_value = (*BACKDROP, 1)
    node.inputs["Strength"].default_value = 1.0
    world.color = BACKDROP
    return world


def light(scene: bpy.types.Scene, degrees: float) -> None:
    """Two suns, as seen by someone who faces `degrees` (turned left from -Y): they light a figure wherever it walks."""
    angle = math.radians(degrees)
    turn = np.array([[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]])
    for name, towards, energy, width, colour in (
        ("Key light", (-0.55, 0.62, -0.9), 3.1, 9.0, (1.0, 0.95, 0.88)),
        ("Rim light", (0.75, -0.7, -0.55), 1.5, 15.0, (0.8, 0.9, 1.0)),
    ):
        scene.collection.objects.link(_light(name, turn @ np.array(towards), energy, width, colour))


def facing(scene: bpy.types.Scene, armature: bpy.types.Object, first: int, last: int) -> float:
    """Which way the figure faces on the whole over first..last: degrees turned left from -Y."""
    bpy.context.window.scene = scene  # a scene that no window shows is not brought up to date frame by frame
    total = np.zeros(2)
    for frame in range(first, last + 1, 4):
        scene.frame_set(frame)
        left, right = (np.array(armature.pose.bones[f"thigh.{side}"].head) for side in "LR")
        across = np.array(armature.matrix_world)[:2, :2] @ (left - right)[:2]
        total += (across[1], -across[0])
    return math.degrees(math.atan2(total[0], -total[1]))


def _light(
    name: str, towards: NDArray[np.float64], energy: float, degrees: float, colour: Sequence[float]
) -> bpy.types.Object:
    data = bpy.data.lights.new(name, "SUN")
    data.energy, data.angle, data.color = energy, math.radians(degrees), colour
    light = bpy.data.objects.new(name, data)
    light.location = -3 * towards
    light.rotation_euler = _aim(towards)
    return light


def _aim(direction: NDArray[np.float64]) -> tuple[float, float, float]:
    """Euler angles that turn an object's -Z towards `direction`, upright."""
    x, y, z = direction
    return (math.pi / 2 + math.atan2(z, math.hypot(x, y)), 0.0, math.atan2(y, x) - math.pi / 2)


def _floor() -> bpy.types.Object:
    mesh = bpy.data.meshes.new("Floor")
    half = 60.0
    mesh.from_pydata([(-half, -half, 0), (half, -half, 0), (half, half, 0), (-half, half, 0)], [], [(0, 1, 2, 3)])
    mesh.materials.append(_grid_material())
    return bpy.data.objects.new("Floor", mesh)


def _grid_material() -> bpy.types.Material:
    """Lines every half metre, stronger every metre, fading into the backdrop far from the camera."""
    made = bpy.data.materials.new("Floor grid")
    made.use_nodes = True
    made.diffuse_color = (*_FLOOR, 1)
    tree = made.node_tree
    shader, output = tree.nodes["Principled BSDF"], tree.nodes["Material Output"]
    shader.inputs["Roughness"].default_value = 0.6
    place = tree.nodes.new("ShaderNodeNewGeometry").outputs["Position"]
    x, y, _ = _split(tree, place)
    near_line = [_line(tree, c, period, width) for period, width in ((1.0, 0.011), (0.5, 0.0045)) for c in (x, y)]
    strong = _math(tree, "MAXIMUM", near_line[0], near_line[1])
    faint = _math(tree, "MULTIPLY", _math(tree, "MAXIMUM", near_line[2], near_line[3]), 0.55)
    colour = _mix(tree, _math(tree, "MAXIMUM", strong, faint), _FLOOR, _LINES)
    tree.links.new(colour, shader.inputs["Base Color"])
    distance = tree.nodes.new("ShaderNodeCameraData").outputs["View Distance"]
    fade = tree.nodes.new("ShaderNodeMapRange")
    fade.interpolation_type = "SMOOTHSTEP"
    for socket, value in {"From Min": 5.5, "From Max": 13.0}.items():
        fade.inputs[socket].default_value = value
    tree.links.new(distance, fade.inputs["Value"])
    far = tree.nodes.new("ShaderNodeEmission")
    far.inputs["Color"].default_value = (*BACKDROP, 1)
    blend = tree.nodes.new("ShaderNodeMixShader")
    tree.links.new(fade.outputs["Result"], blend.inputs["Fac"])
    tree.links.new(shader.outputs["BSDF"], blend.inputs[1])
    tree.links.new(far.outputs["Emission"], blend.inputs[2])
    tree.links.new(blend.outputs["Shader"], output.inputs["Surface"])
    return made


_Socket = bpy.types.NodeSocket


def _split(tree: bpy.types.NodeTree, vector: _Socket) -> tuple[_Socket, _Socket, _Socket]:
    node = tree.nodes.new("ShaderNodeSeparateXYZ")
    tree.links.new(vector, node.inputs[0])
    return node.outputs[0], node.outputs[1], node.outputs[2]


def _math(tree: bpy.types.NodeTree, operation: str, a: _Socket, b: _Socket | float) -> _Socket:
    node = tree.nodes.new("ShaderNodeMath")
    node.operation = operation
    tree.links.new(a, node.inputs[0])
    if isinstance(b, float):
        node.inputs[1].default_value = b
    else:
        tree.links.new(b, node.inputs[1])
    return node.outputs[0]


def _line(tree: bpy.types.NodeTree, coordinate: _Socket, period: float, half_width: float) -> _Socket:
    """1 within half_width metres of a multiple of period, else 0."""
    away = _math(tree, "PINGPONG", coordinate, period / 2)
    return _math(tree, "LESS_THAN", away, half_width)


def _mix(tree: bpy.types.NodeTree, factor: _Socket, a: Sequence[float], b: Sequence[float]) -> _Socket:
    node = tree.nodes.new("ShaderNodeMix")
    node.data_type = "RGBA"
    tree.links.new(factor, node.inputs["Factor"])
    node.inputs[6].default_value, node.inputs[7].default_value = (*a, 1), (*b, 1)
    return node.outputs[2]


def joint_tracks(armature: bpy.types.Object, frames: Sequence[int], scene: bpy.types.Scene) -> NDArray[np.float64]:
    """World positions (F, B, 3) of the heads and tails of every bone at these frames, as Blender evaluates them."""
    rows = []
    for frame in frames:
        scene.frame_set(frame)
        world = np.array(armature.matrix_world)
        points = np.array([end for bone in armature.pose.bones for end in (bone.head, bone.tail)])
        rows.append(points @ world[:3, :3].T + world[:3, 3])
    return np.array(rows)


def follow(
    scene: bpy.types.Scene, armature: bpy.types.Object, first: int, last: int, aspect: float, degrees: float
) -> bpy.types.Object:
    """A camera that moves smoothly with the figure and stands where all of it stays in view, first..last.

    aspect: the picture's width over its height. degrees: where it stands, from straight ahead to the figure's left.
    """
    bpy.context.window.scene = scene  # a scene that no window shows is not brought up to date frame by frame
    frames = list(range(first, last + 1, 2))
    tracks = joint_tracks(armature, frames, scene)
    target = _smooth(np.median(tracks, axis=1), 0.25 * scene.render.fps / 2)
    target[:, 2] = 0.5 * target[:, 2].mean() + 0.5 * 0.92
    angle = math.radians(degrees)
    tilt = math.radians(9)
    back = np.array([math.sin(angle) * math.cos(tilt), -math.cos(angle) * math.cos(tilt), math.sin(tilt)])
    right = np.array([math.cos(angle), math.sin(angle), 0.0])
    up = np.cross(back, right)
    relative = tracks - target[:, None]
    aside, height = relative @ right, relative @ up
    target = target + float(np.median(aside.min(axis=1) + aside.max(axis=1))) / 2 * right
    target = target + float(height.min() + height.max()) / 2 * up
    relative = tracks - target[:, None]
    half_wide = 0.5 * _SENSOR_MM / LENS_MM * min(1.0, aspect)
    half_high = 0.5 * _SENSOR_MM / LENS_MM * min(1.0, 1 / aspect)
    margin = 0.16  # the body reaches this far beyond its bones
    depth = relative @ back
    need = [np.abs(relative @ axis) + margin for axis in (right, up)]
    distance = max(float((n / half + depth).max()) for n, half in zip(need, (half_wide, half_high), strict=True))
    return _keyed_camera(scene, armature.name, frames, target + back * max(distance, 3.2), _aim(-back))


def _smooth(track: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Gaussian average (F, 3) over time, the ends held."""
    radius = max(1, math.ceil(3 * sigma))
    weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) / max(sigma, 1e-3)) ** 2)
    padded = np.pad(track, ((radius, radius), (0, 0)), mode="edge")
    return np.stack([np.convolve(padded[:, i], weights / weights.sum(), "valid") for i in range(3)], axis=1)


def _keyed_camera(
    scene: bpy.types.Scene, name: str, frames: Sequence[int], places: NDArray[np.float64], aim: Sequence[float]
) -> bpy.types.Object:
    data = bpy.data.cameras.new(f"{name} camera")
    data.lens, data.sensor_width, data.sensor_fit = LENS_MM, _SENSOR_MM, "AUTO"
    camera = bpy.data.objects.new(data.name, data)
    scene.collection.objects.link(camera)
    camera.rotation_euler = aim
    for frame, place in zip(frames, places, strict=True):
        camera.location = place
        camera.keyframe_insert("location", frame=frame)
    scene.camera = camera
    return camera


def render_settings(scene: bpy.types.Scene, width: int, height: int, samples: int) -> None:
    """Cycles at a few samples, denoised where the build can: quick on a processor, and it needs no display."""
    render = scene.render
    render.engine = "CYCLES"
    render.resolution_x, render.resolution_y, render.resolution_percentage = width, height, 100
    render.use_persistent_data = True
    cycles = scene.cycles
    cycles.device, cycles.samples, cycles.use_adaptive_sampling = "CPU", samples, False
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 2, 1, 1
    cycles.use_denoising, cycles.denoising_prefilter = True, "FAST"
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    render.image_settings.file_format = "PNG"
