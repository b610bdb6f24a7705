"""Who a noun stands for that says no more than « le ministre »: the examples of anaphors.tsv."""

from tests.builders import article

from foedus.reading import read_articles
from foedus.tables import read_table

ROWS = [
    (language, row)
    for language in ("fr", "en")
    for row in read_table(f"{language}/anaphors.tsv", ("noun", "roles", "example", "expects"))
]


def test_each_noun_stands_for_the_one_named_before() -> None:
    readings = read_articles(article(row["example"], language=language) for language, row in ROWS)
    wrong = []
    for (_, row), reading in zip(ROWS, readings, strict=True):
        speaker = reading.statements[-1].speaker if reading.statements else None
        if speaker is None or speaker.state != row["expects"] or row["noun"].lower() not in row["example"].lower():
            wrong.append((row.where, speaker))
    assert not wrong
