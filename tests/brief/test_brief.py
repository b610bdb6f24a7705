"""An article from records: what stands in quotation marks was stored, each sentence has its source."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from builders import article, reading, relation, statement
from foedus.brief import Brief, brief_of
from foedus.brief.docx import brief_docx
from foedus.brief.html import brief_html
from foedus.brief.markdown import brief_markdown
from foedus.brief.pdf import brief_pdf, typst_source
from foedus.brief.telling import trimmed
from foedus.brief.words import templates
from foedus.explain import explain
from foedus.ledger import Ledger, open_ledger
from foedus.model import Mood, Reading
from running import Ran, call

GROUNDS = ["HISTORY", "MILITARY", "TREATY"]
NASTY = 'Kiev <b>aide</b> #import "x" *Tunis* [lien](javascript:x) `rm` | $a_b$ — « été »'


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "essai.db") as opened:
        yield opened


def written(ledger: Ledger, *readings: Reading, language: str = "fr", **filters: object) -> Brief:
    for one in readings:
        ledger.add(one)
    return brief_of(ledger, explain(ledger, "UKR", "TUN", **filters), language)  # type: ignore[arg-type]


def with_grounds(*grounds: str, outlet: str = "Agence Essai") -> Reading:
    page = article(
        "Kiev aide Tunis. « Nous sommes unis », a dit Awa Kone. Tunis a démenti que Kiev ait livré des obus.", outlet
    )
    said = statement(page, "Nous sommes unis", "Awa Kone", cue="a dit", state="TUN")
    denied = statement(page, "que Kiev ait livré des obus", "Tunis", cue="a démenti", kind="indirect", state="TUN")
    claims = [relation(page, code="ALIGNED", ground=g, evidence="Nous sommes unis", statement=said) for g in grounds]
    no = relation(page, evidence="Kiev ait livré des obus", trigger="livré", mood="negated", statement=denied)
    return reading(page, said, denied, *claims, no, relation(page, code="SUPPORT", evidence="Kiev aide Tunis"))


@pytest.mark.parametrize(
    ("grounds", "headline"),
    [
        (GROUNDS, "Ukraine et Tunisie : trois raisons invoquées pour expliquer leur entente"),
        (GROUNDS[:1], "Ukraine et Tunisie : ce qui s’en dit, et qui le dit"),
        ([], "Ukraine et Tunisie : ce qui s’en dit, et qui le dit"),
    ],
    ids=len,
)
def test_the_headline_counts_only_the_grounds_that_are_there(ledger: Ledger, grounds: list[str], headline: str) -> None:
    brief = written(ledger, with_grounds(*grounds))
    assert brief.headline.replace("\u00a0", " ") == headline
    assert sum(part.heading[0].isdigit() for part in brief.parts) == (len(grounds) if len(grounds) > 1 else 0)


def test_only_stored_words_stand_in_quotation_marks(shelf_brief: tuple[Ledger, Brief]) -> None:
    ledger, brief = shelf_brief
    texts = unmarked(" ".join(ledger.reading(id_).article.text for id_ in ledger.article_ids()))
    quoted = [q for part in brief.parts for s in part.sentences for q in re.findall("«\u00a0([^«»]*)\u00a0»", s.text)]
    assert len(quoted) > 5
    for words in quoted:
        assert all(unmarked(piece) in texts for piece in words.removeprefix("… ").split(" [...] ")), words


def unmarked(text: str) -> str:
    """Quotation marks within a quotation are those of the language of the brief, whatever those of the article."""
    return " ".join(re.sub('[«»“”"\u00a0\n]', " ", text).split())


def test_what_makes_no_sentence_of_ours_is_told_in_that_of_the_outlet(ledger: Ledger) -> None:
    brief = written(ledger, with_grounds())
    against = brief.parts[-1]
    assert [s.text for s in against.sentences] == [
        "Tunis, comme l’écrit Agence Essai\u00a0: «\u00a0Tunis a démenti que Kiev ait livré des obus\u00a0» "
        "(4 mars 2025)."
    ]
    assert "aide (niée)" in against.sentences[0].aside[0]


@pytest.mark.parametrize(
    ("language", "text", "name", "source", "cue", "content", "told"),
    [
        (
            "fr", "Hier, un porte-parole a démenti que Kiev livre des obus à Tunis.", "porte-parole", "un porte-parole",
            "a démenti", "que Kiev livre des obus à Tunis",
            "Un porte-parole (Ukraine) a démenti que Kiev livre des obus à Tunis, selon Agence Essai (4 mars 2025).",
        ),
        (
            "fr", "Awa Kone arrive. Il a remercié Kiev des obus livrés à Tunis.", "Awa Kone", "Il", None,
            "Il a remercié Kiev des obus livrés à Tunis",
            "Awa Kone (Ukraine) a remercié Kiev des obus livrés à Tunis, selon Agence Essai (4 mars 2025).",
        ),
        (
            "fr", "Selon elle, Kiev livre des obus à Tunis.", "Awa Kone", "elle", "Selon",
            "Kiev livre des obus à Tunis",
            "Selon Awa Kone (Ukraine), Kiev livre des obus à Tunis (Agence Essai, 4 mars 2025).",
        ),
        (
            "fr", "Il a démenti que Kiev livre des obus à Tunis.", "porte-parole du ministère", "Il", "a démenti",
            "que Kiev livre des obus à Tunis",
            "Porte-parole du ministère (Ukraine), comme l’écrit Agence Essai\u00a0: «\u00a0Il a démenti que Kiev "
            "livre des obus à Tunis\u00a0» (4 mars 2025).",
        ),
        (
            "en", "The spokesman said that Kyiv sends shells to Tunis.", "spokesman", "The spokesman", "said",
            "that Kyiv sends shells to Tunis",
            "The spokesman (Ukraine) said that Kyiv sends shells to Tunis, according to Agence Essai (4 March 2025).",
        ),
    ],
)  # fmt: skip
def test_reported_speech_is_a_sentence_where_the_article_makes_one(
    ledger: Ledger, language: str, text: str, name: str, source: str, cue: str | None, content: str, told: str
) -> None:
    page = article(text, language=language)
    said = statement(page, content, source, speaker=name, cue=cue, kind="indirect", state="UKR")
    brief = written(ledger, reading(page, said, relation(page, evidence="Tunis", statement=said)), language=language)
    assert [s.text for part in brief.parts for s in part.sentences] == [told]


@pytest.mark.parametrize(
    ("language", "text", "name", "source", "cue", "content", "kind", "told"),
    [
        (
            "fr", "« Nous aidons Tunis », a dit hier le ministre ukrainien.", "ministre ukrainien",
            "le ministre ukrainien", "a dit", "Nous aidons Tunis", "direct",
            "« Nous aidons Tunis », a dit le ministre ukrainien, selon Agence Essai (4 mars 2025).",
        ),
        (
            "fr", "Awa Kone parle. « Nous aidons Tunis », a-t-elle ajouté.", "Awa Kone", "elle", "a-t-elle ajouté",
            "Nous aidons Tunis", "direct",
            "« Nous aidons Tunis », a ajouté Awa Kone (Ukraine), selon Agence Essai (4 mars 2025).",
        ),
        (
            "fr", "Awa Kone a ajouté : « Nous aidons Tunis. »", "Awa Kone", "Awa Kone", "a ajouté",
            "Nous aidons Tunis.", "direct",
            "Awa Kone (Ukraine) a ajouté : « Nous aidons Tunis » (Agence Essai, 4 mars 2025).",
        ),
        (
            "en", "“We help Tunis,” Awa Kone said.", "Awa Kone", "Awa Kone", "said", "We help Tunis,", "direct",
            "“We help Tunis,” Awa Kone (Ukraine) said, according to Agence Essai (4 March 2025).",
        ),
        (
            "fr", "Kiev livre des obus à Tunis, a rappelé le porte-parole.", "porte-parole", "le porte-parole",
            "a rappelé", "Kiev livre des obus à Tunis", "indirect",
            "Kiev livre des obus à Tunis, a rappelé le porte-parole (Ukraine), selon Agence Essai (4 mars 2025).",
        ),
        (
            "fr", "Kiev livre des obus à Tunis, selon le ministre, Awa Kone.", "Awa Kone", "le ministre", "selon",
            ["Kiev livre des obus à Tunis", "Awa Kone"], "indirect",
            "Kiev livre des obus à Tunis, selon Awa Kone (Ukraine) (Agence Essai, 4 mars 2025).",
        ),
    ],
)  # fmt: skip
def test_speech_keeps_the_place_and_the_verb_that_the_article_gives_it(
    ledger: Ledger,
    language: str,
    text: str,
    name: str,
    source: str,
    cue: str,
    content: str | list[str],
    kind: str,
    told: str,
) -> None:
    page = article(text, language=language)
    said = statement(page, content, source, speaker=name, cue=cue, kind=kind, state="UKR")
    brief = written(ledger, reading(page, said, relation(page, evidence="Tunis", statement=said)), language=language)
    assert [s.text.replace("\u00a0", " ") for part in brief.parts for s in part.sentences] == [told]


def test_a_source_of_two_states_goes_by_their_names(ledger: Ledger) -> None:
    page = article("Kyiv and Tunis denied the transfer of shells.", language="en")
    transfer = "the transfer of shells"
    said = statement(
        page,
        transfer,
        "Kyiv and Tunis",
        speaker="Kyiv Tunis",
        cue="denied",
        kind="indirect",
        state="UKR",
        others=("TUN",),
    )
    brief = written(ledger, reading(page, said, relation(page, evidence=transfer, statement=said)))
    (sentence,) = (s for part in brief.parts for s in part.sentences)
    assert sentence.text.startswith("L’Ukraine et la Tunisie, comme l’écrit Agence Essai, en anglais")
    assert [voice.speaker for voice in brief.voices] == ["Tunisie, Ukraine"]


def test_words_in_another_language_are_marked_and_states_named_in_ours(ledger: Ledger) -> None:
    page = article("Ukraine denied sending shells to Tunisia.", language="en")
    said = statement(page, "sending shells to Tunisia", "Ukraine", cue="denied", kind="indirect", state="UKR")
    brief = written(ledger, reading(page, said, relation(page, evidence="sending shells to Tunisia", statement=said)))
    (sentence,) = (s for part in brief.parts for s in part.sentences)
    assert sentence.text == (
        "L’Ukraine, comme l’écrit Agence Essai, en anglais\u00a0: "
        "«\u00a0Ukraine denied sending shells to Tunisia\u00a0» "
        "(4 mars 2025)."
    )
    assert [voice.speaker for voice in brief.voices] == ["Ukraine"]


def test_an_outlets_own_words_are_quoted_to_the_end_of_their_sentence(ledger: Ledger) -> None:
    page = article("Il pleut. Pour Kiev, l’envoi d’obus à Tunis est une affaire d’honneur ! Elle durera.")
    brief = written(ledger, reading(page, relation(page, evidence="l’envoi d’obus à Tunis")))
    (sentence,) = (s for part in brief.parts for s in part.sentences)
    assert "« Pour Kiev, l’envoi d’obus à Tunis est une affaire d’honneur ! »" in sentence.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("«\u00a0Nous tiendrons.\u00a0»", "Nous tiendrons."),
        ('called it "a turning point"', 'called it "a turning point"'),
        ('"a turning point', "a turning point"),
        ("a parlé d’« un tournant »", "a parlé d’« un tournant »"),
        ("un tournant »", "un tournant"),
        ("« un » et « deux »", "« un » et « deux »"),
        ("“one” and “two”", "“one” and “two”"),
    ],
)
def test_quotation_marks_around_all_words_go_and_those_within_stay(words: str, left: str) -> None:
    assert trimmed(words) == left


def test_every_sentence_has_its_numbered_source(shelf_brief: tuple[Ledger, Brief]) -> None:
    _, brief = shelf_brief
    numbers = {note.number for note in brief.notes}
    sentences = [*(s for part in brief.parts for s in part.sentences), *(s for _, s in brief.dates)]
    assert sentences and all(s.notes and set(s.notes) <= numbers for s in sentences)
    assert numbers == set(range(1, len(numbers) + 1)) == {n for s in sentences for n in s.notes}
    assert all(note.records for note in brief.notes)


def test_what_does_not_stand_in_the_text_any_more_is_withheld_and_said(ledger: Ledger) -> None:
    ledger.add(with_grounds("HISTORY"))
    for (name,) in ledger.connection.execute("SELECT name FROM sqlite_schema WHERE name LIKE '%altered'").fetchall():
        ledger.connection.execute(f"DROP TRIGGER {name}")
    ledger.connection.execute("UPDATE relation SET evidence_words = 'jamais dit' WHERE code = 'SUPPORT'")
    brief = written(ledger)
    assert "jamais dit" not in brief_markdown(brief)
    assert any("ne se retrouvent plus" in line for line in brief.left_out)


def test_what_is_left_out_is_counted(ledger: Ledger) -> None:
    copies = [with_grounds("HISTORY", outlet=f"Journal {n}") for n in range(3)]
    brief = written(ledger, *copies, moods=[Mood.ASSERTED])
    text = " ".join(brief.left_out)
    assert "4 reprises de mots déjà cités" in text and "3 relations hors des limites demandées (affirmé)" in text
    assert "Repris par Journal" in brief_markdown(brief)


def test_nothing_recorded_is_said(ledger: Ledger) -> None:
    brief = written(ledger)
    assert brief.lead == ("Rien n’est relevé entre ces deux États.",) and brief.notes == ()
    assert brief.left_out == () and "aucun des articles" in brief.made
    for text in (brief_markdown(brief), brief_html(brief), typst_source(brief)):
        assert "Rien" in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_format_holds_the_same_and_survives_any_words(ledger: Ledger, language: str) -> None:
    page = article(NASTY, 'Journal "<i>#x*', title=NASTY, url="javascript:alert(1)")
    said = statement(page, NASTY, speaker="A <b> #b * _", state="TUN")
    brief = written(ledger, reading(page, said, relation(page, statement=said)), language=language)
    html = brief_html(brief)
    assert "<b>" not in html and 'href="javascript' not in html
    import docx

    document = docx.Document(BytesIO(brief_docx(brief)))
    assert document.paragraphs[0].text == brief.headline
    assert any(NASTY[:30] in paragraph.text for paragraph in document.paragraphs)
    assert brief_pdf(brief).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("iso3", "fr", "en"),
    [
        ("RUS", "la Russie", "Russia"),
        ("UKR", "l’Ukraine", "Ukraine"),
        ("JPN", "le Japon", "Japan"),
        ("MEX", "le Mexique", "Mexico"),
        ("USA", "les États-Unis", "the United States"),
        ("CUB", "Cuba", "Cuba"),
        ("PRK", "la Corée du Nord", "North Korea"),
        ("YEM", "le Yémen", "Yemen"),
        ("GBR", "le Royaume-Uni", "the United Kingdom"),
    ],
)
def test_states_have_their_article(iso3: str, fr: str, en: str) -> None:
    assert (templates("fr").the(iso3), templates("en").the(iso3)) == (fr, en)


def test_both_languages_have_the_same_sentences_to_fill() -> None:
    one, other = templates("fr").table, templates("en").table
    assert set(one) == set(other)
    for key, text in one.items():
        if isinstance(text, str):
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", other[key])), key


@pytest.fixture(scope="module")
def shelf_brief(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Brief]]:
    from foedus.batch import Shelf, read_sources
    from foedus.intake.sources import find_sources
    from running import EXAMPLES

    path = tmp_path_factory.mktemp("brief") / "examples.db"
    with Shelf(path) as shelf:
        assert not [outcome.error for outcome in read_sources(find_sources(map(str, EXAMPLES)), shelf) if outcome.error]
    with open_ledger(path) as opened:
        yield opened, brief_of(opened, explain(opened, "RUS", "PRK"), "fr")


def test_the_command_writes_files_and_refuses_what_it_cannot(shelf_brief: tuple[Ledger, Brief], tmp_path: Path) -> None:
    at = ("brief", "RUS", "PRK", "--ledger", shelf_brief[0].path, "--lang", "en")
    ran: Ran = call(*at)
    assert ran.code == 0 and ran.out.startswith("# Russia and North Korea: ")
    for name in ("b.pdf", "b.docx", "b.html", "b.md"):
        assert call(*at, "--to", tmp_path / name).code == 0 and (tmp_path / name).stat().st_size > 1000
    wrong = ((["--format", "pdf"], 2), (["--to", tmp_path / "b.odt"], 2), (["--to", tmp_path / "no" / "b.md"], 1))
    for more, code in wrong:
        ran = call(*at, *more)
        assert ran.code == code and len(ran.err.splitlines()) == 1
