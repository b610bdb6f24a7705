"""Web archives (WARC), plain or packed record by record: each page a source, whatever stands around it.

    WARC/1.0 ... Content-Length: 317 ... HTTP/1.1 200 OK ... Content-Type: text/html ... <html>

fastwarc cuts an archive into records. A record that runs on into the next one, since its length is wrong, is cut
there; behind whatever cannot be read the next record, or the next packed member, is looked for. What a server packed or
cut into chunks is put together record by record, so that what is wrong in one costs no other.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from foedus.errors import IntakeError
from foedus.intake.decode import MAX_BYTES
from foedus.intake.source import Source

ENDINGS = (".warc", ".warc.gz", ".warc.zst")
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_PACKED = (b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd")  # how members in gzip and in zstd begin
_RECORD = b"\nWARC/1."
_RUNS_ON = (b"\r\n\r\nWARC/1.0\r\nWARC-", b"\r\n\r\nWARC/1.1\r\nWARC-")
_PIECE = 1 << 20
_LONGEST_NAME = 500  # characters of an address in a message
_WRAPPED = (
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n"
)


def read_archive(path: Path, name: str) -> Iterator[Source]:
    """Yield the pages of a web archive, and what of it is broken.

    Raises:
        OSError: the file cannot be read at all.
    """
    from fastwarc import ArchiveIterator

    with path.open("rb") as stream:
        begins = _beginning(stream)
        start, fine = 0, True
        while start >= 0:
            last, read = start, 0
            stream.seek(start)
            try:
                for record in ArchiveIterator(stream, parse_http=False, quirks_mode=True, auto_decode="none"):
                    last, read, fine = record.stream_pos, read + 1, True
                    content, runs_on = _content(record)
                    page = _page(record, content, name)
                    if page is not None:
                        yield page
                    if runs_on and _next(stream, last + 1, begins) >= 0:
                        break
                else:
                    return
            except (OSError, ValueError) as error:
                if fine and not read:
                    yield broken(f"{name}:{last}", f"broken behind this byte, {error}")
                    fine = False
            start = _next(stream, last + 1, begins)


def _beginning(stream: IO[bytes]) -> bytes:
    """Return how the records, or the packed members, of an archive begin."""
    head = stream.read(4)
    return next((magic for magic in _PACKED if head.startswith(magic)), _RECORD)


def _next(stream: IO[bytes], place: int, begins: bytes) -> int:
    """Return where the next record or member begins, -1 if none does."""
    shift = begins.startswith(b"\n")
    place -= shift
    while True:
        stream.seek(place)
        piece = stream.read(_PIECE)
        found = piece.find(begins)
        if found >= 0:
            return place + found + shift
        if len(piece) < _PIECE:
            return -1
        place += len(piece) - len(begins) + 1


def _content(record: Any) -> tuple[bytes, bool]:
    """Return what a record holds, as much as an article may have, and whether it runs on into the next record."""
    kept, overlap = bytearray(), b""
    while piece := record.reader.read(_PIECE):
        seen = overlap + piece
        ends = [place for mark in _RUNS_ON if (place := seen.find(mark)) >= 0]
        if ends:
            cut = len(kept) - len(overlap) + min(ends)
            return bytes(kept[:cut] + piece[: max(0, min(ends) - len(overlap))]), True
        if len(kept) <= 2 * MAX_BYTES:
            kept += piece
        overlap = seen[-len(_RUNS_ON[0]) :]
    return bytes(kept), False


def _page(record: Any, content: bytes, name: str) -> Source | None:
    """Return the page of a record; None for pictures, redirections and whatever else is no page."""
    if (record.headers.get("WARC-Type") or "").strip().lower() not in ("response", "resource", "conversion"):
        return None
    address = " ".join((record.headers.get("WARC-Target-URI") or "").split()).strip("<>")
    here = f"{name}:{address[:_LONGEST_NAME] or record.stream_pos}"
    kind, charset = (record.headers.get("Content-Type") or "").partition(";")[0], None
    if kind.strip().lower() == "application/http":
        try:
            found = _answer(content)
        except (OSError, ValueError) as error:
            return broken(here, f"its content cannot be decoded, {error}")
        if found is None:
            return None
        content, charset = found
    elif not _is_page(kind, content):
        return None
    if len(content) > MAX_BYTES:
        return broken(here, f"more than {MAX_BYTES / 1e6:.0f} MB, no article is as long")
    return Source(here, content=_as_declared(content, charset), url=address or None, of_many=True)


def _answer(message: bytes) -> tuple[bytes, str | None] | None:
    """Return the page that a server sent, unpacked, and the encoding it names; None if it sent none.

    Raises:
        OSError, ValueError: it cannot be unpacked.
    """
    from fastwarc import ArchiveIterator

    alone = io.BytesIO(_WRAPPED.format(len(message)).encode() + message)
    for record in ArchiveIterator(alone, quirks_mode=True, auto_decode="all"):
        headers = record.http_headers
        status = headers.status_code if headers is not None else None
        if status not in (None, 200):
            return None
        data = bytes(record.reader.read(MAX_BYTES + 1))
        if not _is_page(record.http_content_type or "", data):
            return None
        return data, record.http_charset
    return None


def _is_page(kind: str, content: bytes) -> bool:
    """Whether something is a page, by the type it is said to be, or where none is said by its first sign."""
    kind = kind.strip().lower()
    return kind in _PAGES or (not kind and content.lstrip()[:1] == b"<")


def broken(name: str, why: str) -> Source:
    """Return what stands for a part of a file of many that cannot be read."""
    return Source(name, error=IntakeError(f"{name}: {why}: what else is in the file is read all the same"))


def _as_declared(data: bytes, charset: str | None) -> bytes:
    """Return a page in UTF-8, marked as such, if it is in the encoding its server says."""
    try:
        return b"\xef\xbb\xbf" + data.decode(charset).encode() if charset else data
    except (LookupError, ValueError):
        return data
