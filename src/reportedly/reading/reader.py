"""Text to Reading: words, sentences, one encoder pass over windows, one focused pass over each possible event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from reportedly.errors import UsageError
from reportedly.reading.encoder import Encoder, OnnxEncoder
from reportedly.reading.features import feature_arrays
from reportedly.reading.labels import LABELS
from reportedly.reading.lemmas import lemma
from reportedly.reading.modelfile import open_model
from reportedly.reading.trees import best_tree, is_tree
from reportedly.reading.windows import CLS, MAX_PIECES, SEP, Pieces, Window, clip, pieces_of, windows_of
from reportedly.reading.words import split_sentences, split_words
from reportedly.records import EventReading, Mention, Reading, Role, Word

BATCH_PIECES = 3072
FOCUS_PIECES = 2048


class Reader:
    """Reads texts with an encoder. ``thresholds``: "trigger" (least probability of a word being a trigger to be asked
    about) and "event" (least probability of an event that ``reportedly.claims`` keeps by default)."""

    def __init__(self, encoder: Encoder, thresholds: dict[str, float]) -> None:
        self.encoder = encoder
        self.thresholds = thresholds

    @classmethod
    def load(cls, path: Path | None = None, *, threads: int = 2) -> Reader:
        """The shipped reader, or the one in the model file ``path``. Raises ModelError."""
        model = open_model(path)
        return cls(OnnxEncoder(model, threads=threads), model.thresholds)

    @property
    def model_id(self) -> str:
        return self.encoder.model_id

    @property
    def language(self) -> str:
        return self.encoder.language

    # ------------------------------------------------------------ whole texts

    def read(self, text: str) -> Reading:
        """Everything that can be read in ``text``. Offsets are characters of ``text``."""
        spans = split_words(text)
        sentences = split_sentences(text)
        words = [text[a:b] for a, b in spans]
        if not words:
            return Reading(text=text, sentences=tuple(sentences), model=self.model_id)
        ranges = _ranges(spans, sentences)
        pieces = clip(pieces_of(self.encoder.tokenizer, words), MAX_PIECES)
        owner = np.zeros(len(words), np.int64)
        for number, (a, b) in enumerate(ranges):
            owner[a:b] = number
        found = _Found(len(words))
        candidates: list[_Candidate] = []
        features = feature_arrays(words)
        for group in _groups(windows_of(pieces.first, ranges), pieces):
            self._read_group(group, pieces, features, owner, found, candidates)
        candidates.sort(key=lambda c: c.word)  # windows are read in the order of their size
        return Reading(text=text, sentences=tuple(sentences), words=_words(words, spans, found),
                       sentence_words=tuple(ranges), mentions=_mentions(spans, found.mentions),
                       events=tuple(self._events(candidates, spans, pieces)), model=self.model_id)

    def _read_group(self, group: list[Window], pieces: Pieces, features: np.ndarray, owner: np.ndarray,
                    found: _Found, candidates: list[_Candidate]) -> None:
        out = self.encoder.text(*_text_inputs(group, pieces, features, owner))
        for row, window in enumerate(group):
            n = window.end - window.start
            here = slice(window.start, window.end)
            found.mentions[here] = out["mentions"][row, :n]
            found.upos[here] = out["upos"][row, :n]
            found.feats[here] = out["feats"][row, :n]
            found.deprels[here] = out["deprels"][row, :n]
            owners = owner[here]
            for begin, end in _runs(owners):
                heads = out["heads"][row, begin:end]
                local = np.where(heads > 0, heads - begin, 0)
                if not is_tree(local):
                    scores = out["arcs"][row, begin:end]
                    local = best_tree(np.concatenate([scores[:, :1], scores[:, 1 + begin:1 + end]], 1))
                found.heads[window.start + begin:window.start + end] = np.where(
                    local > 0, local - 1 + window.start + begin, -1)
                likely = 1.0 - out["triggers"][row, begin:end, 0]
                likely[np.isin(out["upos"][row, begin:end], _NO_TRIGGER)] = 0.0
                for i in np.flatnonzero(likely >= self.thresholds["trigger"]):
                    first, last = window.start + begin, window.start + end
                    at = pieces.first[window.start] - 1  # the window's pieces start behind the special piece
                    candidates.append(_Candidate(
                        int(first + i), first, last, int(owners[begin]), float(likely[i]),
                        out["triggers"][row, begin + i].copy(),
                        out["middle"][row, pieces.first[first] - at:pieces.first[last] - at]))

    def _events(self, candidates: list[_Candidate], spans: list[tuple[int, int]],
                pieces: Pieces) -> Iterator[EventReading]:
        results: dict[int, EventReading] = {}
        order = sorted(range(len(candidates)), key=lambda i: len(candidates[i].middle))
        for chunk in _chunks(order, [len(c.middle) for c in candidates], FOCUS_PIECES):
            width = max(len(candidates[i].middle) for i in chunk)
            middle = np.zeros((len(chunk), width, candidates[chunk[0]].middle.shape[1]), np.float32)
            mask = np.zeros((len(chunk), width), np.int64)
            marks = np.zeros((len(chunk), width), np.int64)
            for row, i in enumerate(chunk):
                c = candidates[i]
                middle[row, :len(c.middle)] = c.middle
                mask[row, :len(c.middle)] = 1
                base = pieces.first[c.first]
                marks[row, pieces.first[c.word] - base:pieces.first[c.word + 1] - base] = 3
            out = self.encoder.focus(middle, mask, marks)
            for row, i in enumerate(chunk):
                c = candidates[i]
                # The word's own tag and the focused reading look at different things: their mean is steadier.
                tagged = c.tags.copy()
                act = (out["act"][row] + tagged) / 2
                starts = pieces.first[c.first:c.last] - pieces.first[c.first]
                results[i] = EventReading(
                    trigger=spans[c.word], sentence=c.sentence, trigger_score=c.score,
                    type_scores=_scores(LABELS.types, act), plover_scores=_scores(LABELS.types, out["plover"][row]),
                    fields={f: _scores(values, out[f][row]) for f, values in LABELS.fields.items()},
                    roles=tuple(_roles(out["roles"][row, starts], spans[c.first:c.last])))
        for i in range(len(candidates)):
            yield results[i]

    # ------------------------------------------------------------ given spans

    def relation(self, text: str, actor: tuple[int, int] | None, recipient: tuple[int, int] | None = None,
                 ) -> tuple[str, dict[str, float]]:
        """The PLOVER type ("none" included) of what ``actor`` did to ``recipient`` (character spans in one sentence;
        one of them may be None), and the probability of each type."""
        if actor is None and recipient is None:
            raise UsageError("needs the span of an actor or of a recipient", remedy="Give (start, end) of one of them.")
        for span in (actor, recipient):
            if span is not None and not (0 <= span[0] < span[1] <= len(text) and text[span[0]:span[1]].strip()):
                raise UsageError(f"the span {span} holds no word of the text ({len(text)} characters)",
                                 remedy="Offsets are characters, [start, end).")
        scores = self.relations([(text, [s] if (s := actor) else [], [s] if (s := recipient) else [])])[0]
        table = _scores(LABELS.types, scores)
        return max(table, key=lambda t: table[t]), table

    def relations(self, rows: Sequence[tuple[str, Sequence[tuple[int, int]], Sequence[tuple[int, int]]]],
                  output: str = "plover") -> np.ndarray:
        """(n, types) probabilities for (text, actor spans, recipient spans). Each text is read as one sentence; with
        ``output="penta"`` (n, 5) sentence classes."""
        prepared = []
        for text, actors, recipients in rows:
            spans = split_words(text)
            marks = np.zeros(len(spans), np.int64)
            for number, places in ((1, actors), (2, recipients)):
                for start, end in places:
                    for i, (a, b) in enumerate(spans):
                        if a < end and b > start:
                            marks[i] = number
            pieces = clip(pieces_of(self.encoder.tokenizer, [text[a:b] for a, b in spans]), MAX_PIECES)
            # A sentence beyond the encoder's 512 positions keeps the part around its marks.
            keep = _around(pieces.first, marks, 500)
            prepared.append((pieces.ids[pieces.first[keep.start]:pieces.first[keep.stop]],
                             np.repeat(marks[keep], np.diff(pieces.first[keep.start:keep.stop + 1]))))
        result: list[np.ndarray | None] = [None] * len(rows)
        order = sorted(range(len(rows)), key=lambda i: len(prepared[i][0]))
        for chunk in _chunks(order, [len(p[0]) for p in prepared], FOCUS_PIECES):
            width = max(max(len(prepared[i][0]) for i in chunk), 1)
            ids = np.zeros((len(chunk), width + 2), np.int64)
            mask = np.zeros((len(chunk), width + 2), np.int64)
            inside = np.zeros((len(chunk), width), np.int64)
            marks = np.zeros((len(chunk), width), np.int64)
            for row, i in enumerate(chunk):
                own, own_marks = prepared[i]
                ids[row, :len(own) + 2] = [CLS, *own, SEP]
                mask[row, :len(own) + 2] = 1
                inside[row, :len(own)] = 1
                marks[row, :len(own)] = own_marks
            empty = np.zeros((len(chunk), 1), np.int64)
            middle = self.encoder.text(ids, mask, empty, np.zeros((len(chunk), 1, 3), np.int64), empty)["middle"]
            out = self.encoder.focus(middle[:, 1:1 + width], inside, marks)[output]
            for row, i in enumerate(chunk):
                result[i] = out[row]
        return np.stack([r for r in result if r is not None]) if rows else np.zeros((0, len(LABELS.types)))

    def tag(self, sentences: Sequence[Sequence[str]], scheme: str) -> list[list[str]]:
        """IOB2 tags of given words in the scheme of a corpus: "re3d" or "cameo"."""
        table = {"re3d": LABELS.re3d_tags, "cameo": LABELS.cameo_tags}[scheme]
        tags: list[list[str]] = [[] for _ in sentences]
        for number, words in enumerate(sentences):
            words = list(words)
            pieces = clip(pieces_of(self.encoder.tokenizer, words), MAX_PIECES)
            features = feature_arrays(words)
            owner = np.zeros(len(words), np.int64)
            for window in windows_of(pieces.first, [(0, len(words))]):
                out = self.encoder.text(*_text_inputs([window], pieces, features, owner))[scheme]
                logits = out[0, :window.end - window.start].astype(np.float64)
                scores = np.exp(logits - logits.max(-1, keepdims=True))
                tags[number] += [table[i] for i in best_tags(scores / scores.sum(-1, keepdims=True), table)]
        return tags


# Parts of speech that carry no event. Particles stay: "turned down".
_NO_TRIGGER = np.array([LABELS.upos.index(u) for u in ("PUNCT", "DET", "PRON", "CCONJ", "SCONJ", "NUM", "SYM", "AUX")])


class _Found:
    """Arrays over all words of a text, filled window by window."""

    def __init__(self, n: int) -> None:
        self.mentions = np.zeros((n, len(LABELS.mention_tags)), np.float32)
        self.upos = np.zeros(n, np.int64)
        self.feats = np.zeros(n, np.int64)
        self.deprels = np.zeros(n, np.int64)
        self.heads = np.full(n, -1, np.int64)


class _Candidate:
    """A word that may be a trigger: its sentence's words [first, last) and that sentence's middle states."""

    __slots__ = ("first", "last", "middle", "score", "sentence", "tags", "word")

    def __init__(self, word: int, first: int, last: int, sentence: int, score: float, tags: np.ndarray,
                 middle: np.ndarray) -> None:
        self.word, self.first, self.last, self.sentence = word, first, last, sentence
        self.score, self.tags, self.middle = score, tags, middle


def _ranges(spans: Sequence[tuple[int, int]], sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Word ranges of the sentences; a word belongs to the sentence in which it starts."""
    starts = np.array([a for a, _ in spans], np.int64)
    cuts = np.searchsorted(starts, np.array([a for a, _ in sentences], np.int64))
    ends = [*cuts[1:], len(spans)]
    if len(cuts):
        cuts[0] = 0
    return [(int(a), int(b)) for a, b in zip(cuts, ends, strict=True)]


