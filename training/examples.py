"""What the network is trained on: windows for the word heads and marked sentences for the event heads."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import re
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import numpy as np

from reportedly.evaluation.annotations import Annotated
from reportedly.evaluation.corpora import read_cameo_class, read_iob, read_plv, spans_of
from reportedly.reading.labels import LABELS
from reportedly.reading.words import split_words

Span = tuple[int, int]
# Genres of GUM whose texts are under CC BY or in the public domain (its README); fiction and wikiHow are NC.
GUM_OPEN = ("news", "interview", "bio", "voyage", "textbook", "vlog", "conversation", "speech")
GUM_NAMES = ("news", "interview", "bio", "voyage", "speech", "textbook")


class TextExample(msgspec.Struct):
    """Words of consecutive sentences and their labels; a label list is None where the corpus does not give it.

    ``mentions`` holds for every word the tuple of tags that are right there: more than one where the corpus does not
    annotate a type, so that silence about it is not read as "none".
    """

    words: list[str]
    sentences: list[int]
    mentions: list[tuple[int, ...]] | None = None
    triggers: list[int] | None = None
    upos: list[int] | None = None
    feats: list[int] | None = None
    heads: list[int] | None = None
    deprels: list[int] | None = None
    re3d: list[int] | None = None
    cameo: list[int] | None = None


class FocusExample(msgspec.Struct):
    """One sentence with marks (0 none, 1 actor, 2 recipient, 3 trigger) and what is known of it.

    ``plover`` and ``act``: tuples of the right types (several where the corpus merges them), None if unknown.
    ``fields``: name -> label index. ``roles``: a tag a word, -1 where unknown."""

    words: list[str]
    marks: list[int]
    plover: tuple[int, ...] | None = None
    act: tuple[int, ...] | None = None
    penta: int | None = None
    fields: dict[str, int] = {}
    roles: list[int] | None = None
    weight: float = 1.0
    key: str = ""


TYPE = {t: i for i, t in enumerate(LABELS.types)}
TRIGGER = {t: i for i, t in enumerate(LABELS.trigger_tags)}
MENTION = {t: i for i, t in enumerate(LABELS.mention_tags)}
ROLE = {t: i for i, t in enumerate(LABELS.role_tags)}
OLD_TYPES = {"YIELD": ("CONCEDE", "RETREAT"), "DEMAND": ("REQUEST",), "DISAPPROVE": ("ACCUSE",),
             "INVESTIGATE": ("ACCUSE",), "FIGHT": ("ASSAULT",)}


def types_of(label: str) -> tuple[int, ...]:
    """Indices of the PLOVER types that a label of an older code book can mean."""
    return tuple(TYPE[t] for t in OLD_TYPES.get(label, (label,)))


# ---------------------------------------------------------------- words

def sentence_words(text: str) -> tuple[list[str], list[Span]]:
    spans = split_words(text)
    return [text[a:b] for a, b in spans], spans


def words_in(spans: list[Span], wanted: Span) -> list[int]:
    """Indices of the words that overlap a character span."""
    return [i for i, (a, b) in enumerate(spans) if a < wanted[1] and b > wanted[0]]


# ---------------------------------------------------------------- Universal Dependencies

def _feats(raw: str) -> int:
    have = dict(f.split("=", 1) for f in raw.split("|") if "=" in f)
    if have.get("Polarity") == "Neg":
        name = "Polarity=Neg"
    elif "VerbForm" in have:
        keep = [k for k in ("Mood", "Tense", "VerbForm", "Voice") if k in have]
        if have.get("Mood") == "Ind":
            keep.remove("Mood")
        name = "|".join(f"{k}={have[k]}" for k in keep)
    elif have.get("Number") in ("Sing", "Plur"):
        name = f"Number={have['Number']}"
    else:
        name = ""
    table = LABELS.feats
    while name and name not in table:
        name = name.rpartition("|")[0]
    return table.index(name) if name in table else 0


def _deprel(raw: str) -> int:
    table = LABELS.deprels
    if raw in table:
        return table.index(raw)
    base = raw.partition(":")[0]
    return table.index(base) if base in table else table.index("dep")


class UDSentence(msgspec.Struct):
    document: str
    words: list[str]
    upos: list[int]
    feats: list[int]
    heads: list[int]
    deprels: list[int]
    misc: list[str]


def read_conllu(path: Path) -> Iterator[UDSentence]:
    document = ""
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id = "):
                document = line[14:]
            elif not line and rows:
                yield UDSentence(document, [r[1] for r in rows], [LABELS.upos.index(r[3]) for r in rows],
                                 [_feats(r[5]) for r in rows], [int(r[6]) for r in rows],
                                 [_deprel(r[7]) for r in rows], [r[9] for r in rows])
                rows = []
            elif line and line[0] != "#":
                cells = line.split("\t")
                if cells[0].isdigit():
                    rows.append(cells)


def join(parts: list[UDSentence]) -> TextExample:
    words: list[str] = []
    example = TextExample(words, [], upos=[], feats=[], heads=[], deprels=[])
    for n, s in enumerate(parts):
        base = len(words)
        words += s.words
        example.sentences += [n] * len(s.words)
        example.upos += s.upos
        example.feats += s.feats
        example.heads += [0 if h == 0 else h + base for h in s.heads]  # 0 is the root, i + 1 is word i
        example.deprels += s.deprels
    return example


def pack(sentences: Iterable[UDSentence], rng: random.Random, most: int = 90) -> list[TextExample]:
    """Consecutive sentences of one document joined to windows of up to ``most`` words; a third stay single."""
    out: list[TextExample] = []
    group: list[UDSentence] = []
    room = most
    for s in sentences:
        if group and (s.document != group[0].document or sum(len(g.words) for g in group) + len(s.words) > room):
            out.append(join(group))
            group, room = [], rng.choice((1, most // 2, most))
        group.append(s)
    if group:
        out.append(join(group))
    return [e for e in out if len(e.words) < 160]


# ---------------------------------------------------------------- mentions

def country_names(folder: Path) -> set[str]:
    """Names and demonyms of states, to tell states from other places in corpora that do not."""
    names: set[str] = set()
    for c in json.loads((folder / "gazetteers/countries/mledoze_countries.json").read_text()):
        names |= {c["name"]["common"], c["name"]["official"], *c["altSpellings"]}
        names |= {d for d in c.get("demonyms", {}).get("eng", {}).values() if d}
    names |= {"US", "U.S.", "USA", "U.S", "America", "American", "Americans", "UK", "U.K.", "Britain", "British",
              "England", "English", "Scotland", "Turkish", "Russian", "Soviet", "Soviet Union", "USSR", "Yugoslavia",
              "Chinese", "Korean", "North Korean", "South Korean", "Iraqis", "Syrians", "Russians", "Israelis",
              "Palestinians", "Palestinian", "Palestine", "Kurdish", "Kurds", "Arab", "Arabs", "European",
              "Europeans", "Spanish", "Polish", "Swedish", "Danish", "Finnish", "Irish", "Scottish", "Welsh",
              "Persian", "Mexican", "Mexicans", "Cubans", "Germans", "Iranians", "Taiwanese", "Kosovo", "Kosovar"}
    return {n for n in names if len(n) > 2 or n in ("US", "UK")}


def mention_tags(n: int, spans: Iterable[tuple[int, int, str]], silent: Iterable[str],
                 unsure: Iterable[Span] = ()) -> list[tuple[int, ...]]:
    """Allowed tags of each of ``n`` words, given word spans, the types the corpus is silent about, and spans of which
    nothing is known."""
    open_tags = [MENTION["O"], *(MENTION[f"{p}-{t}"] for t in silent for p in "BI")]
    tags: list[tuple[int, ...]] = [tuple(open_tags)] * n
    every = tuple(range(len(MENTION)))
    for a, b in unsure:
        tags[a:b] = [every] * (b - a)
    for a, b, t in spans:
        tags[a] = (MENTION[f"B-{t}"],)
        tags[a + 1:b] = [(MENTION[f"I-{t}"],)] * (b - a - 1)
    return tags


def _place_or_state(words: list[str], a: int, b: int, states: set[str]) -> str:
    name = " ".join(words[a:b])
    return "STATE" if name in states or name.removeprefix("the ").removeprefix("The ") in states else "PLACE"


NUMERIC = ("DATE", "QUANTITY", "MONEY")


def wikigold(folder: Path, states: set[str]) -> list[TextExample]:
    out = []
    for row in read_iob(folder / "wikigold/wikigold.conll.txt"):
        words = list(row.words)
        if not 3 <= len(words) <= 120:
            continue
        spans, unsure = [], []
        for a, b, t in spans_of(row.tags):
            if t == "MISC":
                if " ".join(words[a:b]) in states:
                    spans.append((a, b, "STATE"))
                else:
                    unsure.append((a, b))
            else:
                kind = {"PER": "PERSON", "ORG": "ORG"}.get(t) or _place_or_state(words, a, b, states)
                spans.append((a, b, kind))
        out.append(TextExample(words, [0] * len(words),
                               mentions=mention_tags(len(words), spans, (*NUMERIC, "OFFICE", "EQUIPMENT"), unsure)))
    return out


def re3d(path: Path, folder: Path, states: set[str], open_only: bool) -> list[TextExample]:
    """``open_only`` leaves out the sentences of BBC Online, whose text is under a non-commercial licence."""
    closed = ""
    if open_only:
        for line in (folder / "re3d/dstl/BBC Online/documents.json").read_text(encoding="utf-8").splitlines():
            if line.strip():
                closed += re.sub(r"\W+", "", json.loads(line)["text"])
    kinds = {"Organisation": "ORG", "Person": "PERSON", "Nationality": "STATE", "MilitaryPlatform": "EQUIPMENT",
             "Weapon": "EQUIPMENT", "Temporal": "DATE", "Quantity": "QUANTITY", "Money": "MONEY"}
    out = []
    for row in read_iob(path):
        words = list(row.words)
        if len(words) > 150 or open_only and re.sub(r"\W+", "", "".join(words)) in closed:
            continue
        spans, unsure = [], []
        for a, b, t in spans_of(row.tags):
            if t == "DocumentReference":
                unsure.append((a, b))
            else:
                spans.append((a, b, kinds.get(t) or _place_or_state(words, a, b, states)))
        out.append(TextExample(words, [0] * len(words), re3d=[LABELS.re3d_tags.index(t) for t in row.tags],
                               mentions=mention_tags(len(words), spans, ("OFFICE",), unsure)))
    return out


def uner(path: Path, states: set[str], part: str) -> list[TextExample]:
    """``part``: "train" or "dev"; a third of the sentences (by hash) are dev."""
    out = []
    rows: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#"):
            continue
        if line:
            cells = line.split("\t")
            rows.append((cells[1], cells[2] if cells[2][0] in "BI" else "O"))
            continue
        words = [w for w, _ in rows]
        dev = int(hashlib.md5(" ".join(words).encode()).hexdigest(), 16) % 3 == 0
        if words and dev == (part == "dev") and len(words) < 120:
            spans = [(a, b, {"PER": "PERSON", "ORG": "ORG"}.get(t) or _place_or_state(words, a, b, states))
                     for a, b, t in spans_of([t for _, t in rows]) if t in ("PER", "ORG", "LOC")]
            out.append(TextExample(words, [0] * len(words), mentions=mention_tags(
                len(words), spans, (*NUMERIC, "OFFICE", "EQUIPMENT", "STATE"))))
        rows = []
    return out


def gum_names(sentences: Iterable[UDSentence], states: set[str]) -> list[TextExample]:
    """Named people, places and organisations of GUM: the run of proper nouns at the head of an entity that is linked
    to an encyclopaedia or headed by a proper noun."""
    out = []
    propn = LABELS.upos.index("PROPN")
    opened: dict[str, list[tuple[int, str]]] = {}
    for s in sentences:
        spans: dict[Span, str] = {}
        unsure: list[Span] = []
        for i, misc in enumerate(s.misc):
            match = re.search(r"(?:^|\|)Entity=([^|]*)", misc)
            if not match:
                continue
            for piece in re.findall(r"\([^()]*\)?|\d+(?:\[\d+/\d+\])?\)", match.group(1)):
                if piece[0] == "(":
                    cells = piece.strip("()").split("-")
                    opened.setdefault(cells[0], []).append((i, "-".join(cells)))
                    if piece[-1] != ")":
                        continue
                    name = cells[0]
                else:
                    name = piece.rstrip(")")
                if not opened.get(name):
                    continue
                begin, info = opened[name].pop()
                cells = info.split("-")
                kind = {"person": "PERSON", "organization": "ORG", "place": "PLACE"}.get(cells[1] if len(cells) > 1 else "")
                if begin > i or kind is None:
                    continue
                heads = [h for h in range(begin, i + 1) if s.upos[h] == propn
                         and not begin <= s.heads[h] - 1 <= i]
                if not heads:
                    continue
                a = b = heads[0]
                while a > begin and s.upos[a - 1] == propn:
                    a -= 1
                while b < i and s.upos[b + 1] == propn:
                    b += 1
                if kind == "PLACE":
                    kind = _place_or_state(s.words, a, b + 1, states)
                spans[(a, b + 1)] = kind
        opened.clear()
        taken = [False] * len(s.words)
        flat = []
        for (a, b), kind in sorted(spans.items(), key=lambda x: x[0][0] - x[0][1]):
            if not any(taken[a:b]):
                flat.append((a, b, kind))
                taken[a:b] = [True] * (b - a)
        unsure = [(i, i + 1) for i, u in enumerate(s.upos) if u == propn and not taken[i]]
        if 3 <= len(s.words) <= 120:
            out.append(TextExample(s.words, [0] * len(s.words), mentions=mention_tags(
                len(s.words), flat, (*NUMERIC, "OFFICE", "EQUIPMENT", "STATE"), unsure)))
    return out


def polnear_texts(folder: Path, part: str) -> dict[str, str]:
    """Article name -> text, of PolNeAR's train or dev part."""
    out = {}
    with tarfile.open(folder / "polnear/polnear_train_dev.tar.gz") as tar:
        for member in tar:
            pieces = member.name.split("/")
            if member.isfile() and "text" in pieces and part in pieces and member.name.endswith(".txt"):
                raw = tar.extractfile(member)
                assert raw is not None
                out[pieces[-1].removesuffix(".txt")] = io.TextIOWrapper(raw, encoding="utf-8", newline="").read()
    return out


