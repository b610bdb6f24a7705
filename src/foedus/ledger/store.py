"""The ledger: one SQLite file that a reader can question while a writer adds to it.

    with open_ledger("foedus.db") as ledger:
        ledger.add(reading)

What is added or removed is added or removed whole: every change is one transaction.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from foedus.errors import LedgerError, NotHeld
from foedus.ledger import migrations, queries
from foedus.ledger.adding import called, delete, insert
from foedus.ledger.filling import FILLS
from foedus.ledger.frozen import frozen
from foedus.ledger.reviews import Review, Verdict, check_correction, record_of, reviewed
from foedus.model import Reading, Relation, Statement

BUSY_MS = 10_000  # how long one writer waits for another before it gives up
WRITER_CACHE_KB = 16_000  # ours: four times as much is no faster in a ledger of a million relations


class Ledger:
    """An open ledger. Made by `open_ledger`.

    Attributes:
        path: of the file.
        connection: for `ledger.queries`; nothing else should need it.
        read_only: whether it may not be written.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, *, read_only: bool = False) -> None:
        self.path = path
        self.connection = connection
        self.read_only = read_only

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was added stays."""
        self.connection.close()

    def add(self, reading: Reading, *, at: datetime | None = None, again: bool = False) -> bool:
        """Add an article with all that was found in it, or replace what an older engine found.

        Records that bear the same id are the same record and are kept once, the first as it stands.

        Args:
            reading: one article, read.
            at: when it was read; now if not given. It changes nothing but `first_read` and `last_read`.
            again: replace what is there even if this engine found it.

        Returns:
            False if this article was there as this engine reads it and nothing is new about its date.

        Raises:
            LedgerError: the file cannot be written, or a relation names a statement that is not in the reading.
                Nothing of the reading is kept then.
        """
        moment = _stamp(at)
        with self._transaction(f"adding {called(reading.article)}"):
            there = queries.article_facts(self.connection, reading.article.id)
            if there and not again and not is_news(reading, there.engine, there.published):
                self.connection.execute(
                    "UPDATE article SET last_read = max(last_read, ?) WHERE id = ?", (moment, there.id)
                )
                return False
            if there:
                delete(self.connection, there.id)
            self._put(reading, there.first_read if there else moment, moment)
        return True

    def _put(self, reading: Reading, first_read: str, last_read: str) -> None:
        """Insert a reading as it stands after the reviews of its text."""
        made = queries.reviews(self.connection, reading.article.sha256)
        stands = reviewed(reading, made) if made else reading
        key = insert(self.connection, stands, first_read=first_read, last_read=last_read)
        if stands != reading:
            self.connection.execute("INSERT INTO as_read VALUES (?, ?)", (key, frozen(reading)))

    def review(
        self,
        record: str,
        verdict: Verdict,
        *,
        by: str,
        corrected: Mapping[str, str | None] | None = None,
        why: str | None = None,
        at: datetime | None = None,
    ) -> Review:
        """Keep what a person says of a record, and let the ledger stand as it says.

        Args:
            record: id of a relation or statement, or its first digits.
            verdict: what the person says.
            by: who says so.
            corrected: with `Verdict.CORRECTED` what it should say, by field.
            why: a reason.
            at: now if not given.

        Raises:
            LedgerError: there is no such record, or several, or the file cannot be written.
            UsageError: the correction has a field or value that does not exist.
        """
        with self._transaction("reviewing a record"):
            kind, record_id, article_id = self._the_record(record)
            read = self.reading(article_id, as_read=True)
            known: dict[str, Relation | Statement] = {}
            for reading in (read, self.reading(article_id)):
                known |= {one.id: one for one in reading.statements} | {one.id: one for one in reading.relations}
            if record_id not in known:
                raise LedgerError(
                    f"record {record_id} was reviewed once and is no longer read: there is nothing to say"
                )
            made = Review(
                kind,
                record_id,
                read.article.sha256,
                record_of(known[record_id], read.article),
                verdict,
                check_correction(kind, corrected or {}),
                by,
                _stamp(at),
                why,
            )
            _insert_review(self.connection, made)
            self._put_anew(article_id, read)
        return made

    def _the_record(self, beginning: str) -> tuple[str, str, str]:
        found = queries.article_of_record(self.connection, beginning.lower()) if beginning else ()
        if len({id_ for _, id_, _ in found}) > 1:
            raise LedgerError(f"{beginning!r} is the beginning of {len(found)} ids: give more of its digits")
        if not found:
            raise NotHeld(f"ledger {self.path} holds no relation or statement {beginning!r}")
        return found[0]

    def _put_anew(self, article_id: str, reading: Reading) -> None:
        facts = queries.article_facts(self.connection, article_id)
        assert facts is not None
        delete(self.connection, article_id)
        self._put(reading, facts.first_read, facts.last_read)

    @contextmanager
    def ignoring_reviews(self) -> Iterator[None]:
        """Let the ledger stand within as it was read, whatever people said of it; nothing of this is kept.

        Nobody else can write meanwhile.

        Raises:
            LedgerError: the file cannot be written.
        """
        if self.read_only:
            raise LedgerError(f"ledger {self.path}: reviews cannot be ignored where it may not be written")
        with self.guarded("ignoring reviews"):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                for article_id in queries.reviewed_articles(self.connection):
                    read, facts = (
                        self.reading(article_id, as_read=True),
                        queries.article_facts(self.connection, article_id),
                    )
                    assert facts is not None
                    delete(self.connection, article_id)
                    insert(self.connection, read, first_read=facts.first_read, last_read=facts.last_read)
                yield
            finally:
                self.connection.rollback()

    def reviews(self) -> tuple[Review, ...]:
        """Return all reviews, in the order in which they were made."""
        with self.guarded("reading it"):
            return queries.reviews(self.connection)

    def remove(self, article_id: str) -> bool:
        """Remove an article and all that came from it; False if it was not there.

        Raises:
            LedgerError: the file cannot be written.
        """
        with self._transaction(f"removing article {article_id}"):
            return delete(self.connection, article_id)

    def article_ids(self) -> tuple[str, ...]:
        """Return the ids of all articles, sorted."""
        with self.guarded("reading it"):
            return queries.article_ids(self.connection)

    def articles(self) -> tuple[queries.ArticleFacts, ...]:
        """Return what is known of each article but its text, oldest publication first, undated ones last."""
        with self.guarded("reading it"):
            return queries.articles(self.connection)

    def reading(self, article_id: str, *, as_read: bool = False) -> Reading:
        """Return an article and its records, equal to those that were added but for what reviews changed.

        Args:
            article_id: of the article.
            as_read: take no notice of reviews.

        Raises:
            NotHeld: there is no such article.
        """
        with self.guarded("reading it"):
            reading = queries.reading(self.connection, article_id, as_read=as_read)
        if reading is None:
            raise NotHeld(f"ledger {self.path} holds no article {article_id!r}: see its article table for the ids")
        return reading

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all that is added and removed within one change: whole or not at all, and quicker.

        Raises:
            LedgerError: the file cannot be written.
        """
        with self._transaction("changing it"):
            yield

    @contextmanager
    def guarded(self, doing: str) -> Iterator[None]:
        """Turn what SQLite raises within into a `LedgerError` that says what failed."""
        with _translated(self.path, doing):
            yield

    @contextmanager
    def _transaction(self, doing: str) -> Iterator[None]:
        if self.read_only:
            raise LedgerError(f"ledger {self.path}: {doing} failed: {_REASONS['SQLITE_READONLY']}")
        if self.connection.in_transaction:
            yield
            return
        with self.guarded(doing):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                self.connection.rollback()
                raise