def _runs(owners: np.ndarray) -> list[tuple[int, int]]:
    """Half-open runs of equal values."""
    cuts = [0, *(np.flatnonzero(np.diff(owners)) + 1), len(owners)]
    return [(int(a), int(b)) for a, b in zip(cuts[:-1], cuts[1:], strict=True)]


def _chunks(order: Sequence[int], sizes: Sequence[int], limit: int) -> Iterator[list[int]]:
    """Consecutive items of ``order`` (ascending size) whose padded total stays within ``limit``; at least one."""
    chunk: list[int] = []
    for i in order:
        if chunk and (len(chunk) + 1) * sizes[i] > limit:
            yield chunk
            chunk = []
        chunk.append(i)
    if chunk:
        yield chunk


def _groups(windows: Sequence[Window], pieces: Pieces) -> Iterator[list[Window]]:
    sizes = [int(pieces.first[w.end] - pieces.first[w.start]) + 2 for w in windows]
    order = sorted(range(len(windows)), key=lambda i: sizes[i])
    for chunk in _chunks(order, sizes, BATCH_PIECES):
        yield [windows[i] for i in chunk]


def _text_inputs(group: Sequence[Window], pieces: Pieces, features: np.ndarray,
                 owner: np.ndarray) -> tuple[np.ndarray, ...]:
    """ids, mask, first, features, sentence of a batch of windows, padded."""
    t = max(int(pieces.first[w.end] - pieces.first[w.start]) for w in group) + 2
    n = max(w.end - w.start for w in group)
    ids = np.zeros((len(group), t), np.int64)
    mask = np.zeros((len(group), t), np.int64)
    first = np.zeros((len(group), n), np.int64)
    sentence = np.full((len(group), n), -1, np.int64)
    feats = np.zeros((len(group), n, 3), np.int64)
    for row, w in enumerate(group):
        a, b = pieces.first[w.start], pieces.first[w.end]
        ids[row, 0] = CLS
        ids[row, 1:1 + b - a] = pieces.ids[a:b]
        ids[row, 1 + b - a] = SEP
        mask[row, :b - a + 2] = 1
        first[row, :w.end - w.start] = pieces.first[w.start:w.end] - a + 1
        sentence[row, :w.end - w.start] = owner[w.start:w.end]
        feats[row, :w.end - w.start] = features[w.start:w.end]
    return ids, mask, first, feats, sentence


