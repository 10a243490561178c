"""The sounds that a body makes, put to recorded motion: steps, landings, claps, blows, and counting.

`happenings` finds when a motion makes which sound, `strikes` makes the sounds, `soundtrack` puts one to the other.
Everything is synthesised with numpy; one seed always sounds the same.
"""
