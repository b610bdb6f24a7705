"""Files, folders, files of many articles, addresses and standard input, lazily; a bad one never stops the others."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from foedus.errors import IntakeError
from foedus.intake.decode import MAX_BYTES
from foedus.intake.page import read_source
from foedus.intake.records import IN_FOLDERS, in_records
from foedus.intake.source import Source as Source
from foedus.intake.source import is_address as is_address
from foedus.intake.source import reason_of
from foedus.model import Article

SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".md")
ABOUT = frozenset(
    "authors changelog changes contributing copying licence license notice readme requirements robots".split()
)  # files that say something of a folder, and are no articles of it


def find_sources(paths: Iterable[Path | str], *, stdin: BinaryIO | None = None) -> Iterator[Source]:
    """Yield every file of the paths given, folders with all that is under them, addresses, "-" as standard input.

    A file named outright is taken whatever its ending; in folders only SUFFIXES and files of many articles other than
    CSV are, in the order of their names, and what begins with a dot or tells of the folder (README.md) is passed over.
    Addresses are fetched by `courtesy.fetched`.
    """
    for path in paths:
        name = str(path)
        if name == "-":
            stream = stdin if stdin is not None else sys.stdin.buffer
            yield Source(name, content=stream.read(MAX_BYTES + 1))
            continue
        if is_address(name):
            yield Source(name, address=name)
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
        yield Source(name, error=IntakeError(f"{name}: cannot be opened, {reason_of(error)}: check the path"))
        return
    if not exists:
        yield Source(
            name, error=IntakeError(f"{name}: no such file or folder: expected a path or '-': check the spelling")
        )
    elif not is_folder:
        yield from in_records(path, name) or (Source(name, path),)
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
        why = IntakeError(f"{folder}: cannot be opened, {reason_of(error)}: check the folder and its rights")
        yield Source(str(folder), error=why)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from _in_folder(entry)
        elif entry.name.lower().partition(".")[0] in ABOUT:
            continue
        elif entry.suffix.lower() in SUFFIXES:
            yield Source(str(entry), entry)
        elif entry.name.lower().endswith(IN_FOLDERS):
            yield from in_records(entry, str(entry)) or ()
