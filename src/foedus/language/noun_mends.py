"""Slips over nouns and names: whose subject, object or complement they are. Each is named after what it puts right."""

from foedus.language.tree import AIMING, REACH, Lemma, all_back, back, beside, hang, is_finite
from foedus.language.word import Word

_GIVING = frozenset(
    "acheminer acheter donner envoyer expédier exporter fournir importer livrer offrir recevoir vendre".split()
)
_ASKING = frozenset("attendre exiger obtenir recevoir réclamer".split())
_ORDINALS = frozenset("premier première second seconde dernier dernière".split())
_OF_THEM = frozenset(
    "abuser accuser bénéficier débattre décider dépendre discuter disposer douter hériter jouir manquer "
    "parler profiter rire souffrir sortir traiter user venir".split()
)
_NAMING = frozenset("devenir rester demeurer sembler paraître appeler nommer être baptiser".split())
_NOUNS_OF_PARTICIPLES = frozenset({"allié", "associé", "opposé"})
_OF_PLACES = {"United", "New", "South", "North", "East", "West", "Saudi", "Central", "Northern", "Southern"}
_NEAR = 6
_TIMES = frozenset(
    "jour semaine mois an année fois matin soir nuit heure minute siècle décennie lundi mardi mercredi "
    "jeudi vendredi samedi dimanche veille lendemain trimestre été hiver printemps automne "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)


def hung_on_a_comma(word: Word, lemma: Lemma) -> None:
    """« a annoncé, le 3 mai, la rupture »: what hangs on a comma hangs on the comma's head."""
    head = word.head
    if head is None or head.pos != "PUNCT" or word.pos == "PUNCT" or head.head is None:
        return
    word.head = head.head
    if head.head.pos == "VERB" and word.pos == "NOUN":
        word.dep = "obj"


def agent_as_complement(word: Word, lemma: Lemma) -> None:
    """« prônée par Moscou »: « par » behind a participle names who does it."""
    head = word.head
    if head is None or word.dep != "obl" or head.pos != "VERB" or "VerbForm=Part" not in head.features:
        return
    if back(word, lambda w: w.head is word and w.lower in ("par", "by"), reach=4) is not None:
        word.dep = "agent"


def complement_as_agent(word: Word, lemma: Lemma) -> None:
    """« Kigali, par la voix de X, a démenti »: a verb in the active voice has no agent."""
    head = word.head
    if head is None or word.dep != "agent" or head.pos != "VERB":
        return
    helped = all_back(head, lambda w: w.head is head)
    if any(w.dep == "aux" and w.lemma == "avoir" for w in helped) and not any(w.dep == "aux:pass" for w in helped):
        word.dep = "obl"


def object_as_subject(word: Word, lemma: Lemma) -> None:
    """« a regretté ... et rejeté les accusations », « se taisent et jugent le vote nul »: what follows is an object."""
    head = word.head
    if head is None or word.dep != "subj" or head.dep not in ("conj", "relcl") or head.i >= word.i:
        return
    if head.dep == "relcl":  # « qui juge le texte nul »: « qui » is the subject
        asks = back(head, lambda w: w.lower == "qui" and w.head is head, reach=4) is not None
        word.dep = "obj" if asks and word.pos in ("NOUN", "PROPN") else word.dep
        return
    participle = "Tense=Past|VerbForm=Part" in head.features
    helped = back(head, lambda w: w.head is head and w.dep in ("aux", "aux:pass"), reach=4) is not None
    joined = head.previous is not None and head.previous.pos == "CCONJ" and "VerbForm=Fin" in head.features
    first = head.head
    told = joined and first is not None and back(first, lambda w: w.head is first and w.dep == "subj") is not None
    if (participle and not helped) or told:
        word.dep = "obj"


def noun_joined_to_a_verb(word: Word, lemma: Lemma) -> None:
    """« a cité l'accord et l'envoi »: a noun is joined to the object before it, not to the verb."""
    head = word.head
    if head is None or word.dep != "conj" or word.pos != "NOUN" or head.pos != "VERB":
        return
    word.head = back(word, lambda w: w.head is head and w.dep == "obj" and w.i > head.i) or head


def apposition_as_conjunct(word: Word, lemma: Lemma) -> None:
    """« le ministre, Sergueï Lavrov, a dit »: a name between commas, with no « et » before it."""
    head, before = word.head, word.previous
    if word.dep != "conj" or word.pos != "PROPN" or head is None or head.pos != "NOUN":
        return
    if before is None or before.text != ",":
        return
    after = word.next
    while after is not None and after.pos == "PROPN":
        after = after.next
    joined = back(word, lambda w: w.pos == "CCONJ" and w.i > head.i) is not None
    if after is not None and after.text in (",", ".") and not joined:
        word.dep = "appos"


