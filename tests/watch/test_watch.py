"""Following feeds: what is new and nothing else, politely, and whatever a feed does the others are read."""

import gzip
import itertools
import json
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from foedus.cli import watching
from foedus.errors import IntakeError
from foedus.intake import courtesy
from foedus.intake.feeds import Entry, feeds_of, read_feed
from foedus.ledger import open_ledger, watched
from foedus.watch import TRIES, Checked, Watch, in_turn, rehearsal
from running import call
from webserver import Answer, Request, Web, small_web

TODAY = "2025-06-10"
TEXT = "Le ministre russe a dit à Reuters que Moscou refusait de signer le traité numéro {n} avec Ankara."


def item(n: int | str, link: str | None = None, **more: str) -> str:
    parts = {"title": f"Refus {n}", "link": link or f"http://a.example/{n}", "guid": str(n)} | more
    return "<item>" + "".join(f"<{name}>{value}</{name}>" for name, value in parts.items()) + "</item>"


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    return f'{head}<rss version="2.0"><channel><title>Essai</title>{"".join(items)}</channel></rss>'


def page(n: object) -> str:
    text = TEXT.format(n=n)
    return f"<html lang=fr><body><article><h1>Refus {n}</h1><p>{text}</p><p>{text} Encore.</p></article></body></html>"


def links(feed: str | bytes, url: str = "http://a.example/rss/x.xml") -> list[str]:
    data = feed.encode() if isinstance(feed, str) else feed
    return [entry.link for entry in read_feed(data, url, today=TODAY).entries]


# What a feed says.


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Tue, 03 Jun 2025 23:30:00 -0500", "2025-06-03"),
        ("2025-06-03T23:30:00-05:00", "2025-06-03"),
        ("3 June 2025", "2025-06-03"),
        ("Tue, 99 Jun 2025 23:30:00", None),
        ("Tue, 88888888888888888888888888 Jun 2025 23:30:00", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Tue, 03 Jun 2042 00:00:00 GMT", None),
        ("hier", None),
        ("", None),
    ],
)
def test_a_day_is_the_one_that_stands_there_or_none(said: str, day: str | None) -> None:
    (entry,) = read_feed(rss(item(1, pubDate=said)).encode(), "http://a.example/x", today=TODAY).entries
    assert entry == Entry("http://a.example/1", "Refus 1", day)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/monde/1.html", "http://a.example/monde/1.html"),
        ("2.html?id=3", "http://a.example/rss/2.html?id=3"),
        ("http://b.example/1?utm_source=rss&amp;id=3&amp;xtor=RSS-1#part", "http://b.example/1?id=3"),
        ("  http://b.example/1\n ", "http://b.example/1"),
        ("//b.example/1", "http://b.example/1"),
        ("javascript:alert(1)", None),
        ("http://[::1", None),
        ("http://b.example/" + "x" * 3000, None),
    ],
)
def test_an_address_is_made_whole_and_told_from_what_is_none(link: str, expected: str | None) -> None:
    assert links(rss(item(1, link, guid=""))) == ([expected] if expected else [])


def test_atom_and_rdf_are_feeds_too() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://b.example/x/"><title>A &amp; B</title>'
        '<entry><title>Un</title><link rel="alternate" href="1.html"/><link rel="edit" href="/edit"/>'
        "<updated>2025-06-03T10:00:00Z</updated><content type='html'>&lt;p&gt;</content></entry></feed>"
    )
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel><title>R</title></channel><item rdf:about="http://a.example/7"><title>S</title>'
        "<link>http://a.example/7</link></item></rdf:RDF>"
    )
    found = read_feed(atom.encode(), "http://a.example/", today=TODAY)
    assert found.entries == (Entry("http://b.example/x/1.html", "Un", "2025-06-03"),)
    assert links(rdf) == ["http://a.example/7"]


def test_a_page_says_which_feed_it_names() -> None:
    html = '<!doctype html><html><head><link rel=alternate type="application/rss+xml" href="/rss?a=1&amp;b=2"></head>'
    with pytest.raises(IntakeError, match=r"a page, no feed; the feed it names is http://a\.example/rss\?a=1&b=2"):
        links(html)


def test_an_address_stands_once_whatever_its_guid_and_alike_guids_are_no_reason_to_leave_one_out() -> None:
    twice = rss(item(1, guid="x"), item(1, guid="y"), item(2, guid="x"), item(3, guid="x"))
    assert links(twice) == [f"http://a.example/{n}" for n in (1, 2, 3)]


