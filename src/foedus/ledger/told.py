"""What follows from a relation and is wanted of a pair of states: a narrow row that hangs on one article alone."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from foedus.ledger.parts import UNDATED, direction, part_of, rank, spoken_for, whose_word
from foedus.model import Article, Mention, MentionKind, Reading, Relation, Statement
from foedus.origins.likeness import fold, least_hashes
from foedus.origins.voices import Voice


@dataclass(frozen=True, slots=True)
class Told:
    """A relation as dossiers have it; what each field holds is said at the table `dossier`.

    Attributes:
        id: of the relation.
        facet: part, word, parties, code, direction, mood.
        person: name, folded, and state; None for an own voice and for whoever is not named.
        carrier: JSON: the outlet that prints, then the relays.
        known: whether the voice behind it is somebody's.
    """

    id: str
    statement_id: str | None
    state_a: str
    state_b: str
    rank: int
    filed_under: str
    facet: tuple[str, ...]
    date: str | None
    person: tuple[str, ...] | None
    carrier: str
    known: bool
    words: int
    spoken_for: str
    thirds: str


def told_of(reading: Reading, voices: Mapping[str | None, Voice]) -> Iterator[Told]:
    """Yield what the relations of an article tell, of those that bear the same id the first.

    Args:
        reading: the article and its records.
        voices: of it, from `origins.voices_of`.
    """
    article = reading.article
    statements: dict[str | None, Statement] = {}
    for one in reading.statements:
        statements.setdefault(one.id, one)
    places = _state_mentions(reading.mentions)
    relations: dict[str, Relation] = {}
    for claimed in reading.relations:
        relations.setdefault(claimed.id, claimed)
    for id_, relation in relations.items():
        statement, voice = statements.get(relation.statement_id), voices[relation.statement_id]
        first, second = sorted((relation.source, relation.target))
        yield Told(
            id=id_,
            statement_id=relation.statement_id,
            state_a=first,
            state_b=second,
            rank=rank(relation, statement),
            filed_under=relation.date or article.published or UNDATED,
            facet=_facet(relation, statement),
            date=relation.date,
            person=(" ".join(voice.speaker), voice.state) if voice.speaker else None,
            carrier=_carrier(article, statement),
            known=voice.known,
            words=_words_hash(relation.evidence_span.slice(article.text)),
            spoken_for=" ".join(spoken_for(statement.speaker) if statement else ()),
            thirds=" ".join(_thirds(relation, places)),
        )


def _facet(relation: Relation, statement: Statement | None) -> tuple[str, ...]:
    pair = (relation.source, relation.target)
    speaks = set(spoken_for(statement.speaker) if statement else ())
    parties = "".join(letter for letter, state in zip("ab", sorted(pair), strict=True) if state in speaks)
    return (
        part_of(relation.code, relation.mood, relation.ground).value,
        whose_word(statement, pair).value,
        parties,
        relation.code.value,
        direction(relation),
        relation.mood.value,
    )


def _carrier(article: Article, statement: Statement | None) -> str:
    return json.dumps([article.outlet, *(statement.relay if statement else ())], ensure_ascii=False)


@lru_cache(maxsize=1000)
def _words_hash(evidence: str) -> int:
    return least_hashes([fold(evidence)], 1)[0]


_Places = list[tuple[int, int, str]]


def _state_mentions(mentions: Sequence[Mention]) -> _Places:
    return [
        (m.span.start, m.span.end, m.actor)
        for m in mentions
        if m.kind is not MentionKind.ORGANISATION and len(m.actor) == 3
    ]


def _thirds(relation: Relation, places: _Places) -> list[str]:
    """Return the other states that the evidence names, sorted."""
    span = relation.evidence_span
    named = {actor for start, end, actor in places if span.start <= start and end <= span.end}
    return sorted(named - {relation.source, relation.target})
