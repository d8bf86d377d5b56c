"""What only a real browser shows: keyboard, menus, cards on a phone, paper, and our own Thai face."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser


def test_first_tab_skips_to_the_content(page_as):
    page = page_as("register_keeper")
    page.goto("/help/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"


def test_seat_menu_opens_by_keyboard_and_escape_gives_the_focus_back(page_as):
    page = page_as("amphoe_officer")
    page.goto("/")
    page.focus(".seat > summary")
    page.keyboard.press("Enter")
    page.wait_for_selector(".seat-menu", state="visible")
    page.keyboard.press("Escape")
    page.wait_for_selector(".seat-menu", state="hidden")
    assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"


def test_what_a_menus_line_has_no_room_for_opens_by_keyboard_below_it(page_as, looked_at):
    page = page_as("register_keeper")
    page.goto("/")
    bar = page.locator(".nav > ul").bounding_box()
    assert bar is not None and bar["height"] < 60, "one line"
    more = page.locator(".nav-more > summary")
    more.focus()
    page.keyboard.press("Enter")
    looked_at(page, "menu-more")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/review/"
    page.keyboard.press("Escape")
    assert page.locator(".nav-more[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_seat_is_switched_in_one_press_from_the_menu(page_as):
    page = page_as("amphoe_officer", language="en")
    page.goto("/")
    page.click(".seat > summary")
    page.click('.seat-menu form button:has-text("second tambon") >> nth=0')
    page.wait_for_selector(".notice.tone-good")
    page.goto("/about-me/")
    assert "Tambon team" in page.inner_text("main")
    # The session is shared by the tests: leave the seat as it was found.
    page.click(".seat > summary")
    page.click('.seat-menu form button:has-text("Amphoe secretary") >> nth=0')
    page.wait_for_selector(".notice.tone-good")


def test_language_is_switched_and_stays(page_as):
    page = page_as("register_keeper", language="th")
    page.goto("/help/")
    page.click(".language button")
    page.wait_for_selector("html[lang=en]")
    assert page.url.endswith("/help/")
    page.goto("/about-me/")
    assert page.get_attribute("html", "lang") == "en"
    # The account of this session is shared by the tests: leave it as it was found.
    page.click(".language button")
    page.wait_for_selector("html[lang=th]")


def test_thai_is_drawn_with_our_own_face(page_as):
    page = page_as(None)
    page.goto("/sign-in/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => document.fonts.check('600 20px Sarabun', 'ปฏิบัติ')")
    loaded = page.evaluate("() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)")
    assert any("Sarabun" in family for family in loaded)


def test_nothing_is_asked_of_another_machine(page_as, house):
    page = page_as("register_keeper")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for address in ("/", "/help/", "/components/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    foreign = [url for url in asked if not url.startswith((house.url, "data:", "blob:"))]
    assert foreign == []


def test_rows_become_cards_with_their_labels_on_a_phone_only(page_as):
    for width, shown in ((PHONE, "block"), (DESK, "table-row")):
        page = page_as("register_keeper", width=width)
        page.goto("/components/")
        assert page.eval_on_selector("#tables tbody tr", "row => getComputedStyle(row).display") == shown
        assert page.get_attribute("#tables tbody td >> nth=0", "data-label") == "หัวหน้า"


def test_everything_to_press_is_large_enough_for_a_thumb(page_as):
    page = page_as("register_keeper", width=PHONE)
    page.goto("/components/")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .button, .nav a, .tabs a, select, input:not([type=hidden])")]
            .filter(e => e.offsetParent && !["radio", "checkbox"].includes(e.type))
            .filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_focus_is_not_hidden_under_the_bars_on_a_phone(page_as):
    page = page_as("register_keeper", width=PHONE)
    page.goto("/components/")
    page.focus("#id_reason")
    hidden = page.evaluate(
        """() => { const field = document.activeElement.getBoundingClientRect();
            const bar = document.querySelector(".nav").getBoundingClientRect();
            return field.bottom > bar.top; }"""
    )
    assert not hidden


def test_meaning_is_one_tap_away(page_as):
    page = page_as("register_keeper", width=PHONE)
    page.goto("/components/")
    page.tap(".stat summary >> nth=0")
    page.wait_for_selector(".stat .meaning-text >> nth=0", state="visible")


def test_wrong_password_keeps_what_was_typed_and_moves_nobody(page_as):
    page = page_as(None, width=PHONE)
    page.goto("/sign-in/")
    page.fill("#id_username", "auditor")
    page.fill("#id_password", "not-the-word")
    page.click("main form button")
    page.wait_for_selector("[role=alert]")
    assert page.input_value("#id_username") == "auditor"
    assert page.input_value("#id_password") == ""


def test_paper_has_no_controls(page_as, photograph):
    page = page_as("register_keeper")
    page.goto("/components/")
    page.emulate_media(media="print")
    for control in (".nav", ".top-tools", ".pager", ".tabs", "main button"):
        assert page.eval_on_selector(control, "e => getComputedStyle(e).display") == "none", control
    assert page.is_visible(".foot .print-only")
    photograph(page, "components-paper")


def test_page_is_still_whole_when_letters_are_twice_as_large(page_as, sideways):
    page = page_as("register_keeper", width=640)
    page.goto("/help/")
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert sideways(page) == 0


@pytest.fixture
def long_open(open_context, house):
    """A form of the register keeper that stood open for eleven minutes with a name in it, and what it is read by."""
    context = open_context()
    context.add_cookies([house.session_of("register_keeper")])
    page = context.new_page()
    page.clock.install()
    page.goto("/elections/")
    page.fill(FIELD, TYPED)
    page.clock.fast_forward("11:00")
    return page


FIELD, TYPED = "main form input[name=name_th]", "เลือกตั้งนายก อบต. (สมมุติ)"
SEND = "main form:has(input[name=name_th]) button"


def unsent(page):
    page.wait_for_selector("#unsent", state="visible")
    assert page.input_value(FIELD) == TYPED and page.url.endswith("/elections/")
    return page.inner_text("#unsent")


def test_what_was_filled_in_outlives_the_session_and_is_sent_after_signing_in_again(long_open, house, looked_at):
    context = long_open.context
    context.clear_cookies(name=house.session_of("register_keeper")["name"])
    long_open.click(SEND)
    assert "ยังไม่ได้ส่ง" in unsent(long_open) and "เข้าสู่ระบบในแท็บใหม่" in unsent(long_open)
    looked_at(long_open, "unsent")
    context.add_cookies([house.session_of("register_keeper")])
    with long_open.expect_response(lambda answer: answer.request.method == "POST") as answered:
        long_open.click(SEND)
    assert answered.value.status == 422, "sent, and refused for the dates that are not there"
    long_open.wait_for_selector("main form .field-error, main form [aria-invalid]")
    assert long_open.input_value(FIELD) == TYPED


def test_what_was_filled_in_waits_for_the_line_to_come_back(long_open):
    long_open.context.set_offline(True)
    long_open.click(SEND)
    assert "ไม่มีสัญญาณ" in unsent(long_open)
    long_open.context.set_offline(False)


def test_language_is_not_changed_over_what_was_filled_in_without_a_word(page_as):
    page = page_as("register_keeper", language="th", width=PHONE)
    page.goto("/elections/")
    page.fill(FIELD, TYPED)
    page.click(".language button")
    assert "จะหายเมื่อเปลี่ยนภาษา" in unsent(page)
    page.click(".language button")
    page.wait_for_selector("html[lang=en]")
    page.click(".language button")
    page.wait_for_selector("html[lang=th]")
