"""The file itself: made at first use, one connection a thread."""

import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from foedus.errors import LedgerError

VERSION = 1
_BUSY = 10.0  # seconds


class Store:
    """An open store; every thread has its own connection."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mine = threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of this thread."""
        held: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if held is None:
            held = self._mine.connection = _connect(self.path)
        return held

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Make one change, whole or not at all.

        Raises:
            LedgerError: the file cannot be written.
        """
        connection = self.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                connection.rollback()
                raise
        except sqlite3.Error as error:
            raise LedgerError(f"{self.path} cannot be written: {error}") from error

    def secret(self) -> bytes:
        """Return the key that cookies and forms are signed with; made once, and kept."""
        with self.change() as connection:
            connection.execute("INSERT OR IGNORE INTO setting VALUES ('secret', ?)", (secrets.token_hex(32),))
            (value,) = connection.execute("SELECT value FROM setting WHERE name = 'secret'").fetchone()
        return bytes.fromhex(value)


def open_store(path: Path) -> Store:
    """Open a store; make it if it is not there, for its owner's eyes only.

    Raises:
        LedgerError: it cannot be opened or made, or a newer foedus made it.
    """
    try:
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        store = Store(path)
        _prepare(store.connection, path)
    except (OSError, sqlite3.Error) as error:
        raise LedgerError(f"{path}, for comments and jobs, cannot be opened: {error}") from error
    return store


def now() -> str:
    """Return the time, UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise LedgerError(f"{path} was made by a newer foedus: install that one")
    if version == VERSION:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    schema = (files("foedus.web.store") / "schema.sql").read_text(encoding="utf-8")
    connection.executescript(f"BEGIN IMMEDIATE;\n{schema}\nPRAGMA user_version = {VERSION};\nCOMMIT;")
