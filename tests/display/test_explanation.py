"""An explanation as it is shown: whose words, between which marks, in which language."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text

from builders import article, reading, relation, statement
from foedus.display.layout import Prose
from foedus.display.markdown import escaped, explanation_markdown
from foedus.display.pieces import Page, Piece, page_of
from foedus.display.terminal import explanation_view
from foedus.display.wording import LANGUAGES, printable, shortened, wording
from foedus.explain import explain
from foedus.ledger import Ledger, open_ledger
from foedus.model import Ground, Kind, Mood

TEXT = (
    "Kiev et Tunis s’entendent.\n"
    "« Nous sommes unis par une longue histoire », a dit Awa Kone à Tunis.\n"
    "Jean Petit a affirmé que Kiev livrerait des obus à Tunis.\n"
    "Tunis nie que Kiev ait livré des obus.\n"
    "Kiev et Tunis ont signé un traité."
)
SAID = "Nous sommes unis par une longue histoire"
REPORTED = "Kiev livrerait des obus à Tunis"
DENIED = "Kiev ait livré des obus"
PRINTED = "Kiev et Tunis ont signé un traité"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "essai.db") as opened:
        yield opened


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Three voices and a denial on one page; another outlet prints the same page."""
    for outlet in ("Agence Essai", "Le Journal"):
        page = article(TEXT, outlet, published="2025-03-04", title="Kiev et Tunis s’entendent.")
        direct = statement(page, SAID, cue="a dit", speaker="Awa Kone", role="ministre", state="TUN", relay=["Tass"])
        told = statement(page, REPORTED, cue="a affirmé", kind="indirect", speaker="Jean Petit")
        denial = statement(page, DENIED, "Tunis", cue="nie", kind="indirect", speaker="Tunis", state="TUN")
        ledger.add(
            reading(
                page,
                *(direct, told, denial),
                relation(page, "TUN", "UKR", "ALIGNED", ground="HISTORY", evidence=SAID, statement=direct),
                relation(page, code="AID", ground="MILITARY", evidence=REPORTED, statement=told, mood="asserted"),
                relation(page, code="AID", ground="MILITARY", evidence=DENIED, statement=denial, mood="negated"),
                relation(page, code="AGREE", ground="TREATY", evidence=PRINTED, date="2025-03-01"),
            )
        )
    return ledger


def page(ledger: Ledger, language: str = "fr", a: str = "UKR", b: str = "TUN", **options: object) -> Page:
    return page_of(explain(ledger, a, b, **options), language)  # type: ignore[arg-type]


