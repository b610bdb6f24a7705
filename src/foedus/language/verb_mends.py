"""Slips over verbs and clauses: what is one, and what it belongs to. Each mend is named after what it puts right."""

from foedus.language.tree import (
    AIMING,
    CLITICS,
    PRONOUNS,
    REACH,
    Lemma,
    all_back,
    back,
    beside,
    hang,
    is_finite,
    make_subject,
    make_verb,
)
from foedus.language.word import Word

# Nouns of which an infinitive says what is decided, offered or refused: « the decision of X to close its border ».
_OPEN_NOUNS = frozenset(
    "ability agreement ambition attempt authority bid campaign decision desire deal drive effort failure "
    "hesitation intention invitation move need obligation offer opportunity order permission plan plea pledge "
    "power preparation promise proposal readiness refusal reluctance request resolve right threat vow "
    "willingness wish".split()
)
_GOING = frozenset(
    "aller arriver descendre entrer intervenir monter partir parvenir rentrer repartir rester retourner revenir sortir "
    "tomber venir passer".split()
)
_RELATIVE_PRONOUNS = frozenset({"qui", "que", "qu'", "dont", "où", "lequel", "laquelle", "lesquels", "lesquelles"})
_CAUSING_NOW = frozenset({"fait", "font", "faisait", "faisaient", "laisse", "laissent", "laissait"})
_CAUSING = _CAUSING_NOW | {"fit", "laissé", "faisant", "laissant", "laissa"}
_MADE_KNOWN = frozenset(
    "savoir valoir observer remarquer comprendre connaître entendre entrevoir présager croire penser".split()
)
_TELLING_SOMEBODY = frozenset("assurer aviser avertir convaincre informer persuader prévenir rassurer mettre".split())
_HAVING = frozenset("a ont avait avaient aura auront aurait auraient eut eurent ait aient ai avons avez".split())
_PARTICIPLES = ("é", "ée", "és", "ées", "u", "ue", "us", "ues", "is", "ise", "ises", "it", "ite", "ert", "erte")
_NO_INFINITIVES = ("aire", "ère", "bre", "pre", "ôtre", "fier", "cher", "ivre", "mier", "nier", "culier", "lier")


def relative_on_a_verb(word: Word, lemma: Lemma) -> None:
    """« ..., insiste Rabat, qui rappelle »: a relative clause belongs to the noun before its pronoun."""
    head = word.head
    if head is None or word.dep != "relcl" or head.pos not in ("VERB", "AUX"):
        return
    pronoun = back(word, lambda w: w.lower in ("qui", "who", "which") and w.head is word)
    noun = back(pronoun, lambda w: w.pos in ("NOUN", "PROPN", "PRON")) if pronoun is not None else None
    word.head = noun or head


def relative_past_a_complement(word: Word, lemma: Lemma) -> None:
    """« les accusations de Kinshasa, qui lui reproche »: one reproaches, and Kinshasa stands right before."""
    noun, pronoun = word.head, back(word, lambda w: w.lower == "qui" and w.head is word)
    comma = pronoun.previous if pronoun is not None else None
    name = comma.previous if comma is not None and comma.text == "," else None
    if noun is None or name is None or name.pos != "PROPN" or name is noun or "Number=Plur" not in noun.features:
        return
    if "Number=Sing" in word.features or any(
        w.dep.startswith("aux") and w.lower in ("a", "est") for w in _helpers(word)
    ):
        word.head = name


def _helpers(verb: Word) -> list[Word]:
    return all_back(verb, lambda w: w.head is verb and w.dep in ("aux", "aux:pass"))


def verb_behind_pronoun(word: Word, lemma: Lemma) -> None:
    """« qu'il juge dangereux »: what follows a subject pronoun is a verb, whatever the tagger took it for."""
    before = word.previous
    if before is None or before.lower not in PRONOUNS or word.pos not in ("NOUN", "ADJ") or word.dep == "amod":
        return
    make_verb(word, lemma, "VerbForm=Fin")
    if before.head is word:
        before.dep = "subj"


