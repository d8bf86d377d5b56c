"""The story of an agreement in a real browser: a partner signs and its officer sees; it ends, and the officer sees nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.conftest import PHONE, House, start_house

pytestmark = pytest.mark.browser

# The sample's edition came in under SAMPLE-2569, which nobody has recorded in this house yet.
FILL = """
import django; django.setup()
from django.db import transaction
from baansuk.agree import partner_actions
from baansuk.assess.tests.page_fixtures import make_edition
with transaction.atomic():
    make_edition()
for code, name in (("MSDHS", "พมจ. สมมุติ"), ("CDD", "พช. จังหวัดสมมุติ")):
    card = partner_actions.register_partner(code=code, name_th=name, name_en=code, kind="provincial", force="state",
                                            legal_personality=True, official_authority=True, by="test")
partner_actions.add_contact(body=card.partner, kind="breach", office_th="ดีพีโอ", office_en="DPO", phone="1300", by="test")
print("ready")
"""
CODE = "SAMPLE-2569"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own: ending its agreement must not end what other stories see."""
    for found in start_house(tmp_path_factory, "without-agreement"):
        assert found.run(FILL).strip().endswith("ready")
        yield found


def _press(page: Any, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()
    page.wait_for_selector("#messages .notice")


def test_a_partner_signs_and_its_officer_sees_until_the_agreement_ends(page_as, photograph, axe_faults):
    officer = page_as("tambon_team", width=PHONE)
    assert officer.goto("/households/").status == 404, "no agreement, no household"

    keeper = page_as("register_keeper")
    keeper.goto("/agreements/")
    photograph(keeper, "agree-story-empty")
    keeper.click("text=ร่างข้อตกลงแรก")
    keeper.fill("#id_code", CODE)
    keeper.fill("#id_title_th", "ข้อตกลงแก้จนจังหวัดสมมุติ")
    keeper.select_option("#id_host", "MSDHS")
    keeper.fill("#id_area_code", "99")
    keeper.fill("#id_parties", "CDD")
    keeper.fill("#id_term_from", "๑ ต.ค. ๒๕๖๘")
    keeper.fill("#id_term_to", "30 ก.ย. 2598")
    keeper.get_by_role("button", name="บันทึกร่าง", exact=True).dblclick()
    keeper.wait_for_url(f"**/agreements/{CODE}/")
    keeper.click("text=บันทึกการลงนาม")
    keeper.fill("#id_signed_on", "1 ต.ค. 2568")
    keeper.fill("#id_office_1", "พมจ.")
    keeper.fill("#id_office_2", "พัฒนาการจังหวัด")
    _press(keeper, "บันทึกว่าลงนามแล้ว")
    keeper.click("#doors >> text=ให้มีผล")
    _press(keeper, "ให้ข้อตกลงมีผล")
    assert officer.goto("/households/").status == 404, "in force, but its annex is not drafted"

    keeper.goto(f"/agreements/{CODE}/annexes/CDD/draft/")
    keeper.check("input[name=purposes][value=help]")
    for name in ("household", "identity", "aid"):
        keeper.check(f"input[name=classes][value={name}]")
    keeper.check("input[name=sensitive][value=health]")
    keeper.select_option("#id_basis_24", "task")
    keeper.fill("#id_retention_months", "60")
    keeper.select_option("#id_breach_contact", index=1)
    keeper.get_by_role("button", name="บันทึกร่าง", exact=True).click()
    keeper.wait_for_selector(".refused, .has-error")
    assert "เลือกฐานตามมาตรา 26" in keeper.inner_text("main")
    assert keeper.is_checked("input[name=sensitive][value=health]"), "what was ticked stays"
    photograph(keeper, "agree-story-refused")
    assert axe_faults(keeper) == []
    keeper.select_option("#id_basis_26", "social_protection")
    _press(keeper, "บันทึกร่าง")
    keeper.click(".folds summary >> nth=0")
    assert keeper.get_by_role("button", name="อนุมัติ", exact=True).is_disabled()
    photograph(keeper, "agree-story-own-draft")
    assert officer.goto("/households/").status == 404, "one person's draft opens nothing"

    second = page_as("second_keeper")
    second.goto(f"/agreements/{CODE}/")
    second.click(".folds summary >> nth=0")
    _press(second, "อนุมัติ")

    assert officer.goto("/households/").status == 200
    assert officer.locator("main table tbody tr").count() > 0
    photograph(officer, "agree-story-officer-sees")

    keeper.goto(f"/agreements/{CODE}/")
    keeper.click(".more-doors summary")
    keeper.click(".more-doors >> text=ให้สิ้นสุด")
    keeper.fill("#id_because", "ครบวาระ")
    photograph(keeper, "agree-story-end")
    _press(keeper, "ให้ข้อตกลงสิ้นสุด")
    assert "สิ้นสุดแล้ว" in keeper.inner_text(".page-head")

    assert officer.goto("/households/").status == 404, "the very next request"
    officer.goto("/")
    assert officer.locator(".nav a[href='/households/']").count() == 0
    photograph(officer, "agree-story-officer-sees-nothing")
