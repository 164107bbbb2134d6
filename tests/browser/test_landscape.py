"""From the map of the world to a partner for what a country lacks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_from_the_world_to_a_country_to_a_white_spot_to_partners(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Landscape", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who works where")
    page.locator("svg.world a[href='/landscape/SK']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Slovakia")
    spots = page.get_by_role("region", name="White spots")
    spots.get_by_role("link", name="Find partners for broadcasting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Find a partner for broadcasting in Slovakia")
    expect(page.locator("li.card").first).to_contain_text("Brings")


def test_from_a_number_of_the_matrix_to_its_organisations(page: Page) -> None:
    page.goto("/landscape/coverage")
    page.get_by_label("Country").select_option(label="India")
    page.get_by_role("button", name="Show").click()
    cell = page.get_by_role("row", name="Fact-checking").get_by_role("link").first
    number = int(cell.inner_text())
    cell.click()
    expect(page.get_by_role("status")).to_contain_text(f"{number} organisation")
    expect(page.locator("ul.list > li")).to_have_count(number)
    page.get_by_role("link", name="India (remove)").click()
    expect(page.get_by_role("status")).not_to_contain_text(f" {number} organisation")


def test_a_point_of_the_map_and_one_of_the_network_lead_on(page: Page) -> None:
    page.goto("/landscape/map")
    page.locator("svg.scatter a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What it brings")).to_be_visible()
    page.goto("/landscape/network")
    page.locator("svg.network a", has_text="GLOBSEC").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who works with GLOBSEC")


def test_the_keyboard_reaches_a_country_by_the_table_and_meets_no_hundred_points(page: Page) -> None:
    page.goto("/landscape/map")
    reached = page.evaluate(
        "[...document.querySelectorAll('main a, main button, main select')]"
        ".filter((each) => each.tabIndex >= 0 && each.checkVisibility()).length"
    )
    assert reached < 20
    page.goto("/landscape")
    page.get_by_role("row").get_by_role("link", name="Belgium").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Belgium")
