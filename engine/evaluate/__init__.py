"""Quality, measured beside baselines: `motif evaluate`. Not in the zip."""