def test_a_list_of_feeds_is_opml_or_an_address_a_line(tmp_path: Path) -> None:
    opml, lines = tmp_path / "a.opml", tmp_path / "b.txt"
    opml.write_text(
        '<opml><body><outline text="Presse"><outline xmlUrl="http://a.example/1" text="é &eacute; & x"/>'
        '<outline XMLURL="http://a.example/2"></outline><outline xmlUrl="feed:no"/></body>',
        encoding="utf-8",
    )
    lines.write_text("# mine\nhttp://a.example/2\n\nhttp://a.example/3\n", encoding="utf-8")
    assert list(feeds_of([str(opml), "http://a.example/4", str(lines)])) == [
        f"http://a.example/{n}" for n in (1, 2, 4, 3)
    ]
    for name, content in {"none.opml": "<opml/>", "empty": "", "none.txt": "a\nb"}.items():
        (tmp_path / name).write_text(content)
        with pytest.raises(IntakeError, match=name):
            list(feeds_of([str(tmp_path / name)]))
    with pytest.raises(IntakeError, match="cannot be read"):
        list(feeds_of([str(tmp_path / "not.opml")]))


# Following.


class Desk:
    """A ledger, feeds on a small web, and a clock of the day."""

    def __init__(self, web: Web, folder: Path) -> None:
        self.web, self.folder = web, folder
        self.path = folder / "press.db"
        self.now = datetime(2025, 6, 10, 12, tzinfo=UTC)

    def run(self, *urls: str, anyway: bool = False, seconds: float = 5.0) -> tuple[list[Checked], list[str]]:
        """Ask feeds once and read what is new; return what they said, and what was read or not."""
        self.web.asked.clear()
        with open_ledger(self.path) as ledger:
            asks = self.web.courtesy(seconds, robots=True, again=())
            watch = Watch(ledger, asks, now=lambda: self.now, anyway=anyway)
            checked = list(watch.check(urls))
            return checked, [
                f"{outcome.name} {outcome.error or 'read'}" for outcome in watch.read(watch.waiting(urls), jobs=1)
            ]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    pages = {f"http://{host}.example/{n}": page(f"{host}{n}") for host in "ab" for n in range(1, 6)}
    with small_web(pages) as web:
        yield Desk(web, tmp_path)


FEED = "http://a.example/feed"


def test_each_article_is_read_once_and_a_feed_sends_only_what_is_new(desk: Desk) -> None:
    tagged = {"ETag": '"1"', "Last-Modified": "Tue, 10 Jun 2025 10:00:00 GMT"}
    desk.web.pages[FEED] = [
        Answer(rss(item(1), item(2)), 200, tagged, "application/rss+xml"),
        lambda request: (request.send_response(304), request.end_headers()),
        rss(item(3), item(1), item(2)),
    ]
    assert desk.run(FEED) == (
        [Checked(FEED, "Essai", 2)], ["http://a.example/1 read", "http://a.example/2 read"]
    )  # fmt: skip
    assert desk.run(FEED) == ([Checked(FEED, "Essai", changed=False)], [])
    sent = dict(desk.web.asked)[FEED]
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == ('"1"', tagged["Last-Modified"])
    assert desk.run(FEED)[1] == ["http://a.example/3 read"]
    with open_ledger(desk.path) as ledger:
        assert {a.url for a in ledger.articles()} == {f"http://a.example/{n}" for n in (1, 2, 3)}


def test_an_article_of_two_feeds_is_fetched_once(desk: Desk) -> None:
    desk.web.pages |= {FEED: rss(item(1)), "http://b.example/feed": rss(item(1))}
    desk.run(FEED, "http://b.example/feed")
    assert desk.web.urls().count("http://a.example/1") == 1


def test_the_day_that_a_feed_names_is_that_of_the_article(desk: Desk) -> None:
    desk.web.pages[FEED] = rss(item(1, pubDate="Tue, 03 Jun 2025 23:30:00 -0500"))
    desk.run(FEED)
    with open_ledger(desk.path) as ledger:
        assert [a.published for a in ledger.articles()] == ["2025-06-03"]


def test_who_is_killed_before_the_articles_are_read_finds_them_waiting(desk: Desk) -> None:
    tagged = Answer(rss(item(1)), 200, {"ETag": '"1"'}, "text/xml")
    desk.web.pages[FEED] = [tagged, lambda request: (request.send_response(304), request.end_headers())]
    with open_ledger(desk.path) as ledger:
        list(Watch(ledger, desk.web.courtesy(), now=lambda: desk.now).check([FEED]))
    assert desk.run(FEED) == ([Checked(FEED, "Essai", changed=False)], ["http://a.example/1 read"])


