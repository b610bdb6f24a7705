"""Files that hold many articles: JSON lines, CSV, Parquet and web archives, one record after the other.

    {"url": "https://...", "published": "2024-05-03", "title": "...", "text": "..."}      a line of JSON, or a row
    WARC/1.0 ... HTTP/1.1 200 OK ... <html>                                                a page of a web archive

A broken line, row or record is a source that cannot be read, and those behind it are read all the same.
"""

import csv
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from foedus.errors import IntakeError
from foedus.intake import webarchive
from foedus.intake.decode import MAX_BYTES
from foedus.intake.source import Source
from foedus.intake.webarchive import broken

# Names of columns, the first that a record has is taken; those of foedus/1, and what crawlers of news write.
_TEXT = ("html", "text", "maintext", "content", "body", "raw_content", "plain_text", "texte")
_TITLE = ("title", "headline", "titre")
_URL = ("url", "link", "source_url")
_DATE = ("published", "date", "date_publish", "publication_date", "published_at", "pubdate")
_LANGUAGE = ("language", "lang", "langue")
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?![\d-])")
_ROWS = 200  # rows of a Parquet file held at once


def in_records(path: Path, name: str) -> Iterator[Source] | None:
    """Return the articles of a file of many, lazily, or None if its name does not end like one's.

    A file in .csv or .tsv is one only if its first line names a column of texts.
    """
    for endings, read in _READERS.items():
        if path.name.lower().endswith(endings) and (read is not _csv or _names_texts(path)):
            return _safely(read, path, name)
    return None


def _names_texts(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as stream:
            return bool(set(_TEXT) & set(re.findall(r"\w+", stream.readline(10_000).lower())))
    except OSError:
        return False


def _safely(read: Callable[[Path, str], Iterator[Source]], path: Path, name: str) -> Iterator[Source]:
    empty = True
    try:
        for source in read(path, name):
            empty = False
            yield source
        if empty:
            yield Source(name, error=IntakeError(f"{name}: no article in it: expected records with a text, or pages"))
    except (OSError, EOFError, ValueError, csv.Error, zlib.error) as error:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield broken(name, f"cannot be read on, {' '.join(why.split())}")


def _json_lines(path: Path, name: str) -> Iterator[Source]:
    with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as stream:
        number = 0
        while line := stream.readline(8 * MAX_BYTES):
            number += 1
            here = f"{name}:{number}"
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                yield broken(here, "no JSON")
                continue
            yield _of_row(row, here) if isinstance(row, dict) else broken(here, "no object of JSON")


def _csv(path: Path, name: str) -> Iterator[Source]:
    csv.field_size_limit(8 * MAX_BYTES)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        delimiter = max(",;\t", key=first.count)
        for number, row in enumerate(
            csv.DictReader((line.replace("\0", "") for line in stream), delimiter=delimiter), 2
        ):
            yield _of_row({str(k).strip().lower(): v for k, v in row.items()}, f"{name}:{number}")


def _parquet(path: Path, name: str) -> Iterator[Source]:
    import duckdb

    try:
        with duckdb.connect() as connection:
            found = connection.execute("select * from read_parquet(?)", [str(path)])
            columns = [str(column[0]) for column in found.description or ()]
            number = 0
            while rows := found.fetchmany(_ROWS):
                for row in rows:
                    number += 1
                    yield _of_row(dict(zip(columns, row, strict=True)), f"{name}:{number}")
    except duckdb.Error as error:
        raise ValueError(str(error).splitlines()[0]) from error


def _of_row(row: Mapping[str, Any], name: str) -> Source:
    text = _first(row, _TEXT)
    if text is None:
        return broken(name, f"no text: expected one of {', '.join(_TEXT)}")
    title = _first(row, _TITLE)
    if title and not row.get("html") and not text.lstrip().startswith(title.strip()):
        text = f"{title.strip()}\n\n{text}"
    date = _ISO.match(_first(row, _DATE) or "")
    language = (_first(row, _LANGUAGE) or "")[:2].lower()
    return Source(
        name,
        content=text.encode("utf-8", errors="replace"),
        url=_first(row, _URL),
        published=date[0] if date else None,
        language=language if language in ("fr", "en") else None,
        of_many=True,
    )


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((str(row[name]) for name in names if row.get(name) not in (None, "")), None)


_READERS: dict[tuple[str, ...], Callable[[Path, str], Iterator[Source]]] = {
    (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"): _json_lines,
    (".csv", ".tsv"): _csv,
    (".parquet",): _parquet,
    webarchive.ENDINGS: webarchive.read_archive,
}
IN_FOLDERS = tuple(ending for endings in _READERS if ".csv" not in endings for ending in endings)
