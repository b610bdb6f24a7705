"""Read what is new in feeds: ask each, read the articles that it names for the first time, and remember both.

One feed that fails, whatever way it does, stops no other. It is asked less and less often, and so is a host that wants
to be left alone; an article that cannot be had for now is tried again by later runs. Nothing is fetched from two hosts
at once, and articles are taken from one host after the other, so that the pause of each is spent on the others.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from foedus.batch import Outcome, Shelf
from foedus.errors import IntakeError, LedgerError
from foedus.intake import feeds as reader
from foedus.intake.courtesy import Courtesy, fetched
from foedus.intake.fetch import NotFetched, host_of
from foedus.intake.source import Source
from foedus.ledger import Ledger, open_ledger, watched
from foedus.ledger.watched import FeedState, Item
from foedus.workers import read_many

TRIES = 8  # of an article that cannot be had for now, the last some two and a half days after it was named
_FIRST_TRY_AGAIN = 900  # seconds after it was named; each later try takes twice as long
_FIRST_REST, _LONGEST_REST = 1_800, 43_200  # seconds that a feed is left alone when it fails again and again; ours
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Checked:
    """What a feed said.

    Attributes:
        new: how many articles it names that no feed had named.
        changed: False where it says that it is what it was.
        error: why nothing was had from it; one line.
    """

    url: str
    title: str | None = None
    new: int = 0
    changed: bool = True
    error: str | None = None


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass
class Watch:
    """Feeds, and the ledger that their articles go into.

    Attributes:
        language: of reasons.
        now: the time of day.
        anyway: ask what failed before too, feeds and articles.
    """

    ledger: Ledger
    courtesy: Courtesy
    language: str = "en"
    now: Callable[[], datetime] = _utc
    anyway: bool = False

    def check(self, urls: Iterable[str]) -> Iterator[Checked]:
        """Ask feeds what they have, and keep what is new as waiting.

        Raises:
            LedgerError: this cannot be kept.
        """
        for url in urls:
            with self.ledger.guarded("reading it"):
                state = watched.feed(self.ledger.connection, url)
            try:
                yield self._ask(state)
            except IntakeError as error:
                yield self._failed(state, error)
            except LedgerError:
                raise
            except Exception as error:
                # Whatever one feed runs into, the others are still read.
                told = f"{url}: foedus failed on it ({type(error).__name__}: {error}): please report it, with the feed"
                yield self._failed(state, IntakeError(told))

    def _ask(self, state: FeedState) -> Checked:
        left = self._rest_of(state)
        if left and not self.anyway:
            raise NotFetched("asked_to_wait", host=host_of(state.url), what=f"{left / 60:.0f} min")
        found = self.courtesy.fetch(
            state.url, kinds=reader.KINDS, accept=reader.ACCEPT, etag=state.etag, modified=state.modified
        )
        if not found.changed:
            self._keep(replace(state, ask_after=None, failures=0, reason=None))
            return Checked(state.url, state.title, changed=False)
        feed = reader.read_feed(found.content, found.url, today=self.now().date().isoformat())
        items = [Item(entry.link, state.url, entry.title, entry.published) for entry in feed.entries]
        new = self._keep(FeedState(state.url, feed.title, found.etag, found.modified), items)
        return Checked(state.url, feed.title, new)

    def _rest_of(self, state: FeedState) -> float:
        """Return the seconds for which a feed is still to be left alone; none that a clock put wrong makes long."""
        if state.ask_after is None:
            return 0
        left = (datetime.fromisoformat(state.ask_after) - self.now()).total_seconds()
        return left if 0 < left <= _DAY else 0

    def _failed(self, state: FeedState, error: IntakeError) -> Checked:
        told = str(error.told(self.language) if isinstance(error, NotFetched) else error)
        if isinstance(error, NotFetched) and error.key == "asked_to_wait" and error.wait is None:
            return Checked(state.url, state.title, error=told)  # it was not asked
        failures = state.failures + 1
        rest = min(_FIRST_REST * 2 ** min(failures - 2, 9), _LONGEST_REST) if failures > 1 else 0
        asked = min(getattr(error, "wait", None) or 0, _DAY)
        after = self.now() + timedelta(seconds=max(rest, asked))
        self._keep(replace(state, failures=failures, reason=told, ask_after=after.isoformat(timespec="seconds")))
        return Checked(state.url, state.title, error=told)

    def _keep(self, state: FeedState, items: Sequence[Item] = ()) -> int:
        at = self.now().isoformat(timespec="seconds")
        with self.ledger.together():
            watched.keep_feed(self.ledger.connection, state, at)
            return watched.add_items(self.ledger.connection, items, at)

    def waiting(self, urls: Sequence[str]) -> list[Item]:
        """Return the articles of feeds that are to be read, those of one host far from each other."""
        with self.ledger.guarded("reading it"):
            found = watched.open_items(self.ledger.connection, urls, failed=self.anyway)
        return in_turn([item for item in found if self.anyway or self._is_due(item)])

    def _is_due(self, item: Item) -> bool:
        """Whether an article is to be tried: at first at once, then ever later after it was named."""
        since = (self.now() - datetime.fromisoformat(item.seen)).total_seconds()
        return since < 0 or since >= _FIRST_TRY_AGAIN * (2**item.tries - 1)

    def read(self, items: Sequence[Item], *, jobs: int) -> Iterator[Outcome]:
        """Fetch and read articles, and keep what became of each.

        Raises:
            LedgerError, LexiconError: as `batch.read_sources`.
        """
        tries = {item.link: item.tries for item in items}
        passing: dict[str, NotFetched] = {}

        def pages() -> Iterator[Source]:
            named = (Source(item.link, address=item.link, published=item.published) for item in items)
            for source in fetched(named, self.courtesy, language=self.language):
                if isinstance(source.error, NotFetched) and source.error.passing:
                    passing[source.name] = source.error
                yield source

        with Shelf(self.ledger.path) as shelf:
            for outcome in read_many(pages(), shelf, jobs=jobs):
                self._settle(outcome, tries[outcome.name], passing.get(outcome.name))
                yield outcome

    def _settle(self, outcome: Outcome, tries: int, passing: NotFetched | None) -> None:
        asked = passing is None or passing.key != "asked_to_wait"
        state = "read"
        if outcome.error:
            state = "waiting" if passing and tries + asked < TRIES else "failed"
        with self.ledger.together():
            watched.settle(self.ledger.connection, outcome.name, state=state, tries=tries + asked, reason=outcome.error)


def in_turn(items: Sequence[Item]) -> list[Item]:
    """Return articles so that hosts take turns; those of one host in the order given."""
    hosts: dict[str, deque[Item]] = {}
    for item in items:
        hosts.setdefault(host_of(item.link), deque()).append(item)
    turns, found = deque(hosts.values()), []
    while turns:
        host = turns.popleft()
        found.append(host.popleft())
        if host:
            turns.append(host)
    return found


@contextmanager
def rehearsal(path: Path) -> Iterator[Ledger]:
    """Yield a ledger that knows of feeds what the one at a path does, and is gone afterwards.

    Raises:
        LedgerError: there is a file that is no ledger.
    """
    with TemporaryDirectory(prefix="foedus-") as folder, open_ledger(Path(folder) / "rehearsal.db") as ledger:
        if path.exists():
            with open_ledger(path, read_only=True) as there:
                _copy(there.connection, ledger.connection)
        yield ledger


def _copy(there: sqlite3.Connection, here: sqlite3.Connection) -> None:
    for table in ("feed", "feed_item"):
        rows = there.execute(f"SELECT * FROM {table}").fetchall()
        if rows:
            here.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
