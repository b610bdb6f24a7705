"""Who an English cue belongs to where its nearest subject says nothing (tellers.py)."""

import pytest
from tests.builders import article

from foedus.reading import read_article


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        ("The ministry issued a statement saying that the port was open.", "saying", "The ministry"),
        ("Lima posted a message reading “the port is open”.", "reading", "Lima"),
        ("A letter saying that the port was open hung on the wall.", "saying", "A letter"),
        ("Oslo has a long history of blaming its neighbours for the floods.", "blaming", "Oslo"),
        ("The envoy made a point of saying that the bridge was safe.", "saying", "The envoy"),
        ("Kerry denied that the talks had failed, adding that Oslo would host them.", "adding", "Kerry"),
        ("The mayor said the storm was over and said that the port would open.", "and said", "The mayor"),
        ("The mayor says the plan is sound and called the new bridge a triumph.", "called", "The mayor"),
        (
            "Ann Lee, a former envoy, who said the truce would hold, left on Monday.",
            "said",
            "Ann Lee, a former envoy, who",
        ),
    ],
)
def test_cue_belongs_to_whoever_says_it(text: str, cue: str, source: str) -> None:
    statements = read_article(article(text, language="en")).statements
    place = text.index(cue) + (len("and ") if cue.startswith("and ") else 0)
    found = next(s for s in statements if s.cue_span is not None and s.cue_span.start <= place < s.cue_span.end)
    assert found.source_span is not None
    assert found.source_span.slice(text) == source