def polnear_silver(folder: Path, part: str, states: set[str], rng: random.Random, most: int) -> list[TextExample]:
    """Another tool's names and times on news: silver. Windows of one or two sentences, ``most`` of them."""
    texts = polnear_texts(folder, part)
    kinds = {"PERSON": "PERSON", "ORGANIZATION": "ORG", "DATE": "DATE", "TIME": "DATE", "DURATION": "DATE",
             "SET": "DATE", "MONEY": "MONEY", "NUMBER": "QUANTITY", "PERCENT": "QUANTITY"}
    out = []
    with gzip.open(folder / f"polnear_silver/{part}.jsonl.gz", "rt", encoding="utf-8") as f:
        for line in f:
            record = json.loads(line)
            text = texts.get(record["doc"])
            if text is None:
                continue
            # the first sentence is often a headline, where this tool is at its worst
            for begin, end in record["sentences"][1:]:
                sentence = text[begin:end]
                if len(sentence) < 40 or len(sentence) > 500 or "\n" in sentence.strip():
                    continue
                words, at = sentence_words(sentence)
                spans, unsure = [], []
                for a, b, t, _ in record["entities"]:
                    if a < begin or b > end:
                        continue
                    inside = words_in(at, (a - begin, b - begin))
                    if not inside:
                        continue
                    a, b = inside[0], inside[-1] + 1
                    if t == "LOCATION":
                        spans.append((a, b, _place_or_state(words, a, b, states)))
                    elif t in kinds:
                        spans.append((a, b, kinds[t]))
                    elif t == "MISC" and " ".join(words[a:b]) in states:
                        spans.append((a, b, "STATE"))
                    elif t == "MISC":
                        unsure.append((a, b))
                if len(spans) >= 2:
                    out.append(TextExample(words, [0] * len(words), mentions=mention_tags(
                        len(words), spans, ("OFFICE", "EQUIPMENT"), unsure)))
    rng.shuffle(out)
    return out[:most]


