"""Slips that the parsers make often, undone on the finished tree before its children are hung.

Each mend is a function of one word, named after what it puts right; `MENDS` lists them in the order applied.
"""

from collections.abc import Callable

from foedus.language.word import Word

Lemma = Callable[[str, str], str]

_PRONOUNS = frozenset({"il", "elle", "ils", "elles", "on", "je"})
_CLITICS = frozenset({"le", "la", "les", "l'", "se", "s'", "y", "en", "lui", "leur"})
_AIMING = frozenset({"par", "contre", "envers", "vers", "avec", "face", "by", "against"})
# Nouns of which an infinitive says what is decided, offered or refused: « the decision of X to close its border ».
_OPEN_NOUNS = frozenset(
    "ability agreement ambition attempt authority bid campaign decision desire deal drive effort failure "
    "hesitation intention invitation move need obligation offer opportunity order permission plan plea pledge "
    "power preparation promise proposal readiness refusal reluctance request resolve right threat vow "
    "willingness wish".split()
)
_GOING = frozenset(
    "aller arriver descendre entrer intervenir monter partir parvenir rentrer repartir rester retourner revenir sortir "
    "tomber venir".split()
)
_GIVING = frozenset(
    "acheminer acheter donner envoyer expédier exporter fournir importer livrer offrir recevoir vendre".split()
)
_ORDINALS = frozenset("premier première second seconde dernier dernière".split())
_RELATIVE_PRONOUNS = frozenset({"qui", "que", "qu'", "dont", "où", "lequel", "laquelle", "lesquels", "lesquelles"})
_CAUSING_NOW = frozenset({"fait", "font", "faisait", "faisaient", "laisse", "laissent", "laissait"})
_CAUSING = _CAUSING_NOW | {"fit", "laissé", "faisant", "laissant", "laissa"}
_MADE_KNOWN = frozenset(
    "savoir valoir observer remarquer comprendre connaître entendre entrevoir présager croire penser".split()
)
_HAVING = frozenset("a ont avait avaient aura auront aurait auraient eut eurent ait aient ai avons avez".split())
_OF_THEM = frozenset(
    "abuser accuser bénéficier débattre décider dépendre discuter disposer douter hériter jouir manquer "
    "parler profiter rire souffrir sortir traiter user venir".split()
)
_NAMING = frozenset("devenir rester demeurer sembler paraître appeler nommer être baptiser".split())
_NOUNS_OF_PARTICIPLES = frozenset({"allié", "associé", "opposé"})
_NO_INFINITIVES = ("aire", "ère", "bre", "pre", "ôtre", "fier", "cher", "ivre", "mier", "nier", "culier", "lier")
_TIMES = frozenset(
    "jour semaine mois an année fois matin soir nuit heure minute siècle décennie lundi mardi mercredi "
    "jeudi vendredi samedi dimanche veille lendemain trimestre été hiver printemps automne".split()
)
_REACH = 60  # words looked back at the most, so that time stays in proportion to the text


def hung_on_a_comma(word: Word, lemma: Lemma) -> None:
    """« a annoncé, le 3 mai, la rupture »: what hangs on a comma hangs on the comma's head."""
    head = word.head
    if head is None or head.pos != "PUNCT" or word.pos == "PUNCT" or head.head is None:
        return
    word.head = head.head
    if head.head.pos == "VERB" and word.pos == "NOUN":
        word.dep = "obj"


def relative_on_a_verb(word: Word, lemma: Lemma) -> None:
    """« ..., insiste Rabat, qui rappelle »: a relative clause belongs to the noun before its pronoun."""
    head = word.head
    if head is None or word.dep != "relcl" or head.pos not in ("VERB", "AUX"):
        return
    pronoun = _back(word, lambda w: w.lower in ("qui", "who", "which") and w.head is word)
    noun = _back(pronoun, lambda w: w.pos in ("NOUN", "PROPN", "PRON")) if pronoun is not None else None
    word.head = noun or head


def agent_as_complement(word: Word, lemma: Lemma) -> None:
    """« prônée par Moscou »: « par » behind a participle names who does it."""
    head = word.head
    if head is None or word.dep != "obl" or head.pos != "VERB" or "VerbForm=Part" not in head.features:
        return
    if _back(word, lambda w: w.head is word and w.lower in ("par", "by"), reach=4) is not None:
        word.dep = "agent"


