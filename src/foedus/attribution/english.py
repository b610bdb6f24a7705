"""What stands behind an English cue: where its content begins, by frame, and how far it reaches.

Lima called on La Paz to reopen the road by May, officials said.
     [ cue ]   [             content         ]
"""

from collections.abc import Callable, Sequence

from foedus.attribution.contents import clause_spans, trimmed
from foedus.attribution.cues import Cue, Stance
from foedus.attribution.scene import Scene
from foedus.attribution.sources import TIMES
from foedus.language.syntax import Word, is_passive, noun_phrase, span_of, subtree
from foedus.model import TextSpan
from foedus.tables import word_classes

_QUESTIONS = {"who", "what", "why", "how", "when", "where", "which", "whether", "if", "that"}
_GOES_ON = {"because", "if", "unless", "until", "so", "once", "should", "since"}
_TARGETS = frozenset({Stance.ACCUSE, Stance.PRAISE, Stance.REJECT, Stance.DENY})


def reach(scene: Scene, cue: Cue, first: int, *, bare: bool = False) -> list[TextSpan]:
    """Return the stretch from a place to the end of what hangs on the cue's verb, its circumstances left out."""
    words = scene.passage.words
    below = {w.i for w in subtree(cue.head, without=("parataxis",))}
    for child in cue.head.children:
        if child.i > first and (_goes_on_itself(child) or _set_apart(child)):
            below -= {w.i for w in subtree(child)}
    last = first
    while last + 1 < len(words) and words[last + 1].sentence == words[first].sentence and last + 1 in below:
        last += 1
    while last > first and words[last].text in (",", ".", ";", ":"):
        last -= 1
    for word in reversed([c for c in cue.head.children if first < c.i <= last]):
        own = subtree(word) if _is_circumstance(word) or (bare and _around_deed(word)) else []
        if own and own[-1].i == last and own[0].i > first + 1:
            last = own[0].i - 1
    span = trimmed(scene.text, words[first].start, words[last].end)
    span = _before_contrast(scene, span) if span is not None else None
    return [span] if span is not None else []


def _goes_on_itself(child: Word) -> bool:
    """Return whether a joined verb, or the "and" before one, is no part of what is said: a joined noun is."""
    if child.dep == "cc":
        joined = child.head.children_by("conj") if child.head is not None else []
        return not joined or any(c.i > child.i and not _is_nominal(c) for c in joined)
    return child.dep == "conj" and not _is_nominal(child)


def _is_nominal(word: Word) -> bool:
    """Return whether a joined word is a noun that no clause is built on."""
    clausal = word.children_by("subj", "subj:pass", "obj", "cop")
    return word.pos in ("NOUN", "PROPN", "NUM", "PRON") and not clausal


def _set_apart(child: Word) -> bool:
    """Return whether an adverbial clause is set off by a comma, and so no part of what is said."""
    if child.dep != "advcl":
        return False
    opening = subtree(child)[0]
    return opening.previous is not None and opening.previous.text == "," and opening.lower not in _GOES_ON


def _around_deed(child: Word) -> bool:
    """Return whether a complement says how or on what occasion a thing was said: "through a lawyer", "on Twitter"."""
    if child.dep == "obl":
        of = any(w.lower == "of" for w in subtree(child))  # "the end in May of the talks"
        return child.preposition().split(" ")[0] in _MANNER and not of
    return child.dep == "advcl" and subtree(child)[0].lower in _WHILE


_MANNER = frozenset({"during", "through", "via", "throughout", ""})
_WHILE = frozenset({"while", "before", "after", "when"})


def _is_circumstance(child: Word) -> bool:
    """Return whether a complement says when or on what occasion: "on Monday", "in an interview"."""
    if child.dep in ("obl", "nmod"):
        placed = child.preposition() in ("in", "at", "during", "on", "")
        return placed and (child.lower in TIMES or child.lemma in word_classes("en")["occasion"])
    return child.dep == "advmod" and child.lower in ("yesterday", "today", "tonight", "later", "earlier", "recently")


