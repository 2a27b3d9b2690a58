"""The lexicon: words of jieba's dictionary, the official divisions and the names that annotated reports share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.ner.lexicon import (
    DIVISION_CLASSES,
    LIST_SHIFT,
    LONGEST,
    NAME_SHIFT,
    SHORTEST,
    WORD_CLASSES,
    Lexicon,
    codes,
    hashes,
)
from kg.ner.tags import LABELS
from kg.ner.training.corpus import Annotated
from ontology import divisions
from ontology.model import Label

_PART_OF_SPEECH = {"n": "noun", "v": "verb", "vn": "verb", "ns": "place", "nr": "person", "nrt": "person",
                   "nrfg": "person", "nt": "body", "nz": "other_name"}  # fmt: skip
_SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "街道",
    "地区",
    "省",
    "市",
    "县",
    "区",
    "旗",
    "盟",
    "州",
    "镇",
    "乡",
)
SHARED = -1
NAMES = Path(__file__).parents[1] / "names"
_NAME_BITS = (1 << LIST_SHIFT) - (1 << NAME_SHIFT)


def _words() -> Iterator[tuple[str, int]]:
    import jieba

    with (Path(jieba.__file__).parent / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, _, part = line.split()
            mask = 1 << WORD_CLASSES.index(f"word{min(len(word), 5)}") if len(word) > 1 else 0
            if part in _PART_OF_SPEECH:
                mask |= 1 << WORD_CLASSES.index(_PART_OF_SPEECH[part])
            yield word, mask


def short_form(name: str) -> str:
    """A division's name without its kind: 汨罗 for 汨罗市; empty where fewer than two characters are left."""
    for suffix in _SUFFIXES:
        stem = name.removesuffix(suffix)
        if stem != name:
            return stem if len(stem) > 1 else ""
    return ""


def _divisions() -> Iterator[tuple[str, int]]:
    for division in divisions.by_code().values():
        level = division.level if division.level in DIVISION_CLASSES else "township"
        yield division.name, _division_bit(level)
        short = short_form(division.name)
        if short:
            level = {"township": "township_short", "county": "county_short"}.get(level, level)
            yield short, _division_bit(level)


def _listed() -> Iterator[tuple[str, int]]:
    """Names that every report may use, from kg/ner/names/LABEL.txt."""
    for path in sorted(NAMES.glob("*.txt")):
        mask = 1 << LIST_SHIFT + LABELS.index(Label(path.stem.partition("_")[0]))
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                yield line.strip(), mask


def _division_bit(kind: str) -> int:
    return 1 << len(WORD_CLASSES) + DIVISION_CLASSES.index(kind)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The lexicon, and for each entry the one report that its names are from (SHARED if several, or no name)."""

    lexicon: Lexicon
    only_in: NDArray[np.int64]

    def without(self, report: int) -> Lexicon:
        """The lexicon as if report number `report` had not been annotated."""
        masks = self.lexicon.masks.copy()
        masks[self.only_in == report] &= ~np.uint64(_NAME_BITS)
        return self.lexicon.with_masks(masks)


def _names(reports: Sequence[Annotated]) -> dict[str, tuple[int, int]]:
    """Mask and only report of each name that is, in three of ten places where it stands, annotated so."""
    found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    where: dict[str, set[int]] = defaultdict(set)
    for number, report in enumerate(reports):
        for start, end, label in report.spans:
            name = report.text[start:end]
            if SHORTEST <= len(name) <= LONGEST:
                found[name][label] += 1
                where[name].add(number)
    often = _occurrences(list(found), reports)
    names = {}
    for name, labels in found.items():
        if sum(labels.values()) < 0.3 * often[name]:
            continue
        mask = sum(1 << NAME_SHIFT + label for label, n in labels.items() if n * 4 >= sum(labels.values()))
        names[name] = (mask, min(where[name]) if len(where[name]) == 1 else SHARED)
    return names


def _occurrences(names: Sequence[str], reports: Iterable[Annotated]) -> dict[str, int]:
    keys = hashes(names)
    index = Lexicon(keys, np.arange(len(names), dtype=np.uint64))
    counts = np.zeros(len(names), np.int64)
    for report in reports:
        np.add.at(counts, index.find(codes(report.text)).mask, 1)
    return dict(zip(names, counts.tolist(), strict=True))


def knowledge(reports: Sequence[Annotated]) -> Knowledge:
    """Everything known before a text is read."""
    masks: dict[str, int] = defaultdict(int)
    for name, mask in (*_words(), *_divisions(), *_listed()):
        masks[name] |= mask
    names = _names(reports)
    for name, (mask, _) in names.items():
        masks[name] |= mask
    chosen = [name for name in masks if SHORTEST <= len(name) <= LONGEST]
    keys = hashes(chosen)
    only_in = np.array([names[name][1] if name in names else SHARED for name in chosen])
    order = np.argsort(keys, kind="stable")
    lexicon = Lexicon(keys, np.array([masks[name] for name in chosen], np.uint64))
    return Knowledge(lexicon, only_in[order])
