"""Fetch a page that a person named, and nothing that is not meant for the world.

A name is resolved once, every address it has must be a public one, and the connection goes to that very address: what
the name means a moment later changes nothing. Each redirect is held to the same. Size, time and redirects are limited,
and so is what a packed answer unpacks to.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import tomllib
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from foedus.errors import IntakeError
from foedus.intake.decode import MAX_BYTES
from foedus.tables import data_dir

LONGEST = 2_000  # characters of an address
_PORTS = {"http": 80, "https": 443}
_PAGES = ("text/", "application/xhtml", "application/xml")
_ACCEPT = "text/html, text/plain;q=0.8"

Resolve = Callable[[str, int], Sequence[str]]


class NotFetched(IntakeError):
    """An address from which nothing was had.

    Attributes:
        key: which line of data/display/fetching.toml says why.
        status: what the server answered, 0 where it was not asked or did not answer.
        wait: seconds for which the server asks to be left alone.
        fill: what the line is filled in with.
    """

    def __init__(
        self, key: str, *, language: str = "en", status: int = 0, wait: float | None = None, **fill: object
    ) -> None:
        self.key, self.status, self.wait, self.fill = key, status, wait, fill
        super().__init__(_wording()[language][key].format(**fill))

    def told(self, language: str) -> "NotFetched":
        """Return the same in French or English."""
        return NotFetched(self.key, language=language, status=self.status, wait=self.wait, **self.fill)

    @property
    def passing(self) -> bool:
        """Whether it may well be otherwise in a while."""
        return self.key in _PASSING or self.status in (408, 425, 429) or self.status >= 500

    def __reduce__(self) -> tuple[object, ...]:
        return _anew, (self.args[0], self.__dict__)


_PASSING = ("slow", "no_page", "unreachable", "no_host", "asked_to_wait", "robots_unknown")


def _anew(told: str, facts: Mapping[str, Any]) -> NotFetched:
    """Make the error again, in another process."""
    error = NotFetched.__new__(NotFetched, told)
    error.__dict__.update(facts)
    return error


@cache
def _wording() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((data_dir() / "display" / "fetching.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was found, and at which address in the end.

    Attributes:
        changed: False where the server says that it is what it was; there is no content then.
        etag, modified: what to send next time, to be told so.
    """

    content: bytes
    url: str
    kind: str = "text/html"
    changed: bool = True
    etag: str | None = None
    modified: str | None = None


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the numeric addresses of a name.

    Raises:
        NotFetched: it has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched("no_host", host=host) from None
    return [str(entry[4][0]) for entry in found]


def is_public(ip: str) -> bool:
    """Whether a numeric address is one of the open net: not loopback, private, link-local, metadata or the like."""
    try:
        address = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return address.ipv4_mapped is not None and is_public(str(inner))
        if address in _NAT64 or address in _IPV4_COMPATIBLE:
            return False
    return address.is_global and not address.is_multicast


_NAT64, _IPV4_COMPATIBLE = ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96")


@dataclass(frozen=True, slots=True)
class Policy:
    """Which addresses may be asked, and how much of an answer is taken.

    Attributes:
        resolve: from a name to numeric addresses.
        allowed: which of them may be asked.
        ports: by scheme, where an address names none.
        others: further ports that an address may name.
        seconds: for all of it, redirects included.
    """

    resolve: Resolve = resolve
    allowed: Callable[[str], bool] = is_public
    ports: Mapping[str, int] = field(default_factory=lambda: _PORTS)
    others: frozenset[int] = frozenset({80, 443, 8080, 8443})
    seconds: float = 20.0
    redirects: int = 5
    agent: str = "foedus (reads an article that a person asked for)"


OPEN = Policy()
"""For addresses from anybody: the open net and nothing else."""