def complement_as_agent(word: Word, lemma: Lemma) -> None:
    """« Kigali, par la voix de X, a démenti »: a verb in the active voice has no agent."""
    head = word.head
    if head is None or word.dep != "agent" or head.pos != "VERB":
        return
    helped = _all_back(head, lambda w: w.head is head)
    if any(w.dep == "aux" and w.lemma == "avoir" for w in helped) and not any(w.dep == "aux:pass" for w in helped):
        word.dep = "obl"


def object_as_subject(word: Word, lemma: Lemma) -> None:
    """« a regretté ... et rejeté les accusations », « se taisent et jugent le vote nul »: what follows is an object."""
    head = word.head
    if head is None or word.dep != "subj" or head.dep != "conj" or head.i >= word.i:
        return
    participle = "Tense=Past|VerbForm=Part" in head.features
    helped = _back(head, lambda w: w.head is head and w.dep in ("aux", "aux:pass"), reach=4) is not None
    joined = head.previous is not None and head.previous.pos == "CCONJ" and "VerbForm=Fin" in head.features
    first = head.head
    told = joined and first is not None and _back(first, lambda w: w.head is first and w.dep == "subj") is not None
    if (participle and not helped) or told:
        word.dep = "obj"


def noun_joined_to_a_verb(word: Word, lemma: Lemma) -> None:
    """« a cité l'accord et l'envoi »: a noun is joined to the object before it, not to the verb."""
    head = word.head
    if head is None or word.dep != "conj" or word.pos != "NOUN" or head.pos != "VERB":
        return
    word.head = _back(word, lambda w: w.head is head and w.dep == "obj" and w.i > head.i) or head


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
    joined = _back(word, lambda w: w.pos == "CCONJ" and w.i > head.i) is not None
    if after is not None and after.text in (",", ".") and not joined:
        word.dep = "appos"


def verb_behind_pronoun(word: Word, lemma: Lemma) -> None:
    """« qu'il juge dangereux »: what follows a subject pronoun is a verb, whatever the tagger took it for."""
    before = word.previous
    if before is None or before.lower not in _PRONOUNS or word.pos not in ("NOUN", "ADJ") or word.dep == "amod":
        return
    _make_verb(word, lemma, "VerbForm=Fin")
    if before.head is word:
        before.dep = "subj"


def participle_behind_clitic(word: Word, lemma: Lemma) -> None:
    """« ..., les qualifiant de »: behind a comma and a clitic a word in -ant is a participle of the main clause."""
    before = word.previous
    if before is None or before.previous is None or before.previous.text != "," or before.lower not in _CLITICS:
        return
    if not word.lower.endswith("ant") or word.pos not in ("NOUN", "ADJ", "VERB") or "VerbForm=Part" in word.features:
        return
    _make_verb(word, lemma, "Tense=Pres|VerbForm=Part")
    root = word
    for _ in range(_REACH):
        if root.head is None:
            break
        root = root.head
    if root is not word:
        word.head, word.dep = root, "advcl"


def root_as_noun(word: Word, lemma: Lemma) -> None:
    """« Le département qualifie, lui, »: a root with a subject before it and neither article nor copula is a verb."""
    lower_name = word.pos == "PROPN" and word.text[0].islower()
    if word.dep != "root" or not (word.pos in ("NOUN", "ADJ", "ADV", "X") or lower_name):
        return
    below = _all_back(word, lambda w: w.head is word)
    nominal = any(w.dep in ("cop", "det", "case", "aux", "aux:pass") for w in below)
    if any(w.dep in ("subj", "subj:pass") for w in below) and not nominal:
        _make_verb(word, lemma, "VerbForm=Fin")


def complement_of_a_name(word: Word, lemma: Lemma) -> None:
    """« l'invasion du Koweït par l'Irak », « les frappes d'Israël contre l'Iran »: the noun has it, not the name."""
    head = word.head
    if head is None or word.dep != "nmod" or head.dep != "nmod" or head.head is None or head.i > word.i:
        return
    if head.pos != "PROPN" and not head.text[0].isupper():
        return
    case = _back(word, lambda w: w.head is word and w.dep == "case", reach=4)
    if case is not None and case.lower in _AIMING:
        word.head = head.head


