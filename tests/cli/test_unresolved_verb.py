"""`foedus unresolved`: what could not be resolved, and that its one line settles it."""

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from builders import article, mention, reading, span, statement
from foedus.errors import LexiconError
from foedus.language import gazetteer
from foedus.ledger import open_ledger
from foedus.model import Unresolved
from foedus.tables import USER_FOLDER
from running import ANSI, Ran, call, on_a_terminal

TEXT = (
    "Zoé Truc dénonce le gouvernement zorglandais. Il pleut. Zoé Truc affirme que le gouvernement russe ment. "
    "Il assure que le gouvernement zorglandais ment, selon la Gazette. Un expert craint une guerre. "
    "L'OTAN note que le gouvernement provisoire tient."
)


@pytest.fixture
def ledger() -> None:
    page = article(TEXT, "La Gazette")
    told = [
        statement(page, "le gouvernement zorglandais", "Zoé Truc", kind="indirect", role="ministre"),
        statement(page, "le gouvernement russe ment", "Zoé Truc", kind="indirect", role="ministre"),
        statement(page, "une guerre", "expert", kind="indirect", relay=("RT",)),
        statement(page, "tient", "OTAN", kind="indirect"),
        statement(page, "le gouvernement zorglandais ment", None, kind="indirect"),
    ]
    with open_ledger("foedus.db") as opened:
        opened.add(reading(page, mention(page, "russe", "RUS", "adjective"), *told))
        nobody = article("Il ment. Elle, non.", None, published=None)
        il = replace(statement(nobody, "ment", "Il", kind="indirect"), article=nobody, speaker=None)
        opened.add(reading(nobody, il))


def rows(*arguments: str) -> list[dict]:
    ran = call("unresolved", "--format", "json", *arguments)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_what_is_found_by_frequency_and_sort(ledger: None) -> None:
    found = [(row["words"], row["sort"], row["count"], row["articles"]) for row in rows()]
    assert found == [
        ("La Gazette", "outlet", 5, 1),
        ("Zoé Truc", "speaker", 2, 1),
        ("zorglandais", "name", 2, 1),
        ("Il", "pronoun", 1, 1),
        ("expert", "description", 1, 1),
    ]


def test_each_has_its_sentence_and_what_can_be_settled_its_line(ledger: None) -> None:
    by_words = {row["words"]: row for row in rows()}
    assert by_words["Zoé Truc"]["example"] == "Zoé Truc dénonce le gouvernement zorglandais."
    assert by_words["Zoé Truc"]["line"]["file"] == "people.tsv"
    assert by_words["Zoé Truc"]["line"]["cells"] == ["Zoé Truc", "???", "ministre", "ministre", "2025-03-04", "no"]
    assert by_words["zorglandais"]["line"]["file"] == "fr/seats.tsv"
    assert by_words["La Gazette"]["line"]["file"] == "outlets.tsv"
    assert by_words["Il"]["line"] is None and by_words["expert"]["line"] is None


def write_lines(folder: Path, filled: str) -> None:
    for row in rows():
        line = row["line"]
        if line and row["sort"] != "outlet":
            file = folder / line["file"]
            file.parent.mkdir(parents=True, exist_ok=True)
            cells = [filled if cell == "???" else cell for cell in line["cells"]]
            file.write_text("\t".join(line["columns"]) + "\n" + "\t".join(cells) + "\n", encoding="utf-8")


def test_the_line_settles_it(ledger: None, tmp_path: Path) -> None:
    write_lines(tmp_path / "mine", "ROU")
    again = Path("a.txt")
    again.write_text(TEXT, encoding="utf-8")
    ran = call("read", again, "--ledger", "before.db")
    assert ran.code == 0
    before = {row["words"] for row in rows("--ledger", "before.db")}
    assert {"zorglandais", "Zoé Truc"} <= before
    # The tables are read once in a process: another one reads with the user's own.
    env = {**os.environ, USER_FOLDER: str(tmp_path / "mine")}
    command = [sys.executable, "-m", "foedus", "read", "a.txt", "--ledger", "after.db"]
    subprocess.run(command, env=env, check=True, capture_output=True)
    assert not {"zorglandais", "Zoé Truc"} & {row["words"] for row in rows("--ledger", "after.db")}


