"""Explain a pair of states: count over columns, choose what is shown, then fetch the few records of that."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import numpy as np

from foedus.codes import facts
from foedus.errors import UsageError
from foedus.explain.contrary import Contrary, act_of
from foedus.explain.records import Evidence, Explanation, Group, Known, Moment, Third, Timeline, WhoseWord, Year
from foedus.ledger import Ledger, dossiers, queries
from foedus.ledger.dossiers import Columns, Facet, Filters, Numbers, how_many, iso, numbered
from foedus.ledger.parts import Part, Word
from foedus.ledger.queries import Claim
from foedus.model import Ground, Mood
from foedus.origins.people import one_of_each

TIMELINE = 12  # moments
EVIDENCE = 20  # pieces of a group, reprints not counted
REPRINTS = 10  # of one piece
CONTRARY = 3  # of one piece

_PARTS, _WORDS = tuple(Part), tuple(Word)
_ODD = 0x5851F42D4C957F2D  # Knuth's multiplier, as good as any other odd one


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


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Which records of a part are told of, as places in the columns, best first.

    Attributes:
        places: all of the part.
        shown: the best of them, and their reprints.
        repeats: {place of a reprint that is shown: that of the first with its words}.
        again: {place: how many reprints there are of it}.
        reprints: how many there are in the part.
        denials: all that contest the part.
    """

    places: Numbers
    shown: list[int]
    repeats: dict[int, int]
    again: Counter[int]
    reprints: int
    denials: Numbers


