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
        (
            "L'Arménie affirme que le port est ouvert. Selon l'AFP, Bakou ment. Nous affirmons que c'est faux.",
            "fr",
            "ARM",
        ),
        ("Le ministère algérien communique.\nNous affirmons que le port est ouvert.", "fr", "DZA"),
        ("Communiqué – Pérou.\nLe Chili condamne ces tirs. Nous affirmons que le port est ouvert.", "fr", "CHL"),
        ("Rabat se tait. Deux diplomates européens affirment que le port est ouvert.", "fr", None),
        ("Rabat et Oslo se taisent. Deux diplomates affirment que le port est ouvert.", "fr", None),
        ("Bakou se tait. Des officiers occidentaux en poste à Bakou affirment que le port est ouvert.", "fr", None),
        ("Rabat se tait. L'ONU s'inquiète. Son porte-parole affirme que le port est ouvert.", "fr", None),
        ("Rabat se tait. Ann Lee a menti, affirme son porte-parole.", "fr", None),
        ("Le Mali s'inquiète. Son porte-parole affirme que le port est ouvert.", "fr", "MLI"),
        ("Lima, affirme son ministre, a raison.", "fr", "PER"),
        ("« Le port est ouvert », a dit Aybek Saliev, vice-ministre kirghiz de l'Intérieur.", "fr", "KGZ"),
        ("La commission du lac Tchad parle. Son directeur affirme que le port est ouvert.", "fr", None),
        (
            "« Le port tiendra »\n\nEva Lind est ministre suédoise.\n\nQ : Et ?\n\nR : Oui.\n\nQ : Et ?\n\nR : Oui.",
            "fr",
            "SWE",
        ),
        (
            "Entretien. Géographe, Ann Lee décrit le port.\n\nEt la Suède ?\n\nOslo ment.\n\n"
            "Anna Orlova, ministre russe, aussi ?\n\nSans doute.\n\nEt Lima ?\n\nNon.",
            "fr",
            None,
        ),
        ("« Le port est ouvert », a déclaré à la chaîne Al-Arabiya un haut responsable saoudien.", "fr", "SAU"),
        ("Un haut responsable à Riyad affirme que le port est ouvert.", "fr", "SAU"),
        ("Un diplomate à Riyad affirme que le port est ouvert.", "fr", None),
        ("The prime minister of Japan, Ann Lee, said that the port was open.", "en", "JPN"),
        ("A Western diplomat in Seoul said that the port was open.", "en", None),
        ("Des sources sécuritaires péruviennes affirment que le port est ouvert.", "fr", "PER"),
        ("Le patron de la diplomatie turque affirme que le port est ouvert.", "fr", "TUR"),
        ("Une source diplomatique chilienne affirme que le port est ouvert.", "fr", "CHL"),
        ("Une source au ministère péruvien de la Pêche affirme que le port est ouvert.", "fr", "PER"),
        ("Une source à l'ONG affirme que le port est ouvert.", "fr", None),
        (
            "Oslo accuse.\nA Lima, le ton change. La porte-parole du ministère affirme que le port est ouvert.",
            "fr",
            "PER",
        ),
        ("Oslo accuse Lima. Les deux ministres se parlent. Ils affirment que le port est ouvert.", "fr", "NOR"),
        ("Oslo se tait. Le porte-parole de l'opérateur affirme que le port est ouvert.", "fr", None),
        ("Ann Lee, la porte-parole du ministère péruvien, a souri. Lee affirme que le port est ouvert.", "fr", "PER"),
        ("Rabat a reçu l'opposant chilien Ann Lee. Ce dernier affirme que le port est ouvert.", "fr", None),
    ],
)
def test_whose_word_it_is(text: str, language: str, state: str | None) -> None:
    speaker = next(iter(read_articles([article(text, language=language)]))).statements[-1].speaker
    assert (speaker.state if speaker else None) == state
