"""The verb timeline: a pair over time, from a ledger and a lake of our own making."""

import csv
import io
import json
from pathlib import Path

import pytest

from builders import article, reading, relation, statement
from foedus.ledger import open_ledger
from foedus.system.series import windows_between
from running import call

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def ledger(desk: None) -> Path:
    """Moscow helps Pyongyang: once told by two papers in 2023, ten words in 2024, one denial, one dated by its year."""
    with open_ledger("foedus.db") as opened:
        days = ["2021-05-02", "2023-03-01", "2023-03-02", *(f"2024-{month:02d}-11" for month in range(1, 11))]
        for number, day in enumerate(days):
            words = (
                "aider Pyongyang avec des obus" if day.startswith("2023") else f"aider Pyongyang, livraison {number}"
            )
            page = article(f"Moscou dit {words}.", f"Agence {number}", published=day)
            said = statement(page, words, "Moscou", state="RUS")
            opened.add(reading(page, said, relation(page, "RUS", "PRK", "AID", statement=said)))
        page = article("Pyongyang dément. Séoul accuse Moscou, son allié.", published="2024-04-01")
        no = statement(page, "dément", "Pyongyang", state="PRK")
        opened.add(
            reading(
                page, no, relation(page, "RUS", "PRK", "AID", statement=no, mood="negated"),
                relation(page, "PRK", "RUS", "ALLIED"), relation(page, "PRK", "RUS", "ASSAULT", date="2022"),
            )
        )  # fmt: skip
    return Path("foedus.db")


PACTS = "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente\n"


@pytest.fixture
def lake() -> Path:
    """A pact of the Soviet Union with North Korea from 1961 to 1995, and votes in two years; states by number."""
    Path("pacts.csv").write_text(PACTS + "".join(f"365,731,{year},1,0,0,0\n" for year in range(1961, 1996)))
    votes = "rcid,ccode,member,vote,Country,Countryname,session,date\n"
    for year, theirs in ((1992, 1), (1993, 3)):
        for call_ in range(20):
            for number, vote in ((365, 1 + 2 * (call_ % 2)), (731, 1 + 2 * (call_ % 2) if theirs == 1 else 3)):
                votes += f"{year}{call_},{number},1,{vote},X,X,1,{year}-11-0{call_ % 9 + 1}\n"
    Path("votes.csv").write_text(votes)
    for dataset, file in (("cow-alliances", "pacts.csv"), ("un-votes", "votes.csv")):
        assert call("import", dataset, file).code == 0
    return Path("foedus.lake")