def open_ledger(path: str | Path, *, read_only: bool = False) -> Ledger:
    """Open a ledger; make it if it is not there, bring it up to date if it is older.

    Args:
        path: of the file.
        read_only: never write, not even to make or to upgrade it.

    Raises:
        LedgerError: it cannot be opened, is no ledger, or is newer than this version of foedus.
    """
    path = Path(path)
    _check_place(path, read_only)
    with _translated(path, "opening it"):
        connection = _connect(path, read_only)
        try:
            _check_kind(connection, path)
            if not read_only:
                _prepare(connection)
            _check_version(connection, path)
        except BaseException:
            connection.close()
            raise
    return Ledger(path, connection, read_only=read_only)


def ledger_in_memory() -> Ledger:
    """Return an empty ledger that is nowhere but in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    migrations.migrate(connection, migrations.shipped(), at=_stamp(None), fills={})
    return Ledger(Path(":memory:"), connection)


def _check_place(path: Path, read_only: bool) -> None:
    if path.is_dir():
        raise LedgerError(f"ledger {path} is a folder: give the path of a file, such as {path / 'foedus.db'}")
    if read_only and not path.exists():
        raise LedgerError(f"there is no ledger at {path}: read an article into it first, with `foedus read`")
    if not path.parent.is_dir():
        raise LedgerError(f"ledger {path} cannot be made: there is no folder {path.parent}; make it first")


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    connection = _open_uri(f"{uri}?mode={'ro' if read_only else 'rwc'}")
    try:
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        # On a medium that takes no writing SQLite cannot lay its index of the log beside the file. With no log there
        # is nothing to index, and the file can be read as it stands.
        if not read_only or Path(f"{path}-wal").exists():
            raise
        connection = _open_uri(f"{uri}?immutable=1")
    return connection


def _open_uri(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _check_kind(connection: sqlite3.Connection, path: Path) -> None:
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application_id != migrations.APPLICATION_ID and (tables or application_id):
        raise LedgerError(f"{path} is an SQLite file but no foedus ledger: give another path, or a new one")


def _prepare(connection: sqlite3.Connection) -> None:
    """Refuse nothing, write only what is missing."""
    if migrations.version(connection) > len(migrations.shipped()):
        return
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    # In WAL mode a killed process loses nothing with NORMAL; a power cut may cost the last articles, never the file.
    connection.execute("PRAGMA synchronous = NORMAL")
    # An article touches pages all over a large file; with SQLite's own 2 MB most of them are read again each time.
    connection.execute(f"PRAGMA cache_size = {-WRITER_CACHE_KB}")
    migrations.migrate(connection, migrations.shipped(), at=_stamp(None), fills=FILLS)


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    found, known = migrations.version(connection), len(migrations.shipped())
    if found > known:
        raise LedgerError(f"ledger {path} has schema {found}, this foedus knows up to {known}: install a newer foedus")
    if found < known:
        raise LedgerError(
            f"ledger {path} has schema {found}, this foedus needs {known}: "
            f"`foedus reread --ledger {path}` brings it up to date"
        )


@contextmanager
def _translated(path: Path, doing: str) -> Iterator[None]:
    """Turn SQLite's errors into one line that says what failed, where, and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", None) or ""
        reason = next((text for start, text in _REASONS.items() if name.startswith(start)), f"SQLite says: {error}")
        raise LedgerError(f"ledger {path}: {doing} failed: {reason}") from error


