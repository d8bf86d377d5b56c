"""Persons, households and facts, kept in numbered editions: readers see a whole edition or none of it.

Rows refer to each other by code and edition, without foreign keys, because an edition is written in bulk by a run and
dropped in bulk when a newer one has taken its place. What people decide is kept elsewhere, by code, and outlives both.
"""

from django.db import models

from baansuk.people.consent_models import Consent, HeldBack
from baansuk.people.guardian_models import Guardianship
from baansuk.places.columns import KeyField

__all__ = [
    "AreaFact",
    "Consent",
    "Edition",
    "FactSheet",
    "Guardianship",
    "HeldBack",
    "Household",
    "HouseholdEvent",
    "IssuedCode",
    "Membership",
    "NameWord",
    "Person",
    "RecordLink",
]


class Edition(models.Model):
    """One issue of the register, made by one run; exactly one is current."""

    STATES = [(name, name) for name in ("building", "linked", "current", "retired")]

    number = models.PositiveIntegerField(primary_key=True)
    state = models.CharField(max_length=10, choices=STATES, default="building")
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    about = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="current"), name="one_current_edition")
        ]


class IssuedCode(models.Model):
    """A code once given to a person or a household; it is never given again, even after it is retired."""

    code = KeyField(max_length=16, primary_key=True)
    kind = models.CharField(max_length=10)
    issued_in = models.PositiveIntegerField()
    retired_in = models.PositiveIntegerField(null=True)
    successor = models.CharField(max_length=16, blank=True)


class Household(models.Model):
    """A household as this edition shows it."""

    edition = models.PositiveIntegerField()
    code = KeyField(max_length=16)
    area_code = KeyField(max_length=8)
    list_key = KeyField(max_length=40)
    name_key = KeyField(max_length=320)
    head_name = models.CharField(max_length=320, blank=True)
    house_no = models.CharField(max_length=40, blank=True)
    house_key = KeyField(max_length=40, blank=True)
    village_no = models.CharField(max_length=4, blank=True)
    house_code = models.CharField(max_length=11, blank=True)
    register_kind = models.CharField(max_length=20, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    members = models.PositiveSmallIntegerField(default=0)
    families = models.PositiveSmallIntegerField(default=1)
    sources = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="household_once_per_edition")]
        indexes = [
            models.Index(fields=["edition", "list_key"]),
            models.Index(fields=["edition", "name_key"]),
            models.Index(fields=["edition", "house_code"]),
            # The village stands at the end, so that one number of every village of a province is told apart in the index.
            models.Index(fields=["edition", "house_key", "list_key", "village_no"]),
        ]


class Person(models.Model):
    """A person as this edition shows it; the full id number is sealed, beside its blind index and its masked form."""

    edition = models.PositiveIntegerField()
    code = KeyField(max_length=16)
    household_code = KeyField(max_length=16)
    area_code = KeyField(max_length=8)
    title = models.CharField(max_length=40, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    name_key = KeyField(max_length=320)
    sex = models.CharField(max_length=6, blank=True)
    birth_date = models.DateField(null=True)
    birth_precision = models.CharField(max_length=5, blank=True)
    id_kind = models.CharField(max_length=12, default="none")
    id_masked = models.CharField(max_length=20, blank=True)
    id_index = models.CharField(max_length=44, blank=True)
    # Opened by number_actions.full_number alone.
    id_sealed = models.CharField(max_length=200, blank=True)
    relation = models.CharField(max_length=40, blank=True)
    family_no = models.PositiveSmallIntegerField(default=1)
    # Who says so: a source's own numbers ("said"), kin ("kin"), or nobody.
    family_by = models.CharField(max_length=4, blank=True)
    # Kin who are persons here, whichever house they live in; their own id numbers stand with themselves alone.
    father_code = KeyField(max_length=16, blank=True)
    mother_code = KeyField(max_length=16, blank=True)
    spouse_code = KeyField(max_length=16, blank=True)
    life_status = models.CharField(max_length=8, blank=True)
    sources = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="person_once_per_edition")]
        indexes = [
            models.Index(fields=["edition", "household_code"]),
            models.Index(fields=["edition", "id_index"]),
        ]