def test_a_line_that_was_not_filled_in_is_refused(
    ledger: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_lines(tmp_path / "mine", "???")
    monkeypatch.setenv(USER_FOLDER, str(tmp_path / "mine"))
    with pytest.raises(LexiconError, match=r"seats\.tsv:2: '\?\?\?' is not a state"):
        list(gazetteer._seats("fr"))


def test_a_table_for_the_terminal_with_lines_to_copy(ledger: None) -> None:
    ran = call("unresolved", "--lang", "fr")
    assert "   2  Zoé Truc · qui parle, pour aucun État connu · 1 article" in ran.out
    assert "$FOEDUS_DATA/people.tsv\nname\tstate\trole_fr\trole_en\tfrom\tsurname_alone\nZoé Truc\t???\t" in ran.out
    assert ANSI not in ran.out
    assert "state not recognised" in call("unresolved", "--lang", "en").out


def test_csv_and_jsonl(ledger: None) -> None:
    table = list(csv.DictReader(StringIO(call("unresolved", "--format", "csv").out)))
    assert [row["words"] for row in table] == [row["words"] for row in rows()]
    assert table[1]["file"] == "people.tsv" and table[1]["line"].startswith("Zoé Truc\t???")
    assert len(call("unresolved", "--format", "jsonl").out.splitlines()) == len(table)


def test_who_acts_on_a_state_is_counted_over_all_articles() -> None:
    texts = ["La junte a fermé sa frontière avec le Bénin.", "Hier, une junte attaque le Tchad. Wagner bombarde Kiev."]
    with open_ledger("foedus.db") as opened:
        for text in texts:
            page = article(text, None)
            left = (("La junte", "end"), ("une junte", "end"), ("Wagner", "end"), ("Hier", "speaker"))
            kept = tuple(Unresolved(span(text, words), words, part) for words, part in left if words in text)
            opened.add(replace(reading(page), unresolved=kept))
            assert opened.reading(page.id).unresolved == kept
    first, second = (row for row in rows() if row["sort"] == "end")
    assert (first["words"], first["count"], first["line"]["cells"][:2]) == ("Wagner", 1, ["Wagner", "???"])
    assert (second["words"], second["count"], second["articles"], second["line"]) == ("junte", 2, 2, None)
    assert second["example"] == texts[0]
    assert "junte · qui agit sur un État" in call("unresolved", "--lang", "fr").out


def test_what_reading_leaves_unresolved_is_listed() -> None:
    Path("a.txt").write_text("La junte a fermé sa frontière avec le Bénin.", encoding="utf-8")
    assert call("read", "a.txt").code == 0
    found = rows()
    assert [(row["words"], row["count"]) for row in found if row["sort"] == "end"] == [("junte", 1)]
    with open_ledger("foedus.db") as opened:  # as an article that was read before this was kept
        opened.connection.execute("DELETE FROM unresolved")
    assert rows() != found
    assert call("reread", "--all").code == 0
    assert rows() == found


def test_an_english_name_beside_its_army() -> None:
    page = article("The Zorgland army fired. The Foreign ministry and Russian troops did not.", language="en")
    with open_ledger("foedus.db") as opened:
        opened.add(reading(page, mention(page, "Russian", "RUS", "adjective")))
    assert [row["words"] for row in rows() if row["sort"] == "name"] == ["Zorgland"]


def test_nothing_is_unresolved() -> None:
    with open_ledger("foedus.db") as opened:
        opened.add(reading(article("Il pleut.", None)))
    assert call("unresolved", "--lang", "en").out == "Nothing was left unresolved.\n"


def test_the_shipped_articles_and_no_ledger(shelf: tuple[Path, Ran]) -> None:
    assert {"outlet", "description"} <= {row["sort"] for row in rows("--ledger", str(shelf[0]))}
    ran = call("unresolved")
    assert ran.code == 1 and "there is no ledger at foedus.db" in ran.err


def test_colour_on_a_terminal(ledger: None) -> None:
    assert ANSI in on_a_terminal(["unresolved"], {})
