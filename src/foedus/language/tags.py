"""Universal parts of speech of English words, from the tags that the English model gives.

spaCy derives them by its attribute ruler, which matches patterns over every document and costs more than the parser.
Here a table does it, and a few rules for words whose part of speech depends on what they do. They agree with the
attribute ruler but for « there is », whose verb stays an auxiliary.
"""

from functools import lru_cache


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TAGS_OF_POS = {
    "ADJ": _set("JJ JJR JJS AFX"),
    "ADP": _set("IN RP"),
    "ADV": _set("RB RBR RBS"),
    "AUX": _set("MD"),
    "CCONJ": _set("CC"),
    "DET": _set("DT PDT WDT WP$"),
    "INTJ": _set("UH"),
    "NOUN": _set("NN NNS"),
    "NUM": _set("CD"),
    "PART": _set("POS TO"),
    "PRON": _set("PRP PRP$ EX WP"),
    "PROPN": _set("NNP NNPS"),
    "PUNCT": _set(". , : -LRB- -RRB- `` '' \"\" HYPH NFP"),
    "SCONJ": _set("WRB"),
    "SPACE": _set("_SP"),
    "SYM": _set("$ # SYM"),
    "VERB": _set("VB VBD VBG VBN VBP VBZ BES HVS"),
}
_POS_OF_TAG = {tag: pos for pos, tags in _TAGS_OF_POS.items() for tag in tags}
_BE = _set("be am is are was were been being 's 're 'm ’s ’re ’m")
_HAVE_DO = _set("have has had do does did 've 'd ’ve ’d")
_CONJUNCTIONS = _set(
    "that if because while since so whether although though unless once cause upon till til whereas whilst except "
    "despite but albeit save besides tho"
)
_CLAUSES = _set("ROOT advcl ccomp conj relcl xcomp")
_PRONOUNS = frozenset(a + b for a in ("some", "any", "no", "every") for b in ("thing", "one", "body")) - {"noone"}


@lru_cache(maxsize=20_000)
def pos_of_tag(tag: str, lower: str = "", dep: str = "") -> str:
    """Return the Universal part of speech of an English word.

    Args:
        tag: fine-grained tag of the Penn Treebank.
        lower: the word in lower case; it tells "have" as an auxiliary, or "that" as a conjunction.
        dep: ClearNLP relation to its head.
    """
    if dep in ("aux", "auxpass") and tag != "TO":
        return "AUX"
    if tag.startswith("VB") and lower in _BE:
        return "AUX"
    if tag.startswith("VB") and lower in _HAVE_DO:
        return "VERB" if dep in _CLAUSES else "AUX"
    if tag == "IN" and (dep == "mark" or lower in _CONJUNCTIONS):
        return "SCONJ"
    if tag in ("DT", "WDT") and dep not in ("", "det", "quantmod"):
        return "PRON"
    if tag == "RB" and lower in ("not", "n't", "n’t"):
        return "PART"
    if tag == "NN" and lower in _PRONOUNS:
        return "PRON"
    return _POS_OF_TAG.get(tag, "X")
