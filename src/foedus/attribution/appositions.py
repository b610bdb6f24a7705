"""The whole of who speaks, name and office, where the parser gave only one of them.

le ministre turc de la Défense, Yaşar Güler, a assuré       a dit Majed al-Ansari, porte-parole de la diplomatie qatarie
[          given             ][     added ]                       [   given     ][              added             ]
"""

from collections.abc import Sequence

from foedus.language.syntax import Word

_PARTICLES = frozenset("de du des d' al el bin ben ibn van von der di da dos ag ould abou abu".split())
_STYLES = frozenset(
    "cheikh sheikh roi reine prince général colonel amiral maréchal ayatollah cardinal pape commodore capitaine".split()
)
_LONGEST = 14  # words
_CLOSING = frozenset((",", ".", ";", ":", ")", "»", "«", "”", "“", '"', "''", "``", "–", "—", "!", "?"))


def with_apposition(words: Sequence[Word]) -> list[Word]:
    """Return the words of a source with the name or office that stands beside them between commas."""
    found = _with_name_at_its_end(list(words))
    after = _segment_after(found[-1])
    if after and (_completes(found, after)):
        return [*found, *after]
    before = _segment_before(found[0])
    if before and _is_name(before) and not _named(found) and not _several(found):
        return [*before, *found]
    return found


def _several(words: Sequence[Word]) -> bool:
    """Mr. Lee, officials said, has left: several people are not the one person named before."""
    head = next((w for w in words if w.pos == "NOUN" and w.preposition() == ""), None)
    if head is None or head.features:
        return head is not None and "Number=Plur" in head.features
    return head.lower != head.lemma or head.lower == "people"


def _with_name_at_its_end(words: list[Word]) -> list[Word]:
    """« la présidente moldave | Maia Sandu »: a name right behind the noun belongs to it."""
    last = words[-1]
    if words[0].pos not in ("DET", "NOUN", "ADJ") or _named(words):
        return words
    after = last.next
    if after is None or after.pos != "PROPN" or after.start - last.end > 1:
        return words
    while after is not None and _name_part(after) and after.start - words[-1].end <= 1:
        words.append(after)
        after = after.next
    while words[-1].lower in _PARTICLES:
        words.pop()
    return words


def _segment_after(last: Word) -> list[Word]:
    """Return the comma behind a word and what stands between it and the next mark, if that is no clause."""
    comma = last.next
    if comma is None or comma.text != "," or comma.sentence != last.sentence:
        return []
    found = [comma]
    word = comma.next
    while word is not None and word.text not in _CLOSING and len(found) <= _LONGEST:
        told = word.pos == "VERB" and word.lower.endswith("ant")  # « le porte-parole, notant que »
        if word.sentence != comma.sentence or "VerbForm=Fin" in word.features or word.pos in ("AUX", "SCONJ") or told:
            return []
        found.append(word)
        word = word.next
    return found if len(found) > 1 and (word is None or word.text in _CLOSING) else []


def _segment_before(first: Word) -> list[Word]:
    comma = first.previous
    if comma is None or comma.text != "," or comma.previous is None:
        return []
    found = [comma]
    word: Word | None = comma.previous
    while word is not None and _name_part(word) and not _sets_scene(word) and word.sentence == first.sentence:
        found.append(word)
        word = word.previous
    opens = word is None or word.text in _CLOSING or word.sentence != first.sentence
    return found[::-1] if (len(found) > 2 or " " in found[-1].text) and opens else []


def _sets_scene(word: Word) -> bool:
    """« De son côté, », « À Bruxelles, »: where or by the way, no name."""
    return word.dep == "advmod" or word.pos == "ADP" or word.preposition() != ""


def _completes(words: Sequence[Word], after: Sequence[Word]) -> bool:
    rest = [w for w in after[1:] if w.pos != "DET"]
    if not rest or any(w.dep == "cc" for w in rest[:1]):
        return False
    if words[0].pos in ("DET", "NOUN", "ADJ") and not _named(words):
        return _is_name(after)
    return _named(words) and rest[0].pos == "NOUN" and not rest[0].text[0].isupper() and _is_office(after)


def _is_office(words: Sequence[Word]) -> bool:
    """« chercheur à l'Institut », « le chef du parti », « leur porte-parole », no « lors d'un meeting »."""
    first = words[1]
    return (
        first.pos in ("NOUN", "DET") and first.preposition() == "" and not (first.pos == "DET" and first.lower == "du")
    )


def _is_name(words: Sequence[Word]) -> bool:
    """« , Yaşar Güler », « , le maréchal Abdel Fattah al-Sissi »."""
    inner = [w for w in words if w.text != ","]
    while inner and (inner[0].pos == "DET" or inner[0].lower in _STYLES):
        inner = inner[1:]
    return bool(inner) and len(inner) <= 7 and all(_name_part(w) for w in inner) and inner[-1].text[0].isupper()


def _named(words: Sequence[Word]) -> bool:
    """Whether a person's name stands at the end, or is all there is."""
    return (
        words[-1].pos == "PROPN"
        and words[-1].preposition() == ""
        and words[-1].text[:1].isupper()
        and (words[0].pos == "PROPN" or words[-1].dep in ("appos", "flat"))
    )


def _name_part(word: Word) -> bool:
    return word.text[:1].isupper() or word.lower in _PARTICLES or word.text == "-"
