"""Signs that a page does not show all its reviews. A page with such a sign never proves that a review is gone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from monitor.sources.html_page import HtmlPage

NEXT = (
    "//link[contains(concat(' ', @rel, ' '), ' next ')]/@href | //a[contains(concat(' ', @rel, ' '), ' next ')]/@href"
)
NUMBERED = re.compile(r"[?&](?:page|pg?|start|offset|seite|pagina)=\d+|/(?:page|pagina|seite|p)[/-]?\d+", re.IGNORECASE)
MORE_CLASSES = re.compile(
    r"paginat|(?:^|[\s_-])pager|(?:load|show|view|see)[_-]?(?:more|all)|next[_-]?page", re.IGNORECASE
)
MORE_WORDS = re.compile(
    r"\b(?:more|all|next|older)\b.{0,20}\breviews|\b(?:load|show) more\b"
    r"|\b(?:más|todas|ver)\b.{0,20}\b(?:reseñas|opiniones)"
    r"|\b(?:tous|plus)\b.{0,15}\bavis\b"
    r"|\b(?:alle|mehr|weitere)\b.{0,20}\bbewertungen"
    r"|\b(?:altre|tutte)\b.{0,12}\brecensioni"
    r"|\b(?:mais|todas)\b.{0,14}\bavaliações"
    r"|\b(?:meer|alle)\b.{0,20}\b(?:reviews|beoordelingen)"
    r"|\b(?:ещё|все)\b.{0,12}\bотзыв",
    re.IGNORECASE,
)
"""What a link or button says that leads to more reviews."""


def next_page(page: HtmlPage) -> str:
    """The address the page itself calls its next page, on its own site; "" when there is none."""
    return next((address for link in page.root.xpath(NEXT) if (address := _following(link, page))), "")


def says_more(page: HtmlPage) -> bool:
    """Whether a link, a button or a pager says that there is more than this page shows."""
    if next_page(page) or any(MORE_CLASSES.search(name) for name in set(page.root.xpath("//@class"))):
        return True
    return any(MORE_WORDS.search(" ".join(link.itertext())[:200]) for link in page.root.iter("a", "button"))


def _following(link: str, page: HtmlPage) -> str:
    """The link as an address when it leads on in the same list. Blogs also call the next article "next"."""
    address = page.absolute(link)
    try:
        here, there = urlsplit(page.url), urlsplit(address)
    except ValueError:
        return ""
    if here.netloc and there.netloc != here.netloc:
        return ""
    same_list = there.query and (there.path == here.path or link.strip().startswith("?"))
    return address if same_list or NUMBERED.search(address) else ""
