"""What `foedus read --out` puts into a lake: the tables of the ledger as Parquet, a file of each for every shard.

    foedus.lake/
      read/
        manifest.json                  which parts count, from which shard, read by what, and how much is in them
        shard/3f2a1b9c....json         the receipt of a shard, written last: a part without one does not count
        article/3f2a1b9c....parquet    and statement, relation, voice
        origins.json, origins.parquet  which voices are one word (`shards.fold`), and of which parts that is so
        copies.parquet                 further copies of an article, which do not count

A part is named by the address of its shard, so that a shard is there once, however often it is read. The lake may lie
on any filesystem that fsspec reaches; DuckDB reads it there.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from foedus.errors import LakeError
from foedus.lake.duck import connected, quoted
from foedus.model import content_id

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from fsspec import AbstractFileSystem

SCHEMA = "foedus/lake/readings/1"
FOLDER = "read"
ORIGINS = "origins.json"
# What tells an article of all parts from any other, and with its place a voice: `part.no` is that of the shard.
KEY = "((no << 36) | (seq::BIGINT << 12))"


def _columns(told: str) -> dict[str, str]:
    """Return type by column; what is told without a type is text."""
    found = (column.split() for column in told.split(","))
    return {name: kind[0] if kind else "VARCHAR" for name, *kind in found}


# Columns by table, in order, with the type that DuckDB gives them. Those of statement and relation are the ledger's
# (docs/ledger.md), with ids where the ledger has row numbers; from `rank` on they are those of its `dossier`.
TABLES: Mapping[str, Mapping[str, str]] = {
    # seq: place in the shard
    "article": _columns(
        """seq INTEGER, id, sha256, language, title, outlet, byline, published, published_from, url, file, engine, text,
        blocks, mentions, unresolved, shingles INTEGER, hashes BIGINT[]"""
    ),
    "statement": _columns(
        """seq INTEGER, place INTEGER, id, article_id, kind, speaker, speaker_role, speaker_state, speaker_others,
        relay, content_words, content_spans, source_words, source_start INTEGER, source_end INTEGER, cue_words,
        cue_start INTEGER, cue_end INTEGER, rule"""
    ),
    "relation": _columns(
        """seq INTEGER, place INTEGER, id, article_id, statement_id, source_state, target_state, code, mood, ground,
        date, date_from, filed_under, evidence_words, evidence_start INTEGER, evidence_end INTEGER, trigger_words,
        trigger_start INTEGER, trigger_end INTEGER, rule, state_a, state_b, rank INTEGER, part, word, parties,
        direction, person, person_state, carrier, voice INTEGER, known BOOLEAN, words BIGINT, spoken_for, thirds"""
    ),
    # voice: place in the article; same: the first voice there that is one word with it, itself if none is
    "voice": _columns(
        """seq INTEGER, article_id, voice INTEGER, same INTEGER, own BOOLEAN, known BOOLEAN, speaker, state, outlet,
        relay VARCHAR[], published, said VARCHAR[], evidence VARCHAR[], hashes BIGINT[]"""
    ),
}
ORDER = {  # so that a pair of states is found without reading the rest
    "article": "seq",
    "statement": "seq, place",
    "relation": "state_a, state_b, seq, place",
    "voice": "seq, voice",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was read from one shard.

    Attributes:
        part: what its Parquet files are called, without ending.
        shard: its address.
        stamp: size and time or tag of the shard as it was read.
        engine: what read it, and how it was asked to.
        articles, statements, relations, characters: how many were kept.
        failed: how many of its sources could not be read.
        failures: (source, reason) of these; in the receipt alone, not in the manifest.
    """

    part: str
    shard: str
    stamp: str
    engine: str
    articles: int
    statements: int
    relations: int
    characters: int
    failed: int
    failures: tuple[tuple[str, str], ...] = ()


