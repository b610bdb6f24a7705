"""Files of many articles: each record a source, and a broken one costs only itself."""

import gzip
import json
from pathlib import Path

import duckdb
import pytest

from foedus.errors import IntakeError
from foedus.intake.records import in_records
from foedus.intake.source import Source
from foedus.intake.sources import find_sources
from warcs import PAGE, record


def found(path: Path) -> list[Source]:
    return list(in_records(path, path.name) or ())


def told(sources: list[Source]) -> list[str]:
    return [str(s.error) if s.error else (s.content or b"").decode("utf-8-sig") for s in sources]


def numbers(sources: list[Source]) -> list[str]:
    return [s.url.rpartition("/")[2] if s.url else "broken" for s in sources]


def archive(tmp_path: Path, *records: bytes, zipped: bool = False) -> Path:
    path = tmp_path / ("a.warc.gz" if zipped else "a.warc")
    path.write_bytes(b"".join(gzip.compress(r) if zipped else r for r in records))
    return path


def test_lines_of_json_say_where_and_when_a_text_was_published(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = {
        "title": "Refus",
        "maintext": "Moscou refuse.",
        "url": "https://example.org/a",
        "date_publish": "2024-05-03 10:00",
        "lang": "FR-fr",
    }
    path.write_text(json.dumps(row) + '\n\n{"text": \n[1]\n{"url": "x"}\n{"text": "Rome agreed."}\n', encoding="utf-8")
    first, *broken, last = found(path)
    assert (first.name, first.url, first.published, first.language) == ("a.jsonl:1", row["url"], "2024-05-03", "fr")
    assert told([first, last]) == ["Refus\n\nMoscou refuse.", "Rome agreed."]
    assert [s.name for s in broken] == ["a.jsonl:3", "a.jsonl:4", "a.jsonl:5"]
    assert [str(s.error).split(": ")[1] for s in broken] == ["no JSON", "no object of JSON", "no text"]


def test_lines_of_json_may_be_gzipped_and_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = "".join(json.dumps({"text": f"Paris said {n}."}) + "\n" for n in range(5_000))
    path.write_bytes(gzip.compress(lines.encode())[:-3_000])
    *whole, last = found(path)
    assert len(whole) > 100 and not any(s.error for s in whole)
    assert "a.jsonl.gz: cannot be read on" in str(last.error)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_of_csv(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [["Texte", "URL"], ['"Rome, a dit\nnon ; oui."', "u"], ["", "v"], ["Bien.\0"]]
    path.write_bytes(b"\xef\xbb\xbf" + "\n".join(delimiter.join(row) for row in rows).encode())
    one, two, three = found(path)
    assert (one.url, told([one, three])) == ("u", ["Rome, a dit\nnon ; oui.", "Bien."])
    assert "no text" in str(two.error)


def test_a_table_without_a_column_of_texts_is_one_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Rome, dit-on, refuse.\n", encoding="utf-8")
    assert [s.name for s in find_sources([path])] == [str(path)]


def test_rows_of_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql("select 'Rome said ' || i as text, date '2024-05-03' as published from range(450) t(i)").write_parquet(
        str(path)
    )
    sources = found(path)
    assert (len(sources), sources[449].name, sources[0].published) == (450, "a.parquet:450", "2024-05-03")
    path.write_bytes(path.read_bytes()[:200])
    assert "cannot be read on" in str(found(path)[0].error)


@pytest.mark.parametrize("zipped", [False, True])
def test_pages_of_a_web_archive(zipped: bool, tmp_path: Path) -> None:
    latin = "<html><p>Pékin a refusé.</p></html>".encode("latin-1")
    path = archive(
        tmp_path,
        record(1),
        record(2, b"\x89PNG" + bytes(range(256)) * 40, "image/png"),
        record(3, status="404 Not Found"),
        record(4, latin, "text/html; charset=iso-8859-1"),
        record(5, gzip.compress(PAGE.encode()), encoding="gzip"),
        record(6, PAGE.encode(), "text/html; charset=no-such"),
        zipped=zipped,
    )
    sources = found(path)
    assert numbers(sources) == ["1", "4", "5", "6"]
    assert "Pékin a refusé" in told(sources)[1]
    assert PAGE in told(sources)[2] and told(sources)[3] == PAGE


@pytest.mark.parametrize(
    ("broken", "kept"),
    [
        (record(1, length=20), "0 2 3"),
        (record(1, length=900), "0 1 4"),
        (b"no record at all\r\n" * 4, "0 2 3"),
        (record(1).replace(b"Content-Length", b"Kontent-Length", 1), "0 2 3"),
        (record(1)[:90], "0 3 4"),
        (b"", "0 2 3"),
    ],
    ids=["too short", "too long", "garbage", "no length", "cut", "nothing"],
)
def test_a_broken_record_of_a_plain_archive_costs_what_it_covers(broken: bytes, kept: str, tmp_path: Path) -> None:
    sources = found(archive(tmp_path, record(0), broken, record(2), record(3), record(4)))
    assert set(kept.split()) <= set(numbers(sources))
    assert all(text == PAGE for number, text in zip(numbers(sources), told(sources), strict=True) if number in kept)


@pytest.mark.parametrize("place", [11, 40, 60, 120])
def test_behind_a_broken_member_of_a_gzipped_archive_the_next_is_read(place: int, tmp_path: Path) -> None:
    members = [gzip.compress(record(number)) for number in range(4)]
    path = tmp_path / "a.warc.gz"
    damaged = bytearray(members[1])
    damaged[place : place + 9] = bytes(byte ^ 0x55 for byte in damaged[place : place + 9])
    path.write_bytes(members[0] + bytes(damaged) + members[2] + members[3])
    sources = found(path)
    assert {"0", "2", "3"} <= set(numbers(sources))
    assert len(sources) <= 5


def test_an_archive_cut_short_gives_what_is_whole(tmp_path: Path) -> None:
    path = archive(tmp_path, record(0), record(1), zipped=True)
    path.write_bytes(path.read_bytes()[:-40])
    assert numbers(found(path))[0] == "0"


def test_a_huge_page_is_refused_by_its_address(tmp_path: Path) -> None:
    path = archive(tmp_path, record(0, gzip.compress(b"<p>a</p>" * 8_000_000), encoding="gzip"), record(1))
    huge, fine = found(path)
    assert "a.warc:https://example.org/0: more than" in str(huge.error)
    assert fine.url == "https://example.org/1"


@pytest.mark.parametrize("ending", ["jsonl", "parquet", "warc", "warc.gz"])
@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 300, b"<html>"])
def test_what_is_no_such_file_is_one_source_that_fails(ending: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"a.{ending}"
    path.write_bytes(content)
    sources = found(path)
    assert sources and all(isinstance(s.error, IntakeError) for s in sources)


def test_files_of_many_lie_beside_pages(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "Rome agreed."}\n', encoding="utf-8")
    (tmp_path / "c.csv").write_text("text\nRome agreed.\n", encoding="utf-8")
    archive(tmp_path, record(7))
    names = [Path(s.name).name for s in find_sources([tmp_path, tmp_path / "c.csv"])]
    assert names == ["a.html", "7", "b.jsonl:1", "c.csv:2"]
