"""One address after the other: pauses, robots.txt, and patience with a server that has none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from foedus.errors import IntakeError
from foedus.intake import courtesy as module
from foedus.intake.courtesy import fetched
from foedus.intake.fetch import NotFetched
from foedus.intake.sources import find_sources
from running import call
from webserver import Answer, Request, Web, small_web

PAGE = """<html lang=fr><head><title>Refus</title></head><body><article><h1>Refus</h1>
<p>Le ministre russe a dit à Reuters que Moscou refuse de signer le traité avec Ankara cette année.</p>
<p>Ankara a livré des chars à Kiev, selon le Kremlin, qui a promis une réponse ferme.</p></article></body></html>"""


@pytest.fixture
def web() -> Iterator[Web]:
    with small_web({f"http://{host}.example/{n}": PAGE for host in "ab" for n in range(3)}) as served:
        yield served


def test_two_requests_to_one_host_are_a_pause_apart_and_other_hosts_wait_for_none(web: Web) -> None:
    asks = web.courtesy(pause=3.0)
    for url in ("a.example/0", "b.example/0", "a.example/1", "a.example/2"):
        asks.fetch(f"http://{url}")
    assert web.clock.slept == [3.0, 3.0]


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_to_wait_is_asked_again_when_it_says(web: Web, status: int) -> None:
    web.pages["http://a.example/0"] = [Answer(b"", status, {"Retry-After": "40"}), PAGE]
    assert web.courtesy().fetch("http://a.example/0").content == PAGE.encode()
    assert sum(web.clock.slept) == pytest.approx(40)


def test_what_fails_for_now_is_tried_three_times_ever_later(web: Web) -> None:
    web.pages["http://a.example/0"] = 500
    with pytest.raises(NotFetched, match="answers with 500"):
        web.courtesy(pause=1.0).fetch("http://a.example/0")
    assert (len(web.urls()), web.clock.slept) == (3, [5.0, 20.0])


def test_what_is_gone_is_asked_for_once(web: Web) -> None:
    with pytest.raises(NotFetched, match="404"):
        web.courtesy().fetch("http://a.example/none")
    assert (len(web.urls()), web.clock.slept) == (1, [])


def test_a_host_that_wants_an_hour_of_peace_has_it_and_nobody_waits(web: Web) -> None:
    web.pages["http://a.example/0"] = Answer(b"", 429, {"Retry-After": "3600"})
    asks = web.courtesy()
    for _ in range(2):
        with pytest.raises(NotFetched) as refused:
            asks.fetch("http://a.example/0")
    assert (refused.value.key, web.urls(), web.clock.slept) == ("asked_to_wait", ["http://a.example/0"], [])
    assert asks.fetch("http://b.example/0").changed
    web.clock.now += 3_600
    web.pages["http://a.example/0"] = PAGE
    assert asks.fetch("http://a.example/0").changed


def test_a_host_that_does_not_answer_is_not_asked_for_all_that_is_wanted_of_it(web: Web) -> None:
    def silent(request: Request) -> None:
        request.web.over.wait(5)

    web.pages |= {f"http://a.example/{n}": silent for n in range(3)}
    asks = web.courtesy(0.2)
    for n in (0, 1, 2):
        with pytest.raises(NotFetched, match="does not answer within"):
            asks.fetch(f"http://a.example/{n}")
    assert web.urls() == ["http://a.example/0"] * 3
    web.clock.now += 601
    web.pages["http://a.example/0"] = PAGE
    assert asks.fetch("http://a.example/0").changed


def test_one_bad_page_is_no_reason_to_leave_its_host(web: Web) -> None:
    web.pages["http://a.example/0"] = lambda request: request.connection.close()
    asks = web.courtesy()
    with pytest.raises(NotFetched, match="does not answer as a web page would"):
        asks.fetch("http://a.example/0")
    assert asks.fetch("http://a.example/1").changed


def test_a_host_without_a_server_cannot_be_reached(web: Web) -> None:
    asks = web.courtesy()
    asks.policy = replace(asks.policy, ports={"http": 1})
    with pytest.raises(NotFetched, match="cannot be reached"):
        asks.fetch("http://a.example/0")


@pytest.mark.parametrize(
    ("robots", "may"),
    [
        ("User-agent: *\nDisallow: /0\n", "1"),
        ("User-agent: foedus\nDisallow: /\n\nUser-agent: *\nAllow: /", ""),
        ("User-agent: *\nDisallow:\n", "01"),
        (404, "01"),
        (500, ""),
        (Answer(b"", 429), ""),
        (b"\xff\xfe\x00" * 900, "01"),
        (Answer(b"", 302, {"Location": "/robots.txt"}), "01"),
        (Answer(b"x" * 9_000_000), "01"),
    ],
    ids=["part", "us", "all", "none", "broken", "busy", "no text", "circle", "huge"],
)
def test_robots_txt_is_heeded(web: Web, robots: str | int | Answer, may: str) -> None:
    web.pages["http://a.example/robots.txt"] = robots
    asks, read = web.courtesy(robots=True, again=()), ""
    for number in "01":
        try:
            read += number if asks.fetch(f"http://a.example/{number}") else ""
        except NotFetched as error:
            assert error.key in ("robots", "robots_unknown")
    assert read == may
    assert len(web.asked) - len(web.urls()) == (6 if isinstance(robots, Answer) and robots.status == 302 else 1)


def test_robots_txt_of_where_a_redirect_leads_is_heeded_and_its_pause_kept(web: Web) -> None:
    web.pages |= {
        "http://a.example/0": Answer(b"", 302, {"Location": "http://b.example/0"}),
        "http://b.example/robots.txt": "User-agent: *\nDisallow: /0\nCrawl-delay: 9\n",
    }
    asks = web.courtesy(robots=True)
    with pytest.raises(NotFetched, match=r"b\.example: its robots\.txt"):
        asks.fetch("http://a.example/0")
    asks.fetch("http://b.example/1")
    web.clock.slept.clear()
    asks.fetch("http://b.example/2")
    assert web.clock.slept == [9.0]


def test_addresses_stand_among_files_in_the_order_given(web: Web, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rome a dit non.", encoding="utf-8")
    names = ["http://a.example/0", tmp_path / "a.txt", "http://b.example/none"]
    page, file, none = fetched(find_sources(names), web.courtesy(), language="fr")
    assert (page.url, page.content, file.path) == ("http://a.example/0", PAGE.encode(), tmp_path / "a.txt")
    assert str(none.error) == "b.example\u00a0: répond 404, et non par une page"
    with pytest.raises(IntakeError):
        none.read()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_addresses_on_the_command_line(web: Web, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Courtesy", web.courtesy)
    (tmp_path / "a.txt").write_text("Le ministre a dit que Rome refusait.", encoding="utf-8")
    ran = call(
        "read", "http://a.example/0", tmp_path / "a.txt", "http://a.example/9", "http://10.0.0.7/", "--no-ledger",
        "--format", "jsonl", "--lang", lang,
    )  # fmt: skip
    assert ran.code == 1
    assert ran.out.count('"schema"') == 2 and '"url": "http://a.example/0"' in ran.out and '"file": null' in ran.out
    told = "répond 404" if lang == "fr" else "answers with 404"
    assert told in ran.err and "10.0.0.7" in ran.err and "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == 3


def test_the_command_line_asks_nothing_of_this_machine(web: Web) -> None:
    ran = call("read", f"http://localhost:{web.port}/0", "http://127.0.0.1/", "--no-ledger", "--lang", "en")
    assert (ran.code, web.asked) == (1, [])
    assert "not one of web pages" in ran.err and "no public address" in ran.err
