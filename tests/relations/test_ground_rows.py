"""Every row of grounds.tsv states its ground in its own example, and a row with "-" leaves its example without one."""

import pytest

from foedus.relations.grounds import _stated
from foedus.tables import read_table

COLUMNS = ("form", "ground", "example")
ROWS = [(language, row) for language in ("fr", "en") for row in read_table(f"{language}/grounds.tsv", COLUMNS)]


@pytest.mark.parametrize(("language", "row"), [pytest.param(*row, id=f"{row[0]}-{row[1]['form']}") for row in ROWS])
def test_a_row_states_its_ground_in_its_example(language: str, row: dict[str, str]) -> None:
    assert row["form"].rstrip(".").lower() in row["example"].lower().replace("’", "'")
    stated = set(_stated(row["example"], language))
    assert row["ground"] in stated if row["ground"] != "-" else not stated
