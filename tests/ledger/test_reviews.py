"""What people say of records: appended, taken into account everywhere, and found again after re-reading."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from builders import article, reading, relation, statement
from foedus.errors import LedgerError, UsageError
from foedus.explain import explain
from foedus.ledger import Ledger, open_ledger
from foedus.ledger.reviews import Verdict
from foedus.model import Reading

TEXT = "Kiev a livré des obus à Tunis. « Nous sommes des alliés », a dit Awa Kone."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "essai.db") as opened:
        yield opened


def some_reading(engine: str = "foedus test", evidence: str = "livré des obus") -> Reading:
    page = article(TEXT)
    said = statement(page, "Nous sommes des alliés", "Awa Kone", state="TUN")
    aid = relation(page, evidence=evidence, trigger="livré")
    ally = relation(page, code="ALLIED", evidence="Nous sommes des alliés", statement=said)
    return reading(page, said, aid, ally, engine=engine)


def told(ledger: Ledger) -> list[tuple[str, str, str]]:
    rows = ledger.connection.execute("SELECT source_state, target_state, code FROM claim ORDER BY 3, 1")
    found = [tuple(row) for row in rows]
    assert explain(ledger, "UKR", "TUN").records == sum({a, b} == {"UKR", "TUN"} for a, b, _ in found)
    return found  # type: ignore[return-value]


def id_of(found: Reading, code: str) -> str:
    return next(r.id for r in found.relations if r.code == code)


def test_what_is_wrong_goes_from_every_view_and_is_kept_as_read(ledger: Ledger) -> None:
    found = some_reading()
    ledger.add(found)
    ledger.review(id_of(found, "AID")[:8], Verdict.WRONG, by="Ana", why="non")
    assert told(ledger) == [("UKR", "TUN", "ALLIED")]
    assert ledger.connection.execute("SELECT sum(count) FROM dyad_month").fetchone() == (1,)
    assert ledger.reading(found.article.id, as_read=True) == found
    with ledger.ignoring_reviews():
        assert told(ledger) == [("UKR", "TUN", "AID"), ("UKR", "TUN", "ALLIED")]
    assert told(ledger) == [("UKR", "TUN", "ALLIED")]
    (review,) = ledger.reviews()
    assert (review.by, review.verdict, review.why) == ("Ana", "wrong", "non")
    assert review.record["evidence"] == [[7, 21, "livré des obus"]]


def test_the_last_review_of_a_record_counts(ledger: Ledger) -> None:
    found = some_reading()
    ledger.add(found)
    for verdict in (Verdict.WRONG, Verdict.RIGHT):
        ledger.review(id_of(found, "AID"), verdict, by="Ana")
    assert told(ledger) == [("UKR", "TUN", "AID"), ("UKR", "TUN", "ALLIED")]
    assert ledger.reading(found.article.id) == found and len(ledger.reviews()) == 2


def test_a_correction_takes_the_place_and_is_a_record_like_others(ledger: Ledger) -> None:
    found = some_reading()
    ledger.add(found)
    ledger.review(id_of(found, "AID"), Verdict.CORRECTED, by="Ana", corrected={"code": "SUPPORT", "target": "FRA"})
    assert told(ledger) == [("UKR", "TUN", "ALLIED"), ("UKR", "FRA", "SUPPORT")]
    (new,) = [r for r in ledger.reading(found.article.id).relations if r.code == "SUPPORT"]
    assert (new.rule, new.evidence_span) == ("review: Ana", found.relations[0].evidence_span)
    ledger.review(new.id, Verdict.WRONG, by="Ben")
    assert told(ledger) == [("UKR", "TUN", "ALLIED")]


def test_a_statement_that_is_wrong_goes_with_its_relations(ledger: Ledger) -> None:
    found = some_reading()
    ledger.add(found)
    ledger.review(found.statements[0].id, Verdict.WRONG, by="Ana")
    assert told(ledger) == [("UKR", "TUN", "AID")]
    assert ledger.connection.execute("SELECT count(*) FROM said").fetchone() == (0,)


def test_a_corrected_speaker_changes_whose_word_it_is(ledger: Ledger) -> None:
    found = some_reading()
    ledger.add(found)
    ledger.review(found.statements[0].id, Verdict.CORRECTED, by="Ana", corrected={"state": "FRA", "role": "ministre"})
    other = explain(ledger, "UKR", "TUN").other
    assert other and {piece.word for piece in other.evidence} == {"third party", "outlet"}
    assert ledger.connection.execute("SELECT speaker, speaker_role FROM said").fetchone() == ("Awa Kone", "ministre")


@pytest.mark.parametrize("verdict", [Verdict.WRONG, Verdict.CORRECTED])
def test_reviews_survive_reading_again_by_span_and_words(ledger: Ledger, verdict: Verdict) -> None:
    found = some_reading()
    ledger.add(found)
    corrected = {"mood": "possible"} if verdict is Verdict.CORRECTED else {}
    ledger.review(id_of(found, "AID"), verdict, by="Ana", corrected=corrected)
    # A newer version finds the same act in a few more letters: the record has another id.
    newer = some_reading("foedus test 2", evidence="livré des obus à")
    assert id_of(newer, "AID") != id_of(found, "AID")
    ledger.add(newer)
    moods = [r.mood for r in ledger.reading(found.article.id).relations if r.code == "AID"]
    assert moods == (["possible"] if corrected else [])
    assert ledger.reading(found.article.id, as_read=True) == newer


def test_a_correction_stands_where_a_newer_version_reads_nothing(ledger: Ledger) -> None:
    found = some_reading()
    ledger.add(found)
    ledger.review(id_of(found, "ALLIED"), Verdict.CORRECTED, by="Ana", corrected={"ground": "HISTORY"})
    ledger.add(replace(found, relations=(), engine="foedus test 2"))
    (kept,) = ledger.reading(found.article.id).relations
    assert (kept.ground, kept.statement_id) == ("HISTORY", found.statements[0].id)


def test_reviews_stay_when_the_article_goes_and_count_when_it_comes_back(ledger: Ledger) -> None:
    found = some_reading()
    ledger.add(found)
    ledger.review(id_of(found, "AID"), Verdict.WRONG, by="Ana")
    ledger.remove(found.article.id)
    ledger.add(found)
    assert told(ledger) == [("UKR", "TUN", "ALLIED")]


@pytest.mark.parametrize("sql", ["UPDATE review SET by = 'x'", "DELETE FROM review"])
def test_a_review_is_never_altered(ledger: Ledger, sql: str) -> None:
    found = some_reading()
    ledger.add(found)
    ledger.review(id_of(found, "AID"), Verdict.RIGHT, by="Ana")
    with pytest.raises(sqlite3.IntegrityError, match="add another"):
        ledger.connection.execute(sql)


@pytest.mark.parametrize(
    ("corrected", "error", "message"),
    [
        ({"code": "LOVE"}, UsageError, "code 'LOVE' does not exist"),
        ({"colour": "red"}, UsageError, "has no 'colour' to correct"),
        ({"source": None}, UsageError, "cannot be left empty"),
        ({"source": "TUN"}, ValueError, "to itself"),
    ],
)
def test_a_correction_passes_the_same_gate(
    ledger: Ledger, corrected: dict[str, str | None], error: type[Exception], message: str
) -> None:
    found = some_reading()
    ledger.add(found)
    with pytest.raises(error, match=message):
        ledger.review(id_of(found, "AID"), Verdict.CORRECTED, by="Ana", corrected=corrected)
    assert ledger.reviews() == () and ledger.reading(found.article.id) == found


def test_an_unknown_record_is_one_line(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="holds no relation or statement 'abc'"):
        ledger.review("abc", Verdict.RIGHT, by="Ana")
