"""Write docs/api.md from the docstrings of what `foedus` makes public: `python scripts/write_api_docs.py`."""

import inspect
from enum import Enum
from pathlib import Path

import foedus

PAGE = Path(__file__).parent.parent / "docs" / "api.md"
INTRODUCTION = """\
# From Python

    import foedus

    reading = foedus.read("article.html")
    with foedus.open("foedus.db") as ledger:
        ledger.add(reading)
        found = ledger.explain("RUS", "Corée du Nord", third_party=True)
        found.to_dicts()      # flat rows, one a piece of evidence
        found.to_polars()     # the same as a data frame: pip install 'foedus[polars]'
        found                 # in a notebook: a table

This page is written from the docstrings by `scripts/write_api_docs.py`; a test checks that it is current.
"""


def page() -> str:
    """Return the text of docs/api.md."""
    names = [name for name in foedus.__all__ if not name.startswith("__")]
    return "\n".join([INTRODUCTION, *(part for name in names for part in _entry(name, getattr(foedus, name)))])


def _entry(name: str, found: object) -> list[str]:
    kind = "class" if inspect.isclass(found) else "function"
    parts = [f"## {name}\n", f"{kind} `foedus.{name}{_signature(found)}`\n", _block(found)]
    if inspect.isclass(found) and not issubclass(found, Enum | Exception):
        members = inspect.getmembers(found, lambda m: inspect.isfunction(m) or isinstance(m, property))
        for member, value in members:
            about = value.fget if isinstance(value, property) else value
            if not member.startswith("_") and about.__doc__ and about.__module__.startswith("foedus"):
                parts += [
                    f"### {name}.{member}\n",
                    f"`{member}{'' if isinstance(value, property) else _signature(value)}`\n",
                ]
                parts.append(_block(about))
    return parts


def _signature(found: object) -> str:
    if inspect.isclass(found):
        return ""
    try:
        return str(inspect.signature(found)).replace("'", "")  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ""


def _block(found: object) -> str:
    return f"```text\n{inspect.getdoc(found) or ''}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
