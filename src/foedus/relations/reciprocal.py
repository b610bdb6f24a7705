"""What two states do to each other, together, or are asked both, though no word says « l'un à l'autre ».

Les deux pays ont rouvert leurs ambassades.                     SUPPORT, each of the other
Pékin appelle à la retenue.                                     REQUEST of the two who quarrel
les manœuvres russo-bélarusses                                  COOPERATE, not aimed at either
"""

from collections.abc import Sequence

from foedus.codes import Code
from foedus.language.actors import Discourse
from foedus.language.syntax import Passage, Word
from foedus.model import Statement
from foedus.relations.ends import End
from foedus.relations.frames import Frame
from foedus.tables import word_classes

_DONE_TO_EACH = {Code.SANCTION, Code.RETREAT, Code.SUPPORT}
_THEIRS = {"leur", "leurs"}
_TWO = {"deux"}


def both_ways(verb: Word, frame: Frame) -> bool:
    """« Les deux pays ont fermé leurs frontières »: whether two that are told to do a thing do it to each other."""
    if frame.pos == "N" and any(c.lemma in _MUTUAL or c.lower in _MUTUAL for c in verb.children):
        return True  # « l'expulsion réciproque de leurs diplomates »
    if frame.pos != "V" or frame.code not in _DONE_TO_EACH:
        return False
    owned = [o for o in verb.children_by("obj") if any(c.lower in _THEIRS for c in o.children)]
    theirs = bool(owned) and (frame.code is not Code.SUPPORT or any(o.lemma in _MISSIONS for o in owned))
    if theirs and frame.code is Code.RETREAT:  # « ont retiré leurs soldats »: from each other only at their border
        below = [c for w in (verb, *verb.children_by("obj")) for c in w.children_by("obl", "nmod")]
        theirs = any(c.lemma in _FACING for c in below)
    the_two = any(c.lower in _TWO for s in verb.children_by("subj") for c in s.children)
    shared = any(o.lemma in _BETWEEN for o in verb.children_by("obj"))
    return theirs or the_two or shared


_MUTUAL = {"réciproque", "mutuel", "croisé", "croisée", "reciprocal", "mutual", "tit-for-tat"}
_MISSIONS = {"ambassade", "ambassadeur", "consulat", "délégation", "représentation"}  # not « leur solidarité »
_FACING = {"frontière", "ligne", "front", "zone", "crête", "plateau", "border", "line"}
_BETWEEN = {"frontière", "poste-frontière", "passage", "poste"}  # what lies between two is opened by each to the other


def asks_for_calm(statement: Statement, passage: Passage) -> bool:
    """« Pékin a appelé à la désescalade »: nothing else, and of nobody in particular."""
    calm = word_classes(passage.language).get("calm", frozenset())
    words = [w for span in statement.content_spans for w in passage.words_in(span)]
    return 0 < len(words) <= _FEW and any(w.lemma in calm for w in words)


def asked_of_both(statement: Statement, discourse: Discourse, sources: Sequence[str]) -> list[str]:
    """Return the two spoken of, who are asked to calm down; [] where they were spoken of too long before."""
    start = statement.content_spans[0].start
    pair = discourse.pair_before(start, tuple(sources))
    near = discourse.states_before(start, back=_BACK)
    return list(pair) if all(state in near for state in pair) else []


_BACK = 1200  # characters; ours
_FEW = 8  # words: « la retenue », « une désescalade immédiate »; ours


def joint_exercise(noun: Word, frame: Frame, ends: Sequence[End]) -> bool:
    """« les manœuvres russo-bélarusses »: whether two states named as one hold an exercise."""
    if frame.code is not Code.MOBILIZE or frame.pos != "N":
        return False
    own = [e for e in ends if e.slot in ("adj", "de", "entre") and e.depth == 1]
    return len(own) == 1 and len(own[0].states) == 2 and not any(e.slot in ("face", "contre", "près") for e in ends)
