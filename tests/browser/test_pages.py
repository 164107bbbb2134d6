"""The way of a partnership officer through the pages, as a person goes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from tests.browser.pages import GOAL, PAGES

pytestmark = pytest.mark.browser
TALLEST_PICTURE = 6000  # pixels; Chromium fails now and then to take a picture of a page that is much taller


def test_from_a_goal_to_a_partner_with_its_evidence(page: Page) -> None:
    page.goto("/")
    page.get_by_label("What do you want to achieve?").fill(GOAL)
    page.get_by_role("button", name="Find partners").click()
    first = page.locator("section.partners").locator("li.card").first
    expect(first.get_by_role("heading", level=3)).to_have_text("GLOBSEC")
    expect(first).to_contain_text("YouTubers")
    first.locator("details.score summary").click()
    expect(first.get_by_role("table")).to_contain_text("Brings what is missing")
    first.get_by_role("link", name="GLOBSEC", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("GLOBSEC")
    expect(page.get_by_role("heading", name="What it brings")).to_be_visible()


def test_who_we_are_changes_the_answer_and_the_address_reproduces_it(page: Page, chromium: Browser) -> None:
    page.goto("/")
    page.get_by_label("What do you want to achieve?").fill(GOAL)
    page.get_by_label("Who are you?").fill("GLOBSEC")
    page.get_by_text("Place, language, time, budget, audience, kind of partner").click()
    page.get_by_label("Where?").fill("Slovakia")
    page.get_by_label("Young people").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Find partners").click()
    expect(page.get_by_text("you bring it").first).to_be_visible()
    partners = page.locator("section.partners")
    expect(partners.locator("li.card h3", has_text="GLOBSEC")).to_have_count(0)
    with chromium.new_context() as fresh:
        again = fresh.new_page()
        again.goto(page.url)
        assert again.locator("li.card h3").all_inner_texts() == page.locator("li.card h3").all_inner_texts()


def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost(page: Page) -> None:
    page.goto("/")
    page.get_by_label("What do you want to achieve?").fill(GOAL)
    page.get_by_label("Who are you?").fill("Globsecc")
    page.get_by_role("button", name="Find partners").click()
    expect(page.locator("#seeker-error")).to_contain_text("did you mean GLOBSEC")
    expect(page.get_by_label("What do you want to achieve?")).to_have_value(GOAL)
    expect(page.get_by_label("Who are you?")).to_have_value("Globsecc")
    page.get_by_label("Who are you?").fill("GLOBSEC")
    page.get_by_role("button", name="Find partners").click()
    expect(page.get_by_role("heading", name="Partners who bring what is missing")).to_be_visible()


def test_from_a_result_to_a_coalition_that_one_changes(page: Page) -> None:
    page.goto(f"/result?goal={GOAL}")
    page.get_by_role("link", name="Choose a coalition").click()
    members = page.locator("ol.members h3")
    expect(members.first).to_contain_text("GLOBSEC")
    page.get_by_role("link", name="Pin GLOBSEC").click()
    expect(members.filter(has_text="GLOBSEC")).to_contain_text("pinned")
    page.get_by_role("link", name="2", exact=True).click()
    expect(members).to_have_count(2)
    page.get_by_label("Add an organisation by hand").fill("first draft")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(members.filter(has_text="First Draft")).to_contain_text("pinned")
    page.get_by_role("link", name="Remove GLOBSEC").click()
    expect(members.filter(has_text="GLOBSEC")).to_have_count(0)
    expect(page.get_by_role("heading", name="Left out by you")).to_be_visible()
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("table").first).to_contain_text("Fact-checking")


def test_an_example_goal_leads_to_partners(page: Page) -> None:
    page.goto("/")
    page.locator(".examples a").first.click()
    expect(page.locator("section.partners").locator("li.card h3").first).to_have_text("GLOBSEC")


def test_a_question_leads_to_a_practice_with_its_source(page: Page) -> None:
    page.goto("/practices")
    page.get_by_label("Your campaign or your question").fill("set up a hotline together with the police")
    page.get_by_role("button", name="Search").click()
    page.locator("li.card h3 a").first.click()
    expect(page.get_by_role("heading", name="Sources")).to_be_visible()
    expect(page.locator(".sources")).to_contain_text("SIC+ Focus Group")


def test_the_form_is_reached_and_sent_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/organisations")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.goto("/")
    page.get_by_label("What do you want to achieve?").focus()
    page.keyboard.type("train local journalists")
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Find partners")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("train local journalists")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 390), ("light", 320)])
def test_no_page_scrolls_sideways(
    chromium: Browser, address: str, pictures: Path, name: str, scheme: str, width: int
) -> None:
    context = chromium.new_context(
        base_url=address,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(PAGES[name])
    page.evaluate("[...document.querySelectorAll('details')].slice(0, 8).forEach((each) => { each.open = true })")
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST_PICTURE)
    area: FloatRect = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=pictures / f"{name}-{scheme}-{width}.png", full_page=True, clip=area)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_viewer_of_the_api_shows_every_operation_and_tries_one(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    page.on("request", lambda asked: told.append(asked.url) if not asked.url.startswith((address, "data:")) else None)
    page.goto(f"{address}/api/docs")
    expect(page.locator(".opblock")).to_have_count(21)
    health = page.locator(".opblock").filter(has_text="/api/v1/health")
    health.locator(".opblock-summary-control").click()
    health.get_by_role("button", name="Try it out").click()
    health.get_by_role("button", name="Execute").click()
    expect(health.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    page.close()
    assert told == []
