"""The attribution stage: parsed paragraphs in, statements out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from foedus.attribution.carried import Relays
from foedus.attribution.contents import kind_of, trimmed, widened
from foedus.attribution.cues import Cue, clause_ends, cue_lexicon
from foedus.attribution.nesting import Made, without_echoes
from foedus.attribution.quotes import Quotation, top_level
from foedus.attribution.rules import draft_statements
from foedus.attribution.scene import Draft, Scene
from foedus.attribution.speaker import SpeakerMemory, anaphors
from foedus.attribution.threads import Paragraph, joined, told_on, with_free_quotations
from foedus.language.actors import Discourse
from foedus.language.syntax import Passage, Word
from foedus.model import Article, BlockKind, Kind, MentionKind, Statement, TextSpan
from foedus.tables import word_classes


def attribute(
    article: Article, passages: Sequence[Passage], quotations: Sequence[Quotation], discourse: Discourse
) -> list[Statement]:
    """Return the statements of an article in order of the text."""
    outer = top_level(quotations)
    memory = SpeakerMemory(discourse, lambda offset: _covered(outer, offset))
    relays = Relays(article, discourse)
    headings = {b.span.start for b in article.blocks if b.kind in (BlockKind.TITLE, BlockKind.HEADING)}
    paragraphs = []
    for passage in passages:
        scene = Scene(
            passage,
            article.text,
            _within(outer, passage.span),
            cue_lexicon(article.language),
            lambda w: _speaks(w, discourse),
            lambda w: _is_place(w, discourse),
            passage.span.start in headings,
        )
        paragraphs.append(_paragraph(scene, discourse))
    joined(paragraphs)
    told_on(paragraphs)
    found: list[Made] = []
    for here in paragraphs:
        asides = [d.aside for d in (*here.drafts, *here.quoted) if d.aside]
        drafts = relays.without_carriers(here.scene, [*here.drafts, *here.quoted])
        relays.announced(here.scene, drafts)
        for draft in drafts:
            draft = _with_whole_source(draft, discourse)
            made = _statement(article, here.scene, draft, asides)
            if made is None:
                continue
            speaker = memory.resolve(
                draft.source, made.content_spans, turn=draft.rule.startswith("speaking_turn"), nested=draft.quoted
            )
            relay = relays.of(here.scene, draft, speaker)
            found.append((draft, replace(made, article=article, speaker=speaker, relay=relay)))
    return _distinct(without_echoes(found, outer))


def _covered(quotations: Sequence[Quotation], offset: int) -> bool:
    place = bisect_right(quotations, offset, key=lambda q: q.outer.start) - 1
    return place >= 0 and offset < quotations[place].outer.end


def _within(quotations: Sequence[Quotation], span: TextSpan) -> list[Quotation]:
    """Return the quotations that lie in a span."""
    first = bisect_left(quotations, span.start, key=lambda q: q.outer.start)
    last = bisect_left(quotations, span.end, key=lambda q: q.outer.start)
    return [q for q in quotations[first:last] if q.outer.end <= span.end]


def _paragraph(scene: Scene, discourse: Discourse) -> Paragraph:
    """Return what the rules find in one paragraph, what is said inside quotations apart."""
    drafts = [replace(d, quoted=_quoted_by_another(scene, d)) for d in draft_statements(scene)]
    quoted = [d for d in drafts if d.quoted]
    drafts = [d for d in drafts if not d.quoted]
    if scene.is_heading:
        drafts = drafts or _headline(scene, discourse)
    return Paragraph(scene, with_free_quotations(scene, drafts), quoted)


def _quoted_by_another(scene: Scene, draft: Draft) -> bool:
    """« Il m'a dit qu'il viendrait », raconte-t-elle: a cue inside a quotation, but no incise that interrupts it."""
    if draft.cue is None or draft.rule in ("incise", "inverted_incise"):
        return False
    return scene.quotation_at(draft.cue.span.start) is not None


def _with_whole_source(draft: Draft, discourse: Discourse) -> Draft:
    """Let a source take in the whole of a name, and of the list of names it stands in."""
    if draft.source is None:
        return draft
    mention = discourse.mention_at(draft.source.head)
    if mention is None:
        return draft
    run = discourse.listed_with(mention) or (mention,)
    span = TextSpan(min(draft.source.span.start, run[0].span.start), max(draft.source.span.end, run[-1].span.end))
    if (draft.cue is not None and span.overlaps(draft.cue.span)) or any(span.overlaps(s) for s in draft.spans):
        return draft
    return replace(draft, source=replace(draft.source, span=span))


_ORDINALS = frozenset("premier première second seconde deuxième troisième quatrième dernier dernière".split())


def _behind_name(word: Word, discourse: Discourse) -> bool:
    """« Kim Yo-jong, la sœur du dirigeant »: a person's name, a comma, and what that person is."""
    first = word.child("det")
    comma = first.previous if first is not None and first.i < word.i else word.previous
    name = comma.previous if comma is not None and comma.text == "," else None
    mention = discourse.mention_at(name) if name is not None else None
    return mention is not None and mention.kind is MentionKind.PERSON


