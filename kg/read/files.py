"""What a file holds: the bytes and the text of .txt, .md, .html, .docx and .pdf, within bounds."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.read.aligned import Aligned
from kg.read.decode import decode
from kg.read.markup import PAGE, visible

LARGEST_FILE = 64 << 20  # bytes; pictures make a .pdf or .docx large
LONGEST_TEXT = 4_000_000  # characters, two hundred times a long report
LARGEST_UNPACKED = 256 << 20  # bytes of a .docx once unpacked
LARGEST_MARKUP = 32 << 20  # bytes of its XML
MOST_PAGES = 2_000
LEAST_ON_PAGE = 10  # characters on average; scanned pages hold no more than their numbers


@dataclass(frozen=True, slots=True)
class Content:
    """A file's bytes and its text, aligned with the source as it was decoded."""

    data: bytes
    source: str
    aligned: Aligned


def read_file(path: Path) -> Content:
    """Read a file of any kind we know."""
    extract = EXTRACTORS.get(path.suffix.lower())
    data = _bytes(path)
    if extract is None:
        raise KgError(
            f"{path}: {path.suffix or 'a file without extension'} is not read; give .txt, .md, .html, .docx or .pdf"
        )
    source = extract(data, str(path)).removeprefix("\ufeff")
    if len(source) > LONGEST_TEXT:
        raise KgError(f"{path}: {len(source):,} characters; a report has at most {LONGEST_TEXT:,}, split the file")
    if not source.strip():
        raise KgError(f"{path}: no text in it; give the report itself")
    page = path.suffix.lower() in (".html", ".htm") or PAGE.search(source[:2_000])
    aligned = visible(source) if page else Aligned.of(source)
    if not aligned.text.strip():
        raise KgError(f"{path}: a page without text; save it as it shows in the browser")
    return Content(data, source, aligned)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise KgError(f"{path}: a folder, not a report; give the files in it")
        if not path.is_file() and path.exists():
            raise KgError(f"{path}: not a regular file; give a report")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise KgError(f"{path}: no such file; check the name") from error
    except PermissionError as error:
        raise KgError(f"{path}: may not be read; ask for permission or copy it") from error
    except (OSError, ValueError) as error:
        raise KgError(f"{str(path)!r}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if not data:
        raise KgError(f"{path}: the file is empty")
    if len(data) > LARGEST_FILE:
        raise KgError(f"{path}: larger than {LARGEST_FILE >> 20} MB; a report is not, split the file")
    return data


def _docx(data: bytes, name: str) -> str:
    """The paragraphs in order; footnotes and endnotes as numbered lines below."""
    import zipfile
    import zlib

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    # What zipfile, lxml and python-docx raise on files that are no documents.
    broken = (
        *(zipfile.BadZipFile, zlib.error, PackageNotFoundError, SyntaxError, EOFError, OSError, LookupError),
        *(ValueError, TypeError, AttributeError, RuntimeError),
    )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise KgError(f"{name}: an old .doc or an encrypted .docx; save it as an open .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        markup = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
        if unpacked > LARGEST_UNPACKED or markup > LARGEST_MARKUP:
            raise KgError(f"{name}: unpacks to {unpacked >> 20} MB, more than any report; not opened")
        from kg.read.word import text_of

        return text_of(Document(io.BytesIO(data)))
    except broken as error:
        raise KgError(f"{name}: a broken .docx; open and save it again in a word processor") from error


def _pdf(data: bytes, name: str) -> str:
    """The text of the pages, one below the other."""
    import pypdfium2  # type: ignore[import-untyped]
    from pypdfium2 import raw

    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MOST_PAGES:
                raise KgError(f"{name}: {len(document):,} pages; a report has at most {MOST_PAGES:,}, split the file")
            pages = _pages(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise KgError(f"{name}: an encrypted .pdf; save it without a password") from error
        raise KgError(f"{name}: a broken .pdf; print it to a new one") from error
    text = "\n".join(pages)
    if not text.strip() or len("".join(text.split())) < LEAST_ON_PAGE * len(pages):
        raise KgError(f"{name}: no text: run OCR first")
    return text


def _pages(document: Iterable[Any]) -> list[str]:
    """The text of each page, up to more than a report may have."""
    pages: list[str] = []
    length = 0
    for page in document:
        pages.append(page.get_textpage().get_text_bounded())
        length += len(pages[-1])
        if length > LONGEST_TEXT:
            break
    return pages


EXTRACTORS: dict[str, Callable[[bytes, str], str]] = {
    ".txt": decode,
    ".md": decode,
    ".markdown": decode,
    ".html": decode,
    ".htm": decode,
    ".docx": _docx,
    ".pdf": _pdf,
}
