"""What may be done with a request of a person: take it in, make sure who asks, work on it, answer, refuse, reopen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from baansuk.access.classes import PURPOSES
from baansuk.access.questions import today
from baansuk.access.scope import Scope
from baansuk.agree.kinds import check_on
from baansuk.audit import gate
from baansuk.collect.receipts import new_receipt
from baansuk.people import consent_actions
from baansuk.people.codes import is_code, kind_of
from baansuk.people.questions import persons_for
from baansuk.protect.due import due_on, load_due, rule_for
from baansuk.protect.kinds import (
    ASKERS,
    CHANNELS,
    FOR_OTHERS,
    HOLDING,
    IDENTITY_CHECKS,
    KINDS,
    REASONS,
)
from baansuk.protect.models import RequestStep, SubjectRequest
from baansuk.protect.moves import check_move
from baansuk.thai.words import Refusal, Words
from baansuk.vault import values

NAME, REACH, WORDS, ANSWER = (
    f"protect_subjectrequest.{column}" for column in ("name_sealed", "reach_sealed", "words_sealed", "answer_sealed")
)
NOTE = "protect_requeststep.note_sealed"
VALUE = "protect_correction.value_sealed"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks: of which kind, who asks and how to reach them, their own words, and how it came in.

    ``uses`` are the purposes that a person restricts or objects to.
    """

    kind: str
    channel: str
    received_on: date
    name: str
    asker: str = "self"
    reach: str = ""
    words: str = ""
    uses: tuple[str, ...] = ()


@transaction.atomic
def receive(*, asked: Asked, scope: Scope, by: str) -> SubjectRequest:
    """Take a request in; its due day follows from the rule of the day on which it came. It is not tied to a person yet."""
    _check_asked(asked)
    rule, number = rule_for(asked.kind, asked.received_on, load_due()), _new_number()
    made = SubjectRequest.objects.create(
        number=number,
        kind=asked.kind,
        asker=asked.asker,
        name_sealed=values.seal(asked.name.strip(), NAME, number),
        reach_sealed=values.seal(asked.reach.strip(), REACH, number),
        words_sealed=values.seal(asked.words.strip(), WORDS, number),
        channel=asked.channel,
        received_on=asked.received_on,
        received_by=by,
        due_on=due_on(asked.kind, asked.received_on, load_due()),
        due_source_th=rule.source.th,
        due_source_en=rule.source.en,
        uses=[name for name in PURPOSES if name in asked.uses],
        owner_post=scope.post,
    )
    RequestStep.objects.create(request=made, new="received", at=timezone.now(), by=by)
    gate.write(
        "protect.receive_request",
        by=by,
        partner=scope.partner,
        subjects=[("request", number)],
        about={"kind": asked.kind, "channel": asked.channel, "due": str(made.due_on)},
    )
    return made


def _check_asked(asked: Asked) -> None:
    check_on(KINDS, asked.kind, Words("เรื่องที่ขอ", "Kind of request"))
    check_on(CHANNELS, asked.channel, Words("ช่องทาง", "Channel"))
    check_on(ASKERS, asked.asker, Words("ผู้ขอ", "Who asks"))
    if not asked.name.strip():
        raise Refusal(
            "name_needed", "กรอกชื่อผู้ขอ เพื่อให้ตอบกลับได้", "Give the name of who asks, so that they can be answered."
        )
    if asked.received_on > today():
        raise Refusal("day_to_come", "วันที่รับเรื่องยังมาไม่ถึง ตรวจวันที่", "The day of receipt lies in the future; check it.")
    if asked.kind in HOLDING and not asked.uses:
        raise Refusal(
            "purpose_needed",
            "เลือกการใช้ที่ขอระงับหรือคัดค้านอย่างน้อยหนึ่งอย่าง",
            "Choose at least one use that is restricted or objected to.",
        )


def _new_number() -> str:
    return new_receipt(timezone.localdate().year + 543).replace("R-", "Q-", 1)


def read_person_code(scope: Scope, code: str) -> str:
    """Return a person's code as it is in the register and within the seat's sight.

    Whoever is not there and whoever lies outside the seat's sight are answered by the same sentence after the same question,
    so that a request cannot be used to find out who stands in the register. Raises Refusal ``no_such_person``.
    """
    typed = code.strip().upper()
    well_formed = is_code(typed) and kind_of(typed) == "person"
    if not well_formed or not persons_for(scope).filter(code=typed).exists():
        raise Refusal(
            "no_such_person",
            "ไม่พบบุคคลรหัสนี้ในทะเบียนที่ท่านดูแล ตรวจรหัสจากหน้าครัวเรือน ถ้าค้นแล้วไม่พบ ให้บันทึกว่าไม่พบในทะเบียนและตอบผู้ขอตามนั้น",
            "No person with this code is in the register that you keep. Check the code on the household's page; if nobody is "
            "found, record that and answer so.",
        )
    return typed


@transaction.atomic
def tie(*, request: SubjectRequest, code: str, scope: Scope, by: str) -> SubjectRequest:
    """Tie a request to the person it is about, or, with an empty code, record that nobody such is in the register."""
    person = read_person_code(scope, code) if code.strip() else ""
    current = _locked(request)
    _check_open(current)
    current.person_code, current.nobody = person, not person
    current.save(update_fields=["person_code", "nobody"])
    subjects = [("request", current.number), *([("person", person)] if person else [])]
    gate.write("protect.tie_request", by=by, partner=scope.partner, subjects=subjects, about={"nobody": current.nobody})
    return current


