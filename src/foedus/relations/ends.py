"""The states around a trigger, each in the place where it stands.

La Russie a livré des obus à Pyongyang.       l'embargo décrété par Washington contre La Havane
[subj]                      [à]                                  [agent]           [contre]
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from foedus.attribution.cues import cue_lexicon
from foedus.attribution.sources import subject_of
from foedus.codes import Code, facts
from foedus.language.actors import Discourse
from foedus.language.gazetteer import states
from foedus.language.syntax import Word, conjuncts, is_passive
from foedus.model import Mention, MentionKind, TextSpan
from foedus.relations.frames import Frame
from foedus.tables import read_table, word_classes

SOURCE_NOUN = ("agent", "poss", "adj", "name", "de", "from", "up:subj")
_ASIDE = {"à", "au", "aux", "avec", "contre", "envers", "auprès", "vers", "face"}
# Nouns that only start, end or announce the act below them: « la signature d'un accord ».
_BEARERS = frozenset(
    "signature conclusion ouverture reprise fin début levée annonce décision projet envoi poursuite lancement rupture "
    "maintien renforcement retour idée perspective possibilité risque signing start end lifting announcement decision "
    "plan year decade century month week generation period era launch resumption opening conclusion idea prospect risk "
    "round series série volonté intention".split()
)
POSSESSIVE = {"son", "sa", "ses", "leur", "leurs", "its", "their", "his", "her"}
_SHARED = {
    "commun",
    "conjoint",
    "partagé",
    "mutuel",
    "réciproque",
    "bilatéral",
    "common",
    "joint",
    "shared",
    "mutual",
    "bilateral",
}
_OWN = {"notre", "nos", "our", "mon", "ma", "mes", "my"}
_WHOSE = ("'s", "of", "by", "de", "d'", "du", "par")
_SIGNED_IN = {"accord", "agreement", "convention", "protocol", "treaty", "summit"}
_SIGNED = {"accord", "traité", "pacte", "convention", "protocole", "conférence", "processus", "charte", "sommet"}
_WHOM = {"obj", "iobj", "inner:obj", "inner:iobj"}
_OF = {"de", "d'", "du", "des"}
_WHEN = {"since", "after", "before", "during", "amid", "following", "despite", "until", "depuis", "après", "avant",
         "pendant", "durant", "malgré", "lors", "jusqu'à", "throughout"}  # fmt: skip
_BECAUSE = {"after", "following", "for", "over", "since", "après", "depuis", "pour"}
_ON_WHOM = _OF | {"of", "on"}
_WHOSE_RELATIVE = {"dont", "whose"}
_CIRCUMSTANCE = {"in", "at", "dans", "lors de"}  # "broke its word in the talks"
# What a complement of these stands for is the setting of the act, never its target.
_SETTING = {"malgré", "despite", "selon", "d'après", "according", "amid", "pendant", "durant", "lors", "hormis",
            "après", "avant", "sauf", "sans", "without", "throughout"}  # fmt: skip
# « sous la pression de Washington », « en raison de la guerre »: nouns that open such a complement.
_SETTING_NOUNS = frozenset(
    "absence behalf cadre cause conséquence dam dépit depuis égide expense faute grâce initiative instance instar "
    "instigation insu issue lendemain lieu marge médiation nom occasion parrainage pression présence raison sein "
    "soulagement suite surprise veille".split()
)
_ONE = {"un", "une", "one"}  # « l'un des premiers pays à reconnaître »
_TWO = {"deux", "two"}  # « les deux alliés de Moscou »
_NAMES_SOMEBODY = {"subj", "subj:pass", "obj", "iobj", "obl", "nmod", "agent"}
_CUTTING = {"rompre", "suspendre", "geler", "interrompre", "rétablir", "lever", "renouer", "normaliser", "violer"}
_OCCASIONS = {"lors", "issue", "terme", "marge", "occasion", "cours"}
_REMAINING = {"rester", "demeurer", "remain", "stay"}
_OWN_DEEDS = {"promise", "threaten", "use", "offer", "agree", "promettre", "menacer", "utiliser", "offrir"}
_LIGHT_BRANCHES = frozenset(
    "obj obl nmod acl iobj appos amod compound xcomp flat dep subj:pass agent conj advmod".split()
)


@dataclass(frozen=True, slots=True)
class End:
    """States found in one place below a trigger.

    Attributes:
        slot: the preposition, or "subj", "obj", "iobj", "agent", "adj", "poss", "up:subj", "up:obl".
        depth: steps below the trigger; 1 for its own complements.
        via: the slot of the complement they stand in: « sur » for « français » in « un impôt sur les vins français ».
    """

    slot: str
    states: tuple[str, ...]
    depth: int
    word: Word
    via: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """Whose words the trigger stands in: the speaker's states and those spoken to."""

    speaker: tuple[str, ...] = ()
    addressed: tuple[str, ...] = ()


