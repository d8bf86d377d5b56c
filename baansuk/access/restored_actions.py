"""Lets a restored house serve again, once what had been erased is erased in it too."""

from __future__ import annotations

from django.db import transaction

from baansuk.access.models import HouseMark
from baansuk.access.restored_mark import RESTORED
from baansuk.audit import gate


@transaction.atomic
def lift_restored(*, by: str, again: int) -> None:
    """Take the mark of a restored database away. ``again``: how many erasures had to be done again."""
    HouseMark.objects.filter(name=RESTORED).delete()
    gate.write("house.restore", by=by, about={"erased_again": again})
