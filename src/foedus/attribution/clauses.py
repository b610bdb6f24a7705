"""Reported clauses: « Kiev affirme que le pont est détruit », « Kigali dément soutenir les rebelles »."""

from collections.abc import Iterator
from dataclasses import replace

from foedus.attribution import english, french
from foedus.attribution.contents import trimmed
from foedus.attribution.cues import Cue, Stance
from foedus.attribution.scene import Draft, Scene
from foedus.attribution.sources import CARRIED, Source, clitic_subject, is_past_participle, source_of_phrase, subject_of
from foedus.attribution.tellers import teller
from foedus.language.syntax import Word, is_passive
from foedus.model import TextSpan
from foedus.tables import word_classes

_PRONOUNS = {"il", "elle", "ils", "elles", "on", "je", "j'", "nous", "he", "she", "they", "we", "i"}

_INVERTING = {"ainsi", "aussi", "peut-être", "sans", "encore", "toujours", "du"}  # « Ainsi le juge doute-t-il »
_RELATIVES = {"dont", "qui", "que", "qu'", "où", "who", "which", "whose"}
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
        if source is not None and source.head.i > colon.i:
            head = _subject_by_position(scene, cue)
            source = source_of_phrase(head) if head is not None else None
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
            announces = told is not None and told.lemma in scene.lexicon.nouns  # « maintient sa version : »
            taken = told is not None and cue.last < told.i < colon.i and not announces
            if span and len(between) < 3 and "que" in cue.entry.frames and not taken:
                yield Draft(cue, source, (span,), "after_colon")


def _addressee(cue: Cue) -> bool:
    """« a averti ses voisins : »: the object of some verbs is whom it is told to."""
    return cue.head.lemma in (
        "avertir",
        "prévenir",
        "informer",
        "rassurer",
        "aviser",
        "warn",
        "tell",
        "remind",
        "assure",
    )


def _told_by_an_incise(scene: Scene, end: int) -> bool:
    """« ... : « une honte », dira X »: the quotation is that of the verb behind it."""
    comma = scene.passage.word_at(end)
    after = comma.next if comma is not None and comma.text == "," else None
    return after is not None and any(c.first == after.i for c in scene.cues)


def plain_source(scene: Scene, cue: Cue) -> Source | None:
    """Return the source of a cue that is no incise."""
    return teller(scene, cue, _nearest_source(scene, cue))


def _nearest_source(scene: Scene, cue: Cue) -> Source | None:
    """Return the subject of a cue, or what stands where one would."""
    clitic = clitic_subject(scene.passage, cue)
    if clitic is not None:
        named = _subject_by_position(scene, cue) if clitic.head.lower.endswith(("il", "elle")) else None
        inverted = named is not None and named.pos != "PRON" and scene.sentence_of(cue.head)[0].lower in _INVERTING
        return source_of_phrase(named) if inverted and named is not None else clitic
    earlier = _joined_past_quotation(scene, cue)
    if earlier is not None:
        return plain_source(scene, earlier)
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
    if head is not None and any(c.lower == "dont" for c in head.children):
        head = None  # « Ottawa, dont l'ambassadeur avait été rappelé, a dit »
    zone = _relative_before(scene, cue)
    if head is not None and zone[0] <= head.i <= zone[1] and cue.head.child("subj") is None and cue.entry.pos == "V":
        head = None  # « Téhéran, que Washington accuse, parle de »
    if head is None or cue.first <= head.i <= cue.last or head.start < scene.turn_end or _placed(head):
        head = _subject_by_position(scene, cue)
    outer = _told_further(scene, cue) if head is not None else None
    if outer is not None:
        return plain_source(scene, outer)
    aside = _teller_between(scene, cue, head) if head is not None else None
    if aside is not None:
        head = _subject_by_position(scene, cue, before=aside.first) or head
    passive = cue.head.child("aux:pass") is not None
    if head is None and cue.head.dep == "advcl" and not passive and not is_past_participle(cue.head):
        # « a salué X, le qualifiant de Y »: whoever does what it hangs on
        main = next((c for c in scene.cues if c.head is cue.head.head and c.head is not cue.head), None)
        return plain_source(scene, main) if main is not None else None
    return source_of_phrase(head) if head is not None else None


def _joined_past_quotation(scene: Scene, cue: Cue) -> Cue | None:
    """« a salué « la retenue dont Erevan fait preuve » et a souhaité »: no verb in the quotation has the subject."""
    joint = scene.passage.words[cue.first - 1] if cue.first > 1 else None
    above = cue.head.head if cue.head.dep == "conj" else None
    if joint is None or joint.pos != "CCONJ" or above is None or joint.previous is None:
        return None
    around = scene.quotation_at(above.start)
    if (
        around is None
        or around is scene.quotation_at(cue.span.start)
        or around is not scene.quotation_at(joint.previous.start)
    ):
        return None
    sentence = scene.sentence_of(cue.head)
    before = [c for c in scene.cues_between(sentence[0].i, cue.first - 1) if not scene.quotation_at(c.span.start)]
    return before[-1] if before and before[-1].entry.pos == "V" else None


