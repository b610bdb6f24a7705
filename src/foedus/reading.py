"""The whole product on one screen: an article in, everything found in it out."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from itertools import groupby

from foedus.attribution.quotes import find_quotations
from foedus.attribution.statements import attribute
from foedus.language.actors import Discourse
from foedus.language.mentions import find_mentions
from foedus.language.models import engine, lemmatizer, memory_zone, parse
from foedus.language.second_look import known_names
from foedus.language.stand_ins import stand_ins
from foedus.language.syntax import Passage, build_passage
from foedus.model import Article, Block, Mention, MentionKind, Reading, TextSpan
from foedus.relations.claims import find_claims, relations_of
from foedus.relations.unresolved import find_unresolved
from foedus.tables import lexicon_version

BATCH = 200
_DATELINE = re.compile(
    r"[A-ZÀ-Ý]{3}[A-ZÀ-Ý.'’ -]{0,40}(?:, [A-ZÀ-Ý][\w.’' -]{2,30}?)?(?:,? \d{1,2}(?:er)? \w+|,? [A-Z]\w+\.? \d{1,2})?"
    r"(?: ?\([\w/ .-]{2,25}\))? ?(?:—|–|--|-) (?=\S)"
    r"|[A-ZÀ-Ý][\w.’' -]{2,30}, (?:[A-ZÀ-Ý][\w.’' -]{2,30}|(?:de )?(?:notre|nos) [\w ]{5,30})\.? (?:—|–) "
    r'(?=[A-ZÀ-Ý«“"])'
)
_PARAGRAPH = 6_000  # characters; ours: the longest paragraphs of newspapers have some 3,000
_SENTENCE_END = re.compile(r"[.!?…][”\"»’']{0,3}\s+")
_HYPHENED = {
    "en": re.compile(r"\b(?:[Cc]o|[Rr]e|[Cc]ease|[Ss]tand|[Tt]est|[Hh]ostage|[Bb]uild)-[a-z]+"),
    "fr": re.compile(r"\b(?:[ÉéEe]tats?-[Mm]ajors?|[Cc]hefs?-lieux?)\b"),
}


def read_articles(articles: Iterable[Article]) -> Iterator[Reading]:
    """Yield the reading of each article; what the model learns of words is forgotten every few hundred of them."""
    for language, group in groupby(articles, key=lambda a: a.language):
        batch: list[Article] = []
        for article in group:
            batch.append(article)
            if len(batch) == BATCH:
                yield from _read_batch(batch, language)
                batch = []
        yield from _read_batch(batch, language)


def _read_batch(batch: list[Article], language: str) -> Iterator[Reading]:
    if not batch:
        return
    with memory_zone(language):
        for article in batch:
            yield read_article(article)


def read_article(article: Article) -> Reading:
    """Return an article with its mentions, statements and relations.

    Raises:
        ModelMissing: the language model is not installed.
    """
    quotations = find_quotations(article.text, [b.span for b in article.blocks])
    mentions = find_mentions(article.text, article.language, article.published)
    passages = parse_article(article, [q.outer for q in quotations], _whole_names(article, mentions), mentions)
    discourse = Discourse(passages, mentions, article.language)
    statements = attribute(article, passages, quotations, discourse)
    claims = find_claims(article, passages, statements, discourse)
    relations = relations_of(article, claims)
    unresolved = find_unresolved(article, statements, claims, discourse)
    engine = made_by(article.language)
    return Reading(article, tuple(mentions), tuple(statements), tuple(relations), engine, tuple(unresolved))


def parse_article(
    article: Article, quoted: Sequence[TextSpan], names: Sequence[TextSpan], mentions: Sequence[Mention] = ()
) -> list[Passage]:
    """Return the article's blocks, parsed; no sentence begins inside a quotation, and each name is one word."""
    bodies = [piece for b in article.blocks for piece in _pieces(article.text, _after_dateline(article, b), quoted)]
    texts = [span.slice(article.text) for span in bodies]
    shown = list(stand_ins(article.text, article.language, quoted))
    known = known_names(article.text, mentions, article.language)
    whole = [*names, *(s.span for s in shown)]
    docs = parse(
        texts,
        article.language,
        _by_block(bodies, quoted),
        names=_by_block(bodies, whole),
        shown=_shown_by_block(bodies, [(s.span, s.word) for s in shown]),
        known=_shown_by_block(bodies, [(m.span, known[m.span.start]) for m in mentions if m.span.start in known]),
    )
    lemma = lemmatizer(article.language)
    return [
        build_passage(doc, text, span, article.language, lemma)
        for doc, text, span in zip(docs, texts, bodies, strict=True)
    ]


def _after_dateline(article: Article, block: Block) -> TextSpan:
    """Return the span of a block without "SEOUL, South Korea (AP) — ": a place to write from, no subject."""
    found = _DATELINE.match(article.text, block.span.start, block.span.end)
    return TextSpan(found.end(), block.span.end) if found else block.span


def _pieces(text: str, span: TextSpan, quoted: Sequence[TextSpan]) -> list[TextSpan]:
    """Cut what is longer than any paragraph behind sentences, so that reading takes time in proportion to the text."""
    pieces, start = [], span.start
    while span.end - start > _PARAGRAPH:
        ends = [m.end() for m in _SENTENCE_END.finditer(text, start + _PARAGRAPH // 2, start + _PARAGRAPH)]
        cut = next((end for end in reversed(ends) if not _inside(quoted, end)), start + _PARAGRAPH)
        pieces.append(TextSpan(start, cut))
        start = cut
    return [*pieces, TextSpan(start, span.end)]


def _inside(quoted: Sequence[TextSpan], offset: int) -> bool:
    place = bisect_right(quoted, offset, key=lambda span: span.start) - 1
    return any(span.start < offset < span.end for span in quoted[max(0, place - 3) : place + 1])


def _by_block(bodies: Sequence[TextSpan], spans: Sequence[TextSpan]) -> list[list[tuple[int, int]]]:
    """Return for each block the spans inside it, counted from its start."""
    out: list[list[tuple[int, int]]] = [[] for _ in bodies]
    starts = [body.start for body in bodies]
    for span in spans:
        place = bisect_right(starts, span.start) - 1
        if place >= 0 and bodies[place].contains(span):
            out[place].append((span.start - starts[place], span.end - starts[place]))
    return out


def _shown_by_block(bodies: Sequence[TextSpan], shown: Sequence[tuple[TextSpan, str]]) -> list[dict[int, str]]:
    """Return for each block the words that stand in for others, by their place in it."""
    by_block = _by_block(bodies, [span for span, _ in shown])
    words = {span.start: word for span, word in shown}
    return [
        {start: words[start + body.start] for start, _ in spans} for body, spans in zip(bodies, by_block, strict=True)
    ]


def _whole_names(article: Article, mentions: Sequence[Mention]) -> list[TextSpan]:
    """French parses « la Corée du Nord » better as one word, English "co-operate", else cut in three."""
    joined = [TextSpan(m.start(), m.end()) for m in _HYPHENED[article.language].finditer(article.text)]
    if article.language != "fr":
        return joined
    whole = (MentionKind.NAME, MentionKind.CAPITAL, MentionKind.SEAT, MentionKind.PERSON)
    names = [m.span for m in mentions if m.kind in whole and " " in m.span.slice(article.text)]
    return sorted([*names, *(j for j in joined if not any(j.overlaps(n) for n in names))])


def made_by(language: str) -> str:
    """Return the versions that a reading depends on."""
    return f"foedus {_own_version()}; {engine(language)}; lexicons {lexicon_version()}"


@cache
def _own_version() -> str:
    return version("foedus")
