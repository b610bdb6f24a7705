"""The pages in Chromium: with slider and filters, by keyboard, on a phone and without JavaScript."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any

import pytest
from lakes import small_lake
from served_rooms import Served, serving

from foedus.web.assets import missing
from foedus.web.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
PHONE = {"width": 390, "height": 800}
PACTS = "/en/system?source=cow-alliances"


@pytest.fixture(scope="module")
def room(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The shipped articles and a small lake, served; nothing is changed in it."""
    if missing():
        pytest.skip("what npm brings is missing: run `make assets`")
    folder = tmp_path_factory.mktemp("figures")
    copyfile(examples, folder / "press.db")
    lake = small_lake(folder / "small.lake")
    with serving(Settings(folder / "press.db", lake=lake), folder, "--lake", str(lake)) as served:
        yield served


@contextmanager
def watched(browser: "Browser", room: Served, **options: Any) -> Iterator["Page"]:
    """Open a page; what it complains of, and whatever it asks another host for, fails the test."""
    context = browser.new_context(base_url=room.address, **options)
    page = context.new_page()
    page.set_default_timeout(20_000)
    faults: list[str] = []
    page.on("console", lambda told: faults.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(room.address) else faults.append(asked.url))
    try:
        yield page
        assert not faults, faults
    finally:
        context.close()


@pytest.fixture
def page(chromium: "Browser", room: Served) -> Iterator["Page"]:
    with watched(chromium, room, viewport={"width": 1280, "height": 900}) as made:
        yield made


def drawn(page: "Page", *parts: str) -> None:
    """Wait until the picture shows what an address asks for: these parts, or everything where there are none."""
    page.wait_for_function(
        "parts => { const asked = document.getElementById('stage').dataset.drawn;"
        " return asked !== undefined && (parts.length ? parts.every(part => asked.includes(part)) : asked === ''); }",
        arg=list(parts),
    )


def test_the_year_slider_moves_picture_tables_and_address(page: "Page") -> None:
    page.goto(f"{PACTS}&year=1960")
    drawn(page, "year=1960")
    assert "Soviet Union" not in page.inner_text("#figures")
    page.focus("#year")
    page.keyboard.press("ArrowRight")
    drawn(page, "year=1961")
    assert page.inner_text("#year-shown") == "1961"
    assert "year=1961" in page.url
    assert "Soviet Union" in page.inner_text("#figures")
    page.check("#all-years")
    page.wait_for_function("() => !document.getElementById('stage').dataset.drawn.includes('year')")
    assert "year" not in page.url


def test_a_year_that_is_not_covered_is_said_to_be_so(page: "Page") -> None:
    page.goto(f"{PACTS}&year=2020")
    drawn(page, "year=2020")
    assert "Not covered." in page.inner_text("#figures")
    page.click("#tab-map")
    page.wait_for_selector("#map path[data-state=USA].unknown")


def test_filters_hold_for_the_picture_and_the_tables(page: "Page") -> None:
    page.goto("/fr/system")
    drawn(page)
    rows = page.locator("#figures table").first.locator("tbody tr")
    every = rows.count()
    page.check("[name=third_party]")
    drawn(page, "third_party=1")
    assert "third_party=1" in page.url
    assert 0 < rows.count() < every
    page.uncheck("[name=third_party]")
    drawn(page)
    page.fill("[name=on_word_of]", "Russie")
    page.keyboard.press("Tab")
    drawn(page, "on_word_of=RUS")
    assert "sur la parole" in page.inner_text("#figures .summary")
    page.click(".of-record summary")
    page.check("[name=mood][value=demanded]")
    drawn(page, "mood=demanded")


def test_a_state_that_does_not_exist_is_told_and_changes_nothing(chromium: "Browser", room: Served) -> None:
    context = chromium.new_context(base_url=room.address)
    try:
        page = context.new_page()
        page.goto("/en/system")
        drawn(page)
        page.fill("#centre", "Atlantis")
        page.keyboard.press("Tab")
        page.wait_for_function("() => document.querySelector('.told').textContent.startsWith('Unknown state')")
        assert "North Korea – Russia" in page.inner_text("#figures")
    finally:
        context.close()


