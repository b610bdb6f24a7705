"""What takes long to find out, found out by the worker and kept until the ledger has changed."""

from dataclasses import dataclass

from foedus.web.store.base import Store, now


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Something found out: JSON, and when (UTC)."""

    value: str
    made: str


def keep(store: Store, name: str, value: str) -> None:
    """Keep what was found out, in the place of what was before."""
    with store.change() as connection:
        connection.execute("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?)", (name, value, now()))


def get(store: Store, name: str) -> Snapshot | None:
    """Return what was found out last; None if nothing was yet."""
    row = store.connection.execute("SELECT value, made FROM snapshot WHERE name = ?", (name,)).fetchone()
    return Snapshot(*row) if row else None
