"""What is remembered of verification: rounds, cases, decisions, sessions, sheets, receipts and rankings.

A case names its household by code, without a foreign key: decisions outlive every edition of the register.
"""

from __future__ import annotations

from django.db import models

from baansuk.places.columns import KeyField
from baansuk.verify.committee_models import Announcement, Bulk, Committee, Letter, Ticks
from baansuk.verify.urgent_models import DutyTurn, UrgentCase, UrgentNamed, UrgentStep

__all__ = [
    "Announcement",
    "Bulk",
    "Case",
    "Committee",
    "Decision",
    "DutyTurn",
    "Letter",
    "Ranking",
    "Receipt",
    "Round",
    "Session",
    "Sheet",
    "Ticks",
    "UrgentCase",
    "UrgentNamed",
    "UrgentStep",
    "Verified",
]


class Round(models.Model):
    """One round of a province: an order, a calendar, the flow and the rules by which its list was made.

    ``flow`` and ``rules`` are ``code/version`` of ``flows.toml`` and ``candidates.toml``; ``edition`` is the issue of the
    register that the list was made from last.
    """

    code = models.CharField(max_length=20, unique=True)
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    budget_year = models.PositiveSmallIntegerField()
    area_code = KeyField(max_length=2)
    flow = models.CharField(max_length=40)
    rules = models.CharField(max_length=40)
    edition = models.PositiveIntegerField(default=0)
    opened_on = models.DateField()
    closes_on = models.DateField()
    order_no = models.CharField(max_length=60)
    order_date = models.DateField()
    state = models.CharField(max_length=8, default="open")
    opened_by = models.CharField(max_length=150)
    opened_at = models.DateTimeField()
    closed_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_on", "-pk"]

    def __str__(self) -> str:
        return self.code


class Case(models.Model):
    """One household in one round, or one that the register does not know yet (``household_code`` is "").

    ``step`` is a step of the round's flow and ``state`` one of ``moves.STATES``. ``says`` is what the facts say now, as
    codes joined by commas: runs change it, and it never decides anything; ``why`` is what put the household on the list.
    ``outcome`` is the latest outcome, ``result`` what the last deciding step made of it. ``version`` rises with each
    decision, so that two who decide at once are told so. ``sealed_about`` are the words told of a missed household.
    """

    number: models.CharField[str, str] = KeyField(max_length=16, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="cases")
    household_code = KeyField(max_length=16, blank=True, db_index=True)
    area_code = KeyField(max_length=8)
    list_key = KeyField(max_length=40)
    house_no = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=20)
    state = models.CharField(max_length=16, default="waiting")
    due_on = models.DateField(null=True)
    why = models.CharField(max_length=200, blank=True)
    says = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=24, blank=True)
    result = models.CharField(max_length=16, blank=True)
    origin = models.CharField(max_length=8, default="data")
    added_by = models.CharField(max_length=150, blank=True)
    added_at = models.DateTimeField()
    after_meeting = models.BooleanField(default=False)
    sealed_about = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "household_code"],
                condition=~models.Q(household_code=""),
                name="household_once_per_round",
            )
        ]
        indexes = [
            models.Index(fields=["round", "list_key"]),
            # A queue: what waits at one step, in the order in which it is due.
            models.Index(fields=["round", "step", "state", "due_on", "list_key"]),
            # The same by house number: a page of it is read without sorting an amphoe.
            models.Index(fields=["round", "step", "list_key"]),
        ]

    def __str__(self) -> str:
        return self.number


class Session(models.Model):
    """One meeting: a village's closed check or open ranking, or the sitting of a committee.

    ``attended`` is sealed JSON (see ``attendance.py``): who was there, in which post, who led, whose case is whose kin.
    ``minutes`` is sealed text. ``photo`` is the hash of the signed paper in the store.
    """

    number = models.CharField(max_length=20, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(max_length=16)
    area_code = KeyField(max_length=8, db_index=True)
    order_no = models.CharField(max_length=60, blank=True)
    order_date = models.DateField(null=True)
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, default="called")
    quorum_needed = models.PositiveSmallIntegerField(default=0)
    attended = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    photo = models.CharField(max_length=64, blank=True)
    photo_kind = models.CharField(max_length=8, blank=True)
    called_by = models.CharField(max_length=150)
    called_at = models.DateTimeField()
    closed_by = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind", "area_code"],
                condition=models.Q(state__in=("called", "open")),
                name="one_session_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.number


class Sheet(models.Model):
    """One village's paper or workbook as it was given out: its page code, which cases in which order, until when."""

    page_code: models.CharField[str, str] = KeyField(max_length=16, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="sheets")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="sheets")
    area_code = KeyField(max_length=8)
    version = models.PositiveSmallIntegerField(default=1)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=150)
    expires_on = models.DateField()
    superseded = models.BooleanField(default=False)
    cases = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "area_code", "version"], name="sheet_version_once"),
            models.UniqueConstraint(
                fields=["round", "area_code"], condition=models.Q(superseded=False), name="one_sheet_in_use"
            ),
        ]

    def __str__(self) -> str:
        return self.page_code


class Receipt(models.Model):
    """What was handed in and taken, once for each ``key``: the same file or form again gives the same receipt.

    ``sha256`` is the file's, which lies in the store as it came; ``about`` are counts and codes only.
    """

    number = models.CharField(max_length=20, unique=True)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=16)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, null=True, related_name="receipts")
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    by = models.CharField(max_length=150)
    partner = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    about = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.number


class Decision(models.Model):
    """One thing that somebody decided or asked about a case; it is added, never changed.

    ``kind``: record, propose, sign, return, object, appeal, reopen, visit, add. ``old`` and ``new`` are the states before
    and after. ``key`` makes it safe to send again. The words given are sealed, bound to the case's number.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    step = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    old = models.CharField(max_length=16, blank=True)
    new = models.CharField(max_length=16)
    outcome = models.CharField(max_length=24, blank=True)
    reason_code = models.CharField(max_length=24, blank=True)
    reason_sealed = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    post = models.BigIntegerField(null=True)
    partner = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="decisions")
    source = models.CharField(max_length=8, default="page")
    key = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["by", "at"])]


class Verified(models.Model):
    """What verification found last of one household of the register: one row each, written by whatever decides a case.

    ``result`` and ``outcome`` are those of the case; ``step`` is where it was decided, ``decided_on`` when.
    ``standing`` is "" while the result stands, else the state by which it is in question: appealed, reopened, disputed.
    Without a result the household was disputed before anything was decided, and is told of while it is so. The area and
    the place in lists are those of the current edition.
    """

    household_code = KeyField(max_length=16, unique=True)
    area_code = KeyField(max_length=8)
    list_key = KeyField(max_length=40)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    # By its number: who may see the household need not see the case.
    case_number = KeyField(max_length=16)
    result = models.CharField(max_length=16, blank=True)
    outcome = models.CharField(max_length=24, blank=True)
    step = models.CharField(max_length=20, blank=True)
    decided_on = models.DateField()
    standing = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [
            # The list of a result, and of one outcome, in the order of the household list.
            models.Index(fields=["result", "list_key"]),
            models.Index(fields=["outcome", "list_key"]),
            models.Index(fields=["standing", "list_key"]),
        ]

    def __str__(self) -> str:
        return str(self.household_code)


class Ranking(models.Model):
    """The place of one shared thing (a road, water, a market) in a village's open ranking."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="rankings")
    topic = models.CharField(max_length=40)
    votes = models.PositiveSmallIntegerField(default=0)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "topic"], name="topic_ranked_once")]
