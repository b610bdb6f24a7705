"""What tests of the reading room start from: the shipped articles in a ledger, and a browser without a network."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

import pytest
from lakes import small_lake
from served_rooms import Served, serving
from starlette.testclient import TestClient

from foedus.web.app import create_app
from foedus.web.assets import missing
from foedus.web.settings import Settings
from running import EXAMPLES, call

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the shipped articles; not to be written."""
    path = tmp_path_factory.mktemp("room") / "examples.db"
    call("read", *EXAMPLES, "--ledger", path, "--lang", "en")
    return path


@pytest.fixture
def settings(examples: Path, tmp_path: Path) -> Settings:
    """A ledger of one's own in an empty folder."""
    path = tmp_path / "press.db"
    copyfile(examples, path)
    return Settings(path, lake=tmp_path / "none.lake", hosts=(), data=tmp_path / "foedus-data")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """Whoever sits at the machine."""
    with TestClient(create_app(settings, reads=False), follow_redirects=False) as made:
        yield made


@pytest.fixture
def visitor(settings: Settings) -> Iterator[TestClient]:
    """Somebody who came from elsewhere and has no account."""
    with TestClient(create_app(replace(settings, accounts=True), reads=False), follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="session")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few pacts and capabilities; not to be written."""
    return small_lake(tmp_path_factory.mktemp("lake") / "foedus.lake")


@pytest.fixture
def room(settings: Settings, lake: Path) -> Iterator[TestClient]:
    """Whoever sits at the machine, with a lake beside the ledger."""
    with TestClient(create_app(replace(settings, lake=lake), reads=False), follow_redirects=False) as made:
        yield made


@pytest.fixture
def served(settings: Settings, tmp_path: Path) -> Iterator[Served]:
    """The shipped articles, served."""
    with serving(settings, tmp_path) as room:
        yield room


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """A real browser; whatever needs it is skipped where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("chromium is not installed")
    if missing():
        pytest.skip("what npm brings is missing: run `make assets`")
    from playwright.sync_api import sync_playwright

    flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*flags.split(), "--disable-component-update", "--disable-sync"]
        )
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: "Browser", served: Served) -> Iterator["Page"]:
    """A tab that fails a test on any console error and any request to another host."""
    context = chromium.new_context(base_url=served.address, viewport={"width": 1280, "height": 900}, locale="fr-FR")
    page = context.new_page()
    page.set_default_timeout(20_000)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(served.address) else faults.append(request.url))
    yield page
    context.close()
    assert not faults
