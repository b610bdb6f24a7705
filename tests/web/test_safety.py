"""What strangers may bring: script wherever words come in, forged forms, odd addresses, too much."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from builders import article, reading, relation, statement
from foedus.ledger import open_ledger
from foedus.web.app import create_app
from foedus.web.limits import Limits, Rate
from foedus.web.security import form_token, is_form_token, sign, unsign
from foedus.web.settings import LOOPBACK, Settings
from foedus.web.store import comments, jobs, open_store
from foedus.web.store.comments import Standing
from foedus.web.views import unresolved
from markup import checked
from rooms import token_of

PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").splitlines()


def is_plain(html: str) -> None:
    """No script of a page but ours, no handler, no style, no foreign address, and nothing that was computed."""
    found = checked(html)
    assert not found.faults, found.faults
    assert all(source.startswith("/static/") for source in found.scripts), found.scripts
    assert not [link for link in found.links if re.match(r"(?i)\s*(?:https?:)?//example\.org/x", link)]
    assert not found.odd
    assert "214113" not in html  # what {{ 71371*3 }} would come to


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, list[str]]]:
    """A ledger whose every text is hostile, with comments and jobs likewise."""
    path = tmp_path_factory.mktemp("hostile") / "press.db"
    ids = []
    with open_ledger(path) as ledger:
        for number, payload in enumerate(PAYLOADS):
            line = f"Kiev {payload} a livré des obus à Tunis, dit {payload}."
            page = article(
                f"{payload} {number}\n{line}",
                outlet=f"{payload}",
                title=f"{payload} {number}",
                url=payload,
                file=payload,
            )
            said = statement(page, line, source="Kiev", speaker=payload, role=payload, state="UKR", relay=(payload,))
            deal = relation(page, "UKR", "TUN", "AID", evidence=line, trigger="livré", statement=said)
            ledger.add(reading(page, said, deal))
            ids.append(page.id)
    store = open_store(Settings(path).store)
    for payload in PAYLOADS:
        id_ = comments.add(
            store, "pair", "TUN-UKR", name=payload[:80], email="a@example.org", words=payload,
            record="0" * 16, suggestion={"verdict": "corrected", "name": payload},
        )  # fmt: skip
        comments.settle(store, id_, Standing.SHOWN, None)
        comments.add(store, "article", ids[0], name=payload[:80], email="a@example.org", words=payload)
        jobs.fail(store, jobs.add(store, "file", payload, b""), payload)
    with open_ledger(path, read_only=True) as ledger:
        unresolved.look(ledger, store)
    with TestClient(create_app(Settings(path, hosts=()), reads=False), follow_redirects=False) as client:
        yield client, ids


@pytest.mark.parametrize("path", ["", "pair", "pair/UKR/TUN?evidence=200", "pair/UKR/TUN/datasets", "sources?limit=100",
                                  "comments", "read", "state/UKR?limit=100", "state/TUN?of=it&limit=100", "system",
                                  "system?year=2024&third_party=1", "unresolved?limit=100", "about",
                                  "search?q=obus&limit=100", "search?q=obus&in=articles&limit=100"])  # fmt: skip
def test_stored_script_is_shown_and_never_run(stored: tuple[TestClient, list[str]], path: str) -> None:
    client, _ = stored
    answer = client.get(f"/fr/{path}")
    assert answer.status_code == 200
    is_plain(answer.text)
    names_states_only = path.split("?")[0] in ("pair", "pair/UKR/TUN/datasets", "system", "about")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text or names_states_only or path == "read"


@pytest.mark.parametrize("number", range(len(PAYLOADS)), ids=str)
def test_a_hostile_article_is_shown_and_never_run(stored: tuple[TestClient, list[str]], number: int) -> None:
    client, ids = stored
    for path in (f"/fr/article/{ids[number]}", f"/en/article/{ids[number]}"):
        answer = client.get(path)
        assert answer.status_code == 200
        is_plain(answer.text)
    record = client.get(f"/api/v1/articles/{ids[number]}").json()["statements"][0]["id"]
    is_plain(client.get(f"/fr/why/{record}").text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_name_has_its_page_and_is_never_run(stored: tuple[TestClient, list[str]], payload: str) -> None:
    client, _ = stored
    found = set()
    for sort in ("person", "outlet"):
        for language in ("fr", "en"):
            answer = client.get(f"/{language}/{sort}/{quote(payload, safe='')}")
            found.add(answer.status_code)
            is_plain(answer.text)
    assert found <= {200, 404}


def test_most_hostile_names_are_found(stored: tuple[TestClient, list[str]]) -> None:
    client, _ = stored
    for sort in ("person", "outlet"):
        answers = [client.get(f"/fr/{sort}/{quote(payload, safe='')}").status_code for payload in PAYLOADS]
        assert answers.count(200) > len(PAYLOADS) * 0.8, sort


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_fails_over_a_hostile_word_repeats_it_as_a_word(
    client: TestClient, visitor: TestClient, payload: str
) -> None:
    plain = payload.replace("?", "").replace("#", "")
    for path in (f"/fr/state/{plain}", f"/fr/person/{plain}", f"/fr/outlet/{plain}", f"/fr/pair/RUS/PRK/{plain}"):
        is_plain(client.get(path).text)
    for name in ("source", "year", "on_word_of", "centre", "mood", "third_party"):
        is_plain(client.get("/fr/system", params={name: payload}).text)
    for name in ("since", "mood", "on_word_of", "evidence"):
        is_plain(client.get("/fr/pair/RUS/PRK/datasets", params={name: payload}).text)
    is_plain(visitor.get("/fr/sign-in", params={"next": payload}).text)
    given = {"token": token_of(client, "/fr/read"), "language": payload, "published": payload, "text": "Kiev."}
    is_plain(client.post("/fr/read", data=given).text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_reflected_script_is_shown_and_never_run(client: TestClient, payload: str) -> None:
    names = "q a b speaker state outlet since on_word_of language sort again said".split()
    for path in ("search", "pair", "sources", "unresolved", "pair/RUS/PRK"):
        answer = client.get(f"/fr/{path}", params=dict.fromkeys(names, payload))
        assert answer.status_code in (200, 303, 400, 404, 413)
        is_plain(answer.text)
    for name in ("q", "outlet", "speaker"):
        is_plain(client.get("/en/search", params={name: payload}).text)
    for path in ("/fr/article/", "/fr/why/", "/fr/read/", "/fr/pair/RUS/", "/fr/", "/"):
        answer = client.get(path + payload.replace("?", "").replace("#", ""))
        assert answer.status_code in (200, 307, 400, 404)
        is_plain(answer.text)


@pytest.mark.parametrize("kind", ["", "/", "/static/", "/static/vendor/", "/fr/article/", "/api/v1/articles/"])
@pytest.mark.parametrize(
    "way", ["../../settings.py", "..%2f..%2fsettings.py", "%2e%2e/%2e%2e/settings.py", "....//settings.py",
            "..\\..\\settings.py", "/etc/passwd", "%00", "..%c0%af..%c0%afsettings.py"]
)  # fmt: skip
def test_no_address_leads_to_a_file_that_is_not_served(client: TestClient, kind: str, way: str) -> None:
    answer = client.get(f"{kind}{way}" if kind else f"/{way}")
    assert answer.status_code in (307, 400, 404)
    assert "root:" not in answer.text
    assert "dataclass" not in answer.text


@pytest.mark.parametrize(
    "value", ["' OR 1=1 --", "\" OR \"\"=\"", "1; DROP TABLE article", "' UNION SELECT hash FROM account --", "%' --",
              "NEAR(a b)", "a* OR b*", "speaker : x", "\x00", "(", "\"", "AND", "* ^ -"]
)  # fmt: skip
def test_filters_are_values_and_never_sql(client: TestClient, value: str) -> None:
    before = client.get("/api/v1/holdings").json()
    for name in ("q", "speaker", "outlet", "state", "code", "kind", "since"):
        answer = client.get("/api/v1/search", params={"q": "guerre", name: value})
        assert answer.status_code in (200, 400, 404), answer.text
    for name in ("since", "until", "mood", "on_word_of", "third_party", "evidence"):
        assert client.get("/api/v1/pairs/RUS/PRK", params={name: value}).status_code in (200, 400, 404)
    for path in ("articles", "records"):
        assert client.get(f"/api/v1/{path}/{quote(value, safe='')}").status_code in (400, 404)
    assert client.get("/api/v1/holdings").json() == before


def post(client: TestClient, token: str, **headers: str) -> int:
    """Hand an article in with a token."""
    return client.post("/fr/read", data={"token": token, "text": "Kiev accuse Moscou."}, headers=headers).status_code


def test_a_form_of_another_site_is_refused(client: TestClient, settings: Settings) -> None:
    token = token_of(client, "/fr/read")
    assert post(client, "") == 403
    assert post(client, token[:-1] + ("0" if token[-1] != "0" else "1")) == 403
    assert post(client, token, **{"sec-fetch-site": "cross-site"}) == 403
    assert post(client, token, **{"sec-fetch-site": "same-origin"}) == 303
    with TestClient(create_app(settings, reads=False), follow_redirects=False) as other:
        assert post(other, token) == 403  # without the cookie that it belongs to
        token_of(other, "/fr/read")
        assert post(other, token) == 403  # with the cookie of somebody else


@pytest.mark.parametrize("path", ["/fr/record/0000000000000000/review", "/fr/record/0000000000000000/suggest",
                                  "/fr/comments/x", "/fr/unresolved", "/fr/pair/RUS/PRK/comment"])  # fmt: skip
def test_every_form_needs_its_token(client: TestClient, path: str) -> None:
    token_of(client, "/fr/read")
    assert client.post(path, data={"verdict": "wrong"}).status_code == 403


def test_nothing_changes_by_looking(client: TestClient) -> None:
    for path in ("/fr/record/0000000000000000/review", "/fr/sign-out", "/fr/comments/x"):
        assert client.get(path).status_code in (404, 405)


def test_tokens_and_cookies_are_signed() -> None:
    one, two = b"1" * 32, b"2" * 32
    token = form_token(one, "visitor")
    assert is_form_token(one, "visitor", token)
    assert form_token(one, "visitor") != token
    for secret, visitor, given in (
        (two, "visitor", token),
        (one, "other", token),
        (one, "visitor", ""),
        (one, "", token),
    ):
        assert not is_form_token(secret, visitor, given)
    assert unsign(one, sign(one, "x.y")) == "x.y"
    assert unsign(two, sign(one, "x.y")) is None
    assert unsign(one, "é.é") is None


def test_it_answers_to_its_own_name_only(settings: Settings) -> None:
    with TestClient(create_app(replace(settings, hosts=LOOPBACK), reads=False)) as client:
        for host, status in (("localhost:8000", 200), ("127.0.0.1", 200), ("[::1]:8000", 200), ("evil.example", 400)):
            assert client.get("/en/about", headers={"host": host}).status_code == status


@pytest.mark.parametrize("sort", ["view", "submit", "comment"])
def test_whoever_asks_too_often_waits(settings: Settings, sort: str) -> None:
    limits = Limits({**Limits().rates, sort: Rate(3, 0.001)}, clock=lambda: 0.0)
    given = replace(settings, is_open=sort == "view")
    with TestClient(create_app(given, limits=limits, reads=False), follow_redirects=False) as client:
        token = "" if sort == "view" else token_of(client, "/fr/read")
        form = {"token": token, "text": "Kiev accuse Moscou.", "name": "Awa", "email": "a@b.org", "words": "ici"}
        send = {
            "view": lambda: client.get("/fr/search?q=guerre"),
            "submit": lambda: client.post("/fr/read", data=form),
            "comment": lambda: client.post("/fr/pair/RUS/PRK/comment", data=form),
        }[sort]
        answers = [send() for _ in range(5)]
    assert [answer.status_code for answer in answers[3:]] == [429, 429]
    assert answers[-1].headers["retry-after"] == "60"
    assert 429 not in [answer.status_code for answer in answers[:3]]


def test_a_bucket_fills_again() -> None:
    times = iter([0.0, 0.0, 0.0, 30.0, 30.0])
    limits = Limits({"x": Rate(2, 2)}, clock=lambda: next(times))
    assert [limits.allows("x", "a") for _ in range(5)] == [True, True, False, True, False]


def test_what_is_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    token = token_of(client, "/fr/read")
    assert client.post("/fr/read", data={"token": token, "text": "x" * 6_000_000}).status_code == 413
    form = {"token": token, "name": "Awa", "email": "a@b.org", "words": "x" * 100_000}
    assert client.post("/fr/pair/RUS/PRK/comment", data=form).status_code == 413
    endless = (b"x" for _ in range(3))  # no length is declared
    assert client.post("/fr/read", content=endless).status_code == 413


def test_every_answer_bears_the_headers(client: TestClient) -> None:
    for path in (
        "/",
        "/fr/",
        "/fr/nothing",
        "/api/v1/holdings",
        "/api/v1/nothing",
        "/static/room.css",
        "/fr/pair/RUS/x",
    ):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        for part in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"):
            assert part in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
