"""The one module that speaks to a language model's server, by the interface that OpenAI's has and others copy.

Nothing of an answer is trusted: neither its length, nor its speed, nor its form. A key comes from the environment alone
and goes to the address given and nowhere else: redirections are not followed, and no message names it.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from foedus.coder.ask import prompt, schema
from foedus.errors import CoderError, UsageError

KEY = "FOEDUS_LLM_KEY"
MAX_BYTES = 2_000_000  # of an answer
MAX_TOKENS = 8_000
_CONNECT = 10.0  # seconds
_TRIES = 3  # failures in a row to reach a server, after which it is left alone


@dataclass
class Server:
    """A model behind an address.

    Attributes:
        url: of the interface, as "http://localhost:8080/v1".
        model: its name there.
        seconds: that an answer may take, in all.
        down: failures in a row.
    """

    url: str
    model: str
    seconds: float = 120.0
    clock: Callable[[], float] = monotonic
    down: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"--llm-url {self.url!r}: expected an address such as http://localhost:8080/v1")
        if parts.username or parts.password:
            raise UsageError(f"--llm-url must hold no password: put the key into the environment as {KEY}")

    def ask(self, text: str) -> dict[str, Any]:
        """Return what the model answers on a text: an object, of whatever is in it.

        Raises:
            CoderError: it does not answer, not in time, at too great length, or not with an object of JSON.
        """
        if self.down >= _TRIES:
            raise CoderError(f"{self.url}: given up after {_TRIES} failures in a row: see whether the server runs")
        try:
            raw = self._posted(text)
        except CoderError:
            self.down += 1
            raise
        self.down = 0
        return _content(raw, self.url)

    def _posted(self, text: str) -> bytes:
        import httpx

        body = {
            "model": self.model,
            "messages": [{"role": "system", "content": prompt()}, {"role": "user", "content": text}],
            "temperature": 0,
            "seed": 0,
            "max_tokens": MAX_TOKENS,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "reading", "strict": True, "schema": schema()},
            },
        }
        key = os.environ.get(KEY)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        ends = self.clock() + self.seconds
        try:
            with (
                httpx.Client(timeout=httpx.Timeout(self.seconds, connect=_CONNECT), follow_redirects=False) as client,
                client.stream("POST", f"{self.url.rstrip('/')}/chat/completions", json=body, headers=headers) as answer,
            ):
                found = bytearray()
                for piece in answer.iter_bytes():
                    found += piece
                    if len(found) > MAX_BYTES:
                        raise CoderError(f"{self.url}: the answer has more than {MAX_BYTES / 1e6:.0f} MB")
                    if self.clock() > ends:
                        raise CoderError(f"{self.url}: no whole answer within {self.seconds:.0f} s")
                if answer.status_code != 200:
                    raise CoderError(
                        f"{self.url}: the server answers {answer.status_code} {_said(bytes(found))}".strip()
                    )
                return bytes(found)
        except httpx.TimeoutException:
            raise CoderError(f"{self.url}: no answer within {self.seconds:.0f} s") from None
        except httpx.HTTPError as error:
            raise CoderError(f"{self.url}: cannot be reached ({type(error).__name__}): is it running?") from None


def _said(raw: bytes) -> str:
    """Return what a server says of an error, in short."""
    try:
        told = json.loads(raw)["error"]
        told = told["message"] if isinstance(told, dict) else told
    except (ValueError, KeyError, TypeError):
        return ""
    return " ".join(str(told).split())[:200]


def _content(raw: bytes, url: str) -> dict[str, Any]:
    """Return the object that the model wrote, out of what the server wrapped round it."""
    try:
        written = json.loads(raw)["choices"][0]["message"]["content"]
        found = json.loads(written)
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise CoderError(f"{url}: the answer is no JSON of the form asked for") from None
    if not isinstance(found, dict):
        raise CoderError(f"{url}: the answer is no object of JSON")
    return found
