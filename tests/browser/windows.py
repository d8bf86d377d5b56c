"""Windows of the browser through which one test after another looks: a new one costs as much as four pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

PHONE, DESK = 390, 1280
HEIGHTS = {PHONE: 844, DESK: 900}


def size_of(width: int) -> ViewportSize:
    """Return how large a window of that width is."""
    return {"width": width, "height": HEIGHTS.get(width, 900)}


@dataclass
class Window:
    """One page in a context of its own, and what it complained of since a test took it."""

    page: Page
    complaints: list[str]
    width: int

    def faults(self) -> list[str]:
        """Return what a test must answer for, once all that has happened is told."""
        self.page.title()
        return faults_among(self.complaints)


@dataclass
class Windows:
    """The windows that no test looks through just now, all of one house."""

    browser: Browser
    house: str = ""
    free: list[Window] = field(default_factory=list)

    def take(self, house: str, width: int, cookies: Sequence[Any]) -> Window:
        """Return a window on the house at ``house`` that has these cookies and nothing else of a test before."""
        if house != self.house:
            while self.free:
                self.free.pop().page.context.close()
            self.house = house
        found = next((window for window in self.free if window.width == width), None)
        if found:
            self.free.remove(found)
        else:
            found = self._opened(width)
        found.complaints.clear()
        found.page.context.clear_cookies()
        found.page.context.add_cookies(list(cookies))
        return found

    def give_back(self, window: Window) -> None:
        """Leave a window as it was found, on an address of the house where nothing happens."""
        page, context = window.page, window.page.context
        for other in context.pages:
            if other is not page:
                other.close()
        page.unroute_all()
        page.emulate_media(media="null")
        if page.viewport_size != size_of(window.width):
            page.set_viewport_size(size_of(window.width))
        # Not about:blank, for which Chromium starts another process.
        page.goto("/health/")
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        self.free.append(window)

    def _opened(self, width: int) -> Window:
        context, complaints = opened_context(self.browser, self.house, width)
        return Window(context.new_page(), complaints, width)


def opened_context(browser: Browser, house: str, width: int) -> tuple[BrowserContext, list[str]]:
    """Return a new context of the browser, and the list in which it keeps the complaints of its pages."""
    complaints: list[str] = []
    context = browser.new_context(base_url=house, viewport=size_of(width), has_touch=width == PHONE, locale="th-TH")
    context.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return context, complaints


def faults_among(complaints: Sequence[str]) -> list[str]:
    """Return what the policy blocked or a script threw: a refused or absent page is an answer, not a fault."""
    return [said for said in complaints if "Failed to load resource" not in said]