@transaction.atomic
def check_identity(*, request: SubjectRequest, how: str, scope: Scope, by: str) -> SubjectRequest:
    """Record how it was made sure who asks; whoever speaks for another shows the paper that lets them."""
    check_on(IDENTITY_CHECKS, how, Words("วิธียืนยันตัวตน", "How identity was checked"))
    if (request.asker != "self") != (how in FOR_OTHERS):
        raise Refusal(
            "wrong_paper",
            "ผู้ที่ขอแทนต้องแสดงหนังสือมอบอำนาจหรือเอกสารความเป็นผู้ปกครอง ส่วนเจ้าของข้อมูลใช้เอกสารของตนเอง",
            "Whoever asks for another shows a power of attorney or the paper of guardianship; the person shows their own.",
        )
    current = _locked(request)
    current.identity_how, current.identity_on, current.identity_by = how, today(), by
    return _move(current, "checked", scope, by, fields=("identity_how", "identity_on", "identity_by"))


@transaction.atomic
def begin(*, request: SubjectRequest, scope: Scope, by: str, note: str = "") -> SubjectRequest:
    """Hand a request to the register keeper to be worked on."""
    return _move(_locked(request), "in_work", scope, by, note=note)


@transaction.atomic
def answer(*, request: SubjectRequest, words: str, scope: Scope, by: str) -> SubjectRequest:
    """Answer a request; what was asked to be held back is held back from here on.

    Raises Refusal where it is not tied to a person and nobody has said that there is none, where the answer is empty, and
    where a correction was never sent to the register.
    """
    current = _locked(request)
    check_move(current.state, "answered")
    _check_tied(current)
    if not words.strip():
        raise Refusal("answer_needed", "เขียนคำตอบถึงผู้ขอ", "Write the answer.")
    if current.kind == "correct" and not current.nobody and not current.corrections.exclude(receipt="").exists():
        raise Refusal(
            "not_corrected",
            "ยังไม่ได้ส่งข้อมูลที่แก้เข้าทะเบียน ให้ผู้ดูแลทะเบียนบันทึกก่อน หรือตอบว่าไม่รับพร้อมเหตุผล",
            "The correction has not gone to the register. Its keeper records it first, or the request is refused with a reason.",
        )
    if current.kind in HOLDING and current.person_code:
        consent_actions.hold_back(
            person=current.person_code, purposes=current.uses, request=current.number, by=by, partner=scope.partner
        )
    current.answer_sealed = values.seal(words.strip(), ANSWER, current.number)
    current.answered_on, current.answered_by, current.reason = today(), by, ""
    return _move(current, "answered", scope, by, fields=("answer_sealed", "answered_on", "answered_by", "reason"))


@transaction.atomic
def refuse(*, request: SubjectRequest, reason: str, words: str, scope: Scope, by: str) -> SubjectRequest:
    """Refuse a request for one of the reasons that the law knows, with the sentence that the person reads."""
    check_on(REASONS, reason, Words("เหตุที่ไม่รับ", "Reason"))
    if not words.strip():
        raise Refusal("answer_needed", "เขียนเหตุผลถึงผู้ขอ", "Write the reason for the person to read.")
    current = _locked(request)
    current.answer_sealed = values.seal(words.strip(), ANSWER, current.number)
    current.answered_on, current.answered_by, current.reason = today(), by, reason
    return _move(current, "refused", scope, by, fields=("answer_sealed", "answered_on", "answered_by", "reason"))


@transaction.atomic
def withdraw(*, request: SubjectRequest, scope: Scope, by: str, note: str = "") -> SubjectRequest:
    """Record that the person took the request back."""
    return _move(_locked(request), "withdrawn", scope, by, note=note)


@transaction.atomic
def reopen(*, request: SubjectRequest, note: str, scope: Scope, by: str) -> SubjectRequest:
    """Open a request again, with what is new; it gets a new due day from today."""
    if not note.strip():
        raise Refusal("reason_needed", "เขียนว่ามีอะไรใหม่", "Write what is new.")
    current = _locked(request)
    rule = rule_for(current.kind, today(), load_due())
    current.due_on = due_on(current.kind, today(), load_due())
    current.due_source_th, current.due_source_en = rule.source.th, rule.source.en
    fields = ("due_on", "due_source_th", "due_source_en")
    return _move(current, "reopened", scope, by, note=note, fields=fields)


def _check_tied(request: SubjectRequest) -> None:
    if not request.person_code and not request.nobody:
        raise Refusal(
            "not_tied",
            "ยังไม่ได้ระบุว่าเป็นบุคคลใดในทะเบียน ให้ผู้ดูแลทะเบียนระบุ หรือบันทึกว่าไม่พบในทะเบียน",
            "It has not been said whom this is about. The register keeper ties it to a person, or records that there is none.",
        )


def _check_open(request: SubjectRequest) -> None:
    if request.state in ("answered", "refused", "withdrawn"):
        raise Refusal("request_closed", "คำขอนี้ปิดแล้ว ให้เปิดเรื่องใหม่ก่อน", "This request is closed; open it again first.")


def _locked(request: SubjectRequest) -> SubjectRequest:
    return SubjectRequest.objects.select_for_update().get(pk=request.pk)


def _move(
    request: SubjectRequest, new: str, scope: Scope, by: str, *, note: str = "", fields: tuple[str, ...] = ()
) -> SubjectRequest:
    check_move(request.state, new)
    old, request.state = request.state, new
    request.save(update_fields=["state", *fields])
    sealed = values.seal(note.strip(), NOTE, request.number)
    RequestStep.objects.create(request=request, old=old, new=new, at=timezone.now(), by=by, note_sealed=sealed)
    subjects = [("request", request.number)]
    if request.person_code:
        subjects.append(("person", request.person_code))
    about = {"old": old, "new": new, "kind": request.kind, "reason": request.reason}
    gate.write("protect.move_request", by=by, partner=scope.partner, subjects=subjects, about=about)
    return request
