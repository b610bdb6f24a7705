"""Bring a ledger's tables up to what this version knows, one numbered file at a time.

Each migration runs in one transaction with the row that records it; asking what is pending writes nothing.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

APPLICATION_ID = 0x666F6564  # "foed": in the file's header, so that `file` and we can tell a ledger
_FILE_NAME = re.compile(r"(\d{4})_(\w+)\.sql")
_RECORD = """CREATE TABLE IF NOT EXISTS migration (
    number  INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    applied TEXT NOT NULL  -- UTC
)"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema: `0001_first.sql` is number 1, named "first"."""

    number: int
    name: str
    sql: str


@cache
def shipped() -> tuple[Migration, ...]:
    """Return the migrations of this version, by number.

    Raises:
        ValueError: the numbers of the files do not run 1, 2, 3, ...
    """
    found = []
    for file in (files("foedus.ledger") / "schema").iterdir():
        if name := _FILE_NAME.fullmatch(file.name):
            found.append(Migration(int(name[1]), name[2], file.read_text(encoding="utf-8")))
    found.sort(key=lambda migration: migration.number)
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"ledger/schema: numbers must run from 1 without a gap, found {[m.number for m in found]}")
    return tuple(found)


def version(connection: sqlite3.Connection) -> int:
    """Return the number of the last migration applied; 0 for a file without tables of ours."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migration'").fetchone():
        return 0
    number: int = connection.execute("SELECT coalesce(max(number), 0) FROM migration").fetchone()[0]
    return number


Fill = Callable[[sqlite3.Connection], None]


def migrate(
    connection: sqlite3.Connection, migrations: Sequence[Migration], *, at: str, fills: Mapping[int, Fill]
) -> int:
    """Apply what is pending, and return how many were.

    Args:
        connection: in autocommit mode (`isolation_level=None`).
        migrations: by number, from 1.
        at: UTC time to record.
        fills: what fills the tables of a migration from the records that are there, by its number.
    """
    applied = 0
    for migration in migrations:
        if migration.number <= version(connection):
            continue
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Asked again under the lock: another process may have been faster.
            if migration.number > version(connection):
                _apply(connection, migration, at)
                if migration.number in fills:
                    fills[migration.number](connection)
                applied += 1
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
    return applied


def _apply(connection: sqlite3.Connection, migration: Migration, at: str) -> None:
    connection.execute(_RECORD)
    for statement in _statements(migration.sql):
        connection.execute(statement)
    if migration.number == 1:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")  # a pragma takes no bound value
    connection.execute("INSERT INTO migration VALUES (?, ?, ?)", (migration.number, migration.name, at))


def _statements(script: str) -> Iterator[str]:
    """Cut a script into statements; triggers hold semicolons of their own.

    `executescript` would do it, but commits before it starts.
    """
    lines: list[str] = []
    for line in script.splitlines():
        lines.append(line)
        if sqlite3.complete_statement("\n".join(lines)):
            yield "\n".join(lines)
            lines = []
    rest = [line for line in lines if line.strip() and not line.lstrip().startswith("--")]
    if rest:
        raise ValueError(f"the migration ends within a statement: {rest[0].strip()!r}")
