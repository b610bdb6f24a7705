"""Comments: kept until a moderator has read them, and never with an e-mail address."""

import logging
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rooms import token_of
from running import call

PAIR, EMAIL = "/fr/pair/RUS/PRK", "secret.person@example.org"


def comment(client: TestClient, path: str = PAIR, **more: str) -> int:
    """Send a comment and return the status."""
    form = {"name": "Awa K.", "email": EMAIL, "words": "L'accord date de 2024.", "token": token_of(client, path)}
    return client.post(f"{path}/comment", data=form | more).status_code


def moderate(client: TestClient, what: str) -> int:
    """Judge the comment that waits."""
    html = client.get("/fr/comments").text
    place = html.split('action="/fr/comments/')[1].split('"')[0]
    return client.post(
        f"/fr/comments/{place}", data={"token": token_of(client, "/fr/comments"), "what": what}
    ).status_code


def test_a_comment_appears_when_a_moderator_lets_it(client: TestClient) -> None:
    assert comment(client) == 303
    assert "Awa K." not in client.get(PAIR).text
    assert client.get("/api/v1/comments?pair=RUS-PRK").json() == {"items": []}
    assert moderate(client, "show") == 303
    assert "Awa K." in client.get(PAIR).text
    assert "Awa K." in client.get("/en/pair/PRK/RUS").text
    assert [one["name"] for one in client.get("/api/v1/comments?pair=PRK-RUS").json()["items"]] == ["Awa K."]
    assert moderate(client, "refuse") == 303
    assert "Awa K." not in client.get(PAIR).text


def test_the_address_is_nowhere(client: TestClient, settings: object, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    article = client.get("/api/v1/articles").json()["items"][0]["id"]
    for path in (PAIR, f"/fr/article/{article}"):
        assert comment(client, path) == 303
        moderate(client, "show")
    assert comment(client) == 303  # one that still waits
    shown = [PAIR, f"/fr/article/{article}", "/fr/comments", "/fr/", "/fr/sources"]
    asked = ["/api/v1/comments?pair=RUS-PRK", f"/api/v1/comments?article={article}", f"/api/v1/articles/{article}"]
    for path in (*shown, *asked, "/api/v1/pairs/RUS/PRK", "/api/v1/openapi.json"):
        assert "secret.person" not in client.get(path).text, path
    ledger: Path = settings.ledger  # type: ignore[attr-defined]
    assert "secret.person" not in caplog.text
    assert b"secret.person" not in ledger.read_bytes()
    for style in ("jsonl", "csv"):
        ran = call("export", "--to", style, "--ledger", ledger, "--out", ledger.with_name(f"out.{style}"))
        assert "secret.person" not in ran.out + ran.err


@pytest.mark.parametrize(
    "wrong",
    [{"email": ""}, {"email": "nobody"}, {"email": "a b@example.org"}, {"name": ""}, {"name": "x"}, {"words": ""},
     {"words": "x" * 5000}, {"name": "n" * 200}],
    ids=lambda wrong: " ".join(f"{name}={value[:12]}" for name, value in wrong.items()),
)  # fmt: skip
def test_a_comment_needs_a_name_an_address_and_words(client: TestClient, wrong: dict[str, str]) -> None:
    assert comment(client, **wrong) in (400, 413)
    assert client.get("/fr/comments").text.count('class="comment"') == 0


def test_what_a_machine_fills_in_is_dropped(client: TestClient) -> None:
    assert comment(client, website="http://example.org") == 303
    assert "Aucun commentaire" in client.get("/fr/comments").text


def test_a_comment_on_nothing_is_refused(client: TestClient) -> None:
    form = {"name": "Awa K.", "email": EMAIL, "words": "ici", "token": token_of(client, PAIR)}
    for path in ("/fr/article/ffffffffffffffff/comment", "/fr/pair/RUS/Atlantis/comment"):
        assert client.post(path, data=form).status_code == 404
    assert client.post("/fr/pair/RUS/RUS/comment", data=form).status_code == 400


def test_a_suggested_correction_becomes_a_review(visitor: TestClient, settings: object) -> None:
    piece = visitor.get("/api/v1/pairs/RUS/PRK").json()["grounds"][1]["evidence"][0]
    record, article = piece["relation"]["id"], piece["article"]["id"]
    form = {"name": "Awa K.", "email": EMAIL, "words": "Ce n'est pas dit.", "verdict": "wrong"}
    form["token"] = token_of(visitor, f"/fr/why/{record}")
    assert visitor.post(f"/fr/record/{record}/review", data=form).status_code == 403
    assert visitor.post(f"/fr/record/{record}/suggest", data=form).status_code == 303
    assert visitor.get(f"/api/v1/articles/{article}").json()["reviews"] == []

    from foedus.web.app import create_app
    from foedus.web.settings import Settings

    assert isinstance(settings, Settings)
    with TestClient(create_app(settings, reads=False), follow_redirects=False) as moderator:
        assert moderate(moderator, "apply") == 303
        made = moderator.get(f"/api/v1/articles/{article}").json()["reviews"]
        assert [(one["record"], one["verdict"], one["by"]) for one in made] == [(record, "wrong", "Awa K.")]
        assert record not in str(moderator.get("/api/v1/pairs/RUS/PRK?evidence=200").json()["grounds"])
