"""Whether a motion does what words say: facts measured on joint positions, and motions edited until they hold."""
