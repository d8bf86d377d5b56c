"""A small province for the matrix: one household of one's own and one of others, agreements in every state, partners of every kind."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.test import Client
from django.utils import timezone

from baansuk.access import token_actions
from baansuk.access.classes import PURPOSES
from baansuk.access.models import AssignedHouse, ElectionPeriod, Grant, Partner, Post, User
from baansuk.access.questions import seat_of, today
from baansuk.access.roles import ROLES
from baansuk.access.scope import NOBODY, Sitting
from baansuk.access.tests.cast import AGREEMENT, FROM, sign_in, sit_down
from baansuk.agree import actions as agreements
from baansuk.agree import amending_actions, annex_actions, partner_actions, promise_actions
from baansuk.agree.annexes import Contents
from baansuk.agree.models import Agreement
from baansuk.agree.terms import DAY, Term
from baansuk.assess.tests.page_fixtures import CODES, EDITION, PERSON_CODES, make_edition
from baansuk.audit import gate
from baansuk.collect.actions import declare, receive
from baansuk.collect.tests.files import PEOPLE, ROW, csv_bytes
from baansuk.link.models import PersonEvent
from baansuk.link.review_loading import load_review, pair_code
from baansuk.link.tests.review_files import review_files
from baansuk.people.models import Edition, FactSheet
from baansuk.protect import breach_actions, request_actions
from baansuk.protect.models import SubjectRequest
from baansuk.runs.models import Run
from baansuk.thai.words import Words
from tests.access.oracle import EVERY

OWN, OTHER = CODES[0], CODES[4]
AREA = "990101"
RECORD = 1_100_000_002
# Class -> unit, field, value as received, and a text that stands on a page or in an answer when the class is shown.
MARKS: dict[str, tuple[str, str, str, str]] = {
    "household": ("person", "school", "โรงเรียนเครื่องหมาย", "โรงเรียนเครื่องหมาย"),
    "contact": ("person", "phone", "0812345999", "0812345999"),
    "land": ("household", "land_document", "ที่ดินเครื่องหมาย", "ที่ดินเครื่องหมาย"),
    "economic": ("person", "occupation", "อาชีพเครื่องหมาย", "อาชีพเครื่องหมาย"),
    "debt": ("household", "debt_household", "67891.00", "67,891"),
    "health": ("person", "care_level", "homebound", "ติดบ้าน"),
    "disability": ("person", "disability_kind", "ความพิการเครื่องหมาย", "ความพิการเครื่องหมาย"),
    "ethnicity_status": ("person", "ethnicity", "ชาติพันธุ์เครื่องหมาย", "ชาติพันธุ์เครื่องหมาย"),
    "aid": ("person", "elderly_allowance", "912.00", "912 บาท"),
}
# What stands in columns rather than in facts.
COLUMNS = {"identity": "ทดสอบ", "position": "10.1234"}
API_TEXT = {"debt": "67891.00", "health": "homebound", "aid": "912.00"}


@dataclass(frozen=True)
class World:
    """Codes and numbers that fill the gaps of addresses."""

    names: dict[str, str]


@dataclass(frozen=True)
class Reader:
    """Somebody in one seat: in a browser, and by a program with a token of the same seat."""

    browser: Client
    program: Client


def make_world() -> World:
    """Make the register, the agreements and what the keeper's pages show."""
    make_edition()
    delivered_under(AGREEMENT)
    for code, person in ((OWN, PERSON_CODES[0]), (OTHER, PERSON_CODES[4])):
        FactSheet.objects.filter(edition=EDITION, household_code=code).delete()
        for field_class, (unit, name, value, _shown) in MARKS.items():
            fact = ["" if unit == "household" else person, RECORD, "2026-01-23", {name: value}]
            FactSheet.objects.create(edition=EDITION, household_code=code, field_class=field_class, facts=[fact])
    Run.objects.create(
        pk=1, job="register", state="done", asked_by="test", asked_at=timezone.now(), said_th="ก", said_en="a"
    )
    declare(PEOPLE % "text", by="test")
    taken = receive(io.BytesIO(csv_bytes([ROW])), filename="people.csv", by="test")
    with transaction.atomic():
        event = gate.write("people.look", by="test", subjects=[("household", OWN), ("household", OTHER)])
    # Long past, so that no list is held back by it.
    long_ago = today() - timedelta(days=900)
    period = ElectionPeriod.objects.create(
        area_code=AREA, name_th="ก", name_en="a", first_day=long_ago, last_day=long_ago, set_by="test",
        set_at=timezone.now(),
    )  # fmt: skip
    names = {
        "OWN": OWN,
        "OTHER": OTHER,
        "PERSON": PERSON_CODES[0],
        "OTHER-PERSON": PERSON_CODES[4],
        "RECEIPT": taken.receipt,
        "EVENT": str(event),
        "PERIOD": str(period.pk),
        "POST": str(_post().pk),
    }
    return World({**names, **_review(), **_agreements(), **_requests(), **_breach()})


