"""What is wrong in an armature's animation: measured, drawn under the Dope Sheet's frames, mended, cleaned."""
