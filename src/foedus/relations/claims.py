"""The relations stage: what is claimed to have happened or to hold between states, and by whom.

A relation hangs on the innermost statement whose content holds its trigger, or which performs it (an accusation is
made by accusing). What no statement holds is the article's own voice.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from foedus.attribution.cues import Stance, cue_lexicon
from foedus.codes import Code, facts
from foedus.language.actors import Discourse
from foedus.language.gazetteer import states
from foedus.language.syntax import Passage, Word, conjuncts, span_of, subtree
from foedus.model import Article, Ground, MentionKind, Mood, Relation, Statement, TextSpan
from foedus.relations.claim import Claim
from foedus.relations.common_foe import told_of_a_common_foe
from foedus.relations.context import CARRIED, asks_others, complete
from foedus.relations.dates import Dates
from foedus.relations.deeds import doers
from foedus.relations.denied import denied
from foedus.relations.dyads import choose_ends
from foedus.relations.ends import End, Ends, Speech, set_before
from foedus.relations.frames import frame_of, frame_table
from foedus.relations.grounds import GROUNDED, grounds_in
from foedus.relations.listed import listed_reasons
from foedus.relations.mediation import complete_from_parties
from foedus.relations.mood import asked, given_by_itself, mood_of
from foedus.relations.not_told import played, tells_nothing, turned_elsewhere
from foedus.relations.overlaps import without_overlaps
from foedus.relations.partners import complete_from_partners
from foedus.relations.places import complete_from_places
from foedus.relations.reciprocal import asked_of_both, asks_for_calm, both_ways, joint_exercise
from foedus.relations.settings import complete_from_main_clause, may_be_found_later
from foedus.relations.spoken import duties, verdict
from foedus.relations.when import date_of
from foedus.tables import word_classes

_PERFORMED = {
    Stance.ACCUSE: Code.ACCUSE, Stance.ASK: Code.REQUEST, Stance.THREATEN: Code.THREATEN, Stance.PRAISE: Code.SUPPORT,
    Stance.REJECT: Code.REJECT,
}  # fmt: skip
_HOSTILE = {Code.ASSAULT, Code.COERCE, Code.SANCTION, Code.MOBILIZE, Code.THREATEN, Code.ACCUSE, Code.REJECT}


def find_claims(
    article: Article, passages: Sequence[Passage], statements: Sequence[Statement], discourse: Discourse
) -> list[Claim]:
    """Return what is claimed in an article, those claims too of which one end could not be told."""
    claims: list[Claim] = []
    ends = Ends(discourse)
    answers = [s for s in statements if s.rule.startswith("speaking_turn") and s.speaker is not None]
    for passage in passages:
        inside = [
            s
            for s in statements
            if s.content_spans[0].start < passage.span.end and s.content_spans[-1].end > passage.span.start
        ]
        inside += [s for s in statements if s.cue_span and passage.span.contains(s.cue_span) and s not in inside]
        found = _framed(article, passage, inside, ends, discourse)
        answering = _who_answers(passage, answers)
        found += _performed(article, passage, inside, found, [*claims, *found], discourse, answering)
        found += _beside(passage, inside, discourse, ends)
        found += _spoken(passage, inside, found, [*claims, *found], discourse)
        complete_from_places(found, article.language)
        complete(found, [*claims, *found], discourse)
        complete_from_parties(found, discourse)
        complete_from_main_clause(found)
        found += denied(passage, found, inside, discourse)
        claims.extend(c for c in found if c.sources or c.targets)
    claims = _borne_out([c for c in claims if not asked(c.trigger)])
    complete_from_partners(claims, discourse)
    claims = [c for passage in passages for c in without_overlaps([c for c in claims if c.passage is passage])]
    claims.extend(listed_reasons(article, passages, claims, discourse))
    return claims


def _borne_out(claims: Sequence[Claim]) -> list[Claim]:
    """Drop what was inferred of two states of which nothing is claimed that agrees with it."""
    stated: dict[frozenset[str], set[Code]] = {}
    for claim in claims:
        for pair in claim.pairs() if not claim.inferred else ():
            stated.setdefault(frozenset(pair), set()).add(claim.code)
    return [
        c
        for c in claims
        if not c.inferred or all(_agrees(c.code, stated.get(frozenset(pair), ())) for pair in c.pairs())
    ]


def _agrees(code: Code, stated: Collection[Code]) -> bool:
    """« La guerre continue », « l'alliance tient » need more of the same; « le différend » any quarrel, or talks."""
    if code in _BORNE_OUT_BY:
        return not _BORNE_OUT_BY[code].isdisjoint(stated)
    return any(facts(other).sign * facts(code).sign >= 0 for other in stated)


