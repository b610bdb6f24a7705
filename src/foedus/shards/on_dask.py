"""Shards read by a Dask cluster: the only module that knows Dask.

A cluster is whatever Dask's scheduler stands before: SLURM by dask-jobqueue, Kubernetes by dask-kubernetes, or the
processes of this machine. Its workers need the same foedus, and have to reach shards and lake by the same addresses.
A worker that dies costs nothing but time: its shards are read by another.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from importlib import import_module
from typing import Any

from foedus.errors import LakeError, LexiconError, UsageError
from foedus.shards.find import Shard
from foedus.shards.run import Engine, Outcome, attempt
from foedus.shards.write import Job

_PATIENCE = "10s"  # for a scheduler to answer
_HERE = "127.0.0.1"
# What Dask does beside the work, a hundred times a second and of no use here, and what it sets for memory: it has a
# worker give each freed page back at once, and take it anew for the next sentence, which costs a third more time.
_SETTINGS = {
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "2s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 1 << 28,
    "distributed.nanny.pre-spawn-environ.MALLOC_MMAP_THRESHOLD_": 1 << 25,
}
_DEATHS = 3  # of workers, that a shard may cost before it is given up


def cluster(scheduler: str | None, jobs: int) -> Engine:
    """Return what reads shards on a Dask cluster.

    Args:
        scheduler: its address, as "tcp://10.0.0.1:8786"; processes of this machine if None.
        jobs: how many of these.

    Raises:
        UsageError: Dask is not installed.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise UsageError("Dask is not installed: run `pip install 'foedus[dask]'`, or leave --engine out") from None

    def read(shards: Sequence[Shard], job: Job) -> Iterator[Outcome]:
        with ExitStack() as stack:
            client = _client(stack, scheduler, jobs)
            # Not "pure": a shard that is to be read again must not be taken for one that was.
            futures = {client.submit(attempt, shard, job, pure=False): shard for shard in shards}
            for future in distributed.as_completed(list(futures), loop=client.loop):
                yield _outcome(future, futures.pop(future))

    return read


def _client(stack: ExitStack, scheduler: str | None, jobs: int) -> Any:
    distributed: Any = import_module("distributed")
    settings = _SETTINGS | {"distributed.scheduler.allowed-failures": _DEATHS}
    stack.enter_context(import_module("dask").config.set(settings))
    if scheduler is None:
        # One thread each: a reading holds the interpreter all the time. Dask always serves its dashboard: to this
        # machine alone, then.
        local = distributed.LocalCluster(
            n_workers=jobs, threads_per_worker=1, host=_HERE, dashboard_address=f"{_HERE}:0", silence_logs="ERROR"
        )
        scheduler = stack.enter_context(local).scheduler_address
    try:
        return stack.enter_context(distributed.Client(scheduler, timeout=_PATIENCE, set_as_default=False))
    except (OSError, ValueError) as error:
        raise LakeError(f"Dask's scheduler at {scheduler} cannot be reached: {error}") from error


def _outcome(future: Any, shard: Shard) -> Outcome:
    try:
        outcome: Outcome = future.result()
    except (LakeError, LexiconError):
        raise
    except import_module("distributed").KilledWorker:
        return Outcome(shard, error=f"{shard.name}: {_DEATHS + 1} workers ended while they read it (memory?): split it")
    finally:
        with suppress(Exception):
            future.release()
    return outcome
