"""Fetching what a stranger names: from the open net, in time, not too much, and nothing else."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from foedus.errors import IntakeError
from foedus.intake.decode import MAX_BYTES
from foedus.intake.fetch import Fetched, NotFetched, Policy, fetch, is_public

PRIVATE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "2001:db8::1",
    "not an address", "",
]  # fmt: skip


@pytest.mark.parametrize("ip", PRIVATE)
def test_no_address_of_this_machine_or_network_is_public(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_net_are(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/", "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/",
        "http://0177.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0/", "http://169.254.169.254/latest",
        "http://10.0.0.1/", "http://192.168.1.1/", "https://[fd00:ec2::254]/",
    ],
)  # fmt: skip
def test_numbers_and_names_of_this_machine_are_not_fetched(url: str) -> None:
    with pytest.raises(IntakeError, match=r"no public address|no such host"):
        fetch(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.org/", "gopher://example.org/", "javascript:alert(1)", "data:text/html,x",
        "", "http://", "http:///x", "http://example.org:22/", "http://example.org:6379/", "http://user:pass@example.org/",
        "http://example.org/\r\nX: y", "http://example.org:99999/", "http://[::1/", "x" * 3000,
    ],
)  # fmt: skip
def test_only_addresses_of_web_pages_are_fetched(url: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["93.184.216.34"]

    def refuse(ip: str) -> bool:
        raise AssertionError(f"{ip} would have been asked")

    with pytest.raises(IntakeError):
        fetch(url, Policy(resolve=resolve, allowed=refuse))


def test_a_name_with_one_private_address_is_not_fetched() -> None:
    with pytest.raises(IntakeError, match="no public address"):
        fetch("http://example.org/", Policy(resolve=lambda host, port: ["93.184.216.34", "10.0.0.1"]))


Answer = Callable[[socket.socket], None]


@contextmanager
def server(*answers: Answer, heard: list[bytes] | None = None) -> Iterator[int]:
    """Answer each connection in turn, on this machine; yield the port."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(5)

    def serve() -> None:
        for answer in answers:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            with line:
                line.settimeout(5)
                try:
                    asked = line.recv(65536)
                    if heard is not None:
                        heard.append(asked)
                    answer(line)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.close()
        thread.join(5)


