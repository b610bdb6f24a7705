"""Which of the states around a trigger a frame makes source and target."""

from collections.abc import Sequence
from dataclasses import replace

from foedus.codes import Code, facts
from foedus.language.syntax import Word
from foedus.relations.ends import SOURCE_NOUN, End
from foedus.relations.frames import Frame

_AIMED = ("contre", "envers", "à", "vers", "sur")
_TARGET_NOUN = ("contre", "envers", "à", "vers", "sur", "avec", "pour", "entre", "en", "face", "up:obl", "de",
                "via:contre", "via:envers", "via:à", "via:vers", "via:sur", "via:avec", "via:de", "up:à", "up:contre",
                "up:avec", "up:sur", "up:envers", "up:iobj", "up:obj", "up:en", "up:de")  # fmt: skip
_TARGET_OF_ACT = ("de", "contre", "à", "sur", "avec", "en", "via:de", "via:contre", "via:sur", "up:à", "up:contre",
                  "up:obj", "up:avec")  # fmt: skip
_WHOSE_HELPER = ("de", "poss", "adj")
_GIVEN_TO = {"up:iobj", "iobj", "up:à"}
_PLACES = {"en", "sur", "pour", "près", "dans"}


def choose_ends(frame: Frame, ends: Sequence[End]) -> tuple[list[str], list[str]]:
    """Return the source and target states a frame picks from those around its trigger."""
    ends = [_suffering(e, frame) for e in ends]
    symmetric = facts(frame.code).symmetric
    if symmetric:
        return _pair(frame, ends)
    if "mutual" in frame.source or any(
        e.slot == "each" for e in ends
    ):  # "troops clashed", "they traded blows": each at the other
        both = [s for side in _pair(frame, ends) for s in side]
        return (both, both) if len(set(both)) > 1 else (both, [])
    wanted_source, wanted_target = _slots(frame)
    if frame.pos == "N" and frame.code in (Code.SUPPORT, Code.AID) and not frame.source:
        called = [e for e in ends if e.slot == "up:subj" and e.depth <= 2]
        if called and any(e.slot in _WHOSE_HELPER for e in ends):  # « Ankara, soutien de Bakou, », "is a backer of"
            wanted_source, wanted_target = ("up:subj",), (*_WHOSE_HELPER, *wanted_target)
    doing = [e for e in ends if e.via not in _AIMED or e.slot == "agent"] if frame.pos == "N" else ends
    if frame.code is Code.SANCTION and frame.pos == "N":  # « la fermeture du consulat russe »: what is shut is theirs
        doing = [e for e in doing if (e.slot, e.via) != ("adj", "de")]
    noun = frame.pos == "N"
    sources = _first(doing, wanted_source, set(), noun=noun)
    if not sources and frame.pos == "V" and not frame.source:
        sources = _first(ends, ("agent",), set())
    if not sources and frame.code is Code.AID:  # "North Korean shells were supplied to Russia"
        given = [e for e in ends if e.via or e.word.dep == "subj:pass" or _of_no_doer(e.word.head)]
        sources = _first(given, ("via:obj", "obj"), set())
    targets = _first(ends, wanted_target, {*sources}, noun=noun)
    if frame.code is Code.SANCTION and not sources and len(targets) == 2 and any(e.slot == "entre" for e in ends):
        return targets[:1], targets[1:]  # « les liens entre Lima et Quito restent rompus »: in order of mention
    return sources, targets


def _of_no_doer(verb: Word | None) -> bool:
    """« Le projet de livrer des chars hongrois »: an infinitive that a noun has names nobody who does it."""
    return verb is not None and verb.dep == "acl" and verb.child("subj") is None


