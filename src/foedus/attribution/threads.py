"""Whose a quotation is that no verb tells of: it goes on what was said before it, or what a colon announced.

"We hold," the mayor said. "We always will."            in the paragraph
The mayor said: | "We hold. | "We always will."         over paragraphs, the mark reopened at each
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from foedus.attribution.narration import RULE as NARRATED
from foedus.attribution.quotes import Quotation
from foedus.attribution.scene import Draft, Scene
from foedus.attribution.sources import Source
from foedus.attribution.speech import announcement
from foedus.attribution.turns import ANSWER, answers_a_dash, is_asked
from foedus.model import TextSpan

_ENDS = ".,!?…-–—"
_MIN_WORDS = 4  # a quotation that stands alone and has fewer words is a title or a slogan; ours


@dataclass(slots=True)
class Paragraph:
    """A paragraph and what was found in it.

    Attributes:
        quoted: those drafts whose cue stands inside a quotation.
    """

    scene: Scene
    drafts: list[Draft]
    quoted: list[Draft]


def with_free_quotations(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Give each quotation that no cue took to the statement it follows; what follows none becomes one of its own."""
    out = list(drafts)
    for q in scene.quotations:
        if not is_free(scene, q) or any(covers(d, q) for d in out):
            continue
        owner = _owner(scene, out, q)
        if owner is not None:
            out[owner] = replace(out[owner], spans=(*out[owner].spans, q.outer))
        elif _first(scene, q):
            out.append(Draft(None, None, (q.outer,), "loose_quotation"))
    return sorted(out, key=lambda d: (d.spans[0].start, d.cue.first if d.cue else -1))


def _owner(scene: Scene, drafts: Sequence[Draft], q: Quotation) -> int | None:
    """Return the place of the statement that a quotation goes on: in the nearest sentence, best a quotation."""
    before = [(i, d) for i, d in enumerate(drafts) if d.spans[0].start < q.outer.start and d.source is not None]
    if not before:
        return None
    nearest = max(_sentence(scene, d) for _, d in before)
    opening = scene.passage.word_at(q.outer.start)
    if opening is not None and opening.previous is not None and opening.previous.text == ":":
        nearest = opening.previous.sentence  # whoever the colon announces stands before it
    there = [(i, d) for i, d in before if _sentence(scene, d) == nearest]
    quoting = next((i for i, d in there if d.rule == "quoted_speech"), None)
    if quoting is None:
        quoting = next((i for i, d in reversed(there) if _quotes(scene, d)), None)
    close = opening is not None and there and opening.sentence - nearest <= 1
    return there[0][0] if quoting is None and close else quoting


def _sentence(scene: Scene, draft: Draft) -> int:
    """Return the number of the sentence that a draft's cue or source stands in."""
    word = draft.cue.head if draft.cue else draft.source.head if draft.source else None
    return word.sentence if word is not None else -1


_SIGNED = re.compile(r"[-–—]{1,2}\s*(?=[^\W\d_a-zà-ÿ])[^.!?«»“”\"\n]{3,60}\.?$")


def _signed(paragraphs: Sequence[Paragraph]) -> None:
    """ "We hold." | — Ann Lee: a quotation that stands alone is hers whose name the next line signs it with."""
    for here, after in pairwise(paragraphs):
        body = after.scene.passage.text.strip()
        last = here.drafts[-1] if here.drafts else None
        if last is None or last.rule != "loose_quotation" or after.drafts or not _SIGNED.fullmatch(body):
            continue
        names = [w for w in after.scene.passage.words if w.pos in ("PROPN", "NOUN")]
        head = next((w for w in names if w.next is None or w.next.pos not in ("PROPN", "NOUN")), None)
        if head is not None and after.scene.speaks(head):
            source = Source(head, TextSpan(names[0].start, head.end))
            here.drafts[-1] = replace(last, source=source, rule="signed_quotation")


def joined(paragraphs: Sequence[Paragraph]) -> None:
    """Carry statements over from paragraph to paragraph, in place."""
    _signed(paragraphs)
    _answered(paragraphs)
    before: Paragraph | None = None
    owner: tuple[Paragraph, int] | None = None  # the statement that the paragraph before ends with
    for here in paragraphs:
        if here.scene.is_heading:
            continue
        if before is not None and here.drafts and here.drafts[0].rule == "loose_quotation":
            owner = _joined(before, owner, here)
        elif not here.drafts:
            owner = None
        if here.drafts:
            last = here.drafts[-1]
            tells = _quotes(here.scene, last) or (last.source is not None and last.rule.startswith(_TELLING))
            owner = (here, len(here.drafts) - 1) if tells and _ends_with(here.scene, last) else None
        before = here


_TELLING = ("reported_clause/que", "incise", "reported_clause/N+inf")


def told_on(paragraphs: Sequence[Paragraph]) -> None:
    """« Et d'ajouter que » opens a paragraph: whoever was told of last before it goes on."""
    last = None
    for here in paragraphs:
        for place, draft in enumerate(here.drafts):
            if draft.rule == NARRATED and draft.source is None and last is not None:
                here.drafts[place] = replace(draft, source=last)
        last = next((d.source for d in reversed(here.drafts) if d.source is not None), last)