class _Dossier:
    """The columns of a pair, and what is counted from them."""

    def __init__(self, ledger: Ledger, states: tuple[str, str], columns: Columns, most: int | None) -> None:
        self.connection = ledger.connection
        self.states = states
        self.columns = columns
        self.most = most
        self.facets, self.of_facet = columns.facets, columns.of_facet
        self.part = self._by_facet(_PARTS.index(facet.part) for facet in self.facets)
        self.word = self._by_facet(_WORDS.index(facet.word) for facet in self.facets)
        # What is done or denied, numbered in an order that is the same in every ledger.
        deeds = [(act_of(facet), facet.mood) for facet in self.facets]
        numbers = {deed: number for number, deed in enumerate(sorted(set(deeds)))}
        self.deeds = len(numbers)
        self.deed = self._by_facet(numbers[deed] for deed in deeds)
        self.first = self._firsts()
        self.is_reprint = (columns.origins != 0) & (columns.articles[self.first] != columns.articles)
        self.speakers, self.speaks_for = self._speakers()
        negated = self._by_facet(f.part is Part.AGAINST and f.mood is Mood.NEGATED for f in self.facets)
        self.negated = np.flatnonzero(negated)
        self.contrary = Contrary(columns, self._grounds(), self.speakers)
        self.numbers: dict[int, int] = {}
        self.contested: dict[int, tuple[list[int], int]] = {}
        self.claims: dict[int, Claim] = {}

    def _by_facet(self, values: Iterable[int]) -> Numbers:
        return np.array([*values], dtype=np.int64)[self.of_facet]

    def _firsts(self) -> Numbers:
        """Return for each place that of the best record of the same part with the same words from the same origin."""
        # The words come as a hash, which goes on to take in the rest: 64 bits, beyond which it wraps.
        told = self.deed * len(_PARTS) + self.part
        same = (self.columns.words * _ODD + self.columns.origins) * _ODD + told
        _, first, where = np.unique(same, return_index=True, return_inverse=True)
        best: Numbers = first[where]
        return best

    def _speakers(self) -> tuple[Numbers, dict[int, str]]:
        """Return who speaks, each person under one number and 0 for nobody named, and the state of each key."""
        keys, where = numbered(self.columns.people)
        persons = dossiers.people(self.connection, keys)
        one = one_of_each(persons.values())
        number = {person: key for key, person in persons.items()}
        same = [number[one[persons[key]]] if persons.get(key) in one else 0 for key in keys]
        return np.array(same, dtype=np.int64)[where], {key: state for key, (_, state) in persons.items()}

    def _grounds(self) -> Numbers:
        """Return a number for the ground that each record tells or denies, 0 for none."""
        number = {ground.value: place for place, ground in enumerate(Ground, 1)}
        found = self._by_facet(number.get(facet.part.value, 0) for facet in self.facets)
        keys = self.columns.relations
        grounds = dossiers.grounds(self.connection, keys[self.negated].tolist())
        if grounds:
            places = np.flatnonzero(np.isin(keys, [*grounds]))
            found[places] = [number[grounds[key]] for key in keys[places].tolist()]
        return found

    def explanation(self, filters: Filters, timeline: int) -> Explanation:
        columns = self.columns
        known = () if len(columns) else tuple(
            Known(state, queries.partners(self.connection, state)) for state in self.states
        )  # fmt: skip
        told: list[Part] = [part for part in Part if part is not Part.DENIAL]
        chosen = {part: self._choose(part) for part in told}
        moments, counts, acts = self._moments(timeline)
        self._fetch([*moments, *(place for one in chosen.values() for place in (*one.shown, *self._top(one.denials)))])
        groups = {part: self._group(part, one) for part, one in chosen.items()}
        first, last = columns.span or (None, None)
        return Explanation(
            states=self.states,
            filters=filters,
            grounds=tuple(group for ground in Ground if (group := groups[Part(ground.value)])),
            other=groups[Part.OTHER],
            against=groups[Part.AGAINST],
            timeline=Timeline(
                tuple(
                    Moment(iso(int(columns.dates[place])) or "", piece, count)
                    for place, count, piece in zip(moments, counts, self._evidence(moments), strict=True)
                ),
                acts,
                int((columns.dates == 0).sum()),
            ),
            first=first,
            last=last,
            years=self._years(),
            thirds=self._thirds(),
            records=len(columns),
            statements=how_many(columns.statements),
            articles=how_many(columns.articles),
            speakers=how_many(self.speakers),
            origins=_origins(columns.origins),
            left_out=queries.dyad_count(self.connection, *self.states) - len(columns) if filters.any else 0,
            known=known,
        )

    # What is shown

    def _top(self, places: Numbers) -> list[int]:
        return [int(place) for place in places[: self.most]]

    def _choose(self, part: Part) -> _Chosen:
        places = np.flatnonzero(self.part == _PARTS.index(part))
        again = self.is_reprint[places]
        reprints = places[again]
        best = self._top(places[~again])
        of_best = reprints[np.isin(self.first[reprints], best)].tolist()
        repeated: defaultdict[int, list[int]] = defaultdict(list)
        for place in of_best:
            repeated[int(self.first[place])].append(place)
        repeats = {place: better for better, those in repeated.items() for place in those[:REPRINTS]}
        return _Chosen(
            places,
            sorted([*best, *repeats]),
            repeats,
            Counter({better: len(those) for better, those in repeated.items()}),
            len(reprints),
            self._denials(part, places),
        )

    def _denials(self, part: Part, places: Numbers) -> Numbers:
        if part is Part.AGAINST:
            return np.flatnonzero(self.part == _PARTS.index(Part.DENIAL))
        return self.contrary.denials_of(places, self.negated)

    def _moments(self, most: int) -> tuple[list[int], list[int], int]:
        """Return the latest dated acts, in order of time: the place of the best record, how many records; and how
        many acts there are in all."""
        dated = np.flatnonzero(self.columns.dates)
        moment = self.columns.dates[dated] * max(self.deeds, 1) + self.deed[dated]
        moments, first, counts = np.unique(moment, return_index=True, return_counts=True)
        latest = slice(max(len(moments) - most, 0), None)
        return dated[first][latest].tolist(), counts[latest].tolist(), len(moments)

    # Groups

    def _group(self, part: Part, chosen: _Chosen) -> Group | None:
        places = chosen.places
        if not len(places) and not len(chosen.denials):
            return None
        return Group(
            ground=Ground(part.value) if part.value in set(Ground) else None,
            evidence=tuple(self._evidence(chosen.shown, chosen.repeats, chosen.again)),
            denials=tuple(self._evidence(self._top(chosen.denials))),
            records=len(places),
            denied=len(chosen.denials),
            reprints=chosen.reprints,
            speakers=how_many(self.speakers[places]),
            origins=_origins(self.columns.origins[places]),
            whose_word=self._whose_word(places),
        )

    def _whose_word(self, places: Numbers) -> WhoseWord:
        facets = [self.facets[number] for number in numbered(self.of_facet[places])[0]]
        words = self.word[places]
        counts = np.bincount(words, minlength=len(_WORDS)).tolist()
        records = dict(zip(_WORDS, counts, strict=True))
        # A denial too is put as a fact by whoever denies.
        as_fact = (facet for facet in facets if facet.mood in (Mood.ASSERTED, Mood.NEGATED))
        parties = {state for facet in as_fact for state in facet.parties}
        classes = {word for word, count in records.items() if count}
        if len(parties) > 1:
            classes = classes - {Word.PARTY} | {Word.BOTH_PARTIES}
        strongest_first = (Word.BOTH_PARTIES, Word.PARTY, Word.THIRD_PARTY, Word.OUTLET)
        heard = {state for facet in facets if facet.word is Word.PARTY for state in facet.parties}
        people = self.columns.people[places[words == _WORDS.index(Word.THIRD_PARTY)]]
        states = {self.speaks_for.get(key) for key in numbered(people)[0]}
        carriers = self.columns.carriers[places[words == _WORDS.index(Word.OUTLET)]]
        return WhoseWord(
            records=tuple(records.items()),
            parties=tuple(sorted(parties)),
            heard=tuple(sorted(heard)),
            third_parties=tuple(sorted(state for state in states if state)),
            outlets=how_many(carriers),
            rests_on=tuple(word for word in strongest_first if word in classes),
            contested=self.contrary.any_contested(places),
        )

    # Records

    def _fetch(self, places: Collection[int]) -> None:
        """Fetch what is shown, and what contests it."""
        self.contested = {place: self.contrary.against(place, CONTRARY) for place in set(places)}
        needed = {*places, *(other for others, _ in self.contested.values() for other in others)}
        keys = {int(self.columns.relations[place]): place for place in needed}
        self.claims = {keys[key]: claim for key, claim in queries.claims_by_key(self.connection, keys).items()}

    def _evidence(
        self, places: Iterable[int], repeats: dict[int, int] | None = None, again: Counter[int] | None = None
    ) -> Iterable[Evidence]:
        for place in places:
            contrary, contested = self.contested[place]
            yield Evidence(
                claim=self.claims[place],
                word=_WORDS[self.word[place]],
                origin=self._number(int(self.columns.origins[place])),
                contrary=tuple(self.claims[other] for other in contrary),
                contested=contested,
                reprint_of=self.claims[repeats[place]].id if repeats and place in repeats else None,
                reprints=again[place] if again else 0,
            )

    def _number(self, origin: int) -> int | None:
        """Number origins as they appear, so that the same ledger gives the same numbers."""
        return self.numbers.setdefault(origin, len(self.numbers) + 1) if origin else None

    # Time, and third states

    def _years(self) -> tuple[Year, ...]:
        kinds = np.array([_kind_of_year(facet) for facet in self.facets] or [0])
        years, year = numbered(self.columns.years)
        counts = np.bincount(year * 3 + kinds[self.of_facet], minlength=len(years) * 3).reshape(-1, 3)
        return tuple(
            Year(f"{number:04}", sum(told), *told)
            for number, told in sorted(zip(years, counts.tolist(), strict=True))
            if number
        )

    def _thirds(self) -> tuple[Third, ...]:
        counts: Counter[str] = Counter()
        for states, count in self.columns.thirds.items():
            for state in states.split():
                counts[state] += count
        return tuple(Third(state, n) for state, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _kind_of_year(facet: Facet) -> int:
    """Return where a record counts in a `Year`: 0 together, 1 apart, 2 denied."""
    return 2 if facet.mood is Mood.NEGATED else int(facts(facet.code).sign < 0)


def _origins(column: Numbers) -> int:
    """Count independent origins: the known ones, or one if there are records and nobody knows whence."""
    return how_many(column) or min(len(column), 1)
