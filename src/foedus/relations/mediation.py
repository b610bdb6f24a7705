"""Who is brought together by a mediator: « au terme d'une médiation chinoise, Riyad et Téhéran ont signé un accord ».

CONSULT holds between the mediator and each of the two that make peace, talk or quarrel in the same sentence.
"""

from collections.abc import Sequence

from foedus.attribution.sources import subject_of
from foedus.codes import Code
from foedus.language.actors import Discourse
from foedus.language.syntax import is_passive
from foedus.relations.claim import Claim

_NEAR = 700  # characters: a paragraph; ours
_FEW = 3  # states near, beyond which nothing says between whom; ours
_OWN_SLOTS = ("agent", "adj", "poss", "de", "subj")
_AMONG_PARTIES = {Code.AGREE, Code.OPPOSED, Code.AT_WAR}


def complete_from_parties(claims: Sequence[Claim], discourse: Discourse) -> None:
    """Give each mediation of a passage its parties, where they are not named below it.

    They make peace, talk or quarrel in the same sentence; else they are the two spoken of before.
    """
    for claim in claims:
        mediators = _mediators(claim) if claim.mediates else []
        if not mediators:
            continue
        both = ((*c.sources, *c.targets) for c in claims if _may_be_mediated(c, claim))
        pairs = [tuple(dict.fromkeys(states)) for states in both]
        parties = next((p for p in pairs if len(p) == 2 and not set(p) & set(mediators)), None)
        found = list(parties or ())
        if not found and not _names_parties(claim, mediators):
            near = discourse.states_before(claim.trigger.start, back=_NEAR)
            before = discourse.pair_before(claim.trigger.start, [*mediators, *_whose_clause(claim, discourse)])
            few = len({*near} - {*mediators}) <= _FEW
            found = list(before) if few and set(before) <= set(near) else []
        if found:
            claim.sources, claim.targets = mediators, found


def _whose_clause(claim: Claim, discourse: Discourse) -> tuple[str, ...]:
    """« Oslo soutient la médiation de Doha »: who does so is no party."""
    verb = (
        next((a for a in claim.trigger.ancestors() if a.pos == "VERB"), None) if claim.trigger.pos == "NOUN" else None
    )
    subject = subject_of(verb) if verb is not None else None
    return discourse.resolve_state(subject) if subject is not None else ()


def _names_parties(claim: Claim, mediators: Sequence[str]) -> bool:
    return any(set(e.states) - set(mediators) for e in claim.ends)


def _mediators(claim: Claim) -> list[str]:
    """Return who mediates: whose mediation it is, by whom it is done, or who does it."""
    active = claim.trigger.pos in ("VERB", "AUX") and not is_passive(claim.trigger) and claim.trigger.dep != "acl"
    slots = ("subj",) if active else _OWN_SLOTS
    found = next((e for slot in slots for e in claim.ends if e.slot == slot and e.depth <= 2), None)
    return list(found.states) if found is not None else []


def _may_be_mediated(other: Claim, mediation: Claim) -> bool:
    same = other.trigger.sentence == mediation.trigger.sentence and other.passage is mediation.passage
    return same and not other.mediates and other.code in _AMONG_PARTIES
