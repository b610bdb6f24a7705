"""Have ready what readers ask for first: on a large ledger the busiest pairs take longest.

Done in the background and slowly, so that whoever reads meanwhile hardly notices: of the time, a fifth.
"""

import logging
import threading
import time

from foedus.errors import FoedusError
from foedus.tables import LANGUAGES
from foedus.web.pages.pair import told_of
from foedus.web.pages.system import drawn_of
from foedus.web.room import Room
from foedus.web.views import library
from foedus.web.views.actors import names_ready
from foedus.web.views.pair import pair_query
from foedus.web.views.params import Plain
from foedus.web.views.system import NEAR, SystemQuery, system_now

log = logging.getLogger("foedus.web")
PAIRS = 20
YEARS = 12
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
        self.room.made(NEAR, system_now, SystemQuery())
        self.room.made("people", names_ready)
        for one in library.pairs(self.room, Plain({"limit": str(PAIRS)}))["items"]:
            started = time.monotonic()
            try:
                query = pair_query(one["a"], one["b"], Plain())
            except FoedusError:  # a state that the tables no longer have
                continue
            for language in LANGUAGES:
                self.room.made(query.states, told_of, query, language)
            if self._stop.wait(IDLE * (time.monotonic() - started)):
                return
        self._years()

    def _years(self) -> None:
        """Have the last years of the system ready, as everybody and as third parties tell of them."""
        for year in self.room.made(NEAR, system_now, SystemQuery())["told"][-YEARS:]:
            for third_party in (False, True):
                started = time.monotonic()
                for language in LANGUAGES:
                    query = SystemQuery(year=str(year), third_party=third_party)
                    self.room.made(NEAR, drawn_of, query, language)
                if self._stop.wait(IDLE * (time.monotonic() - started)):
                    return
