"""The document of the interface: every address is in it, and every answer is as it says."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.routing import Route
from starlette.testclient import TestClient

from foedus.web import schemas
from foedus.web.api import BASE, openapi

ASKED = {
    "/articles/{id}": ("/articles/{article}",),
    "/records/{id}": ("/records/{statement}", "/records/{relation}"),
    "/comments": ("/comments?pair=RUS-PRK", "/comments?article={article}"),
    "/search": ("/search", "/search?q=missile", "/search?q=missiles&in=articles&state=RUS"),
    "/pairs/{a}/{b}": ("/pairs/RUS/PRK", "/pairs/FRA/DZA?third_party=1", "/pairs/FRA/BRA"),
    "/pairs/{a}/{b}/chart": ("/pairs/RUS/PRK/chart", "/pairs/FRA/BRA/chart"),
    "/pairs/{a}/{b}/datasets": ("/pairs/RUS/PRK/datasets", "/pairs/FRA/DZA/datasets?until=1950"),
    "/states/{iso3}": ("/states/RUS", "/states/PRK?of=it&limit=3&offset=2", "/states/SUN", "/states/TUV"),
    "/people/{name}": ("/people/Sergueï Lavrov",),
    "/outlets/{name}": ("/outlets/KCNA", "/outlets/Agence Exemple-Presse"),
    "/system": ("/system", "/system?year=2025&centre=RUS", "/system?source=cow-alliances&year=1970",
                "/system?source=cow-alliances&year=2020", "/system?on_word_of=RUS&third_party=1"),
}  # fmt: skip
OTHERS = [path for path in openapi()["paths"] if path not in ASKED]


def closed(schema: Any) -> Any:
    """The same schema, which allows no name that it does not know."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    return {**made, "additionalProperties": False} if "properties" in schema and "required" in schema else made


def faults(path: str, answer: Any) -> list[str]:
    document = openapi()
    content = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**closed(content), "components": closed(document["components"])}
    return [f"{fault.json_path}: {fault.message[:200]}" for fault in Draft202012Validator(whole).iter_errors(answer)]


def test_every_address_of_the_interface_is_in_its_document(room: TestClient) -> None:
    app: Any = room.app
    routed = {route.path.removeprefix(BASE) for route in app.routes if isinstance(route, Route) and BASE in route.path}
    assert routed - {"/openapi.json"} == set(openapi()["paths"]) == set(schemas.ANSWERS)


def test_every_schema_is_one_and_every_reference_leads_somewhere() -> None:
    for schema in (*schemas.ANSWERS.values(), *schemas.COMPONENTS.values()):
        Draft202012Validator.check_schema(schema)
    named = {word.split('"')[0] for word in str(openapi()).replace("'", '"').split("#/components/schemas/")[1:]}
    assert named == set(schemas.COMPONENTS)


@pytest.mark.parametrize("path", [*OTHERS, *ASKED])
def test_every_answer_is_as_the_document_says(room: TestClient, path: str) -> None:
    article = room.get(f"{BASE}/articles").json()["items"][0]["id"]
    found = room.get(f"{BASE}/articles/{article}").json()
    ids = {"article": article, "statement": found["statements"][0]["id"], "relation": found["relations"][0]["id"]}
    for asked in ASKED.get(path, (path,)):
        answer = room.get(BASE + asked.format(**ids))
        assert answer.status_code == 200, answer.text
        assert faults(path, answer.json()) == []


@pytest.mark.parametrize("asked", ["/pairs/RUS/Atlantis", "/system?year=20", "/articles?limit=x", "/records/0"])
def test_every_refusal_is_as_the_document_says(room: TestClient, asked: str) -> None:
    answer = room.get(BASE + asked)
    assert answer.status_code in (400, 404)
    Draft202012Validator(schemas.COMPONENTS["Error"]).validate(answer.json())


def test_a_schema_that_is_wrong_is_found() -> None:
    assert faults("/holdings", {"articles": "eight", "statements": 1, "relations": 1, "pairs": 1, "more": 1})


def test_a_record_does_not_say_in_which_folder_its_file_lies(room: TestClient) -> None:
    article = room.get(f"{BASE}/articles").json()["items"][0]["id"]
    record = room.get(f"{BASE}/articles/{article}").json()["statements"][0]["id"]
    assert "/" not in room.get(f"{BASE}/records/{record}").json()["article"]["file"]
