"""A dance to a sound file."""

import motif

request = motif.ask(audio="loop.ogg", style=["salsa", "folk:0.4"], seconds=6, energy=1.2)
(dance,) = motif.generate(request)
print(motif.write(dance, "dance.npz"), {name: round(value, 2) for name, value in dance.quality.items()})
