"""From a source to a speaker: who it is, in what role, for which state."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from foedus.attribution.sources import Source
from foedus.language.actors import PERSONAL, PLURAL, SPEAKERS_OWN, Discourse, Identity, described
from foedus.language.syntax import Passage, Word, conjuncts, subtree
from foedus.model import MentionKind, Speaker, TextSpan
from foedus.tables import read_table

_DOCUMENTS = frozenset(
    "communiqué texte déclaration note lettre discours message statement letter speech communique readout mot terme "
    "propos word tweet post tribune bilan rapport report statistique figure chiffre".split()
)
_ISSUING = frozenset(
    "adopter communiquer diffuser publier rédiger rendre signer transmettre fournir issue publish release".split()
)
_WILL = frozenset({"will", "'ll", "wo", "would"})
_LATTER = frozenset({"dernier", "dernière", "latter"})
_ORDINALS = frozenset({"premier", "première", "second", "seconde", "first", "former"})
_AT = frozenset({"à", "au", "aux", "chez", "dans", "du", "en"})
_DEFINITE = frozenset({"le", "la", "l'", "the", "ce", "cette", "this", "that"})
_OWNERS = frozenset({"ses", "leurs", "his", "her", "their", "son", "sa", "leur"})
_WITH_WHOM = re.compile(r"\s+(?=(?:avec|with|accordé|given|à|to)\b|[«“\"(])")  # « Entretien du ministre avec Le Soir »
_REACH = 1500  # characters: farther back a pronoun does not look


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Someone a pronoun may stand for."""

    start: int
    speaker: Speaker
    gender: str
    plural: bool


@cache
def anaphors(language: str) -> Mapping[str, frozenset[str]]:
    """Return {noun that stands for someone named before: words of the roles it can stand for}."""
    rows = read_table(f"{language}/anaphors.tsv", ("noun", "roles", "example"))
    return {row["noun"].lower(): frozenset(row.words("roles")) for row in rows}


