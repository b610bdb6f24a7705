"""Look for input that breaks foedus, guided by which code each input reaches.

    pip install atheris                                              # has wheels for CPython on Linux and macOS
    python scripts/fuzz.py intake --seconds 600 --into build/fuzz
    python scripts/fuzz.py reading --again build/fuzz/reading/found/3f2a...   # one input once more

What must hold of any input: no exception but those of `foedus.errors`, no more than SLOW seconds, every span within its
text and in order, the same records twice. What breaks that is kept under `found`, one input for each place in the code,
beside its traceback; the search goes on. Mutated are bytes of pages and files of many (`intake`, `records`, `feeds`),
quotation marks (`quotes`) and texts of words that rules look for (`reading`).
"""

import argparse
import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

SLOW, HUNG = 20, 300  # seconds of CPU for one input, and of the clock, after which it is ended
LENGTH = {"intake": 20_000, "records": 20_000, "feeds": 20_000, "quotes": 2_000, "reading": 600}
ENDINGS = (".jsonl", ".jsonl.gz", ".csv", ".warc", ".warc.gz", ".parquet")
ROOT = Path(__file__).resolve().parents[1]
WORDS = (
    "Le ministre", "The minister", "Moscou", "Moscow", "la Russie", "China", "Pékin", "Kiev", "selon", "according to",
    " a dit", " said", " a-t-il ajouté", " told Reuters", " que", " that", " le port est ouvert", " the bridge is open",
    "« ", " »", "“", "”", '"', "'", "’", "‘", "–", "—", "(", ")", "[", "]", ",", ".", ":", ";", "?", "!", "…", "\n",
    "\n\n", " ", "\u00a0", "\u202f", "\u200b", "\ufeff", "\u0301", "😀", "Q.", "R.", "1.", "- ", "il", "he",
    "ce dernier", " dément", " denied", " livre des chars à", " sent tanks to", "les deux pays", "both countries",
    " lundi", " in 2019", "n", " ne", " pas", " not", " et", " and", "l'accord", "the pact", "AFP", "(Reuters)", "https://example.org/",
)  # fmt: skip


class Broken(AssertionError):
    """Something that holds of any input does not."""


def check_spans(text: str, spans: Iterator[tuple[int, int]]) -> None:
    """Refuse a span that does not slice its text."""
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise Broken(f"span {start}:{end} in a text of {len(text)} characters")


def intake(data: bytes) -> None:
    """Take a page in, and look at what came of it."""
    from foedus.errors import IntakeError
    from foedus.intake.page import read_source

    with contextlib.suppress(IntakeError):
        article = read_source(data, name="page.html")
        check_spans(article.text, ((b.span.start, b.span.end) for b in article.blocks))
        if article != read_source(data, name="page.html"):
            raise Broken("taken in twice, two articles")


def records(data: bytes) -> None:
    """Go through a file of many articles of the kind that the first byte says."""
    from foedus.intake.records import in_records

    if not data:
        return
    ending = ENDINGS[data[0] % len(ENDINGS)]
    with tempfile.NamedTemporaryFile(suffix=ending) as file:
        file.write(data[1:])
        file.flush()
        for number, source in enumerate(in_records(Path(file.name), "many") or ()):
            if number > 100_000:
                raise Broken("records without end")
            if source.error is None and not isinstance(source.content, bytes):
                raise Broken("a record without content and without a reason")


def feeds(data: bytes) -> None:
    """Read a feed."""
    from foedus.errors import IntakeError
    from foedus.intake.feeds import read_feed

    with contextlib.suppress(IntakeError):
        for entry in read_feed(data, "https://example.org/rss/feed.xml", today="2025-06-10").entries:
            if not entry.link.startswith(("http://", "https://", "HTTP", "Http")):
                raise Broken(f"an entry at {entry.link!r}")


def quotes(data: bytes) -> None:
    """Pair quotation marks."""
    from foedus.attribution.quotes import find_quotations
    from foedus.model import TextSpan

    text = text_of(data)
    cut = [0, *(place + 1 for place, sign in enumerate(text) if sign == "\n"), len(text)]
    found = find_quotations(text, [TextSpan(a, b) for a, b in pairwise(cut) if a < b])
    check_spans(text, ((q.outer.start, q.outer.end) for q in found))
    if any(not (q.outer.start <= q.inner.start <= q.inner.end <= q.outer.end) for q in found):
        raise Broken("what is within a quotation stands outside of it")


def reading(data: bytes) -> None:
    """Read a text, and look at every record."""
    from foedus.errors import FoedusError
    from foedus.intake.page import read_source
    from foedus.reading import read_article

    with contextlib.suppress(FoedusError):
        language = "fr" if data[:1] < b"\x80" else "en"
        article = read_source(text_of(data[1:]).encode("utf-8", "replace"), name="a.txt", language=language)
        found, again = read_article(article), read_article(article)
        if found != again:
            raise Broken("read twice, two readings")
        for statement in found.statements:
            check_spans(article.text, ((s.start, s.end) for s in statement.content_spans))
        check_spans(article.text, ((r.evidence_span.start, r.evidence_span.end) for r in found.relations))
        check_spans(article.text, ((m.span.start, m.span.end) for m in found.mentions))


