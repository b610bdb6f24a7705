"""Bytes of a page or a text file to an `Article`; its text never changes after this.

    Lavrov : cinq raisons          title      a title of the page becomes the first block
    Poignée de main (AFP)          caption
    Le ministre a dit que ...      paragraph
    1. Des liens historiques       item       the marker stays outside of the span
    Laisser un commentaire         --         furniture is dropped (data/furniture.tsv)

Plain text without furniture comes back character for character, but for NFC and a byte order mark.
"""

import re
import unicodedata
from dataclasses import dataclass

from foedus.errors import IntakeError
from foedus.intake.dates import checked_date, date_in_name, date_in_url
from foedus.intake.decode import decode
from foedus.intake.furniture import without_furniture
from foedus.intake.hypertext import Page, read_page
from foedus.intake.language_of import COVERED, language_of
from foedus.intake.outlet import outlet_named, outlet_of_url
from foedus.intake.plaintext import lay_out
from foedus.intake.source import is_address
from foedus.model import Article, Block, BlockKind, TextSpan

MAX_CHARACTERS = 1_000_000
"""The longest text taken in. Source: spaCy's `nlp.max_length`, above which the parser refuses a text."""

_MIN_WORDS = 3
_WORD = re.compile(r"[^\W\d_]+")
_HTML_START = re.compile(
    r"\s*(?:<!doctype\s+html|<html[\s>]|<\?xml[^>]*>\s*<(?:!doctype\s+html|html)|<head[\s>]|<body[\s>])", re.I
)
_HTML_TAG = re.compile(r"</(?:p|div|article|h1|body|section|main|title|span|ul|td)\s*>", re.I)


@dataclass(frozen=True, slots=True)
class Intake:
    """An article, and the furniture lines that were left out of it."""

    article: Article
    dropped: tuple[str, ...]


def read_source(
    data: bytes, *, name: str, url: str | None = None, language: str | None = None, published: str | None = None
) -> Article:
    """Return the article that a file or page holds.

    Args:
        name: where it came from, for messages and `Article.file`; "-" for standard input.
        url: where it was published, if known; else what the page says.
        language: "fr" or "en"; found from the text when None.
        published: ISO date, as precise as known; found when None.

    Raises:
        IntakeError: it is empty, binary, too large, or holds no article.
        LanguageNotCovered: it is neither French nor English.
    """
    return take_in(data, name=name, url=url, language=language, published=published).article


def take_in(
    data: bytes, *, name: str, url: str | None = None, language: str | None = None, published: str | None = None
) -> Intake:
    """Do what `read_source` does, and say what was dropped."""
    if language is not None and language not in COVERED:
        covered = " and ".join(COVERED)
        raise IntakeError(f"{name}: language {language!r} was given: {covered} are covered: give one of them or none")
    given = checked_date(published, name=name) if published is not None else None
    text = decode(data, name=name)
    if is_html(text):
        intake = _from_page(read_page(text, name=name, url=url), name=name, language=language, given=given)
    else:
        intake = _from_text(text, name=name, url=url, language=language, given=given)
    _refuse_length(intake.article, name)
    return intake


def is_html(text: str) -> bool:
    """Tell HTML from text by what is in it; a name says little (« article.txt » may be a saved page)."""
    head = text[:3000]
    return bool(_HTML_START.match(head)) or (head.lstrip()[:1] == "<" and bool(_HTML_TAG.search(text[:20_000])))


def _from_page(page: Page, *, name: str, language: str | None, given: str | None) -> Intake:
    facts = page.facts
    text, blocks = _joined(page)
    in_name = None if facts.published else date_in_name(name)
    published, published_from = _first((given, "given"), (facts.published, facts.published_from), (in_name, "file"))
    article = Article(
        text=text,
        blocks=blocks,
        language=language or language_of(_prose(text, blocks), name=name, hint=facts.language),
        title=unicodedata.normalize("NFC", facts.title) if facts.title else None,
        outlet=facts.outlet,
        byline=facts.byline,
        published=published,
        published_from=published_from,
        url=facts.url,
        file=_file(name),
    )
    return Intake(article, page.dropped)


def _from_text(text: str, *, name: str, url: str | None, language: str | None, given: str | None) -> Intake:
    text, dropped = without_furniture(text)
    if len(_WORD.findall(text[:10_000])) < _MIN_WORDS:
        raise IntakeError(
            f"{name}: fewer than {_MIN_WORDS} words are left without page furniture: give a whole sentence"
        )
    language = language or language_of(text, name=name)
    layout = lay_out(text, language=language)
    address = url or layout.url
    outlet = (outlet_of_url(address) if address else None) or (outlet_named(layout.agency) if layout.agency else None)
    published, published_from = _first(
        (given, "given"),
        (layout.published, "text"),
        (date_in_url(address) if address else None, "url"),
        (date_in_name(name), "file"),
    )
    title = next((b.span.slice(text) for b in layout.blocks if b.kind is BlockKind.TITLE), None)
    article = Article(
        text=text,
        blocks=layout.blocks,
        language=language,
        title=" ".join(title.split()) if title else None,
        outlet=outlet.name if outlet else None,
        byline=layout.byline,
        published=published,
        published_from=published_from,
        url=address,
        file=_file(name),
    )
    return Intake(article, dropped)


def _joined(page: Page) -> tuple[str, tuple[Block, ...]]:
    """Put the pieces into one text with a blank line between them."""
    parts: list[str] = []
    blocks: list[Block] = []
    position = 0
    for piece in page.pieces:
        text = unicodedata.normalize("NFC", piece.text)
        blocks.append(Block(TextSpan(position, position + len(text)), piece.kind))
        parts.append(text)
        position += len(text) + 2
    return "\n\n".join(parts) + "\n", tuple(blocks)


def _prose(text: str, blocks: tuple[Block, ...]) -> str:
    return "\n".join(b.span.slice(text) for b in blocks if b.kind is not BlockKind.TITLE) or text


def _first(*found: tuple[str | None, str | None]) -> tuple[str | None, str | None]:
    """The first date that is known, with how it was found."""
    return next(((day, how) for day, how in found if day), (None, None))


def _file(name: str) -> str | None:
    return None if name in ("", "-") or is_address(name) else name


def _refuse_length(article: Article, name: str) -> None:
    if len(article.text) > MAX_CHARACTERS:
        raise IntakeError(
            f"{name}: {len(article.text)} characters of text, at most {MAX_CHARACTERS} are read as one article:"
            " split the file"
        )
    if not article.blocks:
        raise IntakeError(f"{name}: no line of it is text of an article: give a whole sentence")
