"""Plain text: which lines are what."""

import pytest

from foedus.intake.page import read_source
from foedus.intake.plaintext import lay_out

PARAGRAPH = "Le ministre des Affaires étrangères a salué mardi les relations entre les deux pays voisins."
OTHER = "Il a aussi rappelé que le traité signé l'an dernier oblige chacun à secourir l'autre."


def kinds(text: str, language: str = "fr") -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.slice(text)) for block in lay_out(text, language=language).blocks]


FORMS = [
    pytest.param(f"{PARAGRAPH}\n", [("paragraph", PARAGRAPH)], id="one paragraph is no title"),
    pytest.param("Moscou salue Minsk", [("paragraph", "Moscou salue Minsk")], id="one line is no title"),
    pytest.param(
        f"Moscou salue Minsk\n\n{PARAGRAPH}",
        [("title", "Moscou salue Minsk"), ("paragraph", PARAGRAPH)],
        id="title before a blank line",
    ),
    pytest.param(
        f"Moscou salue Minsk\n{PARAGRAPH}",
        [("title", "Moscou salue Minsk"), ("paragraph", PARAGRAPH)],
        id="title before a longer line",
    ),
    pytest.param(
        f"Que veut Moscou ?\n\n{PARAGRAPH}",
        [("title", "Que veut Moscou ?"), ("paragraph", PARAGRAPH)],
        id="a question may be a title",
    ),
    pytest.param(
        f"Moscou a dit oui.\n\n{PARAGRAPH}",
        [("paragraph", "Moscou a dit oui."), ("paragraph", PARAGRAPH)],
        id="a sentence is no title",
    ),
    pytest.param(
        f"Moscow Praises Minsk and Scolds Kyiv.\n\n{PARAGRAPH}",
        [("title", "Moscow Praises Minsk and Scolds Kyiv."), ("paragraph", PARAGRAPH)],
        id="an English headline that was given a full stop",
    ),
    pytest.param(
        f"Titre du jour\n\n{PARAGRAPH}\n\nUn traité sans lendemain\n\n{OTHER}",
        [
            ("title", "Titre du jour"),
            ("paragraph", PARAGRAPH),
            ("heading", "Un traité sans lendemain"),
            ("paragraph", OTHER),
        ],
        id="heading between paragraphs",
    ),
    pytest.param(
        f"{PARAGRAPH}\n\nUn traité sans lendemain",
        [("paragraph", PARAGRAPH), ("paragraph", "Un traité sans lendemain")],
        id="a last line heads nothing",
    ),
    pytest.param(
        f"{PARAGRAPH}\n\nQue dit Pékin ?\n\n{OTHER}",
        [("paragraph", PARAGRAPH), ("paragraph", "Que dit Pékin ?"), ("paragraph", OTHER)],
        id="a question of an interview is no heading",
    ),
    pytest.param(
        f"{PARAGRAPH}\n\nJeanne Modèle : Et Minsk\n\n{OTHER}",
        [("paragraph", PARAGRAPH), ("paragraph", "Jeanne Modèle : Et Minsk"), ("paragraph", OTHER)],
        id="someone speaking is no heading",
    ),
    pytest.param(
        f"{PARAGRAPH}\n— Et Minsk ?\n— Minsk suivra, comme toujours.",
        [("paragraph", PARAGRAPH), ("paragraph", "— Et Minsk ?"), ("paragraph", "— Minsk suivra, comme toujours.")],
        id="an em dash is someone speaking",
    ),
    pytest.param(
        f"{PARAGRAPH}\n\n  1. Le traité.\n  2. L'histoire.\n- La guerre\n• Le gaz\n-Les obus",
        [
            ("paragraph", PARAGRAPH),
            ("item", "Le traité."),
            ("item", "L'histoire."),
            ("item", "La guerre"),
            ("item", "Le gaz"),
            ("item", "Les obus"),
        ],
        id="items start after their marker",
    ),
    pytest.param(
        "2025 fut l'année du traité, selon Minsk.\n1,5 milliard a été versé.",
        [("paragraph", "2025 fut l'année du traité, selon Minsk."), ("paragraph", "1,5 milliard a été versé.")],
        id="a number is no marker",
    ),
    pytest.param(
        f"Titre du jour\n\nVue aérienne du port de Wonsan.\n\n{PARAGRAPH}",
        [("title", "Titre du jour"), ("caption", "Vue aérienne du port de Wonsan."), ("paragraph", PARAGRAPH)],
        id="caption under the title",
    ),
    pytest.param(
        f"Titre du jour\n\nDes soldats à Minsk. © Agence\n\n{PARAGRAPH}",
        [("title", "Titre du jour"), ("caption", "Des soldats à Minsk. © Agence"), ("paragraph", PARAGRAPH)],
        id="caption by its credit",
    ),
    pytest.param(
        f"# Titre du jour\n\n{PARAGRAPH}\n\n## Le traité\n\n> {OTHER}\n\n![photo](a.jpg)\n",
        [("title", "Titre du jour"), ("paragraph", PARAGRAPH), ("heading", "Le traité"), ("paragraph", OTHER)],
        id="markdown",
    ),
]


@pytest.mark.parametrize(("text", "blocks"), FORMS)
def test_forms(text: str, blocks: list[tuple[str, str]]) -> None:
    assert kinds(text) == blocks


