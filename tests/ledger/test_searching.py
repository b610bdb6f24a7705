"""Searching: what is found must not hang on the way by which it is found."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from foedus.ledger import Ledger, open_ledger, search
from foedus.ledger.narrowing import Narrowing
from foedus.ledger.search import Results, Where, search_articles, search_statements
from running import EXAMPLES

WORDS = ("la", "the", "Russie", "Corée du Nord")
FILTERS = [
    {name: value for name, value in zip(("state", "code", "since", "until", "outlet"), values, strict=True) if value}
    for values in product(
        (None, "RUS", "RWA"), (None, "AID"), (None, "2025"), (None, "2025-06"), (None, "Agence Exemple-Presse")
    )
]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    from foedus.batch import Shelf, read_sources
    from foedus.intake.sources import find_sources

    path = tmp_path_factory.mktemp("search") / "examples.db"
    with Shelf(path) as shelf:
        assert all(outcome.error is None for outcome in read_sources(find_sources(map(str, EXAMPLES)), shelf))
    with open_ledger(path, read_only=True) as opened:
        yield opened


def ids(results: Results) -> tuple[set[str], int]:
    return {(one.statement or one.article).id for one in results.found}, results.total


def test_a_narrow_filter_finds_what_looking_at_every_match_finds(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = {"ranked": {}, "by match": {"RANKED": 0, "narrowest": lambda *_: None}, "by filter": {"RANKED": 0}}
    narrowest = search.narrowest

    def at_any_rate(*args: object) -> Narrowing | None:
        found = narrowest(*args)  # type: ignore[arg-type]
        return replace(found, records=0) if found else None

    ways["by filter"]["narrowest"] = at_any_rate
    seen = 0
    for words, filters, look in product(WORDS, FILTERS, (search_statements, search_articles)):
        found = {}
        for way, patches in ways.items():
            with monkeypatch.context() as patched:
                for name, value in patches.items():
                    patched.setattr(search, name, value)
                found[way] = ids(look(ledger.connection, words, Where(**filters), 1000))
        assert found["by match"] == found["by filter"] == found["ranked"], (words, filters, look)
        seen += found["ranked"][1]
    assert seen > 100
