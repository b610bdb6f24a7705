"""Measure the lake on synthetic rows in GDELT's shape: import, one pair's series, the system's graph of a year.

    python scripts/lake_speed.py --rows 5000000 [--beside]

Pairs are drawn unevenly, as in the press: a few pairs have most events. --beside measures SQLite on the same rows, and
pandas if it is installed.
"""

import argparse
import resource
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from foedus.lake import open_lake
from foedus.lake.datasets import datasets
from foedus.lake.importing import take_in
from foedus.lake.queries import pair_months
from foedus.language.registry import states
from foedus.system.sources import from_dataset

YEARS = range(2005, 2025)

# 61 tab-separated columns; a pair's chance falls with the product of its ranks.
ROWS = """
COPY (
    WITH drawn AS (
        SELECT n, (random() * random() * {states})::INTEGER AS a, (random() * random() * {states})::INTEGER AS b,
            DATE '{year}-01-01' + (random() * 364)::INTEGER AS day, (random() * {codes})::INTEGER AS code
        FROM range({first}, {last}) r(n)
    )
    SELECT drawn.n, strftime(day, '%Y%m%d'), strftime(day, '%Y%m'), year(day), 2020.5,
        x.iso3, 'NAME', x.iso3, '', '', '', '', '', '', '', y.iso3, 'NAME', y.iso3, '', '', '', '', '', '', '',
        1, code.cameo, code.cameo, left(code.cameo, 2), code.quad, -2.0, 5, 1, 5, -1.5,
        {blanks}, '20240101000000', 'https://example.org/news/' || drawn.n
    FROM drawn JOIN names x ON x.n = a JOIN names y ON y.n = (CASE WHEN a = b THEN (b + 1) % {states} ELSE b END)
    JOIN codes code ON code.n = drawn.code
) TO '{path}' (FORMAT csv, DELIMITER '\t', HEADER false, QUOTE '')
"""


def make(folder: Path, rows: int) -> list[Path]:
    """Write files of synthetic events."""
    files = []
    living = [s.iso3 for s in states().values() if s.until is None]
    codes = [("043", 1), ("051", 1), ("061", 2), ("071", 2), ("111", 3), ("130", 3), ("172", 4), ("190", 4), ("020", 1)]
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1GB'")
        connection.execute("CREATE TABLE names (n INTEGER, iso3 VARCHAR)")
        connection.executemany("INSERT INTO names VALUES (?, ?)", list(enumerate([*living, living[0]])))
        connection.execute("CREATE TABLE codes (n INTEGER, cameo VARCHAR, quad INTEGER)")
        connection.executemany("INSERT INTO codes VALUES (?, ?, ?)", [(n, *code) for n, code in enumerate(codes)])
        for place, year in enumerate(YEARS):
            first, last = (rows * n // len(YEARS) for n in (place, place + 1))
            path = folder / f"{year}.export.CSV"
            connection.execute(
                ROWS.format(
                    states=len(living),
                    codes=len(codes) - 1,
                    year=year,
                    first=first,
                    last=last,
                    blanks=", ".join(["''"] * 24),
                    path=path,
                )
            )
            files.append(path)
    return files


def timed(label: str, work: Callable[[], object], runs: int = 3, rows: int = 0) -> None:
    """Run work and print the best of some runs: wall clock, CPU of all threads, rows a second if there are any."""
    wall, cpu = min(_seconds(work) for _ in range(runs))
    rate = f"  {rows / wall:10,.0f} rows/s, {rows / cpu:,.0f} a second of CPU" if rows else ""
    print(f"{label:<44}{wall:9.3f} s {cpu:9.3f} s of CPU  memory {memory()}{rate}", flush=True)


def _seconds(work: Callable[[], object]) -> tuple[float, float]:
    start, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - used


def memory() -> str:
    """Return the most memory that this process has had."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def measure(folder: Path, rows: int) -> list[Path]:
    """Measure the lake."""
    files = make(folder, rows)
    size = sum(file.stat().st_size for file in files) / 1e9
    print(f"{rows:,} rows, {size:.1f} GB in {len(files)} files")
    lake = open_lake(folder / "lake", make=True)

    def bring_in() -> None:
        for outcome in take_in(lake, datasets()["gdelt"], files):
            if outcome.error:
                sys.exit(outcome.error)

    timed("lake: import", bring_in, runs=1, rows=rows)
    busiest = ["AFG"], ["AGO"]
    timed("lake: one pair, monthly series", lambda: pair_months(lake, "gdelt", *busiest, official=True))
    timed("lake: the system's graph of a year", lambda: from_dataset(lake, "gdelt", "2015", "2015"))
    return files


def beside(folder: Path, files: list[Path], count: int) -> None:
    """Measure SQLite, and pandas if it is there, on the same rows."""
    base = sqlite3.connect(folder / "beside.db")
    base.execute("PRAGMA synchronous = OFF")
    base.execute("CREATE TABLE event (a TEXT, b TEXT, month TEXT, quad INTEGER)")

    def rows() -> object:
        for file in files:
            with file.open(encoding="utf-8") as lines:
                for line in lines:
                    cells = line.split("\t")
                    yield cells[7], cells[17], cells[2], cells[29]

    def bring_in() -> None:
        base.executemany("INSERT INTO event VALUES (?, ?, ?, ?)", rows())
        base.execute("CREATE INDEX pair ON event (a, b, month)")
        base.commit()

    timed("SQLite: import with an index", bring_in, runs=1, rows=count)
    pair = "SELECT month, quad, count(*) FROM event WHERE (a, b) IN (('AFG', 'AGO'), ('AGO', 'AFG')) GROUP BY 1, 2"
    year = (
        "SELECT min(a, b), max(a, b), sum(quad < 3), sum(quad > 2) FROM event "
        "WHERE month BETWEEN '201501' AND '201512' GROUP BY 1, 2"
    )
    timed("SQLite: one pair, monthly series", lambda: base.execute(pair).fetchall())
    timed("SQLite: the system's graph of a year", lambda: base.execute(year).fetchall(), runs=1)
    try:
        import pandas
    except ImportError:
        print("pandas is not installed")
        return
    frames = []

    def read() -> None:
        parts = [
            pandas.read_csv(f, sep="\t", header=None, usecols=[2, 7, 17, 29], names=range(61), quoting=3, dtype=str)
            for f in files
        ]
        frame = pandas.concat(parts)
        frame.columns = pandas.Index(["month", "a", "b", "quad"])
        frames.append(frame)

    timed("pandas: read into memory", read, runs=1, rows=count)
    frame = frames[0]

    def series() -> object:
        wanted = frame[((frame.a == "AFG") & (frame.b == "AGO")) | ((frame.a == "AGO") & (frame.b == "AFG"))]
        return wanted.groupby(["month", "quad"]).size()

    def graph() -> object:
        wanted = frame[(frame.month >= "201501") & (frame.month <= "201512")]
        ends = wanted[["a", "b"]]
        return wanted.groupby([ends.min(axis=1), ends.max(axis=1), wanted.quad > "2"]).size()

    timed("pandas: one pair, monthly series", series)
    timed("pandas: the system's graph of a year", graph, runs=1)


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--beside", action="store_true")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        files = measure(Path(folder), arguments.rows)
        if arguments.beside:
            beside(Path(folder), files, arguments.rows)


if __name__ == "__main__":
    main()
