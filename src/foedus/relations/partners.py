"""The other end of an act, where its words name one: a state of which the article tells something with that one."""

from collections.abc import Sequence, Set

from foedus.attribution.sources import subject_of
from foedus.codes import Code, facts
from foedus.language.actors import Discourse
from foedus.model import Mood
from foedus.relations.claim import Claim
from foedus.relations.context import by_anyone, done_by_another, with_whom_is_said
from foedus.relations.ends import POSSESSIVE


def complete_from_partners(claims: Sequence[Claim], discourse: Discourse) -> None:
    """« L'Iran a tiré sur Israël. Six missiles ont visé l'État hébreu »: who else would it be?

    The other end is the only state named not long before between which and the one known something else is claimed.
    """
    partners: dict[tuple[str, int], set[str]] = {}
    for claim in claims:
        if not claim.inferred:
            sign = facts(claim.code).sign
            for one, other in claim.pairs():
                partners.setdefault((one, sign), set()).add(other)
                partners.setdefault((other, sign), set()).add(one)
    told = {id(claim.trigger) for claim in claims if claim.pairs()}
    for claim in claims:
        known = claim.sources or claim.targets
        if claim.pairs() or len(set(known)) != 1 or claim.code in _NAMED_ONLY or not _may_be_filled(claim):
            continue
        if claim.mood is Mood.NEGATED or (claim.trigger.pos == "NOUN" and id(claim.trigger.head) in told):
            continue  # « a rejeté ces accusations »: told already
        if claim.code in (Code.SUPPORT, Code.AID) and claim.trigger.pos == "NOUN" and not claim.targets:
            continue  # « ses condoléances aux familles », « l'envoi d'un navire »
        if claim.code is Code.AID and not claim.targets and _sent_somewhere(claim):
            continue
        if with_whom_is_said(claim, discourse) or _done_by_nobody_known(claim, discourse):
            continue
        bound = partners.get((known[0], facts(claim.code).sign), set()) | partners.get((known[0], 0), set())
        partner = _only_one(bound, claim, known[0], discourse)
        if partner is not None and claim.sources:
            claim.targets = [partner]
        elif partner is not None:
            claim.sources = [partner]


def _done_by_nobody_known(claim: Claim, discourse: Discourse) -> bool:
    """« la cour a donné raison à Manille » names who did it, « six missiles ont visé l'État hébreu » does not."""
    if not claim.sources and by_anyone(claim, discourse):
        return True
    doer = subject_of(claim.trigger)
    named = doer is not None and doer.i > 0 and doer.text[0].isupper()  # « la Cour »
    somebody = doer is not None and (named or discourse.noun_scope(doer) not in (None, "state"))
    return somebody and done_by_another(claim, discourse)


def _sent_somewhere(claim: Claim) -> bool:
    """« a dépêché une frégate dans le Grand Nord »: a place that is no state's is no state helped."""
    sent = claim.trigger.lemma in ("dépêcher", "déployer", "envoyer", "deploy", "dispatch")
    return sent and any(c.preposition() in _PLACES for c in claim.trigger.children_by("obl", "nmod"))


_PLACES = {"dans", "en", "à", "au", "vers", "sur", "to", "in"}
_BACK = (250, 700)  # characters: a sentence or two, a paragraph; ours


def _only_one(partners: Set[str], claim: Claim, known: str, discourse: Discourse) -> str | None:
    """Return the partner that stands alone before a character; None beside others, as nothing says which is meant."""
    loose = claim.trigger.pos == "VERB" or any(c.lower in POSSESSIVE for c in claim.trigger.children)  # "its trade"
    for back in _BACK:
        near = [s for s in discourse.states_before(claim.trigger.start, back=back) if s != known]
        found = [s for s in near if s in partners]
        if found:
            return found[0] if len(found) == 1 and (len(near) == 1 or (loose and len(near) < 3)) else None
    return None


_NAMED_ONLY = {Code.CONSULT, Code.PROTEST}
_TIES_NAMED = {Code.AT_WAR, Code.ALLIED}  # « la guerre », « l'alliance »: whose, no other act tells


def _may_be_filled(claim: Claim) -> bool:
    """Return whether a trigger speaks of one act: a verb, or a noun that something points to (« cette attaque »)."""
    word = claim.trigger
    if word.child("agent") is not None and not claim.sources:
        return False  # « accusé par les Occidentaux »: by nobody else
    if word.pos != "NOUN" or claim.code in _TIES_NAMED:
        return word.pos == "VERB"
    return any(c.dep == "det" or c.preposition() in ("de", "par") or c.dep == "amod" for c in word.children)