def _told_further(scene: Scene, cue: Cue) -> Cue | None:
    """ "He said that Iran had stayed, and called on Oslo to act": behind a comma, who said it calls too.

    And whoever said something goes on with a quotation: "He said Ann Lee had left and added, "..."."
    """
    words = scene.passage.words
    joint = words[cue.first - 1] if cue.first > 1 else None
    if joint is None or joint.pos != "CCONJ" or cue.head.child("subj") is not None:
        return None
    if words[joint.i - 1].text != "," and not _announces_quotation(scene, cue):
        return None
    clause = cue.head.head if cue.head.dep == "conj" else None
    while clause is not None and clause.dep == "conj":
        clause = clause.head
    if clause is None or clause.dep != "ccomp" or clause.head is None:
        return None
    return scene.cue_of(clause.head)


def _announces_quotation(scene: Scene, cue: Cue) -> bool:
    """Return whether a comma or colon and a quotation stand right behind the verb of a cue."""
    mark = cue.head.next
    if mark is None or mark.text not in (",", ":"):
        return False
    return any(0 <= q.outer.start - mark.end <= 2 for q in scene.quotations)


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
    skipped = _relative_before(scene, cue)
    for word in reversed(scene.passage.words[max(0, cue.first - 25) : cue.first if before is None else before]):
        if skipped[0] <= word.i <= skipped[1]:
            continue
        if word.sentence != cue.head.sentence or scene.quotation_at(word.start) is not None:
            continue
        if word.text in (";", ":") or word.pos == "SCONJ":
            return None
        if word.dep == "expl" or word.start < scene.turn_end or (word.pos == "PRON" and _set_off(word)):
            continue
        top = word
        while (
            top.head is not None
            and top.dep in ("flat", "compound", "appos")
            and scene.speaks(top.head)
            and top.head.i < top.i
            and not _placed(top.head)
        ):
            top = top.head
        if (
            top.pos in ("NOUN", "PROPN", "PRON")
            and top.child("case") is None
            and scene.speaks(top)
            and top.dep not in ("nmod", "obl", "amod")
            and not (
                top.dep == "subj" and top.head is not cue.head and top.head is not None and top.head.dep == "relcl"
            )
        ):
            return top
    return None


def _relative_before(scene: Scene, cue: Cue) -> tuple[int, int]:
    """« Ottawa, dont l'ambassadeur avait été rappelé, a dit »: where a relative clause between two commas stands."""
    comma = scene.passage.words[cue.first - 1] if cue.first else None
    if comma is None or comma.text != ",":
        return (-1, -2)
    word = comma.previous
    while word is not None and word.sentence == comma.sentence and comma.i - word.i < 25:
        before = word.previous
        if word.lower in _RELATIVES and before is not None and before.text == ",":
            return (word.i, comma.i)
        word = word.previous
    return (-1, -2)


def reported_clause(scene: Scene) -> Iterator[Draft]:
    """Kiev affirme que le pont est détruit. Kigali dément soutenir les rebelles."""
    for cue in scene.cues:
        if _carried(cue) or _stands_for_content(cue) or _left_unsaid(scene, cue) or _is_asked(scene, cue):
            continue
        found = content_of(scene, cue)
        if found is None:
            continue
        frame, spans = found
        if frame in ("N", "N:") and (_is_deed(cue) or _says_it(cue)):
            continue
        source = _before_cue(plain_source(scene, cue), cue)
        spans = [*_named_before(scene, cue), *spans]
        if (source is not None or _agentless(cue)) and _fit_to_say(scene, cue, frame, source):
            yield Draft(cue, source, tuple(spans), f"reported_clause/{frame.strip(':')}")


def _named_before(scene: Scene, cue: Cue) -> list[TextSpan]:
    """« Un allié sûr » : c'est en ces termes que le chancelier a décrit Varsovie: the quotation before is said too."""
    lead = [w for w in scene.sentence_of(cue.head) if w.i < cue.first]
    terms = next((w for w in lead if w.lower in ("termes", "mots", "mot", "formule")), None)
    if (
        terms is None
        or terms.next is None
        or terms.next.lower not in ("que", "qu'")
        or "c'" not in {w.lower for w in lead}
    ):
        return []
    before = [q for q in scene.quotations if q.outer.end <= terms.start and terms.start - q.outer.end < 30]
    return [before[-1].outer] if before else []


