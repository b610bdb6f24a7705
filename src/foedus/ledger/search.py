"""Find words in articles and statements: accents, case and inflection folded."""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from foedus.ledger.dossier import stems
from foedus.ledger.queries import ARTICLE_COLUMNS, STATEMENT_COLUMNS, ArticleFacts, StatementFacts, statement_facts
from foedus.origins.likeness import fold

# Beyond that many matches the words are too common for one match to be better than another: the newest come first.
RANKED = 3000
COUNTED = 2000
_FORMS = 60  # of one word
_TOKEN = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Where:
    """What else must hold of a statement, or of some statement or relation of an article.

    Attributes:
        speaker: words of the speaker's name.
        state: ISO3: spoken for in a statement, or one end of a relation.
        code: of a relation.
        outlet: name, as stored, of who prints it.
        kind: of a statement: direct, indirect, mixed.
        since, until: ISO dates of publication, as precise as wanted, both included.
    """

    speaker: str | None = None
    state: str | None = None
    code: str | None = None
    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A statement or an article with the words.

    Attributes:
        statement: None for an article.
        snippet: the words around the match, without line ends.
    """

    statement: StatementFacts | None
    article: ArticleFacts
    snippet: str


@dataclass(frozen=True, slots=True)
class Results:
    """What was found.

    Attributes:
        found: the first of them.
        total: how many there are in all, or are known to be.
        exact: False where there are more: what filters leave of common words is counted to COUNTED.
        ranked: whether the best come first; otherwise, as the words are common, the newest.
    """

    found: tuple[Found, ...]
    total: int
    ranked: bool
    exact: bool = True


def fts_query(connection: sqlite3.Connection, words: str) -> str | None:
    """Return what FTS5 is asked for words in any form, and for phrases between quotation marks as they stand.

    None where there is no word to look for.
    """
    parts = []
    for phrase, word in _TOKEN.findall(words.replace("«", '"').replace("»", '"').replace("“", '"').replace("”", '"')):
        if phrase:
            parts.append(_quoted(" ".join(fold(phrase))))
            continue
        for piece in fold(word):
            forms = _forms(connection, word if fold(word) == [piece] else piece, piece)
            parts.append(f"({' OR '.join(map(_quoted, forms))})")
    return " AND ".join(part for part in parts if part != '""') or None


def _forms(connection: sqlite3.Connection, word: str, piece: str) -> list[str]:
    wanted = {stem for language in ("fr", "en") for stem in stems(word, language)}
    rows = connection.execute(
        f"SELECT DISTINCT word FROM stem WHERE stem IN ({', '.join('?' * len(wanted))}) ORDER BY word LIMIT ?",
        (*sorted(wanted), _FORMS),
    )
    return sorted({piece, *(form for (form,) in rows)})


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


_OF_STATEMENT = """
    AND (:state IS NULL OR s.speaker_state = :state OR EXISTS (SELECT 1 FROM relation r
        WHERE r.statement_key = s.key AND :state IN (r.source_state, r.target_state)))
    AND (:code IS NULL OR EXISTS (SELECT 1 FROM relation r WHERE r.statement_key = s.key AND r.code = :code))
    AND (:outlet IS NULL OR a.outlet = :outlet) AND (:kind IS NULL OR s.kind = :kind)"""
_OF_ARTICLE = """
    AND (:speaker IS NULL OR a.key IN (SELECT s.article_key FROM statement_fts f JOIN statement s ON s.key = f.rowid
        WHERE f.statement_fts MATCH :speaker))
    AND (:state IS NULL OR EXISTS (SELECT 1 FROM statement s WHERE s.article_key = a.key AND s.speaker_state = :state)
        OR EXISTS (SELECT 1 FROM relation r
            WHERE r.article_key = a.key AND :state IN (r.source_state, r.target_state)))
    AND (:code IS NULL OR EXISTS (SELECT 1 FROM relation r WHERE r.article_key = a.key AND r.code = :code))
    AND (:outlet IS NULL OR a.outlet = :outlet)"""
_IN_TIME = """
    AND (:since IS NULL OR a.published >= substr(:since, 1, length(a.published)))
    AND (:until IS NULL OR substr(a.published, 1, length(:until)) <= :until)"""
_STATEMENTS = """FROM statement_fts f JOIN statement s ON s.key = f.rowid JOIN article a ON a.key = s.article_key
WHERE f.statement_fts MATCH :query"""
_ARTICLES = """FROM article_fts f JOIN article a ON a.key = f.rowid WHERE f.article_fts MATCH :query"""


def search_statements(connection: sqlite3.Connection, words: str, where: Where, limit: int) -> Results:
    """Return the statements whose content has the words."""
    query = _asked(connection, words, where)
    columns = f"{_named('s', STATEMENT_COLUMNS)}, {_named('a', ARTICLE_COLUMNS)}"
    sql = _STATEMENTS + (_OF_STATEMENT if where.state or where.code or where.outlet or where.kind else "")
    rows, total, exact, ranked = _run(connection, "statement_fts", sql, query, where, columns, limit)
    n = len(STATEMENT_COLUMNS.split(","))
    found = (Found(statement_facts(row[:n]), ArticleFacts(*row[n:]), "") for row in rows)
    return Results(tuple(found), total, ranked, exact)


def _asked(connection: sqlite3.Connection, words: str, where: Where) -> str:
    asked = fts_query(connection, words)
    speaker = fts_query(connection, where.speaker) if where.speaker else None
    parts = [f"content_words : ({asked})" if asked else None, f"speaker : ({speaker})" if speaker else None]
    return " AND ".join(part for part in parts if part)


def statement_keys(connection: sqlite3.Connection, words: str, where: Where, most: int) -> list[int]:
    """Return the numbers of the rows of the statements whose content has the words, at most so many, the newest."""
    query = _asked(connection, words, where)
    sql = _STATEMENTS + (_OF_STATEMENT if where.state or where.code or where.outlet or where.kind else "")
    dated = _IN_TIME if where.since or where.until else ""
    if not query:
        return []
    bound = {
        "query": query, "state": where.state, "code": where.code, "outlet": where.outlet, "kind": where.kind,
        "since": where.since, "until": where.until, "most": most,
    }  # fmt: skip
    return [key for (key,) in connection.execute(f"SELECT s.key {sql}{dated} ORDER BY f.rowid DESC LIMIT :most", bound)]


def search_articles(connection: sqlite3.Connection, words: str, where: Where, limit: int) -> Results:
    """Return the articles whose title or text has the words, with the words around the first match."""
    query = fts_query(connection, words) or ""
    snippet = "replace(snippet(article_fts, 1, '', '', ' […] ', 24), char(10), ' ')"
    columns = f"{snippet}, {_named('a', ARTICLE_COLUMNS)}"
    sql = _ARTICLES + (_OF_ARTICLE if where.state or where.code or where.speaker or where.outlet else "")
    rows, total, exact, ranked = _run(connection, "article_fts", sql, query, where, columns, limit)
    return Results(tuple(Found(None, ArticleFacts(*row[1:]), row[0]) for row in rows), total, ranked, exact)


def _run(
    connection: sqlite3.Connection, table: str, sql: str, query: str, where: Where, columns: str, limit: int
) -> tuple[list[tuple[str, ...]], int, bool, bool]:
    if not query:
        return [], 0, True, True
    dated = _IN_TIME if where.since or where.until else ""
    bound = {
        "query": query,
        "state": where.state,
        "code": where.code,
        "outlet": where.outlet,
        "kind": where.kind,
        "speaker": f"speaker : ({fts_query(connection, where.speaker)})" if where.speaker else None,
        "since": where.since,
        "until": where.until,
        "limit": limit,
    }
    plain = not dated and sql in (_STATEMENTS, _ARTICLES)
    (common,) = connection.execute(f"SELECT count(*) FROM {table} WHERE {table} MATCH :query", bound).fetchone()
    ranked = common <= RANKED
    total, exact = common, True
    if not plain:
        # Of common words only so many are looked at, the newest.
        most = RANKED if ranked else COUNTED
        some = f"SELECT 1 {sql}{dated} ORDER BY f.rowid DESC LIMIT {most + 1}"
        (total,) = connection.execute(f"SELECT count(*) FROM ({some})", bound).fetchone()
        total, exact = min(total, most), total <= most
    order = "f.rank, a.published DESC, a.id" if ranked else "f.rowid DESC"
    rows = connection.execute(f"SELECT {columns} {sql}{dated} ORDER BY {order} LIMIT :limit", bound).fetchall()
    return rows, total, exact, ranked


def _named(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{column.strip()}" for column in columns.split(","))


def read_only_rows(connection: sqlite3.Connection, sql: str) -> tuple[tuple[str, ...], Sequence[tuple[object, ...]]]:
    """Run one SELECT of a user's own; return the names of its columns and its rows.

    Args:
        connection: opened for reading only, so that nothing can be changed.
        sql: one statement.
    """
    cursor = connection.execute(sql)
    return tuple(column[0] for column in cursor.description or ()), cursor.fetchall()
