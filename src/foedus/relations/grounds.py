"""On what ground two states are said to stand together, from the words of the evidence."""

import re
from functools import cache

from foedus.codes import Code
from foedus.model import Ground
from foedus.tables import read_table

GROUNDED = frozenset({Code.ALLIED, Code.ALIGNED, Code.COOPERATE, Code.AGREE, Code.AID, Code.SUPPORT})
_ORDER = (Ground.TREATY, Ground.HISTORY, Ground.ADVERSARY, Ground.WORLDVIEW, Ground.MILITARY, Ground.ECONOMY)


@cache
def _finder(language: str) -> tuple[re.Pattern[str], dict[str, Ground]]:
    rows = read_table(f"{language}/grounds.tsv", ("form", "ground", "example"))
    table = {row["form"].lower(): Ground(row["ground"]) for row in rows}
    forms = "|".join(re.escape(f) for f in sorted(table, key=lambda f: -len(f)))
    return re.compile(rf"(?<!\w)(?:{forms})"), table


def first_ground(words: str, language: str) -> Ground | None:
    """Return the ground that some words state first; None if they state none."""
    finder, table = _finder(language)
    match = finder.search(words.lower().replace("’", "'"))
    return table[match[0]] if match else None


def grounds_in(words: str, code: Code, language: str) -> tuple[Ground, ...]:
    """Return the grounds that some words state for a relation of this code, at most two; none for other codes."""
    if code not in GROUNDED:
        return ()
    finder, table = _finder(language)
    found = {table[m[0]] for m in finder.finditer(words.lower().replace("’", "'"))}
    if code is Code.AGREE:
        found -= {Ground.HISTORY, Ground.WORLDVIEW}
    if code is Code.AID:
        found &= {Ground.MILITARY}
    ranked = [g for g in _ORDER if g in found]
    if Ground.TREATY in ranked and code is Code.AGREE:
        return (Ground.TREATY,)
    return tuple(ranked[:2])