def participle_behind_clitic(word: Word, lemma: Lemma) -> None:
    """« ..., les qualifiant de »: behind a comma and a clitic a word in -ant is a participle of the main clause."""
    before = word.previous
    if before is None or before.previous is None or before.previous.text != "," or before.lower not in CLITICS:
        return
    if not word.lower.endswith("ant") or word.pos not in ("NOUN", "ADJ", "VERB") or "VerbForm=Part" in word.features:
        return
    make_verb(word, lemma, "Tense=Pres|VerbForm=Part")
    root = word
    for _ in range(REACH):
        if root.head is None:
            break
        root = root.head
    if root is not word:
        word.head, word.dep = root, "advcl"


def relative_behind_a_name(word: Word, lemma: Lemma) -> None:
    """« au grand dam de Lima, laquelle a rappelé ... »: who does it is the name before the comma."""
    comma, verb = word.previous, word.head
    name = comma.previous if comma is not None and comma.text == "," else None
    if word.lower not in _WHICH or name is None or name.pos != "PROPN" or verb is None or verb.dep != "relcl":
        return
    if all_back(verb, lambda w: w.head is verb and w.dep in ("subj", "subj:pass")):
        return
    word.dep, verb.head = "subj", name


_WHICH = {"lequel", "laquelle", "lesquels", "lesquelles"}


def root_as_noun(word: Word, lemma: Lemma) -> None:
    """« Le département qualifie, lui, »: a root with a subject before it and neither article nor copula is a verb."""
    lower_name = word.pos == "PROPN" and word.text[0].islower()
    if word.dep != "root" or not (word.pos in ("NOUN", "ADJ", "ADV", "X") or lower_name):
        return
    below = all_back(word, lambda w: w.head is word)
    nominal = any(w.dep in ("cop", "det", "case", "aux", "aux:pass") for w in below)
    if any(w.dep in ("subj", "subj:pass") for w in below) and not nominal:
        make_verb(word, lemma, "VerbForm=Fin")


def participle_as_noun(word: Word, lemma: Lemma) -> None:
    """« a téléphoné à l'Égypte », « a gelé les avoirs »: behind « avoir » stands a participle."""
    if word.pos not in ("NOUN", "ADJ", "X"):
        return
    below = all_back(word, lambda w: w.head is word)
    reflexive = any(w.dep == "expl" for w in below)
    helped = any(w.dep == "aux" and (w.lemma == "avoir" or reflexive) for w in below)
    if helped and not any(w.dep in ("cop", "det", "case", "aux:pass") for w in below):
        make_verb(word, lemma, "Tense=Past|VerbForm=Part")


_ARTICLES = frozenset("le la les l' un une des du son sa ses leur leurs ce cet cette ces d' de à au aux".split())


def participle_joined_past_nouns(word: Word, lemma: Lemma) -> None:
    """« a durci l'embargo contre Cuba et gelé les avoirs »: « gelé » is joined to the verb, not to the name."""
    head, before, after = word.head, word.previous, word.next
    if word.pos not in ("ADJ", "VERB") or head is None or head.pos not in ("NOUN", "PROPN", "ADJ"):
        return
    if before is None or before.lower != "et" or after is None or after.lower not in _ARTICLES:
        return
    verb = back(word, lambda w: w.pos == "VERB" and "VerbForm=Part" in w.features and w.dep != "acl")
    helped = verb is not None and all_back(verb, lambda w: w.head is verb and w.dep == "aux" and w.lemma == "avoir")
    if verb is None or not helped or not lemma(word.lower, "VERB").endswith(("er", "ir", "re")):
        return
    make_verb(word, lemma, "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part")
    hang(word, verb, "conj")
    noun = after.next
    while noun is not None and noun.pos not in ("NOUN", "PROPN") and noun.i < after.i + 3:
        noun = noun.next
    if noun is not None and noun.i > after.i and noun.dep in ("appos", "nmod", "obj", "conj", "obl", "dep"):
        hang(noun, word, "obl" if after.pos == "ADP" and after.lower not in ("des", "du", "de", "d'") else "obj")


