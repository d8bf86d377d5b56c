"""A real house in its own folder, served as in production, and pages opened in it as any of the cast."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.browser.windows import DESK, PHONE, Window, Windows, faults_among, opened_context, size_of
from tests.warm import warm

PROJECT = Path(__file__).resolve().parents[2]
PICTURES = PROJECT / "test-results" / "screens"
# Nothing is compared with a picture, and a sixth of the time goes into them: they are taken for whoever looks (make pictures).
PICTURES_WANTED = bool(os.environ.get("BAANSUK_PICTURES"))
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
# Debian's Chromium without the windows, bars and services that only a person needs: the same page costs half of what it
# does in the whole browser, which stands in where the small one is not to be had.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium"))), "")
# No screen and no graphics card; MapLibre still needs WebGL, so SwiftShader draws it.
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
# All but the map is drawn without it: a picture costs two thirds.
FLAGS += ["--disable-gpu-compositing", "--disable-gpu-rasterization"]
# Each page begins anew, so what is compiled a second time, to run faster, never ran long enough: a fifth of axe's work.
FLAGS += ["--js-flags=--no-turbofan --no-maglev"]

PREPARE = """
import django; django.setup()
from django.core.management import call_command
from baansuk.access.actions import demo_accounts, mark_demonstration
from baansuk.access.key_actions import mark_keys
from baansuk.command.new_tables import make_tables
make_tables()
call_command("migrate", interactive=False, verbosity=0)
mark_keys(by="command")
call_command("collectstatic", interactive=False, verbosity=0)
mark_demonstration(by="command")
# With all rounds: hashed anew at the first form that is sent, they would end the sessions that stand already.
for name, password, _role in demo_accounts(by="command"):
    print(name, password)
"""
# Comes in as one of the cast, as the tests of pages do, and takes the first purpose of the post that bears the role's own title.
COME_IN = """
import django; django.setup()
from django.conf import settings
from django.test import Client
from baansuk.access.demonstration import ACCOUNTS
from baansuk.access.models import User
from baansuk.access.questions import presence_of
from baansuk.access.tests.cast import sign_in, sit_down
client, user = Client(), User.objects.get(username={role!r})
sign_in(client, user)
if presence_of(user, None).must_choose:
    title = next(player.title for player in ACCOUNTS if player.username == user.username)
    seated = next(one for one in presence_of(user, None).offered if one.seat.title == title)
    sit_down(client, seated.seat.id, seated.purpose)
print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
SAMPLE = """
import django; django.setup()
from baansuk.agree.example_actions import load_sample
load_sample(by="command")
"""
# What a page still waits for once it is loaded: its letters, and what htmx is asking for.
SETTLED = """() => document.fonts.ready.then(() => new Promise((settled) => {
  const look = () => document.querySelector(".htmx-request") ? setTimeout(look, 20) : requestAnimationFrame(settled);
  look();
}))"""


@dataclass
class House:
    """A running house: where it answers, the environment its commands run in, and its accounts."""

    url: str
    environment: dict[str, str]
    passwords: dict[str, str]
    told: dict[str, str] = field(default_factory=dict)

    def run(self, code: str) -> str:
        """Run lines of Python in this house and return what they printed."""
        return self._done({"code": code})

    def once(self, code: str) -> str:
        """Run them unless this house did already; return what they printed then."""
        if code not in self.told:
            self.told[code] = self.run(code)
        return self.told[code]

    def command(self, *words: str) -> str:
        """Run ``baansuk …`` in this house and return what it printed."""
        return self._done({"arguments": words})

    def _done(self, work: dict[str, Any]) -> str:
        done = warm().run({"folder": str(PROJECT), "environment": self.environment, **work}, timeout=600)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def session_of(self, role: str) -> Any:
        """Return the cookie of one of the cast, who comes in once; coming in by the forms has tests of its own."""
        name, value = self.once(COME_IN.format(role=role)).split()
        return {"name": name, "value": value, "url": self.url}

    def in_language(self, language: str) -> Any:
        """Return the cookie by which its pages speak that language."""
        return {"name": "language", "value": language, "url": self.url}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended at once with {server.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/health/", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not become healthy within its time")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house that the browser tests share; a story that would spoil it for others starts one of its own."""
    yield from start_house(tmp_path_factory)


def _environment(var: Path) -> dict[str, str]:
    """Return the environment of a demonstration under ``var``, with nothing of the tests' own house."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("BAANSUK_", "DATABASE_URL"))},
        "BAANSUK_VAR": str(var),
        "BAANSUK_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "baansuk.web.settings",
    }


