"""Training the audio encoder and the audio token: sounds, corpora, recipes."""
