"""Annotated reports as training data: the text that `kg.read` makes of a file, and the names in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import read
from kg.errors import KgError
from kg.ner.tags import LABELS, Span
from ontology.model import Label

SUFFIX = ".entities.jsonl"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A report's text and the names in it."""

    name: str
    text: str
    spans: tuple[Span, ...]


def annotated(data: Path) -> Iterator[Annotated]:
    """Every report below `data` whose annotations lie beside it, or in a folder `annotations` beside `reports`."""
    for rows in sorted(data.rglob(f"*{SUFFIX}")):
        name = rows.name.removesuffix(SUFFIX) + ".txt"
        for folder in (rows.parent, rows.parent.parent / "reports"):
            if (folder / name).is_file():
                yield _annotated(folder / name, rows)
                break


def _annotated(path: Path, rows: Path) -> Annotated:
    report = read.read(path)
    place = {source: i for i, source in enumerate(report.offsets)}
    spans = []
    for number, line in enumerate(rows.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            start, end, label = place[row["start"]], place[row["end"] - 1] + 1, LABELS.index(Label(row["label"]))
        except (ValueError, KeyError, TypeError) as error:
            raise KgError(f"{rows}, line {number}: no annotation of a name in {path} ({error!r})") from error
        spans.append((start, end, label))
    return Annotated(path.stem, report.text, tuple(sorted(spans)))