def text_of(data: bytes) -> str:
    """Return a text: each byte a piece that rules look for, but what follows 255, which is a character of its own."""
    pieces, place = [], 0
    while place < len(data):
        byte = data[place]
        if byte == 255 and place + 2 < len(data):
            pieces.append(chr(data[place + 1] * 256 + data[place + 2]))
            place += 2
        else:
            pieces.append(WORDS[byte % len(WORDS)] if byte >= 128 or byte < 32 else chr(byte))
        place += 1
    return "".join(pieces).encode("utf-8", "ignore").decode()


TARGETS: dict[str, Callable[[bytes], None]] = {
    "intake": intake, "records": records, "feeds": feeds, "quotes": quotes, "reading": reading,
}  # fmt: skip


def seeds(target: str) -> Iterator[bytes]:
    """Yield what to begin with: shipped pages, sentences of the tests, records of each kind."""
    pages = sorted((ROOT / "src/foedus/data/examples").glob("*.html"))
    if target == "intake":
        yield from (page.read_bytes()[:20_000] for page in pages)
    elif target == "records":
        warc = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.org/\r\nContent-Type: application/http"
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<p>Rome.</p>"
        whole = warc + f"\r\nContent-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"
        rows = b'{"text": "Rome said no.", "url": "https://example.org", "date": "2024-05-03"}\n[1]\n'
        table = b'text;url;date\n"Rome; a dit ""non""";u;2024\n'
        import gzip

        contents = (rows, gzip.compress(rows), table, whole * 3, gzip.compress(whole) * 3, b"PAR1")
        yield from (bytes([place]) + content for place, content in enumerate(contents))
    elif target == "feeds":
        entry = b"<title>A &amp; B</title><link>/a?utm_x=1</link><guid>g</guid><pubDate>Tue, 03 Jun 2025 23:30:00 -0500"
        yield (
            b"<?xml version='1.0'?><rss><channel><title>T</title><item>" + entry + b"</pubDate></item></channel></rss>"
        )
        link = b"<link rel='alternate' href='x.html'/><updated>2025-06-03T10:00:00Z</updated><content>&lt;p></content>"
        yield b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://b.org/'><entry>" + link + b"</entry></feed>"
    else:
        yield from (bytes(range(128 + place, 168 + place)) for place in range(0, 80, 7))
        for page in pages[:4]:
            yield page.read_bytes()[2_000:2_400]


def fuzz(target: str, into: Path) -> None:
    """Mutate inputs until the process is ended; keep one of each sort that breaks something."""
    import atheris

    with atheris.instrument_imports(include=["foedus"]):
        import foedus.intake.feeds
        import foedus.intake.page
        import foedus.intake.records
        import foedus.reading  # noqa: F401
    found, run, runs = into / "found", TARGETS[target], 0
    run(next(seeds(target)))  # loads what it needs: that is no input's fault

    def one(data: bytes) -> None:
        nonlocal runs
        runs += 1
        started = time.process_time()
        try:
            run(data)
            if time.process_time() - started > SLOW:
                raise Broken(f"{time.process_time() - started:.0f} seconds of CPU")
        except Exception as error:
            keep(found, data, error)
        if runs & (runs - 1) == 0 or runs % 256 == 0:
            (into / f"runs.{os.getpid()}").write_text(f"{runs} {time.process_time():.0f}", encoding="ascii")

    limits = [f"-max_len={LENGTH[target]}", f"-timeout={HUNG}", f"-report_slow_units={HUNG}", "-rss_limit_mb=2500"]
    atheris.Setup([sys.argv[0], str(into / "corpus"), f"-artifact_prefix={found}/", *limits, "-verbosity=0"], one)
    atheris.Fuzz()


def keep(found: Path, data: bytes, error: Exception) -> None:
    """Keep an input under a name made of the place in our code where it broke."""
    ours = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__) if "foedus" in f.filename]
    name = hashlib.sha256("".join([type(error).__name__, *ours[-1:]]).encode()).hexdigest()[:12]
    if not (found / name).exists():
        (found / name).write_bytes(data)
        (found / f"{name}.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")


def main() -> None:
    """Fuzz for a while, in processes that are started again when one hangs or grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--into", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--again", type=Path, help="an input that was found: run it once, with its traceback")
    parser.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    into = given.into / given.target
    if given.again:
        TARGETS[given.target](given.again.read_bytes())
        return
    if given.within:
        fuzz(given.target, into)
        return
    for folder in ("found", "corpus"):
        (into / folder).mkdir(parents=True, exist_ok=True)
    for seed in seeds(given.target):
        (into / "corpus" / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    ends = time.monotonic() + given.seconds
    while (left := ends - time.monotonic()) > 1:
        command = [sys.executable, __file__, given.target, "--within", "--into", str(given.into)]
        with (into / "log").open("ab") as log, contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(command, stdout=log, stderr=log, timeout=left, check=False, env=os.environ)
    broken = [path.name for path in (into / "found").iterdir() if path.suffix != ".txt"]
    counts = [tuple(map(int, path.read_text(encoding="ascii").split())) for path in into.glob("runs.*")]
    runs, cpu = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
    reached = len(list((into / "corpus").iterdir()))
    print(f"{given.target}: {runs} inputs in {cpu} s of CPU; {reached} reach different code, {len(broken)} break it")
    for name in sorted(broken):
        print(f"  {into / 'found' / name}")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