def _review() -> dict[str, str]:
    """A pair to review and a merge inside one's own area, and one of each that reaches into another."""
    review, events = review_files(
        [(RECORD, RECORD + 1, "uncertain"), (RECORD, RECORD + 4, "uncertain")],
        [(1, "merge", PERSON_CODES[0], PERSON_CODES[1], RECORD), (2, "merge", PERSON_CODES[4], "P-GONE", RECORD + 4)],
    )
    load_review(EDITION, review, events)
    merged = dict(PersonEvent.objects.values_list("person_code", "number"))
    return {
        "PAIR": pair_code(RECORD, RECORD + 1),
        "OTHER-PAIR": pair_code(RECORD, RECORD + 4),
        "MERGED": str(merged[PERSON_CODES[0]]),
        "OTHER-MERGED": str(merged[PERSON_CODES[4]]),
    }


def _breach() -> dict[str, str]:
    """A breach that was reported and counted."""
    now = timezone.now()
    made = breach_actions.report(
        account="test", begins=now - timedelta(hours=1), ends=now + timedelta(hours=1), known_at=now, by="officer"
    )
    return {"BREACH": breach_actions.count(breach=made, by="officer").number}


def _requests() -> dict[str, str]:
    """A request that was taken in, and one that was refused."""
    keeper = replace(NOBODY, username="test")
    asked = request_actions.Asked("see", "counter", today(), "ผู้ขอสมมติ")
    waiting, refused = (request_actions.receive(asked=asked, scope=keeper, by="test") for _ in range(2))
    request_actions.refuse(request=refused, reason="identity", words="ไม่มีบัตร", scope=keeper, by="test")
    names = {"REQUEST": waiting.number, "ANSWERED": refused.number}
    for name, person in (("TIED", PERSON_CODES[0]), ("TIED-OTHER", PERSON_CODES[4])):
        made = request_actions.receive(asked=asked, scope=keeper, by="test")
        request_actions.check_identity(request=made, how="card", scope=keeper, by="test")
        SubjectRequest.objects.filter(pk=made.pk).update(person_code=person)
        names[name] = made.number
    return names


def _post() -> Post:
    """A post of somebody else, in the area of all."""
    holder = User.objects.create_user(username="holder", password="x", partner="HOST")
    return Post.objects.create(
        user=holder, role="volunteer", partner="HOST", area_code=AREA, title_th="ตำแหน่งผู้อื่น", title_en="Another's post",
        valid_from=FROM,
    )  # fmt: skip


def delivered_under(code: str) -> None:
    """Let all that the register holds have come under one agreement."""
    Edition.objects.update(about={"deliveries": {str(number): ["bmn", code] for number in (1, 2, 3)}})


def term() -> Term:
    """Return a term that covers today."""
    return Term(today() - timedelta(days=400), today() + timedelta(days=400), DAY)


