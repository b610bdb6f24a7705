"""An HTML page to the parts of its article, by trafilatura.

trafilatura finds the article and leaves menus, teasers and comment forms behind; it also leaves captions behind.
They are therefore turned into marked paragraphs before it looks, and recognised afterwards; those that it still drops
are put back when they stand beside a block that it kept. Alternative texts of pictures are not part of what is read.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from foedus.errors import IntakeError
from foedus.intake.dates import date_of_line
from foedus.intake.furniture import Scope, scope_of
from foedus.intake.outlet import folded
from foedus.intake.page_facts import PageFacts, facts_of, tidy
from foedus.intake.plaintext import byline_of
from foedus.model import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_MARK = "\ue00c"  # private use: stands before a caption on its way through trafilatura
_BREAK = "\ue00b"
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue00b\ue00c\ufffe\uffff]")
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_CAPTION_CLASSES = frozenset(
    {
        "wp-caption-text",
        "caption",
        "image-caption",
        "img-caption",
        "photo-caption",
        "media-caption",
        "legende",
        "legend",
    }
)
_BLOCKS = frozenset({"p", "head", "list", "item", "quote", "table", "row", "cell", "code", "div"})
_BULLET = re.compile(r"[•▪‣◦■●➢]\s*")
_ENDS = re.compile(r"[.!?…:;][\s»”\"')\]]*$")
_LOWER = re.compile(r"[«“\"'(\s]*[a-zà-ÿœ]")
_STANDFIRST = re.compile(
    r"chap(?:o|eau)\b|standfirst|\bdek\b|article[\w-]*(?:intro|summary|lead|desc|excerpt)|(?:intro|lead)[\w-]*text",
    re.IGNORECASE,
)
_HEADING_WORDS = 14
_CAPTION_CHARACTERS = 600
_RUNNING_CHARACTERS = 60  # ours: links in menus are shorter
_SHORTEST = 60  # characters; ours: a dispatch of one sentence
_LAYOUT_WORDS = 40  # ours: no cell of figures or names is as long
_CELL_WORDS = 8  # ours: shorter cells are figures and labels, not prose


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before it has its place in the text."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page.

    Attributes:
        pieces: in order; the title first, where there is one.
        dropped: furniture lines that were left out after extraction.
    """

    facts: PageFacts
    pieces: tuple[Piece, ...]
    dropped: tuple[str, ...]


def read_page(html: str, *, name: str, url: str | None) -> Page:
    """Find the article of a page.

    Raises:
        IntakeError: there is none.
    """
    tree = _parsed(html, name)
    facts = facts_of(tree, url=url)
    _mark_captions(tree)
    _mark_headings(tree)
    _open_layout_tables(tree)
    _name_container(tree)
    order = _reading_order(tree)
    links = {tidy(link.text_content()) for link in tree.iter("a")}
    pieces = _in_page_order(list(_pieces(_extracted(tree, name))), order)
    pieces = [*_lost_standfirst(tree, pieces), *_with_lost_captions(pieces, order)]
    if facts.body and _is_poorer(pieces, facts.body):
        pieces = [Piece(BlockKind.PARAGRAPH, part) for line in facts.body.splitlines() if (part := tidy(line))]
    pieces, dropped = _without_furniture(pieces)
    _refuse_listing(pieces, links, facts, name)
    pieces, title = _titled(pieces, facts.title)
    byline = facts.byline or next(filter(None, map(byline_of, dropped)), None)
    return Page(replace(facts, title=title, byline=byline), tuple(pieces), tuple(dropped))


def _parsed(html: str, name: str) -> "HtmlElement":
    import lxml.html  # type: ignore[import-untyped]
    from lxml.etree import LxmlError

    # in str already: a declared encoding would be wrong now, and lxml refuses it
    html = _NOT_XML.sub(" ", _XML_HEAD.sub("", html))
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = lxml.html.document_fromstring(html.encode("utf-8"), parser=parser)
    except (LxmlError, ValueError, AssertionError) as error:
        raise _no_article(name, "nothing could be parsed") from error
    if tree.find("body") is None:
        raise _no_article(name, "the page has no body")
    return tree


