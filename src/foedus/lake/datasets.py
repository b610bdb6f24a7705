"""The datasets that can be imported, from data/lake/datasets.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from foedus.errors import LexiconError, UsageError
from foedus.tables import data_dir

SHAPES = ("dyad_year", "state_year", "event", "vote")


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset of the field.

    Attributes:
        key: as `foedus import` takes it.
        shapes: of the rows it gives, see docs/lake.md.
        numbers: "cow", "gw", or None where states are named by code or name.
        since: first day covered, ISO.
        versions: last day covered, by version.
        version: of files that do not name theirs; None where nothing can be said.
        cite, url, terms: for whoever uses it.
        codes: names or codes of states that are its own, to ISO3; "" for what is no state.
    """

    key: str
    title: str
    shapes: tuple[str, ...]
    numbers: str | None
    since: str
    versions: Mapping[str, str]
    version: str | None
    cite: str
    url: str
    terms: str
    codes: Mapping[str, str]


@cache
def datasets() -> Mapping[str, Dataset]:
    """Return every dataset by key, in the order of the file.

    Raises:
        LexiconError: a field is missing, or a shape is unknown.
    """
    raw = tomllib.loads((data_dir() / "lake" / "datasets.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: _dataset(key, table) for key, table in raw.items()})


def _dataset(key: str, table: dict[str, object]) -> Dataset:
    where = f"data/lake/datasets.toml [{key}]"
    missing = [field for field in ("title", "shapes", "since", "cite", "url", "terms") if not table.get(field)]
    if missing:
        raise LexiconError(f"{where}: {', '.join(missing)} is missing")
    shapes = table["shapes"]
    assert isinstance(shapes, list)
    if unknown := [shape for shape in shapes if shape not in SHAPES]:
        raise LexiconError(f"{where}: shape {unknown[0]!r} is not one of {', '.join(SHAPES)}")
    codes = {**_texts(table.get("codes")), **_texts(table.get("names"))}
    return Dataset(
        key=key,
        title=str(table["title"]),
        shapes=tuple(map(str, shapes)),
        numbers=str(table["numbers"]) if "numbers" in table else None,
        since=str(table["since"]),
        versions=_texts(table.get("versions")),
        version=str(table["version"]) if "version" in table else None,
        cite=str(table["cite"]),
        url=str(table["url"]),
        terms=str(table["terms"]),
        codes=codes,
    )


def _texts(table: object) -> dict[str, str]:
    return {str(key): str(value) for key, value in table.items()} if isinstance(table, dict) else {}


def find_dataset(key: str) -> Dataset:
    """Return a dataset by key.

    Raises:
        UsageError: there is none of that name.
    """
    try:
        return datasets()[key]
    except KeyError:
        raise UsageError(f"unknown dataset {key!r}: expected one of {', '.join(datasets())}") from None
