"""The network as it stands without JavaScript: an SVG of some thousand marks, written faster than a template would."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from foedus.web.render import Names
from foedus.web.words import Words

RADIUS = 14
CROWD = 300  # ties, from which on they are drawn thin


def network(found: Mapping[str, Any], drawn: Iterable[Mapping[str, Any]], names: Names, t: Words) -> Markup:
    """Return the ties and the states of a system, the weakest tie first, as the inside of an SVG."""
    lang, edges = names.language, list(drawn)
    thin = 0.5 if len(edges) > CROWD else 1.0
    at = {one["state"]: (one["x"], one["y"]) for one in found["states"]}
    shown = {state: escape(names.actor(state)) for state in at}
    signs = {True: ("together", t("system.is_together")), False: ("apart", t("system.is_apart"))}
    lines = ['<g class="edges">']
    for edge in reversed(edges):
        a, b, weight = edge["a"], edge["b"], edge["weight"]
        (x1, y1), (x2, y2), (kind, word) = at[a], at[b], signs[weight > 0]
        width = (0.7 + 2.6 * min(abs(weight), 1)) * thin
        lines.append(
            f'<a href="/{lang}/pair/{a}/{b}" tabindex="-1"><title>{shown[a]} – {shown[b]}: {word} '
            f'({t.decimal(weight)})</title><line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" '
            f'stroke-width="{width:.1f}"/></a>'
        )
    lines.append("</g>")
    for one in found["states"]:
        state, x, y = one["state"], one["x"], one["y"]
        lines.append(
            f'<a href="/{lang}/state/{state}" tabindex="-1"><title>{shown[state]}</title><g class="node '
            f'b{one["colour"]}"><circle cx="{x}" cy="{y}" r="{RADIUS}"/><text x="{x}" y="{y + 3.6:.1f}">{state}</text>'
            "</g></a>"
        )
    return Markup("\n".join(lines))
