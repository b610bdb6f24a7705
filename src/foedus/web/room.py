"""What every request needs: the ledger, the store beside it, the settings."""

import threading
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar, TypeVarTuple, cast

from foedus.errors import LedgerError
from foedus.lake import Lake, open_lake
from foedus.ledger import Ledger, open_ledger
from foedus.web.kept import Changes, Kept, Late
from foedus.web.makers import Makers
from foedus.web.settings import Settings
from foedus.web.store import Store, open_store

_Given = TypeVarTuple("_Given")
_Found = TypeVar("_Found")


class Room:
    """The reading room behind its pages.

    Each thread has its own connection for reading, which no writer blocks; writing opens the ledger anew.
    """

    def __init__(self, settings: Settings, makers: Makers | None = None) -> None:
        """Open the ledger and the store, and make what is not there.

        Args:
            settings: where they are.
            makers: processes that make what takes a moment; without them it is made where it is asked for.

        Raises:
            LedgerError: one of them cannot be opened or made.
        """
        self.settings, self.makers = settings, makers
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

    def made(self, near: Hashable, function: Callable[["Room", *_Given], _Found | Late], *args: *_Given) -> _Found:
        """Return `function(room, *args)`, which must rest on the ledger and the lake alone; not to be changed.

        Where there are processes for it one of them makes it, the same for all that is `near`, and it is kept here
        until the ledger or the lake changes. Otherwise it is made here, and keeps what it will.

        Raises:
            FoedusError: as the function does.
        """
        makers = self.makers
        if makers is None or not makers.number:
            found = function(self, *args)
            return cast(_Found, found.value) if isinstance(found, Late) else found
        key = ("made", function.__module__, function.__qualname__, args)
        return cast(_Found, self.kept.get(key, lambda: self._made(makers, near, function, args)))

    def _made(self, makers: Makers, near: Hashable, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        try:
            return makers.make(near, function, args)
        except BrokenProcessPool:
            return function(self, *args)

    @contextmanager
    def writing(self) -> Iterator[Ledger]:
        """Open the ledger for one change.

        Raises:
            LedgerError: it cannot be written.
        """
        with open_ledger(self.settings.ledger) as ledger:
            yield ledger
