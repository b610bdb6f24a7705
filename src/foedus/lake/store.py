"""The lake's folder and what it says of itself: one manifest per dataset, one Parquet file per file taken in.

    foedus.lake/
      cow-alliances/
        manifest.json             version, citation, what was taken in from which file, what was bad, what is covered
        dyad_year/3f2a1b9c.parquet
        bad/3f2a1b9c.jsonl        the rows that could not be used, each with its reason

A file is taken in whole or not at all: its Parquet is written beside and moved into place, then the manifest is, by
the same move. A part without a line in the manifest does not count, and is swept away at the next import.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from foedus.errors import LakeError
from foedus.lake.datasets import Dataset, datasets

MANIFEST = "manifest.json"
SCHEMA = "foedus/lake/1"


@dataclass(frozen=True, slots=True)
class Part:
    """What was taken in from one file.

    Attributes:
        file: its name, without folders.
        sha256: of its bytes.
        layout: by which it was read.
        shape: of the rows, one of `datasets.SHAPES`.
        version: as the file says, or as its dataset's table does; None where neither does.
        read: rows in the file.
        kept: rows in the lake; expansion of spells into years makes it more than `read`.
        aside: rows that are no relation of two states, by reason; they are not bad.
        bad: rows that could not be used, by reason.
        since, until: first and last day covered, ISO.
        note: what was odd and did not matter, such as mixed line endings.
        tool: version of foedus and of the layout.
    """

    file: str
    sha256: str
    layout: str
    shape: str
    version: str | None
    read: int
    kept: int
    aside: dict[str, int]
    bad: dict[str, int]
    since: str
    until: str
    note: str
    tool: str

    @property
    def name(self) -> str:
        """Return what its Parquet file is called, without ending."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Holding:
    """What a lake holds of one dataset."""

    dataset: Dataset
    parts: tuple[Part, ...]

    @property
    def shape(self) -> str:
        """Return the shape that is held; of several, the first of the dataset's own order."""
        shapes = {part.shape for part in self.parts}
        return next(shape for shape in self.dataset.shapes if shape in shapes)

    @property
    def coverage(self) -> tuple[tuple[str, str], ...]:
        """Return the stretches of days covered, merged where they touch, in order of time."""
        from datetime import date, timedelta

        merged: list[tuple[str, str]] = []
        for since, until in sorted((part.since, part.until) for part in self.parts):
            next_day = (date.fromisoformat(merged[-1][1]) + timedelta(days=1)).isoformat() if merged else ""
            if merged and since <= next_day:
                merged[-1] = (merged[-1][0], max(merged[-1][1], until))
            else:
                merged.append((since, until))
        return tuple(merged)

    @property
    def versions(self) -> tuple[str, ...]:
        """Return the versions held, sorted."""
        return tuple(sorted({part.version for part in self.parts if part.version}))

    def covers(self, since: str, until: str) -> bool:
        """Return whether a stretch of time, given by ISO dates as precise as wanted, is covered in part at least."""
        return any(start[: len(until)] <= until and end[: len(since)] >= since for start, end in self.coverage)


class Lake:
    """An open lake. Made by `open_lake`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def holding(self, key: str) -> Holding | None:
        """Return what is held of a dataset; None if nothing is.

        Raises:
            LakeError: its manifest cannot be read.
        """
        path = self.path / key / MANIFEST
        if not path.exists():
            return None
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            parts = tuple(Part(**part) for part in raw["parts"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LakeError(f"lake {self.path}: {path} cannot be read ({error}): import {key} again") from error
        if raw.get("schema") != SCHEMA:
            raise LakeError(f"lake {self.path}: {path} has schema {raw.get('schema')!r}, this foedus knows {SCHEMA}")
        return Holding(datasets()[key], parts) if parts else None

    def holdings(self) -> tuple[Holding, ...]:
        """Return what is held of every dataset."""
        return tuple(held for key in datasets() if (held := self.holding(key)))

    def require(self, key: str, shape: str) -> Holding:
        """Return what is held of a dataset in a shape.

        Raises:
            LakeError: nothing is; says how to import it.
        """
        held = self.holding(key)
        parts = tuple(part for part in held.parts if part.shape == shape) if held else ()
        if held is None or not parts:
            raise LakeError(f"lake {self.path} holds no {key}: import it with `foedus import {key} FILE`")
        return Holding(held.dataset, parts)

    def files(self, held: Holding, shape: str) -> list[str]:
        """Return the Parquet files of a holding in a shape."""
        folder = self.path / held.dataset.key / shape
        return [str(folder / f"{part.name}.parquet") for part in held.parts if part.shape == shape]

    def write(self, dataset: Dataset, parts: Iterable[Part]) -> None:
        """Replace the manifest of a dataset, by one move."""
        told: dict[str, Any] = {
            "schema": SCHEMA,
            "dataset": dataset.key,
            "title": dataset.title,
            "cite": dataset.cite,
            "url": dataset.url,
            "terms": dataset.terms,
            "parts": [asdict(part) for part in sorted(parts, key=lambda part: (part.file, part.sha256))],
        }
        write_whole(self.path / dataset.key / MANIFEST, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file beside and move it into place, so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def open_lake(path: str | Path, *, make: bool = False) -> Lake:
    """Open a lake.

    Args:
        path: of its folder.
        make: make the folder if it is not there.

    Raises:
        LakeError: there is no such folder, or it cannot be made.
    """
    path = Path(path)
    if path.is_file():
        raise LakeError(f"lake {path} is a file: give the path of a folder, such as foedus.lake")
    if not path.is_dir():
        if not make:
            raise LakeError(f"there is no lake at {path}: fill one with `foedus import DATASET FILE`")
        try:
            path.mkdir(parents=True)
        except OSError as error:
            raise LakeError(f"lake {path} cannot be made: {error.strerror}") from error
    return Lake(path)
