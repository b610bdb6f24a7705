"""What every answer carries, and what is asked of every request before a page sees it."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guarded:
    """Refuse requests for another host, and put the headers above on every answer."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-cache, private")
            await send(message)

        if self.hosts and _host(Headers(scope=scope).get("host", "")) not in self.hosts:
            await PlainTextResponse("foedus is not served under this name\n", 400)(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


def _host(header: str) -> str:
    """Return the host of "localhost:8000" or "[::1]:8000"."""
    if header.startswith("["):
        return header.partition("]")[0].lower() + "]"
    return header.partition(":")[0].lower()


def form_token(secret: bytes, visitor: str) -> str:
    """Return a token that shows that a form came from us; another each time, so that packing does not give it away.

    Args:
        secret: of the store.
        visitor: what the visitor's cookie holds.
    """
    salt = secrets.token_hex(8)
    return f"{salt}.{_signed(secret, f'form {salt} {visitor}')}"


def is_form_token(secret: bytes, visitor: str, token: str) -> bool:
    """Whether a form that bears this token came from us, to this visitor."""
    salt, _, rest = token.partition(".")
    return bool(visitor) and hmac.compare_digest(rest.encode(), _signed(secret, f"form {salt} {visitor}").encode())


def sign(secret: bytes, value: str) -> str:
    """Return a value with its signature, for a cookie."""
    return f"{value}.{_signed(secret, f'cookie {value}')}"


def unsign(secret: bytes, cookie: str) -> str | None:
    """Return the value of a cookie that we signed; None of any other."""
    value, _, rest = cookie.rpartition(".")
    return value if hmac.compare_digest(rest.encode(), _signed(secret, f"cookie {value}").encode()) else None


def _signed(secret: bytes, text: str) -> str:
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
