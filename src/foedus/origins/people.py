"""Which names are one person: « Lavrov » and « Sergueï Lavrov », « Sergey Lavrov » and « Sergueï Lavrov »."""

from collections import defaultdict
from collections.abc import Iterable

Name = tuple[str, ...]  # words of the name, folded
Person = tuple[Name, str]  # and the ISO3 of the state spoken for, or ""


def same_person(one: Person, other: Person) -> bool:
    """Whether two names may be one person: never for two states.

    Ours: words of one name that are all in the other, or the same last word after the same initial.
    """
    (name, state), (other_name, other_state) = one, other
    if state and other_state and state != other_state:
        return False
    if not name or not other_name:
        return False
    if set(name) <= set(other_name) or set(other_name) <= set(name):
        return True
    return name[-1] == other_name[-1] and name[0][:1] == other_name[0][:1]


def count_people(people: Iterable[Person]) -> int:
    """Count the people that can be told apart; names without words count for nobody."""
    return len(set(one_of_each(people).values()))


def one_of_each(people: Iterable[Person]) -> dict[Person, Person]:
    """Return for each name the one that stands for the person; names without words are left out.

    Only names that share their rarest word, or the last word and the initial, can be one person: few are compared.
    """
    names = sorted({person for person in people if person[0]})
    holders: defaultdict[str, list[Person]] = defaultdict(list)
    for person in names:
        for word in set(person[0]):
            holders[word].append(person)
    above = {person: person for person in names}
    first: dict[tuple[str, str, str], Person] = {}
    for person in names:
        name, state = person
        for key in {(name[-1], name[0][:1], state), (name[-1], name[0][:1], "")}:
            if same_person(person, first.setdefault(key, person)):
                _tie(above, person, first[key])
        for other in min((holders[word] for word in name), key=len):
            if same_person(person, other):
                _tie(above, person, other)
    return {person: _root(above, person) for person in names}


def _root(above: dict[Person, Person], person: Person) -> Person:
    while above[person] != person:
        above[person] = above[above[person]]
        person = above[person]
    return person


def _tie(above: dict[Person, Person], one: Person, other: Person) -> None:
    low, high = sorted((_root(above, one), _root(above, other)))
    above[high] = low
