"""DuckDB, opened the same way everywhere: in memory, within bounds, silent."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.errors import LakeError

if TYPE_CHECKING:  # imported when there is something to ask
    from duckdb import DuckDBPyConnection

MEMORY_MB = 1200  # what DuckDB may take before it goes to disk; Python and the buffers of files come on top


@contextmanager
def connected(folder: Path | None = None) -> Iterator["DuckDBPyConnection"]:
    """Open a connection that spills into a folder, and turn what DuckDB raises into one line.

    Raises:
        LakeError: whatever DuckDB could not do.
    """
    import duckdb

    connection = duckdb.connect()
    try:
        _settle(connection, folder)
        yield connection
    except duckdb.Error as error:
        raise _told(error) from error
    finally:
        connection.close()


@contextmanager
def reading(folder: Path) -> Iterator["DuckDBPyConnection"]:
    """Give a connection for one question: to one DuckDB for all of a process, since to start one takes longer than to
    answer.

    Raises:
        LakeError: whatever DuckDB could not do.
    """
    import duckdb

    try:
        cursor = _started(folder, os.getpid()).cursor()
    except duckdb.Error as error:
        raise _told(error) from error
    try:
        yield cursor
    except duckdb.Error as error:
        raise _told(error) from error
    finally:
        cursor.close()


@cache
def _started(folder: Path, process: int) -> "DuckDBPyConnection":
    """Start DuckDB; another one in a process that comes from this one."""
    import duckdb

    del process
    connection = duckdb.connect()
    _settle(connection, folder)
    return connection


def _settle(connection: "DuckDBPyConnection", folder: Path | None) -> None:
    connection.execute(f"SET memory_limit = '{MEMORY_MB}MB'")
    connection.execute(f"SET threads = {min(os.cpu_count() or 1, 8)}")
    connection.execute("SET enable_progress_bar = false")
    connection.execute("SET preserve_insertion_order = false")
    if folder is not None:
        connection.execute(f"SET temp_directory = {quoted(folder / '.tmp')}")


def _told(error: Exception) -> LakeError:
    return LakeError(f"lake: DuckDB says: {str(error).strip().splitlines()[0]}")


def quoted(value: object) -> str:
    """Return a value as an SQL string, for the places where none can be bound (file names, settings)."""
    return "'" + str(value).replace("'", "''") + "'"
