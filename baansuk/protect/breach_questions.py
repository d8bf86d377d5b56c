"""Whom an account reached between two moments: from the trail and its lists to persons, in bulk and by code only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet

from baansuk.access.models import Grant, Post
from baansuk.access.roles import ROLES
from baansuk.audit import lists, waiting
from baansuk.audit.models import Event, Subject
from baansuk.audit.questions import waiting_lists
from baansuk.collect.models import Delivery
from baansuk.people.models import Household, Person
from baansuk.people.questions import current_edition
from baansuk.protect.breach import EXPORTS, REACHED_NOBODY, WAYS, Span

AT_ONCE = 50_000
Codes = set[str]


@dataclass
class Reached:
    """Codes of whom an account reached. ``by_way``: how many households and persons, some of them in several ways;
    ``gone``: households and persons that the present register does not know any more."""

    households: Codes = field(default_factory=set)
    persons: Codes = field(default_factory=set)
    by_way: dict[str, tuple[int, int]] = field(default_factory=dict)
    files: Codes = field(default_factory=set)
    gone: Codes = field(default_factory=set)


def events_of(account: str, span: Span) -> QuerySet[Event]:
    """Return what an account did in a span."""
    return Event.objects.filter(actor=account, at__gte=span.begins, at__lt=span.ends)


def reached(account: str, span: Span) -> Reached:
    """Return everybody that the account reached: those touched, who lives with them, and who stands in opened files.

    Raises Refusal when a list file is gone: an incomplete answer would be taken for a whole one.
    """
    events = events_of(account, span).exclude(outcome__in=REACHED_NOBODY)
    edition, found, known = current_edition(), Reached(), [act for way in WAYS.values() for act in way.acts]
    ways = [(name, way.acts, way.files) for name, way in WAYS.items()]
    for name, acts, files in [*ways, ("other", None, False)]:
        rows = events.exclude(act__in=known) if acts is None else events.filter(act__in=acts)
        touched = touched_in(rows)
        houses, persons = ({code for kind, code in touched if kind == wanted} for wanted in ("household", "person"))
        if files:
            found.files = {code for kind, code in touched if kind == "delivery"}
            persons |= persons_in_files(found.files, edition)
        houses = _today(houses, Household, edition, found)
        persons = _today(persons, Person, edition, found) | members_of(houses, edition)
        if houses or persons:
            found.by_way[name] = (len(houses), len(persons))
        found.households |= houses
        found.persons |= persons
    return found


def touched_in(events: QuerySet[Event]) -> set[tuple[str, str]]:
    """Return the subjects of events by kind and code, long lists included."""
    kinds = ("household", "person", "delivery")
    found = {one for one in waiting.of_events(events) if one[0] in kinds}
    rows = Subject.objects.filter(event__in=events.values("pk"), kind__in=kinds)
    found |= set(rows.values_list("kind", "code").distinct().iterator(chunk_size=10_000))
    for name in waiting_lists(events).order_by().values_list("list_hash", flat=True).distinct():
        found.update(lists.read(name))
    return found


def members_of(households: Codes, edition: int) -> Codes:
    """Return the persons of households, whether they live there or some source says that they belong there."""
    found: Codes = set()
    for chunk in _chunks(households):
        for table, column in (("people_person", "code"), ("people_membership", "person_code")):
            found |= _selected(
                f"select {column} from {table} where edition = %s and household_code {{in}}", edition, chunk
            )
    return found


def persons_in_files(receipts: Codes, edition: int) -> Codes:
    """Return the persons to whom the rows of deliveries were linked: which of the rows were seen is not in the trail."""
    numbers = list(Delivery.objects.filter(receipt__in=receipts).values_list("pk", flat=True))
    if not numbers:
        return set()
    placed = ", ".join(["%s"] * len(numbers))
    sql = f"select distinct person_code from people_recordlink where edition = %s and delivery in ({placed})"
    with connection.cursor() as cursor:
        cursor.execute(sql, [edition, *numbers])
        return {code for (code,) in cursor.fetchall() if code}


def _today(codes: Codes, model: type[Household] | type[Person], edition: int, found: Reached) -> Codes:
    """Return codes as the present register has them: a retired one goes on in its successor, or stays and is counted."""
    present: Codes = set()
    waiting = codes
    table = model._meta.db_table
    for _step in range(20):
        here: Codes = set()
        for chunk in _chunks(waiting):
            here |= _selected(f"select code from {table} where edition = %s and code {{in}}", edition, chunk)
        present |= here
        waiting = waiting - here
        if not waiting:
            return present
        named: dict[str, str] = {}
        for chunk in _chunks(waiting):
            rows = _pairs("select code, successor from people_issuedcode where successor <> '' and code {in}", chunk)
            named |= dict(rows)
        present |= waiting - set(named)
        found.gone |= waiting - set(named)
        waiting = set(named.values()) - present
    return present | waiting


def _chunks(codes: Codes) -> Iterable[list[str]]:
    listed = sorted(codes)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))


def _selected(sql: str, edition: int, chunk: list[str]) -> Codes:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{in}", _among()), [edition, _given(chunk)])
        return {code for (code,) in cursor.fetchall()}


def _pairs(sql: str, chunk: list[str]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{in}", _among()), [_given(chunk)])
        return list(cursor.fetchall())


def _among() -> str:
    """One bound value for a whole list: a placeholder for each code ends at SQLite's limit."""
    return "= any (%s)" if connection.vendor == "postgresql" else "in (select value from json_each(%s))"


