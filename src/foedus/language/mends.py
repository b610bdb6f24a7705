"""Slips that the parsers make often, undone on the finished tree before its children are hung.

Each mend is a function of one word; the lists have them in the order applied, each with the relations in which a word
may stand for it to look at that word (none named: any).
"""

from collections.abc import Callable

from foedus.language.noun_mends import (
    adjective_as_clause,
    adjective_as_object,
    adjective_before_its_noun,
    adjective_joined_to_its_noun,
    agent_as_complement,
    ally_as_participle,
    apposition_as_conjunct,
    apposition_as_object,
    aside_as_complement,
    between_past_a_noun,
    clitic_as_article,
    complement_as_agent,
    complement_of_a_name,
    complement_of_an_adjective,
    complement_of_what_is_announced,
    complement_past_a_noun,
    crowd_beside_a_place,
    dative_as_subject,
    dative_before_an_infinitive,
    given_behind_a_name,
    hung_on_a_comma,
    joined_by_between,
    joined_by_comme,
    joined_subjects,
    listed_subjects,
    medium_past_a_speaker,
    name_before_a_reflexive,
    name_before_its_apposition,
    name_before_its_relative,
    name_before_its_verb,
    name_behind_a_month,
    name_behind_its_noun,
    name_in_two,
    name_of_several_words,
    name_opened_as_verb,
    name_past_a_complement,
    named_as_predicate,
    noun_below_its_adjective,
    noun_joined_to_a_verb,
    noun_set_before_its_pronoun,
    object_as_complement,
    object_as_predicate,
    object_as_subject,
    object_behind_a_preposition,
    object_past_a_joined_verb,
    object_without_preposition,
    ordinal_as_subject,
    participle_of_the_noun_before,
    partitive_as_complement,
    reflexive_as_subject,
    speaker_as_apposition,
    state_of_a_name,
    subject_before_its_verb,
    subject_behind_qui,
    subject_of_an_auxiliary,
    title_as_conjunct,
)
from foedus.language.tree import Lemma, is_tree
from foedus.language.verb_mends import (
    asked_of_whom_one_calls_on,
    causative_turned_round,
    clause_as_root,
    clause_joined_past_a_noun,
    clause_of_an_object,
    demanded_of_a_name,
    finite_verb_as_clause,
    gerund_behind_en,
    infinitive_as_adjective,
    infinitive_as_noun,
    infinitive_of_a_name,
    infinitive_of_a_noun,
    main_verb_behind_an_aside,
    moved_as_joined_verb,
    moved_as_passive,
    name_as_verb,
    noun_as_joined_verb,
    noun_as_verb,
    participle_as_noun,
    participle_as_object,
    participle_behind_a_comma,
    participle_behind_an_aside,
    participle_behind_clitic,
    participle_behind_its_clitic,
    participle_behind_reflexive,
    participle_joined_past_nouns,
    preposition_as_verb,
    present_as_participle,
    relative_behind_a_name,
    relative_by_its_object,
    relative_by_its_subject,
    relative_on_a_verb,
    relative_past_a_complement,
    root_as_noun,
    root_behind_its_noun,
    subject_behind_a_colon,
    subject_behind_si,
    verb_before_a_clitic,
    verb_behind_its_reflexive,
    verb_behind_joined_clitic,
    verb_behind_pronoun,
    verb_beside_its_name,
    verb_joined_to_its_subject,
)
from foedus.language.word import Word

Mend = Callable[[Word, Lemma], None]
Mends = tuple[tuple[Mend, str], ...]

