"""Lists of a ledger a page at a time, and what it holds in all."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from foedus.ledger.queries import ARTICLE_COLUMNS, ArticleFacts

LISTED_ARTICLE = f"""SELECT {ARTICLE_COLUMNS}, key, CASE WHEN title IS NULL THEN substr(text, 1, 80) END,
    (SELECT count(*) FROM statement s WHERE s.article_key = a.key),
    (SELECT count(*) FROM relation r WHERE r.article_key = a.key)
FROM article a"""


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many articles, statements and relations a ledger holds, and how many pairs of states."""

    articles: int
    statements: int
    relations: int
    pairs: int


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article, its place in the list, how it begins if it has no title, and how many statements and relations."""

    article: ArticleFacts
    place: int
    begins: str | None
    statements: int
    relations: int


@dataclass(frozen=True, slots=True)
class ListedPair:
    """Two states, ISO3 sorted, how many relations between them, and the last month; None if no date is known."""

    state_a: str
    state_b: str
    relations: int
    last: str | None


_LAST = 2**62  # above every place


def holdings(connection: sqlite3.Connection) -> Holdings:
    """Count what there is."""
    row = connection.execute(
        """SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM statement),
            (SELECT coalesce(sum(count), 0) FROM dyad_month),
            (SELECT count(*) FROM (SELECT 1 FROM dyad_month GROUP BY state_a, state_b))"""
    ).fetchone()
    return Holdings(*row)


def latest_articles(
    connection: sqlite3.Connection, limit: int, before: int | None = None, *, language: str | None = None
) -> tuple[ListedArticle, ...]:
    """Return articles, the last read first.

    Args:
        connection: of a ledger.
        limit: at most so many.
        before: only those below that place; from the top if None.
        language: only those in it.
    """
    rows = connection.execute(
        f"{LISTED_ARTICLE} WHERE key < ?3 AND (?1 IS NULL OR language = ?1) ORDER BY key DESC LIMIT ?2",
        (language, limit, before or _LAST),
    )
    return tuple(listed_article(row) for row in rows)


def listed_article(row: Sequence[Any]) -> ListedArticle:
    """Return an article of a row of LISTED_ARTICLE."""
    return ListedArticle(ArticleFacts(*row[:-4]), *row[-4:])


def busiest_pairs(connection: sqlite3.Connection, limit: int, offset: int = 0) -> tuple[ListedPair, ...]:
    """Return pairs of states, those with most relations first."""
    rows = connection.execute(
        """SELECT state_a, state_b, sum(count), max(nullif(month, '')) FROM dyad_month
        GROUP BY state_a, state_b ORDER BY 3 DESC, 1, 2 LIMIT ? OFFSET ?""",
        (limit, offset),
    )
    return tuple(ListedPair(*row) for row in rows)
