"""The reader's network: a MiniLM encoder split in two, with word heads on one branch and an event branch beside it.

The lower layers are shared. The upper layers exist twice, both initialised from the base encoder:

- the *text* branch reads a whole window once; mentions, triggers, parts of speech and dependencies are read from it;
- the *focus* branch re-reads one sentence of the lower layers' output with marks added to some pieces
  (actor, recipient, trigger), and answers what happened there: type, form, stage, roles ...

Marks at a middle layer let the upper layers attend from and to the marked spans, as markers in the text would, without
encoding the text again for every question.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import torch
from torch import Tensor, nn

from reportedly.reading.features import N_HASH, N_SHAPES
from reportedly.reading.labels import Labels

HIDDEN, HEADS, INNER, LAYERS = 384, 12, 1536, 6
FEATURE_DIM = 64


class Layer(nn.Module):
    """One BERT layer (post-norm). The order of operations is the one that ONNX Runtime's fusions look for."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.q, self.k, self.v = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.up, self.down = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x (B, T, H); mask (B, 1, 1, T), 0 where a piece counts and a large negative number where not."""
        b, t = x.shape[0], x.shape[1]
        d = HIDDEN // HEADS

        def split(y: Tensor) -> Tensor:
            return y.view(b, t, HEADS, d).transpose(1, 2)

        if torch.onnx.is_in_onnx_export():
            scores = torch.matmul(split(self.q(x)), split(self.k(x)).transpose(-1, -2)) / math.sqrt(d) + mask
            mixed = torch.matmul(torch.softmax(scores, -1), split(self.v(x)))
        else:
            mixed = nn.functional.scaled_dot_product_attention(
                split(self.q(x)), split(self.k(x)), split(self.v(x)), attn_mask=mask,
                dropout_p=0.1 if self.training else 0.0)
        mixed = mixed.transpose(1, 2).reshape(b, t, HIDDEN)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(nn.functional.gelu(self.up(x)))))


def additive_mask(mask: Tensor, dtype: torch.dtype) -> Tensor:
    """(B, T) of 0/1 -> (B, 1, 1, T) of large negative / 0."""
    return ((1.0 - mask.to(dtype)) * -10000.0)[:, None, None, :]


class Embeddings(nn.Module):
    def __init__(self, vocabulary: int = 30522) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, HIDDEN)
        self.position = nn.Embedding(512, HIDDEN)
        self.kind = nn.Embedding(2, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, ids: Tensor) -> Tensor:
        positions = torch.arange(ids.shape[1], device=ids.device)
        return self.drop(self.norm(self.word(ids) + self.position(positions)[None] + self.kind.weight[0]))


def gather(x: Tensor, index: Tensor) -> Tensor:
    """x (B, T, H), index (B, W) -> (B, W, H)."""
    return torch.gather(x, 1, index.unsqueeze(-1).expand(-1, -1, x.shape[-1]))


class TextHeads(nn.Module):
    """Heads over words: first piece of the word plus its case and character features."""

    def __init__(self, labels: Labels, arc: int = 256, rel: int = 96) -> None:
        super().__init__()
        self.shape = nn.Embedding(N_SHAPES, 16)
        self.suffix = nn.Embedding(N_HASH, 24)
        self.prefix = nn.Embedding(N_HASH, 24)
        self.mix = nn.Sequential(nn.Linear(HIDDEN + FEATURE_DIM, HIDDEN), nn.GELU(), nn.Dropout(0.15))
        self.mention = nn.Linear(HIDDEN, len(labels.mention_tags))
        self.trigger = nn.Linear(HIDDEN, len(labels.trigger_tags))
        self.upos = nn.Linear(HIDDEN, len(labels.upos))
        self.feats = nn.Linear(HIDDEN, len(labels.feats))
        self.re3d = nn.Linear(HIDDEN, len(labels.re3d_tags))
        self.cameo = nn.Linear(HIDDEN, len(labels.cameo_tags))
        self.arc_head = nn.Sequential(nn.Linear(HIDDEN, arc), nn.GELU(), nn.Dropout(0.2))
        self.arc_dep = nn.Sequential(nn.Linear(HIDDEN, arc), nn.GELU(), nn.Dropout(0.2))
        self.rel_head = nn.Sequential(nn.Linear(HIDDEN, rel), nn.GELU(), nn.Dropout(0.2))
        self.rel_dep = nn.Sequential(nn.Linear(HIDDEN, rel), nn.GELU(), nn.Dropout(0.2))
        self.root = nn.Parameter(torch.randn(HIDDEN) * 0.02)
        self.arc = nn.Parameter(torch.randn(arc + 1, arc) * 0.02)
        self.rel = nn.Parameter(torch.randn(len(labels.deprels), rel + 1, rel + 1) * 0.02)

    def words(self, hidden: Tensor, first: Tensor, features: Tensor) -> Tensor:
        extra = torch.cat([self.shape(features[..., 0]), self.suffix(features[..., 1]),
                           self.prefix(features[..., 2])], -1)
        return self.mix(torch.cat([gather(hidden, first), extra], -1))

    def arcs(self, words: Tensor, sentence: Tensor) -> tuple[Tensor, Tensor]:
        """Scores (B, W, 1 + W) of each word's head (0: root), heads outside the sentence ruled out; and the
        words with the root vector in front (B, 1 + W, H)."""
        b = words.shape[0]
        with_root = torch.cat([self.root.expand(b, 1, HIDDEN), words], 1)
        head, dep = self.arc_head(with_root), self.arc_dep(words)
        dep1 = torch.cat([dep, torch.ones_like(dep[..., :1])], -1)
        scores = torch.matmul(torch.matmul(dep1, self.arc), head.transpose(1, 2))
        same = (sentence.unsqueeze(2) == sentence.unsqueeze(1)).to(scores.dtype)
        same = torch.cat([torch.ones_like(same[:, :, :1]), same], 2)
        return scores + (1.0 - same) * -10000.0, with_root

    def relations(self, words: Tensor, with_root: Tensor, heads: Tensor) -> Tensor:
        """Scores (B, W, R) of the relation to the given head (index into with_root)."""
        head, dep = self.rel_head(gather(with_root, heads)), self.rel_dep(words)
        one = torch.ones_like(dep[..., :1])
        head, dep = torch.cat([head, one], -1), torch.cat([dep, one], -1)
        # (B, W, 1, 1, D) x (R, D, D) x (B, W, 1, D, 1), written as two matmuls so that it quantises and exports
        left = torch.einsum("bwd,rde->bwre", dep, self.rel)
        return torch.matmul(left, head.unsqueeze(-1)).squeeze(-1)


