"""What an HTML page says about itself: title, outlet, byline, date, address, language.

JSON-LD (schema.org NewsArticle) is asked first, then meta elements, then what readers see.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.intake.dates import date_in_url, date_of_line, date_of_stamp
from foedus.intake.outlet import folded, hostname, outlet_named, outlet_of_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_ARTICLE_TYPES = re.compile(r"(?:\w*Article|\w*Report\w*|BlogPosting|LiveBlogPosting|NewsItem|CreativeWork)")
_DATE_METAS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date_published",
    "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dcterms.date", "dc.date", "date",
    "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "article.published", "publishedtime", "originalpublicationdate", "cre_date",
)  # fmt: skip
_SITE_METAS = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher", "twitter:site")
_TITLE_METAS = ("og:title", "twitter:title", "dc.title", "title")
_AUTHOR_METAS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author")
_BY = re.compile(r"^\s*(?:publié\s+)?(?:par|by|de|written by)\s*:?\s+", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_TAIL = re.compile(r"\s+[|–—·•-]\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says about itself; None where it does not.

    Attributes:
        published_from: "meta" (made for machines), "url", "text" (shown to readers).
        body: the article as JSON-LD gives it, for pages whose text is put in by a script.
        language: as declared ("fr-FR"); a hint only.
        is_article: whether it calls itself one.
    """

    title: str | None
    outlet: str | None
    byline: str | None
    published: str | None
    published_from: str | None
    url: str | None
    language: str | None
    body: str | None
    is_article: bool


def facts_of(tree: "HtmlElement", *, url: str | None) -> PageFacts:
    """Read the head of a page, and the lines around its heading."""
    metas = _metas(tree)
    linked = _article_json(tree)
    address = url or _address(tree, metas)
    outlet = _outlet(metas, linked, address)
    published, published_from = _published(tree, metas, linked, address)
    body = linked.get("articleBody")
    return PageFacts(
        title=_title(tree, metas, linked, outlet),
        outlet=outlet,
        byline=_byline(tree, metas, linked, outlet),
        published=published,
        published_from=published_from,
        url=address,
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or metas.get("og:locale"),
        body=body if isinstance(body, str) and len(body) > 200 else None,
        is_article=bool(linked) or metas.get("og:type", "").lower() in ("article", "news.article"),
    )


def tidy(text: str) -> str:
    """Single blanks, none at the ends; a no-break blank inside stays one."""
    return re.sub(r"[ \t\r\n\f\v\u200b]+", " ", text).strip()


def _metas(tree: "HtmlElement") -> dict[str, str]:
    """Name or property of each meta element, lower case, to its first content."""
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = tidy(element.get("content") or "")
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _article_json(tree: "HtmlElement") -> Mapping[str, Json]:
    """The first thing in the JSON-LD that is an article with a headline, a date or a body; empty without one."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        try:
            # pages put raw line ends into strings: strict=False lets them pass
            data = json.loads(script.text.strip().removesuffix(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data, depth=0):
            kinds = thing.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            named = any(isinstance(kind, str) and _ARTICLE_TYPES.fullmatch(kind) for kind in kinds)
            if named and any(thing.get(key) for key in ("headline", "datePublished", "articleBody")):
                return thing
    return {}


def _things(data: Json, *, depth: int) -> Iterator[dict[str, Json]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for part in data:
            yield from _things(part, depth=depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _things(data.get(key), depth=depth + 1)


def _names(value: Json) -> list[str]:
    """Names of authors or publishers, in whatever shape they come."""
    if isinstance(value, str):
        return [tidy(value)] if value.strip() and "//" not in value else []
    if isinstance(value, list):
        return [name for part in value[:10] if not isinstance(part, list) for name in _names(part)]
    if isinstance(value, dict):
        name = value.get("name")
        return _names(name) if isinstance(name, str | list) else []
    return []


def _address(tree: "HtmlElement", metas: Mapping[str, str]) -> str | None:
    for link in tree.iter("link"):
        href = (link.get("href") or "").strip()
        if (link.get("rel") or "").lower() == "canonical" and href.startswith("http"):
            return href
    address = metas.get("og:url", "")
    return address if address.startswith("http") else None


def _outlet(metas: Mapping[str, str], linked: Mapping[str, Json], url: str | None) -> str | None:
    """The name we show where we know the address or the name; else the page's own; else its host."""
    known = outlet_of_url(url) if url else None
    if known:
        return known.name
    names = [*_names(linked.get("publisher")), *(metas[key].lstrip("@") for key in _SITE_METAS if key in metas)]
    for name in names:
        known = outlet_named(name)
        if known:
            return known.name
    return names[0] if names else (hostname(url) if url else None)


