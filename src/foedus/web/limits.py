"""How often one address may do what costs us something."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_MOST = 50_000  # addresses held; beyond that those that have waited longest are forgotten


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and so many more each minute."""

    burst: int
    a_minute: float


RATES: Mapping[str, Rate] = {
    "view": Rate(600, 600),
    "submit": Rate(10, 6),
    "comment": Rate(5, 2),
    "sign-in": Rate(8, 4),
    "change": Rate(60, 60),
}


class Limits:
    """A bucket for each address and sort of request."""

    def __init__(self, rates: Mapping[str, Rate] = RATES, clock: Callable[[], float] = time.monotonic) -> None:
        self.rates = rates
        self.clock = clock
        self._held: dict[tuple[str, str], tuple[float, float]] = {}
        self._lock = threading.Lock()

    def allows(self, sort: str, address: str) -> bool:
        """Take one from the bucket; False if it is empty."""
        rate, moment = self.rates[sort], self.clock()
        with self._lock:
            left, last = self._held.pop((sort, address), (float(rate.burst), moment))
            left = min(rate.burst, left + (moment - last) * rate.a_minute / 60)
            self._held[sort, address] = (max(0.0, left - 1) if left >= 1 else left, moment)
            if len(self._held) > _MOST:
                del self._held[next(iter(self._held))]
        return left >= 1
