"""The real tables, where they are at hand: poles and blocs that are known."""

import os
from pathlib import Path

import pytest

from foedus.lake import Lake, open_lake, queries
from foedus.lake.datasets import datasets
from foedus.lake.importing import take_in
from foedus.ledger.system import Wanted
from foedus.system.compare import compare
from foedus.system.polarity import from_capabilities
from foedus.system.report import measure
from foedus.system.sources import from_dataset

TABLES = Path(os.environ.get("FOEDUS_SHARED", Path(__file__).parents[3] / "shared")) / "reference" / "tables"
pytestmark = [pytest.mark.skipif(not TABLES.is_dir(), reason="the reference data is not here"), pytest.mark.slow]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    made = open_lake(tmp_path_factory.mktemp("real") / "lake", make=True)
    for key, name in (("cow-alliances", "cow_alliance"), ("atop", "atop_alliance"), ("nmc", "cow_nmc")):
        assert all(outcome.part for outcome in take_in(made, datasets()[key], [TABLES / f"{name}.parquet"]))
    return made


@pytest.mark.parametrize(
    ("year", "con", "kind", "poles"),
    [
        (1913, 0.238, "multipolar", {"USA", "DEU", "RUS", "GBR"}),
        (1938, 0.227, "multipolar", {"USA", "SUN", "DEU", "GBR"}),
        (1985, 0.337, "bipolar", {"USA", "SUN"}),
        (1950, 0.332, "bipolar", {"USA", "SUN"}),
    ],
)
def test_poles_by_capabilities(lake: Lake, year: int, con: float, kind: str, poles: set[str]) -> None:
    """From NMC 7.0, all powers known; worked through by hand for 1938 from the seven CINC values."""
    found = from_capabilities(year, queries.capabilities(lake, year, year)[year])
    assert found.con == pytest.approx(con, abs=0.0005)
    assert (found.kind, set(found.poles), found.missing) == (kind, poles, ())


def test_con_of_1938_by_hand(lake: Lake) -> None:
    cinc = queries.capabilities(lake, 1938, 1938)[1938]
    amounts = [cinc[state] for state in ("USA", "GBR", "FRA", "DEU", "ITA", "SUN", "JPN")]
    shares = [amount / sum(amounts) for amount in amounts]
    assert (sum(share * share for share in shares) - 1 / 7) / (6 / 7) == pytest.approx(0.227**2, abs=0.0005)


def test_the_two_blocs_of_1914(lake: Lake) -> None:
    system = measure(from_dataset(lake, "cow-alliances", "1914", "1914"), lake)
    blocs = [set(bloc.states) for bloc in system.blocs.blocs]
    assert blocs[0] >= {"DEU", "AUH", "ITA"} and blocs[1] >= {"FRA", "RUS", "GBR"}


def test_a_pair_beside_the_datasets(lake: Lake) -> None:
    found = {one.key: one for one in compare("RUS", "PRK", None, lake, Wanted()).found}
    spells = [(s.first, s.last, s.states) for s in found["atop"].spells]
    assert spells[0] == (1961, 1991, ("SUN", "PRK")) and found["atop"].until == "2018-12-31"
    assert not found["mid"].held
    later = {one.key: one for one in compare("RUS", "PRK", None, lake, Wanted(since="2024")).found}
    assert (later["atop"].held, later["atop"].covered, later["atop"].spells) == (True, False, ())