class SpeakerMemory:
    """The speakers of an article so far, for « il », « le ministre », « selon lui ».

    Args:
        quoted: whether a character lies inside a quotation: who is named there is spoken of, and does not speak.
    """

    def __init__(self, discourse: Discourse, quoted: Callable[[int], bool]) -> None:
        self.discourse, self._quoted = discourse, quoted
        self._last: list[_Candidate] = []
        self._said: list[tuple[tuple[TextSpan, ...], Speaker]] = []
        self._we: Speaker | None = None  # « nous » outside all quotations
        self._spans: Sequence[TextSpan] = ()  # what is said by whom is being resolved

    def resolve(
        self, source: Source | None, spans: Sequence[TextSpan], *, turn: bool = False, nested: bool = False
    ) -> Speaker | None:
        """Return the speaker a source stands for; None where the text does not say.

        Args:
            spans: what is said, for « nous » inside it.
            turn: whether the source is a name before a colon, as in an interview.
            nested: whether it is said inside a quotation: no pronoun outside stands for its speaker.
        """
        known, self._spans = len(self._last), spans
        found = self._resolved(source) if source is not None else None
        if found is not None and source is not None:
            found = _within(found, source)
        if nested:
            del self._last[known:]
        if turn and source is None:
            found = self._interviewed(spans[0].start)
        elif turn and source is not None and (found is None or found.state is None):
            found = self._who_answers(source, found)
        if found is not None:
            self._said.append((tuple(spans), found))
        return found

    def _interviewed(self, start: int) -> Speaker | None:
        """« Entretien du ministre avec Le Soir » above « R - »: who answers is presented there."""
        words = [w for passage in self._presenting(start) for w in passage.words if w.pos in ("NOUN", "PROPN")]
        for word in words:
            identity = self.discourse.identify(word)
            if identity is not None and identity.scope == "state" and identity.role:
                name, role = (_WITH_WHOM.split(text)[0] for text in (identity.name, identity.role))
                return Speaker(name, role, identity.states[0] if identity.states else None)
        for word in words:
            identity = self.discourse.identify(word)
            if identity is not None and identity.scope == "expert" and identity.name != identity.role:
                return _speaker(identity)
        named = (name for word in words if (name := self._full_name(word)))
        return next((Speaker(name, None, None) for name in named), None)

    def _presenting(self, start: int) -> list[Passage]:
        """Return the passages that present an interview: those before the first question, and before an answer."""
        found: list[Passage] = []
        for passage in self.discourse.passages[:4]:
            titled = not found and start < passage.span.end  # an answer for a title
            if (passage.span.start >= start or passage.text.rstrip().endswith("?")) and not titled:
                break
            found.append(passage)
        return found

    def _full_name(self, word: Word) -> str | None:
        """« Claire Vasseur analyse », « entretien avec Claire Vasseur »: a first name and a name of nobody known."""
        after = word.next
        if after is None or word.pos != "PROPN" or after.pos != "PROPN" or not (word.text + after.text).isalpha():
            return None
        presented = word.dep in ("subj", "subj:pass", "appos", "root") or word.preposition() in ("avec", "with")
        if not presented or self.discourse.mention_at(word) or self.discourse.mention_at(after):
            return None
        return f"{word.text} {after.text}" if word.text.istitle() and after.text.istitle() else None

    def _who_answers(self, source: Source, found: Speaker | None) -> Speaker | None:
        """« L. L. : Non. », « Lin Yue : Non. » under « Point de presse du ministère »: whoever was presented before."""
        letters = [word[0] for word in re.findall(r"[^\W\d_][\w’'-]*", _text_of(source))]
        known = [_speaker(i) for i in self.discourse.people.values()] + [s for _, s in self._said]
        for speaker in known:
            names = speaker.name.split()
            same = names[-1:] == _text_of(source).split()[-1:]
            if speaker.role and (same or ([n[0] for n in names] == letters and "." in _text_of(source))):
                return speaker
        states = self.discourse.presented_before(source.head.start)
        return Speaker(found.name, found.role, states[0]) if found is not None and states else found

    def _resolved(self, source: Source) -> Speaker | None:
        head = source.head
        bare = head.lower.removeprefix("-t").lstrip("-")
        found: Speaker | None
        if bare in ("on", "l'on"):
            found = self._on(head)
        elif head.lower in _ORDINALS and (ordered := self._first_or_second(head)) is not None:
            found = ordered
        elif bare in PERSONAL or bare in PLURAL or head.lower in _OWNERS:
            found = self._topic(head) or self._antecedent(head, bare)
        elif head.lower in ("un", "une", "one") and any(c.lower in PLURAL for c in subtree(head)):
            found = next((c.speaker for c in reversed(self._last) if c.plural), None)  # « l'un d'eux »
        elif head.lower in ("un", "une", "l'un", "l'une", "one") and (whom := head.child("nmod")) is not None:
            found = self._named(whom)
        elif head.lower in ("l'", "les"):  # « à l'en croire »
            found = self._antecedent(head, "l'")
        elif bare in SPEAKERS_OWN:
            found = self._first_person(head)
        else:
            found = self._named(head)
        if found is not None:
            self._last.append(_Candidate(head.start, found, _gender(head), _plural(head) or bool(found.others)))
        return found

    def _first_person(self, head: Word) -> Speaker | None:
        """« nous »: whoever speaks the words it stands in; else the ministry whose text it is."""
        around = [s for spans, s in self._said if any(span.start <= head.start < span.end for span in spans)]
        if around:
            return around[-1]
        states = self.discourse.presented_before(head.start)
        if states and not self._quoted(head.start):
            return Speaker("nous" if self.discourse.language == "fr" else "we", None, states[0])
        if self._we is None:  # whose text it is, to its end
            self._we = next((c.speaker for c in reversed(self._last) if c.speaker.state), None)
        return self._we

    def _on(self, head: Word) -> Speaker:
        """« À Doha, on assure que », « assure-t-on à l'état-major français »: the place says whose word it is."""
        passage = self.discourse.passage_at(head.start)
        states = self.discourse.state_of_place(head)
        words = passage.words if passage is not None else []
        place = next((w for w in words[max(0, head.i - 3) : head.i] if w.lower == "où"), None)
        noun = place.previous if place is not None else None
        noun = noun.previous if noun is not None and noun.text == "," else noun
        if noun is not None and (there := self.discourse.identify(noun)) is not None:
            states = there.states
        if not states and head.i >= 2 and "y" in (words[head.i - 1].lower, words[head.i - 2].lower):
            before = [w for w in words[: head.i] if w.sentence <= head.sentence and w.pos in ("NOUN", "PROPN")]
            states = next((i.states for w in reversed(before) if (i := self.discourse.identify(w)) and i.states), ())
        for word in words[head.i + 1 : head.i + 10] if not states else ():
            if word.sentence != head.sentence or word.text in (",", "«", "“", ":"):
                break
            if word.preposition().split(" ")[0] in _AT:
                identity = self.discourse.identify(word)
                states = (identity.states if identity is not None else ()) or self.discourse.qualified(word)
                break
        return Speaker("on", None, states[0] if states else None)

    def _first_or_second(self, head: Word) -> Speaker | None:
        """« Le premier ... Le second ... »: of the two persons or states spoken of last, in their order."""
        if not {c.lower for c in head.children} & {"le", "la", "the"} or head.child("nmod", "amod") is not None:
            return None
        seen: dict[str, Speaker] = {}
        for word in self.discourse.words_before(head):
            identity = self.discourse.identify(word) if word.pos in ("NOUN", "PROPN") else None
            if identity is not None and len(identity.states) == 1 and word.dep != "amod":
                seen.setdefault(identity.states[0], _speaker(identity))
            if len(seen) == 2:
                break
        if len(seen) < 2:
            return None
        later, earlier = seen.values()
        return earlier if head.lower in ("premier", "première", "first", "former") else later

    def _topic(self, head: Word) -> Speaker | None:
        """« Quant à l'Otan, elle a fait part »: the pronoun takes up what its sentence begins with."""
        passage = self.discourse.passage_at(head.start)
        sentence = passage.sentences[head.sentence] if passage is not None else []
        if not sentence or sentence[0].lower != "quant":
            return None
        topic = next((w for w in sentence if w.i < head.i and w.pos in ("NOUN", "PROPN")), None)
        return self._named(topic) if topic is not None else None

    def _named(self, head: Word) -> Speaker | None:
        identity = self.discourse.identify(head)
        if identity is None or (not identity.states and identity.scope in (None, "state")):
            stand_in = self._stand_in(head)
            if stand_in is not None:
                return stand_in
        if identity is None:
            meant = self.discourse.resolve_state(head) or tuple(s for s in (self._of_document(head),) if s)
            return Speaker(described(head), None, meant[0] if meant else None, meant[1:])
        identity = self._introduced(head, identity)
        states = list(identity.states)
        mention = self.discourse.mention_at(head)
        run = self.discourse.listed_with(mention) if mention is not None else ()
        if run:
            states = list(dict.fromkeys(m.actor for m in run))
        for other in conjuncts(head)[1:]:
            more = self.discourse.identify(other)
            states.extend(s for s in (more.states if more else ()) if s not in states)
        if not states and identity.scope == "state":
            found = self.discourse.resolve_state(head) or self._own_future(head) or self.discourse.carried(head)
            both = any(c.lower in ("deux", "two", "both") for c in head.children)
            states = list(found if both else found[:1])
        if not states and identity.name != identity.role:  # « a dit le ministre, X, qui accuse »: as he was named
            before = (c.speaker for c in reversed(self._last) if c.speaker.name == identity.name)
            states = [s.state for s in before if s.state][:1]
        return Speaker(identity.name, identity.role, states[0] if states else None, tuple(states[1:]))

    def _own_future(self, head: Word) -> tuple[str, ...]:
        """« Oslo ne livrera rien, a tranché le ministre »: who says what a state will do behind it speaks for it."""
        start = self._spans[0].start if self._spans else head.start
        passage = self.discourse.passage_at(start)
        word = passage.word_at(start) if passage is not None and start < head.start else None
        if word is None or self._quoted(start) or not {c.lower for c in head.children} & _DEFINITE:
            return ()
        while word is not None and word.pos in ("DET", "PUNCT"):
            word = word.next
        verb = word.head if word is not None and word.dep == "subj" else None
        future = verb is not None and any(
            "Tense=Fut" in w.features or w.lower in _WILL for w in (verb, *verb.children_by("aux", "cop"))
        )
        identity = self.discourse.identify(word) if future and word is not None else None
        named = identity is not None and identity.role is None and len(identity.states) == 1
        return identity.states if named and identity is not None else ()

    def _introduced(self, head: Word, identity: Identity) -> Identity:
        """« le ministre russe », « le chef de la diplomatie russe »: the one person before who is that there."""
        anyone = any(c.lower in _ANY for c in head.children)  # « un diplomate grec »
        if head.pos != "NOUN" or anyone or not identity.states or identity.name != identity.role:
            return identity
        phrase = described(head).lower().replace("’", "'")
        table = anaphors(self.discourse.language)
        fitting = {head.lemma.lower()}
        fitting |= next((table[n] for n in sorted(table, key=len, reverse=True) if phrase.startswith(n)), frozenset())
        speakers = [_identity(c.speaker) for c in self._last if c.start < head.start and not c.plural]
        same = {
            person.name: person
            for person in (*self.discourse.people.values(), *speakers)
            if person.states == identity.states and person.name != person.role and fitting & _words_of(person.role)
        }
        return next(iter(same.values())) if len(same) == 1 else identity

    def _stand_in(self, head: Word) -> Speaker | None:
        """« le ministre », « ce dernier », « le milliardaire »: whoever was last introduced and can be called so."""
        found = self._anaphor(head)
        if found is None or not {c.lower for c in head.children if c.dep == "det"} & (_DEFINITE | _OWNERS):
            return None
        noun, roles = found
        if head.lower in _LATTER:
            return self._latter(head)
        before = [c.speaker for c in reversed(self._last) if not c.plural and c.start < head.start]
        before += [_speaker(i) for i in reversed(list(self.discourse.people.values()))]
        named = next((s for s in before if noun in _words_of(s.role)), None)
        if named is not None:
            return named
        gender = _gender(head)
        for candidate in self._people_before(head):
            fits = "*" in roles or roles & _words_of(candidate.speaker.role)
            if fits and not (gender and candidate.gender and gender != candidate.gender):
                return candidate.speaker
        return None

    def _latter(self, head: Word) -> Speaker | None:
        """« Il a reçu son homologue grec. Ce dernier ... »: the nearest one before who can speak, subject or not."""
        passage = self.discourse.passage_at(head.start)
        for word in reversed(passage.words[: head.i] if passage is not None else []):
            if (
                word.pos not in ("NOUN", "PROPN")
                or self._quoted(word.start)
                or word.dep in ("amod", "flat", "compound")
            ):
                continue
            mention = self.discourse.mention_at(word)
            if mention is not None and mention.kind is MentionKind.ADJECTIVE and word.child("det") is None:
                continue  # « l'opposant éthiopien »
            identity = self.discourse.identify(word)
            gender = _gender(word)
            if (
                identity is None
                or identity.scope in (None, "none")
                or _plural(word)
                or (gender and gender != _gender(head))
            ):
                continue
            found = _speaker(self._introduced(word, identity))
            return next((c.speaker for c in reversed(self._last) if c.speaker.name == found.name), found)
        return None

    def _anaphor(self, head: Word) -> tuple[str, frozenset[str]] | None:
        """Return the row of anaphors.tsv for a noun phrase that says no more than the row does."""
        table = anaphors(self.discourse.language)
        phrase = described(head).lower().replace("’", "'")
        if phrase in table:
            return phrase, table[phrase]
        more = [c for c in head.children if c.dep in ("nmod", "amod", "appos", "flat") and c.lower != "même"]
        if head.lower not in _LATTER and more:
            return None
        for form in (head.lemma.lower(), head.lower):
            if form in table:
                return form, table[form]
        return None

    def _people_before(self, head: Word) -> list[_Candidate]:
        """Return the single persons in office spoken of before a word, the last one first."""
        before = [c for c in self._last if c.start < head.start]
        before.extend(self._subjects_before(head))
        before.sort(key=lambda c: -c.start)
        return [c for c in before if c.speaker.role and not c.plural]

    def _of_document(self, head: Word) -> str | None:
        """« le communiqué »: it speaks for whoever it is of, else for the last speaker's state."""
        if head.lemma.lower() not in _DOCUMENTS:
            return None
        own = self.discourse.qualified(head)
        issued = [c for c in head.children_by("acl") if c.lemma in _ISSUING]
        for participle in issued if not own else ():  # « un bilan communiqué par le ministère turc »
            agent = participle.child("agent")
            identity = self.discourse.identify(agent) if agent is not None else None
            if identity is not None and agent is not None:
                own = identity.states or self.discourse.qualified(agent)
                return own[0] if own else None
        if own:
            return own[0]
        if not {c.lower for c in head.children if c.dep == "det"} & (_DEFINITE | _OWNERS):
            return None
        return self._last[-1].speaker.state if self._last else None

    def _antecedent(self, head: Word, bare: str) -> Speaker | None:
        """Return the nearest speaker or subject before a pronoun that agrees with it."""
        gender, plural = _gender(head), bare in PLURAL or bare in ("ils", "elles")
        before = [c for c in self._last if c.start < head.start]
        before.extend(self._subjects_before(head))
        persons = bare in ("he", "she", "him") or head.lower.startswith("-")  # « ..., dit-elle »: best a person
        state: Speaker | None = None
        for candidate in sorted(before, key=lambda c: -c.start):
            if head.start - candidate.start > _REACH:
                break
            agrees = not gender or not candidate.gender or gender == candidate.gender
            if agrees and (plural == candidate.plural or bare in ("leur", "leurs", "l'")):
                if not persons or not _is_state(candidate.speaker):
                    return candidate.speaker
                state = state or candidate.speaker
        return state

    def _subjects_before(self, head: Word) -> Iterator[_Candidate]:
        """Yield the subjects of the paragraph before a pronoun; those of its own sentence only for a full pronoun."""
        passage = self.discourse.passage_at(head.start)
        if passage is None:
            return
        # « ..., dit-elle », « La Russie menaçait, selon lui, de »: of whom its own sentence is, it does not speak
        clitic = head.lower.startswith("-") or head.preposition() in ("selon", "d'après", "according to")
        for word in passage.words[: head.i]:
            if word.dep not in ("subj", "subj:pass") or word.pos not in ("NOUN", "PROPN") or self._quoted(word.start):
                continue
            if not _of_main_clause(word) or (word.sentence == head.sentence and clitic):
                continue
            identity = self.discourse.identify(word)
            if identity is not None and (identity.states or identity.scope):
                identity = self._introduced(word, identity)
                if not identity.states and identity.scope == "state":  # « les deux ministres », « le ministre »
                    whose = self.discourse.resolve_state(word) or self.discourse.carried(word)
                    identity = replace(identity, states=whose)
                yield _Candidate(word.start, _speaker(identity), _gender(word), _plural(word))


