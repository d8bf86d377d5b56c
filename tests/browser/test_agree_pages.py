"""Each page of the agreement room in a real browser: both widths, both languages, nothing for axe to find."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import PHONE, House, start_house

pytestmark = pytest.mark.browser

FILL = """
import django; django.setup()
from baansuk.access.models import Partner
from baansuk.agree import annex_actions, promise_actions, partner_actions
from baansuk.agree.annexes import Contents
from baansuk.agree.example_actions import load_examples, load_sample
from baansuk.agree.models import Agreement, Annex, Commitment, HandOver
from baansuk.access.questions import today
from baansuk.places.actions import load_provinces
from baansuk.thai.words import Words
from decimal import Decimal
load_provinces(by="test")
load_sample(by="test")
load_examples(by="test")
sample = Agreement.objects.get(pk="SAMPLE-2569")
if not HandOver.objects.exists():
    role = Commitment.objects.filter(agreement=sample).first()
    promise_actions.report_progress(commitment=role, day=today(), value=Decimal(12), said="ทำแล้วในสองอำเภอ", by="test")
    promise_actions.hand_over(body=Partner.objects.get(pk="CDD"), area_code="99", office=Words("พัฒนาการจังหวัด", "Provincial development officer"), note="ฝากติดตามบทบาทที่เหลือ", by="test")
    annex_actions.draft_annex(agreement=sample, body=Partner.objects.get(pk="PROVINCE"), contents=Contents(classes=("aggregate",), purposes=("plan",), areas=("99",), basis_24="task"), by="test")
print(HandOver.objects.first().pk, Commitment.objects.filter(agreement=sample).first().pk)
"""
PAGES = {
    "agreements": "/agreements/",
    "agreement": "/agreements/SAMPLE-2569/",
    "agreement-example": "/agreements/MHS-2566/",
    "agreement-roles": "/agreements/MUK-2564/",
    "agreement-sheet": "/agreements/SAMPLE-2569/sheet/",
    "agreement-new": "/agreements/new/",
    "agreement-sign": "/agreements/SAMPLE-2569/sign/",
    "agreement-end": "/agreements/SAMPLE-2569/step/end/",
    "agreement-amend": "/agreements/SAMPLE-2569/amend/",
    "agreement-paper": "/agreements/SAMPLE-2569/paper/",
    "annex-draft": "/agreements/SAMPLE-2569/annexes/MSDHS/draft/",
    "commitment-new": "/agreements/SAMPLE-2569/roles/new/",
    "commitment-progress": "/agreements/SAMPLE-2569/roles/{role}/progress/",
    "partners": "/agreements/partners/",
    "partner": "/agreements/partners/CDD/",
    "partner-new": "/agreements/partners/new/",
    "partner-card": "/agreements/partners/CDD/card/",
    "partner-succeed": "/agreements/partners/CDD/succeed/",
    "seat-new": "/agreements/partners/CDD/seats/new/",
    "account-new": "/agreements/SAMPLE-2569/accounts/new/",
    "agenda": "/agreements/agenda/",
    "hand-overs": "/agreements/hand-overs/",
    "hand-over": "/agreements/hand-overs/{pack}/",
    "public-agreements": "/public/agreements/",
    "public-agreement": "/public/agreements/SAMPLE-2569/",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own: the example agreements and the provinces of the country come into it."""
    yield from start_house(tmp_path_factory)


@pytest.fixture(scope="module")
def filled(house):
    """The house with its agreements: a hand-over pack and a role of the sample, by their numbers."""
    pack, role = house.run(FILL).split()
    return {"pack": pack, "role": role}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("role", ["register_keeper", None])
def test_each_page_is_usable(language, role, filled, page_as, looked_at_both):
    page = page_as(role, width=PHONE, language=language)
    for name in (name for name in PAGES if name.startswith("public") == (role is None)):
        answer = page.goto(PAGES[name].format(**filled))
        assert answer.status == 200, name
        looked_at_both(page, f"agree-{name}-{language}")


def test_on_a_phone_a_commitment_is_three_taps_from_the_room(filled, page_as):
    page = page_as("register_keeper", width=PHONE)
    page.goto("/agreements/")
    page.click("#agreements a[href='/agreements/SAMPLE-2569/']")
    page.click(".contents a[href='#roles']")
    party = page.locator("#roles-CDD")
    assert not party.locator(".roles").is_visible()
    party.locator("summary").click()
    assert party.locator(".roles > li").first.is_visible()


def test_what_waits_leads_into_the_fold_and_the_second_keeper_approves(filled, page_as):
    first = page_as("register_keeper", width=PHONE)
    first.goto("/agreements/SAMPLE-2569/")
    first.click("#waits a[href^='#annex-']")
    draft = first.locator("details[id^='annex-']", has=first.locator("form[action$='/approve/']"))
    assert draft.locator("form button").is_visible()
    address = draft.locator("form").get_attribute("action")
    first.goto("/agreements/SAMPLE-2569/annexes/PROVINCE/draft/")
    # With the same purposes as the annex that holds, it takes its place.
    first.check("input[name='purposes'][value='statistics']")
    first.click("form.form .action-bar button")
    first.wait_for_selector("#messages .notice")
    second = page_as("second_keeper")
    second.goto("/agreements/SAMPLE-2569/")
    second.click(f"form[action='{address}'] button")
    second.wait_for_selector("#messages .notice")
    assert "อนุมัติภาคผนวกแล้ว" in second.locator("#messages").inner_text()
    assert second.query_selector("#waits a[href^='#annex-']") is None
