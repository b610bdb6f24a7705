"""French or English, or refused by name."""

import pytest

from foedus.errors import LanguageNotCovered
from foedus.intake.language_of import detect, language_of

DETECTED = [
    ("Le ministre a salué la Russie.", "fr"),
    ("Kim Jong-un reçoit Sergueï Lavrov", "fr"),
    ("Kigali nie tout.", None),
    ("Moscou dément avoir livré des obus.", "fr"),
    ("The minister praised Russia.", "en"),
    ("Baghdad denied holding any.", "en"),
    ("She said: « Nous ne partirons pas », and left the room with the others.", "en"),
    ("Il a lancé “we will never leave” devant les députés de la majorité.", "fr"),
    ("Der Minister hat gesagt, dass die Ukraine mehr Waffen braucht.", "de"),
    ("El ministro dijo que no aceptará las sanciones de los europeos.", "es"),
    ("Il ministro ha detto che non accetterà le sanzioni degli europei.", "it"),
    ("O ministro disse que a Rússia não aceita as sanções.", "pt"),
    ("De minister zei dat Rusland de sancties niet aanvaardt.", "nl"),
    ("Minister powiedział, że Polska się na to nie zgodzi.", "pl"),
    ("Министр заявил, что Россия не примет санкции.", "one in Cyrillic script"),
    ("外交部发言人表示,中方坚决反对。", "Chinese"),
    ("外務省は、発射を非難した。", "Japanese"),
    ("وزير الخارجية يرفض العقوبات", "one in Arabic script"),
    ("12 345 – 678", None),
]


@pytest.mark.parametrize(("text", "language"), DETECTED, ids=[row[0] for row in DETECTED])
def test_detect(text: str, language: str | None) -> None:
    assert detect(text) == language


def test_a_mixed_text_is_what_most_of_it_is() -> None:
    french = "Le ministre a salué les relations entre les deux pays. "
    english = "The minister praised the relations between the two countries. "
    assert detect(french * 3 + english) == "fr"
    assert detect(english * 3 + french) == "en"


def test_other_language_is_named_with_those_covered() -> None:
    with pytest.raises(LanguageNotCovered) as caught:
        language_of("Der Minister hat gesagt, dass die Ukraine mehr Waffen braucht.", name="a.txt")
    assert str(caught.value) == (
        "a.txt: the language is de (German): only fr (French) and en (English) are covered: give a translation"
    )


def test_what_the_page_says_counts_only_where_the_words_do_not_decide() -> None:
    assert language_of("Kigali nie tout.", name="a.html", hint="fr-FR") == "fr"
    assert language_of("Le ministre a salué la Russie.", name="a.html", hint="en") == "fr"
    with pytest.raises(LanguageNotCovered, match="cannot tell the language"):
        language_of("Kigali nie tout.", name="a.html")
