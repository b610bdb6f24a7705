"""What lies ready for a pair of states, read back: columns of small numbers, counted before any record is fetched."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.codes import Code
from foedus.ledger.parts import UNDATED, Part, Word
from foedus.model import Mood
from foedus.origins.people import Person

Numbers = NDArray[np.int64]

_SPARSE = 64  # times as many places as records: beyond that sorting is faster


@dataclass(frozen=True, slots=True)
class Filters:
    """Which records of a pair are wanted.

    Attributes:
        since, until: ISO dates, as precise as wanted, both included, of the act or else of the publication. A record
            stands in the window if its date, as far as it is known, can lie in it; one without date stands in none.
        moods: only these.
        on_word_of: ISO3: only what is said by those who speak for that state.
        third_party: only what is said by those who speak for neither of the two.
        without: leave out what is printed or relayed by an outlet of which this says yes, such as a state medium.
    """

    since: str | None = None
    until: str | None = None
    moods: tuple[Mood, ...] | None = None
    on_word_of: str | None = None
    third_party: bool = False
    without: Callable[[str], bool] | None = None

    @property
    def any(self) -> bool:
        """Whether anything is left out."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Facet:
    """What many records of a pair have in common.

    Attributes:
        parties: ISO3 of those of the two states that are spoken for.
        direction: ">" from the first of the two ISO3, sorted, to the second; "<" back; "=" both ways.
    """

    part: Part
    word: Word
    parties: tuple[str, ...]
    code: Code
    direction: str
    mood: Mood


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The records of a pair, one place each in every column, best evidence first; 0 is what is not known.

    Attributes:
        facets: those that occur.
        of_facet: the place in `facets` of that of each record.
        dates: of the act, as whole numbers: 20250728, 20250700 where only the month is known, 20250000.
        years: of the act or else of the publication.
        origins: which records are one word.
        people: keys of persons; 0 for an outlet's own voice and for whoever is not named.
        words: a hash of the evidence.
        carriers: keys of the outlet that prints it and of who relayed it.
        thirds: how many records name these other states in their evidence, blank between.
        span: earliest and latest date of the act or else of the publication; None if no date is known.
    """

    facets: tuple[Facet, ...]
    of_facet: Numbers
    dates: Numbers
    years: Numbers
    origins: Numbers
    people: Numbers
    statements: Numbers
    articles: Numbers
    relations: Numbers
    words: Numbers
    carriers: Numbers
    thirds: Counter[str]
    span: tuple[str, str] | None

    def __len__(self) -> int:
        return len(self.relations)


# Looked up, not called: a busy pair has thousands of facets.
_PARTS, _WORDS = {part.value: part for part in Part}, {word.value: word for word in Word}
_CODES, _MOODS = {code.value: code for code in Code}, {mood.value: mood for mood in Mood}
_COLUMNS = {
    "dates": "CASE WHEN date IS NULL THEN 0 ELSE CAST(replace(date, '-', '') AS INTEGER) END",
    "years": "CAST(filed_under AS INTEGER)",
    "origins": "coalesce(origin, 0)",
    "people": "coalesce(person_key, 0)",
    "statements": "coalesce(statement_key, 0)",
    "articles": "article_key",
    "relations": "relation_key",
    "words": "words",
    "carriers": "carrier_key",
}
# Each column comes as one text: a busy pair has fifty thousand records, and to make a row of each takes longer. They
# come in the order of the primary key, which is the order wanted, as nothing else finds the records of a pair.
_SELECT = f"""
SELECT min(filed_under), max(nullif(filed_under, '{UNDATED}')), group_concat(thirds),
    group_concat(facet_key), {", ".join(f"group_concat({column})" for column in _COLUMNS.values())}