def participle_as_noun(word: Word, lemma: Lemma) -> None:
    """« a téléphoné à l'Égypte », « a gelé les avoirs »: behind « avoir » stands a participle."""
    if word.pos not in ("NOUN", "ADJ", "X"):
        return
    below = _all_back(word, lambda w: w.head is word)
    reflexive = any(w.dep == "expl" for w in below)
    helped = any(w.dep == "aux" and (w.lemma == "avoir" or reflexive) for w in below)
    if helped and not any(w.dep in ("cop", "det", "case", "aux:pass") for w in below):
        _make_verb(word, lemma, "Tense=Past|VerbForm=Part")


def moved_as_passive(word: Word, lemma: Lemma) -> None:
    """« Les troupes sont entrées en Syrie »: verbs of going have « être » and are no passive."""
    if word.dep in ("aux:pass", "subj:pass") and word.head is not None and word.head.lemma in _GOING:
        word.dep = word.dep.removesuffix(":pass")


def noun_as_verb(word: Word, lemma: Lemma) -> None:
    """« l'offre turque », « le représentant américain, X, a démenti »: what has an article is a noun."""
    before = word.previous
    if word.pos != "VERB" or before is None or before.pos != "DET" or before.head is not word:
        return
    if word.dep in ("obj", "nmod", "subj", "subj:pass"):
        word.pos, word.lemma, word.features = "NOUN", lemma(word.lower, "NOUN"), ""
    elif word.dep == "advcl" and word.lower.endswith("ant") and word.head is not None and word.head.i > word.i:
        word.pos, word.lemma, word.features, word.dep = "NOUN", word.lower, "Gender=Masc|Number=Sing", "subj"


def infinitive_of_a_noun(word: Word, lemma: Lemma) -> None:
    """ "regretted the decision of Chad to close its border", "rebuffed offers to buy": the noun has it."""
    if word.pos != "VERB" or word.dep not in ("advcl", "xcomp") or word.head is None or word.head.i > word.i:
        return
    sign = word.previous
    if sign is None or sign.lower != "to" or sign.head is not word:
        return
    noun = _back(word, lambda w: w.pos == "NOUN" and w.lemma in _OPEN_NOUNS, reach=14)
    if noun is None or noun.i < word.head.i:
        return
    if _back(word, lambda w: w.i > noun.i and w.pos in ("VERB", "SCONJ", "ADV", "PRON"), reach=14) is None:
        word.head, word.dep = noun, "acl"


def causative_turned_round(word: Word, lemma: Lemma) -> None:
    """« a fait savoir l'Élysée », « a-t-il fait valoir »: what is made known hangs on « faire », not the other way."""
    made = word.head
    if made is None or word.lower not in _CAUSING or made.lower not in _MADE_KNOWN or made.i <= word.i:
        return
    if word.dep not in ("dep", "aux", "advmod", "fixed", "aux:caus") or made.i - word.i > 4:
        return
    word.pos, word.lemma = "VERB", lemma(word.lower, "VERB")
    word.features = "VerbForm=Fin" if word.lower in _CAUSING_NOW else "Tense=Past|VerbForm=Part"
    word.head, word.dep = made.head, made.dep
    for other in _beside(made):
        if other.head is made and other is not word and not word.i < other.i < made.i:
            other.head = word
            if other.lower.startswith("-"):
                other.dep = "subj"
    made.head, made.dep = word, "xcomp"


def gerund_behind_en(word: Word, lemma: Lemma) -> None:
    """« en se disant déçu par le vote »: behind « en » a word in -ant is a verb, and one of the main clause."""
    before = word.previous
    while before is not None and before.lower in _CLITICS and before.lower != "en":
        before = before.previous
    if before is None or before.lower != "en" or not word.lower.endswith("ant") or word.pos == "NOUN":
        return
    if word.pos == "VERB" and (word.head is None or word.head.pos in ("VERB", "AUX")):
        return
    main = _back(word, lambda w: w.dep == "root" and w.pos == "VERB")
    if main is None:
        return
    if word.dep in ("aux", "aux:pass", "cop") and word.head is not None and word.head.i > word.i:
        word.head.head, word.head.dep = word, "xcomp"  # « disant déçu »
    _make_verb(word, lemma, "Tense=Pres|VerbForm=Part")
    word.head, word.dep = main, "advcl"
    for other in _beside(word):
        if before.i <= other.i < word.i:
            other.head, other.dep = word, "mark" if other is before else "expl"


