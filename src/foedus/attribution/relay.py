"""Which outlet or agency carried the words: « cité par l'agence Tass », "told Reuters"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from foedus.attribution.sources import Source
from foedus.intake.outlet import outlet_names
from foedus.model import TextSpan
from foedus.tables import read_table

_LEAD = re.compile(r"\s*(?:l['’]|d['’]|de l['’]|(?:le|la|les|the|un|une|a|an|du|des|de la)\s+)?[“\"«]?\s*")
_COMMON = frozenset(
    [
        "agence",
        "quotidien",
        "journal",
        "média",
        "médias",
        "chaîne",
        "radio",
        "site",
        "hebdomadaire",
        "magazine",
        "télévision",
        "presse",
        "antenne",
        "station",
        "news",
        "agency",
        "newspaper",
        "daily",
        "broadcaster",
        "channel",
        "network",
        "outlet",
        "state",
        "agences",
        "quotidiens",
        "journaux",
        "chaînes",
    ]
)
_REACH = 60  # characters behind a marker in which the name must begin


@dataclass(frozen=True, slots=True)
class RelayFound:
    """An outlet that carries words: its display name, where it stands, and whether for a whole communication."""

    outlet: str
    span: TextSpan
    carries: bool


@cache
def _finder(language: str) -> tuple[re.Pattern[str], Mapping[str, str], Mapping[str, bool]]:
    names = {form.lower(): name for form, name in outlet_names(language).items() if len(form) > 1}
    markers = {
        row["marker"]: row["carries"] == "yes"
        for row in read_table(f"{language}/relays.tsv", ("marker", "carries", "example"))
    }
    forms = "|".join(_marker(m) for m in sorted(markers, key=lambda m: -len(m)))
    return re.compile(rf"(?<![\w’'-])(?P<marker>{forms})(?![\w])", re.I), names, markers


def _marker(marker: str) -> str:
    """Return the pattern of a marker: « à » contracts, and a date may stand before « par »."""
    head, _, last = marker.rpartition(" ")
    last = {"à": "(?:à|au|aux)", "de": "(?:de|du|d['’])"}.get(last, re.escape(last))
    between = r"(?:\s[^,;.:«»“”()\n]{0,30}?)?" if last in ("par", "by") else ""
    return (re.escape(head).replace("\\ ", r"\s+") + between + r"\s+" if head else "") + last


def find_relays(text: str, span: TextSpan, language: str) -> list[RelayFound]:
    """Return the outlets that carry words in a stretch of text, in order."""
    pattern, names, markers = _finder(language)
    found = []
    for match in pattern.finditer(text, span.start, span.end):
        marker = re.sub(r"\s+", " ", match["marker"].lower())
        carries = markers.get(marker) or any(v for k, v in markers.items() if re.fullmatch(_marker(k), marker, re.I))
        here = _outlet_behind(text, match.end(), span.end, names, passive=marker.endswith(("par", "by")))
        here = here or _unknown_outlet(text, match, span.end)
        if here is None:
            continue
        found.append(RelayFound(here[1], here[0], carries))
    return found


def _outlet_behind(
    text: str, start: int, end: int, names: Mapping[str, str], *, passive: bool
) -> tuple[TextSpan, str] | None:
    """Return the outlet named right behind a marker, « par le média russe RT », and where; None if there is none."""
    at = start
    skipped: list[str] = []
    while at - start < _REACH and len(skipped) < 4:
        lead = _LEAD.match(text, at, end)
        at = lead.end() if lead else at
        found = _longest_name(text[at : min(end, at + 45)], names)
        if found is not None:
            return TextSpan(at, at + found[0]), found[1]
        word = re.compile(r"[\w'’.-]+").match(text, at, end)
        if word is None:
            return None
        if skipped and skipped[0] in _COMMON and word[0][0].isupper():
            proper = re.compile(r"[^\W\d_a-z][\w’'&-]*(?:\s+[^\W\d_a-z][\w’'&-]*){0,3}").match(text, at, end)
            if proper and passive:
                return TextSpan(at, proper.end()), proper[0]
        if not skipped and word[0].lower() not in _COMMON:
            return None
        skipped.append(word[0].lower())
        at = word.end()
    return None


_PROPER = re.compile(r"[^\W\d_a-zà-ÿ][\w’'&-]*(?:\s+(?:(?:de|du|des|d['’]|of|the)\s*)?[^\W\d_a-zà-ÿ][\w’'&-]*){0,4}")


@cache
def _outlet_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("outlet_words.tsv", ("word", "example")))


def _unknown_outlet(text: str, marker: re.Match[str], end: int) -> tuple[TextSpan, str] | None:
    """Return an outlet that no table knows, by a word of its name, as in "told the Sample Post"."""
    lead = _LEAD.match(text, marker.end(), end)
    proper = _PROPER.match(text, lead.end() if lead else marker.end(), end)
    if proper is None or not any(w in _outlet_words() for w in re.findall(r"\w+", proper[0].lower())):
        return None
    contracted = marker["marker"].lower().endswith(("au", "du"))
    return TextSpan(*proper.span()), f"Le {proper[0]}" if contracted else proper[0]


def _longest_name(rest: str, names: Mapping[str, str]) -> tuple[int, str] | None:
    """Return (length, display name) of the outlet whose name the text begins with, the longest one."""
    if not rest or not (rest[0].isupper() or rest[0].isdigit()):
        return None
    lower = rest.lower().replace("’", "'")
    for size in range(len(lower), 1, -1):
        if (size < len(lower) and lower[size].isalnum()) or not lower[size - 1].isalnum():
            continue
        for form in (lower[:size], "le " + lower[:size], "the " + lower[:size]):
            if form in names:
                return size, names[form]
    return None


def outlet_source(source: Source | None, text: str, language: str) -> str | None:
    """Return the outlet a source is, or None."""
    if source is None:
        return None
    _, names, _ = _finder(language)
    words = source.span.slice(text)
    for match in re.finditer(r"(?<![\w’'-])[^\W\d_a-zà-ÿ][\w’'. -]*", words):
        found = _longest_name(match[0], names)
        if found is not None:
            return found[1]
    return None
