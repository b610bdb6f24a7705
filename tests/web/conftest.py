"""What tests of the reading room start from: the shipped articles in a ledger, and a browser without a network."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest
from starlette.testclient import TestClient

from foedus.web.app import create_app
from foedus.web.settings import Settings
from running import EXAMPLES, call


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
