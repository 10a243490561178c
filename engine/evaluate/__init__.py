"""Evaluation of the models beside baselines, `motif evaluate`, as tables and pictures. Not in the zip."""
