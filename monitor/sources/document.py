"""A file or answer as it came: its bytes, and, only when asked for, its text and its JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from json import JSONDecodeError, loads
from typing import Any, NoReturn

from monitor.errors import ReadError

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
WESTERN = "cp1252"
"""What older office programs write in Western Europe and the Americas; a superset of printable Latin-1."""

NOT_WRITING = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\x81\x8d\x8f\x90\x9d]")
"""Bytes that no Western text holds: with them a file is not text at all."""

SNIFFED = 400_000
"""How many bytes are looked at to tell what a file is."""

PAGE_START = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?!\?xml(?![^<]*<(?:!doctype html|html)))[!a-z?/]")
PAGE_SIGNS = re.compile(rb"application/ld\+json|\bitemscope\b|\bclass=[\"'][^\"'<>]*\bh-?review\b")
PAGE_ENDINGS = (".html", ".htm", ".xhtml")
TABLE_ENDINGS = (".csv", ".tsv")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What a person knows about a file and the file does not say."""

    columns: tuple[tuple[str, str], ...] = ()
    """Field to column, for tables: ``(("text", "Comment"), ("rating", "Stars"))``."""
    zone: str | None = None
    """The time zone of times that state none; None leaves it to the source's own custom (UTC, or Pacific for Yelp)."""
    read_at: datetime | None = None
    """When the source was read or copied: relative dates count from it."""
    practice_names: tuple[str, ...] = ()
    """Names the practice answers under: what they wrote is an answer, never a review."""
    url: str = ""
    """The address a page was saved from."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One file or answer. ``name`` is for messages and for telling formats apart; nothing is opened by it."""

    name: str
    data: bytes

    @property
    def is_zip(self) -> bool:
        return self.data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))

    @cached_property
    def is_page(self) -> bool:
        """HTML by its first sign, or any text that carries review mark-up inside (a saved snippet)."""
        head = self.data[:SNIFFED].replace(b"\x00", b"").lower()
        if self.begins_as_json or self.is_zip:
            return False
        name = self.name.casefold()
        is_marked = bool(PAGE_SIGNS.search(head)) and not name.endswith(TABLE_ENDINGS)
        return name.endswith(PAGE_ENDINGS) or is_marked or bool(PAGE_START.search(head))

    @cached_property
    def begins_as_json(self) -> bool:
        head = self.data[:1000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        return head[:1] in (b"{", b"[") or head in (b"null", b"true", b"false")

    @property
    def text(self) -> str:
        """The decoded text. Raises ReadError when it is in no encoding we know."""
        return self._decoded[0]

    @property
    def encoding_note(self) -> str:
        """ "" for plain UTF-8; else the guess that was made, in words."""
        return self._decoded[1]

    @cached_property
    def _decoded(self) -> tuple[str, str]:
        for mark, encoding in BOMS:
            if self.data.startswith(mark):
                return self._decode_as(encoding), ""
        if unmarked := _unmarked_utf16(self.data):
            return self._decode_as(unmarked), f"read as {unmarked.upper()}, though no byte order mark says so"
        try:
            return self.data.decode("utf-8", "surrogatepass"), ""
        except UnicodeDecodeError:
            return self._decode_damaged()

    def _decode_as(self, encoding: str) -> str:
        try:
            return self.data.decode(encoding, "surrogatepass").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise ReadError(
                f"{self.name} begins as {encoding.upper()} but breaks at byte {error.start}; export it again as UTF-8."
            ) from None

    def _decode_damaged(self) -> tuple[str, str]:
        """Mostly good UTF-8 stays UTF-8 with its broken places marked; else Windows-1252, and we say so."""
        marked = self.data.decode("utf-8", "replace")
        broken = marked.count("\ufffd")
        if sum(not sign.isascii() for sign in marked) - broken > broken:
            return marked, f"{broken} characters are not valid UTF-8 and were replaced by a question mark sign"
        if NOT_WRITING.search(self.data):
            raise ReadError(f"{self.name} is not text in any encoding we know; export it again as UTF-8.")
        return self.data.decode(WESTERN), "read as Windows-1252 (Latin-1), since it is not valid UTF-8"

    @cached_property
    def json(self) -> Any:
        """The parsed JSON, a list for JSON lines, or None when this is not JSON. Raises ReadError when broken."""
        if not self.begins_as_json:
            return None
        try:
            return _parse(self.text)
        except JSONDecodeError as error:
            first, _, rest = self.text.lstrip("\ufeff \t\r\n").partition("\n")
            if rest.strip() and _is_json(first):
                return list(self._lines())
            self._refuse_json(error, self.text)
        except RecursionError:
            raise ReadError(
                f"{self.name} nests its JSON deeper than any review export does; it was not read."
            ) from None
        except ValueError:
            raise ReadError(f"{self.name} holds a number too long to be real; export it again.") from None

    def _lines(self) -> Iterator[Any]:
        for number, line in enumerate(self.text.splitlines(), start=1):
            if line.strip():
                try:
                    yield _parse(line)
                except ValueError:
                    raise ReadError(
                        f"{self.name}, line {number}: not valid JSON, though lines before are; mend or remove it."
                    ) from None

    def _refuse_json(self, error: JSONDecodeError, text: str) -> NoReturn:
        at_end = error.pos >= len(text.rstrip()) - 1 or "Unterminated string" in error.msg
        what = "ends too early" if at_end else "is not valid JSON"
        raise ReadError(
            f"{self.name} {what} at line {error.lineno}, column {error.colno} (character {error.pos} of {len(text)});"
            " download or export it again."
        ) from None


def _parse(text: str) -> Any:
    """Lenient about raw control characters in strings: sites write them, and what was said is still clear."""
    return loads(text.removeprefix("\ufeff"), strict=False)


def _is_json(line: str) -> bool:
    try:
        _parse(line)
    except (ValueError, RecursionError):
        return False
    return True


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16 of Latin letters has a zero in every other byte; nothing else has."""
    head = data[:400]
    if len(head) < 4 or len(data) % 2:
        return ""
    if head[1::2].count(0) > len(head) * 0.4 and not head[::2].count(0):
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > len(head) * 0.4 and not head[1::2].count(0) else ""
