"""What verbs have in common: exit codes, options, dates, states, languages."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from foedus.errors import UsageError

DONE, FAILED, USAGE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141
DEFAULT_LEDGER = Path("foedus.db")


class Lang(StrEnum):
    """A language of articles, and of what is printed."""

    FR = "fr"
    EN = "en"


class KindChoice(StrEnum):
    """The kinds of `foedus.model`, which is not imported for `--help`."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class RowFormat(StrEnum):
    """How a list of records is printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"


def default_lang() -> str:
    """Print in French where the environment is French, else in English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "fr" if next(filter(None, names), "").startswith("fr") else "en"


def date(value: str | None) -> str | None:
    """Take a date as precise as known; refuse what is none."""
    if value is None:
        return None
    from datetime import date

    parts = value.split("-")
    try:
        date.fromisoformat("-".join([*parts, "01", "01"][:3]))
    except ValueError:
        parts = []
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
        raise typer.BadParameter(f"{value!r} is no date: expected YYYY, YYYY-MM or YYYY-MM-DD")
    return value


def check_window(since: str | None, until: str | None) -> None:
    """Refuse a window of time that ends before it begins.

    Raises:
        UsageError: it does.
    """
    if since and until and since[: len(until)] > until[: len(since)]:
        raise UsageError(f"--since {since} comes after --until {until}: give the earlier date first")


LedgerOption = Annotated[
    Path, typer.Option("--ledger", metavar="PATH", envvar="FOEDUS_LEDGER", help="The ledger, one SQLite file.")
]
DEFAULT_LAKE = Path("foedus.lake")
LakeOption = Annotated[
    Path,
    typer.Option("--lake", metavar="PATH", envvar="FOEDUS_LAKE", help="The lake of datasets, a folder."),
]
LangOption = Annotated[
    Lang | None,
    typer.Option(
        "--lang", envvar="FOEDUS_LANG", help="Language of what is printed; that of the environment if not given."
    ),
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="DATE", callback=date, help="Only what is dated from then on.")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", callback=date, help="Only what is dated up to then.")
]
