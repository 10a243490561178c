"""What a request with text needs: the text encoder, sampling and retrieval, timelines of prompts, the text model.

`model.TextModel` puts them together; `infill` fills gaps in a motion with it.
"""
