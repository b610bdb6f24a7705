"""The pages of a state, a speaker, an outlet: what they say, what is said of them, with whom, when."""

import pytest
from starlette.testclient import TestClient
from test_pages import checked

PAGES = (
    "state/RUS",
    "state/RUS?of=it",
    "state/TUV",
    "person/Sergueï Lavrov",
    "outlet/Agence Exemple-Presse",
    "outlet/KCNA",
)


def data(client: TestClient, path: str, **asked: str) -> dict:
    answer = client.get(f"/api/v1/{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_plain(client: TestClient, lang: str, path: str) -> None:
    answer = client.get(f"/{lang}/{path}")
    assert answer.status_code == 200
    found = checked(answer.text)
    assert not found.faults
    assert not found.open
    assert len(found.ids) == len(set(found.ids))
    assert answer.text.count("<h1>") == 1


def test_what_is_said_for_a_state_is_kept_apart_from_what_is_said_of_it(client: TestClient) -> None:
    own, of_it = data(client, "states/RUS"), data(client, "states/RUS", of="it")
    assert all("RUS" in one["states"] for one in own["statements"])
    assert of_it["statements"]
    assert all("RUS" not in one["states"] for one in of_it["statements"])
    assert (own["total"], of_it["total"]) == (own["counts"]["own"], own["counts"]["of_it"])


def test_a_state_has_its_partners_and_the_pairs_agree(client: TestClient) -> None:
    partners = {one["state"]: one for one in data(client, "states/RUS")["partners"]}
    pairs = {(one["a"], one["b"]): one["relations"] for one in data(client, "pairs", limit="100")["items"]}
    assert partners["PRK"]["records"] == pairs["PRK", "RUS"]
    assert partners["PRK"]["together"] > partners["PRK"]["apart"]


def test_a_speaker_is_one_under_all_names(client: TestClient) -> None:
    found = data(client, "people/Sergueï Lavrov")
    assert found["total"] == 6
    assert {one["state"] for one in found["offices"]} == {"RUS"}
    assert data(client, "people/serguei lavrov")["name"] == found["name"]


def test_statements_turn_their_pages(client: TestClient) -> None:
    seen: list[str] = []
    offset: int | None = 0
    while offset is not None:
        found = data(client, "states/RUS", limit="7", offset=str(offset))
        seen += [one["id"] for one in found["statements"]]
        offset = found["next"]
    assert len(seen) == len(set(seen))
    assert found["total"] - 2 <= len(seen) <= found["total"]  # reprints on one page are put together


def test_an_outlet_has_its_articles_whom_it_quotes_and_who_holds_it(client: TestClient) -> None:
    found = data(client, "outlets/Agence Exemple-Presse")
    assert [one["outlet"] for one in found["articles"]] == ["Agence Exemple-Presse"]
    assert found["quoted"]
    assert found["pairs"]
    kcna = data(client, "outlets/KCNA")
    assert kcna["facts"]["ownership"] == "state-owned"
    assert kcna["relayed_in"]


def test_no_page_gives_a_file_with_its_folders(client: TestClient) -> None:
    assert all("/" not in (one["file"] or "") for one in data(client, "states/RUS")["statements"])


@pytest.mark.parametrize("path", ["state/Atlantis", "person/Nobody at all", "outlet/The Nowhere Times"])
def test_who_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 404
