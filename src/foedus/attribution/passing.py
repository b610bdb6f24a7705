"""Outlets that quote, and whom: "Tass quoted an envoy as saying that ...", "Xinhua said, citing the ministry".

Tass quoted a deputy minister as saying that the port was open.      Xinhua said, citing the foreign ministry
[relay]     [    source    ]               [     content     ]       [relay]             [     source     ]
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from foedus.attribution.contents import trimmed
from foedus.attribution.cues import Cue
from foedus.attribution.scene import Draft, Scene
from foedus.attribution.sources import Source, source_of_phrase, subject_of
from foedus.language.syntax import Word
from foedus.model import TextSpan

RULE = "quoted_as_saying"
_QUOTING = frozenset({"quote", "cite", "citer"})
_FARTHEST = 16  # words between "quoted" and "as saying"


def quoted_as_saying(scene: Scene) -> Iterator[Draft]:
    """Tass quoted an envoy as saying the port was open. The port is open, Tass quoted an envoy as saying."""
    if scene.passage.language != "en":
        return
    for cue in scene.cues:
        saying = _saying(scene, cue) if cue.entry.cue in _QUOTING else None
        whom = next((c for c in cue.head.children_by("obj") if c.i > cue.last), None)
        if saying is None or whom is None:
            continue
        whole = replace(cue, last=saying.i, span=TextSpan(cue.span.start, cue.span.end))
        source = _up_to(source_of_phrase(whom), saying)
        sentence = scene.sentence_of(saying)
        behind = _behind(scene, saying, sentence)
        subject = subject_of(cue.head)
        first = subtree_start(scene, subject) if subject is not None and subject.i < cue.first else cue.first
        comma = scene.passage.words[first - 1] if first > sentence[0].i else None
        if behind is not None and scene.names_a_clause(behind):
            yield Draft(whole, source, (behind,), RULE)
        elif comma is not None and (comma.text == "," or scene.quotation_at(comma.start) is not None):
            before = trimmed(scene.text, sentence[0].start, comma.end)
            if before is not None:
                yield Draft(whole, source, (before,), RULE, TextSpan(comma.end, sentence[-1].start))


def subtree_start(scene: Scene, head: Word) -> int:
    """Return the place of the first word of a noun phrase."""
    return scene.first_word_from(source_of_phrase(head).span.start)


def _saying(scene: Scene, cue: Cue) -> Word | None:
    """Return the "saying" of "quoted X as saying", or None."""
    for word in scene.passage.words[cue.last + 1 : cue.last + _FARTHEST]:
        if word.sentence != cue.head.sentence:
            return None
        if word.lower in ("saying", "telling") and word.previous is not None and word.previous.lower == "as":
            return word
    return None


def _up_to(source: Source, saying: Word) -> Source:
    end = saying.previous.previous.end if saying.previous is not None and saying.previous.previous is not None else 0
    return replace(source, span=TextSpan(source.span.start, min(source.span.end, max(end, source.head.end))))


def _behind(scene: Scene, saying: Word, sentence: Sequence[Word]) -> TextSpan | None:
    rest = [w for w in sentence if w.i > saying.i]
    while rest and (rest[0].text == "," or rest[0].lower == "that"):
        rest.pop(0)
    return trimmed(scene.text, rest[0].start, rest[-1].end) if rest else None


def silent(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Return "citing Japanese officials" as drafts, where they say nothing that is a statement by itself."""
    taken = {d.cue.head.i for d in drafts if d.cue is not None}
    cues = [c for c in scene.cues if c.entry.cue in _QUOTING and c.head.i not in taken]
    return [Draft(cue, None, (cue.span,), "cited") for cue in cues]


def cited(draft: Draft, scene: Scene) -> Source | None:
    """Return who an outlet cites in « citant une source militaire », "citing the foreign ministry", or None."""
    cue = draft.cue
    if cue is None or cue.entry.cue not in _QUOTING or not cue.head.lower.endswith(("ant", "ing")):
        return None
    whom = next((c for c in cue.head.children_by("obj") if c.i > cue.last), None)
    return source_of_phrase(whom) if whom is not None and (scene.speaks(whom) or whom.lemma == "source") else None
