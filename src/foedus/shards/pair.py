"""What a lake holds on a pair of states, as a ledger in memory: `explain` then works as on any ledger."""

from typing import Any

from foedus.lake.readings import ReadLake
from foedus.ledger import Ledger
from foedus.ledger.drawn import draw
from foedus.ledger.parts import UNDATED
from foedus.ledger.queries import ARTICLE_COLUMNS
from foedus.ledger.store import ledger_in_memory
from foedus.ledger.told import Told

_OF_PAIR = "state_a = $a AND state_b = $b"
_ARTICLES = f"""
SELECT shard_part, seq, {ARTICLE_COLUMNS.replace("first_read", "''").replace("last_read", "''")}, sha256 FROM article
WHERE (shard_part, seq) IN (SELECT (shard_part, seq) FROM told WHERE {_OF_PAIR}) ORDER BY shard_part, seq"""
_STATEMENTS = f"""
SELECT shard_part, seq, id, kind, speaker, speaker_role, speaker_state, speaker_others, relay, content_words,
    content_spans, source_words, source_start, source_end, cue_words, cue_start, cue_end, rule
FROM statement WHERE (shard_part, seq, id) IN (SELECT (shard_part, seq, statement_id) FROM told WHERE {_OF_PAIR})
ORDER BY shard_part, seq, place"""
_RELATIONS = f"""
SELECT shard_part, seq, source_state, target_state, code, mood, ground, date, date_from, filed_under, evidence_words,
    evidence_start, evidence_end, trigger_words, trigger_start, trigger_end, rule,
    id, statement_id, rank, part, word, parties, direction, person, person_state, carrier, known, words, spoken_for,
    thirds, voice_key, origin
FROM told WHERE {_OF_PAIR} ORDER BY shard_part, seq, place"""
_RELATION_COLUMNS = 15
_OTHERS = """
SELECT state_a, state_b, code, mood, count(*) FROM told
WHERE state_a IN ($a, $b) OR state_b IN ($a, $b) GROUP BY 1, 2, 3, 4"""


def ledger_of_pair(lake: ReadLake, a: str, b: str) -> Ledger:
    """Return a ledger in memory with all that a lake holds on two states, but for the texts of the articles.

    If that is nothing, it knows with which states the two have records.

    Raises:
        LakeError: nothing was read into the lake, or its origins are not found yet.
    """
    first, second = sorted((a, b))
    bound = {"a": first, "b": second}
    ledger = ledger_in_memory()
    with lake.told() as connection, ledger.together():
        articles = {(part, seq): row for part, seq, *row in connection.execute(_ARTICLES, bound).fetchall()}
        statements = [((part, seq), row) for part, seq, *row in connection.execute(_STATEMENTS, bound).fetchall()]
        relations = []
        for part, seq, *row in connection.execute(_RELATIONS, bound).fetchall():
            columns, rest = row[:_RELATION_COLUMNS], row[_RELATION_COLUMNS:]
            *told, voice, origin = rest
            relations.append(((part, seq), columns, _told(first, second, columns, told), voice, origin))
        draw(ledger.connection, articles, statements, relations)
        if not relations:
            ledger.connection.executemany(
                "INSERT INTO dyad_month VALUES (?, ?, '', '', ?, ?, ?)", connection.execute(_OTHERS, bound).fetchall()
            )
    return ledger


def _told(first: str, second: str, columns: list[Any], told: list[Any]) -> Told:
    _, _, code, mood, _, date, _, filed_under, *_ = columns
    id_, statement_id, rank, part, word, parties, direction, person, state, carrier, known, words, *lists = told
    return Told(
        id=id_,
        statement_id=statement_id,
        state_a=first,
        state_b=second,
        rank=rank,
        filed_under=filed_under or UNDATED,
        facet=(part, word, parties, code, direction, mood),
        date=date,
        person=None if person is None else (person, state),
        carrier=carrier,
        known=known,
        words=words,
        spoken_for=lists[0],
        thirds=lists[1],
    )
