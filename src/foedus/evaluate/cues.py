"""What sort of cue a statement has, from data/evaluate/cue_kinds.toml: for figures only, no rule sees it."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache

from foedus.language.models import lemmatizer
from foedus.tables import data_dir

OTHER, PUNCTUATION, ACCORDING = "nouns and rare verbs", "punctuation", "according to"
_WORD = re.compile(r"[^\W\d_]+(?:['’](?=\w))?")


def cue_kind(cue: Sequence[str], language: str) -> str:
    """Return the kind of a cue: speech and writing, stance, mental, evidence, according to, punctuation, or other.

    Args:
        cue: its pieces as they stand in the text; none where only punctuation tells.
        language: "fr" or "en".
    """
    text = " ".join(cue).lower().replace("’", "'")
    if not re.search(r"\w", text):
        return PUNCTUATION
    kinds = _kinds(language)
    if any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) for form in kinds[ACCORDING]):
        return ACCORDING
    lemma = lemmatizer(language)
    words = [lemma(word.rstrip("'"), "VERB") for word in _WORD.findall(text)]
    verbs = {word: kind for kind, forms in kinds.items() if kind != ACCORDING for word in forms}
    return next((verbs[word] for word in reversed(words) if word in verbs), OTHER)


@cache
def _kinds(language: str) -> Mapping[str, frozenset[str]]:
    raw = tomllib.loads((data_dir() / "evaluate" / "cue_kinds.toml").read_text(encoding="utf-8"))
    return {kind: frozenset(part.strip() for part in forms.split(",")) for kind, forms in raw[language].items()}
