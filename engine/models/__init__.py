"""Networks and their mathematics, one paper a file, and what papers share: `layers`, `diffusion`, `text_states`.

Papers never import one another, and nothing here knows of requests.
"""
