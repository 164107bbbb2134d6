"""No page weighs more than 200 kB compressed, with everything that it loads."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Browser, Response

from tests.browser.pages import PAGES

pytestmark = pytest.mark.browser
HEAVIEST = 200_000  # bytes


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light(chromium: Browser, address: str, name: str) -> None:
    with chromium.new_context(base_url=address) as context:
        page = context.new_page()
        loaded: list[Response] = []
        page.on("response", lambda answer: loaded.append(answer))  # noqa: PLW0108  Playwright marks what it calls
        page.goto(PAGES[name], wait_until="networkidle")
        weights = {each.url: len(gzip.compress(each.body())) for each in loaded if each.ok or each.status >= 400}
        assert len(weights) > 1, "the page and its style"
        assert sum(weights.values()) <= HEAVIEST, weights
