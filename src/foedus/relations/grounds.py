"""On what ground two states are said to stand together, from the words of the evidence."""

import re
from collections.abc import Iterator
from functools import cache

from foedus.codes import Code
from foedus.model import Ground
from foedus.tables import read_table

GROUNDED = frozenset({Code.ALLIED, Code.ALIGNED, Code.COOPERATE, Code.AGREE, Code.AID, Code.SUPPORT})
_ORDER = (Ground.TREATY, Ground.HISTORY, Ground.ADVERSARY, Ground.WORLDVIEW, Ground.MILITARY, Ground.ECONOMY)


# What the words state beside a relation of these codes but never as its ground: ours, from the rules of marking.
_NEVER = {
    Code.AGREE: {Ground.HISTORY, Ground.WORLDVIEW},
    Code.AID: {Ground.TREATY, Ground.HISTORY, Ground.ADVERSARY, Ground.WORLDVIEW},
    Code.COOPERATE: {Ground.TREATY},
    Code.SUPPORT: {Ground.HISTORY, Ground.WORLDVIEW, Ground.ADVERSARY},
}
_BESIDE_ARMS = {Ground.ADVERSARY, Ground.HISTORY}  # "fought together against a common enemy"


@cache
def _finder(language: str) -> tuple[re.Pattern[str], dict[str, tuple[Ground | None, str]]]:
    table = {}
    for row in read_table(f"{language}/grounds.tsv", ("form", "ground", "example")):
        ground = Ground(row["ground"]) if row["ground"] != "-" else None  # "-": words that state none
        table[row["form"].lower()] = (ground, row.cells.get("note", ""))
    forms = "|".join(
        rf"{re.escape(f[:-1])}(?:s|x)?(?!\w)" if f.endswith(".") else re.escape(f)
        for f in sorted(table, key=lambda f: -len(f))
    )
    return re.compile(rf"(?<!\w)(?:{forms})"), {f.rstrip("."): ground for f, ground in table.items()}


def _stated(words: str, language: str, *, given: bool = False) -> Iterator[Ground]:
    """Yield the grounds words state; of what is given as aid, money alone is economic.

    An arms contract and a supplier of arms are military: words of trade give way to what is traded.
    """
    finder, table = _finder(language)
    forms = [match[0] for match in finder.finditer(words.lower().replace("’", "'"))]
    stated = [table[form] if form in table else table.get(form[:-1], (None, "")) for form in forms]
    arms = any(ground is Ground.MILITARY for ground, _ in stated)
    for ground, note in stated:
        economic = ground is Ground.ECONOMY
        if ground is not None and not (economic and ((given and note != "money") or (arms and note == "trade"))):
            yield ground


def first_ground(words: str, language: str) -> Ground | None:
    """Return the ground that some words state first; None if they state none."""
    return next(_stated(words, language), None)


def grounds_in(words: str, code: Code, language: str, own: Ground | None = None) -> tuple[Ground, ...]:
    """Return the grounds that some words state for a relation of this code, at most two; none for other codes.

    Args:
        own: the ground that the frame gives, where the words state no other.
    """
    if code not in GROUNDED:
        return ()
    found = set(_stated(words, language, given=code is Code.AID)) - _NEVER.get(code, set())
    if own is not None and (not found or (own is Ground.MILITARY and found <= _BESIDE_ARMS)):
        found.add(own)
    ranked = [g for g in _ORDER if g in found]
    if Ground.TREATY in ranked and code is Code.AGREE:
        return (Ground.TREATY,)
    if Ground.TREATY in ranked and Ground.MILITARY in ranked:
        ranked.remove(Ground.MILITARY)  # « un pacte de défense »
    return tuple(ranked[:2])
