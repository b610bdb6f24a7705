"""Reported clauses: « Kiev affirme que le pont est détruit », « Kigali dément soutenir les rebelles »."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from foedus.attribution import english
from foedus.attribution.contents import clause_spans, trimmed, without_marker
from foedus.attribution.cues import Cue, Stance
from foedus.attribution.scene import Draft, Scene
from foedus.attribution.sources import Source, clitic_subject, is_past_participle, source_of_phrase, subject_of
from foedus.attribution.surface import surface_infinitive, surface_object, surface_predicate
from foedus.language.syntax import Word, is_passive, noun_phrase, span_of, subtree
from foedus.model import TextSpan

_PRONOUNS = {"il", "elle", "ils", "elles", "on", "je", "j'", "nous", "he", "she", "they", "we", "i"}

_THINGS = {"it", "that", "this", "which", "there"}  # no subject of thinking


def after_colon(scene: Scene) -> Iterator[Draft]:
    """Le ministre a prévenu : « Nous ne céderons pas. »"""
    for cue in scene.cues:
        words = scene.passage.words
        colon = next(
            (w for w in words[cue.last + 1 : cue.last + 25] if w.text in (":", ".") or w.sentence > cue.head.sentence),
            None,
        )
        if colon is None or colon.text != ":" or any(cue.last < c.first < colon.i for c in scene.cues):
            continue
        source = plain_source(scene, cue)
        q = next((q for q in scene.quotations if 0 <= q.outer.start - colon.end <= 2), None)
        if q is not None and scene.is_sentence(q):
            continue  # quoted_speech
        if q is not None and not _told_by_an_incise(scene, q.outer.end):
            yield Draft(cue, source, (q.outer,), "after_colon")
        elif q is not None:
            continue
        elif source is not None and not any(
            q.outer.contains(TextSpan(colon.start, colon.end)) for q in scene.quotations
        ):
            rest = [w for w in scene.sentence_of(colon) if w.i > colon.i]
            span = trimmed(scene.text, colon.end, rest[-1].end) if rest else None
            between = [w for w in words[cue.last + 1 : colon.i] if w.pos in ("NOUN", "VERB", "PROPN")]
            told = cue.head.child("ccomp", "xcomp") or (cue.head.child("obj") if not _addressee(cue) else None)
            taken = told is not None and cue.last < told.i < colon.i
            if span and len(between) < 3 and "que" in cue.entry.frames and not taken:
                yield Draft(cue, source, (span,), "after_colon")


def _addressee(cue: Cue) -> bool:
    """« a averti ses voisins : »: the object of some verbs is whom it is told to."""
    return cue.head.lemma in ("avertir", "prévenir", "informer", "rassurer", "aviser", "warn", "tell", "remind", "assure")


def _told_by_an_incise(scene: Scene, end: int) -> bool:
    """« ... : « une honte », dira X »: the quotation is that of the verb behind it."""
    comma = scene.passage.word_at(end)
    after = comma.next if comma is not None and comma.text == "," else None
    return after is not None and any(c.first == after.i for c in scene.cues)


def plain_source(scene: Scene, cue: Cue) -> Source | None:
    """Return the source of a cue that is no incise."""
    clitic = clitic_subject(scene.passage, cue)
    if clitic is not None:
        return clitic
    head = cue.head.child("subj", "subj:pass") if cue.entry.pos == "A" else None
    head = head or subject_of(cue.head)
    before = scene.passage.words[cue.first - 1] if cue.first else None
    pronoun = before is not None and before.lower in _PRONOUNS and before.sentence == cue.head.sentence
    pronoun = pronoun and (before is None or before.pos != "ADP")  # "went on to say"
    other = head is not None and head.pos != "PRON" and head.start >= scene.turn_end  # « Le Kremlin nous a promis »
    if before is not None and pronoun and not is_passive(cue.head) and not (other and before.lower == "nous"):
        return Source(before, TextSpan(before.start, before.end))
    if head is not None and head.pos == "PRON" and _set_off(head):
        head = _subject_by_position(scene, cue) or head  # « L'Autorité palestinienne, elle, a dit »
    if head is None or cue.first <= head.i <= cue.last or head.start < scene.turn_end or _placed(head):
        head = _subject_by_position(scene, cue)
    aside = _teller_between(scene, cue, head) if head is not None else None
    if aside is not None:
        head = _subject_by_position(scene, cue, before=aside.first) or head
    passive = cue.head.child("aux:pass") is not None
    if head is None and cue.head.dep == "advcl" and not passive and not is_past_participle(cue.head):
        # « a salué X, le qualifiant de Y »: whoever does what it hangs on
        main = next((c for c in scene.cues if c.head is cue.head.head and c.head is not cue.head), None)
        return plain_source(scene, main) if main is not None else None
    return source_of_phrase(head) if head is not None else None


def _placed(head: Word) -> bool:
    """« Dans un texte consulté par Reuters, le ministre dit »: what has such a preposition says nothing."""
    return head.preposition().split(" ")[0] in ("dans", "sur", "lors", "après", "avant", "pendant", "sous", "in", "at")


def _teller_between(scene: Scene, cue: Cue, head: Word) -> Cue | None:
    """« Le Kremlin, rapporte l'agence Tass, a affirmé »: who stands in an incise does not say what is around it."""
    words = scene.passage.words
    for other in scene.cues:
        told = other.first > 0 and words[other.first - 1].text == "," and other.last + 4 > head.i > other.last
        if told and head.i < cue.first and other is not cue and other.head.sentence == cue.head.sentence:
            return other if any(w.text == "," for w in words[head.i : cue.first]) else None
    return None


