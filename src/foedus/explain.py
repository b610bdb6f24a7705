"""Why two states stand together or apart: grounds and evidence, on whose word, and what speaks against.

Everything here is counted and sorted, nothing is scored: each figure is a number of records that stand beside it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from foedus.codes import Code, facts
from foedus.errors import UsageError
from foedus.ledger import Ledger, queries
from foedus.ledger.queries import ArticleFacts, Claim, Partner, StatementFacts
from foedus.model import Ground, Kind, Mood, TextSpan
from foedus.origins import Voice, count_origins, count_speakers, find_origins, fold

LONG_EVIDENCE = 400  # characters: beyond that it is no longer a quotation but a passage
TIMELINE = 12  # entries


class Word(StrEnum):
    """On whose word a record stands, seen from the two states."""

    PARTY = "party"
    BOTH_PARTIES = "both parties"
    THIRD_PARTY = "third party"
    OUTLET = "outlet"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record, with what stands behind it.

    Attributes:
        claim: the relation, its statement (None: the article's own voice) and article.
        word: on whose word.
        origin: number of the word it goes back to, the same throughout an explanation; None if unknown.
        contested_by: ids of the relations that say the contrary of the same act.
        reprint_of: id of a better piece of the group with the same words from the same origin; None if it is the
            first with them.
    """

    claim: Claim
    word: Word
    origin: int | None
    contested_by: tuple[str, ...]
    reprint_of: str | None = None


