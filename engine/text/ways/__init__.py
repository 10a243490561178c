"""Ways that words name: how far, along which figure, how far round, each walked with a captured gait."""
