"""Feet on the floor: contact detection, foot locking, planned steps, stances and leg inverse kinematics.

Metres and seconds, Y up; contacts are (T, 4) in `motion.CONTACT_ROLES`' order.
"""