def _speaker(identity: Identity) -> Speaker:
    states = identity.states
    return Speaker(identity.name, identity.role, states[0] if states else None, tuple(states[1:]))


_ANY = {"un", "une", "des", "a", "an", "some", "another"}


def _within(speaker: Speaker, source: Source) -> Speaker:
    """« Pour Ronald Reagan, l'URSS est », « selon des experts, de 400 soldats »: no name is longer."""
    words = _text_of(source).split()
    name, comma, _ = speaker.name.partition(", ")
    if comma and "".join(name.split()) in ("".join(words), "".join(words[1:])):
        return replace(speaker, name=name, role=name if speaker.role == speaker.name else speaker.role)
    parts = speaker.name.removesuffix("-").split()
    rest = words[len(parts) :]
    if words[: len(parts)] == parts and rest[:1] == ["-"] and len(rest) > 1:  # « Alicia Garcia | - | Herrero »
        return replace(speaker, name=f"{' '.join(parts)}-{rest[1]}")
    return speaker


def _text_of(source: Source) -> str:
    words, word = [], source.head
    while word.previous is not None and word.previous.start >= source.span.start:
        word = word.previous
    here: Word | None = word
    while here is not None and here.end <= source.span.end:
        words.append(here.text)
        here = here.next
    return " ".join(words)


