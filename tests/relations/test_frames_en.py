"""Every row of en/frames.tsv catches its own example; sentences that only look like relations give none."""

from functools import cache

import pytest
from tests.builders import article

from foedus.model import Relation
from foedus.reading import read_article
from foedus.relations.frames import COLUMNS
from foedus.tables import Row, read_table

pytestmark = pytest.mark.slow

ROWS = read_table("en/frames.tsv", COLUMNS)

NEAR_MISSES = [
    "French dockers went on strike in Belgium.",
    "The Canadian team attacked early and beat Sweden in Finland.",
    "A heat wave struck Spain and Portugal.",
    "A storm hit Japan after crossing Taiwan.",
    "The Greek crisis hit Cyprus hard.",
    "The film opens in Italy and Spain next week.",
    "A Mexican chef delivered a lecture in Peru.",
    "The Swedish king visited a hospital.",
    "The Danish writer met his wife in Portugal.",
    "Spain met Portugal in the final.",
    "Germany beat Brazil 7-1 in the semi-final.",
    "The Irish novelist signed books in Canada.",
    "Prices in Egypt were tied to those in Jordan.",
    "The treaty between the two companies binds them in Norway and Denmark.",
]

# sentence, source, target, code, mood
READ = [
    ("Israel was struck by Iranian missiles on Tuesday.", "IRN", "ISR", "ASSAULT", "asserted"),
    ("Sanctions imposed by the United States on Iran have hurt its banks.", "USA", "IRN", "SANCTION", "asserted"),
    ("Washington announced new sanctions against Iranian banks.", "USA", "IRN", "SANCTION", "asserted"),
    ("The withdrawal of French troops from Mali was completed in August.", "FRA", "MLI", "RETREAT", "asserted"),
    ("Pakistan accused India of bombing a mosque.", "IND", "PAK", "ASSAULT", "asserted"),
    ("Pakistan accused India of bombing a mosque.", "PAK", "IND", "ACCUSE", "asserted"),
    ("Germany will deliver tanks to Ukraine.", "DEU", "UKR", "AID", "future"),
    ("Germany may deliver missiles to Ukraine.", "DEU", "UKR", "AID", "possible"),
    ("Iran denies supplying drones to Russia.", "IRN", "RUS", "AID", "negated"),
    ("Mali called for the withdrawal of French troops.", "FRA", "MLI", "RETREAT", "demanded"),
    ("Ukraine received tanks from Norway.", "NOR", "UKR", "AID", "asserted"),
    ("North Korean shells were supplied to Russia.", "PRK", "RUS", "AID", "asserted"),
    ("India and Pakistan traded fire on Sunday.", "IND", "PAK", "ASSAULT", "asserted"),
    ("India and Pakistan traded fire on Sunday.", "PAK", "IND", "ASSAULT", "asserted"),
    ('"Canada must release the sailors of China at once," Beijing said.', "CHN", "CAN", "REQUEST", "asserted"),
    ('Mogadishu called the accord with Ethiopia "an act of aggression".', "SOM", "ETH", "ACCUSE", "asserted"),
    ("SEOUL, South Korea (AP) - Cuba has sent soldiers to Angola.", "CUB", "AGO", "AID", "asserted"),
]


@cache
def _relations(text: str) -> tuple[Relation, ...]:
    return read_article(article(text, language="en")).relations


@pytest.mark.parametrize("row", ROWS, ids=[row["example"] for row in ROWS])
def test_the_example_of_a_row_makes_the_row_fire(row: Row) -> None:
    found = [(r.code.value, r.rule) for r in _relations(row["example"])]
    by_its_cue = [rule for code, rule in found if code == row["code"] and rule.startswith("performed:")]
    assert (row["code"], f"{row['trigger']} ({row.where})") in found or by_its_cue


@pytest.mark.parametrize("text", NEAR_MISSES, ids=NEAR_MISSES)
def test_nothing_is_read_between_states_where_nothing_is_said(text: str) -> None:
    assert [(r.source, r.target, r.code.value) for r in _relations(text)] == []


@pytest.mark.parametrize(("text", "source", "target", "code", "mood"), READ, ids=[f"{r[0]} {r[3]}" for r in READ])
def test_who_does_what_to_whom(text: str, source: str, target: str, code: str, mood: str) -> None:
    assert (source, target, code, mood) in [(r.source, r.target, r.code.value, r.mood.value) for r in _relations(text)]


def test_an_undone_thing_is_not_done_again() -> None:
    assert [r.code.value for r in _relations("Canada lifted sanctions on Syria.")] == ["RETREAT"]
