"""What may be done to editions of the register: open one, store it, publish it, drop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from baansuk.audit import gate
from baansuk.people import editions, loading
from baansuk.people.models import Edition
from baansuk.thai.words import Refusal
from baansuk.vault.shelf import erase, unsealed_folder

Check = Callable[[], None]
Told = Callable[[int, int], None]


def _anyone() -> None:
    """Nobody else can hold what this process is doing."""


def _silence(done: int, total: int) -> None:
    del done, total


@transaction.atomic
def open_edition(*, by: str, check: Check = _anyone) -> int:
    """Begin a new edition and return its number; numbers are never used twice."""
    check()
    last = Edition.objects.aggregate(last=models.Max("number"))["last"] or 0
    edition = Edition.objects.create(number=last + 1, state="building", made_at=timezone.now())
    gate.write("people.open_edition", by=by, subjects=[("edition", str(edition.number))])
    return edition.number


def store_edition(
    *, edition: int, about: dict[str, Any], by: str, check: Check = _anyone, progress: Told = _silence
) -> dict[str, int]:
    """Load the files of a building edition into the database and mark it linked; returns the rows per table.

    Each piece is a short transaction of its own: readers keep the current edition, which no row of this one touches,
    and other writers wait well under two seconds. Rows of an attempt that was cut off are dropped first.
    """
    if not Edition.objects.filter(number=edition, state="building").exists():
        raise Refusal(
            "not_building",
            f"ทะเบียนฉบับที่ {edition} ไม่ได้อยู่ระหว่างจัดทำ จึงบันทึกทับไม่ได้",
            f"Edition {edition} is not being built, so nothing may be stored in it.",
        )
    _clear(edition, check)
    with unsealed_folder(editions.folder(edition)) as files:
        rows = loading.load(edition, files, check, progress)
    with transaction.atomic():
        check()
        Edition.objects.filter(number=edition, state="building").update(state="linked", about=about)
        gate.write("people.store_edition", by=by, subjects=[("edition", str(edition))], about={"rows": rows})
    return rows


def publish(*, edition: int, by: str, check: Check = _anyone) -> None:
    """Make a linked edition the one that everybody reads, retire codes that end with it, and drop the older rows.

    The change of edition is one short transaction. What follows it may be cut off: publishing again finishes it.
    """
    chosen = Edition.objects.filter(number=edition, state__in=("linked", "current")).first()
    if chosen is None:
        raise Refusal(
            "not_linked",
            f"ทะเบียนฉบับที่ {edition} ยังจัดทำไม่เสร็จหรือเลิกใช้แล้ว จึงประกาศใช้ไม่ได้",
            f"Edition {edition} is not finished or is retired, so it cannot be published.",
        )
    if chosen.state == "linked":
        with transaction.atomic():
            check()
            Edition.objects.filter(state="current").update(state="retired")
            Edition.objects.filter(number=edition).update(state="current", published_at=timezone.now())
            gate.write("people.publish", by=by, subjects=[("edition", str(edition))])
    with unsealed_folder(editions.folder(edition), "retired.parquet", "revived.parquet") as files:
        loading.retire_codes(edition, files, check)
    for older in Edition.objects.filter(number__lt=edition).exclude(state="building").order_by("number"):
        if older.state != "retired" or _has_rows(older.number):
            drop_edition(edition=older.number, by=by, check=check)


def drop_edition(*, edition: int, by: str, check: Check = _anyone) -> int:
    """Delete the rows of an edition that nobody reads any more, and its files; returns how many rows went.

    An edition that was never finished also gives back the codes it drew. The edition's own line stays, so that its
    number is never used again. Raises Refusal for the current edition.
    """
    with transaction.atomic():
        check()
        chosen = Edition.objects.select_for_update().get(number=edition)
        if chosen.state == "current":
            raise Refusal(
                "edition_in_use",
                f"ทะเบียนฉบับที่ {edition} ใช้อยู่ขณะนี้ จึงลบไม่ได้",
                f"Edition {edition} is in use, so it cannot be dropped.",
            )
        never_seen = chosen.published_at is None
        Edition.objects.filter(number=edition).update(state="retired")
        gate.write("people.drop_edition", by=by, subjects=[("edition", str(edition))])
    dropped = _clear(edition, check) if never_seen else loading.drop(edition, check)
    erase(editions.folder(edition))
    return dropped


def end_register(*, by: str, check: Check = _anyone) -> int:
    """Take the register out of use with no other in its place, and delete its rows; returns how many editions had any.

    It is for a register of which nothing may be shown any more. Cut off, the next call finishes it.
    """
    with transaction.atomic():
        check()
        ended = Edition.objects.filter(state="current").update(state="retired")
        if ended:
            gate.write("people.end_register", by=by, about={"editions": ended})
    left = [one.number for one in Edition.objects.filter(state="retired") if _has_rows(one.number)]
    for number in left:
        drop_edition(edition=number, by=by, check=check)
    return max(len(left), ended)


def _clear(edition: int, check: Check) -> int:
    loading.forget_codes(edition, check)
    return loading.drop(edition, check)


def _has_rows(number: int) -> bool:
    return any(model._default_manager.filter(edition=number).exists() for model in loading.EDITION_MODELS)
