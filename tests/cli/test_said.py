"""`foedus said`: whose words, about whom, through whom, and how they are shown."""

import csv
import json
import re
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest

from builders import article, mention, reading, relation, statement
from foedus.ledger import open_ledger
from running import ANSI, Ran, call, on_a_terminal

ALLY = "« Tunis est notre alliée », a dit Anna Kowal."
SHELLS = "Anna Kowal affirme que Kiev a livré des obus à Tunis."


@pytest.fixture
def ledger() -> None:
    """Words of Ukrainians and of a namesake, some printed twice."""
    first = article(f"{ALLY} {SHELLS}", "RT", published="2025-03-04")
    again = article(f"Selon la dépêche : {ALLY}", "Agence Essai", published="2025-03-05")
    later = article("Le Kremlin dément avoir menacé Tunis, rapporte Tass.", "Agence Essai", published="2025-04")
    undated = article("Kowal craint une crise. Piotr Kowal aussi redoute une crise.", None, published=None)
    minister = {"speaker": "Anna Kowal", "role": "ministre ukrainienne", "state": "UKR"}
    shells = statement(first, "Kiev a livré des obus à Tunis", "Anna Kowal", kind="indirect", **minister)
    records = (
        (first, mention(first, "Tunis", "TUN"), statement(first, "Tunis est notre alliée", "Anna Kowal", **minister)),
        (again, statement(again, "Tunis est notre alliée", "Anna Kowal", **minister)),
        (later, statement(later, "avoir menacé Tunis", "Le Kremlin", kind="indirect", state="RUS", relay=("TASS",))),
        (
            undated,
            statement(undated, "une crise", "Kowal", kind="indirect", state="UKR"),
            statement(undated, "une crise.", "Piotr Kowal", kind="indirect", state="POL"),
        ),
    )
    with open_ledger("foedus.db") as opened:
        for page, *found in records:
            extra = (shells, relation(page, evidence=SHELLS, statement=shells)) if page is first else ()
            opened.add(reading(page, *found, *extra))


def ids(ran: Ran) -> list[str]:
    return [json.loads(line)["id"] for line in ran.out.splitlines()]


def words(*arguments: str) -> list[str]:
    ran = call("said", *arguments, "--format", "jsonl")
    assert ran.code == 0, ran.err
    return [json.loads(line)["words"] for line in ran.out.splitlines()]


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (("Anna Kowal",), 3),
        (("ANNA",), 3),  # and « Kowal », who is Ukrainian too
        (("kremlin",), 1),
        (("le Kremlin",), 1),
        (("Russie",), 1),
        (("ua",), 3),
        (("Ukraine", "--kind", "direct"), 1),
        (("Ukraine", "--kind", "direct", "--kind", "indirect"), 3),
        (("Ukraine", "--about", "tn"), 2),
        (("Ukraine", "--about", "Kiev"), 1),
        (("Ukraine", "--about", "OTAN"), 0),
        (("Ukraine", "--through", "rt"), 2),
        (("Russie", "--through", "Tass"), 1),
        (("Russie", "--through", "l'agence russe Tass"), 1),
        (("Ukraine", "--since", "2025-03-05"), 1),
        (("Ukraine", "--until", "2025-03"), 2),
        (("Russie", "--since", "2025-04-20"), 1),  # in April, perhaps after the 20th
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_whose_words_are_found(ledger: None, who: Sequence[str], found: int) -> None:
    assert len(words(*who)) == found


