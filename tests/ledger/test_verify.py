"""Whether records still stand on their words: here, elsewhere, in another article, nowhere."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import article, mention, reading, relation, statement
from foedus.display.checks import verified_lines
from foedus.ledger import Ledger, open_ledger
from foedus.ledger.verify import verify

TEXT = "Kiev a livré des obus à Tunis. « Nous [...] sommes », dit-il, « des alliés », a dit Awa Kone."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "essai.db") as opened:
        page, other = article(TEXT), article("Paris observe la situation.", "Autre")
        said = statement(page, ["Nous [...] sommes", "des alliés"], "Awa Kone", cue="a dit", state="TUN")
        aid = relation(page, evidence="livré des obus", trigger="livré")
        opened.add(reading(page, mention(page, "Kiev", "UKR", "capital"), said, aid))
        opened.add(reading(other))
        yield opened


def damaged(ledger: Ledger, sql: str) -> None:
    """Do what a disk or another program might do, past our triggers."""
    for (name,) in ledger.connection.execute("SELECT name FROM sqlite_schema WHERE name LIKE '%altered'").fetchall():
        ledger.connection.execute(f"DROP TRIGGER {name}")
    ledger.connection.execute(sql)


def test_a_ledger_as_it_was_written_is_clean(ledger: Ledger) -> None:
    found = verify(ledger.connection)
    assert (found.clean, found.articles, found.spans) == (True, 2, 7)


@pytest.mark.parametrize(
    ("sql", "kind", "span", "answer"),
    [
        ("UPDATE relation SET evidence_start = 0", "relation", "evidence", "elsewhere in this text"),
        ("UPDATE relation SET trigger_words = 'Paris observe'", "relation", "trigger", "in another article"),
        ("UPDATE relation SET evidence_words = 'livré des chars'", "relation", "evidence", "nowhere"),
        ("UPDATE statement SET cue_words = 'a nié'", "statement", "cue", "nowhere"),
        ("UPDATE statement SET content_words = 'Nous sommes [...] des alliés'", "statement", "content", "nowhere"),
        ("UPDATE mention SET start_char = 1", "mention", "words", "elsewhere in this text"),
    ],
    ids=lambda value: value if "UPDATE" in value else "",
)
def test_a_span_that_is_off_is_found(ledger: Ledger, sql: str, kind: str, span: str, answer: str) -> None:
    damaged(ledger, sql)
    found = verify(ledger.connection)
    assert not found.clean
    assert (found.faults[0].kind, found.faults[0].span, found.faults[0].answer) == (kind, span, answer)


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE article SET text = replace(text, 'Kiev', 'Lviv')", "its hash is another"),
        ("UPDATE dyad_month SET count = 2", "add up"),
        ("DELETE FROM dossier", "in no dossier"),
    ],
)
def test_what_is_wrong_with_texts_and_summaries_is_found(ledger: Ledger, sql: str, says: str) -> None:
    damaged(ledger, sql)
    assert any(says in line for line in verified_lines(verify(ledger.connection), "en"))


def test_rows_of_records_that_are_not_there_are_found(ledger: Ledger) -> None:
    ledger.connection.execute("PRAGMA foreign_keys = OFF")
    ledger.connection.execute("DELETE FROM statement")
    ledger.connection.execute("INSERT INTO mention VALUES (99, 0, 0, 4, 'Kiev', 'UKR', 'name', NULL, NULL, 'x')")
    assert any(
        "belongs to a record that is not there" in line for line in verified_lines(verify(ledger.connection), "en")
    )


def test_a_damaged_file_is_found(ledger: Ledger, tmp_path: Path) -> None:
    ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    raw = bytearray((tmp_path / "essai.db").read_bytes())
    (root,) = sqlite3.connect(tmp_path / "essai.db").execute(
        "SELECT rootpage FROM sqlite_schema WHERE name = 'relation_of_dyad'"
    ).fetchone()  # fmt: skip
    raw[(root - 1) * 4096 + 200 : root * 4096] = bytes(4096 - 200)
    (tmp_path / "essai.db").write_bytes(raw)
    with open_ledger(tmp_path / "essai.db", read_only=True) as opened:
        assert any(line.startswith("the file is damaged") for line in verified_lines(verify(opened.connection), "en"))
