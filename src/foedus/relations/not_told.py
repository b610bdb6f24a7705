"""Words of frames that tell of no act between states: help for rebels, play, what people and firms do."""

from collections.abc import Mapping, Sequence

from foedus.codes import Code, facts
from foedus.language.syntax import Passage, Word, subtree
from foedus.relations.ends import POSSESSIVE
from foedus.relations.frames import Frame, frame_of
from foedus.tables import word_classes

_PLAYED = {Code.ASSAULT, Code.AT_WAR, Code.OPPOSED, Code.CONSULT, Code.COERCE, Code.RETREAT, Code.REJECT, Code.THREATEN,
           Code.ALLIED, Code.ALIGNED, Code.AID, Code.SUPPORT, Code.COOPERATE, Code.CONCEDE, Code.SANCTION,
           Code.PROTEST}  # fmt: skip
_HELP = {Code.AID, Code.SUPPORT, Code.COOPERATE, Code.ALIGNED, Code.ALLIED}


def tells_nothing(word: Word, frame: Frame, passage: Passage, table: Mapping[str, tuple[Frame, ...]]) -> bool:
    """Return whether a word that bears a frame says nothing of two states where it stands."""
    classes = word_classes(passage.language)
    private = frame.code is not Code.PROTEST and _done_in_private(word, frame, classes)
    if _told_by_its_verb(word, table) or private or _for_no_state(word, frame, classes):
        return True
    if _sums_up(word, classes) or _doomed(word) or _of_a_body(word, frame, classes) or _set_aside(word):
        return True
    if frame.code is Code.SUPPORT and _defends_its_own(word, classes):
        return True
    return frame.code in _PLAYED and played(word, passage)


def _defends_its_own(word: Word, classes: Mapping[str, frozenset[str]]) -> bool:
    """« défendra chaque pouce de son territoire », "protect our borders": supports nobody else."""
    defended = [w for c in word.children_by("obj") for w in subtree(c)]
    owned = [w for w in defended if any(c.lower in POSSESSIVE | _OURS for c in w.children)]
    return any(w.lemma in classes.get("soil", ()) for w in owned)


_OURS = {"notre", "nos", "our"}


def _set_aside(word: Word) -> bool:
    """« la confiance plutôt que la méfiance », "talks instead of a war": that is what there is not."""
    here = word.previous
    for _ in range(_SET_ASIDE_NEAR):
        if here is None or here.pos == "PUNCT" or here.previous is None:
            return False
        if (here.previous.lower, here.lower) in _INSTEAD:
            return True
        here = here.previous
    return False


_SET_ASIDE_NEAR = 5  # words
_INSTEAD = {("plutôt", "que"), ("plutôt", "qu'"), ("lieu", "de"), ("lieu", "d'"), ("rather", "than"), ("instead", "of")}


def _doomed(word: Word) -> bool:
    """« des voisins condamnés à vivre ensemble », "condemned to live together": nobody is blamed."""
    fate = [c for c in word.children_by("xcomp", "acl", "advcl", "ccomp") if c.pos in ("VERB", "AUX")]
    bound = any(c.lower in ("à", "to") for f in fate for c in f.children)
    return bound and word.lemma in ("condamner", "condemn", "doom")


def _of_a_body(word: Word, frame: Frame, classes: Mapping[str, frozenset[str]]) -> bool:
    """« demandent une réunion du Conseil de sécurité », "a session of parliament": they do not meet each other."""
    if frame.code is not Code.CONSULT or word.pos != "NOUN" or word.children_by("obl"):
        return False
    whose = [c for c in word.children_by("nmod") if c.preposition() in ("de", "du", "d'", "of")]
    return any(c.lemma.lower() in classes.get("body", ()) for w in whose for c in (w, *w.children_by("nmod")))


