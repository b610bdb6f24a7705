"""What a person or a state said: about whom, when, through whom.

    found = said(ledger, find_who(ledger, "Lavrov"), about="PRK")

Nothing is scored: statements are put together where they are the same words, and stand in order of publication.
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from foedus.errors import LedgerError, UnknownState, UsageError
from foedus.intake.outlet import outlet_named
from foedus.language.registry import find_state, organisations
from foedus.ledger import Ledger
from foedus.ledger import said as queries
from foedus.ledger.queries import ArticleFacts
from foedus.ledger.said import SaidFacts, SpeakerFacts
from foedus.model import Kind
from foedus.origins.likeness import fold
from foedus.tables import read_table

SCHEMA = "foedus/said/1"
COLUMNS = (
    "id published speaker role states kind words cue source relay outlet outlet_state outlet_ownership about relations "
    "article title url file also"
).split()
_SUGGESTIONS = 3
_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Whose words are asked for: a state's, or a person's.

    Attributes:
        state: ISO3; None for a person.
        name: of the person as printed; None for a state.
        names: all forms under which the ledger has the person.
    """

    state: str | None = None
    name: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What is left out: all but what is about one actor, through one outlet, of some kinds, in a window of time."""

    about: str | None = None
    through: str | None = None
    kinds: tuple[Kind, ...] | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement, and where else the same words stand.

    Attributes:
        facts: the statement with its article, what it is about and the relations that rest on it.
        also: other articles that print the same words of the same speaker, in order of publication.
    """

    facts: SaidFacts
    also: tuple[ArticleFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What was asked for, and what was found, newest publication first.

    Attributes:
        statements, articles: how many, reprints counted.
        left_out: statements of the same speaker that are outside the limits.
    """

    who: Who
    limits: Limits
    sayings: tuple[Saying, ...]
    statements: int
    articles: int
    left_out: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as data for JSON."""
        limits = self.limits
        return {
            "schema": SCHEMA,
            "who": {"state": self.who.state, "name": self.who.name, "names": list(self.who.names)},
            "filters": {
                "about": limits.about,
                "through": limits.through,
                "kinds": [kind.value for kind in limits.kinds] if limits.kinds else None,
                "since": limits.since,
                "until": limits.until,
            },
            "left_out": self.left_out,
            "statements": self.rows(),
        }

    def rows(self) -> list[dict[str, Any]]:
        """Return the statements as flat dicts, reprints as "also"."""
        return [_row(saying) for saying in self.sayings]


def gathered_rows(found: Iterable[SaidFacts]) -> list[dict[str, Any]]:
    """Return statements as flat dicts, the same words of the same speaker in another article as "also"."""
    return [_row(saying) for saying in _gathered(found)]


def _row(saying: Saying) -> dict[str, Any]:
    statement, article = saying.facts.statement, saying.facts.article
    speaker = statement.speaker
    known = outlet_named(article.outlet) if article.outlet else None
    return {
        "id": statement.id,
        "published": article.published,
        "speaker": speaker.name if speaker else None,
        "role": speaker.role if speaker else None,
        "states": [s for s in (speaker.state, *speaker.others) if s] if speaker else [],
        "kind": statement.kind.value,
        "words": statement.content_words,
        "cue": statement.cue_words,
        "source": statement.source_words,
        "relay": list(statement.relay),
        "outlet": article.outlet,
        "outlet_state": known.state if known else None,
        "outlet_ownership": known.ownership if known else None,
        "about": list(saying.facts.about),
        "relations": [
            {"id": a.id, "source": a.source, "target": a.target, "code": a.code.value, "mood": a.mood.value}
            for a in saying.facts.acts
        ],
        "article": article.id,
        "title": article.title,
        "url": article.url,
        "file": article.file,
        "also": [{"article": a.id, "outlet": a.outlet, "published": a.published} for a in saying.also],
    }


def said(ledger: Ledger, who: Who, limits: Limits | None = None) -> Said:
    """Return what somebody said.

    Args:
        ledger: an open ledger.
        who: from `find_who`.
        limits: `about` from `find_actor`; `through` the name of an outlet in any form.

    Raises:
        LedgerError: the ledger cannot be read, or knows no such outlet.
    """
    limits = limits or Limits()
    with ledger.guarded("reading it"):
        outlets = None if limits.through is None else _outlets(ledger, limits.through)
        speaking: dict[str, Any] = {"state": who.state, "names": who.names or None}
        found = queries.said(
            ledger.connection, **speaking, about=limits.about, outlets=outlets, kinds=limits.kinds,
            since=limits.since, until=limits.until,
        )  # fmt: skip
        everything = len(found) if limits == Limits() else queries.count(ledger.connection, **speaking)
    articles = len({facts.article.id for facts in found})
    return Said(who, limits, tuple(_gathered(found)), len(found), articles, everything - len(found))


def _gathered(found: Iterable[SaidFacts]) -> Iterable[Saying]:
    """Put reprints, the same words of the same speaker in another article, with the first of them."""
    first: dict[tuple[object, ...], Saying] = {}
    for facts in found:
        statement = facts.statement
        name = statement.speaker.name if statement.speaker else None
        key = (name, statement.kind, tuple(fold(statement.content_words)))
        held = first.get(key)
        if held is None:
            first[key] = Saying(facts)
        elif facts.article.id in {held.facts.article.id, *(a.id for a in held.also)}:
            first[(*key, statement.id)] = Saying(facts)
        else:
            first[key] = replace(held, also=(facts.article, *held.also))
    return first.values()


# -- whom a name means -------------------------------------------------------------------------------------------------


def find_who(ledger: Ledger, text: str) -> Who:
    """Return whom a name means: a state in any of its names, else a speaker of this ledger.

    Case and accents do not count; a part of the name is enough where only one speaker bears it. People of people.tsv
    are one under all their names: « Lavrov », « Sergey Lavrov », « Sergueï Lavrov ».

    Raises:
        UsageError: several speakers are so called.
        LedgerError: none is; says which ones come near.
    """
    try:
        return Who(state=find_state(text))
    except UnknownState as unknown:
        if str(unknown).startswith("ambiguous"):
            raise
    people = people_of(ledger)
    found = _called(people, fold(text))
    if len(found) == 1:
        return Who(name=found[0], names=tuple(people[found[0]]))
    if found:
        listed = ", ".join(found[:6]) + (", ..." if len(found) > 6 else "")
        raise UsageError(f"{text!r} may be {listed}: give more of the name")
    raise LedgerError(f"{text!r} is no state, and nobody so called speaks in {ledger.path}{_near(people, text)}")


def people_of(ledger: Ledger) -> dict[str, list[str]]:
    """Return everyone who speaks in a ledger: {name to print: all names in the ledger that mean the same}.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    with ledger.guarded("reading it"):
        return _people(queries.speakers(ledger.connection))


def find_actor(text: str) -> str:
    """Return the key of a state or organisation, in any of its names.

    Raises:
        UnknownState: there is none.
    """
    for key, organisation in organisations().items():
        if fold(text) in (fold(key), fold(organisation.fr), fold(organisation.en)):
            return key
    return find_state(text)


def _people(speakers: Sequence[SpeakerFacts]) -> dict[str, list[str]]:
    """Return {name to print: all names in the ledger that mean the same}, those with most statements first."""
    names: dict[_Words, list[str]] = {}
    states: dict[_Words, set[str | None]] = {}
    for speaker in speakers:
        folded = tuple(fold(speaker.name))
        key = _same_people().get(folded, folded)
        names.setdefault(key, []).append(speaker.name)
        states.setdefault(key, set()).add(speaker.state)
    for surname in [key for key in names if len(key) == 1]:
        bearers = [k for k in names if len(k) > 1 and k[-1:] == surname and states[k] & states[surname]]
        if len(bearers) == 1:
            names[bearers[0]] += names.pop(surname)
    return {max(same, key=lambda name: len(name.split())): list(dict.fromkeys(same)) for same in names.values()}


@cache
def _same_people() -> Mapping[_Words, _Words]:
    """Return {folded form: folded name} of people.tsv, forms that two people share left out."""
    bearers: dict[_Words, set[_Words]] = {}
    for row in read_table("people.tsv", ("name", "aliases")):
        name = tuple(fold(row["name"]))
        for form in (row["name"], *row.words("aliases", ";")):
            bearers.setdefault(tuple(fold(form)), set()).add(name)
    return {form: next(iter(names)) for form, names in bearers.items() if len(names) == 1}


def _called(people: Mapping[str, Sequence[str]], wanted: Sequence[str]) -> list[str]:
    """Return the people whose name is what is wanted, else those whose name begins or ends with it, else holds it."""
    asked = tuple(wanted)
    if not asked:
        return []
    whole = {asked, _same_people().get(asked, asked)}
    size = len(asked)

    def is_whole(words: _Words) -> bool:
        return size > 1 and words in whole  # one word alone may be the surname of several

    def ends(words: _Words) -> bool:
        return asked in (words[:size], words[-size:])

    def holds(words: _Words) -> bool:
        return any(words[start : start + size] == asked for start in range(len(words)))

    forms = {shown: [tuple(fold(name)) for name in names] for shown, names in people.items()}
    for fits in (is_whole, ends, holds):
        found = [shown for shown, names in forms.items() if any(map(fits, names))]
        if found:
            return found
    return []


def _near(people: Iterable[str], text: str) -> str:
    """Return "; did you mean ...?" with the names that come near, whole or by one of their words."""
    spelled = {" ".join(fold(name)): name for name in people}
    spelled |= {word: name for name in people for word in fold(name)[-1:]}
    close = difflib.get_close_matches(" ".join(fold(text)), spelled, n=_SUGGESTIONS, cutoff=0.7)
    names = dict.fromkeys(spelled[key] for key in close)
    if names:
        return f"; did you mean {' or '.join(names)}?"
    most = list(people)[:_SUGGESTIONS]
    return f"; those who speak most there are {', '.join(most)}" if most else ": nobody speaks there at all"


def _outlets(ledger: Ledger, text: str) -> list[str]:
    """Return the names in the ledger that mean an outlet, given in any form."""
    held = queries.outlets(ledger.connection)
    known = outlet_named(text)
    found = [name for name in held if fold(name) == fold(text) or (known and outlet_named(name) == known)]
    if found:
        return found
    spelled = {" ".join(fold(name)): name for name in held}
    close = difflib.get_close_matches(" ".join(fold(text)), spelled, n=_SUGGESTIONS, cutoff=0.6)
    hint = f"; did you mean {' or '.join(spelled[key] for key in close)}?" if close else ""
    raise LedgerError(f"no outlet {text!r} publishes or relays anything in {ledger.path}{hint}")
