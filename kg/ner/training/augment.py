"""New reports out of annotated ones: names replaced by others of their kind, or by names that no one has.

What stays is the context, so the tagger learns names by where they stand rather than by heart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.ner.tags import LABELS, Span
from kg.ner.training.corpus import Annotated
from kg.ner.training.knowledge import short_form
from ontology import divisions
from ontology.model import Label

REPLACED = 0.35  # share of a report's names that are replaced
MADE_UP = 0.4  # share of short names that are made up rather than taken from another report
COMMON = 3  # a name in so many reports is everyone's (乡村振兴战略) and stays
_MIXED = {Label.ENT: 6, Label.PRJ: 5, Label.PER: 3, Label.PRO: 5, Label.PARK: 6, Label.ADM: 5, Label.LOC: 4}
_MARKS = "“”《》（）"

Shape = tuple[int, bool, bool, str]


@dataclass(frozen=True, slots=True)
class Altered:
    """A report with other names, and the places of those."""

    text: str
    spans: tuple[Span, ...]
    new: tuple[tuple[int, int], ...]


class Names:
    """Names of all reports by label and shape, to be drawn from."""

    def __init__(self, reports: Sequence[Annotated]) -> None:
        pool: dict[Shape, set[str]] = defaultdict(set)
        for report in reports:
            for span in report.spans:
                pool[_shape(report.text, span)].add(report.text[span[0] : span[1]])
        for division in divisions.by_code().values():
            if division.level in ("county", "township"):
                pool[LABELS.index(Label.ADM), False, False, division.name[-1]].add(division.name)
        where = Counter(name for report in reports for name in {report.text[s:e] for s, e, _ in report.spans})
        self.common = {name for name, count in where.items() if count >= COMMON}
        self.pool = {shape: sorted(names) for shape, names in pool.items()}

    def alter(self, report: Annotated, chance: np.random.Generator) -> Altered:
        """The report with some of its names replaced, each by the same wherever it stands."""
        other: dict[tuple[str, int], str | None] = {}
        parts, spans, new, done, size = [], [], [], 0, 0
        for start, end, label in report.spans:
            name = report.text[start:end]
            if (name, label) not in other:
                other[name, label] = put = self._draw(report.text, (start, end, label), chance)
                if put and short_form(name) and short_form(put):
                    other.setdefault((short_form(name), label), short_form(put))
            put = other[name, label]
            parts += [report.text[done:start], put or name]
            size += start - done
            spans.append((size, size + len(parts[-1]), label))
            if put:
                new.append(spans[-1][:2])
            size, done = spans[-1][1], end
        parts.append(report.text[done:])
        return Altered("".join(parts), tuple(spans), tuple(new))

    def _draw(self, text: str, span: Span, chance: np.random.Generator) -> str | None:
        if chance.random() > REPLACED or LABELS[span[2]] is Label.GOV or text[span[0] : span[1]] in self.common:
            return None
        names = self.pool[_shape(text, span)]
        first, second = (names[i] for i in chance.integers(0, len(names), 2))
        limit = _MIXED.get(LABELS[span[2]], 0)
        if 2 <= len(first) <= limit and 2 <= len(second) <= limit and chance.random() < MADE_UP:
            return first[: (len(first) + 1) // 2] + second[len(second) // 2 :]
        return first


def _shape(text: str, span: Span) -> Shape:
    """Label, whether the name has marks, whether it stands inside marks, and for divisions the kind it ends in."""
    start, end, label = span
    name = text[start:end]
    inside = text[start - 1 : start] in ("“", "《", "（") and text[end : end + 1] in ("”", "》", "）")
    kind = name[-1] if LABELS[label] is Label.ADM and name[-1] in "省市县区镇乡村旗道社" else ""
    return label, any(mark in name for mark in _MARKS), inside, kind
