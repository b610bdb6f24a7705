"""Words taken up once they stand there: « C'est ce qu'affirme Oslo », « Le mot est de X », « attribuée à X ».

Le port rouvrira mardi. C'est ce qu'a laissé entendre Oslo.      « Une île de trop » : la formule est du roi.
[      content        ]         [       cue      ] [source]        [  content  ]              [cue] [source]
"""

from collections.abc import Iterator
from dataclasses import replace

from foedus.attribution.contents import trimmed
from foedus.attribution.cues import Cue, CueEntry, Stance
from foedus.attribution.incises import TOLD, around, aside_of, closes
from foedus.attribution.quotes import Quotation
from foedus.attribution.scene import Draft, Scene
from foedus.attribution.sources import Source, is_past_participle, phrase_to_the_right, source_of_phrase, subject_of
from foedus.language.syntax import Word
from foedus.model import TextSpan

RULE = "taken_up"
_PHRASES = frozenset("mot formule expression phrase citation image sentence boutade aveu".split())
_COMES_FROM = CueEntry("(être de)", "V", frozenset({"quote"}), Stance.SAY, (), False, "echoes")
_ASCRIBED = CueEntry("(attribué à)", "V", frozenset({"quote"}), Stance.SAY, (), False, "echoes")
_NEAR = 60  # characters between a quotation and the words that say whose it is; ours
_ASCRIBING = frozenset({"attribué", "attribuée", "attribués", "attribuées", "prêté", "prêtée", "prêtés", "prêtées"})


def taken_up(scene: Scene) -> Iterator[Draft]:
    """Le port rouvrira mardi. C'est ce qu'a laissé entendre Oslo."""
    if scene.passage.language != "fr":
        yield from (found for cue in scene.cues if (found := _as_was_said(scene, cue)) is not None)
        return
    for cue in scene.cues:
        found = _what_was_said(scene, cue) or _as_was_said(scene, cue)
        if found is not None:
            yield found
    for word in scene.passage.words:
        if word.lower in _ASCRIBING or word.lower in _PHRASES:
            named = _ascribed(scene, word) or _comes_from(scene, word)
            if named is not None:
                yield named


def _what_was_said(scene: Scene, cue: Cue) -> Draft | None:
    """« Le port rouvrira. C'est du moins ce qu'affirme Oslo. »: the sentence before is said."""
    lead = [w for w in scene.sentence_of(cue.head) if w.i < cue.first]
    forms = [w.lower for w in lead]
    if forms[:2] != ["c'", "est"] or len(lead) > 7 or not cue.entry.frames & {"que", "quote"}:
        return None
    before = lead[0].i - 1
    if "ce" not in forms[2:] or not {"que", "qu'"} & set(forms[3:]) or before < 0:
        return None
    sentence = scene.sentence_of(scene.passage.words[before])
    told = [c for c in scene.cues_between(sentence[0].i, sentence[-1].i) if scene.quotation_at(c.span.start) is None]
    span = trimmed(scene.text, sentence[0].start, sentence[-1].end)
    source = _teller(scene, cue)
    q = _last_quotation(scene, lead[0].start)
    if q is not None and span is not None and q.outer.contains(span):
        span = q.outer
    return Draft(cue, source, (span,), RULE) if span is not None and source is not None and not told else None


def _as_was_said(scene: Scene, cue: Cue) -> Draft | None:
    """« Comme l'a reconnu un émissaire, le port est fermé »; "The port, as Oslo said, is shut"."""
    opener = _opens_echo(scene, cue)
    source = (_agent(cue) or _teller(scene, cue)) if opener is not None else None
    if opener is None or source is None:
        return None
    last = max([cue.last, *(w.i for w in scene.passage.words_in(source.span))])
    aside = aside_of(scene, cue, opener.start, last)
    q = _last_quotation(scene, opener.start)
    if q is not None and not scene.text[q.outer.end : opener.start].strip(" ,\u00a0\u202f"):
        return Draft(cue, source, (q.outer,), RULE, aside)
    behind = next((q for q in scene.quotations if 0 <= q.outer.start - aside.end <= 3), None)
    if behind is not None:
        return Draft(cue, source, (behind.outer,), RULE, aside)
    spans = _around_echo(scene, cue, opener, aside) if cue.entry.stance in _SAYING else []
    denied = [c for c in scene.cues if c.entry.stance is Stance.DENY and c is not cue]
    for place, span in enumerate(spans):  # « dément avoir menti, comme l'affirme Oslo »: Oslo affirms what is denied
        ends = [c.span.end for c in denied if span.contains(c.span)]
        told = trimmed(scene.text, ends[-1], span.end) if ends else span
        spans[place] = told or span
    return Draft(cue, source, tuple(spans), RULE, aside) if spans else None


