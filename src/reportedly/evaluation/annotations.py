"""The project's own annotation: composed sentences (text in the repository, marked as ours) and real sentences
(stand-off: the hash of the sentence and character offsets, no text).

The line format (``*.ann``)::

    # comment
    D key=value ...                     properties of the sentence that follows
    T The sentence, on one line.
    E trigger | TYPE PLOVER_TYPE | form stage instrument turn | realis factuality aspect | role=span; ... | source > cue
    A source | cue | content // content one attribution; "-" for no source, "//" between the parts of a broken content
    M TYPE=span; TYPE=span              every mention ("M -": none; no M line: mentions are not annotated)

A span is an exact substring of the sentence; ``#2`` behind it means its second occurrence; ``-`` is null.
``docs/annotation.md`` says what is annotated and why.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from reportedly.errors import KnowledgeError
from reportedly.reading.labels import LABELS, ROLES
from reportedly.records import MENTION_TYPES

Span = tuple[int, int]


class AnnotatedEvent(msgspec.Struct, frozen=True):
    trigger: Span
    type: str | None
    plover: str | None
    fields: dict[str, str | None]
    roles: tuple[tuple[str, Span], ...] = ()
    source: Span | None = None
    cue: Span | None = None


class Attribution(msgspec.Struct, frozen=True):
    """Who says so: the parts of each of the three; source and cue may have none."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


class Annotated(msgspec.Struct, frozen=True):
    """One sentence. ``mentions`` is None where mentions were not annotated, ``attributions`` where those were not."""

    text: str
    events: tuple[AnnotatedEvent, ...] = ()
    mentions: tuple[tuple[str, Span], ...] | None = None
    properties: dict[str, str] = {}
    where: str = ""
    attributions: tuple[Attribution, ...] | None = None


