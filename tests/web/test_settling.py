"""Names that nobody knows the state of, settled by one line into a table of one's own."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from foedus.errors import UsageError
from foedus.ledger import open_ledger
from foedus.web.settings import Settings
from foedus.web.settle import settle
from foedus.web.store import jobs, open_store
from foedus.web.store.jobs import State
from foedus.web.views import unresolved
from rooms import token_of

SEAT = {"name": "Kinsembi", "iso3": "COD", "strength": "strong", "example": "Kinsembi dément."}
OUTLET = {"outlet": "Radio Nulle Part", "state": "FRA", "kind": "radio", "ownership": "private",
          "source": "its own site", "as_of": "2026-01"}  # fmt: skip


@pytest.fixture(autouse=True)
def no_tables_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_DATA", "")


def test_what_is_unresolved_is_listed_and_settled_in_one_go(client: TestClient, settings: Settings) -> None:
    store = open_store(settings.store)
    assert "en train d’être parcourus" in client.get("/fr/unresolved").text
    with open_ledger(settings.ledger, read_only=True) as ledger:
        unresolved.look(ledger, store)
    listed = client.get("/api/v1/unresolved", params={"sort": "outlet"}).json()["items"]
    name = listed[0]["words"]
    assert name in client.get("/en/unresolved?sort=outlet").text
    form = OUTLET | {"outlet": name, "state": "Allemagne", "file": "outlets.tsv"}
    answer = client.post("/en/unresolved", data=form | {"token": token_of(client, "/en/unresolved")})
    assert answer.status_code == 303
    assert settings.data is not None
    written = (settings.data / "outlets.tsv").read_text().splitlines()
    assert written[1].split("\t")[:2] == [name, "DEU"]


def test_the_articles_with_the_words_are_read_again(client: TestClient, settings: Settings) -> None:
    article = client.get("/api/v1/articles").json()["items"][0]
    word = max(re.findall(r"[a-z]{8,}", article["title"]), key=len)
    form = SEAT | {"name": word, "file": "en/seats.tsv", "example": f"{word} denies it."}
    form["token"] = token_of(client, "/en/read")
    assert client.post("/en/unresolved", data=form).status_code == 303
    waiting = jobs.listed(open_store(settings.store), (State.WAITING,), 50)
    assert article["id"] in {job.name for job in waiting if job.sort == "again"}


def test_a_second_line_goes_below_the_first(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    settle(folder, "fr/seats.tsv", SEAT)
    settle(folder, "fr/seats.tsv", SEAT | {"name": "Kinsembo"})
    lines = (folder / "fr" / "seats.tsv").read_text().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["name", "Kinsembi", "Kinsembo"]
    with pytest.raises(UsageError, match="already"):
        settle(folder, "fr/seats.tsv", SEAT)


@pytest.mark.parametrize(
    ("file", "cells"),
    [
        ("../codes.toml", SEAT),
        ("fr/cues.tsv", SEAT),
        ("fr/seats.tsv", SEAT | {"name": ""}),
        ("fr/seats.tsv", SEAT | {"name": "???"}),
        ("fr/seats.tsv", SEAT | {"name": "-Kremlin"}),
        ("fr/seats.tsv", SEAT | {"strength": "mighty"}),
        ("fr/seats.tsv", SEAT | {"iso3": "XXQ"}),
        ("fr/seats.tsv", SEAT | {"name": "x" * 500}),
        ("outlets.tsv", OUTLET | {"ownership": "honest"}),
        ("outlets.tsv", OUTLET | {"as_of": "lately"}),
    ],
    ids=str,
)
def test_a_line_that_will_not_do_is_not_kept(tmp_path: Path, file: str, cells: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        settle(tmp_path / "mine", file, cells)
    assert not list(tmp_path.rglob("*.tsv"))


def test_no_cell_can_begin_another_line(tmp_path: Path) -> None:
    settle(tmp_path / "mine", "fr/seats.tsv", SEAT | {"name": "Kin\tsembi\nMoscou"})
    lines = (tmp_path / "mine/fr/seats.tsv").read_text().splitlines()
    assert lines[1].split("\t")[0] == "Kin sembi Moscou"
    assert len(lines) == 2
