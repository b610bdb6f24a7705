"""The example pages by themselves: sound HTML, marked as ours, dated, and with no sentence in common.

Nothing of foedus is run here; what foedus reads in these pages is tested elsewhere.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import foedus

FOLDER = Path(foedus.__file__).parent / "data" / "examples"
PAGES = sorted(FOLDER.glob("*.html"))
WIRE_PAIR = {"06-wire-seoul-kursk.html", "07-newspaper-kursk-reprint.html"}
MARKS = {
    "fr": "Texte écrit pour le projet foedus, à partir de faits publics ; "
    "les propos cités sont reformulés ou inventés à titre d'exemple.",
    "en": "Text written for the foedus project, from public facts; "
    "the words quoted are paraphrased or invented as examples.",
}
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
BLOCKS = frozenset(["p", "li", "h1", "h2", "h3", "h4", "figcaption"])
FURNITURE_TAGS = frozenset(["aside", "form", "nav"])
FURNITURE_CLASSES = frozenset(["sharedaddy", "jp-relatedposts", "m-em-article", "inline-box", "pullquote-listen"])


@dataclass
class Block:
    """One visible block of text, and where it stands."""

    tag: str
    in_body: bool
    text: str = ""
    is_mark: bool = False


@dataclass
class Page(HTMLParser):
    """What a page holds, and the faults found while reading its tags."""

    source: str
    faults: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    canonical: str = ""
    language: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, dict[str, str]]] = []
        self.open_blocks: list[Block] = []
        self.feed(self.source)
        self.close()
        self.faults += [f"<{tag}> never closed" for tag, _ in self.stack]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.links += [found[name] for name in ("href", "src", "action") if name in found]
        self._note(tag, found)
        if tag in VOID:
            return
        self.stack.append((tag, found))
        if tag == "script" and found.get("type") == "application/ld+json":
            self.scripts.append("")
        if tag in BLOCKS:
            block = Block(tag, self._in_body(), is_mark=found.get("class") == "foedus-mark")
            self.blocks.append(block)
            self.open_blocks.append(block)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.faults.append(f"<{tag}/> is not a void element")

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack[-1][0] != tag:
            self.faults.append(f"</{tag}> at line {self.getpos()[0]} closes nothing that is open")
            return
        self.stack.pop()
        if tag in BLOCKS:
            self.open_blocks.pop()

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1][0] == "script":
            if self.stack[-1][1].get("type") == "application/ld+json":
                self.scripts[-1] += data
        elif self.open_blocks:
            self.open_blocks[-1].text += data

    def _note(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "html":
            self.language = attrs.get("lang", "")[:2]
        elif tag == "meta" and "content" in attrs:
            self.meta.setdefault(attrs.get("property") or attrs.get("name") or "", attrs["content"])
        elif tag == "link" and attrs.get("rel") == "canonical":
            self.canonical = attrs["href"]
        elif tag == "time":
            self.times.append(attrs.get("datetime", ""))

    def _in_body(self) -> bool:
        inside = any("itemprop" in attrs for _, attrs in self.stack)
        return inside and not any(
            tag in FURNITURE_TAGS or FURNITURE_CLASSES & set(attrs.get("class", "").split())
            for tag, attrs in self.stack
        )

    @property
    def published(self) -> str:
        """The publication date as the metadata give it."""
        return self.meta.get("article:published_time") or self.meta.get("date", "")

    def words(self) -> int:
        """Words of the article itself, without furniture."""
        return sum(len(block.text.split()) for block in self.blocks if block.in_body)

    def sentences(self) -> set[str]:
        """Every visible sentence of four words or more, folded, without the mark."""
        pieces = (p for b in self.blocks if not b.is_mark for p in re.split(r"(?<=[.!?])[\s»”\"]+", b.text))
        folded = {" ".join(re.findall(r"\w+", piece.casefold())) for piece in pieces}
        return {sentence for sentence in folded if len(sentence.split()) > 3}


def load(path: Path) -> Page:
    """Read one page."""
    return Page(path.read_text(encoding="utf-8"))


WITH_JSON_LD = [path for path in PAGES if "ld+json" in path.read_text(encoding="utf-8")]
each_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("<p>Paris <em>dément</em>.<br></p>", 0),
        ("<p>Paris <em>dément</p></em>", 2),
        ("<div><p>Paris dément.</p>", 1),
        ("<p>Paris dément.</p></div>", 1),
        ("<div/>", 2),
    ],
)
def test_the_check_sees_faults_in_html(source: str, faults: int) -> None:
    assert len(Page(source).faults) == faults


def test_eight_pages_five_in_french() -> None:
    languages = [load(path).language for path in PAGES]
    assert sorted(languages) == ["en"] * 3 + ["fr"] * 5
    assert [path.name[:2] for path in PAGES] == [f"{number:02}" for number in range(1, 9)]


@each_page
def test_html_is_sound(path: Path) -> None:
    page = load(path)
    assert page.faults == []
    assert page.source.lower().startswith("<!doctype html>")
    assert [block.tag for block in page.blocks].count("h1") == 1


@each_page
def test_marked_as_written_for_the_project(path: Path) -> None:
    page = load(path)
    mark = MARKS[page.language]
    assert page.meta["foedus-example"] == mark
    assert page.blocks[-1].is_mark, "the mark must be the last line that a reader sees"
    assert page.blocks[-1].text == mark


@each_page
def test_metadata(path: Path) -> None:
    page = load(path)
    heading = next(block.text for block in page.blocks if block.tag == "h1")
    assert page.meta["og:title"] == heading
    assert page.meta["og:site_name"] in page.source.split("<body", 1)[1], "the site must name itself on the page too"
    assert page.canonical == page.meta["og:url"]
    day = datetime.fromisoformat(page.published).date()
    assert datetime.fromisoformat(page.times[0]).date() == day


@pytest.mark.parametrize("path", WITH_JSON_LD, ids=lambda path: path.name)
def test_json_ld_agrees_with_the_metadata(path: Path) -> None:
    page = load(path)
    assert page.scripts
    for script in page.scripts:
        data = json.loads(script)
        nodes = data if isinstance(data, list) else data.get("@graph", [data])
        articles = [node for node in nodes if node["@type"] in ("NewsArticle", "Article")]
        assert [node["headline"] for node in articles] == [page.meta["og:title"]]
        assert [node["datePublished"] for node in articles] == [page.published]


def test_some_pages_have_json_ld_and_some_have_none() -> None:
    assert 0 < len(WITH_JSON_LD) < len(PAGES)


@each_page
def test_addresses_are_reserved(path: Path) -> None:
    page = load(path)
    hosts = {urlsplit(link).hostname for link in [page.canonical, *page.links]} - {None}
    assert hosts
    assert [h for h in hosts if not re.search(r"(^|\.)(example|example\.(com|org|net))$", str(h))] == []


@each_page
def test_length_of_the_article(path: Path) -> None:
    assert 350 <= load(path).words() <= 700


@each_page
def test_furniture_outweighs_nothing_but_is_there(path: Path) -> None:
    page = load(path)
    furniture = [block for block in page.blocks if not block.in_body and not block.is_mark]
    assert len(furniture) >= 8
    assert sum(len(block.text.split()) for block in furniture) < page.words()


@pytest.mark.parametrize(("one", "other"), list(combinations(PAGES, 2)), ids=lambda path: path.name[:2])
def test_only_the_wire_pair_shares_sentences(one: Path, other: Path) -> None:
    first, second = load(one).sentences(), load(other).sentences()
    shared = first & second
    if {one.name, other.name} == WIRE_PAIR:
        assert len(shared) > 0.5 * len(first)
        assert first - second, "the wire story as sent must have a paragraph more"
        assert second - first, "the reprint must have its own opening"
    else:
        assert shared == set()


def test_readme_has_one_line_for_each_page() -> None:
    rows = re.findall(r"^\| `([^`]+\.html)` \|(.*)$", (FOLDER / "README.md").read_text(encoding="utf-8"), re.M)
    assert [name for name, _ in rows] == [path.name for path in PAGES]
    assert all("written for this project" in row for _, row in rows)
