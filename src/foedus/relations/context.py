"""The end of a relation that its words leave out: whoever speaks, did the thing pointed back to, or stands opposite.

« Doha a rejeté ces accusations »: of those who made them.     "Iran freed two sailors," London said: of Britain's.
"""

from collections.abc import Sequence

from foedus.attribution.sources import subject_of
from foedus.codes import Code, facts
from foedus.language.actors import ANY, Discourse
from foedus.language.syntax import Word, conjuncts, is_passive, subtree
from foedus.model import MentionKind, Mood, TextSpan
from foedus.relations.claim import Claim
from foedus.relations.deeds import doers, points_back
from foedus.relations.ends import paid_for
from foedus.tables import word_classes

_HOSTING = {"host", "accueillir", "abriter", "organiser"}
_FILLS_FROM_SPEECH = {Code.RETREAT, Code.AID, Code.SUPPORT, Code.SANCTION, Code.COERCE, Code.ASSAULT, Code.AGREE,
                      Code.CONSULT, Code.COOPERATE, Code.REJECT, Code.ACCUSE, Code.THREATEN, Code.ALLIED, Code.ALIGNED,
                      Code.OPPOSED, Code.AT_WAR, Code.MOBILIZE, Code.REQUEST}  # fmt: skip


_DEEDS = {Code.ASSAULT, Code.COERCE}


def complete(claims: Sequence[Claim], told: Sequence[Claim], discourse: Discourse) -> None:
    """Give a claim with one end known the other from who speaks to whom around it."""
    for claim in claims:
        if claim.pairs() or claim.code not in _FILLS_FROM_SPEECH:
            continue
        known = claim.sources or claim.targets
        speaker = claim.statement.speaker if claim.statement else None
        if not known or speaker is None or speaker.state is None:
            continue
        if claim.code is Code.REJECT and is_passive(claim.trigger) and claim.trigger.child("agent") is None:
            continue  # « un dialogue a été proposé. Il a été refusé »: by somebody
        around = [speaker.state, *speaker.others]
        if (
            claim.sources
            and not claim.targets
            and (_feared(claim, discourse.language) or not _done_to_others(claim))
            and not _given_to_another(claim, discourse)
            and not _given_to_the_doer(claim)
            and not _sent_to_a_place(claim, discourse.language)
        ):
            against = _massed_against(claim, told) if claim.code is Code.MOBILIZE else []
            claim.targets = against or [s for s in around if s not in claim.sources]
        elif (
            claim.targets
            and not claim.sources
            and not _reacted_to(claim, discourse.language)
            and not by_anyone(claim, discourse)
        ):
            claim.sources = [s for s in _whose_clause(claim, discourse) or around if s not in claim.targets]
    _from_demands(claims)
    _from_joined(claims)
    for claim in claims:
        if not claim.pairs() and claim.code in CARRIED | _WITHIN_SENTENCE and claim.mood is not Mood.NEGATED:
            _from_context(claim, told, discourse)


def _massed_against(claim: Claim, told: Sequence[Claim]) -> list[str]:
    """Washington says Belgrade masses troops at the border: that of whom Belgrade is told to quarrel with."""
    spoken = claim.statement.speaker if claim.statement else None
    speaker = spoken.state if spoken is not None else None
    foes = {s for c in told if facts(c.code).sign < 0 for p in c.pairs() if {*p} & {*claim.sources} for s in p}
    others = foes - {*claim.sources}
    return [*others] if len(others) == 1 and speaker not in {*others, *claim.sources} else []


def _whose_clause(claim: Claim, discourse: Discourse) -> list[str]:
    """Seoul says Pyongyang trains men to attack Japan: the state whose clause an act hangs in, not who says it."""
    for verb in claim.trigger.ancestors():
        subject = verb.child("subj") if verb.pos == "VERB" and verb.dep in ("ccomp", "root", "conj") else None
        if subject is not None and claim.statement is not None:
            within = any(s.start <= subject.start < s.end for s in claim.statement.content_spans)
            return list(discourse.resolve_state(subject)) if within and subject.pos in ("NOUN", "PROPN") else []
    return []


