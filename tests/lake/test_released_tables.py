"""The real samples and tables, where they are at hand: rows in, rows kept, and a checksum of the dyads."""

import os
from pathlib import Path

import duckdb
import pytest

from foedus.lake import open_lake
from foedus.lake.datasets import datasets
from foedus.lake.importing import take_in
from foedus.lake.store import Part

SHARED = Path(os.environ.get("FOEDUS_SHARED", Path(__file__).parents[3] / "shared")) / "reference"
pytestmark = [pytest.mark.skipif(not SHARED.is_dir(), reason="the reference data is not here"), pytest.mark.slow]

VOTES = ["tables/un_votes.parquet", "tables/un_roll_calls.parquet"]
YEARLY = "by_dyad_yearly.RECONSTRUCTED.sample.csv"
PACTS = "samples/cow/alliance_v4.1_"
# dataset, files, layout, rows read, kept, aside, bad, checksum of the distinct dyads and years or days (`CHECKED`)
RELEASED = [
    ("cow-alliances", [PACTS + "by_dyad.csv"], "by_dyad", 3222, 74122, 1, 0, "4c95cf4d3a34"),
    ("cow-alliances", [PACTS + "by_member.csv"], "by_member", 1221, 74122, 1, 0, "4c95cf4d3a34"),
    ("cow-alliances", [PACTS + "by_directed.head1500.csv"], "by_dyad", 1500, 8243, 0, 0, "99010524dc29"),
    ("cow-alliances", [PACTS + "by_member_yearly.head1000.csv"], "by_member_yearly", 1000, 1814, 0, 0, "79d3298a7b2e"),
    ("cow-alliances", [PACTS + YEARLY], "by_dyad_yearly", 2000, 2000, 0, 0, "1da4fbf71ab9"),
    ("cow-alliances", ["tables/cow_alliance.parquet"], "peacesciencer", 60392, 60391, 1, 0, "0f7b858850c1"),
    ("atop", ["samples/atop/atop4_01_alliance-level.csv"], "alliance level", 745, 15048, 203, 0, "4cf586ab980d"),
    ("atop", ["samples/atop/atop4_01_member-level.head800.csv"], "member level", 800, 90914, 2, 0, "87449b89ff1f"),
    ("atop", ["tables/atop_alliance.parquet"], "peacesciencer", 273296, 273296, 0, 0, "a9a382dc4365"),
    ("nmc", ["samples/cow/NMC_5_0.csv"], "abridged", 15171, 15171, 0, 0, "480f0408d30b"),
    ("nmc", ["tables/cow_nmc.parquet"], "abridged", 17121, 17121, 0, 0, "9723c96d11ee"),
    ("mid", ["samples/cow/gml-ddy-disputes-2.03.head1000.csv"], "directed dyad-year", 1000, 1000, 0, 0, "b815a7701975"),
    ("mid", ["tables/cow_mid_ddydisps.parquet"], "directed dyad-year", 10234, 10234, 0, 0, "3920fff8381d"),
    ("mid", ["tables/cow_mid_dirdisps.parquet"], "directed dyad-year", 11390, 11390, 0, 0, "3920fff8381d"),
    ("mid", ["tables/gml_mid_ddydisps.parquet"], "directed dyad-year", 9284, 9284, 0, 0, "5ebd92f84ad2"),
    ("igo", ["tables/cow_igo_ndy.parquet"], "peacesciencer", 917695, 917695, 0, 0, "498377795c11"),
    ("un-votes", VOTES, "unvotes, dates apart", 870109, 870109, 0, 0, "203d678c3765"),
    ("un-votes", ["samples/unga/unvotes_last10_rollcalls.csv"], "unvotes", 1701, 1701, 0, 0, "b473f599298a"),
    ("un-votes", ["samples/unga/undl_ga_voting.2rows.csv"], "UN Digital Library", 2, 1, 1, 0, "1dd21fa14216"),
    ("gdelt", ["samples/gdelt/20191024143000.export.CSV"], "export", 2111, 418, 1693, 0, "4dca8d407466"),
    ("gdelt", ["samples/gdelt/gdelt1_events_20160728_sample.csv"], "export", 710, 125, 585, 0, "fa2fbd4e70ff"),
    ("icews", ["samples/icews/events.2018.sample.tab"], "events", 3705, 1739, 1966, 0, "a0ee39ba229a"),
    ("ucdp", ["samples/ucdp/ucdp_ged_23_1_sample1000.csv"], "georeferenced events", 1000, 18, 982, 0, "421714fe6c8e"),
    ("ucdp", ["tables/ucdp_acd.parquet"], "conflict or dyad year", 5652, 905, 5298, 0, "d7aa31224db2"),
]  # fmt: skip
CHECKED = {
    "dyad_year": "concat_ws(' ', source_state, target_state, year)",
    "state_year": "concat_ws(' ', state, year)",
    "event": "concat_ws(' ', source_state, target_state, date)",
    "vote": "concat_ws(' ', state, date)",
}