_BORNE_OUT_BY = {
    Code.AT_WAR: frozenset({Code.AT_WAR, Code.ASSAULT}),
    Code.ALLIED: frozenset({Code.ALLIED, Code.ALIGNED, Code.AGREE, Code.AID, Code.COOPERATE}),
}


def _speech_at(word: Word, statements: Iterable[Statement]) -> tuple[Statement | None, Speech]:
    """Return the innermost statement whose content holds a word, and who speaks to whom there."""
    best: Statement | None = None
    size = 1 << 60
    for statement in statements:
        for span in statement.content_spans:
            if span.start <= word.start and word.end <= span.end and span.end - span.start < size:
                best, size = statement, span.end - span.start
    if best is None or best.speaker is None or best.speaker.state is None:
        return best, Speech()
    return best, Speech((best.speaker.state, *best.speaker.others))


def _framed(
    article: Article, passage: Passage, statements: Sequence[Statement], ends: Ends, discourse: Discourse
) -> list[Claim]:
    table = frame_table(article.language)
    found = []
    cues = {s.cue_span.start: s for s in statements if s.cue_span}
    for word in passage.words:
        if word.pos not in ("VERB", "NOUN", "ADJ", "AUX"):
            continue
        frame = frame_of(word, table)
        if frame is None or tells_nothing(word, frame, passage, table):
            continue
        cue = next(
            (s for start, s in cues.items() if s.cue_span and s.cue_span.start <= word.start < s.cue_span.end), None
        )
        if cue is not None and frame.code in _PERFORMED.values() and _act_of(cue, article.language) is not None:
            continue  # the statement itself performs it: see _performed
        invited = cue is not None and frame.code is Code.CONSULT and _act_of(cue, article.language) is Code.REQUEST
        if invited or discourse.named_otherwise(word):
            continue  # "invited Cairo to buy", "its rivals, the Rapid Support Forces"
        if cue is not None and cue.rule.startswith(("incise", "inverted_incise")):
            continue  # « a déclaré un représentant de ... »: a verb of saying whose object is its subject
        said = cue is not None and article.language == "fr" and "/que:" in cue.rule
        if said and word.child("obj", "iobj") is None:
            continue  # « soutient que »: it says, and does nothing to anybody
        statement, speech = _speech_at(word, statements)
        if "said" in frame.source and not speech.speaker:
            continue  # "will pay a price": a threat of whoever says it, and of nobody if nobody does
        around = ends.around(word, frame, speech)
        if turned_elsewhere(word, frame, [e.word for e in around]):
            continue
        sources, targets = choose_ends(frame, around)
        if len(sources) == 2 and (not targets or frame.pos == "N") and both_ways(word, frame):
            targets = sources
        if sources == targets and frame.code is Code.CONSULT and _meets_another(word, discourse):
            continue  # « Lima et Quito ont reçu le chef de l'Union »
        if frame.code is Code.PROTEST:
            sources = _crowd(word, passage, discourse, targets)
        if frame.target == ("made",) and not targets:
            continue  # "wants out", "wants influence": nothing of nobody
        inferred = not sources and not targets and facts(frame.code).symmetric and word.pos == "NOUN"
        if inferred:
            sources = targets = list(_both_spoken_of(word, discourse))
            inferred = bool(sources)
        if not sources and not targets and not (facts(frame.code).is_tie and may_be_found_later(word, statement)):
            continue
        if joint_exercise(word, frame, around):
            frame = replace(frame, code=Code.COOPERATE, ground=Ground.MILITARY)
            sources = targets = list(dict.fromkeys((*sources, *targets)))
        mood, evidence = _mood(word, frame.code, article.language), _evidence(word, passage, statement)
        if mood is Mood.DEMANDED and _by_whoever_orders_it(word, sources, around):
            mood = Mood.ASSERTED
        rule = f"{frame.trigger} ({frame.where})"
        claim = Claim(
            word, frame.code, sources, targets, mood, evidence, rule, frame.ground, statement, passage, around,
            frame.mediates, inferred,
        )  # fmt: skip
        found.extend(told_of_a_common_foe(claim))
    return found


