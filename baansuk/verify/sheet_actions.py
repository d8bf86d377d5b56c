"""What is done with the pages of villages: given out under a page code, handed in filled, taken whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from baansuk.access.election_questions import check_may_export
from baansuk.access.scope import NOBODY, Scope
from baansuk.audit import gate
from baansuk.audit.lists import Listing
from baansuk.people.codes import issue
from baansuk.thai.words import Refusal, Words
from baansuk.vault import private
from baansuk.verify import handed_in
from baansuk.verify.case_actions import About, add_missed, record
from baansuk.verify.checks import check_round_open
from baansuk.verify.continuing import check_agrees, new_extras, rows_to_record, taken_before
from baansuk.verify.models import Case, Receipt, Round, Session, Sheet
from baansuk.verify.page_checks import check_page, sheet_of
from baansuk.verify.page_of_village import by_door, key_of_file
from baansuk.verify.reading_back import (
    Extra,
    Fault,
    Filled,
    Filling,
    NotTaken,
    is_reordered,
    missing_rows,
    read_filled,
)
from baansuk.verify.sheets import cases_on_pages, expiry_of
from baansuk.verify.workbook import ADDED, HEADERS, LIST

VILLAGES_AT_ONCE = 200
OUTCOME = HEADERS[4]


def issue_sheets(*, round: Round, by: str, scope: Scope | None = None, area_code: str = "") -> list[Sheet]:
    """Give out the page of every village of an area that has something to decide; the same page while nothing changed.

    A page that shows other cases than before, or is past its day, is followed by a new version with a new code, and the
    old one is not taken any more. In pieces of their own transaction.
    """
    check_round_open(round)
    # A list of many villages is a bulk list; that of one village is its own work.
    if len(area_code) < 8:
        check_may_export(scope or NOBODY, area_code or round.area_code)
    villages = list(cases_on_pages(round, area_code).items())
    given: list[Sheet] = []
    for start in range(0, len(villages), VILLAGES_AT_ONCE):
        given += _issue(round, dict(villages[start : start + VILLAGES_AT_ONCE]), by, scope)
    return given


def issue_sheet(*, round: Round, area_code: str, by: str, scope: Scope | None, session: Session | None = None) -> Sheet:
    """Give out the page of one village. Raises Refusal ``nothing_to_decide`` where no case waits there."""
    given = issue_sheets(round=round, by=by, scope=scope, area_code=area_code)
    if not given:
        raise Refusal(
            "nothing_to_decide",
            "หมู่บ้านนี้ไม่มีครัวเรือนที่รอตรวจ",
            "No household of this village waits to be checked.",
        )
    if session is not None:
        with transaction.atomic():
            Sheet.objects.filter(pk=given[0].pk).update(session=session)
            gate.write("verify.tie_sheet", by=by, subjects=[("page", given[0].page_code), ("meeting", session.number)])
    return given[0]


@transaction.atomic
def _issue(round: Round, villages: Mapping[str, Sequence[str]], by: str, scope: Scope | None) -> list[Sheet]:
    expires = expiry_of(round)
    in_use = {
        one.area_code: one
        for one in Sheet.objects.select_for_update().filter(round=round, area_code__in=villages, superseded=False)
    }
    kept = {
        area: one for area, one in in_use.items() if one.cases == list(villages[area]) and one.expires_on >= expires
    }
    fresh = [area for area in villages if area not in kept]
    if fresh:
        _replace(round, fresh)
        made = _new_sheets(round, {area: villages[area] for area in fresh}, by)
        kept |= {one.area_code: one for one in made}
        _write_issue(round, made, by, scope)
    return [kept[area] for area in villages]


def _replace(round: Round, areas: Sequence[str]) -> None:
    Sheet.objects.filter(round=round, area_code__in=areas, superseded=False).update(superseded=True)


def _new_sheets(round: Round, villages: Mapping[str, Sequence[str]], by: str) -> list[Sheet]:
    rows = Sheet.objects.filter(round=round, area_code__in=villages).values_list("area_code")
    last = dict(rows.annotate(last=Max("version")).order_by())
    now, expires = timezone.now(), expiry_of(round)
    return Sheet.objects.bulk_create(
        [
            Sheet(
                page_code=code,
                round=round,
                area_code=area,
                version=last.get(area, 0) + 1,
                issued_at=now,
                issued_by=by,
                expires_on=expires,
                cases=list(villages[area]),
            )
            for code, area in zip(issue("page", len(villages)), villages, strict=True)
        ]
    )


def _write_issue(round: Round, sheets: Sequence[Sheet], by: str, scope: Scope | None) -> None:
    subjects = Listing([("round", round.code)])
    for sheet in sheets:
        subjects.add("page", sheet.page_code)
        for number in sheet.cases:
            subjects.add("case", number)
    about = {"round": round.code, "pages": len(sheets)}
    gate.write("verify.issue_sheet", by=by, partner=scope.partner if scope else "", subjects=subjects, about=about)


def read_back(*, content: bytes, filename: str, by: str, scope: Scope | None) -> Receipt:
    """Take a filled workbook whole and return its receipt, or nothing of it and raise Refusal with every fault.

    The file is kept sealed before it is looked at. The same file again is the same receipt. A fuller one of the same page,
    which agrees with all that was filled in the one before, goes on with it.
    """
    digest = handed_in.keep(content)
    if (before := Receipt.objects.filter(key=f"file:{digest}").first()) is not None:
        return before
    try:
        filling = _read(content, filename)
        with transaction.atomic():
            return _take(filling, digest, by, scope)
    except Refusal as refusal:
        with transaction.atomic():
            about = {"sha256": digest, "why": refusal.code}
            gate.write("verify.read_back", by=by, subjects=[("file", digest)], outcome="refused", about=about)
        raise


def _read(content: bytes, filename: str) -> Filling:
    with private.room("verify") as room:
        path = room / "handed_in.xlsx"
        path.write_bytes(content)
        return read_filled(path, filename)


def _take(filling: Filling, digest: str, by: str, scope: Scope | None) -> Receipt:
    sheet = sheet_of(filling.page_code, scope)
    session = check_page(sheet)
    faults = [*filling.faults, *missing_rows(filling, sheet.cases)]
    if not faults and not filling.added and not any(one.outcome for one in filling.rows):
        # An empty page that was taken would use the page up, and the filled one after it could not be handed in.
        raise Refusal(
            "nothing_filled",
            "ไฟล์นี้ยังไม่ได้กรอกผลสักหลัง จึงยังไม่รับ กรอกแล้วส่งใหม่ได้",
            "No outcome is filled in yet, so the file is not taken. Fill it in and hand it in again.",
        )
    cases = {one.number: one for one in Case.objects.filter(number__in=sheet.cases).select_related("round")}
    before = taken_before(sheet)
    if not faults:
        check_agrees(filling, before, cases, sheet.page_code)
    fresh, extras = rows_to_record(filling, before, cases), new_extras(filling, before)
    for row in fresh:
        faults += _recorded(row, cases[row.case], session, digest, by, scope)
    for extra in extras:
        faults += _added(extra, sheet, digest, by, scope)
    if faults:
        raise NotTaken("not_taken", sorted(faults, key=lambda one: (one.sheet != LIST, one.row)))
    went_on = {"continues": before.receipt, "new": len(fresh), "added": len(extras)} if before.receipt else {}
    return _receipt(filling, sheet, digest, by, scope, went_on)


def _recorded(
    row: Filled, case: Case, session: Session | None, digest: str, by: str, scope: Scope | None
) -> Iterator[Fault]:
    try:
        record(
            case=case,
            outcome=row.outcome,
            reason=row.reason,
            because=row.note,
            by=by,
            scope=scope,
            session=session,
            key=f"{key_of_file(digest)}{case.number}",
            source="sheet",
        )
    except Refusal as refusal:
        yield Fault(LIST, row.row, OUTCOME, by_door(refusal.words, case.number, case.house_no or "–"))


def _added(extra: Extra, sheet: Sheet, digest: str, by: str, scope: Scope | None) -> Iterator[Fault]:
    try:
        add_missed(
            round=sheet.round,
            about=About(sheet.area_code, extra.house_no, extra.name, extra.words),
            by=by,
            scope=scope,
            key=f"{key_of_file(digest)}added:{extra.row}",
            source="sheet",
        )
    except Refusal as refusal:
        yield Fault(ADDED, extra.row, "", refusal.words)


def _receipt(
    filling: Filling, sheet: Sheet, digest: str, by: str, scope: Scope | None, went_on: Mapping[str, object]
) -> Receipt:
    filled = sum(1 for one in filling.rows if one.outcome)
    about = {
        "rows": len(filling.rows),
        "filled": filled,
        "open": len(filling.rows) - filled,
        "added": len(filling.added),
        "reordered": is_reordered(filling, sheet.cases),
        **went_on,
    }
    made = Receipt.objects.create(
        number=issue("receipt", 1)[0],
        key=f"file:{digest}",
        kind="sheet",
        sheet=sheet,
        sha256=digest,
        by=by,
        partner=scope.partner if scope else "",
        at=timezone.now(),
        about=about,
    )
    subjects = [("page", sheet.page_code), ("receipt", made.number), ("file", digest)]
    gate.write("verify.read_back", by=by, partner=made.partner, subjects=subjects, about=about)
    return made


def check_one_of_each(*, files: Mapping[str, bytes]) -> dict[str, Words]:
    """Return, by name of file, why it is not taken: of one village there are two files that are filled differently."""
    found: dict[str, dict[str, str]] = {}
    for name, content in files.items():
        try:
            code = _read(content, name).page_code
        except Refusal:
            continue  # said of the file itself when it is read
        area = Sheet.objects.filter(page_code=code).values_list("area_code", flat=True).first() or code
        found.setdefault(area, {})[name] = hashlib.sha256(content).hexdigest()
    clashing = [names for names in found.values() if len(set(names.values())) > 1]
    return {name: _two_files(sorted(names)) for names in clashing for name in names}


def _two_files(names: Sequence[str]) -> Words:
    listed = ", ".join(names)
    return Words(
        f"ไฟล์ {listed} เป็นของหมู่บ้านเดียวกันแต่กรอกไม่เหมือนกัน ให้ส่งเพียงไฟล์เดียวที่ที่ประชุมรับรอง",
        f"Files {listed} are of one village and filled differently. Hand in the one that the meeting agreed on.",
    )
