"""What tools/house.py measures of a checkout: its sources, its imports, and what a request passes through."""
