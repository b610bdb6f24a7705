"""The verbs system and compare, on a ledger and a lake of our own making."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from builders import article, reading, relation, statement
from foedus.errors import UsageError
from foedus.ledger import open_ledger
from foedus.ledger.system import Wanted, pair_counts, tie_counts
from foedus.model import Mood
from foedus.system.graph import FORMULAS
from foedus.system.report import measure
from foedus.system.sources import from_ledger
from running import call

PACTS = "ccode1,ccode2,year,cow_defense,cow_neutral,cow_nonagg,cow_entente\n"
POWER = "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def ledger(desk: None) -> Path:
    """Two papers print one word of Russia's; Ukraine has its own; one denial."""
    with open_ledger("foedus.db") as opened:
        for outlet, day in (("Agence A", "2024-03-01"), ("Agence B", "2024-03-02")):
            page = article("Moscou dit aider Pyongyang avec des obus en nombre.", outlet, published=day)
            said = statement(page, "aider Pyongyang avec des obus en nombre", "Moscou", state="RUS")
            opened.add(reading(page, said, relation(page, "RUS", "PRK", "AID", statement=said)))
        page = article("Kiev accuse Moscou et Séoul dément.", published="2024-04-01")
        kiev = statement(page, "accuse Moscou", "Kiev", state="UKR")
        seoul = statement(page, "dément", "Séoul", state="KOR")
        opened.add(
            reading(
                page, kiev, seoul,
                relation(page, "UKR", "RUS", "ACCUSE", statement=kiev),
                relation(page, "KOR", "UKR", "AID", statement=seoul, mood="negated"),
            )
        )  # fmt: skip
    return Path("foedus.db")


@pytest.fixture
def lake() -> Path:
    """Two camps in 1914 with a state between; capabilities of the same year; both end in 2012."""
    rows = [(255, 300, 1), (255, 325, 1), (300, 325, 1), (220, 365, 1), (200, 220, 0), (200, 365, 0)]
    Path("pacts.csv").write_text(
        PACTS + "".join(f"{a},{b},{y},{d},0,0,{1 - d}\n" for a, b, d in rows for y in (1913, 1914))
        + "2,20,2012,1,0,0,0\n2,20,1914,0,1,1,0\n"
    )  # fmt: skip
    amounts = {2: 0.2, 200: 0.15, 220: 0.07, 255: 0.15, 300: 0.06, 325: 0.03, 365: 0.12, 740: 0.04}
    Path("power.csv").write_text(
        POWER + "".join(f"X,{n},1914,1,1,1,1,1,1,{amount},2011\n" for n, amount in amounts.items())
    )
    for dataset, file in (("cow-alliances", "pacts.csv"), ("nmc", "power.csv")):
        assert call("import", dataset, file).code == 0
    return Path("foedus.lake")


