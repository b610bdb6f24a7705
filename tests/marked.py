"""Sentences with marks: '{S Moscou} {C affirme} que {K le port est ouvert}.' -> text and spans by mark."""

import re

_MARK = re.compile(r"\{([SCK]) ([^{}]*)\}")


def parse_marks(line: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """Return the plain text of a line and the spans of its marks: S source, C cue, K content."""
    spans: dict[str, list[tuple[int, int]]] = {"S": [], "C": [], "K": []}
    text, last = "", 0
    for match in _MARK.finditer(line):
        text += line[last : match.start()]
        spans[match[1]].append((len(text), len(text) + len(match[2])))
        text += match[2]
        last = match.end()
    return text + line[last:], spans
