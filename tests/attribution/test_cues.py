"""Every row of data/en/cues.tsv catches its own example, with the words marked in it."""

from functools import cache

import pytest
from tests.builders import article

from foedus.attribution.cues import COLUMNS
from foedus.model import Reading, Statement
from foedus.reading import read_articles
from foedus.tables import Row, read_table
from marked import parse_marks

ROWS = [(language, row) for language in ("fr", "en") for row in read_table(f"{language}/cues.tsv", COLUMNS)]


@cache
def readings(language: str) -> dict[str, Reading]:
    """Return {example: its reading}, all of a language read at once."""
    texts = [parse_marks(row["example"])[0] for of, row in ROWS if of == language]
    return dict(zip(texts, read_articles(article(text, language=language) for text in texts), strict=True))


def words(s: Statement, text: str) -> tuple[str, list[str]]:
    cue = s.cue_span.slice(text) if s.cue_span else ""
    return cue, [span.slice(text).strip(" .,\u00a0\u202f") for span in s.content_spans]


@pytest.mark.parametrize(("language", "row"), ROWS, ids=[f"{of}-{row['cue']}-{row['pos']}" for of, row in ROWS])
def test_a_row_catches_its_example(language: str, row: Row) -> None:
    text, marks = parse_marks(row["example"])
    cue = "".join(text[a:b] for a, b in marks["C"])
    content = [text[a:b].strip(" .,\u00a0\u202f") for a, b in marks["K"]]
    assert cue and content, f"{row.where}: an example marks its cue and its content"
    found = [words(s, text) for s in readings(language)[text].statements if s.rule.endswith(f":{row['cue']}")]
    assert (cue, content) in found
