"""Handing an article in, reading it in turn, and judging what was found."""

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from foedus.ledger import open_ledger
from foedus.web.settings import Settings
from foedus.web.store import Store, jobs, open_store
from foedus.web.store.jobs import State
from foedus.web.worker import work_off
from rooms import token_of

TEXT = "Kiev accuse Moscou d'avoir bombardé un hôpital. « C'est un crime », a déclaré le ministre ukrainien."


def hand_in(client: TestClient, **given: str) -> str:
    """Hand an article in; return the address of its job."""
    answer = client.post("/fr/read", data={"token": token_of(client, "/fr/read"), **given})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.fixture
def store(settings: Settings) -> Store:
    return open_store(settings.store)


def test_a_pasted_text_is_read_in_turn_and_shown(client: TestClient, settings: Settings, store: Store) -> None:
    job = hand_in(client, text=TEXT)
    waiting = client.get(job).text
    assert "En attente" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert 'http-equiv="refresh"' in waiting
    assert work_off(store, settings.ledger) == 1
    step = client.get(f"{job}/step")
    assert (step.status_code, step.headers["hx-redirect"][:12]) == (204, "/fr/article/")
    shown = client.get(client.get(job).headers["location"])
    assert "C'est un crime" in unescape(shown.text)
    assert "RUS" in shown.text


def test_a_file_is_read_under_its_own_name_only(client: TestClient, settings: Settings, store: Store) -> None:
    token = token_of(client, "/fr/read")
    files = {"file": ("../../etc/C:\\x\\page.txt", TEXT.encode(), "text/plain")}
    job = client.post("/fr/read", data={"token": token}, files=files).headers["location"]
    work_off(store, settings.ledger)
    article = client.get(job).headers["location"].rpartition("/")[2]
    assert client.get(f"/api/v1/articles/{article}").json()["file"] == "page.txt"


def test_what_holds_no_article_fails_with_its_reason(client: TestClient, settings: Settings, store: Store) -> None:
    job = hand_in(client, text="ok")
    work_off(store, settings.ledger)
    assert "moins de 3 mots" in client.get(job).text


def test_the_queue_survives_whoever_read_from_it(settings: Settings, store: Store) -> None:
    first = jobs.add(store, "text", "-", TEXT.encode())
    taken = jobs.take(store)
    assert taken is not None
    assert taken.content == TEXT.encode()
    again = open_store(settings.store)  # as after a restart
    assert jobs.take_up_again(again) == 1
    assert work_off(again, settings.ledger) == 1
    done = jobs.get(again, first)
    assert done is not None
    assert (done.state, done.content) == (State.DONE, None)


def test_what_stops_the_reader_twice_is_not_tried_a_third_time(store: Store) -> None:
    job = jobs.add(store, "text", "-", b"x")
    for _ in range(2):
        assert jobs.take(store)
        jobs.take_up_again(store)
    assert jobs.take(store) is None
    failed = jobs.get(store, job)
    assert failed is not None
    assert "stopped twice" in (failed.error or "")


def test_what_is_stopped_with_everything_else_may_be_tried_as_often_as_before(store: Store) -> None:
    jobs.add(store, "text", "-", b"x")
    for _ in range(5):
        assert jobs.take(store)
        jobs.give_back(store)
    jobs.take_up_again(store)
    assert jobs.take(store)


def test_whoever_is_told_to_stop_takes_nothing_more(settings: Settings, store: Store) -> None:
    jobs.add(store, "text", "-", b"ok")
    assert work_off(store, settings.ledger, lambda: True) == 0
    assert work_off(store, settings.ledger) == 1


def test_a_full_queue_takes_nothing_more(store: Store, monkeypatch: pytest.MonkeyPatch, client: TestClient) -> None:
    monkeypatch.setattr(jobs, "MOST_WAITING", 1)
    hand_in(client, text=TEXT)
    answer = client.post("/fr/read", data={"token": token_of(client, "/fr/read"), "text": TEXT})
    assert answer.status_code == 400


@pytest.fixture
def relation(client: TestClient) -> dict[str, str]:
    """A relation of the dossier, with the article it stands in."""
    group = client.get("/api/v1/pairs/RUS/PRK").json()["grounds"][1]
    piece = group["evidence"][0]
    return piece["relation"] | {"article": piece["article"]["id"]}