def test_an_article_that_fails_for_now_is_tried_again_and_one_that_is_gone_is_not(desk: Desk) -> None:
    desk.web.pages |= {FEED: rss(item(1), item(2), item(9)), "http://a.example/1": 503}
    first, read, gone = desk.run(FEED)[1]
    assert "503" in first and read == "http://a.example/2 read" and "404" in gone
    asked = []
    for quarter in range(1, 4 * 24 * 3):
        desk.now += timedelta(minutes=15)
        asked += [quarter] * len(desk.run(FEED)[1])
    assert asked == [2**n - 1 for n in range(1, TRIES)]
    desk.web.pages["http://a.example/1"] = page(1)
    assert [told.partition(" ")[0][-1] for told in desk.run(FEED, anyway=True)[1]] == ["1", "9"]


def test_a_host_that_asks_for_peace_has_it_and_its_articles_wait_without_being_tried(desk: Desk) -> None:
    desk.web.pages |= {
        FEED: rss(*map(item, range(1, 6))),
        "http://a.example/1": Answer(b"", 429, {"Retry-After": "3600"}),
    }
    _, first = desk.run(FEED)
    assert len(first) == 5 and not any("read" in told.split()[1] for told in first)
    assert desk.web.urls() == [FEED, "http://a.example/1"]
    with open_ledger(desk.path) as ledger:
        tries = [i.tries for i in watched.open_items(ledger.connection, [FEED], failed=False)]
    assert sorted(tries) == [0, 0, 0, 0, 1]


def test_a_feed_that_asks_for_peace_is_not_asked_by_the_next_run(desk: Desk) -> None:
    desk.web.pages[FEED] = [Answer(b"", 429, {"Retry-After": "3600"}), rss(item(1))]
    ((checked,), _) = desk.run(FEED)
    assert "429" in str(checked.error)
    desk.now += timedelta(minutes=15)
    ((checked,), _) = desk.run(FEED)
    assert "tried again after 45 min" in str(checked.error) and not desk.web.urls()
    desk.now += timedelta(minutes=46)
    assert desk.run(FEED)[1] == ["http://a.example/1 read"]


def test_a_feed_that_fails_is_asked_ever_more_seldom_until_it_answers(desk: Desk) -> None:
    desk.web.pages[FEED] = 500
    asked = 0
    for _ in range(4 * 24):
        desk.run(FEED)
        asked += len(desk.web.urls())
        desk.now += timedelta(minutes=15)
    assert 5 <= asked <= 8
    desk.web.pages[FEED] = rss(item(1))
    assert desk.run(FEED, anyway=True)[1]
    assert not desk.run(FEED)[0][0].error


@pytest.mark.parametrize("days", [-400, 400])
def test_a_clock_that_jumps_leaves_no_feed_unasked(desk: Desk, days: int) -> None:
    desk.web.pages[FEED] = [500, 500, rss(item(1))]
    desk.run(FEED), desk.run(FEED)
    desk.now += timedelta(days=days)
    assert desk.run(FEED)[1] == ["http://a.example/1 read"]


def test_robots_txt_holds_for_feeds_and_articles(desk: Desk) -> None:
    desk.web.pages |= {
        FEED: rss(item(1), item(2)),
        "http://a.example/robots.txt": "User-agent: *\nDisallow: /1\n",
        "http://b.example/robots.txt": "User-agent: foedus\nDisallow: /\n",
    }
    checked, read = desk.run("http://b.example/feed", FEED)
    assert "robots.txt" in str(checked[0].error) and checked[1].error is None
    assert "robots.txt" in read[0] and read[1] == "http://a.example/2 read"
    assert "http://a.example/1" not in desk.web.urls() and "http://b.example/feed" not in desk.web.urls()


def test_hosts_take_turns() -> None:
    items = [watched.Item(f"http://{host}.example/{n}", FEED, None, None) for host in "aabc" for n in range(2)]
    assert [i.link[7] for i in in_turn(items)] == ["a", "b", "c", "a", "b", "c", "a", "a"]


# Broken feeds, each beside one that is not.


def endless(request: Request) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "application/rss+xml")
    request.end_headers()
    request.wfile.write(rss().removesuffix("</channel></rss>").encode())
    while not request.web.over.is_set():
        request.wfile.write(item(1).encode() * 1000)


def dripping(request: Request) -> None:
    request.send_response(200)
    request.send_header("Content-Type", "application/rss+xml")
    request.end_headers()
    while not request.web.over.wait(0.02):
        request.wfile.write(b" ")


def silent(request: Request) -> None:
    request.web.over.wait(30)


def hanging_up(request: Request) -> None:
    request.connection.close()


