"""What stands behind a French cue, by frame: a clause, an infinitive, an object, what something is called or judged.

Tunis accuse Rome d'avoir violé ses eaux.      Le ministre juge l'accord dangereux.      Paris salue la trêve.
       [cue] [         content         ]                   [cue] [     content   ]             [cue] [content]
"""

from collections.abc import Callable

from foedus.attribution.contents import clause_spans, trimmed, without_marker
from foedus.attribution.cues import Cue, Stance
from foedus.attribution.scene import Scene
from foedus.attribution.surface import clause_end, surface_infinitive, surface_object, surface_placed, surface_predicate
from foedus.language.syntax import Word, is_passive, noun_phrase, span_of, subtree
from foedus.model import TextSpan
from foedus.tables import word_classes


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
    if head.dep in ("ccomp", "obj", "advcl") and _asked(head):
        return True
    return head.dep != "advcl" and mark is not None and mark.lower in ("que", "qu'", "si", "s'")


def _asked(head: Word) -> bool:
    """« s'est demandé pourquoi la trêve avait cédé »: a question told."""
    return any(c.lower in _QUESTIONS and c.i < head.i for c in head.children)


_QUESTIONS = frozenset({"pourquoi", "comment", "combien", "quand"})


def _after_marker(scene: Scene, cue: Cue) -> list[TextSpan]:
    """The parser missed the clause: take it from the « que » or "that" right behind the cue to its sentence's end."""
    words = scene.passage.words
    for word in words[cue.last + 1 : cue.last + 16]:
        if word.sentence != cue.head.sentence or word.text in (".", ";", ":", "«", "“"):
            return []
        if word.i > cue.last + 7 and (word.pos in ("VERB", "AUX") or word.lower == "qui"):
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
    spans = clause_spans(clause, scene.text, after=cue.last)
    plain = surface_infinitive(scene, cue) if len(spans) == 1 else []
    longer = plain and plain[0].start == spans[0].start and plain[0].end > spans[0].end
    return plain if longer else spans


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
            infinitive = (
                next((c for c in below.children_by("acl") if _is_infinitive(c, scene)), None) if below else None
            )
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
    if any(p.dep == "xcomp" and "VerbForm=Inf" in p.features for p in parts):
        return []  # « a vu partir mille soldats »
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
    behind = scene.passage.words[cue.last + 1 : cue.last + 2]
    if behind and behind[0].lower in ("que", "qu'"):
        return []
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
    judged = judged or _adjective_behind_object(cue) or _quoted_behind_object(scene, cue)
    if judged is None:
        return []
    below = subtree(cue.head, without=("parataxis",))
    joined = [w for w in below if w.dep == "conj" and w is not cue.head]
    next_clauses = [w for w in joined if w.head is cue.head or _is_tensed(w)]
    left_out = {w.i for clause in next_clauses for w in subtree(clause)}
    span = span_of([w for w in below if w.i > cue.last and w.i not in left_out])
    clean = trimmed(scene.text, span.start, span.end) if span else None
    return [clean] if clean else []


def _is_tensed(word: Word) -> bool:
    return "VerbForm=Fin" in word.features or word.child("aux", "cop") is not None


def _adjective_behind_object(cue: Cue) -> Word | None:
    """« juge l'offre « insultante » »: the parser hangs on the noun what is thought of it."""
    thing = next((c for c in cue.head.children_by("obj", "xcomp") if c.i > cue.last), None)
    return next((c for c in thing.children_by("amod", "acl") if c.i > thing.i), None) if thing is not None else None


def _quoted_behind_object(scene: Scene, cue: Cue) -> Word | None:
    """« avait jugé l'attaque « sans précédent » »: some quoted words right behind what is judged."""
    thing = next((c for c in cue.head.children_by("obj") if c.i > cue.last), None)
    after = thing.next if thing is not None and cue.entry.stance is Stance.THINK else None
    if after is None or after.text not in ("«", "“", '"'):
        return None
    q = scene.quotation_at(after.start)
    return thing if q is not None and q.inner.slice(scene.text)[0].islower() else None


