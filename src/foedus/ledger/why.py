"""The SELECT behind `foedus why`: where a record is."""

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A record by its id, and the article it is in; `sort` is "statement" or "relation"."""

    sort: str
    id: str
    article_id: str


def find(connection: sqlite3.Connection, beginning: str) -> tuple[Place, ...]:
    """Return the statements and relations whose id begins so, at most ten of each, sorted by id."""
    found = []
    for sort in ("statement", "relation"):
        rows = connection.execute(
            f"""SELECT r.id, a.id FROM {sort} r JOIN article a ON a.key = r.article_key
            WHERE r.id >= :first AND r.id < :first || 'g' ORDER BY r.id LIMIT 10""",
            {"first": beginning},
        )
        found += [Place(sort, *row) for row in rows]
    return tuple(found)