def lying(request: Request) -> None:
    body = rss(item(1)).encode()
    request.send_response(200)
    request.send_header("Content-Length", str(len(body) + 100))
    request.end_headers()
    request.wfile.write(body)


def packed(body: bytes) -> Answer:
    return Answer(body, 200, {"Content-Encoding": "gzip"}, "application/rss+xml")


def to(where: str) -> Answer:
    return Answer(b"", 302, {"Location": where})


LATIN = rss(item(1, title="L’été à Pékin"), head='<?xml version="1.0" encoding="utf-8"?>')
BOMB = '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
FAIL = {
    "not XML": "hello, world",
    "nothing": "",
    "blanks": " \n" * 500,
    "a page": "<!doctype html><html><head><title>Essai</title></head><body><p>Bonjour.</p></body></html>",
    "a picture": Answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, 200, {}, "image/png"),
    "a picture that says it is a feed": Answer(b"\x89PNG\r\n\x1a\n" + bytes(256) * 20, 200, {}, "application/rss+xml"),
    "JSON": Answer('{"version": "https://jsonfeed.org/version/1"}', 200, {}, "application/json"),
    "XML of another sort": '<?xml version="1.0"?><svg><g/></svg>',
    "endless": endless,
    "a drip": dripping,
    "silence": silent,
    "hung up": hanging_up,
    "cut short by its length": lying,
    "redirects in a circle": to("/feed-broken"),
    "redirects for ever": lambda request: request.say(to(f"{request.path}x")),
    "a redirect into this network": to("http://inner.invalid/"),
    "a redirect to a file": to("file:///etc/passwd"),
    "304 to who sent no tag": 304,
    "401": 401,
    "404": 404,
    "410": 410,
    "429": 429,
    "500": 500,
    "503": Answer(b"", 503, {"Retry-After": "Wed, 11 Jun 2042 10:00:00 GMT"}),
    "gzip that is none": packed(b"no gzip"),
    "gzip cut short": packed(gzip.compress(b"\x00" * 100_000)[:50]),
    "a gzip bomb": packed(gzip.compress(bytes(60_000_000))),
    "huge": rss(*map(item, range(60_000))),
    "packed as nobody asked": Answer(b"x", 200, {"Content-Encoding": "br"}, "application/rss+xml"),
    "no HTTP": lambda request: request.wfile.write(b"SSH-2.0-OpenSSH_9\r\n"),
}
READ = {
    "cut": rss(item(1), item(2))[:-60],
    "tags that nobody closes": rss(item(0, description="<p>a<br><b><i>"), item(1)),
    "a link that nobody closes": rss("<item><title>A</title><link>http://a.example/0" + item(1) + item(2)),
    "half a million tags": rss(item(1), "<a " * 500_000),
    "wrong encoding": LATIN.encode("cp1252"),
    "no such encoding": rss(item(1), head='<?xml version="1.0" encoding="klingon"?>'),
    "UTF-16": rss(item(1), head='<?xml version="1.0" encoding="utf-16"?>').encode("utf-16"),
    "control characters": rss(item(1, title="\x08Refus de signer le \x1b[31mtraité")),
    "an ampersand and entities of HTML": rss(item(1, title="A & B &eacute; &nbsp; &nothing;")),
    "no dates, no titles": rss("<item><link>http://a.example/1</link></item>"),
    "relative links": rss(item(1, link="/1")),
    "alike guids": rss(item(1, guid="x"), item(2, guid="x")),
    "no links but guids": rss("<item><guid>http://a.example/1</guid></item>", "<item><guid>x</guid></item>"),
    "a huge entry": rss(item(1, description="word " * 600_000)),
    "a bomb of entities": rss(item(1, title="&a9;"), head=BOMB),
    "a file as an entity": rss(item(1, title="&f;"), head='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'),
    "before the XML": "\n\n<!-- x -->" + rss(item(1)),
    "as text/plain": Answer(rss(item(1)), 200, {}, "text/plain"),
    "no version, no channel": "<rss>" + item(1) + "</rss>",
    "packed rightly": packed(gzip.compress(rss(item(1)).encode())),
    "a redirect to the feed": to("http://b.example/moved"),
    "addresses that are none": rss(item(1), item(2, "mailto:a@b.example"), item(3, "http://"), item(4, "::")),
}  # fmt: skip


def beside_a_whole_one(desk: Desk, feed: object) -> tuple[Checked, list[str]]:
    """Follow a feed before one that is whole, which must be read; return what the first said, and its articles."""
    broken, whole = "http://a.example/feed-broken", "http://b.example/feed"
    desk.web.pages |= {
        broken: feed,
        whole: rss(item("b", "http://b.example/5")),
        "http://b.example/moved": rss(item(1)),
    }
    (checked, other), read = desk.run(broken, whole, seconds=0.6)
    assert other == Checked(whole, "Essai", 1) and "http://b.example/5 read" in read
    return checked, [told for told in read if "b.example" not in told]


