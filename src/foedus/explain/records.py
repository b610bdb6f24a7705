"""What an explanation consists of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.errors import UsageError
from foedus.ledger.dossiers import Filters
from foedus.ledger.parts import Word
from foedus.ledger.queries import Claim, Partner
from foedus.model import Ground

if TYPE_CHECKING:
    from polars import DataFrame


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record, with what stands behind it.

    Attributes:
        claim: the relation, its statement (None: the article's own voice) and article.
        word: on whose word.
        origin: number of the word it goes back to, the same throughout an explanation; None if unknown.
        contrary: the best of the records that say the contrary of the same act.
        contested: how many there are.
        reprint_of: id of a better piece of the group with the same words from the same origin; None if it is the
            first with them.
        reprints: how many records with the same words from the same origin other articles hold.
    """

    claim: Claim
    word: Word
    origin: int | None
    contrary: tuple[Claim, ...] = ()
    contested: int = 0
    reprint_of: str | None = None
    reprints: int = 0

    @property
    def contested_by(self) -> tuple[str, ...]:
        """Ids of `contrary`."""
        return tuple(claim.id for claim in self.contrary)


@dataclass(frozen=True, slots=True)
class WhoseWord:
    """On whose word a group of records stands.

    Attributes:
        records: how many on the word of one party, of both (a joint statement), of a third party, of an outlet.
        parties: ISO3 of those of the two states whose speakers assert something here, sorted.
        heard: ISO3 of those of the two states whose speakers are heard here, in whatever mood, sorted.
        third_parties: ISO3 of other states that speakers here speak for, sorted.
        outlets: how many outlets tell something here in their own voice.
        rests_on: the classes found, strongest first; `both parties` takes the place of `party` where the speakers of
            both states assert something, jointly or each for itself.
        contested: whether someone says the contrary of any record here.
    """

    records: tuple[tuple[Word, int], ...]
    parties: tuple[str, ...]
    heard: tuple[str, ...]
    third_parties: tuple[str, ...]
    outlets: int
    rests_on: tuple[Word, ...]
    contested: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one ground, of the other ties and acts, or of what speaks against.

    Attributes:
        ground: None for groups that are no ground.
        evidence: the best, best first, each followed by no more than its reprints; see `foedus.ledger.parts.rank`.
        denials: the best of the records that say the contrary of some of the evidence.
        records, denied: how many there are in all, shown or not.
        reprints: how many of the records repeat another's words from the same origin.
        speakers: how many distinct speakers the evidence has, outlets not counted.
        origins: how many independent origins.
    """

    ground: Ground | None
    evidence: tuple[Evidence, ...]
    denials: tuple[Evidence, ...]
    records: int
    denied: int
    reprints: int
    speakers: int
    origins: int
    whose_word: WhoseWord


@dataclass(frozen=True, slots=True)
class Moment:
    """One dated act: its best evidence, and how many records tell of it."""

    date: str
    evidence: Evidence
    records: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated acts.

    Attributes:
        moments: the latest ones, in order of time.
        total: how many dated acts there are.
        undated: how many records have no date of the act.
    """

    moments: tuple[Moment, ...]
    total: int
    undated: int


@dataclass(frozen=True, slots=True)
class Year:
    """What is told of one year, by date of the act or else of the publication.

    Attributes:
        records: how many in all.
        together: told, and setting nobody apart.
        apart: told, and conflict.
        denied: denials of either.
    """

    year: str
    records: int
    together: int
    apart: int
    denied: int


@dataclass(frozen=True, slots=True)
class Third:
    """A third state that the evidence names, and in how many records."""

    state: str
    records: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one state: the states it has records with, most first."""

    state: str
    partners: tuple[Partner, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a ledger holds on two states.

    Attributes:
        states: ISO3, in the order asked for.
        filters: what was left out.
        grounds: those with evidence, in the order of `Ground`.
        other: positive or neutral acts and ties without a ground; None if there are none.
        against: conflict, and denials of what would bring the two together; None if there is nothing.
        first, last: earliest and latest date of the act or else of the publication; None if no date is known.
        years: in order; undated records are in none.
        thirds: third states named in the evidence, most first.
        records, statements, articles, speakers, origins: counts over everything above, shown or not.
        left_out: records of the two states that the filters keep out.
        known: only where there is no record at all: what is known of each state.
    """

    states: tuple[str, str]
    filters: Filters
    grounds: tuple[Group, ...]
    other: Group | None
    against: Group | None
    timeline: Timeline
    first: str | None
    last: str | None
    years: tuple[Year, ...]
    thirds: tuple[Third, ...]
    records: int
    statements: int
    articles: int
    speakers: int
    origins: int
    left_out: int
    known: tuple[Known, ...]

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON would have it (schema foedus/explanation/1); names are added to, never changed."""
        from foedus.explain.as_dict import explanation_dict

        return explanation_dict(self)

    def to_dicts(self) -> list[dict[str, object]]:
        """Return a flat row for each piece of evidence, best first within its part."""
        from foedus.explain.as_table import rows

        return list(rows(self))

    def to_polars(self) -> "DataFrame":
        """Return the rows of `to_dicts` as a Polars data frame.

        Raises:
            UsageError: Polars is not installed.
        """
        try:
            import polars
        except ImportError:
            raise UsageError("Polars is not installed: run `pip install 'foedus[polars]'`") from None
        return polars.DataFrame(self.to_dicts(), infer_schema_length=None)

    def _repr_html_(self) -> str:
        from foedus.explain.as_table import html

        return html(self)
