"""What holds of any bytes: an article or feed with whole spans and addresses, or one of our errors, and soon."""

import gzip
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.errors import IntakeError
from foedus.intake.feeds import read_feed
from foedus.intake.page import read_source
from foedus.intake.records import in_records
from warcs import record

PIECES = {
    "page": [
        b"<html>",
        b"<head>",
        b"<title>Refus</title>",
        b"<body>",
        b"<article>",
        b"</article>",
        b"<p>",
        b"</p>",
        b"<li>",
        "Le ministre a dit que Pékin « refuse » le traité avec Ankara cette année. ".encode(),
        b"<!--",
        b"-->",
        b"<table>",
        b"<script>",
        b"</script>",
        b"<meta charset=utf-16>",
        b"&nbsp;",
        b"&#0;",
        b"&#xd800;",
        b"<h1",
        b'class="',
        b"\xff",
        b"<![CDATA[",
        b"<time datetime='2025-99-99'>",
        b"<a href='http://[::1'>",
        b"\x00",
        b"\n\n",
        b"<div " * 300,
        b'{"@type":"NewsArticle","datePublished":[],"author":{}}',
        b"<script type='application/ld+json'>",
    ],
    "feed": [
        b"<?xml version='1.0' encoding='latin-1'?>",
        b"<rss>",
        b"<channel>",
        b"<item>",
        b"</item>",
        b"<title>",
        b"</title>",
        b"<link>",
        b"</link>",
        b"http://a.example/1",
        b"/2?utm_x=1",
        b"http://[",
        b"<feed xmlns='http://www.w3.org/2005/Atom'>",
        b"<entry>",
        b"</entry>",
        b"<link href='x'/>",
        b"<pubDate>",
        b"Tue, 99 Jun 20251 25:61:61 +9999",
        b"</pubDate>",
        b"<description>",
        b"<p>",
        b"&eacute;",
        b"&#0;",
        b"<![CDATA[",
        b"]]>",
        b"<!DOCTYPE x [",
        b"<!ENTITY a '&a;'>",
        b"&a;",
        b"\xff",
        b"\x0b",
        b"xml:base='http://[::1'",
        b"<rdf:RDF>",
        b"<guid>",
        b"</rss>",
        b"<updated>2025-02-30</updated>",
    ],
    "records": [
        record(1),
        record(2, gzip.compress(b"<p>Rome"), encoding="gzip"),
        record(3)[:90],
        b"WARC/1.0\r\n",
        b"\r\n\r\n",
        b"Content-Length: 99999999999\r\n",
        b"WARC-Type: response\r\n",
        b"HTTP/1.1 200 OK\r\n",
        gzip.compress(record(4)),
        gzip.compress(record(5))[:60],
        b"\x1f\x8b\x08",
        b"\x28\xb5\x2f\xfd",
        b'{"text": "Rome agreed."}\n',
        b'{"text": [1]}\n',
        b"[" * 5000 + b"\n",
        b'{"text": "\\ud800"}\n',
        b'"',
        b";",
        b"text;url\n",
        b"\x00",
        b"PAR1",
        b"\xff\xfe",
        b"\r",
    ],
}
ENDINGS = (".jsonl", ".jsonl.gz", ".csv", ".tsv", ".warc", ".warc.gz", ".warc.zst", ".parquet")


def made_of(sort: str) -> st.SearchStrategy[bytes]:
    """Return pieces of a sort in any order, and some bytes that are none."""
    return st.lists(st.sampled_from(PIECES[sort]) | st.binary(max_size=6), max_size=30).map(b"".join)


def soon(run: Callable[[], None]) -> None:
    """Run something that may raise what intake raises, and takes no more than five seconds of CPU."""
    started = time.process_time()
    try:
        run()
    except IntakeError as error:
        assert "\n" not in str(error)
    assert time.process_time() - started < 5


each = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@each
@given(made_of("page"))
def test_any_page(data: bytes) -> None:
    def run() -> None:
        article = read_source(data, name="page.html")
        assert article == read_source(data, name="page.html")
        assert all(0 <= b.span.start < b.span.end <= len(article.text) for b in article.blocks)

    soon(run)


@each
@given(made_of("feed"))
def test_any_feed(data: bytes) -> None:
    def run() -> None:
        feed = read_feed(b"<rss>" + data, "http://a.example/feed", today="2025-06-10")
        links = [entry.link for entry in feed.entries]
        assert len(links) == len(set(links)) and all(link.lower().startswith("http") for link in links)

    soon(run)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(each, max_examples=40)
@given(made_of("records"))
def test_any_file_of_many(ending: str, data: bytes) -> None:
    def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"many{ending}"
            path.write_bytes(data)
            sources = list(in_records(path, path.name) or ())
        assert len(sources) <= 4 * (data.count(b"\n") + data.count(b"\r") + data.count(b"\x1f\x8b") + 2)
        assert all(source.error or isinstance(source.content, bytes) for source in sources)

    soon(run)
