"""Measure what the pages of the reading room take on a ledger, with several readers at once.

    python scripts/generate_ledger.py /tmp/big.db --relations 1000000
    python scripts/web_speed.py /tmp/big.db --readers 20 --seconds 60

Each reader asks for a page, thinks a moment (`--think`) and asks for the next, as people do; pairs and speakers are
drawn as the press has them: a few are asked for often. Server time is from a request's arrival to
the last byte of its answer, and so has waiting for others in it. The room is served by a process of its own, as
`foedus serve` does it, but for the limits of how often one address may ask. Nothing is written into the ledger.

What the first page weighs is added up too; `--once` asks for each sort of page alone, a few times, and counts CPU.
"""

import argparse
import json
import multiprocessing
import random
import re
import resource
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

MEDIAN, WORST = 200, 500  # ms: what every page is to keep, at the median and at the 99th percentile


# -- the server --------------------------------------------------------------------------------------------------------


class Timed:
    """Write down how long each answer took, by the sort of page that X-Sort names."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.taken: list[tuple[str, float, float, int]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, worked, status = time.perf_counter(), time.process_time(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        await self.app(scope, receive, noted)
        sort = dict(scope["headers"]).get(b"x-sort", b"?").decode()
        taken, worked = time.perf_counter() - began, time.process_time() - worked
        self.taken.append((sort, 1000 * taken, 1000 * worked, status))


def serve(ledger: Path, lake: Path, port: int, out: Path, processes: int) -> None:
    """Serve until told to stop; then write what was taken."""
    import uvicorn

    from foedus.web.app import create_app
    from foedus.web.limits import RATES, Limits, Rate
    from foedus.web.settings import Settings

    plenty = Limits(dict.fromkeys(RATES, Rate(10**9, 10**9)))
    app = Timed(create_app(Settings(ledger, lake=lake, hosts=(), processes=processes), limits=plenty))
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
    for process in multiprocessing.active_children():
        process.join(10)
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time() + others.ru_utime + others.ru_stime
    out.write_text(json.dumps({"taken": app.taken, "cpu": cpu}), encoding="utf-8")


@contextmanager
def served(ledger: Path, lake: Path, out: Path, processes: int) -> Iterator[int]:
    """Serve in a process of its own; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, __file__, str(ledger), "--lake", str(lake), "--serve", str(port), "--out", str(out)]
    command += ["--processes", str(processes)]
    with subprocess.Popen(command) as process:
        try:
            for _ in range(600):
                try:
                    socket.create_connection(("127.0.0.1", port), 0.1).close()
                    break
                except OSError:
                    if process.poll() is not None:
                        sys.exit("the room could not be served")
                    time.sleep(0.1)
            yield port
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


# -- the readers -------------------------------------------------------------------------------------------------------


class Choice:
    """What a ledger has to ask for, each with how often it is asked for."""

    def __init__(self, ledger: Path) -> None:
        connection = sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True)

        def drawn(sql: str) -> tuple[list[Any], list[int]]:
            rows = connection.execute(sql).fetchall()
            return [row[:-1] for row in rows], list(accumulate(row[-1] for row in rows))

        self.pairs = drawn("SELECT state_a, state_b, sum(count) FROM dyad_month GROUP BY 1, 2")
        self.people = drawn("SELECT speaker, count(*) FROM statement WHERE speaker IS NOT NULL GROUP BY 1")
        self.outlets = drawn("SELECT outlet, count(*) FROM article WHERE outlet IS NOT NULL GROUP BY 1")
        self.articles = drawn("SELECT id, 1 FROM article WHERE key % 97 = 1 OR key < 50")
        self.records = drawn("SELECT id, 1 FROM statement WHERE key % 997 = 1 OR key < 50")
        self.words = drawn("SELECT word, 1 FROM stem LIMIT 3000")
        self.years = [y for (y,) in connection.execute("SELECT DISTINCT substr(month, 1, 4) FROM dyad_month") if y]
        connection.close()

    def address(self, sort: str, dice: random.Random) -> str:
        """Return an address of a sort."""

        def one(of: tuple[list[Any], list[int]]) -> Any:
            return dice.choices(of[0], cum_weights=of[1])[0]

        language = dice.choice(("fr", "en"))
        (a, b), year = one(self.pairs), dice.choice(self.years)
        made = {
            "home": "/",
            "pairs": "/pair",
            "pair": f"/pair/{a}/{b}",
            "pair, filtered": f"/pair/{a}/{b}?since={year}&third_party=1",
            "pair, datasets": f"/pair/{a}/{b}/datasets",
            "system": "/system",
            "system, year": f"/system?year={year}",
            "system, word": f"/system?year={year}&on_word_of={dice.choice((a, b))}",
            "system, third": f"/system?year={year}&third_party=1",
            "state": f"/state/{dice.choice((a, b))}",
            "state, of it": f"/state/{dice.choice((a, b))}?of=it",
            "person": f"/person/{quote(one(self.people)[0])}",
            "outlet": f"/outlet/{quote(one(self.outlets)[0])}",
            "article": f"/article/{one(self.articles)[0]}",
            "why": f"/why/{one(self.records)[0]}",
            "search": f"/search?q={quote(one(self.words)[0])}",
            "sources": "/sources",
            "unresolved": "/unresolved",
            "about": "/about",
        }[sort]
        return f"/{language}{made}"


