"""Retargeted motion into keyframes: written, spliced, reduced, blended, snapped to beats."""