def clause_of_an_object(word: Word, lemma: Lemma) -> None:
    """« ont conclu une alliance que l'Iran juge dirigée contre lui »: the clause is of the alliance, not concluded."""
    verb, opener = word.head, back(word, lambda w: w.head is word and w.dep == "mark")
    if verb is None or opener is None or opener.lower not in ("que", "qu'") or verb.lemma in _TELLING_SOMEBODY:
        return
    noun = opener.previous
    if noun is None or noun.pos != "NOUN" or noun.dep != "obj" or noun.head is not verb:
        return
    if back(noun, lambda w: w.head is noun and w.dep == "det" and w.lower in ("un", "une"), reach=3) is not None:
        word.head, word.dep, opener.dep = noun, "relcl", "obj"


def clause_joined_past_a_noun(word: Word, lemma: Lemma) -> None:
    """« a dit que ce n'était pas une menace, mais que le port restait fermé »: « que » is joined to « que »."""
    opener = back(word, lambda w: w.head is word and w.dep == "mark" and w.lower in ("que", "qu'"))
    if opener is None or word.head is None or word.head.dep == "ccomp" or not _joined_before(opener):
        return
    clause = back(opener, lambda w: w.dep == "ccomp")
    if clause is not None:
        hang(word, clause, "conj")


def _joined_before(opener: Word) -> bool:
    return opener.previous is not None and opener.previous.lower in ("et", "mais", "ou", "puis")


def participle_as_object(word: Word, lemma: Lemma) -> None:
    """« accusé d'avoir violé son espace »: what ends like a participle, bare right behind « avoir », is one."""
    helper = word.head
    if word.dep != "obj" or word.pos != "NOUN" or helper is None or helper is not word.previous:
        return
    if helper.lower not in ("avoir", "ayant") or not word.lower.endswith(_PARTICIPLES) or helper.head is None:
        return
    verb, dep, after = helper.head, helper.dep, word.next
    make_verb(word, lemma, "Tense=Past|VerbForm=Part")
    word.head, word.dep = verb, dep
    helper.pos, helper.head, helper.dep = "AUX", word, "aux"
    while after is not None and after.sentence == word.sentence:
        if after.head is helper:
            after.head = word
        after = after.next
    opener = helper.previous
    if opener is not None and opener.head is helper:
        opener.head = word


def name_as_verb(word: Word, lemma: Lemma) -> None:
    """« L'ayatollah Ali Khamenei considère »: a name that is one word is no verb; the verb is the one behind it."""
    noun, verb = word.head, word.next
    if word.pos != "VERB" or " " not in word.text or not word.text[0].isupper():
        return
    word.pos, word.features = "PROPN", ""
    if noun is None or noun.pos != "NOUN" or noun is not word.previous or word.dep != "acl":
        return
    word.dep = "appos"
    while verb is not None and verb.pos in ("AUX", "PRON", "ADV"):
        verb = verb.next
    if verb is not None and verb.pos == "VERB" and verb.head is word and noun.dep == "root":
        make_subject(noun, verb)


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
    noun = back(word, lambda w: w.pos == "NOUN" and w.lemma in _OPEN_NOUNS, reach=14)
    if noun is None or noun.i < word.head.i:
        return
    if back(word, lambda w: w.i > noun.i and w.pos in ("VERB", "SCONJ", "ADV", "PRON"), reach=14) is None:
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
    for other in beside(made):
        if other.head is made and other is not word and not word.i < other.i < made.i:
            other.head = word
            if other.lower.startswith("-"):
                other.dep = "subj"
    made.head, made.dep = word, "xcomp"


