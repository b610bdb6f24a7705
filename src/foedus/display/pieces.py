"""An explanation put into the words of one language: what each record shows, and in which order; no layout."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from foedus.display.wording import Wording, arrow, printable, shortened, wording
from foedus.explain import Evidence, Explanation, Filters, Group, Word
from foedus.ledger.queries import Claim
from foedus.model import Kind, Speaker, TextSpan

PIECES = 3  # of a ground, and of what speaks against
ACTS = 5  # among other ties and acts
STATES = 5  # of third parties
PARTNERS = 6  # of a state of which something else is known
LONGEST_TITLE = 60  # characters, of an article that goes by its title
SHORT = 300  # characters: a direct quotation that is shorter is shown whole
ID = 8  # of the 16 digits of a record's id: enough to find it again


@dataclass(frozen=True, slots=True)
class Act:
    """What one record says was done, or holds.

    Attributes:
        pair: « RUS → PRK ».
        what: « soutien (nié) ».
        date: of the act, ISO; None if unknown.
        dated: the same in words, with its label.
        records: how many records tell of it, where that was counted.
    """

    id: str
    pair: str
    what: str
    date: str | None
    dated: str | None
    records: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """Words and who stands behind them; one or more records rest on them.

    Attributes:
        words: as they are stored.
        quoted: whether they stand between quotation marks: someone's own words, or the outlet's.
        speaker: name, role and state; for an outlet's own voice its name.
        short_speaker: without the role.
        manner: what to say of words that are not the speaker's own, or of an outlet's own voice; None otherwise.
        relay: « via RT »; None where nobody stands between.
        outlet: display name; None if unknown.
        place: the outlet, or the title where it is unknown; None for an outlet's own voice, which names it already.
        published: date of publication; None if unknown.
        contested, reprints: one line each; None where there is nothing to say.
        title, url: of the article.
    """

    words: str
    quoted: bool
    own_voice: bool
    speaker: str
    short_speaker: str
    manner: str | None
    relay: str | None
    outlet: str | None
    place: str | None
    published: str | None
    acts: tuple[Act, ...]
    contested: str | None
    reprints: str | None
    title: str | None
    url: str | None

    @property
    def printed(self) -> str | None:
        """Where and when it was printed; None if nothing is known of it."""
        return ", ".join(filter(None, (self.place, self.published))) or None


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline; the date is ISO."""

    date: str
    act: Act
    who: str