def content_of(scene: Scene, cue: Cue) -> tuple[str, list[TextSpan]] | None:
    """Return the frame of the content that begins nearest to a cue, and its spans; None where there is none."""
    read = [
        (spans[0].start, place, frame, spans)
        for place, (frame, find) in enumerate(english.FRAMES if scene.passage.language == "en" else french.FRAMES)
        if frame in cue.entry.frames or (frame == "N:" and cue.entry.prepositions)
        if (spans := find(scene, cue))
    ]
    if read:
        _, _, frame, spans = min(read)
        return frame, spans
    lost_clause = english.surface_clause(scene, cue) if scene.passage.language == "en" else []
    if lost_clause:
        return "que", lost_clause
    for frame, lost in french.LOST:
        rest = lost(scene, cue)
        if rest:
            return frame, rest
    return None


def _before_cue(source: Source | None, cue: Cue) -> Source | None:
    """Of "ads attacking the plan" the source is "ads"."""
    if source is None or not source.span.overlaps(cue.span) or source.span.start >= cue.span.start:
        return source
    start, end = source.span.start, cue.head.previous.end if cue.head.previous is not None else source.span.end
    return replace(source, span=TextSpan(start, max(end, source.head.end)))


def _is_deed(cue: Cue) -> bool:
    """« a rappelé son ambassadeur », « a dénoncé le traité »: with such an object the verb says nothing."""
    noun = cue.head.head if cue.head.dep == "acl" else None  # « non reconnues par l'ONU »
    if noun is not None and noun.lemma in cue.entry.unless:
        return True
    return any(c.lemma in cue.entry.unless for c in cue.head.children_by("obj", "subj:pass", "obl"))


def _says_it(cue: Cue) -> bool:
    """« l'a dit à son homologue »: what is said is a pronoun."""
    pronoun = cue.head.child("obj")
    told = any(c.preposition() in ("à", "au", "aux") for c in cue.head.children_by("obl", "iobj") if c.i > cue.last)
    return told and pronoun is not None and pronoun.lower in ("l'", "le") and cue.first <= pronoun.i < cue.head.i


def _carried(cue: Cue) -> bool:
    """« une source citée par le journal »: who carries the words says nothing of his own."""
    below = cue.head.dep in ("acl", "amod")
    if below and cue.entry.cue == "attribuer" and cue.head.next is not None:
        return cue.head.next.lower in ("à", "au", "aux")  # « un tableau attribué à Ann Lee »
    return below and cue.head.lower in CARRIED and cue.head.child("agent") is not None


def _stands_for_content(cue: Cue) -> bool:
    """« comme l'exige Paris », « ce que nie Moscou »: what is said is left to a pronoun."""
    after = cue.head.next
    if after is not None and after.lower in ("that", "que", "qu'"):
        return False  # "as he noted that"
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


def _is_asked(scene: Scene, cue: Cue) -> bool:
    """« La Finlande regrette-t-elle sa neutralité ? »"""
    inverted = clitic_subject(scene.passage, cue)
    return inverted is not None and scene.sentence_of(cue.head)[-1].text == "?"


def _left_unsaid(scene: Scene, cue: Cue) -> bool:
    """« sans citer de pays », "without naming names", "must understand that": nobody says or thinks it."""
    bound = any(aux.lower in ("must", "should") for aux in cue.head.children_by("aux"))
    if bound and cue.entry.stance is Stance.THINK:
        return True
    before = scene.passage.words[cue.first - 1] if cue.first else None
    if before is not None and before.lower == "à" and cue.span.slice(scene.text).lower() == "en juger":
        return True  # « à en juger par »
    return before is not None and before.lower in ("sans", "without")


def _fit_to_say(scene: Scene, cue: Cue, frame: str, source: Source | None) -> bool:
    """Things announce, show and recall too: outside a clause with « que » only those who can speak are sources."""
    governor = cue.head.head
    if cue.head.dep == "xcomp" and governor is not None and any(c.head is governor for c in scene.cues):
        return False
    if source is not None and source.head.lower in _NOBODY:
        return False  # « rien n'indique que »
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
    if frame == "inf" and cue.entry.stance in (Stance.SAY, Stance.DENY) and source.head.pos == "NOUN":
        return True  # « un ancien casque bleu dit avoir vu »
    if cue.entry.stance is Stance.PROMISE and frame == "N" and not scene.speaks(source.head):
        return False  # « un texte qui garantit un accès égal »
    document = source.head.lemma in word_classes("fr")["document"] and scene.passage.language == "fr"
    return scene.speaks(source.head) or document or english.may_speak(source.head, scene)


_NOBODY = {"rien", "nothing", "none", "nobody", "aucun", "aucune"}


def _agentless(cue: Cue) -> bool:
    """« accusé de », "is said to": the one who says it is left out."""
    participle = "VerbForm=Part" in cue.head.features and not cue.head.lower.endswith("ant")
    return is_passive(cue.head) or (
        (participle and cue.head.dep == "acl") or (cue.head.dep == "advcl" and is_past_participle(cue.head))
    )
