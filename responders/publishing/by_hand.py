"""Copy and open: what a person needs to place a reply on a site that takes none from software."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


def deep_link(review_url: str, reply_url: str = "") -> str:
    """Where to answer: the site's own reply page, else the review; "" when neither is an http or https address.

    Addresses come from strangers: ``javascript:`` and its kin must never become a link at the desk.
    """
    return next((url for url in (reply_url.strip(), review_url.strip()) if _opens_a_site(url)), "")


def _opens_a_site(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not UNSAFE.search(url)
    except ValueError:
        return False