def _set_off(word: Word) -> bool:
    return all(beside is not None and beside.text == "," for beside in (word.previous, word.next))


def _subject_by_position(scene: Scene, cue: Cue, before: int | None = None) -> Word | None:
    """The parser lost the subject of a finite verb: take the nearest noun before it that can speak."""
    finite = cue.head.child("aux") is not None or "VerbForm=Fin" in cue.head.features
    if not finite or is_passive(cue.head) or cue.head.dep in ("xcomp", "acl", "relcl"):
        return None
    for word in reversed(scene.passage.words[max(0, cue.first - 25) : cue.first if before is None else before]):
        if word.sentence != cue.head.sentence or scene.quotation_at(word.start) is not None:
            continue
        if word.text in (";", ":") or word.pos == "SCONJ":
            return None
        if word.start < scene.turn_end or (word.pos == "PRON" and _set_off(word)):
            continue
        top = word
        while (
            top.head is not None
            and top.dep in ("flat", "compound", "appos")
            and scene.speaks(top.head)
            and top.head.i < top.i
        ):
            top = top.head
        if (
            top.pos in ("NOUN", "PROPN", "PRON")
            and top.child("case") is None
            and scene.speaks(top)
            and top.dep not in ("nmod", "obl", "amod")
        ):
            return top
    return None


def reported_clause(scene: Scene) -> Iterator[Draft]:
    """Kiev affirme que le pont est détruit. Kigali dément soutenir les rebelles."""
    for cue in scene.cues:
        if _stands_for_content(cue):
            continue
        found = content_of(scene, cue)
        if found is None:
            continue
        frame, spans = found
        if frame in ("N", "N:") and _is_deed(cue):
            continue
        source = _before_cue(plain_source(scene, cue), cue)
        if (source is not None or _agentless(cue)) and _fit_to_say(scene, cue, frame, source):
            yield Draft(cue, source, tuple(spans), f"reported_clause/{frame.strip(':')}")


