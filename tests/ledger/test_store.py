"""The ledger as a file: what goes in comes out, whole or not at all."""

import hashlib
import os
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import article, mention, reading, relation, statement
from foedus.codes import Code
from foedus.errors import LedgerError
from foedus.ledger import Ledger, migrations, open_ledger, queries
from foedus.ledger.migrations import Migration
from foedus.model import Article, Ground, Kind, MentionKind, Mood, Reading, Relation, Speaker, Statement, TextSpan

MAY, JUNE = datetime(2025, 5, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)


def some_reading(outlet: str = "Agence Essai", engine: str = "foedus test") -> Reading:
    page = article(
        "Kiev dément.\nKiev dément avoir livré des obus à Tunis, selon l’agence Tass.", outlet, title="Kiev dément."
    )
    said = statement(page, "avoir livré des obus à Tunis", "Kiev", cue="dément", state="UKR", relay=["Tass"])
    denied = relation(page, "UKR", "TUN", "AID", evidence="livré des obus", mood="negated", statement=said)
    own = relation(page, "TUN", "UKR", "ALIGNED", evidence="obus", ground="MILITARY", date="2024-06")
    return reading(page, mention(page, "Kiev", "UKR", "capital"), said, denied, own, engine=engine)


def rows(ledger: Ledger) -> dict[str, int]:
    """How many rows each table of ours has; FTS5 keeps some of its own for an empty index."""
    names = [name for (name,) in ledger.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    # What is written once for many articles stays when one goes: names of people and outlets, combinations, stems.
    dictionaries = {"migration", "facet", "person", "carrier", "stem", "sqlite_sequence"}
    dictionaries |= {"taken", "feed", "feed_item"}  # of sources, not of articles
    ours = [name for name in names if "_fts_" not in name and name not in dictionaries]
    assert len(ours) == 17
    return {name: ledger.connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ours}


def dump(ledger: Ledger) -> list[tuple[object, ...]]:
    """All that is in the ledger but for the numbers that SQLite gives to rows."""
    found: list[tuple[object, ...]] = []
    for facts in ledger.articles():
        found += [("article", facts), ("reading", ledger.reading(facts.id))]
    found += ledger.connection.execute("SELECT 'month', * FROM dyad_month ORDER BY 2, 3, 4, 5, 6, 7")
    for view in ("claim", "said"):
        found += ledger.connection.execute(f"SELECT '{view}', * FROM {view} ORDER BY id")
    return found


def found_words(ledger: Ledger, words: str) -> tuple[int, int]:
    one = "SELECT count(*) FROM article_fts WHERE article_fts MATCH ?"
    other = "SELECT count(*) FROM statement_fts WHERE statement_fts MATCH ?"
    articles, statements = (ledger.connection.execute(sql, (words,)).fetchone()[0] for sql in (one, other))
    return articles, statements


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "essai.db"


def test_gives_back_what_it_was_given(path: Path) -> None:
    given_in = some_reading()
    with open_ledger(path) as ledger:
        assert ledger.add(given_in)
    with open_ledger(path, read_only=True) as ledger:
        assert ledger.reading(given_in.article.id) == given_in
        assert ledger.article_ids() == (given_in.article.id,)
        (facts,) = ledger.articles()
        assert (facts.title, facts.outlet, facts.published) == ("Kiev dément.", "Agence Essai", "2025-03-04")


def test_adding_twice_adds_nothing(path: Path) -> None:
    with open_ledger(path) as ledger:
        assert ledger.add(some_reading(), at=MAY)
        before = rows(ledger)
        assert not ledger.add(some_reading(), at=JUNE)
        assert rows(ledger) == before == {
            "article": 1, "block": 2, "mention": 1, "statement": 1, "relation": 2, "dyad_month": 2,
            "article_fts": 1, "statement_fts": 1, "voice": 2, "voice_tie": 0, "voice_hash": 10, "article_sketch": 1,
            "article_hash": 10, "dossier": 2,
            "review": 0, "as_read": 0, "unresolved": 0,
        }  # fmt: skip
        (facts,) = ledger.articles()
        assert (facts.first_read, facts.last_read) == ("2025-05-01T00:00:00Z", "2025-06-01T00:00:00Z")


def test_another_engine_replaces_the_reading_whole(path: Path) -> None:
    new = reading(some_reading().article, engine="foedus test 2")
    with open_ledger(path) as ledger:
        ledger.add(some_reading(), at=MAY)
        assert ledger.add(new, at=JUNE)
        assert ledger.reading(new.article.id) == new
        (facts,) = ledger.articles()
        assert (facts.first_read, facts.last_read) == ("2025-05-01T00:00:00Z", "2025-06-01T00:00:00Z")
        assert {name: n for name, n in rows(ledger).items() if n} == {
            "article": 1, "block": 2, "article_fts": 1, "article_sketch": 1, "article_hash": 10,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("stored", "read", "published_from", "kept"),
    [
        (None, "2025-03-04", "meta", "2025-03-04"),
        ("2025-03-04", None, None, "2025-03-04"),
        ("2025-03-04", "2025-03-05", "url", "2025-03-04"),
        ("2025-03-04", "2025-03-05", "given", "2025-03-05"),
    ],
)
def test_the_date_a_person_gives_stands(
    path: Path, stored: str | None, read: str | None, published_from: str | None, kept: str
) -> None:
    with open_ledger(path) as ledger:
        ledger.add(reading(article(published=stored)))
        again = reading(article(published=read, published_from=published_from))
        assert ledger.add(again) == (kept != stored)
        assert ledger.articles()[0].published == kept


def test_removing_leaves_no_row_in_any_table(path: Path) -> None:
    given_in = some_reading()
    with open_ledger(path) as ledger:
        ledger.add(given_in)
        assert ledger.remove(given_in.article.id)
        assert set(rows(ledger).values()) == {0}
        assert not ledger.remove(given_in.article.id)


def test_the_word_indexes_fold_accents_and_follow_removal(path: Path) -> None:
    given_in = some_reading()
    with open_ledger(path) as ledger:
        ledger.add(given_in)
        assert found_words(ledger, "dement") == (1, 0)
        assert found_words(ledger, "LIVRE") == (1, 1)
        ledger.remove(given_in.article.id)
        assert found_words(ledger, "livre") == (0, 0)
        for name in ("article_fts", "statement_fts"):
            ledger.connection.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")


def test_months_are_of_the_act_or_else_of_the_publication(path: Path) -> None:
    page = article(published="2025-03-04")
    undated = article("Autre texte.", published=None)
    with open_ledger(path) as ledger:
        dated = relation(page, date="2024-06-19"), relation(page, "TUN", "UKR", "AID", date="2024-06")
        ledger.add(reading(page, *dated, relation(page, code="ACCUSE", date="1961"), relation(page, code="ALLIED")))
        ledger.add(reading(undated, relation(undated, code="ALLIED")))
        columns = "state_a, state_b, month, month_from, code, count"
        assert ledger.connection.execute(f"SELECT {columns} FROM dyad_month ORDER BY month").fetchall() == [
            ("TUN", "UKR", "", "", "ALLIED", 1),
            ("TUN", "UKR", "1961", "act", "ACCUSE", 1),
            ("TUN", "UKR", "2024-06", "act", "AID", 2),
            ("TUN", "UKR", "2025-03", "published", "ALLIED", 1),
        ]


def test_the_monthly_summary_is_what_counting_would_give(path: Path) -> None:
    counting = """SELECT state_a, state_b, substr(filed_under, 1, 7), code, mood, count(*) FROM relation
        GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"""
    kept = "SELECT state_a, state_b, month, code, mood, count FROM dyad_month ORDER BY 1, 2, 3, 4, 5"
    pages = [article(outlet=f"Journal {number}") for number in range(4)]
    with open_ledger(path) as ledger:
        for page in pages:
            claims = [relation(page, code=code, mood=mood) for code in ("AID", "ALLIED") for mood in Mood]
            back = [relation(page, "TUN", "UKR", code="AID", mood=mood) for mood in ("asserted", "future")]
            ledger.add(reading(page, *claims, *back))
        for page in pages[:3]:
            ledger.remove(page.id)
            counted = ledger.connection.execute(counting).fetchall()
            assert len(counted) == 10 and ledger.connection.execute(kept).fetchall() == counted


def test_the_order_of_adding_and_removing_leaves_no_trace(tmp_path: Path) -> None:
    readings = [some_reading(outlet) for outlet in ("Un", "Deux", "Trois")]
    dumps = []
    for number, order in enumerate(permutations(readings)):
        with open_ledger(tmp_path / f"{number}.db") as ledger:
            for one in order:
                ledger.add(one, at=MAY)
            ledger.remove(order[0].article.id)
            ledger.remove(readings[1].article.id)
            for one in (readings[1], order[0]):
                ledger.add(one, at=MAY)
            dumps.append(dump(ledger))
    assert len(dumps[0]) == 3 * 2 + 2 + 3 * 3
    assert all(one == dumps[0] for one in dumps)


def test_a_relation_to_a_statement_elsewhere_keeps_nothing(path: Path) -> None:
    page, other = article(), article("Autre texte.")
    stray = relation(page, statement=statement(other, "Autre texte."))
    with open_ledger(path) as ledger:
        with pytest.raises(LedgerError, match="which is not in the reading"):
            ledger.add(reading(page, stray))
        assert ledger.article_ids() == ()
        assert ledger.add(reading(page))


def test_records_with_one_id_are_kept_once(path: Path) -> None:
    page = article()
    with open_ledger(path) as ledger:
        ledger.add(reading(page, relation(page, date="2024"), relation(page, date="2023")))
        assert [found.date for found in ledger.reading(page.id).relations] == ["2024"]


@pytest.mark.parametrize("table", ["relation", "statement", "article"])
def test_records_are_never_altered(path: Path, table: str) -> None:
    column = {"relation": "code", "statement": "content_words", "article": "text"}[table]
    with open_ledger(path) as ledger:
        ledger.add(some_reading())
        with pytest.raises(sqlite3.IntegrityError, match="never altered"):
            ledger.connection.execute(f"UPDATE {table} SET {column} = 'THREATEN'")


# Refusals: one line each, naming the file.


def refusal(path: Path, **options: bool) -> str:
    with pytest.raises(LedgerError) as caught:
        open_ledger(path, **options)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_refuses_what_is_no_sqlite_file(path: Path) -> None:
    path.write_text("Ceci n’est pas un registre. " * 100, encoding="utf-8")
    before = path.read_bytes()
    for read_only in (False, True):
        assert "not an SQLite file" in refusal(path, read_only=read_only)
    assert path.read_bytes() == before


@pytest.mark.parametrize("application_id", [0, 12345])
def test_refuses_an_sqlite_file_of_another_program(path: Path, application_id: int) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recette (nom TEXT)")
    other.execute(f"PRAGMA application_id = {application_id}")
    other.commit()
    other.close()
    before = hashlib.sha256(path.read_bytes()).digest()
    assert "no foedus ledger" in refusal(path)
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_refuses_a_ledger_from_the_future(path: Path) -> None:
    known = len(migrations.shipped())
    with open_ledger(path) as ledger:
        ledger.add(some_reading())
        ledger.connection.execute("INSERT INTO migration VALUES (?, 'later', '')", (known + 1,))
    for read_only in (False, True):
        message = refusal(path, read_only=read_only)
        assert f"has schema {known + 1}" in message and f"knows up to {known}" in message


def test_refuses_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_refuses_a_path_in_no_folder(tmp_path: Path) -> None:
    assert "there is no folder" in refusal(tmp_path / "nulle" / "part.db")


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs a folder in which nobody may write")
def test_refuses_an_unwritable_path() -> None:
    assert "cannot be opened" in refusal(Path("/proc/essai.db"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_reads_a_ledger_on_a_medium_that_takes_no_writing(path: Path) -> None:
    with open_ledger(path) as ledger:
        ledger.add(some_reading())
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with open_ledger(path, read_only=True) as ledger:
            assert len(ledger.article_ids()) == 1
        with pytest.raises(LedgerError, match="may not be written"):
            open_ledger(path).add(some_reading("Deux"))
    finally:
        path.parent.chmod(0o755)


def test_reading_only_makes_nothing(path: Path) -> None:
    assert "there is no ledger" in refusal(path, read_only=True)
    assert not path.exists()


def test_reading_only_writes_nothing(path: Path) -> None:
    given_in = some_reading()
    open_ledger(path).close()
    with open_ledger(path, read_only=True) as ledger:
        for change in (lambda: ledger.add(given_in), lambda: ledger.remove(given_in.article.id)):
            with pytest.raises(LedgerError, match="for reading only"):
                change()


def test_a_full_disk_loses_nothing(path: Path) -> None:
    big = article("Kiev a livré des obus à Tunis. " * 20_000, "Long")
    with open_ledger(path) as ledger:
        ledger.add(some_reading())
        (pages,) = ledger.connection.execute("PRAGMA page_count").fetchone()
        ledger.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        before = dump(ledger)
        with pytest.raises(LedgerError, match="the disk is full") as caught:
            ledger.add(reading(big, relation(big)))
        assert "\n" not in str(caught.value)
        assert dump(ledger) == before
    with open_ledger(path) as ledger:
        assert ledger.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert ledger.add(reading(big, relation(big)))


def test_an_unknown_article_is_one_line(path: Path) -> None:
    with open_ledger(path) as ledger, pytest.raises(LedgerError, match="holds no article 'abc'"):
        ledger.reading("abc")


# Migrations


def test_migrates_to_the_next_schema_with_the_data(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(path) as ledger:
        ledger.add(some_reading())
        before = dump(ledger)
    number = len(migrations.shipped()) + 1
    sql = """-- a note; with a semicolon
        CREATE TABLE note (id TEXT);
        CREATE TRIGGER noted AFTER INSERT ON note BEGIN SELECT 1; SELECT 2; END;
        INSERT INTO note SELECT id FROM relation;"""
    later = (*migrations.shipped(), Migration(number, "notes", sql))
    monkeypatch.setattr(migrations, "shipped", lambda: later)
    assert "up to date" in refusal(path, read_only=True)
    with open_ledger(path) as ledger:
        assert migrations.version(ledger.connection) == number
        assert ledger.connection.execute("SELECT count(*) FROM note").fetchone() == (2,)
        assert dump(ledger) == before
    with open_ledger(path, read_only=True) as ledger:
        assert [n for (n,) in ledger.connection.execute("SELECT number FROM migration")] == [*range(1, number + 1)]


@pytest.mark.parametrize(
    "sql", ["CREATE TABLE note (id TEXT); CREATE TABLE relation (id TEXT);", "CREATE TABLE note ("]
)
def test_a_migration_that_fails_changes_nothing(path: Path, sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_ledger(path).close()
    number = len(migrations.shipped()) + 1
    with monkeypatch.context() as patch:
        broken = (*migrations.shipped(), Migration(number, "broken", sql.replace("; ", ";\n")))
        patch.setattr(migrations, "shipped", lambda: broken)
        with pytest.raises((LedgerError, ValueError)):
            open_ledger(path)
    with open_ledger(path) as ledger:
        assert migrations.version(ledger.connection) == number - 1
        assert not ledger.connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'note'").fetchall()


# Two processes at once

_WRITER = """
import sys
from builders import article, reading, relation, statement
from foedus.ledger import open_ledger
for number in range(40):
    page = article(f"Kiev a livré {number} obus à Tunis.", "Atelier")
    said = statement(page, f"livré {number} obus", "Kiev", state="UKR")
    with open_ledger(sys.argv[1]) as ledger:
        ledger.add(reading(page, said, relation(page, statement=said), relation(page, code="ALLIED")))
"""


def test_one_process_reads_while_two_write(path: Path) -> None:
    tests = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {tests!r})\n" + _WRITER, str(path)]
    # Nobody has made the ledger yet: both find out at the same time that there is none.
    writers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    seen = []
    while any(writer.poll() is None for writer in writers):
        if path.exists() and path.stat().st_size:
            with open_ledger(path) as ledger:
                claims = queries.claims(ledger.connection, "UKR", "TUN")
                seen.append(len(claims))
    for writer in writers:
        _, complaints = writer.communicate()
        assert (writer.returncode, complaints) == (0, "")
    with open_ledger(path, read_only=True) as ledger:
        assert len(ledger.article_ids()) == 40
        assert queries.dyad_count(ledger.connection, "UKR", "TUN") == 80
    assert seen == sorted(seen) and all(count % 2 == 0 for count in seen)  # an article is there whole or not at all


# Any record at all

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
maybe = st.none() | words
states = st.sampled_from(["RUS", "PRK", "FRA", "SUN"])


@st.composite
def spans(draw: st.DrawFn, text: str) -> TextSpan:
    solid = [place for place, char in enumerate(text) if not char.isspace()]
    within = draw(st.sampled_from(solid))
    return TextSpan(draw(st.integers(0, within)), draw(st.integers(within + 1, len(text))))


@st.composite
def statements(draw: st.DrawFn, page: Article) -> Statement:
    span = spans(page.text)
    return Statement(
        page,
        content_spans=tuple(draw(st.lists(span, min_size=1, max_size=3))),
        kind=draw(st.sampled_from(Kind)),
        rule=draw(words),
        source_span=draw(st.none() | span),
        cue_span=draw(st.none() | span),
        speaker=draw(st.none() | st.builds(Speaker, words, maybe, st.none() | states, st.lists(states).map(tuple))),
        relay=tuple(draw(st.lists(words, max_size=2))),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(str.strip))
    page = Article(text, (), draw(st.sampled_from(["fr", "en"])), *(draw(maybe) for _ in range(7)))
    span = spans(text)
    said = {found.id: found for found in draw(st.lists(statements(page), max_size=3))}
    claims: dict[str, Relation] = {}
    for _ in range(draw(st.integers(0, 4))):
        source, target = draw(st.permutations(["RUS", "PRK", "FRA", "SUN"]))[:2]
        claim = Relation(
            page,
            source,
            target,
            code=draw(st.sampled_from(Code)),
            mood=draw(st.sampled_from(Mood)),
            evidence_span=draw(span),
            trigger_span=draw(span),
            rule=draw(words),
            ground=draw(st.none() | st.sampled_from(Ground)),
            date=draw(st.none() | st.sampled_from(["2024", "2024-06", "2024-06-19"])),
            date_from=draw(maybe),
            statement_id=draw(st.sampled_from([None, *said])),
        )
        claims.setdefault(claim.id, claim)
    kinds = st.sampled_from(MentionKind)
    mentions = [
        mention(page, draw(span).slice(text), draw(states), draw(kinds)) for _ in range(draw(st.integers(0, 2)))
    ]
    return Reading(page, tuple(mentions), tuple(said.values()), tuple(claims.values()), draw(words))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=readings())
def test_gives_back_any_reading_and_forgets_it(found: Reading, tmp_path: Path) -> None:
    with open_ledger(tmp_path / "any.db") as ledger:
        ledger.add(found)
        assert ledger.reading(found.article.id) == found
        counted = sum(n for (n,) in ledger.connection.execute("SELECT count FROM dyad_month"))
        assert counted == len(found.relations)
        ledger.remove(found.article.id)
        assert set(rows(ledger).values()) == {0}


def test_every_table_and_view_is_documented(path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")
    with open_ledger(path) as ledger:
        rows = ledger.connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
        names = {name for (name,) in rows if "_fts_" not in name and not name.startswith("sqlite_")}
    assert names == set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE))))