def _meets_another(verb: Word, discourse: Discourse) -> bool:
    """Return whether the object of a verb of meeting is a person or body that speaks for no state."""
    met = [o for o in verb.children_by("obj") if o.pos in ("NOUN", "PROPN")] if verb.pos == "VERB" else []
    return any(discourse.noun_scope(o) is not None and not discourse.resolve_state(o) for o in met)


def _mood(word: Word, code: Code, language: str) -> Mood:
    """Return the mood of an act: "will retaliate" is a threat made, "offered aid" is no aid given."""
    mood = mood_of(word, language, tie=facts(code).is_tie or code is Code.COOPERATE)
    if code is Code.THREATEN and mood in (Mood.FUTURE, Mood.POSSIBLE):
        return Mood.ASSERTED
    if facts(code).is_tie and word.pos == "NOUN" and mood is not Mood.NEGATED and _owned(word):
        return Mood.ASSERTED  # "urged its ally to spare them": the ally is one, whatever is urged
    announced = word.dep == "obj" and word.head is not None and word.head.lemma in ("annoncer", "announce")
    if announced and word.pos == "NOUN" and mood is Mood.ASSERTED and code in _ANNOUNCED_AHEAD:
        return Mood.FUTURE  # « a annoncé l'envoi de chars »
    if code is Code.CONSULT and mood is Mood.DEMANDED and word.head is not None and word.head.lemma == "devoir":
        return Mood.FUTURE  # « doit se rendre au Qatar »
    given = given_by_itself(word, language)
    return given if given in (Mood.POSSIBLE, Mood.FUTURE) and mood is Mood.ASSERTED and code in _MATERIAL else mood


def _by_whoever_orders_it(word: Word, sources: Sequence[str], ends: Sequence[End]) -> bool:
    """« Le Kremlin a ordonné le bombardement de Kiev »: an order to one's own is no demand."""
    ordered = word.head is not None and word.head.lemma in ("ordonner", "order")
    return ordered and bool(sources) and any(e.slot == "up:subj" and {*sources} <= {*e.states} for e in ends)


def _owned(noun: Word) -> bool:
    """Return whether a noun is somebody's by a possessive: "its ally", "Iran's foe"."""
    return any(c.lower in _POSSESSIVE or c.preposition() == "'s" for c in noun.children)


_POSSESSIVE = {"son", "sa", "ses", "leur", "leurs", "its", "their", "his", "her", "our", "notre"}
_ANNOUNCED_AHEAD = {Code.AID, Code.RETREAT, Code.CONSULT}
_MATERIAL = {Code.AID, Code.RETREAT, Code.COOPERATE, Code.CONCEDE, Code.CONSULT}


def _both_spoken_of(noun: Word, discourse: Discourse) -> tuple[str, ...]:
    """« le différend », « leur querelle », « ce rapprochement »: that of the two states spoken of just before."""
    determiners = {c.lower for c in noun.children if c.dep == "det"}
    pointed = determiners & _POINTING or (determiners & _DEFINITE and noun.dep in ("subj", "subj:pass"))
    if not pointed or any(w.pos == "PROPN" for w in noun.children_by("nmod", "obl")):
        return ()  # « la guerre en Ukraine »
    pair = discourse.pair_before(noun.start)
    near = discourse.states_before(noun.start, back=300)
    return pair if all(s in near for s in pair) else ()


_POINTING = {"ce", "cet", "cette", "leur", "leurs", "this", "their"}
_DEFINITE = {"le", "la", "l'", "the"}


def _crowd(word: Word, passage: Passage, discourse: Discourse, targets: Sequence[str]) -> list[str]:
    """À Manille, des pêcheurs ont manifesté: a crowd is that of the place it gathers in, else of who is spoken of."""
    sentence = passage.sentences[word.sentence]
    named = discourse.mentions_in(TextSpan(sentence[0].start, sentence[-1].end))
    here = [m.actor for m in named if m.actor not in targets]
    return here[:1] or [s for s in discourse.states_before(sentence[0].start) if s not in targets][:1]