@pytest.mark.parametrize(
    ("who", "code", "message"),
    [
        (("Kowal",), 2, "'Kowal' may be Anna Kowal, Piotr Kowal: give more of the name"),
        (("Ana Kovall",), 1, "nobody so called speaks in foedus.db; did you mean Anna Kowal"),
        (("Zorglub",), 1, "those who speak most there are Anna Kowal"),
        (("Guinéee",), 1, "'Guinéee' is no state"),
        (("Kremlin", "--through", "Tas"), 1, "no outlet 'Tas' publishes or relays anything in foedus.db; did you mean"),
        (("Kremlin", "--about", "Narnia"), 2, "unknown state 'Narnia'"),
        (("Kremlin", "--since", "2025", "--until", "2024"), 2, "give the earlier date first"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_nobody_is_called(ledger: None, who: Sequence[str], code: int, message: str) -> None:
    ran = call("said", *who)
    assert (ran.code, ran.out) == (code, "")
    assert message in ran.err and len(ran.err.splitlines()) == 1


def test_a_day_a_quotation_and_who_carried_it(ledger: None) -> None:
    ran = call("said", "anna kowal", "--lang", "fr")
    assert ran.out.splitlines()[:2] == ["Anna Kowal", "4 propos, 3 articles"]
    assert re.search(r"^5 mars 2025 ─+$", ran.out, re.MULTILINE)
    assert "«\u00a0Tunis est notre alliée\u00a0»" in ran.out
    assert "propos rapportés\u00a0: Kiev a livré des obus à Tunis" in ran.out
    assert "RT (média d’État, RUS) · UKR → TUN\u00a0: aide ·" in ran.out
    assert "aussi dans RT" in ran.out
    assert ran.out.index("5 mars 2025") < ran.out.index("4 mars 2025") < ran.out.index("sans date")
    assert ANSI not in ran.out and max(map(len, ran.out.splitlines())) <= 100


def test_english_and_what_the_filters_leave_out(ledger: None) -> None:
    ran = call("said", "UKR", "--about", "TUN", "--lang", "en")
    assert ran.out.splitlines()[:4] == [
        "Ukraine (UKR)",
        "2 statements, 1 article",
        "Filters: about Tunisia",
        "2 statements outside the filters",
    ]
    assert "No statement is recorded within these limits." in call("said", "UKR", "--about", "OTAN", "--lang", "en").out


def test_formats_hold_the_same_statements(ledger: None) -> None:
    data = json.loads(call("said", "UKR", "--format", "json").out)
    rows = list(csv.DictReader(StringIO(call("said", "UKR", "--format", "csv").out)))
    lines = ids(call("said", "UKR", "--format", "jsonl"))
    assert data["schema"] == "foedus/said/1" and data["who"]["state"] == "UKR"
    assert [row["id"] for row in data["statements"]] == [row["id"] for row in rows] == lines
    assert [row["outlet_ownership"] for row in rows] == ["", "state-owned", ""]
    assert rows[1]["relations"].endswith("UKR TUN AID asserted") and rows[1]["about"] == "TUN|UKR"
    markdown = call("said", "UKR", "--format", "md", "--lang", "fr").out
    assert markdown.startswith("# Ukraine (UKR)\n") and "> «\u00a0Tunis est notre alliée\u00a0»" in markdown


def test_fifty_are_shown_unless_all_are_wanted() -> None:
    page = article("Il note que " + " et que ".join(f"le fait {n} est établi" for n in range(60)) + ".")
    many = [statement(page, f"le fait {n} est établi", kind="indirect", speaker="Ugo Bodo") for n in range(60)]
    with open_ledger("foedus.db") as opened:
        opened.add(reading(page, *many))
    assert "+ 10 earlier statements (--all shows them)" in call("said", "Bodo", "--lang", "en").out
    assert "earlier" not in call("said", "Bodo", "--lang", "en", "--all").out
    assert len(ids(call("said", "Bodo", "--format", "jsonl"))) == 60


def test_people_of_the_table_are_one_under_all_their_names() -> None:
    page = article("Sergueï Lavrov l'assure. Sergey Lavrov said so. Lavrov le répète.")
    told = [
        statement(page, words, kind="indirect", speaker=name, state="RUS")
        for words, name in (("assure", "Sergueï Lavrov"), ("said", "Sergey Lavrov"), ("répète", "Lavrov"))
    ]
    with open_ledger("foedus.db") as opened:
        opened.add(reading(page, *told))
    for name in ("Lavrov", "sergueï lavrov", "SERGEY LAVROV", "serguei"):
        assert len(words(name)) == 3


def test_the_shipped_articles(shelf: tuple[Path, Ran]) -> None:
    data = json.loads(call("said", "lavrov", "--ledger", shelf[0], "--format", "json").out)
    assert data["who"]["name"] == "Sergueï Lavrov" and data["statements"]
    assert all("Lavrov" in row["speaker"] for row in data["statements"])


def test_colour_on_a_terminal(ledger: None) -> None:
    assert ANSI in on_a_terminal(["said", "UKR"], {})
