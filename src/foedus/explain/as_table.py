"""An explanation as rows, for data frames, and as HTML, for notebooks."""

from collections.abc import Iterator
from html import escape

from foedus.explain.records import Evidence, Explanation, Group

_SHOWN = 3  # pieces of a group in a notebook


def rows(explanation: Explanation) -> Iterator[dict[str, object]]:
    """Yield a flat row for each piece of evidence that an explanation holds, best first within its part."""
    for part, group in _groups(explanation):
        for piece in group.evidence:
            yield _row(part, piece)


def _groups(explanation: Explanation) -> Iterator[tuple[str, Group]]:
    yield from ((group.ground.value, group) for group in explanation.grounds if group.ground)
    yield from (("OTHER", group) for group in (explanation.other,) if group)
    yield from (("AGAINST", group) for group in (explanation.against,) if group)


def _row(part: str, piece: Evidence) -> dict[str, object]:
    claim, statement, article = piece.claim, piece.claim.statement, piece.claim.article
    speaker = statement.speaker if statement else None
    return {
        "part": part,
        "id": claim.id,
        "source": claim.source_state,
        "target": claim.target_state,
        "code": claim.code.value,
        "mood": claim.mood.value,
        "date": claim.date,
        "word": piece.word.value,
        "origin": piece.origin,
        "contested": piece.contested,
        "reprint_of": piece.reprint_of,
        "evidence": claim.evidence_words,
        "speaker": speaker.name if speaker else None,
        "speaker_state": speaker.state if speaker else None,
        "kind": statement.kind.value if statement else None,
        "relay": "; ".join(statement.relay) if statement and statement.relay else None,
        "outlet": article.outlet,
        "published": article.published,
        "article": article.id,
        "url": article.url,
    }


def html(explanation: Explanation) -> str:
    """Return an explanation as a piece of HTML: the counts of each part and its best evidence."""
    found = explanation
    counts = (
        f"{found.records} records, {found.statements} statements, {found.speakers} speakers, "
        f"{found.origins} independent origins, {found.articles} articles"
    )
    body = "".join(_part(part, group) for part, group in _groups(explanation))
    return (
        f"<div><b>{escape(' – '.join(found.states))}</b><br>{counts}"
        f"<table><tr><th>part</th><th>records</th><th>origins</th><th>whose word</th><th>evidence</th></tr>{body}"
        "</table></div>"
    )


def _part(part: str, group: Group) -> str:
    whose = ", ".join(f"{word.value}: {n}" for word, n in group.whose_word.records if n)
    if group.whose_word.contested:
        whose += " (contested)"
    pieces = [piece for piece in group.evidence if piece.reprint_of is None][:_SHOWN]
    told = "<br>".join(f"{escape(piece.claim.evidence_words)} <i>{escape(_who(piece))}</i>" for piece in pieces)
    cells = (part, str(group.records), str(group.origins), whose)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}<td>{told}</td></tr>"


def _who(piece: Evidence) -> str:
    statement = piece.claim.statement
    outlet = piece.claim.article.outlet or "unknown outlet"
    if statement is None:
        return outlet
    return f"{statement.speaker.name if statement.speaker else 'source not named'}, in {outlet}"
