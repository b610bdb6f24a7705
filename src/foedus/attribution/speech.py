"""Direct speech told around its quotation: "...," the envoy said, "..."; « ... », a dit l'émissaire.

"The port is open," the envoy said on Monday, "and stays so." "It always was."
[       piece    ]  [ source ][cue]           [   piece    ]  [free: goes on]
                    [         aside        ]
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from foedus.attribution.clauses import plain_source
from foedus.attribution.cues import Cue, CueEntry, Stance
from foedus.attribution.quotes import Quotation
from foedus.attribution.scene import Draft, Scene
from foedus.attribution.sources import Source, clitic_subject, phrase_to_the_right, source_of_phrase
from foedus.language.syntax import Word
from foedus.model import TextSpan
from foedus.tables import word_classes

_REACH = 40  # words behind a quotation in which its verb is looked for; ours
_STOPS = frozenset(".;!?:")
_MARKS = frozenset(("«", "“", '"', "''", "``", "‘", "»", "”"))
_JOINTS = frozenset((",", "–", "—", "-", "--", ":", "…", "..."))
_SHORT = 3  # words before a piece of a sentence that belong to it without a verb: "But “...,” he added"
_PERSONS = ("he", "she", "they", "we", "i")
_HUNG = ("relcl", "acl", "amod", "compound")
_ANY_VERB = CueEntry("(speech)", "V", frozenset({"quote"}), Stance.SAY, (), False, "quoted_speech")


def quoted_speech(scene: Scene) -> Iterator[Draft]:
    """ "The port is open," the envoy said on Monday, "and stays so.\""""
    taken = -1
    for place, q in enumerate(scene.quotations):
        if place <= taken:
            continue
        told = _told_behind(scene, place) if scene.passage.language == "en" and _leads_on(scene, q) else None
        if told is None:
            announced = _told_before(scene, q)
            if announced is not None:
                yield Draft(*announced, (q.outer,), "quoted_speech")
            continue
        cue, source, aside, following = told
        first = _with_lead(scene, q, cue)
        if first is None:
            continue
        spans = [first]
        if following is not None:
            spans.append(scene.quotations[following].outer)
            taken = following
        yield Draft(cue, source, tuple(spans), "quoted_speech", aside)


def _with_lead(scene: Scene, q: Quotation, cue: Cue) -> TextSpan | None:
    """It was a “two-pirate ticket,” he said: the clause before a piece of a sentence is said too.

    None where the piece is no part of what is said: On “The Morning Hour,” he said that the bridge was shut.
    """
    lead = _lead(scene, scene.first_word_from(q.outer.start) - 1)
    sentence = scene.passage.word_at(q.outer.start)
    lead = [w for w in lead if sentence is not None and w.sentence == sentence.sentence and w.text not in _STOPS]
    if scene.is_sentence(q) or not lead:
        return q.outer
    goes_on = any(c.i > cue.last for c in cue.head.children_by("ccomp", "obj", "xcomp", "advcl"))
    verb = any(w.pos in ("VERB", "AUX") for w in lead)
    if goes_on or (not verb and lead[-1].pos in ("ADP", "SCONJ")):
        return None
    return TextSpan(lead[-1].start, q.outer.end) if verb or len(lead) <= _SHORT else q.outer


def _leads_on(scene: Scene, q: Quotation) -> bool:
    """A quotation that its sentence goes on from ends in a comma, a question or a dash, or a comma stands behind it."""
    last = scene.text[q.inner.start : q.inner.end].rstrip("’'”\"»)")[-1:]
    return last in ",?!…-–—" or scene.text[q.outer.end : q.outer.end + 1] == ","


def _told_behind(scene: Scene, place: int) -> tuple[Cue, Source, TextSpan, int | None] | None:
    """Return cue and source behind a quotation, their aside, and the place of the quotation that goes on after it."""
    tail, following = _tail(scene, place)
    if not tail:
        return None
    q = scene.quotations[place]
    found = _inverted(scene, q, tail) or _plain(scene, q, tail) or _misread(scene, q, tail)
    if found is None:
        return None
    cue, source = found
    last = max(cue.last, *(w.i for w in scene.passage.words_in(source.span)))
    if following is not None and _another_tells(scene, last, tail[-1].i):
        following = None
    end = tail[-1].i if following is not None else _aside_end(tail, last)
    words = scene.passage.words
    return cue, source, TextSpan(min(tail[0].start, source.span.start), words[end].end), following


def _another_tells(scene: Scene, last: int, end: int) -> bool:
    """ "...," he said, adding, "..."; "...," he said, noting that the port, too, "..."."""
    words = scene.passage.words
    return any(
        last < c.first and (end - c.last < 2 or words[c.last + 1].lower == "that")
        for c in scene.cues_between(last, end)
    )