def content_of(scene: Scene, cue: Cue) -> tuple[str, list[TextSpan]] | None:
    """Return the frame of the content that begins nearest to a cue, and its spans; None where there is none."""
    read = [
        (spans[0].start, place, frame, spans)
        for place, (frame, find) in enumerate(english.FRAMES if scene.passage.language == "en" else _FRAMES)
        if frame in cue.entry.frames or (frame == "N:" and cue.entry.prepositions)
        if (spans := find(scene, cue))
    ]
    if read:
        _, _, frame, spans = min(read)
        return frame, spans
    for frame, lost in (("inf", surface_infinitive), ("N+adj", surface_predicate), ("N", surface_object)):
        rest = lost(scene, cue)
        if rest:
            return frame, rest
    return None


def _before_cue(source: Source | None, cue: Cue) -> Source | None:
    """Of "ads attacking the plan" the source is "ads"; "those who fear" keeps its pronoun."""
    pronoun = cue.head.child("subj") if cue.head.dep == "relcl" else None
    if source is not None and pronoun is not None and pronoun.lower in ("who", "that", "which"):
        before = pronoun.previous
        if before is not None and before.end == source.span.end and pronoun.i < cue.first:
            return replace(source, span=TextSpan(source.span.start, pronoun.end))
    if source is None or not source.span.overlaps(cue.span) or source.span.start >= cue.span.start:
        return source
    start, end = source.span.start, cue.head.previous.end if cue.head.previous is not None else source.span.end
    return replace(source, span=TextSpan(start, max(end, source.head.end)))


def _is_deed(cue: Cue) -> bool:
    """« a rappelé son ambassadeur », « a dénoncé le traité »: with such an object the verb says nothing."""
    return any(c.lemma in cue.entry.unless for c in cue.head.children_by("obj", "subj:pass"))


def _stands_for_content(cue: Cue) -> bool:
    """« comme l'exige Paris », « ce que nie Moscou »: what is said is left to a pronoun."""
    word, steps = cue.head.previous, 0
    while word is not None and steps < 4:
        if word.lower in ("comme", "as") or (
            word.lower in ("que", "qu'") and word.previous is not None and word.previous.lower == "ce"
        ):
            return True
        if word.pos not in ("PRON", "AUX", "ADV"):
            return False
        word, steps = word.previous, steps + 1
    return False


def _fit_to_say(scene: Scene, cue: Cue, frame: str, source: Source | None) -> bool:
    """Things announce, show and recall too: outside a clause with « que » only those who can speak are sources."""
    governor = cue.head.head
    if cue.head.dep == "xcomp" and governor is not None and any(c.head is governor for c in scene.cues):
        return False
    told = source is None and is_passive(cue.head) and cue.head.child("subj:pass", "expl") is not None
    if told and frame == "que" and any(c.lower == "il" for c in cue.head.children_by("subj:pass", "expl")):
        return True  # « il a été indiqué que »
    bare = ("N", "comme", "quote", "N+adj") + (("que",) if scene.passage.language == "fr" else ())
    if source is None and frame in bare:
        return False  # « a été rejetée », « dite X »: nobody says it
    if source is None:
        return True
    if frame == "que" and (cue.entry.stance is not Stance.THINK or scene.passage.language == "fr"):
        return True
    thing = source.head.lower in _THINGS and frame in ("que", "N", "inf")
    if source.head.pos == "PRON":
        return not thing
    return scene.speaks(source.head) or english.may_speak(source.head, scene)


def _agentless(cue: Cue) -> bool:
    """« accusé de », "is said to": the one who says it is left out."""
    participle = "VerbForm=Part" in cue.head.features and not cue.head.lower.endswith("ant")
    return is_passive(cue.head) or (
        (participle and cue.head.dep == "acl") or (cue.head.dep == "advcl" and is_past_participle(cue.head))
    )


