"""Many sources read by several processes, with the outcomes of one: the same records, in the order of the sources.

This process reads the first sources itself. That loads the models, which the others then share where the system has
fork. They take in and read; only this one writes the ledger. A process that dies costs nothing but the source it died
of.
"""

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

from foedus.batch import Coder, Outcome, Shelf, keep, read_sources
from foedus.intake.sources import Source
from foedus.model import Reading
from foedus.processes import end_with

_ALONE = 24  # sources: starting processes pays beyond; ours, about a second of reading
_CHUNK = 32  # sources handed over at once, at most; the first chunks are smaller, so that all have work soon
_Given = tuple[Path | None, bool, bool, str | None, str | None]  # ledger, how to resume, language, day of publication


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_many(
    sources: Iterable[Source],
    shelf: Shelf,
    *,
    jobs: int,
    language: str | None = None,
    published: str | None = None,
    coder: Coder | None = None,
) -> Iterator[Outcome]:
    """Yield what `batch.read_sources` does, from as many processes as asked for; from this one with a coder of its own.

    Raises:
        LedgerError, LexiconError: as `batch.read_sources`.
    """
    if coder:
        yield from read_sources(sources, shelf, language=language, published=published, coder=coder)
        return
    waiting = iter(sources)
    first = list(islice(waiting, _ALONE))
    yield from read_sources(first, shelf, language=language, published=published)
    second = next(waiting, None)
    if second is None:
        return
    rest = chain([second], waiting)
    if jobs < 2:
        yield from read_sources(rest, shelf, language=language, published=published)
        return
    with _Pool(jobs, (shelf.path, shelf.resume, shelf.retry, language, published)) as pool:
        for found in pool.outcomes(_chunks(rest)):
            yield keep(found, shelf)


def _chunks(sources: Iterator[Source]) -> Iterator[list[Source]]:
    size = 4
    while chunk := list(islice(sources, size)):
        yield chunk
        size = min(_CHUNK, size * 2)


@dataclass
class _Pool:
    """Processes, and what was handed to them, in order."""

    jobs: int
    given: _Given
    handed: deque[tuple[list[Source], "Future[list[Outcome]]"]] = field(default_factory=deque)

    def __enter__(self) -> "_Pool":
        self.processes = start_processes(self.jobs)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # Not waited for, a pool whose work is done may close its pipes while a thread of it still writes to them, and
        # Python prints a traceback at the end of a run that went well.
        self.processes.shutdown(wait=kind is None, cancel_futures=True)

    def outcomes(self, chunks: Iterable[list[Source]]) -> Iterator[Outcome]:
        """Yield the outcome of every source, in order."""
        for chunk in chunks:
            self._hand(chunk)
            if len(self.handed) > 2 * self.jobs:
                yield from self._next()
        while self.handed:
            yield from self._next()

    def _hand(self, chunk: list[Source]) -> None:
        try:
            self.handed.append((chunk, self.processes.submit(_work, chunk, self.given)))
        except BrokenProcessPool:
            future: Future[list[Outcome]] = Future()
            future.set_exception(BrokenProcessPool())
            self.handed.append((chunk, future))

    def _next(self) -> Iterator[Outcome]:
        chunk, future = self.handed.popleft()
        try:
            found = future.result()
        except BrokenProcessPool:
            chunks = [chunk, *(other for other, _ in self.handed)]
            self.handed.clear()
            self.processes.shutdown(cancel_futures=True)
            found = [self._alone(source) for source in chain(*chunks)]
            self.processes = start_processes(self.jobs)
        yield from found

    def _alone(self, source: Source) -> Outcome:
        """Read a source in a process of its own: one of those about it ended the last one."""
        with start_processes(1) as process:
            try:
                return process.submit(_work, [source], self.given).result()[0]
            except BrokenProcessPool:
                reason = "the process that read it was ended (memory?): read it alone, or split it"
                return Outcome(source.name, error=f"{source.name}: {reason}")


def start_processes(jobs: int) -> ProcessPoolExecutor:
    """Return processes that share what this one has loaded, where the system has fork, and leave Ctrl-C to it."""
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    context = get_context(method)
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_serve, initargs=(os.getpid(),))


def _serve(parent: int) -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to the first one, and end when that is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with(parent)


class _Seen(Shelf):
    """A shelf to look into: what is read goes back to the process that keeps it."""

    def add(self, reading: Reading, mark: bytes | None = None) -> None:
        """Keep nothing."""

    def note(self, outcome: Outcome) -> None:
        """Keep nothing."""


def _work(sources: Sequence[Source], given: _Given) -> list[Outcome]:
    """Read sources, in a process of its own."""
    path, resume, retry, language, published = given
    with _Seen(path, resume=resume, retry=retry) as shelf:
        return list(read_sources(sources, shelf, language=language, published=published))
