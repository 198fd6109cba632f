"""A page as a tree: bytes in, decoded by what the page declares, and nothing dropped without a word."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from bs4.dammit import EncodingDetector
from lxml import etree

from monitor.errors import NothingReadable, ReadError

LARGEST_PAGE = 20_000_000
"""Bytes. The largest saved review page known is 2 MB; beyond this it is no page a person reads."""

AS_BROWSERS_READ = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
"""Declarations that browsers read as another encoding (WHATWG Encoding Standard), by Python codec name."""

FOR_PAGES = re.compile(r"utf-(8|16|32)|ascii|cp\d+|iso(8859|2022)|koi8|gb|big5|euc|shift_jis|johab|hz|mac|tis-620")
"""Codecs that pages are written in; Python knows others (base64, unicode_escape) that a page must not ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPage:
    """``root`` is the lxml tree, ``source`` the UTF-8 bytes it was built from, ``url`` where links start from."""

    root: Any
    source: bytes
    url: str
    notes: tuple[str, ...] = ()

    def absolute(self, link: str) -> str:
        """The link as a whole address, or unchanged when the page's own address is unknown or the link is broken."""
        try:
            return urljoin(self.url, link.strip())
        except ValueError:
            return link.strip()


def open_page(html: bytes, *, url: str = "", charset: str = "") -> HtmlPage:
    """Decode and parse. ``charset`` is what the HTTP header said, if it said anything.

    Raises NothingReadable for an empty page and ReadError for one too large or nested too deep to read whole.
    """
    if len(html) > LARGEST_PAGE:
        raise ReadError(
            f"The page has {len(html):,} bytes, more than the {LARGEST_PAGE:,} read; save a smaller part of it."
        )
    text, notes = decode(html, charset=charset)
    source = text.replace("\0", "").encode("utf-8", "replace")
    root = _parse(source)
    base = root.find(".//base[@href]")
    start = urljoin(url, base.get("href").strip()) if base is not None and _is_link(base.get("href")) else url
    return HtmlPage(root=root, source=source, url=start, notes=notes)


def _parse(source: bytes) -> Any:
    if not source.strip():
        raise NothingReadable("The page is empty; open it in a browser and save it again.")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = etree.fromstring(source, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    if root is None:
        raise NothingReadable("The page holds no HTML; check that the right file was saved.")
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise ReadError("The page is nested too deep to be read whole; save it again, or enter its reviews by hand.")
    # Browsers read what stands behind </html> as part of the page; lxml sets it apart, and plugins write reviews there.
    for late in list(root.itersiblings("html")):
        root.append(late)
    return root


def _is_link(link: str) -> bool:
    try:
        urljoin("https://page.example/", link)
    except ValueError:
        return False
    return True


def decode(html: bytes, *, charset: str = "") -> tuple[str, tuple[str, ...]]:
    """Text and remarks. A byte order mark wins, then the HTTP header, then the page's own declaration, then UTF-8."""
    stripped, marked = EncodingDetector.strip_byte_order_mark(html)
    if marked:
        return _decode_as(stripped, marked, "its byte order mark says")
    if html.count(b"\0") * 5 > len(html):
        wide = "utf-16-be" if html[:1] == b"\0" else "utf-16-le"
        text, notes = _decode_as(html, wide, "its zero bytes suggest")
        return text, (f"The page declares no encoding that fits; it was read as {wide}.", *notes)
    declared = charset or EncodingDetector.find_declared_encoding(html, is_html=True) or ""
    codec = _codec(declared)
    if codec:
        return _decode_as(html, codec, "it declares")
    unknown = (f"The page declares the unknown encoding {declared[:40]!r}.",) if declared else ()
    try:
        return html.decode("utf-8"), unknown
    except UnicodeDecodeError:
        text, notes = _decode_as(html, "cp1252", "assumed")
    return text, (
        *unknown,
        "The page declares no usable encoding and is not UTF-8; it was read as Windows-1252.",
        *notes,
    )


def _codec(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return ""
    return AS_BROWSERS_READ.get(name, name) if FOR_PAGES.match(name) else ""


def _decode_as(html: bytes, codec: str, why: str) -> tuple[str, tuple[str, ...]]:
    try:
        return html.decode(codec), ()
    except UnicodeDecodeError:
        text = html.decode(codec, errors="replace")
    lost = text.count("�") - html.count("�".encode())
    return text, (f"{max(lost, 1)} characters did not fit {codec}, which {why}; they show as �.",)
