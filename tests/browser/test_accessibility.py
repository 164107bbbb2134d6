"""Every page, light and dark, against WCAG 2.2 AA as far as axe-core can tell, and without sideways scrolling."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import AXE, AXE_SHA256, NARROW, violations
from tests.browser.pages import GOAL, PAGES

pytestmark = pytest.mark.browser


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def seen(chromium: Browser, address: str, scheme: Literal["light", "dark"]) -> Iterator[Page]:
    with chromium.new_context(base_url=address, color_scheme=scheme, reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(seen: Page, name: str) -> None:
    seen.goto(PAGES[name])
    assert violations(seen) == []
    seen.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert violations(seen) == [], "with everything unfolded"


def test_axe_would_see_a_fault(seen: Page) -> None:
    seen.goto("/about")
    seen.evaluate("document.querySelector('main').append(document.createElement('img'))")
    assert [fault.split()[0] for fault in violations(seen)] == ["image-alt"]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_needs_scrolling_sideways_on_a_narrow_screen(chromium: Browser, address: str, name: str) -> None:
    with chromium.new_context(base_url=address, viewport={"width": NARROW, "height": 640}) as context:
        page = context.new_page()
        page.goto(PAGES[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_the_vendored_axe_is_the_one_that_was_pinned() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256


def test_axe_finds_no_violation_from_the_shortlist_to_the_brief(seen: Page) -> None:
    seen.goto(f"/result?goal={GOAL}")
    for _ in range(3):
        seen.get_by_role("button", name="Add to shortlist").first.click()
    assert violations(seen) == [], "with a shortlist"
    seen.goto("/shortlist")
    shortlist = seen.url
    assert violations(seen) == []
    for name in ("Compare side by side", "Write the partnership brief"):
        seen.goto(shortlist)
        seen.get_by_role("button", name=name).click()
        assert violations(seen) == [], name
        seen.set_viewport_size({"width": NARROW, "height": 640})
        assert seen.evaluate("document.documentElement.scrollWidth") <= NARROW, name
