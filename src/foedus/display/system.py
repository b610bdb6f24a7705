"""The system of states for the terminal: one window, or a row of them."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.display.lake import number, period
from foedus.display.layout import Prose
from foedus.display.wording import Wording, wording
from foedus.system.balance import Frustration
from foedus.system.blocs import Bloc
from foedus.system.graph import RECORD, Made, SignedGraph
from foedus.system.report import System

LISTED = 10  # states in the table of centrality


def told(value: float | None, say: Wording, digits: int = 2) -> str:
    """Return a number in the language, « 0,62 », or "undefined"."""
    if value is None:
        return say.named("system", "undefined")
    text = f"{value:.{digits}f}".replace("-", "−")
    return text.replace(".", ",") if say.language == "fr" else text


def share(value: float | None, say: Wording) -> str:
    """Return a share: « 62 % » or "62%"."""
    if value is None:
        return say.named("system", "undefined")
    return f"{value * 100:.0f}\u00a0%" if say.language == "fr" else f"{value * 100:.0f}%"


def percent(value: float | None, say: Wording) -> str:
    """Return a share with a decimal: « 1,8 % » or "1.8%"; "undefined" for one not known."""
    if value is None:
        return say.named("system", "undefined")
    return f"{told(value * 100, say, 1)}\u00a0%" if say.language == "fr" else f"{value * 100:.1f}%"


def window(graph: SignedGraph, say: Wording) -> str:
    """Return the window of a graph in words: "1914", "2000–2025"."""
    if not graph.since and not graph.until:
        return say.named("system", "all_time")
    if graph.since == graph.until:
        return say.date(graph.since)
    return "–".join(say.date(end) if end else "…" for end in (graph.since, graph.until))


def source(made: Made, say: Wording) -> str:
    """Return the name of a source with what it covers: "cow-alliances 4.1 (covers 1816–2012)"."""
    name = say.named("system", "record") if made.source == RECORD else made.source
    if made.version:
        name += f" {made.version}"
    spans = ", ".join(period(since, until, say) for since, until in made.coverage)
    return f"{name} ({say.named('system', 'covered', covered=spans)})" if spans else name


def sources(graph: SignedGraph, say: Wording) -> str:
    """Return all sources of a graph."""
    return " + ".join(source(made, say) for made in graph.made)


def system_view(system: System, language: str, *, explain: bool = False) -> RenderableType:
    """Lay out what was measured in one window."""
    say = wording(language)
    graph = system.graph
    blocks: list[RenderableType] = [
        Text(say.named("system", "title", window=window(graph, say)), style="bold"),
        Prose(Text(f"{say.named('system', 'source')}{say.say('colon')}{sources(graph, say)}"), hang=2),
    ]
    blocks += [Prose(Text(line), hang=2) for line in _not_covered(graph, say)]
    if not graph.edges:
        return Group(*blocks, Text(say.named("system", "nothing")))
    blocks.append(Text(summary(graph, say)))
    for heading, lines in (
        ("blocs", _bloc_lines(system, say)),
        ("balance", _balance_lines(system, say)),
        ("polarity", _polarity_lines(system, say)),
    ):
        blocks += [Text(), Text(say.named("system", heading), style="bold")]
        blocks += [Prose(Text(line), indent=2, hang=4) for line in lines]
    blocks += [Text(), _central(system, say)]
    if explain:
        blocks += [Text(), Text(say.named("system", "explain"), style="bold")]
        blocks += [Prose(Text(line), indent=2, hang=4) for line in explanation(system, say)]
    return Group(*blocks)


def summary(graph: SignedGraph, say: Wording) -> str:
    """Return « 51 États liés, 274 liens d’entente, 18 d’opposition »."""
    counts = ("linked", len(graph.tied)), ("ties_together", len(graph.positive)), ("ties_apart", len(graph.negative))
    return ", ".join(say.named("system", key, n=n, count=number(n, say)) for key, n in counts)


def _not_covered(graph: SignedGraph, say: Wording) -> list[str]:
    return [
        say.named(
            "system", "not_covered", source=made.source, covered=", ".join(period(*s, say) for s in made.coverage)
        )
        for made in graph.made
        if made.covered is False
    ]


def bloc_name(bloc: Bloc, system: System, say: Wording, between: str = "") -> str:
    """Return « Bloc 1 : Allemagne, Autriche-Hongrie… », by its strongest states.

    Strongest are those of most capabilities where these are known, else those that hold it together most.
    """
    amounts = system.capabilities.everyone if system.capabilities else {}
    first = sorted(bloc.states, key=lambda state: -amounts.get(state, 0.0))[:2]
    names = ", ".join(map(say.state, first)) + ("…" if len(bloc.states) > len(first) else "")
    return f"{say.named('system', 'bloc', n=bloc.number)}{between or say.say('colon')}{names}"


def _bloc_lines(system: System, say: Wording) -> list[str]:
    blocs = system.blocs
    lines = []
    for bloc in blocs.blocs:
        size = say.named("system", "bloc_line", n=len(bloc.states), cohesion=told(bloc.cohesion, say))
        lines.append(f"{bloc_name(bloc, system, say)} ({size}){say.say('colon')}{' '.join(bloc.states)}")
    if blocs.alone:
        lines.append(f"{say.named('system', 'alone')}{say.say('colon')}{' '.join(blocs.alone)}")
    for one in blocs.between[:LISTED]:
        line = say.named(
            "system",
            "between_line",
            state=one.state,
            bloc=one.bloc,
            own=share(one.own, say),
            other=one.other or "–",
            rest=share(one.with_other, say),
            pull=told(one.pull, say),
        )
        lines.append(f"{say.named('system', 'between')}{say.say('colon')}{line}")
    tried = ", ".join(
        f"{told(r.gamma, say)}{say.say('colon')}{r.blocs} ({told(r.likeness, say)})" for r in blocs.resolutions
    )
    agreement = told(blocs.agreement, say)
    return [*lines, say.named("system", "stability", seeds=blocs.seeds, agreement=agreement, list=tried)]


def frustration_words(found: Frustration, say: Wording) -> str:
    """Return the index, or its bounds."""
    if found.exact:
        return str(found.upper)
    return say.named("system", "between_bounds", lower=found.lower, upper=found.upper)


def _balance_lines(system: System, say: Wording) -> list[str]:
    counts = system.triads.counts
    line = say.named("system", "no_triads")
    if system.triads.balanced is not None:
        line = say.named(
            "system",
            "triads",
            n=sum(counts.values()),
            count=number(sum(counts.values()), say),
            share=share(system.triads.balanced, say),
            ppp=number(counts["+++"], say),
            pmm=number(counts["+--"], say),
            ppm=number(counts["++-"], say),
            mmm=number(counts["---"], say),
        )
    how = say.named("system", "exact" if system.frustration.exact else "bound")
    index = frustration_words(system.frustration, say)
    edges = len(system.graph.edges)
    return [line, say.named("system", "frustration", n=edges, index=index, edges=number(edges, say), how=how)]


def _polarity_lines(system: System, say: Wording) -> list[str]:
    found, ties = system.capabilities, system.ties
    if found is None:
        first = say.named("system", "not_held" if system.capabilities_note == "not held" else "nmc_not_covered")
    elif found.kind is None:
        first = say.named("system", "no_poles")
    else:
        kind = say.named("kinds", found.kind)
        con = told(found.con, say, 3)
        first = say.named("system", "capabilities", kind=kind, year=found.year, poles=" ".join(found.poles), con=con)
    second = say.named(
        "system",
        "ties",
        n=1 if say.language == "fr" and (ties.effective or 0) < 2 else 2,  # « 1,66 bloc effectif »
        effective=told(ties.effective, say),
        two=share(ties.two, say),
        bipolarity=told(ties.bipolarity, say),
    )
    return [first, second]


def _central(system: System, say: Wording) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(say.named("system", "central"))
    for column in ("friends", "foes", "strength", "betweenness"):
        table.add_column(say.named("system", column), justify="right")
    for one in system.centralities[:LISTED]:
        name = f"{one.state} {say.state(one.state)}"
        table.add_row(name, str(one.friends), str(one.foes), told(one.strength, say), told(one.betweenness, say))
    return table


def explanation(system: System, say: Wording) -> list[str]:
    """Return how every weight was made: formula, parameters, some inputs."""
    lines = []
    colon = say.say("colon")
    for made in system.graph.made:
        given = ", ".join(f"{_name(name, say)} = {_given(value, say)}" for name, value in made.parameters.items())
        lines.append(f"{made.source}{colon}{say.named('formulas', made.formula)}")
        if given:
            lines.append(f"{say.named('system', 'parameters')}{colon}{given}")
    if len(system.graph.made) > 1:
        lines.append(say.named("system", "summed"))
    strongest = sorted(system.graph.edges, key=lambda edge: (-abs(edge.weight), edge.pair))[:5]
    for edge in strongest:
        inputs = ", ".join(f"{_name(name, say)} {_given(value, say)}" for name, value in edge.inputs.items())
        weight = f"{say.named('system', 'weight')} = {told(edge.weight, say, 3)}"
        lines.append(f"{edge.state_a} – {edge.state_b}{colon}{weight} ({inputs})")
    starts = f"{say.named('system', 'starts')} 0–{system.options.seeds - 1}"
    lines.append(f"gamma = {told(system.options.resolution, say)}, {starts}")
    cited = [made.cite for made in system.graph.made if made.cite]
    return lines + [f"{say.named('system', 'cite')}{colon}{cite}" for cite in cited]


def _name(name: str, say: Wording) -> str:
    """Return a parameter, an input or what one is, in the language; a formula's letters stay as they are."""
    known = say.table["parameters"].get(name) or say.table["pacts"].get(name)
    return str(known or name).partition("|")[0]


