"""Tables of sentences and what is found in them, read through the real models.

A sentence whose statement the engine does not find yet stands in KNOWN_FAILURES with its reason.
"""

from pathlib import Path

import pytest

from foedus.intake.page import read_source
from foedus.reading import read_article
from marked import parse_marks

TABLES = Path(__file__).parents[1] / "tables"
KNOWN_FAILURES = {
    "La France a rappelé son ambassadeur à Alger.": "« rappeler » is read as saying whatever its object",
}


def rows(language: str) -> list[tuple[str, str]]:
    lines = (TABLES / language / "statements.txt").read_text(encoding="utf-8").splitlines()
    kept = [line.rpartition("|") for line in lines if line.strip() and not line.startswith("#")]
    return [(marked.strip(), kind.strip()) for marked, _, kind in kept]


def case(language: str, marked: str, kind: str) -> object:
    text, _ = parse_marks(marked.replace("{S ", "", 1) if "-{S" in marked else marked)
    why = KNOWN_FAILURES.get(text)
    marks = [pytest.mark.xfail(reason=why, strict=True)] if why else []
    return pytest.param(language, marked, kind, id=text, marks=marks)


CASES = [case(language, *row) for language in ("fr", "en") for row in rows(language)]


@pytest.mark.parametrize(("language", "marked", "kind"), CASES)
def test_a_sentence_is_read_as_marked(language: str, marked: str, kind: str) -> None:
    nested = "-{S" in marked  # « a-t-{S il} ajouté »: the source stands inside the cue
    text, spans = parse_marks(marked.replace("{S il}", "il").replace("{S elle}", "elle") if nested else marked)
    reading = read_article(read_source(text.encode(), name="row.txt", language=language))
    if kind == "none" and not spans["K"]:
        assert not reading.statements
        return
    wanted = "".join(text[s:e] for s, e in spans["K"])
    found = {"".join(span.slice(text) for span in s.content_spans).strip(" .,"): s for s in reading.statements}
    assert wanted.strip(" .,") in found
    statement = found[wanted.strip(" .,")]
    if kind != "none":
        assert statement.kind == kind
    if spans["S"]:
        assert statement.source_span is not None
        assert statement.source_span.start < spans["S"][0][1] and spans["S"][0][0] < statement.source_span.end
