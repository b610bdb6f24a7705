"""Searching: what is found is what has the words and fits the filters, by whichever way it is found."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foedus.ledger import Ledger, migrations, open_ledger, search
from foedus.ledger.filling import fill_marks
from foedus.ledger.marks import marks, wanted
from foedus.ledger.search import Results, Where, search_articles, search_statements
from running import EXAMPLES

WORDS = ("la", "the", "Russie", "Corée du Nord")
FILTERS = [
    {name: value for name, value in zip(("state", "code", "since", "until", "outlet"), values, strict=True) if value}
    for values in product(
        (None, "RUS", "RWA"),
        (None, "AID"),
        (None, "2025"),
        (None, "2025-06", "2025-08-01"),
        (None, "agence exemple-presse"),
    )
]
FITS = {
    "state": """:state IN (s.speaker_state, r.source_state, r.target_state)
        OR EXISTS (SELECT 1 FROM json_each(s.speaker_others) WHERE value = :state)""",
    "code": "r.code = :code",
    "since": "a.published >= substr(:since, 1, length(a.published))",
    "until": "substr(a.published, 1, length(:until)) <= :until",
    "outlet": "lower(a.outlet) = :outlet",
}
RECORDS = {
    search_statements: "s.id FROM statement s JOIN article a ON a.key = s.article_key "
    "LEFT JOIN relation r ON r.statement_key = s.key",
    search_articles: "a.id FROM article a LEFT JOIN (SELECT article_key, speaker_state, speaker_others FROM statement "
    "UNION ALL SELECT key, NULL, '[]' FROM article) s ON s.article_key = a.key "
    "LEFT JOIN relation r ON r.article_key = a.key",
}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    from foedus.batch import Shelf, read_sources
    from foedus.intake.sources import find_sources

    path = tmp_path_factory.mktemp("search") / "examples.db"
    with Shelf(path) as shelf:
        assert all(outcome.error is None for outcome in read_sources(find_sources(map(str, EXAMPLES)), shelf))
    with open_ledger(path, read_only=True) as opened:
        yield opened


def ids(results: Results) -> set[str]:
    found = {(one.statement or one.article).id for one in results.found}
    assert results.total == len(results.found) == len(found)
    return found


def fitting(connection: sqlite3.Connection, records: str, filters: dict[str, str]) -> set[str]:
    """Return the ids of all records for which each filter holds, asked of the tables."""
    found = []
    for name in filters or {"state": None}:
        holds = FITS[name] if filters else "true"
        rows = connection.execute(f"SELECT DISTINCT {records} WHERE {holds}", filters)
        found.append({id_ for (id_,) in rows})
    return set.intersection(*found)


@pytest.mark.parametrize("ranked", [search.RANKED, 0], ids=["the best first", "the newest first"])
@pytest.mark.parametrize("look", RECORDS)
def test_what_is_found_has_the_words_and_fits_the_filters(
    ledger: Ledger, look: Callable[..., Results], ranked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "RANKED", ranked)
    seen = 0
    for filters in FILTERS:
        fits = fitting(ledger.connection, RECORDS[look], filters)
        if filters:
            assert ids(look(ledger.connection, "", Where(**filters), 1000)) == fits, filters
        for words in WORDS:
            every = ids(look(ledger.connection, words, Where(), 1000))
            found = ids(look(ledger.connection, words, Where(**filters), 1000))
            assert found == every & fits, (words, filters)
            seen += len(found)
    assert seen > 100


def test_a_ledger_of_before_is_marked_as_a_new_one_is(ledger: Ledger, tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / "old.db", isolation_level=None)
    shipped = migrations.shipped()
    migrations.migrate(old, shipped[:7], at="", fills={})
    for table in ("article", "statement", "relation"):
        columns = [name for (name,) in old.execute("SELECT name FROM pragma_table_info(?)", (table,))]
        rows = ledger.connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
        put = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        old.executemany(put, rows)
    migrations.migrate(old, shipped, at="", fills={8: fill_marks})
    for table in ("article", "statement"):
        asked = f"SELECT key, marks FROM {table} ORDER BY key"
        assert old.execute(asked).fetchall() == ledger.connection.execute(asked).fetchall()
    for where in (Where(state="RUS"), Where(code="AID", until="2025-06")):
        assert ids(search_statements(old, "la", where, 1000)) == ids(
            search_statements(ledger.connection, "la", where, 1000)
        )
    old.close()


DATES = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(date(2022, 11, 1), date(2024, 2, 29)),
    st.sampled_from((4, 7, 10)),
)


@given(st.lists(DATES, min_size=1), st.none() | DATES, st.none() | DATES)
@example(["2023", "2023-02", "2023-02-03", "2023-02-04"], "2023-02-04", "2023-02-04")
@example(["2023"], "2024", "2022")
@example(["2022-11"], "2022-11", "2022")
def test_a_date_known_less_well_fits_where_it_may_lie_within(
    dates: list[str], since: str | None, until: str | None
) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE article (published TEXT)")
    connection.executemany("INSERT INTO article VALUES (?)", [(one,) for one in dates])
    filters = {"state": None, "code": None, "kind": None, "outlet": None, "since": since, "until": until}
    asked = wanted(connection, **filters)
    asked_for = set(asked.strip("()").split(" OR ")) if asked else set()
    for published in dates:
        has = set(marks(states=(), codes=(), kind=None, outlet=None, published=published).split())
        fits = (not since or published >= since[: len(published)]) and (not until or published[: len(until)] <= until)
        assert bool(has & asked_for or asked == "") == fits, published
    connection.close()
