"""An encoder of simple rules, so that the reader can be tested without a model.

Every character is a piece. A word with a capital is a mention (STATE), one that begins with "s" a trigger (SUPPORT); in the
focused pass capitals before the marked word are actors, those behind it recipients, and the manual's type is the one whose
number is the count of marked pieces, so that a test sees which pieces were marked.
"""

from __future__ import annotations

import string

import numpy as np
from tokenizers import Tokenizer, models, normalizers

from reportedly.reading.encoder import FOCUS_OUTPUTS, TEXT_OUTPUTS
from reportedly.reading.labels import LABELS
from reportedly.reading.windows import CLS, SEP, UNK

_FIRST = 1000
PIECES = {c: _FIRST + i for i, c in enumerate(string.ascii_letters + string.digits + string.punctuation)}
_CAPITALS = [PIECES[c] for c in string.ascii_uppercase]


def tokenizer() -> Tokenizer:
    made = Tokenizer(models.BPE(vocab={"[UNK]": UNK, **PIECES}, merges=[], unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=False)  # drops control marks, as the real one does
    return made


def one_hot(indices: np.ndarray, size: int) -> np.ndarray:
    return np.where(np.arange(size) == np.asarray(indices)[..., None], 0.9, 0.1 / max(size - 1, 1)).astype(np.float32)


class FakeEncoder:
    """``everything``: each word is a trigger. ``odd_heads``: heads that make no tree. ``upos``: that of every word."""

    model_id = "by-rule"
    language = "en"

    def __init__(self, *, everything: bool = False, odd_heads: bool = False, upos: str = "VERB") -> None:
        self.tokenizer = tokenizer()
        self.everything, self.odd_heads, self.upos = everything, odd_heads, upos
        self.text_shapes: list[tuple[int, ...]] = []
        self.focus_shapes: list[tuple[int, ...]] = []

    def text(self, ids: np.ndarray, mask: np.ndarray, first: np.ndarray, features: np.ndarray,
             sentence: np.ndarray) -> dict[str, np.ndarray]:
        b, t = ids.shape
        w = first.shape[1]
        self.text_shapes.append(ids.shape)
        assert mask.shape == (b, t) and sentence.shape == (b, w) and features.shape == (b, w, 3)
        assert t <= 512
        assert (ids[:, 0] == CLS).all() and (ids[np.arange(b), mask.sum(1) - 1] == SEP).all()
        lead = np.take_along_axis(ids, first, 1)
        begins = np.zeros((b, w), bool)
        begins[:, 0] = True
        begins[:, 1:] = sentence[:, 1:] != sentence[:, :-1]
        heads = np.where(begins, 0, np.arange(w))  # each word hangs on the one before it
        if self.odd_heads:
            heads = np.arange(1, w + 1)[None].repeat(b, 0)  # on itself
        arcs = np.zeros((b, w, w + 1), np.float32)
        arcs[:, :, 0] = np.where(begins, 2.0, -2.0)
        arcs[:, np.arange(1, w), np.arange(1, w)] = 1.0
        triggers = np.full((b, w), LABELS.types.index("SUPPORT")) if self.everything else np.where(
            lead == PIECES["s"], LABELS.types.index("SUPPORT"), 0)
        capital = np.isin(lead, _CAPITALS)
        out = {
            "middle": np.stack([ids, np.arange(t)[None].repeat(b, 0)], -1).astype(np.float32),
            "mentions": one_hot(np.where(capital, LABELS.mention_tags.index("B-STATE"), 0), len(LABELS.mention_tags)),
            "triggers": one_hot(triggers, len(LABELS.types)),
            "upos": np.full((b, w), LABELS.upos.index(self.upos)), "feats": np.zeros((b, w), np.int64),
            "arcs": arcs, "heads": heads, "deprels": np.full((b, w), LABELS.deprels.index("dep")),
            "re3d": one_hot(np.where(capital, 1, 0), len(LABELS.re3d_tags)),
            "cameo": one_hot(np.where(capital, 1, 0), len(LABELS.cameo_tags)),
        }
        assert set(out) == set(TEXT_OUTPUTS)
        return out

    def focus(self, middle: np.ndarray, mask: np.ndarray, marks: np.ndarray) -> dict[str, np.ndarray]:
        b, t = mask.shape
        self.focus_shapes.append(mask.shape)
        assert middle.shape[:2] == marks.shape == (b, t)
        assert not (marks[mask == 0]).any()
        ids = middle[..., 0].astype(np.int64)
        assert not np.isin(ids[mask == 1], (CLS, SEP)).any()
        capital = np.isin(ids, _CAPITALS)
        behind = (marks == 3).cumsum(1) > 0
        roles = np.where(capital & (marks == 0), np.where(behind, LABELS.role_tags.index("B-recipient"),
                                                          LABELS.role_tags.index("B-actor")), 0)
        counted = ((marks == 3) | (marks == 1)).sum(1)
        out = {
            "plover": one_hot(np.minimum(counted, len(LABELS.types) - 1), len(LABELS.types)),
            "act": one_hot(np.full(b, LABELS.types.index("SUPPORT")), len(LABELS.types)),
            "penta": one_hot((marks == 2).sum(1) % 5, 5),
            "roles": one_hot(roles, len(LABELS.role_tags)),
            **{f: one_hot(np.zeros(b, np.int64), len(values)) for f, values in LABELS.fields.items()},
        }
        assert set(out) == set(FOCUS_OUTPUTS)
        return out
