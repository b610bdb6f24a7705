"""Which feeds are watched, what they said last, and which of their articles are still to be read.

An article that a feed names is kept as waiting in the change that keeps the feed's ETag: whoever is killed in between
loses none. Functions that write belong within a transaction of the ledger's.
"""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

_AT_ONCE = 400  # values bound to one statement


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed.

    Attributes:
        etag, modified: to be sent, so that only what has changed is sent back.
        ask_after: UTC; None: any time.
        failures: in a row, 0 where the last answer was one.
    """

    url: str
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    ask_after: str | None = None
    failures: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An article that a feed names.

    Attributes:
        seen: when it was named first, UTC; "" where that is now.
    """

    link: str
    feed: str
    title: str | None
    published: str | None
    tries: int = 0
    seen: str = ""


def feed(connection: sqlite3.Connection, url: str) -> FeedState:
    """Return what is known of a feed, which may be nothing."""
    row = connection.execute(
        "SELECT url, title, etag, modified, ask_after, failures, reason FROM feed WHERE url = ?", (url,)
    ).fetchone()
    return FeedState(*row) if row else FeedState(url)


def feeds(connection: sqlite3.Connection) -> tuple[FeedState, ...]:
    """Return what is known of all feeds, by address."""
    rows = connection.execute("SELECT url, title, etag, modified, ask_after, failures, reason FROM feed ORDER BY url")
    return tuple(FeedState(*row) for row in rows)


def keep_feed(connection: sqlite3.Connection, state: FeedState, at: str) -> None:
    """Keep what a feed said, or did not say."""
    connection.execute(
        "REPLACE INTO feed (url, title, etag, modified, asked, ask_after, failures, reason) VALUES (?,?,?,?,?,?,?,?)",
        (state.url, state.title, state.etag, state.modified, at, state.ask_after, state.failures, state.reason),
    )


def add_items(connection: sqlite3.Connection, items: Sequence[Item], at: str) -> int:
    """Keep the articles that a feed names, and return how many no feed has named before."""
    before = connection.total_changes
    connection.executemany(
        """INSERT INTO feed_item (link, feed, title, published, seen, state) VALUES (?,?,?,?,?,'waiting')
        ON CONFLICT DO NOTHING""",
        [(item.link, item.feed, item.title, item.published, at) for item in items],
    )
    return connection.total_changes - before


def open_items(connection: sqlite3.Connection, urls: Collection[str], *, failed: bool) -> list[Item]:
    """Return the articles of some feeds that are to be read, oldest first; those that failed too if wanted."""
    states = ("waiting", "failed") if failed else ("waiting", "waiting")
    wanted = list(urls)
    rows: list[Item] = []
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        found = connection.execute(
            f"""SELECT link, feed, title, published, tries, seen FROM feed_item
            WHERE state <> 'read' AND state IN (?, ?) AND feed IN ({", ".join("?" * len(some))})""",
            (*states, *some),
        )
        rows += [Item(*row) for row in found]
    rows.sort(key=lambda item: (item.seen, item.published or "", item.link))
    return rows


def settle(connection: sqlite3.Connection, link: str, *, state: str, tries: int, reason: str | None) -> None:
    """Say what became of an article: waiting, read, failed."""
    connection.execute(
        "UPDATE feed_item SET state = ?, tries = ?, reason = ? WHERE link = ?", (state, tries, reason, link)
    )
