"""« Selon le Kremlin, le port est ouvert »; « l'affirmation selon laquelle »; "the claim that"."""

import re
from collections.abc import Iterator
from dataclasses import replace

from foedus.attribution.contents import clause_spans, trimmed
from foedus.attribution.cues import Cue, Stance, find_noun_cues, find_preposition_cues
from foedus.attribution.scene import Draft, Scene, starts_sentence
from foedus.attribution.sources import Source, source_of_phrase, subject_of
from foedus.language.syntax import Word, subtree
from foedus.model import TextSpan
from foedus.tables import word_classes


def according_to(scene: Scene) -> Iterator[Draft]:
    """Selon le Kremlin, le port est ouvert."""
    for cue in find_preposition_cues(scene.passage, scene.lexicon):
        if cue.head.lower in _RELATIVES:
            continue  # « l'idée selon laquelle »: see announced_by_noun
        if cue.head.lower == "qui":
            yield from _for_whom(scene, cue)
            continue
        own = _own_words(cue) or _clitic(cue)
        source = own or _to_comma(scene, cue, source_of_phrase(cue.head))
        if own is not None and own.head.i > cue.last:  # « selon ses mots »: the noun belongs to the cue
            cue = replace(cue, last=cue.head.i, span=TextSpan(cue.span.start, cue.head.end))
        if not _credible(scene, cue, source):
            continue
        if own is None:
            source = _with_apposition(scene, source)
        aside = TextSpan(cue.span.start, max(source.span.end, cue.span.end))
        aside = _with_brackets(scene.text, _past_relative(scene, _stretched(scene, aside)))
        aside = TextSpan(aside.start, max(aside.end, _impersonal(scene, scene.sentence_of(cue.head), aside)))
        spans = _said_around(scene, cue, aside)
        if spans:
            yield Draft(cue, source, tuple(spans), "according_to", aside)


def _for_whom(scene: Scene, cue: Cue) -> Iterator[Draft]:
    """Moscou, pour qui l'Ukraine n'est qu'un prétexte: the one before the comma, and the clause to the next one."""
    words = scene.passage.words
    comma = words[cue.first - 1] if cue.first else None
    if comma is None or comma.text != "," or comma.previous is None:
        return
    clause = [w for w in scene.sentence_of(cue.head) if w.i > cue.head.i]
    end = next((w.start for w in clause if w.text in (",", ";", ".") and not scene.quotation_at(w.start)), None)
    span = trimmed(scene.text, cue.head.end, end if end is not None else clause[-1].end) if clause else None
    head = next((w for w in (comma.previous, *comma.previous.ancestors()) if w.i < cue.first and scene.speaks(w)), None)
    if span is not None and head is not None and scene.names_a_clause(span):
        cue = replace(cue, last=cue.head.i - 1)
        yield Draft(cue, source_of_phrase(head), (span,), "according_to")


_AGAINST = (Stance.ACCUSE, Stance.DENY, Stance.REJECT)
_RELATIVES = {"lequel", "laquelle", "lesquels", "lesquelles"}


def _to_comma(scene: Scene, cue: Cue, source: Source) -> Source:
    """The phrase behind « selon » or « d'après » ends at its first comma, whatever the parser hung on it."""
    comma = scene.text.find(",", source.head.end, source.span.end)
    behind = scene.passage.words[scene.first_word_from(cue.span.end)].start
    start = max(source.span.start, behind)
    if scene.text[cue.span.end : start].strip().lower() == "des" and not cue.span.slice(scene.text).lower().endswith(
        "de"
    ):
        start = behind  # « selon des experts »: no contraction there
    if comma > 0 and (further := _affiliation(scene, source, comma)) > 0:
        comma = further
    return replace(source, span=TextSpan(start, comma if comma > 0 else source.span.end))


def _with_apposition(scene: Scene, source: Source) -> Source:
    """« selon le porte-parole, Ann Lee, tout va bien », « d'après Ann Lee, chercheuse à Oxford, tout va bien »."""
    aside = _between_commas(scene, source.span.end)
    if not aside or source.span.end <= source.head.start:
        return source
    full = len(aside) > 1 or " " in aside[0].text
    name = source.head.pos == "NOUN" and full and all(w.pos == "PROPN" for w in aside)
    role = source.head.pos == "PROPN" and aside[0].pos == "NOUN" and scene.speaks(aside[0])
    if not (name or role) or any(w.pos in ("VERB", "AUX") or w.text in '«“"' for w in aside):
        return source
    return replace(source, span=TextSpan(source.span.start, aside[-1].end))


