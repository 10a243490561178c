"""Training the audio model: pairs of motion and sound, corpus, recipe."""
