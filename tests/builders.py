"""Small builders with defaults, so that a test says only what matters. Spans are found by their words.

page = article("Kiev dément avoir livré des obus à Tunis.")
said = statement(page, "avoir livré des obus à Tunis", source="Kiev", cue="dément", state="UKR")
deal = relation(page, "UKR", "TUN", "AID", evidence="livré des obus", mood="negated", statement=said)
found = reading(page, said, deal)
"""

import re
from collections.abc import Sequence

from foedus.codes import Code
from foedus.model import (
    Article,
    Block,
    BlockKind,
    Ground,
    Kind,
    Mention,
    MentionKind,
    Mood,
    Reading,
    Relation,
    Speaker,
    Statement,
    TextSpan,
)

ENGINE = "foedus test"


def span(text: str, words: str) -> TextSpan:
    """Where the words stand first in the text."""
    start = text.find(words)
    assert start >= 0, f"{words!r} is not in {text!r}"
    return TextSpan(start, start + len(words))


def article(
    text: str = "Kiev a livré des obus à Tunis.",
    outlet: str | None = "Agence Essai",
    *,
    language: str = "fr",
    published: str | None = "2025-03-04",
    title: str | None = None,
    published_from: str | None = None,
    url: str | None = None,
    file: str | None = None,
) -> Article:
    """One paragraph a line; the first line is the title if it is the one given."""
    blocks = []
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        kind = BlockKind.TITLE if line[0] == title else BlockKind.PARAGRAPH
        blocks.append(Block(TextSpan(line.start(), line.end()), kind))
    return Article(
        text=text,
        blocks=tuple(blocks),
        language=language,
        title=title,
        outlet=outlet,
        published=published,
        published_from=published_from or (published and "meta"),
        url=url,
        file=file,
    )


def mention(page: Article, words: str, actor: str, kind: str = "name", **more: str) -> Mention:
    """Words that name an actor."""
    return Mention(span(page.text, words), actor, MentionKind(kind), rule="test", **more)


def statement(
    page: Article,
    content: str | Sequence[str],
    source: str | None = None,
    *,
    cue: str | None = None,
    kind: str = "direct",
    speaker: str | None = None,
    role: str | None = None,
    state: str | None = None,
    others: Sequence[str] = (),
    relay: Sequence[str] = (),
) -> Statement:
    """Someone's words; the speaker is named like the source unless another name is given."""
    pieces = [content] if isinstance(content, str) else content
    name = speaker or source
    return Statement(
        page,
        content_spans=tuple(span(page.text, piece) for piece in pieces),
        kind=Kind(kind),
        rule="test",
        source_span=span(page.text, source) if source else None,
        cue_span=span(page.text, cue) if cue else None,
        speaker=Speaker(name, role, state, tuple(others)) if name else None,
        relay=tuple(relay),
    )


def relation(
    page: Article,
    source: str = "UKR",
    target: str = "TUN",
    code: str = "AID",
    *,
    evidence: str | None = None,
    trigger: str | None = None,
    mood: str = "asserted",
    ground: str | None = None,
    date: str | None = None,
    statement: Statement | None = None,
) -> Relation:
    """A claim; its evidence is the whole text and its trigger the evidence unless given."""
    evidence_span = span(page.text, evidence or page.text)
    return Relation(
        page,
        source,
        target,
        code=Code(code),
        mood=Mood(mood),
        evidence_span=evidence_span,
        trigger_span=span(page.text, trigger) if trigger else evidence_span,
        rule="test",
        ground=Ground(ground) if ground else None,
        date=date,
        date_from="stated" if date else None,
        statement_id=statement.id if statement else None,
    )


def reading(page: Article, *records: Mention | Statement | Relation, engine: str = ENGINE) -> Reading:
    """An article with records of any sort."""
    return Reading(
        article=page,
        mentions=tuple(record for record in records if isinstance(record, Mention)),
        statements=tuple(record for record in records if isinstance(record, Statement)),
        relations=tuple(record for record in records if isinstance(record, Relation)),
        engine=engine,
    )
