"""Who may come in, which posts they hold, for which partner, and what agreements grant that partner."""

from django.contrib.auth.models import AbstractUser
from django.db import models

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
    """A post held by a user: a role for a partner in one area, from one day to another."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
    role = models.CharField(max_length=30)
    partner = models.CharField(max_length=40)
    area_code = models.CharField(max_length=8, blank=True)
    title_th = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "valid_to"])]


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
    same agreement: what another agreement brought in is granted by that one.
    """

    agreement = KeyField(max_length=40)
    partner = KeyField(max_length=40)
    field_class = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    area_code = KeyField(max_length=8)
    valid_from = models.DateField()
    valid_to = models.DateField()

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
