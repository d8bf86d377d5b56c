"""The pages of runs belong to the register keeper; they renew themselves only while something is at work."""

import pytest

from baansuk.access.tests.cast import sign_in_as
from baansuk.runs import actions
from baansuk.runs.models import Run, StageDone
from baansuk.thai.words import Words

pytestmark = pytest.mark.django_db

OTHERS = ["volunteer", "tambon_team", "amphoe_officer", "governor_view", "auditor", "stranger"]


@pytest.fixture
def queued():
    return actions.ask("register", by="keeper")


def test_the_list_says_what_to_do_when_empty():
    shown = sign_in_as("register_keeper").get("/runs/").content.decode()
    assert "ยังไม่มีงาน" in shown
    assert "hx-trigger" not in shown, "nothing to wait for"


def test_a_run_renews_itself_until_it_ends(queued):
    client = sign_in_as("register_keeper")
    Run.objects.filter(pk=queued.pk).update(state="running", said_th="กำลังนับ", said_en="Counting", done=30, total=120)
    busy = client.get(f"/runs/{queued.pk}/").content.decode()
    assert "กำลังนับ" in busy
    assert 'hx-trigger="every 1s"' in busy
    assert "25%" in busy
    Run.objects.filter(pk=queued.pk).update(state="done", result={"lines": [["ครบ", "Complete"]]})
    StageDone.objects.create(
        run=queued, name="a", words_th="เชื่อมโยง", words_en="Linking", seconds=2.5, finished_at=queued.asked_at
    )
    ended = client.get(f"/runs/{queued.pk}/").content.decode()
    assert "hx-trigger" not in ended
    assert "เชื่อมโยง" in ended
    assert "ครบ" in ended


def test_the_step_is_said_once_it_is_known_how_many_there_are(queued):
    client = sign_in_as("register_keeper")
    Run.objects.filter(pk=queued.pk).update(state="running", step=3)
    assert "ขั้นที่" not in client.get(f"/runs/{queued.pk}/").content.decode()
    Run.objects.filter(pk=queued.pk).update(steps=12)
    assert "ขั้นที่ 3 จาก 12" in client.get(f"/runs/{queued.pk}/").content.decode()


def test_stopping_stands_apart_and_says_what_it_does(queued):
    shown = sign_in_as("register_keeper").get(f"/runs/{queued.pk}/").content.decode()
    apart = shown[shown.index("stop-apart") :]
    assert apart.index("ทะเบียนที่ใช้อยู่ไม่เปลี่ยน") < apart.index('class="danger"')


def test_what_the_command_asked_for_is_said_in_words():
    run = actions.ask("register", by="command")
    client = sign_in_as("register_keeper")
    for address in ("/runs/", f"/runs/{run.pk}/"):
        assert "คำสั่งที่เครื่องแม่ข่าย" in client.get(address).content.decode()
    client.cookies["language"] = "en"
    assert "the command line" in client.get("/runs/").content.decode()


def test_htmx_gets_the_part_alone(queued):
    client = sign_in_as("register_keeper")
    part = client.get(f"/runs/{queued.pk}/", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert part.content.decode().lstrip().startswith("<section")


def test_a_double_press_queues_one_run():
    client = sign_in_as("register_keeper")
    first, second = (client.post("/runs/ask/") for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Run.objects.count() == 1


def test_stop_and_again_by_the_keeper(queued):
    client = sign_in_as("register_keeper")
    client.post(f"/runs/{queued.pk}/stop/")
    assert Run.objects.get().state == "stopped"
    refused = client.post(f"/runs/{queued.pk}/stop/", follow=True).content.decode()
    assert "เปลี่ยนเป็น stopped ไม่ได้" in refused
    client.post(f"/runs/{queued.pk}/again/")
    assert Run.objects.get().state == "queued"


@pytest.mark.parametrize("role", OTHERS)
def test_for_all_others_the_page_does_not_exist(role, queued):
    client = sign_in_as(role)
    absent = client.get("/runs/999999/")
    for address in ("/runs/", f"/runs/{queued.pk}/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.content == absent.content
    assert client.post("/runs/ask/").status_code == 404
    assert client.post(f"/runs/{queued.pk}/stop/").status_code == 404
    assert Run.objects.get().state == "queued"


def test_english(queued):
    client = sign_in_as("register_keeper")
    client.cookies["language"] = "en"
    actions.stop(queued, by="keeper")
    assert "Stopped by a person" in client.get(f"/runs/{queued.pk}/").content.decode()
    assert Words("a", "b").in_language("en") == "b"