def test_a_rejected_relation_leaves_the_dossier_and_can_come_back(
    client: TestClient, relation: dict[str, str], settings: Settings
) -> None:
    page, path = f"/fr/article/{relation['article']}", f"/fr/record/{relation['id']}/review"
    before = client.get("/api/v1/pairs/RUS/PRK").json()["counts"]["records"]
    answer = client.post(path, data={"token": token_of(client, page), "verdict": "wrong"})
    assert answer.status_code == 303
    assert client.get("/api/v1/pairs/RUS/PRK").json()["counts"]["records"] == before - 1
    assert "Écarté par un lecteur" in client.get(page).text
    client.post(path, data={"token": token_of(client, page), "verdict": "right"})
    assert client.get("/api/v1/pairs/RUS/PRK").json()["counts"]["records"] == before
    with open_ledger(settings.ledger, read_only=True) as ledger:
        assert [review.verdict.value for review in ledger.reviews()] == ["wrong", "right"]


def test_a_correction_changes_the_pair(client: TestClient, relation: dict[str, str]) -> None:
    page = f"/en/why/{relation['id']}"
    form = dict(re.findall(r'type="hidden" name="(was_\w+)" value="([^"]*)"', client.get(page).text))
    fields = {name.removeprefix("was_"): value for name, value in form.items()}
    changed = fields | {"target": "Chine", "date": "2024-05"}
    data = {"token": token_of(client, page), "verdict": "corrected", **form, **changed, "by": "A. Reader"}
    assert client.post(f"/en/record/{relation['id']}/review", data=data).status_code == 303
    ends = {relation["source"], "CHN"}
    found = client.get(f"/api/v1/pairs/{'/'.join(sorted(ends))}").json()
    assert found["first"] == "2024-05"
    made = client.get(f"/api/v1/articles/{relation['article']}").json()["reviews"]
    assert [one["by"] for one in made] == ["A. Reader"]


@pytest.mark.parametrize(
    "wrong",
    [{"date": "lately"}, {"date": "2024-13"}, {"target": "Atlantis"}, {"code": "LOVE"}, {"mood": "sure"}, {}],
    ids=str,
)
def test_a_correction_that_makes_no_sense_is_refused(
    client: TestClient, relation: dict[str, str], wrong: dict[str, str]
) -> None:
    page = f"/en/why/{relation['id']}"
    form = dict(re.findall(r'type="hidden" name="(was_\w+)" value="([^"]*)"', client.get(page).text))
    fields = {name.removeprefix("was_"): value for name, value in form.items()}
    data = {"token": token_of(client, page), "verdict": "corrected", **form, **fields, **wrong}
    assert client.post(f"/en/record/{relation['id']}/review", data=data).status_code in (400, 404)
    suggested = data | {"name": "Awa", "email": "a@example.org", "words": "non"}
    assert client.post(f"/en/record/{relation['id']}/suggest", data=suggested).status_code in (400, 404)
    assert client.get(f"/api/v1/articles/{relation['article']}").json()["reviews"] == []


@pytest.mark.parametrize("verdict", ["perhaps", "", "corrected"])
def test_no_verdict_is_no_review(client: TestClient, relation: dict[str, str], verdict: str) -> None:
    data = {"token": token_of(client, f"/en/why/{relation['id']}"), "verdict": verdict}
    assert client.post(f"/en/record/{relation['id']}/review", data=data).status_code == 400


def test_every_word_of_the_article_stands_on_its_page(client: TestClient) -> None:
    for item in client.get("/api/v1/articles").json()["items"]:
        found = client.get(f"/api/v1/articles/{item['id']}").json()
        html = client.get(f"/fr/article/{item['id']}").text
        body = html[html.index('<article class="text"') : html.index('class="marks-legend')]
        shown = "".join(unescape(re.sub(r"<[^>]+>", "", body)).split())
        for block in found["blocks"]:
            start, end = block["span"]
            assert "".join(found["text"][start:end].split()) in shown


def test_the_store_is_for_its_owner_only(settings: Settings, client: TestClient) -> None:
    assert Path(settings.store).stat().st_mode & 0o077 == 0
