"""How each release file is laid out, and the SELECT that brings it into one of our shapes.

A layout is known by its columns. Its SELECT reads the table `raw`, all of whose columns are text, and gives:

    dyad_year    a, b, year, code, kinds, value, native_id
    state_year   a, year, milex, milper, irst, pec, tpop, upop, cinc
    event        id, a, b, date, code, native, quad_class, score, official, mentions
    vote         a, rollcall, date, vote

`a` and `b` are states as the file names them. What is no number, date or state becomes null there and is counted as
bad by `importing`, which also does what is the same for all: states, coverage, the Parquet file.
"""

from foedus.lake.datasets import Dataset
from foedus.lake.layouts.alliances import ALLIANCES
from foedus.lake.layouts.conflicts import CONFLICTS
from foedus.lake.layouts.events import EVENTS
from foedus.lake.layouts.layout import Layout
from foedus.lake.layouts.others import OTHERS
from foedus.lake.releases import Release

LAYOUTS: tuple[Layout, ...] = (*ALLIANCES, *OTHERS, *CONFLICTS, *EVENTS)

__all__ = ["LAYOUTS", "Layout", "layout_of", "layouts_for"]


def layouts_for(dataset: Dataset) -> tuple[Layout, ...]:
    """Return the layouts in which a dataset is released."""
    return tuple(layout for layout in LAYOUTS if layout.dataset == dataset.key)


def layout_of(release: Release, dataset: Dataset) -> Layout | None:
    """Return the layout of a file; None if it is none of the dataset's."""
    return next((layout for layout in layouts_for(dataset) if layout.fits(release)), None)
