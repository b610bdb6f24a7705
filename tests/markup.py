"""What stands in a page: read as a browser would, well enough to tell what would run."""

import re
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "path", "rect", "circle", "line", "base", "source", "embed", "col"}
# What no template of ours has: were it there, it came from outside.
ODD = {"iframe", "object", "embed", "base", "math", "marquee", "video", "img", "template", "x", "style"}


class Checked(HTMLParser):
    """Collects what a page must not have, and whether its elements close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.faults: list[str] = []
        self.scripts: list[str] = []
        self.links: list[str] = []
        self.odd: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(str(given["id"]))
        if tag in ODD:
            self.odd.append(tag)
        self.faults += [f"{tag} {name}" for name in given if name == "style" or name.startswith(("on", "hx-on"))]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.faults.append(f"inline {tag}")
        if tag == "script":
            self.scripts.append(str(given.get("src")))
        for name in ("src", "href", "action", "formaction", "data"):
            self.links.append(given.get(name) or "")
            if re.match(r"\s*(javascript|data|vbscript):", re.sub(r"[\x00-\x1f]", "", given.get(name) or ""), re.I):
                self.faults.append(f"{tag} {name}={given[name]}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"/{tag} closes nothing")


def checked(html: str) -> Checked:
    """Read a page."""
    found = Checked()
    found.feed(html)
    return found