def complement_of_an_adjective(word: Word, lemma: Lemma) -> None:
    """« des troupes russes face à la Finlande », « d'un chalutier danois par Moscou »: it is the noun's."""
    head = word.head
    if word.dep not in ("obl", "agent", "nmod") or head is None or head.dep != "amod" or head.pos != "ADJ":
        return
    case = back(word, lambda w: w.head is word and w.dep == "case", reach=4)
    if head.i < word.i and head.head is not None and case is not None and case.lower in AIMING:
        word.head = head.head


def crowd_beside_a_place(word: Word, lemma: Lemma) -> None:
    """« À Athènes, des milliers de personnes ont protesté »: behind the comma stands who does it."""
    place = word.head
    if word.pos != "NOUN" or place is None or place.dep != "obl" or place.head is None or place.i > word.i:
        return
    first = back(word, lambda w: w.head is word and w.dep in ("det", "nummod"), reach=3)
    verb = place.head
    if first is None or first.previous is None or first.previous.text != "," or verb.pos != "VERB" or verb.i < word.i:
        return
    if back(verb, lambda w: w.head is verb and w.dep.startswith("subj")) is None:
        hang(word, verb, "subj")


_JOINED = frozenset({"conj", "advcl", "parataxis"})


def _opens_behind_a_comma(verb: Word) -> bool:
    """« , s'est dit prêt »: nothing but what helps a finite verb stands between it and a comma."""
    before = verb.previous
    while before is not None and before.pos in ("AUX", "PRON", "ADV"):
        before = before.previous
    return before is not None and before.text == "," and is_finite(verb)


def _joined_behind_a_comma(verb: Word) -> Word | None:
    here, reach = verb.next, 0
    while here is not None and here.sentence == verb.sentence and reach < REACH:
        if here.head is verb and here.dep in _JOINED and here.pos == "VERB" and _opens_behind_a_comma(here):
            return here
        here, reach = here.next, reach + 1
    return None


def name_before_its_relative(word: Word, lemma: Lemma) -> None:
    """« Pékin, dont les trains passent par Brest, pressait Varsovie »: the main verb has no other subject."""
    inner, comma = word.head, word.next
    if word.pos != "PROPN" or inner is None or comma is None or comma.text != "," or comma.next is None:
        return
    article = word.previous if word.previous is not None and word.previous.dep == "det" else None
    opener = (article or word).previous
    opens = opener is None or opener.sentence != word.sentence
    if not opens or comma.next.lower not in ("dont", "où", "qui"):
        return
    if back(inner, lambda w: w.head is word and w.dep == "relcl") is not None:
        if is_finite(inner) and back(inner, lambda w: w.head is inner and w.dep.startswith("subj")) is None:
            word.dep = "subj"  # « La Turquie, qui arme Tripoli, n'a pas souhaité réagir »
        return
    if article is not None:
        return
    main = inner.head if inner.dep != "root" else _joined_behind_a_comma(inner)
    if main is not None and inner.dep == "root":
        main.head, main.dep, inner.head, inner.dep = None, "root", main, "dep"
    if main is None or main.dep != "root" or main.pos != "VERB" or not is_finite(main):
        return
    if back(main, lambda w: w.head is main and w.dep.startswith("subj")) is None:
        hang(word, main, "subj")
        hang(inner, word, "relcl")


def title_as_conjunct(word: Word, lemma: Lemma) -> None:
    """« La Turquie, fidèle soutien de Bakou, »: a bare noun behind a name and a comma says what it is."""
    head = word.head
    if word.dep != "conj" or word.pos != "NOUN" or head is None or head.pos != "PROPN" or word.i - head.i > 4:
        return
    if not any(w.text == "," for w in all_back(word, lambda w: w.i > head.i)):
        return
    if back(word, lambda w: w.head is word and w.dep in ("det", "cc", "case", "nummod")) is None:
        word.dep = "appos"


def complement_of_a_name(word: Word, lemma: Lemma) -> None:
    """« l'invasion du Koweït par l'Irak », « les frappes d'Israël contre l'Iran »: the noun has it, not the name."""
    head = word.head
    if head is None or word.dep != "nmod" or head.dep != "nmod" or head.head is None or head.i > word.i:
        return
    if head.pos != "PROPN" and not head.text[0].isupper():
        return
    case = back(word, lambda w: w.head is word and w.dep == "case", reach=4)
    if case is not None and case.lower in AIMING:
        word.head = head.head


