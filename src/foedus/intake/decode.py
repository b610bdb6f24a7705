"""Bytes to text: the encoding is found, mojibake mended, whatever is not text refused.

The order is: byte order mark; UTF-8 where the bytes are valid UTF-8 (no page in cp1252 is, by chance, once it
holds an accent); the charset that the page declares; cp1252 where the result looks like French or English;
then Mac Roman, likewise; then what charset-normalizer makes of it.
"""

import codecs
import re
import unicodedata

from foedus.errors import IntakeError

MAX_BYTES = 5_000_000
"""The largest file taken in. Ours: an article of 5 MB is a dump, and belongs into a file for each article."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""")
# The WHATWG Encoding Standard reads pages labelled so as windows-1252, and so do we.
_LATIN1_LABELS = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "ascii", "us-ascii", "iso_8859-1"})
_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
)
_EXPECTED = frozenset("àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸáíóúñãõåøß«»“”‘’‹›„–—…€°©®·•\xa0²³½§£ºª™´")
_SLIP = re.compile("[\udc80-\udcff]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")

# UTF-8 read as cp1252: lead bytes C2, C3, C5 (Â Ã Å: Latin letters) and E2 (â: quotation marks, dashes, euro).
# Other leads are left alone, since « été…» would be one of them.
_MOJIBAKE = re.compile(
    "[ÂÃÅ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[€\x80„\x84‚\x82][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
)


def decode(data: bytes, *, name: str) -> str:
    """Return the text of a file as NFC, without a byte order mark, otherwise as it is.

    Raises:
        IntakeError: the file is empty, too large, binary, or in an encoding that cannot be told.
    """
    _refuse_size(data, name)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise IntakeError(f"{name}: this is {what}, not text or HTML: save the article as text first")
    text = _decoded(data, name)
    if "\x00" in text or len(_CONTROL.findall(text)) > len(text) // 100:
        raise IntakeError(f"{name}: a binary file, not text or HTML: save the article as text first")
    if not text.strip():
        raise IntakeError(f"{name}: nothing but blanks: expected an article as text or HTML")
    return unicodedata.normalize("NFC", mend_mojibake(text))


def mend_mojibake(text: str) -> str:
    """Turn « prÃ©sident » back into « président », where the text shows it twice or more.

    Once could be chance; each place is mended by itself, since pages often mix both.
    """
    if len(_MOJIBAKE.findall(text)) < 2:
        return text
    return _MOJIBAKE.sub(lambda match: _reread(match[0]), text)


def _reread(garbled: str) -> str:
    """Write each character as the byte it was read from, and read the bytes as UTF-8."""
    try:
        return b"".join(_byte(character) for character in garbled).decode("utf-8")
    except UnicodeDecodeError:
        return garbled


def _byte(character: str) -> bytes:
    """The cp1252 byte; the latin-1 one for the five that cp1252 leaves undefined."""
    return character.encode("latin-1") if ord(character) < 0x100 else character.encode("cp1252")


def _refuse_size(data: bytes, name: str) -> None:
    if not data:
        raise IntakeError(f"{name}: the file is empty (0 bytes): expected an article as text or HTML")
    if len(data) > MAX_BYTES:
        size, limit = len(data) / 1e6, MAX_BYTES / 1e6
        raise IntakeError(f"{name}: {size:.1f} MB, at most {limit:.0f} MB are read as one article: split the file")


def _decoded(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            marked = _try(data[len(bom) :], encoding)
            if marked is not None:
                return marked
    wide = _utf16_without_bom(data)
    if wide:
        data = data[: len(data) // 2 * 2]
    for charset in (wide, "utf-8", _declared(data)):
        declared = _try(data, charset) if charset else None
        if declared is not None:
            return declared
    patched = _utf8_with_slips(data)
    if patched is not None:
        return patched
    for encoding in ("cp1252", "mac_roman"):
        western = _try(data, encoding)
        if western is not None and _looks_western(western):
            return western
    return _guessed(data, name)


def _utf8_with_slips(data: bytes) -> str | None:
    """UTF-8 into which some bytes of cp1252 were pasted, or that was cut; None where these are not the exception."""
    text = data.decode("utf-8", errors="surrogateescape")
    slips = len(_SLIP.findall(text))
    if slips * 2 > sum(ord(c) > 0x7F for c in text) - slips:
        return None
    return _SLIP.sub(lambda m: bytes([ord(m[0]) - 0xDC00]).decode("cp1252", errors="replace"), text)


def _utf16_without_bom(data: bytes) -> str | None:
    """Western text in UTF-16 has a NUL in every other byte."""
    head = data[:2000]
    if len(head) < 20:
        return None
    half = len(head) // 2
    if head[1::2].count(0) > 0.7 * half and head[::2].count(0) == 0:
        return "utf-16-le"
    if head[::2].count(0) > 0.7 * half and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _declared(data: bytes) -> str | None:
    """The charset named in the head of an HTML or XML file."""
    match = _DECLARED.search(data[:4096])
    if not match:
        return None
    label = match[1].decode("ascii").lower()
    if label in _LATIN1_LABELS:
        return "cp1252"
    try:
        charset = codecs.lookup(label).name
    except LookupError:
        return None
    return None if "escape" in charset else charset


def _try(data: bytes, encoding: str) -> str | None:
    """Decode, or return None; codecs that are not charsets ("hex") are no charset either."""
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _looks_western(text: str) -> bool:
    foreign = [c for c in text[:20_000] if ord(c) > 0x7F]
    return not foreign or sum(c in _EXPECTED for c in foreign) >= 0.8 * len(foreign)


def _guessed(data: bytes, name: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    text = _try(data, best.encoding) if best else None
    if text is None:
        raise IntakeError(f"{name}: cannot tell the encoding: expected UTF-8: save the file as UTF-8")
    return text
