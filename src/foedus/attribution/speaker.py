"""From a source to a speaker: who it is, in what role, for which state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from foedus.attribution.sources import Source
from foedus.language.actors import PERSONAL, PLURAL, SPEAKERS_OWN, Discourse, Identity, described
from foedus.language.syntax import Word, conjuncts
from foedus.model import Speaker

_DOCUMENTS = frozenset(
    "communiqué texte déclaration note lettre discours message statement letter speech communique readout mot terme "
    "propos word tweet post tribune".split()
)
STAND_INS = frozenset(
    "porte-parole ministre président présidente diplomate responsable dirigeant général chancelier chancelière "
    "ambassadeur ambassadrice dernier dernière intéressé homme émissaire négociateur roi secrétaire premier second "
    "commandant spokesman spokeswoman spokesperson minister president diplomat official leader general chancellor "
    "ambassador envoy negotiator king secretary commander".split()
)
_LATTER = frozenset({"dernier", "dernière", "intéressé", "intéressée", "latter"})
_DEFINITE = frozenset({"le", "la", "l'", "the", "ce", "cette", "this", "that"})
_OWNERS = frozenset({"ses", "leurs", "his", "her", "their", "son", "sa", "leur"})
_REACH = 1500  # characters: farther back a pronoun does not look


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Someone a pronoun may stand for."""

    start: int
    speaker: Speaker
    gender: str
    plural: bool


class SpeakerMemory:
    """The speakers of an article so far, for « il », « le ministre », « selon lui ».

    Args:
        quoted: whether a character lies inside a quotation: who is named there is spoken of, and does not speak.
    """

    def __init__(self, discourse: Discourse, quoted: Callable[[int], bool]) -> None:
        self.discourse, self._quoted = discourse, quoted
        self._last: list[_Candidate] = []

    def resolve(self, source: Source | None) -> Speaker | None:
        """Return the speaker a source stands for; None where the text does not say."""
        if source is None:
            return None
        head = source.head
        bare = head.lower.removeprefix("-t").lstrip("-")
        if bare in PERSONAL or bare in PLURAL or head.lower in _OWNERS:
            found = self._antecedent(head, bare)
        elif bare in SPEAKERS_OWN:
            found = self._last[-1].speaker if self._last else None
        else:
            found = self._named(head)
        if found is not None:
            self._last.append(_Candidate(head.start, found, _gender(head), _plural(head) or bool(found.others)))
        return found

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
            states = list(self.discourse.resolve_state(head)[:1])
        return Speaker(identity.name, identity.role, states[0] if states else None, tuple(states[1:]))

    def _introduced(self, head: Word, identity: Identity) -> Identity:
        """« le ministre russe »: the one person introduced before in that role for that state."""
        if head.pos != "NOUN" or not identity.states or identity.name != identity.role:
            return identity
        lemma = head.lemma.lower()
        same = {
            person.name: person
            for person in self.discourse.people.values()
            if person.states == identity.states and lemma in (person.role or "").lower().split()
        }
        return next(iter(same.values())) if len(same) == 1 else identity

    def _stand_in(self, head: Word) -> Speaker | None:
        """« le ministre », « ce dernier »: whoever was last introduced so."""
        if head.lemma.lower() not in STAND_INS and head.lower not in STAND_INS:
            return None
        if head.lower not in _LATTER and any(c.dep in ("nmod", "amod", "appos", "flat") for c in head.children):
            return None
        if not {c.lower for c in head.children if c.dep == "det"} & _DEFINITE:
            return None
        wanted = head.lemma.lower()
        for candidate in reversed(self._last):
            if wanted in (candidate.speaker.role or candidate.speaker.name).lower() or head.lower in _LATTER:
                return candidate.speaker
        for identity in reversed(list(self.discourse.people.values())):
            if wanted in (identity.role or "").lower():
                return _speaker(identity)
        return None

    def _of_document(self, head: Word) -> str | None:
        """« le communiqué »: it speaks for whoever it is of, else for the last speaker's state."""
        if head.lemma.lower() not in _DOCUMENTS:
            return None
        own = self.discourse.qualified(head)
        if own:
            return own[0]
        return self._last[-1].speaker.state if self._last else None

    def _antecedent(self, head: Word, bare: str) -> Speaker | None:
        """Return the nearest speaker or subject before a pronoun that agrees with it."""
        gender, plural = _gender(head), bare in PLURAL or bare in ("ils", "elles")
        before = [c for c in self._last if c.start < head.start]
        before.extend(self._subjects_before(head))
        for candidate in sorted(before, key=lambda c: -c.start):
            if head.start - candidate.start > _REACH:
                return None
            agrees = not gender or not candidate.gender or gender == candidate.gender
            if agrees and (plural == candidate.plural or bare in ("leur", "leurs", "l'")):
                return candidate.speaker
        return None

    def _subjects_before(self, head: Word) -> Iterator[_Candidate]:
        """Yield the subjects of the paragraph before a pronoun; those of its own sentence only for a full pronoun."""
        passage = self.discourse.passage_at(head.start)
        if passage is None:
            return
        clitic = head.lower.startswith("-")
        for word in passage.words[: head.i]:
            if word.dep not in ("subj", "subj:pass") or word.pos not in ("NOUN", "PROPN") or self._quoted(word.start):
                continue
            if word.sentence == head.sentence and (clitic or (word.head is not None and word.head.dep == "relcl")):
                continue
            identity = self.discourse.identify(word)
            if identity is not None and (identity.states or identity.scope):
                identity = self._introduced(word, identity)
                yield _Candidate(word.start, _speaker(identity), _gender(word), _plural(word))


def _speaker(identity: Identity) -> Speaker:
    states = identity.states
    return Speaker(identity.name, identity.role, states[0] if states else None, tuple(states[1:]))


def _gender(word: Word) -> str:
    lower = word.lower.removeprefix("-t").lstrip("-")
    if lower in ("il", "lui", "he", "him", "ils", "celui-ci", "his"):
        return "Masc"
    if lower in ("elle", "elles", "she", "celle-ci", "her"):
        return "Fem"
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
