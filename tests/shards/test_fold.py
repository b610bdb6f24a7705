"""Origins in a lake: those of the ledger, and `explain` and `system` on them."""

import json
import random
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from builders import article, reading, relation, statement
from foedus.errors import LakeError
from foedus.explain import explain
from foedus.lake.readings import ReadLake, Receipt, open_readings
from foedus.ledger import open_ledger
from foedus.ledger.system import Wanted
from foedus.model import Mood, Reading
from foedus.shards import fold as folding
from foedus.shards.fold import fold
from foedus.shards.pair import ledger_of_pair
from foedus.shards.write import Rows
from foedus.system.sources import from_ledger, from_readings
from ledger.test_forty import FORTY
from running import call


def fill(folder: Path, readings: Iterable[Reading], shards: int = 3) -> ReadLake:
    """Put readings into a lake, as if they came from so many shards."""
    lake = ReadLake(str(folder / "lake"))
    receipts = []
    every = list(readings)
    for number in range(shards):
        room = folder / f"room{number}"
        room.mkdir()
        rows = Rows(room)
        with rows:
            for one in every[number::shards]:
                rows.add(one)
        name = f"{number:016x}"
        receipts.append(Receipt(name, f"shard{number}", "", "foedus test", *rows.counts(), 0))
        for table, path in rows.parquet():
            lake.put(path, table, f"{name}.parquet")
    lake.write_manifest(receipts)
    return lake


def one_word(pairs: Iterable[tuple[str, int | None]]) -> set[frozenset[str]]:
    """Return which records go back to one word; those whose origin is not known are left out."""
    groups: defaultdict[int, set[str]] = defaultdict(set)
    for record, origin in pairs:
        if origin is not None:
            groups[origin].add(record)
    return {frozenset(group) for group in groups.values()}


def in_lake(lake: ReadLake) -> set[frozenset[str]]:
    with lake.told() as connection:
        return one_word(connection.execute("SELECT id, origin FROM told").fetchall())


def in_ledger(path: Path, readings: Iterable[Reading]) -> set[frozenset[str]]:
    with open_ledger(path) as ledger:
        for one in readings:
            ledger.add(one)
        return one_word(
            ledger.connection.execute(
                "SELECT r.id, d.origin FROM relation r JOIN dossier d ON d.relation_key = r.key"
            ).fetchall()
        )


@pytest.mark.parametrize("seed", range(3))
def test_the_forty_have_the_origins_of_the_ledger(tmp_path: Path, seed: int) -> None:
    mixed = [*FORTY]
    random.Random(seed).shuffle(mixed)
    lake = fill(tmp_path, mixed, shards=seed + 1)
    found = fold(lake)
    assert (found.articles, found.copies) == (40, 0)
    expected = in_ledger(tmp_path / "a.db", FORTY)
    assert len(expected) > 10
    assert in_lake(lake) == expected


@pytest.mark.parametrize("pair", [("RUS", "PRK"), ("FRA", "DZA"), ("RUS", "FRA")])
@pytest.mark.parametrize("filters", [{}, {"since": "2025-03-05"}, {"third_party": True}, {"on_word_of": "RUS"}])
def test_a_lake_explains_as_a_ledger_does(tmp_path: Path, pair: tuple[str, str], filters: dict[str, object]) -> None:
    lake = fill(tmp_path, FORTY)
    fold(lake)
    in_ledger(tmp_path / "a.db", FORTY)
    with open_ledger(tmp_path / "a.db") as ledger, ledger_of_pair(lake, *pair) as drawn:
        found = [explain(one, *pair, **filters).to_dict() for one in (ledger, drawn)]
    assert json.dumps(found[0]) == json.dumps(found[1])


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(), Wanted(since="2025-03-05"), Wanted(until="2025-03"), Wanted(moods=tuple(Mood)),
        Wanted(third_party=True), Wanted(on_word_of="RUS"), Wanted(without=lambda name: name.startswith("Reprise")),
    ],
)  # fmt: skip
def test_a_lake_forms_the_system_that_its_ledger_forms(tmp_path: Path, wanted: Wanted) -> None:
    lake = fill(tmp_path, FORTY)
    fold(lake)
    in_ledger(tmp_path / "a.db", FORTY)
    with open_ledger(tmp_path / "a.db") as ledger:
        expected = from_ledger(ledger, wanted)
    assert from_readings(lake, wanted) == expected
    assert expected.states


def test_more_reprints_than_a_bucket_are_still_one_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "BUCKET", 4)
    monkeypatch.setattr(folding, "HEADS", 2)
    monkeypatch.setattr(folding, "_AT_ONCE", 50)
    lake = fill(tmp_path, FORTY)
    fold(lake)
    assert in_lake(lake) == in_ledger(tmp_path / "a.db", FORTY)


def test_a_copy_in_another_shard_does_not_count(tmp_path: Path) -> None:
    page, dated = (article("Kiev arme Tunis.", published=day, file=day or "x") for day in (None, "2025-01-02"))
    said = [reading(one, relation(one)) for one in (page, dated)]
    assert said[0].article.id == said[1].article.id
    lake = fill(tmp_path, said, shards=2)
    assert fold(lake).copies == 1
    with lake.told() as connection:
        assert connection.execute("SELECT filed_under FROM told").fetchall() == [("2025-01-02",)]


def test_one_article_may_speak_with_one_voice_under_two_names(tmp_path: Path) -> None:
    words = "le traité sur les eaux du fleuve sera signé avant la fin de cette année"
    page = article(f"Selon une source, {words}, écrit l'agence. Une autre source dit que {words}.")
    pieces = [statement(page, words, speaker=name, relay=["Agence Essai"]) for name in ("Source Une", "Autre Voix")]
    found = reading(page, *pieces, *(relation(page, evidence=words, statement=one) for one in pieces))
    lake = fill(tmp_path, [found], shards=1)
    fold(lake)
    assert in_lake(lake) == in_ledger(tmp_path / "a.db", [found])


def test_a_lake_that_was_read_into_since_says_so(tmp_path: Path) -> None:
    lake = fill(tmp_path, FORTY)
    with pytest.raises(LakeError, match="broken off"), lake.told():
        pass
    fold(lake)
    lake.write_manifest([*lake.parts()[:2]])
    with pytest.raises(LakeError, match="broken off"), lake.told():
        pass


def test_the_verbs_take_a_lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lake = fill(tmp_path, FORTY)
    fold(lake)
    in_ledger(tmp_path / "a.db", FORTY)
    asked = [call("explain", "RUS", "PRK", "--format", "json", *where).out for where in (
        ("--lake", tmp_path / "lake"), ("--ledger", tmp_path / "a.db"),
    )]  # fmt: skip
    assert asked[0] == asked[1] != ""
    systems = [call("system", "--format", "json", *where) for where in (
        ("--data", "read", "--lake", tmp_path / "lake"), ("--lake", tmp_path / "lake"), ("--ledger", tmp_path / "a.db"),
    )]  # fmt: skip
    assert [ran.code for ran in systems] == [0, 0, 0]
    assert systems[0].out == systems[1].out == systems[2].out
    ran = call("explain", "RUS", "PRK", "--lake", tmp_path / "none")
    assert (ran.code, "holds nothing that was read" in ran.err) == (1, True)
    assert open_readings(str(tmp_path / "lake")).folded()
