"""Every mention of a state, an organisation or a person who speaks for a state.

    Les relations russo-biélorusses inquiètent Kiev, a dit Volodymyr Zelensky depuis l'Élysée.
                  [RUS] [   BLR    ]           [UKR]       [    UKR         ]        [FRA]

All forms are found in one pass. The longest wins; surroundings.py then says which of them are no actor. Where several
actors share a form, the rest of the text decides. What remains in doubt is left out: a wrong state is a false record.
Whether a capital is its government or only a place is for syntax to say.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from foedus.language.gazetteer import Form, FormKind, Gazetteer, Group, Role, gazetteer, in_force, organisations, states
from foedus.language.surroundings import NO_ACTOR, Found, View, is_surname
from foedus.model import Mention, MentionKind, TextSpan

# One character each, so that places in the folded text are places in the text.
_FOLD = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2010": "-", "\u2011": "-",
                       "\n": " ", "\t": " ", "\r": " "})  # fmt: skip
_PART_BEFORE = re.compile(r"([^\W_]+)-$")
_PART_AFTER = re.compile(r"-([^\W_]+)")
_LONGEST_PART = 24
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_TOLD_WITHIN = 400  # characters around a name in which a year says when its bearer acted
_PLURAL_DETERMINERS = {"les", "des", "aux", "ces"}
_NATIONALITY = {FormKind.ADJECTIVE, FormKind.DEMONYM}


def find_mentions(text: str, language: str, when: str | None = None) -> list[Mention]:
    """Return the mentions of a text.

    Args:
        text: NFC.
        language: "fr" or "en"; roles come in it.
        when: ISO date of the text, as precise as known, by which offices are dated; None takes the latest.

    Returns:
        In order of the text, not overlapping; spans in characters of `text`.
    """
    names = gazetteer(language)
    folded = text.translate(_FOLD)
    found = _scan(folded, names)
    sure = [f for f in found if f.form.kind is not FormKind.NOTHING and f.form.rule != "surname"]
    view = View(text, folded, names, {f.start for f in sure}, {f.to for f in sure})
    kept = _drop(_longest(f for f in found if _stands_free(f, view)), view)
    return _resolve(kept, view, when)


def _scan(folded: str, names: Gazetteer) -> list[Found]:
    """Return every form with word boundaries on both sides, overlapping ones too."""
    owners, length, found = names.owners, len(folded), []
    for number, start, end in names.automaton.find_matches_as_indexes(folded, overlapping=True):
        if start and (folded[start - 1].isalnum() or folded[start - 1] in "_@"):
            continue
        form = owners[number]
        prefix = form.kind is FormKind.PREFIX
        if end < length and (folded[end].isalnum() or folded[end] == "_") and not prefix:
            continue
        found.append(Found(start, end, start + form.lead, end - prefix, form))
    return found


def _stands_free(found: Found, view: View) -> bool:
    """« russo-biélorusse », « Paris-Berlin », "US-led": yes; « Marie-France », « Paris-Roubaix », "pro-Russian": no."""
    kind, folded = found.form.kind, view.folded
    if kind is FormKind.NOTHING:
        return True
    joined = found.at > 0 and folded[found.at - 1] == "-" and found.at - 1 not in view.ends
    if kind is FormKind.PREFIX:
        return found.end in view.starts and not joined
    before = _PART_BEFORE.search(folded[max(0, found.at - _LONGEST_PART) : found.at]) if joined else None
    if before:
        part = before[1].lower()
        # "arabo-israélien" is half Israeli, "afro-américain" and "pro-russe" are no state's.
        half = part.endswith("o") and kind in _NATIONALITY and not view.is_word(part, "no_compound")
        if not half and not view.is_word(part, "hyphen_before"):
            return False
    after = _PART_AFTER.match(folded, found.to)
    return not after or found.to + 1 in view.starts or view.is_word(after[1], "hyphen_after")


def _longest(found: Iterable[Found]) -> list[Found]:
    chosen: list[Found] = []
    end = 0
    ordered = sorted(found, key=lambda f: (f.start, -f.end))
    for place, one in enumerate(ordered):
        if one.start >= end and not _cut_short(one, ordered[place + 1 : place + 3]):
            chosen.append(one)
            end = one.end
    return chosen


def _cut_short(nothing: Found, following: Sequence[Found]) -> bool:
    """« l'Afrique » is no state, but « l'Afrique du Sud » goes on."""
    if nothing.form.kind is not FormKind.NOTHING:
        return False
    return any(nothing.start < f.start < nothing.end < f.end for f in following)


def _drop(chosen: list[Found], view: View) -> list[Found]:
    """Leave out what is no actor, and the same words again once they have been somebody's surname."""
    kept: list[Found] = []
    surnames: set[str] = set()
    for found in chosen:
        if found.form.kind is FormKind.NOTHING:
            surnames |= {found.form.text.rpartition(" ")[2]} & view.gazetteer.surnames
        elif is_surname(found, view):
            surnames.add(found.form.text)
        elif not any(rule(found, view) for rule in NO_ACTOR):
            kept.append(found)
    if not surnames:
        return kept
    elsewhere = {actor for f in kept if f.form.text not in surnames for actor in f.form.actors}
    return [f for f in kept if f.form.text not in surnames or elsewhere & set(f.form.actors)]


