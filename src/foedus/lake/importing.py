"""Take release files into the lake: look through, recognise, convert, check, move into place.

for outcome in take_in(lake, datasets()["nmc"], [Path("NMC_5_0.csv")]): ...
"""

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from foedus.errors import LakeError
from foedus.lake.datasets import Dataset, datasets
from foedus.lake.duck import connected, quoted
from foedus.lake.layouts import Layout, layout_of, layouts_for
from foedus.lake.releases import Release, find_files, look_through, unpacked
from foedus.lake.staging import SORTED, TOOL, stage
from foedus.lake.store import Lake, Part, write_whole
from foedus.lake.summary import refresh_summary

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BESIDE = ("event", "vote")  # shapes of which each file covers its own days
LISTED = 1000  # bad rows kept in full per file

Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: taken in, there already, passed over or refused with a reason."""

    name: str
    part: Part | None = None
    known: bool = False
    passed: str | None = None
    error: str | None = None


def take_in(
    lake: Lake, dataset: Dataset, paths: Sequence[Path], *, tell: Tell = lambda done: None
) -> Iterator[Outcome]:
    """Take files of a dataset into the lake, one after another; what is there already is passed over.

    Args:
        lake: opened with `make`.
        dataset: that the files are of.
        paths: files, archives and folders.
        tell: is told which share of all bytes is done, 0 to 1.

    Yields:
        what became of each file; each is safe in the lake when it is yielded.

    Raises:
        LakeError: a path is not there, or the lake cannot be written.
    """
    files = find_files(paths)
    helpers = _helpers(dataset, files)
    sizes = [file.stat().st_size for file in files]
    total, done = sum(sizes) or 1, 0
    _sweep(lake, dataset)
    for file, size in zip(files, sizes, strict=True):
        start = done

        def told(share: float, start: int = start, size: int = size) -> None:
            tell((start + share * size) / total)

        yield from _take_file(lake, dataset, file, helpers, told)
        done += size
        tell(done / total)
    if "event" in dataset.shapes:
        refresh_summary(lake, dataset)


def _helpers(dataset: Dataset, files: Sequence[Path]) -> list[Path]:
    """Return the files that only help to read others, such as the dates of roll calls."""
    if not any(not layout.shape for layout in layouts_for(dataset)):
        return []
    found = []
    for file in files:
        if file.suffix.lower() not in (".zip", ".gz"):
            release = look_through(file, file.name)
            layout = layout_of(release, dataset)
            if layout is not None and not layout.shape:
                found.append(file)
    return found


def _sweep(lake: Lake, dataset: Dataset) -> None:
    """Remove what an import that was broken off has left: Parquet files without a line in the manifest."""
    held = lake.holding(dataset.key)
    names = {part.name for part in held.parts} if held else set()
    for shape in dataset.shapes:
        for file in (lake.path / dataset.key / shape).glob("*.parquet*"):
            if file.name.split(".")[0] not in names or file.suffix != ".parquet":
                file.unlink()


def _take_file(lake: Lake, dataset: Dataset, file: Path, helpers: Sequence[Path], tell: Tell) -> Iterator[Outcome]:
    if file in helpers:
        return
    rooms = lake.path / ".tmp"
    rooms.mkdir(exist_ok=True)
    with TemporaryDirectory(dir=rooms) as room:
        try:
            members = list(unpacked(file, Path(room)))
        except LakeError as error:
            yield Outcome(file.name, error=str(error))
            return
        wanted, passed = _wanted(dataset, members)
        yield from passed
        for place, (path, name) in enumerate(wanted):

            def told(share: float, place: int = place) -> None:
                tell((place + share) / len(wanted))

            try:
                yield _take_member(lake, dataset, path, name, helpers, Path(room), told)
            except LakeError as error:
                yield Outcome(name, error=str(error))
    shutil.rmtree(rooms, ignore_errors=True)


def _wanted(dataset: Dataset, members: Sequence[tuple[Path, str]]) -> tuple[Sequence[tuple[Path, str]], list[Outcome]]:
    """Return which files of an archive to take, and what became of the others.

    Projects release one dataset in several layouts, beside files of other sorts (MIDA, MIDI). Of layouts that take the
    place of each other the first of `layouts_for` is taken: the one that says most.
    """
    if len(members) == 1:
        return members, []
    known = layouts_for(dataset)
    found = [(layout_of(look_through(path, name), dataset), path, name) for path, name in members]
    ranks = [known.index(layout) for layout, _, _ in found if layout and layout.shape not in _BESIDE]
    if not any(layout for layout, _, _ in found):
        return members, []
    wanted, passed = [], []
    for layout, path, name in found:
        if layout is None:
            passed.append(Outcome(name, passed=f"passed over: it is no file of {dataset.key}"))
        elif layout.shape not in _BESIDE and known.index(layout) != min(ranks):
            passed.append(Outcome(name, passed=f"passed over: the archive has the same as {known[min(ranks)].name}"))
        else:
            wanted.append((path, name))
    return wanted, passed


def _take_member(
    lake: Lake, dataset: Dataset, path: Path, name: str, helpers: Sequence[Path], room: Path, tell: Tell
) -> Outcome:
    size = path.stat().st_size or 1
    seen = 0

    def scanned(count: int) -> None:
        nonlocal seen
        seen += count
        tell(0.2 * seen / size)

    release = look_through(path, name, scanned)
    held = lake.holding(dataset.key)
    parts = held.parts if held else ()
    known = next((part for part in parts if part.sha256 == release.sha256 and part.tool == TOOL), None)
    if known:
        return Outcome(name, part=known, known=True)
    layout = _recognised(release, dataset)
    _refuse_truncated(release, layout)
    with connected(lake.path) as connection, _watched(connection, lambda share: tell(0.2 + 0.8 * share)):
        part = stage(connection, release, layout, dataset, helpers, room)
        _write(connection, lake, dataset, part, layout)
    lake.write(dataset, [*(other for other in parts if not _replaces(part, other)), part])
    return Outcome(name, part=part)


def _replaces(new: Part, old: Part) -> bool:
    """Whether a part takes the place of another: the same file, or the same years from another version or layout.

    Files of events and votes each cover their own days and stand side by side.
    """
    if new.name == old.name or new.file == old.file:
        return True
    if new.shape != old.shape or new.shape in _BESIDE:
        return False
    return (new.version, new.layout) != (old.version, old.layout)


def _recognised(release: Release, dataset: Dataset) -> Layout:
    layout = layout_of(release, dataset)
    if layout is not None and layout.shape:
        return layout
    for other in datasets().values():
        if other is not dataset and layout_of(release, other):
            raise LakeError(
                f"{release.name} is a file of {other.key}, not of {dataset.key}: "
                f"use `foedus import {other.key} {release.name}`"
            )
    known = "; ".join(f"{one.name} ({_signs(one)})" for one in layouts_for(dataset) if one.shape)
    raise LakeError(
        f"{release.name} is no file of {dataset.key}: it begins with {', '.join(release.header[:4])!r}; "
        f"expected one of: {known}"
    )


def _signs(layout: Layout) -> str:
    if layout.widths:
        return f"{' or '.join(map(str, layout.widths))} columns without header"
    return ", ".join(layout.needs[:4]) + ", ..."


def _refuse_truncated(release: Release, layout: Layout) -> None:
    """Refuse a file whose last line is not whole: what is missing behind it would look like zero."""
    whole = min(layout.widths) if layout.widths else release.width
    if release.cut and len(release.last) < whole:
        raise LakeError(
            f"{release.name} is cut short: its last line has {len(release.last)} of {whole} columns; fetch it again"
        )


def _write(connection: "DuckDBPyConnection", lake: Lake, dataset: Dataset, part: Part, layout: Layout) -> None:
    """Write the rows, and the list of those that are bad, beside; then move both into place."""
    if not part.kept:
        why = ", ".join(f"{count} {reason}" for reason, count in (part.bad | part.aside).items()) or "it has no rows"
        raise LakeError(f"{part.file} gives nothing for the lake: {why}")
    target = lake.path / dataset.key / layout.shape / f"{part.name}.parquet"
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".parquet.new")
    order = f" ORDER BY {SORTED[layout.shape]}" if layout.shape in SORTED else ""
    try:
        connection.execute(
            f"COPY (FROM good{order}) TO {quoted(beside)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)"
        )
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    rows = connection.execute(f"SELECT reason, row FROM bad LIMIT {LISTED}").fetchall()
    listed = "".join(json.dumps({"reason": why, "row": row}, ensure_ascii=False) + "\n" for why, row in rows)
    place = lake.path / dataset.key / "bad" / f"{part.name}.jsonl"
    if listed:
        write_whole(place, listed)
    else:
        place.unlink(missing_ok=True)


@contextmanager
def _watched(connection: "DuckDBPyConnection", tell: Tell) -> Iterator[None]:
    """Tell how far DuckDB says it is, a few times a second."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.2):
            share = connection.query_progress()
            if share > 0:
                tell(min(share, 100.0) / 100)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
