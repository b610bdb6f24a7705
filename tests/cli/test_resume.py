"""A long run that is taken up again: what was taken in before is passed over, what failed is told, or tried again."""

import json
from pathlib import Path

import pytest

from foedus import batch
from foedus.intake import courtesy
from running import call
from webserver import small_web

TEXT = "Le ministre a dit que {name} refusait le traité."


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    lines = [json.dumps({"text": TEXT.format(name=name)}) for name in ("Rome", "Paris", "Kiev")]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join([*lines, "{broken", json.dumps({"text": "12 34"})]) + "\n", encoding="utf-8")
    return path


def test_what_was_taken_in_is_not_taken_in_again(rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = tmp_path / "a.db"
    assert call("read", rows, "--ledger", ledger).code == 1

    def never(*_: object, **__: object) -> None:
        raise AssertionError("taken in again")

    monkeypatch.setattr(batch, "read_source", never)
    again = call("read", rows, "--ledger", ledger, "--resume", "--failures", tmp_path / "failed.tsv")
    assert (again.code, again.out) == (1, "")
    assert "3 articles were in" in again.err and "could not be read before" in again.err
    failed = (tmp_path / "failed.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[0] for line in failed] == ["source", f"{rows}:4", f"{rows}:5"]


def test_failures_are_tried_again_when_asked_for(rows: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "a.db"
    call("read", rows, "--ledger", ledger)
    again = call("read", rows, "--ledger", ledger, "--retry-failures")
    assert again.code == 1 and "3 articles were in" in again.err


def test_what_is_new_or_given_otherwise_is_read(rows: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "a.db"
    call("read", rows, "--ledger", ledger)
    with rows.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"text": TEXT.format(name="Ankara")}) + "\n")
    grown = call("read", rows, "--ledger", ledger, "--resume", "--format", "jsonl")
    assert [json.loads(line)["text"] for line in grown.out.splitlines()] == [TEXT.format(name="Ankara")]
    dated = call("read", rows, "--ledger", ledger, "--resume", "--published", "2024-05-03", "--format", "jsonl")
    assert len(dated.out.splitlines()) == 4


def test_another_version_takes_all_in_again(rows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = tmp_path / "a.db"
    call("read", rows, "--ledger", ledger)
    monkeypatch.setattr(batch, "engines", lambda: b"another")
    assert "before" not in call("read", rows, "--ledger", ledger, "--resume").err


def test_many_processes_pass_over_too(tmp_path: Path) -> None:
    path, ledger = tmp_path / "rows.jsonl", tmp_path / "a.db"
    path.write_text("".join(json.dumps({"text": f"Paris said that it had {n} ships."}) + "\n" for n in range(60)))
    call("read", path, "--ledger", ledger, "--jobs", 2)
    again = call("read", path, "--ledger", ledger, "--jobs", 2, "--resume", "--format", "jsonl")
    assert (again.code, again.out) == (0, "") and "60 articles were in" in again.err


def test_an_address_that_was_read_is_not_fetched_again_and_one_that_failed_for_now_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {"http://a.example/0": TEXT.format(name="Rome"), "http://a.example/1": 503}
    with small_web(pages) as web:
        monkeypatch.setattr(courtesy, "Courtesy", web.courtesy)
        urls = [*pages, "http://a.example/gone"]
        for expected in ([*urls[:1], *urls[1:2] * 3, urls[2]], urls[1:2] * 3):
            web.asked.clear()
            call("read", *urls, "--ledger", tmp_path / "a.db", "--resume")
            assert web.urls() == expected


def test_resume_goes_by_a_ledger(rows: Path) -> None:
    ran = call("read", rows, "--no-ledger", "--resume")
    assert ran.code == 2 and "leave out --no-ledger" in ran.err
