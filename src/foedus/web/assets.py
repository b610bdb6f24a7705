"""Files for the browser: our own, and those that npm brings at build time (`make assets`).

All lie in memory, under the names they have in static/: an address can lead nowhere else.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BROUGHT = (
    "htmx.min.js", "cytoscape.min.js", "d3-array.min.js", "d3-geo.min.js", "topojson-client.min.js",
    "countries-110m.json", "uPlot.iife.min.js", "uPlot.min.css",
    "source-serif-400.woff2", "source-serif-400-italic.woff2", "source-serif-600.woff2", "inter.woff2",
)  # fmt: skip
_TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".woff2": "font/woff2"}
_A_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file: its bytes, the same packed (None where packing gains nothing), and a mark of what is in it."""

    content: bytes
    packed: bytes | None
    media_type: str
    mark: str


@cache
def held() -> dict[str, Asset]:
    """Return every file in static/ by its name."""
    return {name: _asset(name, file.read_bytes()) for name, file in _below(files("foedus.web") / "static", "")}


def _below(folder: Traversable, before: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _below(entry, f"{before}{entry.name}/")
        else:
            yield before + entry.name, entry


def _asset(name: str, content: bytes) -> Asset:
    ending = name[name.rfind(".") :]
    media_type = _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = None if ending == ".woff2" else gzip.compress(content, 9, mtime=0)
    return Asset(content, packed, media_type, hashlib.sha256(content).hexdigest()[:10])


def is_there(name: str) -> bool:
    """Whether a file lies in static/."""
    return name in held()


def missing() -> tuple[str, ...]:
    """Return which of the files that npm brings are not there; the pages read well without them."""
    return tuple(name for name in BROUGHT if not is_there(f"vendor/{name}"))


def address(name: str) -> str:
    """Return the address of a file, with a mark that changes with its content."""
    return f"/static/{name}?{held()[name].mark}"


def serve(request: Request) -> Response:
    """Answer with a file."""
    asset = held().get(request.path_params["name"])
    if asset is None:
        raise HTTPException(404)
    headers = {"etag": f'"{asset.mark}"', "vary": "accept-encoding"}
    headers["cache-control"] = _A_YEAR if request.url.query == asset.mark else "no-cache"
    if f'"{asset.mark}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if asset.packed and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.packed, media_type=asset.media_type, headers=headers | {"content-encoding": "gzip"})
    return Response(asset.content, media_type=asset.media_type, headers=headers)


ROUTES = (Route("/static/{name:path}", serve),)
