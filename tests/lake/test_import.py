"""Release files of our own making, in the official layouts: what is taken in, set aside, refused."""

import gzip
import json
import zipfile
from pathlib import Path

import duckdb
import pytest

from foedus.lake import open_lake
from foedus.lake.datasets import datasets, find_dataset
from foedus.lake.importing import Outcome, take_in
from foedus.lake.layouts import LAYOUTS
from foedus.lake.numbers import at_year, forerunners, heir, history, named, state_in_year
from foedus.lake.staging import cameo_codes, period_of
from foedus.lake.store import MANIFEST
from running import call

PACTS = """version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,\
dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,asymmetric,version
7,220,"France",365,"Russia",4,1,1894,1,12,1917,0,0,1,0,0,1,0,4.1
8,365,"Russia",345,"Yugoslavia",1,1,1945,1,1,1948,0,0,1,0,1,1,0,4.1
9,2,"United States",20,"Canada",1,1,2010,,,,0,1,1,0,0,0,0,4.1
"""
POWER = """stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version
"AAA",2,1913,100,10,5,-9,90000,9000,.25,2011
"BBB",220,1913,90,20,4,7,40000,4000,.125,2011
"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FOEDUS_LAKE", raising=False)
    monkeypatch.setenv("COLUMNS", "120")


def put(name: str, text: str, newline: str = "\n") -> Path:
    path = Path(name)
    path.write_bytes(text.replace("\n", newline).encode())
    return path


def taken(key: str, *paths: Path) -> list[Outcome]:
    return list(take_in(open_lake("lake", make=True), datasets()[key], paths))


def rows(key: str, columns: str, shape: str = "dyad_year") -> list[tuple[object, ...]]:
    lake = open_lake("lake")
    files = lake.files(lake.require(key, shape), shape)
    return duckdb.sql(f"SELECT {columns} FROM read_parquet({files}) GROUP BY ALL ORDER BY ALL").fetchall()


def test_spells_become_years_with_the_states_of_the_time() -> None:
    (outcome,) = taken("cow-alliances", put("pacts.csv", PACTS))
    assert outcome.part and (outcome.part.read, outcome.part.version) == (3, "4.1")
    found = rows("cow-alliances", "source_state, target_state, min(year), max(year), count(*), any_value(value)")
    assert found == [
        ("CAN", "USA", 2010, 2012, 3, 3.0),  # open at the end: as far as the version covers
        ("FRA", "RUS", 1894, 1917, 24, 3.0),
        ("SUN", "YUG", 1945, 1948, 4, 3.0),
    ]
    assert (outcome.part.since, outcome.part.until) == ("1816-01-01", "2012-12-31")


def test_what_is_not_known_is_null_and_not_nought() -> None:
    taken("nmc", put("power.csv", POWER))
    assert rows("nmc", "state, year, pec, cinc", "state_year") == [("FRA", 1913, 7.0, 0.125), ("USA", 1913, None, 0.25)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_any_line_ending_is_read(newline: str) -> None:
    (outcome,) = taken("nmc", put("power.csv", POWER, newline))
    assert outcome.part and (outcome.part.kept, outcome.part.note) == (2, "")


def test_mixed_line_endings_are_read_and_told_in_one_line() -> None:
    path = put("power.csv", POWER)
    path.write_bytes(path.read_bytes().replace(b"2011\n", b"2011\r\n", 1))
    ran = call("import", "nmc", path)
    assert ran.code == 0
    assert ran.err.splitlines() == ["foedus: power.csv: mixed line endings (1 CRLF, 2 LF), read all the same"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("cut.csv", POWER.encode()[:-25], "cut.csv is cut short: its last line has 6 of 11 columns; fetch it again"),
        ("empty.csv", b"", "empty.csv is empty"),
        ("pacts.csv", PACTS.encode(), "is a file of cow-alliances, not of nmc: use `foedus import cow-alliances"),
        ("page.csv", b"<html>\n", "page.csv is no file of nmc: it begins with '<html>'; expected one of: abridged ("),
        ("torn.zip", b"PK\x03\x04torn", "torn.zip cannot be unpacked (File is not a zip file): fetch it again"),
        ("torn.csv.gz", gzip.compress(POWER.encode(), mtime=0)[:60], "torn.csv.gz cannot be unpacked ("),
        ("torn.parquet", b"PAR1torn", "torn.parquet is no Parquet file, or is cut short: fetch it again"),
        ("picture.csv", b"\x89PNG\x00\x00", "picture.csv is no text file: expected a table as it was released"),
        ("none.csv", POWER.encode().split(b"\n")[0] + b"\n", "none.csv gives nothing for the lake: it has no rows"),
    ],
)
def test_a_wrong_file_gets_one_line_and_leaves_nothing(name: str, content: bytes, message: str) -> None:
    Path(name).write_bytes(content)
    ran = call("import", "nmc", name)
    assert ran.code == 1
    (line,) = ran.err.splitlines()
    assert message in line
    assert ran.out == ""
    assert not list(Path("foedus.lake").rglob("*.parquet*"))


def test_one_wrong_file_does_not_keep_the_others_out() -> None:
    ran = call("import", "nmc", put("power.csv", POWER), put("empty.csv", ""), "--format", "jsonl")
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert [(one["name"], bool(one["part"])) for one in told] == [("power.csv", True), ("empty.csv", False)]
    assert ran.code == 1


def test_bad_rows_are_counted_and_listed() -> None:
    bad = POWER + '"CCC",999,1913,1,1,1,1,1,1,.1,2011\n"DDD",2,never,1,1,1,1,1,1,.1,2011\nnot,a,row\n'
    (outcome,) = taken("nmc", put("power.csv", bad))
    assert outcome.part
    assert outcome.part.bad == {"unknown state 999": 1, "no year": 1, "no row: missing columns": 1}
    assert (outcome.part.read, outcome.part.kept) == (5, 2)
    listed = [json.loads(line) for line in Path(f"lake/nmc/bad/{outcome.part.name}.jsonl").read_text().splitlines()]
    assert {one["reason"] for one in listed} == set(outcome.part.bad)
    assert next(one["row"] for one in listed if one["reason"].startswith("no row")) == "line 6: not,a,row"


def test_archives_within_archives_are_opened() -> None:
    put("NMC-70-abridged.csv", POWER)
    for inner, outer in (("NMC-70-abridged.csv", "inner.zip"), ("inner.zip", "outer.zip")):
        with zipfile.ZipFile(outer, "w") as archive:
            archive.write(inner)
    (outcome,) = taken("nmc", Path("outer.zip"))
    assert outcome.name == "outer.zip/inner.zip/NMC-70-abridged.csv"
    assert outcome.part and outcome.part.kept == 2
    assert not Path("lake/.tmp").exists()


def test_of_an_archive_of_a_release_the_file_that_says_most_is_taken_and_the_others_are_passed_over() -> None:
    by_dyad = "disno,dyindex,statea,stateb,year,hihosta,hihostb,version\n9001,1,2,200,1902,3,1,4.03\n"
    midb = "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,hostlev,version\n"
    members = {
        "MID/MIDA 5.0.csv": "dispnum,stday,styear,hostlev\n9001,1,1902,3\n",
        "MID/MIDB 5.0.csv": f"{midb}9001,UKG,200,1,7,1902,24,1,1903,0,1,5\n9001,USA,2,1,7,1902,24,1,1903,1,3,5\n",
    }
    for name, more in (("mid5.zip", {}), ("both.zip", {"MID/dyadic.csv": by_dyad})):
        with zipfile.ZipFile(name, "w") as archive:
            for member, text in (members | more).items():
                archive.writestr(member, text)
    passed, kept = taken("mid", Path("mid5.zip"))
    assert passed.passed == "passed over: it is no file of mid" and passed.error is None
    assert kept.part and (kept.part.version, kept.part.until) == ("5.0", "2014-12-31")
    assert [(one.name.rpartition("/")[2], bool(one.part)) for one in taken("mid", Path("both.zip"))] == [
        ("MIDA 5.0.csv", False), ("MIDB 5.0.csv", False), ("dyadic.csv", True)
    ]  # fmt: skip


def test_an_import_goes_on_where_it_was_broken_off() -> None:
    first, second = put("20150102.export.CSV", event("1")), put("20150103.export.CSV", event("2"))
    lake = open_lake("lake", make=True)
    running = take_in(lake, datasets()["gdelt"], [first, second])
    assert not next(running).known
    running.close()  # what is yielded is safe
    left = Path("lake/gdelt/event/0123456789abcdef.parquet.new")
    left.write_bytes(b"half a file")
    assert [outcome.known for outcome in taken("gdelt", first, second)] == [True, False]
    assert not left.exists()
    assert len(rows("gdelt", "id", "event")) == 2


def test_another_version_takes_the_place_of_the_older() -> None:
    taken("nmc", put("old.csv", POWER))
    taken("nmc", put("new.csv", POWER.replace("2011", "2021").replace(".25", ".5")))
    assert rows("nmc", "state, cinc", "state_year") == [("FRA", 0.125), ("USA", 0.5)]
    held = open_lake("lake").holding("nmc")
    assert held and (held.versions, held.coverage) == (("2021",), (("1816-01-01", "2016-12-31"),))


def test_the_summary_grows_by_what_is_new_and_forgets_what_was_replaced() -> None:
    first, second = put("20150102.export.CSV", event("1")), put("20150103.export.CSV", event("2") + event("3"))
    count = "SELECT sum(events) FROM 'lake/gdelt/month.parquet'"
    for file, total in ((first, 1), (second, 3), (second, 3)):
        taken("gdelt", file)
        assert duckdb.sql(count).fetchall() == [(total,)]
    taken("gdelt", put("20150103.export.CSV", event("4")))  # another file of the same name takes its place
    assert duckdb.sql(count).fetchall() == [(2,)]
    Path("lake/gdelt/month.parquet").unlink()  # broken off before it was made
    assert "import of gdelt was broken off" in call("system", "--lake", "lake", "--data", "gdelt").err
    taken("gdelt", first)
    assert duckdb.sql(count).fetchall() == [(2,)]


def test_a_row_of_a_file_with_tabs_is_a_line(tmp_path: Path) -> None:
    """Lines are counted as the file is looked through, not by reading it again; 2 of 3 are of one state."""
    (outcome,) = taken("gdelt", put("20150102.export.CSV", event("1") + event("2", b="RUS") + event("3", b="")[:-1]))
    assert outcome.part
    assert (outcome.part.read, outcome.part.kept, outcome.part.aside) == (3, 1, {"not between two states": 2})


def event(id_: str, a: str = "RUS", b: str = "USA", code: str = "112", day: str = "20150102", kind: str = "GOV") -> str:
    cells = [""] * 61
    cells[0], cells[1], cells[5], cells[7], cells[12] = id_, day, a + kind, a, kind
    cells[15], cells[17], cells[26], cells[29], cells[30], cells[31] = b, b, code, "3", "-2.0", "5"
    return "\t".join(cells) + "\n"


def test_events_keep_two_different_states_and_say_who_is_official() -> None:
    lines = [
        event("1"),
        event("2", kind="REB"),
        event("3", b="RUS"),
        event("4", b=""),
        event("5", b="EUR"),
        event("6", a="ROM", code="163"),
        event("7", code="020"),
        event("8", day="19850102"),
        event("9", day="noday"),
    ]
    (outcome,) = taken("gdelt", put("20150102.export.CSV", "".join(lines)))
    part = outcome.part
    assert part
    assert (part.read, part.kept) == (9, 5)
    assert part.aside == {"a region or an organisation": 1, "not between two states": 2}
    assert part.bad == {"no date": 1}
    assert (part.since, part.until) == ("2015-01-02", "2015-01-02")  # as the file's name says
    assert rows("gdelt", "id, source_state, state_a, code, quad_class, official", "event") == [
        ("1", "RUS", "RUS", "ACCUSE", 3, True),
        ("2", "RUS", "RUS", "ACCUSE", 3, False),
        ("6", "ROU", "ROU", "COERCE", 3, True),
        ("7", "RUS", "RUS", None, 3, True),
        ("8", "SUN", "SUN", "ACCUSE", 3, True),
    ]
    assert duckdb.sql("SELECT sum(events) FROM 'lake/gdelt/month.parquet'").fetchall() == [(5,)]


POLECAT = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tEvent Intensity\tQuad Code\tActor Country\tActor COW\t\
Primary Actor Sector\tRecipient Country\tPrimary Recipient Sector\tStory ID\tExtra\n"


def test_polecat_rows_with_several_states_become_several_and_widths_may_differ() -> None:
    text = POLECAT + (
        "A1\t2023-05-01\tAGREE\tNone\t3.0\tV-COOP\tFRA; DEU\t220\tGOV\tPOL\tNone\t9\n"
        "A2\t2023-05-02\tASSAULT\taerial\t-9.0\tM-CONF\tRUS\t365\tMIL\tUKR\tCVL\t9\t\t\t\n"
        "A3\t2023-05-02\tASSAULT\taerial\t-9.0\tM-CONF\tNone\tNone\tMIL\tUKR\tCVL\t9\n"
    )
    (outcome,) = taken("polecat", put("ngecEvents.DV.2023.txt", text))
    assert outcome.part and outcome.part.bad == {}
    assert rows("polecat", "id, source_state, target_state, code, score, native, official", "event") == [
        ("A1", "DEU", "POL", "AGREE", 3.0, "AGREE", True),
        ("A1", "FRA", "POL", "AGREE", 3.0, "AGREE", True),
        ("A2", "RUS", "UKR", "ASSAULT", -9.0, "ASSAULT-aerial", False),
    ]


def test_ucdp_pairs_the_states_of_the_two_sides() -> None:
    header = "conflict_id,side_a,side_a_2nd,side_b,year,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,intensity_level,\
type_of_conflict,version"
    text = f'{header}\n1,X,Y,Z,2003,"2, 200",900,645,,2,2,23.1\n2,X,Y,Z,2003,651,,,,1,3,23.1\n'
    text += "3,X,Y,Z,1947,750,,751,,1,2,23.1\n"  # Hyderabad
    (outcome,) = taken("ucdp", put("ucdp-prio-acd-231.csv", text))
    assert outcome.part and outcome.part.aside == {"not between states": 1, "a region or an organisation": 1}
    assert rows("ucdp", "source_state, target_state, code, value") == [
        ("AUS", "IRQ", "AT_WAR", 2.0),
        ("GBR", "IRQ", "AT_WAR", 2.0),
        ("IRQ", "USA", "AT_WAR", 2.0),
    ]


def test_shared_organisations_are_counted_from_the_table_of_memberships() -> None:
    text = "ccode,year,state,AAA,BBB,UN\n2,1990,usa,1,1,1\n220,1990,france,1,0,1\n345,1990,yugoslavia,-1,2,1\n"
    taken("igo", put("state_year_format3.csv", text))
    assert rows("igo", "source_state, target_state, value") == [
        ("FRA", "USA", 2.0),
        ("FRA", "YUG", 1.0),
        ("USA", "YUG", 1.0),
    ]


@pytest.mark.parametrize(
    ("key", "header", "lines", "columns", "expected"),
    [
        (
            "atop",
            "ddyad,year,atopally,defense,offense,neutral,nonagg,consul,atopid1,stateA,stateB,version",
            ["2000220,1950,1,1,0,0,1,1,3180,2,220,5.1", "220002,1950,1,0,0,0,1,1,3180,220,2,5.1"],
            "source_state, target_state, value, kinds",
            [
                ("FRA", "USA", 2.0, "nonaggression consultation"),
                ("USA", "FRA", 3.0, "defense nonaggression consultation"),
            ],
        ),
        (
            "atop",
            "dyad,mem1,mem2,year,atopally,defense,offense,neutral,nonagg,consul,atopid1,version",
            ["200365,365,200,1941,1,1,0,0,0,1,2540,5.1"],
            "source_state, target_state, value, kinds",
            [("GBR", "SUN", 3.0, "defense consultation")],
        ),
        (
            "mid",
            "disno,dyindex,statea,stateb,year,hihosta,hihostb,version",
            ["257,1,200,255,1914,5,5,4.03", "258,1,2,20,1974,-9,1,4.03"],
            "source_state, target_state, code, value",
            [("GBR", "DEU", "AT_WAR", 5.0), ("USA", "CAN", None, None)],
        ),
        (
            "mid",
            "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,hostlev,version",
            ["257,UKG,200,1,8,1914,1,1,1915,0,5,5.0", "257,GMY,255,1,7,1914,1,1,1914,1,4,5.0"],
            "source_state, target_state, year, value",
            [("DEU", "GBR", 1914, 4.0), ("GBR", "DEU", 1914, 5.0)],
        ),
        (
            "igo",
            "ccode1,country1,ccode2,country2,year,AAA,BBB,UN",
            ["2,usa,20,canada,1950,1,1,1", "2,usa,220,france,1950,0,-1,1"],
            "source_state, target_state, value",
            [("CAN", "USA", 3.0), ("FRA", "USA", 1.0)],
        ),
    ],
    ids=["atop ddyr", "atop dy", "mid dyadic", "MIDB", "igo dyadic"],
)
def test_layouts_of_which_no_released_rows_are_at_hand(
    key: str, header: str, lines: list[str], columns: str, expected: list[tuple[object, ...]]
) -> None:
    """Rows of our own under the columns of the code books."""
    (outcome,) = taken(key, put("release.csv", "\n".join([header, *lines]) + "\n"))
    assert outcome.part and not outcome.part.bad, outcome.error
    assert rows(key, columns) == expected


def test_a_last_line_without_end_is_told(tmp_path: Path) -> None:
    ran = call("import", "nmc", put("power.csv", POWER[:-1]))
    assert ran.code == 0
    assert ran.err == "foedus: power.csv: its last line has no end: if the file was cut there, fetch it again\n"


def test_votes_that_were_not_cast_are_set_aside() -> None:
    text = "rcid,ccode,member,vote,Country,Countryname,session,date\n"
    text += "".join(f"3,{n},1,{v},X,X,1,1946-01-01\n" for n, v in ((2, 1), (220, 2), (365, 3), (200, 8), (710, 9)))
    (outcome,) = taken("un-votes", put("UNVotes.csv", text))
    assert outcome.part and outcome.part.aside == {"absent or no member": 2}
    assert rows("un-votes", "state, vote", "vote") == [("FRA", 2), ("SUN", 3), ("USA", 1)]


def test_a_damaged_manifest_is_told_in_one_line() -> None:
    taken("nmc", put("power.csv", POWER))
    Path("lake/nmc", MANIFEST).write_text("{")
    ran = call("cite", "--lake", "lake")
    assert ran.code == 1 and "manifest.json cannot be read" in ran.err and ran.err.count("\n") == 1


def test_cite_says_what_is_held_and_covered() -> None:
    call("import", "nmc", put("power.csv", POWER))
    assert "In the lake: version 2011, 1816–2012" in call("cite").out
    (told,) = json.loads(call("cite", "nmc", "--format", "json").out)
    assert told["covered"] == [["1816-01-01", "2012-12-31"]]
    assert "pas encore" in call("cite", "atop", "--lang", "fr").out


@pytest.mark.parametrize(
    ("number", "year", "iso3"),
    [
        (365, 1910, "RUS"), (365, 1950, "SUN"), (365, 1995, "RUS"),
        (255, 1868, "PRU"), (255, 1938, "DEU"), (260, 1970, "DEU"), (265, 1970, "DDR"), (255, 1995, "DEU"),
        (345, 1914, "SRB"), (345, 1980, "YUG"), (345, 2004, "SCG"), (345, 2010, "SRB"),
        (816, 1970, "VDR"), (817, 1970, "RVN"), (816, 1980, "VNM"),
        (678, 1980, "YAR"), (680, 1980, "YMD"), (679, 1995, "YEM"),
        (366, 1930, "EST"), (4711, 1990, None),
    ],
)  # fmt: skip
def test_a_number_means_the_state_of_the_year(number: int, year: int, iso3: str | None) -> None:
    assert state_in_year("cow", number, year) == iso3


@pytest.mark.parametrize(
    ("iso3", "line", "before"),
    [
        ("RUS", ["RUS", "SUN"], []),
        ("SRB", ["SRB", "SCG", "YUG"], []),
        ("VNM", ["VNM", "VDR"], ["RVN", "VAN"]),
        ("YEM", ["YEM", "YAR"], ["YMD"]),
        ("CZE", ["CZE"], ["CSK"]),
    ],
)
def test_states_that_changed_name_keep_one_history(iso3: str, line: list[str], before: list[str]) -> None:
    assert [state.iso3 for state in history(iso3)] == line
    assert [state.iso3 for state in forerunners(iso3)] == before
    assert all(heir(state) == iso3 for state in line)
    assert "DDR" in {state.iso3 for state in forerunners("DEU")} and heir("DDR") == "DDR"
    assert at_year("RUS", 1960) == "SUN" and at_year("FRA", 1960) == "FRA"


def test_every_prefix_of_cameo_has_a_code_or_none_on_purpose() -> None:
    codes = cameo_codes()
    assert [codes[c] for c in ("01", "0256", "057", "0831", "0871", "163", "1712", "190", "191")] == [
        None, None, "SUPPORT", "CONCEDE", "RETREAT", "COERCE", "ASSAULT", "ASSAULT", "COERCE",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("1985.zip", ("1985-01-01", "1985-12-31")),
        ("201302.zip", ("2013-02-01", "2013-02-28")),
        ("20130401.export.CSV", ("2013-04-01", "2013-04-01")),
        ("20191024143000.export.CSV", ("2019-10-24", "2019-10-24")),
        ("events.csv", None),
    ],
)
def test_the_name_of_a_gdelt_file_says_its_days(name: str, period: tuple[str, str] | None) -> None:
    assert period_of(name) == period


def test_each_dataset_has_a_layout_and_its_names_resolve() -> None:
    assert {layout.dataset for layout in LAYOUTS} == set(datasets())
    for dataset in datasets().values():
        assert find_dataset(dataset.key) is dataset
        assert all(iso3 == "" or named(iso3, {}) == iso3 for iso3 in dataset.codes.values()), dataset.key
