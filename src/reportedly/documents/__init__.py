"""RawPage -> Document: decoded, main text only, with the metadata that it declares. See docs/documents.md."""

from __future__ import annotations

import hashlib
from typing import Literal
from urllib.parse import urlsplit

from .. import ids
from ..errors import NoTextError, UnreadableError
from ..records import Cut, Document, RawPage
from ..settings import Settings
from ..sources.sniff import check_text
from . import language
from .boilerplate import SEPARATOR, cut_boilerplate
from .clean import clean, paragraphs, tidy
from .dates import dateline, to_edtf
from .decoding import decode, fix_mojibake
from .metadata import PageMetadata, same_site
from .plain import first_line_title, split_header, strip_markdown, unescape
from .webpage import read_webpage

__all__ = ["clean", "to_document"]

Basis = Literal["metadata", "dateline", "given", "unknown"]


def to_document(page: RawPage, settings: Settings) -> Document:
    """The clean text of ``page`` and what is known about it.

    What the page declares (fields of a table, options) is stronger than what the page says about itself.
    Raises UnreadableError (binary, empty, undecodable, too long) and NoTextError (no article in it),
    nothing else.
    """
    check_text(page.data, page.origin)
    decoded = decode(page.data, declared=page.encoding, html=page.kind == "html", origin=page.origin)
    notes = list(decoded.notes)
    if page.kind == "text" and len(decoded.text) > 2 * settings.max_chars:
        raise _too_long(page, settings)  # before minutes are spent on cleaning it
    raw = fix_mojibake(decoded.text)
    if raw != decoded.text:
        notes.append("text that had been decoded with the wrong table was mended")
    found, said, around = _from_html(raw, page) if page.kind == "html" else _from_text(raw, page, notes)
    text, cut_here = cut_boilerplate(found)
    if not text:
        raise NoTextError("nothing is left when menus, notices and comments are cut", where=page.origin,
                          remedy="Give the page of one article, or its text.")
    if len(text) > settings.max_chars:
        raise _too_long(page, settings)
    before = [Cut(at=0, length=length, reason=reason) for length, reason in around[0] if length]
    after = [Cut(at=len(text), length=length, reason=reason) for length, reason in around[1] if length]
    published, basis = _published(page, said.published, text, notes)
    url = _url(page, said.url)
    return Document(
        document_id=ids.document_id(url, page.data, page.outlet), text_version=ids.text_version(text), text=text,
        origin=page.origin, raw_sha256=hashlib.sha256(page.data).hexdigest(), url=url,
        publisher=_name(page.publisher) or _name(said.publisher),
        title=_name(page.title) or _name(said.title) or _first_line(page, text),
        byline=_name(page.byline) or _name(said.byline),
        published=published, published_basis=basis,
        language=language.declared(page.language) or language.detect(text),
        composed=page.composed or said.composed or any(cut.reason == "composed-banner" for cut in cut_here),
        cuts=(*before, *cut_here, *after), notes=tuple(notes))


def _too_long(page: RawPage, settings: Settings) -> UnreadableError:
    return UnreadableError(f"its text is longer than {settings.max_chars:,} characters", where=page.origin,
                           remedy="Split it into articles (one a line in .jsonl), or raise max_chars.")


_Around = tuple[list[tuple[int | None, str]], list[tuple[int | None, str]]]
"""(length, reason) of what stood before and what stood after the text."""


def _from_html(text: str, page: RawPage) -> tuple[list[str], PageMetadata, _Around]:
    web = read_webpage(text, page.origin, url=page.url)
    return web.paragraphs, web.metadata, ([(web.before, "page-before-article")],
                                          [(web.after, "page-after-article")])


def _from_text(text: str, page: RawPage, notes: list[str]) -> tuple[list[str], PageMetadata, _Around]:
    plain = unescape(text)
    if plain != text:
        notes.append("HTML entities in the plain text were read as characters")
    header, body = split_header(tidy(plain))
    if page.origin.lower().endswith(".md"):
        body = tidy(strip_markdown(body))
    found = paragraphs(body)
    said = header.fields
    metadata = PageMetadata(
        title=said.get("title"), publisher=said.get("publisher"), byline=said.get("byline"),
        published=to_edtf(said.get("published")), url=said.get("url"),
        composed=said.get("composed", "").lower() in ("yes", "true", "1"))
    return found, metadata, ([(header.length, "header")], [])


def _published(page: RawPage, said: str | None, text: str, notes: list[str]) -> tuple[str | None, Basis]:
    if page.published:
        if given := to_edtf(page.published):
            return given, "given"
        notes.append(f"the declared date {page.published[:40]!r} is not one that can be read without a guess")
    if said:
        return said, "metadata"
    if found := dateline(text.split(SEPARATOR, 3)):
        return found, "dateline"
    return None, "unknown"


def _url(page: RawPage, said: str | None) -> str | None:
    """The declared URL, or the page's own.

    A fetched page may correct its address within its site (parameters, the mobile edition); it may not take
    another site's, or a page could overwrite a stranger's in the record.
    """
    given, said = (_web(url) for url in (page.url, said))
    if given and said and page.fetched and same_site(given, said):
        return said
    return given or said


def _web(url: str | None) -> str | None:
    """``url`` if it is an absolute http(s) URL, else None: it would give the document a wrong identity."""
    try:
        parts = urlsplit((url or "").strip())
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
        usable = usable and parts.port != -1  # reading the port checks it
    except ValueError:
        return None
    return tidy(url.strip()).replace("\n", "") if usable and url else None


def _first_line(page: RawPage, text: str) -> str | None:
    return first_line_title(text.split(SEPARATOR, 2)) if page.kind == "text" else None


def _name(text: str | None) -> str | None:
    """A title or a name in one line with normal characters, or None."""
    return " ".join(tidy(text).split())[:500] or None if text else None