def _agent(cue: Cue) -> Source | None:
    """« Comme indiqué par Oslo », "as reported by Oslo"."""
    agent = cue.head.child("agent") if is_past_participle(cue.head) else None
    return source_of_phrase(agent) if agent is not None else None


_SAYING = frozenset({Stance.SAY, Stance.DENY, Stance.REGRET})


def _opens_echo(scene: Scene, cue: Cue) -> Word | None:
    """Return the « comme » or "as" of « comme l'a dit », "as Oslo said": the verb has no other object."""
    before = scene.passage.words[max(0, cue.first - 2) : cue.first + 1]
    if scene.passage.language == "fr":
        opener = next((w for w in before if w.lower == "comme"), None)
        clitic = opener.next if opener is not None else None
        return opener if clitic is not None and (clitic.lower in ("l'", "le") or _agent(cue)) else None
    opener = before[-2] if _agent(cue) and len(before) > 1 else cue.head.child("mark", "advmod")
    if opener is None or opener.lower != "as" or cue.entry.frames.isdisjoint(("que", "quote")) or cue.entry.pos != "V":
        return None
    begins = opener.previous is None or opener.previous.sentence != opener.sentence or closes(opener.previous)
    addressed = cue.entry.cue in TOLD
    told = [c for c in cue.head.children_by("obj", "ccomp", "xcomp") if c.i > cue.last and c.lower != "it"]
    return opener if begins and all(addressed and c.dep == "obj" for c in told) else None


def _around_echo(scene: Scene, cue: Cue, opener: Word, aside: TextSpan) -> list[TextSpan]:
    """Return the clause an echo opens, ends or interrupts."""
    sentence = scene.sentence_of(cue.head)
    if opener is not sentence[0]:
        return around(scene, cue, aside)
    rest = [w for w in sentence if w.start >= aside.end]
    span = trimmed(scene.text, rest[1].start, rest[-1].end) if len(rest) > 2 and rest[0].text == "," else None
    return [span] if span is not None and scene.names_a_clause(span) else []


def _teller(scene: Scene, cue: Cue) -> Source | None:
    behind = cue.last + 1
    right = phrase_to_the_right(scene.passage, behind) if scene.passage.language == "fr" else None
    if right is not None and right.pos == "PRON" and right.previous is not None and right.previous.pos == "ADP":
        behind = right.i + 1  # « devant nous un émissaire »
        right = phrase_to_the_right(scene.passage, behind)
    if right is not None and right.sentence == cue.head.sentence:
        source = source_of_phrase(right)
        start = max(source.span.start, scene.passage.words[behind].start)
        return replace(source, span=TextSpan(start, source.span.end))
    subject = subject_of(cue.head)
    return source_of_phrase(subject) if subject is not None and subject.lower not in ("ce", "c'") else None


def _comes_from(scene: Scene, noun: Word) -> Draft | None:
    """« Le mot est du ministre turc », « la formule est signée Ann Lee »."""
    verb = noun.next
    sign = verb.next if verb is not None and verb.lower in ("est", "était", "serait") else None
    if verb is None or sign is None or sign.lower not in ("de", "d'", "du", "signé", "signée"):
        return None
    return _whose(scene, noun, Cue(_COMES_FROM, verb, verb.i, sign.i, TextSpan(verb.start, sign.end)), sign)


def _ascribed(scene: Scene, participle: Word) -> Draft | None:
    """« Une île de trop », la formule, attribuée au roi, a choqué."""
    sign = participle.next
    if sign is None or sign.lower not in ("à", "au", "aux") or participle.lower not in _ASCRIBING:
        return None
    cue = Cue(_ASCRIBED, participle, participle.i, sign.i, TextSpan(participle.start, sign.end))
    return _whose(scene, participle, cue, sign)


def _whose(scene: Scene, place: Word, cue: Cue, sign: Word) -> Draft | None:
    """Return the quotation just before a place as the words of whoever stands behind a preposition."""
    q = _last_quotation(scene, place.start)
    after = scene.passage.words[sign.i + 1 : sign.i + 8]
    head = next((w for w in after if w.pos in ("NOUN", "PROPN", "PRON") and w.sentence == sign.sentence), None)
    if q is None or head is None or place.start - q.outer.end > _NEAR or not scene.speaks(head):
        return None
    if any(w.text in (".", "?", "!") for w in scene.words_of(TextSpan(q.outer.end, place.start))[1:]):
        return None
    source = source_of_phrase(head)
    if source.span.start < sign.end:
        source = replace(source, span=TextSpan(after[0].start, source.span.end))
    return Draft(cue, source, (q.outer,), RULE)


def _last_quotation(scene: Scene, offset: int) -> Quotation | None:
    return next((q for q in reversed(scene.quotations) if q.outer.end <= offset), None)
