"""Feeds to the addresses of their articles: RSS and Atom by feedparser, lists of feeds (OPML) by lxml.

    <item><title>Refus</title><link>/monde/refus.html</link><pubDate>Tue, 03 Jun 2025 23:30:00 +0200</pubDate></item>
                                    [     link      ]        [  published  ]

What is no well-formed XML is mended first, in a time that grows with its length only, and what no address or date hangs
on is left out: feedparser by itself takes minutes over a few megabytes of tags that nobody closes.
"""

import html
import html.entities
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from lxml import etree  # type: ignore[import-untyped]

from foedus.errors import IntakeError
from foedus.intake.decode import MAX_BYTES, decode
from foedus.intake.fetch import LONGEST, NotFetched
from foedus.intake.source import is_address, reason_of

KINDS = ("text/", "application/rss", "application/atom", "application/xml", "application/rdf", "application/x")
ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
MOST = 500  # entries of a feed that are looked at, the first; ours
_HEAD = 5_000  # characters in which a feed says that it is one
_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)\b", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]\w{1,30});")
_TEXTS = re.compile(r"<((?:\w{1,20}:)?(?:description|encoded|summary|content))\b[^>]{0,500}>", re.I)
_ENTRIES = ("item", "entry")
_AROUND = ("channel", *_ENTRIES)
_KEPT = ("title", "link", "guid", "id", "pubdate", "date", "updated", "published", "issued", "modified", "created")
_ALTERNATE = re.compile(r"<link\b[^>]{0,500}\btype\s*=\s*[\"']application/(?:rss|atom)\+xml[^>]{0,500}>", re.I)
_HREF = re.compile(r"\bhref\s*=\s*[\"']([^\"']{1,2000})", re.I)
_TRACKING = re.compile(r"utm_\w+|xtor|fbclid|gclid|at_(?:medium|campaign|channel)", re.I)
_ISO = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?!\d)")
_FIRST_DAY = "1990-01-01"  # what is dated before is a mistake: there was no web


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that a feed names.

    Attributes:
        link: its address, without what only tells who came from where.
        published: ISO date as the feed says it, where it is; None if it says none that can be.
    """

    link: str
    title: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title and its entries, each address once, in its order.

    Attributes:
        without: how many entries have no address.
    """

    title: str | None
    entries: tuple[Entry, ...]
    without: int = 0


def read_feed(data: bytes, url: str, *, today: str) -> Feed:
    """Return what a feed names.

    Args:
        data: as it was sent.
        url: where it was found; links may be relative to it.
        today: ISO date; nothing is published much later.

    Raises:
        NotFetched: it is no feed.
    """
    try:
        text = decode(data, name=url)
    except IntakeError:
        raise NotFetched("no_feed", url=url) from None
    if not _ROOT.search(text[:_HEAD]):
        raise _no_feed(text, url)
    import feedparser

    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    mended = io.BytesIO(_mended(text, url))
    try:
        found = feedparser.parse(mended, response_headers=headers, sanitize_html=False)
    except Exception:  # it has more ways to fail on odd tags than it names: a KeyError of links within links, for one
        raise NotFetched("no_feed", url=url) from None
    entries: dict[str, Entry] = {}
    for entry in found.entries:
        link = _link(entry, url)
        if link:
            entries.setdefault(link, Entry(link, _line(entry.get("title")), _published(entry, today)))
    without = sum(not _link(entry, url) for entry in found.entries)
    if not found.entries and not found.version:
        raise NotFetched("no_feed", url=url)
    return Feed(_line(found.feed.get("title")), tuple(entries.values()), without)


def feeds_of(names: list[str]) -> Iterator[str]:
    """Yield the addresses of feeds: those given, and those in the files given, OPML or an address a line; each once.

    Raises:
        IntakeError: a file cannot be read, or has none.
    """
    seen: set[str] = set()
    for name in names:
        for url in [name] if is_address(name) else _listed(Path(name)):
            if url not in seen:
                seen.add(url)
                yield url