def reflexive_as_subject(word: Word, lemma: Lemma) -> None:
    """« se sont félicités »: « se » does nothing itself."""
    if word.lower in ("se", "s'") and word.dep in ("subj", "subj:pass"):
        word.dep = "expl"


def dative_as_subject(word: Word, lemma: Lemma) -> None:
    """« La Turquie lui a réaffirmé son appui »: « lui » before a verb that has a subject is to whom.

    And so it is behind a quotation, « ..., lui a répondu le ministre »: the subject follows.
    """
    head, after, comma = word.head, word.next, word.previous
    if word.lower != "lui" or head is None or after is None or after.pos not in ("VERB", "AUX"):
        return
    if back(word, lambda w: w.head is head and w.dep in ("subj", "subj:pass")) is not None:
        word.dep = "iobj"
    elif (
        comma is not None
        and comma.text == ","
        and comma.previous is not None
        and comma.previous.text in ("»", "”", '"')
    ):
        behind = (w for w in beside(head) if 0 < w.i - head.i <= _NEAR)
        told = next((w for w in behind if w.head is head and w.dep == "obj" and w.pos in ("NOUN", "PROPN")), None)
        if told is not None:
            word.dep, told.dep = "iobj", "subj"


def name_behind_a_month(word: Word, lemma: Lemma) -> None:
    """« a affirmé en mars M. Lara »: a month has no name beside it; who says it stands behind."""
    when = word.head
    verb = when.head if when is not None and when.lower in _TIMES else None
    if verb is None or when is None or when.dep != "obl" or verb.pos != "VERB" or word.i != when.i + 1:
        return
    if word.pos not in ("NOUN", "PROPN") or not word.text[0].isupper() or word.i < verb.i:
        return
    if back(verb, lambda w: w.head is verb and w.dep in ("subj", "subj:pass")) is None:
        word.head, word.dep = verb, "subj"


def medium_past_a_speaker(word: Word, lemma: Lemma) -> None:
    """« a rappelé l'expert dans un entretien »: what is said in it is what the verb says, not who says it."""
    speaker = word.head
    verb = speaker.head if speaker is not None else None
    if word.lower not in _MEDIA or speaker is None or verb is None or verb.pos != "VERB" or speaker.i < verb.i:
        return
    if back(word, lambda w: w.head is word and w.lower == "dans", reach=4) is not None:
        word.head, word.dep = verb, "obl"


_MEDIA = frozenset(
    "allocution communiqué courrier déclaration discours entretien interview lettre message tribune vidéo".split()
)


def name_before_a_reflexive(word: Word, lemma: Lemma) -> None:
    """« Lima cède, Quito s'emporte »: a name is no reflexive."""
    if word.pos in ("PROPN", "NOUN") and word.dep == "expl" and word.head is not None and word.i < word.head.i:
        word.dep = "subj"


def adjective_joined_to_its_noun(word: Word, lemma: Lemma) -> None:
    """« les ministres turc et grec »: an adjective is joined to the one before it, not to the noun."""
    noun, joint = word.head, word.previous
    first = joint.previous if joint is not None and joint.pos == "CCONJ" else None
    if word.pos != "ADJ" or noun is None or noun.pos != "NOUN" or first is None:
        return
    if first.pos == "ADJ" and first.head is noun and first.dep == "amod":
        word.head = first


def noun_set_before_its_pronoun(word: Word, lemma: Lemma) -> None:
    """« Côté chinois, on se borne à »: of two subjects, the one before the comma is none."""
    head = word.head
    if head is None or word.dep != "subj" or word.pos not in ("NOUN", "PROPN") or word.i > head.i:
        return
    other = back(head, lambda w: w.head is head and w.dep == "subj" and w.i > word.i, reach=8)
    if other is not None and other.lower == "on" and other.previous is not None and other.previous.text == ",":
        word.dep = "obl"


def clitic_as_article(word: Word, lemma: Lemma) -> None:
    """« Le juge les a pressés de partir »: before an auxiliary stands no article."""
    after = word.next
    if word.lower not in ("le", "la", "les", "l'") or word.pos != "DET" or after is None or after.pos != "AUX":
        return
    if after.head is not None and after.head is word.head and after.dep in ("aux", "aux:pass"):
        word.pos, word.dep = "PRON", "obj"


def subject_behind_qui(word: Word, lemma: Lemma) -> None:
    """« à qui Athènes reproche »: a name between « à qui » and its verb is the subject, no part of « qui »."""
    head, verb = word.head, word.next
    if word.dep != "flat" or word.pos != "PROPN" or head is None or head.lower not in ("qui", "laquelle", "lequel"):
        return
    if verb is not None and verb.pos in ("VERB", "AUX"):
        word.head, word.dep = (verb.head if verb.pos == "AUX" and verb.head is not None else verb), "subj"


