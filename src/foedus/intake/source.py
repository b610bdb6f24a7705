"""One thing to read."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from foedus.errors import IntakeError
from foedus.intake.decode import MAX_BYTES


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read, or why it cannot be.

    Attributes:
        name: the path or address as given, or "-".
        path: None for standard input, addresses and what does not exist.
        content: what standard input held; None for a file, which is read when asked.
        error: set when the source is known to be unreadable; `read` then raises it.
        url, published, language: what a record says of its article; None where it says nothing.
        of_many: it is one of many in a file.
        address: where to fetch it; its content, or an error, is put in by `sources.fetched`.
    """

    name: str
    path: Path | None = None
    content: bytes | None = None
    error: IntakeError | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    of_many: bool = False
    address: str | None = None

    def loaded(self) -> "Source":
        """Return the source with its content, where that is to be had; a file is read once.

        Raises:
            IntakeError: as `read`.
        """
        if self.error is not None or self.content is not None or self.path is None:
            return self
        return replace(self, content=self.read())

    def mark(self, *given: str | None) -> bytes | None:
        """Return a hash of the address, or else of what was loaded, and of what else decides what is found in it.

        None where nothing is known of it that another run would find again, or where it may be otherwise then.
        """
        what = self.address.encode("utf-8", "replace") if self.address else self.content
        if what is None or getattr(self.error, "passing", False):
            return None
        told = json.dumps([self.url if not self.address else None, self.published, self.language, *given])
        return hashlib.blake2b(told.encode() + b"\0" + what, digest_size=16).digest()

    def read(self) -> bytes:
        """Return the bytes; of a file that is too large only so many that this can be told.

        Raises:
            IntakeError: the file is missing or cannot be read, or a folder holds no article.
        """
        if self.error is not None:
            raise self.error
        if self.content is not None or self.path is None:
            return self.content or b""
        try:
            if self.path.stat().st_size > MAX_BYTES:
                size = self.path.stat().st_size / 1e6
                raise IntakeError(
                    f"{self.name}: {size:.1f} MB, at most {MAX_BYTES / 1e6:.0f} MB are read as one article: split it"
                )
            return self.path.read_bytes()
        except OSError as error:
            raise IntakeError(
                f"{self.name}: cannot be read, {reason_of(error)}: check the file and its rights"
            ) from error


def is_address(name: str) -> bool:
    """Whether a name is one of the web rather than a path."""
    return name[:8].lower().startswith(("http://", "https://"))


def reason_of(error: OSError) -> str:
    """Return what the system says of an error."""
    return error.strerror or str(error) or type(error).__name__