@dataclass(frozen=True, slots=True)
class WhoseWord:
    """On whose word a group of records stands.

    Attributes:
        records: how many on the word of one party, of both (a joint statement), of a third party, of an outlet.
        parties: ISO3 of those of the two states whose speakers assert something here, sorted.
        rests_on: the classes found, strongest first; `both parties` takes the place of `party` where the speakers of
            both states assert something, jointly or each for itself.
        contested: whether someone says the contrary of any record here.
    """

    records: tuple[tuple[Word, int], ...]
    parties: tuple[str, ...]
    rests_on: tuple[Word, ...]
    contested: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The records of one ground, of the other ties and acts, or of what speaks against.

    Attributes:
        ground: None for groups that are no ground.
        evidence: best first, see `rank`.
        denials: records that say the contrary of some of the evidence, best first.
        speakers: how many distinct speakers the evidence has, outlets not counted.
        origins: how many independent origins.
    """

    ground: Ground | None
    evidence: tuple[Evidence, ...]
    denials: tuple[Evidence, ...]
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
class Known:
    """What is known of one state: the states it has records with, most first."""

    state: str
    partners: tuple[Partner, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a ledger holds on two states.

    Attributes:
        states: ISO3, in the order asked for.
        since, until, moods: the filters; None where there was none.
        grounds: those with evidence, in the order of `Ground`.
        other: positive or neutral acts and ties without a ground; None if there are none.
        against: conflict, and denials of what would bring the two together; None if there is nothing.
        records, statements, articles, speakers, origins: counts over everything above.
        left_out: records of the two states that the filters keep out.
        known: only where there is no record at all: what is known of each state.
    """

    states: tuple[str, str]
    since: str | None
    until: str | None
    moods: tuple[Mood, ...] | None
    grounds: tuple[Group, ...]
    other: Group | None
    against: Group | None
    timeline: Timeline
    records: int
    statements: int
    articles: int
    speakers: int
    origins: int
    left_out: int
    known: tuple[Known, ...]

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON would have it; names are added to, never changed."""
        return {
            "schema": "foedus/explanation/1",
            "states": list(self.states),
            "filters": {
                "since": self.since,
                "until": self.until,
                "moods": None if self.moods is None else [mood.value for mood in self.moods],
            },
            "counts": {
                "records": self.records,
                "statements": self.statements,
                "articles": self.articles,
                "speakers": self.speakers,
                "origins": self.origins,
                "left_out": self.left_out,
            },
            "grounds": [_group_dict(group) for group in self.grounds],
            "other": self.other and _group_dict(self.other),
            "against": self.against and _group_dict(self.against),
            "timeline": {
                "total": self.timeline.total,
                "undated": self.timeline.undated,
                "moments": [
                    {"date": moment.date, "records": moment.records, **_evidence_dict(moment.evidence)}
                    for moment in self.timeline.moments
                ],
            },
            "known": [
                {
                    "state": known.state,
                    "partners": [{"state": partner.state, "records": partner.count} for partner in known.partners],
                }
                for known in self.known
            ],
        }


def explain(
    ledger: Ledger,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    moods: Collection[Mood] | None = None,
    timeline: int = TIMELINE,
) -> Explanation:
    """Explain how two states stand to each other, from what a ledger holds.

    Args:
        ledger: open, for reading at least.
        a, b: ISO3 of two states.
        since, until: ISO dates, both included, of the act or else of the publication.
        moods: leave out records in any other mood.
        timeline: at most that many moments, the latest.

    Raises:
        UsageError: the two states are the same.
        LedgerError: the ledger cannot be read.
    """
    if a == b:
        raise UsageError(f"{a} was given twice: give two different states")
    with ledger.guarded(f"explaining {a} {b}"):
        claims = queries.claims(ledger.connection, a, b, since=since, until=until, moods=moods)
        texts = queries.texts(ledger.connection, {claim.article.id for claim in claims})
        total = queries.dyad_count(ledger.connection, a, b)
        known = () if claims else tuple(Known(s, queries.partners(ledger.connection, s)) for s in (a, b))
    pieces = _weigh(claims, texts, (a, b))
    negated = [piece for piece in pieces if piece.claim.mood is Mood.NEGATED]
    told = [piece for piece in pieces if piece.claim.mood is not Mood.NEGATED]
    friendly = [piece for piece in told if _sign(piece) >= 0]
    denied_ties = [piece for piece in negated if _sign(piece) >= 0]
    denied_conflict = [piece for piece in negated if _sign(piece) < 0]
    states = (a, b)
    grounds = (
        _group([piece for piece in friendly if piece.claim.ground is ground], denied_ties, states, ground)
        for ground in Ground
    )
    return Explanation(
        states=states,
        since=since,
        until=until,
        moods=None if moods is None else tuple(moods),
        grounds=tuple(group for group in grounds if group),
        other=_group([piece for piece in friendly if piece.claim.ground is None], denied_ties, states),
        against=_group(
            [piece for piece in told if _sign(piece) < 0] + denied_ties, denied_conflict, states, all_denials=True
        ),
        timeline=_timeline(pieces, timeline),
        records=len(claims),
        statements=len({claim.statement.id for claim in claims if claim.statement}),
        articles=len({claim.article.id for claim in claims}),
        speakers=count_speakers(_voice(claim) for claim in claims),
        origins=count_origins(piece.origin for piece in pieces),
        left_out=total - len(claims),
        known=known,
    )


def rank(piece: Evidence) -> tuple[int, bool, int, str, str]:
    """The order of evidence, best first. Ours: a reader wants the words of those concerned, put as fact, in full.

    1. Whose words: a direct quotation of a party's speaker; a party in mixed or indirect speech; a third party;
       the outlet's own voice.
    2. What is asserted stands before what is possible, to come, demanded or denied.
    3. The longer evidence first, as fragments explain little; evidence of 400 characters and more comes last.
    4. The earlier first, by date of the act or else of publication; what has neither comes last. Then by id, so
       that the order never hangs on the order in which articles were read.
    """
    claim = piece.claim
    direct = claim.statement is not None and claim.statement.kind is Kind.DIRECT
    of_party = piece.word in (Word.PARTY, Word.BOTH_PARTIES)
    voice = (0 if direct else 1) if of_party else 2 if piece.word is Word.THIRD_PARTY else 3
    length = len(claim.evidence_words)
    shortness = -length if length < LONG_EVIDENCE else 0
    return voice, claim.mood is not Mood.ASSERTED, shortness, claim.filed_under or "~", claim.id


def whose_word(statement: StatementFacts | None, states: Collection[str]) -> Word:
    """Say on whose word a record stands. Whoever relays it, the word is the speaker's.

    A statement whose speaker is unknown, or speaks for no state, is a third party's.
    """
    if statement is None:
        return Word.OUTLET
    parties = _spoken_for(statement) & set(states)
    return Word.BOTH_PARTIES if len(parties) > 1 else Word.PARTY if parties else Word.THIRD_PARTY


def _spoken_for(statement: StatementFacts | None) -> set[str]:
    if statement is None or statement.speaker is None:
        return set()
    return {state for state in (statement.speaker.state, *statement.speaker.others) if state}


def _sign(piece: Evidence) -> int:
    return facts(piece.claim.code).sign


def _voice(claim: Claim) -> Voice:
    article, statement = claim.article, claim.statement
    if statement is None:
        return Voice(article.id, article.outlet, claim.evidence_words)
    speaker = statement.speaker
    return Voice(
        article.id,
        article.outlet,
        claim.evidence_words,
        own=False,
        said=statement.content_words,
        speaker=speaker.name if speaker else None,
        state=speaker.state if speaker else None,
        relay=statement.relay,
    )


def _weigh(claims: Sequence[Claim], texts: Mapping[str, str], states: Collection[str]) -> list[Evidence]:
    """Return each claim as a piece of evidence, best first."""
    # Origins are numbered in an order of their own, so that the same ledger gives the same numbers.
    ordered = sorted(claims, key=lambda claim: (claim.filed_under or "~", claim.id))
    origins = find_origins([_voice(claim) for claim in ordered], texts)
    contrary = _contrary(ordered)
    pieces = [
        Evidence(claim, whose_word(claim.statement, states), origin, contrary.get(claim.id, ()))
        for claim, origin in zip(ordered, origins, strict=True)
    ]
    return sorted(pieces, key=rank)


_Act = tuple[str, str, Code]


def _act(claim: Claim) -> _Act:
    """Who does what to whom; for codes that hold both ways the order of the states says nothing."""
    source, target = claim.source_state, claim.target_state
    if facts(claim.code).symmetric and source > target:
        source, target = target, source
    return source, target, claim.code


def _contrary(claims: Iterable[Claim]) -> dict[str, tuple[str, ...]]:
    """Return which claims contest which, both ways, by id.

    A negated record contests those that put the same act otherwise; a rejection contests the other side's
    accusation. Two acts whose dates are known and differ are two acts.
    """
    told: defaultdict[_Act, list[Claim]] = defaultdict(list)
    denied: defaultdict[_Act, list[Claim]] = defaultdict(list)
    for claim in claims:
        act = _act(claim)
        (denied if claim.mood is Mood.NEGATED else told)[act].append(claim)
        if claim.code is Code.REJECT and claim.mood is Mood.ASSERTED:
            denied[claim.target_state, claim.source_state, Code.ACCUSE].append(claim)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for act in told.keys() & denied.keys():
        for here, there in ((told[act], denied[act]), (denied[act], told[act])):
            ids_on = {date: _ids_that_may_be_of(date, there) for date in {claim.date for claim in here}}
            for claim in here:
                found[claim.id] |= ids_on[claim.date]
    return {claim_id: tuple(sorted(ids)) for claim_id, ids in found.items()}


def _ids_that_may_be_of(date: str | None, claims: Iterable[Claim]) -> set[str]:
    return {claim.id for claim in claims if _may_be_one_day(date, claim.date)}


def _may_be_one_day(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one.startswith(other) or other.startswith(one)


def _group(
    pieces: Sequence[Evidence],
    denials: Sequence[Evidence],
    states: Collection[str],
    ground: Ground | None = None,
    *,
    all_denials: bool = False,
) -> Group | None:
    """Make a group of evidence; of the denials it takes those that contest a piece, or all of them."""
    contested = {piece.claim.id for piece in pieces}
    here = tuple(denial for denial in denials if all_denials or contested.intersection(denial.contested_by))
    if not pieces and not here:
        return None
    return Group(
        ground=ground,
        evidence=_mark_reprints(sorted(pieces, key=rank)),
        denials=here,
        speakers=count_speakers(_voice(piece.claim) for piece in pieces),
        origins=count_origins(piece.origin for piece in pieces),
        whose_word=_whose_words(pieces, states),
    )


def _whose_words(pieces: Sequence[Evidence], states: Collection[str]) -> WhoseWord:
    records = Counter(piece.word for piece in pieces)
    # A denial too is put as a fact by whoever denies.
    facts_of = (piece.claim.statement for piece in pieces if piece.claim.mood in (Mood.ASSERTED, Mood.NEGATED))
    parties = set().union(*map(_spoken_for, facts_of)) & set(states)
    classes = set(records)
    if len(parties) > 1:
        classes = classes - {Word.PARTY} | {Word.BOTH_PARTIES}
    strongest_first = (Word.BOTH_PARTIES, Word.PARTY, Word.THIRD_PARTY, Word.OUTLET)
    return WhoseWord(
        records=tuple((word, records[word]) for word in Word),
        parties=tuple(sorted(parties)),
        rests_on=tuple(word for word in strongest_first if word in classes),
        contested=any(piece.contested_by for piece in pieces),
    )


def _mark_reprints(pieces: Sequence[Evidence]) -> tuple[Evidence, ...]:
    best: dict[tuple[object, ...], Claim] = {}
    marked = []
    for piece in pieces:
        claim = piece.claim
        words = tuple(fold(claim.evidence_words))
        first = best.setdefault((piece.origin, _act(claim), claim.mood, words), claim)
        again = piece.origin is not None and first.article.id != claim.article.id
        marked.append(replace(piece, reprint_of=first.id) if again else piece)
    return tuple(marked)


def _timeline(pieces: Sequence[Evidence], most: int) -> Timeline:
    acts: defaultdict[tuple[str, _Act, Mood], list[Evidence]] = defaultdict(list)
    for piece in pieces:
        if piece.claim.date is not None:
            acts[piece.claim.date, _act(piece.claim), piece.claim.mood].append(piece)
    moments = [Moment(date, same[0], len(same)) for (date, _, _), same in sorted(acts.items())]
    undated = sum(piece.claim.date is None for piece in pieces)
    return Timeline(tuple(moments[max(0, len(moments) - most) :]), len(moments), undated)


def _group_dict(group: Group) -> dict[str, object]:
    whose = group.whose_word
    return {
        "ground": group.ground and group.ground.value,
        "records": len(group.evidence),
        "speakers": group.speakers,
        "origins": group.origins,
        "whose_word": {
            "records": {word.value: count for word, count in whose.records},
            "parties": list(whose.parties),
            "rests_on": [word.value for word in whose.rests_on],
            "contested": whose.contested,
        },
        "evidence": [_evidence_dict(piece) for piece in group.evidence],
        "denials": [_evidence_dict(piece) for piece in group.denials],
    }


def _evidence_dict(piece: Evidence) -> dict[str, object]:
    claim = piece.claim
    return {
        "word": piece.word.value,
        "origin": piece.origin,
        "contested_by": list(piece.contested_by),
        "reprint_of": piece.reprint_of,
        "relation": {
            "id": claim.id,
            "source": claim.source_state,
            "target": claim.target_state,
            "code": claim.code.value,
            "mood": claim.mood.value,
            "ground": claim.ground and claim.ground.value,
            "date": claim.date,
            "date_from": claim.date_from,
            "evidence": _pair(claim.evidence_span),
            "evidence_words": claim.evidence_words,
            "trigger": _pair(claim.trigger_span),
            "trigger_words": claim.trigger_words,
            "rule": claim.rule,
        },
        "statement": claim.statement and _statement_dict(claim.statement),
        "article": _article_dict(claim.article),
    }


def _statement_dict(statement: StatementFacts) -> dict[str, object]:
    speaker = statement.speaker
    return {
        "id": statement.id,
        "kind": statement.kind.value,
        "speaker": speaker
        and {"name": speaker.name, "role": speaker.role, "state": speaker.state, "others": list(speaker.others)},
        "relay": list(statement.relay),
        "content": [_pair(span) for span in statement.content_spans],
        "content_words": statement.content_words,
        "source": _pair(statement.source_span),
        "source_words": statement.source_words,
        "cue": _pair(statement.cue_span),
        "cue_words": statement.cue_words,
        "rule": statement.rule,
    }


def _article_dict(article: ArticleFacts) -> dict[str, object]:
    return {
        "id": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "byline": article.byline,
        "published": article.published,
        "url": article.url,
        "file": article.file,
        "language": article.language,
    }


def _pair(span: TextSpan | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]