def _done_to_the_speaker(ends: list[End], speech: Speech) -> list[End]:
    """« Lima affirme que Quito a bombardé ses villages »: nobody does harm to what is his own."""
    doer = next((e.states for e in ends if e.slot == "subj"), ())
    if not speech.speaker or not doer or doer == speech.speaker:
        return ends
    return [replace(e, states=speech.speaker) if e.states == doer and _is_owned(e) else e for e in ends]


def _is_owned(end: End) -> bool:
    return end.slot == "poss" or (end.slot == "obj" and any(c.lower in POSSESSIVE for c in end.word.children))


@cache
def _slot_table() -> Mapping[str, str]:
    return {row["form"]: row["slot"] for row in read_table("slots.tsv", ("form", "slot"))}


def slot_of(word: Word) -> str:
    """Return the slot a complement fills, prepositions of both languages under one name."""
    case = word.preposition()
    if word.dep == "nmod" and case in _OF and word.head is not None and word.head.preposition():
        compound = _slot_table().get(f"… {word.head.lemma} de")  # « à l'encontre du Qatar »
        if compound:
            return compound
    if case:
        for form in (case, case.split(" ")[0]):
            if form in _slot_table():
                return _slot_table()[form]
        return case.split(" ")[0]
    if word.dep == "obj" and word.pos == "PRON" and word.head is not None and len(word.head.children_by("obj")) > 1:
        return "iobj"  # "shipped it weapons"
    return {"subj:pass": "obj", "nmod": "de", "obl": "obl", "compound": "adj", "flat": "adj"}.get(word.dep, word.dep)


_SIGNING = frozenset({"signer", "parapher", "conclure", "sign", "initial", "conclude"})


def _signed_there(word: Word) -> bool:
    """« l'accord de Vienne », « les accords de Minsk »: where it was signed; « de Berlin avec Moscou » is by whom."""
    noun = word.head
    if noun is not None and noun.lemma in _SIGNING:  # « ont paraphé à Doha un accord »
        return word.preposition() in ("à", "in", "at")
    if noun is not None and word.dep == "compound" and noun.lemma in _SIGNED_IN:  # "the Algiers agreement"
        return True
    if noun is None or noun.lemma not in _SIGNED or word.dep != "nmod" or word.preposition() not in ("de", "d'"):
        return False
    return not any(c.preposition().startswith(("avec", "entre")) for c in noun.children)


def paid_for(noun: Word, language: str) -> bool:
    """« des sanctions pour l'invasion de l'Ukraine », "over the attack": an attack that is the reason for an act."""
    return (
        noun.pos == "NOUN" and noun.preposition() in _BECAUSE and noun.lemma in word_classes(language).get("attack", ())
    )


def _sets_the_scene(word: Word) -> bool:
    """« malgré l'appel de Paris », « à la demande de Kiev », « selon Séoul »: around an act, not in it."""
    case = word.preposition()
    if case in _SETTING or case.split(" ")[0] in _SETTING:
        return True
    return bool(case) and word.lemma in _SETTING_NOUNS and word.dep in ("obl", "nmod", "advmod", "conj")


def _named_in_the_plural(possessive: Word) -> bool:
    """« Les Émirats ont proposé leur médiation »: theirs is the one state whose name is plural."""
    subject = _subject_above(possessive)
    return subject is not None and subject.pos == "PROPN" and any(c.lower in ("les", "the") for c in subject.children)


def _subject_above(possessive: Word) -> Word | None:
    """Return the subject nearest above a possessive, other than the noun that is owned."""
    subjects = (a.child("subj") for a in possessive.ancestors() if a.pos == "VERB")
    return next((s for s in subjects if s is not None and s is not possessive.head), None)


