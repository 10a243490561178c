"""A small release of the upper body's networks: random parameters under the released names, its parts step by step."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from tests.engine.released import mmm_small
from tests.engine.released.mmm_small import CODE_DIM, CODES, WIDTH

NAME = "trans_base.vqvae.vqvae."
HALF = CODE_DIM // 2
UPPER = (3, 6, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21)  # joints


def mask() -> Tensor:
    """Which of the 263 columns (263,) are the upper body's: joint by joint, as a person would tick them off."""
    ticked = [False] * 4
    ticked += [joint in UPPER for joint in range(1, 22) for _ in range(3)]  # places
    ticked += [joint in UPPER for joint in range(1, 22) for _ in range(6)]  # rotations
    ticked += [joint in UPPER for joint in range(22) for _ in range(3)]  # velocities
    return torch.tensor(ticked + [False] * 4)


def heights() -> Tensor:
    """Which columns (263,) are heights of the upper body's joints."""
    ticked = [False] * 4 + [joint in UPPER and axis == 1 for joint in range(1, 22) for axis in range(3)]
    return torch.tensor(ticked + [False] * (263 - len(ticked)))


def parameters(joint: bool = False, seed: int = 0) -> dict[str, Tensor]:
    """The files' parameters. joint: one decoder for both halves."""
    g = torch.Generator().manual_seed(seed + 100)
    out = {name: value for name, value in mmm_small.parameters(seed).items() if not name.startswith(NAME)}
    out["trans_base.learn_tok_emb.weight"] = torch.randn(3, HALF, generator=g)
    sizes = {"upper": int(mask().sum()), "lower": int((~mask()).sum())}
    coders = {f"encoder_{half}": (columns, HALF) for half, columns in sizes.items()}
    coders |= {"decoder": (263, CODE_DIM)} if joint else {f"decoder_{h}": (c, HALF) for h, c in sizes.items()}
    for coder, (columns, code) in coders.items():
        for name, shape in mmm_small.tokenizer_shapes(columns).items():
            kind, rest = name.removeprefix(NAME).split(".", 1)
            if coder.startswith(kind):
                shape = tuple(code if size == CODE_DIM else size for size in shape)
                weight = torch.randn(shape, generator=g) / (shape[1] * shape[2]) ** 0.5
                out[f"{NAME}{coder}.{rest}.weight"] = weight
                out[f"{NAME}{coder}.{rest}.bias"] = 0.1 * torch.randn(shape[0], generator=g)
    out |= {f"{NAME}quantizer_{half}.codebook": torch.randn(CODES, HALF, generator=g) for half in sizes}
    out[f"{NAME}mean_upper"] = 0.4 + 0.1 * torch.randn(13, generator=g)
    out[f"{NAME}std_upper"] = 0.05 + 0.1 * torch.rand(13, generator=g)
    return out


def statistics() -> tuple[Tensor, Tensor]:
    """Mean and standard deviation (263,) of the features."""
    g = torch.Generator().manual_seed(9)
    mean, std = 0.05 * torch.randn(263, generator=g), 0.02 + 0.05 * torch.rand(263, generator=g)
    mean[3] = 0.9
    mean[heights()] = 1.2
    return mean, std


def logits(p: dict[str, Tensor], codes: Tensor, sentence: Tensor, words: Tensor) -> Tensor:
    """Of the published network for codes (B, L, 2) with released special tokens: both embeddings side by side."""
    special = p["trans_base.learn_tok_emb.weight"]
    tables = [torch.cat([p[f"{NAME}quantizer_{half}.codebook"], special]) for half in ("upper", "lower")]
    both = torch.cat([table[codes[..., k]] for k, table in enumerate(tables)], -1)
    return mmm_small.answer(p, codes[..., 0], sentence, words, both)


def encode(p: dict[str, Tensor], x: Tensor) -> Tensor:
    """Features (B, T, 263), standardised -> codes (B, T / 4, 2)."""
    mean, std = statistics()
    plain, at = x * std + mean, heights()
    down = x.clone()
    down[..., at] = (plain[..., at] - plain[..., 3:4] - p[f"{NAME}mean_upper"]) / p[f"{NAME}std_upper"]
    found = []
    for half, columns in (("upper", mask()), ("lower", ~mask())):
        z = _encoder(p, f"{NAME}encoder_{half}.model.", down[..., columns].transpose(1, 2)).transpose(1, 2)
        found.append((z[:, :, None] - p[f"{NAME}quantizer_{half}.codebook"]).square().sum(-1).argmin(-1))
    return torch.stack(found, -1)


def decode(p: dict[str, Tensor], codes: Tensor) -> Tensor:
    """Codes (B, L, 2) -> features (B, 4 L, 263), standardised."""
    parts = [p[f"{NAME}quantizer_{half}.codebook"][codes[..., k]] for k, half in enumerate(("upper", "lower"))]
    if f"{NAME}decoder.model.0.weight" in p:
        return _decoder(p, f"{NAME}decoder.model.", torch.cat(parts, -1).transpose(1, 2)).transpose(1, 2)
    mean, std = statistics()
    out = torch.zeros(*codes.shape[:1], 4 * codes.shape[1], 263)
    for half, columns, part in (("upper", mask(), parts[0]), ("lower", ~mask(), parts[1])):
        out[..., columns] = _decoder(p, f"{NAME}decoder_{half}.model.", part.transpose(1, 2)).transpose(1, 2)
    plain, at = out * std + mean, heights()
    high = out[..., at] * p[f"{NAME}std_upper"] + p[f"{NAME}mean_upper"] + plain[..., 3:4]
    out[..., at] = (high - mean[at]) / std[at]
    return out


def _layer(p: dict[str, Tensor], name: str, y: Tensor, **how: int) -> Tensor:
    return F.conv1d(y, p[f"{name}.weight"], p[f"{name}.bias"], **how)


def _stack(p: dict[str, Tensor], name: str, y: Tensor) -> Tensor:
    for k, dilation in enumerate((3, 1)):
        z = _layer(p, f"{name}{k}.conv1", F.relu(y), padding=dilation, dilation=dilation)
        y = y + _layer(p, f"{name}{k}.conv2", F.relu(z))
    return y


def _encoder(p: dict[str, Tensor], name: str, x: Tensor) -> Tensor:
    z = F.relu(_layer(p, f"{name}0", x, padding=1))
    for i in (2, 3):
        z = _stack(p, f"{name}{i}.1.model.", _layer(p, f"{name}{i}.0", z, stride=2, padding=1))
    return _layer(p, f"{name}4", z, padding=1)


def _decoder(p: dict[str, Tensor], name: str, z: Tensor) -> Tensor:
    y = F.relu(_layer(p, f"{name}0", z, padding=1))
    for i in (2, 3):
        y = _layer(p, f"{name}{i}.2", _stack(p, f"{name}{i}.0.model.", y).repeat_interleave(2, -1), padding=1)
    assert y.shape[1] == WIDTH
    return _layer(p, f"{name}6", F.relu(_layer(p, f"{name}4", y, padding=1)), padding=1)
