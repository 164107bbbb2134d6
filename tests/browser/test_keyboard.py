"""From a goal to the partnership brief with the keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
MOST_STOPS = 150  # presses of Tab; who needs more has lost the way


def test_from_a_goal_to_the_brief_by_keyboard(page: Page) -> None:
    page.goto("/")
    tab_to(page, "What do you want to achieve?")
    page.keyboard.type("Reach teenagers with a fact-checking campaign using YouTubers and comedians")
    tab_to(page, "Find partners")
    follow(page)
    expect(page.get_by_role("heading", name="Partners who bring what is missing")).to_be_visible()
    tab_to(page, "Add to shortlist: GLOBSEC")
    follow(page)
    expect(page.get_by_text("Your shortlist:")).to_be_visible()
    tab_to(page, "On your shortlist: GLOBSEC")
    follow(page)
    tab_to(page, "Write the partnership brief")
    follow(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("GLOBSEC")
    tab_to(page, "Download for Word (DOCX)")


def test_the_first_stop_leads_past_the_navigation(page: Page) -> None:
    page.goto("/organisations")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))  # waits: the key is pressed before the address has changed


def follow(page: Page) -> None:
    """Press what has the focus, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called `name` has the focus; each stop on the way must show where it is."""
    for _ in range(MOST_STOPS):
        if focused_name(page) == name:
            return
        page.keyboard.press("Tab")
        assert is_marked(page), f"nothing shows that {focused_name(page)!r} has the focus"
    pytest.fail(f"{name!r} is not among the first {MOST_STOPS} stops of {page.url}")


def focused_name(page: Page) -> str:
    """Return what the focused element is called: its label, or its text."""
    named = page.evaluate(
        """() => {
            const each = document.activeElement;
            return each.getAttribute("aria-label") || (each.labels && each.labels[0] || each).textContent;
        }"""
    )
    return " ".join(str(named).split())


def is_marked(page: Page) -> bool:
    """Tell whether the focused element, or what encloses it, has an outline; outside the page there is none."""
    return bool(
        page.evaluate(
            """() => {
                const each = document.activeElement;
                const style = getComputedStyle(each);
                return each === document.body || (style.outlineStyle !== "none" && style.outlineWidth !== "0px");
            }"""
        )
    )
