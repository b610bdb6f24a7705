"""One shard read into a lake: its Parquet files, then its receipt."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory

from foedus.batch import Shelf, read_sources
from foedus.lake.duck import connected, quoted
from foedus.lake.readings import ORDER, TABLES, ReadLake, Receipt
from foedus.ledger.store import is_news
from foedus.model import Reading
from foedus.shards.find import Shard
from foedus.shards.rows import rows_of

_MEMORY_MB = 200  # of DuckDB, which then goes to disk: a process is to stay under 600 MB in all
_ROWS = 20_480  # of a row group: a pair's few rows lie in few of them
_LINE = 1 << 20  # bytes of JSON that DuckDB reserves at least; it needs some times the longest line


@dataclass(frozen=True, slots=True)
class Job:
    """How shards are to be read, the same for all of them.

    Attributes:
        lake: its address.
        engine: what reads, and how it was asked to; a shard that another has read is read again.
        language, published: of all articles, None to find them in each.
    """

    lake: str
    engine: str
    language: str | None = None
    published: str | None = None


def read_shard(shard: Shard, job: Job) -> Receipt:
    """Read a shard and put its part into the lake; whatever was there of it is replaced.

    The same shard gives the same bytes, whoever reads it.

    Raises:
        IntakeError: the shard cannot be fetched.
        LakeError: the lake cannot be written.
        LexiconError: a data file is wrong, and nothing could be read rightly.
    """
    lake = ReadLake(job.lake)
    with TemporaryDirectory(prefix="foedus-") as folder:
        room = Path(folder)
        rows = Rows(room)
        failures: list[tuple[str, str]] = []
        with rows:
            sources = shard.sources(room)
            for outcome in read_sources(sources, Shelf(None), language=job.language, published=job.published):
                if outcome.reading is None:
                    failures.append((outcome.name, outcome.error or ""))
                else:
                    rows.add(outcome.reading)
        receipt = Receipt(
            shard.part, shard.address, shard.stamp, job.engine, *rows.counts(), len(failures), tuple(failures)
        )
        for table, path in rows.parquet():
            lake.put(path, table, f"{shard.part}.parquet")
        path = room / "receipt.json"
        path.write_text(json.dumps(asdict(receipt), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        lake.put(path, "shard", f"{shard.part}.json")
    return receipt


class Rows:
    """Rows on their way into Parquet: lines of JSON on disk, so that a shard may be of any size."""

    def __init__(self, room: Path) -> None:
        self.room = room
        self.files: dict[str, TextIOWrapper] = {}
        self.there: dict[str, tuple[int, str | None]] = {}  # article: its place and date
        self.numbers: dict[int, tuple[int, int, int]] = {}  # place: statements, relations, characters
        self.seq = 0
        self.longest = _LINE

    def __enter__(self) -> None:
        self.files = {table: (self.room / f"{table}.jsonl").open("w", encoding="utf-8") for table in TABLES}

    def __exit__(self, *error: object) -> None:
        for file in self.files.values():
            file.close()

    def add(self, reading: Reading) -> None:
        """Take a reading in; of several copies of an article the first stands, unless a later one knows more."""
        article = reading.article
        place, published = self.there.get(article.id, (None, None))
        if place is not None:
            if not is_news(reading, reading.engine, published):
                return
            del self.numbers[place]
        seen: dict[str, set[str]] = {"statement": set(), "relation": set()}
        for table, row in rows_of(reading, self.seq):
            line = json.dumps(row, ensure_ascii=False) + "\n"
            self.longest = max(self.longest, 4 * len(line))
            self.files[table].write(line)
            seen.setdefault(table, set()).add(row.get("id", ""))
        self.there[article.id] = (self.seq, article.published)
        self.numbers[self.seq] = (len(seen["statement"]), len(seen["relation"]), len(article.text))
        self.seq += 1

    def counts(self) -> tuple[int, int, int, int]:
        """Return how many articles, statements, relations and characters stand."""
        statements, relations, characters = (sum(n[place] for n in self.numbers.values()) for place in range(3))
        return len(self.numbers), statements, relations, characters

    def parquet(self) -> Iterator[tuple[str, Path]]:
        """Yield each table with its Parquet file."""
        gone = sorted(set(range(self.seq)) - set(self.numbers))
        where = f"WHERE seq NOT IN ({', '.join(map(str, gone))})" if gone else ""
        with connected(self.room) as connection:
            # One thread, so that the same rows give the same bytes.
            connection.execute(f"SET threads = 1; SET memory_limit = '{_MEMORY_MB + 8 * (self.longest >> 20)}MB'")
            connection.execute("SET preserve_insertion_order = true")
            for table, columns in TABLES.items():
                raw, made = self.room / f"{table}.jsonl", self.room / f"{table}.parquet"
                shape = ", ".join(f"{name}: {quoted(kind)}" for name, kind in columns.items())
                connection.execute(
                    f"""COPY (SELECT {", ".join(columns)} FROM read_json({quoted(raw)}, format = 'newline_delimited',
                        columns = {{{shape}}}, maximum_object_size = {self.longest}) {where} ORDER BY {ORDER[table]})
                    TO {quoted(made)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS})"""
                )
                raw.unlink()
                yield table, made
                made.unlink()
