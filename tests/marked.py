"""Sentences with marks: '{S Moscou} {C affirme} que {K le port est ouvert}.' -> text and spans by mark.

Marks may stand in one another: '{C a-t-{S il} ajouté}'.
"""

_NAMES = frozenset("SCK")


def parse_marks(line: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """Return the plain text of a line and the spans of its marks: S source, C cue, K content.

    Raises:
        ValueError: a mark is unknown, or left open or closed without being opened.
    """
    spans: dict[str, list[tuple[int, int]]] = {name: [] for name in sorted(_NAMES)}
    text, place = "", 0
    opened: list[tuple[str, int]] = []
    while place < len(line):
        if line[place] == "{":
            if line[place + 1] not in _NAMES or line[place + 2] != " ":
                raise ValueError(f"unknown mark in {line!r}: expected one of {{S , {{C , {{K ")
            opened.append((line[place + 1], len(text)))
            place += 3
        elif line[place] == "}":
            if not opened:
                raise ValueError(f"a mark is closed but never opened in {line!r}")
            name, start = opened.pop()
            spans[name].append((start, len(text)))
            place += 1
        else:
            text += line[place]
            place += 1
    if opened:
        raise ValueError(f"a mark is opened but never closed in {line!r}")
    return text, {name: sorted(found) for name, found in spans.items()}
