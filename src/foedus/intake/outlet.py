"""Who published: address or masthead to an outlet, its home state and who holds it (data/outlets.tsv)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from urllib.parse import urlsplit

from foedus.errors import LexiconError
from foedus.tables import Row, read_table, rows_of

KINDS = frozenset(
    {"agency", "newspaper", "magazine", "tv", "radio", "broadcaster", "web", "think tank", "organisation", "ministry"}
)
OWNERSHIPS = frozenset(
    {"state-owned", "public", "private", "cooperative", "nonprofit", "party", "government", "international"}
)

_TABLE = "outlets.tsv"
_COLUMNS = ("outlet", "aliases", "weak", "state", "kind", "ownership", "source", "as_of", "domains", "note")
_SPEAKING_FOR_THEMSELVES = frozenset({"ministry", "organisation"})
_LANGUAGE_MARK = re.compile(r"(fr|en):(?=\S)")
_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}")
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_NOT_WORD = re.compile(r"[^\w+&.]+")
# What stands before a name: « l'agence de presse officielle chinoise Xinhua », "the newspaper Izvestia".
_GENERIC = re.compile(
    r"(?:(?:l|le|la|les|the|un|une|du|de|selon|via) )*"
    r"(?:agences?|quotidiens?|journal|journaux|hebdomadaire|mensuel|chaines?|sites?|radios?|televisions?|magazine|media"
    r"|revue|portail|groupe|news agency|agency|newspaper|daily|weekly|channel|website|broadcaster|outlet|station)\b"
)
_ARTICLE = re.compile(r"(?:l|le|la|les|the) (?=\S)")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One row of outlets.tsv.

    Attributes:
        name: as shown.
        aliases: other forms that mean this outlet and nothing else, each with the language it belongs to, or None.
        weak: forms that may mean something else, or another outlet.
        state: ISO3; None for an intergovernmental body.
        kind, ownership: one of KINDS, one of OWNERSHIPS; never a word on whether it is right.
        source, as_of: who says so, and when (ISO date, as precise as known).
        domains: without "www.".
    """

    name: str
    aliases: tuple[tuple[str, str | None], ...]
    weak: tuple[str, ...]
    state: str | None
    kind: str
    ownership: str
    source: str
    as_of: str
    domains: tuple[str, ...]
    note: str

    def forms(self, language: str | None = None) -> Iterator[str]:
        """Yield the name and the aliases that belong to a language (all of them without one), weak forms left out.

        « APS (Algeria) » is how we tell it from Senegal's, and no form that anyone writes.
        """
        if "(" not in self.name and self.name not in self.weak:
            yield self.name
        yield from (form for form, of in self.aliases if language is None or of in (None, language))


@cache
def outlets() -> Mapping[str, Outlet]:
    """Return every outlet by its name.

    Raises:
        LexiconError: a row that cannot be used, or a form or domain that two rows claim.
    """
    return MappingProxyType(checked_outlets(read_table(_TABLE, _COLUMNS)))


def read_outlets(text: str) -> dict[str, Outlet]:
    """Read and check the text of outlets.tsv."""
    return checked_outlets(rows_of(_TABLE, text, _COLUMNS))


def checked_outlets(rows: Iterable[Row]) -> dict[str, Outlet]:
    """Return the outlets of rows, every form and domain claimed by one of them only."""
    table: dict[str, Outlet] = {}
    claimed: dict[str, str] = {}
    for row in rows:
        where = row.where
        outlet = _outlet(row)
        if outlet.name in table:
            raise LexiconError(f"{where}: {outlet.name!r} has a row already: make it one")
        for key in {*(f"form {folded(form)!r}" for form in outlet.forms()), *(f"domain {d!r}" for d in outlet.domains)}:
            if key in claimed:
                raise LexiconError(
                    f"{where}: {key} of {outlet.name!r} is claimed by {claimed[key]!r} too: list it as weak in both"
                )
            claimed[key] = outlet.name
        table[outlet.name] = outlet
    for outlet in table.values():
        for form in outlet.weak:
            owner = claimed.get(f"form {folded(form)!r}", outlet.name)
            if owner != outlet.name:
                raise LexiconError(f"data/{_TABLE}: {form!r} is weak for {outlet.name!r} and strong for {owner!r}")
    return table


def outlet_of_url(url: str) -> Outlet | None:
    """Return the outlet of an address, « https://fr.rt.com/x » being of rt.com; None when we do not know it."""
    host = hostname(url)
    while host and "." in host:
        if host in _by_domain():
            return _by_domain()[host]
        host = host.split(".", 1)[1]
    return None


