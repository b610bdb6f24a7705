"""Incises: « Le port est ouvert, a affirmé Moscou », "The port is open, said the envoy"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from foedus.attribution.contents import trimmed
from foedus.attribution.cues import Cue, clause_ends
from foedus.attribution.quotes import Quotation
from foedus.attribution.scene import Draft, Scene, after_quotation, starts_sentence
from foedus.attribution.sources import (
    CARRIED,
    Source,
    clitic_subject,
    phrase_to_the_right,
    source_of_phrase,
    subject_of,
)
from foedus.language.syntax import Word, is_passive
from foedus.model import TextSpan

_TAKING_UP = frozenset("lui elle eux elles".split())
_SHORT = 6  # words: what stands before an incise and has fewer has been broken off


def incise(scene: Scene) -> Iterator[Draft]:
    """Le port est ouvert, a affirmé Moscou. The port is open, said the envoy."""
    for cue in scene.cues:
        tells = not cue.entry.frames.isdisjoint(("que", "quote")) or scene.passage.language == "fr"
        if cue.entry.pos != "V" or not tells or _in_english_marks(scene, cue):
            continue
        cue = _with_governor(scene, cue)
        source, aside = _incise_source(scene, cue)
        if aside is None:
            continue
        spans = around(scene, cue, aside)
        if spans and _says_something(scene, cue, spans):
            yield Draft(cue, source, tuple(spans), "incise", aside)


def _says_something(scene: Scene, cue: Cue, spans: Sequence[TextSpan]) -> bool:
    """On Sunday, Lee went on to ask for more: what stands before an English incise is a quotation or has a verb.

    And what stands behind it does not begin with "that": it would be what is said.
    """
    if scene.passage.language != "en":
        return True
    words = scene.passage.words
    after = words[cue.last + 1].lower if cue.last + 1 < len(words) else ""
    if any(q.outer.overlaps(span) for q in scene.quotations for span in spans):
        return True
    return after != "that" and any(scene.names_a_clause(span) for span in spans)


def _with_governor(scene: Scene, cue: Cue) -> Cue:
    """« ... », s'est contenté de répondre le juge: the verb above belongs to the incise."""
    words = scene.passage.words
    sign = words[cue.first - 1] if cue.first > 2 else None
    if scene.passage.language != "fr" or sign is None or sign.lower not in ("de", "d'", "à"):
        return cue
    first = sign.i
    while first > 0 and sign.i - first < 6 and not closes(words[first - 1]):
        first -= 1
    group = words[first : sign.i]
    verbal = bool(group) and all(w.pos in ("VERB", "AUX", "PRON", "ADV") for w in group)
    if not verbal or "VerbForm=Inf" not in cue.head.features or not after_quotation(scene, words[first - 1]):
        return cue
    return replace(cue, first=first, span=TextSpan(words[first].start, cue.span.end))


def _in_english_marks(scene: Scene, cue: Cue) -> bool:
    """English closes a quotation before "he said" and opens it again; French does not."""
    around = scene.quotation_at(cue.span.start) if scene.passage.language == "en" else None
    return around is not None and around.closed


