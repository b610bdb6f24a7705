"""French verbs in the present that look like nouns or adjectives, and the imperfect that a parser takes for verbs.

Paris expulse deux diplomates  ->  Paris expulsait deux diplomates
Londres et Paris livrent       ->  Londres et Paris livraient
La Chine menace, la Russie masse des troupes, Kiev cesse de payer: headlines and communiqués are written so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from foedus.model import Mention, MentionKind, TextSpan
from foedus.tables import read_table

_SUBJECTS = {MentionKind.NAME, MentionKind.CAPITAL, MentionKind.SEAT, MentionKind.PERSON, MentionKind.ORGANISATION}
_NEXT = re.compile(r"[\s\u00a0]+(?:(?:ne|se|y|en|le|la|les|lui|leur) |[nsl]['’])?(?P<verb>[a-zà-ÿ]{4,})(?![\w'’-])")
_PREPOSITIONS = {"contre", "entre", "outre"}
_IN_E = ("ouvrir", "rouvrir", "offrir", "couvrir", "souffrir")  # « ouvre » as « livre »


def imperfects(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[TextSpan, str]]:
    """Yield the place of each verb in the present that follows an actor's name, and its imperfect.

    Args:
        text: French.
        mentions: of states, organisations and people in it, in order.
    """
    for mention in mentions:
        found = _NEXT.match(text, mention.span.end) if mention.kind in _SUBJECTS else None
        shown = _forms().get(found["verb"]) if found else None
        if found and shown:
            yield TextSpan(*found.span("verb")), shown


@cache
def _forms() -> Mapping[str, str]:
    """Return {present, third person: imperfect} of the verbs in -er of our tables: « gèle »: « gelait »."""
    cues = {row["cue"] for row in read_table("fr/cues.tsv", ("cue", "pos")) if row["pos"] == "V"}
    frames = {row["trigger"] for row in read_table("fr/frames.tsv", ("trigger", "pos")) if row["pos"] == "V"}
    found = {}
    for form in cues | frames:
        verb = re.sub(r"^(?:se |s'|y |en )+", "", form).split(" ")[0]
        if verb.endswith("er") or verb in _IN_E:
            stem = verb[:-2]
            past = {"c": stem[:-1] + "ç", "g": stem + "e"}.get(stem[-1:], stem) if verb.endswith("er") else stem
            for present in _present(stem):
                found[present + "e"] = past + "ait"
                found[present + "ent"] = past + "aient"
    return {present: past for present, past in found.items() if present not in _PREPOSITIONS}


def _present(stem: str) -> tuple[str, ...]:
    """Return the stems a verb has before a mute e: « gel-er »: gèl-; « rejet-er »: rejett-; « cherch-er »: cherch-."""
    if stem.endswith("y"):
        return stem[:-1] + "i", stem
    graved = re.sub(r"[eé](?=[^aeiouyéèêû]{1,2}$)", "è", stem)
    if graved == stem or re.search(r"(?:e[^l t]{2}|ess|err|enn|est|erc|ect)$", stem):
        return (stem,)
    return graved, stem + stem[-1], stem