def hostname(url: str) -> str | None:
    """Return the host of an address without "www."; None where there is none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def outlet_named(name: str) -> Outlet | None:
    """Return the outlet of a name, « l'agence russe Tass » or "the Financial Times" included.

    None when it is not known, or when two outlets share the form (« APS »): a guess would be a false record.
    """
    key = folded(name)
    found = _unique(key) or _unique(_ARTICLE.sub("", key, count=1) if _ARTICLE.match(key) else key)
    if found or not key:
        return found
    generic = _GENERIC.match(key)
    if not generic:
        return None
    rest = key[generic.end() :].split()
    # the longest run of words at the end: « de presse officielle chinoise xinhua »
    return next((hit for start in range(len(rest)) if (hit := _unique(" ".join(rest[start:])))), None)


@cache
def _words_of_outlets() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("outlet_words.tsv", ("word", "noun", "example")))


def sounds_like_outlet(name: str) -> bool:
    """Whether a name has a word of newspapers, agencies or stations in it: "The Sample Courier"."""
    return any(word in _words_of_outlets() for word in folded(name).split())


@cache
def is_state_media(name: str) -> bool:
    """Whether an outlet of that name is known to be held and steered by a state; a government's own site is none."""
    outlet = outlet_named(name)
    return outlet is not None and outlet.ownership == "state-owned"


def outlet_names(language: str) -> Mapping[str, str]:
    """Return form to display name for one language ("fr" or "en"), to find outlets in running text, case kept.

    Weak forms are left out, and so are bodies that speak for themselves: « l'OTAN » is an actor, not a relay.
    """
    return _names(language)


def weak_names(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return weak form to the display names it may mean: « AP », « APS », « Libération », to be used with help only."""
    del language  # weak forms belong to both
    return _weak()


def folded(name: str) -> str:
    """Lower case, no accents, no quotation marks, single blanks: how names are compared."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).strip(" .")


def _unique(key: str) -> Outlet | None:
    candidates = _by_form().get(key, ())
    return candidates[0] if len(candidates) == 1 else None


@cache
def _by_form() -> Mapping[str, tuple[Outlet, ...]]:
    table: dict[str, dict[str, Outlet]] = {}
    for outlet in outlets().values():
        for form in (outlet.name, *outlet.forms(), *outlet.weak):
            table.setdefault(folded(form), {})[outlet.name] = outlet
    return {form: tuple(candidates.values()) for form, candidates in table.items()}


@cache
def _by_domain() -> Mapping[str, Outlet]:
    return {domain: outlet for outlet in outlets().values() for domain in outlet.domains}


@cache
def _names(language: str) -> Mapping[str, str]:
    return MappingProxyType(
        {
            form: outlet.name
            for outlet in outlets().values()
            if outlet.kind not in _SPEAKING_FOR_THEMSELVES
            for form in outlet.forms(language)
        }
    )


@cache
def _weak() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for outlet in outlets().values():
        if outlet.kind not in _SPEAKING_FOR_THEMSELVES:
            for form in outlet.weak:
                table[form] = (*table.get(form, ()), outlet.name)
    return MappingProxyType(table)


def _outlet(row: Row) -> Outlet:
    _check(row.where, row)
    return Outlet(
        name=row["outlet"],
        aliases=tuple(_alias(alias) for alias in row.words("aliases")),
        weak=row.words("weak"),
        state=row["state"] or None,
        kind=row["kind"],
        ownership=row["ownership"],
        source=row["source"],
        as_of=row["as_of"],
        domains=row.words("domains"),
        note=row["note"],
    )


def _alias(alias: str) -> tuple[str, str | None]:
    marked = _LANGUAGE_MARK.match(alias)
    return (alias[marked.end() :], marked[1]) if marked else (alias, None)


def _check(where: str, row: Row) -> None:
    """Refuse a row that says too little, or something that is not in the vocabulary."""
    if not row["outlet"] or not row["source"]:
        raise LexiconError(f"{where}: outlet {row['outlet']!r}, source {row['source']!r}: neither may be blank")
    if row["kind"] not in KINDS:
        raise LexiconError(f"{where}: kind {row['kind']!r} is not one of {', '.join(sorted(KINDS))}")
    if row["ownership"] not in OWNERSHIPS:
        raise LexiconError(f"{where}: ownership {row['ownership']!r} is not one of {', '.join(sorted(OWNERSHIPS))}")
    if not re.fullmatch(r"[A-Z]{3}", row["state"]) and (row["state"] or row["ownership"] != "international"):
        raise LexiconError(
            f"{where}: state {row['state']!r} is not an ISO 3166 alpha-3 code: write it in three capitals"
        )
    if not _DAY.fullmatch(row["as_of"]):
        raise LexiconError(f"{where}: as_of {row['as_of']!r} is no date: expected YYYY, YYYY-MM or YYYY-MM-DD")
    for domain in row.words("domains"):
        if not _DOMAIN.fullmatch(domain) or domain.startswith("www."):
            raise LexiconError(f"{where}: domain {domain!r}: expected a host in lower case without www.")
