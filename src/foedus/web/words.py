"""The words of the pages, from data/web/*.toml: one file a page, one table a language.

    t = words("fr")
    t("pair.heading", a="Russie", b="Corée du Nord")

A word with two forms, "one|many", takes the one that fits `n`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from foedus.errors import LexiconError
from foedus.tables import LANGUAGES, data_dir

_BEFORE = re.compile(r" (?=[:;?!»])")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, by "file.key"."""

    language: str
    table: Mapping[str, str]

    def __call__(self, key: str, n: int = 1, **fill: object) -> str:
        """Return the wording of a key, filled in."""
        one, _, many = self.table[key].partition("|")
        is_one = n == 1 or (n == 0 and self.language == "fr")
        return (one if is_one or not many else many).format(n=self.number(n), **fill)

    def __contains__(self, key: str) -> bool:
        return key in self.table

    def number(self, n: int) -> str:
        """Return "12,345", in French with narrow blanks."""
        return f"{n:,}".replace(",", "\u202f" if self.language == "fr" else ",")

    def decimal(self, value: float | None, digits: int = 2) -> str:
        """Return "0.62", « 0,62 »; a dash for what is not defined."""
        if value is None:
            return "–"
        told = f"{value:.{digits}f}".replace("-", "\u2212")
        return told.replace(".", ",") if self.language == "fr" else told

    def percent(self, share: float) -> str:
        """Return "62%", « 62 % »."""
        return f"{100 * share:.0f}" + ("\u202f%" if self.language == "fr" else "%")


@cache
def words(language: str) -> Words:
    """Return the words of a language.

    Raises:
        LexiconError: a file lacks a language, or a key in one of them.
    """
    return Words(language, _tables()[language])


@cache
def _tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for file in sorted((data_dir() / "web").iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        if set(raw) != set(LANGUAGES):
            raise LexiconError(f"data/web/{file.name}: expected the tables {' and '.join(LANGUAGES)}")
        missing = set(raw["fr"]) ^ set(raw["en"])
        if missing:
            raise LexiconError(f"data/web/{file.name}: in one language only: {', '.join(sorted(missing))}")
        for language, table in raw.items():
            tables[language] |= {f"{file.name[:-5]}.{key}": typeset(text, language) for key, text in table.items()}
    return tables


def typeset(text: str, language: str) -> str:
    """Keep French signs with the word before them, and « with the word behind."""
    return _BEFORE.sub("\u00a0", text.replace("« ", "«\u00a0")) if language == "fr" else text