def _around(first: np.ndarray, marks: np.ndarray, limit: int) -> slice:
    """The words to keep of a sentence that has more than ``limit`` pieces: as many as fit around the marked ones."""
    n = len(marks)
    if first[n] <= limit:
        return slice(0, n)
    marked = np.flatnonzero(marks)
    start = int(marked[0]) if len(marked) else 0
    while start > 0 and first[min(n, int(marked[-1]) + 1 if len(marked) else 1)] - first[start - 1] <= limit // 2:
        start -= 1
    end = int(np.searchsorted(first, first[start] + limit, side="right")) - 1
    return slice(start, max(end, start + 1))


def _scores(names: Sequence[str], row: np.ndarray) -> dict[str, float]:
    return {name: round(float(p), 4) for name, p in zip(names, row, strict=True)}


def _words(words: Sequence[str], spans: Sequence[tuple[int, int]], found: _Found) -> tuple[Word, ...]:
    upos = [LABELS.upos[i] for i in found.upos]
    feats = [LABELS.feats[i] for i in found.feats]
    rels = [LABELS.deprels[i] for i in found.deprels]
    return tuple(Word(start=a, end=b, upos=u, lemma=lemma(w, u), head=h, deprel=r if h >= 0 else "root", feats=f)
                 for w, (a, b), u, h, r, f in zip(words, spans, upos, found.heads.tolist(), rels, feats, strict=True))


