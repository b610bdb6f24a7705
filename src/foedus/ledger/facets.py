"""What the statements of a search have in common: who speaks, where printed, when, how, about what."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from foedus.ledger.search import Where, statement_keys

COUNTED = 3000  # of the statements found, the newest
MOST = 12  # values of a facet

_WITH = "FROM statement s JOIN article a ON a.key = s.article_key WHERE s.key IN (SELECT value FROM json_each(?))"
_FACETS: Mapping[str, str] = {
    "speaker": f"SELECT s.speaker, count(*) {_WITH} AND s.speaker IS NOT NULL GROUP BY 1",
    "state": f"SELECT s.speaker_state, count(*) {_WITH} AND s.speaker_state IS NOT NULL GROUP BY 1",
    "outlet": f"SELECT a.outlet, count(*) {_WITH} AND a.outlet IS NOT NULL GROUP BY 1",
    "kind": f"SELECT s.kind, count(*) {_WITH} GROUP BY 1",
    "year": f"SELECT substr(a.published, 1, 4), count(*) {_WITH} AND a.published IS NOT NULL GROUP BY 1",
    "code": """SELECT r.code, count(DISTINCT r.statement_key) FROM relation r
        WHERE r.statement_key IN (SELECT value FROM json_each(?)) GROUP BY 1""",
}


@dataclass(frozen=True, slots=True)
class Facets:
    """Values and how many statements have each, most first, years in order.

    Attributes:
        values: by "speaker", "state", "outlet", "kind", "year" and "code".
        counted: how many statements were counted.
    """

    values: Mapping[str, tuple[tuple[str, int], ...]]
    counted: int


def facets(connection: sqlite3.Connection, words: str, where: Where) -> Facets:
    """Count what the statements with some words have in common; of very many the newest are counted."""
    keys = statement_keys(connection, words, where, COUNTED)
    bound = (json.dumps(keys),)
    values = {
        name: tuple(
            connection.execute(f"{sql} ORDER BY {'1 DESC' if name == 'year' else '2 DESC, 1'} LIMIT {MOST}", bound)
        )
        for name, sql in _FACETS.items()
    }
    return Facets(values, len(keys))
