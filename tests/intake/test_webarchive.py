"""Web archives that are damaged, lie about themselves, or hold what no article is."""

import gzip
import random
import subprocess
import zlib
from pathlib import Path
from shutil import which

import pytest

from foedus.intake.page import read_source
from foedus.intake.records import in_records
from foedus.intake.source import Source
from warcs import PAGE, record, told, wrapped

MANY = 30
WORDS = "Le ministre des Affaires étrangères a dit à l’agence que Pékin « refuse » le traité, où l’été finit à Genève."
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
BODY = PAGE.encode()


def sources_of(folder: Path, data: bytes, ending: str = ".warc") -> list[Source]:
    path = folder / f"a{ending}"
    path.write_bytes(data)
    return list(in_records(path, path.name) or ())


def numbers(sources: list[Source]) -> list[str]:
    return [s.url.rpartition("/")[2] if s.url else "broken" for s in sources]


# Damage anywhere.


def damaged(chosen: random.Random, data: bytes) -> bytes:
    """Return an archive with one to five damages: bytes turned, cut out, doubled, overwritten, the end lost."""
    kept = bytearray(data)
    for _ in range(chosen.randint(1, 5)):
        place, length = chosen.randrange(len(kept)), chosen.choice([1, 3, 40, 700])
        piece = kept[place : place + length]
        kept[place : place + length] = chosen.choice(
            [
                bytes(byte ^ chosen.randrange(1, 256) for byte in piece),
                b"",
                piece * 2,
                bytes(length),
                b"\r\n\r\n" * 3,
                b"WARC/1.0\r\n",
                gzip.compress(b"x"),
                b"Content-Length: 999999999999\r\n",
            ]
        )
    return bytes(kept[: chosen.choice([len(kept), len(kept), len(kept) - chosen.randrange(300)])])


@pytest.mark.parametrize("zipped", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("seed", range(40))
def test_damage_costs_what_it_covers_and_at_most_its_neighbours(seed: int, zipped: bool, tmp_path: Path) -> None:
    pieces = [gzip.compress(record(n), mtime=0) if zipped else record(n) for n in range(MANY)]
    data = damaged(random.Random(seed), b"".join(pieces))
    sources = sources_of(tmp_path, data, ".warc.gz" if zipped else ".warc")
    whole = {f"https://example.org/{n}" for n, piece in enumerate(pieces) if piece in data}
    read = {source.url for source in sources if not source.error and told(source) == PAGE}
    assert len(whole - read) <= 2
    assert len(sources) < 2 * MANY and not any("\n" in str(source.error) for source in sources)


# Records that lie about themselves: the two behind are read all the same.


def behind(folder: Path, first: bytes) -> list[Source]:
    """Return what is found of a record before two whole ones, which must be found."""
    *found, one, two = sources_of(folder, first + record(1) + record(2))
    assert (told(one), told(two), numbers([one, two])) == (PAGE, PAGE, ["1", "2"])
    return found


@pytest.mark.parametrize(
    ("length", "read"),
    [
        ("999999999999", PAGE), ("800", PAGE), ("-5", None), ("abc", None), ("", None), ("1e3", None), ("0", None),
        ("9" * 30, None),
    ],
)  # fmt: skip
def test_a_wrong_length_costs_no_other_record(length: str, read: str | None, tmp_path: Path) -> None:
    found = behind(tmp_path, wrapped(HTTP + b"\r\n" + BODY, **{"Content-Length": length}))
    assert [told(source) for source in found] == ([read] if read else [])


@pytest.mark.parametrize("length", ["0", "12", "9" * 20, "-1", "x"])
def test_what_a_server_says_of_its_length_is_not_gone_by(length: str, tmp_path: Path) -> None:
    (found,) = behind(tmp_path, wrapped(HTTP + f"Content-Length: {length}\r\n\r\n".encode() + BODY))
    assert told(found) == PAGE


def chunks(data: bytes) -> bytes:
    cut = [data[place : place + 50] for place in range(0, len(data), 50)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in cut) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "body", "read"),
    [
        ("Content-Encoding: gzip", gzip.compress(BODY), True),
        ("Content-Encoding: deflate", zlib.compress(BODY), True),
        ("Content-Encoding: gzip, gzip", gzip.compress(gzip.compress(BODY)), True),
        ("Transfer-Encoding: chunked", chunks(BODY), True),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip", chunks(gzip.compress(BODY)), True),
        ("Transfer-Encoding: chunked", BODY, False),
        ("Transfer-Encoding: chunked", b"ffffffffffff\r\n" + BODY, False),
        ("Content-Encoding: gzip", BODY, False),
        ("Content-Encoding: br", BODY, False),
        ("Content-Encoding: zstd", BODY, False),
        ("Content-Encoding: klingon", BODY, False),
        ("Content-Encoding: gzip", gzip.compress(b"<p>a</p>" * 8_000_000), False),
        ("X: y", b"<p>a</p>" * 1_000_000, False),
        ("X: " + "y" * 3_000_000, BODY, False),
        ("X: y\r\n" * 100_000 + "Z: z", BODY, False),
    ],
    ids=[
        "gzip", "deflate", "gzip twice", "chunks", "chunks of gzip", "no chunks", "a huge chunk", "no gzip",
        "no brotli", "no zstd", "unknown", "a bomb", "huge", "a huge header", "many headers",
    ],
)  # fmt: skip
def test_what_a_server_packed_is_unpacked_and_what_cannot_be_costs_itself(
    headers: str, body: bytes, read: bool, tmp_path: Path
) -> None:
    (found,) = behind(tmp_path, wrapped(HTTP + headers.encode() + b"\r\n\r\n" + body))
    assert told(found) == PAGE if read else "example.org/0" in str(found.error) and len(str(found.error)) < 300