class Membership(models.Model):
    """A person belongs to a household, as some source saw it: lives there, is registered there, or both."""

    edition = models.PositiveIntegerField()
    person_code = KeyField(max_length=16)
    household_code = KeyField(max_length=16)
    kind = models.CharField(max_length=12)
    relation = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=40)
    observed_on = models.DateField(null=True)
    main = models.BooleanField(default=False)
    # The days of moving in and of leaving, where a source tells them; its end is told of what is over only.
    begins_on = models.DateField(null=True)
    begins_precision = models.CharField(max_length=5, blank=True)
    ends_on = models.DateField(null=True)
    ends_precision = models.CharField(max_length=5, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["edition", "household_code"]),
            models.Index(fields=["edition", "person_code"]),
        ]


class HouseholdEvent(models.Model):
    """What became of a household from one edition to the next, told of it; the other household has a row of its own.

    ``kind``: merged (the other one's code ended in this one), or split, moved or went, each ``_from`` the other or ``_to`` it.
    """

    edition = models.PositiveIntegerField()
    household_code = KeyField(max_length=16)
    kind = models.CharField(max_length=12)
    other_code = KeyField(max_length=16)
    # Those whose main household changed; null where two households became one.
    persons = models.PositiveIntegerField(null=True)
    # The edition in which it was found: rows are carried from edition to edition.
    found_in = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["edition", "household_code"])]


class NameWord(models.Model):
    """One way to find a person by name: the whole name, a later word of it, or the sound of a word after ``~``.

    The whole name is its folded words joined by ``!`` in sort-key form, so one range finds both who is called so and
    who is called so and so, in the order of a Thai list.
    """

    edition = models.PositiveIntegerField()
    word = KeyField(max_length=80)
    area_code = KeyField(max_length=8)
    # A tambon team's search begins here: in a village of a few hundred the province's list of a common word is long.
    tambon_code = KeyField(max_length=6)
    person_code = KeyField(max_length=16)
    household_code = KeyField(max_length=16)

    class Meta:
        indexes = [
            # The person stands in it too: whom a word finds, and whether somebody found bears another, is read from it alone.
            models.Index(fields=["edition", "word", "area_code", "person_code"]),
            models.Index(fields=["edition", "tambon_code", "word"]),
        ]


class RecordLink(models.Model):
    """One row of one delivery and the person and household it was linked to, with the rule and its evidence."""

    edition = models.PositiveIntegerField()
    record_id = models.BigIntegerField()
    person_code = KeyField(max_length=16, blank=True)
    household_code = KeyField(max_length=16, blank=True)
    rule = models.CharField(max_length=30, blank=True)
    household_rule = models.CharField(max_length=20)
    source = models.CharField(max_length=40)
    delivery = models.BigIntegerField()
    row = models.BigIntegerField()
    table = models.CharField(max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["edition", "household_code"]),
        ]


class FactSheet(models.Model):
    """What each source says of one household and its members in the fields of one class.

    ``facts`` is a list of ``[person code or "", record id, day observed, {field: value}]``, one per record (see
    ``facts.py``): the value in use follows from them by the orders of trust that the edition keeps. Of a sensitive class
    it is empty and the same list stands in ``sealed`` (see ``sealed.py``).
    """

    edition = models.PositiveIntegerField()
    household_code = KeyField(max_length=16)
    field_class = models.CharField(max_length=20)
    facts = models.JSONField(default=list)
    sealed = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["edition", "household_code", "field_class"])]


class AreaFact(models.Model):
    """A fact of a village or tambon, such as its road, water, power or signal."""

    edition = models.PositiveIntegerField()
    area_code = KeyField(max_length=8)
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=200)
    source = models.CharField(max_length=40)
    delivery = models.BigIntegerField()
    observed_on = models.DateField(null=True)
    agreement = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["edition", "area_code"])]