def _is_place(word: Word, discourse: Discourse) -> bool:
    mention = discourse.mention_at(word)
    return mention is not None and mention.kind in (MentionKind.NAME, MentionKind.CAPITAL)


def _speaks(word: Word, discourse: Discourse) -> bool:
    if word.pos == "PRON" or word.lemma.lower() in discourse.generics or word.lower in anaphors(discourse.language):
        return True
    if word.lower in _ORDINALS and word.dep in ("subj", "root") and word.child("nmod", "amod") is None:
        return True
    if word.pos == "NOUN" and (discourse.name_beside(word) or _behind_name(word, discourse)):
        return True
    return discourse.identify(word) is not None or word.pos == "PROPN"


def _statement(article: Article, scene: Scene, draft: Draft, asides: Sequence[TextSpan]) -> Statement | None:
    cue = draft.cue
    spans = list(draft.spans)
    turn = draft.rule.startswith("speaking_turn")
    if not turn:
        spans = widened(article.text, spans, scene.quotations, cue)
    if cue is not None:
        around = next((q for q in scene.quotations if q.inner.overlaps(cue.span)), None)
        if around is not None and draft.rule != "incise":
            spans = [c for s in spans if (c := _clipped(s, around.inner)) is not None]
    spans = [s for span in spans for s in _without_asides(article.text, span, asides, draft)]
    spans = [s for span in spans if (s := _before_next_participle(scene, span, cue)) is not None]
    if draft.rule.startswith("reported_clause/"):
        spans = [s for span in spans if (s := _to_clause_end(scene, span, draft.rule, cue)) is not None]
    if cue is not None:
        spans = [s for s in spans if not s.overlaps(cue.span)]
    if not spans:
        return None
    if turn:
        kind, content = Kind.DIRECT, tuple(spans)
    else:
        kind, content = kind_of(
            spans,
            [q for q in scene.quotations if cue is None or not q.inner.overlaps(cue.span) or draft.rule == "incise"],
            scene.passage,
        )
    content = (*content, *(q.inner if kind is Kind.DIRECT else q.outer for q in draft.further))
    if draft.further and kind is Kind.INDIRECT:
        kind = Kind.MIXED
    return Statement(
        article=article,
        content_spans=content,
        kind=kind,
        rule=f"{draft.rule}:{cue.entry.cue}" if cue else draft.rule,
        source_span=draft.source.span if draft.source else None,
        cue_span=cue.span if cue else None,
    )


def _clipped(span: TextSpan, bounds: TextSpan) -> TextSpan | None:
    start, end = max(span.start, bounds.start), min(span.end, bounds.end)
    return TextSpan(start, end) if start < end else None


_OPENER = re.compile(r"(?:de|que)\s+|(?:d|qu)['’]")


