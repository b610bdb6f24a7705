"""Words of frames that tell of no act between states: help for rebels, play, what people and firms do."""

from collections.abc import Mapping

from foedus.codes import Code
from foedus.language.syntax import Passage, Word
from foedus.relations.frames import Frame, frame_of
from foedus.tables import word_classes

_PLAYED = {Code.ASSAULT, Code.AT_WAR, Code.OPPOSED, Code.CONSULT, Code.COERCE, Code.RETREAT, Code.REJECT, Code.THREATEN,
           Code.ALLIED, Code.ALIGNED, Code.AID, Code.SUPPORT, Code.COOPERATE, Code.CONCEDE, Code.SANCTION}  # fmt: skip
_HELP = {Code.AID, Code.SUPPORT, Code.COOPERATE, Code.ALIGNED, Code.ALLIED}


def tells_nothing(word: Word, frame: Frame, passage: Passage, table: Mapping[str, tuple[Frame, ...]]) -> bool:
    """Return whether a word that bears a frame says nothing of two states where it stands."""
    classes = word_classes(passage.language)
    if _told_by_its_verb(word, table) or _done_in_private(word, classes) or _for_no_state(word, frame.code, classes):
        return True
    return frame.code in _PLAYED and played(word, passage)


def _told_by_its_verb(noun: Word, table: Mapping[str, tuple[Frame, ...]]) -> bool:
    """« déclarer la guerre »: the noun of a light verb tells nothing besides it."""
    verb = noun.head
    if noun.pos != "NOUN" or verb is None or verb.pos != "VERB" or noun.dep not in ("obj", "obl", "subj:pass"):
        return False
    told = frame_of(verb, table)
    return told is not None and noun.lemma in told.tail


def _for_no_state(word: Word, code: Code, classes: Mapping[str, frozenset[str]]) -> bool:
    """« armer les houthis du Yémen »: help for rebels is no help for a state."""
    helped = [x for c in word.children_by("obj", "obl", "nmod") for x in (c, *c.children_by("nmod"))]
    return code in _HELP and any(w.lemma in classes.get("nonstate", ()) for w in helped)


def _done_in_private(word: Word, classes: Mapping[str, frozenset[str]]) -> bool:
    """« L'écrivain danois a rencontré », « achetée par une chaîne américaine »: a person or a firm is no state."""
    verb = word.head if word.pos == "NOUN" and word.dep == "obj" and word.head is not None else word
    return any(w.lemma in classes.get("private", ()) for w in verb.children_by("subj", "subj:pass", "agent"))


def played(word: Word, passage: Passage) -> bool:
    """« Le Mexique affronte l'Uruguay en demi-finale »: where there is play, nobody is attacked or visited."""
    play = word_classes(passage.language).get("play", frozenset())
    found = {w.lemma for w in passage.words if w.lemma in play}
    return len(found) > 1 or any(w.lemma in play for w in passage.sentences[word.sentence])
