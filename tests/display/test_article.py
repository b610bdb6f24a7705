"""One article in the terminal: the text in a column, statements set off, relations under each."""

import re
from io import StringIO

import pytest
from rich.console import Console

from builders import article, reading, relation, statement
from foedus.display.article import COLOURS, reading_view
from foedus.model import Reading

TITLE = "Kiev accuse Minsk"
FIRST = "« Minsk a frappé Kiev, a dit Anna Kowal. Nous répondrons », selon RT."
SECOND = "Minsk dément que ses soldats craignent Kiev. L'accord de Kiev et Minsk tient."
ACCENT = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def read() -> Reading:
    page = article(f"{TITLE}\n{FIRST}\n{SECOND}", "Agence Essai", title=None)
    kowal = statement(
        page, ("Minsk a frappé Kiev", "Nous répondrons"), "Anna Kowal", cue="a dit",
        role="porte-parole", state="UKR", relay=("RT",),
    )  # fmt: skip
    denial = statement(page, "que ses soldats craignent Kiev", "Minsk", cue="dément", kind="indirect", state="BLR")
    fear = statement(page, "Kiev. L'accord", "ses soldats", cue="craignent", kind="mixed", speaker="soldats")
    hit = relation(page, "BLR", "UKR", "ASSAULT", evidence="Minsk a frappé Kiev", trigger="frappé", statement=kowal)
    deal = relation(page, "UKR", "BLR", "AGREE", evidence="L'accord de Kiev et Minsk", trigger="accord", date="2024-05")
    return reading(page, kowal, denial, fear, hit, deal)


def shown(read: Reading, width: int, language: str = "fr", *, terminal: bool = False) -> str:
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=terminal, highlight=False, markup=False, emoji=False,
        color_system="standard" if terminal else None,
    )  # fmt: skip
    console.print(reading_view(read, language))
    return out.getvalue()


def test_the_text_stands_whole_with_a_number_where_a_statement_ends(read: Reading) -> None:
    lines = [line.rstrip() for line in shown(read, 100).splitlines()]
    assert "« Minsk a frappé Kiev, a dit Anna Kowal. Nous répondrons¹ », selon RT." in lines
    assert any(line.startswith("Minsk dément que ses soldats craignent Kiev². L'accord³ de Kiev") for line in lines)


def test_each_statement_is_set_off_with_speaker_kind_relay_and_relations(read: Reading) -> None:
    text = shown(read, 100)
    number = read.statements[0].id[:8]
    assert f"  │ ¹ Anna Kowal, porte-parole (UKR) · citation · via RT · {number}\n" in text
    assert f"  │   BLR → UKR\u00a0: attaque · {read.relations[0].id[:8]}\n" in text
    assert "  │ ² Minsk (BLR) · propos rapportés ·" in text
    assert f"  │ le média lui-même\n  │   UKR – BLR\u00a0: accord · mai 2024 · {read.relations[1].id[:8]}\n" in text
    assert text.index("le média lui-même") > text.index("Minsk dément")
    assert re.search(r"^BLR → UKR  attaque\s*$", text, re.MULTILINE)


def test_the_language_of_the_output_is_not_that_of_the_article(read: Reading) -> None:
    text = shown(read, 100, "en")
    assert "3 statements, 2 relations" in text and "BLR → UKR: attack" in text and "the outlet itself" in text


@pytest.mark.parametrize("width", [30, 46, 80, 100, 124, 140, 200])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(read: Reading, width: int) -> None:
    text = ACCENT.sub("", shown(read, width, terminal=True))
    assert max(len(line) for line in text.splitlines()) <= width
    words = re.findall(r"\w+", re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]", "", text))
    assert not set(re.findall(r"\w+", read.article.text)) - set(words)


def test_on_a_wide_terminal_what_is_found_stands_beside_the_text(read: Reading) -> None:
    line = next(line for line in shown(read, 140).splitlines() if line.startswith("« Minsk"))
    assert "│ ¹ Anna Kowal" in line


def test_speakers_have_colours_and_sources_cues_and_triggers_styles(read: Reading) -> None:
    text = shown(read, 100, terminal=True)
    first = 30 + ["black", "red", "green", "yellow", "blue", "magenta", "cyan"].index(COLOURS[0])
    assert f"\x1b[{first}mMinsk a \x1b[0m\x1b[4;{first}mfrappé" in text
    assert f"\x1b[1;{first}mAnna Kowal" in text and "\x1b[3ma dit" in text
    assert "qui parle" in text and "qui parle" not in shown(read, 100)


def test_an_article_cannot_steer_the_terminal() -> None:
    page = article("Kiev \x1b[31mdit\x1b[0m :\u202e « oui ».")
    text = shown(reading(page, statement(page, "oui", "Kiev")), 80)
    assert "\x1b" not in text and "\u202e" not in text and "oui¹" in text


def test_an_article_without_anything_says_so() -> None:
    text = shown(reading(article("Il pleut.", None, published=None)), 80)
    assert "Aucun propos attribué." in text and "Aucune relation entre états." in text


def test_more_speakers_than_colours() -> None:
    page = article(". ".join(f"P{n} dit que c{n}" for n in range(20)) + ".")
    told = [statement(page, f"c{n}", f"P{n}", kind="indirect") for n in range(20)]
    assert "²⁰ P19 · propos rapportés" in shown(reading(page, *told), 80)