def gerund_behind_en(word: Word, lemma: Lemma) -> None:
    """« en se disant déçu par le vote »: behind « en » a word in -ant is a verb, and one of the main clause."""
    before = word.previous
    while before is not None and before.lower in CLITICS and before.lower != "en":
        before = before.previous
    if before is None or before.lower != "en" or not word.lower.endswith("ant") or word.pos == "NOUN":
        return
    first = before.previous
    if word.pos == "VERB" and word.head is not None and word.head.i > word.i and first is not None:
        joint = back(word.head, lambda w: w.pos == "CCONJ" and w.i > word.i, reach=12)
        if first.pos == "VERB" and "VerbForm=Inf" not in first.features and joint is not None:
            word.head = first  # « a répliqué en fermant son espace aérien, et Bamako a fait de même »
            return
    if word.pos == "VERB" and (word.head is None or word.head.pos in ("VERB", "AUX")):
        return
    main = back(word, lambda w: w.dep == "root" and w.pos == "VERB")
    if main is None:
        return
    if word.dep in ("aux", "aux:pass", "cop") and word.head is not None and word.head.i > word.i:
        word.head.head, word.head.dep = word, "xcomp"  # « disant déçu »
    make_verb(word, lemma, "Tense=Pres|VerbForm=Part")
    word.head, word.dep = main, "advcl"
    for other in beside(word):
        if before.i <= other.i < word.i:
            other.head, other.dep = word, "mark" if other is before else "expl"


def verb_behind_joined_clitic(word: Word, lemma: Lemma) -> None:
    """« rejette ces accusations et les juge infondées »: behind « et les » a form of the singular is a verb."""
    clitic = word.previous
    if clitic is None or clitic.lower != "les" or word.pos != "NOUN" or word.lower[-1] in "sxz":
        return
    joint = clitic.previous
    main = back(word, lambda w: w.pos == "VERB" and w.dep in ("root", "conj", "ccomp"))
    if joint is None or joint.pos != "CCONJ" or main is None:
        return
    make_verb(word, lemma, "VerbForm=Fin")
    word.head, word.dep = main, "conj"
    clitic.pos, clitic.dep, clitic.head = "PRON", "obj", word


def participle_behind_reflexive(word: Word, lemma: Lemma) -> None:
    """« s'est récrié le ministre »: behind « s'est » stands a participle, whatever the tagger took it for."""
    before = word.previous
    if word.pos not in ("ADJ", "NOUN") or before is None or before.lower not in ("est", "était", "sont", "étaient"):
        return
    clitic = before.previous
    if clitic is not None and clitic.lower in ("s'", "se") and clitic.head is word:
        make_verb(word, lemma, "Tense=Past|VerbForm=Part")
        before.dep = "aux"


def clause_as_root(word: Word, lemma: Lemma) -> None:
    """« Les deux pays se sont brouillés, lorsque Quito a accusé ... »: what « lorsque » opens is no main clause."""
    mark = back(word, lambda w: w.head is word and w.dep == "mark" and w.lower in _OPENS_A_CLAUSE)
    subject = back(word, lambda w: w.head is word and w.dep == "subj" and mark is not None and w.i < mark.i)
    if mark is None or subject is None:
        return
    main = back(mark, lambda w: w.pos == "VERB" and w.dep in ("acl", "relcl", "amod", "conj") and w.head is subject)
    if main is None or back(main, lambda w: w.head is main and w.dep in ("aux", "aux:pass")) is None:
        return
    main.head, main.dep, subject.head = None, "root", main
    word.head, word.dep = main, "advcl"


_OPENS_A_CLAUSE = {"lorsque", "lorsqu'", "quand", "puisque", "puisqu'", "parce", "tandis", "alors"}


def root_behind_its_noun(word: Word, lemma: Lemma) -> None:
    """« Le communiqué publié hier souligne »: a finite verb hung on a noun, with no pronoun between, is the root."""
    tensed = word.pos == "VERB" and "VerbForm=Part" not in word.features and "VerbForm=Inf" not in word.features
    if not tensed or word.dep not in ("acl", "relcl"):
        return
    noun = back(word, lambda w: w.dep == "root")
    if noun is None or noun.pos != "NOUN":
        return
    if back(word, lambda w: w.i > noun.i and (w.lower in _RELATIVE_PRONOUNS or "VerbForm=Fin" in w.features)):
        return
    if back(noun, lambda w: w.pos in ("VERB", "AUX")) is not None:
        return
    word.head, word.dep = None, "root"
    placed = back(noun, lambda w: w.head is noun and w.dep == "case", reach=4) is not None
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
        make_verb(word, lemma, "Tense=Pres|VerbForm=Part")
        word.dep = "acl"


