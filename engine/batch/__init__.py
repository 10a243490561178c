"""Many takes from a manifest: read and checked (`manifest`), kept count of (`journal`), shared out (`schedule`, with
`local` or `rayed` to make them), told of (`report`). The first two, `schedule` and `report` also load in Blender."""