def _incise_source(scene: Scene, cue: Cue) -> tuple[Source | None, TextSpan | None]:
    """Return the source of an incise and the words it takes; (None, None) if the cue is none."""
    words = scene.passage.words
    if words[cue.first].lower == "y":
        return None, None  # « Ankara, qui le reconnaît, y maintient 35 000 soldats »
    before = words[cue.first - 1] if cue.first else None
    inverted = before is not None and (closes(before) or before.text == "(" or _opens_after_quotation(scene, cue.first))
    clitic = clitic_subject(scene.passage, cue)
    if clitic is not None and _declares(scene, cue):
        return None, None
    if clitic is not None and (inverted or (before is not None and before.pos == "PUNCT")):
        return clitic, aside_of(scene, cue, words[cue.first].start, cue.last)
    if (is_passive(cue.head) and scene.passage.language == "fr") or _behind_taken_up_subject(words, cue):
        return None, None  # « Le Kosovo, ..., est reconnu »
    clause = cue.head.child("ccomp")
    if clause is not None and clause.i > cue.last and not _set_off_by_commas(scene, cue, before):
        return None, None
    if inverted and before is not None and not _participle(cue.head):
        own = subject_of(cue.head) if cue.head.child("subj") is not None else None
        aside = scene.quotation_at(cue.span.start) is not None or after_quotation(scene, before)
        q = scene.quotation_at(before.previous.start) if before.previous is not None and before.text == "," else None
        if q is not None and not scene.is_sentence(q) and in_a_relative(scene, q):
            return None, None
        right = phrase_to_the_right(scene.passage, cue.last + 1)
        if own is not None and own.i < cue.first and not aside and not _speaker_ends_clause(scene, cue, right):
            return None, None
        if not aside and not _speaker_ends_clause(scene, cue, right) and _subject_behind_commas(scene, cue):
            return None, None
        if right is not None and right.lemma in cue.entry.unless and _is_ones_own(right):
            return None, None  # « Bamako, fâché, a rappelé son ambassadeur »
        if right is not None and (may_say(scene, right) or _names_a_speaker(scene, cue, right)):
            source = source_of_phrase(right)
            last = max(w.i for w in scene.passage.words_in(source.span))
            return source, aside_of(scene, cue, words[cue.first].start, last)
    return _trailing_source(scene, cue)


def _is_ones_own(noun: Word) -> bool:
    return any(c.lower in ("son", "sa", "ses", "leur", "leurs", "its", "their") for c in noun.children)


def _behind_taken_up_subject(words: Sequence[Word], cue: Cue) -> bool:
    """« L'Algérie, elle, soutient le Front », « Cuba, comme le Chili, soutient Lima »: an aside behind the subject."""
    if cue.first < 4 or words[cue.first - 1].text != ",":
        return False
    opener = next((w for w in reversed(words[max(1, cue.first - 8) : cue.first - 1]) if w.text == ","), None)
    if opener is None or opener.sentence != cue.head.sentence or opener.previous is None:
        return False
    aside = words[opener.i + 1 : cue.first - 1]
    taken_up = len(aside) == 1 and aside[0].lower in _TAKING_UP
    return opener.previous.pos in ("NOUN", "PROPN") and (taken_up or any(w.lower == "comme" for w in aside[:1]))


def _declares(scene: Scene, cue: Cue) -> bool:
    """« Ainsi le juge, prudent, doute-t-il que la trêve tienne »: an inverted verb whose clause stands behind it."""
    words = scene.passage.words
    after = words[cue.last + 1] if cue.last + 1 < len(words) else None
    if after is None or after.lower not in ("que", "qu'"):
        return False
    before = [w for w in scene.sentence_of(cue.head) if w.i < cue.first]
    return bool(before) and not any("VerbForm=Fin" in w.features for w in before)


def _set_off_by_commas(scene: Scene, cue: Cue, before: Word | None) -> bool:
    """« On ignore, précise le ministère, si l'appareil volait »: the clause behind is no content of the verb."""
    right = phrase_to_the_right(scene.passage, cue.last + 1)
    if before is None or before.text != "," or right is None or right.i - cue.last > 8:
        return False
    end = source_of_phrase(right).span.end
    return may_say(scene, right) and scene.text[end : end + 1] == ","


def _subject_behind_commas(scene: Scene, cue: Cue) -> bool:
    """« Abuja, qui en assure la présidence, déplore cette décision »: what stands before is who says it, no clause."""
    if scene.passage.language != "fr":
        return False
    words = scene.passage.words
    sentence = scene.sentence_of(cue.head)
    before = [w for w in sentence if w.i < cue.first]
    if any(w.text in (";", ":") for w in before) or not before:
        return False
    first = next((w for w in before if w.pos in ("NOUN", "PROPN", "PRON") and w.text != ","), None)
    main = [w for w in before if "VerbForm=Fin" in w.features and not _in_aside(w, before)]
    after = next((w for w in words[cue.last + 1 :] if w.text == ","), None)
    resumed = after is not None and any("VerbForm=Fin" in w.features for w in sentence if w.i > after.i)
    return first is not None and not main and not resumed and scene.speaks(first)


