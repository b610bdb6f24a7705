"""Ask one address after the other, no host more often than it likes.

Between two requests to one host there is a pause; its robots.txt may make it longer, or forbid a request (RFC 9309: no
such file allows everything, a server that cannot answer for one allows nothing). An answer that will pass, such as 429
or 503, is tried again a little later, or as much later as the server asks for; where that is long the host is left
alone, and whatever else was wanted of it has to wait. A host that does not answer at all is not asked for anything else
in the next minutes: each time would take as long.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from foedus.intake.fetch import OPEN, Fetched, NotFetched, Policy, fetch, host_of
from foedus.intake.source import Source

if TYPE_CHECKING:
    from protego import Protego

NAME = "foedus"  # by which robots.txt knows us
PATIENCE = 60.0  # seconds that are waited for a host; ours
AGAIN = (5.0, 20.0)  # seconds before what failed for now is tried again, where the server says nothing of it
_DEAD = 600.0  # seconds for which a host that did not answer is not asked again; ours
_SILENT = ("slow", "unreachable", "no_host")
_AT_ONCE = ("asked_to_wait", "robots_unknown", "no_host")  # told at once: in some seconds it is no other
_UNKNOWN = 600.0  # seconds after which a robots.txt that could not be had is asked for again
_KEPT = 86_400.0  # seconds for which a robots.txt holds. Source: RFC 9309, 2.4


@dataclass
class Courtesy:
    """Fetches, politely.

    Attributes:
        policy: what may be asked at all.
        pause: seconds between two requests to one host.
        robots: whether robots.txt is heeded; a page that a person names is read as a browser would.
        again: seconds before each further try of what failed for now.
    """

    policy: Policy = OPEN
    pause: float = 1.0
    robots: bool = False
    again: tuple[float, ...] = AGAIN
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _free: dict[str, float] = field(default_factory=dict)
    _dead: dict[str, tuple[float, NotFetched]] = field(default_factory=dict)
    _rules: "dict[str, tuple[float, Protego | NotFetched | None]]" = field(default_factory=dict)

    def fetch(
        self,
        url: str,
        *,
        kinds: tuple[str, ...] = (),
        accept: str = "",
        etag: str | None = None,
        modified: str | None = None,
    ) -> Fetched:
        """Fetch a page as `fetch.fetch` does.

        Raises:
            NotFetched: as there; its robots.txt forbids it; or the host wants to be left alone for a while.
        """
        asked = partial(fetch, url, self.policy, etag=etag, modified=modified, leave=self._leave)
        asked = partial(asked, kinds=kinds, accept=accept) if kinds else asked
        for waits in (*self.again, None):
            try:
                self._refuse_dead(host_of(url))
                return asked()
            except NotFetched as error:
                host = str(error.fill.get("host") or host_of(url))
                if error.wait and error.key != "asked_to_wait":
                    self._leave_alone(host, error.wait)
                last = waits is None or not error.passing or error.key in _AT_ONCE or self._is_dead(host)
                if last and error.key in _SILENT and not self._is_dead(host):
                    self._dead[host] = (self.clock() + _DEAD, error)
                if last or (error.wait or 0) > PATIENCE:
                    raise
                self.sleep(0 if error.wait else waits or 0)
        raise AssertionError("the last try returns or raises")

    def _leave(self, url: str) -> None:
        """Wait until a host may be asked.

        Raises:
            NotFetched: it forbids this, or would have to be waited for too long.
        """
        host = host_of(url)
        self._refuse_dead(host)
        pause = self.pause
        if self.robots:
            rules = self._rules_of(url)
            if isinstance(rules, NotFetched):
                raise rules
            if rules is not None:
                if not rules.can_fetch(url, NAME):
                    raise NotFetched("robots", host=host)
                pause = max(pause, min(float(rules.crawl_delay(NAME) or 0), PATIENCE))
        self._wait_for(host)
        self._free[host] = max(self._free.get(host, 0.0), self.clock() + pause)

    def _is_dead(self, host: str) -> bool:
        return host in self._dead and self.clock() < self._dead[host][0]

    def _refuse_dead(self, host: str) -> None:
        if self._is_dead(host):
            raise self._dead[host][1].told("en")

    def _wait_for(self, host: str) -> None:
        left = self._free.get(host, 0.0) - self.clock()
        if left > PATIENCE:
            minutes = f"{left / 60:.0f} min"
            raise NotFetched("asked_to_wait", host=host, what=minutes, wait=left)
        if left > 0:
            self.sleep(left)

    def _leave_alone(self, host: str, seconds: float) -> None:
        self._free[host] = max(self._free.get(host, 0.0), self.clock() + min(seconds, _KEPT))

    def _rules_of(self, url: str) -> "Protego | NotFetched | None":
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        read, rules = self._rules.get(origin, (0.0, None))
        kept = _UNKNOWN if isinstance(rules, NotFetched) else _KEPT
        if origin not in self._rules or self.clock() - read > kept:
            rules = self._read_rules(origin)
            self._rules[origin] = (self.clock(), rules)
        return rules

    def _read_rules(self, origin: str) -> "Protego | NotFetched | None":
        from protego import Protego

        host = host_of(origin)
        self._wait_for(host)
        try:
            found = fetch(f"{origin}/robots.txt", self.policy, kinds=("",), accept="text/plain")
        except NotFetched as error:
            if error.key == "not_public":
                return error
            if error.wait:
                self._leave_alone(host, error.wait)
            unknown = NotFetched("robots_unknown", host=host, what=error.fill.get("what") or "-", wait=error.wait)
            return unknown if error.passing else None
        finally:
            self._free[host] = max(self._free.get(host, 0.0), self.clock() + min(self.pause, 0.2))
        return Protego.parse(found.content[:500_000].decode("utf-8", "replace"))


def fetched(
    sources: Iterable[Source],
    courtesy: Courtesy,
    *,
    language: str = "en",
    passed: Callable[[Source], bool] = lambda source: False,
) -> Iterator[Source]:
    """Yield the sources, those that are addresses with the page that was found there or the reason why none was.

    Args:
        sources: from `sources.find_sources`.
        courtesy: fetches.
        language: of the reasons.
        passed: whether an address is passed over; it is not fetched then.
    """
    for source in sources:
        if source.address is None or passed(source):
            yield source
            continue
        try:
            page = courtesy.fetch(source.address)
        except NotFetched as error:
            yield replace(source, error=error.told(language))
        else:
            yield replace(source, content=page.content, url=page.url)
