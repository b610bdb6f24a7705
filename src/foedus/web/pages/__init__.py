"""The pages, one module each; every module lists its addresses in ROUTES."""

from foedus.web.pages import about, article, home, pair, read

ROUTES = (*home.ROUTES, *read.ROUTES, *article.ROUTES, *pair.ROUTES, *about.ROUTES)