def take(tmp_path: Path, key: str, files: list[str]) -> tuple[Part, list[str]]:
    lake = open_lake(tmp_path / "lake", make=True)
    (outcome,) = take_in(lake, datasets()[key], [SHARED / file for file in files])
    assert outcome.part, outcome.error
    return outcome.part, lake.files(lake.require(key, outcome.part.shape), outcome.part.shape)


@pytest.mark.parametrize(
    ("key", "files", "layout", "read", "kept", "aside", "bad", "checksum"),
    RELEASED,
    ids=[row[1][0] for row in RELEASED],
)
def test_a_released_file_comes_through(
    tmp_path: Path, key: str, files: list[str], layout: str, read: int, kept: int, aside: int, bad: int, checksum: str
) -> None:
    part, stored = take(tmp_path, key, files)
    assert (part.layout, part.read, part.kept) == (layout, read, kept)
    assert (sum(part.aside.values()), sum(part.bad.values())) == (aside, bad)
    ((counted,),) = duckdb.sql(f"SELECT count(*) FROM read_parquet({stored})").fetchall()
    assert counted == kept
    words = f"SELECT DISTINCT {CHECKED[part.shape]} AS w FROM read_parquet({stored})"
    found = duckdb.sql(f"SELECT left(md5(string_agg(w, '|' ORDER BY w)), 12) FROM ({words})").fetchall()
    assert found == [(checksum,)]


def test_spells_agree_with_the_dyad_years_of_another_reader(tmp_path: Path) -> None:
    """peacesciencer expanded the same release: 60,179 dyad-years of ours, after 255 and 260 are one Germany."""
    _, ours = take(tmp_path / "a", "cow-alliances", [PACTS + "by_dyad.csv"])
    _, theirs = take(tmp_path / "b", "cow-alliances", ["tables/cow_alliance.parquet"])
    pair = "SELECT DISTINCT state_a, state_b, year FROM read_parquet({})"
    both = duckdb.sql(f"{pair.format(ours)} INTERSECT {pair.format(theirs)}").fetchall()
    assert len(both) / duckdb.sql(f"SELECT count(*) FROM ({pair.format(theirs)})").fetchall()[0][0] > 0.996


def test_events_read_back_as_they_stood(tmp_path: Path) -> None:
    """Round trip: the rows of the real export whose two countries differ, one by one."""
    import csv

    path = SHARED / "samples" / "gdelt" / "20191024143000.export.CSV"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    _, stored = take(tmp_path, "gdelt", ["samples/gdelt/20191024143000.export.CSV"])
    found = duckdb.sql(
        f"SELECT id, source_state, target_state, strftime(date, '%Y%m%d'), native, quad_class, score, mentions "
        f"FROM read_parquet({stored})"
    ).fetchall()
    by_id = {line[0]: line for line in lines}
    assert len(found) == len({row[0] for row in found})
    for id_, source, target, day, native, quad_class, score, mentions in found:
        line = by_id[id_]
        assert (line[1], line[26], int(line[29]), int(line[31])) == (day, native, quad_class, mentions)
        assert abs(float(line[30]) - score) < 1e-6
        assert {line[7], line[17]} == {source, target} or "ROM" in line


