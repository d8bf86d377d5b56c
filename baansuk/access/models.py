"""Who may come in, which posts they hold, for which partner, and what agreements grant that partner."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from baansuk.access.key_models import KeyMark as KeyMark
from baansuk.access.pace_models import Turns as Turns
from baansuk.places.columns import KeyField


class User(AbstractUser):
    """One account of one person; what it may see comes from its posts.

    ``person_index`` is the blind index of the holder's id number (``blind.py``), None while nobody has vouched for it;
    ``person_known_by`` says who has: ``sign_on`` (single sign-on) or ``keeper``.
    """

    partner = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, default="th")
    password_sample = models.BooleanField(default=False)
    person_index = KeyField(max_length=22, null=True, unique=True)
    person_known_by = models.CharField(max_length=10, blank=True)


class Post(models.Model):
    """A post held by a user: a role for a partner in one area, from one day to another, by an appointment order.

    ``stands_for`` is the post in whose stead this one is held, within its days: ``acting`` (รักษาราชการแทน) while its
    holder cannot, or ``delegate`` (ปฏิบัติราชการแทน) by its holder's own order. ``keeps_posts``: its holder gives and
    ends the posts of the same partner in the same area.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=30)
    partner = models.CharField(max_length=40)
    area_code = models.CharField(max_length=8, blank=True)
    title_th = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    order_number = models.CharField(max_length=60, blank=True)
    order_date = models.DateField(null=True)
    keeps_posts = models.BooleanField(default=False)
    stands_for = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="stand_ins")
    stand_in = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "valid_to"])]


class PostHandOver(models.Model):
    """A post that passed from one holder to the next: the old one has it to the end of ``last_day``.

    ``pack`` counts what was open that day; ``note`` is what the old holder leaves to the new one.
    """

    old = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="handed_on")
    new = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="taken_over")
    last_day = models.DateField()
    pack = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()


class AssignedHouse(models.Model):
    """A household that a post was given for a round of visits, by its code."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="assigned_houses")
    household_code = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "household_code"], name="house_assigned_once")]


class SignInTry(models.Model):
    """Failed sign-ins of one name, known or not, kept by a keyed hash: people type passwords into the name field."""

    name_hash = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()


class Partner(models.Model):
    """An agency, network or body by the code that posts, grants and deliveries name; what it is stands in ``agree``."""

    code = KeyField(max_length=40, primary_key=True)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)


class Grant(models.Model):
    """One thing that an agreement lets a partner see: a class of facts, in an area, for a purpose, between two days.

    ``agree`` writes and withdraws these rows; both days are in force. The facts meant are those delivered under the
    same agreement: what another agreement brought in is granted by that one. ``refused`` and ``stays`` are source codes
    with commas between (see ``scope.Granted``). ``by_consent``: of those persons only who agreed to it, and from the sources in
    ``only``.
    """

    agreement = KeyField(max_length=40)
    partner = KeyField(max_length=40)
    field_class = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    area_code = KeyField(max_length=8)
    valid_from = models.DateField()
    valid_to = models.DateField()
    refused = models.TextField(blank=True, default="")
    stays = models.TextField(blank=True, default="")
    by_consent = models.BooleanField(default=False)
    only = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "partner", "field_class", "purpose", "area_code", "valid_from"],
                name="granted_once",
            )
        ]
        indexes = [models.Index(fields=["partner", "purpose", "valid_to"])]


class Invitation(models.Model):
    """A link that lets one person set the password of an account, once; only the hash of what it carries is kept."""

    token_hash = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class HouseMark(models.Model):
    """What this database is, said in the database itself: ``demonstration`` when ``init --demo`` made it one."""

    name = models.CharField(max_length=20, primary_key=True)
    marked_at = models.DateTimeField()


class DayReached(models.Model):
    """The latest day this house has seen: a clock set back must not bring an ended agreement back to life."""

    day = models.DateField()


class Token(models.Model):
    """A key for a program that works for one user in one of their seats, for one purpose; only its hash is kept.

    ``prefix`` tells one token from another in lists and in the trail. What it may see is worked out afresh on each
    request, as for a session: it ends with the post, with the agreement, on its last day, or when it is revoked.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="tokens")
    partner = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=80)
    prefix = KeyField(max_length=8, unique=True)
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    last_day = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)


class Emergency(models.Model):
    """An urgent look beyond a post's own area: one area or one household, for hours, with a reason.

    It is open from ``begins_at`` to ``ends_at``; ``wanted_until`` is what was asked for, which a second person may allow.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="emergencies")
    area_code = KeyField(max_length=8)
    household_code = KeyField(max_length=16, blank=True)
    kind = models.CharField(max_length=20)
    reason = models.TextField()
    asked_at = models.DateTimeField()
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    wanted_until = models.DateTimeField()
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [models.Index(fields=["post", "ends_at"])]


class ElectionPeriod(models.Model):
    """The days around an election in an area, first and last included, in which no list leaves the house."""

    area_code = KeyField(max_length=8)
    name_th = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    first_day = models.DateField()
    last_day = models.DateField()
    set_by = models.CharField(max_length=150)
    set_at = models.DateTimeField()
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)


class DayCorrection(models.Model):
    """A day reached that lay in the future and was set right, with the reason: it may open again what had ended."""

    day_before = models.DateField()
    day_after = models.DateField()
    because = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
