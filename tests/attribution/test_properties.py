"""What holds of the reading of any text: spans slice, no cue tells twice, ids repeat, nothing raises or is slow."""

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.builders import article

from foedus.model import Reading
from foedus.reading import read_article

PIECES = {
    "en": [
        "The envoy", "he", "Moscow", "Ann Lee", " said", " told reporters", ", adding", " that", " the bridge is open",
        "We hold the bridge", "I think it will hold", " on Monday", "according to Kyiv", "Q", "",
    ],
    "fr": [
        "Le maire", "elle", "Moscou", "a-t-il dit", " a dit", " a prévenu", ", ajoutant", " que", " le pont est ouvert",
        "Nous tenons le pont", "Je crois qu'il tiendra", " lundi", "selon Kiev", "R", "",
    ],
}  # fmt: skip
MARKS = [
    "«", "»", "« ", " »", "“", "”", "‘", "’", '"', "''", "``", "'", ",", ". ", ": ", " ", "\n", "– ", "?", "(", ")",
    "\u00a0", "\u202f",
]  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """Return (language, text): names, verbs and marks in any order, broken as no editor would let them pass."""
    language = draw(st.sampled_from(["en", "fr"]))
    pieces = draw(st.lists(st.sampled_from(PIECES[language] + MARKS), min_size=2, max_size=40))
    return language, "".join(pieces)


def read(language: str, text: str) -> Reading:
    return read_article(article(text, language=language))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts())
@example(("en", "The envoy,, said"))  # nothing between two commas
@example(("fr", "dixit} Lima}. direct"))  # no blank behind the cue
@example(("fr", "dixit} omanais}. direct"))
def test_any_text_is_read_alike_twice_with_spans_that_slice_and_each_cue_once(drawn: tuple[str, str]) -> None:
    language, text = drawn
    reading = read(language, text)
    for statement in reading.statements:
        spans = [*statement.content_spans, *filter(None, (statement.source_span, statement.cue_span))]
        assert statement.content_spans
        assert all(0 <= span.start < span.end <= len(text) and span.slice(text).strip() for span in spans)
    cues = [s.cue_span for s in reading.statements if s.cue_span is not None]
    assert len(cues) == len(set(cues))
    assert [s.id for s in reading.statements] == [s.id for s in read(language, text).statements]


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_lost_mark_costs_its_paragraph_and_no_more(data: st.DataObject) -> None:
    """Whatever mark is taken from the first paragraph, the second is read as it was."""
    first, second = 'The envoy said, "We hold it," and left.', "“The bridge is open,” the mayor said."
    place = data.draw(st.sampled_from([i for i, c in enumerate(first) if c in ',".']))
    found = read("en", first[:place] + first[place + 1 :] + "\n" + second).statements
    assert any(s.kind == "direct" and s.rule == "quoted_speech:say" for s in found)


HEAPS = {
    "one paragraph of speech": '"We hold the bridge," the mayor said. ',
    "a quotation a paragraph": '"We hold the bridge," the mayor said.\n',
    "marks": '"',
    "marks of all kinds": "He said « “ ‘ \" '' ",
    "nested cues": "He said that she said that ",
}


@pytest.mark.slow
@pytest.mark.parametrize("heap", HEAPS)
def test_time_grows_as_the_text_does(heap: str) -> None:
    """Four times the text may take six times as long, not sixteen times; the best of three tries tells."""

    def took(size: int) -> float:
        text = "He said hello to them. " + HEAPS[heap] * (size // len(HEAPS[heap]))
        begun = time.process_time()
        read("en", text)
        return time.process_time() - begun

    assert any(took(80_000) < 6 * took(20_000) + 2 for _ in range(3))  # a machine may slow down within one


@pytest.mark.slow
def test_a_megabyte_of_marks_is_read() -> None:
    assert read("en", "He said hello to them. " + '"' * 1_000_000).statements is not None
