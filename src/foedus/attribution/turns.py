"""Interviews and communiqués: who speaks stands before a colon at the head of the paragraph, or « R - » does."""

import re
from collections.abc import Iterator

from foedus.attribution.contents import trimmed
from foedus.attribution.scene import Draft, Scene
from foedus.attribution.sources import Source
from foedus.model import TextSpan
from foedus.tables import word_classes

ANSWER = "speaking_turn/answer"
_PARTICLES = {"de", "du", "van", "von", "der", "al", "el", "bin", "ben", "and", "et"}
_ASKS = {"question", "q", "journaliste", "journalist", "reporter"}
_ASKED = re.compile(rf"(?:[-–—•]\s*)?(?:{'|'.join(word.capitalize() for word in sorted(_ASKS))})\b\s*[-–—:.]")
_ANSWER = re.compile(r"(?:[-–—•]\s*)?(?:(?:R|Réponse|Answer)\s*[-–—:]|A\s*(?::|[-–—](?=\s)))\s*(?=\S)")


# « Elena Petrova : », « E. P. : », « E. Petrova : », behind a dash or not.
_LABEL = re.compile(
    r"(?:[-–—•]\s*)?((?:(?:MR|MS|MRS|Mr|Ms|Mrs|DR|Dr|Mme)\.\s)?(?:[^\W\d_]\.[ \u00a0-]?)?"
    r"[^\W\d_][^:«»“”\"\n.?!]{0,60}?(?:\.\s?[^\W\d_]\.)?)[\s\u00a0\u202f]*:[\s\u00a0\u202f]+(?=\S)"
)


# « Elena PETROVA. – », « LE FIGARO. - »
_STOPPED = re.compile(r"([^\W\d_](?!\.)[^:«»“”\"\n.?!,;]{2,45})\.[\s\u00a0\u202f]*[-–—][\s\u00a0\u202f]+(?=\S)")


def speaking_turn(scene: Scene) -> Iterator[Draft]:
    """Elena Petrova : Nous avons rejoint l'alliance en 2004. R - Nous l'avons rejointe en 2004."""
    if scene.is_heading:
        return
    span = scene.passage.span
    body = scene.text[span.start : span.end]
    answer = _ANSWER.match(body)
    if answer:
        scene.turn_end = span.start + answer.end()
        content = trimmed(scene.text, scene.turn_end, span.end)
        if content is not None:
            yield Draft(None, None, (TextSpan(content.start, _end(span, body)),), ANSWER)
        return
    match = _LABEL.match(body) or _STOPPED.match(body)
    if not match:
        return
    label = TextSpan(span.start + match.start(1), span.start + match.end(1))
    if len(match[1].split()) <= 6 and not scene.names_a_clause(label):
        scene.turn_end = span.start + match.end()
    if not _names_someone(scene, label):
        return
    start = span.start + match.start(1)
    head = next((w for w in scene.passage.words if w.start >= start and w.pos in ("PROPN", "NOUN")), None)
    words = scene.passage.words_in(TextSpan(start, start + len(match[1])))
    head = head or (words[0] if words else None)
    content = trimmed(scene.text, span.start + match.end(), span.end)
    if head is None or content is None or body[match.end() :].rstrip().endswith("?"):
        return
    quoted = scene.text[content.start] in "«“\"‘'`"
    if not quoted and scene.is_place(head):
        return  # « Taïwan : Pékin hausse le ton »
    if head.lemma in word_classes(scene.passage.language)["echo"]:
        return  # « Verdict de Téhéran : « une mascarade » »: see speech.py
    source = Source(head, TextSpan(start, start + len(match[1].rstrip())))
    yield Draft(None, source, (TextSpan(content.start, _end(span, body)),), "speaking_turn")


def answers_a_dash(scene: Scene, before: Scene) -> TextSpan | None:
    """« — Partirez-vous ? » and below « — Jamais. »: what is answered, or None."""
    span = scene.passage.span
    body, asked = scene.text[span.start : span.end], before.passage.text.strip()
    if not (asked.startswith(_DASHES) and asked.endswith("?") and body.startswith(_DASHES)) or body.rstrip().endswith(
        "?"
    ):
        return None
    return trimmed(scene.text, span.start + 1, span.end)


_DASHES = ("—", "–", "- ")


def is_asked(scene: Scene) -> bool:
    """Return whether a paragraph is an interviewer's question: « Q - Et l'Arménie ? »."""
    body = scene.text[scene.passage.span.start : scene.passage.span.end]
    return scene.is_heading or _ASKED.match(body) is not None or body.rstrip().endswith("?")


def _end(span: TextSpan, body: str) -> int:
    return span.end - (len(body) - len(body.rstrip()))


def _names_someone(scene: Scene, label_span: TextSpan) -> bool:
    label = label_span.slice(scene.text)
    words = label.split()
    ends = {words[0].lower(), words[-1].lower()}
    if ends & _ASKS or ends & word_classes(scene.passage.language).get("label", frozenset()):
        return False
    heads = [w for w in scene.passage.words[:8] if w.pos in ("NOUN", "PROPN") and w.text in words]
    if (
        label[0].isupper()
        and len(words) <= 6
        and heads
        and words[0].lower() in ("le", "la", "the", "m.", "mme")
        and scene.speaks(heads[0])
        and not any(scene.may_be_cue(w) for w in scene.words_of(label_span))
    ):
        return True
    return 0 < len(words) <= 6 and all(w[0].isupper() or w.lower() in _PARTICLES for w in words) and len(label) > 3
