"""Whether a database made for a demonstration is being served as something else; doctor, serve and check --deploy ask."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db import DatabaseError

from baansuk.access.questions import is_marked_demonstration
from baansuk.thai.words import Words


def fault_of_the_mark() -> Words | None:
    """Return what is wrong with where a marked database is served, None where nothing is."""
    if not is_marked_demonstration():
        return None
    if not settings.DEMO:
        return Words(
            "ฐานข้อมูลนี้เป็นของระบบสาธิต ซึ่งทุกคนรู้รหัสผ่าน จึงเปิดใช้จริงไม่ได้ ให้สร้างฐานข้อมูลใหม่ หรือสั่ง `baansuk serve --demo`",
            "This database was made for a demonstration, whose passwords everybody knows, so it cannot serve a real house: "
            "make a new one, or run `baansuk serve --demo`.",
        )
    if settings.SESSION_COOKIE_SECURE or set(settings.ALLOWED_HOSTS) - {*settings.THIS_MACHINE, "testserver"}:
        return Words(
            "ระบบสาธิตเปิดได้เฉพาะในเครื่องนี้ ให้เอา BAANSUK_HTTPS และ BAANSUK_HOSTS ออก",
            "A demonstration is served on this machine only: take BAANSUK_HTTPS and BAANSUK_HOSTS away.",
        )
    return None


@register("baansuk", deploy=True)
def no_demonstration_in_earnest(app_configs: Any, **named: Any) -> list[CheckMessage]:
    """Find a demonstration's database that is about to be served in earnest."""
    try:
        fault = fault_of_the_mark()
    except DatabaseError:
        # No database yet, or one not migrated: there is no mark in it either, and doctor says what is missing.
        return []
    return [] if fault is None else [Error(fault.en, id="baansuk.E001")]
