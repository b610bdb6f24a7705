"""The records: frozen, hashed by content, and refusing words that are not in their article.

    Le ministre a affirmé que Paris « n'enverra pas de troupes », rapporte Reuters.
    [  source ] [  cue  ]     [            content             ]           [relay]

A `TextSpan` counts characters of `Article.text`, end exclusive. Records with spans are built with the
article they come from; the constructor raises `NotVerbatim` for a span that is empty or runs outside.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from enum import StrEnum

from foedus.codes import Code
from foedus.errors import NotVerbatim


def content_id(*parts: object) -> str:
    """Return 16 hexadecimal digits that depend on nothing but the parts given."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


class BlockKind(StrEnum):
    """What a stretch of an article is."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CAPTION = "caption"


class Kind(StrEnum):
    """How words are reported: all quoted, none quoted, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Mood(StrEnum):
    """How a relation is put: as a fact, denied, possible, to come, or called for."""

    ASSERTED = "asserted"
    NEGATED = "negated"
    POSSIBLE = "possible"
    FUTURE = "future"
    DEMANDED = "demanded"


class Ground(StrEnum):
    """A reason given for standing together."""

    HISTORY = "HISTORY"
    MILITARY = "MILITARY"
    WORLDVIEW = "WORLDVIEW"
    ADVERSARY = "ADVERSARY"
    TREATY = "TREATY"
    ECONOMY = "ECONOMY"


class MentionKind(StrEnum):
    """In what dress an actor appears."""

    NAME = "name"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    SEAT = "seat"
    ORGANISATION = "organisation"
    PERSON = "person"


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    """Characters `[start, end)` of an article's text."""

    start: int
    end: int

    def slice(self, text: str) -> str:
        """Return the words of the span."""
        return text[self.start : self.end]

    def overlaps(self, other: "TextSpan") -> bool:
        """Return whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "TextSpan") -> bool:
        """Return whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Block:
    """A title, heading, paragraph, list item or caption of an article."""

    span: TextSpan
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was taken in; its text never changes.

    Attributes:
        text: NFC text, blocks separated by line ends.
        blocks: in order of the text, not overlapping, each one slicing to non-blank text.
        language: "fr" or "en".
        outlet: display name of who published it; None when unknown.
        published: ISO date, as precise as known ("2025-07", "2025-07-28"); None when unknown.
        published_from: how the date was found ("meta", "url", "text", "given"); None with no date.
        url, file: where it came from; neither is part of the id.
    """

    text: str
    blocks: tuple[Block, ...]
    language: str
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    published_from: str | None = None
    url: str | None = None
    file: str | None = None

    def __post_init__(self) -> None:
        end = 0
        for block in self.blocks:
            if block.span.start < end or not block.span.slice(self.text).strip():
                raise NotVerbatim(f"block {block.span.start}-{block.span.end} is blank or overlaps the one before it")
            check_spans(self, (block.span,))
            end = block.span.end

    @property
    def sha256(self) -> str:
        """The hash of the text, to prove later that nothing moved."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def id(self) -> str:
        """The same words by the same outlet are the same article."""
        return content_id("article", self.outlet or "", self.sha256)


def check_spans(article: Article, spans: Iterable[TextSpan | None]) -> None:
    """Refuse spans that do not slice the article to some words.

    Raises:
        NotVerbatim: a span is empty, blank, or not inside the text.
    """
    for span in spans:
        if span is None:
            continue
        if not 0 <= span.start < span.end <= len(article.text):
            raise NotVerbatim(f"span {span.start}-{span.end} is not inside a text of {len(article.text)} characters")
        if not span.slice(article.text).strip():
            raise NotVerbatim(f"span {span.start}-{span.end} holds no words")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an actor.

    Attributes:
        actor: ISO3 of a state ("PRK"; "SUN" for a state that is gone) or the key of an organisation ("NATO").
        name, role: of a person; None otherwise.
        rule: how it was resolved.
    """

    span: TextSpan
    actor: str
    kind: MentionKind
    rule: str
    name: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a source resolves to.

    Attributes:
        name: fullest name in the article, else the description without its article.
        role: as written; None when not stated.
        state: ISO3 of the state spoken for; None for whoever speaks for none.
        others: further states of a joint source.
    """

    name: str
    role: str | None = None
    state: str | None = None
    others: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON has it everywhere; `states` are all that are spoken for."""
        states = [state for state in (self.state, *self.others) if state]
        return {
            "name": self.name,
            "role": self.role,
            "state": self.state,
            "others": list(self.others),
            "states": states,
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution: who said what, in which words, carried by whom.

    Raises:
        NotVerbatim: a span does not slice the article, or there is no content.
    """

    article: InitVar[Article]
    content_spans: tuple[TextSpan, ...]
    kind: Kind
    rule: str
    source_span: TextSpan | None = None
    cue_span: TextSpan | None = None
    speaker: Speaker | None = None
    relay: tuple[str, ...] = ()
    article_id: str = field(init=False)

    def __post_init__(self, article: Article) -> None:
        if not self.content_spans:
            raise NotVerbatim("a statement needs content")
        check_spans(article, (self.source_span, self.cue_span, *self.content_spans))
        object.__setattr__(self, "article_id", article.id)

    @property
    def id(self) -> str:
        """Depends on the article, the spans and the kind only."""
        spans = [(s.start, s.end) for s in self.content_spans]
        return content_id("statement", self.article_id, self.source_span, self.cue_span, spans, self.kind)


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Somebody who says or does something, of whom no state could be told.

    Attributes:
        words: the noun phrase, as it stands in the article.
        part: "speaker", or "end" of an act whose other end is a state.
    """

    span: TextSpan
    words: str
    part: str


@dataclass(frozen=True, slots=True)
class Relation:
    """What is claimed to have happened or to hold from one state to another.

    Attributes:
        source, target: ISO3, never the same.
        date: of the act, ISO, as precise as stated; None when unknown.
        date_from: "stated", "publication" (a weekday or « hier » resolved against it), "text" (against
            another date in the text); None with no date.
        statement_id: the statement whose content holds it or which performs it; None for the article's voice.
        rule: the lexicon row or function that made it.

    Raises:
        NotVerbatim: the evidence or the trigger does not slice the article.
        ValueError: source and target are the same.
    """

    article: InitVar[Article]
    source: str
    target: str
    code: Code
    mood: Mood
    evidence_span: TextSpan
    trigger_span: TextSpan
    rule: str
    ground: Ground | None = None
    date: str | None = None
    date_from: str | None = None
    statement_id: str | None = None
    article_id: str = field(init=False)

    def __post_init__(self, article: Article) -> None:
        if self.source == self.target:
            raise ValueError(f"a relation from {self.source} to itself")
        check_spans(article, (self.evidence_span, self.trigger_span))
        object.__setattr__(self, "article_id", article.id)

    @property
    def id(self) -> str:
        """Depends on the article, the evidence and what is claimed, not on which rule found it."""
        claim = (self.source, self.target, self.code, self.mood, self.ground, self.statement_id)
        return content_id("relation", self.article_id, self.evidence_span, self.trigger_span, *claim)


@dataclass(frozen=True, slots=True)
class Reading:
    """One article with everything found in it, and by what.

    Attributes:
        engine: versions of foedus, of the language model and of the lexicons, as "foedus 0.1.0; ...".
        statements, relations, unresolved: in order of the text.
    """

    article: Article
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    relations: tuple[Relation, ...]
    engine: str
    unresolved: tuple[Unresolved, ...] = ()
