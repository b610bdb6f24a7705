"""The SELECTs behind the pages of one state, one speaker, one outlet: what it says, what is said of it, with whom."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from foedus.codes import Code, facts
from foedus.ledger.listing import LISTED_ARTICLE, ListedArticle, listed_article
from foedus.ledger.queries import snapshot
from foedus.ledger.said import SaidFacts, said_facts
from foedus.model import Mood

Months = tuple[tuple[str, Code, int], ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """Two states and what is recorded between them, all moods; `together` and `apart` of what is asserted.

    Attributes:
        last: month of the last of them; None where no date is known.
    """

    state_a: str
    state_b: str
    records: int
    together: int
    apart: int
    last: str | None


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words, and how many statements."""

    name: str | None
    state: str | None
    statements: int


@dataclass(frozen=True, slots=True)
class Office:
    """A role under which somebody speaks: how often, in what was published from when to when."""

    role: str | None
    state: str | None
    statements: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Keys:
    """Statements of a page, and how many there are in all."""

    found: tuple[SaidFacts, ...]
    total: int


# -- of states ---------------------------------------------------------------------------------------------------------

_OF_STATE = """
    SELECT key FROM statement WHERE speaker_state = :state
    UNION SELECT key FROM statement
    WHERE speaker_others <> '[]' AND :state IN (SELECT value FROM json_each(speaker_others))"""
_PAIRS_OF = """
    SELECT DISTINCT state_a, state_b FROM dyad_month WHERE state_a = :state
    UNION SELECT DISTINCT state_a, state_b FROM dyad_month WHERE state_b = :state"""
_MONTHS_OF = """
    SELECT * FROM dyad_month WHERE state_a = :state UNION ALL SELECT * FROM dyad_month WHERE state_b = :state"""
_OF_OTHERS = f"""
    FROM ({_PAIRS_OF}) p JOIN dossier d ON d.state_a = p.state_a AND d.state_b = p.state_b
    WHERE d.statement_key IS NOT NULL AND ' ' || d.spoken_for || ' ' NOT LIKE '% ' || :state || ' %'"""


def partners(connection: sqlite3.Connection, state: str) -> tuple[Partner, ...]:
    """Return the pairs of a state, those with most records first."""
    rows = connection.execute(
        f"""SELECT state_a, state_b, sum(count), total(count) FILTER (WHERE mood = 'asserted' AND {_signed(1)}),
            total(count) FILTER (WHERE mood = 'asserted' AND {_signed(-1)}), max(nullif(month, ''))
        FROM ({_MONTHS_OF}) GROUP BY state_a, state_b ORDER BY 3 DESC, 1, 2""",
        {"state": state},
    )
    return tuple(Partner(a, b, n, int(p), int(q), last) for a, b, n, p, q, last in rows)


def months_of_state(connection: sqlite3.Connection, state: str) -> Months:
    """Return what is asserted of a state and any other by month and code; "" for no date."""
    rows = connection.execute(
        f"SELECT month, code, sum(count) FROM ({_MONTHS_OF}) WHERE mood = 'asserted' GROUP BY 1, 2", {"state": state}
    )
    return tuple((month, Code(code), n) for month, code, n in rows)


def speakers_for(connection: sqlite3.Connection, state: str, limit: int) -> tuple[Voice, ...]:
    """Return those who speak for a state, most statements first."""
    rows = connection.execute(
        """SELECT speaker, speaker_state, count(*) FROM statement
        WHERE speaker_state = ? AND speaker IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT ?""",
        (state, limit),
    )
    return tuple(Voice(*row) for row in rows)


def statements_for(connection: sqlite3.Connection, state: str, limit: int, offset: int) -> Keys:
    """Return what is said for a state, newest publication first."""
    return _page(connection, _OF_STATE, {"state": state}, limit, offset)


def states_speaking_of(connection: sqlite3.Connection, state: str, limit: int) -> tuple[Voice, ...]:
    """Return for which states is told of a state and its relations, most statements first; "" for none known."""
    rows = connection.execute(
        f"""SELECT NULL, d.spoken_for, count(DISTINCT d.statement_key) {_OF_OTHERS}
        GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT :limit""",
        {"state": state, "limit": limit},
    )
    return tuple(Voice(*row) for row in rows)