def _extracted(tree: "HtmlElement", name: str) -> "_Element":
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            tree, include_comments=False, include_tables=True, include_formatting=False, config=_settings()
        )
    except Exception as error:  # whatever a page makes a foreign parser do, it is this page's fault alone
        raise _no_article(name, f"{type(error).__name__} while reading it") from error
    if found is None or isinstance(found, dict) or found.body is None:
        raise _no_article(name, "no running text was found")
    body: _Element = found.body
    return body


@cache
def _settings() -> ConfigParser:
    """trafilatura's own, but for short pages: below 250 characters it takes the whole page for one paragraph."""
    from trafilatura.settings import use_config

    config: ConfigParser = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORTEST))
    return config


def _no_article(name: str, why: str) -> IntakeError:
    return IntakeError(f"{name}: no article in this HTML page, {why}: save the page of one article, or its text")


def _mark_captions(tree: "HtmlElement") -> None:
    """Put a marked paragraph in the place of each picture with a caption; take pictures without one out."""
    shown = tidy(tree.text_content())
    for figure in list(tree.iter("figure")):
        texts = [tidy(caption.text_content()) for caption in figure.iter("figcaption")]
        if figure.getparent() is None:
            continue
        if figure.xpath(".//table | .//blockquote | .//pre | .//p[not(ancestor::figcaption)]"):
            # a quotation or a table: its words are the article's, unless they only repeat it in large letters
            for caption in list(figure.iter("figcaption")):
                caption.drop_tree()
            figure.tag = "div"
            if shown.count(tidy(figure.text_content())) > 1:
                figure.drop_tree()
            continue
        _put(figure, " ".join(text for text in texts if text))
    for element in list(tree.iter("p", "div", "span", "figcaption", "dd")):
        classes = set((element.get("class") or "").lower().split())
        if (classes & _CAPTION_CLASSES or element.tag == "figcaption") and len(element) <= 5:
            _put(element, tidy(element.text_content()))


def _put(element: "HtmlElement", text: str) -> None:
    """Replace an element by a marked paragraph, keeping what follows it."""
    from lxml.html import Element

    parent = element.getparent()
    if parent is None:
        return
    if not text or len(text) > _CAPTION_CHARACTERS:
        element.drop_tree()
        return
    paragraph = Element("p")
    paragraph.text = _MARK + text
    paragraph.tail = element.tail
    parent.replace(element, paragraph)


def _mark_headings(tree: "HtmlElement") -> None:
    """« <p><strong>Une alliance consolidée</strong></p> » is a heading in all but name."""
    for paragraph in tree.iter("p"):
        if len(paragraph) != 1 or paragraph[0].tag not in ("strong", "b") or (paragraph.text or "").strip():
            continue
        text = tidy(paragraph.text_content())
        whole = text == tidy(paragraph[0].text_content())
        if whole and text and len(text.split()) <= _HEADING_WORDS and not re.search(r"[.,;:!?…»”\"]$", text):
            paragraph.tag = "h3"


def _open_layout_tables(tree: "HtmlElement") -> None:
    """Old pages set the article into a table, where trafilatura loses its lists: make it plain divisions."""
    for table in list(tree.iter("table")):
        if any(len(cell.text_content().split()) >= _LAYOUT_WORDS for cell in table.iter("td")):
            for element in table.iter("table", "thead", "tbody", "tr", "td", "th"):
                element.tag = "div"


def _name_container(tree: "HtmlElement") -> None:
    """Call the smallest division that holds four fifths of the running text an article, on pages that have none.

    Without one trafilatura gathers paragraphs from all over the page, and leaves headings and lists behind.
    """
    if tree.xpath('//article | //main | //*[@role="main" or @itemprop="articleBody"]'):
        return
    sizes: Counter[HtmlElement] = Counter()
    total = 0
    for paragraph in tree.iter("p", "li"):
        size = len(tidy(paragraph.text_content()))
        if size >= _RUNNING_CHARACTERS:
            total += size
            sizes.update(dict.fromkeys(paragraph.iterancestors("div", "section"), size))
    holding = [element for element, size in sizes.items() if size >= 0.8 * total]
    if holding:
        max(holding, key=lambda element: sum(1 for _ in element.iterancestors())).tag = "article"


