"""A pair over time, and beside the datasets."""

import pytest
from starlette.testclient import TestClient
from test_pages import checked

from foedus.codes import Code
from foedus.web.views.chart import chart


def test_a_few_years_are_counted_by_month_and_many_by_year() -> None:
    few = chart([("2024-11", Code.AID, 2), ("2025-02", Code.ACCUSE, 1), ("2025", Code.AID, 4), ("", Code.AID, 3)])
    assert few
    assert [one["period"] for one in few["bins"]] == ["2024-11", "2024-12", "2025-01", "2025-02"]
    assert few["bins"][0]["material_cooperation"] == 2
    assert few["bins"][3]["verbal_conflict"] == 1
    assert (few["undated"], few["year_only"]) == (3, 4)
    many = chart([("1999-11", Code.AID, 2), ("2025", Code.AT_WAR, 1)])
    assert many
    assert (many["step"], len(many["bins"]), many["totals"]["standing_apart"]) == ("year", 27, 1)


def test_where_no_month_is_known_years_are_counted() -> None:
    found = chart([("2019", Code.AID, 2), ("", Code.AID, 3)])
    assert found
    assert (found["step"], found["totals"]["material_cooperation"], found["year_only"]) == ("year", 2, 0)


def test_nothing_with_a_date_has_no_chart() -> None:
    assert chart([("", Code.AID, 3)]) is None


def test_what_lies_long_before_the_last_year_of_the_record_is_charted(room: TestClient) -> None:
    bins = room.get("/api/v1/pairs/FRA/RUS/chart").json()["chart"]["bins"]
    assert bins
    assert any(one[sort] for one in (bins[0], bins[-1]) for sort in one if sort not in ("period", "covered"))


def test_the_chart_of_a_pair_tells_its_figures_in_words_and_leads_to_each_period(room: TestClient) -> None:
    html = room.get("/en/pair/RUS/PRK").text
    assert 'class="quad-chart"' in html
    assert "<title>2025: tie together" in html
    assert 'href="/en/pair/RUS/PRK?since=2025&amp;until=2025"' in html
    bins = room.get("/api/v1/pairs/RUS/PRK/chart").json()["chart"]["bins"]
    assert bins[-1]["period"] == "2025"


def test_filters_hold_for_the_chart(room: TestClient) -> None:
    def total(**asked: str) -> int:
        found = room.get("/api/v1/pairs/RUS/PRK/chart", params=asked).json()["chart"]
        return sum(found["totals"].values()) if found else 0

    assert 0 < total(third_party="1") < total()
    assert total(since="1990", until="1991") == 0


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_record_stands_beside_the_datasets(room: TestClient, lang: str) -> None:
    answer = room.get(f"/{lang}/pair/RUS/PRK/datasets?since=1950&until=2020")
    assert answer.status_code == 200
    found = checked(answer.text)
    assert not found.faults
    assert not found.open
    assert "1961–1991" in answer.text
    assert 'fill="url(#hatch-strip)"' in answer.text  # what is not covered


def test_without_a_lake_that_is_said(client: TestClient) -> None:
    assert "foedus import" in client.get("/en/pair/RUS/PRK/datasets").text


def test_a_comparison_is_data_too(room: TestClient) -> None:
    found = room.get("/api/v1/pairs/RUS/PRK/datasets").json()
    assert found["schema"] == "foedus/comparison/1"
    assert {one["key"] for one in found["found"] if one["held"]} == {"cow-alliances", "nmc"}