def statements_of_others(connection: sqlite3.Connection, state: str, limit: int, offset: int) -> Keys:
    """Return what those who do not speak for a state say of its relations, newest first."""
    bound = {"state": state, "limit": limit, "offset": offset}
    with snapshot(connection):
        (total,) = connection.execute(f"SELECT count(DISTINCT d.statement_key) {_OF_OTHERS}", bound).fetchone()
        rows = connection.execute(
            f"""SELECT d.statement_key {_OF_OTHERS} GROUP BY 1
            ORDER BY max(nullif(d.filed_under, '~')) DESC, 1 DESC LIMIT :limit OFFSET :offset""",
            bound,
        )
        return Keys(said_facts(connection, [key for (key,) in rows]), total)


# -- of speakers -------------------------------------------------------------------------------------------------------

_OF_PERSON = "SELECT key FROM statement WHERE speaker IN (SELECT value FROM json_each(:names))"


def offices(connection: sqlite3.Connection, names: Collection[str]) -> tuple[Office, ...]:
    """Return the roles under which somebody speaks, most statements first."""
    rows = connection.execute(
        f"""SELECT s.speaker_role, s.speaker_state, count(*), min(a.published), max(a.published)
        FROM statement s JOIN article a ON a.key = s.article_key WHERE s.key IN ({_OF_PERSON})
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2""",
        {"names": json.dumps(list(names))},
    )
    return tuple(Office(*row) for row in rows)


def pairs_of_person(connection: sqlite3.Connection, names: Collection[str], limit: int) -> tuple[Partner, ...]:
    """Return the pairs of states that somebody speaks of, those with most records first."""
    return _pairs(connection, f"statement_key IN ({_OF_PERSON})", {"names": json.dumps(list(names))}, limit)


def months_of_person(connection: sqlite3.Connection, names: Collection[str]) -> Months:
    """Return what somebody asserts of states by month and code."""
    return _months(connection, f"statement_key IN ({_OF_PERSON})", {"names": json.dumps(list(names))})


def statements_by(connection: sqlite3.Connection, names: Collection[str], limit: int, offset: int) -> Keys:
    """Return what somebody says, newest publication first."""
    return _page(connection, _OF_PERSON, {"names": json.dumps(list(names))}, limit, offset)


# -- of outlets --------------------------------------------------------------------------------------------------------

_OF_OUTLET = "SELECT key FROM article WHERE outlet IN (SELECT value FROM json_each(:names))"


