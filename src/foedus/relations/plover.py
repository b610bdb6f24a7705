"""Folding act and mood into one PLOVER code, by data/plover_folding.tsv and data/plover_acts.tsv."""

from collections.abc import Mapping
from functools import cache

from foedus.codes import Code, facts
from foedus.model import Mood
from foedus.tables import read_table


@cache
def _table() -> Mapping[tuple[str, Mood], str]:
    return {
        (r["kind"], Mood(r["mood"])): r["plover"] for r in read_table("plover_folding.tsv", ("kind", "mood", "plover"))
    }


@cache
def _acts() -> Mapping[tuple[str, str], str]:
    return {
        (r["trigger"], r["code"]): r["plover"] for r in read_table("plover_acts.tsv", ("trigger", "code", "plover"))
    }


def folded(code: Code, mood: Mood, rule: str = "") -> str | None:
    """Return the PLOVER code of an act in a mood; None for a standing tie and for what PLOVER does not code.

    Args:
        rule: the rule of the relation, by whose trigger PLOVER may file the act under another code ("sign": SUPPORT).
    """
    quad = facts(code).quad_class
    if quad is None:
        return None
    kept = _table()["cooperation" if quad in (1, 2) else "conflict", mood]
    if kept != "=":
        return kept or None
    return _acts().get((rule.partition(" (")[0], code.value), code.value)