def _past_relative(scene: Scene, aside: TextSpan) -> TextSpan:
    """« selon un juge, qui a requis l'anonymat, »: what is told of the source is not what it says."""
    clause = _between_commas(scene, aside.end)
    relative = bool(clause) and clause[0].lower in ("qui", "dont", "who", "whose") and len(clause) > 1
    quoted = any(scene.quotation_at(w.start) is not None for w in clause)
    return TextSpan(aside.start, clause[-1].end) if relative and not quoted else aside


def _between_commas(scene: Scene, end: int) -> list[Word]:
    """Return the words between a comma right behind a place and the next one of its sentence, or its end."""
    words = scene.passage.words
    at = scene.first_word_from(end)
    found: list[Word] = []
    if at >= len(words) or words[at].text != ",":
        return found
    for word in words[at + 1 : at + 26]:
        if word.sentence == words[at].sentence and word.text in (",", "."):
            return found
        found.append(word)
    return []


def _affiliation(scene: Scene, source: Source, comma: int) -> int:
    """« Pour Aïssata Diop, de l'université de Dakar, »: where what a named person belongs to ends; 0 without it."""
    mark = scene.passage.word_at(comma)
    last, first = (mark.previous, mark.next) if mark is not None else (None, None)
    if last is None or first is None or last.pos != "PROPN" or first.lower not in _BELONGING or source.head is last:
        return 0
    word: Word | None = first
    while word is not None and word.i - first.i < 9 and word.sentence == first.sentence and word.text != ",":
        if word.pos in ("VERB", "AUX") or scene.quotation_at(word.start) is not None:
            return 0
        word = word.next
    return word.start if word is not None and word.text == "," and word.i - first.i > 1 else 0


_BELONGING = frozenset({"de", "du", "d'", "à", "au"})


def _clitic(cue: Cue) -> Source | None:
    """« à l'en croire »: the pronoun stands inside the cue."""
    return Source(cue.head, TextSpan(cue.head.start, cue.head.end)) if cue.first < cue.head.i <= cue.last else None


def _own_words(cue: Cue) -> Source | None:
    """« selon ses mots »: the source is whoever « ses » stands for."""
    owner = next((c for c in cue.head.children_by("det") if c.lower in ("ses", "leurs", "his", "her", "their")), None)
    if owner is None or cue.head.lemma not in ("mot", "propos", "terme", "dire", "word"):
        return None
    return Source(owner, TextSpan(owner.start, owner.end))


def _credible(scene: Scene, cue: Cue, source: Source) -> bool:
    """« selon lui » names someone, « selon les cas » does not."""
    before = scene.passage.words[cue.first - 1] if cue.first else None
    if cue.entry.cue == "vu de" and before is not None and before.pos in ("AUX", "VERB", "PRON", "ADV"):
        return False  # « il en a vu d'autres »
    if cue.entry.cue == "pour":
        words = scene.passage.words
        opens = cue.first == 0 or starts_sentence(words, cue.first) or words[cue.first - 1].text in (",", "»")
        after = next((w for w in words if w.start >= source.span.end), None)
        return opens and after is not None and after.text in (",", ":", "«", "“") and scene.speaks(cue.head)
    return (
        cue.head.pos in ("PROPN", "PRON") or scene.speaks(cue.head) or cue.entry.cue != "selon" or _set_off(scene, cue)
    )


def _set_off(scene: Scene, cue: Cue) -> bool:
    words = scene.passage.words
    return cue.first == 0 or starts_sentence(words, cue.first) or words[cue.first - 1].text in (",", "»", "”", "(")


def _stretched(scene: Scene, aside: TextSpan) -> TextSpan:
    """Take « cité par l'agence Tass » behind the name into the aside, up to the next comma."""
    tail = scene.text[aside.end : scene.passage.span.end]
    rest = re.match(r",?[^,;:.«»“”\"()\n]{0,80}?(?=[,;:.«»“”\"()\n])", tail)
    if rest and re.match(r",?\s+(?:cit|interrog|interview|joint|contact|consult|obtenu|quoted|cited)", rest[0]):
        return TextSpan(aside.start, aside.end + rest.end())
    return aside


