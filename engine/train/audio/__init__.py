"""Recipe and data of the audio model: pairs of motion and synthesised music."""