class ReadLake:
    """The part of a lake that holds what was read. Made by `open_readings`.

    Attributes:
        address: as given.
        fs, root: the filesystem it lies on, and its folder there.
    """

    def __init__(self, address: str) -> None:
        """Find the filesystem of an address.

        Raises:
            LakeError: there is no such filesystem, or what it needs is not installed.
        """
        self.address = address
        self.fs, path = filesystem(address)
        self.root = f"{path.rstrip('/')}/{FOLDER}"

    def __fspath__(self) -> str:
        return self.address

    @property
    def local(self) -> bool:
        """Whether it lies on a disk of this machine."""
        return is_local(self.fs)

    def file(self, *names: str) -> str:
        """Return the path of a file in it, on its filesystem."""
        return "/".join((self.root, *names))

    def receipts(self) -> dict[str, Receipt]:
        """Return the receipts of all shards, by the name of their part.

        Raises:
            LakeError: one of them cannot be read.
        """
        try:
            found = self.fs.glob(self.file("shard", "*.json"))
            told = self.fs.cat(found) if found else {}
        except OSError as error:
            raise LakeError(f"lake {self.address} cannot be read: {error.strerror or error}") from error
        receipts = [self._receipt(path, raw) for path, raw in sorted(told.items())]
        return {receipt.part: receipt for receipt in receipts}

    def _receipt(self, path: str, raw: bytes) -> Receipt:
        try:
            read = json.loads(raw)
            read["failures"] = tuple((name, reason) for name, reason in read.get("failures", ()))
            return Receipt(**read)
        except (ValueError, TypeError, KeyError) as error:
            raise LakeError(
                f"lake {self.address}: {path} is no receipt ({error}): remove it, and its shard is read"
            ) from error

    def parts(self) -> tuple[Receipt, ...]:
        """Return what counts, in the order of the addresses of the shards.

        Raises:
            LakeError: nothing was read into the lake, or its manifest cannot be read.
        """
        path = self.file("manifest.json")
        try:
            raw = json.loads(self.fs.cat_file(path))
        except FileNotFoundError:
            raise LakeError(
                f"lake {self.address} holds nothing that was read: fill it with `foedus read ... --out {self.address}`"
            ) from None
        except (OSError, ValueError) as error:
            raise LakeError(f"lake {self.address}: {path} cannot be read ({error}): run `foedus read` again") from error
        if raw.get("schema") != SCHEMA:
            raise LakeError(f"lake {self.address}: {path} has schema {raw.get('schema')!r}, this foedus knows {SCHEMA}")
        names = {field.name for field in fields(Receipt)}
        return tuple(Receipt(**{name: part[name] for name in names & set(part)}) for part in raw["parts"])

    def write_manifest(self, receipts: Sequence[Receipt]) -> None:
        """Say which parts count: those with a receipt."""
        parts = sorted(receipts, key=lambda receipt: receipt.shard)
        counts = ("articles", "statements", "relations", "characters", "failed")
        told: dict[str, Any] = {
            "schema": SCHEMA,
            **{name: sum(getattr(part, name) for part in parts) for name in counts},
            "parts": [{name: value for name, value in asdict(p).items() if name != "failures"} for p in parts],
        }
        self.write("manifest.json", json.dumps(told, ensure_ascii=False, indent=1) + "\n")

    def write(self, name: str, text: str) -> None:
        """Write a small file whole."""
        with TemporaryDirectory(prefix="foedus-") as room:
            path = Path(room) / "whole"
            path.write_text(text, encoding="utf-8")
            self.put(path, name)

    def put(self, path: Path, *names: str) -> None:
        """Bring a local file to its place; on a disk nobody ever sees half of it.

        Stores of objects show a file when it is whole; on others half a file may be seen, and does not count until
        its receipt is there.

        Raises:
            LakeError: it cannot be written.
        """
        target = self.file(*names)
        try:
            self.fs.makedirs(target.rpartition("/")[0], exist_ok=True)
            if not self.local:
                self.fs.put_file(str(path), target)
                return
            beside = Path(f"{target}.{os.getpid()}.new")
            try:
                shutil.copyfile(path, beside)
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)
        except OSError as error:
            raise LakeError(f"lake {self.address} cannot be written: {error.strerror or error}") from error

    @contextmanager
    def asked(self) -> Iterator["DuckDBPyConnection"]:
        """Open a connection in which article, statement, relation and voice are views of what counts.

        The table `part` numbers the parts in the order of their shards.

        Raises:
            LakeError: whatever DuckDB could not do.
        """
        parts = self.parts()
        with connected(Path(self.root) if self.local else None) as connection:
            if not self.local:
                connection.register_filesystem(self.fs)
            for table, columns in TABLES.items():
                connection.execute(f"CREATE VIEW {table} AS {self._select(table, columns, parts)}")
            connection.execute("CREATE TABLE part (name VARCHAR, no BIGINT)")
            if parts:
                names = ", ".join(f"({quoted(part.part)}, {no})" for no, part in enumerate(parts))
                connection.execute(f"INSERT INTO part VALUES {names}")
            yield connection

    @contextmanager
    def told(self) -> Iterator["DuckDBPyConnection"]:
        """Open a connection as `asked` does, with the view `told` beside: relations, each article once, with origins.

        `origin` is the same for what is one word, never 0; null where nobody can be named.

        Raises:
            LakeError: nothing was read into the lake, or its origins were not found since, or DuckDB fails.
        """
        if not self.folded():
            raise LakeError(
                f"lake {self.address}: a reading into it was broken off: start it again, and it goes on from there"
            )
        with self.asked() as connection:
            origins, copies = (f"read_parquet({quoted(self.url(f'{name}.parquet'))})" for name in ("origins", "copies"))
            voice = f"{KEY.replace('seq', 'r.seq')} | r.voice"
            connection.execute(f"""
                CREATE VIEW told AS SELECT r.*, {voice} AS voice_key,
                    CASE WHEN r.known THEN 1 + coalesce(o.origin, {voice}) END AS origin
                FROM relation r JOIN part ON name = r.shard_part
                ANTI JOIN {copies} c ON c.shard_part = r.shard_part AND c.seq = r.seq
                LEFT JOIN {origins} o ON o.shard_part = r.shard_part AND o.seq = r.seq AND o.voice = r.voice""")
            yield connection

    def folded(self) -> bool:
        """Whether the origins of all that counts were found."""
        try:
            told = json.loads(self.fs.cat_file(self.file(ORIGINS)))
            return bool(told["of"] == folded_from(self.parts()))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return False

    def _select(self, table: str, columns: Mapping[str, str], parts: Sequence[Receipt]) -> str:
        if not parts:
            return "SELECT " + ", ".join(f"NULL::{kind} AS {name}" for name, kind in columns.items()) + " WHERE false"
        files = ", ".join(quoted(self.url(table, f"{part.part}.parquet")) for part in parts)
        return (
            f"SELECT {', '.join(columns)}, parse_filename(filename, true) AS shard_part "
            f"FROM read_parquet([{files}], filename = true)"
        )

    def url(self, *names: str) -> str:
        """Return a file as DuckDB finds it."""
        return self.file(*names) if self.local else self.fs.unstrip_protocol(self.file(*names))


def folded_from(parts: Sequence[Receipt]) -> str:
    """Return what tells parts, as they were read, from any others."""
    return content_id(*(cell for part in parts for cell in (part.part, part.stamp, part.engine)))


def open_readings(address: str) -> ReadLake:
    """Open what was read into a lake.

    Raises:
        LakeError: nothing was.
    """
    lake = ReadLake(address)
    lake.parts()
    return lake


def filesystem(address: str) -> "tuple[AbstractFileSystem, str]":
    """Return the filesystem of an address and the path there.

    Raises:
        LakeError: there is no such filesystem, or what it needs is not installed.
    """
    from fsspec.core import url_to_fs

    try:
        fs, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise LakeError(f"{address}: {' '.join(str(error).split())}") from error
    return fs, str(path)


def is_local(fs: "AbstractFileSystem") -> bool:
    """Whether a filesystem is a disk of this machine."""
    return "file" in ((fs.protocol,) if isinstance(fs.protocol, str) else fs.protocol)