class FocusHeads(nn.Module):
    """Heads over a marked sentence."""

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        size = HIDDEN * 4
        self.pool = nn.Sequential(nn.Dropout(0.1), nn.Linear(size, HIDDEN), nn.GELU(), nn.Dropout(0.1))
        self.plover = nn.Linear(HIDDEN, len(labels.types))
        self.act = nn.Linear(HIDDEN, len(labels.types))
        self.penta = nn.Linear(HIDDEN, 5)
        self.fields = nn.ModuleDict({name: nn.Linear(HIDDEN, len(values)) for name, values in labels.fields.items()})
        self.role = nn.Linear(HIDDEN, len(labels.role_tags))

    def forward(self, hidden: Tensor, mask: Tensor, marks: Tensor) -> dict[str, Tensor]:
        """hidden (B, T, H), mask and marks (B, T). Pooled: mean of the sentence, of actor, recipient and trigger."""
        parts = []
        for wanted in (None, 1, 2, 3):
            chosen = mask.to(hidden.dtype) if wanted is None else (marks == wanted).to(hidden.dtype)
            total = torch.matmul(chosen.unsqueeze(1), hidden).squeeze(1)
            parts.append(total / chosen.sum(1, keepdim=True).clamp(min=1.0))
        pooled = self.pool(torch.cat(parts, -1))
        out = {"plover": self.plover(pooled), "act": self.act(pooled), "penta": self.penta(pooled),
               "role": self.role(hidden)}
        for name, head in self.fields.items():
            out[name] = head(pooled)
        return out


class Network(nn.Module):
    def __init__(self, labels: Labels, split: int = 3) -> None:
        super().__init__()
        self.labels, self.split = labels, split
        self.embeddings = Embeddings()
        self.lower = nn.ModuleList(Layer() for _ in range(split))
        self.text = nn.ModuleList(Layer() for _ in range(LAYERS - split))
        self.focus = nn.ModuleList(Layer() for _ in range(LAYERS - split))
        self.mark = nn.Embedding(4, HIDDEN)
        nn.init.normal_(self.mark.weight, std=0.02)
        with torch.no_grad():
            self.mark.weight[0].zero_()
        self.text_heads = TextHeads(labels)
        self.focus_heads = FocusHeads(labels)

    def shared(self, ids: Tensor, mask: Tensor) -> Tensor:
        x = self.embeddings(ids)
        m = additive_mask(mask, x.dtype)
        for layer in self.lower:
            x = layer(x, m)
        return x

    def read_text(self, middle: Tensor, mask: Tensor) -> Tensor:
        m = additive_mask(mask, middle.dtype)
        for layer in self.text:
            middle = layer(middle, m)
        return middle

    def read_focus(self, middle: Tensor, mask: Tensor, marks: Tensor) -> dict[str, Tensor]:
        m = additive_mask(mask, middle.dtype)
        x = middle + self.mark(marks)
        for layer in self.focus:
            x = layer(x, m)
        return self.focus_heads(x, mask, marks)


def load_base(network: Network, folder: Path) -> None:
    """Copy the base encoder's weights (a BERT checkpoint in safetensors) into both branches."""
    from safetensors.torch import load_file

    config = json.loads((folder / "config.json").read_text())
    assert (config["hidden_size"], config["num_hidden_layers"]) == (HIDDEN, LAYERS)
    base = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
    e = network.embeddings
    names = {"word": "word_embeddings", "position": "position_embeddings", "kind": "token_type_embeddings"}
    state = {f"{ours}.weight": base[f"embeddings.{theirs}.weight"] for ours, theirs in names.items()}
    state |= {f"norm.{p}": base[f"embeddings.LayerNorm.{p}"] for p in ("weight", "bias")}
    e.load_state_dict(state)

    parts = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
             "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
             "down": "output.dense", "norm2": "output.LayerNorm"}

    def copy(layer: Layer, number: int) -> None:
        layer.load_state_dict({f"{ours}.{p}": base[f"encoder.layer.{number}.{theirs}.{p}"]
                               for ours, theirs in parts.items() for p in ("weight", "bias")})

    for i, layer in enumerate(network.lower):
        copy(layer, i)
    for branch in (network.text, network.focus):
        for i, layer in enumerate(branch):
            copy(layer, network.split + i)