def _listed(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotFetched("no_list", url=path, what=reason_of(error)) from None
    text = decode(data, name=str(path))
    if "<" in text[:_HEAD]:
        tree = _tree(text)
        outlines = [] if tree is None else tree.iter()
        found = [value for node in outlines for name, value in node.attrib.items() if name.lower() == "xmlurl"]
    else:
        found = [line.strip() for line in text.splitlines()]
    urls = [url.strip() for url in found if is_address(url.strip())]
    if not urls:
        raise NotFetched("empty_list", url=path)
    return urls


def _no_feed(text: str, url: str) -> NotFetched:
    """Say what something is that is no feed, and which feed a page names."""
    tag = _ALTERNATE.search(text[:200_000])
    link = _HREF.search(tag[0]) if tag else None
    if link:
        return NotFetched("page_names", url=url, what=urljoin(url, html.unescape(link[1])))
    return NotFetched("page_no_feed" if re.search(r"<html|<body", text[:_HEAD], re.I) else "no_feed", url=url)


def _tree(text: str) -> "etree._Element | None":
    text = _ENTITY.sub(lambda match: html.unescape(match[0]) if match[1] in html.entities.html5 else "", text)
    text = "".join(sign for sign in _DECLARATION.sub("", text.lstrip("\ufeff")) if sign >= " " or sign in "\t\n\r")
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _mended(text: str, url: str) -> bytes:
    """Return a feed as well-formed XML with its first entries, and of each what is asked here."""
    tree = _tree(_without_texts(text))
    if tree is None:
        raise NotFetched("no_feed", url=url)
    entries = kept = 0
    for node in list(tree.iter()):
        parent, name = node.getparent(), _name(node)
        entries += name in _ENTRIES
        if parent is not None and name in _ENTRIES and _name(parent) in (*_KEPT, *_ENTRIES):
            tree.append(node)  # out of the entry or link before it, which nobody closed
            continue
        if parent is None or (name in _AROUND and entries <= MOST):
            continue
        kept += name in _KEPT
        if name not in _KEPT or kept > MOST * len(_KEPT) or entries > MOST:
            parent.remove(node)
    return bytes(etree.tostring(tree, encoding="utf-8"))


def _without_texts(text: str) -> str:
    """Leave out what an entry says at length: it may be HTML that nobody closes, and swallow the entries behind it."""
    kept, place, no_end = [], 0, set[str]()
    for opened in _TEXTS.finditer(text):
        end = f"</{opened[1]}"
        if opened.start() < place or opened[0].endswith("/>") or end in no_end:
            continue
        closed = text.find(end, opened.end())
        if closed < 0:
            no_end.add(end)
            continue
        kept.append(text[place : opened.end()])
        place = closed
    return "".join([*kept, text[place:]])


def _name(node: "etree._Element") -> str:
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def _link(entry: Mapping[str, Any], url: str) -> str | None:
    """Return the address of an entry: the link that stands for it, else the id if that is an address."""
    named = [entry.get("link"), entry.get("id")]
    for link in filter(None, named):
        try:
            parts = urlsplit(urljoin(url, str(link).strip()))
        except ValueError:
            continue
        kept = [(key, value) for key, value in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(key)]
        query = parts.query if len(kept) == len(parse_qsl(parts.query, True)) else urlencode(kept)
        whole = urlunsplit(parts._replace(query=query, fragment=""))
        if is_address(whole) and parts.hostname and len(whole) <= LONGEST and whole != url:
            return whole
    return None


def _published(entry: Mapping[str, Any], today: str) -> str | None:
    """Return the day that an entry names as it stands there: at 23:30 in New York it is that day, not the next."""
    for key in ("published", "updated", "created"):
        if key not in entry:
            continue
        said, utc = str(entry[key]), entry.get(f"{key}_parsed")
        iso, told = _ISO.match(said), parsedate(said)
        day = iso[1] if iso else _day(*told[:3]) if told else _day(*utc[:3]) if utc else ""
        if _FIRST_DAY <= day <= _next_day(today):
            return day
    return None


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except (ValueError, OverflowError):  # a day of thirty digits
        return ""


def _next_day(today: str) -> str:
    """Return the day after, which it is somewhere already."""
    return date.fromordinal(date.fromisoformat(today).toordinal() + 1).isoformat()


def _line(text: object) -> str | None:
    return " ".join(str(text).split())[:300] or None if text else None
