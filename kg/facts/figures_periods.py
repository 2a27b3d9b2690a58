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
    | (?<![较比与和])“(?P<plan>十[一二三四五六七八九])五”(?P<plan_tail>时期|期间|以来)
    | (?P<one> 一年来 | 过去的?一年 | 去年 )
    | (?P<next> 明年 | 新的一年 )
    | (?P<this> 今年 )
    | (?<![\d较比]) (?P<year> (?:19|20)\d\d ) 年 (?!代)
    """,
    re.VERBOSE,
)
_FAR = re.compile(rf"[^，。]{{0,8}}到(?P<year>{han.YEAR})年(?:底|末)?，")
_HEAD = 24  # characters of a sentence in which a cue sets its period
_PLANS = {"十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15, "十六": 16, "十七": 17}
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
    found, current, section = [], _of_part(report, Part.OTHER), -2
    for sentence in report.sentences:
        if sentence.section != section and not _continues(report, section, sentence):
            current = _of_part(report, sentence.part)
        section = sentence.section
        current = _cued(report, sentence, current)
        found.append(_once(report, sentence) or current)
    return found


def narrowed(report: Report, period: Period, words: str) -> Period:
    """The period of one figure, where the words of its clause name another than the sentence's."""
    cues = list(_IN_CLAUSE.finditer(words))
    if not cues:
        return period
    cue = cues[-1]
    if cue["past"]:
        return Period(_minus(report.reviewed_year, 4), report.reviewed_year, Mode.ACTUAL)
    year = han.year(cue["year"]) if cue["year"] else _relative(report, cue)
    return Period(None, year, _mode(report, year, period.mode))


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


def _cued(report: Report, sentence: Sentence, current: Period) -> Period:
    cue = _CUE.search(report.text, sentence.start, min(sentence.end, sentence.start + _HEAD))
    if cue is None or sentence.part not in (Part.REVIEW, Part.PLAN):
        return current
    if cue["past"]:
        return Period(_minus(report.reviewed_year, 4), report.reviewed_year, Mode.ACTUAL)
    if cue["coming"]:
        return Period(report.coming_year, _minus(report.coming_year, -4), Mode.TARGET)
    if cue["plan"]:
        first = 1951 + 5 * _PLANS.get(cue["plan"], 14)  # the first plan began in 1953, the sixth in 1981
        mode = Mode.TARGET if report.coming_year and first >= report.coming_year else Mode.ACTUAL
        return Period(first, first + 4, mode)
    year = int(cue["year"]) if cue["year"] else _relative(report, cue)
    if year not in (report.reviewed_year, report.coming_year):
        return current
    return Period(None, year, Mode.TARGET if year == report.coming_year else Mode.ACTUAL)


def _once(report: Report, sentence: Sentence) -> Period | None:
    """到2030年，… speaks of that year for one sentence."""
    far = _FAR.match(report.text, sentence.start, sentence.end)
    if far is None or report.coming_year is None:
        return None
    year = han.year(far["year"])
    return Period(None, year, Mode.TARGET) if year > report.coming_year else None


def _relative(report: Report, cue: re.Match[str]) -> int | None:
    """今年 is the year of the session; where that is unknown, the year that is planned."""
    session = int(report.date[:4]) if report.date[:4].isdigit() else report.coming_year
    groups = cue.groupdict()
    if groups.get("one"):
        return report.reviewed_year
    return _minus(session, 0 if groups.get("this") else -1 if groups.get("next") else 1)


def _minus(year: int | None, count: int) -> int | None:
    return None if year is None else year - count


def _mode(report: Report, year: int | None, otherwise: Mode) -> Mode:
    if year is None or report.coming_year is None:
        return otherwise
    return Mode.TARGET if year >= report.coming_year else Mode.ACTUAL
