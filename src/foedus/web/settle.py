"""One line into a table of the user's own, tried out before it is kept.

A table that could not be loaded would stop every reading: the folder with the new line is copied aside and loaded by
another process first.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from foedus.errors import UsageError
from foedus.tables import USER_FOLDER
from foedus.unresolved import TO_FILL

FILES: Mapping[str, tuple[str, ...]] = {
    "people.tsv": ("name", "state", "role_fr", "role_en", "from", "surname_alone"),
    "outlets.tsv": ("outlet", "state", "kind", "ownership", "source", "as_of"),
    "fr/seats.tsv": ("name", "iso3", "strength", "example"),
    "en/seats.tsv": ("name", "iso3", "strength", "example"),
}
LONGEST = 400  # characters of a cell
_TRY = """
import sys
from foedus.errors import FoedusError
from foedus.intake.outlet import outlets
from foedus.language.gazetteer import gazetteer
try:
    outlets(), gazetteer("fr"), gazetteer("en")
except FoedusError as error:
    sys.exit(str(error))
"""
_SECONDS = 60


def settle(folder: Path, file: str, cells: Mapping[str, str]) -> None:
    """Add a line to a table of the user's own.

    Args:
        folder: of the user's tables; made if it is not there.
        file: one of FILES.
        cells: by column.

    Raises:
        UsageError: the line will not do: a cell is blank or open, or the table could not be loaded with it.
    """
    if file not in FILES:
        raise UsageError(f"{file!r}: expected one of {', '.join(FILES)}")
    row = [_cell(file, column, cells.get(column, "")) for column in FILES[file]]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".foedus-data-") as aside:
        trial = Path(aside) / "tables"
        if folder.is_dir():
            shutil.copytree(folder, trial)
        table = trial / file
        table.parent.mkdir(parents=True, exist_ok=True)
        table.write_text(_with_line(table, FILES[file], row), encoding="utf-8")
        _try(trial)
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        table.replace(folder / file)


def _cell(file: str, column: str, value: str) -> str:
    """Return a cell that cannot break its line."""
    told = " ".join(value.split())
    if not told.isprintable() or len(told) > LONGEST:
        raise UsageError(f"{column}: at most {LONGEST} printable characters")
    if TO_FILL in told or (not told and column not in _MAY_BE_BLANK.get(file, ())):
        raise UsageError(f"{column}: say what it is")
    if told.startswith(("-", "#")):
        raise UsageError(f"{column}: {told[:20]!r} begins with a sign that means something else in a table")
    return told


_MAY_BE_BLANK = {"outlets.tsv": ("state",), "people.tsv": ("surname_alone",)}


def _with_line(table: Path, columns: Sequence[str], row: Sequence[str]) -> str:
    """Return a table with one line more, in the order of the columns it has."""
    there = table.read_text(encoding="utf-8-sig") if table.exists() else ""
    lines = [line for line in there.splitlines() if line.strip() and not line.startswith("#")]
    header = lines[0].split("\t") if lines else list(columns)
    missing = [column for column in columns if column not in header]
    if missing:
        raise UsageError(f"{table.name} of your own has no column {', '.join(missing)}: add it to its header")
    cells = dict(zip(columns, row, strict=True))
    line = "\t".join(cells.get(column, "") for column in header)
    if line in lines:
        raise UsageError(f"{table.name} of your own has this line already")
    before = there if lines else "\t".join(header) + "\n"
    return before + ("" if before.endswith("\n") else "\n") + line + "\n"


def _try(folder: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _TRY],
        env={**os.environ, USER_FOLDER: str(folder)},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
    )
    if ran.returncode:
        told = (ran.stderr.strip().splitlines() or ["it cannot be loaded"])[-1]
        raise UsageError(f"the table cannot be loaded with this line: {told.replace(str(folder), 'foedus-data')}")
