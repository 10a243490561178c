"""Targets met: hands, feet, head and hips brought to places at frames, with the body's help and without a jolt."""
