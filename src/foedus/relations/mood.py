"""How a relation is put: asserted, negated, possible, to come or demanded.

A mood word says how far it reaches: it bears on what hangs below it in the same sentence, through nouns and
infinitives, and a denial on the whole of what is denied (after medspaCy's direction and scope).
"""

from collections.abc import Mapping
from functools import cache

from foedus.language.syntax import Word
from foedus.language.tree import beside
from foedus.model import Mood
from foedus.relations.settings import opens_a_setting
from foedus.tables import read_table

_NOT = frozenset(
    "hors pas jamais plus aucun aucune guère nullement not n't never no without sans ni neither nor".split()
)
_DEFINITE = {"the", "this", "these", "its", "their", "his", "le", "la", "les", "l'", "ce", "cet", "cette", "ces", "son",
             "sa", "ses", "leur", "leurs"}  # fmt: skip
_NONE_OF = {"aucun", "aucune", "none"}
_NONE = _NONE_OF | {"no"}
_NOT_ALONE = {"plus"}
_HEDGES = {"peut-être", "possibly", "reportedly", "allegedly", "éventuel", "éventuelle", "éventuellement", "possible",
           "potentiel", "potentielle", "potential", "alleged", "présumé", "présumée", "prétendu", "prétendue",
           "supposé", "supposée", "purported", "probable", "probablement", "perhaps"}  # fmt: skip
_ENDINGS = {
    "éteindre",
    "enterrer",
    "clore",
    "régler",
    "solder",
    "surmonter",
    "dissiper",
    "apaiser",
    "end",
    "bury",
    "settle",
    "heal",
}
_NOT_QUITE = {"nearly", "almost"}
_PAST = {"ancien", "ancienne", "anciens", "ex-", "former", "erstwhile"}
_DATES = frozenset(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi "
    "vendredi samedi dimanche demain prochainement bientôt".split()
)
_FUTURES = ("ra", "rai", "ras", "rons", "rez", "ront")
_MUST = {"faut", "faudra", "faudrait"}
_IF = {"si", "s'", "if", "unless"}
_ANNOUNCING = {"annoncer", "assurer", "confirmer", "garantir", "jurer", "préciser", "promettre", "répondre"}
_TO_COME = {"futur", "future", "prochain", "prochaine", "upcoming", "planned", "imminent", "imminente"}


@cache
def mood_words(language: str) -> Mapping[str, Mood]:
    """Return {dictionary form: the mood it gives to what hangs on it}."""
    return {form: mood for form, (mood, _) in _rows(language, of_subject=False).items()}


def given_by_itself(verb: Word, language: str) -> Mood | None:
    """Return the mood a verb gives to its own act: "offered aid", « a offert son aide » have given nothing yet.

    Rows that hold for infinitives only, or with another object (« offrir aide »), do not count.
    """
    table = _rows(language, of_subject=False)
    forms = [verb.lemma, *(f"{verb.lemma} {c.lemma}" for c in verb.children_by("obj"))]
    return next((table[form][0] for form in forms if form in table and table[form][1] != "inf"), None)


@cache
def _rows(language: str, *, of_subject: bool) -> Mapping[str, tuple[Mood, str]]:
    rows = read_table(f"{language}/moods.tsv", ("lemma", "mood", "example"))
    return {
        row["lemma"].removeprefix("s'").removeprefix("se "): (Mood(row["mood"]), row.cells.get("reach", ""))
        for row in rows
        if (row.cells.get("reach") in _OF_SUBJECT) is of_subject
    }


_OF_SUBJECT = ("subj", "undone")


def _of_subject(word: Word, language: str, *, tie: bool) -> Mood | None:
    """« L'alliance a pris fin », « La visite a été annulée »: the mood that a verb gives to its subject.

    An act that came to its end was done; only rows of verbs that undo it hold for acts.
    """
    head = word.head
    if head is None or word.dep not in ("subj", "subj:pass") or _negated(head):
        return None
    with_object = [f"{head.lemma} {child.lemma}" for child in head.children_by("obj", "obl", "xcomp")]
    table = _rows(language, of_subject=True)
    found = next((table[form] for form in (*with_object, head.lemma) if form in table), None)
    return found[0] if found is not None and (tie or found[1] == "undone") else None