def moved_as_joined_verb(word: Word, lemma: Lemma) -> None:
    """« a accueilli la ministre, venue proposer »: a participle of moving behind a comma is said of the noun before."""
    before = word.previous
    if word.dep != "conj" or before is None or before.text != "," or word.lemma not in _GOING:
        return
    if "VerbForm=Part" not in word.features or word.lower.endswith("ant"):
        return
    if back(word, lambda w: w.lemma == "être", reach=12) is not None:
        return  # « est partie à Oslo, revenue à Riga »
    noun = back(word, lambda w: w.pos in ("NOUN", "PROPN") and w.dep in ("obj", "iobj", "obl", "agent", "subj"))
    if noun is not None:
        hang(word, noun, "acl")


def subject_behind_a_colon(word: Word, lemma: Lemma) -> None:
    """« Zagreb est plus directe : son ministre, Ivan Anusic, a dénoncé ce choix »: a clause follows the colon."""
    if word.pos != "VERB" or not is_finite(word) or back(word, lambda w: w.head is word and w.dep.startswith("subj")):
        return
    colon = back(word, lambda w: w.text == ":" or ("VerbForm=Fin" in w.features and w.head is not word))
    first = colon.next if colon is not None and colon.text == ":" else None
    while first is not None and first.pos in ("DET", "ADJ") and first.i < word.i:
        first = first.next
    if first is None or first.pos not in ("NOUN", "PROPN") or first.i > word.i or first.dep != "dep":
        return
    if back(first, lambda w: w.head is first and w.dep == "case", reach=3) is None:
        hang(first, word, "subj")


def participle_behind_its_clitic(word: Word, lemma: Lemma) -> None:
    """« Pourquoi Lima a-t-elle vendu le port ? »: the participle is the verb, and the pronoun takes up its subject."""
    clitic = word.head
    if clitic is None or clitic is not word.previous or not clitic.lower.startswith("-") or clitic.pos != "PRON":
        return
    if "VerbForm=Part" not in word.features or back(word, lambda w: w.head is clitic and w.dep == "aux", 4) is None:
        return
    word.head, word.dep = clitic.head, clitic.dep
    for other in beside(word):
        if other is not word and other.head is clitic:
            other.head = word
        elif other.head is word and other.dep == "subj" and other.i > word.i:
            other.dep = "obj"
    clitic.head, clitic.dep = word, "expl"


def subject_behind_si(word: Word, lemma: Lemma) -> None:
    """« si Paris ne s'excusait pas »: the name between « si » and a verb is its subject."""
    if word.pos != "VERB" or not is_finite(word) or back(word, lambda w: w.head is word and w.dep.startswith("subj")):
        return
    name = back(word, lambda w: w.pos in ("PROPN", "NOUN"), reach=5)
    si = back(name, lambda w: w.pos != "DET", reach=2) if name is not None else None
    if name is not None and name.dep == "dep" and si is not None and si.lower in ("si", "s'") and si.head is name:
        hang(name, word, "subj")
        si.head = word


def asked_of_whom_one_calls_on(word: Word, lemma: Lemma) -> None:
    """ "called on Quito to free three sailors": what is asked completes the verb, and is no purpose of the caller."""
    verb, to = word.head, word.previous
    if verb is None or verb.lemma not in ("call", "appeal") or to is None or to.lower != "to" or to.head is not word:
        return
    if back(to, lambda w: w.head is verb and w.dep == "obl" and w.i > verb.i, reach=8) is not None:
        word.dep = "xcomp"


def main_verb_behind_an_aside(word: Word, lemma: Lemma) -> None:
    """ "Qatar, which shares a field, offered to pay": behind the clause of a name stands the name's own verb.

    The parser hangs it on the name, or joins it to the clause: "Peru, whose boats were rammed, signed a pact".
    """
    name, comma = word.head, word.previous
    if word.dep == "conj" and name is not None and name.dep == "relcl":
        name = name.head
    if word.dep not in ("acl", "conj") or name is None or name.dep != "root" or name.pos != "PROPN" or comma is None:
        return
    opened = name.next is not None and name.next.text == "," and comma.text == ","
    if opened and word.pos == "VERB" and back(word, lambda w: w.head is name and w.dep == "relcl") is not None:
        make_subject(name, word)


