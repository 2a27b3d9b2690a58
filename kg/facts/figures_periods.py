"""Of which years a sentence speaks, and whether it tells what was done or what will be done."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.facts import figures_han as han
from ontology.model import Mode, Part, Report, Sentence


class Period(NamedTuple):
    """Years that a sentence speaks of; `since` only where they are several."""

    since: int | None
    year: int | None
    mode: Mode


# A cue at the beginning of a sentence or heading holds for what follows it, until the next.
_CUE = re.compile(
    r"""
      (?P<past> 五年来 | 过去的?五年 | 五年间 | 五年[工回] )
    | (?P<coming> (?:未来|今后)五年 )
    | (?<![较比与和])“(?P<plan>[六七八九]|十[一二三四五六七]?)五”(?:时期|期间|以来)
    | (?P<one> (?:过去)?一年来 | 过去的?一年 | 刚刚过去的(?:(?:19|20)\d\d年)? )
    | (?P<last> 去年 )
    | (?P<next> 明年 | 新的一年 )
    | (?P<this> 今年 )
    | (?<![\d较比]) (?P<year> (?:19|20)\d\d ) 年 (?!代)
    """,
    re.VERBOSE,
)
# 到2030年，… and 2010年，… hold for the sentence, whatever year it is
_FAR = re.compile(rf"(?:[^，。]{{0,8}}到)?(?P<year>{han.YEAR})年(?:底|末)?，")
_HEAD = 24  # characters of a sentence in which a cue sets its period
# These turn to one year though they stand inside a paragraph: 刚刚过去的2025年; 2026年主要预期目标：
_A_YEAR = re.compile(
    r"\s*(?:(?:过去)?一年来|过去的?一年|刚刚过去的|20\d\d年，?预计|(?:20\d\d|今)年[^，。；]{0,12}(?:目标|工作|任务))"
)
_ORDINALS = ("六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六", "十七")
_PLANS = {word: number for number, word in enumerate(_ORDINALS, 6)}
# 到2030年 | 2023年获批 | 去年: within a clause, for its figure alone. 较2020年 is a comparison.
_IN_CLAUSE = re.compile(
    rf"""
    (?<! [较比自从由与于\d] )
    (?: (?P<year> {han.YEAR} ) 年 (?! 代|以来|至|到|—|- )
      | (?P<last> 去年 ) | (?P<next> 明年 ) | (?P<this> 今年 )
      | (?P<past> 五年来 | 五年累计 | 近五年 )
    )
    """,
    re.VERBOSE,
)


def periods(report: Report) -> list[Period]:
    """The period of each sentence of the report."""
    found: list[Period] = []
    current, section, paragraph = _of_part(report, Part.OTHER), -2, -1
    home: Period | None = None  # of a main part whose heading names the coming year
    aside: Period | None = None  # what held before five years were told of within a numbered part
    for sentence in report.sentences:
        if sentence.section != section:
            current, aside = aside or current, None
            if not _continues(report, section, sentence):
                current = _of_part(report, sentence.part)
        told = _told(report, sentence)
        if _depth(report, sentence) == 1 and _heads(report, sentence):
            home = told if told and told.year == report.coming_year and not told.since else None
        elif home and sentence.paragraph != paragraph:
            current = home  # 展望未来五年 in a paragraph of the plan for 2026 holds for that paragraph
        if told and _turns(report, sentence, told, begins=sentence.paragraph != paragraph):
            if told.since and not current.since and _depth(report, sentence) > 1 and not _heads(report, sentence):
                aside = aside or current
            current = told
        section, paragraph = sentence.section, sentence.paragraph
        found.append(told or current)
    return found


def _turns(report: Report, sentence: Sentence, told: Period, *, begins: bool) -> bool:
    """Whether what follows is of that period too.

    A single year inside a paragraph (2025年林下经济产值…) is that of its sentence alone, unlike 一年来.
    """
    if told.since or begins:
        return told.year in _known(report)
    one = told.year in (report.reviewed_year, report.coming_year)
    return one and bool(_A_YEAR.match(report.text, sentence.start))


def _depth(report: Report, sentence: Sentence) -> int:
    return next((section.depth for section in report.sections[max(0, sentence.section) :][:1]), 0)


def _heads(report: Report, sentence: Sentence) -> bool:
    """Whether the sentence is a heading."""
    return any(section.start == sentence.start for section in report.sections[max(0, sentence.section) :][:1])


def narrowed(report: Report, period: Period, words: str) -> Period:
    """The period of one figure, where the words of its clause name another than the sentence's."""
    cues = list(_IN_CLAUSE.finditer(words))
    return _period(report, cues[-1]) if cues else period


def _continues(report: Report, section: int, sentence: Sentence) -> bool:
    """Whether a sentence's section is a part below or beside the one before it, and speaks of the same time."""
    if section < 0 or sentence.section < 0:
        return False
    earlier, now = report.sections[section], report.sections[sentence.section]
    return now.depth > 1 and now.part == earlier.part


def _of_part(report: Report, part: Part) -> Period:
    if part is Part.PLAN:
        return Period(None, report.coming_year, Mode.TARGET)
    return Period(None, report.reviewed_year, Mode.ACTUAL)


def _known(report: Report) -> tuple[int | None, ...]:
    """Years that a stretch of the report can be about."""
    return report.reviewed_year, report.coming_year, _later(report.coming_year, 4)


def _told(report: Report, sentence: Sentence) -> Period | None:
    """The period that a sentence or heading names at its beginning."""
    if sentence.part not in (Part.REVIEW, Part.PLAN):
        return None
    far = _FAR.match(report.text, sentence.start, sentence.end)
    if far:
        return _of_year(report, han.year(far["year"]))
    cue = _CUE.search(report.text, sentence.start, min(sentence.end, sentence.start + _HEAD))
    period = _period(report, cue) if cue else None
    return period if period and (period.since or period.year in _known(report)) else None


def _period(report: Report, cue: re.Match[str]) -> Period:
    """What a cue says: five years, a plan's five years, or one year."""
    kind = cue.lastgroup
    if kind == "past":
        return Period(_later(report.reviewed_year, -4), report.reviewed_year, Mode.ACTUAL)
    if kind == "coming":
        return Period(report.coming_year, _later(report.coming_year, 4), Mode.TARGET)
    if kind == "plan":
        first = 1951 + 5 * _PLANS[cue["plan"]]  # the sixth plan began in 1981
        return Period(first, first + 4, _of_year(report, first).mode)
    if kind == "year":
        return _of_year(report, han.year(cue["year"]))
    # 今年 is the year of the session; where that is unknown, the year that is planned.
    session = int(report.date[:4]) if report.date[:4].isdigit() else report.coming_year
    year = report.reviewed_year if kind == "one" else _later(session, {"this": 0, "next": 1, "last": -1}[str(kind)])
    return _of_year(report, year)


def _of_year(report: Report, year: int | None) -> Period:
    """What was done up to the reviewed year, and what will be done after it."""
    target = year is not None and report.coming_year is not None and year >= report.coming_year
    return Period(None, year, Mode.TARGET if target else Mode.ACTUAL)


def _later(year: int | None, count: int) -> int | None:
    return None if year is None else year + count
