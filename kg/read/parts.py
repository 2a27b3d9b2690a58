"""Whether a stretch of a report looks back or ahead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.read.lines import words
from kg.read.years import period, years
from ontology.model import Part

SAMPLE = 20_000  # characters in which the tense of a part shows
TIME = 2  # a year or a five-year plan says as much as two words


@dataclass(frozen=True, slots=True)
class Years:
    """The year that a report looks back on and the one it looks ahead to."""

    reviewed: int | None
    coming: int | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks for review and how much for plan."""

    review: int
    plan: int

    @property
    def part(self) -> Part | None:
        """The stronger side; None where neither is."""
        return None if self.review == self.plan else Part.REVIEW if self.review > self.plan else Part.PLAN

    @property
    def both(self) -> bool:
        """Whether a heading announces a review and a plan: “十四五”时期发展成就和“十五五”时期主要目标."""
        return self.review > TIME and self.plan > TIME


def heading_evidence(heading: str, known: Years) -> Evidence:
    """What a heading's words and times say.

    >>> heading_evidence("一、2024年工作回顾", Years(2024, 2025)).part
    <Part.REVIEW: 'review'>
    >>> heading_evidence("“十四五”时期发展成就和“十五五”时期主要目标任务", Years(2025, 2026)).both
    True
    """
    review, plan = len(_pattern("review").findall(heading)), len(_pattern("plan").findall(heading))
    back, ahead = _times(heading, known)
    return Evidence(review + TIME * back, plan + TIME * ahead)


def names_time(text: str, known: Years) -> bool:
    """Whether a text names the year reviewed, the year to come or a five-year plan before or after."""
    return any(_times(text, known))


def tells_part(heading: str) -> bool:
    """Whether a heading has a word for review or plan."""
    return bool(_pattern("review").search(heading) or _pattern("plan").search(heading))


def tense(text: str) -> Evidence:
    """What the words of the sentences say where the heading says nothing."""
    sample = text[:SAMPLE]
    return Evidence(len(_pattern("done").findall(sample)), len(_pattern("ahead").findall(sample)))


def opens_plan(paragraph: str, known: Years, reach: int = 12) -> bool:
    """Whether a paragraph turns from the review to the plan: its beginning names the time to come.

    >>> opens_plan("2026年是“十五五”开局之年。主要预期目标是：", Years(2025, 2026))
    True
    """
    begin = paragraph.removeprefix("各位代表！")[:reach]
    back, ahead = _times(begin, known)
    return ahead > 0 and not back and "月" not in begin[:12] and bool(_pattern("turn").search(paragraph))


def _times(text: str, known: Years) -> tuple[int, int]:
    """How many times before and after the turn of the year a text names."""
    if known.reviewed is None or known.coming is None:
        return 0, 0
    plans = list(period(text))
    named = list(years(text))
    back = named.count(known.reviewed) + sum(last < known.coming for _, last in plans)
    ahead = named.count(known.coming) + sum(first > known.reviewed for first, _ in plans)
    return back, ahead


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(words()["parts"][kind])
