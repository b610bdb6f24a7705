"""The pages, one module each; every module lists its addresses in ROUTES."""

from foedus.web.pages import about, home, pair

ROUTES = (*home.ROUTES, *pair.ROUTES, *about.ROUTES)
