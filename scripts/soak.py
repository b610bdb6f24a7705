"""Let one ledger be read into and served for an hour while processes are killed and the disk fills up.

    python scripts/soak.py /tmp/soak --minutes 60 --seed 1

The folder of the ledger becomes a small disk of its own (tmpfs in a namespace of this process, by `unshare`), so that
filling it up hurts nobody; the articles lie beside it. New articles are read into the ledger all the time by `foedus
read`; one reading in three is killed (SIGKILL) at a moment of chance, and so is the server now and then; now and then
a file fills the disk for a while, and then goes. Pages are asked for all the time. At the end what was interrupted is
read once more; then

- `foedus verify` must be clean, and the file must pass SQLite's own check;
- the ledger must hold, byte for byte, what a new ledger holds after one quiet reading of all articles;
- no page may have failed but while the server was down or the disk full;
- the server's memory at the end may be at most a quarter above what it was after its first thousand pages, when its
  caches are full.

Prints a line of JSON, and leaves with 1 if one of them does not hold. Clock jumps are not made: that needs the right to
set the clock.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

from dask_speed import PLACES, SENTENCES, STATES

FOEDUS = (sys.executable, "-m", "foedus")
DISK_MB = 1500  # for an hour: the ledger, and its log while it is moved into it
BATCH = 30  # articles of a reading
PAGES = ("/fr/", "/fr/pair/RUS/JPN", "/en/system", "/fr/search?q=accord", "/en/pair/RUS/IRN", "/en/unresolved")


class Soak:
    """What runs, and what was seen of it."""

    def __init__(self, folder: Path, seed: int, port: int) -> None:
        self.folder, self.chance, self.port = folder / "disk", random.Random(seed), port
        self.beside, self.ledger = folder / "beside", self.folder / "l.db"
        self.beside.mkdir()
        self.seen: Counter[str] = Counter()
        self.memory: list[int] = []
        self.bad: list[str] = []
        self.full = False
        self.server = self.serve()

    def serve(self) -> "subprocess.Popen[bytes]":
        """Start the server."""
        command = [*FOEDUS, "serve", "--ledger", str(self.ledger), "--port", str(self.port)]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, stdout=quiet, stderr=quiet)

    def write_articles(self) -> Path:
        """Write a folder of new articles."""
        number = self.seen["batches"]
        self.seen["batches"] += 1
        folder = self.beside / f"in{number:05}"
        folder.mkdir()
        for place in range(BATCH):
            lines = [
                sentence.format(
                    a=self.chance.choice(PLACES),
                    b=self.chance.choice(PLACES),
                    s=self.chance.choice(STATES),
                    day=self.chance.randint(2, 28),
                )
                for sentence in self.chance.choices(SENTENCES, k=5)
            ]
            (folder / f"{place:02}.txt").write_text("\n\n".join([f"N° {number}.{place}", *lines]), encoding="utf-8")
        return folder

    def read(self, *folders: Path) -> "subprocess.Popen[bytes]":
        """Start to read folders."""
        command = [*FOEDUS, "read", *map(str, folders), "--ledger", str(self.ledger), "--published", "2025-03-04"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def turn(self) -> None:
        """Read a batch, with or without a fault, asking for pages meanwhile."""
        folder = self.write_articles()
        fault = self.chance.choice(("", "", "", "kill", "kill", "full", "server"))
        self.seen[fault or "quiet"] += 1
        ballast = self.folder / "ballast"
        if fault == "full":
            self.fill(ballast)
        reading = self.read(folder)
        ends = time.monotonic() + self.chance.uniform(0.5, 8)
        while reading.poll() is None:
            self.ask()
            if fault == "kill" and time.monotonic() > ends:
                reading.send_signal(signal.SIGKILL)
            if fault == "server" and time.monotonic() > ends:
                self.server.send_signal(signal.SIGKILL)
                self.server.wait()
                self.server, fault = self.serve(), ""
                self.memory.clear()
                self.seen["asked of this server"] = 0
        told = reading.communicate()[1].decode()
        if "Traceback" in told or (reading.returncode and not fault):
            self.bad.append(f"read: {reading.returncode} {told[-300:]}")
        if fault == "full":
            ballast.unlink(missing_ok=True)
            self.full = False
            self.seen["said to be full"] += "full" in told

    def fill(self, ballast: Path) -> None:
        """Fill the disk, but for little."""
        self.full = True
        left = os.statvfs(self.folder)
        size = max(left.f_bavail * left.f_frsize - self.chance.randint(0, 400_000), 0)
        try:
            with ballast.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, size or 1)
        except OSError:
            pass

    def ask(self) -> None:
        """Ask for a page, and look at the server's memory."""
        page = self.chance.choice(PAGES)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{page}", timeout=20) as answer:
                answer.read()
            self.seen["pages"] += 1
            self.seen["asked of this server"] += 1
        except urllib.error.HTTPError as error:
            self.seen[f"answered {error.code}"] += 1
            if error.code >= 500 and not self.full:
                self.bad.append(f"{page}: {error.code}")
        except OSError:
            self.seen["not answered"] += 1
            time.sleep(0.2)
        if self.seen["asked of this server"] > 1000:
            status = Path(f"/proc/{self.server.pid}/status")
            if status.exists():
                lines = [line for line in status.read_text().splitlines() if line.startswith("VmRSS")]
                self.memory += [int(line.split()[1]) // 1024 for line in lines]

    def end(self) -> dict[str, object]:
        """Read all once more, stop the server, and look at what is there."""
        every = sorted(self.beside.glob("in*"))
        last = self.read(*every)
        told = last.communicate()[1].decode()
        if last.returncode:
            self.bad.append(f"last reading: {told[-300:]}")
        self.server.terminate()
        self.server.wait()
        held = self.export(self.ledger)
        with sqlite3.connect(self.ledger) as connection:
            (check,) = connection.execute("PRAGMA integrity_check").fetchone()
        verified = subprocess.run([*FOEDUS, "verify", "--ledger", str(self.ledger)], capture_output=True).returncode
        self.ledger = self.beside / "quiet.db"
        self.read(*every).communicate()
        same = held == self.export(self.ledger)
        flat = not self.memory or max(self.memory[-20:]) <= 1.25 * self.memory[0]
        ok = check == "ok" and verified == 0 and same and flat and not self.bad
        memory = [self.memory[0], self.memory[-1], max(self.memory)] if self.memory else []
        return {
            "ok": ok, "verify": verified == 0, "integrity": check, "nothing lost": same, "articles": len(every) * BATCH,
            "memory_mb": memory, "bad": self.bad[:5], **self.seen,
        }  # fmt: skip

    def export(self, ledger: Path) -> bytes:
        """Return all that a ledger holds."""
        return subprocess.run([*FOEDUS, "export", "--to", "jsonl", "--ledger", str(ledger)], capture_output=True).stdout


def main() -> None:
    """Make the small disk, then soak."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--mounted", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not arguments.mounted:
        disk = arguments.folder / "disk"
        disk.mkdir(parents=True)
        mount = 'mount -t tmpfs -o size="$1"m tmpfs "$2" && shift 2 && exec "$@"'
        again = [sys.executable, *sys.argv, "--mounted"]
        os.execvp("unshare", ["unshare", "-rm", "sh", "-c", mount, "sh", str(DISK_MB), str(disk), *again])
    os.nice(10)
    soak = Soak(arguments.folder, arguments.seed, arguments.port)
    ends = time.monotonic() + 60 * arguments.minutes
    while time.monotonic() < ends:
        soak.turn()
    told = soak.end()
    print(json.dumps(told))
    sys.exit(not told["ok"])


if __name__ == "__main__":
    main()
