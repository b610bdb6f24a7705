"""Why two states stand together or apart: grounds and evidence, on whose word, and what speaks against.

Everything here is counted and sorted, nothing is scored: each figure is a number of records that stand behind it.
"""

from foedus.explain.as_dict import explanation_dict, moment_dict
from foedus.explain.pair import explain
from foedus.explain.records import (
    Evidence,
    Explanation,
    Group,
    Known,
    Moment,
    Third,
    Timeline,
    WhoseWord,
    Year,
)
from foedus.ledger.dossiers import Filters
from foedus.ledger.parts import Word

__all__ = [
    "Evidence",
    "Explanation",
    "Filters",
    "Group",
    "Known",
    "Moment",
    "Third",
    "Timeline",
    "WhoseWord",
    "Word",
    "Year",
    "explain",
    "explanation_dict",
    "moment_dict",
]