def outlet_names(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the names of all outlets that publish or relay something, sorted."""
    rows = connection.execute(
        """SELECT DISTINCT outlet FROM article WHERE outlet IS NOT NULL
        UNION SELECT r.value FROM (SELECT DISTINCT relay FROM statement WHERE relay <> '[]'), json_each(relay) r
        ORDER BY 1"""
    )
    return tuple(name for (name,) in rows)


def articles_of(
    connection: sqlite3.Connection, names: Collection[str], limit: int, offset: int
) -> tuple[tuple[ListedArticle, ...], int]:
    """Return the articles of an outlet, newest first, and how many there are."""
    bound = {"names": json.dumps(list(names)), "limit": limit, "offset": offset}
    (total,) = connection.execute(f"SELECT count(*) FROM ({_OF_OUTLET})", bound).fetchone()
    rows = connection.execute(
        f"{LISTED_ARTICLE} WHERE a.key IN ({_OF_OUTLET}) ORDER BY published DESC, key DESC LIMIT :limit OFFSET :offset",
        bound,
    )
    return tuple(listed_article(row) for row in rows), total


def quoted_by(connection: sqlite3.Connection, names: Collection[str], limit: int) -> tuple[Voice, ...]:
    """Return whom an outlet quotes, most statements first."""
    rows = connection.execute(
        f"""SELECT speaker, speaker_state, count(*) FROM statement
        WHERE article_key IN ({_OF_OUTLET}) AND speaker IS NOT NULL GROUP BY 1, 2 ORDER BY 3 DESC, 1 LIMIT :limit""",
        {"names": json.dumps(list(names)), "limit": limit},
    )
    return tuple(Voice(*row) for row in rows)


def pairs_of_outlet(connection: sqlite3.Connection, names: Collection[str], limit: int) -> tuple[Partner, ...]:
    """Return the pairs of states that an outlet's articles tell of, those with most records first."""
    return _pairs(connection, f"article_key IN ({_OF_OUTLET})", {"names": json.dumps(list(names))}, limit)


def months_of_outlet(connection: sqlite3.Connection, names: Collection[str]) -> Months:
    """Return what is asserted in an outlet's articles by month and code."""
    return _months(connection, f"article_key IN ({_OF_OUTLET})", {"names": json.dumps(list(names))})


def own_voice(connection: sqlite3.Connection, names: Collection[str]) -> int:
    """Return how many records an outlet tells in its own voice."""
    # With the plus sign SQLite looks them up by their articles: of those without a statement there are far more.
    row = connection.execute(
        f"SELECT count(*) FROM relation WHERE article_key IN ({_OF_OUTLET}) AND +statement_key IS NULL",
        {"names": json.dumps(list(names))},
    ).fetchone()
    number: int = row[0]
    return number


def relayed_in(
    connection: sqlite3.Connection, names: Collection[str], limit: int
) -> tuple[tuple[str | None, int], ...]:
    """Return which outlets print what an outlet relays, and how many statements."""
    rows = connection.execute(
        """SELECT a.outlet, count(*) FROM statement s JOIN article a ON a.key = s.article_key
        WHERE s.relay IN (
            SELECT relay FROM (SELECT DISTINCT relay FROM statement WHERE relay <> '[]') held
            WHERE EXISTS (SELECT 1 FROM json_each(held.relay) r WHERE r.value IN (SELECT value FROM json_each(:names)))
        ) AND s.relay <> '[]' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :limit""",
        {"names": json.dumps(list(names)), "limit": limit},
    )
    return tuple((outlet, n) for outlet, n in rows)


# -- of all ------------------------------------------------------------------------------------------------------------


def _page(connection: sqlite3.Connection, keys: str, bound: dict[str, object], limit: int, offset: int) -> Keys:
    with snapshot(connection):
        (total,) = connection.execute(f"SELECT count(*) FROM ({keys})", bound).fetchone()
        rows = connection.execute(
            f"""SELECT s.key FROM statement s JOIN article a ON a.key = s.article_key WHERE s.key IN ({keys})
            ORDER BY a.published DESC, s.key DESC LIMIT :limit OFFSET :offset""",
            {**bound, "limit": limit, "offset": offset},
        )
        return Keys(said_facts(connection, [key for (key,) in rows]), total)


def _pairs(connection: sqlite3.Connection, where: str, bound: dict[str, object], limit: int) -> tuple[Partner, ...]:
    rows = connection.execute(
        f"""SELECT state_a, state_b, count(*), sum(mood = 'asserted' AND {_signed(1)}),
            sum(mood = 'asserted' AND {_signed(-1)}), max(substr(filed_under, 1, 7))
        FROM relation WHERE {where} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT :limit""",
        {**bound, "limit": limit},
    )
    return tuple(Partner(*row) for row in rows)


def _months(connection: sqlite3.Connection, where: str, bound: dict[str, object]) -> Months:
    rows = connection.execute(
        f"""SELECT coalesce(substr(filed_under, 1, 7), ''), code, count(*) FROM relation
        WHERE {where} AND mood = :mood GROUP BY 1, 2""",
        {**bound, "mood": Mood.ASSERTED.value},
    )
    return tuple((month, Code(code), n) for month, code, n in rows)


def _signed(sign: int) -> str:
    """Return the condition that a code has a sign; codes are a closed list of plain words."""
    return f"code IN ({_listed(code.value for code in Code if facts(code).sign == sign)})"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