def told(*arguments: object) -> dict[str, object]:
    ran = call("system", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    found: dict[str, object] = json.loads(ran.out)
    return found


def edges(found: dict[str, object]) -> dict[str, float]:
    listed = found["edges"]
    assert isinstance(listed, list)
    return {f"{edge['a']}-{edge['b']}": edge["weight"] for edge in listed}


def test_papers_that_print_one_word_count_once(ledger: Path) -> None:
    """One origin, k = 1: (1 - 0) / (1 + 0 + 1)."""
    assert edges(told("--at", "2024")) == {"PRK-RUS": 0.5, "RUS-UKR": -0.5}
    with open_ledger(ledger, read_only=True) as opened:
        counts = {(c.state_a, c.state_b): c for c in pair_counts(opened.connection, Wanted())}
    assert (counts["PRK", "RUS"].together, counts["PRK", "RUS"].records) == (1, 2)


def test_records_by_month_are_a_quick_first_look(ledger: Path) -> None:
    """Two papers with one word are two records: (2 - 0) / (2 + 0 + 1). The window and the moods hold."""
    with open_ledger(ledger, read_only=True) as opened:
        graph = from_ledger(opened, Wanted(since="2024", until="2024"), by_records=True)
        assert [(edge.pair, round(edge.weight, 3)) for edge in graph.edges] == [
            (("PRK", "RUS"), 0.667), (("RUS", "UKR"), -0.5),
        ]  # fmt: skip
        assert from_ledger(opened, Wanted(until="2024-03-15"), by_records=True).tied == ("PRK", "RUS")
        assert from_ledger(opened, Wanted(moods=(Mood.NEGATED,)), by_records=True).tied == ("KOR", "UKR")
        assert measure(graph).to_dict()["formula"] == FORMULAS["recorded"]
        with pytest.raises(UsageError, match="on whose word"):
            from_ledger(opened, Wanted(on_word_of="RUS"), by_records=True)


@pytest.mark.parametrize(
    ("options", "pairs"),
    [
        (("--on-word-of", "RUS"), {"PRK-RUS"}),
        (("--on-word-of", "Ukraine"), {"RUS-UKR"}),
        (("--third-party",), set()),
        (("--mood", "negated"), {"KOR-UKR"}),
        (("--mood", "negated", "--mood", "asserted"), {"KOR-UKR", "PRK-RUS", "RUS-UKR"}),
        (("--from", "2024-04"), {"RUS-UKR"}),
        (("--to", "2024-03-15"), {"PRK-RUS"}),
    ],
)
def test_filters_hold_for_the_record(ledger: Path, options: tuple[str, ...], pairs: set[str]) -> None:
    assert set(edges(told(*options))) == pairs


def test_ties_of_a_pair_say_who_spoke_for_them(ledger: Path) -> None:
    with open_ledger(ledger, read_only=True) as opened:
        (tie,) = tie_counts(opened.connection, "RUS", "PRK", Wanted(moods=tuple(Mood)))
    assert (tie.code.value, tie.records, tie.origins, tie.spoken_for) == ("AID", 2, 1, ("RUS",))


def test_a_dataset_gives_blocs_and_poles(lake: Path) -> None:
    found = told("--at", "1914", "--data", "cow-alliances")
    assert edges(found) == {
        "AUH-DEU": 1.0, "AUH-ITA": 1.0, "DEU-ITA": 1.0, "FRA-RUS": 1.0, "FRA-GBR": 0.5, "GBR-RUS": 0.5,
    }  # fmt: skip
    groups = {frozenset(bloc["states"]) for bloc in found["blocs"]["blocs"]}  # type: ignore[index]
    assert groups == {frozenset(("AUH", "DEU", "ITA")), frozenset(("FRA", "GBR", "RUS"))}
    power = found["polarity"]["capabilities"]  # type: ignore[index]
    assert (power["year"], power["kind"], power["missing"]) == (1914, "multipolar", [])


def test_what_is_not_covered_is_refused_or_said_and_never_shown_as_nothing(lake: Path, ledger: Path) -> None:
    ran = call("system", "--at", "2020", "--data", "cow-alliances")
    assert ran.code == 1 and ran.out == ""
    assert ran.err == "foedus: 2020 to 2020 is not covered: cow-alliances covers 1816-01-01 to 2012-12-31\n"
    series = call(
        "system", "--from", "2012", "--to", "2013", "--step", "year", "--data", "cow-alliances", "--format", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(series.out)))
    assert [row["blocs"] for row in rows] == ["1", "not covered"]
    side = call("system", "--at", "2024", "--data", "record", "--data", "cow-alliances")
    assert side.code == 1 and "not covered" in side.err


def test_sources_stand_side_by_side_or_together(lake: Path, ledger: Path) -> None:
    Path("fights.csv").write_text(
        "dispnum,ccode1,ccode2,year,sidea1,sidea2,hostlev1,hostlev2\n1,255,220,1914,1,0,5,5\n1,220,255,1914,0,1,5,5\n"
        "2,255,300,1914,1,0,5,5\n"
    )
    assert call("import", "mid", "fights.csv").code == 0
    both = call("system", "--at", "1914", "--data", "cow-alliances", "--data", "mid", "--format", "json")
    assert [one["sources"][0]["source"] for one in json.loads(both.out)] == ["cow-alliances", "mid"]
    summed = edges(told("--at", "1914", "--data", "cow-alliances", "--data", "mid", "--together"))
    assert summed["DEU-FRA"] == -1.0 and "AUH-DEU" not in summed  # 1 - 1


def test_every_weight_is_explained(lake: Path, ledger: Path) -> None:
    out = call("system", "--at", "1914", "--data", "cow-alliances", "--explain", "--lang", "fr").out
    assert "p = plus grand poids d’une sorte de pacte" in out and "défense = 1, offensive = 1, entente = 0,5" in out
    assert "À citer : Gibler" in out.replace("\u00a0", " ")
    out = call("system", "--at", "2024", "--explain").out
    assert (
        "w = (P − N) / (P + N + k)" in out
        and "k = 1, moods = asserted" in out
        and "PRK – RUS: w = 0.500 (P 1, N 0" in out
    )


