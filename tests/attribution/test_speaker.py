"""Who a noun stands for that says no more than « le ministre »: the examples of anaphors.tsv."""

import pytest
from tests.builders import article

from foedus.reading import read_articles
from foedus.tables import read_table

ROWS = [
    (language, row)
    for language in ("fr", "en")
    for row in read_table(f"{language}/anaphors.tsv", ("noun", "roles", "example", "expects"))
]


def test_each_noun_stands_for_the_one_named_before() -> None:
    readings = read_articles(article(row["example"], language=language) for language, row in ROWS)
    wrong = []
    for (_, row), reading in zip(ROWS, readings, strict=True):
        speaker = reading.statements[-1].speaker if reading.statements else None
        if speaker is None or speaker.state != row["expects"] or row["noun"].lower() not in row["example"].lower():
            wrong.append((row.where, speaker))
    assert not wrong


@pytest.mark.parametrize(
    ("text", "language", "state"),
    [
        ("NEW DELHI: The port is open. A senior official said that the road was safe.", "en", "IND"),
        ("The port is open. A senior diplomat said that the road was safe.", "en", None),
        ("À Doha, on assure que le port est ouvert.", "fr", "QAT"),
        ("À Erevan, un haut responsable affirme que le port est ouvert.", "fr", "ARM"),
        ("Un haut responsable affirme que le port est ouvert.", "fr", None),
        ("Quant à la Syrie, elle affirme que le port est ouvert.", "fr", "SYR"),
        ("Le ministre turc a reçu le ministre grec. Le premier affirme que le port est ouvert.", "fr", "TUR"),
        ("Le président du Mouvement démocratique turc affirme que le port est ouvert.", "fr", None),
        ("La France ne livrera pas d'avions, a tranché le ministre des Armées.", "fr", "FRA"),
        ("Le Japon n'enverra pas de navires, a promis le Premier ministre.", "fr", "JPN"),
        ("Oslo ment, a dit le Premier ministre.", "fr", None),
        ("Le chef de la diplomatie européenne affirme que le Canada est prêt.", "fr", None),
        ("Le général à la retraite turc Orhan Kaya affirme que le port est ouvert.", "fr", None),
        ("Colère à Dublin, où le ministre des Transports affirme que le port est ouvert.", "fr", "IRL"),
        ("Le Qatar nie. L'émirat, dit un de ses diplomates, n'a rien livré.", "fr", "QAT"),
        ("Le ministre turc affirme que Sofia ment. Il ajoute que le port est ouvert.", "fr", "TUR"),
        ("Point de presse du Kremlin.\nAnna Orlova : Le port est ouvert.", "fr", "RUS"),
        (
            "Anna Orlova est ministre finlandaise des Affaires européennes.\nQ : Et le port ?\nA. O. : Il est ouvert.",
            "fr",
            "FIN",
        ),
        ("Le ministère algérien communique.\nNous affirmons que le port est ouvert.", "fr", "DZA"),
    ],
)
def test_whose_word_it_is(text: str, language: str, state: str | None) -> None:
    speaker = next(iter(read_articles([article(text, language=language)]))).statements[-1].speaker
    assert (speaker.state if speaker else None) == state
