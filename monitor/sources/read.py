"""Reading one file or answer: which format it is, whether it is an answer at all, and what reviews it holds."""

from __future__ import annotations

from dataclasses import replace
from json import dumps

from monitor.errors import NothingReadable, ReadError
from monitor.sources.document import Document, ReadOptions
from monitor.sources.normalise import same_review_once
from monitor.sources.registry import SOURCES, Source
from monitor.sources.shapes import counted, first, mapping, mappings, unique
from monitor.types import Listing

MOST_BYTES = 500_000_000
NO_OPTIONS = ReadOptions()
ANSWERS = ("google_places", "google_business", "yelp")
"""Sources of which people keep several answers in one file; webhooks join theirs themselves, since order matters."""

NOT_JSON = ("table", "page", "google_takeout")
"""Sources whose files need not be JSON; for the others a web page is a log-in or consent wall."""


def read_document(name: str, data: bytes, *, kind: str | None = None, options: ReadOptions = NO_OPTIONS) -> Listing:
    """The reviews of one file or answer.

    ``kind`` names the source; without it the content decides. Raises NothingReadable when there is content but
    nothing known as a review and no statement that there are none; ReadError when the content is broken, is an error
    answer, or is a web page where JSON was due.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise ReadError(f"{name} is empty; download or export it again.")
    if len(data) > MOST_BYTES:
        raise ReadError(f"{name} is larger than {MOST_BYTES // 1_000_000} MB; split it.")
    document = Document(name=name, data=data)
    _refuse_walls(document, kind)
    parts = _answers_in_a_row(document) if kind is None and not options.columns else []
    if parts:
        listing = _joined([_read(_recognised(part, options), part, options) for part in parts])
    else:
        listing = _read(SOURCES[kind] if kind else _recognised(document, options), document, options)
    if not document.is_zip and not document.is_page:
        listing = replace(listing, notes=unique([document.encoding_note, *listing.notes]))
    return _without_own_answers(listing, options.practice_names)


def _answers_in_a_row(document: Document) -> list[Document]:
    """The API answers of a file that holds a list or lines of them; [] when it is anything else."""
    listed = document.json if not document.is_zip and not document.is_page else None
    if not listed or not isinstance(listed, list) or len(mappings(listed)) < len(listed):
        return []
    parts = [
        Document(name=f"{document.name}, part {n}", data=dumps(one).encode()) for n, one in enumerate(listed, start=1)
    ]
    return parts if all(any(SOURCES[slug].recognises(part) for slug in ANSWERS) for part in parts) else []


def _joined(listings: list[Listing]) -> Listing:
    reviews = same_review_once(review for listing in listings for review in listing.reviews)
    return Listing(
        reviews=reviews,
        says_none=not reviews and all(listing.says_none for listing in listings),
        notes=unique(note for listing in listings for note in listing.notes),
    )


def _read(source: Source, document: Document, options: ReadOptions) -> Listing:
    """Errors of a source are given the file's name where they lack it."""
    try:
        return source.read(document, options)
    except ReadError as error:
        if document.name in str(error):
            raise
        raise type(error)(f"{document.name}: {error}") from None
    except RecursionError:
        raise ReadError(f"{document.name} nests deeper than any review export does; it was not read.") from None


def _recognised(document: Document, options: ReadOptions) -> Source:
    """A column map is only for tables; else the first source that knows the content."""
    if options.columns:
        return SOURCES["table"]
    for source in SOURCES.values():
        if source.recognises(document):
            return source
    if document.begins_as_json:
        hint = "its JSON holds no reviews in a form we know; name the columns (--map text=…) or the source (--source …)"
    else:
        hint = "it is no export, API answer, page or table that we know; name the source (--source …) if it is one"
    raise NothingReadable(f"{document.name}: nothing readable here: {hint}.")


def _refuse_walls(document: Document, kind: str | None) -> None:
    """An error answer, or a page where JSON was due, is a failure: it must never look like "no reviews"."""
    if document.is_zip:
        return
    json_due = kind not in (None, *NOT_JSON) or (
        kind is None and document.name.casefold().endswith((".json", ".ndjson"))
    )
    if json_due and document.is_page:
        raise ReadError(
            f"{document.name} is a web page where JSON was due: usually a log-in or consent page."
            " Sign in, and download it again."
        )
    if json_due and not document.begins_as_json:
        raise ReadError(f"{document.name} is not JSON, though it should be; download or export it again.")
    page = mapping(document.json) if not document.is_page else {}
    error = first(page, "error", "error_message")
    if isinstance(error, dict | str) and not page.get("reviews"):
        said = first(mapping(error), "status", "code", "type") or page.get("status") or "no code"
        raise ReadError(
            f"{document.name} is an error answer ({str(said)[:60]}), not reviews; mend the access and retry."
        )


def _without_own_answers(listing: Listing, practice_names: tuple[str, ...]) -> Listing:
    """Some sites publish the practice's answers as reviews of their own, with five stars."""
    names = {name.casefold() for name in practice_names}
    kept = tuple(review for review in listing.reviews if review.author.casefold() not in names)
    dropped = len(listing.reviews) - len(kept)
    if not dropped:
        return listing
    note = f"{counted(dropped, 'answer')} by the practice itself left out: not reviews"
    return replace(listing, reviews=kept, notes=unique([*listing.notes, note]))
