r"""Tables of sentences: one a line, what is expected behind a bar, a remark behind "#".

    La Russie a livré des chars à la Syrie.          | RUS SYR AID
    Le prix du blé livré à la Syrie monte.           | none           # near miss: nobody delivers
    ? Des chars ont été livrés à la Syrie.           | none           # why this is not read yet

A row that begins with "?" is a known failure and has its reason; once it passes the test says so, and the mark goes.
"¶" ends a line of the article, \u202f and \u00a0 stand for those blanks.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

TABLES = Path(__file__).parent / "tables"
_WRITTEN = {r"\u202f": "\u202f", r"\u00a0": "\u00a0", " ¶ ": "\n"}


@dataclass(frozen=True)
class Row:
    """One line of a table.

    Attributes:
        where: file and line, for messages.
        why_not_yet: the reason of a known failure; None for all other rows.
    """

    where: str
    language: str
    table: str
    sentence: str
    expected: str
    why_not_yet: str | None


def rows_of(language: str, table: str) -> list[Row]:
    """Return the rows of tests/tables/<language>/<table>.txt."""
    path = TABLES / language / f"{table}.txt"
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        sentence, _, rest = line.rpartition("|")
        expected, _, remark = (part.strip() for part in rest.partition("#"))
        for written, meant in _WRITTEN.items():
            sentence = sentence.replace(written, meant)
        where, failing = f"{language}/{path.name}:{number}", sentence.startswith("?")
        assert sentence.strip() and expected, f"{where}: a row is a sentence, a bar and what is expected"
        assert remark or not failing, f"{where}: a known failure has its reason behind '#'"
        bare = sentence.removeprefix("?").strip()
        found.append(Row(where, language, table, bare, expected, remark if failing else None))
    return found


def parameter(value: object, name: str, why_not_yet: str | None) -> object:
    """Return a parameter of a test that bears its sentence as its name, and fails if it is known to."""
    marks = [pytest.mark.xfail(reason=why_not_yet, strict=True)] if why_not_yet else []
    return pytest.param(value, id=name, marks=marks)
