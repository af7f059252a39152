"""The encoding of tables and JSON lines, which have to be decoded while they are streamed."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from .sniff import utf16_without_bom


def table_encoding(sample: bytes) -> str:
    """A Python codec name for a table that begins with ``sample``.

    A byte order mark decides; else UTF-8 if the sample is valid UTF-8; else what charset-normalizer finds
    (Windows-1251 and Windows-1252 from spreadsheets); else UTF-8, and broken bytes are replaced.
    """
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if sample.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if order := utf16_without_bom(sample):
        return order
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # a cut last character is no error
    except UnicodeDecodeError:
        best = from_bytes(sample).best()
        return best.encoding if best is not None else "utf-8"
    return "utf-8"
