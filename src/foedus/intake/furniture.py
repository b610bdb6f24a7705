"""What stands on a page and is not the article: comment forms, share buttons, cookie notices, teasers.

The forms are in data/furniture.tsv. A line is furniture when the whole of it matches a form; a sentence that merely
holds the same words stays.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from foedus.errors import LexiconError
from foedus.tables import read_table

_TABLE = "furniture.tsv"
_COLUMNS = ("scope", "form", "language", "example", "stays", "note")
_LONGEST = 420  # characters; ours: no form is longer, and it bounds the time a form can take
_MARKS = re.compile(r"^[\s#*>|•·▪–—-]+")
_BLANKS = re.compile(r"\s+")


class Scope(StrEnum):
    """How far a form reaches: its line; all that follows; or nothing, since it marks a caption."""

    LINE = "line"
    END = "end"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Form:
    """One row of furniture.tsv; `where` is "data/furniture.tsv:12"."""

    where: str
    scope: Scope
    pattern: re.Pattern[str]
    language: str
    example: str
    stays: str

    def matches(self, line: str) -> bool:
        """Return whether the whole of a line, once normalised, is this form."""
        return self.pattern.fullmatch(normalised(line)) is not None


def scope_of(line: str) -> Scope | None:
    """Return how far the furniture that this line is reaches; None for a line of the article."""
    if len(line) > _LONGEST:
        return None
    line = normalised(line)
    for scope, pattern in _by_scope():
        if pattern.fullmatch(line):
            return scope
    return None


def without_furniture(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text without its furniture lines, and these lines; the rest stays character for character.

    A line of scope `end` ends the text only when at least half of it stands before: a page may well
    start with a link to its comments, and then only that line goes.
    """
    kept: list[str] = []
    dropped: list[str] = []
    position = 0
    for line in text.splitlines(keepends=True):
        scope = scope_of(line) if line.strip() else None
        if scope is Scope.END and position >= len(text) / 2:
            dropped.extend(rest.strip() for rest in text[position:].splitlines() if rest.strip())
            break
        if scope in (Scope.LINE, Scope.END):
            dropped.append(line.strip())
        else:
            kept.append(line)
        position += len(line)
    return ("".join(kept), tuple(dropped)) if dropped else (text, ())


def normalised(line: str) -> str:
    """Straight apostrophes, single blanks, no list or heading marks in front."""
    line = line.replace("’", "'").replace("ʼ", "'").replace("\u200b", "")
    return _BLANKS.sub(" ", _MARKS.sub("", line)).strip()


@cache
def forms() -> tuple[Form, ...]:
    """Return every row of furniture.tsv.

    Raises:
        LexiconError: a scope or language that does not exist, a form that is no regular expression, or a row
            without an example and a near miss; whether these fit is for a test to say.
    """
    return tuple(_form(row.where, row.cells) for row in read_table(_TABLE, _COLUMNS))


def _form(where: str, row: dict[str, str]) -> Form:
    if row["scope"] not in set(Scope):
        raise LexiconError(f"{where}: scope {row['scope']!r} is not one of {', '.join(Scope)}")
    if row["language"] not in ("fr", "en", "*"):
        raise LexiconError(f"{where}: language {row['language']!r} is not one of fr, en, *")
    try:
        pattern = re.compile(row["form"].replace("…", ".*"), re.IGNORECASE)
    except re.error as error:
        raise LexiconError(f"{where}: form {row['form']!r} is no regular expression: {error}") from error
    if not row["example"] or not row["stays"]:
        raise LexiconError(f"{where}: a form needs an example that it drops and a near miss that stays: add them")
    return Form(where, Scope(row["scope"]), pattern, row["language"], row["example"], row["stays"])


@cache
def _by_scope() -> tuple[tuple[Scope, re.Pattern[str]], ...]:
    """One pattern a scope; captions are asked last."""
    return tuple(
        (scope, re.compile("|".join(f"(?:{f.pattern.pattern})" for f in forms() if f.scope is scope), re.IGNORECASE))
        for scope in Scope
    )