def sentence_hash(text: str) -> str:
    """SHA-256 of the sentence's UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def find(text: str, wanted: str, where: str) -> Span:
    """Offsets of an annotated span: its first occurrence as whole words (else as plain text), or with ``#n`` the n-th
    plain occurrence."""
    match = re.fullmatch(r"(.*)#(\d)", wanted)
    if match and wanted not in text:
        wanted, n = match.group(1).strip(), int(match.group(2))
        places = [m.start() for m in re.finditer(re.escape(wanted), text)] if wanted else []
    else:
        wanted, n = wanted.strip(), 1
        places = [m.start() for m in re.finditer(r"(?<!\w)" + re.escape(wanted) + r"(?!\w)", text)] if wanted else []
        places = places or [m.start() for m in re.finditer(re.escape(wanted), text)][:1] if wanted else []
    if len(places) < n:
        raise KnowledgeError(f"{wanted!r} (occurrence {n}) is not in the sentence", where=where,
                             remedy="Copy the span exactly from the T line.")
    return places[n - 1], places[n - 1] + len(wanted)


def _label(value: str, allowed: Iterable[str], what: str, where: str) -> str | None:
    value = value.strip()
    if value in ("-", ""):
        return None
    if value not in allowed:
        raise KnowledgeError(f"unknown {what} {value!r}", where=where, remedy="See docs/ontology.md.")
    return value


def _event(line: str, text: str, where: str) -> AnnotatedEvent:
    parts = [p.strip() for p in line.split("|")]
    if len(parts) < 5:
        raise KnowledgeError(f"has {len(parts)} fields of six", where=where)
    parts += ["-"] * (6 - len(parts))
    types = parts[1].split()
    if len(types) != 2:
        raise KnowledgeError(f"needs 'TYPE PLOVER_TYPE', has {parts[1]!r}", where=where)
    fields: dict[str, str | None] = {}
    for names, part in ((("form", "stage", "instrument", "turn"), parts[2]),
                        (("realis", "factuality", "aspect"), parts[3])):
        values = part.split() if part != "-" else ["-"] * len(names)
        if len(values) != len(names):
            raise KnowledgeError(f"needs {' '.join(names)}, has {part!r}", where=where)
        for name, value in zip(names, values, strict=True):
            fields[name] = _label(value, LABELS.fields[name], name, where)
    roles = []
    for item in parts[4].split(";"):
        if item.strip() in ("-", ""):
            continue
        role, _, span = item.strip().partition("=")
        if role not in ROLES:
            raise KnowledgeError(f"unknown role {role!r}", where=where)
        roles.append((role, find(text, span, where)))
    source = cue = None
    said = parts[5]
    if said not in ("-", ""):
        left, _, right = said.partition(" > ")
        source = find(text, left, where) if left.strip() not in ("-", "") else None
        cue = find(text, right, where) if right.strip() not in ("-", "") else None
    return AnnotatedEvent(find(text, parts[0], where), _label(types[0], LABELS.types, "type", where),
                          _label(types[1], LABELS.types, "type", where), fields, tuple(roles), source, cue)


def _attribution(line: str, text: str, where: str) -> Attribution:
    parts = [p.strip() for p in line.split(" | ")]
    if len(parts) != 3:
        raise KnowledgeError(f"has {len(parts)} fields of three", where=where)
    return Attribution(*(tuple(find(text, p, where) for p in part.split(" // ") if p.strip() not in ("-", ""))
                         for part in parts))


def read_lines(lines: Iterable[str], name: str, problems: list[KnowledgeError] | None = None) -> Iterator[Annotated]:
    """Sentences of an ``.ann`` file. With ``problems`` a broken line is collected there and the rest goes on."""
    properties: dict[str, str] = {}
    text: str | None = None
    where = name
    events: list[AnnotatedEvent] = []
    mentions: list[tuple[str, Span]] | None = None
    attributions: list[Attribution] | None = None

    def done() -> Iterator[Annotated]:
        if text is not None:
            yield Annotated(text, tuple(events), None if mentions is None else tuple(mentions), properties, where,
                            None if attributions is None else tuple(attributions))

    pending: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\n")
        kind, _, rest = line.partition(" ")
        here = f"{name}:{number}"
        try:
            if not line.strip() or line.startswith("#"):
                continue
            if kind == "D":
                pending = dict(p.partition("=")[::2] if "=" in p else (p, "yes") for p in rest.split())
            elif kind == "T":
                yield from done()
                text, where, events, mentions, properties, pending = rest, here, [], None, pending, {}
                attributions = None
            elif kind == "E" and text is not None:
                events.append(_event(rest, text, here))
            elif kind == "A" and text is not None:
                attributions = attributions or []
                if rest.strip() != "-":
                    attributions.append(_attribution(rest, text, here))
            elif kind == "M" and text is not None:
                mentions = mentions or []
                for item in rest.split(";"):
                    if item.strip() in ("-", ""):
                        continue
                    label, _, span = item.strip().partition("=")
                    if label not in MENTION_TYPES:
                        raise KnowledgeError(f"unknown mention type {label!r}", where=here)
                    mentions.append((label, find(text, span, here)))
            else:
                raise KnowledgeError(f"starts with {kind!r}", where=here, remedy="Lines start with # D T E A or M.")
        except KnowledgeError as error:
            if problems is None:
                raise
            problems.append(error)
    yield from done()


def read_file(path: Path, problems: list[KnowledgeError] | None = None) -> list[Annotated]:
    with path.open(encoding="utf-8") as f:
        return list(read_lines(f, path.name, problems))


def to_standoff(sentence: Annotated, corpus: str) -> str:
    """One JSON line without the text: corpus, the sentence's hash and length, and offsets."""
    record = {"corpus": corpus, "sha256": sentence_hash(sentence.text), "length": len(sentence.text),
              "properties": sentence.properties,
              "events": [msgspec.to_builtins(e) for e in sentence.events],
              "mentions": sentence.mentions}
    return json.dumps(record, ensure_ascii=False, sort_keys=True)


def from_standoff(path: Path, texts: dict[str, str]) -> list[Annotated]:
    """Sentences whose text is found in ``texts`` (hash -> sentence); the others are left out."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        record = json.loads(line)
        text = texts.get(record["sha256"])
        if text is None:
            continue
        found.append(Annotated(text, tuple(msgspec.convert(record["events"], list[AnnotatedEvent])),
                               None if record["mentions"] is None else
                               tuple((t, (a, b)) for t, (a, b) in record["mentions"]),
                               record["properties"], f"{path.name}:{number}"))
    return found
