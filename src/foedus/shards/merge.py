"""A lake's readings into a ledger: the same records as reading the shards into it directly."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from foedus.lake.readings import ReadLake
from foedus.ledger import Ledger
from foedus.model import Reading
from foedus.shards.rows import ARTICLE, RELATION, STATEMENT, reading_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TOGETHER = 200  # articles of one transaction


def merge(lake: ReadLake, ledger: Ledger, *, tell: Callable[[float], None] = lambda share: None) -> tuple[int, int]:
    """Add what a lake holds to a ledger, in the order of the addresses of the shards.

    Whatever is there already stays as it is, so that a merge that was broken off is started again and goes on.

    Args:
        lake: to read.
        ledger: to add to.
        tell: is told which share is done.

    Returns:
        How many articles were new or said more, and how many there are.

    Raises:
        LakeError, LedgerError: one of the two cannot be read or written; what was added before stays.
        NotVerbatim: a record in the lake does not stand on its words.
    """
    added = seen = 0
    parts = lake.parts()
    total = sum(part.articles for part in parts) or 1
    with lake.asked() as connection:
        for part in parts:
            batch: list[Reading] = []
            for reading in readings(connection, part.part):
                batch.append(reading)
                seen += 1
                if len(batch) == _TOGETHER:
                    added += _add(ledger, batch)
                    tell(seen / total)
                    batch = []
            added += _add(ledger, batch)
            tell(seen / total)
    return added, seen


def _add(ledger: Ledger, batch: list[Reading]) -> int:
    with ledger.together():
        return sum(ledger.add(reading) for reading in batch)


def readings(connection: "DuckDBPyConnection", part: str) -> Iterator[Reading]:
    """Yield the readings of a part, in the order of its shard."""
    statements = _by_article(connection, f"SELECT seq, {STATEMENT} FROM statement", part)
    relations = _by_article(connection, f"SELECT seq, {RELATION} FROM relation", part)
    cursor = connection.cursor()
    found = cursor.execute(f"SELECT seq, {ARTICLE} FROM article WHERE shard_part = ? ORDER BY seq", [part])
    while rows := found.fetchmany(_TOGETHER):
        for seq, *article in rows:
            yield reading_of(article, statements.pop(seq, []), relations.pop(seq, []))


def _by_article(connection: "DuckDBPyConnection", select: str, part: str) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for seq, *row in connection.execute(f"{select} WHERE shard_part = ? ORDER BY seq, place", [part]).fetchall():
        found[seq].append(row)
    return found
