"""Who and what could not be resolved, by frequency, and the one line that settles each.

A line goes into a table of the user's own, in the folder that FOEDUS_DATA names (docs/tables.md). What only a person
can know stands in it as "???", which the loading of the tables refuses: nothing wrong gets in by haste.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from foedus.intake.outlet import outlet_named
from foedus.language.registry import organisations
from foedus.ledger import Ledger
from foedus.ledger import unresolved as queries
from foedus.ledger.unresolved import EndFacts, SourceFacts
from foedus.origins.likeness import fold
from foedus.relations.unresolved import without_article
from foedus.tables import data_dir, read_table

TO_FILL = "???"
_REACH = 160  # characters of an example
_END = re.compile(r"[.!?…]\s|\n")
_PEOPLE = ("name", "state", "role_fr", "role_en", "from", "surname_alone")
_SEATS = ("name", "iso3", "strength", "example")
_OUTLETS = ("outlet", "state", "kind", "ownership", "source", "as_of")


class Sort(StrEnum):
    """What it is that could not be resolved."""

    SPEAKER = "speaker"  # named, for no known state
    END = "end"  # acts on a state or is acted on by one, for no known state itself
    NAME = "name"  # of a state, beside a body that speaks for one
    OUTLET = "outlet"  # that outlets.tsv does not have
    DESCRIPTION = "description"  # an expert, a source: rightly for no state, as a rule
    PRONOUN = "pronoun"  # nothing before it says who


@dataclass(frozen=True, slots=True)
class Line:
    """What to add to which table.

    Attributes:
        file: below the folder of FOEDUS_DATA: "fr/seats.tsv".
        columns, cells: of the line; the file begins with a line that names the columns.
    """

    file: str
    columns: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words, how often they stand there, in how many articles, a sentence with them, and what would settle them."""

    sort: Sort
    words: str
    language: str | None
    count: int
    articles: int
    example: str | None
    line: Line | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as data for JSON."""
        found = asdict(self)
        found["line"] = asdict(self.line) if self.line else None
        return found


def unresolved(ledger: Ledger) -> tuple[Unresolved, ...]:
    """Return who and what could not be resolved, most frequent first; what a line settles before what none does.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    with ledger.guarded("looking for what is unresolved"):
        found = [*_sources(ledger), *_ends(ledger), *_names(ledger), *_outlets(ledger)]
    return tuple(sorted(found, key=lambda one: (one.line is None, -one.count, one.words)))


def _sources(ledger: Ledger) -> Iterator[Unresolved]:
    facts = queries.sources_without_state(ledger.connection)
    where = queries.places(ledger.connection, [one.example for one in facts])
    for one in facts:
        if tuple(fold(one.name)) in _organisations():
            continue
        text, start, end = where[one.example]
        sort = _sort_of(one)
        example = _sentence(text, start, end)
        line = _line_of(one.name, one.language, one.role, one.published, example) if sort is Sort.SPEAKER else None
        yield Unresolved(sort, one.name, one.language, one.statements, one.articles, example, line)


def _sort_of(one: SourceFacts) -> Sort:
    """Tell names from descriptions by their first letter, and pronouns by the list of little words.

    A source that stands for nobody begins its sentence, perhaps: only a capital further on makes it a name.
    """
    words = one.name.replace("’", "'").split()
    if all(word.lower() in _little_words(one.language) for word in words):
        return Sort.PRONOUN
    capitals = [word[:1].isupper() for word in words]
    return Sort.SPEAKER if (capitals[0] if one.is_speaker else any(capitals[1:])) else Sort.DESCRIPTION


def _line_of(name: str, language: str, role: str | None, published: str | None, example: str) -> Line:
    """A person goes into people.tsv, a body or by-name into seats.tsv."""
    words = name.split()
    if len(words) > 1 and all(word[:1].isupper() for word in words):
        role = role or TO_FILL
        return Line("people.tsv", _PEOPLE, (name, TO_FILL, role, role, published or TO_FILL, "no"))
    return Line(f"{language}/seats.tsv", _SEATS, (name, TO_FILL, "strong", example))


