"""What is known of who prints and relays."""

from collections.abc import Iterable

from foedus.intake.outlet import outlet_named


def outlet_facts(name: str) -> dict[str, object]:
    """Return state, kind and ownership of an outlet, each None where the table does not have it."""
    known = outlet_named(name)
    return {
        "name": name,
        "state": known.state if known else None,
        "kind": known.kind if known else None,
        "ownership": known.ownership if known else None,
        "source": known.source if known else None,
        "as_of": known.as_of if known else None,
    }


def facts_of(names: Iterable[str | None]) -> dict[str, dict[str, object]]:
    """Return the facts of outlets by name."""
    return {name: outlet_facts(name) for name in sorted({name for name in names if name})}
