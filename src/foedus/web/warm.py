"""Have ready what readers ask for first: on a large ledger the busiest pairs take longest.

Done in the background and slowly, so that whoever reads meanwhile hardly notices: of the time, a fifth.
"""

import logging
import threading
import time

from foedus.errors import FoedusError
from foedus.web.room import Room
from foedus.web.views import library
from foedus.web.views.actors import names_ready
from foedus.web.views.pair import pair, pair_query
from foedus.web.views.params import Plain
from foedus.web.views.series import pair_chart
from foedus.web.views.system import SystemQuery, system

log = logging.getLogger("foedus.web")
PAIRS = 20
IDLE = 4  # times as long as it works
LOOK = 2.0  # seconds between looks whether the ledger has changed
AGAIN = 30.0  # seconds at least between two rounds


class Warming:
    """Makes the busiest pairs ready at the start, and again some time after the ledger has changed."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name="foedus-warming", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Leave off."""
        self._stop.set()
        self._thread.join(10)

    def _go_on(self) -> None:
        ready: object = None
        while not self._stop.is_set():
            state = self.room.kept.state()
            if state != ready:
                ready = state
                try:
                    self._round()
                except FoedusError as error:
                    log.warning("%s", error)
                self._stop.wait(AGAIN)
            self._stop.wait(LOOK)

    def _round(self) -> None:
        library.holdings(self.room)
        library.pairs(self.room, Plain({"limit": "8"}))
        system(self.room, SystemQuery())
        names_ready(self.room)
        for one in library.pairs(self.room, Plain({"limit": str(PAIRS)}))["items"]:
            started = time.monotonic()
            try:
                query = pair_query(one["a"], one["b"], Plain())
            except FoedusError:  # a state that the tables no longer have
                continue
            pair(self.room, query)
            pair_chart(self.room, query)
            if self._stop.wait(IDLE * (time.monotonic() - started)):
                return
