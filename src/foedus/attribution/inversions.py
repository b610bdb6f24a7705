"""Incises of any verb: « C'est lui qui fait les comptes », sourit-elle; « Ils ont résisté », savoure la patronne."""

from collections.abc import Iterator

from foedus.attribution.cues import Cue, CueEntry, Stance
from foedus.attribution.incises import around, aside_of, closes, in_a_relative, may_say
from foedus.attribution.scene import Draft, Scene, after_quotation
from foedus.attribution.sources import Source, phrase_to_the_right, source_of_phrase
from foedus.language.syntax import Word
from foedus.model import TextSpan


def inverted_incise(scene: Scene) -> Iterator[Draft]:
    """« C'est lui qui fait les comptes », sourit-elle: whatever the verb, this is how speech is told."""
    if scene.passage.language != "fr":
        return  # "...," smiled the envoy: quoted_speech
    words = scene.passage.words
    for word in words:
        bare = word.lower.removeprefix("-t").lstrip("-")
        if not word.lower.startswith("-") or bare not in ("il", "elle", "ils", "elles", "on") or word.previous is None:
            continue
        first = word.previous
        while first.previous is not None and not closes(first.previous) and first.previous.sentence == word.sentence:
            first = first.previous
        if first.previous is None or not after_quotation(scene, first.previous) or word.i - first.i > 4:
            continue
        last = word
        following = words[word.i + 1] if word.i + 1 < len(words) else None
        if following is not None and "VerbForm=Part" in following.features:
            last = following
        source: Source | None = Source(word, TextSpan(word.end - len(bare), word.end))
        read = next((w for w in words[word.i + 1 : word.i + 4] if w.lemma in ("lire", "entendre")), None)
        if bare == "on" and word.previous.lemma == "pouvoir" and read is not None:
            source, last = None, read  # « peut-on y lire »: the reader says nothing
        draft = _incise_of_any_verb(scene, word.previous, first.i, last.i, source, last.i)
        if draft is not None:
            yield draft
    yield from _named_inverted_incise(scene)


def _named_inverted_incise(scene: Scene) -> Iterator[Draft]:
    """« Ils ont résisté », savoure la patronne: any verb behind a quotation, and someone behind the verb."""
    for q in scene.quotations:
        comma = scene.passage.word_at(q.outer.end) or scene.passage.word_at(q.outer.end + 1)
        if comma is None or comma.text != "," or len(q.inner.slice(scene.text).split()) < 3 or comma.next is None:
            continue
        if not scene.is_sentence(q) and in_a_relative(scene, q):
            continue  # « Rabat, qui juge le texte « nul et non avenu », a convoqué l'ambassadeur »
        verb = comma.next
        while verb.lower in ("s'", "se", "en", "y", "n'", "ne") and verb.next is not None:
            verb = verb.next
        if verb.pos == "AUX" and verb.next is not None:
            verb = verb.next
        if verb.next is not None and verb.next.lower in ("de", "à") and verb.next.next is not None:
            goal = verb.next.next  # « tente de rassurer le ministre »
            verb = goal if "VerbForm=Inf" in goal.features else verb
        tensed = verb.pos == "VERB" or (verb.pos in ("NOUN", "ADJ") and verb.child("det", "case") is None)
        if not tensed or verb.next is None or verb.lower.endswith(("ant", "ing")) or verb.text[0].isupper():
            continue
        subject = verb.child("subj", "subj:pass")
        aside = scene.text[: q.outer.start].rstrip().endswith(",") and not scene.is_sentence(q)
        if aside and subject is not None and subject.start < q.outer.start:
            continue  # « Lima et Quito, « frères de fer », ont inauguré un pont »
        right = phrase_to_the_right(scene.passage, verb.i + 1)
        if verb.next.lower.startswith("-") or right is None or right.i - verb.i > 8:
            continue  # « peut-on lire »: inverted_incise
        if not (may_say(scene, right) or right.child("det") is not None):
            continue
        source = source_of_phrase(right)
        last = max(w.i for w in scene.passage.words_in(source.span))
        draft = _incise_of_any_verb(scene, verb, comma.i + 1, verb.i, source, last)
        if draft is not None:
            yield draft


def _incise_of_any_verb(
    scene: Scene, verb: Word, first: int, last: int, source: Source | None, end: int
) -> Draft | None:
    words = scene.passage.words
    entry = CueEntry("(incise)", "V", frozenset({"quote"}), Stance.SAY, (), False, "inverted_incise")
    cue = Cue(entry, verb, first, last, TextSpan(words[first].start, words[last].end))
    if any(c.first <= first <= c.last or c.first <= last <= c.last for c in scene.cues):
        return None
    aside = aside_of(scene, cue, words[first].start, end)
    spans = around(scene, cue, aside)
    return Draft(cue, source, tuple(spans), "inverted_incise", aside) if spans else None
