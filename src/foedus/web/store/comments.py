"""Comments of readers, and what they would have corrected. Whose e-mail address it is, nothing here gives back."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from foedus.errors import UsageError
from foedus.web.store.base import Store, now

LONGEST = 4_000  # characters
MOST_WAITING = 2_000
_EMAIL = re.compile(r"[^\s@<>\"'\x00-\x1f]{1,64}@[^\s@<>\"'\x00-\x1f]{1,190}\.[^\s@<>\"'.\x00-\x1f]{2,63}")


class Standing(StrEnum):
    """What became of a comment."""

    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment without its writer's address.

    Attributes:
        sort, place: "article" and its id, or "pair" and "PRK-RUS".
        record: id of the record that it would have corrected; None without one.
        suggestion: {"verdict": ..., and what it should say, by field}; None without one.
        made: UTC.
    """

    id: str
    sort: str
    place: str
    name: str
    words: str
    record: str | None
    suggestion: Mapping[str, str | None] | None
    standing: Standing
    made: str


_COLUMNS = "id, sort, place, name, words, record, suggestion, state, made"


def add(
    store: Store,
    sort: str,
    place: str,
    *,
    name: str,
    email: str,
    words: str,
    record: str | None = None,
    suggestion: Mapping[str, str | None] | None = None,
) -> str:
    """Keep a comment until a moderator has read it, and return its id.

    Raises:
        UsageError: the name, the address or the words will not do, or too many are waiting.
        LedgerError: the store cannot be written.
    """
    if not 2 <= len(name) <= 80 or not name.isprintable():
        raise UsageError("a comment needs a name of 2 to 80 characters")
    if not _EMAIL.fullmatch(email):
        raise UsageError("a comment needs an e-mail address")
    if not 2 <= len(words) <= LONGEST:
        raise UsageError(f"a comment has 2 to {LONGEST} characters")
    id_ = secrets.token_urlsafe(9)
    kept = json.dumps(dict(suggestion), ensure_ascii=False) if suggestion else None
    with store.change() as connection:
        (waiting,) = connection.execute("SELECT count(*) FROM comment WHERE state = 'waiting'").fetchone()
        if waiting >= MOST_WAITING:
            raise UsageError("too many comments wait for a moderator: try again another day")
        connection.execute(
            """INSERT INTO comment (id, sort, place, name, email, words, record, suggestion, state, made)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)""",
            (id_, sort, place, name, email, words, record, kept, now()),
        )
    return id_


def shown(store: Store, sort: str, place: str) -> tuple[Comment, ...]:
    """Return the comments of a place that a moderator lets appear, the first first."""
    rows = store.connection.execute(
        f"SELECT {_COLUMNS} FROM comment WHERE sort = ? AND place = ? AND state = 'shown' ORDER BY key LIMIT 500",
        (sort, place),
    )
    return tuple(map(_comment, rows))


def waiting(store: Store, limit: int = 50) -> tuple[Comment, ...]:
    """Return the comments that wait for a moderator, the first first."""
    rows = store.connection.execute(
        f"SELECT {_COLUMNS} FROM comment WHERE state = 'waiting' ORDER BY key LIMIT ?", (limit,)
    )
    return tuple(map(_comment, rows))


def settled(store: Store, limit: int = 20) -> tuple[Comment, ...]:
    """Return the comments that a moderator has judged, the last first."""
    rows = store.connection.execute(
        f"SELECT {_COLUMNS} FROM comment WHERE state <> 'waiting' ORDER BY moderated DESC, key DESC LIMIT ?", (limit,)
    )
    return tuple(map(_comment, rows))


def get(store: Store, id_: str) -> Comment | None:
    """Return a comment; None if there is none."""
    row = store.connection.execute(f"SELECT {_COLUMNS} FROM comment WHERE id = ?", (id_,)).fetchone()
    return _comment(row) if row else None


def settle(store: Store, id_: str, standing: Standing, by: str | None) -> None:
    """Let a comment appear, or not."""
    with store.change() as connection:
        connection.execute(
            "UPDATE comment SET state = ?, moderated = ?, moderated_by = ? WHERE id = ?", (standing, now(), by, id_)
        )


def _comment(row: tuple[str, ...]) -> Comment:
    id_, sort, place, name, words, record, suggestion, standing, made = row
    kept = json.loads(suggestion) if suggestion else None
    return Comment(id_, sort, place, name, words, record, kept, Standing(standing), made)
