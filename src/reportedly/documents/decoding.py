"""Bytes -> text: byte order marks, declarations, detection, and repair with a note."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import ftfy
from charset_normalizer import from_bytes

from ..errors import UnreadableError
from ..sources.sniff import utf16_without_bom

# Labels that browsers read as a wider encoding (WHATWG Encoding Standard, "names and labels").
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
          "gbk": "gb18030", "euc_kr": "cp949", "tis-620": "cp874", "shift_jis": "cp932"}
# Codecs of Python that are no character encodings of pages, or that run away (punycode is quadratic).
_REFUSED = {"idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "mbcs", "oem", "utf_7"}
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_DETECT = 200_000
# Curly quotes, dashes, ellipsis and bullet of Windows-1252 that were pasted into UTF-8 files byte by byte.
_PASTED = {0x82: "‚", 0x84: "„", 0x85: "…", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x95: "•",
           0x96: "–", 0x97: "—", 0x99: "™", 0xA0: " "}

# ftfy may mend what was decoded twice with the wrong table ("â€œ" -> "“"), and nothing else: quotes,
# ligatures and full-width letters are the author's own.
_MOJIBAKE = ftfy.TextFixerConfig(
    unescape_html=False, remove_terminal_escapes=False, fix_latin_ligatures=False, fix_character_width=False,
    uncurl_quotes=False, fix_line_breaks=False, fix_surrogates=False, remove_control_chars=False,
    normalization=None, explain=False)


@dataclass(frozen=True)
class Decoded:
    """The text, the codec's name, and sentences about what was repaired."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, declared: str | None, html: bool, origin: str) -> Decoded:
    """Decode ``data``. In this order:

    a byte order mark; NUL bytes in the places of UTF-16; valid UTF-8, whatever is declared (bytes in another
    encoding are valid UTF-8 only by a very rare accident); ``declared`` (an HTTP header or the reader of a
    table), then the declaration in the page; UTF-8 with some broken bytes, which are mended or become U+FFFD;
    detection. Raises UnreadableError if nothing fits.
    """
    for bom, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"),
                      (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"),
                      (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(bom):
            return _leniently(data[len(bom):], name)
    if order := utf16_without_bom(data[:65_536]):
        return _leniently(data, order)
    names = [name for name in (_codec(declared), _codec(_declared_in(data)) if html else None) if name]
    for name in names:
        if name.startswith(("iso2022", "hz")):  # seven-bit encodings are valid UTF-8 and mean something else
            return _leniently(data, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass  # the usual case for old pages; the declarations are next
    try:
        # UTF-16 halves that were written as if they were characters (CESU-8, "\\ud800" in JSON)
        halves = data.decode("utf-8", "surrogatepass")
        return _leniently(halves.encode("utf-16-le", "surrogatepass"), "utf-16-le", shown_as="utf-8")
    except UnicodeDecodeError:
        pass  # not UTF-8 in this way either
    for name in names:
        if name == "utf-8" or name.startswith("utf-"):
            continue
        decoded = _leniently(data, name)
        if decoded.text.count("\ufffd") * 100 <= len(decoded.text):
            return decoded
    if _mostly_utf8(data):
        return _mended_utf8(data)
    return _detected(data, origin)


def fix_mojibake(text: str) -> str:
    """Mend UTF-8 that was read as Windows-1252 or the like, line by line; sound lines come back unchanged."""
    if text.isascii():
        return text
    return "\n".join(line if line.isascii() else _mend_line(line) for line in text.split("\n"))


# ftfy leaves "ErdoÄŸan" and "VuÄiÄ" alone, since each of their characters occurs in some language. Inside a
# word, one of these letters before a symbol does not.
_IN_WORD = re.compile("(?<=[^\\W\\d_])[\u00c3-\u00c5][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]")


def _mend_pair(found: re.Match[str]) -> str:
    pair = found.group()
    try:
        return bytes(ord(c) if ord(c) < 0x100 else c.encode("cp1252")[0] for c in pair).decode("utf-8")
    except UnicodeError:
        return pair


def _mend_line(line: str) -> str:
    line = _IN_WORD.sub(_mend_pair, line)
    fixed = ftfy.fix_encoding(line, _MOJIBAKE)
    # A mended line is shorter (several wrong characters were one); anything else is a matter of taste.
    return fixed if len(fixed) < len(line) else line


def _declared_in(data: bytes) -> str | None:
    found = _XML.search(data[:1024]) or _META.search(data[:8192])
    return found.group(1).decode("ascii") if found else None


def _codec(label: str | None) -> str | None:
    if not label:
        return None
    try:
        info = codecs.lookup(label.strip())
    except (LookupError, ValueError):  # unknown label; a NUL in it
        return None
    # "hex", "zip" and the like are codecs as well
    if not info._is_text_encoding or info.name.replace("-", "_") in _REFUSED:
        return None
    return _WIDER.get(info.name, info.name)


def _leniently(data: bytes, name: str, *, shown_as: str | None = None) -> Decoded:
    text = data.decode(name, "replace").removeprefix("\ufeff")
    return Decoded(text, shown_as or name, _broken_note(text.count("\ufffd"), shown_as or name))


def _broken_note(count: int, name: str) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"{count} place{'s' if count > 1 else ''} could not be decoded as {name} "
            f"and show{'' if count > 1 else 's'} as U+FFFD",)


def _mostly_utf8(data: bytes) -> bool:
    """True if more of the non-ASCII sequences are valid UTF-8 than are not."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for c in text if c > "\x7f") - broken
    return sound > broken


def _mended_utf8(data: bytes) -> Decoded:
    mended = lost = 0

    def handle(error: UnicodeError) -> tuple[str, int]:
        nonlocal mended, lost
        assert isinstance(error, UnicodeDecodeError)
        byte = error.object[error.start]
        if byte in _PASTED:
            mended += 1
            return _PASTED[byte], error.start + 1
        lost += 1
        return "\ufffd", error.end

    codecs.register_error("reportedly-mend", handle)
    text = data.decode("utf-8", "reportedly-mend")
    notes = _broken_note(lost, "utf-8")
    if mended:
        notes += (f"{mended} Windows-1252 byte{'s' if mended > 1 else ''} in a UTF-8 text "
                  f"{'were' if mended > 1 else 'was'} read as such",)
    return Decoded(text, "utf-8", notes)


def _european(sample: bytes) -> str:
    """Western, Turkish or Central European, by bytes that are no letters in the other tables."""
    letter = rb"[A-Za-z\x80-\xff]"
    if re.search(letter + rb"[\xb1\xb6\xbc]" + letter, sample):
        return "iso8859-2"  # ą, ś, ź; plus-minus, pilcrow and a quarter elsewhere
    if re.search(letter + rb"[\xb3\xb9\xbf\xbe]" + letter, sample):
        return "cp1250"  # ł, ą, ż, ľ; superscripts and an upside-down question mark elsewhere
    # ğ, ı, ş are ð, ý, þ in the Western table: Icelandic, which also has á, æ, í, ú.
    if re.search(rb"[\xd0\xdd\xde\xf0\xfd\xfe]", sample) and not re.search(rb"[\xe1\xe6\xed\xfa]", sample):
        return "cp1254"
    return "cp1252"


def _detected(data: bytes, origin: str) -> Decoded:
    sample = data[:_DETECT]
    high = sum(1 for byte in sample if byte > 0x7F)
    letters = sum(1 for byte in sample if chr(byte).isalpha() and byte < 0x80) + high
    if high * 8 < letters:
        # A mostly ASCII text: detection has too few bytes to go by and would guess.
        name = _european(sample)
    else:
        best = from_bytes(sample).best()
        if best is None:
            raise UnreadableError("its encoding is not known and cannot be recognised", where=origin,
                                  remedy="Save it as UTF-8.")
        name = _codec(best.encoding) or "cp1252"
    decoded = _leniently(data, name)
    return Decoded(decoded.text, name, (f"encoding not declared; read as {name}", *decoded.notes))
