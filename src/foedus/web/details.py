"""What an error says, in the language of a page: messages are raised in English, and their French stands in a table."""

import re
from dataclasses import dataclass
from functools import cache

from foedus.language.registry import states
from foedus.tables import read_table
from foedus.web.words import typeset

_PLACE = re.compile(r"\\?\{(\d)\\?\}")
_NEAR = re.compile(r"\b([A-Z]{3}) \([^()]+\)")


@dataclass(frozen=True, slots=True)
class Detail:
    """What an error says, and in which language."""

    words: str
    language: str


def detail_in(message: str, language: str) -> Detail:
    """Return a message as pages of a language say it; in English where no row of data/web/details.tsv fits."""
    if language != "fr":
        return Detail(message.removeprefix("-: "), "en")
    for pattern, french in _rows():
        if found := pattern.fullmatch(message):
            values = [_phrases().get(value) or _near_in_french(value) for value in found.groups()]
            return Detail(typeset(french.format(*values).removeprefix("- : "), "fr"), "fr")
    return Detail(message.removeprefix("-: "), "en")


def _near_in_french(value: str) -> str:
    """Return "ALB (Albanie) ou MYS (Malaisie)" of "ALB (Albania) or MYS (Malaysia)"."""
    return _NEAR.sub(_named, value).replace(") or ", ") ou ")


def _named(near: re.Match[str]) -> str:
    """Return "ALB (Albanie)" of "ALB (Albania)"."""
    known = states().get(near[1])
    return f"{near[1]} ({known.fr})" if known else near[0]


@cache
def _rows() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return patterns of messages with their French, those that say most first."""
    rows = read_table("web/details.tsv", ("en", "fr"))
    ordered = sorted(rows, key=lambda row: -len(_PLACE.sub("", row["en"])))
    return tuple((_pattern(row["en"]), row["fr"]) for row in ordered)


@cache
def _phrases() -> dict[str, str]:
    """Return the French of what is filled into messages."""
    return {row["en"]: row["fr"] for row in read_table("web/details.tsv", ("en", "fr")) if "{" not in row["en"]}


def _pattern(template: str) -> re.Pattern[str]:
    """Return what fits a message: each place takes anything, and a value that Python has quoted in either way."""
    parts = re.split(r"('?\{\d\}'?)", template)
    made = [
        "['\"](.*?)['\"]" if part.startswith("'{") else "(.*?)" if part.startswith("{") else re.escape(part)
        for part in parts
    ]
    return re.compile("".join(made), re.DOTALL)
