"""Finds households by what people know of them, within a scope, with a bounded number of queries and rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from baansuk.access.classes import HOUSEHOLD, IDENTITY
from baansuk.access.scope import Scope
from baansuk.people.blind import blind_index
from baansuk.people.models import NameWord, Person
from baansuk.people.questions import households_seen, sight_of, visible_households, visible_persons
from baansuk.people.searching import SOUND, Wanted, begins, name_sounds, name_words, read_search
from baansuk.people.seen import SeenHousehold, SeenPerson, area_range, see_persons, usable
from baansuk.people.sight import CONTACT, Sight
from baansuk.thai.sorting import WORD_SPACE

PAGE = 50
# Nobody reads further than this: a search that finds more is to be made narrower.
MOST_FOUND = 500
# How many persons of one word are looked at when a search of several words is not the beginning of a whole name.
MOST_CANDIDATES = 500
# And how many when somebody is called exactly so: those who only might be meant as well are a hint, not the answer.
MOST_HINTS = 60
TAMBON = 6
# No letter stands after this one.
LAST = "\U0010ffff"


# What it takes to find somebody by a text of this kind: what may not be shown may not be tried out either.
NEEDS = {"house": CONTACT, "house_code": HOUSEHOLD, "id": IDENTITY, "name": IDENTITY, "code": HOUSEHOLD}


@dataclass(frozen=True, slots=True)
class Hit:
    """A household and, when a person was searched, who in it was meant."""

    household: SeenHousehold
    persons: list[SeenPerson] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of what was found; ``more`` says that another page follows, ``cut`` that there was too much to list.

    ``found`` counts what was found up to the end of this page: persons by a name, else households.
    ``closed`` is the class without which nobody may search by a text of this kind, "" where the reader has it.
    """

    wanted: Wanted
    hits: list[Hit]
    page: int
    more: bool
    cut: bool = False
    closed: str = ""
    found: int = 0


