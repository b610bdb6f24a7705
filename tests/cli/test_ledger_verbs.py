"""search, timeline, sql, verify, review, reread: on the shipped articles."""

import csv
import io
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from running import Ran, call


def lines(ran: Ran) -> list[dict[str, object]]:
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


@pytest.fixture
def own(shelf: tuple[Path, Ran], tmp_path: Path) -> Path:
    """A copy of the ledger that a test may change."""
    return Path(shutil.copy(shelf[0], tmp_path / "own.db"))


@pytest.mark.parametrize(
    ("words", "form"),
    [("livraisons", "livraison"), ("missile", "missiles"), ("DECLARATION", "déclaration"), ("sanctions", "sanction")],
)
def test_search_folds_accents_case_and_inflection(shelf: tuple[Path, Ran], words: str, form: str) -> None:
    found = lines(call("search", words, "--ledger", shelf[0], "--in", "articles", "--format", "jsonl"))
    assert found and any(form[:6] in str(one["words"]).lower() for one in found)


def test_search_wants_all_words_and_phrases_as_they_stand(shelf: tuple[Path, Ran]) -> None:
    at = ("--ledger", shelf[0], "--format", "jsonl")
    both = {one["id"] for one in lines(call("search", "missiles accord", *at))}
    assert both <= {one["id"] for one in lines(call("search", "missiles", *at))}
    assert not lines(call("search", '"corée armée"', *at)) and lines(call("search", '"armée russe"', *at))


def test_filters_alone_find_all_that_fits(shelf: tuple[Path, Ran]) -> None:
    at = ("--ledger", shelf[0], "--format", "jsonl", "--limit", 1000)
    said = lines(call("search", "--state", "RUS", "--kind", "direct", *at))
    assert said and all(one["how"] == "direct" for one in said)
    outlet = said[0]["article"]["outlet"]
    printed = lines(call("search", "--outlet", outlet.upper(), "--in", "articles", *at))
    assert printed and {one["article"]["outlet"] for one in printed} == {outlet}


def test_a_search_for_nothing_is_refused(shelf: tuple[Path, Ran]) -> None:
    ran = call("search", "--ledger", shelf[0])
    assert ran.code == 2 and "give words, or a filter" in ran.err


def test_articles_are_found_by_who_speaks_in_them(shelf: tuple[Path, Ran]) -> None:
    found = call(
        "search", "Russie", "--in", "articles", "--speaker", "Lavrov", "--format", "jsonl", "--ledger", shelf[0]
    )
    assert {json.loads(line)["article"]["title"] for line in found.out.splitlines()}
    none = call(
        "search", "Russie", "--in", "articles", "--speaker", "Zorglub", "--format", "jsonl", "--ledger", shelf[0]
    )
    assert none.out == ""


def test_search_and_sql_print_every_format(shelf: tuple[Path, Ran]) -> None:
    at = ("search", "corée", "--ledger", shelf[0], "--lang", "fr", "--format")
    rows = lines(call(*at, "jsonl"))
    assert json.loads(call(*at, "json").out) == rows
    flat = [*csv.DictReader(io.StringIO(call(*at, "csv").out))]
    assert [row["id"] for row in flat] == [row["id"] for row in rows]
    assert {row["speaker"] for row in flat} == {str((row["speaker"] or {"name": ""})["name"]) for row in rows}  # type: ignore[index]
    page = call(*at, "md").out
    assert page.startswith("## ") and page.count("**") == 2 * len(rows)
    asked = ("sql", "SELECT 'a|b' AS one, NULL AS none", "--ledger", shelf[0], "--format")
    assert json.loads(call(*asked, "json").out) == [{"one": "a|b", "none": None}]
    assert call(*asked, "md").out == "| one | none |\n| --- | --- |\n| a\\|b |  |\n"


def test_search_filters(shelf: tuple[Path, Ran]) -> None:
    at = ("search", "corée", "--ledger", shelf[0], "--in", "statements", "--format", "jsonl")
    for arguments in (["--speaker", "lavrov"], ["--state", "Russie"]):
        found = lines(call(*at, *arguments))
        assert found and all(one["kind"] == "statement" for one in found)
    assert all("Lavrov" in one["speaker"]["name"] for one in lines(call(*at, "--speaker", "lavrov")))  # type: ignore[index]
    assert lines(call(*at, "--until", "1999")) == []
    assert call(*at, "--code", "LOVE").code == 2


@pytest.mark.parametrize("words", ["", "«", '"', "'; DROP TABLE article", "NEAR(a b)", "a* OR -b", "état: (", "\x00"])
def test_search_takes_any_words(shelf: tuple[Path, Ran], words: str) -> None:
    ran = call("search", words, "--ledger", shelf[0])
    assert ran.code == 0 and "Traceback" not in ran.err


