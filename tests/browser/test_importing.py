"""Importing a file as a person does it, with and without JavaScript; the pages for editors against WCAG."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from matcher.encoders import Encoder
from matcher.records import Organisation
from matcher.settings import read_settings
from tests.browser.axe import NARROW, violations
from tests.browser.conftest import served
from tests.conftest import SMALL_CORPUS, built_workspace
from webapp import create_app

pytestmark = pytest.mark.browser
TABLE = (
    "Organisation,What they do,Country,Target groups\n"
    "{choir},They sing lullabies to sleepless {birds} on the radio.,Slovakia,night birds\n"
    "Kestrel Watch Institute,They watch kestrels from a tower.,Slovakia,youth\n"
    ",Nobody knows who this is.,Slovakia,youth\n"
)
MARMOTS = tuple(
    Organisation(id=each, name="Marmot Radio Alliance", countries=("SK",)) for each in ("reg:8", "local:marmot")
)


@pytest.fixture(scope="module")
def directory(bundled_encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server over the small corpus, with a record of a register: its address and the owner's link."""
    settings = read_settings({}, data=str(tmp_path_factory.mktemp("imported")), corpus=str(SMALL_CORPUS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matcher.classifiers.fitting.MIXED_EXAMPLES", 50)
        workspace = built_workspace(settings, bundled_encoder)
    known = Organisation(id="reg:7", name="Kestrel Watch Institute", countries=("SK",))
    workspace.store.receive([known, MARMOTS[0]], "register")
    workspace.store.receive([MARMOTS[1]], "survey")
    workspace.mistake_reports.add("local:checkers", "removal", "We closed last year.", "ana@example.org")
    app = create_app(settings, bundled_encoder)
    with served(app) as address:
        yield address, f"{address}/sign-in/{workspace.sign_in.new_link(workspace.accounts.owner())}"
        app.extensions["library"].publisher.wait(30)


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, directory: tuple[str, str]) -> object:
    """The cookies of the owner."""
    address, link = directory
    with chromium.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto(link)
        expect(page.get_by_text("Signed in as owner")).to_be_visible()
        return context.storage_state()


@pytest.mark.parametrize(
    ("script", "choir", "birds"), [(True, "Owl Choir", "owls"), (False, "Crane Choir", "cranes")], ids=["js", "no-js"]
)
def test_a_file_is_mapped_previewed_confirmed_and_found(
    chromium: Browser,
    directory: tuple[str, str],
    signed_in: object,
    tmp_path: Path,
    pictures: Path,
    script: bool,
    choir: str,
    birds: str,
) -> None:
    file = tmp_path / "partners.csv"
    file.write_text(TABLE.format(choir=choir, birds=birds), encoding="utf-8")
    with chromium.new_context(base_url=directory[0], storage_state=signed_in, java_script_enabled=script) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_role("link", name="For editors").click()
        page.get_by_role("link", name="Import a file").click()
        page.get_by_label("File").set_input_files(file)
        look(page, pictures, f"import-upload-{script}")
        page.get_by_role("button", name="Read the file").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("Columns: partners.csv")
        column = page.get_by_role("group", name="Target groups")
        expect(column.get_by_label("Field")).to_have_value("audiences")
        expect(column.get_by_text("night birds").first).to_be_visible()
        column.get_by_label("night birds 1 time").select_option("Parents")
        look(page, pictures, f"import-columns-{script}")
        page.get_by_role("button", name="Go on to the preview").first.click()

        button = page.get_by_role("button", name="Import ")
        look_again_until(page, button)
        expect(page.locator(".counts div", has_text="Rejected")).to_contain_text("1")
        expect(page.get_by_role("heading", name="1 row is rejected")).to_be_visible()
        if script:
            expect(page.get_by_text("reg:7").first).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the report as CSV").click()
        assert "4,name,,is required and empty" in download.value.path().read_text(encoding="utf-8")
        look(page, pictures, f"import-preview-{script}")
        button.click()

        look_again_until(page, page.get_by_text("The records are in the directory, and searchable."))
        expect(page.get_by_role("heading", level=1)).to_have_text("Imported: partners.csv")
        look(page, pictures, f"import-done-{script}")
        page.goto(f"/result?goal=sing lullabies to sleepless {birds}")
        expect(page.locator("li.card h3").first).to_have_text(choir)


def look_again_until(page: Page, wanted: object) -> None:
    """Wait as a person does: with JavaScript the page changes by itself, without it a link looks again."""
    for _again in range(10):
        if wanted.count():  # type: ignore[attr-defined]  # a Locator
            return
        link = page.get_by_role("link", name="Look again")
        if link.count():
            link.click()
        page.wait_for_timeout(300)
    raise AssertionError(page.locator("main").inner_text())


def look(page: Page, pictures: Path, name: str) -> None:
    """Look for what axe finds in light and dark, and for sideways scrolling on a narrow screen."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        if name.endswith("True"):
            assert violations(page) == [], (name, scheme)
        page.screenshot(path=pictures / f"{name}-{scheme}.png", full_page=True)
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": NARROW, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth") if name.endswith("True") else 0
    page.set_viewport_size(size)
    assert width <= NARROW, name


@pytest.mark.parametrize("address", ["/for-editors", "/reports", "/export", "/export?country=SK", "/identity"])
def test_the_pages_for_editors_keep_the_rules(
    chromium: Browser, directory: tuple[str, str], signed_in: object, pictures: Path, address: str
) -> None:
    with chromium.new_context(base_url=directory[0], storage_state=signed_in) as context:
        page = context.new_page()
        page.goto(address)
        expect(page.get_by_text("Signed in as owner")).to_be_visible()
        look(page, pictures, f"editors-{address.strip('/').replace('?', '-')}-True")


def test_two_records_are_joined_and_split_again(
    chromium: Browser, directory: tuple[str, str], signed_in: object
) -> None:
    with chromium.new_context(base_url=directory[0], storage_state=signed_in, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/for-editors")
        page.get_by_role("link", name="Who is who").click()
        expect(page.get_by_text("1 pair to decide")).to_be_visible()
        page.get_by_role("button", name="The same", exact=True).click()
        expect(page.get_by_text("2 records are read as this organisation.")).to_be_visible()
        page.get_by_role("button", name="Split off Marmot Radio Alliance").click()
        expect(page.get_by_text("1 record is read as this organisation.")).to_be_visible()


def test_a_report_is_dealt_with(chromium: Browser, directory: tuple[str, str], signed_in: object) -> None:
    with chromium.new_context(base_url=directory[0], storage_state=signed_in, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/reports")
        report = page.locator("li.card", has_text="We closed last year.")
        expect(report.get_by_role("link", name="Edit: ")).to_have_attribute("href", "/edit/organisation/local:checkers")
        report.get_by_role("button", name="Dealt with").click()
        expect(page.get_by_text("Nobody has reported anything that waits.")).to_be_visible()