def _with_brackets(text: str, aside: TextSpan) -> TextSpan:
    """« La route est sûre (selon Oslo). »: the brackets around an aside go with it."""
    bracketed = text[aside.start - 1 : aside.start] == "(" and text[aside.end : aside.end + 1] == ")"
    return TextSpan(aside.start - 1, aside.end + 1) if bracketed else aside


def _said_around(scene: Scene, cue: Cue, aside: TextSpan) -> list[TextSpan]:
    text, sentence = scene.text, scene.sentence_of(cue.head)
    q = next(
        (
            q
            for q in scene.quotations
            if q.outer.end <= aside.start and not text[q.outer.end : aside.start].strip(" ,\u00a0\u202f")
        ),
        None,
    )
    start, end = _segment(scene, sentence, aside)
    start = max(start, _clause_around(scene, sentence, aside))
    before = trimmed(text, start, aside.start)
    after = trimmed(text, aside.end, end)
    if q is not None and (
        after is None or (before is not None and q.outer.contains(before)) or not scene.names_a_clause(before)
    ):
        return [q.outer]
    if before is not None and not scene.names_a_clause(before):
        before = None if len(scene.passage.words_in(before)) < 3 else before
    if before is not None and after is not None and scene.names_a_clause(before) and not _interrupted(scene, aside):
        return [before]
    return [s for s in (before, after) if s]


def _impersonal(scene: Scene, sentence: list[Word], aside: TextSpan) -> int:
    """« De source turque, on assure que le port est ouvert »: where what is said begins; 0 without such words."""
    behind = [w for w in sentence if w.start >= aside.end and w.text != ","][:4]
    told = next((w for w in behind[1:3] if w.lemma in scene.lexicon.verbs), None)
    that = told.next if told is not None else None
    opens = that is not None and behind[0].lower == "on" and that.lower in ("que", "qu'")
    return that.end if that is not None and opens else 0


def _clause_around(scene: Scene, sentence: list[Word], aside: TextSpan) -> int:
    """Return where the clause begins that an aside interrupts: only that is said; 0 outside one.

    « des soldats que Kigali aurait, selon X, déployés »; « regrette que Kigali ait, selon X, triché ».
    """
    pronouns = [w for w in sentence if w.lower in ("que", "qu'", "dont", "which") and w.end <= aside.start]
    if not pronouns or not _interrupted(scene, aside):
        return 0
    pronoun = pronouns[-1]
    relative = pronoun.pos == "PRON" or (pronoun.head is not None and pronoun.head.dep in ("relcl", "ccomp"))
    between = [w for w in sentence if pronoun.end <= w.start < aside.start]
    commas = sum(w.text == "," for w in between)
    return pronoun.end if relative and commas < 2 and len(between) < 8 else 0


def _segment(scene: Scene, sentence: list[Word], aside: TextSpan) -> tuple[int, int]:
    """Return where the clause around an aside begins and ends: at the sentence's ends or a semicolon."""
    start, end = sentence[0].start, sentence[-1].end
    for word in sentence:
        if word.text == ";" or (word.text == ":" and word.end <= aside.start):
            if word.end <= aside.start:
                start = word.end
            elif word.start >= aside.end:
                end = word.start
                break
    return start, end


def _interrupted(scene: Scene, aside: TextSpan) -> bool:
    """A comma or a closing mark on both sides of the aside: the clause goes on behind it."""
    after = scene.text[aside.end : aside.end + 2].strip()
    return after.startswith((",", "«", "“", "–", ")")) or after[:1].islower()


def announced_by_noun(scene: Scene) -> Iterator[Draft]:
    """l'affirmation selon laquelle le port est ouvert; Ottawa's charge that the port is closed"""
    for cue in find_noun_cues(scene.passage, scene.lexicon):
        clause = _announced_clause(scene, cue)
        if clause is None:
            continue
        relative = next((w.i for w in subtree(clause) if w.lower in _RELATIVES), cue.last)
        spans = clause_spans(clause, scene.text, after=relative)
        owner = _owner(scene, cue, clause)
        nobody = cue.head.lemma in _NOBODYS or any(c.lower == "no" for c in cue.head.children)  # "no doubt that"
        if spans and (owner is not None or not nobody):
            yield Draft(cue, owner, tuple(spans), "announced_by_noun")


