"""Every page, light and dark, against WCAG 2.2 AA as far as axe-core can tell, and without sideways scrolling."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import PAGES

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "vendored" / "axe-core" / "axe.min.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NARROW = 320  # CSS pixels: a small phone, and a screen of 1280 at 400 %
RUN_AXE = "standards => axe.run(document, {runOnly: {type: 'tag', values: standards}})"


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


def violations(page: Page) -> list[str]:
    """Return what axe-core finds on a page: the rule, what it asks, and where it is broken."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(RUN_AXE, STANDARDS)
    return [
        f"{rule['id']} ({rule['help']}): {node['target']} {node.get('failureSummary', '')}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