def _in_aside(verb: Word, before: Sequence[Word]) -> bool:
    """« , qui en assure la présidence, », « , souligne Oxfam, »: a verb of a clause between commas."""
    comma = max((w.i for w in before if w.text == "," and w.i < verb.i), default=-1)
    relative = any(w.lower in ("qui", "que", "qu'", "dont", "où") and comma < w.i < verb.i for w in before)
    return relative or 0 < comma == verb.i - 1


def _finite(word: Word) -> bool:
    return word.pos in ("VERB", "AUX") and "VerbForm=Fin" in word.features


def _speaker_ends_clause(scene: Scene, cue: Cue, right: Word | None) -> bool:
    """« ..., note l'essayiste Lê Minh Châu. »: someone who can speak right behind the cue, and then a mark."""
    one_of = right is not None and right.lower in ("un", "une") and right.child("nmod") is not None
    if (
        right is None
        or (right.pos == "PRON" and not one_of)
        or not may_say(scene, right)
        or not cue.entry.frames & {"que", "quote"}
    ):
        return False
    end = source_of_phrase(right).span.end
    after = next((w for w in scene.passage.words[right.i :] if w.start >= end), None)
    if after is not None and after.pos == "ADP" and after.lower in ("à", "au", "en", "dans"):  # « à Malé »
        after = next((w for w in scene.passage.words[after.i + 1 : after.i + 6] if w.pos == "PUNCT"), after)
    return after is None or after.text in (",", ".", ";", "–", "—")


_PRESENT_TOO = frozenset({"dit", "redit", "écrit", "décrit", "prédit", "réécrit", "maudit"})


def _participle(verb: Word) -> bool:
    if verb.lower in _PRESENT_TOO and verb.next is not None and verb.next.pos in ("DET", "PROPN", "PRON"):
        return False  # the present, as often as not
    if verb.lower.endswith("it") and verb.lemma.endswith("ir"):
        return False  # « surenchérit », « avertit »
    return ("VerbForm=Part" in verb.features and not verb.children_by("aux", "aux:pass")) or verb.lower.endswith("ing")


def may_say(scene: Scene, head: Word) -> bool:
    """Return whether a noun phrase with this head can be who tells in an incise: a capital is enough there."""
    proper = head.pos in ("NOUN", "X") and head.text[:1].isupper()  # « a averti Météo-France »
    return proper or head.pos in ("PROPN", "PRON") or scene.speaks(head)


def _names_a_speaker(scene: Scene, cue: Cue, right: Word) -> bool:
    """Behind a quotation, or with a plain verb of saying, whatever noun follows the verb is who says it."""
    if "que" not in cue.entry.frames and "quote" not in cue.entry.frames:
        return False
    before = scene.passage.words[cue.first - 1]
    behind = [c for c in cue.head.children_by("obj", "ccomp", "xcomp") if c.i > cue.last]
    complement = (
        (behind[0] if behind else None) if scene.passage.language == "en" else cue.head.child("obj", "ccomp", "xcomp")
    )
    return scene.quotation_at(before.start) is not None or complement in (None, right, right.head)


def _trailing_source(scene: Scene, cue: Cue) -> tuple[Source | None, TextSpan | None]:
    """Read "..., the envoy said on Monday." where the subject follows a comma or a closing mark."""
    subject = cue.head.child("subj")
    if subject is None or subject.i > cue.first or subject.lower in ("who", "which"):
        return None, None
    source = source_of_phrase(subject)
    words = scene.passage.words
    first = min((w.i for w in scene.passage.words_in(source.span)), default=subject.i)
    if first == 0:
        return None, None
    before = words[first - 1]
    marked = before.text in ("”", '"', "''", "»", "’")
    if not marked and (not closes(before) or before.sentence != cue.head.sentence):
        return None, None
    follower = words[cue.last + 1] if cue.last + 1 < len(words) else None
    told = cue.entry.cue in TOLD
    right = [
        c
        for c in cue.head.children
        if c.i > cue.last and c.dep in ("ccomp", "xcomp", "obj") and c.pos != "PROPN" and not (told and c.dep == "obj")
    ]
    if (right and scene.passage.language == "en") or (follower is not None and follower.text == ":"):
        return None, None
    if scene.passage.language == "fr" and not (
        words[first - 1].text == "," and _after_sentence(scene, words[first - 1])
    ):
        return None, None
    return source, aside_of(scene, cue, source.span.start, cue.last)