WRAPPED = """Moscou salue Minsk

Le ministre des Affaires étrangères a salué mardi à Minsk les relations
anciennes entre les deux pays, qui selon lui se tiennent côte à côte.
Il part demain.
Kiev a protesté sans tarder contre cette visite, que la présidence juge
hostile. Le traité signé l'an dernier oblige pourtant chacun des États à
secourir l'autre.

 1. Le traité, que les deux parlements ont ratifié dans la même semaine
    de novembre.
 2. La guerre.
"""


def test_hard_wrapped_lines_are_one_block_and_the_text_is_untouched() -> None:
    article = read_source(WRAPPED.encode(), name="a.txt")
    assert article.text == WRAPPED
    words = [(b.kind.value, b.span.slice(WRAPPED).split()) for b in article.blocks]
    assert [(kind, line[0], line[-1]) for kind, line in words] == [
        ("title", "Moscou", "Minsk"),
        ("paragraph", "Le", "côte."),
        ("paragraph", "Il", "demain."),
        ("paragraph", "Kiev", "l'autre."),
        ("item", "Le", "novembre."),
        ("item", "La", "guerre."),
    ]


def test_lines_that_are_not_wrapped_are_blocks_of_their_own() -> None:
    text = f"{PARAGRAPH}\n{OTHER}\n{PARAGRAPH}\n"
    assert kinds(text) == [("paragraph", PARAGRAPH), ("paragraph", OTHER), ("paragraph", PARAGRAPH)]


def test_lines_about_the_article_are_in_no_block() -> None:
    text = (
        f"Moscou salue Minsk\n\nPar Jeanne Modèle, envoyée spéciale\nPublié le 28 juillet 2025 à 10h00\n\n"
        f"{PARAGRAPH}\n\n"
        "https://a.example/moscou-minsk\n"
    )
    article = read_source(text.encode(), name="a.txt")
    assert article.text == text
    assert [block.kind.value for block in article.blocks] == ["title", "paragraph"]
    assert (article.byline, article.published, article.published_from) == ("Jeanne Modèle", "2025-07-28", "text")
    assert article.url == "https://a.example/moscou-minsk"


BYLINES = [
    ("Par Jeanne Modèle", "Jeanne Modèle"),
    ("Par Jeanne Modèle - Publié le 7 avril 2025 à 18h42 - Mis à jour le 8 avril 2025 à 07h10", "Jeanne Modèle"),
    ("By JANE DOE and John Smith", "JANE DOE and John Smith"),
    ("Propos recueillis par Jeanne Modèle", "Jeanne Modèle"),
    ("Par ailleurs Minsk se tait", None),
    ("Par Minsk, tout passe sans contrôle aucun", "Minsk"),  # a known slip: a capital after « Par » is a name
]


@pytest.mark.parametrize(("line", "byline"), BYLINES, ids=[row[0] for row in BYLINES])
def test_bylines(line: str, byline: str | None) -> None:
    assert lay_out(f"Titre du jour\n\n{line}\n\n{PARAGRAPH}", language="fr").byline == byline


def test_the_date_of_a_correction_at_the_end_is_not_that_of_the_article() -> None:
    text = "\n\n".join([PARAGRAPH, OTHER] * 5 + ["Rectificatif", "3 mai 2016"])
    assert lay_out(text, language="fr").published is None


DISPATCHES = [
    (f"WASHINGTON, 25 avril (AFP) - {PARAGRAPH}", "AFP"),
    (f"GEORGETOWN, Guyana (Reuters) - {PARAGRAPH}", "Reuters"),
    (f"BEIJING, July 28, 2025 (Xinhua) -- {PARAGRAPH}", "Xinhua"),
    (f"{PARAGRAPH} {PARAGRAPH} {OTHER} (AFP)", "AFP"),
    (f"Kiev (Ukraine) - {PARAGRAPH}", None),
    (f"Le président (AFP) l'a dit. {PARAGRAPH}", None),
    (f"{PARAGRAPH} (suite)", None),
]


@pytest.mark.parametrize(("paragraph", "outlet"), DISPATCHES, ids=[row[0][:30] + row[0][-8:] for row in DISPATCHES])
def test_a_dispatch_is_its_agency_s(paragraph: str, outlet: str | None) -> None:
    text = f"Moscou salue Minsk\n\n{paragraph}\n\n{OTHER}\n" if "(" in paragraph[:40] else f"{OTHER}\n\n{paragraph}\n"
    assert read_source(text.encode(), name="a.txt").outlet == outlet


@pytest.mark.parametrize(
    ("line", "published", "outlet"),
    [
        ("RFI — Publié le 24/08/2023", "2023-08-24", "RFI"),
        ("LIMA (Reuters) - 9 février 2026", "2026-02-09", "Reuters"),
        ("The Sample Courier, 2 May 2026", "2026-05-02", "The Sample Courier"),
        ("AFP - 12 juin 2022", "2022-06-12", "AFP"),
        ("Le Monde, le 12 juin 2022", "2022-06-12", "Le Monde"),
        ("Le Monde avec AFP et Reuters", None, "Le Monde"),
        ("Al Jazeera and news agencies", None, "Al Jazeera"),
        ("Lima avec Quito", None, None),
        ("Sommet de Lima — 12 juin 2022", None, None),
        ("RFI — Lima hésite", None, None),
    ],
)
def test_an_outlet_may_stand_before_the_date(line: str, published: str | None, outlet: str | None) -> None:
    found = lay_out(f"Titre du jour\n\n{line}\n\n{PARAGRAPH}", language="fr")
    assert (found.published, found.agency) == (published, outlet)