def verb_behind_joined_clitic(word: Word, lemma: Lemma) -> None:
    """« rejette ces accusations et les juge infondées »: behind « et les » a form of the singular is a verb."""
    clitic = word.previous
    if clitic is None or clitic.lower != "les" or word.pos != "NOUN" or word.lower[-1] in "sxz":
        return
    joint = clitic.previous
    main = _back(word, lambda w: w.pos == "VERB" and w.dep in ("root", "conj", "ccomp"))
    if joint is None or joint.pos != "CCONJ" or main is None:
        return
    _make_verb(word, lemma, "VerbForm=Fin")
    word.head, word.dep = main, "conj"
    clitic.pos, clitic.dep, clitic.head = "PRON", "obj", word


def participle_behind_reflexive(word: Word, lemma: Lemma) -> None:
    """« s'est récrié le ministre »: behind « s'est » stands a participle, whatever the tagger took it for."""
    before = word.previous
    if word.pos not in ("ADJ", "NOUN") or before is None or before.lower not in ("est", "était", "sont", "étaient"):
        return
    clitic = before.previous
    if clitic is not None and clitic.lower in ("s'", "se") and clitic.head is word:
        _make_verb(word, lemma, "Tense=Past|VerbForm=Part")
        before.dep = "aux"


def reflexive_as_subject(word: Word, lemma: Lemma) -> None:
    """« se sont félicités »: « se » does nothing itself."""
    if word.lower in ("se", "s'") and word.dep in ("subj", "subj:pass"):
        word.dep = "expl"


def root_behind_its_noun(word: Word, lemma: Lemma) -> None:
    """« Le communiqué publié hier souligne »: a finite verb hung on a noun, with no pronoun between, is the root."""
    tensed = word.pos == "VERB" and "VerbForm=Part" not in word.features and "VerbForm=Inf" not in word.features
    if not tensed or word.dep not in ("acl", "relcl"):
        return
    noun = _back(word, lambda w: w.dep == "root")
    if noun is None or noun.pos != "NOUN":
        return
    if _back(word, lambda w: w.i > noun.i and (w.lower in _RELATIVE_PRONOUNS or "VerbForm=Fin" in w.features)):
        return
    if _back(noun, lambda w: w.pos in ("VERB", "AUX")) is not None:
        return
    word.head, word.dep = None, "root"
    placed = _back(noun, lambda w: w.head is noun and w.dep == "case", reach=4) is not None
    noun.head, noun.dep = word, "obl" if placed else "subj"
    before = word.previous
    if placed and before is not None and before.pos in ("NOUN", "PROPN"):  # « De l'avis du juge, Paris freine »
        before.head, before.dep = word, "subj"


def participle_behind_a_comma(word: Word, lemma: Lemma) -> None:
    """« a dit le porte-parole, notant que »: a participle behind a comma qualifies no noun."""
    before, after = word.previous, word.next
    if word.dep not in ("amod", "appos", "nmod", "conj") or not word.lower.endswith("ant") or before is None:
        return
    if (
        before.text == ","
        and after is not None
        and after.lower in ("que", "qu'")
        and word.pos in ("VERB", "ADJ", "NOUN")
    ):
        _make_verb(word, lemma, "Tense=Pres|VerbForm=Part")
        word.dep = "acl"


def verb_before_a_clitic(word: Word, lemma: Lemma) -> None:
    """« rétorque-t-on », « doute-t-il »: what an inverted pronoun hangs on is a verb."""
    after = word.next
    if word.pos not in ("NOUN", "ADJ", "ADV", "PROPN") or after is None or not after.lower.startswith("-"):
        return
    clitic = after.next if after.lower in ("-t", "-t-") and after.next is not None else after
    if clitic.lower.removeprefix("-t").lstrip("-") not in _PRONOUNS or not word.lower.isalpha():
        return
    _make_verb(word, lemma, "VerbForm=Fin")
    clitic.head, clitic.dep = word, "subj"
    if word.head is not None and word.head.i in (after.i, clitic.i):
        word.head, word.dep = clitic.head.head if clitic.head is not word else None, "root"
    if after is not clitic:
        after.head, after.dep = word, "expl"


def noun_set_before_its_pronoun(word: Word, lemma: Lemma) -> None:
    """« Côté chinois, on se borne à »: of two subjects, the one before the comma is none."""
    head = word.head
    if head is None or word.dep != "subj" or word.pos not in ("NOUN", "PROPN") or word.i > head.i:
        return
    other = _back(head, lambda w: w.head is head and w.dep == "subj" and w.i > word.i, reach=8)
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