def _from_demands(claims: Sequence[Claim]) -> None:
    """« Bakou exige d'Erevan des excuses »: what is asked of one is asked for the other."""
    asked = {id(c.statement): c for c in claims if c.code is Code.REQUEST and c.statement is not None and c.pairs()}
    for claim in claims:
        request = asked.get(id(claim.statement))
        if request is None or claim.pairs() or claim.mood is not Mood.DEMANDED:
            continue
        if claim.targets and not set(claim.targets) & set(request.targets):
            claim.sources = [s for s in request.targets if s not in claim.targets]
        elif claim.sources and not set(claim.sources) & set(request.sources):
            claim.targets = [s for s in request.sources if s not in claim.sources]


_JOINED = {Code.AID, Code.COOPERATE}


def _from_joined(claims: Sequence[Claim]) -> None:
    """« Oslo a livré des chars à Kiev, et Riga envoyé des obus »: the second of two gives to whom the first does."""
    for claim in claims:
        first = claim.trigger.head if claim.trigger.dep == "conj" else None
        if claim.targets or not claim.sources or claim.code not in _JOINED or first is None:
            continue
        given = next((c for c in claims if c.trigger is first and c.code in _JOINED and c.pairs()), None)
        if given is not None and not set(given.targets) & set(claim.sources):
            claim.targets = list(given.targets)


def _done_to_others(claim: Claim) -> bool:
    """ "the invasion", "shot down a helicopter", "attacked": not said to be done to whoever speaks of it."""
    word = claim.trigger
    objects = word.children_by("obj", "iobj")
    us = any(c.pos == "PRON" for c in objects)  # « les Russes nous ont attaqués »
    struck = claim.code is Code.ASSAULT and word.pos == "VERB" and not us
    return struck or (word.pos == "NOUN" and claim.code in _DEEDS)


def _feared(claim: Claim, language: str) -> bool:
    """« La Pologne redoute une attaque russe »: on her."""
    cue = claim.statement.rule.partition(":")[2] if claim.statement else ""
    return claim.trigger.pos == "NOUN" and cue in word_classes(language).get("fearing", ())


def _given_to_the_doer(claim: Claim) -> bool:
    """« préparaient un attentat avec l'appui de Washington »: help for those who did it, not for who tells it."""
    helped = claim.code in (Code.SUPPORT, Code.AID) and claim.trigger.pos == "NOUN"
    return helped and claim.trigger.preposition() in ("avec", "with", "sans", "without")


def _sent_to_a_place(claim: Claim, language: str) -> bool:
    """« ont envoyé des frégates dans la région »: to no state, least of all to the one who tells it."""
    territories = word_classes(language).get("territory", frozenset())
    where = claim.trigger.children_by("obl") if claim.code is Code.AID else []
    return any(w.lemma in territories and w.preposition() in _WHERE for w in where)


_WHERE = {"dans", "vers", "in", "into", "to"}


def _reacted_to(claim: Claim, language: str) -> bool:
    """« a condamné les sanctions contre l'Iran », "the invasion of Kuwait": no deed of whoever speaks of it."""
    word = claim.trigger
    if word.pos == "NOUN":
        cue = claim.statement.rule.partition(":")[2] if claim.statement else ""
        return claim.code in _DEEDS or cue in word_classes(language).get("reaction", ())
    if claim.code is not Code.ASSAULT:
        return False
    doer = subject_of(word) if word.pos == "VERB" else None
    # « Le Tchad a été attaqué, a dit Paris », « les frappes qui ont visé le port »
    return is_passive(word) or (doer is not None and doer.pos == "NOUN")


def by_anyone(claim: Claim, discourse: Discourse) -> bool:
    """« tout pays qui livrerait du brut », "whoever arms them": nobody in particular."""
    clause = next((a for a in (claim.trigger, *claim.trigger.ancestors()) if a.dep == "relcl"), None)
    doer = clause.head if clause is not None else subject_of(claim.trigger)
    anyone = doer is not None and any(c.lower in ("a", "an", "un", "une") for c in doer.children)
    if clause is not None and anyone and doer is not None and doer.lemma in discourse.generics:
        return True  # "a neighbour who can talk to Tehran"
    return doer is not None and (doer.lower in ANY or discourse.in_general(doer))


