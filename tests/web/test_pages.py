"""Every page in both languages, and the same views as JSON."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from foedus.web.api import ENDPOINTS, openapi
from markup import checked

PAGES = ("", "about", "pair", "pair/RUS/PRK", "pair/RUS/PRK?since=2024&mood=asserted", "pair/FRA/BRA", "read",
    "search", "search?q=accord", "search?q=accord&in=articles&state=RUS", "search?kind=direct&q=guerre&since=2024",
    "sources", "sources?language=fr", "unresolved", "comments",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_plain(client: TestClient, lang: str, path: str) -> None:
    answer = client.get(f"/{lang}/{path}")
    assert answer.status_code == 200
    found = checked(answer.text)
    assert not found.faults
    assert not found.open
    assert len(found.ids) == len(set(found.ids)), [i for i in found.ids if found.ids.count(i) > 1]
    assert f'<html lang="{lang}">' in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_the_switch_of_language_keeps_the_page(client: TestClient, path: str) -> None:
    html = client.get(f"/fr/{path}").text
    (other,) = set(re.findall(r'<a href="(/en/[^"]*)" hreflang="en"', html))
    assert other.replace("&amp;", "&") == f"/en/{path}"


def test_the_first_address_leads_to_the_language_of_the_browser(client: TestClient) -> None:
    assert client.get("/", headers={"accept-language": "fr-FR,fr;q=0.9,en;q=0.8"}).headers["location"] == "/fr/"
    assert client.get("/", headers={"accept-language": "de"}).headers["location"] == "/en/"


def test_no_page_asks_another_host_for_anything(client: TestClient) -> None:
    html = client.get("/fr/pair/RUS/PRK").text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//[^"]*\.(?:js|css|woff2?|png|svg)', html)
    policy = client.get("/fr/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_dossier_shows_the_grounds_with_words_and_whose_they_are(client: TestClient) -> None:
    html = client.get("/fr/pair/RUS/PRK").text
    for ground in ("Histoire", "Soutien militaire", "Vision du monde", "Traité", "Économie"):
        assert ground in html
    assert "<blockquote>" in html
    assert "dans son article" in html


def test_two_names_in_any_language_lead_to_their_dossier(client: TestClient) -> None:
    answer = client.get("/fr/pair", params={"a": "Russie", "b": "North Korea"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/fr/pair/RUS/PRK")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/fr/nothing", 404, "Introuvable"),
        ("/fr/pair/RUS/Atlantis", 404, "État inconnu"),
        ("/en/pair/RUS/RUS", 400, "makes no sense"),
        ("/en/pair/RUS/PRK?since=2025&until=2020", 400, "makes no sense"),
        ("/en/pair/RUS/PRK?since=yesterday", 400, "makes no sense"),
        ("/en/pair/RUS/PRK?mood=certain", 400, "makes no sense"),
        ("/en/pair/RUS/PRK/brief.exe", 400, "makes no sense"),
    ],
)
def test_what_cannot_be_shown_is_told_in_one_line(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("style", ["html", "md", "docx", "pdf"])
def test_a_briefing_is_handed_out_as_a_file(client: TestClient, style: str) -> None:
    answer = client.get(f"/fr/pair/RUS/PRK/brief.{style}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="foedus-RUS-PRK.{style}"'
    assert len(answer.content) > 2000


FILLED = {"{a}": "RUS", "{b}": "PRK", "{iso3}": "RUS", "people/{name}": "people/Sergueï Lavrov", "{name}": "KCNA"}


def addresses() -> Iterator[str]:
    for path in openapi()["paths"]:
        if "{id}" not in path:
            path += "?pair=RUS-PRK" if path == "/comments" else ""
            for part, word in FILLED.items():
                path = path.replace(part, word)
            yield "/api/v1" + path


@pytest.mark.parametrize("path", tuple(addresses()))
def test_an_answer_of_the_api_bears_a_tag_and_is_not_sent_twice(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    again = client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_lists_turn_their_pages(client: TestClient) -> None:
    seen: list[str] = []
    before: int | None = 0
    while before is not None:
        found = client.get("/api/v1/articles", params={"limit": 3, "before": before}).json()
        seen += [item["id"] for item in found["items"]]
        before = found["next"]
    assert len(seen) == len(set(seen)) == client.get("/api/v1/holdings").json()["articles"]


def test_the_document_of_the_api_names_every_address_with_what_it_takes(client: TestClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.")
    assert set(document["paths"]) == {endpoint.path for endpoint in ENDPOINTS}
    named = {p["name"] for p in document["paths"]["/pairs/{a}/{b}"]["get"]["parameters"]}
    assert {"a", "b", "since", "mood", "third_party"} <= named


def test_an_error_of_the_api_is_json(client: TestClient) -> None:
    answer = client.get("/api/v1/pairs/RUS/Atlantis")
    assert answer.status_code == 404
    assert answer.json()["error"]["status"] == 404
