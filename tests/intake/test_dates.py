"""When an article was published."""

import pytest

from foedus.errors import IntakeError
from foedus.intake.dates import (
    checked_date,
    date_in_name,
    date_in_url,
    date_of_dateline,
    date_of_line,
    date_of_stamp,
    find_date,
)

LINES = [
    ("Publié le 28 juillet 2025", "2025-07-28"),
    ("Publié le 28 juillet 2025 à 10h00, mis à jour le 29 juillet 2025", "2025-07-28"),
    ("Publié le : 28/06/2025 - 05:12   Modifié le : 28/06/2025 - 09:47", "2025-06-28"),
    ("Lundi 28 juillet 2025", "2025-07-28"),
    ("1er août 2025", "2025-08-01"),
    ("De notre correspondant à Hanoï, le 12 juin 2026", "2026-06-12"),
    ("Par Jeanne Modèle, le 28 juillet 2025", "2025-07-28"),
    ("Par Jeanne Modèle | 28/07/2025 10:30", "2025-07-28"),
    ("Par Jeanne Modèle - Publié le 7 avril 2025 à 18h42 - Mis à jour le 8 avril 2025 à 07h10", "2025-04-07"),
    ("Posted on July 28, 2025 at 10:30 a.m.", "2025-07-28"),
    ("Tuesday 29 April 2025, 6.05am", "2025-04-29"),
    ("28 July 2025", "2025-07-28"),
    ("2025-07-28T10:00:00+02:00", "2025-07-28"),
    ("31 février 2025", None),
    ("Le 28 juillet 2025, Moscou a attaqué.", None),
    ("28 juillet 2025 : Lavrov parle", None),
    ("Dans une déclaration relayée le 3 mai 2024 par la chaîne, il a salué Minsk.", None),
    ("Mis à jour le 28 juillet 2025", None),
]


@pytest.mark.parametrize(("line", "day"), LINES, ids=[row[0] for row in LINES])
def test_date_of_line(line: str, day: str | None) -> None:
    assert date_of_line(line) == day


def test_a_date_of_two_readings_is_one_only_in_french() -> None:
    assert date_of_line("Publié le 05/06/2025", day_first=True) == "2025-06-05"
    assert date_of_line("05/06/2025") is None
    assert date_of_line("06/06/2025") == "2025-06-06"


def test_a_bare_date_has_no_cue() -> None:
    assert date_of_line("May 3, 2016", cued=True) is None
    assert date_of_line("Published May 3, 2016", cued=True) == "2016-05-03"


DATELINES = [
    ("PYONGYANG, 28 juillet 2025 (KCNA) -- Le dirigeant", "2025-07-28"),
    ("BEIJING, July 28, 2025 (Xinhua) -- The", "2025-07-28"),
    ("MOSCOU, 28 juillet (TASS) - Le", None),
    ("En effet, le 28 juillet 2025, Moscou a", None),
    ("Réunis à Moscou, le 28 juillet 2025 - date du traité -, les", None),
]


@pytest.mark.parametrize(("paragraph", "day"), DATELINES, ids=[row[0] for row in DATELINES])
def test_date_of_dateline(paragraph: str, day: str | None) -> None:
    assert date_of_dateline(paragraph) == day


STAMPS = [
    ("2025-07-28T23:30:00+09:00", "2025-07-28"),  # the 28th where it was written; in UTC, too, but for other reasons
    ("2025-07-28T00:10:00+09:00", "2025-07-28"),  # still the 27th in UTC: the zone of the outlet is kept
    ("2025-07-28 10:00", "2025-07-28"),
    ("20250728", "2025-07-28"),
    ("2025-07", "2025-07"),
    ("Mon, 28 Jul 2025 10:00:00 GMT", "2025-07-28"),
    ("2025-13-28", None),
    ("soon", None),
]


@pytest.mark.parametrize(("stamp", "day"), STAMPS, ids=[row[0] for row in STAMPS])
def test_date_of_stamp(stamp: str, day: str | None) -> None:
    assert date_of_stamp(stamp) == day


ADDRESSES = [
    ("https://a.example/2025/07/28/lavrov-12345678.html", "2025-07-28"),
    ("https://a.example/monde/20250728-lavrov", "2025-07-28"),
    ("https://a.example/2025/07/lavrov", "2025-07"),
    ("https://a.example/article-20259928", None),
    ("https://2025-07-28.example/lavrov", None),
    ("https://a.example/lavrov?d=2025-07-28", None),
]


@pytest.mark.parametrize(("url", "day"), ADDRESSES, ids=[row[0] for row in ADDRESSES])
def test_date_in_url(url: str, day: str | None) -> None:
    assert date_in_url(url) == day


def test_date_in_name_looks_at_the_file_not_the_folder() -> None:
    assert date_in_name("dossier/afp_2025-07-28_lavrov.txt") == "2025-07-28"
    assert date_in_name("2025-07-28/lavrov.txt") is None


def test_find_date_takes_the_first_that_exists() -> None:
    assert find_date("du 31 février 2025 ou du 28 juillet 2025") == "2025-07-28"


def test_a_given_date_is_checked() -> None:
    assert [checked_date(day, name="a") for day in ("2025", "2025-07", "2025-07-28")] == [
        "2025",
        "2025-07",
        "2025-07-28",
    ]
    with pytest.raises(IntakeError, match="published 'hier' is no date"):
        checked_date("hier", name="a")
