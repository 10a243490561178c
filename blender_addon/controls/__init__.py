"""Control rigs (Rigify, Auto-Rig Pro): known rigs as data, probing, and channels for their controls."""
