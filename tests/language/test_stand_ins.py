"""What the parser is shown instead of asides, times and marks, and that its words come back as they stand."""

import pytest
from tests.builders import article

from foedus.language.stand_ins import stand_ins
from foedus.model import TextSpan
from foedus.reading import read_articles
from foedus.tables import Row, read_table
from marked import parse_marks


def shown(text: str) -> str:
    """Return the text as the parser sees it; quotations are found by their marks."""
    quoted = [TextSpan(i, text.index("»", i) + 1) for i, c in enumerate(text) if c == "«"]
    for one in sorted(stand_ins(text, "fr", quoted), key=lambda s: s.span, reverse=True):
        text = text[: one.span.start] + one.word + text[one.span.end :]
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Paris a de son côté réclamé un vote.", "Paris a aussi réclamé un vote."),
        ("Kiev a accusé dimanche 3 mai 2020 Minsk.", "Kiev a accusé hier Minsk."),
        ("Kiev a protesté hier soir.", "Kiev a protesté hier."),
        ("Il rejette « les menaces » de Bonn.", "Il rejette les menaces de Bonn."),
        ("Il viendra le lundi, ou dès mardi.", "Il viendra le lundi, ou dès mardi."),
        ("Il l'a dit ce 12 juin 2024 à Kiev.", "Il l'a dit hier à Kiev."),
        ("Il a dit : « nous irons loin ».", "Il a dit : « nous irons loin »."),
        ("« Nous irons loin », a-t-il dit.", "« Nous irons loin », a-t-il dit."),
        ("Il se dit « consterné ».", "Il se dit « consterné »."),
    ],
)
def test_what_the_parser_sees(text: str, seen: str) -> None:
    assert shown(text) == seen


ASIDES = read_table("fr/asides.tsv", ("aside", "shown", "example"))


def test_each_aside_is_read_as_part_of_its_cue() -> None:
    texts = [parse_marks(row["example"]) for row in ASIDES]
    readings = list(read_articles(article(text) for text, _ in texts))
    wrong = []
    for row, (text, marks), found in zip(ASIDES, texts, readings, strict=True):
        assert row["aside"] in row["example"].lower(), row.where
        got = [(s.source_span, s.cue_span, *s.content_spans) for s in found.statements]
        if got != [tuple(TextSpan(*marks[name][0]) for name in "SCK")]:
            wrong.append((row.where, [[span.slice(text) for span in one if span] for one in got]))
    assert not wrong


@pytest.mark.parametrize("row", read_table("fr/mistaken.tsv", ("word", "example")), ids=lambda row: row["word"])
def test_a_word_that_is_mistaken_is_read(row: Row) -> None:
    assert row["word"] in row["example"]
    assert next(iter(read_articles([article(row["example"])]))).relations


def test_hidden_marks_come_back() -> None:
    text = "Athènes rejette « les menaces vides » de son voisin."
    (said,) = next(iter(read_articles([article(text)]))).statements
    assert said.content_spans[0].slice(text) == "« les menaces vides » de son voisin"