_NO_NAMES = frozenset({"NOUN", "ADJ", "X", "INTJ"})


def name_of_several_words(word: Word, lemma: Lemma) -> None:
    """« Pete Hegseth »: a name that is shown as one word is a name, whatever the tagger took it for."""
    if " " in word.text and word.text[0].isupper() and word.pos in _NO_NAMES and word.text[-1].islower():
        word.pos, word.features = "PROPN", ""


def name_opened_as_verb(word: Word, lemma: Lemma) -> None:
    """« s'emporte Sidi Ould Ahmed »: a capital inside a sentence, and a name behind it, begin no verb."""
    before, after = word.previous, word.next
    if word.pos != "VERB" or before is None or after is None or before.sentence != word.sentence:
        return
    inside = before.pos not in ("PUNCT", "SYM") and word.text[0].isupper() and word.text[1:].islower()
    if inside and after.pos == "PROPN" and after.text[0].isupper() and after.start - word.end == 1:
        word.pos, word.lemma, word.features = "PROPN", word.lower, ""


def ordinal_as_subject(word: Word, lemma: Lemma) -> None:
    """« le second soupçonne son allié »: before a verb that nobody else does, « le second » is a subject."""
    head = word.head
    if word.lower not in _ORDINALS or word.dep != "amod" or head is None or word.next is not head:
        return
    article = word.previous
    if head.pos == "VERB" and article is not None and article.lower in ("le", "la", "ce", "cette"):
        word.pos, word.dep = "NOUN", "subj"
        if article.head is head:
            article.head = word


def subject_before_its_verb(word: Word, lemma: Lemma) -> None:
    """« Le Japon attaqua Pearl Harbor »: a noun right before a verb that nobody else does is its subject."""
    head = word.head
    if head is None or word.dep != "obj" or word.pos not in ("NOUN", "PROPN") or word.next is not head:
        return
    finite = head.pos == "VERB" and "VerbForm=Fin" in head.features and head.dep in ("root", "conj", "ccomp")
    if finite and back(head, lambda w: w.head is head and w.dep.startswith("subj")) is None:
        word.dep = "subj"


def object_without_preposition(word: Word, lemma: Lemma) -> None:
    """« a rappelé jeudi ses troupes »: an article with no preposition before it opens an object, no complement."""
    head = word.head
    if head is None or word.dep != "nmod" or word.pos != "NOUN" or head.dep not in ("obl", "advmod"):
        return
    verb, first = head.head, back(word, lambda w: w.head is word, reach=3)
    if verb is None or verb.pos != "VERB" or verb.i > head.i or first is None or first.dep != "det":
        return
    if back(word, lambda w: w.head is word and w.dep == "case", reach=4) is None:
        hang(word, verb, "obj")


def object_as_complement(word: Word, lemma: Lemma) -> None:
    """« rendra au Bénin vingt œuvres »: a noun without preposition is the object of a verb that has none."""
    verb = word.head
    if word.dep != "obl" or word.pos not in ("NOUN", "PROPN") or verb is None or verb.pos != "VERB" or verb.i > word.i:
        return
    if back(word, lambda w: w.head is word and w.dep == "case", reach=6) or word.lemma in _TIMES:
        return
    opened = back(word, lambda w: w.head is word and w.dep in ("det", "nummod"), reach=4) is not None
    if opened and back(word, lambda w: w.head is verb and w.dep in ("obj", "subj:pass")) is None:
        word.dep = "obj"


def object_behind_a_preposition(word: Word, lemma: Lemma) -> None:
    """« a reçu du Mexique deux cargaisons »: a name with a preposition is no object."""
    before = word.previous
    if word.pos == "PROPN" and before is not None and before.dep == "case" and before.head is word:
        word.dep = "obl"


def speaker_as_apposition(word: Word, lemma: Lemma) -> None:
    """« a déclaré à la chaîne Al-Arabiya un responsable saoudien »: who declares, not another name of it."""
    opener = back(word, lambda w: w.head is word and w.dep == "det", reach=3)
    if word.pos != "NOUN" or opener is None or opener.lower not in ("un", "une", "le", "la", "l'"):
        return
    name, verb = opener.previous, back(opener, lambda w: w.pos == "VERB")
    if name is None or name.pos != "PROPN" or verb is None or "VerbForm=Part" not in verb.features:
        return
    helped = verb.previous is not None and verb.previous.lemma == "avoir" and verb.previous.head is verb
    if helped and back(word, lambda w: w.head is verb and w.dep.startswith("subj")) is None:
        hang(word, verb, "subj")


