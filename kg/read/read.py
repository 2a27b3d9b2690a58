"""From a file to a report."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from kg.errors import KgError
from kg.read.area import read_area
from kg.read.clean import clean
from kg.read.files import read_file
from kg.read.front import read_front, read_years
from kg.read.headings import headings
from kg.read.lines import title_page_end
from kg.read.notes import read_notes
from kg.read.sections import sections
from kg.read.sentences import sentences
from ontology.model import Report

HAN = re.compile("[\u3400-\u9fff]")
FEW = 20  # Chinese characters that a sentence of a report has at least, in the middle


def read(path: Path | str) -> Report:
    """Read a government work report; `KgError` says in one line why a file cannot be read.

    >>> report = read("examples/miluo-2024/report.md")
    >>> report.title, report.area.name, report.reviewed_year, report.coming_year, len(report.footnotes)
    ('政府工作报告', '汨罗市', 2024, 2025, 27)
    """
    path = Path(path)
    content = read_file(path)
    cleaned = clean(content.aligned)
    if not cleaned.aligned.text.strip():
        raise KgError(f"{path}: no text in it but marks and page furniture; give the report itself")
    noted = read_notes(cleaned.aligned, cleaned.tail)
    aligned, text = noted.aligned, noted.aligned.text
    bold = [(aligned.index(start), aligned.index(end)) for start, end in cleaned.bold]
    found = headings(text, bold, noted.start)
    front = read_front(text)
    known = read_years(front, found, text, path.stem)
    made = sections(text, found, noted.start, noted.tail, known)
    return Report(
        name=path.name,
        sha256=sha256(content.data).hexdigest(),
        source=content.source,
        text=text,
        offsets=aligned.offsets,
        title=front.title,
        area=read_area(front, text, title_page_end(text), path.stem),
        speaker=front.speaker,
        session=front.session,
        date=front.date,
        reviewed_year=known.reviewed,
        coming_year=known.coming,
        sections=made,
        sentences=sentences(text, made, noted.tail, [note.start for note in noted.footnotes]),
        footnotes=noted.footnotes,
    )


def doubts(report: Report) -> tuple[str, ...]:
    """What makes it doubtful that a text is a Chinese report, each in one line; empty for a good one."""
    found = []
    if not any(len(HAN.findall(report.text[s.start : s.end])) >= FEW for s in report.sentences[:2_000]):
        found.append(
            f"{report.name}: no sentence of {FEW} or more Chinese characters; is this a government work report?"
        )
    if "报告" not in report.title:
        found.append(f"{report.name}: no title that names a report")
    if report.area is None:
        found.append(f"{report.name}: does not tell which place it is about; places in it stay ambiguous")
    if report.reviewed_year is None:
        found.append(f"{report.name}: does not tell its years; facts in it stay without a year")
    return tuple(found)
