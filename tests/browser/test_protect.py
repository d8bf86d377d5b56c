"""Data protection in a real browser: a request from receipt to letter, consents, processing and erasure, a breach until it is shut out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import DESK, PHONE, House, start_house

pytestmark = pytest.mark.browser

FILL = """
import django; django.setup()
from django.db import transaction
from baansuk.access.models import Partner
from baansuk.access.tests.cast import grant
from baansuk.agree.tests.house import HELP, approved, in_force, partner
from baansuk.assess.tests.page_fixtures import make_edition
with transaction.atomic():
    make_edition()
for code, name in (("PROVINCE", "สำนักงานจังหวัดสมมติ"),):
    Partner.objects.get_or_create(code=code, defaults={"name_th": name, "name_en": code})
partner("CHAMBER")
made = in_force("MOU-1", "CDD", "CHAMBER")
approved(made, "CDD", HELP)
grant("MSDHS", "register", "help")
print("ready")
"""

STOLEN = """
from baansuk.access.models import Post
from baansuk.assess.tests.page_fixtures import CODES
from baansuk.audit import gate
post = Post.objects.get(user__username="tambon_team")
with transaction.atomic():
    for code in CODES[:4]:
        gate.write("people.look", by="tambon_team", partner=post.partner, purpose="help", post=post.pk, subjects=[("household", code)])
    gate.write("people.export", by="tambon_team", subjects=[("household", code) for code in CODES[:6]])
print("ready")
"""
COUNT = """
import django; django.setup()
from baansuk.runs.worker import work_until
import threading
work_until(threading.Event(), most=9)
print("ready")
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own, with a small register, one agreement, and an account that did much."""
    for found in start_house(tmp_path_factory):
        assert found.run(FILL + STOLEN).strip().endswith("ready")
        yield found


@pytest.mark.parametrize(("width", "language"), [(PHONE, "th"), (DESK, "th"), (DESK, "en")])
def test_a_request_goes_from_receipt_to_letter(width, language, page_as, looked_at):
    page = page_as("dpo", width=width, language=language)
    page.goto("/protection/")
    looked_at(page, f"protect-room-{language}")
    page.goto("/protection/requests/new/")
    looked_at(page, f"protect-new-{language}")
    page.check("#id_kind_0")
    page.fill("#id_name", "นางตัวอย่าง สมมุติวงศ์")
    page.check("#id_channel_0")
    page.fill("#id_words", "อยากรู้ว่าใครดูข้อมูล")
    page.fill("#id_received_on", "ไม่รู้")
    page.click("main .action-bar button")
    assert page.input_value("#id_words") == "อยากรู้ว่าใครดูข้อมูล", "what was typed stays"
    looked_at(page, f"protect-new-refused-{language}")
    day = page.evaluate(
        "() => { const d = new Date(); return `${d.getDate()}/${d.getMonth() + 1}/${d.getFullYear() + 543}` }"
    )
    page.fill("#id_received_on", day)
    page.dblclick("main .action-bar button")
    page.wait_for_selector("#messages .notice")
    looked_at(page, f"protect-list-{language}")
    page.click("main table a >> nth=-1")
    page.wait_for_selector("main .history")
    looked_at(page, f"protect-request-{language}")
    page.click('main a[href$="/identity/"]')
    looked_at(page, f"protect-identity-{language}")
    page.go_back()
    page.click('main a[href$="/step/refuse/"]')
    page.check("#id_reason_0")
    page.fill("#id_words", "โปรดนำบัตรประจำตัวมาแสดงที่สำนักงาน")
    looked_at(page, f"protect-refuse-{language}")
    page.click("main .action-bar button")
    page.click('main a[href$="/letter/"]')
    page.wait_for_selector(".letter")
    looked_at(page, f"protect-letter-{language}")
    page.goto("/protection/processing/")
    looked_at(page, f"protect-processing-{language}")
    page.goto("/protection/erasures/")
    looked_at(page, f"protect-erasures-{language}")


@pytest.mark.parametrize(("width", "language"), [(PHONE, "th"), (DESK, "en")])
def test_a_keeper_records_a_consent_and_withdraws_it(width, language, page_as, looked_at):
    page = page_as("register_keeper", width=width, language=language)
    page.goto("/households/")
    page.goto(page.get_attribute('main a[href^="/households/H-"]', "href") or "")
    address = page.get_attribute('main a[href^="/protection/persons/"]', "href") or ""
    page.goto(address)
    looked_at(page, f"protect-consents-{language}")
    page.goto(f"{address}new/")
    page.check("#id_use_0")
    page.select_option("#id_to", "CHAMBER")
    page.select_option("#id_purpose", "help")
    page.check("#id_classes_0")
    page.check("#id_explained_0")
    page.fill("#id_witness", "พยานสมมติ")
    looked_at(page, f"protect-consent-{language}")
    page.click("main .action-bar button")
    page.wait_for_selector("#messages .notice")
    looked_at(page, f"protect-consented-{language}")
    page.click("main .card form button.danger >> nth=0")
    page.wait_for_selector("#messages .notice")
    page.goto(f"{address}number/")
    looked_at(page, f"protect-number-{language}")


@pytest.mark.parametrize(("width", "language"), [(PHONE, "th"), (DESK, "th"), (DESK, "en")])
def test_a_stolen_account_is_reported_counted_and_shut_out(width, language, house, page_as, looked_at):
    page = page_as("dpo", width=width, language=language)
    page.goto("/protection/breaches/")
    looked_at(page, f"breach-list-{language}")
    page.goto("/protection/breaches/new/")
    looked_at(page, f"breach-new-{language}")
    day = page.input_value("#id_known_on")
    page.fill("#id_account", "tambon_team")
    for name in ("begins", "ends"):
        page.fill(f"#id_{name}_on", day)
    page.fill("#id_begins_at", "00:00")
    page.fill("#id_ends_at", "23:59")
    page.fill("#id_known_at", "00:00")
    page.click("main .action-bar button")
    page.wait_for_selector("#messages .notice")
    page.click("main table a >> nth=0")
    looked_at(page, f"breach-counting-{language}")
    house.run(COUNT)
    # The page changes by itself.
    page.wait_for_selector("#counts .stats")
    looked_at(page, f"breach-counted-{language}")
    page.click('main form[action$="/shut-out/"] button')
    page.wait_for_selector("#messages .notice")
    looked_at(page, f"breach-shut-out-{language}")
    address = page.url
    for part in ("notice", "letter"):
        page.goto(f"{address}{part}/")
        page.wait_for_selector(".letter")
        looked_at(page, f"breach-{part}-{language}")
