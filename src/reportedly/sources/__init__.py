"""Where articles come from: files, folders, archives, JSON Lines, CSV, standard input, URLs.

``discover`` yields what it finds, one item at a time; a bad item never stops the rest. See docs/sources.md.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from ..errors import InputError, UsageError
from .fetch import FakeFetcher, Fetched, Fetcher, HttpFetcher
from .files import KINDS, read_path, read_stream
from .items import Found, SourceOptions, SourceProblem, SourceSkipped, page, printable
from .sniff import SAMPLE, check_text, looks_like_html
from .tables import Prefixed

__all__ = ["KINDS", "FakeFetcher", "Fetched", "Fetcher", "Found", "HttpFetcher", "SourceOptions",
           "SourceProblem", "SourceSkipped", "discover"]

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_SINGLE = (".txt", ".md", ".html", ".htm")


def discover(targets: Sequence[str], options: SourceOptions | None = None) -> Iterator[Found]:
    """Yield every page in ``targets``: paths, URLs, ``-`` for standard input.

    Lazy: nothing is opened before it is asked for, and one item is held at a time. Yields RawPage,
    SourceProblem (with an InputError that says what to do) and SourceSkipped. Raises UsageError at once if
    ``options.url`` or ``options.title`` is given and the targets may hold more than one page.
    """
    options = options or SourceOptions()
    if (options.url or options.title) and (
            len(targets) != 1 or not (targets[0] == "-" or _SCHEME.match(targets[0])
                                      or not (Path(targets[0]).is_dir()
                                              or KINDS.get(Path(targets[0]).suffix.lower()) in
                                              ("jsonl", "csv", "zip")))):
        raise UsageError("a URL or a title can be given for one article only",
                         remedy="Name one file, or write them into the fields of a .jsonl file.")
    return _discover(targets, options)


def _discover(targets: Sequence[str], options: SourceOptions) -> Iterator[Found]:
    for target in targets:
        if target == "-":
            yield from _read_stdin(options)
        elif _SCHEME.match(target) and not Path(target).exists():
            if options.fetcher is None:
                fetcher = HttpFetcher(options.settings, allow_private=options.allow_private)
                options = replace(options, fetcher=fetcher)
            yield _read_url(target, options)
        else:
            yield from read_path(Path(target), options)


def _read_stdin(options: SourceOptions) -> Iterator[Found]:
    """One page, or JSON lines if the first line is a JSON object."""
    stream: IO[bytes] = sys.stdin.buffer
    sample = b""
    while len(sample) < SAMPLE and b"\n" not in sample and (more := stream.read1(SAMPLE)):  # type: ignore[attr-defined]
        sample += more
    whole = Prefixed(sample, stream)
    yield from read_stream(whole, "-", options, "jsonl" if _is_json_line(sample) else None)  # type: ignore[arg-type]


def _is_json_line(sample: bytes) -> bool:
    line = sample.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")[0]
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        # a very long or a broken first line: names in quotes are still how an object begins
        return re.match(rb'\{\s*"\w+"\s*:', line) is not None


def _read_url(url: str, options: SourceOptions) -> Found:
    origin = printable(url)
    assert options.fetcher is not None
    try:
        got = options.fetcher.fetch(url)
        check_text(got.data, origin)
    except InputError as error:
        return SourceProblem(origin, error)
    plain = got.content_type == "text/plain" and not looks_like_html(got.data)
    return page(origin, "text" if plain else "html", got.data, options, encoding=got.encoding,
                fetched=got.at, url=options.url or got.url)
