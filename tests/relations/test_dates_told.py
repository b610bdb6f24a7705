"""Which year and day a date means that does not say so."""

import pytest
from tests.builders import article

from foedus.reading import read_articles
from foedus.relations.dates import Dates


@pytest.mark.parametrize(
    ("text", "published", "found"),
    [
        ("Signé le 10 mai 2025, l'accord tient. En septembre, Lima a cédé.", None, ["2025-05-10", "2025-09"]),
        ("Le plus grave depuis 1999. En septembre, Lima a cédé.", None, ["1999"]),
        ("Le 10 mai 2025, le pire depuis 1999. Un an plus tard, tout tient.", None, ["2025-05-10", "1999", "2026"]),
        ("La base a ouvert en 1994. Le 17 mars, Lima l'a fermée.", "2026-03-20", ["1994", "2026-03-17"]),
        ("Tout naît le 7 avril 1994. Le 17 mars, Lima a cédé.", "2026-03-20", ["1994-04-07", "2026-03-17"]),
        ("Tout naît le 7 avril 1994 ; le 17 mars, Lima avait cédé.", "2026-03-20", ["1994-04-07", "1994-03-17"]),
        ("Lima attaque le 2 août 1990. Le 28 novembre, Quito cède.", "2026-03-20", ["1990-08-02", "1990-11-28"]),
        ("The base opened in 1994. On March 17, Peru closed it.", None, ["1994"]),
        ("La guerre éclate le 3 août 1990. Vingt jours plus tard, Lima cède.", None, ["1990-08-03", "1990-08-23"]),
        ("En mai 1963, un an après l'indépendance du Kenya, Lima cède.", None, ["1963-05"]),
        ("Lima attaque en mai 1963. Un an après, Quito cède.", None, ["1963-05", "1964"]),
    ],
)
def test_a_date_that_is_not_told_in_full(text: str, published: str | None, found: list[str]) -> None:
    assert [d.iso for d in Dates(text, published).found] == found


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Le ministre chinois se rendra en juin au Népal.", "fr", "2026-06"),
        ("Le ministre chinois se rendra en mars au Népal.", "fr", "2027-03"),
        ("Le ministre chinois s'est rendu en juin au Népal.", "fr", "2025-06"),
        ("Le ministre chinois se rendra lundi au Népal.", "fr", "2026-05-18"),
        ("Le ministre chinois se rendra au Népal le mois prochain.", "fr", "2026-06"),
        ("The Chinese minister will visit Nepal next month, an envoy said on Monday.", "en", "2026-06"),
        ("The Chinese minister will visit Nepal, an envoy said on Monday.", "en", None),
        ("Oman made an offer on Friday, two days after Peru attacked Chile.", "en", None),
        ("La Chine avait rompu avec le Népal en 2024 et expulsé le nonce.", "fr", "2024"),
        ("La Chine, en guerre avec le Népal depuis 2020, a reçu un moine.", "fr", "2020"),
    ],
)
def test_when_an_act_is(text: str, language: str, day: str | None) -> None:
    (reading,) = read_articles([article(text, language=language, published="2026-05-14")])
    assert {relation.date for relation in reading.relations} == {day}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Oslo, lié à Riga par un traité depuis 1951, a apporté son soutien à la Lettonie.",
         {"lié": "1951", "apporté": None}),
        ("La Turquie, qui avait fermé sa frontière avec l'Arménie en 1993, a reçu le président arménien.",
         {"fermé": "1993", "reçu": None}),
    ],
)  # fmt: skip
def test_the_date_of_a_clause_is_not_that_of_the_act_around_it(text: str, found: dict[str, str | None]) -> None:
    (reading,) = read_articles([article(text, published=None)])
    dates = {text[r.trigger_span.start : r.trigger_span.end]: r.date for r in reading.relations}
    assert {word: date for word, date in dates.items() if word in found} == found
