"""Examples to padded tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from reportedly.reading.features import feature_arrays
from reportedly.reading.labels import LABELS
from reportedly.reading.windows import CLS, SEP, pieces_of
from training.examples import FocusExample, TextExample

IGNORE = -100
MENTIONS = len(LABELS.mention_tags)


class Prepared:
    """An example with its pieces; pieces are computed once."""

    def __init__(self, example: TextExample | FocusExample, tokenizer: Tokenizer) -> None:
        self.example = example
        pieces = pieces_of(tokenizer, example.words)
        self.ids, self.first = pieces.ids, pieces.first
        self.size = len(pieces.ids) + 2


def batches(items: Sequence[Prepared], pieces: int, rng: random.Random) -> Iterator[list[Prepared]]:
    """Shuffled batches of examples of like length, of at most ``pieces`` pieces after padding."""
    order = sorted(items, key=lambda p: p.size * (1 + 0.2 * rng.random()))
    groups: list[list[Prepared]] = []
    for item in order:
        if groups and (len(groups[-1]) + 1) * max(item.size, groups[-1][0].size) <= pieces:
            groups[-1].append(item)
        else:
            groups.append([item])
    rng.shuffle(groups)
    yield from groups


def pad(rows: Sequence[np.ndarray], value: int) -> Tensor:
    width = max(len(r) for r in rows)
    out = np.full((len(rows), width), value, np.int64)
    for i, row in enumerate(rows):
        out[i, :len(row)] = row
    return torch.from_numpy(out)


def encoder_inputs(group: Sequence[Prepared]) -> tuple[Tensor, Tensor]:
    ids = pad([np.concatenate([[CLS], p.ids, [SEP]]) for p in group], 0)
    mask = pad([np.ones(p.size, np.int64) for p in group], 0)
    return ids, mask


def text_batch(group: Sequence[Prepared]) -> dict[str, Tensor]:
    """Tensors for the word heads; labels are IGNORE where unknown, ``mentions`` is a 0/1 table of allowed tags."""
    examples = [p.example for p in group]
    ids, mask = encoder_inputs(group)
    out = {"ids": ids, "mask": mask,
           "first": pad([p.first[:-1] + 1 for p in group], 0),
           "sentence": pad([np.array(e.sentences) for e in examples], -1)}
    features = [feature_arrays(e.words) for e in examples]
    width = out["first"].shape[1]
    out["features"] = torch.from_numpy(np.stack(
        [np.concatenate([f, np.zeros((width - len(f), 3), np.int64)]) for f in features]))
    for name in ("triggers", "upos", "feats", "heads", "deprels", "re3d", "cameo"):
        if any(getattr(e, name) is not None for e in examples):
            out[name] = pad([np.array(getattr(e, name) or [IGNORE] * len(e.words)) for e in examples], IGNORE)
    if any(e.mentions is not None for e in examples):
        allowed = np.zeros((len(examples), width, MENTIONS), np.float32)
        for i, e in enumerate(examples):
            for j, tags in enumerate(e.mentions or ()):
                allowed[i, j, list(tags)] = 1.0
        out["mentions"] = torch.from_numpy(allowed)
    return out


def focus_batch(group: Sequence[Prepared]) -> dict[str, Tensor]:
    """Tensors for the event heads. ``plover``/``act``: 0/1 tables of right types, all ones where unknown."""
    examples = [p.example for p in group]
    ids, mask = encoder_inputs(group)
    marks = []
    for p in group:
        piece_marks = np.repeat(np.array(p.example.marks), np.diff(p.first))
        marks.append(piece_marks)
    out = {"ids": ids, "mask": mask, "marks": pad(marks, 0),
           "inside": pad([np.ones(len(m), np.int64) for m in marks], 0)}
    for name in ("plover", "act"):
        table = np.ones((len(examples), len(LABELS.types)), np.float32)
        for i, e in enumerate(examples):
            right = getattr(e, name)
            if right is not None:
                table[i] = 0
                table[i, list(right)] = 1
        out[name] = torch.from_numpy(table)
    out["penta"] = torch.tensor([IGNORE if e.penta is None else e.penta for e in examples])
    for name in LABELS.fields:
        out["field_" + name] = torch.tensor([e.fields.get(name, IGNORE) for e in examples])
    roles = []
    for p in group:
        row = np.full(len(p.ids), IGNORE, np.int64)
        if p.example.roles is not None:
            row[p.first[:-1]] = p.example.roles
        roles.append(row)
    out["roles"] = pad(roles, IGNORE)
    out["weight"] = torch.tensor([e.weight for e in examples], dtype=torch.float32)
    return out