TOLD = frozenset({"tell", "remind", "assure", "warn", "inform", "advise"})  # whom it is told to is their object


def in_a_relative(scene: Scene, q: Quotation) -> bool:
    """Return whether the words of a sentence before a quotation are someone and a relative clause, no clause."""
    opening = scene.passage.word_at(q.outer.start)
    lead = [w for w in scene.sentence_of(opening) if w.i < opening.i] if opening is not None else []
    finite = [w for w in lead if "VerbForm=Fin" in w.features and w.dep not in ("aux", "aux:pass", "cop")]
    return bool(finite) and all(w.dep == "relcl" for w in finite)


def _after_sentence(scene: Scene, comma: Word) -> bool:
    """Return whether a comma stands behind a quotation that reads as a sentence."""
    q = scene.quotation_at(comma.previous.start) if comma.previous is not None else None
    return after_quotation(scene, comma) and q is not None and scene.is_sentence(q)


def closes(word: Word) -> bool:
    """Return whether an incise can begin behind a word: a comma, a dash, a closing mark."""
    return word.text in (",", "»", "”", '"', "''", "’", "'", "–", "—", "-", "!", "?", "…", "...", ")", "),")


def _opens_after_quotation(scene: Scene, place: int) -> bool:
    """An incise may open a sentence only where the parser cut it from the quotation before it."""
    words = scene.passage.words
    return starts_sentence(words, place) and scene.quotation_at(words[place - 1].start) is not None


def aside_of(scene: Scene, cue: Cue, start: int, last: int) -> TextSpan:
    """Stretch an incise to the next comma, mark or end of sentence."""
    words = scene.passage.words
    place = last
    while place + 1 < len(words):
        after = words[place + 1]
        if after.sentence != words[place].sentence or after.text in (
            ",",
            ";",
            ":",
            ".",
            "«",
            "“",
            '"',
            "''",
            "``",
            "»",
            "—",
            "–",
            "!",
            "?",
        ):
            break
        place += 1
    return TextSpan(start, words[place].end)


def around(scene: Scene, cue: Cue, aside: TextSpan) -> list[TextSpan]:
    """Return what stands around an incise: the quotation or clause before it, and what it interrupts."""
    inside = next((q for q in scene.quotations if q.inner.start < aside.start and aside.end < q.inner.end), None)
    if inside is not None:
        return _pieces_inside(scene, cue, inside, aside)
    before = [
        q
        for q in scene.quotations
        if q.outer.end <= aside.start and scene.text[q.outer.end : aside.start].strip(" \u00a0\u202f,.–—-") == ""
    ]
    spans = []
    if before:
        spans.append(with_clause_before(scene, before[-1]))
    else:
        clause = _clause_before(scene, cue, aside)
        if clause is None:
            return []
        spans.append(clause)
    after = _resumes(scene, aside, spans[0], after_quotation=bool(before))
    return [*spans, after] if after else spans


def _pieces_inside(scene: Scene, cue: Cue, q: Quotation, aside: TextSpan) -> list[TextSpan]:
    first = trimmed(scene.text, q.inner.start, aside.start)
    rest = trimmed(scene.text, aside.end, q.inner.end)
    if rest is not None:
        rest = TextSpan(rest.start, q.inner.end)
    return [s for s in (first, rest) if s]


def with_clause_before(scene: Scene, q: Quotation) -> TextSpan:
    """Londres « continuera », a promis X: the words of the clause before the mark belong to the content."""
    word = scene.passage.word_at(q.outer.start)
    if word is None:
        return q.outer
    lead = [w for w in scene.sentence_of(word) if w.start < q.outer.start]
    other = max((o.outer.end for o in scene.quotations if o.outer.end <= q.outer.start), default=-1)
    lead = [w for w in lead if w.start >= other]
    if (
        not lead
        or lead[-1].text in (".", ":", "!", "?", ";")
        or len(lead) > 12
        or (lead[0].i == 0 and lead[-1].pos == "PUNCT")
    ):
        return q.outer
    if any(c.first <= w.i <= c.last for w in lead for c in scene.cues) or scene.text[q.inner.start].isupper():
        return q.outer
    return TextSpan(lead[0].start, q.outer.end)


