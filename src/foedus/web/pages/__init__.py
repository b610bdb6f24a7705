"""The pages, one module each; every module lists its addresses in ROUTES."""

from foedus.web.pages import about, article, comments, home, pair, read, signing

ROUTES = (*home.ROUTES, *read.ROUTES, *article.ROUTES, *pair.ROUTES, *comments.ROUTES, *signing.ROUTES, *about.ROUTES)
