"""Moves of the whole body from tables of key poses: strikes, sport, exercises, steps of the stage, falls, leaps."""