def told(*arguments: object) -> dict[str, dict[str, object]]:
    ran = call("timeline", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    return {one["source"]: one for one in json.loads(ran.out)["series"]}


def test_the_record_is_counted_by_origin_and_class(ledger: Path) -> None:
    one = told("RUS", "PRK", "--by", "year")["record"]
    assert (one["unit"], one["windows"]) == ("origins", ["2021", "2022", "2023", "2024"])
    lines = one["lines"]
    assert isinstance(lines, dict)
    assert lines["material_cooperation"] == [1, 0, 1, 10]  # two papers with one word are one origin
    assert lines["standing_together"] == [0, 0, 0, 1] and "standing_apart" not in lines
    assert lines["material_conflict"] == [0, 1, 0, 0]


def test_what_is_dated_by_its_year_alone_has_no_month(ledger: Path) -> None:
    one = told("RUS", "PRK", "--by", "month", "--since", "2022")["record"]
    assert one["windows"][0] == "2022-01" and one["windows"][-1] == "2024-10"  # type: ignore[index]
    assert one["dated_by_year_alone"] == 1
    assert sum(one["lines"]["material_conflict"]) == 0  # type: ignore[index]


def test_filters_hold_for_the_record(ledger: Path) -> None:
    lines = told("RUS", "PRK", "--by", "year", "--mood", "negated")["record"]["lines"]
    assert sum(lines["material_cooperation"]) == 1  # type: ignore[index]
    lines = told("RUS", "PRK", "--by", "year", "--on-word-of", "PRK")["record"]["lines"]
    assert sum(map(sum, lines.values())) == 0  # type: ignore[attr-defined]


def test_outside_coverage_a_value_is_null_and_inside_nought(ledger: Path, lake: Path) -> None:
    found = told("RUS", "PRK", "--data", "record", "--data", "cow-alliances", "--since", "1940", "--until", "2022")
    pacts, record = (found[name]["lines"] for name in ("cow-alliances", "record"))
    at = found["cow-alliances"]["windows"].index  # type: ignore[attr-defined]
    level = pacts["level"]  # type: ignore[index]
    assert [level[at(year)] for year in ("1947", "1950", "1961", "1995", "1996", "2013")] == [None, 0, 3, 3, 0, None]
    assert record["verbal_conflict"][at("2000")] is None and record["verbal_conflict"][at("2022")] == 0  # type: ignore[index]


def test_votes_of_a_year_are_compared(lake: Path) -> None:
    """All alike in 1992. In 1993 one votes 1 and 3 by turns, the other 3: the mean is 2.5."""
    found = told("RUS", "PRK", "--data", "un-votes")["un-votes"]
    assert found["unit"] == "agreement"
    pi = 1 - 40 / (10 * (1.5**2 + 0.5**2) + 20 * 0.5**2)
    assert found["lines"]["level"] == [1.0, pytest.approx(pi)]  # type: ignore[index]


def test_change_points_are_told_in_words(ledger: Path, lake: Path) -> None:
    out = call("timeline", "Russie", "PRK", "--data", "all", "--since", "1950", "--lang", "fr").out.replace(
        "\u00a0", " "
    )
    assert "Russie et Corée du Nord au fil du temps, 1950–2024" in out
    assert "1961–1995    3 défense ou offensive" in out and "2013–2024    non couvert" in out
    changes = told("RUS", "PRK", "--data", "cow-alliances", "--since", "1950")["cow-alliances"]["changes"]
    assert [(c["at"], c["before"], c["after"]) for c in changes] == [("1961", 0, 3), ("1996", 3, 0)]  # type: ignore[attr-defined]
    month = call("timeline", "RUS", "PRK", "--by", "month", "--since", "2022", "--lang", "fr").out.replace(
        "\u00a0", " "
    )
    words = " ".join(month.split())
    assert "à partir de janvier 2024, coopération : 1,1 origine indépendante par mois en moyenne, contre 0,0" in words


def test_a_window_covered_in_part_is_said_to_be(ledger: Path, lake: Path) -> None:
    """The record runs from 2 May 2021 to 11 October 2024; votes from November 1992 to November 1993; pacts by years."""
    found = told("RUS", "PRK", "--data", "all")
    assert found["record"]["covered_in_part"] == ["2021", "2024"]
    assert found["un-votes"]["covered_in_part"] == ["1992", "1993"]
    assert found["cow-alliances"]["covered_in_part"] == []
    assert told("RUS", "PRK", "--by", "month")["record"]["covered_in_part"] == ["2021-05", "2024-10"]
    assert "couvert en partie\u00a0: 2021, 2024" in call("timeline", "RUS", "PRK", "--by", "year", "--lang", "fr").out


def test_csv_leaves_empty_what_is_not_covered(lake: Path) -> None:
    out = call("timeline", "RUS", "PRK", "--data", "all", "--since", "2012", "--until", "2013", "--format", "csv").out
    rows = [row for row in csv.DictReader(io.StringIO(out)) if row["source"] == "cow-alliances"]
    assert [(row["window"], row["covered"], row["value"]) for row in rows] == [
        ("2012", "true", "0"),
        ("2013", "false", ""),
    ]


@pytest.mark.parametrize("name", ["out.svg", "out.png", "out.html"])
def test_a_pair_is_drawn(ledger: Path, lake: Path, name: str) -> None:
    arguments = ("timeline", "RUS", "PRK", "--data", "all", "--since", "1990", "--lang", "fr", "--plot", name)
    ran = call(*arguments)
    assert ran.code == 0 and f"{name} is written" in ran.err
    content = Path(name).read_bytes()
    if name.endswith(".png"):
        assert content.startswith(b"\x89PNG")
        return
    text = content.decode()
    for words in (
        "Russie et Corée du Nord",
        "non couvert",
        "cow-alliances 4.1 (couvre 1816–2012)",
        "coopération matérielle",
    ):
        assert words in text
    assert "<title>1995\u00a0: 3 défense ou offensive</title>" in text  # where the pointer rests
    assert ("<table>" in text) == name.endswith(".html") == ("<script>" in text) and "src=" not in text


def test_a_comparison_is_drawn_too(ledger: Path, lake: Path) -> None:
    ran = call("compare", "RUS", "PRK", "--plot", "out.svg")
    assert ran.code == 0 and "not covered" in Path("out.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--data", "gdlet"), "unknown source 'gdlet': expected record or one of cow-alliances"),
        (("--data", "atop"), "holds no atop: import it with `foedus import atop FILE`"),
        (("--plot", "out.gif"), "expected a file that ends in .png, .svg or .html"),
        (("--format", "csv"), "--format csv holds a series: give --by year or --by month"),
        (("--by", "year", "--since", "2001", "--until", "2000"), "comes after"),
    ],
)
def test_wrong_usage_gets_one_line(ledger: Path, lake: Path, options: tuple[str, ...], message: str) -> None:
    ran = call("timeline", "RUS", "PRK", *options)
    assert ran.code in (1, 2) and message in ran.err and ran.err.count("\n") == 1


def test_one_history_and_nothing_to_ask_are_refused() -> None:
    assert "there is neither a ledger" in call("timeline", "RUS", "PRK", "--by", "year").err
    with open_ledger("foedus.db"):
        pass
    assert "are one history" in call("timeline", "RUS", "SUN", "--by", "year").err
    assert "nothing has a date" in call("timeline", "RUS", "PRK", "--by", "year").err


@pytest.mark.parametrize(
    ("first", "last", "step", "windows"),
    [
        ("1999", "2001", "year", ("1999", "2000", "2001")),
        ("2024-11", "2025-02", "month", ("2024-11", "2024-12", "2025-01", "2025-02")),
        ("2024", "2024-02", "month", ("2024-01", "2024-02")),
        ("2024-05", "2025-02", "year", ("2024", "2025")),
    ],
)
def test_windows_have_no_gap(first: str, last: str, step: str, windows: tuple[str, ...]) -> None:
    assert windows_between(first, last, step) == windows


def test_events_of_ucdp_alone_are_told_as_events(lake: Path) -> None:
    """UCDP has two shapes; a lake that holds its georeferenced events alone is no error."""
    Path("ged231.csv").write_text(
        "id,type_of_violence,date_start,best,gwnoa,gwnob,dyad_name\n"
        "1,1,2022-03-01 00:00:00.000,12,365,369,X\n2,1,2022-04-01 00:00:00.000,3,369,365,X\n"
    )
    assert call("import", "ucdp", "ged231.csv").code == 0
    one = told("RUS", "UKR", "--data", "ucdp", "--by", "month")["ucdp"]
    assert (one["unit"], one["windows"]) == ("events", ["2022-03", "2022-04"])
    assert one["lines"]["material_conflict"] == [1, 1]  # type: ignore[index]
    assert "2 set apart" in call("compare", "RUS", "UKR").out
    assert call("system", "--at", "2022", "--data", "ucdp").code == 0