# -- what it means ----------------------------------------------------------------------------------------------------


def _resolve(kept: list[Found], view: View, when: str | None) -> list[Mention]:
    in_full = {role.person for f in kept if f.form.rule == "person" for role in f.form.roles}
    people = {id(f.form): f.form for f in kept if f.form.kind is FormKind.PERSON}
    roles = {key: _role(form, in_full, when) for key, form in people.items()}
    support = Counter(f.form.actors[0] for f in kept if f.form.actors and not f.form.weak)
    support.update(role.state for f in kept if (role := roles.get(id(f.form))) and role.state)
    gone = _gone(kept, {role.state for role in roles.values() if role})
    shared = {f.form.group for f in kept if f.form.group is not None}
    settled = {number: _settle(view.gazetteer.groups[number], support, view.folded) for number in shared}
    mentions = []
    for found in kept:
        form, span = found.form, TextSpan(found.at, found.to)
        role = roles.get(id(form))
        if role is None and form.kind is FormKind.PERSON and (then := _told_year(view.folded, found)):
            role = _role(form, in_full, then)
        if role and role.state:
            title = role.title(view.gazetteer.language) or None
            mentions.append(Mention(span, role.state, MentionKind.PERSON, form.rule, role.person, title))
        elif form.kind is not FormKind.PERSON:
            actor, rule = _actor(form, support, settled)
            if actor in gone and form.kind in (FormKind.CAPITAL, FormKind.SEAT):
                actor, rule = gone[actor], f"{rule}, of the state it then was"
            if actor:
                kind = MentionKind.ORGANISATION if actor in organisations() else _kind(found, view)
                mentions.append(Mention(span, actor, kind, rule))
    return mentions


def _told_year(folded: str, found: Found) -> str | None:
    """« En 1955, Khrouchtchev affirme »: the year that a paragraph told of last, else that its sentence tells of."""
    start = folded.rfind("\n", 0, found.at) + 1
    before = _YEAR.findall(folded, max(start, found.at - _TOLD_WITHIN), found.at)
    if before:
        return str(before[-1])
    after = _YEAR.search(folded, found.to, _sentence_end(folded, found.to))
    return after.group() if after else None


def _sentence_end(folded: str, start: int) -> int:
    ends = [end for mark in (". ", "\n") if (end := folded.find(mark, start)) >= 0]
    return min([*ends, start + _TOLD_WITHIN])