def _given(chunk: list[str]) -> list[str] | str:
    return chunk if connection.vendor == "postgresql" else json.dumps(chunk)


def classes_open_to(account: str, span: Span) -> list[str]:
    """Return the classes that the posts and grants of the account could open in the span: at most what was seen."""
    seats = events_of(account, span).order_by().values_list("post", "partner", "purpose").distinct()
    roles = dict(Post.objects.filter(user__username=account).values_list("pk", "role"))
    found: set[str] = set()
    for post, partner, purpose in seats:
        role = ROLES.get(roles.get(post or 0, ""))
        if role is None:
            continue
        begin, end = span.begins.date(), span.ends.date()
        held = Grant.objects.filter(partner=partner, valid_from__lte=end, valid_to__gte=begin)
        granted = held.filter(Q(purpose=purpose) if purpose else Q()).values_list("field_class", flat=True).distinct()
        found |= set(granted) & set(role.classes)
    return sorted(found)


def acts_of(account: str, span: Span) -> list[tuple[str, str, int, datetime, datetime]]:
    """Return each act with its outcome, how often, and when first and last; the most frequent first."""
    rows = events_of(account, span).order_by().values_list("act", "outcome")
    counted = rows.annotate(n=Count("pk"), first=Min("at"), last=Max("at"))
    return sorted(counted, key=lambda one: (-one[2], one[0], one[1]))


def addresses_of(account: str, span: Span) -> list[tuple[str, int]]:
    """Return the addresses it came from and how often, the most frequent first."""
    rows = events_of(account, span).exclude(address="").order_by().values_list("address").annotate(n=Count("pk"))
    return sorted(rows, key=lambda one: -one[1])


def exports_without_end(account: str, span: Span) -> int:
    """Return how many exports began and are not in the trail as ended: whom they held is known only by their area."""
    rows = events_of(account, span).filter(act__in=EXPORTS).order_by("pk").values_list("request", "act", "outcome")
    open_ones: Counter[tuple[str, str]] = Counter()
    for request, act, outcome in rows:
        open_ones[request, act] += 1 if outcome == "begun" else -1 if outcome in ("done", "broken_off") else 0
    return sum(count for count in open_ones.values() if count > 0)


def is_known(account: str) -> bool:
    """Say whether there is, or was, such an account."""
    return Event.objects.filter(actor=account).exists() or Post.objects.filter(user__username=account).exists()
