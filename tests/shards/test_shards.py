"""Shards into a lake: the same bytes whoever reads them, each once, and back into a ledger as if read directly."""

import json
import os
import random
import signal
from hashlib import sha256
from pathlib import Path

import duckdb
import fsspec
import pytest

from foedus import batch
from foedus.errors import LakeError
from foedus.lake.readings import ReadLake, open_readings
from foedus.shards import run as running_shards
from foedus.shards.find import find_shards
from foedus.shards.run import Outcome, processes, read_shards
from running import call
from test_workers import texts


def write_shards(folder: Path, articles: int, shards: int) -> list[Path]:
    """Write generated articles as files of JSON lines, some broken, some twice."""
    folder.mkdir(parents=True, exist_ok=True)
    written = list(texts(articles))
    paths = []
    for number in range(shards):
        path = folder / f"{number:03}.jsonl"
        lines = [
            json.dumps({"url": f"https://example.org/{number}/{place}", "published": "2024-05-03", "text": text})
            for place, text in enumerate(written[number::shards])
        ]
        path.write_text("\n".join([*lines, '{"url": '] if number % 3 == 1 else lines) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def read(lake: Path | str, paths: list[Path] | list[str], jobs: int = 1) -> list[Outcome]:
    return list(read_shards(find_shards(map(str, paths)), str(lake), processes(jobs)))


def hashes(lake: Path) -> dict[str, str]:
    return {str(p.relative_to(lake)): sha256(p.read_bytes()).hexdigest() for p in sorted(lake.rglob("*.*"))}


@pytest.mark.parametrize(
    ("articles", "shards"), [(120, 5), pytest.param(2000, 16, marks=pytest.mark.slow)], ids=["120", "2000"]
)
def test_processes_and_orders_give_the_same_bytes(tmp_path: Path, articles: int, shards: int) -> None:
    paths = write_shards(tmp_path / "in", articles, shards)
    read(tmp_path / "one", paths)
    random.Random(5).shuffle(paths)
    read(tmp_path / "two", paths, jobs=2)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")
    assert len(hashes(tmp_path / "one")) == shards * 5 + 1


def test_what_is_merged_is_what_is_read_directly(tmp_path: Path) -> None:
    paths = write_shards(tmp_path / "in", 150, 4)
    assert call("read", *paths, "--out", tmp_path / "lake").code == 1  # some lines are broken
    direct, merged = tmp_path / "direct.db", tmp_path / "merged.db"
    call("read", *paths, "--ledger", direct, "--jobs", 1)
    assert call("merge", tmp_path / "lake", "--into", merged).code == 0
    for style in ("jsonl", "csv", "annotation", "citron"):
        exported = [call("export", "--to", style, "--ledger", ledger).out for ledger in (direct, merged)]
        assert exported[0] == exported[1], style
        assert len(exported[0]) > 1000
    again = call("merge", tmp_path / "lake", "--into", merged)
    assert again.out.endswith(", 0 new\n")
    assert call("merge", tmp_path / "lake", "--into", merged, "--lang", "fr").out.endswith(" articles, 0 nouveau\n")
    assert (
        call("export", "--to", "csv", "--ledger", merged).out == call("export", "--to", "csv", "--ledger", direct).out
    )
    assert call("verify", "--ledger", merged).code == 0


def test_a_second_run_reads_only_what_changed(tmp_path: Path) -> None:
    paths = write_shards(tmp_path / "in", 60, 3)
    read(tmp_path / "lake", paths)
    assert all(outcome.known for outcome in read(tmp_path / "lake", paths))
    line = json.dumps({"text": "Kiev a livré des chars à Rabat."})
    paths[1].write_text(line + "\n", encoding="utf-8")
    again = read(tmp_path / "lake", paths)
    assert [outcome.shard.name for outcome in again if not outcome.known] == [str(paths[1])]
    parts = {part.shard: part for part in open_readings(str(tmp_path / "lake")).parts()}
    assert len(parts) == 3
    assert parts[str(paths[1])].articles == 1
    files = str(tmp_path / "lake" / "read" / "article" / "*.parquet")
    ((count,),) = duckdb.sql(f"SELECT count(*) FROM read_parquet('{files}')").fetchall()
    assert count == sum(part.articles for part in parts.values())


def test_a_run_that_was_broken_off_goes_on(tmp_path: Path) -> None:
    paths = write_shards(tmp_path / "in", 60, 4)
    run = read_shards(find_shards(map(str, paths)), str(tmp_path / "lake"), processes(1))
    next(run), next(run)
    run.close()
    assert len(open_readings(str(tmp_path / "lake")).parts()) == 2
    assert [outcome.known for outcome in read(tmp_path / "lake", paths)].count(True) == 2
    read(tmp_path / "whole", paths)
    assert hashes(tmp_path / "whole") == hashes(tmp_path / "lake")


def test_a_part_without_receipt_does_not_count(tmp_path: Path) -> None:
    paths = write_shards(tmp_path / "in", 40, 2)
    read(tmp_path / "lake", paths)
    whole = hashes(tmp_path / "lake")
    receipt = sorted((tmp_path / "lake" / "read" / "shard").iterdir())[0]
    receipt.unlink()
    (tmp_path / "lake" / "read" / "article" / f"{receipt.stem}.parquet").write_bytes(b"half")
    assert [outcome.known for outcome in read(tmp_path / "lake", paths)].count(False) == 1
    assert hashes(tmp_path / "lake") == whole


def test_a_killed_process_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write_shards(tmp_path / "in", 120, 6)
    read(tmp_path / "whole", paths)
    first, real, mark = os.getpid(), batch.read_articles, tmp_path / "killed"

    def deadly(articles):
        if os.getpid() != first and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return real(articles)

    monkeypatch.setattr(batch, "read_articles", deadly)
    outcomes = read(tmp_path / "lake", paths, jobs=2)
    assert mark.exists()
    assert not [outcome.error for outcome in outcomes if outcome.error]
    assert hashes(tmp_path / "whole") == hashes(tmp_path / "lake")


def test_a_shard_that_kills_is_named_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write_shards(tmp_path / "in", 60, 4)
    first, real = os.getpid(), running_shards.read_shard

    def deadly(shard, job):
        if os.getpid() != first and shard.name.endswith("001.jsonl"):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(shard, job)

    monkeypatch.setattr(running_shards, "read_shard", deadly)
    outcomes = read(tmp_path / "lake", paths, jobs=2)
    assert [o.error for o in outcomes if o.error] == [
        f"{paths[1]}: the process that read it was ended (memory?): split it"
    ]
    assert len(open_readings(str(tmp_path / "lake")).parts()) == 3


def test_shards_and_lake_may_lie_elsewhere(tmp_path: Path) -> None:
    paths = write_shards(tmp_path / "in", 40, 2)
    store = fsspec.filesystem("memory")
    for path in paths:
        store.pipe(f"/news/2024/{path.name}", path.read_bytes())
    outcomes = read("memory://lake", ["memory://news/2024/*.jsonl"])
    assert [outcome.shard.address for outcome in outcomes] == [f"memory:///news/2024/00{n}.jsonl" for n in range(2)]
    lake = open_readings("memory://lake")
    with lake.asked() as connection:
        found = connection.execute("SELECT count(*), min(file) FROM article").fetchone()
    read(tmp_path / "lake", paths)
    here = open_readings(str(tmp_path / "lake"))
    assert found == (sum(part.articles for part in here.parts()), "memory:///news/2024/000.jsonl:1")
    assert call("merge", "memory://lake", "--into", tmp_path / "a.db").code == 0
    assert all(outcome.known for outcome in read("memory://lake", ["memory://news/2024/*.jsonl"]))


def test_pages_of_a_folder_are_one_shard(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "more").mkdir(parents=True)
    (folder / "a.txt").write_text("Kiev a livré des chars à Rabat, a dit le ministre.", encoding="utf-8")
    (folder / "b.txt").write_text("", encoding="utf-8")
    (folder / "more" / "c.txt").write_text("Moscow sent tanks to Iran, the minister said.", encoding="utf-8")
    shards = find_shards([str(folder)])
    assert [(shard.address, shard.pages) for shard in shards] == [
        (str(folder / "more"), ("c.txt",)), (str(folder), ("a.txt", "b.txt")),
    ]  # fmt: skip
    ran = call("read", folder, "--out", tmp_path / "lake", "--failures", tmp_path / "failed.tsv")
    assert ran.code == 1
    assert "2 articles" in ran.out
    assert (tmp_path / "failed.tsv").read_text(encoding="utf-8").splitlines()[1].startswith(str(folder / "b.txt"))


def test_what_cannot_be_is_said_in_one_line(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    for arguments, words, code in (
        (("read", "-", "--out", lake), "- cannot be a shard", 2),
        (("read", tmp_path / "no.jsonl", "--out", lake), "no shard there", 1),
        (("read", "nosuch://a/b.jsonl", "--out", lake), "nosuch", 1),
        (("merge", lake, "--into", tmp_path / "a.db"), "holds nothing that was read", 1),
    ):
        ran = call(*arguments)
        assert (ran.code, ran.err.count("\n"), words in ran.err) == (code, 1, True), (arguments, ran.err)
    assert not (tmp_path / "a.db").exists()


def test_a_broken_manifest_is_said(tmp_path: Path) -> None:
    (tmp_path / "read").mkdir()
    (tmp_path / "read" / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(LakeError, match="run `foedus read` again"):
        ReadLake(str(tmp_path)).parts()
