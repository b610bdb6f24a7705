"""Find words in articles and statements: accents, case and inflection folded."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from foedus.ledger.dossier import stems
from foedus.ledger.narrowing import Narrowing, narrowest
from foedus.ledger.queries import ARTICLE_COLUMNS, STATEMENT_COLUMNS, ArticleFacts, StatementFacts, statement_facts
from foedus.origins.likeness import fold

# Beyond that many matches the words are too common for one match to be better than another: the newest come first.
RANKED = 3000
COUNTED = 500
_FURTHER = 5  # by which further filters thin out what fits, at a guess
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


def _named(table: str, columns: str) -> str:
    return ", ".join(f"{table}.{column.strip()}" for column in columns.split(","))


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


@dataclass(frozen=True, slots=True)
class _Table:
    """What is searched: the index of the words, and the records that it is of.

    Attributes:
        holds: how many records fall to one of them, about.
        dear: how many records are found in the time in which one of them is held against the filters, measured.
    """

    of: str
    index: str
    records: str
    key: str
    filters: str
    columns: str
    holds: float
    dear: float


_STATEMENTS = _Table(
    "statement",
    "statement_fts",
    "statement s JOIN article a ON a.key = s.article_key",
    "s.key",
    _OF_STATEMENT,
    f"{_named('s', STATEMENT_COLUMNS)}, {_named('a', ARTICLE_COLUMNS)}",
    2.5,
    1.3,
)
_ARTICLES = _Table(
    "article",
    "article_fts",
    "article a",
    "a.key",
    _OF_ARTICLE,
    f"replace(snippet(article_fts, 1, '', '', ' […] ', 24), char(10), ' '), {_named('a', ARTICLE_COLUMNS)}",
    5.0,
    6.7,
)


def search_statements(connection: sqlite3.Connection, words: str, where: Where, limit: int) -> Results:
    """Return the statements whose content has the words."""
    rows, total, exact, ranked = _run(connection, _STATEMENTS, _asked(connection, words, where), where, limit)
    n = len(STATEMENT_COLUMNS.split(","))
    found = (Found(statement_facts(row[:n]), ArticleFacts(*row[n:]), "") for row in rows)
    return Results(tuple(found), total, ranked, exact)


def search_articles(connection: sqlite3.Connection, words: str, where: Where, limit: int) -> Results:
    """Return the articles whose title or text has the words, with the words around the first match."""
    query = fts_query(connection, words) or ""
    rows, total, exact, ranked = _run(connection, _ARTICLES, query, replace(where, kind=None), limit)
    return Results(tuple(Found(None, ArticleFacts(*row[1:]), row[0]) for row in rows), total, ranked, exact)


def statement_keys(connection: sqlite3.Connection, words: str, where: Where, most: int) -> list[int]:
    """Return the numbers of the rows of the statements whose content has the words, at most so many, the newest."""
    query = _asked(connection, words, where)
    if not query:
        return []
    bound = _bound(connection, query, where)
    return _newest(connection, _STATEMENTS, bound, _matches(connection, _STATEMENTS, bound), most)


def _asked(connection: sqlite3.Connection, words: str, where: Where) -> str:
    asked = fts_query(connection, words)
    speaker = fts_query(connection, where.speaker) if where.speaker else None
    parts = [f"content_words : ({asked})" if asked else None, f"speaker : ({speaker})" if speaker else None]
    return " AND ".join(part for part in parts if part)


def _bound(connection: sqlite3.Connection, query: str, where: Where) -> dict[str, object]:
    speaker = f"speaker : ({fts_query(connection, where.speaker)})" if where.speaker else None
    return {**asdict(where), "query": query, "speaker": speaker}


def _run(
    connection: sqlite3.Connection, table: _Table, query: str, where: Where, limit: int
) -> tuple[list[tuple[str, ...]], int, bool, bool]:
    if not query:
        return [], 0, True, True
    bound = _bound(connection, query, where) | {"limit": limit}
    common = _matches(connection, table, bound)
    joined = _joined(table)
    filters = _filters(table, bound)
    if common <= RANKED:
        total = common
        if filters:
            (total,) = connection.execute(f"SELECT count(*) {joined}{filters}", bound).fetchone()
        order = "ORDER BY f.rank, a.published DESC, a.id LIMIT :limit"
        return (
            connection.execute(f"SELECT {table.columns} {joined}{filters} {order}", bound).fetchall(),
            total,
            True,
            True,
        )
    total, exact = common, True
    keys = _newest(connection, table, bound, common, COUNTED + 1 if filters else limit)
    if filters:
        total, exact = min(len(keys), COUNTED), len(keys) <= COUNTED
    shown = f"AND f.rowid IN ({', '.join(map(str, keys[:limit]))}) ORDER BY f.rowid DESC"
    return connection.execute(f"SELECT {table.columns} {joined} {shown}", bound).fetchall(), total, exact, False


def _matches(connection: sqlite3.Connection, table: _Table, bound: Mapping[str, object]) -> int:
    sql = f"SELECT count(*) FROM {table.index} f WHERE f.{table.index} MATCH :query"
    (number,) = connection.execute(sql, bound).fetchone()
    return int(number)


def _joined(table: _Table) -> str:
    return (
        f"FROM {table.index} f CROSS JOIN {table.records} WHERE f.{table.index} MATCH :query AND {table.key} = f.rowid"
    )


def _filters(table: _Table, bound: Mapping[str, object]) -> str:
    """Return what else must hold, "" where nothing must."""
    names = ("state", "code", "outlet", "kind") if table is _STATEMENTS else ("state", "code", "outlet", "speaker")
    dated = _IN_TIME if bound["since"] or bound["until"] else ""
    return (table.filters if any(bound[name] for name in names) else "") + dated


def _looked_through(
    connection: sqlite3.Connection,
    table: _Table,
    bound: Mapping[str, object],
    narrow: Narrowing,
    common: int,
    most: int,
) -> float:
    """Return how many of the newest matches would be looked at until enough are found that fit the filters."""
    (number,) = connection.execute(f"SELECT max(key) FROM {table.of}").fetchone()
    further = any(bound[name] for name in ("code", "kind", "since", "until"))
    fit = narrow.records / table.holds / (_FURTHER if further else 1)
    return min(float(common), most * float(number) / max(fit, 1.0))


def _newest(
    connection: sqlite3.Connection, table: _Table, bound: Mapping[str, object], common: int, most: int
) -> list[int]:
    """Return the keys of the newest records that have the words and fit the filters, at most so many."""
    filters, narrow = _filters(table, bound), narrowest(connection, bound, table.of)
    if narrow and narrow.records < table.dear * _looked_through(connection, table, bound, narrow, common, most):
        # The few that fit are found first; "+" keeps SQLite from asking the index of words for each of them.
        joined = f"FROM ({narrow.sql}) few CROSS JOIN {table.records} WHERE {table.key} = few.key"
        few = f"SELECT {table.key} {joined}{filters}"
        sql = f"SELECT f.rowid FROM {table.index} f WHERE f.{table.index} MATCH :query AND +f.rowid IN ({few})"
    elif filters:
        sql = f"SELECT f.rowid {_joined(table)}{filters}"
    else:
        sql = f"SELECT f.rowid FROM {table.index} f WHERE f.{table.index} MATCH :query"
    rows = connection.execute(f"{sql} ORDER BY f.rowid DESC LIMIT :most", {**bound, "most": most})
    return [key for (key,) in rows]


def read_only_rows(connection: sqlite3.Connection, sql: str) -> tuple[tuple[str, ...], Sequence[tuple[object, ...]]]:
    """Run one SELECT of a user's own; return the names of its columns and its rows.

    Args:
        connection: opened for reading only, so that nothing can be changed.
        sql: one statement.
    """
    cursor = connection.execute(sql)
    return tuple(column[0] for column in cursor.description or ()), cursor.fetchall()
