"""A tokenizer trained on a folder of motion; ten hours make a good one, six seconds show the way."""

from pathlib import Path

import motif

folder = Path("sample_mocap")
folder.mkdir(exist_ok=True)
texts = ("a person walks", "a person waves", "a person jumps", "a person sits down")
motif.write([take for text in texts for take in motif.generate(text, seconds=4)], folder / "take.bvh")
lines = [f"take-{number}.bvh,{text}" for number, text in enumerate(texts, 1)]
(folder / "captions.csv").write_text("\n".join(["file,caption", *lines]) + "\n", encoding="utf-8")
print(motif.train("tokenizer", folder, minutes=0.1))