def _begins(word: Word, after: int) -> int:
    """Return the place where a phrase begins behind a cue, its preposition left out."""
    inside = [w for w in subtree(word) if w.i > after and w.dep not in ("case", "mark", "punct")]
    return inside[0].i if inside else word.i


def may_speak(word: Word, scene: Scene) -> bool:
    """Return whether an English noun that names nobody known can be a source: "critics", "a poll", but no deed."""
    if scene.passage.language != "en" or word.pos != "NOUN":
        return False
    things = word_classes("en")
    return not any(word.lemma in things[name] for name in _THINGS)


_THINGS = ("agreement", "arms", "border", "deed", "dispute", "exercise", "goods")


def _clause(scene: Scene, cue: Cue) -> list[TextSpan]:
    """said that the port was open; asked whether it would hold"""
    clause = next((c for c in _complements(scene, cue) if c.i > cue.last and _has_subject(c)), None)
    if clause is None:
        return []
    spans = _whole(scene, clause_spans(clause, scene.text, after=_before_that(clause, cue.last)), cue)
    spans = [s for span in spans if (s := _before_contrast(scene, span)) is not None]
    tail = [c for c in cue.head.children_by("advcl") if c.i > clause.i and not _set_apart(c)]
    if spans and tail and scene.quotation_at(subtree(tail[0])[0].start) is None:
        joined = trimmed(scene.text, spans[0].start, subtree(tail[-1])[-1].end)
        return [joined] if joined else spans
    return spans


def surface_clause(scene: Scene, cue: Cue) -> list[TextSpan]:
    """said seeing so many officers was a relief: the parser lost the clause, which stands right behind the cue"""
    words = scene.passage.words
    after = words[cue.last + 1] if cue.last + 1 < len(words) else None
    plain = cue.entry.pos == "V" and not cue.entry.tail and cue.entry.stance in (Stance.SAY, Stance.THINK)
    if after is None or not plain or "que" not in cue.entry.frames or after.sentence != cue.head.sentence:
        return []
    if after.pos not in ("DET", "NOUN", "PROPN", "PRON", "NUM", "ADJ", "VERB", "SYM") and after.lower not in _QUESTIONS:
        return []
    if cue.head.child("subj") is None or is_passive(cue.head) or "VerbForm=Fin" not in cue.head.features:
        return []
    rest = [w for w in scene.sentence_of(cue.head) if w.i > cue.last]
    end = next((w.i for w in rest if w.text in (";", ":") or scene.quotation_at(w.start) is not None), rest[-1].i + 1)
    rest = [w for w in rest if w.i < end]
    verb = next((w for w in rest[1:] if "VerbForm=Fin" in w.features or w.pos == "AUX"), None)
    if verb is None or verb.i - cue.last > 14 or any(w.text == "," for w in rest if w.i < verb.i):
        return []
    if any(c.head is verb or c.first <= verb.i <= c.last for c in scene.cues) or len(rest) < 4:
        return []
    span = trimmed(scene.text, rest[0].start, rest[-1].end)
    clean = _before_contrast(scene, span) if span is not None else None
    return [clean] if clean is not None else []


def _far_subject(scene: Scene, cue: Cue) -> list[TextSpan]:
    """a vote that he said was a mistake; a move Rome said could end the talks: what is said of what stands before"""
    words = scene.passage.words
    verb = words[cue.last + 1] if cue.last + 1 < len(words) else None
    says = cue.entry.pos == "V" and not cue.entry.tail and cue.entry.stance in (Stance.SAY, Stance.THINK)
    if verb is None or not says or verb.sentence != cue.head.sentence or is_passive(cue.head):
        return []
    if not (verb.pos == "AUX" or "VerbForm=Fin" in verb.features) or verb.child("subj") not in (
        None,
        *words[: cue.first],
    ):
        return []
    lead = [w for w in words[max(0, cue.first - 8) : cue.first] if w.sentence == verb.sentence]
    pronoun = next((w for w in reversed(lead) if w.lower in _RELATIVES or w.text in (",", ";", ":")), None)
    hung = pronoun is not None and pronoun.lower in _RELATIVES
    if not hung and verb.lower not in _MODALS:
        return []
    rest = [w for w in scene.sentence_of(verb) if w.i >= verb.i]
    end = next((w.i for w in rest if w.text in (",", ";", ":") and scene.quotation_at(w.start) is None), rest[-1].i + 1)
    span = trimmed(scene.text, verb.start, words[end - 1].end)
    return [span] if span is not None and end - verb.i > 1 else []


