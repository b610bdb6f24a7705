"""The queue of articles to be read; it lies in the store, so that it survives whatever stops."""

import secrets
from dataclasses import dataclass
from enum import StrEnum

from foedus.errors import UsageError
from foedus.web.store.base import Store, now

MOST_WAITING = 200
ATTEMPTS = 2  # of an article that takes the worker down with it


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    FETCHING = "fetching"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """An article to be read.

    Attributes:
        sort: "text", "file" or "address".
        name: of the file, or the address; "-" of a text.
        content: None of an address, and once it is done.
        error: why it failed; None unless it did.
        article_id: of what it became; None before.
        by: who asked for it, where people sign in.
        made, changed: UTC.
    """

    id: str
    sort: str
    name: str
    content: bytes | None
    language: str | None
    published: str | None
    state: State
    error: str | None
    article_id: str | None
    by: str | None
    made: str
    changed: str

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (State.DONE, State.FAILED)


_COLUMNS = "id, sort, name, content, language, published, state, error, article_id, by, made, changed"
_FACTS = _COLUMNS.replace("content", "NULL")


def add(
    store: Store,
    sort: str,
    name: str,
    content: bytes | None,
    *,
    language: str | None = None,
    published: str | None = None,
    by: str | None = None,
) -> str:
    """Put an article into the queue and return the id of the job.

    Raises:
        UsageError: too many are waiting.
        LedgerError: the store cannot be written.
    """
    id_, at = secrets.token_urlsafe(12), now()
    with store.change() as connection:
        (waiting,) = connection.execute("SELECT count(*) FROM job WHERE state = 'waiting'").fetchone()
        if waiting >= MOST_WAITING:
            raise UsageError(f"{waiting} articles are waiting to be read: try again when some are done")
        connection.execute(
            f"INSERT INTO job ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, 'waiting', NULL, NULL, ?, ?, ?)",
            (id_, sort, name, content, language, published, by, at, at),
        )
    return id_


def get(store: Store, id_: str) -> Job | None:
    """Return a job without its content; None if there is none."""
    row = store.connection.execute(f"SELECT {_FACTS} FROM job WHERE id = ?", (id_,)).fetchone()
    return _job(row) if row else None


def ahead(store: Store, job: Job) -> int:
    """Return how many wait before one that waits."""
    (count,) = store.connection.execute(
        """SELECT count(*) FROM job WHERE state IN ('waiting', 'fetching', 'reading')
        AND key < (SELECT key FROM job WHERE id = ?)""",
        (job.id,),
    ).fetchone()
    return int(count)


def take(store: Store) -> Job | None:
    """Take the job that has waited longest; None if none waits."""
    with store.change() as connection:
        row = connection.execute(f"SELECT {_COLUMNS} FROM job WHERE state = 'waiting' ORDER BY key LIMIT 1").fetchone()
        if row is None:
            return None
        state = State.FETCHING if row[1] == "address" else State.READING
        connection.execute(
            "UPDATE job SET state = ?, attempts = attempts + 1, changed = ? WHERE id = ?", (state, now(), row[0])
        )
    return _job((*row[:6], state, *row[7:]))


def is_reading(store: Store, id_: str) -> None:
    """Say that what was fetched is being read."""
    _set(store, id_, State.READING)


def finish(store: Store, id_: str, article_id: str) -> None:
    """Say what a job became."""
    _set(store, id_, State.DONE, article_id=article_id)


def fail(store: Store, id_: str, error: str) -> None:
    """Say why a job failed."""
    _set(store, id_, State.FAILED, error=error)


def _set(store: Store, id_: str, state: State, *, article_id: str | None = None, error: str | None = None) -> None:
    over = state in (State.DONE, State.FAILED)
    with store.change() as connection:
        connection.execute(
            """UPDATE job SET state = ?, article_id = ?, error = ?, changed = ?,
            content = CASE WHEN ? THEN NULL ELSE content END WHERE id = ?""",
            (state, article_id, error, now(), over, id_),
        )


def take_up_again(store: Store) -> int:
    """Let what a stopped worker left behind wait again; return how many.

    What has stopped a worker ATTEMPTS times has failed.
    """
    with store.change() as connection:
        connection.execute(
            """UPDATE job SET state = 'failed', error = ?, content = NULL, changed = ?
            WHERE state IN ('fetching', 'reading') AND attempts >= ?""",
            ("reading it was stopped twice: it takes too long, or too much memory", now(), ATTEMPTS),
        )
        return connection.execute(
            "UPDATE job SET state = 'waiting', changed = ? WHERE state IN ('fetching', 'reading')", (now(),)
        ).rowcount


def give_back(store: Store) -> None:
    """Let what is under way wait again; it was stopped for no fault of its own."""
    with store.change() as connection:
        connection.execute(
            """UPDATE job SET state = 'waiting', attempts = attempts - 1, changed = ?
            WHERE state IN ('fetching', 'reading')""",
            (now(),),
        )


def listed(store: Store, states: tuple[State, ...], limit: int, offset: int = 0) -> tuple[Job, ...]:
    """Return jobs in some states without their content, the last first."""
    marks = ", ".join("?" * len(states))
    rows = store.connection.execute(
        f"SELECT {_FACTS} FROM job WHERE state IN ({marks}) ORDER BY key DESC LIMIT ? OFFSET ?",
        (*states, limit, offset),
    )
    return tuple(map(_job, rows))


def _job(row: tuple[object, ...]) -> Job:
    id_, sort, name, content, language, published, state, *rest = row
    return Job(id_, sort, name, content, language, published, State(state), *rest)  # type: ignore[arg-type]
