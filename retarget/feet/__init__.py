"""Foot contacts, foot locking, steps and stance."""
