"""Many takes from a manifest: read and checked (`manifest`), kept count of (`journal`), shared out (`schedule`, with
`local_pool` or `ray_pool` to make them), and reported (`report`). All but the pools
and `run` also load in Blender."""
