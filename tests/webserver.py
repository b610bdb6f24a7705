"""A small web on this machine, for tests of what fetches: pages by host and path, and a clock that nobody waits for.

with small_web({"https://a.example/x": "<p>..."}) as web:
    web.courtesy().fetch("http://a.example/x")
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from foedus.intake.courtesy import Courtesy
from foedus.intake.fetch import Policy


@dataclass
class Clock:
    """A clock that goes on only when somebody would sleep."""

    now: float = 1_000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass(frozen=True)
class Answer:
    """What a server says."""

    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "text/html; charset=utf-8"


class Request(BaseHTTPRequestHandler):
    """One request. A page is its text, a status, an `Answer`, a function of the request that writes what it likes, or a
    list of these, the last of which stays."""

    web: "Web"

    def do_GET(self) -> None:
        url = f"http://{self.headers['Host'].partition(':')[0]}{self.path}"
        self.web.asked.append((url, dict(self.headers)))
        page = self.web.pages.get(url, 404)
        if isinstance(page, list):
            page = page.pop(0) if len(page) > 1 else page[0]
        if callable(page):
            page(self)
            return
        if isinstance(page, int):
            page = Answer(b"no", page)
        elif not isinstance(page, Answer):
            page = Answer(page)
        self.say(page)

    def say(self, page: Answer) -> None:
        body = page.body.encode() if isinstance(page.body, str) else page.body
        self.send_response(page.status)
        for name, value in {"Content-Type": page.kind, "Content-Length": str(len(body)), **page.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Web:
    """What is on it, and who asked for what."""

    port: int
    pages: dict[str, Any]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)
    over: threading.Event = field(default_factory=threading.Event)

    def policy(self, seconds: float = 5.0) -> Policy:
        """Let every name mean this server, but for those that end in .invalid."""

        def resolve(host: str, _: int) -> list[str]:
            return ["10.0.0.1"] if host.endswith(".invalid") or host[0].isdigit() else ["127.0.0.1"]

        ports = {"http": self.port, "https": self.port}
        return Policy(resolve, lambda ip: ip == "127.0.0.1", ports, seconds=seconds)

    def courtesy(self, seconds: float = 5.0, **more: Any) -> Courtesy:
        """Return who fetches from it, without losing time."""
        return Courtesy(self.policy(seconds), clock=self.clock, sleep=self.clock.sleep, **more)

    def urls(self) -> list[str]:
        """Return what was asked for, robots.txt left out."""
        return [url for url, _ in self.asked if not url.endswith("/robots.txt")]


@contextmanager
def small_web(pages: Mapping[str, Any]) -> Iterator[Web]:
    """Serve pages by their address (http)."""
    handler = type("Handler", (Request,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    web = Web(server.server_address[1], dict(pages))
    handler.web = web  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
