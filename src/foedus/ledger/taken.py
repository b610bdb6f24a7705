"""Which sources were taken in, by a hash of their bytes or address: what a run that is taken up again passes over."""

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a source: why there is no reading, None where there is one."""

    reason: str | None


def find(connection: sqlite3.Connection, mark: bytes, engine: bytes) -> Taken | None:
    """Return what became of a source; None where this engine has not seen it."""
    row = connection.execute("SELECT reason FROM taken WHERE mark = ? AND engine = ?", (mark, engine)).fetchone()
    return Taken(row[0]) if row else None


def keep(connection: sqlite3.Connection, mark: bytes, engine: bytes, reason: str | None) -> None:
    """Keep what became of a source, within a transaction of the ledger's; the last engine's word stands."""
    connection.execute(
        """INSERT INTO taken (mark, engine, reason) VALUES (?, ?, ?) ON CONFLICT (mark) DO UPDATE
        SET engine = excluded.engine, reason = excluded.reason
        WHERE engine <> excluded.engine OR reason IS NOT excluded.reason""",
        (mark, engine, reason),
    )