def _reading_order(tree: "HtmlElement") -> list[str]:
    """The texts of the page's small blocks in order, captions with their mark."""
    return [text for e in tree.iter("p", "h1", "h2", "h3", "h4", "li") if (text := tidy(e.text_content()))]


def _pieces(body: "_Element") -> Iterator[Piece]:
    for kind, text in _walk(body, BlockKind.PARAGRAPH, 0):
        for part in _split_breaks(text):
            if part.startswith(_MARK):
                yield Piece(BlockKind.CAPTION, part.removeprefix(_MARK))
            elif kind is BlockKind.PARAGRAPH and (bullet := _BULLET.match(part)):
                if part[bullet.end() :]:
                    yield Piece(BlockKind.ITEM, part[bullet.end() :])
            else:
                yield Piece(kind, part)


def _walk(element: "_Element", kind: BlockKind, depth: int) -> Iterator[tuple[BlockKind, str]]:
    """Yield (kind, text) of an element of trafilatura's tree, blocks inside blocks by themselves."""
    if element.tag == "row" and not _is_prose(element):
        return
    kind = {"head": BlockKind.HEADING, "item": BlockKind.ITEM}.get(str(element.tag), kind)
    inline: list[str] = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS and depth < 200:
            yield kind, "".join(inline)
            inline = []
            yield from _walk(child, kind, depth + 1)
        elif child.tag == "lb":
            inline.append(_BREAK)
        elif isinstance(child.tag, str) and child.tag != "graphic":
            inline.append("".join(_inline(child)))
        inline.append(child.tail or "")
    yield kind, "".join(inline)


def _inline(element: "_Element") -> Iterator[str]:
    for part in element.iter():
        if part.tag == "lb":
            yield _BREAK
        yield (part.text or "") if isinstance(part.tag, str) else ""
        if part is not element:
            yield part.tail or ""


def _is_prose(row: "_Element") -> bool:
    return any(len("".join(map(str, cell.itertext())).split()) >= _CELL_WORDS for cell in row)


def _split_breaks(text: str) -> Iterator[str]:
    """Two line breaks part paragraphs; a single one does where a sentence ends before it and one begins after it."""
    parts: list[str] = []
    for part in re.split(f"{_BREAK}\\s*{_BREAK}[\\s{_BREAK}]*", text):
        parts.append("")
        for line in (tidy(line) for line in part.split(_BREAK)):
            if parts[-1] and line and not (_ENDS.search(parts[-1]) and not _LOWER.match(line)):
                parts[-1] += " " + line
            elif line:
                parts.append(line)
    for part in parts:
        # a caption may have been glued to what stands beside it
        head, mark, tail = part.partition(_MARK)
        yield from (p for p in (tidy(head), mark + tidy(tail) if tidy(tail) else "") if p)


def _in_page_order(pieces: list[Piece], order: Sequence[str]) -> list[Piece]:
    """Put back in order what trafilatura found in a second look and added at the end.

    Captions and paragraphs that stand once on the page have their place; all else follows what it followed.
    """
    times = Counter(order)
    places = {text.removeprefix(_MARK): index for index, text in enumerate(order) if times[text] == 1}
    place = -1
    keys: list[int] = []
    for piece in pieces:
        if piece.kind is BlockKind.CAPTION or (piece.kind is BlockKind.PARAGRAPH and len(piece.text) >= 40):
            place = places.get(piece.text, place)
        keys.append(place)
    return [piece for _, piece in sorted(zip(keys, pieces, strict=True), key=lambda pair: pair[0])]


def _is_poorer(pieces: Sequence[Piece], body: str) -> bool:
    """Whether less than half of the body that JSON-LD gives was found, or all of it in one lump."""
    paragraphs = [piece.text for piece in pieces if piece.kind is BlockKind.PARAGRAPH]
    return sum(map(len, paragraphs)) < 0.5 * len(body) or (len(paragraphs) == 1 and len(body.splitlines()) > 1)


