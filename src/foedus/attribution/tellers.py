"""Who an English cue belongs to where its nearest subject says nothing.

The ministry issued a statement saying that the port was open.      Kerry denied that talks had failed, adding that ...
[ source   ]        [ nearest ][ cue ]                              [src ]             [nearest]        [ cue ]
"""

from dataclasses import replace

from foedus.attribution.cues import Cue
from foedus.attribution.scene import Scene
from foedus.attribution.sources import Source, source_of_phrase, subject_of
from foedus.language.syntax import Word
from foedus.model import TextSpan
from foedus.tables import word_classes

_RELATIVES = frozenset({"who", "which", "that"})
_FAR = 160  # characters between a source and the "who" that takes it up; ours


def teller(scene: Scene, cue: Cue, source: Source | None) -> Source | None:
    """Return who says it: the source given, or whom the text means where that one only stands nearest."""
    if scene.passage.language != "en" or source is None or cue.entry.pos != "V":
        return source
    other = next((w for find in _MENDS if (w := find(scene, cue, source)) is not None), None)
    found = source_of_phrase(other) if other is not None and other is not source.head else source
    if found.span.overlaps(cue.span) or (other is not None and other.i > cue.first):
        return source
    return _to_its_pronoun(cue, found)


def _issuer(_: Scene, cue: Cue, source: Source) -> Word | None:
    """The ministry issued a statement saying: whoever has the document as an object says what it says."""
    document = source.head
    verb = document.head
    of_document = document.lemma in word_classes("en")["document"] and cue.head.head is document
    if not of_document or verb is None or document.dep != "obj" or verb.lemma not in word_classes("en")["issue"]:
        return None
    return subject_of(verb)


def _holder(scene: Scene, cue: Cue, source: Source) -> Word | None:
    """Oslo has a history of blaming, Oslo made a point of saying: whoever has it, not what is had."""
    thing, verb = source.head, source.head.head
    if cue.head.dep not in ("acl", "xcomp") or cue.head.head is not thing or scene.speaks(thing) or verb is None:
        return None
    if thing.pos != "NOUN" or thing.dep not in ("obj", "xcomp") or verb.pos not in ("VERB", "AUX"):
        return None
    before = cue.head.previous
    spent = verb.lemma == "spend" and cue.head.lower.endswith("ing")  # "spent the week denying"
    led_on = before is not None and before.lower in ("of", "to", "at")
    return subject_of(verb) if led_on or spent else None


def _outer(scene: Scene, cue: Cue, source: Source) -> Word | None:
    """Kerry denied that talks had failed, adding that; He says he has a plan and said that: the one who says both."""
    head = cue.head
    if head.child("subj", "subj:pass") is not None:
        return None
    clause = next((a for a in (head, *head.ancestors()) if a.dep == "ccomp" and a.i < head.i), None)
    outer = scene.cue_of(clause.head) if clause is not None and clause.head is not None else None
    if clause is None or clause is head or outer is None or outer.last >= cue.first:
        return None
    inner = clause.child("subj", "subj:pass")
    if inner is None or inner is not source.head:
        return None
    if head.lower.endswith("ing"):
        apart = head.previous is not None and head.previous.text == "," and cue.entry.cue != "tell"
        return subject_of(outer.head) if apart or not scene.speaks(inner) else None
    joined = head.dep == "conj" and head.head is clause
    return subject_of(outer.head) if joined and _goes_with(scene, outer.head, clause, head) else None


def _goes_with(scene: Scene, outer: Word, clause: Word, verb: Word) -> bool:
    """Return whether a joined verb goes with the outer one: the same verb, its tense, or a dumb subject between."""
    inner = clause.child("subj", "subj:pass")
    if verb.lemma == outer.lemma or (inner is not None and not scene.speaks(inner)):
        return True
    return _tense(verb) == _tense(outer) != _tense(clause)


def _tense(verb: Word) -> str:
    """Return the tense of a finite verb that has no auxiliary, else its first auxiliary."""
    first = verb.child("aux", "aux:pass", "cop")
    return first.lower if first is not None else next((f for f in verb.features.split("|") if "Tense" in f), "")


_MENDS = (_issuer, _holder, _outer)


def _to_its_pronoun(cue: Cue, source: Source) -> Source:
    """Lee, a former envoy, who said: the source reaches to the pronoun that is the subject of its verb."""
    verb = cue.head
    while verb.dep == "conj" and verb.head is not None and verb.child("subj") is None:
        verb = verb.head
    pronoun = verb.child("subj") if verb.dep == "relcl" else None
    if pronoun is None or pronoun.lower not in _RELATIVES or pronoun.sentence != source.head.sentence:
        return source
    if not source.head.i < pronoun.i <= cue.first or not 0 < pronoun.end - source.span.end < _FAR:
        return source
    return replace(source, span=TextSpan(source.span.start, pronoun.end))