def _amount(scene: Scene, cue: Cue) -> list[TextSpan]:
    """évalue à trois cents le nombre des réfugiés; estime les pertes à un milliard: a thing, and how much of it."""
    much = next((c for c in cue.head.children_by("obl", "obj") if c.preposition() == "à" and c.i > cue.last), None)
    thing = next((c for c in cue.head.children_by("obj") if c is not much and c.i > cue.last), None)
    if much is None or thing is None or not any(w.pos == "NUM" or w.text[0].isdigit() for w in subtree(much)):
        return []
    span = span_of(sorted({w.i: w for part in (much, thing) for w in subtree(part)}.values(), key=lambda w: w.i))
    return [span] if span else []


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
    if _has_relative_object(cue):
        return []
    if obj is None or (obj.pos == "PRON" and obj.child("acl", "relcl", "nmod") is None):
        return _relative_object(scene, cue)
    if obj.lower == "ce" and any(c.head is w for w in obj.children_by("relcl") for c in scene.cues):
        return []  # « se garde d'avouer ce que ses experts admettent »
    if cue.head.dep == "conj" and obj.i < cue.first:
        return []
    words = [w for w in subtree(obj, without=("parataxis",)) if passive or w.i > cue.last]
    span = span_of(words)
    if span is not None and not passive:
        span = _with_its_clause(scene, obj, span) or _with_its_goal(scene, cue, obj, span)
    clean = trimmed(scene.text, span.start, span.end) if span else None
    return [clean] if clean and _worth_saying(scene, cue, obj) else []


def _with_its_clause(scene: Scene, obj: Word, span: TextSpan) -> TextSpan | None:
    """« exprime l'espoir que la trêve tienne »: the clause of the noun, whatever the parser hung it on."""
    sign = obj.next
    if sign is None or sign.lower not in ("que", "qu'") or obj.lemma not in scene.lexicon.nouns:
        return None
    last = scene.passage.words[clause_end(scene, sign.i)]
    return TextSpan(span.start, max(span.end, last.end))


def _with_its_goal(scene: Scene, cue: Cue, obj: Word, span: TextSpan) -> TextSpan:
    """« rappelle son attachement | à la souveraineté de Chypre »: the parser hangs on the verb what the noun takes."""
    last = next((w for w in reversed(scene.words_of(span))), None)
    sign = last.next if last is not None else None
    if sign is None or sign.lower not in ("à", "au", "aux", "envers") or sign.head is None:
        return span
    if obj.lemma not in word_classes("fr")["towards"] or sign.head.head is not cue.head:
        return span
    goal = span_of(subtree(sign.head, without=("parataxis",)))
    return TextSpan(span.start, max(span.end, goal.end)) if goal is not None else span


def _has_relative_object(cue: Cue) -> bool:
    """« la version que conteste le juge »: what is said is left to the pronoun."""
    before = cue.head.previous
    while before is not None and before.pos in ("AUX", "ADV"):
        before = before.previous
    relative = before is not None and before.lower in ("que", "qu'") and before.pos != "SCONJ"
    return relative or (before is not None and before.lower in ("que", "qu'") and cue.head.dep in ("relcl", "acl"))


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
    if cue.entry.cue == "citer" and "Tense=Pres" in cue.head.features and obj.pos == "NOUN":
        return True  # « l'agence, citant un diplomate, »: see carried.py
    if scene.speaks(obj) and (obj.pos == "PROPN" or obj.child("nmod", "acl", "relcl") is None):
        return False
    if cue.entry.stance in (Stance.ACCUSE, Stance.PRAISE) and obj.pos == "PROPN" and not obj.children_by("nmod", "acl"):
        return False
    return obj.pos != "PROPN" or len(noun_phrase(obj)) > 2


def _prepositional(scene: Scene, cue: Cue) -> list[TextSpan]:
    """se félicite de la décision; met en garde contre une escalade; warned of a new attack."""
    tail = scene.passage.words[cue.head.i + 1 : cue.last + 1]  # « faire l'éloge de »: it hangs on « éloge »
    below = [c for word in tail for c in word.children_by("nmod", "obl", "acl")]
    whom = next((c for c in cue.head.children_by("obj") if c.i > cue.last), None)  # « met en garde Oslo contre »
    addressed = cue.entry.prepositions.keys() & {"contre", "à"}
    below += whom.children_by("nmod") if whom is not None and addressed else []
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
    if q and "N+adj" in cue.entry.frames and (longer := surface_predicate(scene, cue)):
        return longer  # « se dit « surprise » de ces propos »
    return [q.outer] if q and "." not in between else []


FRAMES: tuple[tuple[str, Callable[[Scene, Cue], list[TextSpan]]], ...] = (
    ("que", _finite),
    ("N+inf", _object_and_infinitive),
    ("inf", _infinitive),
    ("comme", _named_as),
    ("N+dans", _object_and_place),
    ("N+adj", _judged),
    ("N+à", _amount),
    ("N:", _prepositional),
    ("N", _noun_content),
    ("N:", _quoted),
    ("que", _quoted),
    ("N", _quoted),
    ("quote", _quoted),
)

LOST: tuple[tuple[str, Callable[[Scene, Cue], list[TextSpan]]], ...] = (
    ("inf", surface_infinitive),
    ("N+adj", surface_predicate),
    ("N+dans", surface_placed),
    ("N", surface_object),
)
