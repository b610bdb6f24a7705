"""Explain a pair of states: count over columns, then fetch the few records that are shown."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import compress, islice
from typing import TypeVar

from foedus.codes import facts
from foedus.errors import UsageError
from foedus.explain.contrary import Contrary, act_of
from foedus.explain.records import Evidence, Explanation, Group, Known, Moment, Third, Timeline, WhoseWord, Year
from foedus.ledger import Ledger, dossiers, queries
from foedus.ledger.dossiers import Columns, Filters
from foedus.ledger.parts import UNDATED, Part, Word
from foedus.ledger.queries import Claim
from foedus.model import Ground, Mood
from foedus.origins.people import Person, one_of_each

TIMELINE = 12  # moments
EVIDENCE = 20  # pieces of a group, reprints not counted
REPRINTS = 10  # of one piece
CONTRARY = 3  # of one piece

_T = TypeVar("_T")


def explain(
    ledger: Ledger,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    moods: Collection[Mood] | None = None,
    on_word_of: str | None = None,
    third_party: bool = False,
    without: Callable[[str], bool] | None = None,
    timeline: int = TIMELINE,
    evidence: int | None = EVIDENCE,
) -> Explanation:
    """Explain how two states stand to each other, from what a ledger holds.

    Args:
        ledger: open, for reading at least.
        a, b: ISO3 of two states.
        since, until, moods, on_word_of, third_party, without: what to leave out, see `Filters`.
        timeline: at most that many moments, the latest.
        evidence: at most that many pieces of each group, the best; all if None. The counts are of all records.

    Raises:
        UsageError: the two states are the same.
        LedgerError: the ledger cannot be read.
    """
    if a == b:
        raise UsageError(f"{a} was given twice: give two different states")
    wanted = None if moods is None else tuple(moods)
    filters = Filters(since, until, wanted, on_word_of, third_party, without)
    with ledger.guarded(f"explaining {a} {b}"), queries.snapshot(ledger.connection):
        columns = dossiers.columns(ledger.connection, a, b, filters)
        return _Dossier(ledger, (a, b), columns, evidence).explanation(filters, timeline)


class _Dossier:
    """The columns of a pair, and what is counted from them."""

    def __init__(self, ledger: Ledger, states: tuple[str, str], columns: Columns, most: int | None) -> None:
        self.connection = ledger.connection
        self.states = states
        self.columns = columns
        self.most = most
        self.contrary = Contrary(columns)
        facet_of = columns.facet_of
        self.facet_counts = Counter(columns.facets)
        # Every pair of a facet and a date that occurs: fewer than there are records.
        self.dated = Counter(zip(columns.facets, columns.dates, strict=True))
        self.places: defaultdict[Part, list[int]] = defaultdict(list)
        part_of = {key: facet.part for key, facet in facet_of.items()}
        for place, part in enumerate(map(part_of.__getitem__, columns.facets)):
            self.places[part].append(place)
        self.told: defaultdict[Part, list[tuple[int, str | None]]] = defaultdict(list)
        for pair in self.dated:
            self.told[part_of[pair[0]]].append(pair)
        self.first = self._firsts()
        self.numbers: dict[int, int] = {}

    def _firsts(self) -> list[int]:
        """Return for each place that of the best record of the same part with the same words from the same origin."""
        columns = self.columns
        same = {key: (f.part, act_of(f), f.mood) for key, f in columns.facet_of.items()}
        numbers = {facts: number for number, facts in enumerate(dict.fromkeys(same.values()))}
        kinds = {key: numbers[facts] for key, facts in same.items()}
        keys = list(zip(columns.origins, columns.words, map(kinds.__getitem__, columns.facets), strict=True))
        # The last to be put under a key stays: so the first, if they are taken backwards.
        first = dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))
        return list(map(first.__getitem__, keys))

    def _is_reprint(self, place: int) -> bool:
        columns = self.columns
        better = self.first[place]
        return columns.origins[place] is not None and columns.articles[better] != columns.articles[place]

    def explanation(self, filters: Filters, timeline: int) -> Explanation:
        columns = self.columns
        total = queries.dyad_count(self.connection, *self.states)
        known = () if len(columns) else tuple(
            Known(state, queries.partners(self.connection, state)) for state in self.states
        )  # fmt: skip
        grounds = tuple(group for ground in Ground if (group := self._group(Part(ground.value), ground)))
        first, last = columns.span or (None, None)
        return Explanation(
            states=self.states,
            filters=filters,
            grounds=grounds,
            other=self._group(Part.OTHER),
            against=self._group(Part.AGAINST),
            timeline=self._timeline(timeline),
            first=first,
            last=last,
            years=self._years(),
            thirds=self._thirds(),
            records=len(columns),
            statements=len(set(columns.statements) - {None}),
            articles=len(set(columns.articles)),
            speakers=len(set(self._people.values())),
            origins=_count_origins(columns.origins),
            left_out=total - len(columns),
            known=known,
        )

    # Groups

    def _group(self, part: Part, ground: Ground | None = None) -> Group | None:
        told, places = self.told[part], self.places[part]
        if part is Part.AGAINST:
            denials = self.places[Part.DENIAL]
        else:
            against = self._facets_of(Part.AGAINST)
            negated = {key for key in against if self.columns.facet_of[key].mood is Mood.NEGATED}
            denials = self.contrary.denials_of(told, negated)
        if not told and not denials:
            return None
        reprints = [place for place in places if self.first[place] != place and self._is_reprint(place)]
        again = set(reprints)
        best = list(islice((place for place in places if place not in again), self.most))
        return Group(
            ground=ground,
            evidence=self._with_reprints(best, reprints),
            denials=tuple(self._evidence(denials[: self.most])),
            records=len(places),
            denied=len(denials),
            reprints=len(reprints),
            speakers=len({self._people[key] for key in self._of(places, self.columns.people) if key in self._people}),
            origins=_count_origins(self._of(places, self.columns.origins)),
            whose_word=self._whose_word(self._facets_of(part), told, places),
        )

    def _facets_of(self, part: Part) -> set[int]:
        return {key for key in self.facet_counts if self.columns.facet_of[key].part is part}

    def _of(self, places: Iterable[int], column: Sequence[_T]) -> set[_T]:
        return set(map(column.__getitem__, places))

    @cached_property
    def _persons(self) -> dict[int, Person]:
        return dossiers.people(self.connection, {key for key in set(self.columns.people) if key is not None})

    @cached_property
    def _people(self) -> dict[int, Person]:
        """Who is one person, by key; names without words are left out."""
        one = one_of_each(self._persons.values())
        return {key: one[person] for key, person in self._persons.items() if person in one}

    def _whose_word(self, keys: set[int], told: Iterable[tuple[int, str | None]], places: list[int]) -> WhoseWord:
        facets = {key: self.columns.facet_of[key] for key in keys}
        records: Counter[Word] = Counter()
        for key, facet in facets.items():
            records[facet.word] += self.facet_counts[key]
        # A denial too is put as a fact by whoever denies.
        as_fact = (facet for facet in facets.values() if facet.mood in (Mood.ASSERTED, Mood.NEGATED))
        parties = {state for facet in as_fact for state in facet.parties}
        classes = set(records)
        if len(parties) > 1:
            classes = classes - {Word.PARTY} | {Word.BOTH_PARTIES}
        strongest_first = (Word.BOTH_PARTIES, Word.PARTY, Word.THIRD_PARTY, Word.OUTLET)
        heard = {state for facet in facets.values() if facet.word is Word.PARTY for state in facet.parties}
        third_states, outlets = self._others(facets, places)
        return WhoseWord(
            records=tuple((word, records[word]) for word in Word),
            parties=tuple(sorted(parties)),
            heard=tuple(sorted(heard)),
            third_parties=third_states,
            outlets=outlets,
            rests_on=tuple(word for word in strongest_first if word in classes),
            contested=any(self.contrary.is_contested(*pair) for pair in told),
        )

    def _others(self, facets: dict[int, dossiers.Facet], places: list[int]) -> tuple[tuple[str, ...], int]:
        """Return the states of third parties, and how many outlets speak in their own voice."""
        columns = self.columns
        third = {key for key, facet in facets.items() if facet.word is Word.THIRD_PARTY}
        own = {key for key, facet in facets.items() if facet.word is Word.OUTLET}
        people = {columns.people[place] for place in places if columns.facets[place] in third} if third else set()
        states = {self._persons[key][1] for key in people if key is not None}
        carriers = {columns.carriers[place] for place in places if columns.facets[place] in own} if own else set()
        return tuple(sorted(states - {""})), len(carriers)

    # Records

    def _with_reprints(self, best: list[int], reprints: list[int]) -> tuple[Evidence, ...]:
        again: defaultdict[int, list[int]] = defaultdict(list)
        wanted = set(best)
        for place in reprints:
            if self.first[place] in wanted:
                again[self.first[place]].append(place)
        shown = [place for better in best for place in again[better][:REPRINTS]]
        repeats = {place: self.first[place] for place in shown}
        return tuple(self._evidence(sorted([*best, *shown]), repeats, {k: len(v) for k, v in again.items()}))

    def _evidence(
        self, places: Iterable[int], repeats: dict[int, int] | None = None, reprints: dict[int, int] | None = None
    ) -> Iterable[Evidence]:
        places, repeats, reprints = list(places), repeats or {}, reprints or {}
        columns = self.columns
        contrary = {place: self.contrary.against(place, CONTRARY) for place in places}
        needed = {*places, *(other for others, _ in contrary.values() for other in others)}
        claims = self._claims(needed)
        for place in places:
            yield Evidence(
                claim=claims[place],
                word=columns.facet_of[columns.facets[place]].word,
                origin=self._number(columns.origins[place]),
                contrary=tuple(claims[other] for other in contrary[place][0]),
                contested=contrary[place][1],
                reprint_of=claims[repeats[place]].id if place in repeats else None,
                reprints=reprints.get(place, 0),
            )

    def _claims(self, places: Collection[int]) -> dict[int, Claim]:
        keys = {self.columns.relations[place]: place for place in places}
        return {keys[key]: claim for key, claim in queries.claims_by_key(self.connection, keys).items()}

    def _number(self, origin: int | None) -> int | None:
        """Number origins as they appear, so that the same ledger gives the same numbers."""
        return None if origin is None else self.numbers.setdefault(origin, len(self.numbers) + 1)

    # Time

    def _timeline(self, most: int) -> Timeline:
        facet_of = self.columns.facet_of
        counts: Counter[tuple[str, object]] = Counter()
        undated = 0
        for (key, date), count in self.dated.items():
            if date is None:
                undated += count
            else:
                counts[date, (act_of(facet_of[key]), facet_of[key].mood)] += count
        latest = sorted(nlargest(most, counts))
        dates = {date for date, _ in latest}
        first: dict[tuple[str, object], int] = {}
        for place in compress(range(len(self.columns)), map(dates.__contains__, self.columns.dates)):
            facet = facet_of[self.columns.facets[place]]
            first.setdefault((self.columns.dates[place] or "", (act_of(facet), facet.mood)), place)
        shown = self._evidence(first[moment] for moment in latest)
        moments = tuple(Moment(m[0], piece, counts[m]) for m, piece in zip(latest, shown, strict=True))
        return Timeline(moments, len(counts), undated)

    def _years(self) -> tuple[Year, ...]:
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for (year, key), count in Counter(zip(self.columns.years, self.columns.facets, strict=True)).items():
            facet = self.columns.facet_of[key]
            apart = "apart" if facts(facet.code).sign < 0 else "together"
            found[year]["denied" if facet.mood is Mood.NEGATED else apart] += count
        return tuple(
            Year(year, counts.total(), counts["together"], counts["apart"], counts["denied"])
            for year, counts in sorted(found.items())
            if year != UNDATED
        )

    def _thirds(self) -> tuple[Third, ...]:
        counts: Counter[str] = Counter()
        for states, count in Counter(self.columns.thirds).items():
            for state in states.split():
                counts[state] += count
        return tuple(Third(state, n) for state, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _count_origins(origins: Iterable[int | None]) -> int:
    """Count independent origins: the known ones, or one if there are records and nobody knows whence."""
    found = set(origins)
    return len(found - {None}) or len(found)
