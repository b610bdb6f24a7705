"""The system for other tools: GraphML for Gephi, igraph and R, CSV for spreadsheets."""

import csv
import io
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from foedus.display.system import series_rows, sources, window
from foedus.display.wording import wording
from foedus.system.report import System

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_KEYS = (
    ("name", "node", "string"),
    ("bloc", "node", "int"),
    ("friends", "node", "int"),
    ("foes", "node", "int"),
    ("weight", "edge", "double"),
    ("sign", "edge", "int"),
    ("inputs", "edge", "string"),
    ("source", "graph", "string"),
    ("window", "graph", "string"),
)


def graphml(system: System, language: str) -> str:
    """Return one graph as GraphML; bloc 0 is no bloc."""
    say = wording(language)
    root = Xml.Element("graphml", xmlns=_NAMESPACE)
    for name, place, kind in _KEYS:
        Xml.SubElement(root, "key", {"id": name, "for": place, "attr.name": name, "attr.type": kind})
    graph = Xml.SubElement(root, "graph", id="system", edgedefault="undirected")
    _data(graph, source=sources(system.graph, say), window=window(system.graph, say))
    placed = {one.state: one for one in system.centralities}
    for state in system.graph.states:
        node = Xml.SubElement(graph, "node", id=state)
        one = placed.get(state)
        _data(node, name=say.state(state), bloc=system.blocs.bloc_of(state))
        _data(node, friends=one.friends if one else 0, foes=one.foes if one else 0)
    for edge in system.graph.edges:
        line = Xml.SubElement(graph, "edge", source=edge.state_a, target=edge.state_b)
        inputs = "; ".join(f"{name}={value}" for name, value in edge.inputs.items())
        _data(line, weight=repr(edge.weight), sign=edge.sign, inputs=inputs)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _data(parent: Xml.Element, **values: object) -> None:
    for name, value in values.items():
        Xml.SubElement(parent, "data", key=name).text = str(value)


def systems_csv(columns: Sequence[Sequence[System]], language: str) -> str:
    """Return a row for each edge of one window, or for each window of a series."""
    say = wording(language)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if len(columns[0]) > 1:
        for place, column in enumerate(columns):
            header, *rows = series_rows(column, say)
            if not place:
                writer.writerow(["source", *header])
            writer.writerows([sources(column[0].graph, say), *row] for row in rows)
        return out.getvalue()
    writer.writerow(["source", "state_a", "state_b", "weight", "bloc_a", "bloc_b", "inputs"])
    for (one,) in columns:
        for edge in one.graph.edges:
            blocs = (one.blocs.bloc_of(edge.state_a), one.blocs.bloc_of(edge.state_b))
            inputs = "; ".join(f"{name}={value}" for name, value in edge.inputs.items())
            writer.writerow([sources(one.graph, say), *edge.pair, f"{edge.weight:.6g}", *blocs, inputs])
    return out.getvalue()