# Sums over a released file, and the same over what the lake keeps of it: every figure of every row comes through.
TOTALS = [
    ("cow-alliances", "tables/cow_alliance.parquet",
     "sum(cow_defense), sum(cow_neutral), sum(cow_nonagg), sum(cow_entente), sum(year)",
     "sum(has('defense')), sum(has('neutrality')), sum(has('nonaggression')), sum(has('entente')), sum(year)"),
    ("atop", "tables/atop_alliance.parquet",
     "sum(atop_defense), sum(atop_offense), sum(atop_neutral), sum(atop_nonagg), sum(atop_consul), sum(year)",
     "sum(has('defense')), sum(has('offense')), sum(has('neutrality')), sum(has('nonaggression')), "
     "sum(has('consultation')), sum(year)"),
    ("nmc", "tables/cow_nmc.parquet",
     "sum(milex), sum(milper), sum(irst), sum(pec), round(sum(tpop)), round(sum(upop)), round(sum(cinc), 9), "
     "count(milex), count(cinc)",
     "sum(milex), sum(milper), sum(irst), sum(pec), round(sum(tpop)), round(sum(upop)), round(sum(cinc), 9), "
     "count(milex), count(cinc)"),
    ("nmc", "samples/cow/NMC_5_0.csv",
     "sum(milex) FILTER (milex >= 0), sum(milper) FILTER (milper >= 0), count(*) FILTER (pec = -9), "
     "round(sum(cinc) FILTER (cinc >= 0), 9)",
     "sum(milex), sum(milper), count(*) FILTER (pec IS NULL), round(sum(cinc), 9)"),
    ("mid", "tables/cow_mid_ddydisps.parquet",
     "sum(hostlev1) FILTER (hostlev1 > 0), sum(year), count(DISTINCT dispnum)",
     "sum(value), sum(year), count(DISTINCT id)"),
    ("mid", "tables/gml_mid_ddydisps.parquet",
     "sum(hostlev1) FILTER (hostlev1 > 0), sum(year), count(DISTINCT dispnum)",
     "sum(value), sum(year), count(DISTINCT id)"),
    ("igo", "tables/cow_igo_ndy.parquet", "sum(dyadigos), sum(year)", "sum(value), sum(year)"),
    ("un-votes", "samples/unga/unvotes_last10_rollcalls.csv",
     "count(*) FILTER (vote = 'yes'), count(*) FILTER (vote = 'abstain'), count(*) FILTER (vote = 'no'), "
     "count(DISTINCT rcid)",
     "count(*) FILTER (vote = 1), count(*) FILTER (vote = 2), count(*) FILTER (vote = 3), count(DISTINCT rollcall)"),
    ("ucdp", "tables/ucdp_acd.parquet",
     "count(DISTINCT conflict_id) FILTER (type_of_conflict = 'interstate'), "
     "max(year) FILTER (type_of_conflict = 'interstate')", "count(DISTINCT id), max(year)"),
    ("icews", "samples/icews/events.2018.sample.tab",
     'round(sum("Intensity") FILTER ("Source Country" <> "Target Country" AND "Source Country" <> \'NA\' '
     'AND "Target Country" <> \'NA\'), 1)', "round(sum(score), 1)"),
]  # fmt: skip


WITHOUT = {  # what is set aside: Germany with itself in 1990, Hyderabad, Western Sahara
    "tables/cow_alliance.parquet": "WHERE (ccode1, ccode2) <> (255, 260)",
    "tables/ucdp_acd.parquet": "WHERE gwno_a <> 751",
    "samples/icews/events.2018.sample.tab": 'WHERE \'Western Sahara\' NOT IN ("Source Country", "Target Country")',
}


@pytest.mark.parametrize(("key", "file", "there", "here"), TOTALS, ids=[row[1] for row in TOTALS])
def test_every_figure_comes_through(tmp_path: Path, key: str, file: str, there: str, here: str) -> None:
    import polars

    _, stored = take(tmp_path, key, [file])
    with duckdb.connect() as base:
        base.execute("CREATE MACRO told(kinds, kind) AS (list_contains(string_split(kinds, ' '), kind))::INTEGER")
        source = f"'{SHARED / file}'" if not file.endswith(".tab") else f"read_csv('{SHARED / file}', delim = '\t')"
        released = base.execute(f"SELECT {there} FROM {source} {WITHOUT.get(file, '')}").fetchone()
        kept = base.execute(f"SELECT {here.replace('has(', 'told(kinds, ')} FROM read_parquet({stored})").fetchone()
        assert released == pytest.approx(kept)
        count = base.execute(f"SELECT count(*) FROM read_parquet({stored})").fetchone()
    assert (polars.read_parquet(stored).height,) == count  # another reader of Parquet


def test_every_number_of_the_lists_of_states_is_known() -> None:
    """COW and Gleditsch-Ward, each spell: the number means a state of ours in its first and in its last year."""
    from foedus.lake.numbers import state_in_year

    for system, table, code, first, last in (
        ("cow", "cow_states", "ccode", "styear", "endyear"),
        ("gw", "gw_states", "gwcode", "year(startdate)", "year(enddate)"),
    ):
        spells = duckdb.sql(f"SELECT {code}, {first}, {last} FROM '{SHARED / 'tables' / table}.parquet'").fetchall()
        assert len(spells) > 200
        unknown = [row for row in spells if not all(state_in_year(system, int(row[0]), int(y)) for y in row[1:])]
        assert not unknown
