"""Who stands with whom, and on whose word: read what is published about relations between states.

    reading = foedus.read("article.html")
    with foedus.open("foedus.db") as ledger:
        ledger.add(reading)
        ledger.explain("RUS", "PRK")

The names below are public; everything is imported when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.api import OpenLedger as Ledger
    from foedus.api import open_for_python as open
    from foedus.batch import read
    from foedus.codes import Code
    from foedus.errors import FoedusError
    from foedus.explain import Explanation
    from foedus.explain import explain as explanation
    from foedus.model import Article, Ground, Kind, Mention, Mood, Reading, Relation, Speaker, Statement, TextSpan

__all__ = [
    "Article",
    "Code",
    "Explanation",
    "FoedusError",
    "Ground",
    "Kind",
    "Ledger",
    "Mention",
    "Mood",
    "Reading",
    "Relation",
    "Speaker",
    "Statement",
    "TextSpan",
    "__version__",
    "explanation",
    "open",
    "read",
]

# `explain` is the module: a function of that name would stand in its way.
_HOME = {
    "Code": "foedus.codes:Code",
    "Explanation": "foedus.explain:Explanation",
    "FoedusError": "foedus.errors:FoedusError",
    "Ledger": "foedus.api:OpenLedger",
    "explanation": "foedus.explain:explain",
    "open": "foedus.api:open_for_python",
    "read": "foedus.batch:read",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("foedus")
    if name not in __all__:
        raise AttributeError(f"module 'foedus' has no attribute {name!r}: expected one of {', '.join(__all__)}")
    module, _, attribute = _HOME.get(name, f"foedus.model:{name}").partition(":")
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
