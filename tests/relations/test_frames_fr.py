"""Every row of fr/frames.tsv reads its own example: its code, between the states that the example expects."""

from functools import cache

import pytest
from tests.builders import article

from foedus.codes import Code, facts
from foedus.model import Reading
from foedus.reading import read_articles
from foedus.relations.frames import COLUMNS
from foedus.tables import Row, read_table

pytestmark = pytest.mark.slow

ROWS = read_table("fr/frames.tsv", (*COLUMNS, "expects"))


@cache
def _readings() -> dict[str, Reading]:
    texts = list(dict.fromkeys(row["example"] for row in ROWS))
    return dict(zip(texts, read_articles(article(text) for text in texts), strict=True))


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['example']} {row.where}" for row in ROWS])
def test_the_example_of_a_row_is_read_as_it_expects(row: Row) -> None:
    symmetric = facts(Code(row["code"])).symmetric
    source, target = row["expects"].split()[0].replace("-", ">").split(">")
    found = [(r.source, r.target) for r in _readings()[row["example"]].relations if r.code == row["code"]]
    assert (source, target) in found or (symmetric and (target, source) in found)
