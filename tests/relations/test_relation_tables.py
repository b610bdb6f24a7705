"""Tables of sentences and the relations in them, read through the real models: tests/tables/<language>/<table>.txt.

    La Hongrie dément avoir livré des chars à l'Ukraine.    | HUN UKR AID negated
    L'Inde et le Pakistan se sont affrontés.                | IND PAK ASSAULT; PAK IND ASSAULT
    La Russie a livré du blé à la Syrie.                    | RUS SYR AID -

All relations of the sentence are given, and no others may be found: source, target, code, mood (asserted where none
stands), then "+MILITARY" for a ground and "-" for none; a ground is compared only where one of these is given.
Symmetric codes are compared in either order, and each act is found once.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache

import pytest
from tests.builders import article

from foedus.codes import Code, facts
from foedus.model import Ground, Mood, Reading, Relation
from foedus.reading import read_articles
from rows import Row, parameter, rows_of

NAMES = ("dyads", "moods", "grounds")
ROWS = [row for language in ("fr", "en") for name in NAMES for row in rows_of(language, name)]


@dataclass(frozen=True)
class Act:
    """A relation as far as a table tells of it; the ground is None where it is of no consequence."""

    source: str
    target: str
    code: Code
    mood: Mood
    ground: str | None


def ordered(source: str, target: str, code: Code) -> tuple[str, str]:
    return (min(source, target), max(source, target)) if facts(code).symmetric else (source, target)


def act(text: str, where: str) -> Act:
    source, target, code, *rest = text.split()
    moods = [Mood(word) for word in rest if word[0] not in "+-"]
    grounds = [word[1:] for word in rest if word[0] in "+-"]
    assert len(moods) < 2 and len(grounds) < 2, f"{where}: one mood and one ground at most"
    assert all(g == "" or g in set(Ground) for g in grounds), f"{where}: no such ground"
    return Act(*ordered(source, target, Code(code)), Code(code), *(moods or [Mood.ASSERTED]), *(grounds or [None]))


def expected(row: Row) -> list[Act]:
    return [] if row.expected == "none" else [act(part, row.where) for part in row.expected.split(";")]


@cache
def readings(language: str) -> dict[str, Reading]:
    """Return {sentence: its reading}, all of a language read at once."""
    sentences = {r.sentence: article(r.sentence, language=language) for r in ROWS if r.language == language}
    return dict(zip(sentences, read_articles(sentences.values()), strict=True))


def found(row: Row) -> tuple[Relation, ...]:
    return readings(row.language)[row.sentence].relations


def seen(relation: Relation, *, with_ground: bool) -> Act:
    ends = ordered(relation.source, relation.target, relation.code)
    return Act(*ends, relation.code, relation.mood, (relation.ground or "") if with_ground else None)


@pytest.mark.parametrize("row", [parameter(r, f"{r.sentence} {r.table}", r.why_not_yet) for r in ROWS])
def test_a_sentence_is_read_as_the_table_says(row: Row) -> None:
    wanted = expected(row)
    with_ground = any(a.ground is not None for a in wanted)
    assert Counter(seen(r, with_ground=with_ground) for r in found(row)) == Counter(wanted)


@pytest.mark.parametrize("row", ROWS, ids=[f"{r.sentence} {r.table}" for r in ROWS])
def test_evidence_holds_its_trigger_and_names_how_it_was_found(row: Row) -> None:
    for relation in found(row):
        assert relation.evidence_span.contains(relation.trigger_span)
        assert relation.rule


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_near_misses_and_enough_rows(name: str, language: str) -> None:
    rows = rows_of(language, name)
    assert len(rows) >= 8
    assert {r.expected for r in rows} & {"none"} or name != "dyads"