def _clause_before(scene: Scene, cue: Cue, aside: TextSpan) -> TextSpan | None:
    sentence = [w for w in scene.sentence_of(cue.head) if w.end <= aside.start]
    if sentence and sentence[-1].text == ",":
        sentence.pop()
    if not sentence or any(c.head is sentence[0] and _participle(c.head) for c in scene.cues):
        return None  # "Asked whether ..., he said"
    start = sentence[0].start
    for word in reversed(sentence):
        if word.text in (";", ":") or (word.text == "," and _other_aside_ends(scene, word, cue)):
            start = word.end
            break
    said = [w for w in sentence if w.start >= start and w.pos != "PUNCT"]
    resumed = re.match(r"\s*,", scene.text[aside.end : aside.end + 3])  # « Taipei, a-t-il dit, ne cède rien »
    if not said or (len(said) < 2 and not resumed):
        return None
    return trimmed(scene.text, start, aside.start)


def _other_aside_ends(scene: Scene, comma: Word, cue: Cue) -> bool:
    return any(c is not cue and c.entry.pos == "V" and c.last < comma.i and comma.i - c.last < 3 for c in scene.cues)


def _joins_another_clause(scene: Scene, joint: Word) -> bool:
    """ "Take it, they said, and you risk a fine": a clause with a subject that is no further speaker's."""
    after = joint.next
    if (
        scene.passage.language != "en"
        or after is None
        or any(c.head.i > joint.i for c in scene.cues_between(joint.i, joint.i + 12))
    ):
        return False
    return (
        after.pos == "PRON"
        and after.lower in ("you", "it", "there", "that", "this", "they", "we")
        and after.dep == "subj"
    )


def _told_again(scene: Scene, q: Quotation) -> bool:
    """Return whether a cue stands right behind a quotation and tells of it."""
    return any(0 <= c.span.start - q.outer.end <= 3 for c in scene.cues)


def _resumes(scene: Scene, aside: TextSpan, said: TextSpan, *, after_quotation: bool) -> TextSpan | None:
    """Return what an incise interrupted and the sentence takes up again behind a comma.

    Args:
        said: what stands before the incise.
        after_quotation: a quotation stands before it, and only another one can carry it on.
    """
    tail = re.match(r"\s*[,–—]\s*", scene.text[aside.end : scene.passage.span.end])
    if not tail:
        return None
    start = aside.end + tail.end()
    q = next((q for q in scene.quotations if q.outer.start == start), None)
    if q is not None:
        return q.outer
    word = scene.passage.word_at(start)
    q = next((q for q in scene.quotations if word is not None and 0 <= q.outer.start - word.end <= 1), None)
    if q is not None and word is not None and word.lower in ("mais", "but") and not _told_again(scene, q):
        return TextSpan(word.start, q.outer.end)
    if after_quotation or word is None or word.lower.endswith(("ant", "ing")):
        return None
    if word.pos == "CCONJ" and not _joins_another_clause(scene, word):
        return None
    broken_off = len(scene.passage.words_in(said)) < _SHORT
    verbless = scene.passage.language == "fr" and not any(map(_finite, scene.passage.words_in(said)))
    goes_on = any(c.first <= word.i <= c.last for c in scene.cues) and not (
        verbless or (broken_off and word.pos == "AUX")
    )
    if goes_on or word.lower in ("qui", "dont", "who", "which"):
        return None
    if word.lower in CARRIED:
        return None  # « ..., a dit X, interviewé par RFI »
    if not broken_off and (word.lower in clause_ends(scene.passage.language) or "VerbForm=Part" in word.features):
        return None
    rest = scene.sentence_of(word)
    return trimmed(scene.text, start, rest[-1].end)
