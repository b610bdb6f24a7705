"""Views made by processes of their own: the same answers, nobody held up, and none lost when a process dies."""

import os
import re
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from foedus.errors import NotHeld
from foedus.ledger import open_ledger
from foedus.web.app import create_app
from foedus.web.kept import Kept, Late
from foedus.web.makers import Makers
from foedus.web.room import Room
from foedus.web.settings import Settings

PATHS = (
    "/fr/pair/RUS/PRK", "/en/pair/RUS/PRK?third_party=1", "/fr/pair/RUS/PRK/datasets", "/fr/system",
    "/en/system?year=2025", "/fr/state/RUS", "/fr/state/PRK?of=it", "/fr/person/Sergueï Lavrov",
    "/fr/outlet/Agence Exemple-Presse",
    "/api/v1/pairs/RUS/PRK", "/api/v1/pairs/RUS/PRK/chart", "/api/v1/system", "/api/v1/states/RUS",
)  # fmt: skip


def number(room: Room) -> int:
    """A view: which process makes it."""
    return os.getpid()


def die(room: Room) -> int:
    """A view over which a process that makes views dies."""
    if room.makers is None:
        os.kill(os.getpid(), signal.SIGKILL)
    return -1


def relations(room: Room) -> int:
    """A view of the ledger."""
    ((count,),) = room.ledger.connection.execute("SELECT count(*) FROM relation")
    return int(count)


def wait_for(room: Room, path: str) -> None:
    """A view that takes until a file is there."""
    while not Path(path).exists():
        threading.Event().wait(0.05)


def nothing_held(room: Room) -> int:
    """A view that finds nothing."""
    raise NotHeld("nothing of that name")


@pytest.fixture
def makers(settings: Settings) -> Iterator[Makers]:
    made = Makers(settings, 2)
    yield made
    made.stop()


@pytest.fixture
def room(settings: Settings, makers: Makers) -> Room:
    return Room(settings, makers)


@pytest.mark.slow
def test_what_is_near_is_made_by_one_process_and_not_by_this_one(room: Room) -> None:
    assert room.made("a", number) != os.getpid()
    made = {near: room.makers.make(near, number, ()) for near in "abcdef"}  # type: ignore[union-attr]
    assert len(set(made.values())) == 2
    assert room.makers.make("a", number, ()) == made["a"]  # type: ignore[union-attr]


@pytest.mark.slow
def test_a_process_that_dies_is_replaced_and_its_view_made_here(room: Room, makers: Makers) -> None:
    before = makers.make("a", number, ())
    os.kill(before, signal.SIGKILL)
    after = makers.make("a", number, ())
    assert after not in (before, os.getpid())
    assert room.made("a", die) == -1
    assert makers.make("a", number, ()) != os.getpid()


@pytest.mark.slow
def test_what_is_made_is_kept_until_the_ledger_changes(room: Room, settings: Settings) -> None:
    count = room.made("a", relations)
    with open_ledger(settings.ledger) as ledger:
        ledger.connection.execute("DELETE FROM relation WHERE key = (SELECT min(key) FROM relation)")
        ledger.connection.commit()
    assert room.made("a", relations) == count - 1


@pytest.mark.slow
def test_an_error_of_a_view_comes_over_as_it_is(room: Room) -> None:
    with pytest.raises(NotHeld, match="nothing of that name"):
        room.made("a", nothing_held)


def test_a_view_of_old_records_is_shown_and_not_kept() -> None:
    kept, given = Kept(lambda: 1), iter([Late("old"), "new", "never"])
    assert [kept.get("key", lambda: next(given)) for _ in range(3)] == ["old", "new", "new"]


def test_it_is_known_whether_what_is_held_is_late() -> None:
    state = [1]
    kept = Kept(lambda: state[0])
    assert not kept.is_late("key")
    kept.get("key", lambda: "value")
    assert not kept.is_late("key")
    state[0] = 2
    assert kept.is_late("key")


@pytest.mark.slow
def test_pages_and_data_are_the_same_with_and_without_processes(settings: Settings, lake: Path) -> None:
    given = replace(settings, lake=lake)
    with (
        TestClient(create_app(given, reads=False)) as alone,
        TestClient(create_app(replace(given, processes=2), reads=False)) as helped,
    ):
        for path in PATHS:
            for _ in range(2):
                one, other = (bare(client.get(path).text) for client in (alone, helped))
                assert one == other, path


def bare(html: str) -> str:
    """A page without the tokens of its forms, which are never the same."""
    return re.sub(r'name="token" value="[^"]*"', "", html)


@pytest.mark.slow
def test_a_correction_is_seen_at_once(settings: Settings) -> None:
    with TestClient(create_app(replace(settings, processes=1), reads=False), follow_redirects=False) as client:
        records = client.get("/api/v1/pairs/RUS/PRK").json()["counts"]["records"]
        html = client.get("/fr/pair/RUS/PRK").text
        record = re.findall(r'class="act [^"]*" href="/fr/why/([0-9a-f]{16})"', html)[0]
        token = re.findall(r'name="token" value="([^"]+)"', client.get(f"/fr/why/{record}").text)[0]
        answer = client.post(f"/fr/record/{record}/review", data={"token": token, "verdict": "wrong", "by": "Awa"})
        assert answer.status_code == 303
        assert client.get("/api/v1/pairs/RUS/PRK").json()["counts"]["records"] == records - 1
        assert f"/fr/why/{record}" not in client.get("/fr/pair/RUS/PRK").text


@pytest.mark.slow
def test_one_who_asks_for_something_quick_does_not_wait_for_something_slow(room: Room, makers: Makers) -> None:
    near = {place: next(n for n in range(99) if makers.place(n) == place) for place in (0, 1)}
    may_end = room.settings.ledger.with_suffix(".end")
    slow = threading.Thread(target=makers.make, args=(near[0], wait_for, (str(may_end),)))
    slow.start()
    assert room.made(near[1], relations) > 0
    assert slow.is_alive()
    may_end.touch()
    slow.join(60)
    assert not slow.is_alive()