def _slots(frame: Frame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if frame.pos == "V":
        wanted = frame.target or ("obj", "iobj", "in", "any")
        deeper = tuple(f"via:{slot}" for slot in wanted if slot not in ("in", "any"))
        return frame.source or ("subj",), (
            *(s for s in wanted if s != "any"),
            *deeper,
            *(s for s in wanted if s == "any"),
        )
    if frame.pos == "A":
        if frame.source:
            return frame.source, frame.target or ("up:subj",)  # "the charge is baseless", says whoever is charged
        return ("up:subj",), _TARGET_NOUN  # « la Grèce est solidaire de Chypre »
    if frame.source == ("agent",):
        return ("agent", "poss", "adj", "up:subj"), (*frame.target, *_TARGET_OF_ACT)
    if frame.source and "mutual" not in frame.source:
        return frame.source, (*frame.target, *_TARGET_NOUN)
    if frame.target:
        return SOURCE_NOUN, (*frame.target, *_TARGET_NOUN)
    if frame.code is Code.RETREAT:
        return tuple(s for s in SOURCE_NOUN if s != "from"), ("from", "via:from", *_TARGET_NOUN)
    return SOURCE_NOUN, _TARGET_NOUN


def _first(ends: Sequence[End], wanted: Sequence[str], excluded: set[str], *, noun: bool = False) -> list[str]:
    for slot in wanted:
        for end in ends:
            fits = (
                (end.slot == slot and not _aside(end, wanted, noun=noun))
                or (slot == "de" and end.slot == "from" and "from" not in wanted)
                or (slot == "any" and end.slot not in ("subj", "whose"))
                or (
                    slot == "in"
                    and end.depth > 1
                    and end.slot in ("adj", "de", "from", "poss", "avec", "à", "contre", "en", "sur")
                )
                or (slot == "à" and end.slot == "iobj")
                or (slot == "obj" and end.slot in ("iobj", "made"))
                or (slot.startswith("via:") and end.via == slot[4:] and end.slot in ("adj", "poss", "de"))
            )
            if fits:
                found = [
                    s
                    for e in ends
                    if (e.slot, e.depth, e.via) == (end.slot, end.depth, end.via)
                    for s in e.states
                    if s not in excluded
                ]
                if found:
                    return list(dict.fromkeys(found))
    return []


def _suffering(end: End, frame: Frame) -> End:
    """ "the Iran sanctions", "the Gaza offensive": done to whom a whole name says; "US sanctions": by whom."""
    if end.slot != "name":
        return end
    hostile = frame.pos == "N" and not frame.source and facts(frame.code).sign < 0
    whole = end.depth == 1 and end.word.text[1:].islower()
    return replace(end, slot="sur" if hostile and whole else "adj")


def _aside(end: End, wanted: Sequence[str], *, noun: bool) -> bool:
    """ "imposed tariffs in retaliation for a sale to Taiwan": what hangs on a circumstance is no end of the act.

    « le gel des comptes de la Russie par le Canada »: what hangs on a noun's own complement may be.
    """
    if noun and (end.slot == "agent" or (end.depth == 2 and end.via in ("de", "acl", "dep", "en"))):
        return False
    return end.depth > 1 and end.via not in ("", "obj", "iobj", "subj", "subj:pass", "acl", end.slot, *wanted)


_CALLED_SO = 2  # End.depth of whom a noun is said of: « Oslo, alliée des deux capitales », « Oslo est l'alliée de »


def _pair(frame: Frame, ends: Sequence[End]) -> tuple[list[str], list[str]]:
    """Return the two sides of a symmetric relation: those joined by « entre », or the first named and the others."""
    order = frame.target
    groups: list[End] = []
    for end in ends:
        place = end.slot.removeprefix("up:")
        if (
            (place == "whose" and "whose" not in frame.source)
            or (place == "agent" and end.via in ("acl", "obj") and frame.code is Code.AGREE)  # « trêve signée par X »
            or (place in _PLACES and place not in order)
            or (place == "contre" and facts(frame.code).sign > 0)
        ):
            continue
        groups.append(end)
    if not groups:
        return [], []
    between = [g for g in groups if g.slot == "entre"]
    partner = between[0].word.child("conj") if len(between) == 1 and len(between[0].states) == 1 else None
    if partner is not None and partner.pos == "PROPN":  # « entre l'Éthiopie et le Somaliland »: no state that we know
        return list(between[0].states), []
    both = list(dict.fromkeys(s for g in between for s in g.states))
    if len(both) > 1 and frame.code is not Code.CONSULT and not frame.mediates:  # « rétablit la paix entre A et B »
        return both, both
    handed = next((g for g in groups if g.slot == "up:à" and len(g.states) > 1), None)
    if handed is not None and frame.code is Code.AGREE and frame.pos == "N" and groups[0].slot == "up:subj":
        return list(handed.states), list(handed.states)  # « Doha a remis aux deux pays un projet d'accord »
    first = list(groups[0].states)
    others = [g for g in groups[1:] if set(g.states) - set(first)]
    places = {slot: place for place, slot in enumerate(order)}
    others.sort(key=lambda g: (g.depth, places.get(g.slot, len(places))))  # « avec Riga, achètera des obus à Séoul »
    near = [g for g in others if g.depth <= max(2, others[0].depth)]  # "agreed to mediation in the talks with X"
    with_whom = {"avec", "obj", *order} - {"any"}  # « Londres et Paris, liés à Varsovie »
    if not frame.mediates:
        with_whom.discard("entre")
    joined = [s for g in near if g.slot.removeprefix("up:") in with_whom for s in g.states if s not in first]
    if groups[0].slot == "up:subj" and not joined:  # « la Norvège et la Suède sont nos alliées »
        joined = [s for g in others if g.slot == "poss" for s in g.states if s not in first]
    called_so = (
        facts(frame.code).is_tie and bool(others) and others[0].slot == "up:subj" and others[0].depth <= _CALLED_SO
    )
    if len(first) >= 2 and (groups[0].slot == "poss" or (groups[0].slot == "de" and called_so)):
        joined = [s for g in others[:1] for s in g.states if s not in first]
    if len(first) >= 2 and not joined and groups[0].slot in _GIVEN_TO:
        return first, []  # « leur propose un partenariat »: with whoever proposes it
    if len(groups) == 1 and groups[0].slot == "obj" and order == ("obj",):
        return first, []  # "Egypt and Israel were briefed": by somebody else
    if len(first) >= 2:
        alone = frame.pos == "V" and order and not {"any", "avec", "obj", "entre"} & set(order)
        # « déclarent la guerre à » somebody who is not known; mediators do not meet among themselves
        return first, joined or ([] if alone or frame.mediates else first)
    return first, [s for g in others[:1] for s in g.states if s not in first]