def _tail(scene: Scene, place: int) -> tuple[list[Word], int | None]:
    """Return the words between a quotation and the end of its sentence, or the quotation that goes on after a comma."""
    words = scene.passage.words
    at = scene.first_word_from(scene.quotations[place].outer.end)
    if at < len(words) and words[at].text == ",":
        at += 1
    tail: list[Word] = []
    following = place + 1
    goes_on: int | None = None
    for word in words[at : at + _REACH]:
        while following < len(scene.quotations) and scene.quotations[following].outer.end <= word.start:
            following += 1
        q = scene.quotations[following] if following < len(scene.quotations) else None
        if q is not None and q.outer.start <= word.start:
            joint = bool(tail) and (tail[-1].text in _JOINTS or _said_last(scene, tail))
            if joint or scene.is_sentence(q) or not tail:
                goes_on = following if joint else None
                break
        elif word.text in _STOPS and word.text != ":":
            break
        tail.append(word)
    while tail and tail[-1].text in _JOINTS:
        tail.pop()
    return tail, goes_on


def _said_last(scene: Scene, tail: list[Word]) -> bool:
    """ "...," he said "...": the comma before the second quotation was left out."""
    return len(tail) < 5 and scene.cue_of(tail[-1]) is not None


def _inverted(scene: Scene, q: Quotation, tail: list[Word]) -> tuple[Cue, Source] | None:
    """ "...," said the envoy; "...," beamed Ann Lee."""
    verb = next((w for w in tail if w.pos != "ADV"), None)
    if verb is None or verb.pos != "VERB" or verb.lower.endswith("ing"):
        return None
    right = phrase_to_the_right(scene.passage, verb.i + 1) or _noun_behind(verb)
    if right is None or right.i > tail[-1].i or right.i - verb.i > 12:
        return None
    other = right.head if right.dep == "subj" and right.head is not verb else None
    if other is not None and other.i > right.i and not scene.is_sentence(q):
        return None  # "citing "the magic of it," said the candidate could"
    known = scene.cue_of(verb)
    object_ = right.dep == "obj" and right.head is verb and not scene.speaks(right)
    if known is None and (object_ or not scene.is_sentence(q) or not (scene.speaks(right) or right.child("det"))):
        return None
    if known is not None and object_ and not known.entry.frames & {"quote"}:
        return None
    return known or _cue(verb), source_of_phrase(right)


def _plain(scene: Scene, q: Quotation, tail: list[Word]) -> tuple[Cue, Source] | None:
    """ "...," the envoy said; "...," Ann Lee, a student of 19, told us."""
    if tail[0].lower == "as" and len(tail) > 1:
        tail = tail[1:]  # "...," as Ann Lee said
    if tail[0].pos in ("ADP", "SCONJ", "CCONJ", "AUX") or tail[0].lower in ("who", "which", "that"):
        return None
    for verb in tail[1:]:
        known = scene.cue_of(verb)
        if verb.pos != "VERB" or verb.dep in _HUNG or (verb.dep == "advcl" and known is None):
            continue
        subject = verb.child("subj", "subj:pass")
        if subject is None or not tail[0].i <= subject.i < verb.i:
            subject = next((w for w in tail if w.i < verb.i and w.pos in ("PROPN", "PRON", "NOUN")), None)
            if known is None:
                continue
        if subject is None:
            continue
        source = source_of_phrase(subject)
        if known is None and not _tells(scene, q, tail, source):
            continue
        return known or _cue(verb), source
    return None


def _misread(scene: Scene, q: Quotation, tail: list[Word]) -> tuple[Cue, Source] | None:
    """ "...," the editorial read; "...," Ann Lee barked: the parser took the verb for a part of the name before it."""
    if tail[0].pos not in ("DET", "PROPN", "NOUN") or not scene.is_sentence(q):
        return None
    for verb in tail[1:_NEAR]:
        if verb.pos in ("VERB", "AUX", "SCONJ") and verb.dep not in (*_HUNG, "appos", "conj"):
            return None
        lemma = scene.passage.lemma(verb.lower, "VERB")
        entries = scene.lexicon.verbs.get(lemma, ())
        after = verb.next
        ends = verb is tail[-1] or (after is not None and (after.pos in ("ADP", "ADV", "CCONJ") or after.text == ","))
        tells = any("quote" in e.frames for e in entries) or (verb.pos == "VERB" and verb.lower.endswith("ed"))
        by_whom = verb.child("agent") is not None or verb.lower.endswith("ing")
        if not ends or not tells or by_whom or (verb.lower == lemma and verb.lower != "read"):
            continue
        heads = [w for w in tail if w.i < verb.i and w.pos in ("PROPN", "NOUN", "ADJ") and w.preposition() == ""]
        if heads and verb.previous is not None:
            last = verb.previous.previous if verb.previous.text == "," else verb.previous
            whole = TextSpan(tail[0].start, last.end if last is not None else verb.previous.end)
            return _cue(verb), Source(_head_of(heads), whole)
    return None


