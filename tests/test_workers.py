"""Many processes read what one reads."""

import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from foedus import batch, workers
from foedus.batch import Outcome, Shelf
from foedus.export import reading_to_json
from foedus.intake.sources import Source, find_sources
from foedus.model import Article, Reading
from foedus.workers import read_many

NAMES = {
    "fr": (("Moscou", "Pékin", "Ankara", "Rabat", "Kigali", "Lima"), ("la Russie", "le Japon", "l'Iran", "le Pérou")),
    "en": (("Moscow", "Beijing", "Ankara", "Rabat", "Kigali", "Lima"), ("Russia", "Japan", "Iran", "Peru")),
}
SENTENCES = {
    "fr": (
        "{capital} a livré des chars à {other} le {day} mai.",
        "« Nous n'avons pas visé {state} », a assuré le ministre à Reuters.",
        "Le porte-parole a ajouté que les deux pays signeraient un accord.",
        "Selon {capital}, l'armée de {other} a quitté la vallée.",
        "La pluie est tombée sur les collines, et personne n'est sorti.",
    ),
    "en": (
        "{capital} sent tanks to {state} on May {day}.",
        "“We have not attacked {state},” the minister told Reuters.",
        "The spokesman added that the two countries would sign an agreement.",
        "According to {other}, the army of {state} left the valley.",
        "Rain fell on the hills, and nobody went out.",
    ),
}


def texts(number: int) -> Iterator[str]:
    """Yield articles of either language, some twice, some of which are none."""
    chosen = random.Random(7)
    written: list[str] = []
    for place in range(number):
        language = chosen.choice(["fr", "en"])
        capitals, states = NAMES[language]
        paragraphs = [
            sentence.format(
                capital=chosen.choice(capitals),
                other=chosen.choice(capitals),
                state=chosen.choice(states),
                day=chosen.randint(2, 28),
            )
            for sentence in chosen.sample(SENTENCES[language], chosen.randint(2, 5))
        ]
        if place % 29 == 7:
            written.append("" if place % 2 else "\x00\x01\x02" * 40)
        elif place % 17 == 11:
            written.append(chosen.choice(written))
        else:
            written.append("\n\n".join(paragraphs))
        yield written[-1]


def sources(number: int) -> list[Source]:
    return [Source(f"{place:04}.txt", content=text.encode()) for place, text in enumerate(texts(number))]


def line(outcome: Outcome) -> str:
    return outcome.error or f"{outcome.known} {outcome.name} {reading_to_json(outcome.reading)}"


def lines(found: Sequence[Source], path: Path | None, jobs: int) -> list[str]:
    with Shelf(path) as shelf:
        return [line(outcome) for outcome in read_many(found, shelf, jobs=jobs)]


def stored(path: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as ledger:
        tables = [row[0] for row in ledger.execute("select name from sqlite_master where type = 'table'")]
        wanted = [name for name in tables if name in ("statement", "relation", "article")]
        assert len(wanted) == 3, tables
        unlike = ("first_read", "last_read")
        found = []
        for name in sorted(wanted):
            columns = [c[1] for c in ledger.execute(f"pragma table_info({name})") if c[1] not in unlike]
            found += sorted(map(repr, ledger.execute(f"select {', '.join(columns)} from {name}")))
        return found


@pytest.mark.parametrize("number", [120, pytest.param(2000, marks=pytest.mark.slow)])
def test_two_processes_find_what_one_finds(number: int, tmp_path: Path) -> None:
    made = sources(number)
    one, two = lines(made, tmp_path / "one.db", 1), lines(made, tmp_path / "two.db", 2)
    assert one == two
    assert stored(tmp_path / "one.db") == stored(tmp_path / "two.db")
    assert sum("statements" in found for found in one) > number / 2
    random.Random(3).shuffle(made)
    kept = {found.partition(" ")[2] for found in one if found.startswith(("True", "False"))}
    assert {found.partition(" ")[2] for found in lines(made, None, 3) if found.startswith("False")} == kept


def test_a_second_run_reads_nothing_again(tmp_path: Path) -> None:
    made = [source for source in sources(60) if source.content]
    lines(made, tmp_path / "a.db", 2)
    again = lines(made, tmp_path / "a.db", 2)
    assert not [found for found in again if found.startswith("False")]


def test_a_process_that_is_killed_costs_only_the_source_it_was_killed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    first, real = os.getpid(), batch.read_articles

    def deadly(articles: Iterator[Article]) -> Iterator[Reading]:
        for reading in real(articles):
            if "[kill]" in reading.article.text and os.getpid() != first:
                os.kill(os.getpid(), signal.SIGKILL)
            yield reading

    made = sources(60)
    made[40] = Source("0040.txt", content=b"Paris said that the minister had left for Rome. [kill]")
    expected = lines(made, None, 1)
    monkeypatch.setattr(batch, "read_articles", deadly)
    found = lines(made, None, 2)
    assert found[40].startswith("0040.txt: the process that read it was ended")
    assert found[:40] + found[41:] == expected[:40] + expected[41:]


def test_a_process_that_is_killed_from_outside_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed once, as by an administrator: what it had at hand is read by others, with the records of one process."""
    first, real, killed = os.getpid(), batch.read_articles, tmp_path / "killed"

    def killed_once(articles: Iterator[Article]) -> Iterator[Reading]:
        for number, reading in enumerate(real(articles)):
            if number == 3 and os.getpid() != first and not killed.exists():
                killed.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            yield reading

    made = sources(90)
    expected = lines(made, tmp_path / "one.db", 1)
    monkeypatch.setattr(batch, "read_articles", killed_once)
    assert lines(made, tmp_path / "two.db", 2) == expected
    assert killed.exists() and stored(tmp_path / "one.db") == stored(tmp_path / "two.db")


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux, to see that a process ends")
def test_processes_end_with_a_first_one_that_is_killed(tmp_path: Path) -> None:
    for place, one in enumerate(sources(600)):
        (tmp_path / f"{place:03}.txt").write_bytes(one.content or b"")
    command = [sys.executable, "-m", "foedus", "read", str(tmp_path), "--ledger", str(tmp_path / "l.db"), "--jobs", "2"]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    listed = Path(f"/proc/{first.pid}/task/{first.pid}/children")
    while len(children := [int(pid) for pid in listed.read_text().split()]) < 2:
        assert first.poll() is None, "it has read all and started no others"
    ends = [os.pidfd_open(pid) for pid in children]
    first.kill()
    first.wait()
    for end in ends:
        assert select.select([end], [], [], 20)[0], "it goes on without the process that started it"
        os.close(end)


def test_few_sources_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ProcessPoolExecutor", None)
    assert len(lines(sources(workers._ALONE), None, 8)) == workers._ALONE


def test_sources_that_fail_are_written_with_the_reason(tmp_path: Path) -> None:
    from running import call

    (tmp_path / "a.txt").write_text("Le ministre a dit que Paris refusait.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    ran = call("read", tmp_path, tmp_path / "no.txt", "--no-ledger", "--failures", tmp_path / "failed.tsv")
    header, *rows = (tmp_path / "failed.tsv").read_text(encoding="utf-8").splitlines()
    assert (ran.code, header) == (1, "source\treason")
    assert [row.split("\t")[0] for row in rows] == [str(tmp_path / "b.txt"), str(tmp_path / "no.txt")]
    assert all("\t" in row and "Traceback" not in row for row in rows)
    assert len(list(find_sources([tmp_path]))) == 2
