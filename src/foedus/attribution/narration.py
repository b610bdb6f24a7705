"""The infinitive of narration: « Et de rappeler que le pont est ouvert », « Et le général de conclure : « ... » »."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from foedus.attribution.clauses import content_of
from foedus.attribution.cues import Cue
from foedus.attribution.scene import Draft, Scene
from foedus.attribution.sources import Source, source_of_phrase
from foedus.language.syntax import Word
from foedus.model import TextSpan

RULE = "narrative_infinitive"
_OPENERS = frozenset({"et", "puis", "avant"})
_LONGEST = 14  # words between « et » and « de »


def narrative_infinitive(scene: Scene) -> Iterator[Draft]:
    """Et de rappeler que le pont est ouvert. Et le général de conclure : « La guerre est finie. »"""
    if scene.passage.language != "fr":
        return
    for cue in scene.cues:
        sign = scene.passage.words[cue.first - 1] if cue.first else None
        if sign is None or sign.lower not in ("de", "d'") or "VerbForm=Inf" not in cue.head.features:
            continue
        lead = [w for w in scene.sentence_of(cue.head) if w.i < sign.i]
        if not lead or lead[0].lower not in _OPENERS or len(lead) > _LONGEST:
            continue
        named = lead[1:]
        source = _who(scene, named) if named else _subject_before(scene, lead[0])
        if named and source is None:
            continue
        spans = _told(scene, cue)
        if spans:
            yield Draft(cue, source, tuple(spans), RULE)


def _who(scene: Scene, named: Sequence[Word]) -> Source | None:
    """Return who is named between « et » and « de », None where a verb or a preposition stands there."""
    if (
        not named
        or any(w.pos in ("VERB", "AUX", "SCONJ") for w in named)
        or named[0].pos not in ("DET", "PROPN", "PRON")
    ):
        return None
    head = next((w for w in named if w.pos in ("NOUN", "PROPN", "PRON") and scene.speaks(w)), None)
    if head is None:
        return None
    source = source_of_phrase(head)
    return replace(source, span=TextSpan(named[0].start, min(source.span.end, named[-1].end)))


def _subject_before(scene: Scene, opener: Word) -> Source | None:
    """« Le roi a signé. Et d'ajouter que ... »: the subject of the sentence before goes on."""
    if not opener.sentence:
        return None
    for word in scene.passage.sentences[opener.sentence - 1]:
        main = word.dep == "subj" and word.head is not None and word.head.dep == "root"
        if main and scene.quotation_at(word.start) is None and scene.speaks(word):
            return source_of_phrase(word)
    return None


def _told(scene: Scene, cue: Cue) -> list[TextSpan]:
    words = scene.passage.words
    colon = words[cue.last + 1] if cue.last + 1 < len(words) else None
    if colon is not None and colon.text == ":":
        q = next((q for q in scene.quotations if 0 <= q.outer.start - colon.end <= 2), None)
        return [q.outer] if q is not None else []
    found = content_of(scene, cue)
    return list(found[1]) if found is not None else []


def with_tellers(drafts: Sequence[Draft]) -> list[Draft]:
    """« Et d'ajouter que »: whoever was told of last goes on."""
    out: list[Draft] = []
    for draft in drafts:
        before = next(
            (d for d in reversed(out) if d.source is not None and d.spans[0].start < draft.spans[0].start), None
        )
        if draft.rule == RULE and draft.source is None and before is not None:
            draft = replace(draft, source=before.source)
        out.append(draft)
    return out
