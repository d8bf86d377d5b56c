"""Marking keys: those of a new house once, and a new master key when it takes the place of the old one."""

from __future__ import annotations

from django.db import transaction

from baansuk.access.key_marks import MASTER, check_keys, marks_known, marks_now
from baansuk.access.models import KeyMark
from baansuk.audit import gate
from baansuk.vault import house, secret_files
from baansuk.vault.masters import Master, mark_of


def mark_keys(*, by: str) -> list[str]:
    """Keep what keys are new and mark those without a mark; returns their names. Raises Refusal for a wrong key.

    A key whose mark is known is never made anew, and its mark never changed here.
    """
    known = marks_known() or {}
    if known:
        check_keys()
    secret_files.keep()
    house.keyring()
    new = {name: mark for name, mark in marks_now().items() if name not in known}
    if new:
        with transaction.atomic():
            KeyMark.objects.bulk_create(KeyMark(name=name, mark=mark) for name, mark in new.items())
            gate.write("access.mark_keys", by=by, about={"keys": sorted(new)})
    return sorted(new)


def mark_master(master: Master, *, by: str) -> None:
    """Know the house by a new master key from now on; the old one is forgotten after this."""
    mark = mark_of(master.secret, MASTER)
    if KeyMark.objects.filter(name=MASTER, mark=mark).exists():
        return  # a rotation that was cut short had come this far
    with transaction.atomic():
        KeyMark.objects.update_or_create(name=MASTER, defaults={"mark": mark})
        gate.write("access.rotate_master", by=by, about={"master": master.name})
