"""Going back to the page that a form stood on, and to no other site."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode

from flask import redirect, url_for
from werkzeug.wrappers import Response

_PAGES = {"result": "pages.result", "coalition": "coalition.page"}


def go_back(page: str, address: str, organisation_id: str = "") -> Response:
    """Redirect to a result or coalition page with the parameters `address`, to the card of an organisation."""
    parameters = urlencode(parse_qsl(address, keep_blank_values=True))
    anchor = f"#at-{quote(organisation_id)}" if organisation_id else ""
    return redirect(f"{url_for(_PAGES.get(page, 'pages.result'))}?{parameters}{anchor}", 303)
