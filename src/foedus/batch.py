"""Many sources into a ledger, one outcome each, in the order given; one bad source never costs the others.

What is read is in the ledger before what comes much later is read, and what is there already is not read again: whoever
stops a run and starts it again goes on where it stopped.
"""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from foedus.errors import FoedusError, IntakeError, LedgerError, LexiconError, ModelMissing
from foedus.intake.language_of import COVERED
from foedus.intake.page import read_source
from foedus.intake.sources import SUFFIXES, Source, find_sources, is_address
from foedus.ledger import Ledger, open_ledger, queries, taken
from foedus.model import Article, Reading
from foedus.reading import made_by, read_articles

_LONGEST_PATH = 4096  # characters; beyond that a string cannot be one, and Linux would not open it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source.

    Attributes:
        name: the path as given, or "-".
        reading: None where there is an error.
        known: the reading was in the ledger already, by the same engine; or it was passed over, and there is none.
        error: why there is no reading; one line.
        mark: by which the source is passed over another time.
    """

    name: str
    reading: Reading | None = None
    known: bool = False
    error: str | None = None
    mark: bytes | None = None


class Coder(Protocol):
    """What reads articles instead of the rules."""

    def engine(self, language: str) -> str:
        """Return the versions that a reading depends on."""
        ...

    def read(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Yield the reading of each article."""
        ...


