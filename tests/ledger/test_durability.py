"""A process that is killed loses no article that was in, and one that reads waits for none that writes."""

import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

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


def read_folder(folder: Path, ledger: Path, most: int = ARTICLES) -> None:
    with Shelf(ledger) as shelf:
        for outcome in read_sources(
            islice(find_sources([str(folder)]), most), shelf, language="fr", published="2025-03-04"
        ):
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


# What cannot be written


SHIPPED = Path(__file__).parents[2] / "src" / "foedus" / "data" / "examples"


def foedus(*arguments: object, to: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "foedus", *map(str, arguments)]
    return subprocess.run(command, stdout=to, stderr=subprocess.PIPE, text=True)


def one_line(ran: subprocess.CompletedProcess[str], words: str) -> bool:
    return ran.returncode == 1 and ran.stderr.count("\n") == 1 and words in ran.stderr


@pytest.mark.slow
@pytest.mark.parametrize("kib", [60, 300, 600, 1000])
def test_a_full_disk_gives_one_line_and_loses_nothing(tmp_path: Path, kib: int) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = f"mount -t tmpfs -o size={kib}k tmpfs {disk}"
    if subprocess.run(["unshare", "-rm", "sh", "-c", mounted], capture_output=True).returncode:
        pytest.skip("no small disk can be made here")
    saved = tmp_path / "x.db"
    script = f"{mounted} && {sys.executable} -m foedus read {SHIPPED}/*.html --ledger {disk}/x.db; code=$?; "
    script += f"cp {disk}/x.db {tmp_path}; cp {disk}/x.db-wal {tmp_path} 2>/dev/null; exit $code"
    ran = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True)
    assert one_line(ran, "the disk is full; nothing of this was kept, all that was there before still is")
    told = [line for line in ran.stdout.splitlines()[1:] if line]  # the articles that are said to be in
    with open_ledger(saved) as there:
        assert len(there.article_ids()) == len(told)
        assert verify(there.connection).clean
    assert foedus("read", *SHIPPED.glob("*.html"), "--ledger", saved).returncode == 0
    with open_ledger(saved, read_only=True) as there:
        assert len(there.article_ids()) == len([*SHIPPED.glob("*.html")])


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", "RUS", "PRK"],
        ["explain", "RUS", "PRK", "--format", "json"],
        ["said", "RUS", "--format", "jsonl"],
        ["articles"],
        ["sql", "SELECT * FROM claim"],
        ["export", "--to", "csv"],
        ["export", "--to", "parquet", "--out", "/dev/full"],
        ["brief", "RUS", "PRK", "--to", "/dev/full", "--format", "html"],
    ],
    ids=" ".join,
)
def test_a_full_disk_behind_what_is_written_gives_one_line(folder: Path, tmp_path: Path, arguments: list[str]) -> None:
    ledger = tmp_path / "x.db"
    read_folder(folder, ledger, most=3)
    before = ledger.read_bytes()
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        assert one_line(foedus(*arguments, "--ledger", ledger, to=full.fileno()), "cannot be written: No space left")
    assert ledger.read_bytes() == before
    assert Path("/dev/full").is_char_device()


@pytest.fixture
def for_all() -> Iterator[Path]:
    """A folder that others may look into: pytest's own are closed to them."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize(
    "arguments", [["read", SHIPPED], ["remove", "a"], ["review", "a", "wrong"], ["reread", "--all"]]
)
def test_a_file_that_may_only_be_read_gives_one_line_and_loses_nothing(
    folder: Path, for_all: Path, arguments: list[object]
) -> None:
    ledger = for_all / "x.db"
    read_folder(folder, ledger, most=3)
    before = ledger.read_bytes()
    ledger.chmod(0o444)
    for_all.chmod(0o555)
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    try:
        ran = subprocess.run(
            [*as_nobody, sys.executable, "-m", "foedus", *map(str, arguments), "--ledger", ledger],
            capture_output=True,
            text=True,
        )
    finally:
        for_all.chmod(0o755)
    assert one_line(ran, "may not be written"), ran.stderr
    assert ledger.read_bytes() == before
