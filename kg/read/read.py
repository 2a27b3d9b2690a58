"""From a file to a report."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from kg.errors import KgError
from kg.read.aligned import Aligned
from kg.read.clean import clean
from kg.read.decode import decode
from kg.read.front import read_front, read_years
from kg.read.notes import read_notes
from kg.read.sections import headings, sections, sentences
from ontology.model import Report


def read(path: Path | str) -> Report:
    path = Path(path)
    data = path.read_bytes()
    source = decode(data, path.name)
    aligned = Aligned.of(source)
    cleaned = clean(aligned)
    noted = read_notes(cleaned.aligned)
    text = noted.aligned.text
    bold = [(noted.aligned.index(a), noted.aligned.index(b)) for a, b in cleaned.bold]
    found = headings(text, bold, noted.start)
    front = read_front(text)
    known = read_years(front, found, text, path.stem)
    made = sections(text, found, noted.start, known)
    spoken = sentences(text, made, noted.start, [note.start for note in noted.footnotes])
    return Report(
        name=path.name, sha256=sha256(data).hexdigest(), source=source, text=text, offsets=noted.aligned.offsets,
        title=front.title, speaker=front.speaker, session=front.session, date=front.date,
        reviewed_year=known.reviewed, coming_year=known.coming, sections=made, sentences=spoken, footnotes=noted.footnotes,
    )


def doubts(report: Report) -> tuple[str, ...]:
    return ()
