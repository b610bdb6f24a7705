"""What two states have against a third brings them together: « un ennemi commun », « leur hostilité à l'Iran »."""

from dataclasses import replace

from foedus.codes import Code
from foedus.model import Ground
from foedus.relations.claim import Claim

_SHARED = {"commun", "partagé", "même", "mutuel", "common", "shared", "joint"}
_SHARING = {"partager", "share"}


def told_of_a_common_foe(claim: Claim) -> list[Claim]:
    """Return what a claim of enmity says: that of two states with a third is their tie as well, on that ground.

    « La Turquie et l'Azerbaïdjan ont un ennemi commun, l'Arménie »: TUR and AZE ALIGNED, each OPPOSED to ARM.
    """
    word = claim.trigger
    shared = any(c.lemma in _SHARED for c in word.children) or (word.head is not None and word.head.lemma in _SHARING)
    if claim.code is not Code.OPPOSED or word.pos != "NOUN" or not shared:
        return [claim]
    sides = [e.states for e in claim.ends] + [tuple(claim.sources), tuple(claim.targets)]
    pair: tuple[str, ...] = next((s for s in sides if len(s) == 2), ())
    if not pair:
        return [claim]
    rule = f"{claim.rule} common_foe"
    tie = replace(claim, code=Code.ALIGNED, sources=list(pair), targets=list(pair), ground=Ground.ADVERSARY, rule=rule)
    third = list(dict.fromkeys(s for e in claim.ends for s in e.states if s not in pair))
    against = [replace(claim, sources=list(pair), targets=third)] if third else []
    return [tie, *against]
