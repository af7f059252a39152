"""One loss a head, from the tensors of ``batches``."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from training.network import Network

# How much each head counts. Dependencies are the hardest and have the most data; the rare heads get more.
WEIGHTS = {"mentions": 1.0, "triggers": 1.0, "upos": 0.3, "feats": 0.2, "arcs": 0.5, "deprels": 0.3, "re3d": 0.5,
           "cameo": 1.0, "plover": 1.0, "act": 1.0, "penta": 0.5, "roles": 1.5, "form": 0.5, "stage": 0.4,
           "instrument": 0.2, "turn": 0.2, "realis": 0.4, "factuality": 0.4, "aspect": 0.2}


def allowed_loss(logits: Tensor, allowed: Tensor) -> Tensor:
    """-log of the probability that falls on the allowed labels; zero where all are allowed (or none: padding)."""
    known = (allowed.sum(-1) > 0) & (allowed.sum(-1) < allowed.shape[-1])
    log_p = F.log_softmax(logits.float(), -1)
    inside = torch.logsumexp(log_p.masked_fill(allowed == 0, -1e9), -1)
    return -inside * known


def cross(logits: Tensor, gold: Tensor) -> Tensor:
    """Mean cross-entropy over labelled positions."""
    flat = F.cross_entropy(logits.float().reshape(-1, logits.shape[-1]), gold.reshape(-1), ignore_index=-100,
                           reduction="sum")
    return flat / (gold != -100).sum().clamp(min=1)


def text_losses(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    heads = network.text_heads
    hidden = network.read_text(network.shared(batch["ids"], batch["mask"]), batch["mask"])
    words = heads.words(hidden, batch["first"], batch["features"])
    real = (batch["sentence"] >= 0)
    losses: dict[str, Tensor] = {}
    if "mentions" in batch:
        loss = allowed_loss(heads.mention(words), batch["mentions"])
        losses["mentions"] = loss.sum() / real.sum()
    for name, head in (("triggers", heads.trigger), ("upos", heads.upos), ("feats", heads.feats),
                       ("re3d", heads.re3d), ("cameo", heads.cameo)):
        if name in batch:
            losses[name] = cross(head(words), batch[name])
    if "heads" in batch:
        scores, with_root = heads.arcs(words, batch["sentence"])
        losses["arcs"] = cross(scores, batch["heads"])
        gold = batch["heads"].clamp(min=0)
        losses["deprels"] = cross(heads.relations(words, with_root, gold), batch["deprels"])
    return losses


def focus_outputs(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The lower layers read the sentence with its special pieces; the focus branch gets the sentence's pieces only."""
    middle = network.shared(batch["ids"], batch["mask"])
    width = batch["marks"].shape[1]
    return network.read_focus(middle[:, 1:1 + width], batch["inside"], batch["marks"])


def focus_losses(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    out = focus_outputs(network, batch)
    weight = batch["weight"]
    losses = {}
    for name in ("plover", "act"):
        losses[name] = (allowed_loss(out[name], batch[name]) * weight).sum() / weight.sum()
    losses["penta"] = cross(out["penta"], batch["penta"])
    for name in network.labels.fields:
        losses[name] = cross(out[name], batch["field_" + name])
    losses["roles"] = cross(out["role"], batch["roles"])
    return losses