_RELATIVES = frozenset({"which", "that", "who", "whom", "where"})
_MODALS = frozenset({"could", "would", "will", "may", "might", "should", "must", "can"})


def _before_that(clause: Word, last: int) -> int:
    """alleged a day earlier that crates were found: what stands between the cue and "that" says when"""
    that = next((c for c in clause.children_by("mark") if c.lower == "that" and c.i > last + 1), None)
    if that is None:
        return last
    between = [w for w in subtree(clause) if last < w.i < that.i]
    return last if any(w.pos in ("VERB", "AUX", "PUNCT") for w in between) else that.i - 1


def _before_contrast(scene: Scene, span: TextSpan) -> TextSpan | None:
    """said the port was open, | while the mayor of Pula said it was not; even as the fleet left"""
    for word in scene.words_of(span):
        after = word.next
        closed = scene.quotation_at(word.start) if word.text == "," else None
        if closed is not None and closed.inner.end == word.end and span.start < word.start:
            behind = scene.passage.word_at(closed.outer.end + 1)
            if behind is not None and behind.pos == "VERB" and behind.lower.endswith("ing"):
                return TextSpan(span.start, closed.outer.end)  # said it "is late," | citing a note
        if (
            word.text != ","
            or after is None
            or scene.quotation_at(word.start) is not None
            or word.start - span.start < 10
        ):
            continue
        even = after.lower == "even" and after.next is not None and after.next.lower in ("as", "though")
        noun = after.next if after.lower in ("a", "an") else None
        named = (
            noun is not None and noun.pos == "NOUN" and noun.lemma in scene.lexicon.nouns
        )  # ", a charge repeated by"
        if even or named or (after.lower in ("while", "whereas") and after.next is not None):
            return trimmed(scene.text, span.start, word.start)
    return span


def _complements(scene: Scene, cue: Cue) -> list[Word]:
    """Return the clauses below a cue: of "made it clear that" below "clear", of "asked if" an adverbial one."""
    tail = scene.passage.words[cue.head.i + 1 : cue.last + 1]
    found = cue.head.children_by("ccomp")
    found += [c for word in tail for c in word.children_by("ccomp", "advcl", "acl") if c.child("mark") is not None]
    for clause in cue.head.children_by("advcl"):
        first = subtree(clause)[0]
        if first.i == cue.last + 1 and first.lower in ("if", "whether", "that"):
            found.append(clause)
    return found


def _whole(scene: Scene, spans: list[TextSpan], cue: Cue) -> list[TextSpan]:
    """hope the system built in Oslo | can help: where the parser broke a clause off before its verb, take it on"""
    words = scene.passage.words_in(spans[-1]) if spans else []
    after = words[-1].next if words else None
    if after is None or after.sentence != cue.head.sentence:
        return spans
    verb = after.next if after.text == "," and after.next is not None else after
    finite = verb.pos == "AUX" or (verb.pos == "VERB" and "VerbForm=Fin" in verb.features)
    stands_alone = verb.pos == "AUX" and verb.next is not None and verb.next.pos == "PRON"
    if (
        not finite
        or stands_alone
        or verb in cue.head.ancestors()
        or any(c.first <= verb.i <= c.last for c in scene.cues)
    ):
        return spans
    rest = scene.sentence_of(verb)
    whole = trimmed(scene.text, spans[0].start, rest[-1].end)
    return [whole] if whole else spans


def _has_subject(clause: Word) -> bool:
    if clause.child("subj", "subj:pass", "expl") is not None:
        return True
    mark = subtree(clause)[0]
    return mark.lower in _QUESTIONS