def _head_of(nouns: Sequence[Word]) -> Word:
    """Return the last word of the first name or noun: of "Ann Lee, the head of the port" it is "Lee"."""
    last = nouns[0]
    for noun in nouns[1:]:
        if noun.previous is not last:
            break
        last = noun
    return last


_NEAR = 16  # words behind a quotation in which a verb that the parser misread is looked for; ours


def _told_before(scene: Scene, q: Quotation) -> tuple[Cue | None, Source] | None:
    """The envoy told reporters, "..."; Ann Lee leaned in and boomed: "..."."""
    place = scene.first_word_from(q.outer.start) - 1
    if scene.passage.language == "fr" and _has_incise(scene, q):
        return None
    if place < 0 or not scene.is_sentence(q):
        echoes = place > 0 and scene.passage.words[place].text == ":" and scene.passage.language == "fr"
        return _verbless(scene, _lead(scene, place)) if echoes else None
    return announcement(scene, place)


def _has_incise(scene: Scene, q: Quotation) -> bool:
    """« Les heurts se multiplient : « Qu'ils partent », a prévenu Ann Lee »: who speaks stands behind."""
    words = scene.passage.words
    at = scene.first_word_from(q.outer.end)
    behind = words[at + 1 : at + 5] if at < len(words) and words[at].text == "," else []
    verb = next((w for w in behind if w.pos not in ("AUX", "ADV", "PRON")), None)
    return verb is not None and scene.cue_of(verb) is not None


def announcement(scene: Scene, place: int) -> tuple[Cue | None, Source] | None:
    """Return cue and source that announce a quotation behind a word: a comma, a colon or the cue itself.

    The cue is None where a colon stands behind a name and no verb.
    """
    words = scene.passage.words
    mark = words[place].text
    lead = _lead(scene, place)
    verbs = [
        w
        for w in lead
        if (w.pos in ("VERB", "AUX") and w.dep != "amod")
        or scene.cue_of(w)
        or (w.i == place - 1 and scene.may_be_cue(w))
    ]
    for verb in verbs:
        known = scene.cue_of(verb)
        if known is not None and not known.entry.frames & ({"que", "quote"} if mark in ",:" else {"quote"}):
            known = None
        if (mark not in ",:" and verb.i < place) or verb.child("aux:pass") is not None:
            return None
        near = verb is verbs[0] and verb.pos != "AUX" and (mark == ":" or verb.i >= place - 1)
        if known is None and (not near or _tells_above(scene, verb)):
            continue
        cue = known or _cue(verb)
        source = _before(_announcer(scene, cue, place), scene.passage.words[cue.first])
        last_word = mark == ":" and verb.i == place - 1
        if source is None or not (known is not None or last_word or scene.speaks(source.head)):
            break
        return cue, source
    return _verbless(scene, lead) if mark == ":" else None


def _tells_above(scene: Scene, verb: Word) -> bool:
    """As Ann Lee reported after the police had left the port: the verb of a clause below a cue tells nothing."""
    above = verb.head if verb.dep == "advcl" else None
    cue = scene.cue_of(above) if above is not None and above.i < verb.i else None
    return cue is not None and not cue.entry.frames.isdisjoint(("que", "quote"))


def _lead(scene: Scene, place: int) -> list[Word]:
    """Return the words before a place, the nearest first, back to a stop or a quotation."""
    words = scene.passage.words
    lead = []
    for word in reversed(words[max(0, place - _REACH) : place + 1]):
        if word.i < place and (word.text in _STOPS or scene.quotation_at(word.start) is not None):
            break
        lead.append(word)
    return lead


def _verbless(scene: Scene, lead: Sequence[Word]) -> tuple[None, Source] | None:
    """Here's Ann Lee in 1992: "..."; more from the report: "..."."""
    owner = _whose_echo(scene, lead)
    if owner is not None:  # « Verdict de Téhéran : »
        return None, source_of_phrase(owner)
    if any(w.pos == "VERB" for w in lead):
        return None
    named = [w for w in lead if w.pos in ("PROPN", "NOUN") and scene.speaks(w) and w.child("case") is None]
    source = _before(source_of_phrase(named[-1]), lead[0]) if named else None
    return (None, source) if source is not None else None