CARRIED = {
    Code.REJECT,
    Code.CONSULT,
    Code.AGREE,
    Code.ACCUSE,
    Code.CONCEDE,
    Code.AT_WAR,
    Code.PROTEST,
    Code.COOPERATE,
    Code.SUPPORT,
    Code.THREATEN,
    Code.REQUEST,
}
_WITHIN_SENTENCE = {Code.SANCTION, Code.RETREAT, Code.OPPOSED, Code.ALLIED, Code.ALIGNED}  # fmt: skip


_NAMED_BY_NOUNS = {Code.CONCEDE, Code.RETREAT}  # "an Israeli apology came"


def _from_context(claim: Claim, told: Sequence[Claim], discourse: Discourse) -> None:
    """« Doha a rejeté ces accusations »: the other end is who made them, else the state spoken of just before."""
    known = claim.sources or claim.targets
    verbal = claim.trigger.pos == "VERB" or (claim.sources and claim.code in _NAMED_BY_NOUNS)
    if (
        len(known) != 1
        or not verbal
        or (claim.code is Code.CONSULT and (not claim.sources or _hosts_talks(claim, discourse)))
        or (claim.code is Code.CONSULT and claim.trigger.dep in ("acl", "advcl"))
    ):
        return  # who travels or meets must be named: "speaking in Quetta, she said"
    if with_whom_is_said(claim, discourse):
        return
    if "VerbForm=Inf" in claim.trigger.features and claim.trigger.dep in ("root", "subj", "dislocated"):
        return  # « Rompre avec Abou Dhabi, c'est ... »: for anyone
    if done_by_another(claim, discourse):
        return
    if claim.code in (Code.SUPPORT, Code.REQUEST) and _of_its_own(claim.trigger, discourse.language):
        return
    if _of_what_a_body_did(claim, discourse):
        return
    objects = claim.trigger.children_by("obj") if claim.code is not Code.RETREAT else []
    other = [s for o in objects for s in doers(o, told, discourse.language, known)]
    if claim.code is Code.ACCUSE and any(o.lemma in word_classes(discourse.language)["attack"] for o in objects):
        other = other or _last_attackers(claim, told)
    elif not other and claim.code in _WITHIN_SENTENCE:
        other = _named_beside(known[0], claim, discourse)
    elif not other:
        beside = discourse.counterpart(known[0], claim.trigger.start, unrivalled=True)
        spoken_of = beside or _facing(known[0], claim, discourse)
        other = [spoken_of] if spoken_of is not None else []
    if claim.sources:
        claim.targets = other
    else:
        claim.sources = other


def _last_attackers(claim: Claim, told: Sequence[Claim]) -> list[str]:
    """« Delhi a condamné des frappes contraires au droit »: those of whoever struck last, never its own."""
    struck = [c for c in told if c.code is Code.ASSAULT and c.pairs() and c.trigger.start < claim.trigger.start]
    last = max(struck, key=lambda c: c.trigger.start, default=None)
    return [s for s in last.sources if s not in claim.sources] if last is not None else []


def _of_what_a_body_did(claim: Claim, discourse: Discourse) -> bool:
    """« L'Union africaine propose des pourparlers ; Le Caire s'y refuse »: what « y » stands for is no state's."""
    verb = claim.trigger
    if claim.passage is None or not any(c.lower == "y" for c in verb.children):
        return False
    before = verb.head or next((w for w in reversed(claim.passage.words) if w.dep == "root" and w.i < verb.i), None)
    doer = subject_of(before) if before is not None and before.pos == "VERB" else None
    return doer is not None and doer.pos in ("NOUN", "PROPN") and not discourse.resolve_state(doer)


def _hosts_talks(claim: Claim, discourse: Discourse) -> bool:
    """ "is ready to host the next round": whose talks, is not said."""
    talks = claim.trigger.child("obj") if claim.trigger.lemma in _HOSTING else None
    return talks is not None and not any(discourse.mention_at(w) for w in subtree(talks))


