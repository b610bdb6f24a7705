"""What npm brings for the browser, and what is said where there is no Node."""

import json
import runpy
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from foedus.web import assets
from running import ROOT

SCRIPT = ROOT / "scripts" / "assets.py"


def test_versions_are_pinned_and_the_lock_names_no_registry() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert all(version[0].isdigit() for version in versions.values())
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    locked = json.loads(lock)["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in versions} == versions
    assert all("integrity" in entry for name, entry in locked.items() if name)


def test_what_is_brought_is_what_the_pages_look_for() -> None:
    assert set(runpy.run_path(str(SCRIPT))["FILES"]) == set(assets.BROUGHT)


def test_without_node_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    script = runpy.run_path(str(SCRIPT))
    script["bring"].__globals__["VENDOR"] = tmp_path
    told = script["bring"](ROOT)
    assert "there is no Node" in told
    assert "htmx.min.js" in told
    assert "read as well" in told


def test_the_pages_do_without_what_is_not_there(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {name: asset for name, asset in assets.held().items() if not name.startswith("vendor/")}
    monkeypatch.setattr(assets, "held", lambda: ours)
    assert len(assets.missing()) == len(assets.BROUGHT)
    for path in ("/fr/", "/fr/pair/RUS/PRK", "/fr/system", "/fr/read"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "vendor/" not in answer.text


def test_a_file_is_sent_packed_and_kept_as_long_as_it_is_the_same(client: TestClient) -> None:
    address = assets.address("room.css")
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in client.get("/static/room.css?other").headers["cache-control"]
    assert client.get(address, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