class Ends:
    """Finds the states around triggers of one article."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse = discourse
        classes = word_classes(discourse.language)
        self._reactions = classes.get("reaction", frozenset())
        self._asking = classes.get("asking", frozenset())
        self._talks = classes.get("talks", frozenset())
        self._suffering = classes.get("suffering", frozenset())
        self._undergoing = classes.get("undergoing", frozenset())
        self._partaking = classes.get("partaking", frozenset())
        self._waging = classes.get("waging", frozenset())
        self._stirring = classes.get("stirring", frozenset())
        self._wishing = classes.get("wishing", frozenset())
        self._addressing = classes.get("addressing", frozenset())

    def around(self, trigger: Word, frame: Frame, speech: Speech) -> list[End]:
        """Return all states around a trigger, nearest first; "said" is whoever says it."""
        said = [End("said", speech.speaker, 0, trigger)] if "said" in frame.source else []
        if frame.pos == "V":
            ends = said + self._around_verb(
                trigger, speech, anyone=frame.code is Code.PROTEST, reflexive=frame.reflexive
            )
            return _done_to_the_speaker(ends, speech) if facts(frame.code).sign < 0 else ends
        ends = said + self._around_noun(trigger, speech)
        if frame.code is Code.OPPOSED and trigger.dep == "obj" and trigger.head is not None:
            stirred = trigger.head.lemma in self._stirring  # « Washington attise ces rivalités »: those of others
            return [e for e in ends if not (stirred and e.slot == "up:subj")]
        if frame.code is Code.CONSULT:  # « Lima et Quito appellent au dialogue »: that of others
            return [e for e in ends if not (e.slot == "up:subj" and len(e.states) > 1 and e.word.lemma in _CALLERS)]
        if frame.code is not Code.AT_WAR or any(c.lower in POSSESSIVE for c in trigger.children):
            return ends
        elsewhere = any(c.pos == "PROPN" for c in trigger.children_by("nmod"))  # « la guerre en Ukraine »
        return [e for e in ends if not self._speaks_of(e, several=not elsewhere)]

    def _speaks_of(self, end: End, *, several: bool) -> bool:
        """« Paris et Kiev ont évoqué la guerre »: who speak of a war, or want its end, do not fight each other."""
        if end.slot != "up:subj" or end.word.pos != "VERB" or (several and len(end.states) < 2):
            return False
        lemma = end.word.lemma
        cue = lemma in cue_lexicon(self.discourse.language).verbs and lemma not in self._waging
        return cue or lemma in self._wishing

    def _states(self, word: Word, speech: Speech, subject: tuple[str, ...] = ()) -> tuple[str, ...]:
        found: list[str] = []
        for part in conjuncts(word):
            found.extend(
                self.discourse.listed(part)
                or self.discourse.resolve_state(part, speaker=speech.speaker, subject=subject)
            )
        return tuple(dict.fromkeys(found))

    def _around_verb(self, verb: Word, speech: Speech, *, anyone: bool = False, reflexive: bool = False) -> list[End]:
        ends: list[End] = []
        subject = _doer(verb)
        subject_states: tuple[str, ...] = ()
        owner = self._relative_owner(verb, speech)
        if owner is not None:
            ends.append(owner)
            subject_states = owner.states if owner.slot == "subj" else ()
        elif subject is not None:
            subject_states = self._states(subject, speech) or self._qualifying(subject, anyone=anyone)
            anyone_at_all = self.discourse.in_general(subject)
            if not subject_states and not anyone_at_all:
                subject_states = self._behind(verb, subject, speech)
            if subject_states:
                ends.append(End("subj", subject_states, 1, subject))
            elif not anyone_at_all:  # "Turkey's decision angered Greece"
                beside = [c for c in subject.children if c is not verb]
                owners = [e for c in beside for e in self._descend(c, speech, 2, (), "")]
                ends.extend(End("whose", e.states, e.depth, e.word) for e in owners if e.slot in SOURCE_NOUN)
        ends.extend(self._relative_object(verb, speech))
        ends.extend(self._relative_place(verb, speech))
        below = [c for c in verb.children if c is not subject or is_passive(verb)]
        if (
            verb.dep in ("acl", "amod")
            and verb.head is not None
            and "VerbForm=Part" in verb.features
            and not verb.lower.endswith("ant")
        ):
            own = self._states(verb.head, speech) or self._qualifying(verb.head)
            if own:
                ends = [e for e in ends if e.slot != "subj"]
                ends.append(End("obj", own, 1, verb.head))
            elif verb.lemma in _CUTTING:  # « les relations entre Lima et Quito, rompues en 1995 »
                below = verb.head.children_by("nmod", "amod")
                ends.extend(e for c in below for e in self._descend(c, speech, 2, (), "obj"))
            governor = verb.head.head
            if governor is not None and governor.pos == "VERB" and verb.child("agent") is None:
                up = subject_of(governor)
                up_states = self._states(up, speech) if up is not None else ()
                if up_states:
                    ends.append(End("subj", up_states, 2, governor))
        ends.extend(self._left_so(verb, speech))
        if len(subject_states) > 1 and not reflexive and any(c.lower in ("se", "s'") for c in verb.children):
            ends.append(End("each", subject_states, 1, verb))  # « se rejettent la faute »: each on the other
        ends.extend(self._made_to(verb, speech))
        ends.extend(self._shared_object(verb, speech))
        for child in below:
            if child.lower in ("other", "another") and any(c.lower in ("each", "one") for c in child.children):
                ends.append(End("each", subject_states, 1, child))
            ends.extend(self._descend(child, speech, 1, subject_states, inside=""))
        return sorted(ends, key=lambda e: e.depth)

    def _behind(self, verb: Word, noun: Word, speech: Speech) -> tuple[str, ...]:
        """Return who is behind a subject that names no state.

        "the first state to recognise Israel" is whoever it is said of; "the decision to cut the gas" is whose it is.
        """
        if verb.dep not in ("acl", "relcl", "xcomp") or noun.pos != "NOUN":
            return ()
        one_of = noun.head if noun.dep == "nmod" and noun.head is not None and noun.head.lower in _ONE else noun
        above = one_of.child("subj") if one_of.child("cop") is not None else None
        governor = noun.head
        if above is None and governor is not None and governor.pos in ("VERB", "AUX"):
            reacts = governor.lemma in self._reactions  # « condamne les frappes qui ont visé Aden »
            above = subject_of(governor) if noun.dep in ("xcomp", "obj") and not reacts else None
        own = [c for c in noun.children if c.preposition() in _WHOSE or c.dep in ("amod", "compound")]
        for word in [*(own if verb.dep == "acl" else []), *([above] if above is not None else [])]:
            mention = self.discourse.mention_at(word)
            named = mention is not None and mention.actor in states()
            found = self._states(word, speech) if named else self._qualifying(word)
            if found:
                return found
        return self._states(above, speech) if above is not None else ()

    def _made_to(self, verb: Word, speech: Speech) -> list[End]:
        """ "allowed Taiwan to open an office": whom a verb lets or makes do a thing is its object."""
        for clause in verb.children_by("ccomp"):
            made = clause.child("subj")
            if made is not None and (verb.lemma == "let" or any(c.lower == "to" for c in clause.children)):
                found = self._states(made, speech) or self._qualifying(made)
                return [End("made", found, 1, made)] if found else []
        return []

    def _left_so(self, verb: Word, speech: Speech) -> list[End]:
        """« Les liens entre Lima et Quito restent rompus »: what remains so has had it done to it."""
        head = verb.head
        remains = head is not None and head.lemma in _REMAINING and verb.dep == "xcomp"
        left = head.child("subj") if head is not None and remains and "Tense=Past" in verb.features else None
        return [replace(e, via=e.via or "obj") for e in self._descend(left, speech, 1, (), "obj")] if left else []

    def _shared_object(self, verb: Word, speech: Speech) -> list[End]:
        """« n'a ni condamné ni sanctionné la Russie »: two joined verbs have one object behind them."""
        joined = verb.child("conj")
        if joined is None or joined.pos != "VERB" or joined.i - verb.i > 3 or verb.children_by("obj", "obl", "iobj"):
            return []
        shared = joined.child("obj") if joined.child("aux", "subj") is None else None
        found = self._states(shared, speech) if shared is not None else ()
        return [End("obj", found, 1, shared)] if found and shared is not None else []

    def _relative_place(self, verb: Word, speech: Speech) -> list[End]:
        """« à Pékin, où il a obtenu un prêt »: of whom, with whom."""
        if verb.dep != "relcl" or verb.head is None or not any(c.lower == "où" for c in verb.children):
            return []
        found = self._states(verb.head, speech)
        return [End("à", found, 2, verb.head)] if found else []

    def _relative_object(self, verb: Word, speech: Speech) -> list[End]:
        """ "the emirate it had overrun", « le pays qu'il avait envahi »: the antecedent is the object."""
        head, own = verb.head, verb.child("subj")
        if verb.dep != "relcl" or head is None or own is None or own.lower in ("qui", "who", "which", "that"):
            return []
        if any(c.lower not in ("que", "qu'", "that", "which", "whom") for c in verb.children_by("obj")):
            return []
        found = self._states(head, speech) or self._qualifying(head)
        if found:
            return [End("obj", found, 1, head)]
        # « des sanctions contre Rome, que Paris appliqua »
        return [e for c in head.children_by("nmod") for e in self._descend(c, speech, 2, (), "obj")]

    def _relative_owner(self, verb: Word, speech: Speech) -> End | None:
        """« la France, dont les soldats ont quitté le Tchad », "Belgium, whose envoy was expelled": its."""
        doer = verb.child("subj", "subj:pass")
        if verb.dep != "relcl" or doer is None or verb.head is None or self.discourse.mention_at(doer) is not None:
            return None  # « le Kosovo, dont Belgrade refuse ... » has its own
        if not any(c.lower in _WHOSE_RELATIVE for w in (verb, doer) for c in w.children):
            return None
        found = self._states(verb.head, speech) or self._qualifying(verb.head)
        slot = "obj" if is_passive(verb) else "subj"
        return End(slot, found, 1, doer) if found and self.discourse.noun_scope(doer) in (None, "state") else None

    def _qualifying(self, word: Word, *, anyone: bool = False) -> tuple[str, ...]:
        """Return the state whose people, arms or acts are the subject: « deux bombardiers russes »; or a crowd's."""
        for child in word.children:
            mention = self.discourse.mention_at(child)
            if child.lower == "led" and child.dep == "amod":  # "U.S.-led forces"
                led_by = self.discourse.mention_at(child.children[0]) if child.children else None
                return (led_by.actor,) if led_by is not None and led_by.actor in states() else ()
            if anyone and child.dep == "nmod" and mention is not None and mention.actor in states():
                return (mention.actor,)  # "thousands of Cubans"
            if child.dep in ("amod", "compound") and mention is not None and mention.actor in states():
                spoken_for = anyone or self.discourse.noun_scope(word) in (None, "state")
                if mention.kind is MentionKind.ADJECTIVE and spoken_for:
                    return tuple(dict.fromkeys(s for c in conjuncts(child) for s in self._named_in(c)))
        return ()

    def _named_in(self, word: Word) -> tuple[str, ...]:
        """« sino-canadiennes »: both states of a compound adjective."""
        return tuple(m.actor for m in self.discourse.mentions_in(TextSpan(word.start, word.end)))

    def _descend(self, word: Word, speech: Speech, depth: int, subject: tuple[str, ...], inside: str) -> list[End]:
        """Return the states in one branch below a trigger."""
        if (word.dep not in _LIGHT_BRANCHES and word.dep not in ("det", "subj", "nummod")) or depth > 5:
            return []
        if word.dep == "det":
            return self._possessor(word, speech, depth, subject)
        if _sets_the_scene(word):
            return []
        if word.pos in ("VERB", "AUX") and word.dep not in ("acl", "xcomp") and word.lower != "led":
            return []
        slot = "agent" if word.dep == "agent" else slot_of(word)
        mention = self.discourse.mention_at(word)
        if mention is not None and mention.kind is MentionKind.CAPITAL and _signed_there(word):
            return []
        adjective = mention is not None and _is_adjective(word, mention)
        if adjective and mention is not None:
            own: tuple[str, ...] = self._named_in(word)
            slot = "adj" if mention.kind is MentionKind.ADJECTIVE else "name"
        elif mention is not None and self.discourse.lists.get(mention.span.start) == () and word.dep != "conj":
            return []  # named further on in a list: it goes where the list goes
        else:
            own = self.discourse.listed(word) or self.discourse.resolve_state(
                word, speaker=speech.speaker, subject=subject
            )
        if word.head is not None and word.head.lower == "led" and word.i < word.head.i and word.dep == "obl":
            slot = "adj"  # "U.S.-led strikes"
        if slot in ("subj", "obj") and depth > 1 and word.head is not None and word.head.pos in ("VERB", "AUX"):
            slot = f"inner:{slot}"  # of a clause below, not of the trigger
        if word.dep == "conj" and word.head is not None:
            slot = "adj" if adjective else self._conjunct_slot(word)
        if own:
            named = self._by_adjective(word) if mention is None else ()
            own = tuple(s for s in own if s in named) or own
            placed = End(slot, own, depth, word, inside)
            rest = [e for c in word.children_by("conj") for e in self._descend(c, speech, depth, subject, inside)]
            if (
                mention is None
            ):  # « son ambassadeur en Iran », "its troops near Finland": the noun stands for its own state
                for child in word.children_by("nmod", "obl"):
                    whose = slot_of(child) in ("de", "poss", "adj", "agent") and child.preposition() != "from"
                    if not whose or named:
                        rest += self._descend(child, speech, depth + 1, subject, inside or slot)
            else:  # « acheté par Ankara à Moscou »: no name has a complement of its own
                for child in word.children_by("nmod"):
                    if self.discourse.mention_at(child) is not None and child.preposition().split(" ")[0] in _ASIDE:
                        rest += self._descend(child, speech, depth, subject, inside)
            return [placed, *rest]
        found = [e for c in self._parts(word) for e in self._descend(c, speech, depth + 1, subject, inside or slot)]
        return found or self._of_relative(word, speech, depth)

    def _parts(self, noun: Word) -> list[Word]:
        """« des sanctions pour l'invasion de l'Ukraine »: who was attacked is not who pays for it."""
        leaving = paid_for(noun, self.discourse.language)
        return [c for c in noun.children if not (leaving and c.preposition() in _ON_WHOM)]

    def _by_adjective(self, noun: Word) -> tuple[str, ...]:
        """« les troupes françaises du Niger »: where an adjective names whose they are, « de » says from where."""
        found = [self.discourse.mention_at(c) for a in noun.children_by("amod") for c in conjuncts(a)]
        return tuple(
            m.actor for m in found if m is not None and m.kind is MentionKind.ADJECTIVE and m.actor in states()
        )

    def _of_relative(self, word: Word, speech: Speech, depth: int) -> list[End]:
        """« des soldats que Kigali aurait déployés »: whoever does it in the relative clause owns them."""
        clause = word.child("relcl")
        doer = clause.child("subj") if clause is not None and word.pos == "NOUN" else None
        if doer is None or clause is None or doer.lower in ("qui", "who", "which", "that"):
            return []
        if any(c.lower in ("où", "when", "where") for c in clause.children):
            return []  # « au moment où Kigali bloquait ses convois »
        own = self.discourse.resolve_state(doer, speaker=speech.speaker)
        return [End("de", own, depth + 1, doer)] if own else []

    def _conjunct_slot(self, word: Word) -> str:
        head = word.head
        while head is not None and head.dep == "conj":
            head = head.head
        return slot_of(word) if word.preposition() else slot_of(head) if head is not None else "conj"

    def _possessor(self, word: Word, speech: Speech, depth: int, subject: tuple[str, ...]) -> list[End]:
        if word.lower in _OWN and speech.speaker:
            return [End("poss", speech.speaker, depth, word)]
        if word.lower in POSSESSIVE:
            found, several = subject, word.lower in ("leur", "leurs", "their")
            found = found or ((self._subject_ahead(word, speech) or self._plural_speaker(word)) if several else ())
            if several and len(found) < 2 and not (found and _named_in_the_plural(word)):
                found = self.discourse.several_before(word.start)
            if found:
                return [End("poss", found, depth, word)]
        return []

    def _subject_ahead(self, possessive: Word, speech: Speech) -> tuple[str, ...]:
        """« Un an après l'expulsion de leurs diplomates, l'Inde et le Canada »: theirs are those who come behind."""
        verb = next((a for a in possessive.ancestors() if a.pos == "VERB"), None)
        subject = verb.child("subj") if verb is not None else None
        ahead = self._states(subject, speech) if subject is not None and subject.i > possessive.i else ()
        return ahead if len(ahead) > 1 else ()

    def _plural_speaker(self, possessive: Word) -> tuple[str, ...]:
        """« Les Émirats rappellent que leur traité avec Paris les protège »: of the one state whose name is plural."""
        speaker = _subject_above(possessive)
        one = speaker is not None and speaker.i < possessive.i and _named_in_the_plural(possessive)
        found = self.discourse.resolve_state(speaker) if one and speaker is not None else ()
        return found if len(found) == 1 else ()

    def _around_noun(self, noun: Word, speech: Speech) -> list[End]:
        ends: list[End] = []
        governor = self._governor(noun)
        subject: tuple[str, ...] = ()
        owner: tuple[str, ...] = ()
        if governor is not None:
            head = _doer(governor)
            if head is None and governor.lemma in self._partaking:
                head = governor.child("subj:pass")  # "were engaged in ethnic cleansing"
            if head is not None and head is not noun:
                owner = self._states(head, speech) or self._qualifying(head)
                subject = owner if governor.lemma not in self._reactions else ()
        elif (noun.head is not None and noun.head.lower in _OCCASIONS) or any(
            w.lower in POSSESSIVE for c in noun.children for w in c.children_by("det")
        ):
            owner = self._whose_sentence(noun, speech)  # « après une attaque iranienne sur son sol »
            met = noun.lemma in self._talks and any(c.preposition() == "avec" for c in noun.children)
            if owner and met and noun.head is not None and noun.head.lower in _OCCASIONS:
                ends.append(End("up:subj", owner, 3, noun))  # « a-t-il dit lors d'un entretien avec son homologue »
        if any(c.lemma in _SHARED for c in noun.children) and not subject:
            subject = self.discourse.pair_before(noun.start)
            if subject:
                ends.append(End("poss", subject, 2, noun))
        whose = subject or owner
        if governor is not None and noun.dep == "obl" and governor.lemma in self._addressing:
            thanked = governor.children_by("obj", "iobj")  # « remercie Paris de son aide »
            whose = tuple(s for c in thanked for s in self._states(c, speech))
        called = self._called_so(noun, whose, speech)
        for child in noun.children:
            if not called or child.dep != "nummod":
                ends.extend(self._descend(child, speech, 1, whose, ""))
        ends.extend(called)
        if governor is not None and not _pointed_at(noun, governor, self._reactions):
            above = self._around_governor(noun, governor, (subject, owner), speech)
            if noun.dep == "obj" and governor.lemma in self._asking:
                given = any(e.slot == "up:subj" for e in above)  # else « demande [une aide à Paris] »
                ends = [e if given or e.slot != "à" else replace(e, slot="agent") for e in ends]
            if noun.dep == "obj" and owner and governor.lemma in self._undergoing:
                # « Cuba subit l'embargo américain », « y voit une menace »
                above = [*(e for e in above if e.slot != "up:subj"), End("up:contre", owner, 2, governor)]
            ends.extend(above)
        brought = noun.head.child("obj") if noun.dep == "subj" and noun.head is not None else None
        if brought is not None and any(c.lemma in _SHARED for c in noun.children):
            ends.append(End("up:subj", self._states(brought, speech), 2, brought))  # « leur hostilité commune les lie »
        if noun.dep in ("xcomp", "root", "conj") and noun.child("cop") is not None:
            head = noun.child("subj")
            own = self._states(head, speech) if head is not None else ()
            if own and head is not None:
                ends.append(End("up:subj", own, 1, head))
            elif head is not None and noun.pos == "ADJ":  # "India's charge is baseless"
                ends.extend(e for c in head.children for e in self._descend(c, speech, 2, (), ""))
        if noun.dep == "subj" and noun.head is not None and noun.head.child("cop") is not None:
            own = self._states(noun.head, speech)
            if own:
                ends.append(End("up:subj", own, 1, noun.head))
        beside = noun.dep == "appos" or (noun.dep == "nmod" and noun.preposition() in ("en", "at"))
        if beside and noun.head is not None:  # « la Suède, alliée de », « l'Arménie, en guerre avec »
            own = self._states(noun.head, speech)
            if own:
                ends.append(End("up:subj", own, 2, noun.head))
        return sorted(ends, key=lambda e: e.depth)

    def _called_so(self, noun: Word, whose: tuple[str, ...], speech: Speech) -> list[End]:
        """« a remercié son allié »: the noun itself stands for a state, that of which it is somebody's."""
        if self.discourse.language != "fr" or self.discourse.generics.get(noun.lemma) != "other":
            return []
        said_who = noun.dep == "subj" and noun.head is not None and noun.head.child("cop") is not None
        if noun.dep not in _NAMES_SOMEBODY or said_who:  # « notre allié le plus proche est le Bélarus »
            return []
        if not any(c.lower in POSSESSIVE | _OWN | _TWO for c in noun.children):
            return []
        found = self.discourse.resolve_state(noun, speaker=speech.speaker, subject=whose)
        return [End("self", found, 1, noun)] if found and not set(found) & set(whose) else []

    def _whose_sentence(self, noun: Word, speech: Speech) -> tuple[str, ...]:
        for above in noun.ancestors():  # « le ministre turc, lors d'un entretien avec son homologue grec »
            if above.pos in ("NOUN", "PROPN") and self.discourse.noun_scope(above) == "state":
                return self._states(above, speech)
        verb = next((w for w in noun.ancestors() if w.pos in ("VERB", "AUX")), None)
        head = subject_of(verb) if verb is not None else None
        if head is None and verb is not None and verb.dep == "parataxis":  # « a dit le ministre lors d'une rencontre »
            head = next((o for o in verb.children_by("obj") if self.discourse.noun_scope(o) == "state"), None)
        return self._states(head, speech) if head is not None and head is not noun else ()

    def _around_governor(
        self, noun: Word, governor: Word, doer: tuple[tuple[str, ...], tuple[str, ...]], speech: Speech
    ) -> list[End]:
        """Return whom the verb above a noun names: who has the noun done, and whom it is done to.

        « demande une aide à Paris » has Paris give, « remercie Paris de son aide » too; who dies in a raid suffers it.
        """
        asked = noun.dep == "obj" and governor.lemma in self._asking
        addressed = noun.dep == "obl" and governor.lemma in self._addressing
        suffered = (
            noun.dep in ("obl", "agent")
            and governor.lemma in self._suffering
            and (governor.child("subj:pass") is not None or governor.child("obj") is None)
        )
        turned = asked or addressed or suffered
        subject = doer[1] if addressed else doer[0]
        ends = [End("up:à" if turned else "up:subj", subject, 3, governor)] if subject else []
        for child in governor.children:
            if child is noun or child.dep in ("subj", "subj:pass", "ccomp", "advcl", "conj", "det"):
                continue
            if governor.lemma in self._reactions and child.preposition() != "par" and not addressed:
                continue
            for end in self._descend(child, speech, 3, subject, ""):
                gives = (asked and end.slot in ("à", "de", "auprès")) or (addressed and end.slot in _WHOM)
                slot = "up:subj" if gives else "agent" if end.slot == "agent" else f"up:{end.slot}"
                ends.append(End(slot, end.states, 4, end.word))
        return ends

    def _governor(self, noun: Word) -> Word | None:
        """Return the verb a noun is object of, through nouns between them (« la signature d'un accord »)."""
        if noun.child("cop") is not None and noun.child("subj") is not None:
            return None  # « que Berlin juge hâtive et à laquelle Rome est hostile »: a clause of its own
        word, steps = noun, 0
        while word.head is not None and steps < 3:
            head = word.head
            if word.preposition().split(" ")[0] in _WHEN or paid_for(word, self.discourse.language):
                return None  # "since last month's invasion": only when or why, not what
            if head.pos in ("VERB", "AUX"):
                around = (
                    word.preposition() in _CIRCUMSTANCE
                    and head.lemma not in self._suffering
                    and head.lemma not in self._partaking
                    and head.pos == "VERB"
                )
                light = word.dep == "obl" and not around
                return head if light or word.dep in ("obj", "subj:pass", "xcomp", "iobj", "conj") else None
            if word.dep not in ("nmod", "conj", "appos") or (word.dep == "nmod" and head.lemma not in _BEARERS):
                return None
            word, steps = head, steps + 1
        return None


