"""What must hold of a page that is handed in: it is the one in use, in time, and its session is not closed."""

from __future__ import annotations

from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.screen.figures import show_day
from baansuk.thai.words import Refusal
from baansuk.verify.checks import check_round_open
from baansuk.verify.models import Session, Sheet
from baansuk.verify.questions import works_on_cases


def sheet_of(page_code: str, scope: Scope | None) -> Sheet:
    """Return a page by its code, locked; one of another area is answered as one that was never given out."""
    found = Sheet.objects.select_for_update(of=("self",)).select_related("round").filter(page_code=page_code).first()
    if found is None or not (scope is None or _reaches(scope, found.area_code)):
        raise Refusal(
            "page_unknown",
            f"ไม่พบหน้า {page_code} ตรวจว่าเป็นไฟล์ของหมู่บ้านในพื้นที่ของท่าน",
            f"There is no page {page_code}. Check that the file is of a village you work in.",
        )
    return found


def _reaches(scope: Scope, area_code: str) -> bool:
    return works_on_cases(scope) and any(area_code.startswith(prefix) for prefix in scope.areas_of("household"))


def check_page(sheet: Sheet) -> Session | None:
    """Return the open session that a page belongs to, None where none was called.

    Raises Refusal for an old page code, a page past its day, a closed session.
    """
    check_round_open(sheet.round)
    if sheet.superseded:
        newer = Sheet.objects.get(round=sheet.round_id, area_code=sheet.area_code, superseded=False)
        raise Refusal(
            "old_page",
            f"หน้า {sheet.page_code} เป็นรุ่นที่ {sheet.version} ซึ่งเลิกใช้แล้ว ให้คัดผลลงรุ่นที่ {newer.version} หน้า {newer.page_code}",
            f"Page {sheet.page_code} is version {sheet.version}, which is out of use. Copy what was decided to version "
            f"{newer.version}, page {newer.page_code}.",
        )
    if sheet.expires_on < today():
        th, en = (show_day(sheet.expires_on, language, short=True) for language in ("th", "en"))
        raise Refusal(
            "page_expired",
            f"หน้า {sheet.page_code} หมดอายุเมื่อ {th} ให้ออกหน้าใหม่แล้วคัดผลลงไป",
            f"Page {sheet.page_code} was good until {en}. Have a new one given out and copy what was decided.",
        )
    return _session_of(sheet)


def _session_of(sheet: Sheet) -> Session | None:
    held = Session.objects.filter(round=sheet.round_id, kind="closed_check", area_code=sheet.area_code)
    newest = held.order_by("-pk").first()
    if newest is not None and newest.state in ("closed", "signed"):
        raise Refusal(
            "session_closed",
            f"การประชุม {newest.number} ของหมู่บ้านนี้ปิดแล้ว ผลในหน้า {sheet.page_code} รับเพิ่มไม่ได้ ให้นัดประชุมใหม่ก่อน",
            f"Session {newest.number} of this village is closed; page {sheet.page_code} is taken again once a new session is called.",
        )
    return newest
