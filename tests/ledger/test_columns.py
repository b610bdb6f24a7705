"""Columns kept in memory count as the ledger itself does."""

from itertools import product
from pathlib import Path

import pytest

from foedus.intake.outlet import is_state_media
from foedus.ledger import Ledger, open_ledger
from foedus.ledger.columns import pair_columns
from foedus.ledger.system import Wanted, pair_counts
from foedus.model import Mood
from running import EXAMPLES, call


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    path = tmp_path_factory.mktemp("columns") / "press.db"
    call("read", *EXAMPLES, "--ledger", path, "--lang", "en")
    return open_ledger(path, read_only=True)


@pytest.mark.parametrize("moods", [(Mood.ASSERTED,), tuple(Mood), (Mood.NEGATED, Mood.FUTURE)])
@pytest.mark.parametrize("word", [None, "RUS", "FRA"])
def test_they_count_what_the_ledger_counts(ledger: Ledger, moods: tuple[Mood, ...], word: str | None) -> None:
    columns = pair_columns(ledger.connection)
    some = 0
    years = ((None, None), ("2025", "2025"), ("2024", None), (None, "2024"), ("1900", "1901"))
    for (since, until), third_party, without in product(years, (False, True), (None, is_state_media)):
        wanted = Wanted(since, until, moods, word, third_party, without)
        asked = pair_counts(ledger.connection, wanted)
        assert columns.counts(wanted) == asked, wanted
        some += len(asked)
    assert some > 10


def test_an_empty_ledger_has_empty_columns(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "new.db") as new:
        columns = pair_columns(new.connection)
        assert (columns.counts(Wanted()), columns.span) == ((), None)
