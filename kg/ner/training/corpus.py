"""Annotated reports as training data: the text that `kg.read` makes of a file, and the names in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg import read
from kg.errors import KgError
from kg.ner.tags import COUNT, LABELS, Span
from ontology.model import Label

SUFFIX = ".entities.jsonl"
OPINIONS = "opinions.npz"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A report's text and the names in it.

    For texts that were written for practice, `opinions` holds what earlier models made of them beside their writers:
    the probability of each tag at each character (characters, tags), in 255ths.
    """

    name: str
    text: str
    spans: tuple[Span, ...]
    opinions: NDArray[np.uint8] | None = None


def annotated(data: Path) -> Iterator[Annotated]:
    """Every report below `data` whose annotations lie beside it, or in a folder `annotations` beside `reports`."""
    for folder, files in groupby(sorted(data.rglob(f"*{SUFFIX}")), lambda path: path.parent):
        opinions = np.load(folder / OPINIONS) if (folder / OPINIONS).is_file() else {}
        for rows in files:
            name = rows.name.removesuffix(SUFFIX)
            texts = [place / f"{name}.txt" for place in (folder, folder.parent / "reports")]
            if text := next(filter(Path.is_file, texts), None):
                yield _annotated(text, rows, opinions.get(name))


def _annotated(path: Path, rows: Path, opinions: NDArray[np.uint8] | None) -> Annotated:
    report = read.read(path)
    if opinions is not None and opinions.shape != (len(report.text), COUNT):
        raise KgError(f"{rows.parent / OPINIONS}: {path.stem} has other characters or tags than its text")
    place = {source: i for i, source in enumerate(report.offsets)}
    spans = []
    for number, line in enumerate(rows.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            start, end, label = place[row["start"]], place[row["end"] - 1] + 1, LABELS.index(Label(row["label"]))
        except (ValueError, KeyError, TypeError) as error:
            raise KgError(f"{rows}, line {number}: no annotation of a name in {path} ({error!r})") from error
        spans.append((start, end, label))
    return Annotated(path.stem, report.text, tuple(sorted(spans)), opinions)
