"""Looking after the directory in the browser, without JavaScript: add, find, edit, undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from matcher.encoders import Encoder
from matcher.settings import read_settings
from tests.browser.axe import violations
from tests.browser.conftest import served
from tests.conftest import SMALL_CORPUS, built_workspace
from webapp import create_app

pytestmark = pytest.mark.browser
SENTENCE = "Moon Choir sings lullabies to owls on the radio every night."


@pytest.fixture(scope="module")
def directory(bundled_encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server over the small corpus that may be changed: its address and the owner's link."""
    settings = read_settings({}, data=str(tmp_path_factory.mktemp("edited")), corpus=str(SMALL_CORPUS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matcher.classifiers.fitting.MIXED_EXAMPLES", 50)
        workspace = built_workspace(settings, bundled_encoder)
    app = create_app(settings, bundled_encoder)
    with served(app) as address:
        yield address, f"{address}/sign-in/{workspace.sign_in.new_link(workspace.accounts.owner())}"
        app.extensions["library"].publisher.wait(30)


@pytest.fixture(scope="module")
def page(chromium: Browser, directory: tuple[str, str]) -> Iterator[Page]:
    """A browser without JavaScript in which the owner is signed in by the link."""
    address, link = directory
    with chromium.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(link)
        expect(page.get_by_text("Signed in as owner")).to_be_visible()
        yield page


def test_an_organisation_is_added_found_edited_and_the_edit_undone(page: Page) -> None:
    page.goto("/organisations")
    page.get_by_role("link", name="Add an organisation").click()
    page.get_by_label("Name required", exact=True).fill("Moon Choir")
    page.get_by_label("Kind", exact=True).select_option("Network")
    page.get_by_label("Summary", exact=True).first.fill(SENTENCE)
    page.get_by_label("Countries where it works").fill("Narnia")
    page.get_by_role("button", name="One more: Offer").click()
    expect(page.locator("fieldset.entry-row", has_text="Offer 3")).to_be_visible()
    offer = page.locator("fieldset.entry-row", has_text="Offer 1")
    offer.get_by_label("Capability").select_option("Broadcasting")
    offer.get_by_label("The sentence that says so").fill("It sings on the radio.")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("'Narnia' is not a country code").last).to_be_visible()
    expect(page.get_by_label("Summary", exact=True).first).to_have_value(SENTENCE)
    page.get_by_label("Countries where it works").fill("Slovakia")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Saved: Moon Choir")
    expect(page.get_by_text("Saved and searchable.")).to_be_visible()

    page.goto("/result?goal=sing lullabies to owls on the radio")
    expect(page.locator("li.card h3").first).to_have_text("Moon Choir")

    page.get_by_role("link", name="Moon Choir", exact=True).first.click()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Summary", exact=True).first.fill("Moon Choir is silent.")
    page.get_by_label("Why?").fill("They stopped")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_role("link", name="Look at Moon Choir").click()
    expect(page.get_by_text("Moon Choir is silent.")).to_be_visible()

    page.get_by_role("link", name="History", exact=True).click()
    last = page.locator("#change-2")
    expect(last).to_contain_text("They stopped")
    expect(last.locator("del")).to_contain_text(SENTENCE)
    last.get_by_role("button", name="Undo this change").click()
    expect(page.locator("#change-3 ins")).to_contain_text(SENTENCE)
    page.goto("/edit")
    expect(page.locator("tbody tr")).to_have_count(3)


def test_deleting_is_undone(page: Page) -> None:
    page.goto("/edit/organisation/local:scouts")
    page.get_by_label("Why is it deleted?").fill("a double")
    page.get_by_role("button", name="Delete this record").click()
    expect(page.get_by_text("This record is deleted.")).to_be_visible()
    page.get_by_role("button", name="Undo this change").click()
    expect(page.get_by_text("This record is deleted.")).to_have_count(0)


PAGES = {
    "sign-in": "/sign-in",
    "new": "/edit/new/organisation",
    "edit": "/edit/organisation/local:checkers",
    "practice": "/edit/practice/check-before-airing",
    "history": "/history/organisation/local:moon-choir",
    "changes": "/edit",
    "saved": "/edit/saved/organisation/local:moon-choir",
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 1200), ("light", 320)])
def test_no_page_scrolls_sideways(
    chromium: Browser, directory: tuple[str, str], page: Page, pictures: Path, name: str, scheme: str, width: int
) -> None:
    with chromium.new_context(
        base_url=directory[0],
        storage_state=page.context.storage_state(),
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    ) as context:
        shown = context.new_page()
        shown.goto(PAGES[name])
        expect(shown.get_by_text("Signed in as owner")).to_be_visible()
        assert violations(shown) == []
        shown.screenshot(path=pictures / f"editing-{name}-{scheme}-{width}.png", full_page=True)
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        small = shown.evaluate(
            "[...document.querySelectorAll('button, select, input:not([type=hidden]), .action')]"
            ".filter(each => each.offsetParent && each.type !== 'checkbox' && each.getBoundingClientRect().height < 24)"
            ".map(each => each.textContent)"
        )
        assert small == []
