"""Named postures: their words by where they are held, and how a sentence is read that has them."""
