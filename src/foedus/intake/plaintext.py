"""The form of plain text: which lines are the title, headings, paragraphs, list items, captions.

The text is never touched. A block is a span of it; a hard-wrapped paragraph spans its line ends, an item
starts after its marker. Lines about the article (« Par X », « Publié le ... », an address) are in no block.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from foedus.intake.dates import date_of_dateline, date_of_line
from foedus.intake.furniture import Scope, scope_of
from foedus.intake.outlet import outlet_named, sounds_like_outlet
from foedus.model import Block, BlockKind, TextSpan

_ITEM = re.compile(
    r"-(?=[A-ZÀ-Ý«“\"])"
    r"|(?:[-–•*·▪◦‣●■□➢✓→]|\d{1,2}[.)]|\d{1,2}°|\(\d{1,2}\)|[a-z]\)|[ivx]{1,4}[.)])[ \t\u00a0\u202f]+(?=\S)"
)
_MARKDOWN_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_QUOTE_MARK = re.compile(r"(?:>[ \t]*)+(?=\S)")
_NO_WORDS = re.compile(r"[\W_]*|!\[[^\]]*\]\([^)]*\)")
_ADDRESS = re.compile(r"(?:source|lien|link|url|via)?\s*:?\s*<?(https?://\S+?)>?", re.IGNORECASE)
_NAMES = (
    r"(?:[A-ZÀ-Ý][\w.'’-]*|de|du|des|la|le|van|von|el|al|bin|ben|et|and|avec|with|d'|of|&)"
    r"(?:[ \u00a0,]+(?:[A-ZÀ-Ý][\w.'’-]*|de|du|des|la|le|van|von|el|al|bin|ben|et|and|avec|with|of|&)){0,11}"
)
_BYLINE = re.compile(
    rf"(?:par|by|de notre (?:correspondante?|envoyée? spéciale?)|propos recueillis par|interview by|written by)\s*:?\s+"
    rf"(?-i:(?P<names>{_NAMES}))(?:\s*[,(|/•·–—-]\s*.{{1,120}})?",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"[A-ZÀ-Ý«“\"][^:.!?\n]{0,60}[ \u00a0\u202f]?[:] ?\S|[QR] ?[:.] |[—–] ")
_SIGNED = re.compile(r"([A-ZÀ-Ý][\w.'’& -]{1,40}?)\s*(?:[—–|•·,]|\s-\s)\s*")
_CREDIT = re.compile(
    r"(?P<outlet>[A-ZÀ-Ý][\w.'’& -]{1,40}?)"
    r"(?:,? (?:avec|et|with|and) (?:l['’]|les |news )?(?:agences?|agencies|[A-Z][\w]+)"
    r"(?:(?:, | et | and )[\w' ]+(?:, [\w' ]+)*)?)?"
)
_AGENCY = re.compile(
    r"[A-ZÀ-Ý][\w.'’ -]{2,40}(?:,[^()\n]{1,40})? \((?P<agency>[^()\n]{2,30})\)\s*(?:--?|[–—:])\s"
    r"|.{40,}[.!?»”\"]\s+\((?P<credit>[^()\n]{2,30})\)\.?$",
    re.DOTALL,
)
_DISPATCH = re.compile(r"[A-ZÀ-Ý][\w.'’ -]{2,40} \((?P<agency>[^()\n]{2,30})\)\s*(?:--?|[–—,:])?\s*(?P<day>\w.{5,30})")
_ENDS = re.compile(r"[.!?…;:][\s»”\"')\]*_]*$|[»”\"]$")
_ENDS_OPEN = re.compile(r"[.,;:…!?]['’\s»”\")\]]*$")
_LOWER = re.compile(r"[«“\"'(\[\s]*[a-zà-ÿœ]")

_TITLE_CHARACTERS = 220
_HEADING_CHARACTERS, _HEADING_WORDS = 100, 14
_WRAP = (40, 120)  # characters; ours: mail and teletype wrap at 65 to 80, some editors at 100


@dataclass(frozen=True, slots=True)
class Layout:
    """What the lines of a text are.

    Attributes:
        blocks: in order of the text, not overlapping.
        byline, published, url: what the lines outside the blocks said; None where they did not.
        agency: who signed the dispatch: « WASHINGTON, 25 avril (AFP) - », or "(Reuters)" behind its last sentence.
    """

    blocks: tuple[Block, ...]
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """One line without the blanks around it; `kind` None until it is known."""

    start: int
    end: int
    text: str
    after_blank: bool
    kind: BlockKind | None = None
    about: bool = False  # it is about the article, not of it

    @property
    def length(self) -> int:
        return self.end - self.start


def lay_out(text: str, *, language: str) -> Layout:
    """Find the blocks of a plain text, and what its lines say about it."""
    lines = [_marked(line) for line in _lines(text)]
    lines, about = _without_about(lines, day_first=language == "fr")
    groups = _groups(lines)
    kinds = _kinds(groups)
    blocks = tuple(
        Block(TextSpan(group[0].start, group[-1].end), kind) for group, kind in zip(groups, kinds, strict=True)
    )
    paragraphs = [b.span.slice(text) for b in blocks if b.kind is BlockKind.PARAGRAPH] or [""]
    published = about.published or date_of_dateline(paragraphs[0])
    return replace(about, blocks=blocks, published=published, agency=about.agency or _agency(paragraphs))


def _agency(paragraphs: Sequence[str]) -> str | None:
    signed = (_AGENCY.match(paragraphs[0]), _AGENCY.fullmatch(paragraphs[-1]))
    return next((found for match in signed if match and (found := match["agency"] or match["credit"])), None)


def byline_of(line: str) -> str | None:
    """Return the names of « Par Jeanne Modèle, envoyée spéciale », None where a line is no byline."""
    match = _BYLINE.fullmatch(line)
    return match["names"].strip(" ,") if match else None


def _lines(text: str) -> Iterator[_Line]:
    """Every line that holds a word."""
    position, blank = 0, True
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if _NO_WORDS.fullmatch(stripped):
            blank = True
        else:
            start = position + len(raw) - len(raw.lstrip())
            yield _Line(start, start + len(stripped), stripped, blank)
            blank = False
        position += len(raw)


def _marked(line: _Line) -> _Line:
    """Take list, heading and quotation marks out of the span, and note what they say."""
    quoted = _QUOTE_MARK.match(line.text)
    if quoted:
        line = _cut(line, quoted.end(), None)
    heading = _MARKDOWN_HEADING.match(line.text)
    if heading:
        return _cut(line, heading.end(), BlockKind.TITLE if len(heading[1]) == 1 else BlockKind.HEADING)
    item = _ITEM.match(line.text)
    if item:
        return _cut(line, item.end(), BlockKind.ITEM)
    if scope_of(line.text) is Scope.CAPTION:
        return replace(line, kind=BlockKind.CAPTION)
    return line


def _cut(line: _Line, width: int, kind: BlockKind | None) -> _Line:
    return replace(line, start=line.start + width, text=line.text[width:], kind=kind)


def _without_about(lines: list[_Line], *, day_first: bool) -> tuple[list[_Line], Layout]:
    """Take byline, date line and address out, looking at the first eight lines and the last three only."""
    found = Layout(())
    kept: list[_Line] = []
    for number, line in enumerate(lines):
        if number >= 8 and number < len(lines) - 3:
            kept.append(line)
            continue
        outlet, told = _signed(line.text)
        # a bare date at the end is that of a correction as often as not
        day = date_of_line(told, day_first=day_first, cued=number >= 8)
        by = byline_of(line.text) if line.length <= 120 and len(lines) > 1 else None
        address = _ADDRESS.fullmatch(line.text)
        credit = _credited(line.text) if 0 < number < 8 else None
        found = Layout(
            (),
            found.byline or by,
            found.published or day,
            found.url or (address[1] if address else None),
            found.agency or (outlet if day else credit),
        )
        # a text that is nothing but a byline is left alone
        kept.append(replace(line, about=bool(day or by or address or credit)))
    left = [line for line in kept if not line.about]
    return (left, found) if left else (lines, Layout(()))


def _signed(line: str) -> tuple[str | None, str]:
    """« RFI — Publié le 24/08/2023 », « LIMA (AFP) - 9 mai 2026 »: the outlet and the rest; None if it names none."""
    dated = _DISPATCH.fullmatch(line)
    if dated is not None and outlet_named(dated["agency"]) is not None:
        return dated["agency"], dated["day"]
    match = _SIGNED.match(line)
    if match is None or len(line) > 100 or not (outlet_named(match[1]) or sounds_like_outlet(match[1])):
        return None, line
    return match[1], line[match.end() :]


def _credited(line: str) -> str | None:
    """« Le Monde avec AFP et Reuters », "Al Jazeera and news agencies": a line that only names a known outlet."""
    match = _CREDIT.fullmatch(line) if len(line) <= 80 else None
    return match["outlet"] if match is not None and outlet_named(match["outlet"]) is not None else None


def _groups(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Put the lines of each hard-wrapped paragraph together; else a line is a block of its own."""
    width = _wrap_width(lines)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _continues(groups[-1][-1], line, groups[-1][0].kind, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _wrap_width(lines: Sequence[_Line]) -> int | None:
    """The width a text was wrapped at; None when it was not.

    In wrapped text a line ends where the next word would not have fitted; four pairs of lines in five must bear it out.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if not b.after_blank and b.kind is None]
    if not pairs:
        return None
    width = max(line.length for line in lines)
    if not _WRAP[0] <= width <= _WRAP[1]:
        return None
    broken = [(a, b) for a, b in pairs if not _ENDS.search(a.text)]
    full = sum(_is_full(a, b, width) for a, b in broken)
    return width if broken and full >= 0.8 * len(broken) else None


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    """Whether the first word of the next line had no place on this one; some wrap two characters early."""
    return line.length + 1 + len(following.text.split(maxsplit=1)[0]) > width - 2


def _continues(previous: _Line, line: _Line, kind: BlockKind | None, width: int | None) -> bool:
    if line.after_blank or line.kind is not None or kind in (BlockKind.TITLE, BlockKind.HEADING):
        return False
    if _LOWER.match(line.text) and not _ENDS.search(previous.text):
        return True
    return width is not None and _is_full(previous, line, width)


def _kinds(groups: Sequence[Sequence[_Line]]) -> list[BlockKind]:
    kinds: list[BlockKind] = []
    for number, group in enumerate(groups):
        kind = group[0].kind
        if kind is BlockKind.TITLE and BlockKind.TITLE in kinds:
            kind = BlockKind.HEADING
        if kind is None and number == 0 and _is_title(group, groups[1:]):
            kind = BlockKind.TITLE
        elif kind is None and number > 0 and _is_heading(group, groups[number + 1 : number + 2]):
            kind = BlockKind.HEADING
        kinds.append(kind or BlockKind.PARAGRAPH)
    return kinds


def _is_title(group: Sequence[_Line], rest: Sequence[Sequence[_Line]]) -> bool:
    """A short first line that does not end a sentence, set off by a blank line or followed by longer ones."""
    length = _length(group)
    if not rest or length > _TITLE_CHARACTERS or len(group) > 3:
        return False
    text = " ".join(line.text for line in group)
    last = text[-1]
    if last in ",;:" or (last == "." and not _in_title_case(text)) or _LOWER.match(text):
        return False
    return rest[0][0].after_blank or max(map(_length, rest)) > length


def _in_title_case(text: str) -> bool:
    """« All Eggs in One Basket. »: an English headline that was given a full stop."""
    words = [word for word in re.findall(r"[^\W\d_][\w'’.-]*", text) if len(word) > 3]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.8 * len(words) and ". " not in text


def _is_heading(group: Sequence[_Line], rest: Sequence[Sequence[_Line]]) -> bool:
    """A short line between paragraphs that ends no sentence and starts like one; « Nom : ... » is someone speaking."""
    line = group[0]
    if len(group) > 1 or not rest or line.length > _HEADING_CHARACTERS or len(line.text.split()) > _HEADING_WORDS:
        return False
    if _ENDS_OPEN.search(line.text) or _LOWER.match(line.text) or _SPEAKER.match(line.text):
        return False
    if not any(character.isalpha() for character in line.text):
        return False
    following = rest[0]
    return following[0].kind is not BlockKind.HEADING and _length(following) > line.length


def _length(group: Sequence[_Line]) -> int:
    return group[-1].end - group[0].start