def _infinitive(scene: Scene, cue: Cue) -> list[TextSpan]:
    """promised to deliver the ships; denied backing the rebels"""
    for clause in cue.head.children_by("xcomp", "advcl", "ccomp"):
        opens = [w for w in subtree(clause) if w.i > cue.last]
        gerund = clause.lower.endswith("ing") and opens[:1] == [clause]
        verbal = clause.pos in ("VERB", "AUX") or clause.child("cop") is not None  # "claimed to be undecided"
        if clause.i > cue.last and verbal and (has_to(clause) or gerund):
            start = next(w.i for w in opens if w.pos != "PUNCT")
            return reach(scene, cue, start + (scene.passage.words[start].lower == "to"))
    return []


def _passive_infinitive(scene: Scene, cue: Cue) -> list[TextSpan]:
    """is said to fear a coup; was believed to be dead"""
    return _infinitive(scene, cue) if is_passive(cue.head) else []


def has_to(word: Word) -> bool:
    """Return whether a verb is an infinitive with "to"."""
    return any(c.lower == "to" and c.i < word.i for c in word.children)


def _target_and_infinitive(scene: Scene, cue: Cue) -> list[TextSpan]:
    """urged Ankara to withdraw; accused Rome of violating its waters: the target stands in the content"""
    target = next((c for c in cue.head.children_by("obj", "iobj", "obl") if c.i > cue.last), None)
    for clause in _clauses_below(cue.head, target):
        gerund = clause.lower.endswith("ing") and clause.preposition() in ("of", "for", "from", "against")
        if clause.i > cue.last and clause.pos in ("VERB", "AUX") and (has_to(clause) or gerund):
            begin = target if target is not None and target.i < clause.i else clause
            start = _begins(begin, cue.last) if begin is target else subtree(clause)[0].i
            return reach(scene, cue, start + (scene.passage.words[start].lower in ("to", "of")))
    return []


def _clauses_below(head: Word, target: Word | None) -> list[Word]:
    found = head.children_by("xcomp", "advcl", "ccomp")
    return found + (target.children_by("acl", "xcomp", "relcl") if target is not None else [])


def _named_as(scene: Scene, cue: Cue) -> list[TextSpan]:
    """called the plan "madness"; described the deal as historic; what he calls a crisis"""
    right = [c for c in cue.head.children if c.i > cue.last]
    thing = next((c for c in right if c.dep in ("obj", "ccomp", "iobj")), None)
    named = next((c for c in right if c is not thing and (c.dep == "xcomp" or c.preposition().startswith("as"))), None)
    if named is None and thing is not None:
        named = next((c for c in thing.children if c.i > thing.i and c.preposition().startswith("as")), None)
        small_clause = thing.dep == "ccomp" and thing.child("subj", "subj:pass") is not None
        named = named or (thing if small_clause or _left_object(cue) else None)
    if named is None:
        return _called_in_marks(scene, cue)
    begin = thing if thing is not None and thing.i < named.i else named
    return reach(scene, cue, _begins(begin, cue.last))


def _called_in_marks(scene: Scene, cue: Cue) -> list[TextSpan]:
    """called her handling of the files "careless": the parser lost what is quoted, but it ends what is said"""
    q = next((q for q in scene.quotations if q.outer.start >= cue.span.end), None)
    words = scene.passage.words
    if q is None or cue.last + 1 >= len(words) or q.outer.start - cue.span.end > 120:
        return []
    between = words[cue.last + 1 : scene.first_word_from(q.outer.start)]
    stopped = any(w.text in (",", ";", ":", ".") or w.pos in ("VERB", "AUX") for w in between)
    if stopped or not between or words[cue.last + 1].sentence != cue.head.sentence:
        return []
    return [TextSpan(words[cue.last + 1].start, q.outer.end)]


def _left_object(cue: Cue) -> bool:
    """Return whether what is named stands before the cue: "what he called", "which he called", "was called"."""
    if is_passive(cue.head):
        return True
    return any(c.dep == "obj" and c.i < cue.first for c in cue.head.children)


