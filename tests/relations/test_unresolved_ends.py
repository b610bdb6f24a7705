"""Who says or does something and could not be told for a state."""

import pytest
from tests.builders import article

from foedus.reading import read_article
from foedus.relations.unresolved import without_article


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


@pytest.mark.parametrize("words", ["the junta", "The junta", "junta", "La junta", "une junta"])
def test_a_phrase_is_counted_with_and_without_its_article(words: str) -> None:
    assert without_article(words) == "junta"


@pytest.mark.parametrize(("words", "left"), [("L’armée", "armée"), ("l'armée", "armée"), ("La ligue", "ligue")])
def test_an_elided_article_goes_and_a_first_letter_stays(words: str, left: str) -> None:
    assert without_article(words) == left