def _title(tree: "HtmlElement", metas: Mapping[str, str], linked: Mapping[str, Json], outlet: str | None) -> str | None:
    """The h1 where it is the headline of the head, too, or the only one; else what the head says."""
    headline = linked.get("headline")
    said = [tidy(headline)] if isinstance(headline, str) and headline.strip() else []
    said += [metas[key] for key in _TITLE_METAS if key in metas]
    page_title = next((tidy(e.text_content()) for e in tree.iter("title")), "")
    said += [page_title] if page_title else []
    shown = [text for e in tree.iter("h1") if (text := tidy(e.text_content())) and folded(text) != folded(outlet or "")]
    for text in shown:
        if any(_alike(text, other) for other in said):
            return text
    if len(shown) == 1 and (not said or len(shown[0].split()) > 3):
        return shown[0]
    if not said:
        return None
    return said[0] if len(said) > 1 and said[0] != page_title else _without_site(said[0], outlet)


def _alike(first: str, second: str) -> bool:
    """Whether two headlines share half of their words."""
    a, b = set(folded(first).split()), set(folded(second).split())
    shortest = min(len(a), len(b))
    return a == b or (shortest > 1 and len(a & b) >= 0.5 * shortest)


def _without_site(title: str, outlet: str | None) -> str:
    """« Titre | Le Site » without its last part, where that is short or the outlet."""
    parts = _TAIL.split(title)
    if len(parts) > 1 and (len(parts[-1].split()) <= 4 or folded(parts[-1]) == folded(outlet or "")):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•-\t")
    return title


def _byline(
    tree: "HtmlElement", metas: Mapping[str, str], linked: Mapping[str, Json], outlet: str | None
) -> str | None:
    names = _names(linked.get("author"))
    if not names:
        names = [metas[key] for key in _AUTHOR_METAS if key in metas and "//" not in metas[key]][:1]
    if not names:
        xpath = (
            '//*[@rel="author" or @itemprop="author" or contains(@class, "byline") or contains(@class, "author-name")]'
        )
        names = [tidy(element.text_content()) for element in tree.xpath(xpath)[:1]]
    clean = [_BY.sub("", name).strip(" ,|·-") for name in dict.fromkeys(names)]
    byline = ", ".join(name for name in clean if name and folded(name) != folded(outlet or ""))
    return byline if 2 < len(byline) <= 120 else None


def _published(
    tree: "HtmlElement", metas: Mapping[str, str], linked: Mapping[str, Json], url: str | None
) -> tuple[str | None, str | None]:
    stamps = [linked.get("datePublished"), linked.get("dateCreated"), *(metas.get(key) for key in _DATE_METAS)]
    stamps += [
        element.get("datetime") or element.get("content") or element.text_content()
        for element in tree.xpath('//*[@itemprop="datePublished" or @pubdate]')
    ]
    for stamp in stamps:
        day = date_of_stamp(stamp) if isinstance(stamp, str) else None
        if day:
            return day, "meta"
    day = date_in_url(url) if url else None
    if day and len(day) == 10:
        return day, "url"
    shown = _shown_date(tree)
    if shown:
        return shown, "text"
    return (day, "url") if day else (None, None)


def _shown_date(tree: "HtmlElement") -> str | None:
    """The date in a line of its own near the headline, or the one `time` element of the article."""
    headings = list(tree.iter("h1"))
    day_first = (tree.get("lang") or "").startswith("fr")
    near = headings[0].xpath("following::*[not(self::script or self::style)][position() <= 60]") if headings else []
    for element in near or list(tree.iter("p", "time", "span", "div"))[:60]:
        if len(element) > 6:
            continue
        if element.tag == "time" and element.get("datetime"):
            day = date_of_stamp(element.get("datetime", ""))
        else:
            day = date_of_line(_BLANKS.sub(" ", element.text_content()[:400]).strip(), day_first=day_first)
        if day:
            return day
    return None