def _behind_preposition(scene: Scene, cue: Cue) -> list[TextSpan]:
    """warned of a new attack; called for the withdrawal of the troops"""
    tail = scene.passage.words[cue.head.i + 1 : cue.last + 1]
    below = [c for word in tail for c in word.children_by("nmod", "obl", "acl", "advcl")]
    obj = next((c for c in cue.head.children_by("obj") if c.i > cue.last), None)
    charge = obj.children_by("nmod", "acl") if obj is not None else []
    for child in (*cue.head.children_by("obl", "obj", "nmod", "advcl", "xcomp"), *below, *charge):
        case = child.preposition().split(" ")[0]
        if child.i > cue.last and case in cue.entry.prepositions and child.pos != "PUNCT":
            return reach(scene, cue, _begins(child, cue.last))
    return []


def _noun_content(scene: Scene, cue: Cue) -> list[TextSpan]:
    """condemned the attack on the port; demanded the withdrawal of the troops"""
    obj = next((c for c in cue.head.children_by("obj") if c.i > cue.last), None) or _behind_its_particle(scene, cue)
    if obj is None and cue.head.child("agent") is not None:
        return _told_of(scene, cue)
    if obj is None or (obj.pos == "PRON" and obj.child("acl", "relcl", "nmod") is None):
        return []
    if not _worth_saying(scene, cue, obj):
        return []
    return reach(scene, cue, _begins(obj, cue.last), bare=True)


def _behind_its_particle(scene: Scene, cue: Cue) -> Word | None:
    """pointed to the delay at the border: what hangs on the last word of the cue"""
    last = scene.passage.words[cue.last]
    if not cue.entry.tail or last.pos != "ADP":
        return None
    return next((c for c in cue.head.children_by("obl") if c.i > cue.last and last in c.children), None)


def _told_of(scene: Scene, cue: Cue) -> list[TextSpan]:
    """Her death was confirmed by the embassy; a plan condemned by Beijing: who says it stands behind "by"."""
    thing = cue.head.child("subj:pass") if is_passive(cue.head) else cue.head.head if cue.head.dep == "acl" else None
    if thing is None or thing.pos not in ("NOUN", "PROPN") or thing.i > cue.first or scene.speaks(thing):
        return []
    words = [w for w in subtree(thing, without=("relcl", "acl", "appos")) if w.i < cue.first]
    span = span_of(words)
    return [span] if span is not None and len(words) > 1 else []


def _worth_saying(scene: Scene, cue: Cue, obj: Word) -> bool:
    """A bare person or state is whom one speaks of, not what one says; but one may attack or praise them."""
    if cue.entry.stance in _TARGETS:
        return True
    if scene.speaks(obj) and (obj.pos == "PROPN" or obj.child("nmod", "acl", "relcl") is None):
        return False
    return obj.pos != "PROPN" or len(noun_phrase(obj)) > 2


def _quoted(scene: Scene, cue: Cue) -> list[TextSpan]:
    """said "the port is open": the quotation right behind the cue"""
    place = next((i for i, q in enumerate(scene.quotations) if -1 <= q.outer.start - cue.span.end <= 3), None)
    if place is None or "." in scene.text[cue.span.end : scene.quotations[place].outer.start]:
        return []
    q, *later = scene.quotations[place:]
    end = q.outer.end
    for other in later:  # "stop it" and "no peace"
        if scene.text[end : other.outer.start].strip() not in ("and", "or", ", and", "and,"):
            break
        end = other.outer.end
    return [TextSpan(q.outer.start, end)]


FRAMES: Sequence[tuple[str, Callable[[Scene, Cue], list[TextSpan]]]] = (
    ("que", _clause),
    ("que", _far_subject),
    ("N+inf", _target_and_infinitive),
    ("inf", _infinitive),
    ("pass+inf", _passive_infinitive),
    ("comme", _named_as),
    ("N:", _behind_preposition),
    ("N", _noun_content),
    ("N:", _quoted),
    ("que", _quoted),
    ("N", _quoted),
    ("quote", _quoted),
)
