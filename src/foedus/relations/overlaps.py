"""Claims that say again what another claim says: of a verb and its noun, the verb is kept.

Washington a levé l'embargo contre Cuba.     RETREAT; the embargo that was lifted is no fresh SANCTION
India launched an attack on Pakistan.        one ASSAULT, by "launch", not a second by "attack"
a treaty of friendship with Bulgaria         AGREE; the friendship is the treaty's name
"""

from collections.abc import Sequence
from itertools import takewhile

from foedus.codes import Code, facts
from foedus.language.syntax import Word
from foedus.model import Mood
from foedus.relations.claim import Claim

_HOSTILE = {Code.SANCTION, Code.ASSAULT, Code.COERCE, Code.ACCUSE, Code.THREATEN, Code.AT_WAR, Code.REJECT}
_STAND_BY_THEMSELVES = {Code.AGREE, Code.ALLIED, Code.ACCUSE, Code.REQUEST, Code.THREATEN}


def without_overlaps(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims of one passage less those that the claim of the word above them already makes or unmakes."""
    claims = _lifted(_refused(_once(_not_only_threatened(claims))))
    verbs = {c.trigger.i: c for c in claims if c.trigger.pos in ("VERB", "AUX") and c.pairs()}
    nouns = {c.trigger.i: c for c in claims if c.trigger.pos == "NOUN" and c.pairs()}
    return [c for c in claims if c.trigger.pos != "NOUN" or not _made_above(c, verbs, nouns)]


def _not_only_threatened(claims: Sequence[Claim]) -> list[Claim]:
    """« menace d'attaquer l'Ukraine » is a threat, no attack to come."""
    threats = {id(c.statement) for c in claims if c.code is Code.THREATEN and c.statement is not None and c.pairs()}
    return [c for c in claims if c.code is Code.THREATEN or id(c.statement) not in threats or c.mood is not Mood.FUTURE]


def _lifted(claims: Sequence[Claim]) -> list[Claim]:
    """« a levé les restrictions qui frappaient les ventes »: what is lifted is no fresh sanction."""
    lifting = {c.trigger.i for c in claims if c.code is Code.RETREAT and c.pairs() and c.trigger.pos == "VERB"}
    return [c for c in claims if c.code is not Code.SANCTION or not _tells_what_is_lifted(c.trigger, lifting)]


def _tells_what_is_lifted(verb: Word, lifting: set[int]) -> bool:
    noun = verb.head if verb.dep == "relcl" else None
    return noun is not None and noun.head is not None and noun.dep in ("obj", "subj:pass") and noun.head.i in lifting


def _refused(claims: Sequence[Claim]) -> list[Claim]:
    """« a refusé de livrer des chars à Kiev » is a refusal; « a refusé de sanctionner Kiev » no more than no sanction.

    What somebody refuses to deny or to rule out stays possible, and is refused to nobody.
    """
    dropped: set[int] = set()
    for refusal in claims:
        if refusal.code is not Code.REJECT or refusal.trigger.pos not in ("VERB", "AUX") or not refusal.pairs():
            continue
        below = [c for c in claims if c is not refusal and c.pairs() and _stands_below(c.trigger, refusal.trigger)]
        for claim in below:
            unsaid = refusal.mood is Mood.NEGATED or _through_a_verb(claim.trigger, refusal.trigger)
            offered = claim.mood is Mood.POSSIBLE and not unsaid
            if (claim.mood is Mood.NEGATED or offered) and claim.code not in _HOSTILE:
                dropped.add(id(claim))  # « a refusé de livrer », "rejected a proposal for joint drills"
            elif claim.mood in (Mood.NEGATED, Mood.POSSIBLE) and set(claim.pairs()) & set(refusal.pairs()):
                dropped.add(id(refusal))
    return [c for c in claims if id(c) not in dropped]


def _stands_below(word: Word, verb: Word) -> bool:
    """Return whether a word hangs on a verb as what is refused: its infinitive, its object, or within these."""
    here, steps = word, 0
    while here.head is not None and steps < 4 and here.dep in ("obj", "xcomp", "nmod", "obl", "acl"):
        if here.head is verb:
            return here.dep in ("obj", "xcomp") or here.preposition() in ("à", "de", "d'")
        here, steps = here.head, steps + 1
    return False


def _through_a_verb(word: Word, verb: Word) -> bool:
    """« a refusé d'exclure une aide »: whether a verb stands between a word and the one it hangs on."""
    return any(a.pos in ("VERB", "AUX") for a in takewhile(lambda a: a is not verb, word.ancestors()))


def _once(claims: Sequence[Claim]) -> list[Claim]:
    """« L'embargo décrété par Washington contre La Havane »: one act, told by a verb and by a noun."""
    made: dict[tuple[object, ...], Claim] = {}
    for claim in sorted(claims, key=lambda c: (c.trigger.pos not in ("VERB", "AUX"), c.trigger.i)):
        pairs = frozenset(map(frozenset, claim.pairs()) if facts(claim.code).symmetric else claim.pairs())
        told = (pairs, claim.code, claim.mood, id(claim.statement), claim.trigger.sentence, claim.ground)
        made.setdefault(told if pairs else (id(claim),), claim)
    return [c for c in claims if any(c is kept for kept in made.values())]


def _made_above(claim: Claim, verbs: dict[int, Claim], nouns: dict[int, Claim]) -> bool:
    word = claim.trigger
    above = _governor(word)
    verb = verbs.get(above.i) if above is not None else None
    if verb is not None and _same_states(claim, verb):
        if verb.code == claim.code:
            return True
        if verb.code is Code.THREATEN and facts(claim.code).sign < 0:
            return True  # « promet une riposte »
        unmade = facts(verb.code).sign * facts(claim.code).sign <= 0 and verb.code is not claim.code
        if unmade and claim.code not in _STAND_BY_THEMSELVES and verb.code in _UNMAKES:
            return True
    head = word.head
    while head is not None and word.dep == "conj" and head.pos == "NOUN" and head.dep in ("nmod", "conj"):
        word, head = head, head.head  # "of friendship and cooperation"
    named = nouns.get(head.i) if head is not None and word.dep in ("nmod", "conj", "compound") else None
    if named is not None and named.code is Code.AGREE and claim.code in (Code.COOPERATE, Code.ALIGNED):
        return _same_states(claim, named)
    return False


_UNMAKES = {Code.RETREAT, Code.SANCTION, Code.REJECT, Code.CONCEDE, Code.AGREE}


def _governor(word: Word) -> Word | None:
    """Return the verb that a noun is the object of, directly or after a preposition of the verb's own."""
    head = word.head
    return head if head is not None and word.dep in ("obj", "subj:pass", "obl") else None


def _same_states(one: Claim, other: Claim) -> bool:
    return {frozenset(p) for p in one.pairs()} <= {frozenset(p) for p in other.pairs()}