SORTS = (
    "home", "pairs", "pair", "pair, filtered", "pair, datasets", "system", "system, year", "system, word",
    "system, third", "state", "state, of it", "person", "outlet", "article", "why", "search", "sources", "unresolved",
    "about",
)  # fmt: skip


def read(port: int, choice: Choice, seed: int, until: float, think: float) -> None:
    """Be one reader."""
    dice = random.Random(seed)
    time.sleep(dice.uniform(0, think))  # people do not all come at the same moment
    while time.monotonic() < until:
        sort = dice.choice(SORTS)
        ask(HTTPConnection("127.0.0.1", port, timeout=120), sort, choice.address(sort, dice))
        if think:
            time.sleep(dice.expovariate(1 / think))


def crowd(port: int, choice: Choice, readers: int, seconds: float, think: float) -> None:
    """Let several read at once."""
    until = time.monotonic() + seconds
    every = [threading.Thread(target=read, args=(port, choice, seed, until, think)) for seed in range(readers)]
    for one in every:
        one.start()
    for one in every:
        one.join()


def once(port: int, choice: Choice, times: int) -> None:
    """Ask for each sort of page alone."""
    dice = random.Random(1)
    for sort in SORTS:
        for _ in range(times):
            ask(HTTPConnection("127.0.0.1", port, timeout=300), sort, choice.address(sort, dice))


def ask(connection: HTTPConnection, sort: str, address: str) -> None:
    """Ask for a page, packed as browsers have it."""
    connection.request("GET", address, headers={"x-sort": sort, "accept-encoding": "gzip"})
    connection.getresponse().read()
    connection.close()


def weight(port: int) -> int:
    """Return how many bytes the first page brings to a browser, packed, with what it names."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)

    def size(path: str) -> tuple[int, str]:
        connection.request("GET", path, headers={"accept-encoding": "identity"})
        text = connection.getresponse().read().decode("utf-8", "replace")
        connection.request("GET", path, headers={"accept-encoding": "gzip"})
        return len(connection.getresponse().read()), text

    total, html = size("/fr/")
    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
    return total + sum(size(path)[0] for path in sorted(named))


# -- the report --------------------------------------------------------------------------------------------------------


def report(out: Path, of_cpu: bool) -> bool:
    """Print what was taken, CPU where each page was asked for alone; return whether it keeps to what is asked for."""
    found = json.loads(out.read_text(encoding="utf-8"))
    by_sort: dict[str, list[float]] = defaultdict(list)
    wrong = 0
    for sort, taken, worked, status in found["taken"]:
        if sort != "?":
            by_sort[sort].append(worked if of_cpu else taken)
            wrong += status != 200
    print(f"{'page':<18}{'asked':>7}{'median':>10}{'99 %':>10}{'worst':>10}   ms{' of CPU' if of_cpu else ''}")
    kept = not wrong
    for sort in SORTS:
        taken = sorted(by_sort.get(sort, ()))
        if not taken:
            continue
        median, last = statistics.median(taken), taken[min(len(taken) - 1, int(len(taken) * 0.99))]
        good = median <= MEDIAN and last <= WORST
        kept = kept and good
        print(f"{sort:<18}{len(taken):>7}{median:>10.1f}{last:>10.1f}{taken[-1]:>10.1f}{'' if good else '   too slow'}")
    every = sorted(taken for all_taken in by_sort.values() for taken in all_taken)
    share = every[int(len(every) * 0.99) - 1] if every else 0
    print(f"{'all':<18}{len(every):>7}{statistics.median(every):>10.1f}{share:>10.1f}{every[-1]:>10.1f}")
    print(f"{found['cpu']:.1f} s of CPU, {1000 * found['cpu'] / max(1, len(every)):.1f} ms a page; {wrong} not 200")
    return kept


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--lake", type=Path, default=Path("foedus.lake"))
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--think", type=float, default=2.0, help="seconds between two pages of a reader, on average")
    parser.add_argument("--settle", type=float, default=30.0, help="seconds to wait before the first reader comes")
    parser.add_argument(
        "--processes", type=int, default=2, help="that make views; none where pages are asked for alone"
    )
    parser.add_argument("--once", type=int, metavar="TIMES", help="ask for each sort of page alone")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.ledger, given.lake, given.serve, given.out, given.processes)
        return 0
    with TemporaryDirectory() as folder:
        out, choice = Path(folder) / "taken.json", Choice(given.ledger)
        with served(given.ledger, given.lake, out, 0 if given.once else given.processes) as port:
            print(f"the first page weighs {weight(port) / 1000:.0f} kB, packed, with fonts, style and scripts")
            time.sleep(given.settle)
            if given.once:
                once(port, choice, given.once)
            else:
                crowd(port, choice, given.readers, given.seconds, given.think)
        return 0 if report(out, of_cpu=bool(given.once)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
