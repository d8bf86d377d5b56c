"""What was taken of a village's page before, and where a workbook that goes on with it says something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from baansuk.thai.words import Words
from baansuk.vault import values
from baansuk.verify.deciding import REASON
from baansuk.verify.models import Case, Decision, Receipt, Sheet
from baansuk.verify.outcomes import outcome_words
from baansuk.verify.page_of_village import key_of_file
from baansuk.verify.reading_back import Extra, Fault, Filled, Filling, NotTaken
from baansuk.verify.told import unpack
from baansuk.verify.workbook import ADDED, HEADERS, LIST

OUTCOME, REASON_HEADER = HEADERS[4], HEADERS[5]
Told = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Before:
    """What the workbooks of one page gave so far: the newest receipt ("" for none), rows by case, households added."""

    receipt: str = ""
    rows: Mapping[str, Decision] = field(default_factory=dict)
    added: Mapping[Told, int] = field(default_factory=dict)


def taken_before(sheet: Sheet) -> Before:
    """Return what was taken of a page by earlier workbooks; three queries, whatever its length."""
    receipts = list(Receipt.objects.filter(sheet=sheet, kind="sheet").order_by("pk").values_list("number", "sha256"))
    if not receipts:
        return Before()
    keys = tuple(key_of_file(sha256) for _number, sha256 in receipts)
    given = Decision.objects.filter(source="sheet", case__round=sheet.round_id).select_related("case").order_by("pk")
    own = [one for one in given.filter(case__area_code=sheet.area_code) if one.key.startswith(keys)]
    rows = {one.case.number: one for one in own if one.kind == "record"}
    return Before(receipts[-1][0], rows, Counter(_told_of(one.case) for one in own if one.kind == "add"))


def _told_of(case: Case) -> Told:
    told = unpack(case.sealed_about, case.number)
    return case.house_no, told.name, told.words


def _as_told(extra: Extra) -> Told:
    return extra.house_no[:40], extra.name, extra.words


def check_agrees(filling: Filling, before: Before, cases: Mapping[str, Case], page_code: str) -> None:
    """Raise NotTaken ``two_versions``, naming each row, where a workbook contradicts what was taken of its page before."""
    faults = [*_rows_apart(filling, before, cases), *_added_apart(filling, before)]
    if not faults:
        return
    lead = Words(
        f"หน้า {page_code} รับไปแล้วตามใบรับ {before.receipt} และไฟล์นี้ไม่ตรงกับที่รับแล้ว {len(faults)} แห่ง "
        "ส่งไฟล์ที่กรอกต่อจากเดิมได้ หากต้องแก้ผล ให้แก้ในหน้าของบ้านนั้น",
        f"Page {page_code} was taken already (receipt {before.receipt}), and this file differs from it in "
        f"{len(faults)} place{'s' if len(faults) > 1 else ''}. A file that goes on from it is taken; an outcome is "
        "corrected on the page of its house.",
    )
    raise NotTaken("two_versions", faults, lead)


def _rows_apart(filling: Filling, before: Before, cases: Mapping[str, Case]) -> Iterator[Fault]:
    for row in filling.rows:
        then = before.rows.get(row.case)
        if then is not None and not _same(row, then) and not _corrected_too(row, then, cases[row.case]):
            column = REASON_HEADER if row.outcome == then.outcome else OUTCOME
            yield Fault(LIST, row.row, column, _apart(row, then, cases[row.case].house_no or "–"))


def _corrected_too(row: Filled, then: Decision, case: Case) -> bool:
    """Whoever corrected an outcome on its own page may have corrected it in the workbook too."""
    return row.outcome not in ("", then.outcome) and row.outcome == case.outcome


def _apart(row: Filled, then: Decision, door: str) -> Words:
    was, now = outcome_words(then.outcome), outcome_words(row.outcome)
    if row.outcome == then.outcome:
        return Words(f"บ้านเลขที่ {door}: เหตุผลไม่ตรงกับที่รับแล้ว", f"House {door}: the reason differs from the one taken.")
    if row.outcome:
        return Words(
            f"บ้านเลขที่ {door}: รับแล้วว่า “{was.th}” แต่ไฟล์นี้กรอก “{now.th}”",
            f"House {door}: “{was.en}” was taken, and this file says “{now.en}”.",
        )
    return Words(
        f"บ้านเลขที่ {door}: รับแล้วว่า “{was.th}” แต่ไฟล์นี้ว่าง ให้กรอกตามเดิม",
        f"House {door}: “{was.en}” was taken, and this file leaves it empty. Fill it in as before.",
    )


def _same(row: Filled, then: Decision) -> bool:
    return (row.outcome, row.reason) == (then.outcome, then.reason_code)


def _added_apart(filling: Filling, before: Before) -> Iterator[Fault]:
    gone = Counter(before.added) - Counter(map(_as_told, filling.added))
    for house_no, name, _words in sorted(gone.elements()):
        called = " ".join(one for one in (house_no, name) if one) or "–"
        why = Words(
            f"บ้านที่แจ้งไว้ในไฟล์ก่อน ({called}) ไม่อยู่ในไฟล์นี้ หรือเขียนต่างไป ให้คืนตามเดิม",
            f"A household of the earlier file ({called}) is not in this one, or written in another way. Put it back.",
        )
        yield Fault(ADDED, 0, "", why)


def rows_to_record(filling: Filling, before: Before, cases: Mapping[str, Case]) -> list[Filled]:
    """Return the filled rows that say something new: not taken before, or with another note than then."""
    return [
        row
        for row in filling.rows
        if row.outcome and row.case in cases and _says_more(row, before.rows.get(row.case), cases[row.case])
    ]


def _says_more(row: Filled, then: Decision | None, case: Case) -> bool:
    if then is None:
        return True
    # What was corrected on its own page since stays as it was corrected.
    stands = _same(row, then) and case.outcome == then.outcome and case.state in ("recorded", "disputed")
    return stands and bool(row.note) and row.note != values.unseal(then.reason_sealed, REASON, case.number)


def new_extras(filling: Filling, before: Before) -> list[Extra]:
    """Return the households written down as missed that no earlier workbook of the page gave."""
    left, found = Counter(before.added), []
    for extra in filling.added:
        told = _as_told(extra)
        if left[told] > 0:
            left[told] -= 1
        else:
            found.append(extra)
    return found
