"""Views kept in memory: made once for all who ask, until the ledger or the lake changes."""

import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

_Value = TypeVar("_Value")
MOST = 300
QUICK = 0.2  # seconds: what took longer to make, and may be late, is made anew in the background
DELAY = 20  # times what it took to make: so long no more is begun


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


@dataclass(frozen=True, slots=True)
class Late:
    """A value that rests on something older than what is there now: good to show, not to keep."""

    value: Any


@dataclass(slots=True)
class _Held:
    """A value, the state it was made in, how long that took, and until when it is not made anew in the background."""

    state: Hashable
    value: Any
    took: float
    until: float


class Kept:
    """Values by key, those least asked for going first; of several who ask for one at once, one makes it."""

    def __init__(self, state: Callable[[], Hashable], most: int = MOST) -> None:
        """Keep up to `most` values, each as long as `state` stays the same."""
        self._state, self._most = state, most
        self._held: OrderedDict[Hashable, _Held] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def state(self) -> Hashable:
        """Return what changes when the values do."""
        return self._state()

    def is_late(self, key: Hashable) -> bool:
        """Whether what is held under a key was made before the last change."""
        state = self._state()
        with self._lock:
            found = self._held.get(key)
        return found is not None and found.state != state

    def get(self, key: Hashable, make: Callable[[], _Value], *, may_be_late: bool = False) -> _Value:
        """Return a value, made anew if it is not there or what it rests on has changed.

        Whatever is returned is shared: it is read, and never changed.

        Args:
            key: what is asked.
            make: how to make it; what it returns as `Late` is not kept.
            may_be_late: whether a value that took long to make may be given again after a change, while it is made
                anew in the background.
        """
        state = self._state()
        with self._lock:
            found = self._held.get(key)
            if found and found.state == state:
                self._held.move_to_end(key)
                return found.value  # type: ignore[no-any-return]
            mine = self._making.setdefault(key, threading.Lock())
            if found and may_be_late and found.took > QUICK:
                now = time.monotonic()
                if now > found.until and not mine.locked():
                    found.until = now + DELAY * found.took
                    threading.Thread(target=self._make, args=(key, make, mine, state), daemon=True).start()
                return found.value  # type: ignore[no-any-return]
        return self._make(key, make, mine, state)

    def _make(self, key: Hashable, make: Callable[[], _Value], mine: threading.Lock, state: Hashable) -> _Value:
        with mine:
            with self._lock:
                found = self._held.get(key)
            if found and found.state == state:
                return found.value  # type: ignore[no-any-return]
            started = time.monotonic()
            value = make()
            now = time.monotonic()
            with self._lock:
                if isinstance(value, Late):
                    self._making.pop(key, None)
                    return value.value  # type: ignore[no-any-return]
                self._held[key] = _Held(state, value, now - started, now + DELAY * (now - started))
                self._held.move_to_end(key)
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
                self._making.pop(key, None)
        return value