class Shelf:
    """A ledger that is made when the first article goes in, so that bad input leaves no file behind.

    Without a path nothing is kept.
    """

    def __init__(self, path: Path | None, *, resume: bool = False, retry: bool = False) -> None:
        """Open the ledger if it is there.

        Args:
            path: of the ledger.
            resume: pass over what this version has taken in from the same bytes or address, read or not.
            retry: but not over what it could not read.

        Raises:
            LedgerError: it cannot be opened, or could not be made.
        """
        self.path, self.resume, self.retry = path, resume, retry
        self._ledger: Ledger | None = None
        if path is not None and (path.exists() or not path.absolute().parent.is_dir()):
            self._ledger = open_ledger(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ledger is not None:
            self._ledger.close()

    def find(self, article: Article, engine: str) -> Reading | None:
        """Return the reading of an article if the same engine made it and nothing new is known of its date."""
        if self._ledger is None:
            return None
        with self._ledger.guarded("looking for an article"):
            there = queries.article_facts(self._ledger.connection, article.id)
        if there is None or there.engine != engine:
            return None
        same_date = article.published in (None, there.published)
        if not same_date and (there.published is None or article.published_from == "given"):
            return None
        return self._ledger.reading(article.id)

    def passed(self, name: str, mark: bytes | None) -> Outcome | None:
        """Return what is to be said of a source that is passed over; None if it is not."""
        if not self.resume or mark is None or self._ledger is None:
            return None
        with self._ledger.guarded("looking for a source"):
            found = taken.find(self._ledger.connection, mark, engines())
        if found is None or (found.reason and self.retry):
            return None
        return Outcome(name, known=True, error=found.reason)

    def note(self, outcome: Outcome) -> None:
        """Remember that a source was taken in, if a ledger is open, so that `passed` knows it.

        Raises:
            LedgerError: the ledger cannot be written.
        """
        if self._ledger is not None and outcome.mark is not None:
            with self._ledger.together():
                taken.keep(self._ledger.connection, outcome.mark, engines(), outcome.error)

    def add(self, reading: Reading, mark: bytes | None = None) -> None:
        """Add a reading, and the mark of its source with it or not at all; it stays whatever happens next.

        Raises:
            LedgerError: the ledger cannot be made or written.
        """
        if self.path is None:
            return
        if self._ledger is None:
            self._ledger = open_ledger(self.path)
        with self._ledger.together():
            self._ledger.add(reading)
            if mark is not None:
                taken.keep(self._ledger.connection, mark, engines(), None)


@cache
def engines() -> bytes:
    """Return a hash of the versions that take in and read articles of any language."""
    made = []
    for language in COVERED:
        with suppress(ModelMissing):
            made.append(made_by(language))
    return hashlib.blake2b("\n".join(made).encode(), digest_size=8).digest()


def mark_of(source: Source, language: str | None, published: str | None, coder: Coder | None = None) -> bytes | None:
    """Return the mark by which a source is passed over another time, if it is read in the same way; None for none."""
    by = [coder.engine(language) for language in COVERED] if coder else []
    return source.mark(language, published, *by)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A source that was taken in: an outcome, or an article that is still to be read."""

    name: str
    mark: bytes | None = None
    article: Article | None = None
    outcome: Outcome | None = None


def read_sources(
    sources: Iterable[Source],
    shelf: Shelf,
    *,
    language: str | None = None,
    published: str | None = None,
    coder: Coder | None = None,
) -> Iterator[Outcome]:
    """Read sources and keep each article as soon as it is read; some lie ahead and are read together.

    Args:
        sources: from `find_sources`.
        shelf: what is in it is not read again, what is read goes into it.
        language: "fr" or "en"; found for each article when None.
        published: ISO date; found for each article when None.
        coder: what reads; the rules when None.

    Raises:
        LedgerError: an article cannot be kept; those before it are.
        LexiconError: a data file is wrong, and nothing could be read rightly.
    """
    waiting: deque[_Taken] = deque()

    def to_read() -> Iterator[Article]:
        for source in sources:
            taken = _take(source, shelf, language, published, coder)
            waiting.append(taken)
            if taken.article:
                yield taken.article

    fresh = to_read()
    read = coder.read if coder else read_articles
    readings = read(fresh)
    while True:
        try:
            reading = next(readings, None)
        except (LedgerError, LexiconError):
            raise
        except Exception as error:
            # Whatever one article runs into, those after it are still read.
            yield from _settled(waiting, shelf)
            if not waiting:
                raise
            broken = waiting.popleft()
            yield keep(Outcome(broken.name, error=_reason(broken.name, error), mark=broken.mark), shelf)
            left = [taken.article for taken in waiting if taken.article]
            readings = read(chain(left, fresh))
            continue
        yield from _settled(waiting, shelf)
        if reading is None:
            return
        taken_in = waiting.popleft()
        yield keep(Outcome(taken_in.name, reading, mark=taken_in.mark), shelf)


def keep(outcome: Outcome, shelf: Shelf) -> Outcome:
    """Put what was read on a shelf, unless the same article has come there since it was taken in; note its source.

    Raises:
        LedgerError: it cannot be kept.
    """
    reading = outcome.reading
    if reading is not None and not outcome.known:
        twin = shelf.find(reading.article, reading.engine)
        if twin is not None:
            outcome = replace(_as_known(outcome.name, reading.article, twin), mark=outcome.mark)
        else:
            shelf.add(reading, outcome.mark)
            return outcome
    shelf.note(outcome)
    return outcome


def read(source: str | Path | bytes, *, lang: str | None = None, published: str | None = None) -> Reading:
    """Read one article.

    Args:
        source: a path, an address (https://...), or the article itself as HTML or plain text. A string of one line
            without blanks that ends like a file name is a path too when there is no such file, and then an error.
        lang: "fr" or "en"; found from the text when None.
        published: ISO date, as precise as known; found in the article when None.

    Raises:
        IntakeError: there is no such file or page, or no article in it.
        LanguageNotCovered: it is neither French nor English.
        ModelMissing: the language model is not installed.
    """
    url = None
    if isinstance(source, bytes):
        data, name = source, "-"
    elif isinstance(source, str) and is_address(source) and not any(map(str.isspace, source)):
        from foedus.intake.fetch import fetch

        page = fetch(source)
        data, name, url = page.content, source, page.url
    elif isinstance(source, Path) or _is_path(source):
        if Path(source).is_dir():
            raise IntakeError(f"{source}: a folder: expected one article: give a file of it")
        file = next(find_sources([source]))
        data, name = file.read(), file.name
    else:
        data, name = source.encode(), "-"
    return next(iter(read_articles([read_source(data, name=name, url=url, language=lang, published=published)])))


def _is_path(source: str) -> bool:
    if len(source) > _LONGEST_PATH or any(sign in source for sign in "\n\0<"):
        return False
    return Path(source).exists() or (" " not in source.strip() and Path(source).suffix.lower() in SUFFIXES)


def _take(source: Source, shelf: Shelf, language: str | None, published: str | None, coder: Coder | None) -> _Taken:
    name, mark = source.name, None
    try:
        source = source.loaded()
        mark = mark_of(source, language, published, coder)
        passed = shelf.passed(name, mark)
        if passed is not None:
            return _Taken(name, outcome=passed)
        article = read_source(
            source.read(),
            name=name,
            url=source.url,
            language=language or source.language,
            published=published or source.published,
        )
        stored = shelf.find(article, (coder.engine if coder else made_by)(article.language))
    except (LedgerError, LexiconError):
        raise
    except Exception as error:
        return _Taken(name, outcome=Outcome(name, error=_reason(name, error), mark=mark))
    if stored is None:
        return _Taken(name, mark, article)
    return _Taken(name, outcome=replace(_as_known(name, article, stored), mark=mark))


def _as_known(name: str, article: Article, stored: Reading) -> Outcome:
    """Return the outcome of an article that is in the ledger; it may lie in several files, and this one is named."""
    return Outcome(name, replace(stored, article=replace(stored.article, file=article.file)), True)


def _settled(waiting: deque[_Taken], shelf: Shelf) -> Iterator[Outcome]:
    """Yield the outcomes that come before the next article to be read."""
    while waiting and waiting[0].outcome:
        outcome = waiting.popleft().outcome
        if outcome:
            yield keep(outcome, shelf)


def _reason(name: str, error: Exception) -> str:
    """Return one line that names the source."""
    if not isinstance(error, FoedusError):
        return f"{name}: foedus failed on it ({type(error).__name__}: {error}): please report it, with the article"
    text = str(error)
    return text if name in text else f"{name}: {text}"
