"""The machines' door, endpoint by endpoint: what is one's own, what is another's, what is not there, and bad input."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from baansuk.access import token_actions
from baansuk.access.classes import CLASSES
from baansuk.access.models import ElectionPeriod, Grant, SignInTry, Token
from baansuk.access.questions import today
from baansuk.access.tests.cast import grant, sign_in_as, user_as
from baansuk.agree.example_actions import load_examples
from baansuk.agree.models import Agreement
from baansuk.assess.tests.page_fixtures import CODES, PERSON_CODES, make_edition
from baansuk.audit import gate
from baansuk.audit.models import Event, Subject
from baansuk.collect import actions as collect
from baansuk.collect.models import Delivery
from baansuk.collect.receipts import new_receipt
from baansuk.collect.tests.files import PEOPLE, ROW, csv_bytes
from baansuk.people.codes import issue
from baansuk.people.models import Edition, Household
from baansuk.places.actions import load_provinces
from baansuk.runs import actions as runs
from baansuk.runs.models import Run
from baansuk.web.tests.api_tools import ROOT, program_as, token_for, told
from tests.kept import written_once

pytestmark = pytest.mark.django_db
NOT_THERE = issue("household", 1, taken=frozenset(CODES), random=lambda count: bytes([7]) * count)[0]
NEVER_ASKED = issue("household", 1, taken=frozenset(CODES), random=lambda count: bytes([9]) * count)[0]
NO_RECEIPT = "R-2569-346789-" + "A"


# A small register of two amphoe.
edition = written_once(make_edition)


def _delivered():
    make_edition()
    collect.declare(PEOPLE % "text", by="test")
    content = csv_bytes([ROW, ("2", "12", *ROW[2:])])
    return collect.receive(io.BytesIO(content), filename="people.csv", by="test").pk


delivered = written_once(_delivered)


@pytest.fixture
def delivery(delivered, db):
    """A file that was received and checked, beside the register."""
    return Delivery.objects.get(pk=delivered)


def send(client, content, name="people.csv", **asked):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return client.post(f"{ROOT}/deliveries?{query}", {"file": SimpleUploadedFile(name, content)})


# -- the door itself


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "bsk_aaaaaaaa_" + "A" * 43, "Bearer \x7f"]
)
def test_without_a_token_in_force_there_is_one_answer(edition, header):
    client = Client(headers={"Authorization": header} if header is not None else {})
    answer = client.get(f"{ROOT}/households/{CODES[0]}")
    bare = Client().get(f"{ROOT}/households/{CODES[0]}")
    assert (answer.status_code, answer.content, dict(answer.headers)) == (401, bare.content, dict(bare.headers))
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "token_needed"


def test_wrong_expired_and_revoked_tokens_are_answered_alike(edition):
    user = user_as("tambon_team")
    answers = []
    for spoil in ("wrong", "expired", "revoked"):
        text = token_for(user, "help")
        token = Token.objects.latest("pk")
        if spoil == "wrong":
            text = text[:-1] + ("A" if text[-1] != "A" else "B")
        elif spoil == "expired":
            Token.objects.filter(pk=token.pk).update(last_day=today() - timedelta(days=1))
        else:
            token_actions.revoke(token=token, by="test")
        client = Client(headers={"Authorization": f"Bearer {text}"})
        SignInTry.objects.all().delete()
        answers.append(told(client, "/me"))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 401


def test_cookie_of_a_session_opens_nothing_and_adds_nothing_to_a_token(edition):
    cookie = sign_in_as("register_keeper")
    assert cookie.get(f"{ROOT}/me").status_code == 401
    assert cookie.post(f"{ROOT}/runs", {"job": "register"}, "application/json").status_code == 401
    text = token_for(user_as("tambon_team"), "help")
    both = cookie.get(f"{ROOT}/me", headers={"Authorization": f"Bearer {text}"}).json()
    assert (both["username"], both["keeps_register"]) == ("tambon_team", False)


def test_token_needs_no_form_token_from_elsewhere(delivery):
    text = program_as("register_keeper").defaults["HTTP_AUTHORIZATION"]
    strict = Client(enforce_csrf_checks=True, headers={"Authorization": text})
    assert strict.post(f"{ROOT}/runs", {"job": "register"}, "application/json").status_code == 202


def test_too_many_wrong_tokens_wait(edition):
    client = Client(headers={"Authorization": "Bearer bsk_abcdefgh_" + "A" * 43})
    statuses = [client.get(f"{ROOT}/me").status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    answer = client.get(f"{ROOT}/me")
    assert answer.json()["code"] == "wait"
    assert 0 < int(answer.headers["Retry-After"]) <= 30


@pytest.mark.parametrize("address", ["/nothing", "/households/x/y", "/../x", "/areas/99/"])
def test_unknown_address_is_answered_as_json_like_an_absent_thing(edition, address):
    client = program_as("register_keeper")
    there = client.get(f"{ROOT}/areas/98")
    answer = client.get(f"{ROOT}{address}")
    assert (answer.status_code, answer.content) == (404, there.content)


def test_wrong_method_is_answered_as_json_with_those_allowed():
    answer = program_as("register_keeper").delete(f"{ROOT}/runs")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].replace(" ", "").split(",")) == {"GET", "POST"}


def test_fault_of_ours_is_answered_as_json_without_a_word_of_what_it_was(edition, monkeypatch):
    client = program_as("register_keeper")
    client.raise_request_exception = False

    def broken(*_args, **_named):
        raise RuntimeError("นายทดสอบ")

    monkeypatch.setattr(gate, "write", broken)
    answer = client.get(f"{ROOT}/households/{CODES[0]}")
    assert (answer.status_code, answer.json()["code"]) == (500, "broken")
    assert "ทดสอบ" not in answer.content.decode()


def test_too_large_is_refused_by_its_declared_length_before_it_is_read(settings):
    settings.UPLOAD_MAX_BYTES = 10
    answer = program_as("register_keeper").post(
        f"{ROOT}/deliveries", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="2000000"
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "address",
    [
        "/areas?parent=x", "/areas?paren=99", "/areas?parent=99&parent=99", "/households?page=2", "/households?size=0",
        "/households?size=201", "/households?area=9", "/households?measure=x", "/households?after=H-1", "/runs?before=0",
        "/runs?before=99999999999999999999", "/deliveries?state=x", "/deliveries?before=x", "/agreements?examples=x",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_and_never_repeated(edition, address):
    answer = program_as("register_keeper").get(f"{ROOT}{address}")
    assert answer.status_code == 422
    assert set(answer.json()) == {"code", "th", "en"}


# -- what is another's is as absent as what is not there


PLACES = {
    "register_keeper": [("/figures/98", "/figures/97"), ("/households?area=98", "/households?area=9999")],
    "tambon_team": [
        (f"/households/{CODES[4]}", f"/households/{NOT_THERE}"),
        ("/figures/9902", "/figures/9999"),
        ("/households?area=9902", "/households?area=9999"),
        (f"/households?after={CODES[4]}", f"/households?after={NOT_THERE}"),
        ("/deliveries", "/runs"),
        ("/runs/1", "/runs/999999"),
        (f"/households/{CODES[0]}/audit", f"/households/{NOT_THERE}/audit"),
    ],
    "governor_view": [
        (f"/households/{CODES[0]}", f"/households/{NOT_THERE}"),
        ("/households?area=99", "/households?area=9999"),
    ],
    "auditor": [
        (f"/households/{CODES[0]}", f"/households/{NOT_THERE}"),
        ("/figures/99", "/figures/9999"),
        # Nobody ever asked for this one: a code that was asked for in vain stands in the trail like any other.
        (f"/households/{CODES[3]}/audit", f"/households/{NEVER_ASKED}/audit"),
    ],
    "stranger": [
        (f"/households/{CODES[0]}", f"/households/{NOT_THERE}"),
        ("/figures/99", "/figures/9999"),
        ("/households?area=9901", "/households?area=9999"),
        (f"/deliveries/{NO_RECEIPT}", f"/deliveries/{NO_RECEIPT}/issues"),
    ],
}


@pytest.mark.parametrize("role", sorted(PLACES))
def test_anothers_and_absent_are_the_same_answer(delivery, role):
    client = program_as(role)
    for other, absent in PLACES[role]:
        first, second = told(client, other), told(client, absent)
        assert first == second, other
        assert first[0] in (404, 409), other


def test_anothers_receipt_is_as_absent_as_none(delivery):
    client = program_as("tambon_team")
    assert told(client, f"/deliveries/{delivery.receipt}") == told(client, f"/deliveries/{NO_RECEIPT}")
    assert told(client, f"/deliveries/{delivery.receipt}/issues") == told(client, f"/deliveries/{NO_RECEIPT}/issues")


def test_stranger_is_turned_away_before_anything_sent_is_read(delivery):
    client = program_as("stranger")
    with CaptureQueriesContext(connection):
        bad = client.post(f"{ROOT}/deliveries", b"no form", content_type="multipart/form-data; boundary=x")
        good = send(client, csv_bytes([ROW]))
        odd = client.post(f"{ROOT}/runs", b"{", content_type="application/json")
    assert {one.status_code for one in (bad, good, odd)} == {404}
    assert len({one.content for one in (bad, good, odd)}) == 1
    assert Delivery.objects.count() == 1


# -- each room


def test_areas_are_the_same_for_every_token(edition):
    for role in ("register_keeper", "stranger"):
        client = program_as(role)
        assert [one["code"] for one in client.get(f"{ROOT}/areas?parent=99").json()] == ["9901", "9902"]
        assert client.get(f"{ROOT}/areas/990101").json()["name"]["en"].startswith("Nai Mueang")
    assert client.get(f"{ROOT}/areas?parent=98").status_code == 404


def test_me_says_what_the_token_sees(edition):
    me = program_as("tambon_team").get(f"{ROOT}/me").json()
    assert (me["role"], me["purpose"], me["areas"]) == ("tambon_team", "help", ["990101"])
    assert me["classes"]["household"] == ["990101"]
    assert me["agreements"] == ["SAMPLE-2569"]


def test_figures_are_those_of_the_page(edition):
    answer = program_as("register_keeper").get(f"{ROOT}/figures/99").json()
    everyone = next(one for one in answer["figures"] if one["measure"] == "all")
    assert everyone["found"] == Household.objects.count()
    measures = program_as("governor_view").get(f"{ROOT}/measures").json()
    assert {one["measure"] for one in answer["figures"]} <= {one["code"] for one in measures}


def test_whoever_sees_no_household_is_told_no_small_figure_and_no_village(edition):
    client = program_as("governor_view")
    figures = client.get(f"{ROOT}/figures/99").json()["figures"]
    assert figures
    assert all(one["found"] is None or one["found"] == 0 or one["found"] >= 10 for one in figures)
    assert all(one["share"] is None for one in figures if one["found"] is None)
    assert client.get(f"{ROOT}/figures/99010101").status_code == 404


def test_list_is_paged_by_key_and_every_page_is_written_down(edition):
    client = program_as("register_keeper")
    seen, after = [], ""
    while True:
        page = client.get(f"{ROOT}/households?size=2&after={after}").json()
        seen += [one["code"] for one in page["households"]]
        after = page["next"]
        if after is None:
            break
    ordered = list(Household.objects.order_by("list_key").values_list("code", flat=True))
    assert seen == ordered
    looked = Event.objects.filter(act="people.look_list", actor="register_keeper").values_list("pk", flat=True)
    assert len(looked) == len(ordered) // 2
    assert set(Subject.objects.filter(event__in=looked).values_list("code", flat=True)) == set(ordered)


def test_list_by_measure_holds_those_found_under_it(edition):
    page = program_as("register_keeper").get(f"{ROOT}/households?measure=label.target_poor").json()
    assert {one["code"] for one in page["households"]} == {CODES[0], CODES[4]}
    assert all("target_poor" in one["labels"] for one in page["households"])


def test_list_after_a_new_edition_must_begin_again(edition):
    client = program_as("register_keeper")
    Household.objects.filter(code=CODES[0]).delete()
    answer = client.get(f"{ROOT}/households?after={CODES[0]}")
    assert (answer.status_code, answer.json()["code"]) == (409, "start_again")


def test_list_does_not_leave_the_house_while_an_election_is_on_and_single_households_do(edition):
    client = program_as("register_keeper")
    ElectionPeriod.objects.create(
        area_code="990101", name_th="เลือกตั้ง", name_en="Election", first_day=today(), last_day=today(), set_by="test",
        set_at=timezone.now(),
    )  # fmt: skip
    for address in ("/households", "/households?area=9901", "/households?area=99010101"):
        answer = client.get(f"{ROOT}{address}")
        assert (answer.status_code, answer.json()["code"]) == (403, "election"), address
    assert client.get(f"{ROOT}/households?area=9902").status_code == 200
    assert client.get(f"{ROOT}/households/{CODES[0]}").status_code == 200


def test_list_takes_the_same_number_of_questions_however_long(edition):
    client = program_as("register_keeper")
    assert told(client, "/households?size=2")[3] == told(client, "/households?size=6")[3]


def test_household_is_that_of_the_page_and_the_look_is_written_down(edition):
    one = program_as("register_keeper").get(f"{ROOT}/households/{CODES[0]}").json()
    assert (one["house_no"], one["head_name"]) == ("12/3", "นายทดสอบ สมมุติวงศ์")
    assert one["members"][0]["id_masked"] == "x-xxxx-xxxx0-00-9"
    assert (one["lat"], one["lon"]) == (None, None), "the exact place is for those sent there"
    income = next(fact for fact in one["facts"] if len(fact["others"]))
    assert income["in_use"]["agreement"] == "SAMPLE-2569"
    event = Event.objects.get(act="people.look")
    subjects = set(Subject.objects.filter(event=event.pk).values_list("kind", "code"))
    assert subjects == {("household", CODES[0]), ("person", PERSON_CODES[0])}


def test_classes_outside_the_grant_are_null_and_named(edition):
    client = program_as("tambon_team")
    Grant.objects.filter(field_class__in=["identity", "contact", "position", "health", "economic"]).delete()
    one = client.get(f"{ROOT}/households/{CODES[0]}").json()
    assert {"identity", "contact", "position", "health", "economic"} <= set(one["closed"])
    assert (one["head_name"], one["house_no"], one["lat"]) == (None, None, None)
    assert one["members"] == []
    assert not {fact["field_class"] for fact in one["facts"]} & set(one["closed"])
    assert "ทดสอบ" not in json.dumps(one, ensure_ascii=False)


def test_choosing_by_a_class_outside_the_grant_is_refused_by_name_of_the_class(edition):
    client = program_as("tambon_team")
    Grant.objects.exclude(field_class__in=["household", "aggregate"]).delete()
    answer = client.get(f"{ROOT}/households?measure=bmn.22")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_granted")
    assert client.get(f"{ROOT}/households").status_code == 200


def test_ended_agreement_ends_what_a_token_sees_on_the_next_request(edition):
    client = program_as("tambon_team")
    assert client.get(f"{ROOT}/households/{CODES[0]}").status_code == 200
    Grant.objects.update(valid_to=today() - timedelta(days=1))
    assert told(client, f"/households/{CODES[0]}") == told(client, f"/households/{NOT_THERE}")
    assert client.get(f"{ROOT}/figures/990101").status_code == 404
    assert client.get(f"{ROOT}/me").json()["role"] == ""


def test_token_of_one_purpose_gains_nothing_from_another(edition):
    user = user_as("tambon_team")
    Grant.objects.filter(purpose="help").exclude(field_class__in=["household", "aggregate"]).delete()
    grant("MOPH", "plan", classes=CLASSES)
    client = Client(headers={"Authorization": f"Bearer {token_for(user, 'help')}"})
    assert client.get(f"{ROOT}/households/{CODES[0]}").json()["head_name"] is None


def test_without_an_edition_there_is_nothing(db):
    client = program_as("register_keeper")
    Edition.objects.all().delete()
    assert client.get(f"{ROOT}/households").status_code == 404


# -- who looked


def test_auditor_reads_who_looked_and_no_household(edition):
    program_as("tambon_team").get(f"{ROOT}/households/{CODES[0]}")
    auditor = program_as("auditor")
    looks = auditor.get(f"{ROOT}/households/{CODES[0]}/audit").json()["looks"]
    assert [(one["actor"], one["act"]) for one in looks] == [("tambon_team", "people.look")]
    assert set(looks[0]) == {"number", "at", "actor", "partner", "act", "outcome"}
    again = auditor.get(f"{ROOT}/households/{CODES[0]}/audit").json()["looks"]
    assert again[0]["act"] == "audit.look", "who reads the trail leaves a trail"
    assert auditor.get(f"{ROOT}/households/{CODES[0]}").status_code == 404


def test_keeper_reads_who_looked_at_a_household_in_sight_only(edition):
    keeper = program_as("register_keeper", area_code="9901")
    assert keeper.get(f"{ROOT}/households/{CODES[0]}/audit").json()["looks"] == []
    assert told(keeper, f"/households/{CODES[4]}/audit") == told(keeper, f"/households/{NOT_THERE}/audit")


def test_trail_is_paged_by_key(edition):
    officer, auditor = program_as("tambon_team"), program_as("auditor")
    for _ in range(53):
        officer.get(f"{ROOT}/households/{CODES[0]}")
    page = auditor.get(f"{ROOT}/households/{CODES[0]}/audit").json()
    assert (len(page["looks"]), page["next"]) == (50, page["looks"][-1]["number"])
    rest = auditor.get(f"{ROOT}/households/{CODES[0]}/audit?before={page['next']}").json()
    assert (len(rest["looks"]), rest["next"]) == (3, None)


# -- runs and files


def test_run_is_asked_for_once_while_it_waits(delivery):
    client = program_as("register_keeper")
    first = client.post(f"{ROOT}/runs", {"job": "register"}, "application/json")
    second = client.post(f"{ROOT}/runs", {"job": "register"}, "application/json")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["number"] == second.json()["number"]
    run = Run.objects.get()
    assert (run.asked_by, run.partner) == ("register_keeper", "MSDHS")
    assert client.get(f"{ROOT}/runs/{run.pk}").json()["state"] == "queued"
    assert [one["number"] for one in client.get(f"{ROOT}/runs").json()["runs"]] == [run.pk]


@pytest.mark.parametrize("body", ["", "{", "[]", '{"job": "receive"}', '{"job": "register", "more": 1}', '"register"'])
def test_run_that_is_not_offered_is_refused(delivery, body):
    answer = program_as("register_keeper").post(f"{ROOT}/runs", body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert not Run.objects.exists()


def test_runs_are_paged_by_key(delivery):
    for _ in range(51):
        runs.ask("register", by="test")
    client = program_as("register_keeper")
    page = client.get(f"{ROOT}/runs").json()
    assert len(page["runs"]) == 50
    rest = client.get(f"{ROOT}/runs?before={page['next']}").json()
    assert (len(rest["runs"]), rest["next"]) == (1, None)


def test_file_gets_a_receipt_and_the_same_file_again_the_same_one(delivery):
    client = program_as("register_keeper")
    content = csv_bytes([ROW, ("3", *ROW[1:])])
    first, second = send(client, content), send(client, content)
    assert (first.status_code, second.status_code) == (201, 200)
    made = first.json()["delivery"]
    assert made == second.json()["delivery"]
    assert (made["source"], made["state"], made["received_by"], made["partner"]) == (
        "people", "checked", "register_keeper", "MSDHS",
    )  # fmt: skip
    assert Delivery.objects.count() == 2
    assert client.get(f"{ROOT}/deliveries/{made['receipt']}").json() == made


def test_file_that_nobody_can_read_is_kept_with_its_reason(delivery):
    answer = send(program_as("register_keeper"), b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, name="photo.png")
    made = answer.json()["delivery"]
    assert (answer.status_code, made["state"]) == (201, "refused")
    assert set(made["reason"]) == {"code", "th", "en"}
    assert made["reason"]["th"]


def test_empty_file_unknown_source_and_more_than_a_file_are_refused(delivery):
    client = program_as("register_keeper")
    assert send(client, b"").json()["code"] == "empty_file"
    assert send(client, b"x", source="No Such").status_code == 422
    files = {"file": SimpleUploadedFile("a.csv", b"a"), "more": SimpleUploadedFile("b.csv", b"b")}
    assert client.post(f"{ROOT}/deliveries", files).status_code == 422
    assert client.post(f"{ROOT}/deliveries", {"file": "not a file"}).status_code == 422
    twice = {"file": [SimpleUploadedFile("a.csv", b"a"), SimpleUploadedFile("b.csv", b"b")]}
    assert client.post(f"{ROOT}/deliveries", twice).status_code == 422
    assert Delivery.objects.count() == 1


def test_file_over_the_limit_is_refused(delivery, settings):
    settings.UPLOAD_MAX_BYTES = 100
    answer = send(program_as("register_keeper"), b"x" * 101)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_large_file_is_read_by_a_run(delivery, monkeypatch):
    monkeypatch.setattr("baansuk.collect.intake.READ_AT_ONCE_BYTES", 10)
    client = program_as("register_keeper")
    answer = send(client, csv_bytes([ROW, ("9", *ROW[1:])]))
    assert answer.status_code == 202
    assert answer.json()["delivery"] is None
    assert client.get(f"{ROOT}/runs/{answer.json()['run']}").json()["job"] == "receive"


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\r\nb.csv", "ก" * 300 + ".csv", "C:\\x\\people.csv"])
def test_name_of_a_file_leads_nowhere(delivery, name):
    made = send(program_as("register_keeper"), csv_bytes([ROW, ("5", *ROW[1:])]), name=name).json()["delivery"]
    assert not set(made["filename"]) & set("/\\\r\n")
    assert len(made["filename"]) <= 255


def test_issues_say_where_and_why_with_id_numbers_masked(delivery):
    client = program_as("register_keeper")
    found = client.get(f"{ROOT}/deliveries/{delivery.receipt}/issues").json()
    assert found["issues"], "the second row has an id number that is none"
    assert set(found["issues"][0]) == {"table", "row", "column", "value", "code", "answer", "said"}
    one_kind = client.get(f"{ROOT}/deliveries/{delivery.receipt}/issues?code={found['issues'][0]['code']}").json()
    assert {one["code"] for one in one_kind["issues"]} == {found["issues"][0]["code"]}
    assert client.get(f"{ROOT}/deliveries/{delivery.receipt}/issues?first=5000").json()["issues"] == []
    acts = set(Event.objects.filter(actor="register_keeper").values_list("act", flat=True))
    assert "collect.issues" in acts


def test_deliveries_are_listed_by_state_and_paged_by_receipt(delivery):
    client = program_as("register_keeper")
    send(client, csv_bytes([ROW, ("10", *ROW[1:])]))
    like = Delivery.objects.latest("pk")
    # Fifty that were received long ago are as good as fifty more files.
    for number in range(50):
        like.pk, like.receipt, like.sha256 = None, new_receipt(2569), f"{number:064d}"
        like.save()
    page = client.get(f"{ROOT}/deliveries").json()
    rest = client.get(f"{ROOT}/deliveries?before={page['next']}").json()
    assert (len(page["deliveries"]), len(rest["deliveries"]), rest["next"]) == (50, 2, None)
    assert client.get(f"{ROOT}/deliveries?state=accepted").json()["deliveries"] == []


# -- agreements


def test_agreements_are_read_by_everybody_with_a_token(edition):
    load_provinces(by="test")
    load_examples(by="test")
    client = program_as("stranger")
    assert client.get(f"{ROOT}/agreements").json() == []
    listed = client.get(f"{ROOT}/agreements?examples=true").json()
    assert {one["code"] for one in listed} == set(Agreement.objects.values_list("code", flat=True))
    assert not any(one["grants"] for one in listed)
    one = client.get(f"{ROOT}/agreements/{listed[0]['code']}").json()
    assert len(one["parties_listed"]) == one["parties"] == listed[0]["parties"]
    assert len(one["roles_listed"]) == one["roles"]
    assert client.get(f"{ROOT}/agreements/NONE").status_code == 404