def object_as_predicate(word: Word, lemma: Lemma) -> None:
    """« n'empêche pas Varsovie d'interdire »: a name between a verb and an infinitive is the object of the verb."""
    verb, after = word.head, word.next
    if verb is None or verb.pos != "VERB" or verb.lemma in _NAMING or not word.text[:1].isupper() or after is None:
        return
    behind = after.lower in ("de", "d'", "à") and after.next is not None and "VerbForm=Inf" in after.next.features
    if behind and word.previous is not None and word.previous.head is not word:
        word.pos, word.dep = "PROPN", "obj"


def state_of_a_name(word: Word, lemma: Lemma) -> None:
    """ "Armenia, at war with Azerbaijan, bought shells": what a name is in with another, not how the verb is done."""
    case, verb = word.previous, word.head
    after = word.next
    if verb is None or word.pos != "NOUN" or case is None or case.lower not in ("at", "in", "en") or verb.i < word.i:
        return
    comma = case.previous
    name = comma.previous if comma is not None and comma.text == "," else None
    joined = after is not None and after.lower in ("with", "avec")
    if joined and name is not None and name.pos == "PROPN" and name.dep == "subj" and name.head is verb:
        hang(word, name, "nmod")


def complement_past_a_noun(word: Word, lemma: Lemma) -> None:
    """« L'Égypte, en froid avec Addis-Abeba »: with whom, of the noun that stands right before."""
    case = word.previous
    noun = case.previous if case is not None and case.lower == "avec" and case.head is word else None
    if noun is None or noun.pos != "NOUN" or noun.head is not word.head or noun.previous is None:
        return
    if noun.dep == "nmod" and noun.previous.lower == "en":
        hang(word, noun, "nmod")


def complement_of_what_is_announced(word: Word, lemma: Lemma) -> None:
    """« a annoncé la reprise des vols entre les deux capitales »: of the noun; these verbs take no such complement."""
    verb = word.head
    if word.dep != "obl" or verb is None or verb.lemma not in _ANNOUNCING or word.i < verb.i:
        return
    case = back(word, lambda w: w.head is word and w.dep == "case", reach=4)
    noun = back(word, lambda w: w.head is verb and w.dep == "obj" and w.pos == "NOUN", reach=12)
    if case is not None and noun is not None and case.lower in _OF_WHAT and noun.i > verb.i:
        hang(word, noun, "nmod")


_ANNOUNCING = frozenset(
    "annoncer approuver condamner confirmer critiquer demander dénoncer décider déplorer envisager évoquer exiger "
    "ordonner préconiser prévoir promettre prôner proposer réclamer regretter saluer souhaiter suggérer".split()
)
_OF_WHAT = frozenset({"de", "d'", "du", "des", "entre"})


def apposition_as_object(word: Word, lemma: Lemma) -> None:
    """ "accuses Ethiopia of sheltering rivals, the Rapid Forces": a name behind a comma names the noun before it."""
    verb = word.head
    if word.pos != "PROPN" or verb is None or back(word, lambda w: w.head is verb and w.dep == "obj") is None:
        return
    opener = back(word, lambda w: w.head is word and w.dep == "det", reach=4)
    comma = opener.previous if opener is not None else None
    noun = comma.previous if comma is not None and comma.text == "," else None
    if noun is not None and noun.pos == "NOUN":
        hang(word, noun, "appos")


def dative_before_an_infinitive(word: Word, lemma: Lemma) -> None:
    """« pourrait lui en vendre »: to whom, of the infinitive."""
    after = word.next
    if word.lower != "lui" or word.pos != "PRON" or after is None or after.lower != "en":
        return
    verb = after.next
    if verb is not None and "VerbForm=Inf" in verb.features and verb.lemma in _GIVING:
        hang(word, verb, "iobj")
        after.pos, after.dep = "PRON", "expl"


def name_past_a_complement(word: Word, lemma: Lemma) -> None:
    """ "the prime minister of Japan, Shigeru Ishiba": the name is the minister's."""
    complement = word.head
    first = back(word, lambda w: w.head is word and w.dep in ("compound", "flat"), reach=2)
    if complement is None or complement.dep != "nmod" or first is None or word.pos != "PROPN":
        return
    comma, title = first.previous, complement.head
    if comma is None or comma.text != "," or first.text in _OF_PLACES or title is None or title.pos != "NOUN":
        return
    if (
        back(complement, lambda w: w.head is complement and w.dep == "case" and w.lower in ("of", "de", "du", "d'"))
        is None
    ):
        return
    hang(word, title, "appos")


