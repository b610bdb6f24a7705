"""Views made by processes of their own, so that what takes a moment to make holds up nobody else's page.

What belongs together goes to the same process, which keeps what several views rest on. A process that dies is replaced;
one that dies again over the same view leaves it to whoever asked.
"""

import os
import signal
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any
from zlib import crc32

from foedus.processes import end_with
from foedus.web.settings import Settings

if TYPE_CHECKING:
    from foedus.web.room import Room

_rooms: list["Room"] = []  # of a process that makes views: its own


class Makers:
    """Processes that make views; none where `number` is 0."""

    def __init__(self, settings: Settings, number: int) -> None:
        self._settings, self.number = settings, number
        self._pools: list[ProcessPoolExecutor | None] = [None] * number
        self._lock = threading.Lock()
        self._ended = False

    def start(self) -> None:
        """Have every process come up, without waiting for it."""
        for place in range(self.number):
            self._pool(place).submit(os.getpid)

    def stop(self) -> None:
        """End them; who still waits is told so."""
        with self._lock:
            self._ended = True
            pools, self._pools = self._pools, [None] * self.number
        for pool in pools:
            if pool is not None:
                pool.shutdown(wait=False, cancel_futures=True)

    def make(self, near: Hashable, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        """Return `function(room, *args)`, made in the process that makes what is `near`.

        Raises:
            BrokenProcessPool: the process died twice over it, or all of them have ended.
            FoedusError: what the function raises.
        """
        place = self.place(near)
        for last in (False, True):
            pool = self._pool(place)
            try:
                return pool.submit(_made, function, args).result()
            except BrokenProcessPool:
                self._replace(place, pool)
                if last:
                    raise
        return None

    def place(self, near: Hashable) -> int:
        """Return which of the processes makes what is `near`."""
        return crc32(repr(near).encode()) % self.number

    def _pool(self, place: int) -> ProcessPoolExecutor:
        with self._lock:
            if self._ended:
                raise BrokenProcessPool("the room is closed")
            pool = self._pools[place]
            if pool is None:
                given = (self._settings, os.getpid())
                pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin, initargs=given)
                self._pools[place] = pool
            return pool

    def _replace(self, place: int, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pools[place] is broken:
                self._pools[place] = None
        broken.shutdown(wait=False, cancel_futures=True)


def _begin(settings: Settings, parent: int) -> None:
    """Open the room in a process that makes views."""
    from foedus.web.room import Room

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us
    end_with(parent)
    _rooms.append(Room(settings))


def _made(function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    return function(_rooms[0], *args)
