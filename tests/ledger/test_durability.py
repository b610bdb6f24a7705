"""A process that is killed loses no article that was in, and one that reads waits for none that writes."""

import os
import random
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus.batch import Shelf, read_sources
from foedus.explain import explain
from foedus.intake.sources import find_sources
from foedus.ledger import open_ledger
from foedus.ledger.verify import verify

SENTENCES = [
    "La Russie et la Corée du Nord ont signé un traité de défense à Pyongyang.",
    "« Nous soutiendrons la Russie dans sa lutte », a déclaré la ministre nord-coréenne des Affaires étrangères.",
    "Selon l’agence Tass, Moscou a livré du pétrole à la Corée du Nord.",
    "La France a condamné la livraison d’obus par la Corée du Nord à la Russie.",
    "Le Kremlin a démenti avoir livré des missiles à la Corée du Nord.",
    "La Chine et la Russie ont tenu des manœuvres communes en mer du Japon.",
]
ARTICLES, KILLS, EXPLAINED = 60, 200, 500


def in_a_child(work: Callable[[], None]) -> int:
    """Run something in a process of its own; the models that are loaded here are loaded there."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return pid


def killed_after(pid: int, seconds: float) -> bool:
    """Kill a process unless it ends before; return whether it was killed."""
    handle = os.pidfd_open(pid)
    try:
        ended, _, _ = select.select([handle], [], [], seconds)
        if not ended:
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    finally:
        os.close(handle)
    return not ended


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    rng = random.Random(11)
    for number in range(ARTICLES):
        lines = [f"Dépêche numéro {number} de la journée.", *rng.sample(SENTENCES, 4)]
        (place / f"{number:02}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    return place


def read_folder(folder: Path, ledger: Path) -> None:
    with Shelf(ledger) as shelf:
        for outcome in read_sources(find_sources([str(folder)]), shelf, language="fr", published="2025-03-04"):
            assert outcome.error is None


@pytest.mark.slow
def test_killing_it_at_any_moment_loses_nothing_and_leaves_nothing_half(folder: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    began = time.perf_counter()
    read_folder(folder, whole)
    seconds = time.perf_counter() - began
    with open_ledger(whole) as opened:
        wanted = {id_: opened.reading(id_) for id_ in opened.article_ids()}
    assert len(wanted) == ARTICLES
    rng = random.Random(5)
    kills = 0
    while kills < KILLS:
        ledger = tmp_path / f"{kills}.db"
        seen: set[str] = set()
        # Killed again and again until the folder is read, on one ledger.
        while len(seen) < ARTICLES and kills < KILLS:
            was_killed = killed_after(
                in_a_child(lambda to=ledger: read_folder(folder, to)), rng.uniform(0, seconds / 6)
            )
            kills += was_killed
            if not ledger.exists():
                continue
            with open_ledger(ledger) as opened:
                there = set(opened.article_ids())
                assert seen <= there
                assert all(opened.reading(id_) == wanted[id_] for id_ in there - seen)
                assert verify(opened.connection).clean
                seen = there
        read_folder(folder, ledger)
        with open_ledger(ledger) as opened:
            assert {id_: opened.reading(id_) for id_ in opened.article_ids()} == wanted
            assert verify(opened.connection).clean


@pytest.mark.slow
def test_one_reads_in_while_another_explains_a_hundred_times_a_second(folder: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "both.db"
    read_folder(folder, ledger)
    with open_ledger(ledger) as opened:
        readings = [opened.reading(id_) for id_ in opened.article_ids()]

    def write_on() -> None:
        with open_ledger(ledger) as writing:
            for _ in range(500):
                for one in readings:
                    writing.remove(one.article.id)
                    writing.add(one)

    pid = in_a_child(write_on)
    taken, waited = [], []
    with open_ledger(ledger, read_only=True) as reading:
        # Whoever would have to wait for a lock gets an error instead.
        reading.connection.execute("PRAGMA busy_timeout = 0")
        start = time.perf_counter()
        for number in range(EXPLAINED):
            select.select([], [], [], max(0.0, start + number / 100 - time.perf_counter()))
            before, ours = time.perf_counter(), working_or_queueing()
            found = explain(reading, "RUS", "PRK")
            taken.append(time.perf_counter() - before)
            waited.append(taken[-1] - (working_or_queueing() - ours))
            assert found.articles >= ARTICLES - 12
    assert killed_after(pid, 0), "the writer had ended before: nothing was measured"
    taken.sort()
    median, late, worst = (1000 * taken[place] for place in (EXPLAINED // 2, EXPLAINED * 99 // 100, -1))
    print(f"explain: median {median:.1f} ms, 99 of 100 within {late:.1f} ms, worst {worst:.1f} ms", end="; ")
    print(f"worst wait for the writer or the disk {1000 * max(waited):.1f} ms")
    assert max(waited) < 0.1


def working_or_queueing() -> float:
    """Return the seconds for which this process has had a processor, or has stood in the queue for one."""
    working, queueing, _ = Path("/proc/self/schedstat").read_text(encoding="ascii").split()
    return (int(working) + int(queueing)) / 1e9
