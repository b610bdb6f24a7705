"""Views kept in memory: made once for all who ask, until the ledger or the lake changes."""

import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

_Value = TypeVar("_Value")
MOST = 300
DELAY = 20  # times what it took to make: so long a value that may be late is given again


class Changes:
    """Tells whether a ledger was changed since, by SQLite's own count of what others have committed."""

    def __init__(self, ledger: Path, lake: Path) -> None:
        self.lake = lake
        uri = f"{ledger.absolute().as_uri()}?mode=ro"
        self._watch = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
        self._lock = threading.Lock()

    def state(self) -> tuple[int, int]:
        """Return two numbers that change with the ledger and with the lake."""
        with self._lock:
            (version,) = self._watch.execute("PRAGMA data_version").fetchone()
        manifests = self.lake.glob("*/manifest.json")
        return version, max((path.stat().st_mtime_ns for path in manifests), default=0)


class Kept:
    """Values by key, those least asked for going first; of several who ask for one at once, one makes it."""

    def __init__(self, state: Callable[[], Hashable], most: int = MOST) -> None:
        """Keep up to `most` values, each as long as `state` stays the same."""
        self._state, self._most = state, most
        self._held: OrderedDict[Hashable, tuple[Hashable, Any, float]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def state(self) -> Hashable:
        """Return what changes when the values do."""
        return self._state()

    def get(self, key: Hashable, make: Callable[[], _Value], *, may_be_late: bool = False) -> _Value:
        """Return a value, made anew if it is not there or what it rests on has changed.

        Whatever is returned is shared: it is read, and never changed.

        Args:
            key: what is asked.
            make: how to make it.
            may_be_late: whether a value that took long may be given again for a while after a change.
        """
        state = self._state()
        with self._lock:
            found = self._held.get(key)
            if found and (found[0] == state or (may_be_late and time.monotonic() < found[2])):
                self._held.move_to_end(key)
                return found[1]  # type: ignore[no-any-return]
            mine = self._making.setdefault(key, threading.Lock())
        with mine:
            with self._lock:
                found = self._held.get(key)
            if found and found[0] == state:
                return found[1]  # type: ignore[no-any-return]
            started = time.monotonic()
            value = make()
            now = time.monotonic()
            with self._lock:
                self._held[key] = state, value, now + DELAY * (now - started)
                self._held.move_to_end(key)
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
                self._making.pop(key, None)
        return value
