"""Annotated reports as training data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.ner.tags import LABELS, Span
from ontology.model import Label


@dataclass(frozen=True, slots=True)
class Annotated:
    """A report's text and the names in it."""

    name: str
    text: str
    spans: tuple[Span, ...]


def annotated(data: Path) -> Iterator[Annotated]:
    """Every text below `data` with annotations beside it or in a folder `annotations` next to its own."""
    for path in sorted(data.rglob("*.entities.jsonl")):
        stem = path.name.removesuffix(".entities.jsonl")
        for folder in (path.parent, path.parent.parent / "reports"):
            if (folder / f"{stem}.txt").exists():
                yield _read(folder / f"{stem}.txt", path)
                break


def _read(text_path: Path, rows_path: Path) -> Annotated:
    text = text_path.read_text(encoding="utf-8")
    spans = []
    for line in rows_path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans.append((row["start"], row["end"], LABELS.index(Label(row["label"]))))
    return Annotated(text_path.stem, text, tuple(sorted(spans)))
