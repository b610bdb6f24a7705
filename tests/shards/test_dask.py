"""Dask reads what processes read, byte for byte, and loses nothing when a worker is killed."""

import os
import random
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_shards import hashes, read, write_shards

from foedus.errors import LakeError, UsageError
from foedus.lake.readings import open_readings
from foedus.shards.find import find_shards
from foedus.shards.on_dask import cluster
from foedus.shards.run import read_shards
from running import call

distributed = pytest.importorskip("distributed")
HERE = "127.0.0.1"
pytestmark = pytest.mark.filterwarnings("ignore")  # of Dask's own, as it starts and ends processes


@pytest.fixture
def scheduler() -> Iterator[str]:
    """Of a cluster within this process, which starts at once."""
    local = distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=False,
        dashboard_address=f"{HERE}:0",
        silence_logs="ERROR",
    )
    with local:
        yield local.scheduler_address


def on_dask(lake: Path, paths: list[Path], scheduler: str | None, jobs: int = 2) -> list[object]:
    return list(read_shards(find_shards(map(str, paths)), str(lake), cluster(scheduler, jobs)))


def test_a_cluster_gives_the_same_bytes(tmp_path: Path, scheduler: str) -> None:
    paths = write_shards(tmp_path / "in", 90, 4)
    read(tmp_path / "one", paths)
    random.Random(5).shuffle(paths)
    on_dask(tmp_path / "dask", paths, scheduler)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "dask")
    assert all(outcome.known for outcome in on_dask(tmp_path / "dask", paths, scheduler))


def test_a_shard_that_is_not_there_any_more_costs_only_itself(tmp_path: Path, scheduler: str) -> None:
    paths = write_shards(tmp_path / "in", 40, 3)
    shards = find_shards(map(str, paths))
    paths[1].unlink()
    outcomes = list(read_shards(shards, str(tmp_path / "lake"), cluster(scheduler, 1)))
    assert len(open_readings(str(tmp_path / "lake")).parts()) == 3
    assert [o.receipt.failed for o in outcomes if o.receipt and o.shard == shards[1]] == [1]


@pytest.mark.slow
@pytest.mark.parametrize("kill", [False, True], ids=["whole", "killed"])
def test_processes_of_a_cluster_give_the_same_bytes(tmp_path: Path, kill: bool) -> None:
    paths = write_shards(tmp_path / "in", 2000, 16)
    read(tmp_path / "one", paths, jobs=2)
    shards = find_shards(map(str, paths))
    local = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host=HERE, dashboard_address=f"{HERE}:0", silence_logs="CRITICAL"
    )
    killed = []
    with local:
        for place, _ in enumerate(read_shards(shards, str(tmp_path / "dask"), cluster(local.scheduler_address, 2))):
            if kill and place == 2:
                killed = [local.workers[0].pid]
                os.kill(killed[0], signal.SIGKILL)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "dask")
    assert bool(killed) == kill
    assert threading.active_count() < 50


def test_without_dask_one_line_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write_shards(tmp_path / "in", 4, 1)

    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("foedus.shards.on_dask.import_module", absent)
    with pytest.raises(UsageError, match=r"pip install \'foedus\[dask\]\'"):
        cluster(None, 1)
    ran = call("read", *paths, "--out", tmp_path / "lake", "--engine", "dask")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_a_scheduler_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write_shards(tmp_path / "in", 4, 1)
    monkeypatch.setattr("foedus.shards.on_dask._PATIENCE", "1s")
    with pytest.raises(LakeError, match="cannot be reached"):
        on_dask(tmp_path / "lake", paths, "tcp://127.0.0.1:1")


def test_one_module_knows_dask() -> None:
    import foedus

    knowing = [
        path.name
        for path in Path(foedus.__file__).parent.rglob("*.py")
        if any(f'"{name}"' in path.read_text(encoding="utf-8") for name in ("distributed", "dask.distributed"))
    ]
    assert knowing == ["on_dask.py"]
