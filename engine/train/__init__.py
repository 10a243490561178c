"""Training of all models, `motif train`: data, labels, recipes. Not in the zip."""
