"""Web domains as evidence: whose they are, and which are shared by everyone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

# Under these anyone has a page: the page counts, not the domain.
SHARED_HOSTS = frozenset(
    """about.me academia.edu blogspot.com blogger.com europa.eu facebook.com flickr.com github.com github.io google.com
    instagram.com jimdo.com jimdofree.com linkedin.com linktr.ee medium.com meetup.com over-blog.com site123.me
    substack.com t.me tumblr.com twitter.com vimeo.com vk.com webnode.com weebly.com wikipedia.org wix.com wixsite.com
    wordpress.com x.com yolasite.com youtube.com""".split()
)
_SECOND_LEVEL = frozenset(
    "ac asso co com edu gob gouv gov gv info k12 ltd me mil ne net nhs nom org or plc sch".split()
)


@dataclass(frozen=True)
class Domain:
    """A web domain: `host` without www, `registered` the part of it that someone registered; both "" if unknown."""

    host: str = ""
    registered: str = ""


def read_domain(website: str) -> Domain:
    """Return the domain of a web address; on a shared host the first part of the path belongs to it."""
    try:
        parts = urlsplit(website.strip().lower())
        host = re.sub(r"^www\d?\.", "", parts.hostname or "")
    except ValueError:
        return Domain()
    if "." not in host:
        return Domain()
    registered = _registered(host)
    if registered in SHARED_HOSTS:
        page = f"{host}/{parts.path.strip('/').split('?')[0]}"
        return Domain(page, page) if host != registered or parts.path.strip("/") else Domain()
    return Domain(host, registered)


def _registered(host: str) -> str:
    labels = host.split(".")
    second = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if second else -2 :])
