"""Who may do what, and how one signs in."""

import socket
from collections.abc import Callable
from dataclasses import replace
from io import StringIO

import pytest
from starlette.testclient import TestClient

from foedus.errors import UsageError
from foedus.web.app import create_app
from foedus.web.limits import Limits, Rate
from foedus.web.settings import Settings
from foedus.web.store import accounts, jobs, open_store
from foedus.web.visitors import cookie_name
from rooms import token_of
from running import call

PASSWORD = "a long enough password"


@pytest.fixture
def signed_in(settings: Settings, visitor: TestClient) -> Callable[[str], TestClient]:
    """Signs a visitor in with a role."""

    def sign_in(role: str) -> TestClient:
        accounts.add(open_store(settings.store), f"Somebody {role}", PASSWORD, role)
        assert enter(visitor, f"somebody {role.upper()}") == 303
        return visitor

    return sign_in


def enter(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> int:
    """Sign in and return the status."""
    form = {"name": name, "password": password, "token": token_of(client, "/fr/sign-in"), **more}
    return client.post("/fr/sign-in", data=form).status_code


def allowed(client: TestClient) -> dict[str, bool]:
    """What somebody may do."""
    record = client.get("/api/v1/pairs/RUS/PRK").json()["grounds"][0]["evidence"][0]["relation"]["id"]
    token = token_of(client, "/fr/pair/RUS/PRK")
    sent = {
        "read": client.post("/fr/read", data={"token": token, "text": "Kiev accuse Moscou."}),
        "review": client.post(f"/fr/record/{record}/review", data={"token": token, "verdict": "right"}),
        "moderate": client.get("/fr/comments"),
    }
    assert {answer.status_code for answer in sent.values()} <= {200, 303, 403}
    return {what: answer.status_code != 403 for what, answer in sent.items()}


@pytest.mark.parametrize(
    ("role", "may"),
    [("reader", {"read"}), ("reviewer", {"read", "review"}), ("moderator", {"read", "review", "moderate"})],
)
def test_each_role_may_do_its_own_and_no_more(signed_in: Callable[[str], TestClient], role: str, may: set[str]) -> None:
    assert {what for what, yes in allowed(signed_in(role)).items() if yes} == may


def test_visitors_look_and_do_nothing_else(visitor: TestClient, settings: Settings) -> None:
    assert not any(allowed(visitor).values())
    with TestClient(create_app(replace(settings, is_open=True), reads=False), follow_redirects=False) as anyone:
        assert not any(allowed(anyone).values())


def test_what_others_handed_in_is_not_shown_to_visitors(
    visitor: TestClient, settings: Settings, signed_in: Callable[[str], TestClient]
) -> None:
    store = open_store(settings.store)
    jobs.fail(store, jobs.add(store, "file", "private-draft.html", b""), "no article in it")
    assert visitor.get("/api/v1/failures").status_code == 403
    assert "private-draft" not in visitor.get("/fr/sources").text
    assert "private-draft" in signed_in("reader").get("/fr/sources").text


def test_whoever_sits_at_the_machine_may_do_everything(client: TestClient) -> None:
    assert all(allowed(client).values())
    assert client.get("/fr/sign-in").status_code == 404


def test_a_wrong_password_and_a_wrong_name_are_answered_alike(
    visitor: TestClient, signed_in: Callable[[str], TestClient], settings: Settings
) -> None:
    accounts.add(open_store(settings.store), "Awa", PASSWORD, "reader")
    answers = []
    for name in ("Awa", "Nobody"):
        form = {"name": name, "password": "not the password", "token": token_of(visitor, "/fr/sign-in")}
        answer = visitor.post("/fr/sign-in", data=form)
        answers.append((answer.status_code, answer.text.count("ne vont pas ensemble")))
    assert answers == [(403, 1), (403, 1)]


def test_signing_in_gives_a_new_id_and_leaves_a_planted_one_worthless(visitor: TestClient, settings: Settings) -> None:
    accounts.add(open_store(settings.store), "Awa", PASSWORD, "moderator")
    token_of(visitor, "/fr/sign-in")
    cookie = cookie_name(open_store(settings.store).secret())
    planted = visitor.cookies[cookie]
    assert enter(visitor, "Awa") == 303
    assert visitor.cookies[cookie] != planted
    assert visitor.get("/fr/comments").status_code == 200
    mine = visitor.cookies[cookie]
    visitor.cookies.clear()
    visitor.cookies.set(cookie, planted)
    assert visitor.get("/fr/comments").status_code == 403
    visitor.cookies.clear()
    visitor.cookies.set(cookie, mine)
    visitor.post("/fr/sign-out", data={"token": token_of(visitor, "/fr/")})
    visitor.cookies.clear()
    visitor.cookies.set(cookie, mine)
    assert visitor.get("/fr/comments").status_code == 403


def test_the_cookie_is_signed_and_out_of_reach_of_scripts(settings: Settings, visitor: TestClient) -> None:
    header = visitor.get("/fr/sign-in").headers["set-cookie"].lower()
    assert "httponly" in header
    assert "samesite=lax" in header
    with TestClient(create_app(replace(settings, accounts=True, secure=True), reads=False)) as https:
        assert "secure" in https.get("/fr/sign-in").headers["set-cookie"].lower()
    cookie = cookie_name(open_store(settings.store).secret())
    value = visitor.cookies[cookie]
    visitor.cookies.clear()
    visitor.cookies.set(cookie, value[:-1] + ("0" if value[-1] != "0" else "1"))
    assert "set-cookie" in visitor.get("/fr/sign-in").headers


def test_whoever_has_signed_in_is_not_asked_again(visitor: TestClient, settings: Settings) -> None:
    accounts.add(open_store(settings.store), "Awa", PASSWORD, "reader")
    assert enter(visitor, "Awa") == 303
    answer = visitor.get("/fr/sign-in?next=/fr/about")
    assert (answer.status_code, answer.headers["location"]) == (303, "/fr/about")


def test_two_rooms_on_one_machine_do_not_sign_each_other_out() -> None:
    assert cookie_name(b"1" * 32) != cookie_name(b"2" * 32)
    assert cookie_name(b"1" * 32) == cookie_name(b"1" * 32)


@pytest.mark.parametrize(
    "onward", ["https://example.org/", "//example.org", "/\\example.org", "/fr/\\x", "javascript:x"]
)
def test_signing_in_leads_nowhere_else(visitor: TestClient, settings: Settings, onward: str) -> None:
    accounts.add(open_store(settings.store), "Awa", PASSWORD, "reader")
    form = {"name": "Awa", "password": PASSWORD, "token": token_of(visitor, "/fr/sign-in"), "next": onward}
    assert visitor.post("/fr/sign-in", data=form).headers["location"] == "/fr/"


def test_guessing_is_slowed_down(settings: Settings) -> None:
    clock = iter(range(1000))
    limits = Limits({**Limits().rates, "sign-in": Rate(3, 0.001)}, clock=lambda: float(next(clock)))
    app = create_app(replace(settings, accounts=True), limits=limits, reads=False)
    with TestClient(app, follow_redirects=False) as client:
        assert [enter(client, f"name{n}") for n in range(5)] == [403, 403, 403, 429, 429]


def test_passwords_are_kept_as_argon2_only(settings: Settings) -> None:
    store = open_store(settings.store)
    accounts.add(store, "Awa", PASSWORD, "reader")
    (kept,) = store.connection.execute("SELECT hash FROM account").fetchone()
    assert kept.startswith("$argon2id$")
    for name, password, role in (("Awa", "short", "reader"), ("A<b>", PASSWORD, "reader"), ("Awa", PASSWORD, "king")):
        with pytest.raises(UsageError):
            accounts.add(store, name, password, role)


def test_the_command_line_refuses_to_serve_others_by_accident() -> None:
    for host in ("0.0.0.0", "::", "192.168.1.4"):
        ran = call("serve", "--host", host)
        assert ran.code == 2
        assert "--accounts" in ran.err
        assert "Traceback" not in ran.err


def test_a_port_that_is_taken_is_told_in_one_line(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = call("serve", "--ledger", settings.ledger, "--port", taken.getsockname()[1])
    assert (ran.code, ran.out) == (1, "")
    assert "cannot listen" in ran.err
    assert ran.err.count("\n") <= 2


def test_accounts_are_given_and_taken_back_by_command(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = ("--ledger", settings.ledger)
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\n"))
    assert call("accounts", "Awa Koné", "--role", "reviewer", *ledger).code == 0
    assert call("accounts", *ledger).out == "reviewer\tAwa Koné\n"
    assert accounts.check(open_store(settings.store), "awa koné", PASSWORD) is not None
    assert call("accounts", "Awa Koné", "--remove", *ledger).code == 0
    assert call("accounts", *ledger).out == ""
    for wrong in (("Awa", "--remove"), ("--role", "reader"), ("Awa",)):
        assert call("accounts", *wrong, *ledger).code == 2