def verb_before_a_clitic(word: Word, lemma: Lemma) -> None:
    """« rétorque-t-on », « doute-t-il »: what an inverted pronoun hangs on is a verb."""
    after = word.next
    if word.pos not in ("NOUN", "ADJ", "ADV", "PROPN") or after is None or not after.lower.startswith("-"):
        return
    clitic = after.next if after.lower in ("-t", "-t-") and after.next is not None else after
    if clitic.lower.removeprefix("-t").lstrip("-") not in PRONOUNS or not word.lower.isalpha():
        return
    make_verb(word, lemma, "VerbForm=Fin")
    clitic.head, clitic.dep = word, "subj"
    if word.head is not None and word.head.i in (after.i, clitic.i):
        word.head, word.dep = clitic.head.head if clitic.head is not word else None, "root"
    if after is not clitic:
        after.head, after.dep = word, "expl"


def verb_beside_its_name(word: Word, lemma: Lemma) -> None:
    """« Paris, aussi, livrera des radars »: a finite verb beside the name that opens its sentence is what that does.

    « Le Pérou, qui avait offert ses services, s'est dit prêt »: so does one with its auxiliary.
    """
    name = word.head
    finite = "VerbForm=Fin" in word.features or back(
        word, lambda w: w.head is word and w.dep.startswith("aux"), reach=4
    )
    if word.pos != "VERB" or not finite or name is None or name.pos != "PROPN" or name.dep != "root" or name.i > word.i:
        return
    if back(name, lambda w: w.pos in ("VERB", "AUX", "NOUN")) is not None:
        return
    if back(word, lambda w: w.head is word and (w.dep.startswith("subj") or w.lower in _RELATIVE_PRONOUNS)) is None:
        make_subject(name, word)


_OFFICES = frozenset(
    "ambassadeur ambassadrice chancelier chef cheffe conseiller département directeur dirigeant ministre ministère "
    "porte-parole premier président présidente représentant représentante secrétaire".split()
)


def noun_as_joined_verb(word: Word, lemma: Lemma) -> None:
    """« a saisi la Cour et menace de frapper »: a bare noun behind « et », with an infinitive behind it, is a verb."""
    before, after = word.previous, word.next
    if word.dep != "conj" or before is None or before.lower not in ("et", "mais", "puis") or after is None:
        return
    infinitive = after.next
    if after.lower not in ("de", "d'") or infinitive is None or "VerbForm=Inf" not in infinitive.features:
        return
    if lemma(word.lower, "VERB") == word.lower:
        return
    verb = back(word, lambda w: w.pos == "VERB" and w.dep in ("root", "conj", "parataxis", "ccomp", "relcl"))
    if verb is not None:
        make_verb(word, lemma, "Mood=Ind|Tense=Pres|VerbForm=Fin")
        hang(word, verb, "conj")


def verb_joined_to_its_subject(word: Word, lemma: Lemma) -> None:
    """« Niamey et Moscou avaient conclu »: with two names before it the verb is joined to neither."""
    verb = word.head
    first = verb.head if verb is not None else None
    if word.pos != "PROPN" or verb is None or verb.pos != "VERB" or verb.dep != "conj" or first is None:
        return
    if first.pos != "PROPN" or first.dep != "root" or first.i > word.i or word.i - first.i > 3:
        return
    if back(word, lambda w: w.lower == "et" and w.i > first.i) is None:
        return
    verb.head, verb.dep = None, "root"
    first.head, first.dep = verb, "subj"
    word.head, word.dep = first, "conj"


def relative_by_its_subject(word: Word, lemma: Lemma) -> None:
    """« à l'île, qui lui prête des médecins »: a clause with « qui » is the noun's before it.

    Behind a comma it is the office's that a complement describes: « le ministre turc de l'Information, qui juge ».
    """
    if word.pos != "VERB" or word.dep not in ("advcl", "parataxis", "ccomp", "conj", "dep", "relcl"):
        return
    pronoun = back(word, lambda w: w.lower == "qui" and w.head is word and w.dep.startswith("subj"), reach=8)
    comma = pronoun.previous if pronoun is not None else None
    if comma is None or comma.text != ",":
        return
    noun = comma.previous
    if word.dep != "relcl" and noun is not None and noun.pos in ("NOUN", "PROPN"):
        hang(word, noun, "relcl")
    owner = word.head
    for _ in range(3):
        if owner is None or owner.dep != "nmod":
            return
        owner = owner.head
        if owner is not None and owner.lemma in _OFFICES:
            hang(word, owner, "relcl")
            return