@dataclass(frozen=True, slots=True)
class _Target:
    """A checked address: where to connect, and what for."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str
    url: str


@dataclass(frozen=True, slots=True)
class _Moved:
    """The page is elsewhere."""

    to: str


def fetch(
    url: str,
    policy: Policy = OPEN,
    *,
    kinds: Sequence[str] = _PAGES,
    accept: str = _ACCEPT,
    etag: str | None = None,
    modified: str | None = None,
    leave: Callable[[str], None] = lambda url: None,
) -> Fetched:
    """Fetch a page, or be told that it is what it was.

    Args:
        url: http or https.
        policy: what may be asked.
        kinds: beginnings of the types of content that are taken.
        accept: the same, for the server.
        etag, modified: of the last answer.
        leave: asked before every request, redirects too, with its address; raises NotFetched, or takes its time.

    Raises:
        NotFetched: the address may not be asked, does not answer in time, or answers with no text of an article's
            size.
    """
    ends = time.monotonic() + policy.seconds
    headers = {"User-Agent": policy.agent, "Accept": accept, "Accept-Encoding": "gzip", "Connection": "close"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": modified} if modified else {}
    for _ in range(policy.redirects + 1):
        target = _checked(url, policy)
        waiting_since = time.monotonic()
        leave(target.url)
        ends += time.monotonic() - waiting_since
        answer = _Asked(target, policy, ends, tuple(kinds)).answer(headers)
        if isinstance(answer, Fetched):
            return answer
        url = urljoin(target.url, answer.to)
    raise NotFetched("redirects", host=target.host, what=policy.redirects)


def host_of(url: str) -> str:
    """Return the host of an address, "" if it has none."""
    try:
        return urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""


def _checked(url: str, policy: Policy) -> _Target:
    if len(url) > LONGEST:
        raise NotFetched("long", what=len(url))
    parts, port = _parts(url)
    host = parts.hostname or ""
    if parts.scheme not in _PORTS or not host:
        raise NotFetched("scheme", url=url)
    if parts.username is not None or parts.password is not None:
        raise NotFetched("password", host=host)
    if port is not None and port not in policy.others:
        raise NotFetched("port", host=host, what=port)
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url.strip()):
        raise NotFetched("blanks", host=host)
    port = port or policy.ports[parts.scheme]
    addresses = list(policy.resolve(host, port))
    if not addresses or not all(map(policy.allowed, addresses)):
        raise NotFetched("not_public", host=host)
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return _Target(parts.scheme, host, port, _quoted(path), addresses[0], urlunsplit(parts._replace(fragment="")))


def _parts(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url.strip())
        return parts, parts.port
    except ValueError:
        raise NotFetched("no_address", url=url) from None


def _quoted(path: str) -> str:
    return "".join(
        sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace")) for sign in path
    )


class _Asked:
    """One request to a checked address; whatever the other side does, it ends in time."""

    def __init__(self, target: _Target, policy: Policy, ends: float, kinds: tuple[str, ...]) -> None:
        self.target = target
        self.policy = policy
        self.ends = ends
        self.kinds = kinds

    def answer(self, headers: Mapping[str, str]) -> Fetched | _Moved:
        """Return the page, or where it says to look.

        Raises:
            NotFetched: there is neither.
        """
        host, left = self.target.host, self.ends - time.monotonic()
        late = NotFetched("slow", host=host, what=f"{self.policy.seconds:.0f}")
        if left <= 0:
            raise late
        try:
            sock = socket.create_connection((self.target.ip, self.target.port), timeout=left)
        except OSError:
            raise (late if time.monotonic() >= self.ends else NotFetched("unreachable", host=host)) from None
        try:
            # A server that sends one byte a second never runs into a time-out of a single read: the line is cut.
            with _Cut(sock, self.ends):
                return self._asked(sock, headers)
        except ssl.SSLError as error:
            raise NotFetched("tls", host=host, what=error.reason or "TLS") from None
        except (OSError, http.client.HTTPException, ValueError, zlib.error):
            raise (late if time.monotonic() >= self.ends else NotFetched("no_page", host=host)) from None
        finally:
            sock.close()

    def _asked(self, sock: socket.socket, headers: Mapping[str, str]) -> Fetched | _Moved:
        target = self.target
        if target.scheme == "https":
            name = target.host.encode("idna").decode() if not target.host.isascii() else target.host
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=name)
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = sock
        connection.request("GET", target.path, headers=dict(headers))
        with closing(connection), connection.getresponse() as response:
            return self._taken(response, headers)

    def _taken(self, response: http.client.HTTPResponse, headers: Mapping[str, str]) -> Fetched | _Moved:
        host, status, said = self.target.host, response.status, response.headers
        if status in (301, 302, 303, 307, 308):
            return _Moved(str(said.get("Location", "")))
        kind = said.get_content_type()
        if status == 304 and ("If-None-Match" in headers or "If-Modified-Since" in headers):
            return Fetched(b"", self.target.url, kind, changed=False)
        if status != 200:
            wait = _wait(said.get("Retry-After"))
            raise NotFetched("status", host=host, what=status, status=status, wait=wait)
        if not kind.startswith(self.kinds):
            raise NotFetched("kind", host=host, what=kind[:60], status=status)
        etag, modified = _header(said.get("ETag")), _header(said.get("Last-Modified"))
        return Fetched(self._body(response), self.target.url, kind, etag=etag, modified=modified)

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        host, packed = self.target.host, response.headers.get("Content-Encoding", "").strip().lower()
        if packed not in ("", "identity", "gzip", "x-gzip"):
            raise NotFetched("packed", host=host, what=packed[:20], status=200)
        unpack = zlib.decompressobj(31) if "gzip" in packed else None
        out = bytearray()
        while piece := response.read(65_536):
            out += unpack.decompress(piece, MAX_BYTES + 1 - len(out)) if unpack else piece
            if len(out) > MAX_BYTES:
                raise NotFetched("large", host=host, what=f"{MAX_BYTES / 1e6:.0f}", status=200)
        if response.length or time.monotonic() >= self.ends:
            raise TimeoutError("the line was cut before the page was whole")
        return bytes(out)


def _header(value: str | None) -> str | None:
    """Return a header that may be sent back: of one line, and not too long."""
    return value if value and len(value) <= 400 and value.isprintable() else None


def _wait(said: str | None) -> float | None:
    """Return the seconds that a Retry-After asks for, which says them or names a moment."""
    if said is None:
        return None
    if said.strip().isdigit():
        return float(said.strip()[:9])
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


class _Cut:
    """Cut a connection when the time is over."""

    def __init__(self, sock: socket.socket, ends: float) -> None:
        # A duplicate: TLS takes the socket itself over.
        self.line = sock.dup()
        self.timer = threading.Timer(max(0.0, ends - time.monotonic()), self._cut)
        self.timer.daemon = True

    def __enter__(self) -> None:
        self.timer.start()

    def __exit__(self, *_: object) -> None:
        self.timer.cancel()
        self.line.close()

    def _cut(self) -> None:
        try:
            self.line.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