def test_another_source_comes_with_its_own_years(page: "Page") -> None:
    page.goto("/en/system")
    drawn(page)
    with page.expect_navigation():
        page.check("[name=source][value=cow-alliances]")
    drawn(page, "source=cow-alliances")
    assert (page.get_attribute("#year", "min"), page.get_attribute("#year", "max")) == ("1816", "2012")


def test_the_map_is_hatched_where_nothing_is_known_and_a_state_of_it_shows_its_ties(page: "Page") -> None:
    page.goto(f"{PACTS}&year=1970")
    drawn(page, "year=1970")
    page.click("#tab-map")
    page.wait_for_selector("#map path[data-state=USA][class*=' b']")
    unknown = page.locator("#map path[data-state=SSD]")  # no state then
    assert unknown.get_attribute("fill") == "url(#hatch)"
    assert "none" in str(page.get_attribute("#map path[data-state=CHE]", "class"))
    assert "the borders of today, not of 1970" in page.inner_text("#map .map-key")
    page.locator("#map path[data-state=USA]").dispatch_event("click")
    page.wait_for_selector("#map path[data-state=CAN].together")
    assert page.input_value("#centre") == "United States"
    assert "centre=USA" in page.url


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}])
@pytest.mark.parametrize("asked", ["system", "system?source=cow-alliances&year=1855", "system?year=2025"])
def test_the_states_of_the_picture_keep_apart(chromium: "Browser", room: Served, asked: str, size: Any) -> None:
    with watched(chromium, room, viewport=size) as page:
        page.goto(f"/en/{asked}", wait_until="networkidle")
        page.wait_for_function("() => document.getElementById('stage').dataset.drawn !== undefined")
        nodes = page.evaluate(
            "() => document.getElementById('cy')._cyreg.cy.nodes().map(one => "
            "[one.renderedPosition('x'), one.renderedPosition('y'), one.renderedWidth()])"
        )
        assert len(nodes) > 3
        for n, (x, y, wide) in enumerate(nodes):
            assert wide >= 12
            near = [other for other in nodes[:n] if (other[0] - x) ** 2 + (other[1] - y) ** 2 < (wide * 0.8) ** 2]
            assert not near


def test_a_tie_of_the_picture_opens_its_pair(page: "Page") -> None:
    page.goto(f"{PACTS}&year=1894")  # two states and one tie, in the middle of the picture
    drawn(page, "year=1894")
    box = page.locator("#cy").bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/en/pair/FRA/RUS")


def test_the_switch_of_language_keeps_what_is_shown(page: "Page") -> None:
    page.goto(f"{PACTS}&year=1960")
    drawn(page, "year=1960")
    page.focus("#year")
    page.keyboard.press("ArrowRight")
    drawn(page, "year=1961")
    page.click("text=Français")
    page.wait_for_url("**/fr/system?source=cow-alliances&year=1961")
    assert page.inner_text("h1") == "Le système des États"


def test_all_of_it_is_reached_by_keyboard(page: "Page") -> None:
    page.goto(f"{PACTS}&year=1970")
    drawn(page, "year=1970")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "year"
    page.focus("#tab-network")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#tab-map", "aria-selected") == "true"
    assert page.is_visible("#map")
    for _ in range(60):
        page.keyboard.press("Tab")
        if str(page.evaluate("document.activeElement.getAttribute('href')")).startswith("/en/pair/"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/pair/**")


def test_without_javascript_the_system_is_a_picture_tables_and_a_form(chromium: "Browser", room: Served) -> None:
    with watched(chromium, room, java_script_enabled=False) as page:
        page.goto(f"{PACTS}&year=1970")
        assert page.is_visible(".plain-network svg")
        assert not page.is_visible("#stage")
        page.check("[name=source][value=record]")
        page.check("[name=all]")
        page.get_by_role("button", name="Show", exact=True).click()
        assert "North Korea – Russia" in page.inner_text("#figures")


def test_the_datasets_come_as_one_reads_down_the_dossier(page: "Page") -> None:
    page.goto("/en/pair/RUS/PRK")
    page.locator("#datasets").scroll_into_view_if_needed()
    page.wait_for_selector("#datasets .beside-table")
    assert "1961–1991" in page.inner_text("#datasets")
