"""What every request needs: the ledger, the store beside it, the settings."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from foedus.errors import LedgerError
from foedus.lake import Lake, open_lake
from foedus.ledger import Ledger, open_ledger
from foedus.web.kept import Changes, Kept
from foedus.web.settings import Settings
from foedus.web.store import Store, open_store


class Room:
    """The reading room behind its pages.

    Each thread has its own connection for reading, which no writer blocks; writing opens the ledger anew.
    """

    def __init__(self, settings: Settings) -> None:
        """Open the ledger and the store, and make what is not there.

        Raises:
            LedgerError: one of them cannot be opened or made.
        """
        self.settings = settings
        try:
            open_ledger(settings.ledger).close()
        except LedgerError:
            open_ledger(settings.ledger, read_only=True).close()
        self.store: Store = open_store(settings.store)
        self._mine = threading.local()
        self.kept = Kept(Changes(settings.ledger, settings.lake).state)

    @property
    def ledger(self) -> Ledger:
        """The ledger, for reading, in this thread."""
        held: Ledger | None = getattr(self._mine, "ledger", None)
        if held is None:
            held = self._mine.ledger = open_ledger(self.settings.ledger, read_only=True)
        return held

    @property
    def lake(self) -> Lake | None:
        """The datasets; None where there are none."""
        return open_lake(self.settings.lake) if self.settings.lake.is_dir() else None

    @contextmanager
    def writing(self) -> Iterator[Ledger]:
        """Open the ledger for one change.

        Raises:
            LedgerError: it cannot be written.
        """
        with open_ledger(self.settings.ledger) as ledger:
            yield ledger
