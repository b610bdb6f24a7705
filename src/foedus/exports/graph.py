"""States and what is told between them as a graph: an edge a directed pair, its numbers counted, nothing scored."""

from collections import Counter
from pathlib import Path
from typing import Any

from foedus.codes import Code, facts
from foedus.language.registry import states
from foedus.ledger import Ledger
from foedus.model import Mood


def graphml(ledger: Ledger, to: Path) -> None:
    """Write the graph as GraphML."""
    import networkx

    networkx.write_graphml(graph_of(ledger), to, encoding="utf-8")


def gexf(ledger: Ledger, to: Path) -> None:
    """Write the graph as GEXF."""
    import networkx

    networkx.write_gexf(graph_of(ledger), to, encoding="utf-8")


def graph_of(ledger: Ledger) -> Any:
    """Return a `networkx.DiGraph`: states by ISO3, an edge from source to target of what is told between them.

    An edge has `records`, and of these `together` and `apart` (told, by the sign of the code), `neutral`, and `denied`.
    """
    import networkx

    graph = networkx.DiGraph()
    with ledger.guarded("exporting it"):
        rows = ledger.connection.execute(
            "SELECT source_state, target_state, code, mood, count(*) FROM relation GROUP BY 1, 2, 3, 4"
        ).fetchall()
    counts: dict[tuple[str, str], Counter[str]] = {}
    for source, target, code, mood, n in rows:
        sign = facts(Code(code)).sign
        kind = "denied" if mood == Mood.NEGATED else {1: "together", -1: "apart", 0: "neutral"}[sign]
        counts.setdefault((source, target), Counter())[kind] += n
    for pair in sorted(counts):
        for iso3 in pair:
            state = states().get(iso3)
            graph.add_node(
                iso3, label=iso3, fr=state.name("fr") if state else iso3, en=state.name("en") if state else iso3
            )
        found = counts[pair]
        numbers = {kind: found[kind] for kind in ("together", "apart", "neutral", "denied")}
        graph.add_edge(*pair, records=found.total(), weight=float(found.total()), **numbers)
    return graph