def mood_of(trigger: Word, language: str, *, tie: bool = False) -> Mood:
    """Return the mood in which a trigger word is put.

    Args:
        tie: it is one that lasts, so that « a pris fin » undoes it.
    """
    table = mood_words(language)
    moods = [m for m in (*_own(trigger, table, language), _of_subject(trigger, language, tie=tie)) if m is not None]
    word, steps = trigger, 0
    while word.head is not None and steps < 4:
        head = word.head
        purpose = word.dep == "advcl" and any(c.lower == "to" and c.dep == "aux" for c in word.children)
        if (word.dep in ("relcl", "advcl", "parataxis") and not purpose) or (
            word.dep == "conj" and head.pos != "VERB" and word.pos == "VERB"
        ):
            break
        if word.dep == "acl" and head.pos != "NOUN":
            break
        teller = head.child("subj") if word.dep == "ccomp" else None
        if teller is not None and teller.lower in ("rien", "nothing"):
            moods.append(Mood.NEGATED)  # « rien n'indique que l'Iran ait livré des drones »
        if (
            word.dep == "acl"
            and word.child("mark") is not None
            and any(c.lower in _NONE for c in head.children_by("det"))
        ):
            moods.append(Mood.NEGATED)  # "no sign that Iran has shipped missiles"
        if opens_a_setting(word):
            break  # « a plaidé pour la paix, au terme d'un entretien avec le roi »
        if word.dep == "conj" and ("VerbForm=Fin" in word.features or word.child("mark", "subj") is not None):
            break  # a clause of its own
        reached = word.dep in ("obj", "xcomp", "ccomp", "nmod", "obl", "acl", "subj:pass") and head.i < word.i
        given = _given(head, word, table) if reached and head.pos != "PROPN" else None
        if _rows(language, of_subject=False).get(head.lemma, (None, ""))[1] == "inf" and word.pos not in (
            "VERB",
            "AUX",
        ):
            given = None
        if given is None and head.lemma == "rule" and _negated(head) and any(c.lower == "out" for c in head.children):
            moods.append(Mood.POSSIBLE)  # "did not rule out delivering tanks"
            break
        if given is not None and head.lemma == "devoir":
            given = _bound_to(head, word)
        if given is Mood.FUTURE and head.lemma == "vouloir" and word.dep == "ccomp":
            given = Mood.DEMANDED  # « veut que Tokyo s'excuse »
        if given is Mood.DEMANDED and head.lemma == "souhaiter" and word.dep == "xcomp":
            given = Mood.FUTURE  # « souhaite livrer des chars »
        if given is not None:
            given = _denied_twice(head, given, table)
            denied = given is Mood.NEGATED and any(m is Mood.NEGATED for m in moods)
            moods = [m for m in moods if not denied or m is not Mood.NEGATED]
            moods.append(Mood.POSSIBLE if denied else given)  # « a refusé d'exclure », « nie avoir refusé »
        if (
            head.pos in ("VERB", "AUX")
            and (word.dep in ("obj", "xcomp", "subj:pass") or purpose)
            and head.lemma not in table
            and given is None
        ):
            there = _definite(word)  # "did not survive the raid", « n'a pas levé l'embargo »: there was one
            moods.extend(m for m in _own(head, table, language) if m is not None and not (there and m is Mood.NEGATED))
        if word.dep == "ccomp":
            break
        word, steps = head, steps + 1
    for mood in (Mood.NEGATED, Mood.DEMANDED, Mood.POSSIBLE, Mood.FUTURE):
        if mood in moods:
            return mood
    return Mood.ASSERTED


def asked(verb: Word) -> bool:
    """« Oslo va-t-il livrer des chars ? », "Will Oslo deliver tanks?": whether it is, is what is asked; not why."""
    if verb.pos == "NOUN" and not any(c.lower in _NOT_KNOWN for c in verb.children):
        return False  # « Regrettez-vous l'invasion ? » takes it for known
    clause = verb
    while clause.head is not None and clause.dep in ("xcomp", "conj", "obj") and clause.head.pos in ("VERB", "AUX"):
        clause = clause.head
    if verb.pos == "NOUN" and verb.head is not None and verb.head.next is not None:
        clause = verb.head if verb.head.next.lower in _TURNED_ROUND else clause
    if verb.pos not in ("VERB", "AUX", "NOUN") or clause.dep != "root":
        return False
    words = beside(verb)
    last = max(words, key=lambda w: w.i)
    while last.previous is not None and last.text in _CLOSING_MARKS:
        last = last.previous
    return last.text == "?" and not any(w.lower in _WH for w in words)


