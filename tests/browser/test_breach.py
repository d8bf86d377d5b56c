"""A breach in a real browser: reported, counted while one looks on, shut out, and both papers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import DESK, PHONE, House, start_house
from tests.browser.test_protect import FILL

pytestmark = pytest.mark.browser

STOLEN = """
import django; django.setup()
from django.db import transaction
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
    """A house of its own, with a small register in which an account did much."""
    for found in start_house(tmp_path_factory):
        assert found.run("-c", FILL).strip().endswith("ready")
        assert found.run("-c", STOLEN).strip().endswith("ready")
        yield found


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
    house.run("-c", COUNT)
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
