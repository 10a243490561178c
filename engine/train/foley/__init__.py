"""Foley: synthesised sounds for recorded motion: steps, landings, claps, blows and counting.

`events` finds when a motion makes which sound, `strikes` synthesises the sounds, `soundtrack` combines both. All is
numpy and depends on the seed alone.
"""
