"""New arms for a part of a walk, with one pose kept; everything else stays exactly as it was."""

import motif
import numpy as np

walk = motif.read("walk.bvh")
request = motif.ask(motion="walk.bvh", frames="20-50", parts="arms", pins="35", text="a person waves")
(take,) = motif.generate(request)
motif.write(take, "waving.npz")
print("legs as they were:", np.allclose(take.motion.rot[:, 1:3], walk.rot[:, 1:3], atol=1e-5))