_REASONS = {
    "SQLITE_NOTADB": "it is not an SQLite file; give the path of a ledger, or a new one",
    "SQLITE_CORRUPT": "the file is damaged; restore a copy, or read the articles into a new ledger",
    "SQLITE_FULL": "the disk is full; nothing of this was kept, all that was there before still is",
    "SQLITE_READONLY": "it is open for reading only, or its file or folder may not be written",
    "SQLITE_CANTOPEN": "the file cannot be opened; see whether it and its folder may be read and written",
    "SQLITE_PERM": "the file cannot be opened; see whether it and its folder may be read and written",
    "SQLITE_BUSY": f"another process has been writing to it for {BUSY_MS // 1000} seconds; try again when it is done",
    "SQLITE_IOERR": "the disk reports an error; nothing of this was kept",
}


def _stamp(at: datetime | None) -> str:
    return (at or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_news(reading: Reading, engine: str, published: str | None) -> bool:
    """Whether a reading says more than one of the same article: another engine, or a better date of publication."""
    if reading.engine != engine:
        return True
    article = reading.article
    if article.published is None or article.published == published:
        return False
    return published is None or article.published_from == "given"


def _insert_review(connection: sqlite3.Connection, review: Review) -> None:
    corrected = json.dumps(dict(review.corrected), ensure_ascii=False) if review.corrected else None
    record = json.dumps(dict(review.record), ensure_ascii=False, sort_keys=True)
    row = (review.id, review.kind, review.record_id, review.article_sha256, record, review.verdict.value, corrected)
    connection.execute(
        """INSERT OR IGNORE INTO review (
            id, kind, record_id, article_sha256, record, verdict, corrected, by, at, why
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (*row, review.by, review.at, review.why),
    )