def name_of_several_words(word: Word, lemma: Lemma) -> None:
    """« Pete Hegseth »: a name that is shown as one word is a name, whatever the tagger took it for."""
    if " " in word.text and word.text[0].isupper() and word.pos in ("NOUN", "ADJ", "X") and word.text[-1].islower():
        word.pos, word.features = "PROPN", ""


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


def relative_by_its_object(word: Word, lemma: Lemma) -> None:
    """« L'émirat, que l'Irak a envahi, se tait »: a clause with « que » for its object is the noun's before it."""
    if word.pos != "VERB" or word.dep not in ("advcl", "parataxis", "ccomp", "conj", "dep"):
        return
    pronoun = _back(word, lambda w: w.lower in ("que", "qu'") and w.head is word and w.dep == "obj", reach=12)
    before = pronoun.previous if pronoun is not None else None
    if before is not None and before.text == ",":
        before = before.previous
    elif before is not None and before.pos == "PROPN":
        return  # « exige de Paris qu'il parte »: no name needs telling which it is
    if before is not None and before.pos in ("NOUN", "PROPN") and before is not word:
        _hang(word, before, "relcl")


def subject_before_its_verb(word: Word, lemma: Lemma) -> None:
    """« Le Japon attaqua Pearl Harbor »: a noun right before a verb that nobody else does is its subject."""
    head = word.head
    if head is None or word.dep != "obj" or word.pos not in ("NOUN", "PROPN") or word.next is not head:
        return
    finite = head.pos == "VERB" and "VerbForm=Fin" in head.features and head.dep in ("root", "conj", "ccomp")
    if finite and _back(head, lambda w: w.head is head and w.dep.startswith("subj")) is None:
        word.dep = "subj"


def object_without_preposition(word: Word, lemma: Lemma) -> None:
    """« a rappelé jeudi ses troupes »: an article with no preposition before it opens an object, no complement."""
    head = word.head
    if head is None or word.dep != "nmod" or word.pos != "NOUN" or head.dep not in ("obl", "advmod"):
        return
    verb, first = head.head, _back(word, lambda w: w.head is word, reach=3)
    if verb is None or verb.pos != "VERB" or verb.i > head.i or first is None or first.dep != "det":
        return
    if _back(word, lambda w: w.head is word and w.dep == "case", reach=4) is None:
        _hang(word, verb, "obj")


def object_as_complement(word: Word, lemma: Lemma) -> None:
    """« rendra au Bénin vingt œuvres »: a noun without preposition is the object of a verb that has none."""
    verb = word.head
    if word.dep != "obl" or word.pos not in ("NOUN", "PROPN") or verb is None or verb.pos != "VERB" or verb.i > word.i:
        return
    if _back(word, lambda w: w.head is word and w.dep == "case", reach=6) or word.lemma in _TIMES:
        return
    opened = _back(word, lambda w: w.head is word and w.dep in ("det", "nummod"), reach=4) is not None
    if opened and _back(word, lambda w: w.head is verb and w.dep in ("obj", "subj:pass")) is None:
        word.dep = "obj"


def object_past_a_joined_verb(word: Word, lemma: Lemma) -> None:
    """« a annoncé un don et promis à Kiev une aide »: an object belongs to the nearer of two joined verbs."""
    head = word.head
    if head is None or word.dep != "obj" or word.pos != "NOUN" or head.pos != "VERB":
        return
    joined = _back(word, lambda w: w.pos == "VERB" and w.dep == "conj" and w.head is head and w.i > head.i)
    if joined is not None and _back(word, lambda w: w.head is joined and w.dep == "obj") is None:
        word.head = joined


def infinitive_as_adjective(word: Word, lemma: Lemma) -> None:
    """« prétend annexer »: what hangs on a verb as its clause and ends like an infinitive is one."""
    behind_verb = word.head is not None and word.head.pos in ("VERB", "AUX") and word.previous is word.head
    ends_so = word.pos in ("ADJ", "NOUN") and word.lower.endswith(("er", "ir", "re"))
    if word.pos == "ADJ" and word.lower.endswith(_NO_INFINITIVES):
        return  # « s'est dit solidaire »
    if word.dep == "xcomp" and behind_verb and ends_so:
        _make_verb(word, lemma, "VerbForm=Inf")


