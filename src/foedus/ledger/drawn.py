"""A ledger in memory of what lies elsewhere on one pair of states, so that it is explained as any ledger is."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from foedus.ledger.adding import RELATION, put
from foedus.ledger.dossier import DossierRows
from foedus.ledger.queries import ARTICLE_COLUMNS
from foedus.ledger.told import Told

Row = Sequence[Any]


def draw(
    connection: sqlite3.Connection,
    articles: Mapping[Any, Row],
    statements: Iterable[tuple[Any, Row]],
    relations: Iterable[tuple[Any, Row, Told, int, int | None]],
) -> None:
    """Fill an empty ledger, but for texts, mentions and what finds like words.

    Args:
        connection: of the ledger.
        articles: by whatever tells them apart, ARTICLE_COLUMNS and the hash of the text.
        statements: of which article, and the columns of `statement` but for the two keys.
        relations: of which article, the columns of `relation` from `source_state` on, what it tells, its voice and its
            origin.
    """
    keys = {article: key for key, article in enumerate(articles, 1)}
    names = f"key, {ARTICLE_COLUMNS}, sha256, text"
    marks = ", ".join("?" * 15)
    connection.executemany(
        f"INSERT INTO article ({names}) VALUES ({marks})",
        [(keys[article], *row, "") for article, row in articles.items()],
    )
    of_statement: dict[str, int] = {}
    rows = []
    for key, (article, (id_, *rest)) in enumerate(statements, 1):
        of_statement[id_] = key
        rows.append((key, id_, keys[article], *rest, None))  # no marks: it is not searched
    put(connection, "statement", rows)
    dossier = DossierRows(connection)
    for key, (article, row, told, voice, origin) in enumerate(relations, 1):
        statement = None if told.statement_id is None else of_statement[told.statement_id]
        put(connection, RELATION, [(key, told.id, keys[article], statement, *row)])
        dossier.add(told, relation=key, statement=statement, article=keys[article], voice=voice, origin=origin)