def says(body: bytes, status: str = "200 OK", *headers: str) -> Answer:
    """Answer with a page."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *(headers or ("Content-Type: text/html",)), "", ""]
    return lambda line: line.sendall("\r\n".join(head).encode() + body)


@pytest.fixture
def ask() -> Callable[..., Fetched]:
    """Fetch from a server on this machine as if it were one of the open net, on a port of web pages."""

    def fetched(
        port: int,
        url: str = "http://example.org/",
        *,
        seconds: float = 20.0,
        etag: str | None = None,
        **names: list[str],
    ) -> Fetched:
        answers = {name.replace("_", "."): list(ips) for name, ips in names.items()}

        def resolve(host: str, _: int) -> list[str]:
            found = answers.get(host, ["127.0.0.1"])
            return [found.pop(0) if len(found) > 1 else found[0]]

        here = Policy(resolve, lambda ip: ip == "127.0.0.1", {"http": port, "https": port}, seconds=seconds)
        return fetch(url, here, etag=etag or None)

    return fetched


def test_a_page_is_fetched(ask: Callable[..., Fetched]) -> None:
    with server(says(b"<p>un</p>")) as port:
        found = ask(port, "http://example.org/été?x=1#part")
    assert (found.content, found.url) == (b"<p>un</p>", "http://example.org/été?x=1")


def test_a_packed_page_is_unpacked(ask: Callable[..., Fetched]) -> None:
    packed = gzip.compress(b"<p>un</p>")
    with server(says(packed, "200 OK", "Content-Type: text/html", "Content-Encoding: gzip")) as port:
        assert ask(port).content == b"<p>un</p>"


@pytest.mark.parametrize(
    "where", ["http://inner.example/", "http://169.254.169.254/", "//inner.example/x", "file:///etc/x"]
)
def test_a_redirect_leads_nowhere_else_than_an_address_may(ask: Callable[..., Fetched], where: str) -> None:
    with server(says(b"", "302 Found", f"Location: {where}"), says(b"secret")) as port, pytest.raises(IntakeError):
        ask(port, inner_example=["10.0.0.1"], **{"169_254_169_254": ["169.254.169.254"]})


def test_a_name_that_changes_its_meaning_is_not_asked_again(ask: Callable[..., Fetched]) -> None:
    """The address that was checked is the one that is connected to: the second answer of the name is never used."""
    with server(says(b"<p>un</p>")) as port:
        assert ask(port, example_org=["127.0.0.1", "10.0.0.1"]).content == b"<p>un</p>"


def test_redirects_come_to_an_end(ask: Callable[..., Fetched]) -> None:
    again = says(b"", "302 Found", "Location: /again")
    with server(*[again] * 8) as port, pytest.raises(IntakeError, match="redirects"):
        ask(port)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (says(b"no", "404 Not Found"), "404"),
        (says(b"%PDF", "200 OK", "Content-Type: application/pdf"), "application/pdf"),
        (says(b"x" * (MAX_BYTES + 1)), "MB"),
        (says(b"x", "200 OK", "Content-Type: text/html", "Content-Encoding: br"), "packed"),
        (says(gzip.compress(b"0" * 50_000_000), "200 OK", "Content-Type: text/html", "Content-Encoding: gzip"), "MB"),
        (says(b"not gzip", "200 OK", "Content-Type: text/html", "Content-Encoding: gzip"), "does not answer"),
        (lambda line: line.sendall(b"SSH-2.0-OpenSSH\r\n"), "does not answer"),
        (lambda line: line.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n"), "does not answer"),
    ],
)
def test_what_is_no_page_of_an_article_is_not_taken(ask: Callable[..., Fetched], answer: Answer, why: str) -> None:
    with server(answer) as port, pytest.raises(IntakeError, match=why):
        ask(port)


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"])
def test_a_server_that_drips_is_left(ask: Callable[..., Fetched], first: bytes) -> None:
    """Each read gets its byte in time; it is all of it together that takes too long."""
    given_up = threading.Event()

    def drip(line: socket.socket) -> None:
        line.sendall(first)
        while not given_up.wait(0.05):
            line.sendall(b"x")

    with server(drip) as port:
        try:
            with pytest.raises(IntakeError, match="within"):
                ask(port, seconds=0.4)
        finally:
            given_up.set()


def test_what_has_not_changed_is_not_sent_again(ask: Callable[..., Fetched]) -> None:
    with server(says(b"<p>un</p>", "200 OK", "Content-Type: text/html", 'ETag: "a"')) as port:
        first = ask(port)
    heard: list[bytes] = []

    def unchanged(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 304 Not Modified\r\n\r\n")

    with server(unchanged, heard=heard) as port:
        again = ask(port, etag=str(first.etag))
    assert (first.changed, first.etag, again.changed, again.content) == (True, '"a"', False, b"")
    assert b'If-None-Match: "a"' in heard[0]


@pytest.mark.parametrize(
    ("status", "said", "passing", "wait"),
    [
        ("429 Too Many Requests", "120", True, 120.0),
        ("503 Service Unavailable", "Wed, 21 Oct 2015 07:28:00 GMT", True, 0.0),
        ("500 Internal Server Error", "soon", True, None),
        ("404 Not Found", "", False, None),
    ],
)
def test_a_refusal_says_whether_it_will_pass(
    ask: Callable[..., Fetched], status: str, said: str, passing: bool, wait: float | None
) -> None:
    with server(says(b"no", status, f"Retry-After: {said}")) as port, pytest.raises(NotFetched) as refused:
        ask(port)
    assert (refused.value.passing, refused.value.wait, refused.value.status) == (passing, wait, int(status[:3]))


def test_every_reason_is_told_in_both_languages_on_one_line() -> None:
    import pickle

    from foedus.intake.fetch import _wording

    english, french = _wording()["en"], _wording()["fr"]
    assert list(english) == list(french)
    for key in english:
        error = NotFetched(key, url="u", host="h", what="w", status=503)
        told = pickle.loads(pickle.dumps(error))
        french_one = str(error.told("fr"))
        assert str(told) == str(error) != french_one and "\n" not in french_one
        assert (told.status, told.key) == (503, key)