def _python(var: Path, *words: str) -> str:
    """Run ``python …`` in the house under ``var``, in a process of its own, and return what it printed."""
    return subprocess.run(
        [sys.executable, *words], cwd=PROJECT, env=_environment(var), check=True, capture_output=True, text=True
    ).stdout


def _furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of houses to copy, ``bare`` and ``sample``; the first of the workers makes them, once a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "furnished"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "passwords.json").is_file():
            (folder / "bare").mkdir()
            _python(folder / "bare", "tools/assets.py")
            passwords = dict(line.split() for line in _python(folder / "bare", "-c", PREPARE).splitlines())
            shutil.copytree(folder / "bare", folder / "sample")
            _python(folder / "sample", "-c", SAMPLE)
            (folder / "passwords.json").write_text(json.dumps(passwords))
    return folder


def start_house(tmp_path_factory: pytest.TempPathFactory, *how: str) -> Iterator[House]:
    """Start a house with an empty register and the demonstration's accounts, and stop it at the end.

    ``without-agreement``: not even the sample's agreement is recorded.
    """
    furnished = _furnished(tmp_path_factory)
    var = tmp_path_factory.mktemp("house") / "var"
    shutil.copytree(furnished / ("bare" if "without-agreement" in how else "sample"), var)
    passwords = json.loads((furnished / "passwords.json").read_text())
    found = House(f"http://127.0.0.1:{_free_port()}", _environment(var), passwords)
    port = found.url.rpartition(":")[2]
    command = ["-m", "granian", "--interface", "wsgi", "--port", port, "--workers", "1", "--blocking-threads", "4"]
    server = subprocess.Popen(
        [sys.executable, *command, "--no-ws", "--log-level", "error", "baansuk.web.wsgi:application"],
        cwd=PROJECT,
        env=found.environment,
        start_new_session=True,
    )
    try:
        _wait_until_healthy(found.url, server)
        yield found
    finally:
        # At once, with its worker: asked to stop, it waits for the browser to let go of its connections.
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Launch the machine's own Chromium; in CI a missing browser is a failure, elsewhere a skip with the remedy."""
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium-headless-shell")
        pytest.skip("Chromium is missing: apt-get install chromium-headless-shell")
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def open_context(browser: Browser, house: House) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens another device, of a width and language; complaints of the policy fail the test."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def open_(width: int = DESK, language: str = "th") -> BrowserContext:
        opened.append(opened_context(browser, house.url, width))
        opened[-1][0].add_cookies([house.in_language(language)])
        return opened[-1][0]

    yield open_
    for context, _complaints in opened:
        context.close()
    faults = faults_among([said for _context, complaints in opened for said in complaints])
    assert not faults, f"the browser complained: {faults}"