def _ends(ledger: Ledger) -> Iterator[Unresolved]:
    """Who acts on a state, as it was kept when the article was read; « la junte » with « junte »."""
    facts = queries.ends_without_state(ledger.connection)
    groups: dict[tuple[str, str], list[EndFacts]] = {}
    for one in facts:
        groups.setdefault((one.language, without_article(one.words)), []).append(one)
    texts = queries.texts(ledger.connection, {same[0].example[0] for same in groups.values()})
    for (language, words), same in groups.items():
        key, start, end = same[0].example
        example = _sentence(texts[key], start, end)
        published = min((one.published for one in same if one.published), default=None)
        line = _line_of(words, language, None, published, example) if words[:1].isupper() else None
        count, articles = sum(one.count for one in same), sum(one.articles for one in same)
        yield Unresolved(Sort.END, words, language, count, articles, example, line)


@cache
def _organisations() -> frozenset[tuple[str, ...]]:
    """Return the folded names of organisations: they speak for no state, and are known."""
    return frozenset(tuple(fold(name)) for key, o in organisations().items() for name in (key, o.fr, o.en))


def _outlets(ledger: Ledger) -> Iterator[Unresolved]:
    for one in queries.outlets(ledger.connection):
        if outlet_named(one.name) is None:
            line = Line("outlets.tsv", _OUTLETS, (one.name, *[TO_FILL] * 5))
            yield Unresolved(Sort.OUTLET, one.name, None, one.statements, one.articles, None, line)


# -- names of states ---------------------------------------------------------------------------------------------------


def _names(ledger: Ledger) -> Iterator[Unresolved]:
    """Words of origin beside a body of a state, where no mention was found."""
    count: Counter[tuple[str, str]] = Counter()
    articles: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for language, text, mentions in queries.texts_with_mentions(ledger.connection):
        here: set[tuple[str, str]] = set()
        for start, end in _origins(language, text, mentions):
            key = (language, text[start:end])
            count[key] += 1
            here.add(key)
            examples.setdefault(key, _sentence(text, start, end))
        articles.update(here)
    for (language, words), number in count.items():
        example = examples[language, words]
        line = Line(f"{language}/seats.tsv", _SEATS, (words, TO_FILL, "strong", example))
        yield Unresolved(Sort.NAME, words, language, number, articles[language, words], example, line)


def _origins(language: str, text: str, mentions: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    pattern, excluded = _finder(language)
    for match in pattern.finditer(text):
        start, end = match.span("origin")
        if match["origin"] not in excluded and not any(s < end and start < e for s, e in mentions):
            yield start, end


@cache
def _finder(language: str) -> tuple[re.Pattern[str], frozenset[str]]:
    raw = tomllib.loads((data_dir() / "evaluate" / "unresolved.toml").read_text(encoding="utf-8"))[language]
    rows = read_table(f"{language}/collectives.tsv", ("lemma", "scope"))
    bodies = "|".join(sorted((re.escape(r["lemma"]) for r in rows if r["scope"] == "state"), key=len, reverse=True))
    if raw["endings"]:  # « le gouvernement bougainvillais »
        origin = rf"[a-zà-ÿ-]{{2,}}(?:{'|'.join(raw['endings'].split())})"
        form = rf"\b(?:{bodies})s?\s+(?P<origin>{origin})\b"
    else:  # "the Somaliland government"
        form = rf"\b(?P<origin>[A-Z][\w'-]+)\s+(?:{bodies})s?\b"
    return re.compile(form), frozenset(raw["not"].split())


@cache
def _little_words(language: str) -> frozenset[str]:
    rows = read_table("languages.tsv", ("language", "words"))
    return frozenset(word for row in rows if row["language"] == language for word in row["words"].split())


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around some words on one line, cut where it is long."""
    before = [match.end() for match in _END.finditer(text, max(0, start - _REACH), start)]
    after = _END.search(text, end, end + _REACH)
    first = before[-1] if before else max(0, start - _REACH)
    last = after.start() + 1 if after else min(len(text), end + _REACH)
    return " ".join(text[first:last].split())
