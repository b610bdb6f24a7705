"""The pages, one module each; every module lists its addresses in ROUTES."""

from foedus.web.pages import (
    about,
    actors,
    article,
    comments,
    datasets,
    home,
    pair,
    read,
    search,
    signing,
    sources,
    system,
    unresolved,
)

_MODULES = (home, read, article, pair, datasets, actors, system, search, sources, unresolved, comments, signing, about)
ROUTES = tuple(route for module in _MODULES for route in module.ROUTES)