def _identity(speaker: Speaker) -> Identity:
    own = (speaker.state, *speaker.others) if speaker.state else ()
    return Identity(speaker.name, speaker.role, own, "state" if own else None)


def _words_of(role: str | None) -> frozenset[str]:
    """Return the words and the beginning of a role, « secrétaire », « d'État », « secrétaire d'État » among them."""
    words = (role or "").lower().replace("’", "'").replace("-", " ").split()
    pairs = [" ".join(words[:size]) for size in range(2, 5)]
    return frozenset([*words, *(w.partition("'")[2] for w in words), *pairs, (role or "").lower().split(" ")[0]])


def _is_state(speaker: Speaker) -> bool:
    """Whether a speaker is a state or its capital, not somebody who speaks for it."""
    return speaker.role is None and speaker.state is not None and not speaker.others


def _of_main_clause(subject: Word) -> bool:
    """Whether a subject's clause hangs below no other: « il a dit que Berlin mentait. Elle » is not Berlin."""
    verb = subject.head
    while verb is not None and verb.dep in ("conj", "parataxis"):
        verb = verb.head
    return verb is None or verb.dep not in ("ccomp", "relcl", "acl", "xcomp")


def _gender(word: Word) -> str:
    lower = word.lower.removeprefix("-t").lstrip("-")
    if lower in ("il", "lui", "he", "him", "ils", "celui-ci", "his"):
        return "Masc"
    if lower in ("elle", "elles", "she", "celle-ci", "her"):
        return "Fem"
    articles = {c.lower for c in word.children if c.dep == "det" or c.pos == "DET"}
    if word.pos == "NOUN" and articles & {"la", "une", "cette", "le", "un", "ce", "cet"}:  # « la ministre »
        return "Fem" if articles & {"la", "une", "cette"} else "Masc"
    return _feature(word, "Gender") if word.pos == "NOUN" else ""


def _plural(word: Word) -> bool:
    if word.pos == "PROPN":
        return any(c.dep == "det" and c.lower == "les" for c in word.children) or word.child("conj") is not None
    return _feature(word, "Number") == "Plur" or word.child("conj") is not None


def _feature(word: Word, name: str) -> str:
    for part in word.features.split("|"):
        if part.startswith(f"{name}="):
            return part[len(name) + 1 :]
    return ""