def _evidence(trigger: Word, passage: Passage, statement: Statement | None) -> TextSpan:
    """Return the clause or noun phrase around a trigger, kept within the statement that holds it."""
    head = trigger
    if trigger.pos in ("NOUN", "ADJ") and trigger.dep != "appos":
        while (
            head.head is not None
            and head.head.pos in ("VERB", "AUX", "NOUN")
            and head.dep in ("obj", "obl", "nmod", "subj:pass", "xcomp", "subj", "amod")
        ):
            head = head.head
            if head.pos in ("VERB", "AUX"):
                break
    words = subtree(
        head,
        without=("advcl", "parataxis", "ccomp", "relcl") if head.pos in ("VERB", "AUX") else ("parataxis", "advcl"),
    )
    next_clauses = [c for c in head.children_by("conj") if head.pos == c.pos == "VERB" and c.i > trigger.i]
    further = {w.i for clause in next_clauses for w in subtree(clause)}  # « et condamné les frappes russes »
    words = [w for w in words if w.i not in further and not (w.dep == "cc" and w.i + 1 in further)]
    words = sorted({w.i: w for w in [*words, *_purpose(head)]}.values(), key=lambda w: w.i)
    if head.dep in ("relcl", "acl") and head.head is not None:
        words = sorted(
            {
                w.i: w
                for w in [
                    *[x for x in subtree(head.head, without=("relcl", "acl", "appos", "conj")) if x.i < head.i],
                    *words,
                ]
            }.values(),
            key=lambda w: w.i,
        )
    if statement is not None:
        held = [w for w in words if any(s.start <= w.start and w.end <= s.end for s in statement.content_spans)]
        words = held if trigger in held else [trigger]
    while (words and words[0] is not trigger and _only_opens(words[0], head)) or (
        words and words[0].pos == "PUNCT" and words[0].text not in '«“"'
    ):
        words.pop(0)
    span = span_of(words)
    return span or TextSpan(trigger.start, trigger.end)


def _only_opens(word: Word, head: Word) -> bool:
    """« que Kiev a cédé », « aux accords »: a word that only opens the clause; « En 1963, » tells when."""
    return word.dep in ("mark", "cc") or (word.dep == "case" and word.head is head)


def _purpose(head: Word) -> list[Word]:
    """« s'appuie sur cette alliance, pour faire face à l'Occident »: what for belongs to the evidence."""
    clauses = [c for c in head.children_by("advcl") if c.i > head.i and c.preposition() in ("pour", "afin de")]
    return [w for clause in clauses for w in subtree(clause, without=("parataxis",))]


def _beside(passage: Passage, statements: Sequence[Statement], discourse: Discourse, ends: Ends) -> list[Claim]:
    """la Corée du Nord, aux côtés de la Chine et de l'Inde: named side by side."""
    found = []
    for word in passage.words:
        if word.lower not in ("côtés", "alongside"):
            continue
        before = [m for m in discourse.mentions_in(passage.span) if 0 <= word.start - m.span.end < 12]
        after = [m for m in discourse.mentions_in(passage.span) if 0 <= m.span.start - word.end < 10]
        if not before or not after:
            continue
        others = discourse.lists.get(after[0].span.start) or (after[0].actor,)
        statement, _ = _speech_at(word, statements)
        evidence = _evidence(word, passage, statement)
        sentence = passage.sentences[word.sentence]
        evidence = TextSpan(min(before[-1].span.start, evidence.start), max(evidence.end, _clause_end(sentence, word)))
        found.append(
            Claim(
                word,
                Code.ALIGNED,
                [before[-1].actor],
                list(others),
                mood_of(word, passage.language),
                evidence,
                "beside",
                None,
                statement,
                passage,
            )
        )
    return found


def _clause_end(sentence: Sequence[Word], word: Word) -> int:
    """Return where the clause after a word ends: the sentence's end, less an aside behind its last comma."""
    end = next((w.start for w in sentence if w.i > word.i and w.text in (";", ":")), sentence[-1].end)
    return end - 1 if sentence[-1].text == "." and end == sentence[-1].end else end


def _act_of(statement: Statement, language: str) -> Code | None:
    """Return the code of what a statement does by being made; None for one that only says."""
    return _PERFORMED.get(_stances(language).get(statement.rule.partition(":")[2], Stance.SAY))


@cache
def _stances(language: str) -> Mapping[str, Stance]:
    return {e.cue: e.stance for entries in cue_lexicon(language).verbs.values() for e in entries}