def sign_in_by_form(page: Page, name: str, password: str) -> None:
    """Come in as one of the cast as a person does: name and password, then the code that the demonstration shows."""
    page.goto("/sign-in/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("main form button")
    page.wait_for_selector("#id_code")
    page.fill("#id_code", page.inner_text("[data-code]"))
    page.click("main form button[type=submit], main .action-bar button")


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """The windows that the tests of one process share."""
    return Windows(browser)


@pytest.fixture
def page_as(windows: Windows, house: House) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page signed in as one of the cast: ``page_as("register_keeper", width=PHONE)``.

    Complaints of the policy fail the test.
    """
    taken: list[Window] = []

    def page_as_(role: str | None, width: int = DESK, language: str = "th") -> Page:
        session = [house.session_of(role)] if role else []
        taken.append(windows.take(house.url, width, [*session, house.in_language(language)]))
        return taken[-1].page

    yield page_as_
    faults = [fault for window in taken for fault in window.faults()]
    for window in taken:
        windows.give_back(window)
    assert not faults, f"the browser complained: {faults}"


@pytest.fixture(scope="session")
def photograph() -> Callable[[Page, str], None]:
    """Return a function that waits until a page stands still, and keeps a picture of it where pictures are wanted."""

    def photograph_(page: Page, name: str) -> None:
        page.wait_for_load_state()
        page.evaluate(SETTLED)
        if PICTURES_WANTED:
            PICTURES.mkdir(parents=True, exist_ok=True)
            width = page.viewport_size["width"] if page.viewport_size else 0
            page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)

    return photograph_


@pytest.fixture(scope="session")
def axe_faults() -> Callable[[Page], list[str]]:
    """Return a function that gives axe's findings on a page (WCAG 2.2 A and AA), one line each."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    # Sent once to each window, which from then on keeps it at hand for every page: to send it with each cost as much as the
    # page. In a world of its own, because the page's own policy rightly refuses foreign scripts.
    known = AXE.read_text(encoding="utf-8")
    at_hand = {
        "source": f"globalThis.bringAxe = () => {{ if (!globalThis.axe) {{ {known}\n }} }};",
        "worldName": "axe",
        "runImmediately": True,
    }
    # What it found to be right it need not describe: that took half of its time.
    ask = (
        f"bringAxe(); axe.run({{runOnly: {tags}, resultTypes: ['violations']}}).then(r => JSON.stringify(r.violations.map(v => "
        "v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' | '))))"
    )
    doors: WeakKeyDictionary[Page, CDPSession] = WeakKeyDictionary()

    def axe_faults_(page: Page) -> list[str]:
        if page not in doors:
            doors[page] = page.context.new_cdp_session(page)
            doors[page].send("Page.enable")
            doors[page].send("Page.addScriptToEvaluateOnNewDocument", at_hand)
        door = doors[page]
        frame = door.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = door.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})["executionContextId"]
        asked = {"expression": ask, "contextId": world, "awaitPromise": True, "returnByValue": True}
        return json.loads(door.send("Runtime.evaluate", asked)["result"]["value"])

    return axe_faults_


@pytest.fixture(scope="session")
def sideways() -> Callable[[Page], int]:
    """Return a function that gives by how many pixels a page is wider than its window (0 is right)."""

    def sideways_(page: Page) -> int:
        root = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        return int(root[0] - root[1])

    return sideways_


@pytest.fixture
def looked_at(
    photograph: Callable[[Page, str], None], axe_faults: Callable[[Page], list[str]], sideways: Callable[[Page], int]
) -> Callable[..., None]:
    """Return a function that photographs a page and holds it to axe and to the width of its window."""

    def looked_at_(page: Page, name: str, *, with_axe: bool = True) -> None:
        photograph(page, name)
        if with_axe:
            assert axe_faults(page) == [], name
        assert sideways(page) == 0, f"{name} scrolls sideways"

    return looked_at_


def _resize(page: Page, width: int) -> None:
    """Make the window of a page that wide, and its pointer a finger on a phone only."""
    page.set_viewport_size(size_of(width))
    hand = page.context.new_cdp_session(page)
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": width == PHONE})
    hand.detach()


@pytest.fixture
def looked_at_both(looked_at: Callable[..., None]) -> Callable[[Page, str], None]:
    """Return a function that looks at one and the same load of a page, opened on a phone, there and at a desk.

    What is drawn once for the width it begins with (maps, charts) is opened anew for each. Axe looks at both widths in Thai
    and at one in English: the other words stand in the same places, and only how wide they are can differ.
    """

    def looked_at_both_(page: Page, name: str) -> None:
        looked_at(page, name, with_axe=page.get_attribute("html", "lang") == "th")
        _resize(page, DESK)
        looked_at(page, name)
        # The next page is loaded on a phone again.
        _resize(page, PHONE)

    return looked_at_both_
