"""Names found against names annotated: precision, recall and F1 of each label with 95 % bootstrap intervals.

Run: python benchmarks/entities.py REPORT ANNOTATIONS [REPORT ANNOTATIONS ...] [--model FOLDER]
Lines of the reports are drawn again with replacement, 1,000 times, with a fixed seed.
"""

from __future__ import annotations

import argparse
from bisect import bisect_right
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg import ner, read
from kg.evaluate import ALL, read_rows
from ontology.model import Label

LABELS = [label.value for label in Label]
DRAWS = 1000

Name = tuple[int, int, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--model", type=Path, help="a folder that `kg train` wrote; else the model that ships")
    arguments = parser.parse_args()
    nlp = ner.pipeline()
    if arguments.model:
        nlp = ner.pipeline(configured(arguments.model))
    pairs = zip(arguments.files[::2], arguments.files[1::2], strict=True)
    counts = np.concatenate([counted(report, rows, nlp) for report, rows in pairs])
    chance = np.random.default_rng(0)
    draws = np.stack([counts[chance.integers(0, len(counts), len(counts))].sum(0) for _ in range(DRAWS)])
    print("| label | annotated | precision | recall | F1 | 95 % interval |\n|---|---:|---:|---:|---:|---|")  # noqa: T201
    for column, label in enumerate([*LABELS, ALL]):
        gold, found, right = counts.sum(0)[column]
        low, high = np.percentile(f1(draws[:, column]), (2.5, 97.5))
        shares = f"{right / max(found, 1):.3f} | {right / max(gold, 1):.3f} | {f1(np.array([gold, found, right])):.3f}"
        print(f"| {label} | {gold} | {shares} | {low:.3f} – {high:.3f} |")  # noqa: T201


def configured(model: Path) -> Path:
    """The shipped configuration with another model, beside that model."""
    text = ner.CONFIG.read_text(encoding="utf-8")
    path = model / "config.cfg"
    path.write_text(text.replace("path = null", f'path = "{model}"'), encoding="utf-8")
    return path


def counted(path: Path, rows: Path, nlp: object) -> NDArray[np.int64]:
    """For each line of a report and each label: annotated, found, right; the last column is for all labels."""
    report = read.read(path)
    starts = [0] + [place + 1 for place, character in enumerate(report.source) if character == "\n"]
    gold = by_line({(int(r["start"]), int(r["end"]), str(r["label"])) for r in read_rows(rows)}, starts)  # type: ignore[call-overload]
    names = {(*report.source_span(m.start, m.end), m.label.value) for m in ner.find(report, nlp)}  # type: ignore[arg-type]
    found = by_line(names, starts)
    counts = np.zeros((len(starts), len(LABELS) + 1, 3), np.int64)
    for line in range(len(starts)):
        for kind, these in enumerate((gold[line], found[line], gold[line] & found[line])):
            for _, _, label in these:
                counts[line, LABELS.index(label), kind] += 1
    counts[:, -1] = counts[:, :-1].sum(1)
    return counts


def by_line(names: set[Name], starts: list[int]) -> dict[int, set[Name]]:
    lines: dict[int, set[Name]] = defaultdict(set)
    for name in names:
        lines[bisect_right(starts, name[0]) - 1].add(name)
    return lines


def f1(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    gold, found, right = np.moveaxis(counts, -1, 0)
    return 2 * right / np.maximum(gold + found, 1)


if __name__ == "__main__":
    main()