@pytest.mark.parametrize(
    ("head", "read"),
    [
        (b"HTTP/2 200\r\nContent-Type: text/html\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nCONTENT-TYPE: TEXT/HTML\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\n\r\n", True),
        (b"HTTP/1.1 206 Partial Content\r\nContent-Type: text/html\r\n\r\n", False),
        (b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n", False),
        (b"HTTP/1.1 200 OK\r\nContent-Type: \xff\xfe\r\n\r\n", False),
    ],
)
def test_a_page_is_told_by_its_type_and_status(head: bytes, read: bool, tmp_path: Path) -> None:
    assert [told(source) for source in behind(tmp_path, wrapped(head + BODY))] == [PAGE] * read


def test_huge_and_binary_records_are_passed_over_in_little_memory(tmp_path: Path) -> None:
    import tracemalloc

    film = wrapped(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n" + random.Random(1).randbytes(40_000_000))
    tracemalloc.start()
    assert behind(tmp_path, film) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 170_000_000


def test_records_that_are_no_answers_are_read_by_their_type(tmp_path: Path) -> None:
    sort = {"WARC-Type": "resource", "Content-Type": "text/html; charset=utf-8"}
    assert told(behind(tmp_path, wrapped(BODY, **sort))[0]) == PAGE
    assert behind(tmp_path, wrapped(b"", **sort))[0].content == b""
    assert behind(tmp_path, wrapped(BODY, **{"WARC-Type": "metadata", "Content-Type": "text/html"})) == []
    assert behind(tmp_path, wrapped(b"GET / HTTP/1.1\r\n\r\n", **{"WARC-Type": "request"})) == []


def test_an_address_in_a_message_is_short(tmp_path: Path) -> None:
    (found,) = behind(
        tmp_path, wrapped(HTTP + b"\r\n" + BODY, **{"WARC-Target-URI": "<https://a.b/" + "x" * 5000 + ">"})
    )
    assert len(found.name) < 600 and str(found.url).startswith("https://a.b/x")


# Every encoding.


@pytest.mark.parametrize("declared", ["by the server", "in the page", "nowhere", "wrongly"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "iso-8859-15", "mac_roman", "gb18030"]
)
def test_every_encoding(encoding: str, declared: str, tmp_path: Path) -> None:
    words = WORDS.replace("’", "'") if encoding == "iso-8859-15" else WORDS
    name = encoding.removesuffix("-sig")
    meta = f'<meta charset="{name}">' if declared == "in the page" else ""
    html = f"<html><head>{meta}</head><body><article><p>{words}</p><p>{words} Encore.</p></article></body></html>"
    charset = {"by the server": f"; charset={name}", "wrongly": "; charset=utf-8"}.get(declared, "")
    (found,) = behind(tmp_path, record(0, html.encode(encoding), f"text/html{charset}"))
    assert words in read_source(found.read(), name=found.name).text


@pytest.mark.skipif(which("zstd") is None, reason="zstd, which packs the archive, is not installed")
@pytest.mark.parametrize("damage", [False, True])
def test_an_archive_packed_by_zstd(damage: bool, tmp_path: Path) -> None:
    members = []
    for number in range(4):
        (tmp_path / "x").write_bytes(record(number))
        members.append(subprocess.run(["zstd", "-qc", tmp_path / "x"], capture_output=True, check=True).stdout)
    if damage:
        members[1] = members[1][:30] + bytes(byte ^ 0x55 for byte in members[1][30:60]) + members[1][60:]
    sources = sources_of(tmp_path, b"".join(members), ".warc.zst")
    assert set(numbers(sources)) == ({"0", "2", "3", "broken"} if damage else set("0123"))