def turned_elsewhere(word: Word, frame: Frame, ends: Sequence[Word]) -> bool:
    """« la guerre contre les houthis », "a mistrust of Islam", "defends itself": no state's name stands at that end.

    Args:
        ends: the words around a trigger that mean a state.
    """
    itself = any(c.lower in _ITSELF for c in word.children_by("obj")) and not any(e.i > word.i for e in ends)
    if itself and not any(slot == "obj" and _ITSELF & words for slot, _, words in frame.when):
        return True
    if facts(frame.code).sign >= 0:
        return False
    preposition = (
        _AGAINST
        | (_TO if word.lemma in _OPPOSE else set())
        | (_OF if frame.code in (Code.OPPOSED, Code.ACCUSE) else set())
    )
    aimed = [
        c for c in word.children_by("nmod", "obl") if c.preposition() in preposition and c.pos in ("NOUN", "PROPN")
    ]
    named = {e.i for e in ends}
    return bool(aimed) and not any(w.i in named for c in aimed for w in subtree(c))


_ITSELF = {"itself", "themselves", "himself", "herself", "ourselves"}
_AGAINST = {"against", "contre", "envers", "towards", "toward"}
_OF = {"of"}
_TO, _OPPOSE = {"à", "au", "aux"}, {"opposer"}  # « s'oppose à ce tracé »


def _sums_up(noun: Word, classes: Mapping[str, frozenset[str]]) -> bool:
    """« ..., une accusation que Kigali rejette »: the noun means what was said before, and is no second act."""
    article = noun.previous
    comma = article.previous if article is not None and article.pos == "DET" else None
    summed = noun.pos == "NOUN" and noun.lemma in classes.get("claim", ()) and noun.child("relcl", "acl") is not None
    return summed and comma is not None and comma.text == ","


def _told_by_its_verb(noun: Word, table: Mapping[str, tuple[Frame, ...]]) -> bool:
    """« déclarer la guerre »: the noun of a light verb tells nothing besides it."""
    verb = noun.head
    if noun.pos != "NOUN" or verb is None or verb.pos != "VERB" or noun.dep not in ("obj", "obl", "subj:pass"):
        return False
    told = frame_of(verb, table)
    return told is not None and noun.lemma in told.tail


def _for_no_state(word: Word, frame: Frame, classes: Mapping[str, frozenset[str]]) -> bool:
    """« armer les houthis du Yémen »: help for rebels is no help for a state."""
    helped = [x for c in word.children_by("obj", "obl", "nmod") for x in (c, *c.children_by("nmod"))]
    nonstate = classes.get("nonstate", frozenset()) - {*frame.tail}  # « faire front avec Paris » helps no front
    forms = {form for w in helped for form in (w.lemma, w.lower, w.lower.removesuffix("s"))}  # "the Houthis"
    return frame.code in _HELP and not forms.isdisjoint(nonstate)


def _done_in_private(word: Word, frame: Frame, classes: Mapping[str, frozenset[str]]) -> bool:
    """« L'écrivain danois a rencontré », "arrested a Hungarian pickpocket": a person or a firm is no state."""
    verb = word.head if word.pos == "NOUN" and word.dep == "obj" and word.head is not None else word
    private, shielded = classes.get("private", frozenset()), classes.get("shielded", frozenset())
    if frame.code is Code.COERCE and any(w.lemma in private - shielded for w in verb.children_by("obj")):
        return True
    return any(w.lemma in private for w in verb.children_by("subj", "subj:pass", "agent"))


_HINTS = 4  # words like « équipe » and « victoire » in one paragraph; ours


def played(word: Word, passage: Passage) -> bool:
    """« Le Mexique affronte l'Uruguay en demi-finale »: where there is play, nobody is attacked or visited."""
    classes = word_classes(passage.language)
    play = classes.get("play", frozenset())
    found = [w for w in passage.words if (w.lemma in play or _hyphened(w) in play) and w.pos != "VERB"]
    if any(w.sentence == word.sentence for w in found):
        return True
    kinds = {w.lemma for w in found}
    hints = {w.lemma for w in passage.words if w.lemma in classes.get("playing", frozenset())}
    return len(kinds) > 1 or len(kinds) + len(hints) > _HINTS


def _hyphened(word: Word) -> str:
    """Return the whole of "semi-final" for its last part, which English has as three words; else nothing."""
    dash = word.previous
    joined = dash is not None and dash.text == "-" and dash.start == (dash.previous.end if dash.previous else -1)
    return f"{dash.previous.lower}-{word.lemma}" if joined and dash is not None and dash.previous is not None else ""
