"""Every page as people have it: in French on a desk by day, in English on a phone by night, with and without accounts.

Nothing is complained of, nothing is asked of another host, nothing moves or sticks out, and axe has nothing serious.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any

import pytest
from lakes import small_lake
from served_rooms import Served, serving
from starlette.routing import Match

from foedus.ledger import open_ledger
from foedus.web.assets import missing
from foedus.web.pages import ROUTES
from foedus.web.settings import Settings
from foedus.web.store import accounts, comments, jobs, open_store
from foedus.web.store.comments import Standing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.slow
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
PASSWORD = "a long enough password"
LONG = "Son Excellence Monsieur le Ministre plénipotentiaire Extraordinairementlongprénom de Trèslongnomdefamille"[:80]
ADDRESS = "https://example.invalid/" + "une-adresse-qui-ne-se-coupe-nulle-part-" * 6 + ".html"

# Of whoever sits at the machine.
PAGES = (
    "", "about", "read", "read/{failed}", "pair", "pair?a=RUS", "pair/RUS/PRK", "pair/FRA/TUV",
    "pair/RUS/PRK?since=2024&third_party=1&on_word_of=KOR&mood=asserted&without_state_media=1", "pair/RUS/PRK/datasets",
    "system", "system?year=2025", "system?source=cow-alliances&year=1970", "system?source=cow-alliances&year=2020",
    "system?centre=RUS", "state/RUS", "state/PRK?of=it", "state/SUN", "state/TUV", "person/Sergueï Lavrov",
    "outlet/Agence Exemple-Presse", "search", "search?q=missiles", "search?q=guerre&in=articles", "search?q=zzzz",
    "sources", "sources?language=en", "unresolved", "comments", "article/{article}", "why/{record}", "why/{relation}",
)  # fmt: skip
# Where people sign in; those that are refused too.
OF_MODERATORS = ("", "read", "sources", "unresolved", "comments", "article/{article}", "why/{relation}", "pair/RUS/PRK")
OF_VISITORS = (
    "sign-in",
    "read",
    "comments",
    "sources",
    "unresolved",
    "article/{article}",
    "why/{relation}",
    "pair/RUS/PRK",
)
WRONG = ("nothing", "pair/RUS/PRK?since=x", "pair/RUS/Atlantis", "pair/RUS/RUS", "person/Nobody")
DESK = {"lang": "fr", "viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
PHONE = {"lang": "en", "viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
MOVED = """window.moved = 0; new PerformanceObserver(seen => seen.getEntries().forEach(
    one => { if (!one.hadRecentInput) window.moved += one.value; })).observe({type: 'layout-shift', buffered: true});"""


@pytest.fixture(scope="module")
def settings_of_all(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The shipped articles, a small lake, comments in every standing, and readings that failed."""
    folder = tmp_path_factory.mktemp("every-page")
    copyfile(examples, folder / "press.db")
    settings = Settings(folder / "press.db", lake=small_lake(folder / "small.lake"))
    store = open_store(settings.store)
    for role in ("reader", "reviewer", "moderator"):
        accounts.add(store, role.title(), PASSWORD, role)
    suggestion = {"verdict": "corrected", "ground": "ECONOMY"}
    ids = ids_of(examples)
    for standing in (None, Standing.SHOWN, Standing.REFUSED):
        for place in (("pair", "PRK-RUS"), ("article", ids["article"])):
            id_ = comments.add(
                store, *place, name=LONG, email="a@example.org", words=f"{ADDRESS}\n\nDeux alinéas.",
                record=ids["relation"], suggestion=suggestion,
            )  # fmt: skip
            if standing:
                comments.settle(store, id_, standing, None)
    for name, why in (
        (ADDRESS, "example.invalid: no such host: check the spelling and the connection"),
        ("page.html", "-"),
    ):
        jobs.fail(store, jobs.add(store, "address" if "://" in name else "file", name, b""), why)
    return settings


def ids_of(path: Path) -> dict[str, str]:
    with open_ledger(path, read_only=True) as ledger:
        ((article, record, relation),) = ledger.connection.execute(
            "SELECT a.id, s.id, r.id FROM article a JOIN statement s ON s.article_key = a.key"
            " JOIN relation r ON r.statement_key = s.key LIMIT 1"
        )
    return {"article": article, "record": record, "relation": relation}


@pytest.fixture(scope="module")
def ids(examples: Path, settings_of_all: Settings) -> dict[str, str]:
    failed = jobs.listed(open_store(settings_of_all.store), (jobs.State.FAILED,), 1)[0]
    return {**ids_of(examples), "failed": failed.id}


