"""What kind of bytes these are, judged from their beginning, whatever the file is called."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from ..errors import UnreadableError

SAMPLE = 65_536

# The beginning of a file, what it is, and what its owner can do.
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF", "Save the article's text or its web page instead."),
    (b"PK\x03\x04", "a ZIP archive or an Office document", "Save it as text, or name a ZIP archive .zip."),
    (b"PK\x05\x06", "an empty ZIP archive", "Check how it was made."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"BZh", "a bzip2 archive", "Unpack it first."),
    (b"\xfd7zXZ\x00", "an xz archive", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it first."),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "Unpack it first."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", "Save it as text first."),
    (b"{\\rtf", "an RTF document", "Save it as text first."),
    (b"\x89PNG", "a picture (PNG)", "Reportedly reads text only."),
    (b"\xff\xd8\xff", "a picture (JPEG)", "Reportedly reads text only."),
    (b"GIF8", "a picture (GIF)", "Reportedly reads text only."),
    (b"SQLite format 3\x00", "an SQLite database", "A record is named with --record, not read."),
    (b"\x7fELF", "a program", "Reportedly reads text only."),
    (b"wOF", "a font", "Reportedly reads text only."),
    (b"ID3", "a sound file", "Reportedly reads text only."),
    (b"OggS", "a sound file", "Reportedly reads text only."),
)
_TEXT_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
# Control characters that text does not hold; tab, line feed, form feed, carriage return, substitute and
# escape are met in old text files.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1c-\x1f]")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|title)[\s>]", re.IGNORECASE)


def utf16_without_bom(sample: bytes) -> Literal["utf-16-le", "utf-16-be"] | None:
    """The byte order, if the sample looks like UTF-16 of a Latin, Greek, Cyrillic, Armenian or Arabic text.

    The higher byte of their letters is 0 to 6, so that every second byte is one of these and hardly any of
    the others; binary files have them in both places.
    """
    even, odd = sample[0::2], sample[1::2]
    if len(odd) < 4:
        return None
    low_even, low_odd = (sum(map(part.count, range(7))) / len(part) for part in (even, odd))
    # Punctuation from U+20xx (quotes, dashes) is the reason not to ask for all of them.
    if low_odd > 0.85 and low_even < 0.02:
        return "utf-16-le"
    if low_even > 0.85 and low_odd < 0.02:
        return "utf-16-be"
    return None


def check_text(data: bytes, origin: str) -> None:
    """Raise UnreadableError if ``data`` is empty or is no text; says what it looks like."""
    sample = data[:SAMPLE]
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise UnreadableError("it is empty", where=origin, remedy="Check that the download or export worked.")
    head = sample.lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, what, remedy in _SIGNATURES:
        if head.startswith(signature) and not _word_goes_on(head, signature):
            raise UnreadableError(f"it is {what}, not text", where=origin, remedy=remedy)
    if sample.startswith(_TEXT_BOMS) or utf16_without_bom(sample):
        return
    control = len(_CONTROL.findall(sample))
    # A stray control character is dropped later; more than one in a hundred is not text.
    if control * 100 > len(sample):
        raise UnreadableError("it is binary, not text", where=origin,
                              remedy="Give the article as text or as a saved web page.")


def _word_goes_on(head: bytes, signature: bytes) -> bool:
    """"ID3" or "GIF8" may begin a word of a text; a real one is followed by bytes that text does not hold."""
    if signature not in (b"ID3", b"GIF8", b"OggS", b"BZh", b"wOF"):
        return False
    return not _CONTROL.search(head[:64])


def looks_like_html(data: bytes) -> bool:
    """True if it begins with a tag and an HTML root, head, body, article or title tag is near."""
    sample = data[:4096]
    order = utf16_without_bom(sample)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = sample.decode("utf-16", "replace")
    else:
        text = sample.decode(order or "latin-1", "replace")
    return text.lstrip("\ufeff\u00ef\u00bb\u00bf \t\r\n").startswith("<") and _HTML.search(text) is not None
