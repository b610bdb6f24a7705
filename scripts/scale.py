"""Work out what a year of Common Crawl News costs, from what reading costs here: the figures of docs/scale.md.

    python scripts/scale.py                    # texts from the folder that FOEDUS_SHARED names (default ../shared)
    python scripts/scale.py --articles 140e6 --covered 0.45 --characters 2800 --price 0.04

Real texts, English (PolNeAR dev) and French (dev passages, put together to articles), are laid into pages with 60 kB of
menus and scripts around them, these into a gzipped web archive, and that is read into a lake by one process. Pages in
other languages are laid beside, to see what it costs to refuse one. CPU is that of the whole process less that of one
that reads two pages. Then comes arithmetic, by the assumptions on the command line.
"""

import argparse
import gzip
import json
import os
import tempfile
from pathlib import Path

from dask_speed import cpu
from speed import texts

from foedus.lake.readings import open_readings

MENU = "".join(f'<li><a href="/rubrique/{n}">Rubrique numéro {n}</a></li>' for n in range(500))
SCRIPT = "<script>" + "var a = [1, 2, 3]; function f(x) { return x + 1; }\n" * 500 + "</script>"
PAGE = (
    '<html lang="{language}"><head><title>{title}</title>'
    '<meta property="article:published_time" content="2024-05-0{day}">'
    "<meta property='og:site_name' content='Essai {outlet}'>{script}</head><body><nav><ul>{menu}</ul></nav><article>"
    "<h1>{title}</h1>{paragraphs}</article><footer>{menu}</footer></body></html>"
)
OTHER = (
    "Der Hafen wurde gestern Abend wieder geöffnet, und die Fischer sind am Morgen ausgelaufen, wie der Sprecher der "
    "Stadt mitteilte. Die Arbeiten an der Mauer dauern noch bis zum Herbst, sagte er, weil das Wetter zu schlecht war."
)


def page(text: str, language: str, number: int) -> bytes:
    """Return a text as a page with what stands around one."""
    first, *rest = [line for line in text.split("\n") if line.strip()] or ["Titre"]
    paragraphs = "".join(f"<p>{line}</p>" for line in (rest or [first]))
    title = first[:90]
    return PAGE.format(
        language=language,
        title=title,
        day=number % 9 + 1,
        outlet=number % 40,
        script=SCRIPT,
        menu=MENU,
        paragraphs=paragraphs,
    ).encode()


def write_archive(path: Path, pages: list[bytes]) -> None:
    """Write pages as a web archive, a gzipped member each, as Common Crawl does."""
    with path.open("wb") as file:
        for number, body in enumerate(pages):
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\n"
                f"WARC-Target-URI: https://essai{number % 40}.example/{number}\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
                "WARC-Date: 2024-05-01T00:00:00Z\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + http + b"\r\n\r\n"))


def read(pages: list[bytes]) -> dict[str, float]:
    """Return what it costs to read pages from an archive, and what is then in the lake."""
    with tempfile.TemporaryDirectory() as room:
        whole, few, lake = Path(room) / "whole", Path(room) / "few", Path(room) / "lake"
        for folder, some in ((whole, pages), (few, pages[:2])):
            folder.mkdir()
            write_archive(folder / "a.warc.gz", some)
        used = cpu(whole, "processes", 1, lake)[0] - cpu(few, "processes", 1, Path(room) / "other")[0]
        (part,) = open_readings(str(lake)).parts()
        return {
            "cpu": used,
            "pages": len(pages),
            "archive": (whole / "a.warc.gz").stat().st_size,
            "articles": part.articles,
            "relations": part.relations,
            "statements": part.statements,
            "characters": part.characters,
            "lake": sum(path.stat().st_size for path in lake.rglob("*.parquet")),
            "text": sum(path.stat().st_size for path in lake.rglob("article/*.parquet")),
        }


def pages_of(language: str, shared: Path, length: int) -> list[bytes]:
    """Return texts as pages; short passages are put together to articles of some length."""
    found: list[str] = []
    for text in texts(language, shared):
        if found and len(found[-1]) < length:
            found[-1] += "\n\n" + text
        else:
            found.append(text)
    return [page(text, language, number) for number, text in enumerate(found)]


def main() -> None:
    """Measure, then work out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=float, default=140e6, help="pages of a year")
    parser.add_argument("--covered", type=float, default=0.45, help="share in French or English")
    parser.add_argument("--characters", type=float, default=2800, help="of an article")
    parser.add_argument("--price", type=float, default=0.04, help="of a core for an hour")
    parser.add_argument("--storage", type=float, default=0.023, help="of a gigabyte for a month")
    arguments = parser.parse_args()
    shared = Path(os.environ.get("FOEDUS_SHARED", "../shared"))
    both = [read(pages_of(language, shared, 2000)) for language in ("fr", "en")]
    others = read([page(f"Der Hafen {n}\n" + "\n".join([OTHER] * 10), "de", n) for n in range(200)])
    for name, told in zip(("fr", "en", "other"), (*both, others), strict=True):
        print(name, json.dumps(told))
    cost = {name: sum(told[name] for told in both) for name in both[0]}
    refused = others["cpu"] / others["pages"]
    per_character = cost["cpu"] / cost["characters"]
    articles = arguments.articles * arguments.covered
    hours = (articles * arguments.characters * per_character + (arguments.articles - articles) * refused) / 3600
    grown = articles * arguments.characters / cost["characters"]
    size = cost["lake"] * grown / 1e9
    without = (cost["lake"] - cost["text"]) / cost["relations"]
    for told in (
        f"CPU s a million characters, archive to lake: {1e6 * per_character:.1f}",
        f"CPU ms a refused page: {1e3 * refused:.1f}",
        f"bytes of lake an article: {cost['lake'] / cost['articles']:.0f}; without texts, a relation: {without:.0f}",
        f"relations: {cost['relations'] * grown / 1e6:.0f} million",
        f"core-hours: {hours:.0f}, money: {hours * arguments.price:.0f}",
        f"lake: {size:.0f} GB, a month of it: {size * arguments.storage:.0f}",
    ):
        print(told)


if __name__ == "__main__":
    main()
