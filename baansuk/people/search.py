"""Finds households by what people know of them, within a scope, with a bounded number of queries and rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from baansuk.access.classes import HOUSEHOLD, IDENTITY
from baansuk.access.scope import Scope
from baansuk.people.blind import blind_index
from baansuk.people.models import NameWord, Person
from baansuk.people.questions import households_seen, sight_of, visible_households, visible_persons
from baansuk.people.searching import SOUND, Wanted, begins, name_sounds, name_words, read_search
from baansuk.people.seen import SeenHousehold, SeenPerson, area_range, see_households, see_persons, usable, visible
from baansuk.people.sight import CONTACT, Sight
from baansuk.thai.sorting import WORD_SPACE

# A search is for somebody, not a list: fewer rows are sooner read on a phone, and fewer neighbours are shown with the
# one who was meant.
PAGE = 25
# Nobody reads further than this: a search that finds more is to be made narrower.
MOST_FOUND = 500
# How many who bear one word are looked at when a search of several words is not the beginning of a whole name. The
# index alone tells who they are; names are read only of those who bear a rare word while too many bear the other.
MOST_CANDIDATES = 3_000
# How many persons of the houses assigned to a volunteer are read.
MOST_ASSIGNED = 2_000
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
    areas = list(found.order_by("list_key").values_list("code", "area_code")[start : start + PAGE + 1])
    listed = dict(areas[:PAGE])
    households = see_households(sight, listed)
    hits = [Hit(households[code]) for code in listed if code in households]
    more, cut = _further(len(areas) > PAGE, page)
    return SearchPage(wanted, hits, page, more, cut, found=start + len(listed))


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
    if sight.scope.houses is None:
        found, unread = _by_words(sight, wanted, need)
    else:
        found, unread = _houses_by_words(sight, wanted), False
    start = (page - 1) * PAGE
    persons = found[start : start + PAGE]
    codes = list(dict.fromkeys(person.household_code for person in persons))
    more, cut = _further(len(found) >= need, page)
    return SearchPage(wanted, _hits(sight, codes, persons), page, more, cut or unread, found=start + len(persons))


def _further(there_is: bool, page: int) -> tuple[bool, bool]:
    """Say whether a page follows, and whether what follows is not listed any more."""
    last = page >= MOST_FOUND // PAGE
    return there_is and not last, there_is and last


def _by_words(sight: Sight, wanted: Wanted, need: int) -> tuple[list[SeenPerson], bool]:
    """Look up who is called so; when these do not fill the page, whose words fit in any order or sound alike.

    Also say whether so many bear each of the words that not all of them were looked at.
    """
    words = _words_in(sight)
    codes = _codes(_beginning(words, WORD_SPACE.join(wanted.starts)), need)
    if len(codes) >= need:
        return _persons(sight, codes)[:need], False
    called = [_bearers(words, start) for start in wanted.starts] if len(wanted.starts) > 1 else []
    candidates, unread = _in_each(called, wanted)
    alike = _sounding(words, wanted, called, need)
    others = candidates.difference(codes)
    fitting = _fitting(sight, others, wanted) if others else []
    return _persons(sight, list(dict.fromkeys([*codes, *fitting, *alike])))[:need], unread


def _in_each(called: list[list[str]], wanted: Wanted) -> tuple[set[str], bool]:
    """Return who is in all lists that are whole; where none is, who is in that of the longest word, being a part."""
    whole = [set(codes) for codes in called if len(codes) < MOST_CANDIDATES]
    if whole or not called:
        return set.intersection(*whole) if whole else set(), False
    longest = max(range(len(called)), key=lambda place: len(wanted.starts[place]))
    return set(called[longest]), True


def _fitting(sight: Sight, codes: Collection[str], wanted: Wanted) -> list[str]:
    """Return those whose words begin as typed, in the order of a Thai list; only their names are read for that."""
    rows = _named(sight).filter(code__in=codes).order_by("name_key").values_list("code", "given_name", "family_name")
    return [code for code, given, family in rows if begins(name_words(given, family), wanted.starts)]


def _sounding(words: QuerySet[NameWord], wanted: Wanted, called: list[list[str]], need: int) -> list[str]:
    """Return who has a word of each sound: the rarest word is read, the others are looked up beside it."""
    if not all(wanted.sounds):
        return []
    rarest, *others = sorted(zip(map(len, called) if called else [0], wanted.sounds, strict=True))
    found = words.filter(word=SOUND + rarest[1])
    for _frequency, sound in others:
        same = {name: OuterRef(name) for name in ("edition", "area_code", "person_code")}
        found = found.filter(Exists(NameWord.objects.filter(word=SOUND + sound, **same)))
    return _codes(found.order_by("area_code", "person_code"), need)


def _beginning(words: QuerySet[NameWord], start: str) -> QuerySet[NameWord]:
    return words.filter(word__gte=start, word__lt=start + LAST).order_by("word", "area_code", "person_code")


def _bearers(words: QuerySet[NameWord], start: str) -> list[str]:
    """Return the persons of whose words one begins so; as many as MOST_CANDIDATES are not all of them."""
    return list(_beginning(words, start).values_list("person_code", flat=True)[:MOST_CANDIDATES])


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
    return [found[code] for code in areas if code in found]


def _persons(sight: Sight, codes: list[str]) -> list[SeenPerson]:
    persons = {one.code: one for one in _seen(sight, _named(sight).filter(code__in=codes), len(codes))}
    # A record of the person in another household may have come under an agreement that is not this reader's.
    return [persons[code] for code in codes if code in persons and persons[code].named]


def _houses_by_words(sight: Sight, wanted: Wanted) -> list[SeenPerson]:
    """Search a volunteer's few assigned houses by reading everybody in them."""
    persons = _seen(sight, _named(sight).order_by("name_key"), MOST_ASSIGNED)
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
    if not areas:
        return words.none()
    words = words.filter(condition)
    if not sight.mixed:
        return words
    # Whom this reader may not find by name would fill the page and hide who stands behind them.
    words = visible(words, sight, area="area_code", household="household_code", walk=False)
    return words.filter(usable(sight, IDENTITY, area="area_code", household="household_code"))


def _hits(sight: Sight, codes: list[str], persons: list[SeenPerson]) -> list[Hit]:
    households = households_seen(sight, codes)
    return [
        Hit(households[code], [person for person in persons if person.household_code == code])
        for code in codes
        if code in households
    ]