def relative_by_its_object(word: Word, lemma: Lemma) -> None:
    """« L'émirat, que l'Irak a envahi, se tait »: a clause with « que » for its object is the noun's before it."""
    if word.pos != "VERB" or word.dep not in ("advcl", "parataxis", "ccomp", "conj", "dep"):
        return
    pronoun = back(word, lambda w: w.lower in ("que", "qu'") and w.head is word and w.dep in ("obj", "mark"), reach=12)
    before = pronoun.previous if pronoun is not None else None
    if pronoun is not None and pronoun.dep == "mark":  # « accuse le Bénin, que le Niger soutient »
        name = before.previous if before is not None and before.text == "," else None
        if name is None or name.pos != "PROPN" or name.dep not in ("obj", "obl") or word.dep != "ccomp":
            return
        pronoun.dep = "obj"
    if before is not None and before.text == ",":
        before = before.previous
    elif before is not None and before.pos == "PROPN":
        return  # « exige de Paris qu'il parte »: no name needs telling which it is
    if before is not None and before.pos in ("NOUN", "PROPN") and before is not word:
        hang(word, before, "relcl")


def infinitive_as_adjective(word: Word, lemma: Lemma) -> None:
    """« prétend annexer »: what hangs on a verb as its clause and ends like an infinitive is one."""
    behind_verb = word.head is not None and word.head.pos in ("VERB", "AUX") and word.previous is word.head
    ends_so = word.pos in ("ADJ", "NOUN") and word.lower.endswith(("er", "ir", "re"))
    if word.pos == "ADJ" and word.lower.endswith(_NO_INFINITIVES):
        return  # « s'est dit solidaire »
    if word.dep == "xcomp" and behind_verb and ends_so:
        make_verb(word, lemma, "VerbForm=Inf")


def participle_behind_an_aside(word: Word, lemma: Lemma) -> None:
    """« La junte a, de son côté, suspendu l'accord »: an aside behind « avoir » makes no clause of the noun."""
    noun = word.head
    if noun is None or word.dep != "acl" or word.pos != "VERB" or "VerbForm=Part" not in word.features:
        return
    having = back(word, lambda w: w.lemma == "avoir" or w.lower in _HAVING, reach=12)
    if having is None or having.i < noun.i or having.next is None or having.next.text != ",":
        return
    if noun.pos in ("NOUN", "PROPN") or (noun.text[:1].isupper() and noun.dep == "root"):
        make_subject(noun, word)
        having.head, having.dep = word, "aux"


def finite_verb_as_clause(word: Word, lemma: Lemma) -> None:
    """« Les États-Unis puniront les firmes », « Rabat presse Paris d'agir »: right behind a name stands its verb."""
    noun = word.head
    if noun is None or noun is not word.previous or word.dep not in ("acl", "amod", "flat", "xcomp"):
        return
    if word.text[:1].isupper() or not _may_be_finite(word, noun, lemma):
        return
    governor = noun.head
    make_subject(noun, word)
    if word.pos != "VERB":
        make_verb(word, lemma, word.features if "VerbForm=Fin" in word.features else "VerbForm=Fin")
    if governor is not None and governor.pos == "NOUN" and governor.i > word.i and word.head is governor:
        word.head, word.dep = governor.head, governor.dep
        governor.head, governor.dep = word, "obj"
    _take_over(word, noun)


def verb_behind_its_reflexive(word: Word, lemma: Lemma) -> None:
    """« s'étrangle le maire »: behind « s' » and before no « il » stands a verb, whatever the tagger took it for."""
    before = word.previous
    if before is None or before.lower not in ("s'", "se") or word.pos not in ("NOUN", "ADJ", "PROPN"):
        return
    if word.text[0].islower() and before.start < word.start:
        make_verb(word, lemma, "VerbForm=Fin")
        word.dep = "advcl" if word.dep == "aux" else word.dep


