"""The roof's own pages as each of the cast finds them, and the headers that every page carries."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from baansuk.access.tests.cast import AGREEMENT, PLAYERS, scope_as, sign_in_as
from baansuk.assess.models import Figure
from baansuk.collect.models import Declaration, Delivery, Source
from baansuk.people.models import Edition
from baansuk.places.models import Area
from baansuk.runs.models import Run
from baansuk.web.acts import ACTS
from baansuk.web.navigation import DOORS, ROOM, entries_for

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ROOMS = Path(__file__).resolve().parents[2]


@pytest.fixture
def edition():
    """A current edition with figures of two amphoe: 30 and 70 households, 12 of the first failing the basic needs."""
    about = {"deliveries": {"1": ["bmn", AGREEMENT]}}
    Edition.objects.create(number=3, state="current", made_at=NOW, published_at=NOW, about=about)
    for area, households, persons, failing, unknown in (("99", 100, 310, 20, 5), ("9901", 30, 90, 12, 1)):
        common = {"edition": 3, "area_code": area, "level": len(area), "persons_all": persons}
        Figure.objects.create(measure="all", households_fail=households, persons_fail=persons, **common)
        Figure.objects.create(
            measure="label.bmn_fail",
            households_fail=failing,
            households_pass=households - failing - unknown,
            households_unknown=unknown,
            **common,
        )
    return 3


@pytest.fixture
def held_delivery():
    source = Source.objects.create(code="bmn", name_th="จปฐ.", name_en="BMN", partner="CDD")
    declaration = Declaration.objects.create(
        source=source, version=1, text="", sha256="0" * 64, declared_by="test", declared_at=NOW
    )
    return Delivery.objects.create(
        source=source, declaration=declaration, receipt="R-TEST-1", sha256="1" * 64, filename="secret-name.xlsx", size=1,
        state="held", observed_last=date(2026, 9, 30), received_by="test", received_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize("role", sorted(PLAYERS))
def test_home_opens_for_everyone_on_an_empty_house_and_help_on_their_own_role(role):
    client = sign_in_as(role)
    for language in ("th", "en"):
        client.cookies["language"] = language
        page = client.get("/")
        assert page.status_code == 200
        assert f'lang="{language}"' in page.content.decode()
    read = client.get("/help/").content.decode()
    assert ("Your post" in read) is (role != "stranger")
    assert "nobody has said yet" in read.lower()


def test_keeper_of_an_empty_house_is_told_where_to_begin():
    assert "Begin with the first agency" in sign_in_as("register_keeper", language="en").get("/").content.decode()


def test_home_counts_the_province_for_the_keeper_and_the_amphoe_for_its_officer(edition):
    keeper = sign_in_as("register_keeper", language="en").get("/").content.decode()
    officer = sign_in_as("amphoe_officer", language="en").get("/").content.decode()
    assert ">100<" in keeper
    assert "of those known · 5 not known" in keeper
    assert ">30<" in officer
    assert "of those known · 1 not known" in officer
    assert ">100<" not in officer


def test_home_of_the_governor_has_the_figures_and_nothing_of_the_keepers_work(edition, held_delivery):
    page = sign_in_as("governor_view", language="en").get("/").content.decode()
    assert ">100<" in page
    assert "Waits for you" not in page
    assert "/households/" not in page, "a door that the governor would find shut"
    assert "R-TEST-1" not in page


@pytest.mark.parametrize("role", ["stranger", "volunteer", "auditor"])
def test_home_of_those_without_figures_here_has_none(role, edition, held_delivery):
    page = sign_in_as(role, language="en").get("/").content.decode()
    for figure in (">100<", ">310<", ">30<", "R-TEST-1", "secret-name"):
        assert figure not in page


def test_stranger_reads_that_no_agreement_reaches_there_and_finds_no_door_that_is_shut(edition):
    page = sign_in_as("stranger", language="en").get("/").content.decode()
    assert "No agreement in force grants your partner anything in your area" in page
    assert 'href="/map/"' not in page
    assert 'href="/households/"' not in page


def test_officer_of_an_area_without_households_reads_that_there_is_none(edition):
    page = sign_in_as("amphoe_officer", "9955", language="en").get("/").content.decode()
    assert "The register has no household in your area" in page


def test_keeper_sees_what_waits_and_what_runs(held_delivery):
    Run.objects.create(job="register", state="running", done=62, total=100, said_th="กำลังเชื่อม", said_en="Linking",
                       asked_by="test", asked_at=NOW)  # fmt: skip
    page = sign_in_as("register_keeper", language="en").get("/").content.decode()
    assert "Waits for you" in page
    assert "/registers/deliveries/R-TEST-1/" in page
    assert "62%" in page
    assert 'hx-trigger="every 3s"' in page


def test_progress_is_asked_again_only_while_something_runs():
    client = sign_in_as("register_keeper", language="en")
    assert "hx-trigger" not in client.get("/running/").content.decode()


def test_progress_of_runs_is_not_found_for_all_but_the_keeper():
    for role in sorted(set(PLAYERS) - {"register_keeper"}):
        client = sign_in_as(role)
        assert client.get("/running/").content == client.get("/no-such-page/").content, role


def test_failed_run_is_said_at_home():
    Run.objects.create(job="register", state="failed", said_th="ดิสก์เต็ม", said_en="The disk is full", asked_by="test",
                       asked_at=NOW, finished_at=NOW)  # fmt: skip
    assert "The disk is full" in sign_in_as("register_keeper", language="en").get("/").content.decode()


def test_volunteer_reads_how_many_houses_are_assigned():
    client = sign_in_as("volunteer", houses=[f"H-AAAA-AAAA-{n}" for n in range(12)], language="en")
    page = client.get("/").content.decode()
    assert ">12<" in page
    assert "Houses assigned to you" in page


def test_auditor_reads_how_often_and_not_whom():
    sign_in_as("volunteer", houses=["H-AAAA-AAAA-A"])
    page = sign_in_as("auditor", language="en").get("/").content.decode()
    assert "Assigned houses" in page
    assert "H-AAAA" not in page


def test_home_names_its_place():
    Area.objects.create(code="99", level=2, name_th="สมมติ", name_en="Sommut", match_key="x", sort_key="x")
    page = sign_in_as("register_keeper", language="en").get("/").content.decode()
    assert "Overview of" in page
    assert "Sommut" in page


def test_home_costs_the_same_however_much_there_is(edition, held_delivery, django_assert_max_num_queries):
    client = sign_in_as("register_keeper")
    client.get("/")
    for number in range(30):
        Run.objects.create(job="register", state="queued", asked_by="test", asked_at=NOW + timedelta(seconds=number))
        Source.objects.create(code=f"s{number}", name_th="ก", name_en="a", partner="x")
    with django_assert_max_num_queries(18):
        client.get("/")


def test_help_tells_every_role_but_the_strangers_what_to_do():
    from baansuk.access.roles import ROLES
    from baansuk.web.help import STEPS

    assert set(STEPS) == set(ROLES) - {"stranger"}


def test_menu_follows_the_role():
    shown = {role: {entry.address for entry in entries_for(scope_as(role), "/")} for role in PLAYERS}
    assert "/registers/" in shown["register_keeper"]
    assert not any("/registers/" in menu for role, menu in shown.items() if role != "register_keeper")
    for role in ("governor_view", "auditor"):
        assert "/households/" not in shown[role]
    assert shown["auditor"] == {"/", "/agreements/", "/trail/", "/help/"}


def test_menu_marks_where_the_reader_is():
    here = [entry.address for entry in entries_for(scope_as("register_keeper"), "/registers/upload/") if entry.here]
    assert here == ["/registers/"]
    assert [e.address for e in entries_for(scope_as("auditor"), "/") if e.here] == ["/"]


def test_menu_on_a_phone_has_no_more_than_five_doors_and_the_seat_has_the_rest():
    assert max(sum(entry.on_phone for entry in entries_for(scope_as(role), "/")) for role in PLAYERS) == 5
    assert len(DOORS) >= 6
    page = sign_in_as("register_keeper").get("/").content.decode()
    assert page.count('class="nav-rest"') == 4, "three of the bar, and the fold of what a line has no room for"
    assert 'class="menu-link menu-rest" href="/runs/"' in page


def test_a_menu_longer_than_a_line_keeps_the_first_and_folds_the_last():
    menus = {role: entries_for(scope_as(role), "/runs/") for role in PLAYERS}
    keeper = [entry.address for entry in menus["register_keeper"] if entry.in_more]
    assert keeper == ["/review/", "/runs/", "/protection/", "/help/"]
    assert all(sum(not entry.in_more for entry in menu) <= ROOM for menu in menus.values())
    assert not any(entry.in_more and entry.on_phone for menu in menus.values() for entry in menu)
    page = sign_in_as("register_keeper").get("/runs/").content.decode()
    assert '<summary class="here">' in page and page.count('href="/runs/" aria-current="page"') == 1


def test_health_needs_no_account_and_says_nothing_else(client):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_crawlers_are_kept_out(client):
    assert "Disallow: /" in client.get("/robots.txt").content.decode()
    assert "noindex" in client.get("/sign-in/").headers["X-Robots-Tag"]


def test_every_answer_carries_the_strict_policy(client):
    for address in ("/sign-in/", "/no-such-page/", "/health/"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "style-src 'self'" in policy
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_page_of_components_is_not_there_outside_a_demonstration(client):
    # The settings of the tests are those of a real house.
    assert sign_in_as("register_keeper").get("/components/").status_code == 404


def test_every_act_that_any_room_writes_has_its_words():
    source = "\n".join(path.read_text(encoding="utf-8") for path in ROOMS.glob("*/*.py"))
    written = set(re.findall(r'\b(?:gate\.)?write\(\s*"([a-z_]+\.[a-z_]+)"', source))
    assert "access.come_in" in written, "the scan itself finds what it should"
    assert written - set(ACTS) == set(), "say them in web/acts.py"