@dataclass(frozen=True, slots=True)
class Section:
    """A ground, the other ties and acts, or what speaks against.

    Attributes:
        basis: on whose word, and from how many origins.
        more: how many further records there are, reprints not counted.
    """

    heading: str
    basis: str
    pieces: tuple[Piece, ...]
    denials: tuple[Piece, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Page:
    """An explanation as it is shown; what is not there is empty or None.

    Attributes:
        notes: filters, what they leave out, what is known of each state where nothing is known of both.
        after: what the timeline leaves out.
        changed: first and last mention, then a line a year.
        thirds: other states that the evidence names; None if there are none.
    """

    language: str
    heading: str
    counts: str | None
    notes: tuple[str, ...]
    grounds: tuple[Section, ...]
    other: Section | None
    against: Section | None
    timeline: tuple[Moment, ...]
    after: tuple[str, ...]
    changed: tuple[str, ...]
    thirds: str | None


def page_of(explanation: Explanation, language: str, *, everything: bool = False) -> Page:
    """Put an explanation into words.

    Args:
        explanation: of a pair of states.
        language: "fr" or "en".
        everything: show all records rather than the best few.
    """
    say = wording(language)
    show = _Shower(say, explanation.states)
    most = 10**9 if everything else PIECES
    timeline = explanation.timeline
    return Page(
        language=language,
        heading=" – ".join(f"{say.state(state)} ({state})" for state in explanation.states),
        counts=_counts(explanation, say) if explanation.records else None,
        notes=tuple(_notes(explanation, say)),
        grounds=tuple(
            s for g in explanation.grounds if g.ground and (s := show.section(say.ground(g.ground), g, most))
        ),
        other=show.section(say.say("other"), explanation.other, max(most, ACTS)),
        against=show.section(say.say("against"), explanation.against, most, denials=True),
        timeline=tuple(show.moment(m.date, m.evidence, m.records) for m in timeline.moments),
        after=tuple(
            say.say(key, n=n)
            for key, n in (("earlier", timeline.total - len(timeline.moments)), ("undated", timeline.undated))
            if n and timeline.moments
        ),
        changed=tuple(_changed(explanation, say)),
        thirds=_thirds(explanation, say),
    )


def _changed(explanation: Explanation, say: Wording) -> Iterable[str]:
    """Say when the pair is first and last spoken of, and what was told year by year."""
    if explanation.first is None or explanation.last is None:
        return
    yield say.say("first_last", first=say.date(explanation.first), last=say.date(explanation.last))
    for year in explanation.years if len(explanation.years) > 1 else ():
        told = [
            (key, n) for key, n in (("together", year.together), ("apart", year.apart), ("denied", year.denied)) if n
        ]
        yield f"{year.year}{say.say('colon')}{', '.join(say.count(key, n) for key, n in told)}"


def _thirds(explanation: Explanation, say: Wording) -> str | None:
    if not explanation.thirds:
        return None
    named = [f"{say.state(third.state)} ({third.records})" for third in explanation.thirds[:PARTNERS]]
    if len(explanation.thirds) > PARTNERS:
        named.append(say.say("others", n=len(explanation.thirds) - PARTNERS))
    return say.say("thirds", states=", ".join(named))


def _counts(explanation: Explanation, say: Wording) -> str:
    counted = (
        ("record", explanation.records),
        ("statement", explanation.statements),
        ("speaker", explanation.speakers),
        ("origin", explanation.origins),
        ("article", explanation.articles),
    )
    return ", ".join(say.count(kind, n) for kind, n in counted)


def filters_in_words(filters: Filters, say: Wording) -> list[str]:
    """Say what was left out."""
    found = []
    if filters.since:
        found.append(say.say("since", date=say.date(filters.since)))
    if filters.until:
        found.append(say.say("until", date=say.date(filters.until)))
    found += [say.mood(mood) for mood in filters.moods or ()]
    if filters.on_word_of:
        found.append(say.say("on_word_of", state=say.state(filters.on_word_of)))
    if filters.third_party:
        found.append(say.say("third_party"))
    if filters.without is not None:
        found.append(say.say("without_state_media"))
    return found


def _notes(explanation: Explanation, say: Wording) -> Iterable[str]:
    filters = filters_in_words(explanation.filters, say)
    if filters:
        yield say.say("filters", filters=", ".join(filters))
    if not explanation.records:
        yield say.say("nothing_filtered" if explanation.left_out else "nothing")
    if explanation.left_out:
        yield say.say("left_out", n=explanation.left_out)
    for known in explanation.known:
        if not known.partners:
            yield say.say("known_nothing", state=say.state(known.state))
            continue
        partners = [f"{say.state(partner.state)} ({partner.count})" for partner in known.partners[:PARTNERS]]
        rest = len(known.partners) - len(partners)
        if rest:
            partners.append(say.say("others", n=rest))
        yield say.say("known", state=say.state(known.state), partners=", ".join(partners))


@dataclass(frozen=True, slots=True)
class _Shower:
    say: Wording
    states: tuple[str, str]

    def section(self, heading: str, group: Group | None, most: int, *, denials: bool = False) -> Section | None:
        """Show the best of a group; with `denials` what denies it too, where it is told nowhere else."""
        if group is None:
            return None
        reprints: dict[str, list[Evidence]] = {}
        for piece in group.evidence:
            if piece.reprint_of is not None:
                reprints.setdefault(piece.reprint_of, []).append(piece)
        told = gathered(piece for piece in group.evidence if piece.reprint_of is None)
        denied = gathered(group.denials if denials else ())
        shown = sum(map(len, told[:most])) + sum(map(len, denied[:most]))
        return Section(
            heading=heading,
            basis=self._basis(group),
            pieces=tuple(self.piece(same, reprints) for same in told[:most]),
            denials=tuple(self.piece(same, {}) for same in denied[:most]),
            more=group.records - group.reprints + (group.denied if denials else 0) - shown,
        )

    def moment(self, date: str, piece: Evidence, records: int) -> Moment:
        return Moment(date, self.act(piece.claim, records), self._short_speaker(piece.claim))

    def act(self, claim: Claim, records: int = 1) -> Act:
        return Act(
            id=claim.id[:ID],
            pair=arrow(claim.source_state, claim.target_state, claim.code, self.states),
            what=self.say.act(claim.code, claim.mood),
            date=claim.date,
            dated=self.say.dated(claim.date) if claim.date else None,
            records=records,
        )

    def piece(self, same: Sequence[Evidence], reprints: Mapping[str, Sequence[Evidence]]) -> Piece:
        say, claim = self.say, same[0].claim
        statement, article = claim.statement, claim.article
        said = spoken_words(claim)
        outlet = printable(article.outlet) if article.outlet else None
        title = printable(article.title) if article.title else None
        unnamed = title and shortened(title, LONGEST_TITLE)  # what an article of no known outlet goes by
        relay = ", ".join(map(printable, statement.relay)) if statement else None
        return Piece(
            words=printable(said or claim.evidence_words),
            quoted=statement is None or said is not None,
            own_voice=statement is None,
            speaker=say.speaker(statement.speaker) if statement else outlet or unnamed or self._short_speaker(claim),
            short_speaker=self._short_speaker(claim),
            manner=self._manner(claim, said is not None),
            relay=say.say("via", relay=relay) if relay else None,
            outlet=outlet,
            place=(outlet or unnamed) if statement else None,
            published=say.date(article.published) if article.published else None,
            acts=tuple(self.act(piece.claim) for piece in same),
            contested=self._contested(same),
            reprints=self._reprints(again for piece in same for again in reprints.get(piece.claim.id, ())),
            title=title,
            url=article.url,
        )

    def _manner(self, claim: Claim, quoted: bool) -> str | None:
        if claim.statement is None:
            return self.say.say("own_voice")
        if quoted:
            return None
        return self.say.say("reported" if claim.statement.kind is Kind.INDIRECT else "partly_quoted")

    def _basis(self, group: Group) -> str:
        parts = []
        if group.whose_word.rests_on:
            named = [self._whose(word, group) for word in group.whose_word.rests_on]
            parts.append(self.say.say("on_word", words=self.say.listed(named)))
        if group.origins:
            parts.append(self.say.count("origin_short", group.origins))
        if group.whose_word.contested:
            parts.append(self.say.say("contested"))
        return " · ".join(parts)

    def _whose(self, word: Word, group: Group) -> str:
        whose = group.whose_word
        states = {Word.PARTY: whose.parties or whose.heard, Word.THIRD_PARTY: whose.third_parties}.get(word, ())
        named, rest = states[:STATES], len(states) - STATES
        if rest > 0:
            named = (*named, self.say.say("others", n=rest))
        shown = f" ({', '.join(named)})" if states else ""
        records = dict(whose.records)
        n = records[word] + (records[Word.PARTY] if word is Word.BOTH_PARTIES else 0)
        return f"{self.say.named('whose', word.value, n=whose.outlets, states=shown)}{self.say.say('colon')}{n}"

    def _contested(self, same: Sequence[Evidence]) -> str | None:
        who: dict[str, str] = {}
        for piece in same:
            for other in piece.contrary:
                who.setdefault(self._short_speaker(other), other.id[:ID])
        if not who:
            return None
        named = [f"{name} [{id_}]" for name, id_ in who.items()]
        rest = max(piece.contested - len(piece.contrary) for piece in same)
        if rest > 0:
            named.append(self.say.say("more", n=rest))
        return self.say.say("contested_by", who=", ".join(named))

    def _reprints(self, reprints: Iterable[Evidence]) -> str | None:
        unknown = self.say.say("unknown_outlet")
        outlets = dict.fromkeys(printable(piece.claim.article.outlet or unknown) for piece in reprints)
        return self.say.say("also_in", outlets=", ".join(outlets)) if outlets else None

    def _short_speaker(self, claim: Claim) -> str:
        """« Sergueï Lavrov (RUS) »; in the article's own voice the outlet."""
        if claim.statement is None:
            return printable(claim.article.outlet or self.say.say("unknown_outlet"))
        return self.say.speaker(claim.statement.speaker, role=False)


def gathered(pieces: Iterable[Evidence]) -> list[list[Evidence]]:
    """Put together the records that rest on the same words of one speaker in one article; the best stands first."""
    gathered: list[list[Evidence]] = []
    for piece in pieces:
        same = next((same for same in gathered if _rests_on(piece.claim, same[0].claim)), None)
        if same is None:
            gathered.append([piece])
        else:
            same.append(piece)
    return gathered


def _rests_on(claim: Claim, other: Claim) -> bool:
    if claim.article.id != other.article.id or _who(claim) != _who(other):
        return False
    return (spoken_words(claim) or claim.evidence_words) in (spoken_words(other) or other.evidence_words)


def _who(claim: Claim) -> tuple[bool, Speaker | None]:
    return claim.statement is None, claim.statement.speaker if claim.statement else None


def spoken_words(claim: Claim) -> str | None:
    """Return what the speaker said in so many words; None where the article only reports it.

    A short quotation comes whole, of a long one what the evidence holds of it.
    """
    statement = claim.statement
    if statement is None or statement.kind is not Kind.DIRECT:
        return None
    evidence = claim.evidence_span
    shared = [
        TextSpan(max(span.start, evidence.start), min(span.end, evidence.end))
        for span in statement.content_spans
        if span.overlaps(evidence)
    ]
    if not shared:
        return None
    if len(statement.content_words) < SHORT:
        return statement.content_words
    offset = evidence.start
    return " [...] ".join(claim.evidence_words[span.start - offset : span.end - offset].strip() for span in shared)
