"""The system as a page and as JSON: years, sources, whose word; what is not covered is said, never shown as nothing."""

from threading import Event, current_thread

import pytest
from starlette.testclient import TestClient
from test_pages import checked

from foedus.ledger import open_ledger
from foedus.web import kept
from foedus.web.kept import Kept
from foedus.web.settings import Settings
from foedus.web.views.places import HIGH, WIDE, on_earth

PACTS = {"source": "cow-alliances"}


def system(room: TestClient, **asked: str) -> dict:
    answer = room.get("/api/v1/system", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    "asked", ["", "?year=2025", "?year=1999", "?source=cow-alliances&year=1970", "?on_word_of=RUS&centre=PRK", "?all=1"]
)
def test_a_page_of_the_system_is_whole_and_plain(room: TestClient, lang: str, asked: str) -> None:
    answer = room.get(f"/{lang}/system{asked}")
    assert answer.status_code == 200
    found = checked(answer.text)
    assert not found.faults
    assert not found.open
    assert len(found.ids) == len(set(found.ids))


def test_each_tie_of_the_picture_and_of_the_table_opens_its_pair(room: TestClient) -> None:
    html = room.get("/en/system", params={**PACTS, "year": "1970"}).text
    assert html.count('href="/en/pair/CAN/USA"') == 2
    assert '<line class="together"' in html


def test_a_state_stays_where_it_is_while_the_year_moves(room: TestClient) -> None:
    places = [
        {one["state"]: (one["x"], one["y"]) for one in system(room, **PACTS, year=year)["states"]}
        for year in ("1970", "2000")
    ]
    both = set(places[0]) & set(places[1])
    assert {"USA", "CAN", "FRA", "CHN", "PRK"} == both
    assert all(places[0][state] == places[1][state] for state in both)
    assert all(0 <= x <= WIDE and 0 <= y <= HIGH for x, y in places[0].values())


def test_a_bloc_keeps_its_colour_while_the_year_moves(room: TestClient) -> None:
    def colour(year: str) -> int:
        return next(one["colour"] for one in system(room, **PACTS, year=year)["states"] if one["state"] == "USA")

    assert colour("1950") == colour("1970") == colour("2012") > 0


def test_a_state_of_then_stands_at_the_place_of_its_heir_and_on_its_ground(room: TestClient) -> None:
    found = system(room, **PACTS, year="1970")
    assert "SUN" in {one["state"] for one in found["states"]}
    assert found["homes"] == {"SUN": "RUS"}
    assert "RUS" not in found["without"]


def test_blocs_are_named_by_their_strongest_members(room: TestClient) -> None:
    west = next(bloc for bloc in system(room, **PACTS, year="1970")["blocs"] if "USA" in bloc["states"])
    assert west["named"] == ["USA", "CAN", "FRA"]  # tied alike: the one with most power comes first


def test_a_year_that_is_not_covered_is_said_to_be_so(room: TestClient) -> None:
    found = system(room, **PACTS, year="2020")
    assert (found["covered"], found["states"], found["without"]) == (False, [], [])
    html = room.get("/en/system", params={**PACTS, "year": "2020"}).text
    assert "Not covered." in html
    assert "The source covers 1816–2012" in html


def test_of_a_covered_year_the_states_without_ties_are_named(room: TestClient) -> None:
    found = system(room, **PACTS, year="1970")
    assert "CHE" in found["without"]
    assert not {"USA", "SSD"} & set(found["without"])  # tied; not there yet


def test_a_record_that_says_nothing_of_a_state_does_not_say_that_it_has_no_ties(room: TestClient) -> None:
    assert system(room)["without"] == []


def test_on_one_states_word_other_ties_stand(room: TestClient) -> None:
    every = {(e["a"], e["b"]) for e in system(room)["edges"]}
    moscow = {(e["a"], e["b"]) for e in system(room, on_word_of="Russie")["edges"]}
    third = {(e["a"], e["b"]) for e in system(room, third_party="1")["edges"]}
    # A tie may stand on one side's word where the words of both sides cancel out.
    assert ("PRK", "RUS") in moscow & every
    assert len(moscow) < len(every) and len(third) < len(every)
    assert third != moscow


def test_the_years_of_which_something_is_told_are_marked(room: TestClient) -> None:
    told = system(room)["told"]
    assert 2025 in told
    assert 1999 not in told
    assert '<option value="2025"></option>' in room.get("/en/system").text


def test_a_mood_is_kept_apart(room: TestClient) -> None:
    asserted = system(room, mood="asserted")["edges"]
    assert asserted == system(room)["edges"]
    assert system(room, mood="demanded")["edges"] != asserted


def test_a_dataset_has_no_speakers_to_filter_by(room: TestClient) -> None:
    assert set(system(room, **PACTS, year="1970", on_word_of="RUS")["filters"].values()) == {None}


def test_around_one_state_only_its_ties_stand(room: TestClient) -> None:
    found = system(room, **PACTS, year="1970", centre="Canada")
    assert {(e["a"], e["b"]) for e in found["edges"]} == {("CAN", "FRA"), ("CAN", "USA")}
    assert len(found["states"]) == 6


def test_poles_are_those_of_the_year_or_not_covered(room: TestClient) -> None:
    assert system(room, **PACTS, year="1970")["capabilities"]["poles"] == ["USA"]
    assert system(room, **PACTS, year="1971")["capabilities"] is None


@pytest.mark.parametrize("asked", ["source=nmc", "source=nothing", "year=20", "year=1970-01", "on_word_of=Atlantis"])
def test_what_does_not_exist_is_told(room: TestClient, asked: str) -> None:
    assert room.get(f"/api/v1/system?{asked}").status_code in (400, 404)


def test_every_place_of_the_map_lies_on_earth_and_bears_one_shape() -> None:
    places = on_earth()
    assert len(places) > 190
    assert len({one["atlas"] for one in places}) == len(places) == len({one["state"] for one in places})
    assert all(-180 <= one["lon"] <= 180 and -90 <= one["lat"] <= 90 for one in places)


def test_what_is_kept_is_made_once_until_the_ledger_changes(
    room: TestClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "DELAY", 0)
    before = system(room)["counts"]["states"]
    with open_ledger(settings.ledger) as ledger:
        ledger.remove(room.get("/api/v1/articles").json()["items"][0]["id"])
    assert system(room)["counts"]["states"] < before


def test_of_those_asked_for_least_lately_the_values_go() -> None:
    made: list[str] = []

    def ask(key: str) -> str:
        return held.get(key, lambda: made.append(key) or key)

    held = Kept(lambda: 0, most=2)
    assert [ask(key) for key in ("a", "b", "a", "c", "a", "b")] == ["a", "b", "a", "c", "a", "b"]
    assert made == ["a", "b", "c", "b"]


def test_what_may_be_late_and_took_long_is_given_again_while_it_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "QUICK", -1.0)
    monkeypatch.setattr(kept, "DELAY", -1.0)
    state, go, threads = ["old"], Event(), []
    held = Kept(lambda: state[0])

    def make() -> str:
        if state[0] == "new":
            threads.append(current_thread())
            go.wait(10)
        return state[0]

    assert held.get("key", make, may_be_late=True) == "old"
    state[0] = "new"
    assert held.get("key", make, may_be_late=True) == "old"
    go.set()
    while not threads:
        go.wait(0)
    threads[0].join(10)
    assert held.get("key", make, may_be_late=True) == "new"
    state[0] = "newer"
    assert held.get("key", make) == "newer"  # what may not be late is made at once
