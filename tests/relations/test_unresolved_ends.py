"""Who says or does something and could not be told for a state."""

import pytest
from tests.builders import article

from foedus.model import TextSpan, Unresolved
from foedus.reading import read_article
from foedus.relations.unresolved import by_frequency


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The junta closed its border with Benin.", [("The junta", "end")]),
        ("en", "Colonel Abdou Karim accused France of theft.", [("Colonel Abdou Karim", "speaker")]),
        ("en", "Wagner shelled Ukraine.", [("Wagner", "end")]),
        ("en", "An economist said prices rose in Chad.", []),
        ("en", "Niger closed its border with Benin, a minister of Niger said.", []),
        ("fr", "La junte a fermé sa frontière avec le Bénin.", [("La junte", "end")]),
        ("fr", "Le colonel Abdou Karim a accusé la France de pillage.", [("Le colonel Abdou Karim", "speaker")]),
        ("fr", "Un économiste a dit que les prix montaient au Tchad.", []),
    ],
)
def test_who_could_not_be_told(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    found = read_article(article(text, language=language)).unresolved
    assert [(u.words, u.part) for u in found] == expected
    assert all(u.words == u.span.slice(text) for u in found)


def test_by_frequency_counts_a_phrase_with_and_without_its_article() -> None:
    words = ["the junta", "Junta", "The junta", "L’armée", "l'armée"]
    found = [Unresolved(TextSpan(0, len(w)), w, "end") for w in words]
    assert dict(by_frequency(found)) == {"junta": 2, "armée": 2, "Junta": 1}
