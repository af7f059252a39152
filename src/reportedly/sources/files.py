"""Files and folders."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal

from ..errors import InputError, NotFoundError, UnreadableError
from .archives import MemberReader, read_zip
from .items import Found, Kind, SourceOptions, SourceProblem, SourceSkipped, page, printable
from .sniff import check_text, looks_like_html
from .tables import read_csv, read_jsonl

KINDS: dict[str, Kind] = {
    ".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".csv": "csv", ".zip": "zip",
}
_READABLE = "It must be one of " + ", ".join(KINDS) + "."


def read_path(path: Path, options: SourceOptions) -> Iterator[Found]:
    """Everything in a file or folder that the caller named. Never raises an InputError: it yields it."""
    origin = printable(str(path))
    try:
        status = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield SourceProblem(origin, _os_problem(error, origin))
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _read_folder(path, origin, options, above=frozenset({(status.st_dev, status.st_ino)}))
    else:
        yield from _read_file(path, origin, options, KINDS.get(path.suffix.lower()))


def _read_folder(folder: Path, origin: str, options: SourceOptions,
                 above: frozenset[tuple[int, int]]) -> Iterator[Found]:
    """``above``: device and inode of this folder and those that it lies in, to recognise a link back."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield SourceProblem(origin, _os_problem(error, origin))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = Path(entry.path)
        where = printable(entry.path)
        try:
            status = path.stat()
        except OSError as error:
            yield SourceProblem(where, _os_problem(error, where))
            continue
        if stat.S_ISDIR(status.st_mode):
            inode = (status.st_dev, status.st_ino)
            if inode in above:
                yield SourceSkipped(where, "a link to a folder that it lies in")
            else:
                yield from _read_folder(path, where, options, above | {inode})
        elif path.stem.lower() == "readme" and stat.S_ISREG(status.st_mode):
            yield SourceSkipped(where, "a readme")  # it is about the articles; named itself, it is read
        elif not stat.S_ISREG(status.st_mode):
            yield SourceSkipped(where, "not a regular file")
        elif kind := KINDS.get(path.suffix.lower()):
            yield from _read_file(path, where, options, kind)
        else:
            yield SourceSkipped(where, f"unknown kind of file {printable(path.suffix)}" if path.suffix
                                else "unknown kind of file (no extension)")


def _read_file(path: Path, origin: str, options: SourceOptions, kind: Kind | None) -> Iterator[Found]:
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            yield from read_stream(file, origin, options, kind, size=size)
    except OSError as error:
        yield SourceProblem(origin, _os_problem(error, origin))


def read_stream(stream: IO[bytes], origin: str, options: SourceOptions, kind: Kind | None, *,
                size: int = 0) -> Iterator[Found]:
    """What is in an open file. ``kind`` None: judge by the bytes. ``size``: bytes if known, else 0."""
    if kind == "zip":
        yield from read_zip(stream, origin, options.settings, _member_reader(options))
    elif kind == "jsonl":
        yield from read_jsonl(stream, origin, options)
    elif kind == "csv":
        yield from read_csv(stream, origin, options)
    else:
        try:
            found: Found = _whole(stream, origin, options, kind, size)
        except InputError as error:
            found = SourceProblem(origin, error)
        yield found


def _whole(stream: IO[bytes], origin: str, options: SourceOptions, kind: Literal["text", "html"] | None,
           size: int) -> Found:
    limit = options.settings.max_bytes
    data = b"" if size > limit else read_up_to(stream, limit + 1)
    if size > limit or len(data) > limit:
        raise UnreadableError(f"it is larger than {limit:,} bytes", where=origin,
                              remedy="An article is not: split the file into articles (one a line in "
                                     ".jsonl), or raise the setting max_bytes.")
    try:
        check_text(data, origin)
    except UnreadableError as error:
        if kind is None and not error.message.startswith("it is empty"):
            error.remedy = f"{error.remedy} {_READABLE}"
        raise
    if kind != "html":
        # A page that was saved under a wrong name would otherwise be read with all its markup.
        kind = "html" if looks_like_html(data) else "text"
    return page(origin, kind, data, options)


def read_up_to(stream: IO[bytes], limit: int) -> bytes:
    """At most ``limit`` bytes; a pipe gives them in pieces."""
    parts: list[bytes] = []
    while limit > 0 and (part := stream.read(min(limit, 1 << 20))):
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)


def _member_reader(options: SourceOptions) -> MemberReader:
    def read(stream: IO[bytes], name: str, origin: str, size: int) -> Iterator[Found]:
        kind = KINDS.get(Path(name).suffix.lower())
        if kind is None:
            yield SourceSkipped(origin, "unknown kind of file")
        else:
            yield from read_stream(stream, origin, options, kind, size=size)
    return read


def _os_problem(error: OSError | ValueError, origin: str) -> InputError:
    if isinstance(error, FileNotFoundError) or isinstance(error, ValueError):
        return NotFoundError("there is no such file or folder", where=origin,
                             remedy="Check the path for a typing error.")
    if isinstance(error, PermissionError):
        return UnreadableError("you may not read it", where=origin, remedy="Check its permissions.")
    if error.errno == errno.ELOOP:
        return UnreadableError("it is a link that leads back to itself", where=origin,
                               remedy="Mend the link.")
    return UnreadableError(f"it cannot be read ({error.strerror or error})", where=origin,
                           remedy="Check the disk, or copy the file elsewhere.")
