"""What ``discover`` takes and yields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ..errors import InputError
from ..records import RawPage
from ..settings import Settings

if TYPE_CHECKING:
    from .fetch import Fetcher


@dataclass(frozen=True, kw_only=True)
class SourceOptions:
    """What the caller declares about everything that is read, and how to read it.

    ``published``, ``publisher``, ``url``, ``title``, ``language``, ``composed``: None where the caller
    declares nothing. A field of one item (a JSONL or CSV field) is stronger than these, and these are
    stronger than what a page says about itself. ``url`` and ``title`` belong to one page and are
    refused with more.

    ``fetcher`` opens URLs; None means the real one, made on the first URL from ``settings`` and
    ``allow_private``.
    """

    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    title: str | None = None
    language: str | None = None
    composed: bool | None = None
    allow_private: bool = False
    settings: Settings = field(default_factory=Settings)
    fetcher: Fetcher | None = None


@dataclass(frozen=True)
class SourceProblem:
    """One item that could not be read; the items after it are still read."""

    origin: str
    error: InputError


@dataclass(frozen=True)
class SourceSkipped:
    """One item that was passed over on purpose (an unknown kind of file in a folder): counted, no error."""

    origin: str
    reason: str


Found = RawPage | SourceProblem | SourceSkipped
Kind = Literal["text", "html", "jsonl", "csv", "zip"]


def printable(name: str) -> str:
    """``name`` with nothing that breaks a terminal or a database (control characters, lone surrogates)."""
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in name)


def page(origin: str, kind: Literal["text", "html"], data: bytes, options: SourceOptions, *,
         encoding: str | None = None, fetched: str | None = None, outlet: str | None = None,
         **declared: str | bool | None) -> RawPage:
    """A RawPage with what the item declares, else what the options declare."""
    def pick(name: str) -> str | None:
        value = declared.get(name)
        if not isinstance(value, str):
            value = getattr(options, name, None)
        return value

    composed = declared.get("composed")
    return RawPage(
        origin=origin, kind=kind, data=data, encoding=encoding, url=pick("url"), title=pick("title"),
        publisher=pick("publisher"), byline=pick("byline"), published=pick("published"),
        language=pick("language"), composed=bool(options.composed if composed is None else composed),
        fetched=fetched, outlet=outlet)