def _whose_echo(scene: Scene, lead: Sequence[Word]) -> Word | None:
    """« Réaction outrée de l'ambassade : », « Le message du roi tient en une phrase : »: the head of who says it."""
    classes = word_classes(scene.passage.language)
    first = lead[-1].next if lead[-1].pos in ("DET", "ADV") else lead[-1]
    if first is None or first.lemma.lower() not in classes["echo"]:
        return None
    verb = next((w for w in lead if w.pos == "VERB" and w.dep == "root"), None)
    if verb is not None and verb.lemma not in ("tenir", "résumer", "être"):
        return None
    word = first.next
    while word is not None and word.i - first.i < 9 and word.text != ":":
        if (
            word.pos in ("NOUN", "PROPN")
            and word.preposition() in ("de", "d'", "du", "des", "of")
            and scene.speaks(word)
        ):
            return word
        word = word.next
    return None


def _before(source: Source | None, word: Word) -> Source | None:
    """Cut off the end of a source what stands from a word on: « le porte-parole tempère » is tagged one phrase."""
    if source is None or not source.span.start < word.start < source.span.end or word.previous is None:
        return source
    return replace(source, span=TextSpan(source.span.start, word.previous.end))


def _announcer(scene: Scene, cue: Cue, place: int) -> Source | None:
    governor = scene.cue_of(cue.head.head) if cue.head.head is not None else None
    if governor is not None and cue.head.dep == "advcl":  # « résume-t-elle, avant de nuancer : »
        clitic = clitic_subject(scene.passage, governor)
        if clitic is not None:
            return clitic
    source = plain_source(scene, cue)
    if source is not None and source.head.lower == "it":  # "Ann Lee said it was early but added, ..."
        first = scene.sentence_of(cue.head)[0].i
        earlier = next(iter(scene.cues_between(first, cue.first - 1)), None)
        source = (plain_source(scene, earlier) if earlier is not None else None) or source
    if source is not None and scene.quotation_at(source.span.start) is None:
        return source
    return _behind(scene, cue.head, place) or _nearest_speaker(scene, cue)


def _nearest_speaker(scene: Scene, cue: Cue) -> Source | None:
    """The parser lost the subject: take the nearest noun phrase before the cue that hangs on no preposition."""
    words = scene.passage.words
    for word in reversed(words[max(0, cue.first - 25) : cue.first]):
        if word.text in _STOPS or scene.quotation_at(word.start) is not None:
            return None
        if word.pos == "PRON" and word.dep in ("subj", "root") and word.lower not in ("who", "which", "that"):
            return source_of_phrase(word)
        if word.pos in ("NOUN", "PROPN") and word.dep not in ("nmod", "obl", "compound", "amod", "obj", "flat"):
            return source_of_phrase(word)
    return None


def _noun_behind(verb: Word) -> Word | None:
    """said the printed card: the noun behind a participle that the parser took for a verb."""
    word = verb.next
    while word is not None and word.i - verb.i < 6 and word.text not in _STOPS:
        if word.pos in ("NOUN", "PROPN") and not (word.next is not None and word.next.pos in ("NOUN", "PROPN")):
            return word
        word = word.next
    return None


def _behind(scene: Scene, verb: Word, place: int) -> Source | None:
    """Stated Ann Lee: "..."."""
    if scene.passage.language == "en" and verb.lower.endswith("ing"):
        return None  # "telling the crowd": whom it is told to
    right = phrase_to_the_right(scene.passage, verb.i + 1)
    return source_of_phrase(right) if right is not None and right.i <= place and right.i - verb.i < 6 else None


def _tells(scene: Scene, q: Quotation, tail: Sequence[Word], source: Source) -> bool:
    """Whatever the verb, whoever stands right behind a quotation that is a sentence tells it."""
    if source.span.start != tail[0].start:
        return False
    if source.head.lower in _PERSONS:
        return q.inner.slice(scene.text)[0].isupper()
    return scene.is_sentence(q) and source.head.pos != "PRON" and scene.speaks(source.head)


def _cue(verb: Word) -> Cue:
    return Cue(_ANY_VERB, verb, verb.i, verb.i, TextSpan(verb.start, verb.end))


def _aside_end(tail: list[Word], last: int) -> int:
    """Return the place of the last word of an aside: before the next comma or mark."""
    end = last
    for word in tail:
        if word.i > last and (word.text in _JOINTS or word.text in _MARKS):
            break
        end = max(end, word.i)
    return end
