"""The rules that find statements in a parsed paragraph, in French and English, in the order they are tried.

Each rule yields drafts; a rule sees one paragraph (`Scene`) and knows nothing of who the speaker is: speaker.py and
relay.py come after.
"""

from collections.abc import Callable, Iterator

from foedus.attribution.according import according_to, announced_by_noun
from foedus.attribution.clauses import after_colon, reported_clause
from foedus.attribution.cues import Cue, find_verb_cues
from foedus.attribution.echoes import taken_up
from foedus.attribution.incises import incise
from foedus.attribution.inversions import inverted_incise
from foedus.attribution.narration import narrative_infinitive, with_tellers
from foedus.attribution.passing import quoted_as_saying
from foedus.attribution.scene import Draft, Scene
from foedus.attribution.speech import quoted_speech
from foedus.attribution.turns import speaking_turn

RULES: tuple[Callable[[Scene], Iterator[Draft]], ...] = (
    speaking_turn,
    narrative_infinitive,
    taken_up,
    quoted_speech,
    quoted_as_saying,
    incise,
    inverted_incise,
    after_colon,
    according_to,
    reported_clause,
    announced_by_noun,
)


def draft_statements(scene: Scene) -> list[Draft]:
    """Return what the rules find in a paragraph: each cue once, by the first rule that reads it."""
    scene.cues = find_verb_cues(scene.passage, scene.lexicon)
    found: list[Draft] = []
    used: set[tuple[int, int]] = {(-1, -1)}  # a turn leaves no room for other content without a cue
    for rule in RULES:
        for draft in rule(scene):
            turn = found[0].cue is None and found[0].rule.startswith("speaking_turn") if found else False
            key = (draft.cue.first, draft.cue.last) if draft.cue else (-1, -1 if turn else draft.spans[0].start)
            if key not in used:
                used.add(key)
                found.append(draft)
    named = [d.source.span for d in found if d.source is not None and d.rule == "according_to"]
    # « selon un bilan communiqué par X, ... »: what stands in the name of a source says nothing apart
    found = [d for d in found if d.cue is None or not any(s.contains(d.cue.span) for s in named)]
    wide = [(d.cue.first, d.cue.last) for d in found if d.cue is not None and d.rule == "quoted_as_saying"]
    if wide:  # "Tass quoted X as saying": neither verb is another's
        found = [d for d in found if d.cue is None or d.rule == "quoted_as_saying" or not _inside(d.cue, wide)]
    return with_tellers(sorted(found, key=lambda d: (d.spans[0].start, d.cue.first if d.cue else -1)))


def _inside(cue: Cue, wide: list[tuple[int, int]]) -> bool:
    return any(first <= cue.head.i <= last for first, last in wide)
