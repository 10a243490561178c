"""Three takes of a sentence as files."""

import motif

engine = motif.Engine()  # keeps its weights loaded for all that follows
takes = motif.generate("a person waves with the right hand", seconds=3, takes=3, seed=7, engine=engine)
for path, take in zip(motif.write(takes, "wave.npz"), takes):
    print(path, len(take.motion), "frames at", take.motion.fps, "fps, seed", take.seed, "skate", take.quality["skate"])
sits = motif.ask(spans=[["0-44", "a person walks forward"], ["45-120", "a person sits down"]])
motif.write(motif.generate(sits, engine=engine), "sits.bvh")