def joined_subjects(word: Word, lemma: Lemma) -> None:
    """« La France et le Royaume-Uni combattirent »: two subjects with « et » between them are one."""
    if word.dep != "subj" or word.head is None or word.pos not in ("NOUN", "PROPN"):
        return
    joint = _back(word, lambda w: w.lower in ("et", "ou") and w.pos == "CCONJ", reach=2)
    other = joint.previous if joint is not None else None
    if other is not None and other.dep == "subj" and other.head is word.head:
        word.head, word.dep = other, "conj"


def adjective_as_clause(word: Word, lemma: Lemma) -> None:
    """« la livraison de chars russes »: an adjective behind its noun is no clause."""
    if word.pos == "ADJ" and word.dep == "acl" and word.head is not None and word.head.pos == "NOUN":
        word.dep = "amod"


def adjective_as_object(word: Word, lemma: Lemma) -> None:
    """« Les soldats franco-britanniques ont sauté »: an adjective between its noun and the verb is no object."""
    noun = word.previous
    if word.pos != "ADJ" or word.dep not in ("obj", "obl") or noun is None or word.head is None:
        return
    if noun.pos == "NOUN" and noun.head is word.head and word.head.i > word.i:
        word.head, word.dep = noun, "amod"


def joined_by_between(word: Word, lemma: Lemma) -> None:
    """« L'alliance entre le Chili et le Pérou a pris fin »: what « et » joins to « entre X » is no subject."""
    if word.dep not in ("subj", "subj:pass", "obl", "obj") or word.pos not in ("PROPN", "NOUN"):
        return
    joint = _back(word, lambda w: w.head is word and w.lower == "et", reach=3)
    other = joint.previous if joint is not None else None
    if other is None or other.pos not in ("PROPN", "NOUN") or other.head is None:
        return
    if _back(other, lambda w: w.head is other and w.lower == "entre", reach=3) is not None:
        _hang(word, other, "conj")


def given_behind_a_name(word: Word, lemma: Lemma) -> None:
    """« a fourni à Kiev des milliers d'obus »: « des » behind a receiver opens what is given."""
    head = word.head
    if head is None or word.dep != "nmod" or head.pos != "PROPN" or head.head is None or head.head.pos != "VERB":
        return
    case = _back(word, lambda w: w.head is word and w.dep == "case", reach=3)
    receives = _back(head, lambda w: w.head is head and w.lower in ("à", "au", "aux"), reach=3)
    if case is not None and case.lower == "des" and receives is not None:
        _hang(word, head.head, "obj")
        case.dep = "det"


def partitive_as_complement(word: Word, lemma: Lemma) -> None:
    """« a livré du blé au Liban »: behind a verb of giving « du » opens what is given."""
    head = word.head
    if head is None or word.pos != "NOUN" or head.i > word.i or head.pos != "VERB":
        return
    if word.dep not in ("nmod", "obl"):
        return
    case = _back(word, lambda w: w.head is word and w.dep == "case", reach=3)
    giving = word.dep == "obl" and head.lemma in _GIVING
    if not giving and (case is None or case.lower != "des" or case.previous is not head or head.lemma in _OF_THEM):
        return
    if case is not None and case.lower in ("du", "des", "de") and case.i - head.i < 3:
        word.dep, case.dep = "obj", "det"


def participle_behind_an_aside(word: Word, lemma: Lemma) -> None:
    """« La junte a, de son côté, suspendu l'accord »: an aside behind « avoir » makes no clause of the noun."""
    noun = word.head
    if noun is None or word.dep != "acl" or word.pos != "VERB" or "VerbForm=Part" not in word.features:
        return
    having = _back(word, lambda w: w.lemma == "avoir" or w.lower in _HAVING, reach=12)
    if having is None or having.i < noun.i or having.next is None or having.next.text != ",":
        return
    if noun.pos in ("NOUN", "PROPN") or (noun.text[:1].isupper() and noun.dep == "root"):
        _make_subject(noun, word)
        having.head, having.dep = word, "aux"


def finite_verb_as_clause(word: Word, lemma: Lemma) -> None:
    """« Les États-Unis puniront les firmes », « Rabat presse Paris d'agir »: right behind a name stands its verb."""
    noun = word.head
    if noun is None or noun is not word.previous or word.dep not in ("acl", "amod", "flat"):
        return
    if word.text[:1].isupper() or not _may_be_finite(word, noun, lemma):
        return
    governor = noun.head
    _make_subject(noun, word)
    if word.pos != "VERB":
        _make_verb(word, lemma, word.features if "VerbForm=Fin" in word.features else "VerbForm=Fin")
    if governor is not None and governor.pos == "NOUN" and governor.i > word.i and word.head is governor:
        word.head, word.dep = governor.head, governor.dep
        governor.head, governor.dep = word, "obj"
    _take_over(word, noun)


