"""Which state, body or person a noun phrase stands for, in the light of the whole article.

le ministre russe des Affaires étrangères, Sergueï Lavrov  ->  Sergueï Lavrov, that role, RUS
les troupes françaises -> FRA      les deux pays -> the two spoken of      son voisin -> the other one
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from foedus.language.gazetteer import states
from foedus.language.syntax import Passage, Word, behind_circumstance, conjuncts, noun_phrase
from foedus.model import Mention, MentionKind, TextSpan
from foedus.tables import read_table, word_classes

PERSONAL = {"il", "elle", "lui", "-il", "-elle", "-t-il", "-t-elle", "celui-ci", "celle-ci", "l'", "he", "she", "him",
            "it", "her", "-t"}  # fmt: skip
PLURAL = {"ils", "elles", "eux", "-ils", "-elles", "they", "them", "leur", "leurs", "their", "ceux-ci"}
SPEAKERS_OWN = {"nous", "we", "us", "notre", "nos", "our", "-nous", "je", "i", "j'", "mon", "ma", "my", "ours", "nôtre"}
_GAP = re.compile(
    r"\s*,?\s*(?P<joint>\b(?:et|ou|and|or|ainsi que)\s+)?(?:(?:de|à|avec|with|to|of|from)\s+)?"
    r"(?:l[’']|d[’']|(?:le|la|les|du|des|au|aux|the)\s+)?",
    re.I,
)
_POSSESSIVES = {"son", "sa", "ses", "leur", "leurs", "its", "their", "his", "her"}
_RELATIVES = {
    "qui",
    "que",
    "qu'",
    "dont",
    "lequel",
    "laquelle",
    "lesquels",
    "lesquelles",
    "who",
    "whom",
    "which",
    "that",
}
_HONORIFICS = {"m.", "mm.", "mme", "mlle", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "maître", "sir"}
_PARTICLES = {"de", "van", "von", "der", "al", "el", "bin", "ben", "da", "dos", "del", "ibn"}
_HUMAN = {"he", "she", "him", "his", "her"}  # no state in English
_OBJECTS = {"lui", "le", "la", "l'", "les", "leur", "him", "it", "them"}
_NEAREST = {"celui-ci", "celle-ci", "dernier", "dernière", "derniers", "dernières", "latter"}
_OF_ANYONE = {"source", "diplomate", "diplomat"}  # without more: they may be any state's
_AT = {"à", "a", "au", "depuis", "de", "d'", "in", "from"}
_ON_SIDE_OF = {"côté", "du", "dans", "chez"}
_OF = {"de", "d'", "du", "of", "'s"}
_AROUND = {"large", "abords", "frontière", "frontières"}  # « son porte-avions au large des Philippines »
_DEFINITE = {"le", "la", "l'", "les", "ce", "cet", "cette", "ces", "the", "this", "that", "these"}
_OF_A_UNION = ("européen", "onusien", "european")
_OWN_AFFAIRS = {"affaire", "affair"}  # « le ministre des Affaires européennes » is a state's
_DEEP = 2  # nouns between an office and the union it is of: « le chef de la mission onusienne »; ours
_OF_SEVERAL = (
    "occidental",
    "occidentaux",
    "européen",
    "onusien",
    "africain",
    "arabe",
    "étranger",
    "étrangère",
)  # no one state's
_THE_TWO = _DEFINITE | _POSSESSIVES | SPEAKERS_OWN | {"des", "aux", "du", "au", "both"}
_FORMER = {"ancien", "ancienne", "anciens", "anciennes", "retraité", "retraitée", "former", "retired", "ex", "ex-"}
_AT_HOME = {
    "authority",
    "authorities",
    "government",
    "police",
    "force",
    "parliament",
    "junta",
    "ruler",
    "regime",
    "official",
}
_OTHERS = frozenset("homologue counterpart soldat militaire troupe force soldier troop".split())  # never at home
_OPENING = 2  # passages: the title and the lead; ours
_SIDES = {"partie", "belligérant", "protagoniste", "antagoniste", "signataire"}
_PLURAL_ARTICLES = {"les", "aux", "des", "ces"}
_ROLE_ENDS = frozenset(",.;:()«»“”–—")
_LONGEST_ROLE = 14  # words
_SOME = {"des", "de", "d'", "certains", "certaines", "plusieurs", "some", "many", "several", "most", "all"}
ANY = {"tout", "toute", "tous", "chaque", "quelque", "quiconque", "any", "anyone", "every", "each", "whoever"}
_THOSE = {"celui", "celle", "ceux", "celles", "those"}  # « ceux qui lui ferment la porte »
_SENTENCES = 3  # looked back for the two that were just named; ours
_POSTED = {"diplomate", "ambassadeur", "ambassadrice", "émissaire", "envoyé", "consul", "attaché", "correspondant",
           "ambassade", "consulat", "embassy", "consulate",
           "diplomat", "ambassador", "envoy", "correspondent", "reporter"}  # fmt: skip
_THEIR_MANY = {"ses", "nos", "mes", "its", "his", "her", "our", "my"}
_AS_FOR = {("quant", "au"), ("quant", "à"), ("as", "fo")}
_NUMBERS = {"trois": 3, "quatre": 4, "cinq": 5, "three": 3, "four": 4, "five": 5}
_ADJECTIVE = 0.6  # how much an adjective counts as one who acts
_HARDLY, _RIVAL = 0.25, 0.75  # a weight of _spoken_of, and a share of the greatest one; ours
_FAR = 3000  # characters beyond which only the first sentence that names two states counts
_GROUPS = {MentionKind.ORGANISATION}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a noun phrase stands for.

    Attributes:
        name: fullest name known, or the phrase itself.
        role: as written.
        states: ISO3 of the states it stands or speaks for; empty for whoever speaks for none.
        scope: "state", or why it speaks for none ("expert", "press", "former", ...); None when unknown.
    """

    name: str
    role: str | None
    states: tuple[str, ...]
    scope: str | None


@cache
def actor_nouns(language: str) -> Mapping[str, str]:
    """Return {role or body in its dictionary form: scope} from titles.tsv and collectives.tsv."""
    found: dict[str, str] = {}
    for row in read_table(f"{language}/collectives.tsv", ("lemma", "scope", "example", "note")):
        found[row["lemma"].lower()] = row["scope"]
        other = row.cells.get("feminine_or_plural", "").lower()
        if " " in other:  # of one word the parser gives the dictionary form
            found.setdefault(other, row["scope"])
    for row in read_table(f"{language}/titles.tsv", ("lemma", "scope", "example", "note")):
        found[row["lemma"].lower()] = row["scope"]
        for form in ("feminine", "plural"):
            if row.cells.get(form):
                found.setdefault(row[form].lower(), row["scope"])
    return {noun: "state" if scope == "royal-as-state" else scope for noun, scope in found.items()}


@cache
def compound_ends(language: str) -> frozenset[str]:
    """Return the words that begin or end a role or body of several words."""
    several = [noun.split() for noun in actor_nouns(language) if " " in noun]
    return frozenset(words[place] for words in several for place in (0, -1))


@cache
def office_words(language: str) -> frozenset[str]:
    """Return what can head the role of a person: the first words of French titles, the last of English ones."""
    place = 0 if language == "fr" else -1
    found: set[str] = set()
    for row in read_table(f"{language}/titles.tsv", ("lemma", "scope", "example", "note")):
        for form in ("lemma", "feminine", "plural"):
            words = row.cells.get(form, "").lower().split()
            if words:
                found.add(words[place])
    return frozenset(found)


@cache
def generic_nouns(language: str) -> Mapping[str, str]:
    """Return {noun: pair, single, both or other} from generics.tsv."""
    return {
        row["noun"].lower(): row["kind"] for row in read_table(f"{language}/generics.tsv", ("noun", "kind", "example"))
    }


@cache
def states_called(language: str) -> Mapping[str, frozenset[str]]:
    """Return {« royaume »: the states it can stand for}, for the nouns that generics.tsv says it of."""
    rows = read_table(f"{language}/generics.tsv", ("noun", "kind", "states", "example"))
    return {row["noun"].lower(): frozenset(row["states"].split()) for row in rows if row["states"]}