@pytest.fixture(scope="module")
def alone(settings_of_all: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    if missing():
        pytest.skip("what npm brings is missing: run `make assets`")
    lake = str(settings_of_all.lake)
    with serving(settings_of_all, tmp_path_factory.mktemp("alone"), "--lake", lake) as served:
        yield served


@pytest.fixture(scope="module")
def shared(settings_of_all: Settings, alone: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The same, where people sign in."""
    given = replace(settings_of_all, accounts=True)
    with serving(given, tmp_path_factory.mktemp("shared"), "--accounts", "--lake", str(given.lake)) as served:
        yield served


@contextmanager
def browsing(browser: "Browser", address: str, options: dict[str, Any]) -> Iterator["BrowserContext"]:
    given = {name: value for name, value in options.items() if name != "lang"}
    context = browser.new_context(base_url=address, **given)
    context.add_init_script(MOVED)
    try:
        yield context
    finally:
        context.close()


def faults_of(context: "BrowserContext", address: str, path: str, status: int) -> list[str]:
    """Look at a page and return what is wrong with it."""
    page = context.new_page()
    found: list[str] = []
    page.on("console", lambda told: found.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(address) else found.append(asked.url))
    answer = page.goto(path, wait_until="networkidle")
    assert answer is not None
    if status >= 400:  # of which browsers complain, rightly
        found = [one for one in found if "status of" not in one]
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    moved = page.evaluate("window.moved")
    if answer.status != status:
        found.append(f"answers {answer.status}")
    if wide > screen:
        found.append(f"{wide} wide")
    if moved >= 0.05:
        found.append(f"moved by {moved:.3f}")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} first headings")
    found += serious(page)
    page.close()
    return [f"{path}: {one}" for one in found]


def serious(page: "Page") -> list[str]:
    """Return what axe finds seriously wrong with a page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(all => all.violations)")
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary'][:300]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"][:3]
    ]


def look(browser: "Browser", room: Served, options: dict[str, Any], paths: tuple[str, ...], **fill: str) -> list[str]:
    """Look at pages that are there."""
    with browsing(browser, room.address, options) as context:
        return [
            fault
            for path in paths
            for fault in faults_of(context, room.address, f"/{options['lang']}/{path.format(**fill)}", 200)
        ]


@pytest.fixture(autouse=True)
def axe_is_there() -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is missing: run `make assets`")


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("part", range(4))
def test_a_page_of_ones_own_room(
    chromium: "Browser", alone: Served, ids: dict[str, str], options: dict[str, Any], part: int
) -> None:
    assert look(chromium, alone, options, PAGES[part::4], **ids) == []


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone"])
def test_a_page_for_a_moderator(
    chromium: "Browser", shared: Served, ids: dict[str, str], options: dict[str, Any]
) -> None:
    with browsing(chromium, shared.address, options) as context:
        page = context.new_page()
        page.goto(f"/{options['lang']}/sign-in")
        page.locator("input[name=name]:focus").wait_for()  # without a click
        page.keyboard.type("Moderator")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{options['lang']}/")
        found = [
            fault
            for path in OF_MODERATORS
            for fault in faults_of(context, shared.address, f"/{options['lang']}/{path.format(**ids)}", 200)
        ]
    assert found == []


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone"])
def test_a_page_for_whoever_has_not_signed_in(
    chromium: "Browser", shared: Served, ids: dict[str, str], options: dict[str, Any]
) -> None:
    with browsing(chromium, shared.address, options) as context:
        found = [
            fault
            for path in OF_VISITORS
            for fault in faults_of(
                context, shared.address, f"/{options['lang']}/{path.format(**ids)}", 403 if path == "comments" else 200
            )
        ]
    assert found == []


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk", "phone"])
def test_a_page_that_says_what_is_wrong(chromium: "Browser", alone: Served, options: dict[str, Any]) -> None:
    with browsing(chromium, alone.address, options) as context:
        found = [
            fault
            for path in WRONG
            for fault in faults_of(
                context,
                alone.address,
                f"/{options['lang']}/{path}",
                400 if "=x" in path or path.endswith("RUS") else 404,
            )
        ]
    assert found == []


def test_no_page_is_left_out() -> None:
    looked_at = [f"/fr/{path.partition('?')[0]}" for path in (*PAGES, *OF_MODERATORS, *OF_VISITORS)]
    not_pages = ("/{lang:lang}/pair/{a}/{b}/brief.{style}", "/{lang:lang}/read/{id}/step")  # a file; part of a page
    for route in ROUTES:
        if "GET" not in (route.methods or ()) or route.path in not_pages:
            continue
        scopes = [{"type": "http", "method": "GET", "path": path} for path in looked_at]
        assert any(route.matches(scope)[0] is Match.FULL for scope in scopes), route.path