def _may_be_finite(word: Word, noun: Word, lemma: Lemma) -> bool:
    if noun.pos not in ("NOUN", "PROPN") or noun.dep not in ("root", "subj"):
        return False
    if word.pos in ("VERB", "AUX"):
        if "VerbForm=Fin" in word.features and word.dep == "acl":
            return True
        return noun.pos == "PROPN" and "VerbForm=Part" not in word.features and "VerbForm=Inf" not in word.features
    opens = word.next is not None and word.next.pos in ("DET", "ADP", "PROPN") and word.next.head is not word
    taken = word.pos in ("PROPN", "NOUN", "ADJ") and noun.pos == "PROPN"
    return taken and opens and lemma(word.lower, "VERB") not in (word.lower, lemma(word.lower, "ADJ"))


def _case_of(noun: Word) -> Word | None:
    return _back(noun, lambda w: w.head is noun and w.dep == "case", reach=4)


def _take_over(verb: Word, noun: Word) -> None:
    """Hang on a verb what stands behind it and was hung on the noun before it."""
    here = verb.next
    for _ in range(_REACH):
        if here is None or here.sentence != verb.sentence:
            break
        if here.head is noun:
            bare = _case_of(here) is None
            kept = {"nmod": "obj" if bare else "obl", "appos": "obj", "flat": "obj", "acl": "xcomp"}
            here.head, here.dep = verb, kept.get(here.dep, here.dep)
        here = here.next


def preposition_as_verb(word: Word, lemma: Lemma) -> None:
    """« une hostilité envers Israël »: « envers » is no verb."""
    named = word.next
    while named is not None and named.pos == "DET":
        named = named.next
    if word.lower not in _AIMING or word.pos != "VERB" or word.head is None or named is None or named.head is not word:
        return
    before = word.previous
    noun = before if before is not None and before.pos == "NOUN" else word.head
    word.pos, word.lemma, word.features = "ADP", word.lower, ""
    named.head, named.dep = noun, "nmod" if noun.pos == "NOUN" else "obl"
    word.head, word.dep = named, "case"


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
    between = [w for w in _all_back(verb, lambda w: w.i > word.i) if w.pos in ("PUNCT", "NOUN", "SCONJ", "VERB")]
    other = _back(verb, lambda w: w.head is verb and w.dep.startswith("subj"))
    joined = other is not None and other.previous is not None and other.previous.lower in ("et", "ou")
    if between or (other is not None and not joined):
        return
    word.dep = "subj"
    if other is not None and joined:
        other.head, other.dep = word, "conj"


def demanded_of_a_name(word: Word, lemma: Lemma) -> None:
    """« exige du Japon qu'il renonce »: no clause with « que » tells which Japan; it is what is demanded."""
    name = word.head
    if (
        name is None
        or word.dep != "relcl"
        or name.pos != "PROPN"
        or name.dep not in ("obl", "nmod")
        or name.head is None
    ):
        return
    that = _back(word, lambda w: w.lower in ("que", "qu'") and w.head is word, reach=4)
    if that is None or that.previous is not name or name.dep not in ("obl", "nmod") or name.head.pos != "VERB":
        return
    word.head, word.dep = name.head, "ccomp"
    that.dep, that.pos = "mark", "SCONJ"


def named_as_predicate(word: Word, lemma: Lemma) -> None:
    """« Pékin a prévenu Taipei »: a name behind a full verb is its object."""
    verb = word.head
    if word.dep != "xcomp" or word.pos != "PROPN" or verb is None or verb.pos != "VERB" or verb is not word.previous:
        return
    if verb.lemma not in _NAMING:
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


def infinitive_of_a_name(word: Word, lemma: Lemma) -> None:
    """« soupçonne Bakou d'avoir financé »: no infinitive tells which Baku; it is what Baku is suspected of."""
    name = word.head
    if word.pos != "VERB" or word.dep != "acl" or name is None or name.pos != "PROPN" or name.dep != "obj":
        return
    mark = _back(word, lambda w: w.head is word and w.dep in ("mark", "case"), reach=5)
    having = _back(word, lambda w: w.head is word and w.lower in ("avoir", "être"), reach=3)
    if mark is not None and mark.lower in ("de", "d'", "à") and ("VerbForm=Inf" in word.features or having):
        word.head, word.dep = name.head, "xcomp"


