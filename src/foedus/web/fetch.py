"""Fetch a page that a reader named, and nothing that is not meant for the world.

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
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from foedus.errors import IntakeError
from foedus.intake.decode import MAX_BYTES

SECONDS = 20.0  # for all of it, redirects included
REDIRECTS = 5
LONGEST = 2_000  # characters of an address
_PORTS = {"http": 80, "https": 443}
_AGENT = "foedus (reads an article that a person asked for)"
_TEXT = ("text/", "application/xhtml", "application/xml")

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was found, and at which address in the end."""

    content: bytes
    url: str


@dataclass(frozen=True, slots=True)
class _Target:
    """A checked address: where to connect, and what for."""

    scheme: str
    host: str
    port: int
    path: str
    ip: str
    url: str


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the numeric addresses of a name.

    Raises:
        IntakeError: it has none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise IntakeError(f"{host}: no such host") from None
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


def fetch(url: str, *, resolve: Resolve = resolve, allowed: Callable[[str], bool] = is_public) -> Fetched:
    """Fetch a page.

    Args:
        url: http or https.
        resolve: from a name to numeric addresses.
        allowed: which of them may be asked.

    Raises:
        IntakeError: the address may not be asked, does not answer in time, or answers with no text of an article's
            size.
    """
    ends = time.monotonic() + SECONDS
    for _ in range(REDIRECTS + 1):
        target = _checked(url, resolve, allowed)
        answer = _Asked(target, ends).answer()
        if isinstance(answer, bytes):
            return Fetched(answer, target.url)
        url = urljoin(target.url, answer)
    raise IntakeError(f"{url}: more than {REDIRECTS} redirects")


def _checked(url: str, resolve: Resolve, allowed: Callable[[str], bool]) -> _Target:
    if len(url) > LONGEST:
        raise IntakeError(f"an address of {len(url)} characters: at most {LONGEST} are expected")
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise IntakeError(f"{url}: no address") from None
    if parts.scheme not in _PORTS or not host:
        raise IntakeError(f"{url}: expected an address that begins with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise IntakeError(f"{host}: an address with a name or password in it is not fetched")
    if port not in (None, 80, 443, 8080, 8443):
        raise IntakeError(f"{host}: port {port} is not one of web pages")
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in url.strip()):
        raise IntakeError(f"{host}: the address has blanks or control characters in it")
    port = port or _PORTS[parts.scheme]
    addresses = list(resolve(host, port))
    if not addresses or not all(map(allowed, addresses)):
        raise IntakeError(f"{host}: no public address: pages on this machine or network are not fetched")
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    quoted = path.encode("ascii", "ignore").decode() if path.isascii() else _quoted(path)
    return _Target(parts.scheme, host, port, quoted, addresses[0], urlunsplit(parts._replace(fragment="")))


def _quoted(path: str) -> str:
    return "".join(sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode()) for sign in path)


class _Asked:
    """One request to a checked address; whatever the other side does, it ends in time."""

    def __init__(self, target: _Target, ends: float) -> None:
        self.target = target
        self.ends = ends

    def answer(self) -> bytes | str:
        """Return the page, or where it says to look.

        Raises:
            IntakeError: there is neither.
        """
        host, left = self.target.host, self.ends - time.monotonic()
        if left <= 0:
            raise IntakeError(f"{host}: does not answer within {SECONDS:.0f} seconds")
        sock: socket.socket | None = None
        try:
            sock = socket.create_connection((self.target.ip, self.target.port), timeout=left)
            # A server that sends one byte a second never runs into a time-out of a single read: the line is cut.
            with _Cut(sock, self.ends):
                return self._asked(sock)
        except ssl.SSLError as error:
            raise IntakeError(f"{host}: no safe connection ({error.reason or 'TLS'})") from None
        except (OSError, http.client.HTTPException, ValueError, zlib.error):
            if time.monotonic() >= self.ends:
                raise IntakeError(f"{host}: does not answer within {SECONDS:.0f} seconds") from None
            raise IntakeError(f"{host}: does not answer as a web page would") from None
        finally:
            if sock is not None:
                sock.close()

    def _asked(self, sock: socket.socket) -> bytes | str:
        target = self.target
        if target.scheme == "https":
            name = target.host.encode("idna").decode() if not target.host.isascii() else target.host
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=name)
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = sock
        headers = {"User-Agent": _AGENT, "Accept": "text/html, text/plain;q=0.8", "Accept-Encoding": "gzip"}
        connection.request("GET", target.path, headers=headers | {"Connection": "close"})
        response = connection.getresponse()
        if response.status in (301, 302, 303, 307, 308):
            return str(response.headers.get("Location", ""))
        if response.status != 200:
            raise IntakeError(f"{target.host}: answers with {response.status}, not with a page")
        kind = response.headers.get_content_type()
        if not kind.startswith(_TEXT):
            raise IntakeError(f"{target.host}: answers with {kind[:60]}, not with a page")
        return self._body(response)

    def _body(self, response: http.client.HTTPResponse) -> bytes:
        packed = response.headers.get("Content-Encoding", "").strip().lower()
        if packed not in ("", "identity", "gzip", "x-gzip"):
            raise IntakeError(f"{self.target.host}: answers packed as {packed[:20]}, which was not asked for")
        unpack = zlib.decompressobj(31) if "gzip" in packed else None
        out = bytearray()
        while piece := response.read(65_536):
            out += unpack.decompress(piece, MAX_BYTES + 1 - len(out)) if unpack else piece
            if len(out) > MAX_BYTES:
                raise IntakeError(f"{self.target.host}: the page has more than {MAX_BYTES / 1e6:.0f} MB")
        if response.length or time.monotonic() >= self.ends:
            raise TimeoutError("the line was cut before the page was whole")
        return bytes(out)


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