FROM dossier WHERE state_a = :a AND state_b = :b {{where}}"""
# Each filter is one line of SQL and is there only if it is asked for.
_CONDITIONS = {
    "since": "AND filed_under <> '~' AND filed_under >= substr(:since, 1, length(filed_under))",
    "until": "AND filed_under <> '~' AND substr(filed_under, 1, length(:until)) <= :until",
    "moods": "AND facet_key IN (SELECT key FROM facet WHERE mood IN (SELECT value FROM json_each(:moods)))",
    "word": "AND facet_key IN (SELECT key FROM facet WHERE word = :word)",
    "on_word_of": "AND ' ' || spoken_for || ' ' LIKE '% ' || :on_word_of || ' %'",
    "carriers": "AND carrier_key NOT IN (SELECT value FROM json_each(:carriers))",
}


def columns(connection: sqlite3.Connection, a: str, b: str, filters: Filters) -> Columns:
    """Return the records of two states, either way, as columns."""
    first, second = sorted((a, b))
    bound: dict[str, object] = {"since": filters.since, "until": filters.until, "on_word_of": filters.on_word_of}
    if filters.moods is not None:
        bound["moods"] = json.dumps([mood.value for mood in filters.moods])
    if filters.third_party:
        bound["word"] = Word.THIRD_PARTY.value
    if filters.without is not None:
        bound["carriers"] = json.dumps(_carriers(connection, filters.without))
    bound = {name: value for name, value in bound.items() if value is not None}
    where = " ".join(_CONDITIONS[name] for name in bound)
    bound |= {"a": first, "b": second}
    row = connection.execute(_SELECT.format(where=where), bound).fetchone()
    first_date, last_date, thirds, facets, *texts = row
    keys, of_facet = numbered(_numbers(facets))
    found = {name: _numbers(text) for name, text in zip(_COLUMNS, texts, strict=True)}
    return Columns(
        facets=_facets(connection, keys, first, second),
        of_facet=of_facet,
        **found | {"dates": _whole_dates(found["dates"])},
        thirds=Counter((thirds or "").split(",")),
        span=(first_date, last_date) if last_date else None,
    )


def numbered(column: Numbers) -> tuple[list[int], Numbers]:
    """Return the distinct values of a column, sorted, and for each record which of them it has.

    Keys lie close together: to mark them in a row of places is faster than to sort them.
    """
    if not len(column):
        return [], column
    low, places = int(column.min()), int(column.max() - column.min()) + 1
    if places > _SPARSE * len(column):
        found, which = np.unique(column, return_inverse=True)
        return found.tolist(), which
    place = np.zeros(places, dtype=np.int64)
    place[column - low] = 1
    found = np.flatnonzero(place)
    place[found] = np.arange(len(found))
    return (found + low).tolist(), place[column - low]


def how_many(column: Numbers) -> int:
    """Count the distinct values of a column but for 0, which is what is not known."""
    if not len(column):
        return 0
    highest = int(column.max())
    if highest > _SPARSE * len(column):
        return int(np.count_nonzero(np.unique(column)))
    there = np.zeros(highest + 1, dtype=np.bool_)
    there[column] = True
    return int(np.count_nonzero(there[1:]))


def _numbers(text: str | None) -> Numbers:
    return np.fromstring(text or "", dtype=np.int64, sep=",")


def _whole_dates(dates: Numbers) -> Numbers:
    """Fill up 2025 to 20250000, and 202507 to 20250700."""
    return np.where(dates < 10_000, dates * 10_000, np.where(dates < 1_000_000, dates * 100, dates))


def iso(date: int) -> str | None:
    """Return a date of the columns as ISO has it, as precise as it is; None for 0."""
    year, month, day = date // 10_000, date // 100 % 100, date % 100
    if not date:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _facets(connection: sqlite3.Connection, keys: Sequence[int], first: str, second: str) -> tuple[Facet, ...]:
    parties_of = {"": (), "a": (first,), "b": (second,), "ab": (first, second)}
    rows = connection.execute(
        """SELECT key, part, word, parties, code, direction, mood FROM facet
        WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key""",
        (json.dumps(keys),),
    )
    return tuple(
        Facet(_PARTS[part], _WORDS[word], parties_of[parties], _CODES[code], direction, _MOODS[mood])
        for _, part, word, parties, code, direction, mood in rows
    )


def _carriers(connection: sqlite3.Connection, without: Callable[[str], bool]) -> list[int]:
    rows = connection.execute("SELECT key, names FROM carrier")
    return [key for key, names in rows if any(name and without(name) for name in json.loads(names))]


def people(connection: sqlite3.Connection, keys: Collection[int]) -> dict[int, Person]:
    """Return speakers as people are told apart, by key."""
    rows = connection.execute(
        "SELECT key, name, state FROM person WHERE key IN (SELECT value FROM json_each(?))", (json.dumps([*keys]),)
    )
    return {key: (tuple(name.split()), state) for key, name, state in rows}


def grounds(connection: sqlite3.Connection, keys: Collection[int]) -> dict[int, str]:
    """Return the grounds of those of some relations that have one, by key."""
    sql = "SELECT key, ground FROM relation WHERE ground IS NOT NULL AND key IN (SELECT value FROM json_each(?))"
    return dict(connection.execute(sql, (json.dumps([*keys]),)).fetchall())
