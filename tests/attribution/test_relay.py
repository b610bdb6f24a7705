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
