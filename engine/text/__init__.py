"""Motion from prompts: sentence encoder, sampling, retrieval, timelines."""
