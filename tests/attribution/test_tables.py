"""Tables of marked sentences, one table a rule, read through the real models: tests/tables/<language>/<rule>.txt.

    {C Selon} {S le Kremlin}, {K la livraison aura lieu}.    | indirect
    Le prix du gaz varie selon la saison.                    | none       # near miss: depending on
    ? {C Selon} {S lui}, {K l'accord tient}.                 | indirect   # why it is not read yet

A row with a kind is read as exactly one statement, with these words as source, cue and content. In headline.txt the
first line is the title of its article. rows.py says what the other signs mean.
"""

from dataclasses import dataclass
from functools import cache

import pytest
from tests.builders import article

from foedus.model import Article, Kind, Reading, Statement
from foedus.reading import read_articles
from marked import parse_marks
from rows import Row, parameter, rows_of

RULES = (
    "incise", "inverted_incise", "after_colon", "according_to", "reported_clause", "announced_by_noun", "speaking_turn",
    "headline", "quoted_speech", "announced_quotation", "loose_quotation", "narrative_infinitive",
    "taken_up",
)  # fmt: skip
ROW_MINIMUM = 8


@dataclass(frozen=True)
class Case:
    """One row: the sentence, what is marked in it, and its kind (None: nothing is said)."""

    row: Row
    text: str
    marks: dict[str, list[tuple[int, int]]]
    kind: Kind | None

    def marked(self, name: str) -> list[str]:
        return [self.text[start:end] for start, end in self.marks[name]]

    def article(self) -> Article:
        title = self.text.split("\n")[0] if self.row.table == "headline" else None
        return article(self.text, language=self.row.language, title=title)


def case(row: Row) -> Case:
    text, marks = parse_marks(row.sentence)
    kind = None if row.expected == "none" else Kind(row.expected)
    assert bool(marks["K"]) == (kind is not None), f"{row.where}: content is marked where something is said"
    return Case(row, text, marks, kind)


TABLES = [
    (rule, language)
    for language in ("fr", "en")
    for rule in RULES
    if language == "fr" or rule not in ("inverted_incise", "narrative_infinitive", "taken_up")
]
CASES = [case(row) for rule, language in TABLES for row in rows_of(language, rule)]


@cache
def readings(language: str) -> dict[str, Reading]:
    """Return {sentence: its reading}, all of a language read at once."""
    sentences = {case.text: case.article() for case in CASES if case.row.language == language}
    return dict(zip(sentences, read_articles(sentences.values()), strict=True))


def said(case: Case) -> list[tuple[str, str, list[str], str]]:
    """Return (source, cue, pieces of content, kind) of what is found, as words."""
    return [_words(s, case.text) for s in readings(case.row.language)[case.text].statements]


def _words(s: Statement, text: str) -> tuple[str, str, list[str], str]:
    source = s.source_span.slice(text) if s.source_span else ""
    cue = s.cue_span.slice(text) if s.cue_span else ""
    return source, cue, [_bare(span.slice(text)) for span in s.content_spans], s.kind.value


def _bare(words: str) -> str:
    """Whether a comma or stop at the end belongs to what is said is of no consequence."""
    return words.strip(" .,\u00a0\u202f")


@pytest.mark.parametrize("case", [parameter(c, c.text, c.row.why_not_yet) for c in CASES])
def test_a_sentence_is_read_as_marked(case: Case) -> None:
    expected = []
    if case.kind is not None:
        content = [_bare(words) for words in case.marked("K")]
        expected = [("".join(case.marked("S")), "".join(case.marked("C")), content, case.kind.value)]
    assert said(case) == expected


@pytest.mark.parametrize(("rule", "language"), TABLES)
def test_a_table_tests_its_rule(rule: str, language: str) -> None:
    rows = [case for case in CASES if (case.row.table, case.row.language) == (rule, language)]
    made_by = {s.rule for case in rows for s in readings(language)[case.text].statements}
    assert len(rows) >= ROW_MINIMUM
    assert any(case.kind is None for case in rows), "a table has near misses"
    assert any(name.startswith(rule) for name in made_by), f"none of {sorted(made_by)}"
