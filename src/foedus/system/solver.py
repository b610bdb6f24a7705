"""The frustration index as an integer programme, solved by HiGHS.

x is the camp of a state, f whether an edge stands against the division:

    minimise  sum f
    f >= x_a - x_b,  f >= x_b - x_a          for an edge of sign +
    f >= x_a + x_b - 1,  f >= 1 - x_a - x_b  for an edge of sign -
    f_ab + f_bc + f_ac >= 1                  for an unbalanced triad
    f_ab <= f_bc + f_ac, and in turn         for a balanced one

The last two lines hold for every division and are what makes the bound good. Source: Aref, Mason and Wilson 2020, the
XOR model with triangle inequalities.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_INFINITE = float("inf")
_Pair = tuple[int, int]
_Rows = Iterator[tuple[float, list[int], list[float]]]


def solve_frustration(
    cluster: Sequence[int], signs: Mapping[_Pair, int], seconds: float
) -> tuple[int, dict[int, int] | None]:
    """Return a lower bound on the index, and the best division found.

    Args:
        cluster: states, by number.
        signs: +1 or -1 of each pair that has an edge, the lower number first.
        seconds: to stop after; the bound is then what has been proven.
    """
    import highspy
    import numpy as np
    from highspy._core import _Highs  # the class over it greets on stdout, where our results go

    solver: Any = _Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("log_to_console", False)
    solver.setOptionValue("time_limit", max(1.0, seconds))
    x = {node: place for place, node in enumerate(cluster)}
    f = {pair: len(x) + place for place, pair in enumerate(sorted(signs))}
    count = len(x) + len(f)
    solver.addVars(count, np.zeros(count), np.ones(count))
    solver.changeColsCost(len(f), np.array(list(f.values()), dtype=np.int32), np.ones(len(f)))
    whole: Any = highspy.HighsVarType.kInteger
    solver.changeColsIntegrality(count, np.arange(count, dtype=np.int32), np.array([whole] * count))
    busiest = max(cluster, key=lambda node: sum(node in pair for pair in signs))
    solver.changeColBounds(x[busiest], 1.0, 1.0)  # a division and its mirror image are one
    for least, columns, values in [*_edge_rows(x, f, signs), *_triad_rows(f, signs)]:
        solver.addRow(least, _INFINITE, len(columns), np.array(columns, dtype=np.int32), np.array(values))
    solver.run()
    info = solver.getInfo()
    low = math.ceil(info.mip_dual_bound - 1e-6) if math.isfinite(info.mip_dual_bound) else 0
    if not 0 <= info.objective_function_value <= len(f):
        return max(0, low), None
    found = list(solver.getSolution().col_value)
    return max(0, low), {node: round(found[place]) for node, place in x.items()}


def _edge_rows(x: Mapping[int, int], f: Mapping[_Pair, int], signs: Mapping[_Pair, int]) -> _Rows:
    for pair, sign in signs.items():
        columns = [f[pair], x[pair[0]], x[pair[1]]]
        if sign > 0:
            yield 0.0, columns, [1.0, -1.0, 1.0]
            yield 0.0, columns, [1.0, 1.0, -1.0]
        else:
            yield -1.0, columns, [1.0, -1.0, -1.0]
            yield 1.0, columns, [1.0, 1.0, 1.0]


def _triad_rows(f: Mapping[_Pair, int], signs: Mapping[_Pair, int]) -> _Rows:
    near: dict[int, set[int]] = {}
    for a, b in signs:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    for a, b in sorted(signs):
        for c in sorted(node for node in near[a] & near[b] if node > b):
            edges = [(a, b), (a, c), (b, c)]
            columns = [f[edge] for edge in edges]
            if math.prod(signs[edge] for edge in edges) < 0:
                yield 1.0, columns, [1.0, 1.0, 1.0]
            else:
                for alone in range(3):
                    yield 0.0, columns, [-1.0 if place == alone else 1.0 for place in range(3)]
