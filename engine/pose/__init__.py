"""From one pose: motion around it, and ways to complete it."""