def _with_lost_captions(pieces: Sequence[Piece], order: Sequence[str]) -> list[Piece]:
    """Put back each caption that was dropped although it stands right before or after a block that was kept."""
    kept = {piece.text for piece in pieces}
    result = list(pieces)
    for index, text in enumerate(order):
        caption = text.removeprefix(_MARK)
        if not text.startswith(_MARK) or caption in kept:
            continue
        following = next((t for t in order[index + 1 : index + 3] if t in kept), None)
        place = next((i for i, p in enumerate(result) if p.text == following), None) if following else None
        if place is not None:
            result.insert(place, Piece(BlockKind.CAPTION, caption))
            kept.add(caption)
    return result


def _lost_standfirst(tree: "HtmlElement", pieces: Sequence[Piece]) -> list[Piece]:
    """The paragraph under the headline (« chapô »), which stands outside of what trafilatura takes for the article."""
    headings = list(tree.iter("h1"))
    if len(headings) != 1:
        return []
    for element in headings[0].xpath("following::*[@class][self::p or self::div or self::h2][position() <= 12]"):
        text = tidy(element.text_content())
        if _STANDFIRST.search(element.get("class")) and 8 <= len(text.split()) <= 120:
            known = any(text[:60] in piece.text or piece.text in text for piece in pieces)
            return [] if known else [Piece(BlockKind.PARAGRAPH, text)]
    return []


def _without_furniture(pieces: Sequence[Piece]) -> tuple[list[Piece], list[str]]:
    """Leave furniture out; what follows an `end` form in the second half goes with it."""
    kept: list[Piece] = []
    dropped: list[str] = []
    total = sum(len(piece.text) for piece in pieces)
    passed = 0
    for index, piece in enumerate(pieces):
        scope = Scope.LINE if index < 6 and _is_about(piece) else scope_of(piece.text)
        if scope is Scope.END and passed >= total / 2:
            dropped.extend(rest.text for rest in pieces[index:])
            break
        if scope in (Scope.LINE, Scope.END):
            dropped.append(piece.text)
        elif scope is Scope.CAPTION and piece.kind is BlockKind.PARAGRAPH:
            kept.append(Piece(BlockKind.CAPTION, piece.text))
        else:
            kept.append(piece)
        passed += len(piece.text)
    while kept and kept[-1].kind is BlockKind.HEADING:  # the heading of what was left out
        dropped.append(kept.pop().text)
    return kept, dropped


def _is_about(piece: Piece) -> bool:
    """« Publié le 7 mai 2024 », « Par X »: the head of the page says it already."""
    return piece.kind is BlockKind.PARAGRAPH and (
        date_of_line(piece.text) is not None or (len(piece.text) < 120 and byline_of(piece.text) is not None)
    )


def _refuse_listing(pieces: Sequence[Piece], links: set[str], facts: PageFacts, name: str) -> None:
    """Refuse a page that is a list of links to articles, or has no sentence in it."""
    prose = [p for p in pieces if p.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)]
    if not any(len(p.text.split()) >= _CELL_WORDS for p in prose):
        raise _no_article(name, "no sentence of eight words was found")
    linked = sum(len(p.text) for p in pieces if p.text in links)
    if linked > 0.5 * sum(len(p.text) for p in pieces) and not facts.is_article:
        raise _no_article(name, "most of it is links to other pages")


def _titled(pieces: list[Piece], title: str | None) -> tuple[list[Piece], str | None]:
    """Put the title first, once; without one, a heading that opens the page is it."""
    if title is None and pieces and pieces[0].kind is BlockKind.HEADING:
        title = pieces[0].text
    if title is None:
        return pieces, None
    same = folded(title)
    rest = [
        p for i, p in enumerate(pieces) if not (i < 4 and p.kind is not BlockKind.CAPTION and folded(p.text) == same)
    ]
    return [Piece(BlockKind.TITLE, title), *rest], title