def _performed(
    article: Article,
    passage: Passage,
    statements: Sequence[Statement],
    inner: Sequence[Claim],
    told: Sequence[Claim],
    discourse: Discourse,
    answering: str | None,
) -> list[Claim]:
    """A statement's own act: he accuses, demands, thanks, threatens, refuses."""
    found: list[Claim] = []
    for statement in statements:
        cue = statement.rule.partition(":")[2]
        code = _act_of(statement, article.language)
        if code is None or statement.cue_span is None or not passage.span.contains(statement.cue_span):
            continue
        if statement.speaker is None or statement.speaker.state is None:
            continue
        if code is Code.REQUEST and article.text[: statement.content_spans[-1].end].rstrip(' »”"').endswith("?"):
            continue  # « « Lima a-t-elle menti ? », a demandé Quito »: a question
        sources = [statement.speaker.state, *statement.speaker.others]
        word = _cue_word(statement.cue_span, passage)
        if (
            word is None
            or played(word, passage)
            or any(c.trigger is word and c.code in (Code.ASSAULT, Code.CONCEDE) for c in inner)
        ):
            continue  # "attacked Armenia" is no criticism, "asked Chad for forgiveness" no demand
        targets = _addressed(statement, word, code, sources, inner, told, discourse, passage)
        calm = not targets and code is Code.REQUEST and asks_for_calm(statement, passage)
        if calm:
            targets = asked_of_both(statement, discourse, sources)
        warns = code is Code.THREATEN and "/que:" in statement.rule  # of what might happen, and to whom
        alone = not targets and code in CARRIED and len(sources) == 1 and not warns and not calm
        if alone and not _told_to_you(word) and not _aimed_at_another(word, discourse):
            other = discourse.counterpart(sources[0], statement.cue_span.start, unrivalled=True)
            if other is not None and _bound(sources[0], other, word.start, [*told, *found], discourse):
                targets = [other]
        if not targets and answering is not None and answering not in sources and _told_to_you(word):
            targets = [answering]
        if len(sources) > 1 and any(c.lower in ("se", "s'") for c in word.children):
            targets = sources  # « s'accusent mutuellement »
        mood = _performed_mood(word, code, article.language)
        if not targets or (len(sources) == 1 and targets == sources):
            continue
        if code is Code.REJECT and mood is Mood.NEGATED:  # « n'exclut pas » refuses nothing
            continue
        span = TextSpan(
            min(statement.cue_span.start, statement.content_spans[0].start),
            max(statement.cue_span.end, statement.content_spans[-1].end),
        )
        if (
            statement.source_span is not None
            and statement.source_span.end <= span.start
            and span.start - statement.source_span.end < 60
        ):
            span = TextSpan(statement.source_span.start, span.end)
        found.append(
            Claim(
                word,
                code,
                sources,
                targets,
                mood,
                span,
                f"performed:{cue}",
                None,
                statement,
                passage,
            )
        )
    return found


def _who_answers(passage: Passage, answers: Sequence[Statement]) -> str | None:
    """Return the state of whoever answers next in an interview: « vous » in the question before."""
    answer = next((s for s in answers if s.content_spans[0].start >= passage.span.end), None)
    return answer.speaker.state if answer is not None and answer.speaker is not None else None


def _told_to_you(verb: Word) -> bool:
    return any(thing.lower in ("vous", "you") for thing in verb.children_by("obj", "iobj"))


def _spoken(
    passage: Passage,
    statements: Sequence[Statement],
    inner: Sequence[Claim],
    told: Sequence[Claim],
    discourse: Discourse,
) -> list[Claim]:
    """A duty laid on a state is a demand; calling a thing an outrage is an accusation."""
    found = []
    for statement in statements:
        speaker = statement.speaker
        if speaker is None or speaker.state is None or _act_of(statement, passage.language) is not None:
            continue
        sources = [speaker.state, *speaker.others]
        for verb, subject in duties(passage, statement):
            bound = [s for s in discourse.resolve_state(subject, speaker=tuple(sources)) if s not in sources]
            evidence = _evidence(verb, passage, statement)
            if bound:
                found.append(
                    Claim(verb, Code.REQUEST, sources, bound, Mood.ASSERTED, evidence, "duty", None, statement, passage)
                )
        code, cue = verdict(passage, statement), statement.cue_span
        word = _cue_word(cue, passage) if cue is not None else None
        if code is None or cue is None or word is None:
            continue
        targets = _addressed(statement, word, code, sources, inner, told, discourse, passage)
        other = discourse.counterpart(sources[0], cue.start, unrivalled=True)
        targets = targets or ([other] if other else [])
        first, last = statement.content_spans[0], statement.content_spans[-1]
        span = TextSpan(min(cue.start, first.start), max(cue.end, last.end))
        mood = _performed_mood(word, code, passage.language)
        found.append(Claim(word, code, sources, targets, mood, span, "verdict", None, statement, passage))
    return found


