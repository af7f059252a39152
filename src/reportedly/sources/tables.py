"""JSON Lines and CSV, one item a line, streamed: the file's size does not matter, one line's does."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import IO, Any

from ..errors import InputError, UnreadableError
from ..records import RawPage
from .charset import table_encoding
from .items import Found, SourceOptions, SourceProblem, page, printable
from .sniff import SAMPLE, check_text

# Field of a page -> the names that it may have, in order of preference.
FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text",),
    "html": ("html",),
    "url": ("url",),
    "title": ("title",),
    "publisher": ("publisher", "source", "outlet"),
    "published": ("published", "date", "published_at"),
    "byline": ("byline", "author"),
    "language": ("language",),
    "composed": ("composed",),
}
_KNOWN = {name for names in FIELDS.values() for name in names} | {"id"}
_YES, _NO = {"true", "yes", "1"}, {"false", "no", "0", ""}


class Prefixed(io.RawIOBase):
    """A stream with some bytes that were already taken from it put back in front. Closes nothing."""

    def __init__(self, prefix: bytes, rest: IO[bytes]) -> None:
        self._prefix, self._rest = prefix, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._prefix:
            chunk, self._prefix = self._prefix[:len(buffer)], self._prefix[len(buffer):]
        else:
            chunk = self._rest.read(len(buffer))
        buffer[:len(chunk)] = chunk
        return len(chunk)


def read_jsonl(stream: IO[bytes], origin: str, options: SourceOptions) -> Iterator[Found]:
    """One page a line. A line that is broken or has no text is a SourceProblem that names it."""
    try:
        text = _decoded(stream, origin, newline=None)
    except UnreadableError as error:
        yield SourceProblem(origin, error)
        return
    limit = options.settings.max_bytes
    for number, line in enumerate(_bounded_lines(text, limit), start=1):
        where = f"{origin}:{number}"
        if line is not None and not line.strip():
            continue
        try:
            yield _json_page(line, where, options)
        except InputError as error:
            yield SourceProblem(where, error)


def read_csv(stream: IO[bytes], origin: str, options: SourceOptions) -> Iterator[Found]:
    """One page a row, named by the header. Commas, semicolons and tabs are told apart by the header."""
    try:
        text = _decoded(stream, origin, newline="")
        rows = _Rows(text, origin, options.settings.max_bytes)
    except UnreadableError as error:
        yield SourceProblem(origin, error)
        return
    while True:
        where = f"{origin}:{rows.next_line}"
        try:
            row = rows.read()
        except UnreadableError as error:
            # Where a row ends is lost, and with it every row after this one.
            yield SourceProblem(where, error)
            return
        if row is None:
            return
        if not any(value.strip() for value in row):
            continue
        try:
            yield _fields_page(dict(zip(rows.names, row, strict=False)), where, options, blank_is_absent=True)
        except InputError as error:
            yield SourceProblem(where, error)


def _decoded(stream: IO[bytes], origin: str, *, newline: str | None) -> io.TextIOWrapper:
    sample = b""
    while len(sample) < SAMPLE and (more := stream.read(SAMPLE - len(sample))):
        sample += more
    check_text(sample, origin)
    return io.TextIOWrapper(io.BufferedReader(Prefixed(sample, stream), SAMPLE),
                            encoding=table_encoding(sample), errors="replace", newline=newline)


def _bounded_lines(text: io.TextIOWrapper, limit: int) -> Iterator[str | None]:
    """The lines; None stands for one of more than ``limit`` characters, of which the rest is passed over."""
    while line := text.readline(limit + 1):
        if len(line) <= limit or line.endswith("\n"):
            yield line
            continue
        while (line := text.readline(limit + 1)) and not line.endswith("\n"):
            pass
        yield None


def _json_page(line: str | None, where: str, options: SourceOptions) -> RawPage:
    if line is None:
        raise _too_long(where, options.settings.max_bytes)
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:  # not JSON, a number of 10,000 digits; nested too deeply
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise UnreadableError(f"the line is not valid JSON ({reason})", where=where,
                              remedy="Write one JSON object a line.") from error
    if not isinstance(item, dict):
        raise UnreadableError("the line is not a JSON object", where=where,
                              remedy='Write one object a line: {"text": "..."}.')
    return _fields_page(item, where, options)


def _fields_page(item: dict[str, Any], where: str, options: SourceOptions, *,
                 blank_is_absent: bool = False) -> RawPage:
    declared: dict[str, Any] = {}
    lowered = {str(name).strip().lower(): value for name, value in item.items()}
    for field, names in FIELDS.items():
        for name in names:
            value = lowered.get(name)
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            read = {"composed": _flag, "text": _body, "html": _body}.get(field, _string)
            declared[field] = read(value, name, where)
            break
    body = declared.pop("text", None)
    markup = declared.pop("html", None)
    if body is None and markup is None:
        there = any(name in lowered for name in ("text", "html")) and not blank_is_absent
        found = ", ".join(printable(name) for name in sorted(lowered)[:8]) or "none"
        raise UnreadableError('"text" is empty' if there else 'there is no field "text" or "html"',
                              where=where, remedy=f"Give every item a text; its fields are: {found}.")
    kind = "text" if body is not None else "html"
    # "\ud800" is legal JSON and no character; the decoder of pages repairs it and says so.
    data = str(body if body is not None else markup).encode("utf-8", "surrogatepass")
    return page(where, "text" if kind == "text" else "html", data, options, encoding="utf-8",
                outlet=declared.get("publisher"), **declared)


def _body(value: Any, name: str, where: str) -> str:
    if isinstance(value, str):
        return value
    raise UnreadableError(f'"{name}" must be a string, not {type(value).__name__}', where=where,
                          remedy="Correct the field.")


def _string(value: Any, name: str, where: str) -> str:
    if isinstance(value, str):
        # Lone surrogates cannot be stored; a name is not worth refusing the item for.
        return value.strip().encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(_string(part, name, where) for part in value)
    raise UnreadableError(f'"{name}" must be a string, not {type(value).__name__}', where=where,
                          remedy="Correct the field or leave it out.")


def _flag(value: Any, name: str, where: str) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise UnreadableError(f'"{name}" must be true or false, not {printable(word)!r}', where=where,
                          remedy="Correct the field or leave it out.")


def _too_long(where: str, limit: int) -> UnreadableError:
    return UnreadableError(f"the line is longer than {limit:,} characters", where=where,
                           remedy="Split it, or raise the setting max_bytes.")


class _Rows:
    """The rows of one CSV, none longer than ``limit`` characters (a quote that is never closed would
    otherwise take in the rest of the file)."""

    def __init__(self, text: io.TextIOWrapper, origin: str, limit: int) -> None:
        self._text, self._origin, self._limit, self._taken = text, origin, limit, 0
        # The module's own limit is one number for the whole process; ours is kept in _lines.
        csv.field_size_limit(max(csv.field_size_limit(), limit + 1))
        lines = self._lines()
        header = next(lines, "")
        delimiter = max(",;\t", key=lambda mark: len(_KNOWN & set(_names(header, mark))))
        self.names = _names(header, delimiter)
        if not {"text", "html"} & set(self.names):
            raise UnreadableError('its first line names no column "text" or "html"', where=f"{origin}:1",
                                  remedy="Add a header line, such as: text,title,publisher,published,url.")
        self._reader = csv.reader(lines, delimiter=delimiter, strict=True)

    @property
    def next_line(self) -> int:
        """The line of the file on which the next row begins; the header is line 1."""
        return self._reader.line_num + 2

    def read(self) -> list[str] | None:
        """The next row; None at the end. Raises UnreadableError if it has no end."""
        self._taken = 0
        try:
            return next(self._reader, None)
        except csv.Error as error:
            raise UnreadableError(f"the row is not valid CSV ({error})",
                                  where=f"{self._origin}:{self.next_line}",
                                  remedy="Check its quotes; the rows after it were not read.") from error

    def _lines(self) -> Iterator[str]:
        while line := self._text.readline(self._limit + 1):
            self._taken += len(line)
            if self._taken > self._limit:
                raise _too_long(f"{self._origin}", self._limit)
            yield line


def _names(header: str, delimiter: str) -> list[str]:
    row: list[str] = next(csv.reader([header], delimiter=delimiter), [])
    return [name.strip().lower() for name in row]