def _given(value: object, say: Wording) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_name(str(one), say) for one in value)
    if isinstance(value, float):
        text = f"{value:g}".replace("-", "−")
        return text.replace(".", ",") if say.language == "fr" else text
    return ", ".join(_name(word, say) for word in str(value).split())


def series_rows(systems: Sequence[System], say: Wording) -> list[list[str]]:
    """Return one row a window, its header first: what the table and CSV of a series show."""
    names = ("year", "n_blocs", "effective", "largest", "balanced", "frustrated", "poles", "con_short")
    rows = [[say.named("system", name) for name in names]]
    for one in systems:
        graph = one.graph
        if graph.not_covered and not graph.edges:
            rows.append([window(graph, say), *[say.named("system", "not_covered_short")] * 5])
        else:
            largest = one.ties.shares[0][1] if one.ties.shares else None
            rows.append(
                [
                    window(graph, say),
                    str(len(one.blocs.blocs)),
                    told(one.ties.effective, say),
                    share(largest, say),
                    share(one.triads.balanced, say),
                    frustration_words(one.frustration, say),
                ]
            )
        found = one.capabilities
        missing = say.named("system", "not_covered_short")
        rows[-1] += [" ".join(found.poles), told(found.con, say, 3)] if found else [missing, missing]
    return rows


def series_view(systems: Sequence[System], language: str) -> RenderableType:
    """Lay out a row of windows."""
    say = wording(language)
    header, *rows = series_rows(systems, say)
    rows = [[*row[:7], "–" if row[7] == row[6] else row[7]] for row in rows]  # « non couvert » is said once
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for place, name in enumerate(header):
        longest = max(len(row[place]) for row in rows) if place == 7 else max(map(len, name.split()))
        table.add_column(name, justify="left" if place in (0, 6) else "right", min_width=longest)
    for row in rows:
        table.add_row(*row)
    line = f"{say.named('system', 'source')}{say.say('colon')}{sources(systems[0].graph, say)}"
    return Group(Prose(Text(line), hang=2), Text(), table)