_NEAR = 350  # characters: a paragraph; ours
_NO_NAMES = {MentionKind.ADJECTIVE, MentionKind.PERSON}


def _aimed_at_another(verb: Word, discourse: Discourse) -> bool:
    """« accuse les rebelles », « salue la décision des Européens »: at somebody who is no state but the speaker's.

    « condamne le massacre des Tutsis » is not aimed at them.
    """
    steps = word_classes(discourse.language)["step"]
    if asks_others(verb, discourse):
        return True
    for thing in verb.children_by("obj", "iobj"):
        whose = thing.children_by("nmod", "appos") if thing.lemma in steps else []
        for whom in (thing, *(c for c in whose if c.preposition() in (*_OF_WHOM, "", "des"))):
            several = whom.text[0].isupper() and any(c.lower in ("les", "des", "the") for c in whom.children)
            somebody = several or discourse.noun_scope(whom) is not None
            if somebody and not discourse.resolve_state(whom):
                return True
    return False


def _bound(one: str, other: str, offset: int, told: Sequence[Claim], discourse: Discourse) -> bool:
    """Return whether something is told of two states already, or the other one is named just before a character.

    Named itself, that is: not by an adjective or a person.
    """
    if any({one, other} == {*pair} for c in told for pair in c.pairs()):
        return True
    near = discourse.mentions_in(TextSpan(max(0, offset - _NEAR), offset))
    return any(m.actor == other and m.kind not in _NO_NAMES for m in near)


def _performed_mood(word: Word, code: Code, language: str) -> Mood:
    mood = mood_of(word, language)
    return Mood.ASSERTED if mood in (Mood.FUTURE, Mood.DEMANDED) else mood


_OF_WHOM = ("by", "from", "of", "'s", "par", "de", "d'", "du")


def _behind(noun: Word, language: str) -> list[Word]:
    """Return who is behind what a statement speaks of: "Iran's raid", not "the raid on Iran"."""
    named = [c for c in noun.children_by("agent", "nmod", "obl") if c.preposition() in _OF_WHOM]
    frame = frame_of(noun, frame_table(language))
    if frame is not None and "agent" in frame.source:
        return [c for c in named if c.preposition() not in ("of", "de", "d'", "du")]
    return named


def _cue_word(cue: TextSpan, passage: Passage) -> Word | None:
    """Return the verb of a cue, « qualifié » of « a qualifié »; else its first word."""
    verb = next((w for w in passage.words_in(cue) if w.pos == "VERB"), None)
    return verb or passage.word_at(cue.start)


