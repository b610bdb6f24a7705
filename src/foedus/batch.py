"""Many sources into a ledger, one outcome each, in the order given; one bad source never costs the others.

What is read is in the ledger before what comes much later is read, and what is there already is not read again: whoever
stops a run and starts it again goes on where it stopped.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from foedus.errors import FoedusError, IntakeError, LedgerError, LexiconError
from foedus.intake.page import read_source
from foedus.intake.sources import SUFFIXES, Source, find_sources, is_address
from foedus.ledger import Ledger, open_ledger, queries
from foedus.model import Article, Reading
from foedus.reading import made_by, read_articles

_LONGEST_PATH = 4096  # characters; beyond that a string cannot be one, and Linux would not open it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source.

    Attributes:
        name: the path as given, or "-".
        reading: None where there is an error.
        known: the reading was in the ledger already, by the same engine.
        error: why there is no reading; one line.
    """

    name: str
    reading: Reading | None = None
    known: bool = False
    error: str | None = None


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

    def __init__(self, path: Path | None) -> None:
        """Open the ledger if it is there.

        Raises:
            LedgerError: it cannot be opened, or could not be made.
        """
        self.path = path
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

    def add(self, reading: Reading) -> None:
        """Add a reading; it stays whatever happens next.

        Raises:
            LedgerError: the ledger cannot be made or written.
        """
        if self.path is None:
            return
        if self._ledger is None:
            self._ledger = open_ledger(self.path)
        self._ledger.add(reading)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A source that was taken in: an outcome, or an article that is still to be read."""

    name: str
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
            yield from _settled(waiting)
            if not waiting:
                raise
            yield Outcome(waiting[0].name, error=_reason(waiting.popleft().name, error))
            left = [taken.article for taken in waiting if taken.article]
            readings = read(chain(left, fresh))
            continue
        yield from _settled(waiting)
        if reading is None:
            return
        yield keep(Outcome(waiting.popleft().name, reading), shelf)


def keep(outcome: Outcome, shelf: Shelf) -> Outcome:
    """Put what was read on a shelf, unless the same article has come there since it was taken in.

    Raises:
        LedgerError: it cannot be kept.
    """
    reading = outcome.reading
    if reading is None or outcome.known:
        return outcome
    twin = shelf.find(reading.article, reading.engine)
    if twin is not None:
        return _as_known(outcome.name, reading.article, twin)
    shelf.add(reading)
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
    name = source.name
    try:
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
        return _Taken(name, outcome=Outcome(name, error=_reason(name, error)))
    if stored is None:
        return _Taken(name, article=article)
    return _Taken(name, outcome=_as_known(name, article, stored))


def _as_known(name: str, article: Article, stored: Reading) -> Outcome:
    """Return the outcome of an article that is in the ledger; it may lie in several files, and this one is named."""
    return Outcome(name, replace(stored, article=replace(stored.article, file=article.file)), True)


def _settled(waiting: deque[_Taken]) -> Iterator[Outcome]:
    """Yield the outcomes that come before the next article to be read."""
    while waiting and waiting[0].outcome:
        outcome = waiting.popleft().outcome
        if outcome:
            yield outcome


def _reason(name: str, error: Exception) -> str:
    """Return one line that names the source."""
    if not isinstance(error, FoedusError):
        return f"{name}: foedus failed on it ({type(error).__name__}: {error}): please report it, with the article"
    text = str(error)
    return text if name in text else f"{name}: {text}"