def _answered(paragraphs: Sequence[Paragraph]) -> None:
    """« R - » opens an answer that goes on over the paragraphs to the next question."""
    answer: Paragraph | None = None
    interview = _is_interview(paragraphs)
    for place, here in enumerate(paragraphs):
        opens = any(d.rule == ANSWER for d in here.drafts)
        before = paragraphs[place - 1].scene if place else None
        asked = before is not None and is_asked(before) and (place > 1 or before.passage.text.endswith("?"))
        dashed = answers_a_dash(here.scene, before) if before is not None and not opens else None
        told = any(d.rule.startswith(("speaking_turn", "incise", "inverted", "quoted")) for d in here.drafts)
        if dashed is not None and not told:
            whole = TextSpan(dashed.start, here.scene.passage.span.end)
            here.drafts[:] = [Draft(None, None, (whole,), ANSWER), *(d for d in here.drafts if d.cue is not None)]
            opens = True
        if interview and asked and not opens and not is_asked(here.scene) and answer is None:
            span = here.scene.passage.span
            here.drafts[:] = [Draft(None, None, (span,), ANSWER), *(d for d in here.drafts if d.cue is not None)]
            opens = True
        if opens or is_asked(here.scene):
            answer = here if opens else None
            if not opens and interview and not here.scene.is_heading:
                here.drafts.clear()  # whoever asks says nothing
        elif answer is not None:
            place = next(i for i, d in enumerate(answer.drafts) if d.rule == ANSWER)
            draft = answer.drafts[place]
            answer.drafts[place] = replace(draft, spans=(*draft.spans, here.scene.passage.span))
            here.drafts[:] = [d for d in here.drafts if d.rule != "loose_quotation"]
    labelled = sum(d.rule.startswith("speaking_turn") for p in paragraphs for d in p.drafts) > 1
    if (interview or labelled) and paragraphs[0].scene.is_heading:
        paragraphs[0].drafts[:] = [_answer_quoted(paragraphs[0].scene, d) for d in paragraphs[0].drafts]


def _answer_quoted(scene: Scene, draft: Draft) -> Draft:
    """« Nous ne céderons pas »: the title of an interview, without a name, is a piece of an answer."""
    if draft.rule != "loose_quotation":
        return draft
    return replace(draft, rule=ANSWER, spans=tuple(q.inner for q in _quotations(scene, draft)))


_PRESENTS = re.compile(
    r"répond (?:à nos|aux) questions|\b(?:entretien|interview)\b|propos recueillis|interviewed by|spoke to|"
    r"answers? (?:our )?questions",
    re.I,
)


def _is_interview(paragraphs: Sequence[Paragraph]) -> bool:
    """Questions without a name before them, two at least, under words that present an interview."""
    asked = [p for p in paragraphs if p.scene.passage.text.rstrip().endswith("?")]
    labelled = any(d.rule.startswith("speaking_turn") for p in paragraphs for d in p.drafts)
    if len(asked) < 2 or labelled:
        return False
    return any(_PRESENTS.search(p.scene.passage.text) for p in paragraphs[:5])


def _joined(before: Paragraph, owner: tuple[Paragraph, int] | None, here: Paragraph) -> tuple[Paragraph, int] | None:
    """Give the quotation that opens a paragraph to whom it belongs; return the owner of what comes next."""
    loose = here.drafts[0]
    if before.scene.passage.words and before.scene.passage.words[-1].text == ":":
        told = announcement(before.scene, len(before.scene.passage.words) - 1)
        same = next(
            (i for i, d in enumerate(before.drafts) if told and told[0] and d.cue and d.cue.head is told[0].head), None
        )
        if told is not None and same is None:
            here.drafts[0] = replace(loose, cue=told[0], source=told[1], rule="announced_quotation")
            return owner
        owner = (before, same) if same is not None else None
    if owner is None:
        return None
    there, place = owner
    last = there.drafts[place]
    there.drafts[place] = replace(last, further=(*last.further, *_quotations(here.scene, loose)))
    here.drafts.pop(0)
    return owner


def _ends_with(scene: Scene, draft: Draft) -> bool:
    """Return whether nothing but the rest of its sentence stands between a draft and the end of its paragraph."""
    own = [*draft.spans, *([draft.aside] if draft.aside else []), *([draft.cue.span] if draft.cue else [])]
    rest = scene.words_of(TextSpan(max(s.end for s in own), scene.passage.span.end))
    return not any(w.text in (".", "!", "?") for w in rest[1:-1])


def _quotations(scene: Scene, draft: Draft) -> list[Quotation]:
    return [q for q in scene.quotations if covers(draft, q)]


def covers(draft: Draft, q: Quotation) -> bool:
    """Return whether some of a quotation is content of a draft."""
    return any(s.overlaps(q.inner) for s in draft.spans)


def _quotes(scene: Scene, draft: Draft) -> bool:
    return any(q.outer.overlaps(s) for q in scene.quotations for s in draft.spans)


def _first(scene: Scene, q: Quotation) -> bool:
    if q.reopens:
        return True
    opens = not scene.text[scene.passage.span.start : q.outer.start].strip()
    ends = scene.text[q.inner.end - 1] in _ENDS or not scene.text[q.outer.end : scene.passage.span.end].strip()
    return opens and ends and len(q.inner.slice(scene.text).split()) >= _MIN_WORDS and scene.is_sentence(q)


def is_free(scene: Scene, q: Quotation) -> bool:
    """A quotation that begins with a capital where a sentence begins, or ends one, is speech; others are mere marks."""
    before = scene.text[scene.passage.span.start : q.outer.start].rstrip()
    first = next((c for c in q.inner.slice(scene.text) if c.isalnum()), "")
    return (first.isupper() or first.isdigit()) and (not before or before[-1] in ".:!?»”\"…’'")