def infinitive_as_noun(word: Word, lemma: Lemma) -> None:
    """« songe à annexer une province »: a noun without article that looks like an infinitive and has an object."""
    before, after = word.previous, word.next
    if word.pos != "NOUN" or word.dep != "obl" or before is None or after is None or after.pos != "DET":
        return
    verb = word.head is not None and word.head.pos in ("VERB", "AUX") and before.lower in ("à", "de", "d'")
    if verb and word.lower.endswith(("er", "ir", "re")) and lemma(word.lower, "VERB") == word.lower:
        _make_verb(word, lemma, "VerbForm=Inf")
        word.dep, before.dep = "xcomp", "mark"


BOTH = (
    hung_on_a_comma, relative_on_a_verb, agent_as_complement, object_as_subject, noun_joined_to_a_verb,
    apposition_as_conjunct,
)  # fmt: skip
FRENCH = (
    name_of_several_words, subject_behind_qui, causative_turned_round, gerund_behind_en, verb_behind_joined_clitic,
    participle_behind_reflexive, reflexive_as_subject, root_behind_its_noun, participle_behind_a_comma,
    verb_before_a_clitic, noun_set_before_its_pronoun, clitic_as_article, ordinal_as_subject,
    subject_of_an_auxiliary, infinitive_of_a_name, infinitive_as_noun, ally_as_participle, aside_as_complement,
    named_as_predicate, demanded_of_a_name, name_before_its_verb, preposition_as_verb, participle_behind_an_aside,
    finite_verb_as_clause, complement_of_a_name, complement_as_agent, noun_as_verb, participle_as_noun,
    moved_as_passive, verb_behind_pronoun, participle_behind_clitic, root_as_noun, object_without_preposition,
    object_as_complement, object_past_a_joined_verb, infinitive_as_adjective, joined_subjects,
    relative_by_its_object, subject_before_its_verb, adjective_as_clause, adjective_as_object, joined_by_between,
    given_behind_a_name, partitive_as_complement,
)  # fmt: skip
ENGLISH = (complement_of_a_name, infinitive_of_a_noun)
MENDS = {"fr": (BOTH, FRENCH), "en": (BOTH, ENGLISH)}


def mend(words: list[Word], lemma: Lemma, language: str) -> None:
    """Apply the mends of a language to every word, in order of the text."""
    for group in MENDS[language]:
        for word in words:
            if word.dep == "punct" and word.pos == "PUNCT":
                continue  # there is nothing to put right
            for put_right in group:
                put_right(word, lemma)


def _make_verb(word: Word, lemma: Lemma, features: str) -> None:
    word.pos, word.lemma, word.features = "VERB", lemma(word.lower, "VERB"), features


def _make_subject(noun: Word, verb: Word) -> None:
    """Give a verb the place of a noun that it was hung on, and the noun to it as subject."""
    verb.head, verb.dep = noun.head, "root" if noun.dep in ("subj", "root") and noun.head is None else noun.dep
    noun.head, noun.dep = verb, "subj"


def _hang(word: Word, head: Word, dep: str) -> None:
    """Hang a word elsewhere, unless that hangs on the word itself."""
    here: Word | None = head
    for _ in range(_REACH):
        if here is None:
            break
        if here is word:
            return
        here = here.head
    word.head, word.dep = head, dep


def _beside(word: Word) -> list[Word]:
    """Return the words of a word's sentence, as far as rules look."""
    found = [word]
    here = word.previous
    while here is not None and here.sentence == word.sentence and len(found) <= _REACH:
        found.append(here)
        here = here.previous
    here = word.next
    while here is not None and here.sentence == word.sentence and len(found) <= 2 * _REACH:
        found.append(here)
        here = here.next
    return found


def _back(word: Word, wanted: Callable[[Word], bool], reach: int = _REACH) -> Word | None:
    """Return the nearest word before one, in its sentence, that is wanted; None if there is none in reach."""
    here = word.previous
    for _ in range(reach):
        if here is None or here.sentence != word.sentence:
            return None
        if wanted(here):
            return here
        here = here.previous
    return None


def _all_back(word: Word, wanted: Callable[[Word], bool]) -> list[Word]:
    found = []
    here = word.previous
    for _ in range(_REACH):
        if here is None or here.sentence != word.sentence:
            break
        if wanted(here):
            found.append(here)
        here = here.previous
    return found
