"""Articles laid out for the parser, and parsed: what it must know of names, quotations and asides.

NEW DELHI (AP) — The minister ...     ->  without the place it was written from
la Corée du Nord                      ->  one word
« C'est non. Et non. »                ->  no sentence begins inside it
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from foedus.intake.outlet import outlet_names
from foedus.language.mentions import find_mentions
from foedus.language.models import lemmatizer, parse
from foedus.language.second_look import known_names
from foedus.language.stand_ins import stand_ins
from foedus.language.syntax import Passage, build_passage
from foedus.model import Article, Block, Mention, MentionKind, TextSpan

_DATELINE = re.compile(
    r"[A-ZÀ-Ý]{3}[A-ZÀ-Ý.'’ -]{0,40}(?:, [A-ZÀ-Ý][\w.’' -]{2,30}?)?(?:,? \d{1,2}(?:er)? \w+(?: \d{4})?|"
    r",? [A-Z]\w+\.? \d{1,2}(?:, \d{4})?)?(?: ?\([\w/ .-]{2,25}\))? ?(?:—|–|--|-) (?=\S)"
    r"|[A-ZÀ-Ý][\w.’'/ -]{2,40}, \d{1,2}(?:er)? \w+(?: \d{4})? \([\w/ .-]{2,25}\) ?(?:—|–|--|-) (?=\S)"
    r"|[A-ZÀ-Ý][\w.’' -]{2,30}, (?:[A-ZÀ-Ý][\w.’' -]{2,30}|(?:de )?(?:notre|nos) [\w ]{5,30})\.? (?:—|–) "
    r'(?=[A-ZÀ-Ý«“"])'
    r"|\([A-Z]{3,12}\) ?(?:—|–|--|-) (?=\S)"
)
_HOUR = re.compile(
    r"(?:\d{1,2}/\d{1,2}\s+)?\d{1,2}\s?[:hH]\s?\d{2}\s*(?:[-–—:|•]\s*)(?=\S)"
)  # « 17:50 — » of a live page
_PARAGRAPH = 6_000  # characters; ours: the longest paragraphs of newspapers have some 3,000
_SENTENCE_END = re.compile(r"[.!?…][”\"»’']{0,3}\s+")
_HYPHENED = {
    "en": re.compile(r"\b(?:[Cc]o|[Rr]e|[Cc]ease|[Ss]tand|[Tt]est|[Hh]ostage|[Bb]uild)-[a-z]+"),
    "fr": re.compile(
        r"\b(?:[ÉéEe]tats?-[Mm]ajors?|[Cc]hefs?-lieux?|(?:russo|sino|franco|américano|irano|israélo|anglo|germano|"
        r"italo|gréco|turco|indo|nippo|hispano|luso|égypto|arméno|saoudo|serbo|polono|soviéto|austro|helvético|"
        r"belgo|algéro|maroco|tuniso|libano|syro|ukraino|roumano|ivoiro|congolo|éthio)-[a-zà-ÿ]+)\b"
    ),
}


@dataclass(frozen=True, slots=True)
class Laid:
    """An article with what the parser is to know of it.

    Attributes:
        bodies: where the pieces of text that are parsed lie, in order.
        quoted, names, shown, known: for each piece, as `parse` takes them.
    """

    article: Article
    mentions: list[Mention]
    bodies: list[TextSpan]
    quoted: list[list[tuple[int, int]]]
    names: list[list[tuple[int, int]]]
    shown: list[dict[int, str]]
    known: list[dict[int, str]]


def lay_out(article: Article, quoted: Sequence[TextSpan]) -> Laid:
    """Return an article with its mentions, in the pieces that are to be parsed.

    Args:
        quoted: its quotations, marks included, in order.
    """
    text, language = article.text, article.language
    mentions = find_mentions(text, language, article.published)
    bodies = [piece for b in article.blocks for piece in _pieces(text, _after_dateline(article, b), quoted)]
    shown = list(stand_ins(text, language, quoted, mentions))
    known = known_names(text, mentions, language)
    return Laid(
        article,
        mentions,
        bodies,
        _by_block(bodies, quoted),
        _by_block(bodies, [*_whole_names(article, mentions), *(s.span for s in shown)]),
        _shown_by_block(bodies, [(s.span, s.word) for s in shown]),
        _shown_by_block(bodies, [(m.span, known[m.span.start]) for m in mentions if m.span.start in known]),
    )


def parsed(articles: Sequence[Laid]) -> list[list[Passage]]:
    """Return the pieces of each article, parsed; no sentence begins inside a quotation, and each name is one word."""
    found: list[list[Passage]] = [[] for _ in articles]
    for language in dict.fromkeys(one.article.language for one in articles):
        places = [
            (i, k) for i, one in enumerate(articles) if one.article.language == language for k in range(len(one.bodies))
        ]
        texts = [articles[i].bodies[k].slice(articles[i].article.text) for i, k in places]
        docs = parse(
            texts,
            language,
            [articles[i].quoted[k] for i, k in places],
            names=[articles[i].names[k] for i, k in places],
            shown=[articles[i].shown[k] for i, k in places],
            known=[articles[i].known[k] for i, k in places],
        )
        lemma = lemmatizer(language)
        for (i, k), doc, text in zip(places, docs, texts, strict=True):
            found[i].append(build_passage(doc, text, articles[i].bodies[k], language, lemma))
    return found


def _after_dateline(article: Article, block: Block) -> TextSpan:
    """Return the span of a block without "SEOUL, South Korea (AP) — ": a place to write from, no subject."""
    match = (block.span.start, block.span.end)
    found = _DATELINE.match(article.text, *match) or _HOUR.match(article.text, *match)
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
    names = [m.span for m in mentions if m.kind in whole and set(m.span.slice(article.text)) & {" ", "-"}]
    joined += _outlets_of_several_words(article.text)
    return sorted([*names, *(j for j in joined if not any(j.overlaps(n) for n in names))])


def _outlets_of_several_words(text: str) -> list[TextSpan]:
    """« Selon le New York Times »: an outlet's name, but for « Le » or "The" before it."""
    found = []
    for run in _CAPITALS.finditer(text):
        words = list(re.finditer(r"\S+", run[0]))
        for first, last in ((i, k) for i in range(len(words)) for k in range(len(words) - 1, i, -1)):
            begin, end = words[first].start(), words[last].end()
            if run[0][begin:end] in _outlets():
                found.append(TextSpan(run.start() + begin, run.start() + end))
                break
    return found


_CAPITALS = re.compile(r"\b[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)+")


@cache
def _outlets() -> frozenset[str]:
    forms = (form.split() for form in outlet_names("fr"))
    bare = (words[words[0] in ("The", "Le", "La", "Les") :] for words in forms)
    return frozenset(" ".join(words) for words in bare if len(words) > 1 and all(word[0].isupper() for word in words))