def object_past_a_joined_verb(word: Word, lemma: Lemma) -> None:
    """« a annoncé un don et promis à Kiev une aide »: an object belongs to the nearer of two joined verbs."""
    head = word.head
    if head is None or word.dep != "obj" or word.pos != "NOUN" or head.pos != "VERB":
        return
    joined = back(word, lambda w: w.pos == "VERB" and w.dep == "conj" and w.head is head and w.i > head.i)
    if joined is not None and back(word, lambda w: w.head is joined and w.dep == "obj") is None:
        word.head = joined


def joined_subjects(word: Word, lemma: Lemma) -> None:
    """« La France et le Royaume-Uni combattirent »: two subjects with « et » between them are one."""
    if word.dep != "subj" or word.head is None or word.pos not in ("NOUN", "PROPN"):
        return
    joint = back(word, lambda w: w.lower in ("et", "ou") and w.pos == "CCONJ", reach=2)
    other = joint.previous if joint is not None else None
    if other is not None and other.dep == "subj" and other.head is word.head:
        word.head, word.dep = other, "conj"


def listed_subjects(word: Word, lemma: Lemma) -> None:
    """« Le Japon, l'Australie et le Chili ont dit »: the first name of a list that is the subject is its head."""
    verb, article = word.head, back(word, lambda w: w.dep == "det", reach=1)
    comma = (article or word).previous
    if comma is None or comma.text != "," or verb is None or verb.i < word.i or word.pos != "PROPN":
        return
    first = comma.previous
    if first is None or first.pos != "PROPN" or first.dep not in ("dep", "obl", "nmod", "dislocated", "vocative"):
        return
    if first.head is None or first.head.i < verb.i:
        return
    listed = back(verb, lambda w: w.dep == "conj" and w.head is word) is not None
    if listed and back(first, lambda w: w.head is first and w.dep == "case", reach=3) is None:
        first.head, first.dep = verb, "subj"
        hang(word, first, "conj")
        comma.head = word


def between_past_a_noun(word: Word, lemma: Lemma) -> None:
    """« le projet d'alliance entre Lima et Quito »: those stand around the nearer of two nouns."""
    outer, case = word.head, back(word, lambda w: w.head is word and w.dep == "case", reach=3)
    nearer = case.previous if case is not None and case.lower == "entre" else None
    if outer is None or nearer is None or outer.pos != "NOUN" or nearer.pos != "NOUN":
        return
    if nearer.head is outer and nearer.dep == "nmod" and nearer.previous is not None and nearer.previous.dep == "case":
        word.head = nearer


def name_before_its_apposition(word: Word, lemma: Lemma) -> None:
    """« Ada Lind, première élue du port, y voit une chance »: the name is the subject."""
    verb, comma = word.head, word.next
    if word.pos != "PROPN" or verb is None or verb.i < word.i or comma is None or comma.text != ",":
        return
    opens = word.previous is None or word.previous.sentence != word.sentence
    beside_it = back(verb, lambda w: w.head is verb and w.dep == "subj" and w.pos == "NOUN")
    if not opens or beside_it is None or beside_it.i - word.i > 4 or beside_it.i < word.i:
        return
    bare = back(beside_it, lambda w: w.head is beside_it and w.dep == "det", reach=3) is None
    if bare and back(verb, lambda w: w.text == "," and w.i > beside_it.i) is not None:
        word.dep = "subj"
        hang(beside_it, word, "appos")


def participle_of_the_noun_before(word: Word, lemma: Lemma) -> None:
    """« lors du vote de l'ONU condamnant l'invasion »: a present participle without a comma belongs to the noun."""
    noun = word.previous
    if word.pos != "VERB" or not word.lower.endswith("ant") or noun is None or noun.pos not in ("NOUN", "PROPN"):
        return
    while noun.head is not None and noun.dep in ("nmod", "appos", "flat") and noun.head.pos in ("NOUN", "PROPN"):
        noun = noun.head
    if noun.dep in ("obl", "obj", "nmod") and word.head is not noun and "VerbForm=Part" in word.features:
        hang(word, noun, "acl")


def noun_below_its_adjective(word: Word, lemma: Lemma) -> None:
    """« l'achat de gaz bolivien »: of a noun and the adjective behind it the noun is the head."""
    noun = word.previous
    if word.pos != "ADJ" or noun is None or noun.pos != "NOUN" or noun.head is not word or word.head is None:
        return
    case = noun.previous
    if noun.dep in ("amod", "nmod", "compound") and case is not None and case.dep == "case" and case.head is word:
        noun.head, noun.dep = word.head, word.dep
        word.head, word.dep, case.head = noun, "amod", noun


