"""Where the states of a network and the names of its blocs stand in a picture: geometry, and nothing drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from foedus.display.plotting import WIDE
from foedus.display.system import bloc_name
from foedus.display.wording import Wording
from foedus.system.blocs import Blocs
from foedus.system.report import System

GOLDEN_ANGLE = 2.399963
Places = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a bloc, centred on a place, with half of its width and height."""

    number: int
    text: str
    x: float
    y: float
    wide: float
    high: float

    def covers(self, x: float, y: float, wide: float, high: float) -> bool:
        """Return whether anything of a box lies under it."""
        return abs(x - self.x) < wide + self.wide and abs(y - self.y) < high + self.high


def labels_of(system: System, places: Places, say: Wording) -> list[Label]:
    """Place the name of each bloc above, below or beside it, where it hides least."""
    import textwrap

    left, right, _, _ = frame(places, ())
    inch = (right - left) / WIDE
    found: list[Label] = []
    for bloc in system.blocs.blocs:
        lines = [line for part in bloc_name(bloc, system, say, "\n").split("\n") for line in textwrap.wrap(part, 24)]
        wide, high = max(map(len, lines)) * inch * 0.05, len(lines) * inch * 0.1
        xs, ys = zip(*(places[state] for state in bloc.states), strict=True)
        x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        up, aside = (max(ys) - min(ys)) / 2 + high + 0.65, (max(xs) - min(xs)) / 2 + wide + 0.65
        ways = [
            Label(bloc.number, "\n".join(lines), x + dx, y + dy, wide, high)
            for dx, dy in ((0, up), (0, -up), (aside, 0), (-aside, 0))
        ]
        found.append(min(ways, key=lambda way: _hidden(way, places, found)))
    return found


def _hidden(label: Label, places: Places, others: Sequence[Label]) -> float:
    """Return how much a label hides, and, where that is the same, how near it stands to the middle of the picture."""
    discs = sum(label.covers(x, y, 0.45, 0.45) for x, y in places.values())
    names = sum(label.covers(one.x, one.y, one.wide, one.high) for one in others)
    return discs + 3 * names - 0.001 * (abs(label.y) * 2 + abs(label.x))


def frame(places: Places, labels: Sequence[Label]) -> tuple[float, float, float, float]:
    """Return left, right, bottom, top of a picture of places and names; never narrow."""
    boxes = [(x, y, 0.7, 0.7) for x, y in places.values()]
    boxes += [(one.x, one.y, one.wide + 0.3, one.high + 0.3) for one in labels]
    left, right = min((x - w for x, _, w, _ in boxes), default=0.0), max((x + w for x, _, w, _ in boxes), default=0.0)
    bottom, top = min((y - h for _, y, _, h in boxes), default=0.0), max((y + h for _, y, _, h in boxes), default=0.0)
    middle, half = (left + right) / 2, max((right - left) / 2, 5.5)
    return middle - half, middle + half, bottom, max(top, bottom + 4.5)


def placed(blocs: Blocs) -> Places:
    """Place each state: blocs as discs around a ring, the states that hold a bloc together in its middle.

    States in no bloc stand in a disc of their own, where there are several, as if they were one.
    """
    import math

    groups = [list(bloc.states) for bloc in blocs.blocs]
    if blocs.alone:
        groups.append(list(blocs.alone))
    radii = [0.62 * math.sqrt(len(group)) + 0.55 for group in groups]
    ring = _ring(radii)
    places: Places = {}
    turn = math.pi / 2 + (math.asin(min(1.0, radii[0] / ring)) if ring else 0.0)
    for place, (group, radius) in enumerate(zip(groups, radii, strict=True)):
        half = math.asin(min(1.0, radius / ring)) if ring else 0.0
        turn -= half
        cx, cy = ring * math.cos(turn), ring * math.sin(turn)
        turn -= half
        if len(groups) == 2:  # left and right; more of them stand clockwise from the top
            cx, cy = (1.15 * radius if place else -1.15 * radius), 0.0
        for n, state in enumerate(group):
            out = 0.62 * math.sqrt(n + 0.5) if len(group) > 1 else 0.0
            places[state] = (cx + out * math.cos(n * GOLDEN_ANGLE), cy + out * math.sin(n * GOLDEN_ANGLE))
    return places


def _ring(radii: Sequence[float]) -> float:
    """Return the radius of a ring on which discs of these radii just touch; 0 for one disc."""
    import math

    if len(radii) < 2:
        return 0.0
    low, high = max(radii), sum(radii) * 2
    for _ in range(60):
        middle = (low + high) / 2
        if sum(2 * math.asin(min(1.0, radius / middle)) for radius in radii) > 2 * math.pi:
            low = middle
        else:
            high = middle
    return high * 1.22
