"""axe-core on a page: what it finds against WCAG 2.2 AA, light or dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendored" / "axe-core" / "axe.min.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NARROW = 320  # CSS pixels: a small phone, and a screen of 1280 at 400 %
RUN_AXE = "standards => axe.run(document, {runOnly: {type: 'tag', values: standards}})"


def violations(page: Page) -> list[str]:
    """Return what axe-core finds on a page: the rule, what it asks, and where it is broken."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(RUN_AXE, STANDARDS)
    return [
        f"{rule['id']} ({rule['help']}): {node['target']} {node.get('failureSummary', '')}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
