"""Measures the questions behind the household page and the search on a stored register: `python bench/read_register.py VAR`.

Prints the median and the 95th percentile in milliseconds of each; run it on a register of 20,000 and of 1,000,000.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable


def main() -> None:
    os.environ["BAANSUK_VAR"] = sys.argv[1]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baansuk.web.settings")
    import django  # after the folder is known

    django.setup()
    from baansuk.access.scope import Scope
    from baansuk.people import questions
    from baansuk.people.models import Household, Person
    from baansuk.people.search import search

    draw = random.Random(1)
    number = questions.current_edition()
    last = Household.objects.filter(edition=number).order_by("-pk").values_list("pk", flat=True)[0]
    first = Household.objects.filter(edition=number).order_by("pk").values_list("pk", flat=True)[0]
    homes = [Household.objects.get(pk=draw.randint(first, last)) for _ in range(200)]
    people = [Person.objects.filter(edition=number, household_code=home.code).first() for home in homes]
    province = Scope(username="bench", areas=("99",), sees_persons=True)

    def page(place: int) -> None:
        home = questions.household_for(province, homes[place].code)
        questions.members_of(home)
        questions.fact_sheets_of(home)
        questions.links_of(home)

    def listing(place: int) -> None:
        start = homes[place].list_key
        list(questions.households_for(province).filter(list_key__gte=start).order_by("list_key")[:50])

    def name(place: int, letters: int, area: int) -> None:
        person = people[place]
        if person is not None:
            scope = Scope(username="bench", areas=(person.area_code[:area],), sees_persons=True)
            search(scope, person.given_name[:letters])

    def full_name(place: int) -> None:
        person = people[place]
        if person is not None:
            search(province, f"{person.given_name} {person.family_name}")

    asked: dict[str, Callable[[int], None]] = {
        "household page": page,
        "list page": listing,
        "name, 2 letters, province": lambda place: name(place, 2, 2),
        "name, whole word, province": lambda place: name(place, 99, 2),
        "name, whole word, amphoe": lambda place: name(place, 99, 4),
        "name, whole word, tambon": lambda place: name(place, 99, 6),
        "name, whole word, village": lambda place: name(place, 99, 8),
        "two words, province": full_name,
        "house number": lambda place: _ignore(search(province, f"{homes[place].house_no} ม.{homes[place].village_no}")),
    }
    for label, ask in asked.items():
        times = []
        for place in range(200):
            began = time.perf_counter()
            ask(place)
            times.append((time.perf_counter() - began) * 1000)
        times.sort()
        print(f"{label:28} median {statistics.median(times):7.1f} ms   p95 {times[189]:7.1f} ms", flush=True)


def _ignore(_: object) -> None:
    """Only the time is asked for."""


if __name__ == "__main__":
    main()
