"""Evaluations of what is made to sound: dances, gestures to speech, sounds as words."""