def _finite(scene: Scene, cue: Cue) -> list[TextSpan]:
    clause = next(
        (
            c
            for c in cue.head.children_by("ccomp", "obj", "xcomp", "advcl", "acl")
            if c.i > cue.last and _finite_clause(c, scene)
        ),
        None,
    )
    if clause is None:
        return _after_marker(scene, cue)
    return clause_spans(clause, scene.text, after=cue.last)


def _finite_clause(head: Word, scene: Scene) -> bool:
    mark = head.child("mark")
    if head.dep == "ccomp" and mark is None:  # « a averti Londres que l'Argentine »
        mark = next((c for c in head.children if c.lower in ("que", "qu'") and c.i < head.i), None)
    return head.dep != "advcl" and mark is not None and mark.lower in ("que", "qu'", "si", "s'")


def _after_marker(scene: Scene, cue: Cue) -> list[TextSpan]:
    """The parser missed the clause: take it from the « que » or "that" right behind the cue to its sentence's end."""
    words = scene.passage.words
    for word in words[cue.last + 1 : cue.last + 8]:
        if word.sentence != cue.head.sentence or word.text in (".", ";", ":"):
            return []
        if any(c.first == word.i for c in scene.cues):
            return []  # « refusa, jugeant que »: the clause is that of the nearer cue
        close = word.i == cue.last + 1 and word.dep != "subj"
        if word.lower in ("que", "qu'", "that") and word.pos in ("SCONJ", "PRON") and (word.dep == "mark" or close):
            rest = [w for w in scene.sentence_of(word) if w.i > word.i]
            span = trimmed(scene.text, rest[0].start, rest[-1].end) if rest else None
            return [span] if span else []
    return []


def _infinitive(scene: Scene, cue: Cue) -> list[TextSpan]:
    clause = next(
        (
            c
            for c in cue.head.children_by("xcomp", "advcl", "ccomp", "obl")
            if c.i > cue.last and _is_infinitive(c, scene)
        ),
        None,
    )
    if clause is None:
        return []
    return clause_spans(clause, scene.text, after=cue.last)


def _is_infinitive(word: Word, scene: Scene) -> bool:
    if word.pos not in ("VERB", "AUX"):
        return False
    if word.preposition() not in ("", "de", "d'", "à") or (
        word.preposition() == "à" and word.lemma in ("compter", "partir")
    ):
        return False
    heads = [word, *word.children_by("aux", "aux:pass", "cop")]
    return any("VerbForm=Inf" in w.features for w in heads)


def _object_and_infinitive(scene: Scene, cue: Cue) -> list[TextSpan]:
    """accuse Minsk d'avoir acheminé: the target stands in the content."""
    infinitive = next(
        (
            c
            for c in cue.head.children_by("xcomp", "advcl", "acl", "ccomp", "obl")
            if c.i > cue.last and _is_infinitive(c, scene)
        ),
        None,
    )
    target = next(
        (c for c in cue.head.children_by("obj", "iobj", "obl", "subj:pass") if c.i > cue.last and c.pos != "VERB"), None
    )
    if infinitive is None and target is not None:
        infinitive = next((c for c in target.children_by("acl", "xcomp") if _is_infinitive(c, scene)), None)
        below = target if infinitive is None else None
        while below is not None and infinitive is None:  # « accuse la cheffe de la diplomatie de brader »
            below = next(iter(reversed(below.children_by("nmod"))), None)
            infinitive = next((c for c in below.children_by("acl") if _is_infinitive(c, scene)), None) if below else None
    if infinitive is None:
        return []
    words = subtree(infinitive, without=("parataxis",))
    if target is not None:
        words = sorted({w.i: w for w in [*subtree(target, without=("relcl",)), *words]}.values(), key=lambda w: w.i)
    span = span_of(without_marker([w for w in words if w.i > cue.last]))
    clean = trimmed(scene.text, span.start, span.end) if span else None
    return [clean] if clean else []