_CLOSING_MARKS = {"»", "”", '"', "''"}
_TURNED_ROUND = {"-vous", "-tu"}
_NOT_KNOWN = {"un", "une", "des", "a", "an", "any"}
_WH = frozenset(
    "pourquoi comment quand combien où qui quel quelle quels quelles why how when where who what which".split()
)


def _given(head: Word, word: Word, table: Mapping[str, Mood]) -> Mood | None:
    """Return the mood a word gives to what hangs on it, with its preposition where the table has one ("call for")."""
    if head.lemma in table:
        return table[head.lemma]
    beside = [c.lower for c in (*head.children, *word.children)]
    beside += [c.lower for x in head.children for c in x.children if c.dep == "case"]
    return next((table[f"{head.lemma} {form}"] for form in beside if f"{head.lemma} {form}" in table), None)


def _bound_to(verb: Word, act: Word) -> Mood | None:
    """« a dû partir », « dut partir » has left; « devait arriver » was to; « devrait signer » is likely to.

    « doit partir » is a duty, « doit partir en mars » a plan.
    """
    if "Mood=Cnd" in verb.features:
        return Mood.POSSIBLE
    if "Tense=Imp" in verb.features:
        return Mood.FUTURE
    past = "Tense=Past" in verb.features and ("VerbForm=Fin" in verb.features or verb.child("aux") is not None)
    if past:
        return None
    when = [c.lower for w in (verb, act) for c in w.children_by("obl", "advmod", "nmod")]
    return Mood.FUTURE if any(w in _DATES for w in when) else Mood.DEMANDED


def _denied_twice(head: Word, mood: Mood, table: Mapping[str, Mood]) -> Mood:
    """« n'exclut pas »: a denied denial leaves the act possible, a denied end leaves it standing.

    "has no intention of attacking", "did not promise to": what is not even to come is not done.
    """
    bare = any(c.lower in ("ne", "n'") for c in head.children)  # « n'a cessé de bombarder »
    if (bare or _negated(head)) and f"ne {head.lemma}" in table:
        return table[f"ne {head.lemma}"]
    if not _negated(head):
        return mood
    if mood is not Mood.NEGATED:
        return Mood.NEGATED if mood in (Mood.FUTURE, Mood.POSSIBLE) else mood
    return Mood.ASSERTED if head.lemma in _ENDINGS else Mood.POSSIBLE


def _definite(word: Word) -> bool:
    return word.pos == "NOUN" and any(c.lower in _DEFINITE or c.preposition() == "'s" for c in word.children)


def _negated(word: Word) -> bool:
    lowers = {
        c.lower for c in word.children if c.dep in ("advmod", "det", "mark", "case", "neg", "cc") or c.pos == "ADV"
    }
    lowers |= {x.lower for c in word.children if c.pos == "ADV" for x in c.children if x.pos == "ADV"}  # « pas encore »
    if not lowers & _NOT:
        return False
    only = lowers & _NOT
    above = word.head
    if only <= {"sans", "without"} and above is not None and above.pos in ("VERB", "ADJ") and _negated(above):
        return False  # « n'auraient pas été possibles sans le soutien de Minsk »
    return not (only <= _NOT_ALONE and not lowers & {"ne", "n'"})


def _none_of(word: Word) -> bool:
    """« Aucun char n'a été livré », « ne fermera aucune des bases »; "no fewer than ten tanks" are some."""
    if word.lower in _NONE_OF and word.pos in ("PRON", "DET"):
        return True
    some = any(c.dep == "nummod" for c in word.children)
    return word.pos == "NOUN" and not some and any(c.lower in _NONE and c.dep == "det" for c in word.children)