# ---------------------------------------------------------------- relations

def cameo_ner(path: Path, part: str) -> list[TextExample]:
    """A fifth of the sentences (by hash) are held back as "dev"."""
    out = []
    for row in read_iob(path):
        dev = int(hashlib.md5(" ".join(row.words).encode()).hexdigest(), 16) % 5 == 0
        if part == "all" or dev == (part == "dev"):
            out.append(TextExample(list(row.words), [0] * len(row.words),
                                   cameo=[LABELS.cameo_tags.index(t) for t in row.tags]))
    return out


def plv(path: Path) -> list[FocusExample]:
    out = []
    for row in read_plv(path):
        words, at = sentence_words(row.sentence)
        marks = [0] * len(words)
        for number, places in ((1, row.source), (2, row.target)):
            for place in places:
                for i in words_in(at, place):
                    marks[i] = number
        out.append(FocusExample(words, marks, plover=types_of(row.label),
                                penta=int(row.penta) if row.penta in ("0", "1", "2", "3", "4") else None,
                                key=row.sentence))
    return out


def fold_of(sentence: str) -> int:
    """The fold of a plv sentence."""
    return int(hashlib.md5(sentence.encode()).hexdigest(), 16) % 5


def cameo_class(path: Path) -> list[FocusExample]:
    out = []
    for row in read_cameo_class(path):
        words, _ = sentence_words(row.sentence)
        out.append(FocusExample(words, [0] * len(words), penta=row.label, key=row.sentence, weight=0.5))
    return out


