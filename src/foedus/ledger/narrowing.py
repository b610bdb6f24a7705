"""Narrow a search down by what is rarer than its words, so that common words are not looked up one by one."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

_STATEMENTS_OF_ARTICLE = 8  # a guess, to compare filters by article with those by statement

_RELATIONS_OF_STATE = """SELECT {key} AS key FROM relation WHERE state_a = :state
    UNION SELECT r.{key} FROM (SELECT DISTINCT state_a, state_b FROM dyad_month WHERE state_b = :state) d
        CROSS JOIN relation r ON r.state_a = d.state_a AND r.state_b = d.state_b"""
_BY_STATE = {
    "statement": "SELECT key FROM statement WHERE speaker_state = :state UNION "
    + _RELATIONS_OF_STATE.format(key="statement_key"),
    "article": "SELECT article_key AS key FROM statement WHERE speaker_state = :state UNION "
    + _RELATIONS_OF_STATE.format(key="article_key"),
}
_BY_OUTLET = "SELECT {key} AS key FROM article a {more} WHERE a.outlet = :outlet"
# Dates are as precise as stated: the years that hold the window, and what the filter itself leaves of them.
_BY_TIME = """SELECT {key} AS key FROM article a {more} WHERE a.published >= substr(coalesce(:since, ''), 1, 4)
    AND a.published <= coalesce(:until, '') || '~'"""
_STATE_COUNT = """SELECT coalesce(sum(count), 0) FROM (
    SELECT count FROM dyad_month WHERE state_a = :state
    UNION ALL SELECT count FROM dyad_month WHERE state_b = :state)"""
_SPEAKER_COUNT = "SELECT count(*) FROM statement WHERE speaker_state = :state"
_OUTLET_COUNT = "SELECT count(*) FROM article WHERE outlet = :outlet"
_TIME_COUNT = """SELECT count(*) FROM article a WHERE a.published >= substr(coalesce(:since, ''), 1, 4)
    AND a.published <= coalesce(:until, '') || '~'"""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A filter that few records fit.

    Attributes:
        sql: the keys of those that fit it, as a subquery; its values are bound by name.
        records: about how many statements they are.
    """

    sql: str
    records: int


def narrowest(connection: sqlite3.Connection, bound: Mapping[str, object], of: str) -> Narrowing | None:
    """Return the filter that the fewest records fit, None if there is no filter by which records can be found.

    Args:
        bound: state, outlet, since and until, None where there is no such filter.
        of: "statement" or "article": whose keys are wanted.
    """
    key, more = ("s.key", "CROSS JOIN statement s ON s.article_key = a.key") if of == "statement" else ("a.key", "")
    found = []
    if bound["state"]:
        records = _count(connection, _STATE_COUNT, bound) + _count(connection, _SPEAKER_COUNT, bound)
        found.append(Narrowing(_BY_STATE[of], records))
    if bound["outlet"]:
        records = _count(connection, _OUTLET_COUNT, bound) * _STATEMENTS_OF_ARTICLE
        found.append(Narrowing(_BY_OUTLET.format(key=key, more=more), records))
    if bound["since"] and bound["until"]:
        records = _count(connection, _TIME_COUNT, bound) * _STATEMENTS_OF_ARTICLE
        found.append(Narrowing(_BY_TIME.format(key=key, more=more), records))
    return min(found, key=lambda one: one.records, default=None)


def _count(connection: sqlite3.Connection, sql: str, bound: Mapping[str, object]) -> int:
    (number,) = connection.execute(sql, bound).fetchone()
    return int(number)
