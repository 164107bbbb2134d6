"""Take the pictures of the pages that docs/pages holds and the README shows, with Debian's chromium.

examples:
  python scripts/screenshots.py
  python scripts/screenshots.py --output artifacts --all

The shortlist and the pages for editors are shown over a database of their own, which is thrown away.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from matcher.encoders import load_encoder
from matcher.errors import MatcherError
from matcher.settings import Settings, read_settings
from matcher.workspace import Workspace
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
    "report": "/report/local:globsec",
    "sign-in": "/sign-in",
    "messages": "/result?goal=x&seeker=Globsecc&country=Narnia",
}
FOR_EDITORS = {
    "for-editors": "/for-editors",
    "edit": "/edit/organisation/local:globsec",
    "edit-practice": "/edit/practice/explain-urgency-until-right-person-acts",
    "history": "/history/organisation/local:globsec",
    "import": "/import",
    "export": "/export",
    "who-is-who": "/identity",
    "reports": "/reports",
}
SHORTLISTED = 3  # organisations of the result


def main(argv: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(argv)
    chromium = shutil.which("chromium")
    if not chromium:
        print("screenshots: no chromium here; install Debian's package chromium", file=sys.stderr)
        return 1
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    options.output.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory() as folder, sync_playwright() as playwright:
            database = f"sqlite:///{folder}/pictures.sqlite"
            with _served(read_settings(data=options.data, database=database)) as (address, link):
                browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
                take_pictures(browser, address, link, options.output, every=options.all)
                browser.close()
    except MatcherError as error:
        print(f"screenshots: {error}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def _served(settings: Settings) -> Iterator[tuple[str, str]]:
    """Serve the pages; give their address, and the path that signs an editor in once."""
    workspace = Workspace(settings)
    workspace.synchronise()
    app = create_app(settings, load_encoder(settings.model))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        secret = workspace.sign_in.new_link(workspace.accounts.owner())
        yield f"http://127.0.0.1:{server.server_port}", f"/sign-in/{secret}"
    finally:
        server.shutdown()


def take_pictures(browser: Browser, address: str, link: str, folder: Path, *, every: bool) -> None:
    """Save the first screen of every page, or with `every` the whole page, light and dark, wide and narrow."""
    modes = [("light", 1100), ("dark", 1100), ("light", 390)] if every else [("light", 1100)]
    for scheme, width in modes:
        context = browser.new_context(
            base_url=address,
            color_scheme=scheme,  # type: ignore[arg-type]  # one of two words
            viewport={"width": width, "height": 860},
        )
        page = context.new_page()

        def shoot(name: str, page: Page = page, mode: str = f"-{scheme}-{width}" if every else "") -> None:
            page.screenshot(path=folder / f"{name}{mode}.png", full_page=every)

        for name, path in PAGES.items():
            page.goto(path)
            shoot(name)
        _shoot_shortlist(page, shoot)
        if scheme == "light" and width == modes[0][1]:  # the link is good for once
            page.goto(link)
            for name, path in FOR_EDITORS.items():
                page.goto(path)
                shoot(name)
        context.close()


def _shoot_shortlist(page: Page, shoot: Callable[[str], None]) -> None:
    """Put the first partners of the result on a shortlist, and picture it and what it leads to."""
    page.goto(PAGES["result"])
    for _ in range(SHORTLISTED):
        page.get_by_role("button", name="Add to shortlist").first.click()
    page.goto("/shortlist")
    shoot("shortlist")
    address = page.url
    page.get_by_role("button", name="Write the partnership brief").click()
    shoot("brief")
    page.goto(address)
    page.get_by_role("button", name="Compare side by side").click()
    shoot("compare")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("docs/pages"), help="folder (default: %(default)s)")
    parser.add_argument("--all", action="store_true", help="every page, light and dark, wide and narrow")
    parser.add_argument("--data", metavar="DIR", help="data folder (default: MATCHER_DATA)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
