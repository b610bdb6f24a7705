"""A picture as a page, in a real browser: it answers the pointer and the keyboard, and asks nothing of other places."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from running import call

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("desk")]
PACTS = "version4id,ccode1,ccode2,year,defense,neutrality,nonaggression,entente\n"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture
def lake() -> None:
    """Two camps in 1914, and a pact of the Soviet Union with North Korea."""
    rows = [f"1,{a},{b},1914,1,0,0,0\n" for a, b in ((255, 300), (255, 325), (300, 325), (220, 365))]
    rows += [f"2,365,731,{year},1,0,0,0\n" for year in range(1961, 1996)]
    Path("pacts.csv").write_text(PACTS + "".join(rows))
    assert call("import", "cow-alliances", "pacts.csv").code == 0


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def tab(asked: list[str]) -> Iterator["Page"]:
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("there is no browser here")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page: Any = browser.new_page(viewport={"width": 1100, "height": 1000})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: asked.append(str(error)))
        yield page
        browser.close()


def test_a_state_brings_out_its_ties(lake: None, tab: "Page", asked: list[str]) -> None:
    out = Path("blocs.html").resolve()
    assert call("system", "--at", "1914", "--data", "cow-alliances", "--lang", "en", "--plot", out).code == 0
    tab.goto(out.as_uri())
    assert tab.locator("table").first.is_hidden()
    tab.locator("[data-state=DEU]").hover(force=True)
    assert tab.locator("#said").inner_text() == "Germany (DEU): together with 2, apart from 0 · together AUH ITA"
    assert tab.locator("[data-state=AUH].near").count() == 1 and tab.locator("[data-state=RUS].near").count() == 0
    tab.locator("[data-state=RUS]").focus()
    assert tab.locator("#said").inner_text().startswith("Russia (RUS)")
    tab.keyboard.press("Escape")
    assert tab.locator("svg.looking").count() == 0
    assert asked == [out.as_uri()]


def test_a_moment_is_read_off_every_panel(lake: None, tab: "Page", asked: list[str]) -> None:
    out = Path("pair.html").resolve()
    options = ("--data", "all", "--since", "1990", "--lang", "en", "--plot", out)
    assert call("timeline", "RUS", "PRK", *options).code == 0
    tab.goto(out.as_uri())
    box = tab.locator("[data-window='1995']").first.bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + 2)
    told = tab.locator("#said span").all_inner_texts()
    assert any(line.startswith("cow-alliances 4.1 · 1995:") for line in told)
    assert tab.locator(".line").is_visible() and asked == [out.as_uri()]
