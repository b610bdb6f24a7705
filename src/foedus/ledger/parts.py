"""In which part of a dossier a record is told, on whose word, and how good it is as evidence."""

from collections.abc import Collection
from enum import StrEnum

from foedus.codes import Code, facts
from foedus.model import Ground, Kind, Mood, Relation, Speaker, Statement

LONG_EVIDENCE = 400  # characters: beyond that it is no longer a quotation but a passage
UNDATED = "~"  # after every date


class Word(StrEnum):
    """On whose word a record stands, seen from the two states."""

    PARTY = "party"
    BOTH_PARTIES = "both parties"
    THIRD_PARTY = "third party"
    OUTLET = "outlet"


class Part(StrEnum):
    """Where in a dossier a record is told; a ground goes by its own name."""

    HISTORY = "HISTORY"
    MILITARY = "MILITARY"
    WORLDVIEW = "WORLDVIEW"
    ADVERSARY = "ADVERSARY"
    TREATY = "TREATY"
    ECONOMY = "ECONOMY"
    OTHER = "OTHER"  # acts and ties that set nobody apart, without a ground
    AGAINST = "AGAINST"  # conflict, and denials of what would bring the two together
    DENIAL = "DENIAL"  # of conflict


def part_of(code: Code, mood: Mood, ground: Ground | None) -> Part:
    """Say where a record is told."""
    apart = facts(code).sign < 0
    if mood is Mood.NEGATED:
        return Part.DENIAL if apart else Part.AGAINST
    if apart:
        return Part.AGAINST
    return Part(ground.value) if ground else Part.OTHER


def spoken_for(speaker: Speaker | None) -> tuple[str, ...]:
    """Return the states a speaker speaks for."""
    return tuple(state for state in (speaker.state, *speaker.others) if state) if speaker else ()


def whose_word(statement: Statement | None, states: Collection[str]) -> Word:
    """Say on whose word a record stands. Whoever relays it, the word is the speaker's.

    A statement whose speaker is unknown, or speaks for no state, is a third party's.
    """
    if statement is None:
        return Word.OUTLET
    parties = set(spoken_for(statement.speaker)) & set(states)
    return Word.BOTH_PARTIES if len(parties) > 1 else Word.PARTY if parties else Word.THIRD_PARTY


def rank(relation: Relation, statement: Statement | None) -> int:
    """Say how good a record is as evidence, 0 the best. Ours: a reader wants the words of those concerned, in full.

    1. Whose words: a direct quotation of a party's speaker; a party in mixed or indirect speech; a third party;
       the outlet's own voice.
    2. What is asserted stands before what is possible, to come, demanded or denied.
    3. The longer evidence first, as fragments explain little; evidence of 400 characters and more comes last.

    Of equals the earlier comes first, by date of the act or else of publication, and what has neither last; then by
    id, so that the order never hangs on the order in which articles were read.
    """
    direct = statement is not None and statement.kind is Kind.DIRECT
    word = whose_word(statement, (relation.source, relation.target))
    of_party = word in (Word.PARTY, Word.BOTH_PARTIES)
    voice = (0 if direct else 1) if of_party else 2 if word is Word.THIRD_PARTY else 3
    length = relation.evidence_span.end - relation.evidence_span.start
    shortness = LONG_EVIDENCE - length if length < LONG_EVIDENCE else LONG_EVIDENCE
    return (voice * 2 + (relation.mood is not Mood.ASSERTED)) * 1000 + shortness


def direction(relation: Relation) -> str:
    """Return "=" for codes that hold both ways, ">" from the first of the two ISO3 to the second, "<" back."""
    if facts(relation.code).symmetric:
        return "="
    return ">" if relation.source < relation.target else "<"