def _bio(tags: Sequence[int], names: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans (first, one past the last, type) of tag indices; a stray I- opens a span."""
    spans: list[tuple[int, int, str]] = []
    open_at: int | None = None
    kind = ""
    for i, tag in enumerate([*tags, 0]):
        if tag == 0:
            name, begins = "", True
        else:
            name, begins = names[tag][2:], names[tag][0] == "B"
        if open_at is not None and (begins or name != kind):
            spans.append((open_at, i, kind))
            open_at = None
        if name and open_at is None:
            open_at, kind = i, name
    return spans


def best_tags(scores: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """The most probable sequence (n,) of IOB2 tags in which every I- follows a B- or I- of its type.

    ``scores`` (n, tags) are probabilities. The best tag of each word is taken as it is where these make a sound sequence,
    as they mostly do; else Viterbi's algorithm finds the best sound one.
    """
    best = scores.argmax(-1)
    n = len(best)
    kinds = [name[2:] for name in names]
    inside = np.array([name.startswith("I-") for name in names])
    sound = np.array([[not inside[j] or kinds[i] == kinds[j] for j in range(len(names))] for i in range(len(names))])
    if n == 0 or not inside[best[0]] and sound[best[:-1], best[1:]].all():
        return best
    log = np.log(np.maximum(scores, 1e-9))
    ban = np.where(sound, 0.0, -1e9)
    path = np.zeros((n, len(names)), np.int64)
    total = log[0] + np.where(inside, -1e9, 0.0)
    for i in range(1, n):
        step = total[:, None] + ban
        path[i] = step.argmax(0)
        total = step.max(0) + log[i]
    tags = np.zeros(n, np.int64)
    tags[-1] = total.argmax()
    for i in range(n - 1, 0, -1):
        tags[i - 1] = path[i, tags[i]]
    return tags


def _mentions(spans: Sequence[tuple[int, int]], scores: np.ndarray) -> tuple[Mention, ...]:
    best = best_tags(scores, LABELS.mention_tags)
    certain = scores.max(-1)
    return tuple(Mention(start=spans[a][0], end=spans[b - 1][1], type=kind, score=round(float(certain[a:b].mean()), 4))
                 for a, b, kind in _bio(best.tolist(), LABELS.mention_tags))


def _roles(scores: np.ndarray, spans: Sequence[tuple[int, int]]) -> Iterator[Role]:
    best = best_tags(scores, LABELS.role_tags)
    certain = scores.max(-1)
    for a, b, kind in _bio(best.tolist(), LABELS.role_tags):
        yield Role(start=spans[a][0], end=spans[b - 1][1], role=kind, score=round(float(certain[a:b].mean()), 4))
