"""From a goal over a shortlist to the brief, as a person goes it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.workspace import Workspace

pytestmark = pytest.mark.browser
GOAL = "Reach teenagers with a fact-checking campaign before the election, together with YouTubers and comedians"


def test_from_a_goal_to_a_brief(page: Page, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_label("What do you want to achieve?").fill(GOAL)
    with page.expect_navigation():
        page.get_by_role("button", name="Find partners").click()
    names = page.locator("section.partners").locator("li.card h3").all_inner_texts()[:3]
    for name in names:
        page.get_by_role("button", name=f"Add to shortlist: {name}", exact=True).click()
        expect(page.get_by_role("link", name=f"On your shortlist: {name}")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Shortlist").click()
    cards = page.locator("ol.entries h2")
    expect(cards).to_have_text(names)

    page.get_by_label(f"Note on {names[2]}").fill("Ask for Ana")
    page.get_by_label(f"How it stands with {names[2]}").select_option("Contacted")
    page.get_by_role("button", name=f"Up: {names[2]}").click()
    expect(cards).to_have_text([names[0], names[2], names[1]])
    expect(page.get_by_label(f"Note on {names[2]}")).to_have_value("Ask for Ana")
    expect(page.get_by_label(f"How it stands with {names[2]}")).to_have_value("contacted")

    page.get_by_role("button", name="Compare side by side").click()
    expect(page.locator("table.compare thead th")).to_have_text([names[0], names[2], names[1]])
    page.get_by_role("link", name="Write the brief for these").click()
    expect(page.locator(".brief h3")).to_have_text([names[0], names[2], names[1]])
    with page.expect_download() as download:
        page.get_by_role("link", name="DOCX").click()
    download.value.save_as(tmp_path / "brief.docx")
    written = docx.Document(io.BytesIO((tmp_path / "brief.docx").read_bytes()))
    assert [each.text for each in written.paragraphs if each.style.name == "Heading 2"] == [
        names[0],
        names[2],
        names[1],
    ]

    page.get_by_role("link", name="Back to the shortlist").click()
    page.get_by_text("Keep this link, rename, delete").click()
    page.get_by_role("button", name="Delete this shortlist for good").click()
    expect(page.get_by_text("This browser knows no shortlist yet.")).to_be_visible()


def test_a_choice_of_the_shortlist_goes_into_the_brief(page: Page, link: str) -> None:
    page.goto(link)
    choices = page.get_by_label("For the brief or the comparison")
    choices.nth(0).check()
    choices.nth(2).check()
    names = page.locator("ol.entries h2").all_inner_texts()
    page.get_by_role("button", name="Write the partnership brief").click()
    expect(page.locator(".brief h3")).to_have_text([names[0], names[2]])


def test_the_way_from_result_to_brief_by_keyboard_alone(page: Page) -> None:
    page.goto(f"/result?goal={GOAL}")
    page.get_by_role("button", name="Add to shortlist").first.focus()
    page.keyboard.press("Enter")
    kept = page.get_by_role("link", name="On your shortlist").first
    expect(kept).to_be_visible()
    kept.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    write = page.get_by_role("button", name="Write the partnership brief")
    for _ in range(30):
        page.keyboard.press("Tab")
        if write.evaluate("each => each === document.activeElement"):
            break
    expect(write).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".brief h3")).to_have_count(1)


@pytest.fixture(scope="module")
def link(shipped_workspace: Workspace, shipped_recommender: Recommender) -> str:
    """The address of a shortlist of three partners, with a date, a seeker and notes."""
    goal = (("goal", GOAL), ("seeker", "GLOBSEC"), ("on", "2027-02-09"))
    made = shipped_workspace.shortlists.create("Election campaign for first-time voters", goal)
    found = shipped_recommender.partners([Goal(text=GOAL, seeker="local:globsec", limit=3)])[0]
    for partner in found.partners:
        shipped_workspace.shortlists.add(made.token, partner.organisation)
    first = found.partners[0].organisation.id
    shipped_workspace.shortlists.write(made.token, first, "Met at the forum; call again in May.", "contacted")
    return f"/shortlist/{made.token}"


def test_the_brief_for_three_partners_has_at_most_four_pages(
    chromium: Browser, address: str, link: str, pictures: Path
) -> None:
    with chromium.new_context(base_url=address) as context:
        page = context.new_page()
        page.goto(f"{link}/brief")
        expect(page.locator(".brief h3")).to_have_count(3)
        printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "15mm"))
        (pictures / "brief.pdf").write_bytes(printed)
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 4


@pytest.mark.parametrize("name", ["", "/compare", "/brief"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)])
def test_no_page_scrolls_sideways(
    chromium: Browser, address: str, link: str, pictures: Path, name: str, scheme: str, width: int
) -> None:
    with chromium.new_context(
        base_url=address,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    ) as context:
        page = context.new_page()
        page.goto(f"{link}{name}")
        page.screenshot(path=pictures / f"shortlist{name.replace('/', '-')}-{scheme}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small = page.evaluate(
            "[...document.querySelectorAll('button, select, input:not([type=hidden]), .action')]"
            ".filter(each => each.offsetParent && each.type !== 'checkbox' && each.getBoundingClientRect().height < 24)"
            ".map(each => each.textContent)"
        )
        assert small == []