def _named_as(scene: Scene, cue: Cue) -> list[TextSpan]:
    """a qualifié le texte de « douloureux »; called the plan "madness"."""
    parts = [
        c
        for c in cue.head.children
        if c.dep in ("obj", "obl", "xcomp", "advcl", "advmod", "nmod", "ccomp", "acl", "subj:pass") and c.i > cue.last
    ]
    quoted = next((q for q in scene.quotations if 0 <= q.outer.start - cue.span.end < 12), None)
    if not parts and quoted is not None:
        return [quoted.outer]
    if not parts:
        return []
    spoken = [p for p in parts if p.preposition() in ("de", "d'", "comme", "as") or p.dep in ("xcomp", "ccomp")]
    q = next((q for q in scene.quotations if 0 <= q.outer.start - cue.span.end < 60), None)
    if not spoken and q is None:
        return []
    words = sorted(
        {w.i: w for p in parts if p.dep in ("obj",) or p in spoken for w in subtree(p, without=("relcl",))}.values(),
        key=lambda w: w.i,
    )
    span = span_of(without_marker([w for w in words if w.i > cue.last]))
    if q is not None and span is None:
        return [q.outer]
    clean = trimmed(scene.text, span.start, span.end) if span else None
    return [clean] if clean else []


def _object_and_place(scene: Scene, cue: Cue) -> list[TextSpan]:
    """a inscrit Pyongyang dans le groupe des ...; voit dans le geste un affront: object and where it is put."""
    parts = [c for c in cue.head.children_by("obj", "obl", "xcomp", "nmod") if c.i > cue.last]
    placed = [p for p in parts if p.preposition().split(" ")[0] in ("dans", "parmi", "en", "au", "among", "in")]
    objects = [p for p in parts if p.dep == "obj"]
    if not placed or not objects:
        return []
    span = span_of(sorted({w.i: w for p in (*placed, *objects) for w in subtree(p)}.values(), key=lambda w: w.i))
    clean = trimmed(scene.text, span.start, span.end) if span else None
    return [clean] if clean else []


def _judged(scene: Scene, cue: Cue) -> list[TextSpan]:
    """juge l'opération dangereuse; se dit prêt à négocier."""
    judged = next(
        (
            c
            for c in cue.head.children_by("xcomp", "obj", "ccomp", "amod", "obl")
            if c.i > cue.last
            and (c.pos == "ADJ" or "VerbForm=Part" in c.features)
            and not any(m.i > cue.last and m.lower in ("que", "qu'") for m in c.children_by("mark"))
        ),
        None,
    )
    judged = judged or _adjective_behind_object(cue)
    if judged is None:
        return []
    span = span_of([w for w in subtree(cue.head, without=("parataxis", "conj", "cc")) if w.i > cue.last])
    clean = trimmed(scene.text, span.start, span.end) if span else None
    return [clean] if clean else []


def _adjective_behind_object(cue: Cue) -> Word | None:
    """« juge l'offre « insultante » »: the parser hangs on the noun what is thought of it."""
    thing = next((c for c in cue.head.children_by("obj") if c.i > cue.last), None)
    return next((c for c in thing.children_by("amod", "acl") if c.i > thing.i), None) if thing is not None else None


def _noun_content(scene: Scene, cue: Cue) -> list[TextSpan]:
    """condamne l'opération; réclame le retrait des troupes."""
    passive = is_passive(cue.head)
    wanted = ("subj:pass",) if passive else ("obj",)
    obj = next(
        (
            c
            for c in cue.head.children_by(*wanted)
            if (passive or c.i > cue.last) and c.pos in ("NOUN", "PROPN", "ADJ", "NUM", "PRON")
        ),
        None,
    )
    if obj is None or (obj.pos == "PRON" and obj.child("acl", "relcl", "nmod") is None):
        return _relative_object(scene, cue)
    if cue.head.dep == "conj" and obj.i < cue.first:
        return []
    words = [w for w in subtree(obj, without=("parataxis",)) if passive or w.i > cue.last]
    span = span_of(words)
    clean = trimmed(scene.text, span.start, span.end) if span else None
    return [clean] if clean and _worth_saying(scene, cue, obj) else []


