"""Find words in articles and statements: accents, case and inflection folded."""

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from foedus.ledger.dossier import stems
from foedus.ledger.marks import wanted
from foedus.ledger.queries import ARTICLE_COLUMNS, STATEMENT_COLUMNS, ArticleFacts, StatementFacts, statement_facts
from foedus.origins.likeness import fold

# Beyond that many matches the words are too common for one match to be better than another: the newest come first.
RANKED = 3000
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
        total: how many there are in all.
        ranked: whether the best come first; otherwise, as the words are common, the newest.
    """

    found: tuple[Found, ...]
    total: int
    ranked: bool


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


@dataclass(frozen=True, slots=True)
class _Table:
    """What is searched.

    Attributes:
        index: of the words.
        worded: the columns of the index that have them.
        key: of the records that the index is of.
        ranked: SELECT of the records that have the words, with their ranks.
        shown: SELECT of records, of which it is known that they have the words.
    """

    index: str
    worded: str
    key: str
    ranked: str
    shown: str


_STATEMENT = f"""SELECT {_named("s", STATEMENT_COLUMNS)}, {_named("a", ARTICLE_COLUMNS)} FROM {{}}statement s
    JOIN article a ON a.key = s.article_key WHERE"""
_ARTICLE = f"""SELECT replace(snippet(article_fts, 1, '', '', ' […] ', 24), char(10), ' '),
    {_named("a", ARTICLE_COLUMNS)} FROM article_fts f CROSS JOIN article a
    WHERE f.article_fts MATCH :words AND a.key = f.rowid"""
_STATEMENTS = _Table(
    "statement_fts",
    "content_words",
    "s.key",
    _STATEMENT.format("statement_fts f CROSS JOIN ") + " f.statement_fts MATCH :words AND s.key = f.rowid",
    _STATEMENT.format(""),
)
_ARTICLES = _Table("article_fts", "{title text}", "f.rowid", _ARTICLE, f"{_ARTICLE} AND")
_SPOKEN_IN = """SELECT DISTINCT s.article_key FROM statement_fts f CROSS JOIN statement s
    WHERE f.statement_fts MATCH ? AND s.key = f.rowid"""
_OF_SPEAKER = "AND +f.rowid IN (SELECT value FROM json_each(:spoken_in))"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of an index.

    Attributes:
        table: whose.
        bound: `words` as FTS5 is asked for them, `all` with what the filters ask, `spoken_in` the numbers of the
            articles that have a statement of the speaker.
        worded: whether there are words; otherwise `words` is `all`.
        none: whether nothing can be found.
    """

    table: _Table
    bound: Mapping[str, str]
    worded: bool
    none: bool

    @property
    def matching(self) -> str:
        """The numbers of the rows that match, as the end of a SELECT."""
        of_speaker = _OF_SPEAKER if "spoken_in" in self.bound else ""
        return f"FROM {self.table.index} f WHERE f.{self.table.index} MATCH :all {of_speaker}"


def search_statements(connection: sqlite3.Connection, words: str, where: Where, limit: int) -> Results:
    """Return the statements whose content has the words."""
    rows, total, ranked = _run(connection, _asked(connection, _STATEMENTS, words, where), limit)
    n = len(STATEMENT_COLUMNS.split(","))
    found = (Found(statement_facts(row[:n]), ArticleFacts(*row[n:]), "") for row in rows)
    return Results(tuple(found), total, ranked)


def search_articles(connection: sqlite3.Connection, words: str, where: Where, limit: int) -> Results:
    """Return the articles whose title or text has the words, with the words around the first match."""
    asked = _asked(connection, _ARTICLES, words, replace(where, kind=None))
    rows, total, ranked = _run(connection, asked, limit)
    return Results(tuple(Found(None, ArticleFacts(*row[1:]), row[0]) for row in rows), total, ranked)


def statement_keys(connection: sqlite3.Connection, words: str, where: Where, most: int) -> list[int]:
    """Return the numbers of the rows of the statements whose content has the words, at most so many, the newest."""
    asked = _asked(connection, _STATEMENTS, words, where)
    return [] if asked.none else _newest(connection, asked, most)


def _asked(connection: sqlite3.Connection, table: _Table, words: str, where: Where) -> _Asked:
    query, speaker = fts_query(connection, words), fts_query(connection, where.speaker or "")
    worded = f"{table.worded} : ({query})" if query else ""
    spoken = f"speaker : ({speaker})" if speaker else ""
    marked = wanted(connection, **{name: value for name, value in asdict(where).items() if name != "speaker"})
    parts = [worded, spoken if table is _STATEMENTS else "", f"marks : ({marked})" if marked else ""]
    every = " AND ".join(filter(None, parts))
    bound = {"words": worded or every, "all": every}
    if spoken and table is _ARTICLES:
        bound["spoken_in"] = json.dumps([key for (key,) in connection.execute(_SPOKEN_IN, (spoken,))])
    return _Asked(table, bound, worded=bool(worded), none=marked is None or not every)


def _run(connection: sqlite3.Connection, asked: _Asked, limit: int) -> tuple[list[tuple[str, ...]], int, bool]:
    if asked.none:
        return [], 0, True
    if not asked.worded or _common(connection, asked):
        newest, total = _newest(connection, asked, limit), _total(connection, asked)
        among = f"{asked.table.key} IN ({', '.join(map(str, newest))}) ORDER BY {asked.table.key} DESC"
        return connection.execute(f"{asked.table.shown} {among}", asked.bound).fetchall(), total, False
    # "+" keeps SQLite from asking the index of words for each of them.
    among = f"+f.rowid IN (SELECT f.rowid {asked.matching})"
    sql = f"{asked.table.ranked} AND {among} ORDER BY f.rank, a.published DESC, a.id LIMIT :limit"
    rows = connection.execute(sql, {**asked.bound, "limit": limit}).fetchall()
    return rows, len(rows) if len(rows) < limit else _total(connection, asked), True


def _common(connection: sqlite3.Connection, asked: _Asked) -> bool:
    index = asked.table.index
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {index} f WHERE f.{index} MATCH :words LIMIT {RANKED + 1})"
    (number,) = connection.execute(sql, asked.bound).fetchone()
    return bool(number > RANKED)


def _total(connection: sqlite3.Connection, asked: _Asked) -> int:
    (number,) = connection.execute(f"SELECT count(*) {asked.matching}", asked.bound).fetchone()
    return int(number)


def _newest(connection: sqlite3.Connection, asked: _Asked, most: int) -> list[int]:
    """Return the numbers of the newest rows that have the words and fit the filters, at most so many."""
    sql = f"SELECT f.rowid {asked.matching} ORDER BY f.rowid DESC LIMIT :most"
    return [key for (key,) in connection.execute(sql, {**asked.bound, "most": most})]


def read_only_rows(connection: sqlite3.Connection, sql: str) -> tuple[tuple[str, ...], Sequence[tuple[object, ...]]]:
    """Run one SELECT of a user's own; return the names of its columns and its rows.

    Args:
        connection: opened for reading only, so that nothing can be changed.
        sql: one statement.
    """
    cursor = connection.execute(sql)
    return tuple(column[0] for column in cursor.description or ()), cursor.fetchall()
