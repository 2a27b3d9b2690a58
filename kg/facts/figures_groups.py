"""Figures that are told of together, and the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.facts import figures_han as han
from kg.facts import figures_phrases as phrases
from kg.facts.figures_numbers import Figure
from ontology.model import Mention

COUNTS = frozenset({"count", "people"})
GRADING = frozenset({"time", "temperature", "voltage"})  # 750千伏电网工程: of what kind it is, not how much
_WORKED_ON = COUNTS | {"area", "length"}  # what is improved so far does not grow by that
_LONGEST_ORIGIN = 12  # characters of 从“十三五”时期的
# 从2020年的(10.5万元)提高到2025年的(14万元)
_FROM = re.compile(
    rf"[由从](?:{han.YEAR}年[底末]?的?|[去上]年的?|年初的?|上半年的?|“十[一二三四五]五”(?:时期|[初末])?的?|每[人户月年]|平均)*$"
)
_PARTED = re.compile(r"[、和及与]|.{9}")
_TO = re.compile(rf"[^，。；、]{{0,6}}[到至为成](?:(?:{han.YEAR}|[去今])年底?末?的?)?")


@dataclass(frozen=True, slots=True)
class Group:
    """Figures told of together (3.5%、5.5%), with the words before and behind them."""

    figures: tuple[Figure, ...]
    start: int  # of the words before
    words: str
    phrase: phrases.Phrase  # the words taken apart
    name: Mention | None  # that the words begin with
    after_name: str
    behind: str  # up to the next figure or the end of the clause
    joined: bool  # whether it goes on with a list: 、…
    last: bool

    @property
    def end(self) -> int:
        return self.figures[-1].end

    @property
    def kind(self) -> str:
        return self.figures[0].kind

    @property
    def in_row(self) -> bool:
        """Whether they are members of a list, and not two measures of one thing: 496笔18.15万亩."""
        return len(self.figures) > 1 and self.figures[0].end != self.figures[1].start

    @property
    def bare(self) -> Mention | None:
        """The name, where nothing else stands before the figures: 豫东平原200万亩高标准农田."""
        return None if self.after_name or self.kind in GRADING else self.name


def taken_apart(words: str, figure: Figure) -> phrases.Phrase:
    """持平 and 翻番 are told as growth."""
    grown = figure.kind == "same" or figure.unit == "番"
    phrase = phrases.before(words.removesuffix("增长") + "增长" if grown else words)
    if figure.kind in _WORKED_ON and words.endswith(("提升", "改善")):  # 林分优化提升200万亩, 农房风貌提升3万户
        return phrase._replace(indicator=phrase.indicator and phrase.indicator + words[-2:], moves=0)
    return phrase


def last_verb(words: str) -> phrases.Phrase | None:
    """What a list ends in where that is a verb: 实施免费教育政策、惠及168万名儿童."""
    *members, last = words.split("、")
    phrase = phrases.before(last) if members else None
    return phrase if phrase and phrase.verb and not phrase.indicator else None


def together(text: str, found: Sequence[Figure]) -> list[tuple[Figure, ...]]:
    """The figures of a clause that are told of, in groups: 3.5%、5.5%."""
    return list(_rows(text, _without_grades(text, list(_without_origins(text, found)))))


def _rows(text: str, found: Iterable[Figure]) -> Iterator[tuple[Figure, ...]]:
    """Figures in a row (3.5%、5.5%), or side by side (496笔18.15万亩)."""
    group: list[Figure] = []
    for figure in found:
        if group and (text[group[-1].end : figure.start] not in ("", "、", "和") or figure.start < figure.digits):
            yield tuple(group)
            group = []
        group.append(figure)
    if group:
        yield tuple(group)


def _without_origins(text: str, found: Sequence[Figure]) -> Iterator[Figure]:
    """由55%提高到60% is told of 60%: the figure it came from is left out, and so are several (从5元、3元…)."""
    begin: int | None = None  # of what leads to the next figure
    at = 0
    while at < len(found):
        figure, last = found[at], at
        origin = _FROM.search(text, max(0, figure.start - _LONGEST_ORIGIN), figure.start)
        while origin and last + 1 < len(found) and text[found[last].end : found[last + 1].start] in ("、", "和"):
            last += 1
        if origin and last + 1 < len(found) and _TO.fullmatch(text, found[last].end, found[last + 1].start):
            begin, at = origin.start(), last + 1
        else:
            yield figure if begin is None else figure._replace(start=begin, digits=begin)
            begin, at = None, at + 1


def _without_grades(text: str, found: Sequence[Figure]) -> Iterator[Figure]:
    """高考600分以上121人: a bounded figure of another kind just before a count tells who is counted.

    And so do 7大 before another count: 排查7大领域101类问题.
    """
    for at, figure in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        graded = following and following.start == figure.end and following.kind in COUNTS
        parted = following and figure.unit == "大" and not _PARTED.search(text, figure.end, following.start)
        if not parted and not (graded and figure.quantity.bound in (">=", "<=") and figure.kind not in COUNTS):
            yield figure
