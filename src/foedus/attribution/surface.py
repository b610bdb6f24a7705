"""Contents read off the surface, for clauses that the parser took apart."""

from foedus.attribution.contents import trimmed
from foedus.attribution.cues import Cue
from foedus.attribution.scene import Scene
from foedus.language.syntax import is_passive
from foedus.model import TextSpan


def surface_infinitive(scene: Scene, cue: Cue) -> list[TextSpan]:
    """The parser lost the infinitive: « jure, en revanche, n'avoir cherché », « reproche à Cotonou d'abriter »."""
    words = scene.passage.words
    place = _behind_asides(scene, cue)
    start = place
    if "N+inf" in cue.entry.frames:
        while (
            place < len(words)
            and place - start < 8
            and words[place].lower not in ("de", "d'")
            and words[place].pos in ("ADP", "DET", "NOUN", "PROPN", "ADJ")
        ):
            place += 1
        if start < place and words[start].pos == "ADP":
            start += 1
    elif "inf" not in cue.entry.frames:
        return []
    while place < len(words) and words[place].lower in ("de", "d'", "à", "ne", "n'", "pas", "jamais"):
        if words[place].lower in ("de", "d'", "à") and start == place:
            start += 1
        place += 1
    if (
        place >= len(words)
        or words[place].sentence != cue.head.sentence
        or "VerbForm=Inf" not in words[place].features
        or place - cue.last > 16
    ):
        return []
    end = clause_end(scene, place)
    span = trimmed(scene.text, words[start].start, words[end].end)
    return [span] if span else []


def surface_object(scene: Scene, cue: Cue) -> list[TextSpan]:
    """The parser lost the object: take the noun phrase right behind the cue, to the end of its clause."""
    if is_passive(cue.head) or not cue.entry.frames & {"N", "comme"} or cue.head.dep == "acl":
        return []
    opening = scene.passage.words[cue.first - 1] if cue.first else None
    if opening is not None and opening.lower in ("que", "qu'"):
        return []  # « la version que conteste le juge »
    words, place = scene.passage.words, cue.last + 1
    while place < len(words) and words[place].sentence == cue.head.sentence:
        if words[place].text == ",":
            close = next((w.i for w in words[place + 1 : place + 8] if w.text == ","), None)
            if close is None:
                return []
            place = close + 1
        elif words[place].pos == "ADV":
            place += 1
        else:
            break
    place = _behind_addressee(scene, cue, place)
    if (
        place >= len(words)
        or words[place].sentence != cue.head.sentence
        or (words[place].pos not in ("DET", "NOUN", "PROPN") and words[place].lower != "des")
    ):
        return []
    end, governing = place, _governing_comma(scene, cue)
    while end + 1 < len(words) and words[end + 1].sentence == cue.head.sentence and not _ends_clause(scene, end + 1):
        if end + 1 == governing:
            break
        end += 1
    span = trimmed(scene.text, words[place].start, words[end].end)
    return [span] if span and end - place >= 2 else []


def _governing_comma(scene: Scene, cue: Cue) -> int:
    """ "Of those who view the deal coldly, Lee said": the comma before the clause that a cue hangs below; else -1."""
    above = {w.i for w in cue.head.ancestors()}
    outer = next((c for c in scene.cues if c.head.i in above and c.first > cue.last), None)
    between = scene.passage.words[cue.last : outer.first] if outer is not None else []
    return next((w.i for w in between if w.text == ","), -1)


def surface_predicate(scene: Scene, cue: Cue) -> list[TextSpan]:
    """« jugeant prématurée une levée des sanctions »: an adjective right behind the cue, to the end of its clause."""
    words, place = scene.passage.words, cue.last + 1
    if "N+adj" not in cue.entry.frames or place >= len(words) or words[place].sentence != cue.head.sentence:
        return []
    while place + 1 < len(words) and (words[place].pos == "ADV" or words[place].text in ("«", "“")):
        place += 1
    first = words[place]
    quoted = words[place - 1].text in ("«", "“") and scene.quotation_at(first.start) is not None
    if not quoted and first.pos != "ADJ" and "VerbForm=Part" not in first.features:
        return []
    end = clause_end(scene, place)
    span = trimmed(scene.text, first.start, words[end].end)
    return [span] if span else []


def surface_placed(scene: Scene, cue: Cue) -> list[TextSpan]:
    """« a vu dans ce geste un affront »: where it is put, and what, to the end of the clause."""
    words, place = scene.passage.words, cue.last + 1
    if "N+dans" not in cue.entry.frames or place >= len(words) or words[place].lower not in ("dans", "en"):
        return []
    end = clause_end(scene, place)
    if not any(w.lower in ("un", "une", "le", "la", "l'", "les", "des") for w in words[place + 2 : end]):
        return []
    span = trimmed(scene.text, words[place].start, words[end].end)
    return [span] if span else []


def _behind_addressee(scene: Scene, cue: Cue, place: int) -> int:
    """« reproche aux rebelles leur intransigeance »: whom it is said to is no part of what is said."""
    words = scene.passage.words
    if place >= len(words) or words[place].lower not in ("à", "au", "aux") or "N" not in cue.entry.frames:
        return place
    return next(
        (
            w.i
            for w in words[place + 1 : place + 9]
            if (w.pos == "DET" or w.lower == "des") and w.lower in _OPENERS and w.sentence == cue.head.sentence
        ),
        place,
    )


_OPENERS = frozenset({"son", "sa", "ses", "leur", "leurs", "un", "une", "des"})


def _behind_asides(scene: Scene, cue: Cue) -> int:
    """Return the place behind a cue where its complement begins, adverbs and « , en revanche, » passed over."""
    words, place = scene.passage.words, cue.last + 1
    while place < len(words) and words[place].sentence == cue.head.sentence:
        if words[place].text == ",":
            close = next((w.i for w in words[place + 1 : place + 8] if w.text == ","), None)
            if close is None:
                return len(words)
            place = close + 1
        elif words[place].pos == "ADV" and words[place].lower not in ("ne", "n'"):
            place += 1
        else:
            break
    return place


def clause_end(scene: Scene, place: int) -> int:
    """Return the place of the last word of the clause that goes on from a word."""
    words = scene.passage.words
    sentence, end = words[place].sentence, place
    while end + 1 < len(words) and words[end + 1].sentence == sentence and not _ends_clause(scene, end + 1):
        end += 1
    return end


def _ends_clause(scene: Scene, place: int) -> bool:
    words = scene.passage.words
    word = words[place]
    if word.text in (";", ".", ":", "—", "–"):
        return True
    following = words[place + 1] if place + 1 < len(words) else None
    if following is None or scene.quotation_at(word.start):
        return False
    further_cue = any(c.first == following.i for c in scene.cues)
    return (word.text == "," or word.pos == "CCONJ") and (
        further_cue or (following.lower.endswith("ant") and following.pos == "VERB")
    )
