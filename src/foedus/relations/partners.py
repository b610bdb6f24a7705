"""The other end of an act, where its words name one: a state of which the article tells something with that one."""

from collections.abc import Sequence

from foedus.codes import Code
from foedus.language.actors import Discourse
from foedus.model import Mood
from foedus.relations.claim import Claim


def complete_from_partners(claims: Sequence[Claim], discourse: Discourse) -> None:
    """« L'Iran a tiré sur Israël. Six missiles ont visé l'État hébreu »: who else would it be?

    The other end is the only state named not long before between which and the one known something else is claimed.
    """
    partners: dict[str, set[str]] = {}
    for claim in claims:
        if not claim.inferred:
            for one, other in claim.pairs():
                partners.setdefault(one, set()).add(other)
                partners.setdefault(other, set()).add(one)
    told = {id(claim.trigger) for claim in claims if claim.pairs()}
    for claim in claims:
        known = claim.sources or claim.targets
        if claim.pairs() or len(set(known)) != 1 or claim.code in _NAMED_ONLY or not _may_be_filled(claim):
            continue
        if claim.mood is Mood.NEGATED or (claim.trigger.pos == "NOUN" and id(claim.trigger.head) in told):
            continue  # « a rejeté ces accusations »: told already
        near = discourse.states_before(claim.trigger.start, back=_BACK)
        found = [s for s in near if s in partners.get(known[0], ())]
        if len(found) != 1:
            continue  # of two, nothing in the words says which
        if claim.sources:
            claim.targets = found
        else:
            claim.sources = found


_BACK = 700  # characters; ours
_NAMED_ONLY = {Code.CONSULT, Code.PROTEST}


def _may_be_filled(claim: Claim) -> bool:
    """Return whether a trigger speaks of one act: a verb, or a noun that something points to (« cette attaque »)."""
    word = claim.trigger
    if word.pos != "NOUN":
        return word.pos == "VERB"
    return any(c.dep == "det" or c.preposition() in ("de", "par") or c.dep == "amod" for c in word.children)
