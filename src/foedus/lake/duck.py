"""DuckDB, opened the same way everywhere: in memory, within bounds, silent."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
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
        connection.execute(f"SET memory_limit = '{MEMORY_MB}MB'")
        connection.execute(f"SET threads = {min(os.cpu_count() or 1, 8)}")
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET preserve_insertion_order = false")
        if folder is not None:
            connection.execute(f"SET temp_directory = {quoted(folder / '.tmp')}")
        yield connection
    except duckdb.Error as error:
        first = str(error).strip().splitlines()[0]
        raise LakeError(f"lake: DuckDB says: {first}") from error
    finally:
        connection.close()


def quoted(value: object) -> str:
    """Return a value as an SQL string, for the places where none can be bound (file names, settings)."""
    return "'" + str(value).replace("'", "''") + "'"
