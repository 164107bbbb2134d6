"""The result page as a person uses it: goal chips, facets, opinions, and the organisation picker by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
GOAL = "Reach teenagers in Slovakia with a fact-checking campaign using YouTubers and comedians"


def send(page: Page, button: str, javascript: bool) -> None:
    """Press a button where no script has sent the form already; what is read at once afterwards waits for the page."""
    if not javascript:
        page.get_by_role("button", name=button).click()


def test_needs_are_weighed_struck_out_and_added(page: Page, javascript: bool) -> None:
    page.goto(f"/result?goal={GOAL}")
    page.get_by_label("Comedy, music and performance").select_option(label="Not needed")
    send(page, "Use these needs", javascript)
    expect(page.get_by_label("Comedy, music and performance")).to_have_count(0)
    expect(page.get_by_role("heading", name="What it needs, as you say")).to_be_visible()
    page.get_by_label("Add a need").select_option(label="Broadcasting")
    send(page, "Use these needs", javascript)
    expect(page.get_by_label("Broadcasting", exact=True)).to_have_value("broadcasting:1")
    with page.expect_navigation():
        page.get_by_label("Broadcasting", exact=True).select_option(label="A little")
        send(page, "Use these needs", javascript)
    expect(page.get_by_label("Broadcasting", exact=True)).to_have_value("broadcasting:0.3")
    assert "need=broadcasting%3A0.3" in page.url
    page.get_by_role("link", name="Read them from the text again").click()
    expect(page.get_by_label("Comedy, music and performance")).to_be_visible()


def test_a_place_is_taken_away_and_another_added(page: Page) -> None:
    page.goto(f"/result?goal={GOAL}")
    chips = page.locator(".understood-chips li")
    expect(chips.filter(has_text="Slovakia")).to_have_count(1)
    page.get_by_role("link", name="Remove Slovakia").click()
    expect(chips.filter(has_text="Slovakia")).to_have_count(0)
    page.get_by_text("Add a place, language, audience, theme or time").click()
    page.locator("#add_country").fill("Czechia")
    page.get_by_role("button", name="Add these").click()
    expect(chips.filter(has_text="Czechia")).to_have_count(1)


def test_facets_narrow_down_by_what_their_counts_say(page: Page, chromium: Browser, javascript: bool) -> None:
    page.goto(f"/result?goal={GOAL}")
    network = page.get_by_role("checkbox", name=re.compile("^Network or coalition"))
    count = int(page.locator("label", has_text="Network or coalition").locator(".count").inner_text())
    with page.expect_navigation():
        network.check()
        send(page, "Show these only", javascript)
    expect(page.get_by_role("status").filter(has_text="fit")).to_contain_text(f"{count} organisation")
    expect(page.get_by_label("Filters in force")).to_contain_text("Network or coalition")
    if javascript:
        again = page.get_by_role("checkbox", name=re.compile("^Network or coalition"))
        expect(again, "one goes on where one was").to_be_focused()
    facts = page.locator("li.partner .facts").all_inner_texts()
    assert facts
    assert all(fact.startswith("Network or coalition") for fact in facts)
    with chromium.new_context() as fresh:
        copy = fresh.new_page()
        copy.goto(page.url)
        assert copy.locator("li.partner h3").all_inner_texts() == page.locator("li.partner h3").all_inner_texts()
    page.get_by_role("link", name="Clear all filters").click()
    expect(page.get_by_label("Filters in force")).to_have_count(0)


def test_more_partners_are_shown_part_by_part(page: Page) -> None:
    page.goto(f"/result?goal={GOAL}")
    first = page.locator("li.partner h3").all_inner_texts()
    with page.expect_navigation():
        page.get_by_role("link", name="Show 10 more").click()
    expect(page.locator("li.partner .rank").first).to_have_text("11")
    assert not set(first) & set(page.locator("li.partner h3").all_inner_texts())
    with page.expect_navigation():
        page.get_by_role("link", name="Show the ones before").click()
    expect(page.locator("li.partner .rank").first).to_have_text("1")
    assert page.locator("li.partner h3").all_inner_texts() == first


def test_an_opinion_is_given_and_taken_back(page: Page) -> None:
    page.goto(f"/result?goal={GOAL}")
    name = page.locator("li.partner h3").first.inner_text()
    page.get_by_role("button", name=f"Useful: {name}", exact=True).click()
    pressed = page.get_by_role("button", name=f"Useful: {name}", exact=True, pressed=True)
    expect(pressed).to_be_visible()
    pressed.click()
    expect(page.get_by_role("button", name=f"Useful: {name}", exact=True, pressed=False)).to_be_visible()


def test_the_seeker_is_picked_with_the_keyboard_alone(page: Page, javascript: bool) -> None:
    page.goto("/")
    page.get_by_label("What do you want to achieve?").fill(GOAL)
    field = page.get_by_label("Who are you?")
    field.focus()
    page.keyboard.type("globs")
    if javascript:
        options = page.locator("[role=listbox]").get_by_role("option")
        expect(options.first).to_contain_text("GLOBSEC")
        expect(field).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Escape")
        expect(options).to_have_count(0)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(field).to_have_value("GLOBSEC")
        expect(field).to_have_attribute("aria-expanded", "false")
    else:
        page.keyboard.type("ec")
    page.keyboard.press("Enter")
    expect(page.get_by_text("you bring it").first).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320)])
def test_the_folded_and_the_filtered_page_fit_the_screen(
    chromium: Browser, address: str, scheme: str, width: int
) -> None:
    with chromium.new_context(base_url=address, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"/result?goal={GOAL}&only_country=SK&only_kind=network&exclude=local:globsec&ignore=when")
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for button in page.locator(".chip .remove, .deeds .action, .values label").all():
            box = button.bounding_box()
            assert box is None or min(box["width"], box["height"]) >= 24, button.inner_text()
