"""Measure the reading room on a ledger: server time of each page, with readers at once.

    python scripts/web_speed.py press.db --readers 20 --pages 400

Each reader asks for a page, thinks a moment and asks for the next, as people do; the time is that from asking to the
last byte, on the machine that serves as well. States that a generated ledger has and we do not are made known first.
"""

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from foedus.language.registry import states
from foedus.ledger import listing, open_ledger

LANGUAGES = ("fr", "en")


def pages_of(path: Path) -> tuple[list[str], set[str]]:
    """Return addresses without their language, the busiest pairs first, and the states that are not known."""
    with open_ledger(path, read_only=True) as ledger:
        pairs = listing.busiest_pairs(ledger.connection, 30)
        articles = listing.latest_articles(ledger.connection, 40)
        statements = [s.id for one in articles[:5] for s in ledger.reading(one.article.id).statements[:2]]
        words = {word for one in articles for word in (one.article.title or "").split() if len(word) > 4}
    found = {state for pair in pairs for state in (pair.state_a, pair.state_b)}
    return [
        *(f"pair/{p.state_a}/{p.state_b}" for p in pairs),
        *(f"pair/{p.state_a}/{p.state_b}?third_party=1" for p in pairs[:5]),
        *(f"article/{one.article.id}" for one in articles),
        *(f"why/{id_}" for id_ in statements),
        *(f"search?q={word}" for word in sorted(words)[:20] if word.isascii()),
        "", "pair", "sources", "search", "read", "unresolved", "about",
    ], found - set(states())  # fmt: skip


def ask(port: int, path: str) -> tuple[int, float]:
    """Ask for a page; return status and seconds."""
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, time.perf_counter() - started


def main() -> None:
    """Serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--think", type=float, default=2.0, help="seconds between two pages of a reader, on average")
    parser.add_argument("--settle", type=float, default=60.0, help="seconds to wait before the first reader comes")
    parser.add_argument("--only", default="", help="only addresses that begin so")
    given = parser.parse_args()
    paths, unknown = pages_of(given.ledger)
    paths = [path for path in paths if path.startswith(given.only)]
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as free:
        made_known = "".join(
            f'[{s}]\niso2 = ""\nfr = "{s.title()}ie"\nen = "{s.title()}ia"\nfrom = "1816-01-01"\n' for s in unknown
        )
        (Path(folder) / "states.toml").write_text(made_known, encoding="utf-8")
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, "-m", "foedus", "serve", "--ledger", str(given.ledger), "--port", str(port)]
        environment = {**os.environ, "FOEDUS_DATA": folder}
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as served:
            try:
                ready(port)
                time.sleep(given.settle)
                before = cpu(served.pid)
                measure(port, paths, given.readers, given.pages, given.think)
                print(f"{(cpu(served.pid) - before) * 1000 / given.pages:.1f} ms of CPU a page")
            finally:
                served.terminate()


def ready(port: int) -> None:
    """Wait until it serves."""
    while True:
        try:
            ask(port, "/en/about")
            return
        except OSError:
            time.sleep(0.2)


def cpu(pid: int) -> float:
    """Return the seconds of CPU that a process has taken, without those of its worker (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(port: int, paths: list[str], readers: int, pages: int, think: float) -> None:
    """Let readers read, and print what it took, by sort of page."""
    times: dict[str, list[float]] = {}
    lock, faults = threading.Lock(), 0

    def read(seed: int) -> None:
        nonlocal faults
        mine = random.Random(seed)
        for _ in range(pages // readers):
            path = mine.choice(paths)
            status, took = ask(port, f"/{mine.choice(LANGUAGES)}/{path}")
            with lock:
                faults += status != 200
                times.setdefault(path.partition("?")[0].partition("/")[0] or "first", []).append(took)
            time.sleep(mine.expovariate(1 / think) if think else 0)

    threads = [threading.Thread(target=read, args=(seed,)) for seed in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everything = [took for some in times.values() for took in some]
    for sort, some in [*sorted(times.items()), ("all", everything)]:
        ordered = sorted(some)
        middle, late = statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        print(f"{sort:12} {len(some):5}  median {middle * 1000:7.1f} ms   99 % {late * 1000:7.1f} ms")
    print(f"{faults} answers were no page")


if __name__ == "__main__":
    main()