def done_by_another(claim: Claim, discourse: Discourse) -> bool:
    """ "a miner bought a Canadian rival", « la cour, qui a donné raison à Manille »: no state did it."""
    if not claim.sources and by_anyone(claim, discourse):
        return True
    doer = subject_of(claim.trigger) if not any(e.slot == "subj" for e in claim.ends) else None
    if doer is not None and doer.lower.lstrip("-") in ("vous", "you"):
        return True  # whoever is asked
    if doer is None or doer.pos not in ("NOUN", "PROPN") or points_back(doer, discourse.language):
        return False
    if claim.code is Code.CONSULT:  # "left for Cyprus" tells where to, not who
        office = discourse.noun_scope(doer) == "state"
        return doer.pos == "PROPN" or (bool(discourse.name_beside(doer)) and not office)
    return not claim.sources


def _of_its_own(verb: Word, language: str) -> bool:
    """ "does not recognise the court", "urged the union to act": what stands there is no state's deed."""
    named = verb.children_by("obj", "iobj", "subj:pass")
    return bool(named) and not any(points_back(o, language) for o in named)


_PLACE = 0.4  # Discourse.part of a name that only says where


def _named_beside(state: str, claim: Claim, discourse: Discourse) -> list[str]:
    """« Le Chili a levé les sanctions qui frappaient le Pérou »: the one other state that the sentence names."""
    sentence = claim.passage.sentences[claim.trigger.sentence] if claim.passage is not None else []
    named = discourse.mentions_in(TextSpan(sentence[0].start, sentence[-1].end)) if sentence else []
    hit = {w.start for w in sentence if w.head is not None and paid_for(w.head, discourse.language)}
    aside = {w.start for w in sentence for a in (w, *w.ancestors()) if _sets_aside(a, claim.trigger)}
    hit |= aside  # « a fermé la route par où passe le fret vers l'Inde »
    others = list(dict.fromkeys(m.actor for m in named if m.actor != state and m.span.start not in hit))
    acting = any(m.actor in others and discourse.part(m) > _PLACE for m in named)
    return others if len(others) == 1 and acting else []


def _sets_aside(clause: Word, trigger: Word) -> bool:
    """« a fermé le poste par où passe le fret »: a relative clause that tells of no object of the act."""
    return clause.dep == "relcl" and clause.i > trigger.i and clause.head not in trigger.children_by("obj", "obl")


def _facing(state: str, claim: Claim, discourse: Discourse) -> str | None:
    """Return the other state of a sentence in an article that speaks of two only."""
    if claim.passage is None or len(discourse.main_states()) != 2:
        return None
    sentence = claim.passage.sentences[claim.trigger.sentence]
    mentions = discourse.mentions_in(TextSpan(sentence[0].start, sentence[-1].end))
    others = {m.actor for m in mentions if discourse.part(m) > _PLACE} - {state}
    return next(iter(others)) if len(others) == 1 and state in {m.actor for m in mentions} else None


def with_whom_is_said(claim: Claim, discourse: Discourse) -> bool:
    """Return whether the words leave no end to be found in the context: it is another's, or left open."""
    near = [verb for verb, _ in zip(claim.trigger.ancestors(), range(_ASKED_ABOVE), strict=False)]
    if claim.mood is Mood.DEMANDED and any(asks_others(verb, discourse) for verb in near):
        return True
    return _of_its_like(claim.trigger) or (not claim.targets and _names_another(claim, discourse))


def asks_others(verb: Word, discourse: Discourse) -> bool:
    """« réclame à ses alliés »: whether something is asked of several whom the text does not name."""
    for whom in verb.children_by("obl"):
        others = discourse.generics.get(whom.lemma) == "other" and whom.lower != whom.lemma
        if others and whom.preposition() in _ADDRESSING and not discourse.resolve_state(whom):
            return True
    return False


_VAGUE = {"concern", "inquiétude", "préoccupation"}  # "voiced concern": about whom, is not said
_ASKED_ABOVE = 3  # words between what is asked and the verb that asks; ours
_ADDRESSING = {"à", "auprès de", "to", "from", "of", "on", "with"}