_POINTING = {"ce", "cet", "cette", "ces"}
_WATCHING = {"suivre", "voir", "observer", "regarder", "surveiller", "commenter", "juger"}


def _pointed_at(noun: Word, verb: Word, reactions: frozenset[str]) -> bool:
    """« Pékin suit ce rapprochement »: who watches what others do has no part in it."""
    watched = noun.dep == "obj" and (verb.lemma in _WATCHING or verb.lemma in reactions)
    return watched and any(c.lower in _POINTING for c in noun.children)


def _doer(verb: Word) -> Word | None:
    """Return who does what a verb says: its subject, or who is asked, led or made to do it."""
    head = verb.head
    if verb.dep == "conj" and "VerbForm=Inf" in verb.features and verb.child("subj") is None and head is not None:
        return _doer(head) if head.dep == "xcomp" else subject_of(verb)  # « accuse Asmara d'occuper et de préparer »
    gerund = verb.dep == "advcl" and verb.preposition() in ("of", "for", "from", "into")  # "accused Minsk of sending"
    if (verb.dep == "xcomp" or gerund) and verb.child("subj") is None and head is not None and head.pos == "VERB":
        made = head.child("subj:pass") if is_passive(head) else head.child("obj", "iobj")
        made = made or _asked(head, verb)
        before = set_before(head) if made is None or made.lower in ("que", "qu'") else None
        if before is not None:
            return before  # « les Émirats, qu'il accuse de livrer des armes »
        if made is not None and made.i < verb.i and head.lemma not in _OWN_DEEDS:
            return made
        if made is None and head.dep == "xcomp" and head.child("subj") is None:
            return _doer(head)  # « soupçonne l'Iran de vouloir vendre »
    return subject_of(verb)