def _relative_object(scene: Scene, cue: Cue) -> list[TextSpan]:
    """la vision d'un monde multipolaire prônée par Moscou: what is said is the noun before the participle."""
    head = cue.head.head
    if cue.head.dep != "acl" or head is None or head.pos != "NOUN" or cue.head.child("agent") is None:
        return []
    words = [w for w in subtree(head, without=("relcl",)) if w.i < cue.first]
    span = span_of(words)
    clean = trimmed(scene.text, span.start, span.end) if span else None
    return [clean] if clean else []


def _worth_saying(scene: Scene, cue: Cue, obj: Word) -> bool:
    """A bare person or state is whom one speaks of, not what one says."""
    if scene.speaks(obj) and (obj.pos == "PROPN" or obj.child("nmod", "acl", "relcl") is None):
        return False
    if cue.entry.stance in (Stance.ACCUSE, Stance.PRAISE) and obj.pos == "PROPN" and not obj.children_by("nmod", "acl"):
        return False
    return obj.pos != "PROPN" or len(noun_phrase(obj)) > 2


def _prepositional(scene: Scene, cue: Cue) -> list[TextSpan]:
    """se félicite de la décision; met en garde contre une escalade; warned of a new attack."""
    tail = scene.passage.words[cue.head.i + 1 : cue.last + 1]  # « faire l'éloge de »: it hangs on « éloge »
    below = [c for word in tail for c in word.children_by("nmod", "obl", "acl")]
    for child in (*cue.head.children_by("obl", "obj", "nmod", "advcl", "xcomp"), *below):
        case = child.preposition().split(" ")[0] if child.preposition() else ""
        plain = {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à"}.get(case, case)
        if (
            child.i > cue.last
            and plain in cue.entry.prepositions
            and child.pos in ("NOUN", "PROPN", "VERB", "NUM", "PRON", "ADJ")
        ):
            span = span_of(without_marker(subtree(child, without=("parataxis",))))
            clean = trimmed(scene.text, span.start, span.end) if span else None
            if clean:
                return [clean]
    target = next((c for c in cue.head.children_by("obj", "xcomp") if c.i > cue.last), None)
    if target is not None and "N+inf" in cue.entry.frames and scene.speaks(target):
        return _charge(scene, cue, target)
    return []


def _charge(scene: Scene, cue: Cue, target: Word) -> list[TextSpan]:
    """a accusé le gouvernement espagnol d'ingérence: the parser hangs the charge on the one accused."""
    for child in reversed(target.children_by("nmod", "obl", "acl")):
        if (
            child.preposition() in ("de", "d'", "of")
            and "de" in cue.entry.prepositions | {"of": None}
            and child.child("det") is None
        ):
            span = span_of(without_marker(subtree(child)))
            return [span] if span else []
    return []


def _quoted(scene: Scene, cue: Cue) -> list[TextSpan]:
    """a lancé « nous ne céderons pas »: the quotation right behind the cue."""
    q = next((q for q in scene.quotations if -1 <= q.outer.start - cue.span.end <= 3), None)
    between = scene.text[cue.span.end : q.outer.start] if q else ""
    return [q.outer] if q and "." not in between else []


_FRAMES: tuple[tuple[str, Callable[[Scene, Cue], list[TextSpan]]], ...] = (
    ("que", _finite),
    ("N+inf", _object_and_infinitive),
    ("inf", _infinitive),
    ("comme", _named_as),
    ("N+dans", _object_and_place),
    ("N+adj", _judged),
    ("N:", _prepositional),
    ("N", _noun_content),
    ("N:", _quoted),
    ("que", _quoted),
    ("N", _quoted),
    ("quote", _quoted),
)