def search(scope: Scope, text: str, *, page: int = 1) -> SearchPage:
    """Find households in the current edition by code, id number, house code, house number + หมู่, or name.

    Names come in Thai order: first those of which some word begins as typed, then those that sound alike.
    The text itself is never logged; callers take it by POST.
    """
    wanted = read_search(text)
    sight = sight_of(scope)
    if wanted.kind == "nothing" or not sight.edition or not sight.areas():
        return SearchPage(wanted, [], 1, more=False)
    if not sight.areas(NEEDS[wanted.kind]):
        return SearchPage(wanted, [], 1, more=False, closed=NEEDS[wanted.kind])
    page = min(max(page, 1), MOST_FOUND // PAGE)
    if wanted.kind in ("house", "house_code"):
        return _by_house(sight, wanted, page)
    if wanted.kind == "name":
        return _by_name(sight, wanted, page)
    return _by_key(sight, wanted)


def _by_house(sight: Sight, wanted: Wanted, page: int) -> SearchPage:
    found = visible_households(sight).filter(usable(sight, NEEDS[wanted.kind], area="area_code", household="code"))
    if wanted.kind == "house_code":
        found = found.filter(house_code=wanted.text)
    else:
        found = found.filter(house_key=wanted.text)
        if wanted.village_no:
            found = found.filter(village_no=wanted.village_no)
    start = (page - 1) * PAGE
    codes = list(found.order_by("list_key").values_list("code", flat=True)[start : start + PAGE + 1])
    last = start + len(codes[:PAGE])
    return SearchPage(wanted, _hits(sight, codes[:PAGE], []), page, more=len(codes) > PAGE, found=last)


def _by_key(sight: Sight, wanted: Wanted) -> SearchPage:
    """Find by a code of a person or household, or by an id number: at most a handful."""
    persons: list[SeenPerson] = []
    if wanted.kind == "id":
        persons = _seen(sight, _named(sight).filter(id_index=blind_index(wanted.id_kind, wanted.text)), PAGE)
    elif wanted.text.startswith("P"):
        persons = _seen(sight, visible_persons(sight).filter(code=wanted.text), 1)
    codes = [person.household_code for person in persons] or [wanted.text]
    hits = _hits(sight, codes, persons)
    return SearchPage(wanted, hits, 1, more=False, found=len(hits))


def _by_name(sight: Sight, wanted: Wanted, page: int) -> SearchPage:
    need = page * PAGE + 1
    found = _houses_by_words(sight, wanted) if sight.scope.houses is not None else _by_words(sight, wanted, need)
    start = (page - 1) * PAGE
    persons = found[start : start + PAGE]
    codes = list(dict.fromkeys(person.household_code for person in persons))
    more = len(found) >= need and need <= MOST_FOUND
    return SearchPage(wanted, _hits(sight, codes, persons), page, more, need > MOST_FOUND, found=start + len(persons))


def _by_words(sight: Sight, wanted: Wanted, need: int) -> list[SeenPerson]:
    """Look up who is called so; when these do not fill the page, whose words fit in any order or sound alike."""
    words = _words_in(sight)
    codes = _codes(_beginning(words, WORD_SPACE.join(wanted.starts)), need)
    if len(codes) >= need:
        return _persons(sight, codes)
    loose: list[str] = []
    looked_at = MOST_HINTS if codes else MOST_CANDIDATES
    if len(wanted.starts) > 1:
        loose += _codes(_beginning(words, max(wanted.starts, key=len)), looked_at)
    sound = max(wanted.sounds, key=len)
    if sound:
        most = looked_at if len(wanted.sounds) > 1 else need
        loose += _codes(words.filter(word=SOUND + sound).order_by("area_code"), most)
    exact = set(codes)
    persons = _persons(sight, list(dict.fromkeys([*codes, *loose])))
    return [person for person in persons if person.code in exact or _fits(person, wanted)][:need]


def _beginning(words: QuerySet[NameWord], start: str) -> QuerySet[NameWord]:
    return words.filter(word__gte=start, word__lt=start + LAST).order_by("word", "area_code")


def _codes(words: QuerySet[NameWord], most: int) -> list[str]:
    """Return up to ``most`` persons; some may be found by two of their words."""
    found = dict.fromkeys(words.values_list("person_code", flat=True)[: 2 * most])
    return list(found)[:most]


def _named(sight: Sight) -> QuerySet[Person]:
    """Return the persons whose name and number in use may be read."""
    return visible_persons(sight).filter(usable(sight, IDENTITY, area="area_code", household="household_code"))


def _seen(sight: Sight, persons: QuerySet[Person], most: int) -> list[SeenPerson]:
    areas = dict(persons.values_list("code", "area_code")[:most])
    found = see_persons(sight, areas) if areas else {}
    return [found[code] for code in areas]


def _persons(sight: Sight, codes: list[str]) -> list[SeenPerson]:
    persons = {one.code: one for one in _seen(sight, _named(sight).filter(code__in=codes), len(codes))}
    # A record of the person in another household may have come under an agreement that is not this reader's.
    return [persons[code] for code in codes if code in persons and persons[code].named]


def _houses_by_words(sight: Sight, wanted: Wanted) -> list[SeenPerson]:
    """Search a volunteer's few assigned houses by reading everybody in them."""
    persons = _seen(sight, _named(sight).order_by("name_key"), 4 * MOST_CANDIDATES)
    return [person for person in persons if person.named and _fits(person, wanted)]


def _fits(person: SeenPerson, wanted: Wanted) -> bool:
    given, family = person.given_name or "", person.family_name or ""
    if begins(name_words(given, family), wanted.starts):
        return True
    return set(wanted.sounds) <= set(name_sounds(given, family))


def _words_in(sight: Sight) -> QuerySet[NameWord]:
    """Return the words of persons in the areas of their names, in the form that the fitting index serves."""
    condition = Q()
    areas = sight.areas(IDENTITY)
    for prefix in areas:
        if len(prefix) >= TAMBON:
            condition |= Q(tambon_code=prefix[:TAMBON]) & area_range("area_code", prefix)
        else:
            condition |= area_range("area_code", prefix)
    words = NameWord.objects.filter(edition=sight.edition)
    return words.filter(condition) if areas else words.none()


def _hits(sight: Sight, codes: list[str], persons: list[SeenPerson]) -> list[Hit]:
    households = households_seen(sight, codes)
    return [
        Hit(households[code], [person for person in persons if person.household_code == code])
        for code in codes
        if code in households
    ]