def _nor_any(word: Word) -> bool:
    """« n'enverra ni chars ni soldats »"""
    return any(c.lower == "ni" and c.i < word.i for c in word.children)


def _joined_by_nor(head: Word, word: Word) -> bool:
    """ "has neither recognised it nor joined the sanctions": the second is denied as the first is."""
    return any(c.lower in ("nor", "ni") and c.i < word.i for c in head.children)


def must_before(mark: Word) -> bool:
    """« Il faut que la Serbie reconnaisse »: whether a « que » stands behind « faut »."""
    return mark.lower in ("que", "qu'") and mark.previous is not None and mark.previous.lower in _MUST


def _conditional(word: Word) -> bool:
    """« fournirait »: the infinitive and an ending, where the model does not say so (« livrait » is none)."""
    stem = word.lemma.removesuffix("e")
    return word.pos == "VERB" and word.lower in (f"{stem}ait", f"{stem}aient") and stem.endswith("r")


def _told_in_the_past(word: Word, part: Word) -> bool:
    """« a annoncé que le Chili livrerait du blé »: what was to come when it was said; « aurait livré » is hearsay."""
    if part.dep == "aux" or word.dep != "ccomp" or word.head is None or word.head.lemma not in _ANNOUNCING:
        return False
    if any(c.lower in _IF for c in (*word.children, *word.head.children)) or not any(
        c.lower in ("que", "qu'") for c in word.children
    ):
        return False
    return any(c.dep == "aux" and "Mood=Cnd" not in c.features for c in word.head.children) or (
        "Tense=Past" in word.head.features or "Tense=Imp" in word.head.features
    )


def _never_came(word: Word) -> bool:
    """ "stopped short of condemning", "had Iran attacked", "would have struck back": what was not done."""
    helping = {c.lower for c in word.children_by("aux")}
    above = word.head
    inverted = word.dep == "advcl" and any(c.text == "Had" and c.previous is None for c in word.children_by("aux"))
    short_of = word.preposition() == "of" and above is not None and above.lower == "short"
    return inverted or short_of or {"would", "have"} <= helping


def _own(word: Word, table: Mapping[str, Mood], language: str) -> list[Mood | None]:
    found: list[Mood | None] = []
    head = word.head
    nor = word.dep == "conj" and head is not None and _joined_by_nor(head, word)
    lacking = any(_none_of(c) or _nor_any(c) for c in word.children_by("subj", "subj:pass", "obj"))
    if nor or lacking or _negated(word):
        found.append(Mood.NEGATED)
    if word.dep == "xcomp" and head is not None and head.lemma == "be" and any(c.lower == "to" for c in word.children):
        found.append(Mood.FUTURE)  # "Canada is to expel"
    group = [word, *word.children_by("aux", "aux:pass", "cop")]
    for part in group:
        if "Mood=Cnd" in part.features or _conditional(part):
            found.append(Mood.FUTURE if _told_in_the_past(word, part) else Mood.POSSIBLE)
        future = "Tense=Fut" in part.features and part.lower.endswith(_FUTURES)  # the model takes « accueille » for one
        if future or (language == "fr" and part.lower.endswith("ront") and "VerbForm=Fin" in part.features):
            found.append(Mood.FUTURE)
        if part is not word and part.lower in table:
            found.append(table[part.lower])
        elif part is not word and part.lemma in table and part.pos in ("AUX", "VERB"):
            found.append(table[part.lemma])
    lowers = {c.lower for c in word.children if c.pos not in ("VERB", "AUX")}
    if any(c.lower in _IF and c.dep in ("mark", "advmod", "cc") for c in word.children):
        found.append(Mood.POSSIBLE)
    if any(must_before(c) for c in word.children):
        found.append(Mood.DEMANDED)
    if any(c.lower == "peut" and c.pos == "ADV" for c in word.children):
        found.append(Mood.POSSIBLE)  # « Peut-être la Chine livrera-t-elle »
    if lowers & (_PAST | _NOT_QUITE) or _never_came(word):
        found.append(Mood.NEGATED)
    if lowers & _HEDGES:
        found.append(Mood.POSSIBLE)
    if lowers & _TO_COME:
        found.append(Mood.FUTURE)
    return found
