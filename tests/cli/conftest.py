"""What tests of the command line start from."""

from pathlib import Path

import pytest

from running import EXAMPLES, Ran, call


@pytest.fixture(autouse=True)
def plain_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("FOEDUS_LEDGER", "FOEDUS_LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    """The ledger of the shipped articles, and what reading them printed."""
    path = tmp_path_factory.mktemp("ledger") / "examples.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "100")
        return path, call("read", *EXAMPLES, "--ledger", path, "--lang", "en")