def _without_asides(text: str, span: TextSpan, asides: Sequence[TextSpan], draft: Draft) -> list[TextSpan]:
    """Cut out of a content the incises and « selon » phrases that stand in it."""
    pieces = [span]
    for aside in asides:
        if draft.aside == aside:
            continue
        cut = []
        for piece in pieces:
            if not piece.contains(aside):
                late = aside.start < piece.start < aside.end < piece.end  # « selon | lui, de couper le gaz »
                if late and (rest := trimmed(text, aside.end, piece.end)) is not None:
                    opens = _OPENER.match(text, rest.start, rest.end)
                    piece = TextSpan(opens.end() if opens else rest.start, rest.end)
                cut.append(piece)
                continue
            cut.extend(s for s in (trimmed(text, piece.start, aside.start), trimmed(text, aside.end, piece.end)) if s)
        pieces = cut
    return pieces


def _before_next_participle(scene: Scene, span: TextSpan, cue: Cue | None) -> TextSpan | None:
    """« a annoncé la rupture, invoquant ... »: what a further participle says is another statement."""
    for other in scene.cues:
        if other is cue or not span.start < other.span.start < span.end or scene.quotation_at(other.span.start):
            continue
        words = scene.passage.words
        if _comments(other, scene) and (cue is None or other.head.i > cue.head.i):
            return trimmed(scene.text, span.start, _relative_start(other, scene))
        joint = words[other.first - 1] if other.first else None
        if (
            joint is not None
            and joint.pos == "CCONJ"
            and cue is not None
            and other.head.i > cue.head.i
            and _finite_joined(other, cue)
        ):
            return trimmed(scene.text, span.start, joint.start)
        if (
            other.head.lower.endswith(("ant", "ing"))
            and other.first
            and words[other.first - 1].text == ","
            and other.head.dep in ("advcl", "acl")
        ) and (cue is None or other.head.i > cue.head.i):
            return trimmed(scene.text, span.start, words[other.first - 1].start)
    return span


def _relative_end(scene: Scene, span: TextSpan, cue: Cue) -> TextSpan | None:
    """« Téhéran, que Washington accuse de livrer des drones, se tait »: what is said ends with its relative clause."""
    words = scene.passage.words
    lead = words[max(0, cue.first - 7) : cue.first]
    pronoun = next((w for w in reversed(lead) if w.lower in _RELATIVES and w.sentence == cue.head.sentence), None)
    if pronoun is None or any(w.text == "," for w in words[pronoun.i : cue.first]) or pronoun.i < 2:
        return None
    opener = words[pronoun.i - 1]
    opener = words[pronoun.i - 2] if opener.lower in ("à", "de", "pour", "avec", "contre") else opener
    opened = opener.text == "," and words[opener.i - 1].pos in ("NOUN", "PROPN", "ADJ", "PRON")
    within = [w for w in scene.words_of(span) if w.text == "," and scene.quotation_at(w.start) is None]
    first = within[0] if within else None
    behind = first.next if first is not None else None
    if (
        not opened
        or first is None
        or behind is None
        or (behind.pos not in ("VERB", "AUX", "PRON") and behind.lower != "n'")
    ):
        return None
    return trimmed(scene.text, span.start, first.start)


_RELATIVES = frozenset({"que", "qu'", "qui", "dont", "où", "laquelle", "lequel"})


def _to_clause_end(scene: Scene, span: TextSpan, rule: str, cue: Cue | None = None) -> TextSpan | None:
    """Cut a content before « , qui ... » behind a proper name, and (unless it is a clause) before « , après ... »."""
    ends = clause_ends(scene.passage.language)
    if cue is not None and scene.passage.language == "fr" and (closed := _relative_end(scene, span, cue)) is not None:
        return closed
    for word in scene.passage.words_in(span):
        if word.text != "," or scene.quotation_at(word.start) is not None or word.end >= span.end:
            continue
        after = scene.passage.words[word.i + 1] if word.i + 1 < len(scene.passage.words) else None
        if after is None:
            continue
        relative = (
            after.lower in ("qui", "who", "which", "dont", "où")
            and word.previous is not None
            and word.previous.pos == "PROPN"
        )
        adverbial = after.lower in ends and not rule.endswith("/que")
        adverbial = adverbial or _answered_there(scene, after)
        if (relative or adverbial) and word.start - span.start > 10:
            return trimmed(scene.text, span.start, word.start)
    return span