def ngrams(text: str, n: int = 5) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i:i + n]) for i in range(max(1, len(words) - n + 1))}


class NearCopies:
    """Whether a sentence shares half of its word 5-grams with one of a set."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.owners: dict[str, list[int]] = {}
        self.sizes: list[int] = []
        for n, sentence in enumerate(sentences):
            grams = ngrams(sentence)
            self.sizes.append(len(grams))
            for gram in grams:
                self.owners.setdefault(gram, []).append(n)

    def __contains__(self, sentence: str) -> bool:
        shared: dict[int, int] = {}
        grams = ngrams(sentence)
        for gram in grams:
            for n in self.owners.get(gram, ()):
                shared[n] = shared.get(n, 0) + 1
        return any(k >= 0.5 * min(len(grams), self.sizes[n]) for n, k in shared.items())


def synthetic(folder: Path, rng: random.Random, most: int) -> list[FocusExample]:
    """First sentences of the synthetic stories with the type of the story: noisy, low weight, spread over classes."""
    import csv

    by_type: dict[str, list[FocusExample]] = {}
    csv.field_size_limit(10_000_000)
    with gzip.open(folder / "ngec_synthetic/gpt_synthetic_events_2023-10-19_19.csv.gz", "rt", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            text = re.split(r"(?<=[.!?])\s", row["text"].strip())[0]
            words, _ = sentence_words(text)
            if 8 <= len(words) <= 60 and row["label"] in TYPE:
                by_type.setdefault(row["label"], []).append(FocusExample(
                    words, [0] * len(words), plover=(TYPE[row["label"]],), key="synthetic:" + row["title"], weight=0.3))
    out = []
    for rows in by_type.values():
        rng.shuffle(rows)
        out += rows[:most // len(by_type)]
    return out


# ---------------------------------------------------------------- our own annotation

def annotated_text(sentence: Annotated) -> TextExample:
    words, at = sentence_words(sentence.text)
    triggers = [0] * len(words)
    for event in sentence.events:
        inside = words_in(at, event.trigger)
        if inside:
            triggers[inside[-1] if len(inside) > 1 else inside[0]] = TRIGGER[event.type or "form-only"]
    mentions = None
    if sentence.mentions is not None:
        spans = []
        taken = [False] * len(words)
        for kind, span in sentence.mentions:
            inside = words_in(at, span)
            if inside and not any(taken[inside[0]:inside[-1] + 1]):
                spans.append((inside[0], inside[-1] + 1, kind))
                taken[inside[0]:inside[-1] + 1] = [True] * len(inside)
        mentions = mention_tags(len(words), spans, ())
    return TextExample(words, [0] * len(words), triggers=triggers, mentions=mentions)


def annotated_focus(sentence: Annotated, rng: random.Random, weight: float = 1.0) -> list[FocusExample]:
    """For every event: marked by its trigger alone (type, fields and roles are asked), and by its actor and recipient
    (type is asked). For sentences with other words that could be triggers or other pairs: the same, with "none"."""
    words, at = sentence_words(sentence.text)
    out: list[FocusExample] = []
    used: set[int] = set()
    related: set[tuple[int, int]] = set()
    for event in sentence.events:
        trigger = words_in(at, event.trigger)
        if not trigger:
            continue
        used.update(trigger)
        act = (TYPE[event.type or "form-only"],)
        plover = (TYPE[event.plover or "form-only"],)
        fields = {name: LABELS.fields[name].index(value or "none") for name, value in event.fields.items()
                  if value is not None or "none" in LABELS.fields[name]}
        roles = [0] * len(words)
        by_role: dict[str, list[list[int]]] = {}
        places = [*event.roles, *([("source", event.source)] if event.source else [])]
        for role, span in places:
            inside = words_in(at, span)
            if inside and not any(roles[i] for i in inside):
                roles[inside[0]] = ROLE[f"B-{role}"]
                for i in inside[1:]:
                    roles[i] = ROLE[f"I-{role}"]
                by_role.setdefault(role, []).append(inside)
        marks = [3 if i in trigger else 0 for i in range(len(words))]
        out.append(FocusExample(words, marks, plover, act, None, fields, roles, weight, sentence.text))
        actors, recipients = by_role.get("actor", []), by_role.get("recipient", [])
        if not recipients and len(actors) > 1:
            recipients = actors[1:]
        if actors:
            marks = [0] * len(words)
            for i in actors[0]:
                marks[i] = 1
            if recipients:
                for i in recipients[0]:
                    marks[i] = 2
            out.append(FocusExample(words, marks, plover, act, None, {}, None, weight, sentence.text))
        everyone = [p[0] for r in ("actor", "recipient", "third") for p in by_role.get(r, [])]
        related |= {(a, b) for a in everyone for b in everyone}
    none = (TYPE["none"],)
    # Words that look like triggers and are none. Proper names and short words are never proposed as triggers.
    candidates = [i for i, w in enumerate(words) if i not in used and len(w) > 3 and w[0].islower()
                  and not any(abs(i - u) < 2 for u in used)]
    verbal = [i for i in candidates if re.search(r"(?:ed|ing|tion|ment|s|al|ance)$", words[i])]
    rng.shuffle(verbal)
    for i in verbal[:2 if sentence.events else 3]:
        marks = [0] * len(words)
        marks[i] = 3
        out.append(FocusExample(words, marks, none, none, None, {}, None, 0.5 * weight, sentence.text))
    # Pairs of mentions that share no event: only where mentions were annotated or nothing happened.
    if sentence.mentions is not None:
        actors = [words_in(at, span) for kind, span in sentence.mentions if kind in ("STATE", "ORG", "PERSON")]
        actors = [a for a in actors if a]
        pairs = [(a, b) for a in actors for b in actors if a != b and (a[0], b[0]) not in related]
        if sentence.events:
            # a mention inside a longer role span ("Turkish" in "Turkish Defense Minister") is part of it
            inside_roles = [words_in(at, span) for e in sentence.events for _, span in e.roles]
            covered = {i for r in inside_roles for i in r}
            pairs = [(a, b) for a, b in pairs if not (set(a) & covered and set(b) & covered)]
        rng.shuffle(pairs)
        for a, b in pairs[:2]:
            marks = [1 if i in a else 2 if i in b else 0 for i in range(len(words))]
            out.append(FocusExample(words, marks, none, none, None, {}, None, 0.5 * weight, sentence.text))
    return out


def to_array(values: list[int] | None, n: int) -> np.ndarray:
    return np.array(values if values is not None else [-100] * n, np.int64)