def test_search_prints_for_people(shelf: tuple[Path, Ran]) -> None:
    ran = call("search", "missiles", "--ledger", shelf[0], "--lang", "en")
    assert "article" in ran.out.splitlines()[0] or "statement" in ran.out.splitlines()[0]
    assert call("search", "introuvable", "--ledger", shelf[0]).err.endswith("fits\n")


def test_timeline_lists_dated_acts_in_order(shelf: tuple[Path, Ran]) -> None:
    found = lines(call("timeline", "RUS", "PRK", "--ledger", shelf[0], "--format", "jsonl"))
    dates = [str(one["date"]) for one in found]
    assert dates == sorted(dates) and "2024-06-19" in dates
    assert call("timeline", "RUS", "PRK", "--ledger", shelf[0], "--lang", "fr").out.startswith("Russie (RUS)")
    assert "no dated act" in call("timeline", "BRA", "PER", "--ledger", shelf[0]).err


def test_sql_reads_and_never_writes(shelf: tuple[Path, Ran]) -> None:
    asked = call("sql", "SELECT count(*) AS n FROM article", "--ledger", shelf[0], "--format", "csv")
    assert asked.out == "n\n8\n"
    assert lines(call("sql", "SELECT 1 AS a, NULL AS b", "--ledger", shelf[0], "--format", "jsonl")) == [
        {"a": 1, "b": None}
    ]
    for query in ("DELETE FROM article", "DROP TABLE relation", "SELEC", "ATTACH '/tmp/x.db' AS x; SELECT 1"):
        ran = call("sql", query, "--ledger", shelf[0])
        assert ran.code == 1 and len(ran.err.splitlines()) == 1, query


def test_verify_says_that_nothing_is_off_or_what_is(own: Path) -> None:
    ran = call("verify", "--ledger", own)
    assert (ran.code, ran.out) == (0, "") and "nothing is off" in ran.err
    with sqlite3.connect(own) as raw:
        raw.execute("DROP TRIGGER relation_altered")
        raw.execute("UPDATE relation SET evidence_words = 'jamais dit' WHERE key = 1")
    raw.close()
    ran = call("verify", "--ledger", own)
    assert ran.code == 1 and "evidence: nowhere: 'jamais dit'" in ran.out
    assert lines_of(call("verify", "--ledger", own, "--format", "jsonl"))[0]["answer"] == "nowhere"
    ran = call("verify", "--ledger", own, "--lang", "fr")
    assert "preuve\u00a0: nulle part\u00a0: 'jamais dit'" in ran.out and "voir ci-dessus" in ran.err


def lines_of(ran: Ran) -> list[dict[str, object]]:
    return [json.loads(line) for line in ran.out.splitlines()]


def test_review_and_reread(own: Path) -> None:
    first = lines(call("sql", "SELECT id FROM relation ORDER BY id LIMIT 1", "--ledger", own, "--format", "jsonl"))[0][
        "id"
    ]
    assert call("review", first, "wrong", "--by", "Ana", "--why", "essai", "--ledger", own).code == 0
    (made,) = lines(call("review", "--ledger", own, "--format", "jsonl"))
    assert (made["record_id"], made["verdict"], made["by"]) == (first, "wrong", "Ana")
    assert "Ana" in call("review", "--ledger", own).out
    assert call("review", first, "corrected", "--ledger", own).code == 2
    assert call("review", first, "corrected", "--to", "code", "--ledger", own).code == 2
    assert call("review", first, "--ledger", own).code == 2
    # What this very version read is not read again; reviews stand.
    assert "0 articles read again" in call("reread", "--ledger", own).err
    with sqlite3.connect(own) as raw:
        raw.execute("UPDATE article SET engine = 'older' WHERE key = 1")
    raw.close()
    assert "1 article read again, 0 of them differently" in call("reread", "--ledger", own).err
    assert "relu : 0 article, dont 0 autrement" in call("reread", "--ledger", own, "--lang", "fr").err
    count = f"SELECT count(*) AS n FROM relation WHERE id = '{first}'"
    assert lines(call("sql", count, "--ledger", own, "--format", "jsonl")) == [{"n": 0}]
    assert call("verify", "--ledger", own).code == 0
    counted = [
        json.loads(call("explain", "RUS", "PRK", "--ledger", own, "--format", "json", *more).out)["counts"]["records"]
        for more in ([], ["--ignore-reviews"])
    ]
    assert counted[1] - counted[0] in (0, 1)
