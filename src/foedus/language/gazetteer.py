"""Every form by which states, organisations and people are called in a language, and what finds them in one pass.

The tables of data/ are checked as they are loaded. What a form means in its context is for mentions.py to say.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from foedus.errors import LexiconError
from foedus.language.name_forms import (
    Written,
    bare,
    capitalised,
    english_people,
    former,
    french_adjective,
    initial_capital,
    parts,
    spellings,
    written,
)
from foedus.language.registry import (
    Membership,
    Organisation,
    State,
    check_dates,
    find_state,
    in_force,
    organisations,
    organisations_file,
    state_of_number,
    state_tables,
    states,
    states_file,
)
from foedus.tables import LANGUAGES, Row, read_table, read_toml

__all__ = [
    "Form",
    "FormKind",
    "Gazetteer",
    "Group",
    "Membership",
    "Organisation",
    "Role",
    "State",
    "find_state",
    "gazetteer",
    "in_force",
    "organisations",
    "state_of_number",
    "states",
]

_MARK = re.compile(r"<(First|Last|capital|state)>")
_FRENCH_OF = r"(?:de la |de l'|des |du |de |d')"
_SURNAME_FIRST = {"CHN", "PRK", "KOR", "TWN", "VNM"}


class FormKind(StrEnum):
    """What sort of form was found; the first seven are those of a mention."""

    NAME = "name"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    SEAT = "seat"
    ORGANISATION = "organisation"
    PERSON = "person"
    PREFIX = "prefix"
    NOTHING = "nothing"


class Role(NamedTuple):
    """What a person was, for which state ("" for none), from when to when (until None: still).

    `surname_alone` is True where the surname by itself means this person, in texts of that time.
    """

    person: str
    state: str
    fr: str
    en: str
    since: str
    until: str | None
    surname_alone: bool = False

    def title(self, language: str) -> str:
        """Return the role in "fr" or "en"."""
        return self.fr if language == "fr" else self.en


class Form(NamedTuple):
    """A form and what it can mean; a tuple, for 15,000 of them are made before the first text is read.

    Attributes:
        text: as it stands in a text, with the words it needs before it.
        actors: the one it means; several for a weak form that they share; none for NOTHING, PERSON and groups.
        rule: what the mention will say of how it was resolved.
        lead: how many characters of `text` come before the mention.
        weak: counts only when the text names the same actor in another way.
        plural: an adjective in the plural only.
        group: place in `Gazetteer.groups` of a form that several actors share; None otherwise.
        roles: of a PERSON, every role of everyone so called.
    """

    text: str
    kind: FormKind
    actors: tuple[str, ...]
    rule: str
    lead: int = 0
    weak: bool = False
    plural: bool = False
    group: int | None = None
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What several actors share: the words that speak for each ("none": for no state), and what settles it."""

    cues: Mapping[str, tuple[str, ...]]
    default: str | None
    exclusive: bool


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All forms of one language.

    Attributes:
        automaton: finds the spellings; `owners` gives the form of each by its number.
        surnames, given_names: forms that are also a surname, or also a given name.
        first_names: given names of the people we know, to tell a surname from a state.
        before, after: what makes a capital no actor ("accords de", "Accords").
        before_state: what makes neither a capital nor a name one ("rue de").
        words: the lists of data/mention_words.toml; to `not_first_names` come the titles of titles.tsv.
    """

    language: str
    automaton: AhoCorasick
    owners: tuple[Form, ...]
    groups: tuple[Group, ...]
    surnames: frozenset[str]
    given_names: frozenset[str]
    first_names: frozenset[str]
    before: re.Pattern[str]
    before_state: re.Pattern[str]
    after: re.Pattern[str]
    words: Mapping[str, frozenset[str]]


@cache
def gazetteer(language: str) -> Gazetteer:
    """Return the forms of a language, checked, with the automaton that finds them.

    Raises:
        LexiconError: a table has a wrong row, or a form points to two actors and is not weak for both.
    """
    if language not in LANGUAGES:
        raise LexiconError(f"no tables for language {language!r}: expected one of {', '.join(LANGUAGES)}")
    groups, shared = _groups(language)
    nothing, marks = _not_states(language)
    people = list(_people())
    taken: dict[str, Form] = {}
    actors = (*shared, *_state_forms(language), *_organisation_forms(language), *_seats(language))
    for form in (*actors, *nothing, *people):
        for spelling in _spellings(form):
            held = taken.get(spelling)
            taken[spelling] = form if held is None else _settle(spelling, held, form)
    return Gazetteer(
        language,
        AhoCorasick(list(taken), implementation=Implementation.ContiguousNFA),
        tuple(taken.values()),
        groups,
        frozenset(marks.get("after First", ())),
        frozenset(marks.get("before Last", ())),
        frozenset(role.person.split()[0] for form in people for role in form.roles if role.state not in _SURNAME_FIRST),
        _context(marks.get("before capital", ()), r"(?<!\w)(?:{})$"),
        _context(marks.get("before state", ()), r"(?<!\w)(?:{})$"),
        _context(marks.get("after capital", ()), r"(?:{})(?!\w)"),
        _words(language),
    )


def _words(language: str) -> Mapping[str, frozenset[str]]:
    file = read_toml("mention_words.toml")
    found = {name: frozenset(words.split()) for name, words in file[language].items()}
    # "Spokeswoman Zakharova": a title is no given name either.
    titles = {word for row in read_table(f"{language}/titles.tsv", ("lemma",)) for word in row["lemma"].lower().split()}
    return found | {"not_first_names": found["not_first_names"] | titles}


def _spellings(form: Form) -> list[str]:
    if form.kind is FormKind.PREFIX:
        both = (form.text, bare(form.text))
        return list(dict.fromkeys((*both, *map(initial_capital, both))))
    if form.kind is FormKind.PERSON:
        return list(dict.fromkeys((form.text, bare(form.text))))
    small_word = form.kind is FormKind.NOTHING and " " not in form.text
    return [form.text] if form.rule == "exact" or small_word else spellings(form.text)


def _settle(spelling: str, held: Form, new: Form) -> Form:
    """Return what a spelling means that two rows claim.

    Raises:
        LexiconError: they mean different actors and nothing says which one it is.
    """
    if held.group is not None or held.kind is new.kind is FormKind.NOTHING:
        return held
    if FormKind.PERSON in (held.kind, new.kind):
        if held.kind is not new.kind:
            return new if held.kind is FormKind.NOTHING else held
        return held._replace(roles=tuple(dict.fromkeys(held.roles + new.roles)))
    if held.actors == new.actors:
        return new if held.weak and not new.weak else held
    if held.weak and new.weak and FormKind.NOTHING not in (held.kind, new.kind):
        return held._replace(actors=tuple(dict.fromkeys(held.actors + new.actors)))
    raise LexiconError(
        f"{spelling!r} means {'/'.join(held.actors) or 'nothing'} ({held.rule}) and "
        f"{'/'.join(new.actors) or 'nothing'} ({new.rule}): make both weak, or an [[ambiguous]] entry of states.toml"
    )


# -- states and organisations -----------------------------------------------------------------------------------------


def _form(spec: Written, kind: FormKind, actor: str, rule: str, *, plural: bool = False) -> Form:
    rule = "exact" if spec.exact else rule
    return Form(spec.lead + spec.name, kind, (actor,), rule, len(spec.lead), spec.weak, plural)


def _state_forms(language: str) -> Iterator[Form]:
    for key, table in state_tables():
        try:
            names = list(written(table.get(f"names_{language}", "")))
            # "Dominique" is a first name unless it stands as "la Dominique".
            if not any(spec.lead and spec.name == table[language] for spec in names):
                yield Form(table[language], FormKind.NAME, (key,), "name")
            for spec in names:
                yield _form(spec, FormKind.NAME, key, "name")
            for name in former(table.get(f"former_{language}", "")):
                yield Form(name, FormKind.NAME, (key,), "former name")
            for spec in written(table.get(f"capital_{language}", "")):
                yield _form(spec, FormKind.CAPITAL, key, "capital")
            yield from _adjectives(key, table, language)
            for prefix in parts(table.get(f"comb_{language}", "")):
                yield Form(prefix + "-", FormKind.PREFIX, (key,), "compound")
        except ValueError as error:
            raise LexiconError(f"data/states.toml [{key}]: {error}") from None


def _adjectives(key: str, table: dict[str, Any], language: str) -> Iterator[Form]:
    for spec in written(table.get(f"adj_{language}", "")):
        words = french_adjective(spec.name) if language == "fr" else [(spec.name, False)]
        for word, plural in words:
            yield Form(word, FormKind.ADJECTIVE, (key,), "adjective", 0, spec.weak, plural)
            people = capitalised(word) if language == "fr" else filter(None, [english_people(word)])
            for name in people:
                yield Form(name, FormKind.DEMONYM, (key,), "demonym", 0, spec.weak, plural or language == "en")
    for spec in written(table.get(f"people_{language}", "")):
        for number, name in enumerate(spec.name.split("/")):
            yield Form(name, FormKind.DEMONYM, (key,), "demonym", 0, spec.weak, number == 1)


def _organisation_forms(language: str) -> Iterator[Form]:
    organisations()
    for key, table in organisations_file().items():
        yield Form(table[language], FormKind.ORGANISATION, (key,), "organisation")
        try:
            for spec in written(table.get(f"names_{language}", "")):
                yield _form(spec, FormKind.ORGANISATION, key, "organisation")
        except ValueError as error:
            raise LexiconError(f"data/organisations.toml [{key}]: {error}") from None


def _groups(language: str) -> tuple[tuple[Group, ...], list[Form]]:
    """Return what several actors share, and the forms; a group is known by its place."""
    groups: list[Group] = []
    forms: list[Form] = []
    for entry in states_file()["ambiguous"]:
        if entry["language"] != language:
            continue
        cues = {actor: tuple(parts(words)) for actor, words in entry["cues"].items()}
        for actor in (*cues, entry.get("default", "none")):
            if actor != "none" and actor not in states() and actor not in organisations():
                where = f"data/states.toml [[ambiguous]] {entry.get('names') or entry.get('adjectives')}"
                raise LexiconError(f"{where}: {actor!r} is neither a state nor an organisation")
        number = len(groups)
        groups.append(Group(cues, entry.get("default"), entry.get("exclusive", False)))
        table = {f"adj_{language}": entry.get("adjectives", ""), f"people_{language}": ""}
        if language == "en":
            table = {"adj_en": entry.get("adjectives", "").partition("/")[0], "people_en": entry.get("adjectives", "")}
        found = [Form(name, FormKind.NAME, (), "name") for name in parts(entry.get("names", ""))]
        found += [Form(name, FormKind.CAPITAL, (), "capital") for name in parts(entry.get("capitals", ""))]
        found += _adjectives("", table, language)
        forms += [form._replace(actors=(), group=number) for form in found]
    return tuple(groups), forms


# -- flat tables ------------------------------------------------------------------------------------------------------


def _seats(language: str) -> Iterator[Form]:
    for row in read_table(f"{language}/seats.tsv", ("name", "iso3", "strength", "example", "note")):
        _check_row(row, row["name"], row["iso3"])
        if row["strength"] not in ("strong", "weak"):
            raise LexiconError(f"{row.where}: strength {row['strength']!r} is neither strong nor weak")
        rule = "seat, " + row.where
        yield Form(row["name"], FormKind.SEAT, (row["iso3"],), rule, weak=row["strength"] == "weak")


def _check_row(row: Row, form: str, state: str | None) -> None:
    if state is not None and state not in states():
        raise LexiconError(f"{row.where}: {state!r} is not a state of states.toml; expected an ISO 3166-1 alpha-3 code")
    if not form or not row["example"]:
        raise LexiconError(f"{row.where}: the form or its example is empty; write a sentence that the row must catch")


def _not_states(language: str) -> tuple[list[Form], dict[str, set[str]]]:
    """Return the forms that mean nothing, and what stands beside a <mark>, by side and mark."""
    forms: list[Form] = []
    marks: dict[str, set[str]] = {}
    for row in read_table(f"{language}/not_states.tsv", ("form", "example", "note")):
        _check_row(row, row["form"], None)
        mark = _MARK.search(row["form"])
        if mark is None:
            forms.append(Form(row["form"], FormKind.NOTHING, (), row.where))
            continue
        head, tail = row["form"][: mark.start()], row["form"][mark.end() :]
        if bool(head) == bool(tail):
            raise LexiconError(f"{row.where}: {row['form']!r} needs words on one side of {mark[0]} and on no other")
        side = f"before {mark[1]}" if head else f"after {mark[1]}"
        named = mark[1] in ("First", "Last")
        marks.setdefault(side, set()).add((head or tail).strip() if named else _pattern(head or tail, language))
    return forms, marks


def _pattern(words: str, language: str) -> str:
    head = words.removesuffix(" de ")
    if language == "fr" and head != words:
        return re.escape(head + " ") + _FRENCH_OF
    return re.escape(words)


def _context(alternatives: Iterable[str], frame: str) -> re.Pattern[str]:
    found = sorted(alternatives)
    return re.compile(frame.replace("{}", "|".join(found)) if found else r"(?!)")


# -- people -----------------------------------------------------------------------------------------------------------


def _people() -> Iterator[Form]:
    """Return the forms of people.tsv, each with the roles of everyone so called; none while there is no such table."""
    columns = ("name", "aliases", "state", "role_fr", "role_en", "from", "until", "surname_alone", "surnames")
    try:
        rows = read_table("people.tsv", columns)
    except FileNotFoundError:
        return
    full: dict[str, list[Role]] = {}
    surnames: dict[str, list[Role]] = {}
    for row in rows:
        role = _role(row)
        for name in (role.person, *row.words("aliases", ";")):
            full.setdefault(name, []).append(role)
        for name in row.words("surnames", ";") or _surnames(role.person, role.state):
            surnames.setdefault(name, []).append(role)
    for name, roles in full.items():
        yield Form(name, FormKind.PERSON, (), "person", roles=tuple(roles))
    for name, roles in surnames.items():
        if name not in full:
            yield Form(name, FormKind.PERSON, (), "surname", roles=tuple(roles))


def _role(row: Row) -> Role:
    state, since, until, alone = row["state"], row["from"], row["until"], row["surname_alone"]
    if state and state not in states():
        raise LexiconError(f"{row.where}: {state!r} is not a state of states.toml")
    check_dates(row.where, since, until or None)
    if alone not in ("yes", "no"):
        raise LexiconError(f"{row.where}: surname_alone {alone!r} is neither yes nor no")
    return Role(row["name"], state, row["role_fr"], row["role_en"], since, until or None, alone == "yes")


def _surnames(name: str, state: str) -> list[str]:
    """Return the likely surname, where the table gives none; it will only count after the name in full.

    Example:
        >>> _surnames("Ban Ki-moon", "KOR"), _surnames("Anna Lindh", "SWE"), _surnames("Charles III", "GBR")
        (['Ban'], ['Lindh'], [])
    """
    words = name.split()
    surname = words[0] if state in _SURNAME_FIRST else words[-1]
    return [surname] if len(words) > 1 and len(surname) > 2 and not surname.isupper() else []
