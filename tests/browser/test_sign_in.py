"""Signing in as people do it: invited by a link, with a code app, a recovery code and a security key, on a phone too."""

from __future__ import annotations

import re
import time

import pytest

from baansuk.access import one_time
from tests.browser.conftest import DESK, PHONE, sign_in_by_form
from tests.browser.small_register import lacking_household  # noqa: F401  # a fixture

# The register brings the areas that an officer is invited to.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("lacking_household")]
PASSWORD = "a-quiet-river-9"
WITH_PARTNER = """
import django; django.setup()
from baansuk.access.models import Partner
Partner.objects.get_or_create(code="CDD", defaults={"name_th": "พช. (สมมุติ)", "name_en": "CDD (fictional)"})
"""


def prove_if_asked(page):
    if "/prove/" in page.url:
        page.fill("#id_code", page.inner_text("[data-code]"))
        page.click("main .action-bar button")


def invite(page, name):
    page.goto("/invitations/")
    page.fill("#id_username", name)
    page.select_option("#id_partner", "CDD")
    page.select_option("#id_role", "tambon_team")
    page.fill("#id_area_code", "990101")
    page.fill("#id_title_th", "พัฒนากร (สมมุติ)")
    page.click("main form.card button")
    if "/prove/" in page.url:
        prove_if_asked(page)
        return invite(page, name)
    return page.inner_text("[data-link]")


def set_password(page, link):
    page.goto(link)
    page.wait_for_selector("#id_password")
    page.fill("#id_password", PASSWORD)
    page.fill("#id_again", PASSWORD)


def secret_on(page):
    page.click(".meaning summary")
    return "".join(page.inner_text(".meaning-text code").split())


def code_of(secret, later=0):
    return one_time.code_of(secret, one_time.step_at(time.time()) + later)


@pytest.mark.parametrize(("width", "language"), [(PHONE, "th"), (DESK, "en")])
def test_invited_officer_sets_password_and_second_factor_and_comes_in(
    width, language, page_as, open_context, house, looked_at
):
    house.once(WITH_PARTNER)
    keeper = page_as("register_keeper", width=width, language=language)
    link = invite(keeper, f"invited-{width}")
    looked_at(keeper, f"invited-{language}")
    keeper.goto("/invitations/")
    looked_at(keeper, f"invitations-{language}")

    page = open_context(width, language).new_page()
    set_password(page, link)
    assert link.rstrip("/").rpartition("/")[2] not in page.url
    looked_at(page, f"invitation-{language}")
    page.click("main form button")
    page.wait_for_selector("img.qr")
    looked_at(page, f"second-factor-{language}")
    page.goto("/households/")
    assert page.url.endswith("/my-sign-in/second-factor/"), "nothing else before the second factor"
    secret = secret_on(page)
    page.fill("#id_code", code_of(secret))
    page.click("main form .action-bar button")
    page.wait_for_selector(".recovery")
    looked_at(page, f"recovery-codes-{language}")
    recovery = page.inner_text(".recovery li >> nth=0").strip()
    page.click("main .action-bar a")
    page.wait_for_selector(".seat, .card")
    page.goto("/my-sign-in/")
    looked_at(page, f"my-sign-in-{language}")
    page.goto("/my-sign-in/password/")
    looked_at(page, f"change-password-{language}")

    again = open_context(width, language).new_page()
    again.goto("/sign-in/")
    again.fill("#id_username", f"invited-{width}")
    again.fill("#id_password", PASSWORD)
    again.click("main form button")
    again.wait_for_selector("#id_code")
    looked_at(again, f"sign-in-code-{language}")
    again.fill("#id_code", "000000")
    again.click("main .action-bar button")
    again.wait_for_selector("[role=alert]:not([hidden])")
    again.fill("#id_code", recovery)
    again.click("main .action-bar button")
    again.wait_for_selector("body.with-nav")

    used = open_context(width, language).new_page()
    used.goto(link)
    used.wait_for_selector(".refused")
    looked_at(used, f"invitation-over-{language}")


def test_second_device_is_seen_and_signed_out_from_the_first(page_as, open_context, house):
    first = page_as("auditor", language="en")
    second = open_context(PHONE, "en").new_page()
    sign_in_by_form(second, "auditor", house.passwords["auditor"])
    second.wait_for_selector(".seat")
    first.goto("/my-sign-in/")
    first.click("text=Sign out everywhere else")
    first.wait_for_selector(".notice.tone-good")
    second.goto("/about-me/")
    assert "/sign-in/" in second.url


def test_security_key_is_added_and_opens(page_as, open_context, house):
    house.once(WITH_PARTNER)
    # A key is bound to a name, never to an address of numbers.
    by_name = house.url.replace("127.0.0.1", "localhost")
    link = invite(page_as("register_keeper", language="en"), "key-holder").replace(house.url, by_name)
    page = open_context(DESK, "en").new_page()
    page.context.add_cookies([{"name": "language", "value": "en", "url": by_name}])
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    set_password(page, link)
    page.click("main form button")
    page.wait_for_selector("[data-key=add] button", state="visible")
    page.fill("#id_name", "office key")
    page.click("[data-key=add] button")
    page.wait_for_selector(".recovery")
    page.goto(f"{by_name}/my-sign-in/")
    assert "office key" in page.inner_text("main")
    page.click(".seat > summary")
    page.click('.seat-menu form[action="/sign-out/"] button')
    page.wait_for_selector("#id_username")
    page.fill("#id_username", "key-holder")
    page.fill("#id_password", PASSWORD)
    page.click("main form button")
    page.wait_for_selector("[data-key=use] button", state="visible")
    page.click("[data-key=use] button")
    page.wait_for_selector("body.with-nav")
    assert not re.search(r"/sign-in/", page.url)


def test_address_of_numbers_offers_no_key(page_as, open_context, house):
    house.once(WITH_PARTNER)
    link = invite(page_as("register_keeper", language="en"), "no-key")
    page = open_context(PHONE, "en").new_page()
    set_password(page, link)
    page.click("main form button")
    page.wait_for_selector("[data-key-absent]", state="visible")
    assert page.is_hidden("[data-key=add]")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("language", ["th", "en"])
def test_second_step_of_the_demonstration_shows_its_code(width, language, open_context, house, looked_at):
    page = open_context(width, language).new_page()
    page.goto("/sign-in/")
    page.fill("#id_username", "governor_view")
    page.fill("#id_password", house.passwords["governor_view"])
    page.click("main form button")
    page.wait_for_selector("[data-code]")
    looked_at(page, f"demo-code-{language}")
    assert re.fullmatch(r"\d{6}", page.inner_text("[data-code]").strip())