def adjective_as_clause(word: Word, lemma: Lemma) -> None:
    """« la livraison de chars russes »: an adjective behind its noun is no clause."""
    if word.pos == "ADJ" and word.dep == "acl" and word.head is not None and word.head.pos == "NOUN":
        word.dep = "amod"


def adjective_as_object(word: Word, lemma: Lemma) -> None:
    """« Les soldats franco-britanniques ont sauté », « leurs exercices navals conjoints »: adjectives, no objects."""
    noun = word.previous
    if word.pos != "ADJ" or word.dep not in ("obj", "obl") or noun is None or word.head is None:
        return
    if noun.pos == "ADJ" and noun.dep == "amod" and noun.head is not None and noun.head.head is word.head:
        hang(word, noun.head, "amod")
        return
    if noun.pos == "NOUN" and noun.head is word.head and word.head.i > word.i:
        word.head, word.dep = noun, "amod"


def adjective_before_its_noun(word: Word, lemma: Lemma) -> None:
    """« a proposé ses bons offices »: an adjective between an article and a noun is no object."""
    noun, before = word.next, word.previous
    if word.pos != "ADJ" or word.dep != "obj" or noun is None or noun.pos != "NOUN" or noun.head is not word.head:
        return
    if noun.dep == "obl" and before is not None and before.pos == "DET" and before.head is word:
        noun.dep, word.dep, before.head = "obj", "amod", noun
        word.head = noun


def joined_by_between(word: Word, lemma: Lemma) -> None:
    """« L'alliance entre le Chili et le Pérou a pris fin »: what « et » joins to « entre X » is no subject."""
    if word.dep not in ("subj", "subj:pass", "obl", "obj") or word.pos not in ("PROPN", "NOUN"):
        return
    joint = back(word, lambda w: w.head is word and w.lower == "et", reach=3)
    other = joint.previous if joint is not None else None
    if other is None or other.pos not in ("PROPN", "NOUN") or other.head is None:
        return
    if back(other, lambda w: w.head is other and w.lower == "entre", reach=3) is not None:
        hang(word, other, "conj")


def given_behind_a_name(word: Word, lemma: Lemma) -> None:
    """« a fourni à Kiev des milliers d'obus », « exige de Kiev des excuses »: « des » opens what is given or asked."""
    head = word.head
    if head is None or word.dep != "nmod" or head.pos != "PROPN" or head.head is None or head.head.pos != "VERB":
        return
    case = back(word, lambda w: w.head is word and w.dep == "case", reach=3)
    to_whom = ("du", "de", "d'", "des") if head.head.lemma in _ASKING else ("à", "au", "aux")
    receives = back(head, lambda w: w.head is head and w.lower in to_whom, reach=3)
    if case is not None and case.lower == "des" and receives is not None:
        hang(word, head.head, "obj")
        case.dep = "det"


def partitive_as_complement(word: Word, lemma: Lemma) -> None:
    """« a livré du blé au Liban »: behind a verb of giving « du » opens what is given."""
    head = word.head
    if head is None or word.pos != "NOUN" or head.i > word.i or head.pos != "VERB":
        return
    if word.dep not in ("nmod", "obl"):
        return
    case = back(word, lambda w: w.head is word and w.dep == "case", reach=3)
    giving = word.dep == "obl" and head.lemma in _GIVING
    if not giving and (case is None or case.lower != "des" or case.previous is not head or head.lemma in _OF_THEM):
        return
    if case is not None and case.lower in ("du", "des", "de") and case.i - head.i < 3:
        word.dep, case.dep = "obj", "det"


def name_behind_its_noun(word: Word, lemma: Lemma) -> None:
    """« a déclaré le roi Hassan II »: a name right behind a noun that has an article is its."""
    noun = word.previous
    while noun is not None and noun.pos == "ADJ" and noun.head is not None and noun.head.i < noun.i < noun.head.i + 3:
        noun = noun.previous  # « le Premier ministre thaï Srettha Thavisin »
    if noun is None or noun.pos != "NOUN" or word.head is None or not word.text[:1].isupper():
        return
    named = word.pos == "PROPN" or (word.pos == "PUNCT" and word.text[-1:].isalnum())
    if not named or word.head is noun or noun.sentence != word.sentence or word.head.i == noun.i:
        return
    if noun.dep in ("fixed", "case", "advmod") or noun.lemma in _TIMES or noun.text[:1].isupper():
        return
    if back(noun, lambda w: w.head is noun and w.dep == "det", reach=3) is None or word.head.i > word.i:
        return
    verb, after = word.head, word.next
    word.pos = "PROPN"
    hang(word, noun, "appos")
    while after is not None and after.sentence == word.sentence and after.i - word.i < _NEAR:
        if after.head is word and after.dep in ("nmod", "obl") and after.previous is not word:
            hang(after, verb, "obl")  # « ... Hassan II en août »
        after = after.next


