"""Readers of corpora in the form in which their authors publish them. Each yields plain frozen rows.

A broken row is an error that names the file and the line: a corpus read by half gives a wrong figure.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from reportedly.errors import NotFoundError, UnreadableError, UsageError


class PairRow(msgspec.Struct, frozen=True):
    """A sentence with marked actors (character offsets of each place; one side may be empty: nobody named) and the
    label of what the source did to the target."""

    sentence: str
    source: tuple[tuple[int, int], ...]
    target: tuple[tuple[int, int], ...]
    label: str
    penta: str = ""


class ClassRow(msgspec.Struct, frozen=True):
    sentence: str
    label: int


class TaggedRow(msgspec.Struct, frozen=True):
    """Words and one IOB2 tag a word."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


def read_text(path: Path) -> str:
    """A text file, gzipped or not, as UTF-8."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError("no such file", where=str(path), remedy="Give the corpus file's path.") from None
    except IsADirectoryError:
        raise UnreadableError("is a folder", where=str(path), remedy="Give the file inside it.") from None
    except OSError as error:
        raise UnreadableError(f"cannot be read ({error.strerror})", where=str(path)) from error
    try:
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
        return raw.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UnreadableError(f"is not a UTF-8 text or a gzip of one ({error})", where=str(path),
                              remedy="Give the corpus file as published.") from error


def corpus_file(path: Path, names: tuple[str, ...]) -> Path:
    """The corpus's file: ``path`` itself, or the first of ``names`` found below the folder ``path``."""
    if not path.exists():
        raise NotFoundError("no such file or folder", where=str(path), remedy="Give the corpus's path.")
    if path.is_file():
        return path
    for pattern in names:
        found = sorted(path.rglob(pattern))
        if len(found) > 1:
            raise UsageError(f"holds several files like {pattern}: " + ", ".join(p.name for p in found),
                             where=str(path), remedy="Name the one to be read.")
        if found:
            return found[0]
    raise NotFoundError(f"holds no file like {' or '.join(names)}", where=str(path),
                        remedy="Give the corpus's file itself.")


def sha256(path: Path) -> str:
    """SHA-256 of the file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as f:
        for block in iter(lambda: f.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def _unmark(marked: str, where: str) -> tuple[str, tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """The text without <s>...</s> and <t>...</t>, and the offsets in it of each. One of the two may be missing
    (an unnamed counterpart), and one may be marked at several places."""
    pieces = re.split(r"(</?[st]>)", marked)
    text = ""
    opened: dict[str, int] = {}
    spans: dict[str, list[tuple[int, int]]] = {"s": [], "t": []}
    for piece in pieces:
        if not re.fullmatch(r"</?[st]>", piece):
            text += piece
        elif piece[1] != "/":
            opened[piece[1]] = len(text)
        elif piece[2] in opened:
            start = opened.pop(piece[2])
            inner = text[start:]
            start += len(inner) - len(inner.lstrip())
            spans[piece[2]].append((start, start + len(inner.strip())))
        else:
            raise UnreadableError(f"closes {piece} without opening it", where=where)
    if opened or not (spans["s"] or spans["t"]):
        raise UnreadableError("has no actor between <s> </s> or <t> </t>", where=where,
                              remedy="The column marked_sentence must mark an actor.")
    return text, tuple(spans["s"]), tuple(spans["t"])


def read_plv(path: Path) -> Iterator[PairRow]:
    """Hu et al. 2024 (Zero-Shot-PLOVER): TSV with ``marked_sentence``, ``gold_root`` and ``gold_penta``."""
    csv.field_size_limit(10_000_000)
    reader = csv.DictReader(io.StringIO(read_text(path)), delimiter="\t")
    missing = {"marked_sentence", "gold_root"} - set(reader.fieldnames or ())
    if missing:
        raise UnreadableError(f"has no column {', '.join(sorted(missing))}", where=str(path),
                              remedy="Expected the TSV of the plv corpus, with its header.")
    for row in reader:
        text, source, target = _unmark(row["marked_sentence"], f"{path}:{reader.line_num}")
        yield PairRow(text, source, target, row["gold_root"].strip().upper(), (row.get("gold_penta") or "").strip())


def read_cameo_class(path: Path) -> Iterator[ClassRow]:
    """Skorupa Parolin et al. 2022: sentence TAB class (0 statement, 1 verbal cooperation, 2 material cooperation,
    3 verbal conflict, 4 material conflict)."""
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip():
            continue
        sentence, _, label = line.rpartition("\t")
        if label.strip() not in {"0", "1", "2", "3", "4"} or not sentence:
            raise UnreadableError("is not 'sentence TAB 0..4'", where=f"{path}:{number}",
                                  remedy="Expected the TSV of the cameo_class corpus.")
        yield ClassRow(sentence, int(label))


def read_iob(path: Path) -> Iterator[TaggedRow]:
    """CoNLL-like: a word, white space, its IOB2 tag; an empty line between sentences."""
    words: list[str] = []
    tags: list[str] = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip():
            if words:
                yield TaggedRow(tuple(words), tuple(tags))
            words, tags = [], []
            continue
        word, _, tag = line.replace("\t", " ").strip(" ").rpartition(" ")
        if not word:
            # cameo_ner holds words that are themselves white space or empty: keep a placeholder, so that
            # nothing shifts.
            word = "\ufffd"
        if tag != "O" and tag[:2] not in ("B-", "I-"):
            raise UnreadableError(f"has the tag {tag!r}", where=f"{path}:{number}",
                                  remedy="Expected 'word tag' with IOB2 tags.")
        words.append(word.strip())
        tags.append(tag)
    if words:
        yield TaggedRow(tuple(words), tuple(tags))


def spans_of(tags: tuple[str, ...] | list[str]) -> set[tuple[int, int, str]]:
    """The spans (first word, one past the last, type) of IOB2 tags; a stray I- opens a span, as conlleval has it."""
    spans = set()
    start, kind = None, ""
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and (tag == "O" or tag[0] == "B" or tag[2:] != kind):
            spans.add((start, i, kind))
            start = None
        if tag != "O" and start is None:
            start, kind = i, tag[2:]
    return spans