def _owner(scene: Scene, cue: Cue, content: Word) -> Source | None:
    """Ottawa's charge, « l'aveu du ministre », her warning; else the subject of the noun's verb."""
    for child in cue.head.children_by("nmod", "compound", "det"):
        before, own = child.i < cue.first, child.preposition() in _OWNED_BY
        if child.dep == "det" and child.lower in _OWNERS:
            return Source(child, TextSpan(child.start, child.end))
        if child.dep == "compound" and child.pos == "NOUN" and not scene.speaks(child):
            continue  # "a tax proposal to"
        if child.dep != "det" and child.pos in ("PROPN", "NOUN", "PRON") and child is not content and (before or own):
            return source_of_phrase(child)
    by_whom = next((a for c in cue.head.children_by("acl") if (a := c.child("agent")) is not None), None)
    if by_whom is not None:  # « les allégations proférées par X, selon lesquelles »
        return source_of_phrase(by_whom)
    return _governing_source(scene, cue)


_OWNED_BY = frozenset({"de", "d'", "du", "des", "of", "by", "from", "among"})
_NOBODYS = frozenset("idée hypothèse impression théorie sentiment certitude rumeur version idea notion".split())
_OWNERS = frozenset({"his", "her", "their"})


def _announced_clause(scene: Scene, cue: Cue) -> Word | None:
    """Return the clause a noun announces: below it, or hung on its verb but standing right behind the noun."""
    clauses = ("acl", "ccomp", "relcl", "xcomp", "advcl")
    own = cue.head.children_by(*clauses)
    verb = cue.head.head
    beside = verb.children_by(*clauses) if verb is not None and cue.head.dep == "obj" else []
    near = [c for c in beside if min(w.i for w in subtree(c)) == cue.last + 1]
    own += [
        c for c in cue.head.children_by("amod") if c.child("mark") is not None
    ]  # « l'espoir que le port soit fermé »
    return next((c for c in [*own, *near] if c.i > cue.last and _announced(c, scene, cue)), None)


def _announced(clause: Word, scene: Scene, cue: Cue) -> bool:
    mark = clause.child("mark")
    lower = mark.lower if mark is not None else ""
    if lower in ("que", "qu'", "that") and _weighed(clause, scene):
        return False
    if scene.passage.language == "en":
        return (lower == "that" and clause.dep != "relcl") or (
            clause.dep == "acl" and any(c.lower == "to" for c in clause.children)
        )
    if "inf" in cue.entry.frames and "VerbForm=Inf" in clause.features and lower in ("de", "d'", "à"):
        return True  # « la promesse de livrer des avions »
    helped = any(c.lemma == "avoir" for c in clause.children_by("aux"))
    if helped and ("Gender=Fem" in clause.features or "Number=Plur" in clause.features):
        return False  # « la remarque que Lima a qualifiée d'injuste »: what agrees with its object is a relative clause
    first = min(subtree(clause), key=lambda w: w.i)
    inverted = mark is not None and mark.next is clause  # « la version que conteste le juge »
    return (lower in ("que", "qu'") and clause.dep != "relcl" and not inverted) or first.lower == "selon"


def _weighed(clause: Word, scene: Scene) -> bool:
    """« une information que l'armée refuse de commenter »: the noun is the object of a verb that weighs it."""
    last = clause
    while (below := last.child("xcomp")) is not None and below.pos == "VERB":
        last = below
    weighs = last.lemma in word_classes(scene.passage.language).get("weighing", ())
    return weighs and last.child("obj", "ccomp") is None


def _governing_source(scene: Scene, cue: Cue) -> Source | None:
    """a formulé l'espoir que: the subject of the verb that has the noun as its object."""
    verb = cue.head.head
    if verb is None or verb.pos != "VERB" or cue.head.dep not in ("obj", "obl"):
        return None
    if scene.passage.language == "en" and verb.lemma in word_classes("en")["meet"]:
        return None  # "the plan drew complaints that"
    if any(entry.stance in _AGAINST for entry in scene.lexicon.verbs.get(verb.lemma, ())):
        return None  # « a rejeté l'idée que »: it is another's
    head = subject_of(verb)
    return source_of_phrase(head) if head is not None else None
