"""What an error says, in the language of a page: messages are raised in English, and their French stands in tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from foedus.language.registry import states
from foedus.tables import read_table, read_toml
from foedus.web.words import typeset

_PLACE = re.compile(r"\{(\w+)\}")
_NEAR = re.compile(r"\b([A-Z]{3}) \([^()]+\)")


@dataclass(frozen=True, slots=True)
class Detail:
    """What an error says, and in which language."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A message as it is raised, as a pattern with a group for each place, and its French with the same places."""

    raised: re.Pattern[str]
    places: tuple[str, ...]
    french: str


def detail_in(message: str, language: str) -> Detail:
    """Return a message as pages of a language say it; in English where no row of a table fits."""
    if language == "fr":
        for row in _rows():
            if found := row.raised.fullmatch(message):
                return Detail(_filled(row, found.groups()).removeprefix("-\u00a0: "), "fr")
    return Detail(message.removeprefix("-: "), "en")


def _filled(row: _Row, values: Sequence[str]) -> str:
    said = dict(zip(row.places, map(_in_french, values), strict=True))
    return typeset(_PLACE.sub(lambda place: said[place[1]], row.french), "fr")


def _in_french(value: str) -> str:
    """Return what is filled in: "ALB (Albanie) ou MYS (Malaisie)" of "ALB (Albania) or MYS (Malaysia)"."""
    return _phrases().get(value) or _NEAR.sub(_named, value).replace(") or ", ") ou ")


def _named(near: re.Match[str]) -> str:
    known = states().get(near[1])
    return f"{near[1]} ({known.fr})" if known else near[0]


@cache
def _rows() -> tuple[_Row, ...]:
    """Return all rows, those that say most first."""
    ordered = sorted(_tables(), key=lambda row: -len(_PLACE.sub("", row[0])))
    return tuple(_Row(_pattern(english), tuple(_PLACE.findall(english)), french) for english, french in ordered)


def _tables() -> Iterator[tuple[str, str]]:
    for row in read_table("web/details.tsv", ("en", "fr")):
        yield row["en"], row["fr"]
    fetching = read_toml("display/fetching.toml")
    yield from ((english, fetching["fr"][key]) for key, english in fetching["en"].items())


@cache
def _phrases() -> dict[str, str]:
    """Return the French of what is filled into messages."""
    return {english: french for english, french in _tables() if "{" not in english}


def _pattern(template: str) -> re.Pattern[str]:
    """Return what fits a message: each place takes anything, and a value that Python has quoted in either way."""
    parts = re.split(r"('?\{\w+\}'?)", template)
    made = [
        "['\"](.*?)['\"]" if part.startswith("'{") else "(.*?)" if part.startswith("{") else re.escape(part)
        for part in parts
    ]
    return re.compile("".join(made), re.DOTALL)