def _agreements() -> dict[str, str]:
    """The agreements that the agreement pages show: one in force, one still a draft."""
    for code in ("HOST", "PARTY"):
        body(code)
    held = agreement("A-IN-FORCE", "PARTY", annexed=True)
    move(held, "in_force")
    agreement("A-DRAFT", "PARTY", annexed=False)
    words = Words("บทบาทสมมติ", "A fictional role")
    role = promise_actions.add_commitment(
        agreement=held, body=Partner.objects.get(pk="PARTY"), role=promise_actions.Role(words), by="test"
    )
    promise = promise_actions.make_promise(area_code="99", year=2569, text=words, by="test")
    annex = held.annexes.get()
    return {
        **{"HOST": "HOST", "PARTY": "PARTY", "ANNEX": str(annex.pk), "COMMITMENT": str(role.pk)},
        **{"YEAR": str(promise.year), "PROMISE": str(promise.number)},
    }


def body(code: str, kind: str = "provincial") -> Partner:
    """Register a partner: an office of the state, or a network without legal personality."""
    state = kind == "provincial"
    card = partner_actions.register_partner(
        code=code, name_th=f"หน่วยงานสมมติ {code}", name_en=f"Fictional body {code}", kind=kind,
        force="state" if state else "business_civil", legal_personality=state, official_authority=state, by="test",
    )  # fmt: skip
    return card.partner


def agreement(code: str, party: str, *, annexed: bool, classes: frozenset[str] = EVERY) -> Agreement:
    """Draft an agreement of HOST and a party, with an approved annex for the party."""
    made = agreements.draft_agreement(
        code=code, title=Words("ข้อตกลงสมมติ", "Fictional agreement"), host=Partner.objects.get(pk="HOST"),
        area_code="99", term=term(), by="test",
    )  # fmt: skip
    held = Partner.objects.get(pk=party)
    amending_actions.join_party(agreement=made, body=held, by="test")
    if annexed:
        personal = classes != {"aggregate"}
        contents = Contents(
            classes=tuple(sorted(classes)), purposes=tuple(PURPOSES), areas=("99",),
            basis_24="task" if personal else "statistics", basis_26="social_protection" if personal else "",
            retention_months=24,
        )  # fmt: skip
        annex = annex_actions.draft_annex(agreement=made, body=held, contents=contents, by="drafter")
        annex_actions.put_in_place(annex=annex, by="approver")
    return made


def move(made: Agreement, state: str) -> None:
    """Bring a draft to a state by the steps that lead there."""
    if state == "draft":
        return
    agreements.sign(agreement=made, signed_on=today() - timedelta(days=401), by="test")
    if state == "signed":
        return
    agreements.bring_into_force(agreement=made, by="test")
    if state == "suspended":
        agreements.suspend(agreement=made, because="ทดสอบ", by="test")
    elif state == "ended":
        agreements.end(agreement=made, because="ทดสอบ", by="test")
    elif state == "withdrawn":
        agreements.withdraw(agreement=made, because="ทดสอบ", by="test")
    elif state == "past its last day":
        Grant.objects.filter(agreement=made.pk).update(valid_to=today() - timedelta(days=1))
    elif state == "partner left":
        party = made.parties.exclude(partner_id="HOST").get()
        amending_actions.leave_party(
            party=party, last_day=today() - timedelta(days=1), because="ทดสอบ", by="test"
        )  # fmt: skip


def officer(role: str, partner: str, purpose: str) -> Reader:
    """Return a reader in this role for a partner."""
    user = User.objects.create_user(username=f"{role}-{partner}".lower(), password="x", partner=partner)
    area = "98" if role == "stranger" else AREA
    post = Post.objects.create(
        user=user, role=role, partner=partner, area_code=area, title_th="ตำแหน่งสมมติ", title_en="Fictional post",
        valid_from=FROM,
    )  # fmt: skip
    if ROLES[role].by_houses:
        AssignedHouse.objects.create(post=post, household_code=OWN)
    client = Client()
    sign_in(client, user)
    sit_down(client, post.pk, purpose)
    _token, key = token_actions.make(
        user=user, sitting=Sitting(seat_of(post), purpose), name="test", days=1, by=user.username
    )
    return Reader(client, Client(headers={"Authorization": f"Bearer {key.text}"}))
