"""Files, folders and standard input, one article each, lazily; one bad file never stops the others."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from foedus.errors import IntakeError
from foedus.intake.decode import MAX_BYTES
from foedus.intake.page import read_source
from foedus.model import Article

SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".md")


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read, or why it cannot be.

    Attributes:
        name: the path as given, or "-".
        path: None for standard input and for what does not exist.
        content: what standard input held; None for a file, which is read when asked.
        error: set when the source is known to be unreadable; `read` then raises it.
    """

    name: str
    path: Path | None = None
    content: bytes | None = None
    error: IntakeError | None = None

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
                f"{self.name}: cannot be read, {_reason(error)}: check the file and its rights"
            ) from error


def find_sources(paths: Iterable[Path | str], *, stdin: BinaryIO | None = None) -> Iterator[Source]:
    """Yield every file of the paths given, folders with all that is under them, "-" as standard input.

    A file named outright is taken whatever its ending; in folders only SUFFIXES are, in the order of their names, and
    what begins with a dot is passed over.
    """
    for path in paths:
        name = str(path)
        if name == "-":
            stream = stdin if stdin is not None else sys.stdin.buffer
            yield Source(name, content=stream.read(MAX_BYTES + 1))
            continue
        yield from _under(Path(path), name)


def read_all(
    sources: Iterable[Source], *, language: str | None = None, published: str | None = None
) -> Iterator[tuple[Source, Article | IntakeError]]:
    """Yield each source with its article, or with the reason why there is none."""
    for source in sources:
        try:
            yield source, read_source(source.read(), name=source.name, language=language, published=published)
        except IntakeError as error:
            yield source, error


def _under(path: Path, name: str) -> Iterator[Source]:
    try:
        is_folder = path.is_dir()
        exists = is_folder or path.exists()
    except OSError as error:
        yield Source(name, error=IntakeError(f"{name}: cannot be opened, {_reason(error)}: check the path"))
        return
    if not exists:
        yield Source(
            name, error=IntakeError(f"{name}: no such file or folder: expected a path or '-': check the spelling")
        )
    elif not is_folder:
        yield Source(name, path)
    else:
        found = False
        for source in _in_folder(path):
            found = True
            yield source
        if not found:
            endings = ", ".join(SUFFIXES)
            yield Source(
                name,
                error=IntakeError(f"{name}: no article in this folder: files in {endings} are read: check the path"),
            )


def _in_folder(folder: Path) -> Iterator[Source]:
    """Walk depth first, by name; links to folders are not followed, so that no walk is endless."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        why = IntakeError(f"{folder}: cannot be opened, {_reason(error)}: check the folder and its rights")
        yield Source(str(folder), error=why)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _in_folder(entry)
        elif entry.suffix.lower() in SUFFIXES:
            yield Source(str(entry), entry)


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
