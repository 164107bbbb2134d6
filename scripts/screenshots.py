"""Take the pictures of the pages that the README and the docs show, with Debian's chromium.

examples:
  python scripts/screenshots.py
  python scripts/screenshots.py --output artifacts --all
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from matcher.encoders import load_encoder
from matcher.errors import MatcherError
from matcher.settings import read_settings
from webapp import create_app

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GOAL = quote("Reach teenagers with a fact-checking campaign before the election, together with YouTubers")
PAGES = {
    "home": "/",
    "result": f"/result?goal={GOAL}",
    "coalition": f"/coalition?goal={GOAL}",
    "organisation": "/organisations/local:globsec",
    "organisations": "/organisations",
    "practices": "/practices?q=set+up+a+hotline+with+the+police",
    "practice": "/practices/explain-urgency-until-right-person-acts",
    "coverage": "/coverage",
    "landscape": "/landscape",
    "landscape-country": "/landscape/SK",
    "landscape-coverage": "/landscape/coverage",
    "landscape-map": "/landscape/map",
    "landscape-network": "/landscape/network",
    "about": "/about",
    "messages": "/result?goal=x&seeker=Globsecc&country=Narnia",
}
SHOWN_IN_README = ("result",)


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    chromium = shutil.which("chromium")
    if not chromium:
        print("screenshots: no chromium here; install Debian's package chromium", file=sys.stderr)
        return 1
    try:
        settings = read_settings(data=options.data)
        app = create_app(settings, load_encoder(settings.model))
    except MatcherError as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 1
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    options.output.mkdir(parents=True, exist_ok=True)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
            take_pictures(browser, f"http://127.0.0.1:{server.server_port}", options.output, every=options.all)
            browser.close()
    finally:
        server.shutdown()
    return 0


def take_pictures(browser: Browser, address: str, folder: Path, *, every: bool) -> None:
    """Save the first screen of the README's pages, or every page whole, light and dark, wide and narrow."""
    modes = [("light", 1100), ("dark", 1100), ("light", 390)] if every else [("light", 1100)]
    for scheme, width in modes:
        context = browser.new_context(
            color_scheme=scheme,  # type: ignore[arg-type]  # one of two words
            viewport={"width": width, "height": 860},
        )
        page = context.new_page()
        for name in PAGES if every else SHOWN_IN_README:
            page.goto(address + PAGES[name])
            path = folder / (f"{name}-{scheme}-{width}.png" if every else f"{name}.png")
            page.screenshot(path=path, full_page=every)
        context.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("docs"), help="folder (default: %(default)s)")
    parser.add_argument("--all", action="store_true", help="every page, light and dark, wide and narrow")
    parser.add_argument("--data", metavar="DIR", help="data folder (default: MATCHER_DATA)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