def _of_its_like(trigger: Word) -> bool:
    """ "is studying a similar deal": with whom, is left open."""
    return any(c.lemma in _LIKE for noun in (trigger, *trigger.children_by("obj")) for c in noun.children_by("amod"))


def _names_another(claim: Claim, discourse: Discourse) -> bool:
    """« a quitté Kherson », "signed with Gazprom": whom it concerns is said, and is no state that we know."""
    if _given_to_another(claim, discourse) or any(o.lemma in _VAGUE for o in claim.trigger.children_by("obj")):
        return True
    whoever = [o for o in claim.trigger.children_by("obj") if any(c.lower in ANY for c in o.children)]
    if any(o.lower in _WHATEVER and o.child("relcl") is not None for o in claim.trigger.children_by("obj", "obl")):
        return True  # « soutiendra tout ce qui rapproche ses voisins »
    whom = subject_of(claim.trigger) if claim.code is Code.THREATEN else None
    if whom is not None and discourse.in_general(whom):
        return True  # "countries which help Iran will face sanctions"
    if any(o.lemma in discourse.generics or discourse.noun_scope(o) is not None for o in whoever):
        return True  # « puniront tout pays qui », but « rejette toute ingérence »
    subject = subject_of(claim.trigger) if facts(claim.code).symmetric else None
    others = [c for c in conjuncts(subject)[1:] if c.pos in ("NOUN", "PROPN")] if subject is not None else []
    if any(not discourse.resolve_state(c) for c in others):
        return True  # « le gouvernement congolais et les rebelles ont signé »
    below = [c for c in claim.trigger.children_by("obj", "obl", "nmod") if c.preposition() not in _WHEN]
    known = {*claim.sources, *claim.targets}
    if any(e.slot in _WITH_WHOM and {*e.states} <= known for e in claim.ends):
        return True
    with_whom = [c for c in below if c.preposition() in _WITH_WHOM and c.pos == "NOUN"]
    if any({*discourse.resolve_state(c)} <= known for c in with_whom):
        return True  # "with rebels", « avec les juntes », or one's own: « avec un autre navire chinois »
    if any(_is_union(w, discourse) for c in below for w in c.children_by("nmod")):
        return True  # « sa coopération avec l'Agence de l'énergie atomique »
    named = [w for c in below for w in (c, *c.children_by("nmod", "flat", "appos", "compound")) if w.pos == "PROPN"]
    return any(discourse.mention_at(w) is None and w.text[:1].isupper() for w in named)


def _given_to_another(claim: Claim, discourse: Discourse) -> bool:
    """« exprime sa solidarité aux familles », « accorde des concessions à Total »: to somebody who is no state."""
    word = claim.trigger
    light = word.head.children_by("obl", "iobj") if word.dep == "obj" and word.head is not None else []
    return claim.code in _TO_SOMEBODY and any(
        c.preposition() in ("à", "aux", "au") and _is_no_state(c, discourse)
        for c in (*word.children_by("obl", "iobj", "nmod"), *light)
    )


def _is_no_state(word: Word, discourse: Discourse) -> bool:
    named = word.pos == "PROPN" and word.text[:1].isupper() and discourse.mention_at(word) is None
    return named or (word.pos == "NOUN" and discourse.noun_scope(word) != "state")


def _is_union(word: Word, discourse: Discourse) -> bool:
    mention = discourse.mention_at(word)
    return mention is not None and mention.kind is MentionKind.ORGANISATION and word.preposition() in _WITH_WHOM


_LIKE = {"similar", "comparable", "analogous", "similaire", "semblable", "analogue", "pareil"}
_WHATEVER = {"ce", "tout", "celui", "celle", "ceux", "celles", "anything", "anyone", "those", "what"}
_TO_SOMEBODY = {Code.SUPPORT, Code.AID, Code.CONCEDE, Code.REQUEST}
_WITH_WHOM = {"avec", "contre", "envers", "with", "against", "towards", "toward"}
_WHEN = {"in", "on", "since", "until", "by", "en", "depuis"}
