"""How something is done, laid over any motion by rule: emotions, age, weight, hurts, ground and weather."""
