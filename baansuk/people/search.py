"""Finds households by what people know of them, within a scope, with a bounded number of queries and rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from baansuk.access.classes import IDENTITY
from baansuk.access.scope import Scope
from baansuk.people.blind import blind_index
from baansuk.people.models import Household, NameWord, Person
from baansuk.people.questions import area_range, current_edition, households_among, households_for, persons_for
from baansuk.people.searching import SOUND, Wanted, begins, name_sounds, name_words, read_search
from baansuk.thai.sorting import WORD_SPACE

PAGE = 50
# Nobody reads further than this: a search that finds more is to be made narrower.
MOST_FOUND = 500
# How many persons of one word are looked at when a search of several words is not the beginning of a whole name.
MOST_CANDIDATES = 500
TAMBON = 6
# No letter stands after this one.
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Hit:
    """A household and, when a person was searched, who in it was meant."""

    household: Household
    persons: list[Person] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what was found; ``more`` says that another page follows, ``cut`` that there was too much to list."""

    wanted: Wanted
    hits: list[Hit]
    page: int
    more: bool
    cut: bool = False


def search(scope: Scope, text: str, *, page: int = 1) -> SearchPage:
    """Find households in the current edition by code, id number, house code, house number + หมู่, or name.

    Names come in Thai order: first those of which some word begins as typed, then those that sound alike.
    The text itself is never logged; callers take it by POST.
    """
    wanted = read_search(text)
    edition = current_edition()
    if wanted.kind == "nothing" or not edition or not scope.sees_persons:
        return SearchPage(wanted, [], 1, more=False)
    page = min(max(page, 1), MOST_FOUND // PAGE)
    if wanted.kind in ("house", "house_code"):
        return _by_house(scope, edition, wanted, page)
    if wanted.kind == "name":
        return _by_name(scope, edition, wanted, page)
    return _by_key(scope, edition, wanted)


def _by_house(scope: Scope, edition: int, wanted: Wanted, page: int) -> SearchPage:
    found = households_for(scope, edition=edition)
    if wanted.kind == "house_code":
        found = found.filter(house_code=wanted.text)
    else:
        found = found.filter(house_key=wanted.text)
        if wanted.village_no:
            found = found.filter(village_no=wanted.village_no)
    start = (page - 1) * PAGE
    rows = list(found.order_by("list_key")[start : start + PAGE + 1])
    return SearchPage(wanted, [Hit(household) for household in rows[:PAGE]], page, more=len(rows) > PAGE)


def _by_key(scope: Scope, edition: int, wanted: Wanted) -> SearchPage:
    """Find by a code of a person or household, or by an id number: at most a handful."""
    persons: list[Person] = []
    if wanted.kind == "id":
        known = persons_for(scope, edition=edition).filter(id_index=blind_index(wanted.id_kind, wanted.text))
        persons = list(known[:PAGE])
    elif wanted.text.startswith("P"):
        persons = list(persons_for(scope, edition=edition).filter(code=wanted.text))
    codes = [person.household_code for person in persons] or [wanted.text]
    return SearchPage(wanted, _hits(scope, edition, codes, persons), 1, more=False)


def _by_name(scope: Scope, edition: int, wanted: Wanted, page: int) -> SearchPage:
    need = page * PAGE + 1
    if scope.houses is not None:
        found = _houses_by_words(scope, edition, wanted)
    else:
        found = _by_words(scope, edition, wanted, need)
    start = (page - 1) * PAGE
    persons = found[start : start + PAGE]
    codes = list(dict.fromkeys(person.household_code for person in persons))
    more = len(found) >= need and need <= MOST_FOUND
    return SearchPage(wanted, _hits(scope, edition, codes, persons), page, more, cut=need > MOST_FOUND)


def _by_words(scope: Scope, edition: int, wanted: Wanted, need: int) -> list[Person]:
    """Look up who is called so; when these do not fill the page, whose words fit in any order or sound alike."""
    words = _words_in(scope, edition)
    codes = _codes(_beginning(words, WORD_SPACE.join(wanted.starts)), need)
    if len(codes) >= need:
        return _persons(scope, edition, codes)
    loose: list[str] = []
    if len(wanted.starts) > 1:
        loose += _codes(_beginning(words, max(wanted.starts, key=len)), MOST_CANDIDATES)
    sound = max(wanted.sounds, key=len)
    if sound:
        most = MOST_CANDIDATES if len(wanted.sounds) > 1 else need
        loose += _codes(words.filter(word=SOUND + sound).order_by("area_code"), most)
    exact = set(codes)
    persons = _persons(scope, edition, list(dict.fromkeys([*codes, *loose])))
    return [person for person in persons if person.code in exact or _fits(person, wanted)][:need]


def _beginning(words: QuerySet[NameWord], start: str) -> QuerySet[NameWord]:
    return words.filter(word__gte=start, word__lt=start + LAST).order_by("word", "area_code")


def _codes(words: QuerySet[NameWord], most: int) -> list[str]:
    """Return up to ``most`` persons; some may be found by two of their words."""
    found = dict.fromkeys(words.values_list("person_code", flat=True)[: 2 * most])
    return list(found)[:most]


def _persons(scope: Scope, edition: int, codes: list[str]) -> list[Person]:
    persons = {person.code: person for person in persons_for(scope, edition=edition).filter(code__in=codes)}
    return [persons[code] for code in codes if code in persons]


def _houses_by_words(scope: Scope, edition: int, wanted: Wanted) -> list[Person]:
    """Search a volunteer's few assigned houses by reading everybody in them."""
    persons = persons_for(scope, edition=edition).order_by("name_key")[: 4 * MOST_CANDIDATES]
    return [person for person in persons if _fits(person, wanted)]


def _fits(person: Person, wanted: Wanted) -> bool:
    if begins(name_words(person.given_name, person.family_name), wanted.starts):
        return True
    return set(wanted.sounds) <= set(name_sounds(person.given_name, person.family_name))


def _words_in(scope: Scope, edition: int) -> QuerySet[NameWord]:
    """Return the words of persons in the scope's areas, in the form that the fitting index serves."""
    condition = Q()
    areas = scope.areas_of(IDENTITY)
    for prefix in areas:
        if len(prefix) >= TAMBON:
            condition |= Q(tambon_code=prefix[:TAMBON]) & area_range("area_code", prefix)
        else:
            condition |= area_range("area_code", prefix)
    words = NameWord.objects.filter(edition=edition)
    return words.filter(condition) if areas else words.none()


def _hits(scope: Scope, edition: int, codes: list[str], persons: list[Person]) -> list[Hit]:
    households = households_among(scope, codes, edition=edition)
    return [
        Hit(households[code], [person for person in persons if person.household_code == code])
        for code in codes
        if code in households
    ]