def name_in_two(word: Word, lemma: Lemma) -> None:
    """« D'après Tanvi Madan, chercheuse »: two capitals side by side, neither known, are one name."""
    first = word.previous
    if first is None or first.sentence != word.sentence or word.head is first or first.head is word:
        return
    if not all(w.text[0].isupper() and w.text[-1].islower() and " " not in w.text for w in (first, word)):
        return
    opener = first.previous
    if first.pos != "NOUN" or word.pos != "NOUN" or opener is None or opener.pos != "ADP":
        return
    first.pos = word.pos = "PROPN"
    first.features = word.features = ""
    after = word.next
    while after is not None and after.sentence == word.sentence and after.i - word.i < _NEAR:
        if after.head is word:
            after.head, after.dep = first, "appos" if after.dep == "nmod" else after.dep
        after = after.next
    hang(word, first, "flat")


def joined_by_comme(word: Word, lemma: Lemma) -> None:
    """« Le Chili comme le Pérou plaident »: with a verb in the plural, « comme » joins two subjects."""
    first = word.head
    if first is None or word.pos not in ("PROPN", "NOUN") or first.dep != "subj" or first.head is None:
        return
    case = back(word, lambda w: w.head is word and w.lower == "comme", reach=3)
    plural = [first.head, *all_back(first.head, lambda w: w.head is first.head and w.pos == "AUX")]
    if case is not None and case.i > first.i and any(w.lower.endswith(("ent", "ont")) for w in plural):
        word.dep, case.dep, case.pos = "conj", "cc", "CCONJ"


def name_before_its_verb(word: Word, lemma: Lemma) -> None:
    """« Pékin et Moscou prônent », « Pékin s'en est pris à »: a bare name that opens a clause is its subject."""
    verb = word.head
    if verb is None or word.pos != "PROPN" or word.dep not in ("dep", "obl", "nmod", "advmod", "obj", "vocative"):
        return
    if verb.pos != "VERB" or verb.i < word.i or verb.i - word.i > 6 or "VerbForm=Inf" in verb.features:
        return
    first = word.previous
    if first is not None and first.sentence == word.sentence and first.text not in (",", ":", "–", "—"):
        return
    between = [w for w in all_back(verb, lambda w: w.i > word.i) if w.pos in ("PUNCT", "NOUN", "SCONJ", "VERB")]
    other = back(verb, lambda w: w.head is verb and w.dep.startswith("subj"))
    joined = other is not None and other.previous is not None and other.previous.lower in ("et", "ou")
    if between or (other is not None and not joined):
        return
    word.dep = "subj"
    if other is not None and joined:
        other.head, other.dep = word, "conj"


def named_as_predicate(word: Word, lemma: Lemma) -> None:
    """« Pékin a prévenu Taipei »: a name behind a full verb is its object."""
    verb = word.head
    if word.dep != "xcomp" or word.pos != "PROPN" or verb is None or verb.pos != "VERB" or verb is not word.previous:
        return
    called_on = word.next is not None and word.next.lower == "à" and word.next.dep == "mark"  # « appelé Quito à céder »
    if verb.lemma not in _NAMING or called_on:
        word.dep = "obj"


def aside_as_complement(word: Word, lemma: Lemma) -> None:
    """« L'Arménie et l'Azerbaïdjan, ennemis de trente ans, »: a bare noun between commas stands beside the name."""
    head, comma = word.head, word.previous
    if head is None or word.pos != "NOUN" or word.dep != "nmod" or head.pos != "PROPN" or head.i > word.i:
        return
    if comma is not None and comma.text == "," and head.dep not in ("nmod", "obl"):
        word.dep = "appos"


def ally_as_participle(word: Word, lemma: Lemma) -> None:
    """« Le Japon, allié des États-Unis, »: a participle beside a name is the noun."""
    if word.pos == "VERB" and word.dep == "appos" and "VerbForm=Part" in word.features:
        named = lemma(word.lower, "NOUN")
        if named in _NOUNS_OF_PARTICIPLES:
            word.pos, word.lemma = "NOUN", named


def subject_of_an_auxiliary(word: Word, lemma: Lemma) -> None:
    """« L'Inde n'a ni condamné ni sanctionné »: a subject belongs to the verb, not to its auxiliary."""
    helper = word.head
    if word.dep not in ("subj", "subj:pass") or helper is None or helper.head is None:
        return
    if helper.dep in ("aux", "aux:pass", "cop") and helper.head is not word:
        word.head = helper.head
