"""Stable identifiers, hashed from few, raw, stable fields.

A better parser must not rename the world: a document is its canonical URL (else its bytes), a text
version is its clean text, and a claim is where it stands and who says it, not what the reader
made of it.
"""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "ref_src")


def _digest(*fields: str | bytes, length: int = 16) -> str:
    h = hashlib.sha256()
    for field in fields:
        raw = field.encode("utf-8", "surrogatepass") if isinstance(field, str) else field
        h.update(len(raw).to_bytes(8, "big"))  # length-prefixed, so that ("ab","c") != ("a","bc")
        h.update(raw)
    return h.hexdigest()[:length]


def canonical_url(url: str) -> str:
    """The URL without fragment, tracking parameters, default port and upper-case host."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").lower()
    if ":" in host:
        host = f"[{host}]"
    default = {"http": 80, "https": 443}.get(parts.scheme.lower())
    try:
        port = parts.port
    except ValueError:
        port = None
    netloc = host if port in (None, default) else f"{host}:{port}"
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True)
             if not k.lower().startswith(_TRACKING)]
    return urlunsplit((parts.scheme.lower(), netloc, parts.path or "/", urlencode(query), ""))


def document_id(url: str | None, raw: bytes, outlet: str | None = None) -> str:
    """Canonical URL if the document has one, else the hash of its raw bytes.

    ``outlet`` is the publisher that a row of a table names beside the text: two papers that print the same wire
    text are two documents.
    """
    if url:
        return "d-" + _digest("url", canonical_url(url))
    return "d-" + (_digest("row", raw, outlet) if outlet else _digest("raw", raw))


def text_version(text: str) -> str:
    """Hash of the clean text."""
    return "t-" + _digest("text", text)


def claim_id(version: str, trigger: tuple[int, int], voice: tuple[int, int] | None, ordinal: int) -> str:
    """Text version, trigger span, voice span and ordinal; not the type, which a better reader may change."""
    spot = f"{trigger[0]}:{trigger[1]}"
    spoken = f"{voice[0]}:{voice[1]}" if voice else "-"
    return "c-" + _digest("claim", version, spot, spoken, str(ordinal))


def event_id(key: str) -> str:
    """Hash of the event's key (see ``reportedly.events``)."""
    return "e-" + _digest("event", key)