BOTH: Mends = (
    (hung_on_a_comma, ""),
    (relative_on_a_verb, "relcl"),
    (agent_as_complement, "obl"),
    (object_as_subject, "subj"),
    (noun_joined_to_a_verb, "conj"),
    (state_of_a_name, "obl nmod"),
    (apposition_as_conjunct, "conj"),
)
FRENCH: Mends = (
    (relative_past_a_complement, "relcl"),
    (name_of_several_words, ""),
    (name_as_verb, ""),
    (name_opened_as_verb, ""),
    (name_in_two, "subj obl nmod obj"),
    (subject_behind_qui, "flat"),
    (causative_turned_round, "dep aux advmod fixed aux:caus"),
    (gerund_behind_en, ""),
    (verb_behind_its_reflexive, ""),
    (verb_behind_joined_clitic, ""),
    (participle_behind_reflexive, ""),
    (reflexive_as_subject, "subj subj:pass"),
    (dative_as_subject, "subj"),
    (name_behind_a_month, "appos nmod flat"),
    (medium_past_a_speaker, "nmod"),
    (name_before_a_reflexive, "expl"),
    (adjective_joined_to_its_noun, "conj"),
    (clause_as_root, "root"),
    (dative_before_an_infinitive, ""),
    (root_behind_its_noun, "acl relcl"),
    (participle_behind_a_comma, "amod appos nmod conj"),
    (moved_as_joined_verb, "conj"),
    (participle_joined_past_nouns, "conj amod acl"),
    (verb_before_a_clitic, ""),
    (noun_set_before_its_pronoun, "subj"),
    (clitic_as_article, ""),
    (ordinal_as_subject, "amod"),
    (subject_of_an_auxiliary, "subj subj:pass"),
    (infinitive_of_a_name, "acl"),
    (infinitive_as_noun, "obl"),
    (ally_as_participle, "appos"),
    (speaker_as_apposition, "appos"),
    (aside_as_complement, "nmod"),
    (title_as_conjunct, "conj"),
    (named_as_predicate, "xcomp"),
    (demanded_of_a_name, "relcl"),
    (name_before_its_verb, "dep obl nmod advmod obj vocative"),
    (name_before_its_relative, "obl nmod dep"),
    (name_behind_its_noun, "obl nmod flat obj dep vocative"),
    (joined_by_comme, "nmod"),
    (preposition_as_verb, ""),
    (participle_behind_an_aside, "acl"),
    (present_as_participle, "acl root conj parataxis advcl"),
    (finite_verb_as_clause, "acl amod flat xcomp"),
    (complement_of_a_name, "nmod"),
    (complement_past_a_noun, "nmod"),
    (complement_of_what_is_announced, "obl"),
    (complement_of_an_adjective, "obl agent nmod"),
    (crowd_beside_a_place, "nmod appos conj"),
    (complement_as_agent, "agent"),
    (noun_as_joined_verb, "conj"),
    (verb_joined_to_its_subject, "subj"),
    (noun_as_verb, "obj nmod subj subj:pass advcl"),
    (participle_as_noun, ""),
    (participle_as_object, "obj"),
    (moved_as_passive, "aux:pass subj:pass"),
    (verb_behind_pronoun, ""),
    (participle_behind_clitic, ""),
    (root_as_noun, "root"),
    (object_without_preposition, "nmod"),
    (object_as_complement, "obl"),
    (object_as_predicate, "xcomp"),
    (object_behind_a_preposition, "obj"),
    (object_past_a_joined_verb, "obj"),
    (clause_of_an_object, "ccomp"),
    (clause_joined_past_a_noun, "conj"),
    (infinitive_as_adjective, "xcomp"),
    (joined_subjects, "subj"),
    (subject_behind_si, "advcl"),
    (participle_behind_its_clitic, "acl"),
    (subject_behind_a_colon, "parataxis conj ccomp dep root appos"),
    (listed_subjects, "subj"),
    (relative_behind_a_name, "iobj obj obl dep"),
    (relative_by_its_object, "advcl parataxis ccomp conj dep"),
    (relative_by_its_subject, "advcl parataxis ccomp conj dep relcl"),
    (verb_beside_its_name, "parataxis acl relcl appos dep punct"),
    (subject_before_its_verb, "obj"),
    (between_past_a_noun, "nmod"),
    (name_before_its_apposition, "advmod obl dep nmod vocative dislocated"),
    (participle_of_the_noun_before, "advcl"),
    (noun_below_its_adjective, "nmod obl obj"),
    (adjective_as_clause, "acl"),
    (adjective_as_object, "obj obl"),
    (adjective_before_its_noun, "obj"),
    (joined_by_between, "subj subj:pass obl obj"),
    (given_behind_a_name, "nmod"),
    (partitive_as_complement, "nmod obl"),
)
ENGLISH: Mends = (
    (asked_of_whom_one_calls_on, "advcl"),
    (complement_of_a_name, "nmod"),
    (infinitive_of_a_noun, "advcl xcomp"),
    (main_verb_behind_an_aside, "acl conj"),
    (listed_subjects, "subj"),
    (apposition_as_object, "obj"),
    (name_past_a_complement, "appos"),
)


class _Group:
    """Mends in their order, those that look at a relation found at once: most words have none that fits."""

    def __init__(self, mends: Mends) -> None:
        self.mends = [(mend, frozenset(relations.split())) for mend, relations in mends]
        self.of_relation: dict[str, list[tuple[int, Mend]]] = {}

    def looking_at(self, relation: str) -> list[tuple[int, Mend]]:
        """Return the mends for words in this relation, each with its place in the order."""
        found = self.of_relation.get(relation)
        if found is None:
            fitting = [(n, mend) for n, (mend, of) in enumerate(self.mends) if not of or relation in of]
            found = self.of_relation[relation] = fitting
        return found

    def apply(self, word: Word, lemma: Lemma) -> None:
        """Apply to a word what looks at its relation; where one changes that, the later ones of the new relation."""
        next_one, relation = 0, ""
        while word.dep != relation:
            relation = word.dep
            for n, put_right in self.looking_at(relation):
                if n >= next_one:
                    put_right(word, lemma)
                    next_one = n + 1
                    if word.dep != relation:
                        break


_IN_ORDER = {"fr": (_Group(BOTH), _Group(FRENCH)), "en": (_Group(BOTH), _Group(ENGLISH))}


def mend(words: list[Word], lemma: Lemma, language: str) -> None:
    """Apply the mends of a language to every word, in order of the text; a ring is hung again as it was given."""
    given = [(word.head, word.dep) for word in words]
    for group in _IN_ORDER[language]:
        for word in words:
            if word.dep == "punct" and word.pos == "PUNCT":
                continue  # there is nothing to put right
            group.apply(word, lemma)
    if not is_tree(words):  # one mend undid another: whoever climbs to the root must get there
        for word, (head, dep) in zip(words, given, strict=True):
            word.head, word.dep = head, dep