def _addressed(
    statement: Statement,
    verb: Word,
    code: Code,
    sources: Sequence[str],
    inner: Sequence[Claim],
    told: Sequence[Claim],
    discourse: Discourse,
    passage: Passage,
) -> list[str]:
    """Return whom a statement's act is aimed at: its object, else who is behind the acts it speaks of."""
    if code is Code.REQUEST:
        asked = [s for clause in verb.children_by("ccomp") for s in clause.children_by("subj") if s.pos != "PRON"]
        if asked:  # "demanded that the rebels renounce their fight against Iran": nothing is asked of Iran
            return [s for a in asked for s in discourse.resolve_state(a, speaker=tuple(sources)) if s not in sources]
    antecedent = set_before(verb)
    blamed_there = discourse.resolve_state(antecedent, speaker=tuple(sources)) if antecedent is not None else ()
    if blamed_there and not set(blamed_there) & set(sources):
        return list(blamed_there)
    beside = verb.head if verb.dep == "conj" else None  # « a convoqué l'ambassadeur du Pérou et exigé des excuses »
    alike = [c for c in inner if c.trigger is beside and facts(c.code).sign * facts(code).sign >= 0]
    same = [t for c in alike if {*c.sources} & {*sources} for t in c.targets if t not in sources]
    for child in verb.children_by("obj", "iobj", "obl", "subj:pass"):
        if child.lower in ("other", "another") and any(c.lower in ("each", "one") for c in child.children):
            return list(sources)
        if child.pos == "VERB" or child.preposition() in ("en", "dans", "lors de", "pour", "in", "on", "at"):
            continue
        whom = [
            state
            for one in conjuncts(child)
            for state in discourse.resolve_state(one, speaker=tuple(sources), subject=tuple(sources))
        ]
        own = [s for s in dict.fromkeys(whom) if s not in sources]
        if own:
            return own
        if not whom and code is Code.ACCUSE and child.lemma in discourse.generics and child.dep != "subj:pass":
            return []  # « reproche à ses trois voisins de faire le jeu de Rome »: whoever they are
        citizens = whom or (_owned(child) and child.lemma not in discourse.generics)
        if child.dep == "obj" and verb.child("xcomp") is not None and citizens and len(sources) == 1:
            return list(sources)  # "urged its citizens to leave": nobody else
        behind = _behind(child, passage.language)
        theirs = [s for c in behind for s in discourse.listed(c) or discourse.resolve_state(c, subject=tuple(sources))]
        inside = (m for w in subtree(child) for m in discourse.mentions_in(TextSpan(w.start, w.end)))
        if any(m.actor in states() and m.actor not in sources for m in inside):
            same = []  # « et condamné les frappes russes »
        theirs = [s for s in theirs if s not in sources] or same or doers(child, told, passage.language, sources)
        if theirs:
            return theirs
    if same:
        return same
    held = [
        c
        for c in inner
        if c.statement is statement or any(s.start <= c.trigger.start < s.end for s in statement.content_spans)
    ]
    if code is Code.THREATEN:
        hit = [t for c in held if set(c.sources) & set(sources) for t in c.targets if t not in sources]
        if hit:
            return list(dict.fromkeys(hit))
    blamed: list[str] = []
    for claim in held:
        wanted = code is not Code.ACCUSE or claim.code in _HOSTILE or not claim.targets
        if wanted:
            blamed.extend(s for s in claim.sources if s not in sources and s not in blamed)
    if blamed:
        return blamed
    # "condemned the invasion of Kuwait": whom it was done to is not blamed for it
    victims = {s for c in held if facts(c.code).sign < 0 and not c.sources for s in c.targets}
    warned = code is Code.THREATEN and "/que:" in statement.rule  # « que toute attaque contre Lima aurait un coût »
    spared = {*sources, *(victims if code is Code.ACCUSE or warned else ())}
    named = [m.actor for span in statement.content_spans for m in discourse.mentions_in(span) if m.actor not in spared]
    return list(dict.fromkeys(named))[:1]


def relations_of(article: Article, claims: Sequence[Claim]) -> list[Relation]:
    """Return the relations that claims with two ends make, in order of the text."""
    claims = [claim for claim in claims if claim.passage is not None]
    if not any(claim.pairs() for claim in claims):
        return []  # and most articles of a newspaper need not be searched for dates
    dates = Dates(article.text, article.published)
    made: dict[str, Relation] = {}
    verbs: dict[int, list[Word]] = {}
    for claim in claims:
        if claim.passage is not None and claim.trigger.pos == "VERB":
            verbs.setdefault(claim.passage.span.start, []).append(claim.trigger)
    for claim in claims:
        pairs = claim.pairs()
        if not pairs or claim.passage is None:
            continue
        said = claim.statement.cue_span if claim.statement else None
        when = date_of(claim.trigger, claim.passage, verbs.get(claim.passage.span.start, ()), said, dates)
        date = None if when is None else when.to_come if claim.mood is Mood.FUTURE else when.iso
        words = claim.evidence.slice(article.text)
        stated = grounds_in(words, claim.code, article.language, claim.ground)
        grounds: Sequence[Ground | None] = [claim.ground] if claim.rule == "listed_reasons" else stated or [None]
        for ground in grounds if claim.code in GROUNDED else [None]:
            for source, target in pairs:
                relation = Relation(
                    article=article, source=source, target=target, code=claim.code, mood=claim.mood,
                    evidence_span=claim.evidence, trigger_span=TextSpan(claim.trigger.start, claim.trigger.end),
                    rule=claim.rule, ground=ground,
                    date=date, date_from=when.found if when else None,
                    statement_id=claim.statement.id if claim.statement else None,
                )  # fmt: skip
                made.setdefault(relation.id, relation)
    return sorted(
        made.values(), key=lambda r: (r.evidence_span, r.trigger_span, r.source, r.target, r.code, r.ground or "")
    )