def _answered_there(scene: Scene, word: Word) -> bool:
    """« ..., ce que Pékin dément », « ..., une accusation que nie Kigali »: the answer is no part of what was said."""
    que = word.next
    if que is not None and word.pos == "DET" and que.lemma in word_classes(scene.passage.language)["claim"]:
        que = que.next
    elif word.lower != "ce":
        return False
    if que is None or que.lower not in ("que", "qu'"):
        return False
    return any(cue.entry.pos == "V" for cue in scene.cues_between(que.i, que.i + 6))


def _finite_joined(other: Cue, cue: Cue) -> bool:
    """« dit vouloir négocier et invite Kiev »: a second finite cue without a subject has that of the first."""
    if other.head.child("subj", "subj:pass") is not None:
        return False
    finite = "VerbForm=Fin" in other.head.features or other.head.child("aux") is not None
    same_form = "VerbForm=Part" in other.head.features and cue.head.child("aux") is not None
    return finite or same_form


def _comments(cue: Cue, scene: Scene) -> bool:
    """« ..., qu'il juge dangereux »: a relative clause with a cue and a pronoun of its own."""
    return _relative_start(cue, scene) > 0


def _relative_start(cue: Cue, scene: Scene) -> int:
    words = scene.passage.words
    for place in range(cue.first, max(cue.first - 5, 0), -1):
        if words[place].lower in ("que", "qu'", "which", "whom") and words[place - 1].text == "," and place < cue.first:
            between = words[place + 1 : cue.first + 1]
            return (
                words[place - 1].start
                if any(w.lower in ("il", "elle", "ils", "elles", "he", "she", "they", "it") for w in between)
                else 0
            )
    return 0


def _headline(scene: Scene, discourse: Discourse) -> list[Draft]:
    """Lavrov : cinq raisons d'une alliance. A headline's name before a colon says what follows."""
    from foedus.attribution.sources import Source

    span = scene.passage.span
    match = re.match(
        r"([^:«»“”\"\n]{2,60}?)[\s\u00a0\u202f]*:[\s\u00a0\u202f]+(?=\S)", scene.text[span.start : span.end]
    )
    if not match:
        return []
    label = TextSpan(span.start, span.start + len(match[1]))
    words = scene.passage.words_in(label)
    head = next((w for w in reversed(words) if w.pos in ("PROPN", "NOUN") and discourse.identify(w) is not None), None)
    content = trimmed(scene.text, span.start + match.end(), span.end)
    if head is None or content is None or len(words) > 6:
        return []
    identity = discourse.identify(head)
    if identity is None or (identity.scope is None and not identity.states) or not words[0].text[0].isupper():
        return []
    mention = discourse.mention_at(head)
    if mention is not None and mention.kind not in (MentionKind.PERSON, MentionKind.SEAT):
        return []  # « Ukraine : ... » says what the piece is about, « Lavrov : ... » who says it
    return [Draft(None, Source(head, TextSpan(words[0].start, words[-1].end)), (content,), "headline")]


def _distinct(statements: list[Statement]) -> list[Statement]:
    """Drop doubles: the same cue twice, a cue that ends a longer one (« a tenu à rappeler »), or the same content."""
    out: list[Statement] = []
    seen: set[object] = set()
    longest: dict[int, int] = {}
    for s in statements:
        if s.cue_span is not None:
            longest[s.cue_span.end] = min(s.cue_span.start, longest.get(s.cue_span.end, s.cue_span.start))
    for s in sorted(statements, key=lambda s: (s.content_spans[0].start, s.cue_span.start if s.cue_span else -1)):
        key = s.cue_span or (s.source_span, s.content_spans)
        whole = s.cue_span is None or s.cue_span.start == longest[s.cue_span.end]
        if whole and key not in seen:
            seen.add(key)
            out.append(s)
    return out
