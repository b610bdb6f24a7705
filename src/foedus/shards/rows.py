"""A reading as rows of the lake's tables, and back."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foedus.lake.readings import TABLES
from foedus.ledger.adding import relation_row, statement_row
from foedus.ledger.origins import voices_of
from foedus.ledger.queries import relation_of, statement_facts, statement_of
from foedus.ledger.told import Told, told_of
from foedus.model import (
    Article,
    Block,
    BlockKind,
    Mention,
    MentionKind,
    Reading,
    Relation,
    Statement,
    TextSpan,
    Unresolved,
)
from foedus.origins.likeness import sketch
from foedus.origins.voices import Voice, tied

Row = dict[str, Any]
STATEMENT = (
    "id, kind, speaker, speaker_role, speaker_state, speaker_others, relay, content_words, content_spans, "
    "source_words, source_start, source_end, cue_words, cue_start, cue_end, rule"
)  # as `ledger.queries.statement_facts` takes it
RELATION = (
    "source_state, target_state, code, mood, evidence_start, evidence_end, trigger_start, trigger_end, rule, ground, "
    "date, date_from, statement_id"
)  # as `ledger.queries.relation_of` takes it
ARTICLE = (
    "text, blocks, language, title, outlet, byline, published, published_from, url, file, mentions, unresolved, engine"
)


def rows_of(reading: Reading, seq: int) -> Iterator[tuple[str, Row]]:
    """Yield (table, row) of all that is kept of a reading; of records that bear the same id the first.

    Args:
        reading: an article, read.
        seq: its place in the shard.
    """
    article = reading.article
    yield "article", _article(reading, seq)
    statements: dict[str, Statement] = {}
    for one in reading.statements:
        statements.setdefault(one.id, one)
    for place, (id_, statement) in enumerate(statements.items()):
        row = statement_row(place, id_, article.id, statement, article.text)
        yield "statement", _named("statement", (seq, row[0], *row[1:]))
    voices = voices_of(reading)
    number: dict[int, int] = {}
    for voice in voices.values():
        number.setdefault(id(voice), len(number))
    relations: dict[str, Relation] = {}
    for claimed in reading.relations:
        relations.setdefault(claimed.id, claimed)
    told = {one.id: one for one in told_of(reading, voices)}
    for place, (id_, relation) in enumerate(relations.items()):
        line = relation_row(place, id_, article.id, relation.statement_id, relation, article)
        yield "relation", _named("relation", (seq, *line, *_told(told[id_], number[id(voices[relation.statement_id])])))
    yield from (("voice", row) for row in _voices(article.id, seq, list({id(v): v for v in voices.values()}.values())))


def _named(table: str, cells: Sequence[object]) -> Row:
    return dict(zip(TABLES[table], cells, strict=True))


def _article(reading: Reading, seq: int) -> Row:
    article, drawn = reading.article, sketch(reading.article.text)
    blocks = [[b.span.start, b.span.end, b.kind.value] for b in article.blocks]
    mentions = [[m.span.start, m.span.end, m.actor, m.kind.value, m.rule, m.name, m.role] for m in reading.mentions]
    left = [[u.span.start, u.span.end, u.words, u.part] for u in reading.unresolved]
    told = (article.title, article.outlet, article.byline, article.published, article.published_from)
    facts = (seq, article.id, article.sha256, article.language, *told, article.url, article.file, reading.engine)
    lists = (json.dumps(cells, ensure_ascii=False) for cells in (blocks, mentions, left))
    return _named("article", (*facts, article.text, *lists, drawn.shingles, drawn.hashes))


def _told(told: Told, voice: int) -> tuple[object, ...]:
    part, word, parties, _, direction, _ = told.facet
    person = told.person or (None, None)
    pair = (told.state_a, told.state_b, told.rank, part, word, parties, direction)
    return (*pair, *person, told.carrier, voice, told.known, told.words, told.spoken_for, told.thirds)


def _voices(article_id: str, seq: int, voices: Sequence[Voice]) -> Iterator[Row]:
    same: list[int] = []
    for place, voice in enumerate(voices):
        ties = [same[n] for n in range(place) if tied(voice, voices[n], duplicates=False)]
        first = min(ties, default=place)
        same = [first if one in ties else one for one in same] + [first]
    for place, voice in enumerate(voices):
        facts = (voice.own, voice.known, " ".join(voice.speaker), voice.state, voice.outlet, sorted(voice.relay))
        cells = (seq, article_id, place, same[place], *facts, voice.published, voice.said, voice.evidence)
        yield _named("voice", (*cells, voice.hashes()))


def reading_of(
    article: Sequence[Any], statements: Sequence[Sequence[Any]], relations: Sequence[Sequence[Any]]
) -> Reading:
    """Return a reading built anew from rows, and so checked again.

    Args:
        article: a row of ARTICLE.
        statements, relations: rows of STATEMENT and RELATION, in order.

    Raises:
        NotVerbatim: a span does not slice the text.
    """
    text, blocks, language, *rest = article
    *facts, mentions, unresolved, engine = rest
    laid = tuple(Block(TextSpan(start, end), BlockKind(kind)) for start, end, kind in json.loads(blocks))
    made = Article(text, laid, language, *facts)
    found = tuple(
        Mention(TextSpan(start, end), actor, MentionKind(kind), *more)
        for start, end, actor, kind, *more in json.loads(mentions)
    )
    return Reading(
        made,
        found,
        tuple(statement_of(statement_facts(row), made) for row in statements),
        tuple(relation_of(row, made) for row in relations),
        engine,
        tuple(Unresolved(TextSpan(start, end), words, part) for start, end, words, part in json.loads(unresolved)),
    )


def voice_of(row: Mapping[str, Any]) -> Voice:
    """Return the voice of a row of `voice`."""
    return Voice(
        own=row["own"],
        speaker=tuple(row["speaker"].split()),
        state=row["state"],
        outlet=row["outlet"],
        relay=frozenset(row["relay"]),
        published=row["published"],
        said=tuple(row["said"]),
        evidence=tuple(row["evidence"]),
    )
