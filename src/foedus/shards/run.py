"""All shards into a lake, by the processes of one machine or by an engine; what is there is not read again.

The lake says which shards are there: a run that was stopped goes on where it stopped, and a process that dies costs
nothing, as its shard is read again.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass

from foedus.errors import FoedusError, LakeError, LexiconError
from foedus.intake.language_of import COVERED
from foedus.lake.readings import ReadLake, Receipt
from foedus.language.models import load_model
from foedus.reading import made_by
from foedus.shards.find import Shard
from foedus.shards.write import Job, read_shard
from foedus.workers import start_processes

AHEAD = 2  # shards a process has before it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a shard.

    Attributes:
        receipt: None where there is an error.
        known: it was in the lake already, as this version reads it.
        error: why it was not read; one line.
    """

    shard: Shard
    receipt: Receipt | None = None
    known: bool = False
    error: str | None = None


Engine = Callable[[Sequence[Shard], Job], Iterator[Outcome]]


def read_shards(
    shards: Sequence[Shard], address: str, engine: Engine, *, language: str | None = None, published: str | None = None
) -> Iterator[Outcome]:
    """Read shards into a lake, and yield what became of each as it is done.

    The manifest is written at the end, an early one too.

    Args:
        shards: from `find_shards`.
        address: of the lake, made if it is not there.
        engine: what reads them, from `processes` or `on_dask.cluster`.
        language, published: of all articles; found for each when None.

    Raises:
        LakeError: it cannot be written.
        LexiconError: a data file is wrong, and nothing could be read rightly.
    """
    lake = ReadLake(address)
    job = Job(address, _engine(language, published), language, published)
    there = lake.receipts()
    fresh = []
    for shard in shards:
        receipt = there.get(shard.part)
        if receipt and (receipt.stamp, receipt.engine) == (shard.stamp, job.engine):
            yield Outcome(shard, receipt, known=True)
        else:
            fresh.append(shard)
    try:
        for outcome in engine(fresh, job) if fresh else ():
            if outcome.receipt:
                there[outcome.shard.part] = outcome.receipt
            yield outcome
    finally:
        lake.write_manifest(list(there.values()))


def _engine(language: str | None, published: str | None) -> str:
    """Say what reads, and how it was asked to."""
    readers = []
    for covered in COVERED:
        with suppress(FoedusError):  # of no model: said where an article needs it
            readers.append(made_by(covered))
    return "; ".join([*readers, *(f"given {one}" for one in (language, published) if one)])


def attempt(shard: Shard, job: Job) -> Outcome:
    """Read a shard; whatever one of them runs into, the others are still read.

    Raises:
        LakeError, LexiconError: as `read_shard`.
    """
    try:
        return Outcome(shard, read_shard(shard, job))
    except (LakeError, LexiconError):
        raise
    except Exception as error:
        reason = str(error) if isinstance(error, FoedusError) else f"{shard.name}: {type(error).__name__}: {error}"
        return Outcome(shard, error=" ".join(reason.split()))


def processes(jobs: int) -> Engine:
    """Return what reads shards by processes of this machine; by this one alone if `jobs` is 1."""

    def read(shards: Sequence[Shard], job: Job) -> Iterator[Outcome]:
        if jobs < 2 or len(shards) < 2:
            yield from (attempt(shard, job) for shard in shards)
            return
        for language in COVERED:
            with suppress(FoedusError):
                load_model(language)  # before the processes start, which then share it
        left = deque(shards)
        while left:
            yield from _by_processes(left, job, jobs)

    return read


def _by_processes(left: deque[Shard], job: Job, jobs: int) -> Iterator[Outcome]:
    """Read what is left until a process dies; then read what was under way one at a time, to find what killed it."""
    handed: dict[Future[Outcome], Shard] = {}
    with start_processes(jobs) as pool:
        try:
            while left or handed:
                while left and len(handed) < AHEAD * jobs:
                    handed[pool.submit(attempt, left[0], job)] = left[0]
                    left.popleft()
                done, _ = wait(handed, return_when=FIRST_COMPLETED)
                for future in done:
                    outcome = future.result()
                    del handed[future]
                    yield outcome
            return
        except BrokenProcessPool:
            pass
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for shard in handed.values():
        yield _alone(shard, job)


def _alone(shard: Shard, job: Job) -> Outcome:
    with start_processes(1) as pool:
        try:
            return pool.submit(attempt, shard, job).result()
        except BrokenProcessPool:
            return Outcome(shard, error=f"{shard.name}: the process that read it was ended (memory?): split it")
