"""Tables that people read and correct: data/<language>/*.tsv and *.toml, checked as they are loaded.

A user's own tables lie in the folder that FOEDUS_DATA names, under the same names as ours. A row of theirs is added;
one with the key of a row of ours takes its place, and keeps what columns it does not have; one that begins with "-"
takes out the rows of ours that agree with the cells it fills.
"""

import hashlib
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from foedus.errors import LexiconError

LANGUAGES = ("fr", "en")
USER_FOLDER = "FOEDUS_DATA"
_FIXED = {"codes.toml"}  # the codes are what records are made of
# What tells the rows of a table apart, where its first column does not.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "cues.tsv": ("cue", "pos"),
    "frames.tsv": ("trigger", "pos", "when", "source", "target"),
    "furniture.tsv": ("scope", "form"),
    "lemmas.tsv": ("form", "pos"),
    "moods.tsv": ("lemma", "mood"),
    "people.tsv": ("name", "from"),
    "plover_acts.tsv": ("trigger", "code"),
    "plover_folding.tsv": ("kind", "mood"),
}


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


def user_dir() -> Path | None:
    """Return the folder of the user's own tables; None where FOEDUS_DATA is not set.

    Raises:
        LexiconError: there is no such folder, or a file in it is no table of ours.
    """
    named = os.environ.get(USER_FOLDER)
    return _checked_folder(Path(named)) if named else None


@cache
def _checked_folder(folder: Path) -> Path:
    if not folder.is_dir():
        raise LexiconError(f"{USER_FOLDER}={folder}: there is no such folder")
    ours = {name for name, _ in _tables(data_dir())} - _FIXED
    for name, _ in _tables(folder):
        if name not in ours:
            listed = ", ".join(sorted(ours))
            raise LexiconError(
                f"{folder / name}: foedus has no table of this name that can be changed; it has {listed}"
            )
    return folder


def read_table(name: str, columns: Sequence[str]) -> list[Row]:
    """Return the rows of data/<name>, with what the user's own table changes in them.

    Raises:
        LexiconError: a column is missing, a line has too many cells, or it stands there twice.
    """
    shipped = list(rows_of(name, (data_dir() / name).read_text(encoding="utf-8"), columns))
    own = user_dir()
    if own is None or not (own / name).exists():
        return shipped
    return _overlaid(shipped, _user_rows(own / name, name), _KEYS.get(name.rpartition("/")[2]))


def read_toml(name: str) -> dict[str, Any]:
    """Return data/<name>; a table of the user's is added, or its fields are put into ours of the same name."""
    shipped = tomllib.loads((data_dir() / name).read_text(encoding="utf-8"))
    own = user_dir()
    if own is None or not (own / name).exists():
        return shipped
    try:
        changes = tomllib.loads((own / name).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{own / name}: {error}") from error
    for key, value in changes.items():
        shipped[key] = shipped.get(key, {}) | value if isinstance(value, dict) else value
    return shipped


def rows_of(name: str, text: str, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a table given as text; `name` is for messages."""
    return _rows(f"data/{name}", text, columns)


def _rows(where: str, text: str, columns: Sequence[str]) -> Iterator[Row]:
    header: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        here = f"{where}:{number}"
        if not header:
            header = cells
            missing = [c for c in columns if c not in header]
            if missing:
                raise LexiconError(f"{here}: the header has no column {', '.join(missing)}")
            continue
        if len(cells) > len(header):
            raise LexiconError(f"{here}: {len(cells)} cells under {len(header)} columns")
        if line in seen:
            raise LexiconError(f"{here}: the same line as {seen[line]}")
        seen[line] = number
        cells += [""] * (len(header) - len(cells))
        yield Row(here, dict(zip(header, cells, strict=True)))


def _user_rows(path: Path, name: str) -> list[Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not UTF-8: {error}") from error
    return list(_rows(str(path), text, _KEYS.get(name.rpartition("/")[2], ())))


def _overlaid(shipped: Sequence[Row], own: Sequence[Row], keys: tuple[str, ...] | None) -> list[Row]:
    """Return shipped rows with a user's own: added, put in the place of those with the same key, or taken out."""
    columns = list(shipped[0].cells)
    keys = keys or (columns[0],)
    rows: dict[tuple[str, ...], list[Row]] = {}
    for row in shipped:
        rows.setdefault(tuple(row[k] for k in keys), []).append(row)
    for row in own:
        unknown = [column for column in row.cells if column not in columns]
        if unknown:
            raise LexiconError(f"{row.where}: the table has no column {unknown[0]!r}; it has {', '.join(columns)}")
        first = next(iter(row.cells.values()))
        if first.startswith("-"):
            _take_out(rows, row)
            continue
        key = tuple(row[k] for k in keys)
        blank = dict.fromkeys(columns, "")
        rows[key] = [Row(row.where, blank | old.cells | row.cells) for old in rows.get(key, [Row("", blank)])]
    return [row for same in rows.values() for row in same]


def _take_out(rows: dict[tuple[str, ...], list[Row]], wish: Row) -> None:
    first, *rest = wish.cells.items()
    wanted = {column: cell for column, cell in ((first[0], first[1][1:].strip()), *rest) if cell}
    found = False
    for same in rows.values():
        kept = [r for r in same if not wanted or any(r[c] != cell for c, cell in wanted.items())]
        found = found or len(kept) < len(same)
        same[:] = kept
    if not found:
        raise LexiconError(f"{wish.where}: nothing to take out: no row has {wanted or 'an empty name'}")


@cache
def word_classes(language: str) -> Mapping[str, frozenset[str]]:
    """Return {class: dictionary forms} from classes.tsv, for the conditions of other tables."""
    rows = read_table(f"{language}/classes.tsv", ("class", "lemmas"))
    return {row["class"]: frozenset(row.words("lemmas")) for row in rows}


@cache
def lexicon_version() -> str:
    """Return 12 hexadecimal digits that change with any table, ours or the user's."""
    digest = hashlib.sha256()
    own = user_dir()
    for folder in (data_dir(), *((own,) if own else ())):
        for name, path in sorted(_tables(folder)):
            digest.update(name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _tables(folder: Traversable, under: str = "") -> Iterator[tuple[str, Traversable]]:
    """Yield the name and place of each table in a folder: "fr/cues.tsv"."""
    for path in folder.iterdir():
        if path.is_dir() and not under and path.name in LANGUAGES:
            yield from _tables(path, f"{path.name}/")
        elif path.name.endswith((".tsv", ".toml")):
            yield f"{under}{path.name}", path
