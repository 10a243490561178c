"""What every model needs to run: devices, memory, random numbers, weights files."""