def present_as_participle(word: Word, lemma: Lemma) -> None:
    """« Un autre, optimiste, parie que »: participles of verbs in -er end in é; a mute e is the present's."""
    told = "VerbForm=Part" in word.features and word.lemma.endswith("er") and word.dep != "aux"
    if told and word.lower.endswith(("e", "ent")) and not word.lower.endswith("ée"):
        word.features = "VerbForm=Fin"


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
    return back(noun, lambda w: w.head is noun and w.dep == "case", reach=4)


def _take_over(verb: Word, noun: Word) -> None:
    """Hang on a verb what stands behind it and was hung on the noun before it."""
    here = verb.next
    for _ in range(REACH):
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
    if word.lower not in AIMING or word.pos != "VERB" or word.head is None or named is None or named.head is not word:
        return
    before = word.previous
    noun = before if before is not None and before.pos == "NOUN" else word.head
    _give_way(word, noun)
    word.pos, word.lemma, word.features = "ADP", word.lower, ""
    named.head, named.dep = noun, "nmod" if noun.pos == "NOUN" else "obl"
    word.head, word.dep = named, "case"


def _give_way(word: Word, noun: Word) -> None:
    """« alors que Lima, isolée, multiplie les gestes envers Quito »: the verb above the noun takes its place."""
    above = [*noun.ancestors()]
    if word not in above:
        return
    below = [noun, *above[: above.index(word)]]
    verb = next((w for w in below if w.pos == "VERB"), below[-1])
    for other in (w for w in beside(word) if w.head is word and w is not verb):
        other.head = verb
    verb.head, verb.dep = word.head, word.dep


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
    that = back(word, lambda w: w.lower in ("que", "qu'") and w.head is word, reach=4)
    if that is None or that.previous is not name or name.dep not in ("obl", "nmod") or name.head.pos != "VERB":
        return
    word.head, word.dep = name.head, "ccomp"
    that.dep, that.pos = "mark", "SCONJ"


_CHARGING = frozenset(
    "accuser soupçonner suspecter sommer prier presser exhorter inviter appeler charger menacer empêcher".split()
)


_URGING = frozenset(
    "aider amener appeler autoriser conduire contraindre encourager exhorter forcer inciter inviter obliger "
    "pousser".split()
)


def infinitive_of_a_name(word: Word, lemma: Lemma) -> None:
    """« soupçonne Bakou d'avoir financé »: no infinitive tells which Baku; it is what Baku is suspected of.

    Nor which army in « est accusé par l'armée de soutenir les rebelles », nor which ministers in « appelle les
    ministres à démissionner ».
    """
    name = word.head
    if word.pos != "VERB" or word.dep != "acl" or name is None or name.head is None:
        return
    charged = name.dep == "agent" and name.head.lemma in _CHARGING
    urged = name.dep == "obj" and name.head.lemma in _URGING
    if not charged and not urged and (name.pos != "PROPN" or name.dep != "obj"):
        return
    mark = back(word, lambda w: w.head is word and w.dep in ("mark", "case"), reach=5)
    having = back(word, lambda w: w.head is word and w.lower in ("avoir", "être"), reach=3)
    marks = ("à",) if urged and name.pos == "NOUN" else ("de", "d'", "à")
    if mark is not None and mark.lower in marks and ("VerbForm=Inf" in word.features or having):
        word.head, word.dep = name.head, "xcomp"


def infinitive_as_noun(word: Word, lemma: Lemma) -> None:
    """« songe à annexer une province »: a noun without article that looks like an infinitive and has an object."""
    before, after = word.previous, word.next
    if word.pos != "NOUN" or word.dep != "obl" or before is None or after is None or after.pos != "DET":
        return
    verb = word.head is not None and word.head.pos in ("VERB", "AUX") and before.lower in ("à", "de", "d'")
    if verb and word.lower.endswith(("er", "ir", "re")) and lemma(word.lower, "VERB") == word.lower:
        make_verb(word, lemma, "VerbForm=Inf")
        word.dep, before.dep = "xcomp", "mark"
