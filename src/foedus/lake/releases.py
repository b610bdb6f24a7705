"""Release files as they come: folders, archives, any line ending, with or without a header.

Every file is looked through once before a row of it is read: its hash, its line endings, whether its last line is
whole. So a wrong or truncated file is refused with one line, before anything is written.
"""

import csv
import gzip
import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from foedus.errors import LakeError

TEXT, PARQUET = "text", "parquet"
_ENDINGS = (".csv", ".tab", ".tsv", ".txt", ".parquet")
_CHUNK = 1 << 22

Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Release:
    """One file, looked through.

    Attributes:
        path: of the file that is read: the one given, or what was unpacked from it.
        name: as it was given, "NMC.zip/NMC-70.csv" for one out of an archive.
        kind: `TEXT` or `PARQUET`.
        sha256: of the bytes.
        size: in bytes.
        header: the cells of the first line, or the columns of a Parquet file.
        delimiter: of a text file.
        lines: how many line ends there are in a text file.
        endings: the sorts of line ending found, with how many of each: "LF", "CRLF", "CR".
        encoding: "utf-8", or "latin-1" for a file that is not UTF-8.
        last: the cells of the last line.
        cut: True if no line ending stands at the end of the file.
        width: cells of the second line, or of the first where there is no second.
    """

    path: Path
    name: str
    kind: str
    sha256: str
    size: int
    header: tuple[str, ...]
    delimiter: str = ","
    lines: int = 0
    endings: tuple[tuple[str, int], ...] = ()
    encoding: str = "utf-8"
    last: tuple[str, ...] = ()
    cut: bool = False
    width: int = 0

    @property
    def mixed(self) -> str:
        """Say which line endings stand in the file where there is more than one sort, else ''."""
        return "" if len(self.endings) < 2 else ", ".join(f"{count} {sort}" for sort, count in self.endings)

    @property
    def oddities(self) -> tuple[str, ...]:
        """Say what is odd about the file and does not matter."""
        mixed = f"mixed line endings ({self.mixed}), read all the same" if self.mixed else ""
        latin = "not UTF-8, read as Latin-1" if self.encoding != "utf-8" else ""
        cut = "its last line has no end: if the file was cut there, fetch it again" if self.cut else ""
        return tuple(filter(None, (mixed, latin, cut)))


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files given, and those in folders given whose names end like releases, in order.

    Raises:
        LakeError: a path is not there, or a folder holds no such file.
    """
    found = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file() and _looks_right(file))
            if not inside:
                raise LakeError(f"{path} holds no file that ends in {', '.join((*_ENDINGS, '.zip', '.gz'))}")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise LakeError(f"{path} is not there")
    return found


def _looks_right(file: Path) -> bool:
    return file.suffix.lower() in (*_ENDINGS, ".zip", ".gz") and not file.name.startswith(".")


def unpacked(path: Path, room: Path) -> Iterator[tuple[Path, str]]:
    """Yield the file itself, or the files of an archive unpacked into a folder, with the names to call them by.

    Archives within archives are opened too (NMC 7.0 comes that way).

    Raises:
        LakeError: an archive is damaged, cut short, or holds no table.
    """
    suffix = path.suffix.lower()
    try:
        if suffix == ".gz":
            yield _gunzip(path, room), path.name
        elif suffix == ".zip":
            yield from _unzip(path, room, path.name)
        else:
            yield path, path.name
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        raise LakeError(f"{path.name} cannot be unpacked ({error}): fetch it again") from error


def _gunzip(path: Path, room: Path) -> Path:
    target = room / path.stem
    with gzip.open(path) as packed, target.open("wb") as plain:
        shutil.copyfileobj(packed, plain, _CHUNK)
    return target


def _unzip(path: Path, room: Path, called: str) -> Iterator[tuple[Path, str]]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if Path(name).suffix.lower() in (*_ENDINGS, ".zip")]
        names = [name for name in names if not Path(name).name.startswith((".", "_"))]
        if not names:
            raise LakeError(f"{called} holds no table: expected a file that ends in {', '.join(_ENDINGS)}")
        for place, name in enumerate(names):
            target = room / f"{place}-{Path(name).name}"
            with archive.open(name) as packed, target.open("wb") as plain:
                shutil.copyfileobj(packed, plain, _CHUNK)
            if target.suffix.lower() == ".zip":
                yield from _unzip(target, room, f"{called}/{Path(name).name}")
            else:
                yield target, f"{called}/{Path(name).name}"


def look_through(path: Path, name: str, tell: Tell = lambda size: None) -> Release:
    """Read a file once, without keeping it, and say what it is.

    Args:
        path: of the file.
        name: to call it by.
        tell: is told how many bytes have been looked at.

    Raises:
        LakeError: it is empty, or no table.
    """
    if path.suffix.lower() == ".parquet":
        return _look_at_parquet(path, name)
    digest = hashlib.sha256()
    feeds = returns = both = size = 0
    previous, utf8, decoder = b"", True, _Utf8()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            feeds += chunk.count(b"\n")
            if b"\r" in chunk or previous == b"\r":
                returns += chunk.count(b"\r")
                both += chunk.count(b"\r\n") + (previous == b"\r" and chunk[:1] == b"\n")
            previous = chunk[-1:]
            utf8 = utf8 and decoder.takes(chunk)
            tell(len(chunk))
    if not size:
        raise LakeError(f"{name} is empty")
    counts = (("CRLF", both), ("LF", feeds - both), ("CR", returns - both))
    header, delimiter, width = _first_lines(path, name)
    return Release(
        path,
        name,
        TEXT,
        digest.hexdigest(),
        size,
        header,
        delimiter,
        lines=feeds + returns - both,
        endings=tuple((sort, count) for sort, count in counts if count),
        encoding="utf-8" if utf8 else "latin-1",
        last=_last_line(path, size, delimiter),
        cut=previous not in (b"\n", b"\r"),
        width=width,
    )


class _Utf8:
    """Tells whether bytes that come in pieces are UTF-8."""

    def __init__(self) -> None:
        import codecs

        self.decoder = codecs.getincrementaldecoder("utf-8")()

    def takes(self, chunk: bytes) -> bool:
        if chunk.isascii():
            return True
        try:
            self.decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
        return True


def _first_lines(path: Path, name: str) -> tuple[tuple[str, ...], str, int]:
    """Return the cells of the first line, the delimiter, and how many cells the second line has."""
    with path.open("rb") as file:
        start = file.read(1 << 18)
    if b"\x00" in start or start[:2] == b"PK":
        raise LakeError(f"{name} is no text file: expected a table as it was released, or a .zip, .gz or .parquet")
    lines = start.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n").split("\n", 2)
    first = lines[0]
    delimiter = "\t" if "\t" in first else ";" if ";" in first and "," not in first else ","
    header = _cells(first, delimiter)
    second = _cells(lines[1], delimiter) if len(lines) > 2 and '"' not in lines[1] else header
    return header, delimiter, min(len(header), len(second))


def _last_line(path: Path, size: int, delimiter: str) -> tuple[str, ...]:
    with path.open("rb") as file:
        file.seek(max(0, size - (1 << 16)))
        end = file.read()
    lines = end.decode("utf-8", errors="replace").replace("\r", "\n").rstrip("\n").split("\n")
    return _cells(lines[-1], delimiter)


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    if delimiter == "\t":
        return tuple(cell.strip().strip('"') for cell in line.split("\t"))
    return tuple(cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), []))


def _look_at_parquet(path: Path, name: str) -> Release:
    import duckdb

    try:
        with duckdb.connect() as connection:
            columns = connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [str(path)]).description
    except duckdb.Error as error:
        raise LakeError(f"{name} is no Parquet file, or is cut short: fetch it again") from error
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    header = tuple(str(column[0]) for column in columns or ())
    return Release(path, name, PARQUET, digest, path.stat().st_size, header)


def made_plain(release: Release, room: Path) -> Path:
    """Return the path of a file whose lines all end in LF and whose text is UTF-8: its own, or that of a copy."""
    sorts = {sort for sort, _ in release.endings}
    if release.encoding == "utf-8" and len(sorts) < 2 and "CR" not in sorts:
        return release.path
    target = room / "plain.txt"
    reading = release.path.open(encoding=release.encoding, newline=None)
    with reading as source, target.open("w", encoding="utf-8", newline="\n") as plain:
        shutil.copyfileobj(source, plain, _CHUNK)
    return target