class Discourse:
    """Everything the article names, and what has been said up to any point of it."""

    def __init__(self, passages: Sequence[Passage], mentions: Sequence[Mention], language: str) -> None:
        self.passages, self.language = passages, language
        self.titles = actor_nouns(language)
        self._compound_ends = compound_ends(language)
        self.generics = generic_nouns(language)
        self._called = states_called(language)
        self._offices = office_words(language)
        self._passage_starts = [p.span.start for p in passages]
        self.mentions = list(mentions)
        self._starts = [m.span.start for m in self.mentions]
        known = states()
        self._places = [m for m in self.mentions if m.actor in known and not self._inside(m)]  # datelines
        self.state_mentions = [m for m in self.mentions if m.actor in known and self._inside(m)]
        self._state_starts = [m.span.start for m in self.state_mentions]
        self._runs: dict[int, tuple[Mention, ...]] = {}
        self.lists = self._lists(passages)
        self.people: dict[str, Identity] = {}
        self._owned: list[tuple[Identity, Word]] = []
        self._memo: dict[int, Identity | None] = {}
        self._home: tuple[str, ...] | None = None
        for passage in passages:
            for word in passage.words:
                if word.pos in ("NOUN", "PROPN"):
                    self._meet(word)
        self._meet_again()

    # -- mentions ---------------------------------------------------------------------------------------------------

    def mention_at(self, word: Word) -> Mention | None:
        """Return the mention that covers a word, or None."""
        place = bisect_left(self._starts, word.end) - 1
        if place >= 0 and self.mentions[place].span.end > word.start:
            return self.mentions[place]
        return None

    def listed_with(self, mention: Mention) -> tuple[Mention, ...]:
        """Return the mentions of the list a mention stands in, the first one first; () if it stands in none."""
        return self._runs.get(mention.span.start, ())

    def mentions_in(self, span: TextSpan) -> list[Mention]:
        """Return the mentions of states inside a span."""
        first = bisect_left(self._state_starts, span.start)
        found = []
        for mention in self.state_mentions[first:]:
            if mention.span.start >= span.end:
                break
            found.append(mention)
        return found

    def states_before(self, offset: int, back: int = 1200) -> list[str]:
        """Return the states named before a character, the last one first, each once."""
        place = bisect_left(self._state_starts, offset)
        found: list[str] = []
        for mention in reversed(self.state_mentions[:place]):
            if offset - mention.span.start > back:
                break
            if mention.actor not in found:
                found.append(mention.actor)
        return found

    def listed(self, word: Word) -> tuple[str, ...]:
        """Return the states of the list that a word opens."""
        mention = self.mention_at(word)
        return self.lists.get(mention.span.start, ()) if mention is not None else ()

    def main_states(self) -> list[str]:
        """Return the states of the article, the one named most often first."""
        return [actor for actor, _ in Counter(m.actor for m in self.state_mentions).most_common()]

    def _main_pair(self) -> list[str]:
        """Return the two states that the article names more often than any other; [] where there are no such two."""
        named = Counter(m.actor for m in self.state_mentions).most_common(3)
        return [actor for actor, _ in named[:2]] if len(named) == 2 or (named[2:] and named[2][1] < named[1][1]) else []

    def pair_before(self, offset: int, without: Sequence[str] = (), *, just: bool = True) -> tuple[str, ...]:
        """Return the two states spoken of before a character: the two just named or named together.

        Of several pairs, that of the first such sentence and those named together more often and not long before are
        preferred; without any, the two named most. Whoever the sentence itself names besides is left out: « Sous la
        médiation de l'Angola, les deux capitales ... ».
        """
        if just and (nearest := self._just_named(offset, without)):
            return nearest
        together = self._together(offset, without)
        if together:
            return max(together, key=lambda pair: together[pair])
        best = [actor for actor, _ in self._spoken_of(offset).most_common() if actor not in without][:2]
        return tuple(best) if len(best) == 2 else ()

    def _just_named(self, offset: int, without: Sequence[str]) -> tuple[str, ...]:
        """Return the two states that act before a character in its sentence, else in the nearest one in which two do.

        « L'Iran a félicité les deux capitales »: whoever else its own sentence names is none of them.
        """
        passage = self.passage_at(offset)
        sentences = [s for s in passage.sentences if s[0].start < offset] if passage is not None else []
        others = {*without}
        for back, sentence in enumerate(reversed(sentences[-_SENTENCES:])):
            span = TextSpan(sentence[0].start, min(sentence[-1].end, offset))
            named = [m for m in self.mentions_in(span) if m.actor not in others]
            acting = dict.fromkeys(m.actor for m in named if self.part(m) > _ADJECTIVE or (not back and self._whose(m)))
            if (
                len(acting) < 2
            ):  # "Moscow has moved bombers close to the Finnish border", « l'envoyé turc, les gens d'Oslo »
                acting |= dict.fromkeys(m.actor for m in named if self._of_a_state(m) or self._whose(m))
            if len(acting) > 2 and len(listed := self._two_in_a_list(span)) == 2:
                return listed
            if len(acting) > 1:
                gone = back and any(states()[actor].until for actor in acting)  # told of the past: not who acts now
                return tuple(acting) if len(acting) == 2 and not gone else ()
            if not back:  # who else its own sentence is about
                others |= {m.actor for m in named if self.part(m) > 1}
        return ()

    def _two_in_a_list(self, span: TextSpan) -> tuple[str, ...]:
        """ "Albania and Croatia joined Kosovo": the two that one word joins, where no others are joined."""
        runs = {self.listed_with(m) for m in self.mentions_in(span)} - {()}
        return tuple(dict.fromkeys(m.actor for m in next(iter(runs)))) if len(runs) == 1 else ()

    def _of_a_state(self, mention: Mention) -> bool:
        """« la frontière finlandaise », not « l'analyste libanaise »"""
        passage = self.passage_at(mention.span.start)
        word = passage.word_at(mention.span.start) if passage else None
        noun = word.head if word is not None and mention.kind is MentionKind.ADJECTIVE else None
        return noun is not None and noun.pos == "NOUN" and self.noun_scope(noun) in ("state", None)

    def _whose(self, mention: Mention) -> bool:
        """« le premier fournisseur d'Astana »"""
        passage = self.passage_at(mention.span.start)
        word = passage.word_at(mention.span.start) if passage else None
        return word is not None and word.preposition() in ("de", "d'", "du", "of", "'s")

    def _together(self, offset: int, without: Sequence[str]) -> dict[tuple[str, str], float]:
        """Return {two states: how much they are spoken of together} from the sentences up to a character."""
        weight: dict[tuple[str, str], float] = {}
        for passage in self.passages:
            if weight and offset - passage.span.end > _FAR:
                continue
            for sentence in passage.sentences:
                if sentence[0].start > offset:
                    break
                here = sentence[-1].end > offset
                span = TextSpan(sentence[0].start, min(sentence[-1].end, offset))
                parts: dict[str, float] = {}
                for mention in self.mentions_in(span):
                    if mention.actor not in without:
                        parts[mention.actor] = max(parts.get(mention.actor, 0.0), self.part(mention))
                acting = sorted(parts, key=lambda a: -parts[a])[:2]
                listed = self._two_in_a_list(span) if len(parts) > 2 else ()
                if len(listed) == 2 and {*listed} <= {*parts}:
                    acting = [*listed]  # "Oman hosts talks between Kenya and Chad"
                if len(acting) < 2 or (here and len(parts) != 2):
                    continue
                ordered = [a for a in parts if a in acting]
                pair = (ordered[0], ordered[1])
                known = next((p for p in weight if set(p) == set(pair)), pair)
                far = (offset - span.end) / 400.0
                weight[known] = weight.get(known, 0.0) + sum(parts[a] for a in acting) * ((not weight) + 1 / (1 + far))
        return weight

    def several_before(self, offset: int) -> tuple[str, ...]:
        """Return whom « ils » and « leurs » stand for: the states of the list just before, else the two spoken of."""
        return self._listed_before(offset) or self.pair_before(offset)

    def _several_named(self, offset: int) -> tuple[str, ...]:
        """Return whom "them" stands for: the states of the list just before, else the two just named, else nobody."""
        return self._listed_before(offset) or self._just_named(offset, ())

    def _listed_before(self, offset: int) -> tuple[str, ...]:
        place = bisect_left(self._state_starts, offset)
        for mention in reversed(self.state_mentions[:place]):
            if offset - mention.span.end > 300:
                break
            run = self.listed_with(mention)
            if run:
                return tuple(dict.fromkeys(m.actor for m in run))
        return ()

    def _set_before(self, pronoun: Word) -> tuple[str, ...]:
        """« Quant aux États-Unis, ils »: the state with which the sentence of a pronoun begins."""
        passage = self._passage_of(pronoun)
        sentence = passage.sentences[pronoun.sentence] if passage is not None else []
        opened = len(sentence) > 1 and (sentence[0].lower, sentence[1].lower[:2]) in _AS_FOR
        return self._named_before(pronoun, ())[:1] if opened else ()

    def _named_in_the_plural(self, pronoun: Word) -> tuple[str, ...]:
        """« Les Émirats démentent. Ils ont livré »: the state of the sentence before, if its name is plural."""
        for other in self._sentence_before(pronoun):
            if other.dep in ("subj", "subj:pass") and (
                other.pos == "PROPN" or (pronoun.dep == "subj" and other.pos == "NOUN")
            ):
                identity = self.identify(other)
                plural = any(c.lower == "les" for c in other.children) and other.child("conj") is None
                return identity.states if identity is not None and plural and len(identity.states) == 1 else ()
        return ()

    def counterpart(self, state: str, offset: int, *, unrivalled: bool = False) -> str | None:
        """Return the state that one is spoken of together with, just before a character; None if none is.

        If `unrivalled`, also None where a third state is spoken of nearly as much: nothing in the words points to one.
        """
        near = [(a, weight) for a, weight in self._spoken_of(offset, back=350).most_common() if a != state]
        if not near or near[0][1] <= _HARDLY:
            return None
        if unrivalled and len(near) > 1 and near[1][1] > _RIVAL * near[0][1]:
            return None
        return near[0][0]

    def _spoken_of(self, offset: int, back: int = 10**9) -> Counter[str]:
        weight: Counter[str] = Counter()
        place = bisect_left(self._state_starts, offset)
        for mention in reversed(self.state_mentions[:place]):
            if offset - mention.span.end > back:
                break
            share = 1.0 / (1.0 + (offset - mention.span.end) / 150.0)
            weight[mention.actor] += share * self.part(mention)  # type: ignore[assignment]
        return weight

    def part(self, mention: Mention) -> float:
        """How much a mention counts as one who acts: less as an adjective, least as a mere place (« à Paris »)."""
        passage = self.passage_at(mention.span.start)
        word = passage.word_at(mention.span.start) if passage else None
        if word is None:
            return 1.0
        before = word.previous
        if (
            mention.kind is MentionKind.CAPITAL
            and before is not None
            and before.lower in ("à", "in", "at", "de", "d'", "from")
        ):
            return 0.3
        if before is not None and before.lower in ("en", "au", "in", "at") and word.dep in ("obl", "nmod"):
            return 0.4
        if mention.kind is MentionKind.ADJECTIVE:
            return _ADJECTIVE
        return 1.5 if word.dep in ("subj", "subj:pass") else 1.0

    def _lists(self, passages: Sequence[Passage]) -> dict[int, tuple[str, ...]]:
        """Return {start of a state's name: the states of the list it opens}, () for those further on in a list.

        « la Chine, l'Inde et l'Iran » is one list whatever the parser made of its commas.
        """
        found: dict[int, tuple[str, ...]] = {}
        for passage in passages:
            run: list[Mention] = []
            joined = False
            inside = self.mentions_in(passage.span)
            for place, mention in enumerate(inside):
                run.append(mention)
                following = inside[place + 1] if place + 1 < len(inside) else None
                gap = (
                    _GAP.fullmatch(
                        passage.text, mention.span.end - passage.span.start, following.span.start - passage.span.start
                    )
                    if following
                    else None
                )
                if (
                    gap is not None
                    and ("," in gap[0] or gap["joint"])  # « de Lima avec Quito » lists nobody
                    and following is not None
                    and following.kind is mention.kind
                    and mention.kind is not MentionKind.ADJECTIVE
                ):
                    joined = joined or gap["joint"] is not None
                    continue
                if len(run) == 2 and _parted(run, passage):
                    joined = False
                if len(run) > 1 and (joined or _heads_a_headline(run, passage)):
                    found[run[0].span.start] = tuple(dict.fromkeys(m.actor for m in run))
                    found |= {m.span.start: () for m in run[1:]}
                    self._runs |= {m.span.start: tuple(run) for m in run}
                run, joined = [], False
        return found

    # -- people -----------------------------------------------------------------------------------------------------

    def _meet(self, word: Word) -> None:
        """Remember a person introduced with a role: « le ministre turc X », "Foreign Minister X"."""
        scope = self.noun_scope(word)
        if scope is None or not {word.lower, word.lemma.lower()} & self._offices:
            return
        name = self.name_beside(word) or self._named_as_subject(word)
        if not name:
            return
        role_words = self._role_words(word, name)
        role = _text(role_words)
        full = " ".join(w.text for w in name)
        mention = self.mention_at(name[0])
        found = self.qualified(word)
        if mention is not None and mention.kind is MentionKind.PERSON:
            full = mention.name or full
            found = found or (mention.actor,)
            scope = "state" if scope == "civil" else scope  # « l'ayatollah Ali Khamenei »: known to hold an office
        former = _is_former(word)
        scope = "former" if former else scope
        if scope == "state" and not found and self._of_no_state(word):
            scope = "organisation"
        identity = Identity(full, role, found if scope == "state" else (), scope)
        owner = next((c for c in word.children if c.lower in _POSSESSIVES), None)
        if scope == "state" and not found and owner is not None and not self._of_no_states(word):
            self._owned.append((identity, owner))
        if len(name) > 1:  # « M. Thongloun »: in many countries the first name is the one used
            self.people.setdefault(name[0].lower, identity)
        old = self.people.get(name[-1].lower)
        if old is None or (not old.states and identity.states):
            self.people[name[-1].lower] = identity

    def _meet_again(self) -> None:
        """Remember whose « sa porte-parole, Ada Lind » is, now that all are known by name."""
        for identity, owner in self._owned:
            whose = self.last_subject(owner)
            for name in [n for n, known in self.people.items() if known is identity and whose]:
                self.people[name] = replace(identity, states=whose)
        self._memo.clear()

    def name_beside(self, word: Word) -> list[Word]:
        """Return the words of the name a role goes with, or nothing."""
        for inside in word.children:
            known = self.mention_at(inside) if inside.i > word.i and inside.pos == "PROPN" else None
            if known is not None and known.kind is MentionKind.PERSON and not inside.preposition():
                return self.name_words(inside)
        for child in word.children:
            if (
                child.pos == "PROPN"
                and child.i > word.i
                and child.dep in ("appos", "flat", "nmod", "compound", "dep")
                and child.child("case") is None
            ) and self.is_name(child):
                return self.name_words(child)
        head = word.head
        if (
            head is not None
            and head.pos == "PROPN"
            and word.dep in ("appos", "compound", "nmod", "flat")
            and self.is_name(head)
        ):
            return self.name_words(head)
        return self._name_beyond_comma(word) if self.language == "fr" else []

    def _name_beyond_comma(self, word: Word) -> list[Word]:
        """« Mao Ning, la porte-parole du ministère, », « le ministre turc de l'Énergie, Alparslan Bayraktar, ».

        Both commas stand, whatever the parser made of what is between them.
        """
        end: Word | None = word
        while end is not None and end.i - word.i < _LONGEST_ROLE and end.text not in _ROLE_ENDS:
            if end.pos in ("VERB", "AUX", "SCONJ") and "VerbForm=Part" not in end.features:
                return []
            end = end.next
        if end is None or end.text != ",":
            return []
        opener = word.child("det")
        before = opener.previous if opener is not None and opener.next is word else word.previous
        if before is not None and before.text == "," and before.previous is not None:
            name = self._whole_name(before.previous)
            if name:
                return name
        return self._whole_name(end.next) if end.next is not None else []

    def _whole_name(self, word: Word) -> list[Word]:
        """Return the words of a person's name at a word where marks close it off on both sides, or nothing."""
        if word.pos != "PROPN" or not self.is_name(word):
            return []
        mention = self.mention_at(word)
        words = self.name_words(word)
        after, before = words[-1].next, words[0].previous
        known = mention is not None and mention.kind is MentionKind.PERSON
        opens = before is None or before.text in _ROLE_ENDS or before.pos == "VERB" or before.sentence != word.sentence
        closes = after is None or after.text in _ROLE_ENDS
        return words if closes and (known or (opens and len(words) > 1)) else []

    def _named_as_subject(self, word: Word) -> list[Word]:
        """« Laura Lehtonen est secrétaire d'État finlandaise. »"""
        subject = word.child("subj") if word.child("cop") is not None else None
        return (
            self.name_words(subject) if subject is not None and subject.pos == "PROPN" and self.is_name(subject) else []
        )

    def is_name(self, word: Word) -> bool:
        """Return whether a proper noun can be a person's: no state, no organisation, no office or body."""
        mention = self.mention_at(word)
        if not word.text[:1].isupper() or word.lower in self.titles:
            return False
        return mention is None or mention.kind is MentionKind.PERSON

    def name_words(self, word: Word) -> list[Word]:
        """Return the capitalised words around one that make one name."""
        passage = self._passage_of(word)
        words = passage.words if passage else [word]
        first = last = word.i
        while first > 0 and self._name_part(words[first - 1], words[first]):
            first -= 1
        while last + 1 < len(words) and self._name_part(words[last + 1], words[last]):
            last += 1
        parts = words[first : last + 1]
        while parts and parts[0] is not word and parts[0].text[0].islower():
            parts = parts[1:]
        return [w for w in parts if w.pos != "PUNCT"] or [word]

    def _passage_of(self, word: Word) -> Passage | None:
        return self.passage_at(word.start)

    def passage_at(self, offset: int) -> Passage | None:
        """Return the paragraph that holds a character, or None."""
        place = bisect_right(self._passage_starts, offset) - 1
        return self.passages[place] if place >= 0 else None

    def _name_part(self, word: Word, beside: Word) -> bool:
        """Return whether a word goes on a name: capitalised, or a particle, with no mark between."""
        if abs(word.start - beside.end) > 1 and abs(beside.start - word.end) > 1:
            return False
        if word.lower in _PARTICLES:
            return True
        if word.pos not in ("PROPN", "NOUN", "ADJ", "X", "VERB") or not word.text[:1].isupper():
            return False
        return self.noun_scope(word) is None and self.is_name(word)

    def _role_words(self, word: Word, name: list[Word]) -> list[Word]:
        taken = {w.i for w in name}
        first, last = name[0].i, name[-1].i
        words = [w for w in noun_phrase(word) if w.i not in taken]
        if word.i < first:
            words = [w for w in words if w.i < first]
        elif word.i > last:
            words = [w for w in words if w.i > last]
        if self.language == "en" and word.i < first:
            head = word
            words = sorted(
                {
                    c.i: c
                    for c in [
                        head,
                        *(x for x in head.children_by("compound", "amod") if x.i < head.i),
                        *(
                            x
                            for x in (head.head.children if head.head and head.dep != "conj" else [])
                            if x.i < first and x.dep in ("compound", "amod")
                        ),
                    ]
                }.values(),
                key=lambda w: w.i,
            )
        marks = [w.i for w in words if w.i < word.i and w.text in _ROLE_ENDS]
        words = [w for w in words if not marks or w.i > marks[-1]]
        while words and (words[0].pos in ("DET", "PUNCT", "ADP") or words[0].dep == "det"):
            words.pop(0)
        while words and words[-1].pos == "PUNCT":
            words.pop()
        return words

    # -- noun phrases -----------------------------------------------------------------------------------------------

    def noun_scope(self, word: Word) -> str | None:
        """Return the scope of a role or body, the longest entry first; None if the noun is neither."""
        if word.lower not in self.titles and word.lemma.lower() not in self.titles and not self._compound_scope(word):
            return None
        return self._compound_scope(word) or self.titles.get(word.lower) or self.titles.get(word.lemma.lower())

    def _compound_scope(self, word: Word) -> str | None:
        if word.lower not in self._compound_ends:
            return None
        if word.next is not None and word.next.dep == "amod" and word.lemma.lower() not in self.titles:
            found = self.titles.get(f"{word.lower} {word.next.lower}")  # « source diplomatique portugaise »
            if found:
                return found
        outside = [c for c in word.children if c.dep in ("amod", "appos", "det")]
        phrase = [w for w in noun_phrase(word) if w not in outside and (w.dep not in ("amod", "appos") or w is word)]
        ordered = " ".join(w.lower for w in phrase if w.i >= word.i)[:60].replace("' ", "'")
        tail = " ".join(w.lower for w in phrase if w.i <= word.i)
        parts = ordered.split(" ")
        for size in range(min(len(parts), 5), 1, -1):
            found = self.titles.get(" ".join(parts[:size]))
            if found:
                return found
        pieces = tail.split(" ")
        for size in range(min(len(pieces), 4), 1, -1):
            found = self.titles.get(" ".join(pieces[-size:]))
            if found:
                return found
        return None

    def qualified(self, word: Word, depth: int = 0) -> tuple[str, ...]:
        """Return the states that an adjective or complement gives a role or body."""
        found: list[str] = []
        branches = [
            c
            for c in word.children
            if c.dep in ("amod", "nmod", "compound", "flat", "appos", "acl", "dep", "obl") and c.i != word.i
        ]
        siblings = (
            []
            if word.dep != "compound" or word.head is None
            else [c for c in word.head.children if c.dep in ("amod", "compound") and c is not word and c.i < word.i]
        )
        for child in [*branches, *siblings]:
            for part in conjuncts(child):
                mention = self.mention_at(part)
                if mention is not None and mention.actor in states() and mention.kind is not MentionKind.PERSON:
                    if (
                        part.preposition() in ("", "de", "d'", "du", "des", "de la", "of", "'s", "for")
                        or part.pos == "ADJ"
                        or (part.preposition() in ("in", "à") and self._rules_there(word, mention))
                    ):
                        joined = self.mentions_in(TextSpan(part.start, part.end)) if "-" in part.text else ()
                        found.extend([m.actor for m in joined] or [mention.actor])  # « franco-britanniques »
                elif (
                    mention is not None
                    and mention.kind is MentionKind.PERSON
                    and (part.preposition() in _OF or (depth and part.dep in ("appos", "flat")))
                ):
                    found.append(mention.actor)  # « un conseiller de Vladimir Poutine », « du colonel Assimi Goïta »
                elif (
                    depth < 3
                    and part.dep in ("nmod", "appos", "compound", "amod", "acl")
                    and part.pos in ("NOUN", "PROPN", "ADJ")
                    and part.preposition() not in _WHERE
                    and part.lower not in _AROUND
                ):
                    found.extend(self.qualified(part, depth + 1))
        return tuple(dict.fromkeys(found))

    def _rules_there(self, word: Word, mention: Mention) -> bool:
        """ "the junta in Niamey", "security forces in Guinea" are that state's; "troops in Mali" need not be."""
        if word.lemma in _POSTED:
            return False  # "a Western diplomat in Seoul" need be nobody's there
        return mention.kind is MentionKind.CAPITAL or (self.language == "en" and word.lemma in _AT_HOME)

    def identify(self, word: Word) -> Identity | None:
        """Return what a noun phrase with this head stands for; None when nothing can be said.

        Pronouns and phrases that need what came before are left to `resolve`.
        """
        if word.start not in self._memo:
            self._memo[word.start] = self._identify(word)
        return self._memo[word.start]

    def _identify(self, word: Word) -> Identity | None:
        if word.lower in _HONORIFICS and word.next is not None and word.next.pos == "PROPN":
            return self.identify(word.next)
        mention = self.mention_at(word)
        if mention is not None and mention.kind is MentionKind.PERSON:
            return self.people.get(word.lower) or Identity(
                mention.name or word.text, mention.role, (mention.actor,), "state"
            )
        scope = self.noun_scope(word)
        if word.lemma == "source" and (within := self._source_within(word)):
            return Identity(described(word), described(word), within, "state")
        if mention is not None and (scope is None or mention.kind is not MentionKind.ADJECTIVE):
            found = (mention.actor,) if mention.actor in states() and mention.kind is not MentionKind.ADJECTIVE else ()
            if mention.kind is MentionKind.ADJECTIVE and word.pos in ("NOUN", "PROPN"):
                found = (mention.actor,)
            return Identity(described(word), None, found, "state" if found else None)
        if word.pos == "PROPN" or (word.pos == "NOUN" and word.text[:1].isupper()):
            known = self._known_person(word)
            if known is not None:
                return known
        if scope is None and word.pos != "PROPN":
            return self._named_person(word)
        if scope is None:
            return Identity(described(word), None, (), None)
        return self._from_role(word, scope)

    def _source_within(self, word: Word) -> tuple[str, ...]:
        """« une source au ministère égyptien du Pétrole », « à l'Élysée »: the state of the body it is in."""
        for child in word.children_by("nmod", "obl"):
            near = 0 < child.i - word.i < 4 and (word.next is None or word.next.text != ",")
            if near and child.preposition().split(" ")[0] in ("à", "au", "aux"):
                identity = self.identify(child)
                if identity is not None and identity.scope == "state":
                    return identity.states[:1]
        return ()

    def _named_person(self, word: Word) -> Identity | None:
        """« le capitaine Ibrahim Traoré »: whatever the noun, the name beside it says who it is."""
        beside = self.name_beside(word) if word.pos == "NOUN" else []
        mention = self.mention_at(beside[0]) if beside else None
        return self.identify(beside[0]) if mention is not None and mention.kind is MentionKind.PERSON else None

    def _known_person(self, word: Word) -> Identity | None:
        for part in reversed(self.name_words(word)):
            if part.lower in self.people:
                return self.people[part.lower]
        return None

    def _from_role(self, word: Word, scope: str) -> Identity | None:
        name = self.name_beside(word)
        if name and name[-1].lower in self.people:
            return self.people[name[-1].lower]
        phrase = described(word)
        former = _is_former(word)
        if former:
            return Identity(phrase, phrase, (), "former")
        if scope == "state" and self._of_no_state(word):
            return Identity(phrase, phrase, (), "organisation")
        several = any(c.lower.startswith(_OF_SEVERAL) for c in word.children_by("amod"))
        if several and self.language == "fr" and not {c.lower for c in word.children} & {"le", "la", "l'"}:
            return Identity(phrase, phrase, (), "several")
        found = self.qualified(word)
        return Identity(phrase, phrase, found if scope == "state" else (), scope)

    def _of_no_state(self, word: Word) -> bool:
        """« le président du Mouvement », « un ministre de l'Ontario »: an office in what is no state."""
        if self._of_a_union(word) and not self.qualified(word):
            return True
        if self._compound_scope(word) is not None:
            return False
        for child in word.children_by("nmod"):
            mention = self.mention_at(child)
            if child.preposition() not in _OF or child.i < word.i:
                continue
            if mention is not None and mention.kind in _GROUPS:
                return True
            if mention is None and self.noun_scope(child) not in (None, "state"):
                return True
        return False

    def _of_a_union(self, word: Word, depth: int = 0) -> bool:
        """« la cheffe de la diplomatie européenne », « le commandant des forces de l'Otan », "the U.N. envoy"."""
        for child in word.children_by("amod", "compound", "nmod"):
            if child.i > word.i and child.dep == "nmod" and child.preposition() not in _OF:
                continue  # « auprès de l'ONU »
            mention = self.mention_at(child)
            if child.lower.startswith(_OF_A_UNION) or (mention is not None and mention.kind in _GROUPS):
                return True
            own = child.pos == "NOUN" and child.lemma not in _OWN_AFFAIRS and depth < _DEEP
            if own and self._of_a_union(child, depth + 1):
                return True
        return False

    def in_general(self, word: Word) -> bool:
        """« tout pays qui livrerait du brut », "countries which help": whoever they may be."""
        before = {c.lower for c in word.children if c.i < word.i}
        if before & ANY or (word.lower in _THOSE and word.child("relcl") is not None):
            return True
        several = word.lower.endswith("s") and self.generics.get(word.lemma.lower()) == "both"
        several = several and (word.lower != word.lemma or bool(before & _SOME))
        plain = not any(
            c.dep in ("det", "nummod", "amod", "nmod", "poss") and c.lower not in _SOME for c in word.children
        )
        return several and plain

    def resolve_state(
        self, word: Word, *, speaker: tuple[str, ...] = (), subject: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Return the states a noun phrase stands for, pronouns and « les deux pays » read in context.

        Args:
            speaker: states of whoever speaks, for « nous ».
            subject: states of the clause's subject, for « son voisin ».
        """
        lower = word.lower
        if lower in SPEAKERS_OWN:
            return speaker
        if self.in_general(word):
            return ()
        if lower in _RELATIVES and (antecedent := _antecedent(word)) is not None:
            listed = self.mention_at(antecedent) if antecedent.dep == "conj" and _of_several(word) else None
            run = self.listed_with(listed) if listed is not None else ()
            if run:  # « Londres et Washington, qui lui vendront des navires »
                return tuple(dict.fromkeys(m.actor for m in run))
            return self.resolve_state(antecedent, speaker=speaker, subject=subject)
        identity = self.identify(word)
        if identity is not None and identity.states:
            return identity.states
        if word.dep in ("obj", "iobj") and lower in _OBJECTS:
            return self._object_pronoun(word, subject)
        if lower in PLURAL:
            topic = self._set_before(word) or self._named_in_the_plural(word)
            return topic or self.several_before(word.start)
        if lower in _NEAREST and (word.child("det") is None or lower not in ("celui-ci", "celle-ci")):
            return tuple(self.states_before(word.start)[:1])
        if lower in PERSONAL or lower in ("qui", "ce dernier", "who", "which"):
            return self.last_subject(word)
        if lower in ("deux", "both") and word.pos in ("NUM", "PRON", "NOUN"):
            counted = word.head if word.dep == "nummod" else None  # « deux centrales »
            named = counted is not None and counted.lemma.lower() not in self.generics
            return () if named else self.pair_before(word.start)
        kind = self.generics.get(word.lemma.lower()) or self.generics.get(lower)
        if kind is not None:
            meant = self._generic(word, kind, subject, speaker)
            if meant or kind != "pair" or word.lower.endswith("s"):
                return meant  # and « le ministre », « l'armée » may be the one carried on
        if identity is not None and identity.scope == "state":
            # "Eritrea said its forces ...", « un porte-parole de sa diplomatie »
            beside = (word, *word.children_by("nmod"))
            owner = next((c for w in beside for c in w.children if c.lower in _POSSESSIVES), None)
            owned = subject or self.last_subject(owner) if owner is not None and not self._of_no_states(word) else ()
            return owned or self.carried(word)
        return ()

    def _of_no_states(self, word: Word) -> bool:
        """« L'ONU s'inquiète. Son porte-parole »: the nearest subject before is someone who speaks for no state."""
        owner = next((c for c in word.children if c.lower in _POSSESSIVES), None)
        passage = self._passage_of(word) if owner is not None and self.language == "fr" else None
        if owner is None:
            return False
        for other in reversed(passage.words[: owner.i] if passage is not None else []):
            if other.dep not in ("subj", "subj:pass") or other.pos not in ("NOUN", "PROPN"):
                continue
            if other.lemma.lower() in self.generics or other.lower in self.generics:
                return False  # « l'émirat »
            identity = self.identify(other)
            if identity is not None and (identity.states or identity.scope is not None or other.pos == "PROPN"):
                return not identity.states and (identity.scope != "state" or other.pos == "PROPN")
        return False

    def _named_before(self, word: Word, without: Sequence[str]) -> tuple[str, ...]:
        """Return the states that a word's own sentence names before it."""
        passage = self._passage_of(word)
        if passage is None:
            return ()
        start = passage.sentences[word.sentence][0].start
        found = (m.actor for m in self.mentions_in(TextSpan(start, word.start)) if m.actor in states())
        return tuple(dict.fromkeys(actor for actor in found if actor not in without))

    def _object_pronoun(self, word: Word, subject: tuple[str, ...]) -> tuple[str, ...]:
        """« la guerre qui les opposa », « lui avoir livré »: not the subject, but whom it is spoken of with."""
        if word.lower in ("les", "leur", "them"):
            if self._others_before(word):
                return ()
            return tuple(s for s in self._several_named(word.start) if s not in subject)
        owner = subject or self.last_subject(word)
        if not subject and _told_of_a_deed(word):
            return owner
        here = self._named_before(word, owner)
        if len(here) == 1:
            return here  # "stood by Mogadishu and shipped it weapons"
        topic = self._told_alike(word) or self._topic_before(word, owner)
        if topic:
            return topic
        done_to = self._object_before(word, owner)
        if done_to is not None:
            return done_to
        other = self.counterpart(owner[0], word.start) if owner else None
        return (other,) if other else ()

    def _others_before(self, pronoun: Word) -> bool:
        """« a accueilli les conjurés et refusé de les livrer »: whether several, no states, stand before."""
        other = pronoun.previous
        while other is not None and other.sentence == pronoun.sentence:
            if other.pos == "NOUN" and other.dep in ("obj", "iobj") and any(c.lower == "les" for c in other.children):
                return self.noun_scope(other) is None and not self.resolve_state(other)
            other = other.previous
        return False

    def _told_alike(self, word: Word) -> tuple[str, ...]:
        """« Nous ne demandons rien à Moscou. Nous lui demandons »: whom the same verb has before it."""
        verb = word.head if word.lower in ("lui", "leur") else None
        for other in self._sentence_before(word) if verb is not None else ():
            mention = self.mention_at(other)
            again = other.head is not None and verb is not None and other.head.lemma == verb.lemma
            named = mention is not None and mention.kind is MentionKind.NAME and other.dep in ("obl", "iobj")
            if (again or named) and other.preposition() in ("à", "au", "aux"):
                identity = self.identify(other)
                return identity.states if identity is not None else ()
        return ()

    def _object_before(self, word: Word, owner: tuple[str, ...]) -> tuple[str, ...] | None:
        """« Moscou a reconnu le gouvernement afghan. Il lui a livré »: whom the sentence before has it done to.

        None where it is done to no state, nor to anyone who acts for one.
        """
        for other in self._sentence_before(word):
            if other.dep in ("obj", "iobj") and other.pos != "PRON":
                identity = self.identify(other)
                found = identity.states if identity is not None else ()
                if (len(found) == 1 and found[0] not in owner) or self.noun_scope(other) == "state":
                    return tuple(s for s in found if s not in owner)
        return None

    def _topic_before(self, word: Word, owner: tuple[str, ...]) -> tuple[str, ...]:
        """« Séoul a protesté. Le Kremlin l'a mise en garde »: whom the sentence before is about, if another."""
        for other in self._sentence_before(word) if word.sentence else self.words_before(word, reach=250):
            if other.dep in ("subj", "subj:pass") and other.pos != "PRON":
                identity = self.identify(other)
                if identity is not None and len(identity.states) == 1:
                    return () if set(identity.states) & set(owner) else identity.states
        return ()

    def _generic(self, word: Word, kind: str, subject: tuple[str, ...], speaker: tuple[str, ...]) -> tuple[str, ...]:
        parts = {w.lower for w in word.children}
        if kind == "other" and self.named_otherwise(word):
            return ()
        qualified = self.qualified(word) if kind != "pair" else ()
        if kind == "other" and parts & _POSSESSIVES and not word.children_by("amod", "appos", "flat"):
            qualified = ()  # « traite son voisin de vassal de Moscou »: the neighbour is nobody else's
        if qualified and kind == "other" and parts & {"deux", "two", "both"}:
            return self.pair_before(word.start, qualified)  # « les deux alliés de Washington »
        if qualified:
            return qualified
        if kind == "both" and parts & {"les", "des", "aux", "the"} and parts & _AROUND_IT:
            return ()  # « survoler les pays voisins »: all that lie around
        if number := next((_NUMBERS[p] for p in parts if p in _NUMBERS), 0):
            several = self.several_before(word.start)
            return several if len(several) == number else ()
        if parts & {"deux", "two"} and not parts & _THE_TWO:
            return ()  # « deux diplomates » are any two
        if parts & {"deux", "two", "both"} and parts & SPEAKERS_OWN and len(speaker) == 1:
            beside = self._named_before(word, speaker)[-1:] or (self.counterpart(speaker[0], word.start),)
            return (*speaker, *filter(None, beside))  # « la Turquie, ainsi que nos deux pays en sont convenus »
        if parts & {"deux", "two", "both"}:  # « les deux voisins » need not be the two just named
            who = subject if parts & _POSSESSIVES else self._acts_on(word)
            return self.pair_before(word.start, who, just=kind != "other")
        if kind == "pair" and parts & {"their", "leur", "leurs"}:
            return self.several_before(word.start)
        if word.lemma in _SIDES and word.lower != word.lemma and parts & _PLURAL_ARTICLES:
            return self.pair_before(word.start)  # « appelle les parties à la retenue »
        if kind == "other" and word.lower != word.lemma and parts & {"the", "les"}:  # "between the neighbours"
            return self.pair_before(word.start, just=False)
        if parts & SPEAKERS_OWN and kind in ("both", "single"):
            return speaker
        if kind == "other" and parts & _THEIR_MANY and word.lower != word.lemma:
            return ()  # « ses voisins », "its allies": more than the one spoken of
        if kind == "other" and parts & (_POSSESSIVES | SPEAKERS_OWN):
            owner = (
                speaker
                if parts & SPEAKERS_OWN
                else subject or self.last_subject(next(c for c in word.children if c.lower in _POSSESSIVES))
            )
            if len(owner) > 1 and word.lower == word.lemma:  # « Lima et Quito soutiennent leur partenaire »
                others = [s for s, _ in self._spoken_of(word.start, 700).most_common() if s not in owner]
                return self._topic_before(word, owner) or tuple(others[:1])
            other = self.counterpart(owner[0], word.start) if owner else None
            main = self._main_pair()
            if word.lemma in _NEIGHBOURS and other not in main and set(owner) < set(main):
                return tuple(state for state in main if state not in owner)  # of the two the article is about
            return (other,) if other else ()
        if kind in ("both", "single") and parts & (_DEFINITE | {"du", "au"}) and not word.children_by("nmod"):
            before = self.states_before(word.start)
            called = self._called.get(word.lemma.lower()) or self._called.get(word.lower) or frozenset(before)
            return tuple([state for state in before if state in called and state not in subject][:1])
        return ()

    def _acts_on(self, word: Word) -> tuple[str, ...]:
        """« Le Koweït a pressé les deux gouvernements »: who does so is none of them.

        « négocie malgré la guerre entre les deux pays »: whose war it is, is another matter.
        """
        between = next((c.previous for c in word.children if c.lower in ("entre", "between")), None)
        of_a_noun = between is not None and between.pos == "NOUN"
        verb = word.head if word.dep in ("obj", "iobj", "obl") and not of_a_noun else None
        subject = verb.child("subj") if verb is not None else None
        identity = self.identify(subject) if subject is not None and subject.pos in ("NOUN", "PROPN") else None
        return identity.states[:1] if identity is not None and subject is not None and not subject.child("conj") else ()

    def named_otherwise(self, word: Word) -> bool:
        """ "its rivals, the Rapid Support Forces": the name that stands beside a noun is no state's."""
        names = [c for c in word.children_by("appos") if c.pos == "PROPN" and c.i > word.i]
        return any(self.mention_at(c) is None and not self.resolve_state(c) for c in names)

    def carried(self, word: Word) -> tuple[str, ...]:
        """« le ministre », « l'armée » without more: the state whose sentence it is, else whose article.

        « Un responsable » may be anyone's, unless the sentence begins « À Erevan, ».
        """
        here = self._there(word) or self.state_of_place(word) or self._first_named(word)
        if here or self._of_no_states(word) or self._of_rebels(word):
            return here
        one = word.lemma in _REGIMES or self._of_the_ministry(word)
        definite = one or bool({c.lower for c in word.children} & (_DEFINITE | _POSSESSIVES))
        if not definite and word.pos != "PROPN":
            return () if word.lemma.lower() in _OF_ANYONE else self.dateline()
        if not definite and self._of_another_office(word):
            return ()
        named = next((o for o in self.words_before(word, 1200) if o.lemma == word.lemma and o.pos == "NOUN"), None)
        same = self.qualified(named) if named is not None and not self.name_beside(word) else ()
        if len(same) == 1:
            return same  # « l'armée soudanaise ... l'armée »
        if named is not None and word.lemma in _REGIMES:
            return self.carried(named)  # there is one junta in an article
        if meant := self._named_again(word):
            return meant
        passage = self._passage_of(word)
        if passage is not None:
            for other in reversed(passage.words[: word.i]):
                if other.dep in ("subj", "subj:pass") and other.sentence < word.sentence and other.pos != "PRON":
                    identity = self.identify(other)
                    if identity is not None and identity.states:
                        return self._at_home(other) or identity.states[:1]
            if passage.words and (scene := self.state_of_place(passage.words[min(5, word.i)])):
                return scene  # « À Doha, le ton est autre. Le ministre ... »
        if not definite:
            return self.dateline()
        return self.home()

    def _named_again(self, word: Word) -> tuple[str, ...]:
        """« Le ministre a reçu X ... Le ministre a remercié »: the one before, if neither has a name beside it."""
        before = next((o for o in self.words_before(word, 1200) if o.lower == word.lower and o.pos == "NOUN"), None)
        if before is None or word.lower != word.lemma:
            return ()
        alone = all({c.lower for c in w.children} & _DEFINITE and not self.name_beside(w) for w in (word, before))
        return self.resolve_state(before) if alone else ()

    def _at_home(self, subject: Word) -> tuple[str, ...]:
        """ "The minister said Russia was an ally. The army ...": of the minister's state, which the place tells."""
        clause = subject.head
        above = clause.head if clause is not None and clause.dep == "ccomp" else None
        teller = above.child("subj") if above is not None and above.i < subject.i else None
        identity = self.identify(teller) if teller is not None else None
        official = identity is not None and identity.scope == "state" and not identity.states
        return self.dateline() if official else ()

    def _of_the_ministry(self, word: Word) -> bool:
        """« une porte-parole du ministère »: of the one ministry that is meant."""
        owners = word.children_by("nmod")
        return any(o.preposition() in ("du", "de la", "of the") and self.noun_scope(o) == "state" for o in owners)

    def _of_another_office(self, word: Word) -> bool:
        """ "captain Nils Ekdahl", "Lu Chen, a spokesman": a name that does not say of which government it is."""
        identity = self.identify(word)
        role = identity.role if identity is not None and identity.role else ""
        return not any(office in role.lower() for office in _OF_A_GOVERNMENT)

    def _of_rebels(self, word: Word) -> bool:
        """ "the Arakan Army, a rebel group": an army that is no state's."""
        nonstate = word_classes(self.language).get("nonstate", frozenset())
        return any(w.lemma in nonstate for a in word.children_by("appos") for w in (a, *a.children))

    def _there(self, word: Word) -> tuple[str, ...]:
        """« s'est rendu à Washington pour y rencontrer le secrétaire d'État »: that of the place named before « y »."""
        verb = word.head if word.dep in ("obj", "obl") else None
        if verb is None or not any(c.lower == "y" for c in verb.children):
            return ()
        places = [o for o in self._sentence_of(verb) if o.preposition() in ("à", "au", "en", "aux") and o.i < verb.i]
        found = (self.mention_at(o) for o in reversed(places))
        return next(((m.actor,) for m in found if m is not None and m.actor in states()), ())

    def _sentence_of(self, word: Word) -> list[Word]:
        """Return the words of a word's sentence."""
        passage = self._passage_of(word)
        return passage.sentences[word.sentence] if passage is not None else []

    def _first_named(self, word: Word) -> tuple[str, ...]:
        """« Kinshasa, dixit son ministre, »: the state whose name opens the sentence of a possessive."""
        passage = self._passage_of(word) if any(c.lower in ("son", "sa", "ses") for c in word.children) else None
        first = passage.sentences[word.sentence][0] if passage is not None else None
        mention = self.mention_at(first) if first is not None and first.next is not None else None
        if first is None or mention is None or mention.actor not in states() or first.preposition():
            return ()
        return (mention.actor,) if first.pos == "PROPN" and first.next is not None and first.next.text == "," else ()

    def _sentence_before(self, word: Word) -> list[Word]:
        """Return the words of the sentence before, within the paragraph, the last first."""
        passage = self._passage_of(word)
        return passage.sentences[word.sentence - 1][::-1] if passage is not None and word.sentence else []

    def words_before(self, word: Word, reach: int = 700) -> Iterator[Word]:
        """Yield the words of the sentences before a word's own, the nearest first, as far as some characters back."""
        place = bisect_right(self._passage_starts, word.start) - 1
        for passage in reversed(self.passages[: place + 1]):
            for other in reversed(passage.words):
                own = passage.span.contains(TextSpan(word.start, word.end)) and other.sentence >= word.sentence
                if word.start - other.end > reach:
                    return
                if other.start < word.start and not own:
                    yield other

    def state_of_place(self, word: Word) -> tuple[str, ...]:
        """Return the state in whose capital, or on whose side, a word's sentence begins: « À Erevan, »."""
        passage = self._passage_of(word)
        sentence = passage.sentences[word.sentence] if passage is not None else []
        where = next((w for w in sentence if w.lower == "où" and 0 < word.i - w.i < 6), None)
        before = where.previous if where is not None else None
        place = self.mention_at(before.previous) if before is not None and before.previous is not None else None
        if place is not None and place.kind is MentionKind.CAPITAL and place.actor in states():
            return (place.actor,)  # « Colère à Dublin, où le ministre évoque »
        for first in sentence[:5]:
            if first.text == "," or first.i >= word.i:
                break
            mention = self.mention_at(first)
            if mention is None or mention.actor not in states():
                continue
            seated = mention.kind in (MentionKind.CAPITAL, MentionKind.SEAT)
            opened = sentence[0].lower in (_AT if seated else _ON_SIDE_OF)
            return (mention.actor,) if opened else ()
        return ()

    def dateline(self) -> tuple[str, ...]:
        """Return the state of the capital the text was written in: « NEW DELHI: », "WARSAW (AP) -".

        Of Brussels, where the ministers of many states speak, nothing follows.
        """
        written = self._first_capital() or self._dateline()
        return () if written == ("BEL",) else written

    def _first_capital(self) -> tuple[str, ...]:
        """« NEW DELHI: »: the first state named, if it is a capital that opens the text."""
        first = self.passages[0] if self.passages else None
        mention = self.state_mentions[0] if self.state_mentions else None
        if first is None or mention is None or mention.kind is not MentionKind.CAPITAL:
            return ()
        if mention.span.end <= first.span.start:
            return (mention.actor,)
        written = first.text[: mention.span.end - first.span.start + 1]
        opens = mention.span.start == first.span.start and written[:-1].isupper() and written[-1:] == ":"
        return (mention.actor,) if opens else ()

    def presented_before(self, offset: int) -> tuple[str, ...]:
        """Return the state of the office or body that a text of its own begins with: « Point de presse du Kremlin »."""
        first = self.passages[0] if self.passages else None
        if first is None or first.span.end > offset or len(first.words) > 30:
            return ()
        for word in first.words:
            identity = self.identify(word) if word.pos in ("NOUN", "PROPN") and word.dep != "amod" else None
            mention = self.mention_at(word)
            spoken_of = mention is not None and mention.kind in (MentionKind.NAME, MentionKind.CAPITAL)
            if identity is not None and identity.states and identity.scope == "state" and not spoken_of:
                return identity.states[:1]
        return ()

    def home(self) -> tuple[str, ...]:
        """Return the state of the first office or body the article names: whose ministry speaks, whose paper it is."""
        if self._home is None and (written := self._first_capital()):
            self._home = written
        if self._home is None:
            opening, rest = self.passages[:_OPENING], self.passages[_OPENING:]
            first = self._first_office(opening) or self._dateline() or self._first_office(rest)
            self._home = self.presented_before(10**9) or first
        return self._home

    def _first_office(self, passages: Sequence[Passage]) -> tuple[str, ...]:
        offices = (w for p in passages for w in p.words if w.pos == "NOUN" and self.noun_scope(w))
        found = (self.identify(w) for w in offices if w.lemma not in _OTHERS)
        return next((i.states[:1] for i in found if i is not None and i.states), ())

    def _dateline(self) -> tuple[str, ...]:
        """Return the state of the capital that an article is written from: "NEW DELHI - The ministry said"."""
        begin = max(self._passage_starts[:_OPENING], default=0)  # of the lead, which a title may stand before
        seats = (MentionKind.CAPITAL, MentionKind.NAME)  # "DJIBOUTI - ": both a state and its capital
        return tuple(m.actor for m in self._places if m.span.end <= begin and m.kind in seats)[:1]

    def _inside(self, mention: Mention) -> bool:
        passage = self.passage_at(mention.span.start)
        return passage is not None and passage.span.contains(mention.span)

    def last_subject(self, word: Word) -> tuple[str, ...]:
        """Return the states of the last subject before a pronoun that stands for any."""
        for passage in reversed([p for p in self.passages if p.span.start <= word.start]):
            for other in reversed(passage.words):
                if other.start >= word.start or other.dep not in ("subj", "subj:pass") or other.pos == "PRON":
                    continue
                if (
                    other.sentence == word.sentence
                    and passage.span.start <= word.start < passage.span.end
                    and other.i > word.i
                ):
                    continue
                if other.sentence == word.sentence and _closes(
                    passage.text[other.end - passage.span.start : word.start - passage.span.start]
                ):
                    continue  # « « Lima ment », a dit un porte-parole de sa diplomatie »
                identity = self.identify(other)
                if identity is not None and identity.states and (identity.role or word.lower not in _HUMAN):
                    return identity.states
                if identity is not None and identity.scope == "state" and (there := self.state_of_place(other)):
                    return there  # « À Taipei, la présidence s'inquiète »
            if word.start - passage.span.start > 1500:
                break
        return ()


_OF_A_GOVERNMENT = ("minister", "ministre", "president", "président")
_AROUND_IT = {"voisins", "riverains", "limitrophes", "autres", "neighbouring", "neighboring", "other"}
_NEIGHBOURS = {"voisin", "voisine", "neighbour", "neighbor"}
_REGIMES = {"junte", "junta", "régime", "regime"}
_WHERE = {"dans", "en", "auprès", "sur", "in", "at", "near", "on"}  # « l'ambassade de Chine dans la capitale serbe »


def _closes(text: str) -> bool:
    """Return whether a quotation that was opened before ends in some words."""
    return any(text.count(closing) > text.count(opening) for opening, closing in ("«»", "“”"))


def _parted(two: Sequence[Mention], passage: Passage) -> bool:
    """ "deals with the Philippines, and France is to follow": a comma before "and" parts two clauses, not two names."""
    first, second = (m.span for m in two)
    between = passage.text[first.end - passage.span.start : second.start - passage.span.start]
    return between.lstrip().startswith(",")


def _heads_a_headline(run: Sequence[Mention], passage: Passage) -> bool:
    """ "France, Germany urge Israel to stop": what opens an English headline needs no "and"."""
    opens = run[0].span.start == passage.span.start and passage.language == "en"
    return opens and len(run) == 2 and not passage.text.rstrip().endswith((".", "”", '"', "?", "!"))


def _of_several(pronoun: Word) -> bool:
    """« qui lui vendront »: whether a relative pronoun is the subject of a verb in the plural."""
    verb = pronoun.head
    forms = [verb, *verb.children_by("aux", "cop", "aux:pass")] if verb is not None else []
    return any("Number=Plur" in w.features and "VerbForm=Fin" in w.features for w in forms)


def _antecedent(pronoun: Word) -> Word | None:
    """Return the noun a relative pronoun stands for."""
    for word in (pronoun, *pronoun.ancestors()):
        if word.dep == "relcl":
            return word.head
    if pronoun.lower in _OF_WHICH:  # « la Russie, avec laquelle il signe » may hang on the clause before
        here = pronoun.previous
        while here is not None and here.sentence == pronoun.sentence and here.pos not in ("NOUN", "PROPN"):
            if here.pos == "CCONJ":  # « une procédure que Berlin juge hâtive et à laquelle Rome est hostile »
                return _antecedent_before(here)
            here = here.previous
        return here if here is not None and here.sentence == pronoun.sentence else None
    return None


def _antecedent_before(joint: Word) -> Word | None:
    """Return what the relative pronoun before a conjunction stands for."""
    here = joint.previous
    while here is not None and here.sentence == joint.sentence and here.lower not in ("qui", "que", "qu'", "dont"):
        here = here.previous
    return _antecedent(here) if here is not None and here.sentence == joint.sentence else None


def _told_of_a_deed(pronoun: Word) -> bool:
    """« ce qui lui a valu », « Ce vote lui a valu »: what a deed brings, it brings to whoever did it."""
    verb = pronoun.head
    subject = verb.child("subj") if verb is not None else None
    if verb is None or subject is None:
        return False
    deed = verb.head if subject.lower in ("qui", "which") and verb.dep == "relcl" else subject
    return deed is not None and (deed.lower in _POINTING or any(c.lower in _POINTING for c in deed.children))


_POINTING = {"ce", "cet", "cette", "ces", "cela", "this", "that", "these"}
_OF_WHICH = {"lequel", "laquelle", "lesquels", "lesquelles"}


def _text(words: Sequence[Word]) -> str:
    text = ""
    for word in words:
        after = word.previous.text if word.previous is not None else "'"
        elided = text[-1:] == "(" or (text[-1:] in ("'", "’", "-") and after not in ("'", "’"))
        glued = elided or word.text[:1] in ",.;)" or word.lower in ("'s", "'")
        glue = "" if not text or glued else " "
        text += glue + word.text
    return text


_BEFORE_NAMES = ("det", "case", "fixed")  # « d'après cette source »


def _is_former(word: Word) -> bool:
    """« l'ancien ministre », « l'ex-ministre », « le général à la retraite », "the retired general"."""
    if word.lower.startswith("ex-") or any(c.lower in _FORMER for c in word.children):
        return True
    return any(c.lower == "retraite" and c.preposition() in ("à", "en") for c in word.children)


_OPENED_BY = {"»": "«", "”": "“", ")": "("}


def _before_aside(words: list[Word], head: Word) -> list[Word]:
    """« La Chine, accusée par Oslo »: a participle is no part of a name."""
    for place, word in enumerate(words):
        after = words[place + 1] if word.text == "," and place + 1 < len(words) else None
        if after is not None and word.i > head.i and after.pos == "VERB":
            return words[:place]
    return behind_circumstance(words, head)


def described(word: Word) -> str:
    """Return a noun phrase as it is written, without its article."""
    possessive = ("'s", "'")  # "Iran's envoy"
    words = [w for w in noun_phrase(word) if w.i >= word.i or w.dep not in _BEFORE_NAMES or w.lower in possessive]
    words = _before_aside(words, word)
    opened = {w.text for w in words}
    while words and words[-1].pos == "PUNCT" and _OPENED_BY.get(words[-1].text) not in opened:
        words.pop()
    return _text(words) or word.text