def set_before(verb: Word) -> Word | None:
    """« Viktor Orban, que Varsovie accuse »: who stands before the pronoun, whatever the clause was hung on."""
    that = next((c for c in verb.children if c.lower in ("que", "qu'") and c.i < verb.i), None)
    comma = that.previous if that is not None else None
    noun = comma.previous if comma is not None and comma.text == "," else None
    return noun if noun is not None and noun.pos in ("NOUN", "PROPN") else None


_CALLERS = {"appeler", "exhorter", "inviter", "plaider", "presser", "call", "urge", "appeal", "plead", "press"}
_CALLING = {"call": ("on", "upon"), "appeal": ("to",), "plead": ("with",)}


def _asked(head: Word, verb: Word) -> Word | None:
    """« demande à Budapest de livrer », "called on Uganda to free them": who is asked does it."""
    if head.lemma in _CALLING:
        return next(
            (c for c in head.children_by("obl") if c.preposition() in _CALLING[head.lemma] and c.i < verb.i), None
        )
    if verb.preposition() not in ("de", "d'"):
        return None
    return next((c for c in head.children_by("obl", "iobj") if c.preposition() in ("à", "au", "aux")), None)


def _is_adjective(word: Word, mention: Mention) -> bool:
    """« des firmes russes », "Russian firms", and "US firms", where a name serves as one."""
    named = mention.kind is MentionKind.NAME and mention.actor in states() and word.dep == "compound"
    return named or (mention.kind is MentionKind.ADJECTIVE and word.dep in ("amod", "compound", "conj"))
