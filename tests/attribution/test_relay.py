"""The examples of relays.tsv, and relays that no marker alone can show."""

import pytest
from tests.builders import article

from foedus.reading import read_articles
from foedus.tables import read_table

ROWS = [
    (language, row)
    for language in ("fr", "en")
    for row in read_table(f"{language}/relays.tsv", ("marker", "carries", "strong", "example", "expects"))
]


def relays(text: str, language: str = "fr") -> list[tuple[str, ...]]:
    return [s.relay for s in next(iter(read_articles([article(text, language=language)]))).statements]


def test_each_marker_makes_the_outlet_behind_it_a_relay() -> None:
    readings = read_articles(article(row["example"], language=language) for language, row in ROWS)
    wrong = [
        (row.where, [s.relay for s in reading.statements])
        for (_, row), reading in zip(ROWS, readings, strict=True)
        if not any(row["expects"] in s.relay for s in reading.statements)
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le port est ouvert, a dit le ministre turc à la chaîne Essai.", [("Essai",)]),
        ("Le port est ouvert, a dit le ministre turc à nos confrères d'Essai Info.", [("Essai Info",)]),
        ("Le port est ouvert, a dit le ministre turc, interviewé par El Ensayo.", [("El Ensayo",)]),
        (
            "Le port est ouvert, a dit le ministre turc, cité par l'agence Tass, reprise par Reuters.",
            [("TASS", "Reuters")],
        ),
        ("Le Kremlin, rapporte l'agence Tass, a affirmé que le port était ouvert.", [("TASS",)]),
        (
            "Le port est ouvert, a dit à RFI le ministre turc. Le ministre grec a dit au micro de la même radio que "
            "le port était fermé.",
            [("RFI",), ("RFI",)],
        ),
        (
            "Dans un entretien à RFI, le ministre turc a dit que le port était ouvert. Il a ajouté que la ville était "
            "sûre.",
            [("RFI",), ("RFI",)],
        ),
        ("Le port est ouvert, a dit à RFI le ministre turc. Il a ajouté que la ville était sûre.", [("RFI",), ()]),
        (
            "Dans un entretien à RFI, le ministre turc revient sur la crise. « Le port est ouvert », dit-il.",
            [("RFI",)],
        ),
        ("L'agence Yonhap, citant une source militaire, a fait état de tirs d'obus.", [("Yonhap",)]),
        ("Le port est ouvert, ont dit des diplomates joints par El Ensayo.", [("El Ensayo",)]),
        ("Le ministre turc a dit à la télévision d'État que le port était ouvert.", [()]),
        ("Le port est ouvert, a dit un diplomate turc cité par Kiev.", [()]),
    ],
)
def test_relays(text: str, expected: list[tuple[str, ...]]) -> None:
    assert relays(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The port is safe, the Omani minister told the Turkish daily Sabah.", "Sabah"),
        ("The port is safe, Oman's minister told Iranian state broadcaster IRIB.", "IRIB"),
        ("The port is safe, the Russian envoy told state news agency TASS.", "TASS"),
        ("“We are ready,” the Serbian president said in comments carried by the Sample news agency.", "Sample"),
        ("“We are ready,” the Serbian president said in an interview with Germany's Bild newspaper.", "Bild"),
        ("“We will stay,” the Malian minister told the BBC's morning programme.", "BBC"),
        ("The South China Morning Post quoted an envoy as saying the talks had failed.", "South China Morning Post"),
        ("NHK, citing Japanese officials, reported that North Korea had fired a missile.", "NHK"),
    ],
)
def test_an_english_outlet_is_known_by_what_stands_around_its_name(text: str, expected: str) -> None:
    assert relays(text, "en") == [(expected,)]
