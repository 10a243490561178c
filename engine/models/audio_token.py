"""Audio token: an audio encoder's hidden states -> one word embedding for a frozen generator that reads text.

Yariv, Gat, Wolf, Adi, Schwartz: "AudioToken: Adaptation of Text-Conditioned Diffusion Models for Audio-to-Image
Generation", Interspeech 2023, section 3.

| paper | here |
|---|---|
| audio encoder phi, frozen | given by the caller: `engine.audio.encoder` |
| phi(a), early, middle and last hidden states side by side, d x n_a | `states`, (B, n, `Config.states`) |
| W2 GELU(W1 phi(a)) | `AudioToken.first`, `AudioToken.second` |
| attentive pooling | `AudioToken.look` |
| e_audio, as wide as the text embedding | `AudioToken.forward` -> (B, `Config.width`) |
| the generator, frozen, and its own loss | `generator`, a function of the token that the caller gives |
| regularisers | `AudioToken.loss`: "label" |

Only `first`, `second` and `look` have anything to learn: neither encoder nor generator is a part of this module, so no
optimiser that is given its parameters can touch them.

**Deviations**
- The generator is a masked motion transformer: the token stands among the words of its cross-attention, where the
  prompt says `<audio>`, instead of at the end of the prompt.
- That generator also reads one vector for the whole sentence, which the paper's doesn't: the token's direction is
  turned into it, two parts to one of the prompt's own (`engine.text.encoder.with_audio_tokens`).
- States of three layers have three sizes: they are normalised together, without parameters, before the first layer.
- The label's cosine is contrasted with the labels of the batch: our labels share most of their words, and a cosine
  alone is high for all of them.
- Instead of an L1 norm the token has the length of the words around it: attention compares keys by their length too,
  and of a token only the direction is to be learnt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Config:
    """Sizes; the defaults are the paper's: three layers of a 12 x 768 encoder, text 768 wide. heat: temperature of the
    label's contrast. pulse: how many rhythm features (`engine.audio.rhythm`) follow each of the encoder's states."""

    states: int = 3 * 768
    hidden: int = 768
    width: int = 768
    dropout: float = 0.0
    length: float = 8.0  # of the words around, in their own space
    heat: float = 0.07
    label_weight: float = 1.0
    pulse: int = 0

    @classmethod
    def paper(cls) -> Config:
        """As published."""
        return cls()

    @classmethod
    def shipped(cls, states: int, width: int, pulse: int = 0) -> Config:
        """For any encoder's states and any generator's text."""
        return cls(states=states, hidden=width, width=width, dropout=0.2, pulse=pulse)


class AudioToken(nn.Module):
    """An audio encoder's hidden states -> one word."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.first = nn.Linear(config.states + config.pulse, config.hidden)
        self.second = nn.Linear(config.hidden, config.width)
        self.look = nn.Linear(config.width, 1, bias=False)  # a softmax would not see one

    def forward(self, states: Tensor, real: Tensor) -> Tensor:
        """states (B, n, `states` + `pulse`), real (B, n) bool, True where there is sound -> tokens (B, width)
        float32."""
        hidden, pulse = states.float().split([self.config.states, self.config.pulse], -1)
        x = torch.cat([F.layer_norm(hidden, hidden.shape[-1:]), pulse], -1)
        x = F.dropout(x, self.config.dropout, self.training)
        x = self.second(F.gelu(self.first(x)))  # (B, n, width)
        # Attentive pooling: one score a state, a softmax over time, the weighted mean.
        share = self.look(x)[..., 0].masked_fill(~real, -torch.inf).softmax(-1)
        return self.config.length * F.normalize((share[..., None] * x).sum(1).float(), dim=-1)

    def loss(
        self, states: Tensor, real: Tensor, generator: Callable[[Tensor], Tensor], labels: Tensor, same: Tensor
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """The generator's loss and the regularisers, with their parts.

        generator: tokens (B, width) -> its own loss, a scalar. labels (B, width): unit vectors of the sounds' names.
        same (B, B) bool: labels that mean the same and are no negatives.
        """
        config, token = self.config, self.forward(states, real)
        generator_loss = generator(token)
        # Towards its own label and away from the batch's others, but for those that mean the same.
        cosines = F.normalize(token, dim=-1) @ labels.T  # (B, B)
        diagonal = torch.eye(len(cosines), dtype=torch.bool, device=cosines.device)
        logits = (cosines / config.heat).masked_fill(same & ~diagonal, -1e4)
        wanted = torch.arange(len(cosines), device=cosines.device)
        label = F.cross_entropy(logits, wanted) + (1 - cosines.diagonal().mean())
        parts = {"generator": generator_loss, "label": label, "cosine": cosines.diagonal().mean()}
        return generator_loss + config.label_weight * label, parts