def test_graphml_and_csv(lake: Path) -> None:
    root = ElementTree.fromstring(call("system", "--at", "1914", "--data", "cow-alliances", "--format", "graphml").out)
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    assert len(root.findall(".//g:node", space)) == 6 and len(root.findall(".//g:edge", space)) == 6
    out = call("system", "--at", "1914", "--data", "cow-alliances", "--format", "csv").out
    assert {row["state_a"] for row in csv.DictReader(io.StringIO(out))} == {"AUH", "DEU", "FRA", "GBR"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--data", "gdlet"), "unknown source 'gdlet': expected record, read or one of cow-alliances"),
        (("--data", "atop"), "holds no atop: import it with `foedus import atop FILE`"),
        (("--data", "nmc", "--at", "1914"), "nmc says nothing of pairs of states"),
        (("--at", "1914", "--from", "1900"), "--at is one window"),
        (("--step", "year"), "--step year needs --from and --to"),
        (("--plot", "out.gif"), "expected a file that ends in .png, .svg or .html"),
        (("--plot", "nowhere/out.svg"), "there is no folder nowhere"),
        (("--from", "2001", "--to", "2000"), "comes after"),
    ],
)
def test_wrong_usage_gets_one_line(lake: Path, options: tuple[str, ...], message: str) -> None:
    ran = call("system", *options)
    assert ran.code in (1, 2) and message in ran.err and ran.err.count("\n") == 1


@pytest.mark.parametrize("name", ["out.svg", "out.png", "out.html"])
def test_pictures_are_written(lake: Path, name: str) -> None:
    arguments = ["--data", "cow-alliances", "--lang", "fr", "--plot", name]
    assert call("system", "--at", "1914", *arguments).code == 0
    content = Path(name).read_bytes()
    if name.endswith(".png"):
        assert content.startswith(b"\x89PNG")
        return
    text = content.decode()
    named = "Allemagne, Autriche-", "Allemagne (DEU)\u00a0: 2 ententes, 0 oppositions"
    for words in ("Qui se tient avec qui, 1914", "cow-alliances 4.1 (couvre 1816–2012)", "AUH", "Bloc 1", *named):
        assert words in text
    assert ("<table>" in text) == name.endswith(".html") and "http" not in text.replace(
        "http://www.w3.org", ""
    ).replace("http://purl.org", "").replace("http://creativecommons.org", "").replace("https://matplotlib.org", "")


def test_a_series_is_drawn_with_what_is_not_covered(lake: Path) -> None:
    options = ["--from", "2011", "--to", "2014", "--step", "year", "--data", "cow-alliances", "--plot", "out.svg"]
    assert call("system", *options).code == 0
    assert "not covered" in Path("out.svg").read_text(encoding="utf-8")


def test_ties_of_one_sign_are_not_drawn_as_balance(lake: Path) -> None:
    options = ["--from", "1913", "--to", "1914", "--step", "year", "--data", "cow-alliances", "--plot", "out.svg"]
    assert call("system", *options).code == 0
    text = Path("out.svg").read_text(encoding="utf-8")
    assert "cow-alliances: no tie sets apart, so every triad of it is balanced." in text
    assert "Source: cow-alliances 4.1 (covers 1816–2012), nmc" in text


def test_record_beside_dataset(lake: Path, ledger: Path) -> None:
    out = call("compare", "Russie", "PRK", "--lang", "fr").out.replace("\u00a0", " ")
    assert "aide : 2 relevés, 1 origine, sur la parole de RUS" in out
    assert "aucun pacte" in out and "couverture jusqu’au 31 décembre 2012" in " ".join(out.split())
    assert "Pas dans le lac : atop, mid" in out
    out = call("compare", "FRA", "RUS", "--until", "1914").out
    assert "1913–1914: defense" in out and "nothing is recorded" in out
    out = call("compare", "FRA", "RUS", "--since", "2020").out
    assert "not covered, coverage ends 31 December 2012" in out


def test_a_pair_of_one_history_is_refused(lake: Path) -> None:
    ran = call("compare", "RUS", "SUN")
    assert ran.code == 2 and "are one history" in ran.err


def test_without_anything_to_ask_it_says_what_to_do() -> None:
    assert "there is neither a ledger" in call("compare", "FRA", "DEU").err
    assert "there is no ledger at foedus.db" in call("system").err