def _gone(kept: list[Found], spoken_for: set[str]) -> dict[str, str]:
    """Return {state there is: the state whose place it took} where, capitals aside, only the older one is named.

    "The Soviet Union sent tanks; Moscow ...": the Soviet Union's capital, not Russia's.
    """
    places = (FormKind.CAPITAL, FormKind.SEAT)
    named = {actor for f in kept if f.form.kind not in places for actor in f.form.actors}
    named |= spoken_for
    return {
        state.successor: state.iso3
        for state in states().values()
        if state.same_capital and state.successor and state.iso3 in named and state.successor not in named
    }


def _actor(form: Form, support: Counter[str], settled: dict[int, str | None]) -> tuple[str | None, str]:
    if form.group is not None:
        return settled[form.group], f"{form.rule}, by its context"
    if form.weak:
        named = [actor for actor in form.actors if support[actor]]
        return (named[0] if len(named) == 1 else None), f"{form.rule}, named elsewhere"
    return form.actors[0], form.rule


def _settle(group: Group, support: Counter[str], folded: str) -> str | None:
    """Return what a form that several actors share means in this text; None where it cannot be told."""
    said = {actor: support[actor] + sum(folded.count(cue) for cue in cues) for actor, cues in group.cues.items()}
    spoken_for = [actor for actor, count in said.items() if count]
    if not spoken_for:
        actor = group.default
    elif group.exclusive:
        actor = spoken_for[0] if len(spoken_for) == 1 else None
    else:
        first, *others = sorted(said, key=lambda key: -said[key])
        actor = first if said[first] > said[others[0]] else group.default
    return None if actor == "none" else actor


def _role(form: Form, in_full: set[str], when: str | None) -> Role | None:
    """Return the role in which someone so called acts at a date; None when nobody does, or two do.

    A surname means whoever the text names in full, else whom it means by itself; of two, without a date, the one still
    in office.
    """
    latest: dict[str, Role] = {}
    for role in sorted(form.roles, key=lambda r: r.since):
        if (form.rule == "person" or role.surname_alone or role.person in in_full) and (
            when is None or in_force(role.since, role.until, when)
        ):
            latest[role.person] = role
    named = {name: role for name, role in latest.items() if name in in_full}
    if named:
        latest = named
    elif when is None:
        latest = {name: role for name, role in latest.items() if role.until is None} or latest
    return next(iter(latest.values())) if len(latest) == 1 else None


def _kind(found: Found, view: View) -> MentionKind:
    form = found.form
    if form.kind is FormKind.PREFIX:
        return MentionKind.ADJECTIVE
    if view.french:
        if form.kind is FormKind.DEMONYM and _is_french_adjective(found, view):
            return MentionKind.ADJECTIVE
        if form.kind is FormKind.ADJECTIVE and form.text.endswith(("s", "x")) and _heads_noun_phrase(found, view):
            return MentionKind.DEMONYM
    elif form.kind is FormKind.ADJECTIVE and _is_english_people(found, view):
        return MentionKind.DEMONYM
    return MentionKind(form.kind.value)


def _is_french_adjective(found: Found, view: View) -> bool:
    """« République Française », « le président Russe », « Russe de naissance, il »: adjectives for all that."""
    if view.starts_sentence(found.at):
        return not found.form.plural
    before = view.word_before(found.at)
    return before is not None and not view.is_word(before[1], "function")


def _heads_noun_phrase(found: Found, view: View) -> bool:
    """« les russes ont attaqué »: people, though written small; « les russes Gazprom et Rosneft » are not."""
    before = view.word_before(found.at)
    if before is None or before[1].lower() not in _PLURAL_DETERMINERS:
        return False
    after = view.word_after(found.to)
    return after is None or not after[0].isupper()


def _is_english_people(found: Found, view: View) -> bool:
    """Read "a Russian who", "the French said" as people; not "the Russian army", "Russian and Chinese ships"."""
    before = view.word_before(found.at)
    if before is None or not view.is_word(before[1], "determiners"):
        return False
    after = view.word_after(found.to)
    if after is None:
        return view.folded[found.to : found.to + 1] not in ("-", "/")
    return after not in ("and", "or") and view.is_word(after, "function")