def shown(page: Page, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(explanation_view(page))
    return console.file.getvalue()  # type: ignore[attr-defined]


def pieces(page: Page) -> dict[str, Piece]:
    sections = [*page.grounds, *(section for section in (page.other, page.against) if section)]
    return {piece.words: piece for section in sections for piece in section.pieces}


@pytest.mark.parametrize(
    ("words", "marks"),
    [(SAID, True), (PRINTED, True), (REPORTED, False), (DENIED, False)],
    ids=["someone's own words", "the outlet's own words", "reported words", "a denial, reported"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_stand_only_around_stored_words_of_someone(
    filled: Ledger, language: str, words: str, marks: bool
) -> None:
    found = page(filled, language)
    quoted = wording(language).quote(words)
    assert words in shown(found)
    assert (quoted in shown(found)) is marks
    assert (quoted in explanation_markdown(found)) is marks


def test_reported_words_follow_their_speaker(filled: Ledger) -> None:
    assert f"Jean Petit — propos rapportés\u00a0: {REPORTED}" in shown(page(filled))
    assert f"Jean Petit — reported: {REPORTED}" in shown(page(filled, "en"))


def test_a_quotation_names_speaker_role_state_relay_outlet_dates_and_id(filled: Ledger) -> None:
    text = shown(page(filled))
    claim = next(c for c in explain(filled, "UKR", "TUN").grounds[0].evidence)
    assert "Awa Kone, ministre (TUN), via Tass" in text
    assert "Agence Essai, 4 mars 2025" in text
    assert f"UKR – TUN\u00a0: entente · {claim.claim.id[:8]}" in text
    assert "UKR – TUN\u00a0: accord · acte du 1er mars 2025" in text


def test_a_denial_is_announced_where_the_claim_stands(filled: Ledger) -> None:
    contested = pieces(page(filled))[REPORTED].contested
    assert contested and contested.startswith("contesté\u00a0: Tunis (TUN) [")
    assert pieces(page(filled))[DENIED].acts[0].what == "aide (niée)"


def test_a_reprint_is_named_and_not_shown_again(filled: Ledger) -> None:
    text = shown(page(filled))
    assert text.count(SAID) == 1
    assert "aussi dans Le Journal" in text


def test_an_article_of_no_known_outlet_goes_by_its_title(ledger: Ledger) -> None:
    unknown = article(
        "Kiev et Tunis, la suite.\nKiev aide Tunis.", None, title="Kiev et Tunis, la suite.", published=None
    )
    ledger.add(reading(unknown, relation(unknown, ground="MILITARY", evidence="Kiev aide Tunis")))
    text = shown(page(ledger))
    assert "«\u00a0Kiev aide Tunis\u00a0»\n    Kiev et Tunis, la suite. (le média lui-même)\n" in text
    assert "None" not in text


def test_headings_are_in_the_language_asked_for(filled: Ledger) -> None:
    assert [section.heading for section in page(filled).grounds] == ["Histoire", "Soutien militaire", "Traité"]
    assert [section.heading for section in page(filled, "en").grounds] == ["History", "Military support", "Treaty"]
    assert page(filled).heading == "Ukraine (UKR) – Tunisie (TUN)"


def test_the_counts_are_in_one_line(filled: Ledger) -> None:
    counted = page(filled, "en").counts or ""
    assert re.fullmatch(r"8 records, 6 statements, 3 speakers, \d independent origins?, 2 articles", counted), counted


def test_whose_word_a_ground_rests_on(filled: Ledger) -> None:
    bases = {section.heading: section.basis for section in page(filled, "en").grounds}
    assert bases == {
        "History": "On the word of one party (TUN): 2 · 1 origin",
        "Military support": "On the word of third parties: 2 · 1 origin · contested",
        "Treaty": "On the word of 2 outlets: 2 · 1 origin",
    }


def many(ledger: Ledger, n: int) -> None:
    said = [f"Raison numéro {number} de s’aider" for number in range(n)]
    long = article("\n".join(said))
    ledger.add(reading(long, *(relation(long, ground="HISTORY", evidence=words) for words in said)))


def test_three_pieces_are_shown_and_the_others_counted(ledger: Ledger) -> None:
    many(ledger, 7)
    section = page(ledger).grounds[0]
    assert (len(section.pieces), section.more) == (3, 4)
    assert "+ 4 autres (--all les montre)" in shown(page(ledger))


def test_all_shows_all(ledger: Ledger) -> None:
    many(ledger, 7)
    section = page_of(explain(ledger, "UKR", "TUN"), "fr", everything=True).grounds[0]
    assert (len(section.pieces), section.more) == (7, 0)


def test_records_on_the_same_words_are_shown_with_them_once(ledger: Ledger) -> None:
    two = article("Kiev a aidé Tunis et signé avec elle.")
    ledger.add(
        reading(
            two,
            relation(two, code="AID", ground="MILITARY"),
            relation(two, code="AGREE", ground="MILITARY", evidence="signé avec elle"),
        )
    )
    (piece,) = page(ledger).grounds[0].pieces
    assert [act.what for act in piece.acts] == ["aide", "accord"]


def test_nothing_known_says_so_and_what_is_known_of_each(filled: Ledger) -> None:
    text = shown(page(filled, "en", "UKR", "FRA"))
    assert "Nothing is recorded between these two states." in text
    assert "Recorded of Ukraine: Tunisia (8)" in text
    assert "Nothing is recorded of France." in text
    assert "0 " not in text


def test_filters_are_named_with_what_they_leave_out(filled: Ledger) -> None:
    text = shown(page(filled, "fr", since="2025", moods=[Mood.NEGATED]))
    assert "Filtres\u00a0: depuis 2025, nié" in text
    assert "6 relations relevées hors des filtres" in text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(filled: Ledger, width: int) -> None:
    lines = shown(page(filled), width).splitlines()
    assert max(map(len, lines)) <= width
    assert not [line for line in lines if line.rstrip().endswith("«")]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("il dit « mot »", ["il dit", "« mot »"]),
        ("un deux trois", ["un deux", "trois"]),
        ("anticonstitutionnel", ["anticonst", "itutionne", "l"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_lines_break_at_plain_blanks_only(text: str, lines: list[str]) -> None:
    console = Console(file=io.StringIO(), width=9)
    console.print(Prose(Text(text.replace("« ", "«\u00a0").replace(" »", "\u00a0»"))))
    found = console.file.getvalue().replace("\u00a0", " ").splitlines()  # type: ignore[attr-defined]
    assert [line.rstrip() for line in found] == lines


@pytest.mark.parametrize(
    ("iso", "fr", "en"),
    [
        ("2025-07-28", "28 juillet 2025", "28 July 2025"),
        ("2025-08-01", "1er août 2025", "1 August 2025"),
        ("2025-02", "février 2025", "February 2025"),
        ("1948", "1948", "1948"),
    ],
)
def test_dates(iso: str, fr: str, en: str) -> None:
    assert (wording("fr").date(iso), wording("en").date(iso)) == (fr, en)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_a_wording(language: str) -> None:
    say = wording(language)
    assert set(say.table) == set(wording("fr").table)
    assert all(say.ground(ground) for ground in Ground) and all(say.mood(mood) for mood in Mood)
    assert {kind.value for kind in Kind} == {"direct", "indirect", "mixed"}
    assert (
        set(say.table["whose"]) == set(say.table["short_whose"]) == {"party", "both parties", "third party", "outlet"}
    )


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("dit\n\n  Awa", "dit Awa"),
        ("\x1b[31mrouge\x07", "[31mrouge"),
        ("« mot »", "« mot »"),
        ("gauche\u202edroite", "gauchedroite"),
        ("deux  blancs", "deux  blancs"),
    ],
    ids=["line break", "escape sequence", "no-break blanks stay", "direction", "blanks stay"],
)
def test_printable(text: str, clean: str) -> None:
    assert printable(text) == clean


def test_shortened_says_that_something_is_left_out() -> None:
    assert shortened("Kiev et Tunis ont signé", 16) == "Kiev et […]"
    assert shortened("Kiev et Tunis", 16) == "Kiev et Tunis"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("*gras* et _autre_", "\\*gras\\* et \\_autre\\_"),
        ("<script>", "\\<script\\>"),
        ("1. un", "1\\. un"),
        ("- tiret", "\\- tiret"),
        ("a | b", "a \\| b"),
        ("le 1. août", "le 1. août"),
    ],
)
def test_markdown_shows_a_text_as_it_stands(text: str, markdown: str) -> None:
    assert escaped(text) == markdown
