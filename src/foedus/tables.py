"""Tables that people read and correct: data/<language>/*.tsv, checked as they are loaded."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from foedus.errors import LexiconError

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        where: "data/fr/cues.tsv:12", for messages and for the rule of a record.
        cells: column name to text; every column of the header is there, blank where the line has nothing.
    """

    where: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def words(self, column: str, separator: str = "|") -> tuple[str, ...]:
        """Return the parts of a cell that holds a list."""
        return tuple(part.strip() for part in self.cells[column].split(separator) if part.strip())


def data_dir() -> Traversable:
    """Return the folder of shipped tables."""
    return files("foedus") / "data"


def read_table(name: str, columns: Sequence[str]) -> list[Row]:
    """Return the rows of data/<name>.

    Raises:
        LexiconError: a column is missing, a line has too many cells, or it stands there twice.
    """
    return list(rows_of(name, (data_dir() / name).read_text(encoding="utf-8"), columns))


def rows_of(name: str, text: str, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a table given as text; `name` is for messages."""
    header: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        where = f"data/{name}:{number}"
        if not header:
            header = cells
            missing = [c for c in columns if c not in header]
            if missing:
                raise LexiconError(f"{where}: the header has no column {', '.join(missing)}")
            continue
        if len(cells) > len(header):
            raise LexiconError(f"{where}: {len(cells)} cells under {len(header)} columns")
        if line in seen:
            raise LexiconError(f"{where}: the same line as {seen[line]}")
        seen[line] = number
        cells += [""] * (len(header) - len(cells))
        yield Row(where, dict(zip(header, cells, strict=True)))


@cache
def word_classes(language: str) -> Mapping[str, frozenset[str]]:
    """Return {class: dictionary forms} from classes.tsv, for the conditions of other tables."""
    rows = read_table(f"{language}/classes.tsv", ("class", "lemmas"))
    return {row["class"]: frozenset(row.words("lemmas")) for row in rows}


@cache
def lexicon_version() -> str:
    """Return 12 hexadecimal digits that change with any shipped table."""
    digest = hashlib.sha256()
    for path in sorted(_tables(data_dir()), key=lambda p: p.name):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _tables(folder: Traversable) -> Iterator[Traversable]:
    for path in folder.iterdir():
        if path.is_dir() and path.name in LANGUAGES:
            yield from _tables(path)
        elif path.name.endswith((".tsv", ".toml")):
            yield path