def test_there_are_enough_of_them() -> None:
    assert len(FAIL) >= 30 and len(READ) >= 20


@pytest.mark.parametrize("feed", FAIL.values(), ids=FAIL)
def test_a_broken_feed_is_told_in_one_line_and_the_next_is_read(desk: Desk, feed: object) -> None:
    checked, read = beside_a_whole_one(desk, feed)
    assert checked.error and "\n" not in checked.error and "foedus failed" not in checked.error
    assert len(checked.error) < 250 and read == []


@pytest.mark.parametrize("feed", READ.values(), ids=READ)
def test_what_can_be_read_of_a_broken_feed_is(desk: Desk, feed: object) -> None:
    checked, read = beside_a_whole_one(desk, feed)
    assert checked.error is None and "http://a.example/1 read" in read


# The command line.


@pytest.fixture
def here(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(courtesy, "Courtesy", desk.web.courtesy)
    desk.web.pages |= {FEED: rss(item(1, title="\x1b[31mRefus"), item(2)), "http://b.example/feed": "no feed"}
    return desk


@pytest.mark.parametrize(("lang", "told"), [("fr", "Articles nouveaux : 2"), ("en", "New articles: 2; read: 2")])
def test_once(here: Desk, lang: str, told: str) -> None:
    ran = call(
        "watch", "http://b.example/feed", FEED, "--ledger", here.path, "--format", "jsonl", "--lang", lang,
        "--failures", here.folder / "failed.tsv",
    )  # fmt: skip
    assert (ran.code, [json.loads(line)["url"][-1] for line in ran.out.splitlines()]) == (1, ["1", "2"])
    assert told in ran.err and "http://b.example/feed" in ran.err and len(ran.err.splitlines()) == 2
    assert (here.folder / "failed.tsv").read_text(encoding="utf-8").count("\n") == 2
    again = call("watch", FEED, "--ledger", here.path, "--lang", lang)
    assert (again.code, again.out) == (0, "")


def test_a_rehearsal_lists_what_is_new_and_keeps_nothing(here: Desk) -> None:
    for _ in range(2):
        ran = call("watch", FEED, "--ledger", here.path, "--dry-run", "--lang", "en")
        assert ran.code == 0 and [line.split()[1][-1] for line in ran.out.splitlines()] == ["1", "2"]
        assert "\x1b" not in ran.out and "Nothing was read or kept" in ran.err
    assert not here.path.exists()
    call("watch", FEED, "--ledger", here.path)
    here.web.pages[FEED] = rss(item(1), item(3))
    ran = call("watch", FEED, "--ledger", here.path, "--dry-run")
    assert [line.split()[1][-1] for line in ran.out.splitlines()] == ["3"]
    with rehearsal(here.path) as ledger, open_ledger(here.path) as kept:
        assert watched.feeds(ledger.connection) == watched.feeds(kept.connection)


def test_again_and_again_until_told_to_end(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    feeds = itertools.count(3)

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        here.web.pages[FEED] = rss(item(next(feeds)))
        if len(slept) == 3:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(watching.time, "sleep", sleep)
    ran = call("watch", FEED, "--ledger", here.path, "--every", "15m", "--format", "jsonl")
    assert ran.code == 0 and [json.loads(line)["url"][-1] for line in ran.out.splitlines()] == ["1", "2", "3", "4"]
    assert all(0 < seconds <= 900 for seconds in slept)


@pytest.mark.parametrize(("lang", "told"), [("fr", "il faut une liste OPML"), ("en", "expected OPML")])
def test_a_list_that_is_none(here: Desk, lang: str, told: str) -> None:
    ran = call("watch", here.folder / "none.opml", "--lang", lang)
    assert ran.code == 1 and told in ran.err and len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("every", ["15", "0m", "-1m", "m", "1w", "1.5h"])
def test_a_length_of_time_that_is_none(here: Desk, every: str) -> None:
    ran = call("watch", FEED, "--every", every)
    assert ran.code == 2 and "15m" in ran.err


def test_this_machine_and_its_network_are_not_followed(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    ran = call("watch", f"http://127.0.0.1:{here.web.port}/feed", "http://localhost/", "--dry-run", "--lang", "en")
    assert ran.code == 1 and not here.web.asked
    assert "not one of web pages" in ran.err and "no public address" in ran.err
