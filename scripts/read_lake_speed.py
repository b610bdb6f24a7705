"""Measure a lake of generated readings: writing it, finding origins, explaining and the system from it, merging it.

    python scripts/read_lake_speed.py /tmp/lake --articles 20000

The articles are those of `generate_ledger.py`: some ten relations each, few busy pairs of states and many quiet ones.
Nothing is parsed. Seconds, of CPU and of the clock, of this process.
"""

import argparse
import json
import random
import resource
import shutil
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from generate_ledger import World, articles

from foedus.explain import explain
from foedus.lake.readings import ReadLake, Receipt
from foedus.ledger import open_ledger
from foedus.ledger.system import Wanted
from foedus.shards.fold import fold
from foedus.shards.merge import merge
from foedus.shards.pair import ledger_of_pair
from foedus.shards.write import Rows
from foedus.system.sources import from_readings

A_PART = 1000  # articles


def write(lake: ReadLake, room: Path, many: int) -> None:
    """Fill a lake with generated readings."""
    made = articles(World(1), random.Random(2))
    receipts = []
    for no in range(many // A_PART):
        rows = Rows(room)
        with rows:
            for reading in islice(made, A_PART):
                rows.add(reading)
        name = f"{no:016x}"
        receipts.append(Receipt(name, f"shard{no:06}", "", "made", *rows.counts(), 0))
        for table, path in rows.parquet():
            lake.put(path, table, f"{name}.parquet")
    lake.write_manifest(receipts)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    arguments = parser.parse_args()
    shutil.rmtree(arguments.folder, ignore_errors=True)
    room = arguments.folder / "room"
    room.mkdir(parents=True)
    lake = ReadLake(str(arguments.folder))
    told: dict[str, object] = {}

    def measured(name: str, work: Callable[[], object]) -> object:
        began, wall = time.process_time(), time.perf_counter()
        found = work()
        told[name] = {"cpu": round(time.process_time() - began, 2), "clock": round(time.perf_counter() - wall, 2)}
        return found

    measured("generate and write", lambda: write(lake, room, arguments.articles))
    parts = lake.parts()
    relations = sum(part.relations for part in parts)
    sizes = {
        table: sum(path.stat().st_size for path in (arguments.folder / "read" / table).glob("*.parquet"))
        for table in ("article", "statement", "relation", "voice")
    }
    measured("origins", lambda: fold(lake))
    with lake.told() as connection:
        pairs = connection.execute(
            "SELECT state_a, state_b, count(*) AS n FROM told GROUP BY 1, 2 ORDER BY n DESC"
        ).fetchall()
    for name, place in (("busiest", 0), ("middle", len(pairs) // 2)):
        a, b, count = pairs[place]
        ledger = measured(f"draw the {name} pair, {count} relations", lambda a=a, b=b: ledger_of_pair(lake, a, b))
        measured(f"explain the {name} pair", lambda ledger=ledger, a=a, b=b: explain(ledger, a, b))
    measured("the system of a year", lambda: from_readings(lake, Wanted(since="2020", until="2020")))
    with open_ledger(arguments.folder / "merged.db") as ledger:
        measured("merge", lambda: merge(lake, ledger))
    told |= {
        "articles": sum(part.articles for part in parts),
        "relations": relations,
        "bytes a relation": {table: round(size / relations) for table, size in sizes.items()},
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
