"""Files out of a ZIP without unpacking it to disk, within limits that a bomb cannot pass."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

from monitor.errors import ReadError
from monitor.sources.document import Document

MOST_ENTRIES = 50_000
"""A whole Takeout with photographs of a busy practice stays far below."""
MOST_BYTES = 50_000_000
MOST_BYTES_TOGETHER = 200_000_000
MOST_RATIO = 200
"""Review JSON packs about 5 to 30 times; a bomb packs a thousand times."""
SMALL = 1_000_000
"""Below this size no ratio matters."""
DEEPEST = 20


def members(document: Document, wanted: Callable[[str], bool]) -> Iterator[Document]:
    """Each wanted file of the archive, in the order of their paths. Raises ReadError for anything unsafe or broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(document.data)) as archive:
            entries = [entry for entry in _checked(archive, document.name) if wanted(entry.filename)]
            left = MOST_BYTES_TOGETHER
            for entry in sorted(entries, key=lambda entry: entry.filename):
                data = _unpacked(archive, entry, document.name, min(left, MOST_BYTES))
                left -= len(data)
                yield Document(name=f"{document.name}/{entry.filename}", data=data)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError):
        raise ReadError(f"{document.name} is a broken or unusual ZIP archive; download it again.") from None


def _checked(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise ReadError(
            f"{name} holds {len(entries)} files, more than the {MOST_ENTRIES} we open; unpack it yourself first."
        )
    return [entry for entry in entries if not entry.is_dir()]


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, most: int) -> bytes:
    """Reads one byte more than allowed at most: the size an archive states about itself proves nothing."""
    where = f"{name}, “{entry.filename[-80:]}”"
    if entry.flag_bits & 0x1:
        raise ReadError(f"{where} is locked with a password; unpack it and read the file inside.")
    if entry.filename.count("/") > DEEPEST:
        raise ReadError(f"{where} lies deeper in folders than any export; this archive was not read.")
    if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        raise ReadError(f"{where} swells suspiciously when unpacked; this archive was not read.")
    with archive.open(entry) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ReadError(f"{where} is larger than the {most // 1_000_000} MB we read; this archive was not read.")
    return data
