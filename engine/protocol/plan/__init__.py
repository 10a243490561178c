"""A sentence taken apart as an artist means it: steps along the timeline. Standard library only, English only."""
