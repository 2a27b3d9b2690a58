"""Observations: what the figures of a report are of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.facts.clauses import Span, clauses
from kg.facts.figures_clause import ClauseReader
from kg.facts.figures_numbers import Figure, figures
from kg.facts.figures_periods import Period, narrowed, periods
from kg.facts.figures_statements import SCORES, Statement
from kg.facts.figures_words import SCOPES
from ontology.model import Label, Mention, Observation, Part, Report, Sentence
from ontology.schemes import indicator

# What a sentence speaks of may be told in its next clause: …项目开工，总投资12亿元.
_TOPICS = frozenset({Label.PRJ, Label.FAC, Label.PARK, Label.ENT})
_ACTORS = frozenset({Label.ENT, Label.ORG, Label.PARK, Label.FAC, Label.PRO})
_UNTOLD = frozenset({Part.FRONT, Part.NOTES})
_BY = "由与同"  # 由三峡集团投资，总装机120万千瓦 is not told of the company
_NEARBY = 60  # characters before a statement where its year may stand
_BELIEVED = 0.5  # names less sure than this hide no figure and are the subject of none
_QUOTED = re.compile(r"“[^“”\n]{0,24}”|《[^《》\n]{0,60}》")
# An indicator has two Chinese characters at least and is no clause: 对于我们…, 更靠的是….
_INDICATOR = re.compile(
    r"(?=[^\n]*[\u4e00-\u9fff]{2})(?!、|对于|更|距|(?:我国)?以占|在人口|每[个户村]|[^\n]*的是|\d[^\n]*以[上下内]$|[^\n]*从[^\n]{0,8}年$)[^，。；\n]{1,39}[^，。；、\n]"
)


def observations(report: Report, mentions: Sequence[Mention]) -> tuple[Observation, ...]:
    """What the report's figures say, in the order of the text."""
    area = _area(report)
    years = periods(report)
    names = [mention for mention in mentions if mention.score >= _BELIEVED]
    return tuple(
        _observation(report, index, years[index], area, statement)
        for index, found in _by_sentence(report, names)
        for statement in _sentence(report.text, report.sentences[index], found, names)
        if _INDICATOR.fullmatch(statement.indicator) and not _of_several(statement, names)
    )


def _of_several(statement: Statement, names: Sequence[Mention]) -> bool:
    """Whether one figure is told of a row of firms or projects: A、B冲刺产值十亿元."""
    if statement.subject or "、" not in statement.indicator:
        return False
    first = bisect_left(names, statement.start - _NEARBY, key=lambda name: name.start)
    last = bisect_left(names, statement.end, key=lambda name: name.start)
    return sum(name.label in _ACTORS and name.text in statement.indicator for name in names[first:last]) > 1


def _area(report: Report) -> str:
    """The word for the reporting area, 全省 or 全市: by its name, or as the report says most often."""
    if report.area:
        word = "全" + ("国" if report.area.level == "country" else report.area.name[-1:])
        if word == "全国" or word in SCOPES:
            return word
    often = max(sorted(SCOPES.words), key=report.text.count)
    return often if often in report.text else ""


def _observation(report: Report, index: int, period: Period, area: str, statement: Statement) -> Observation:
    sentence, subject = report.sentences[index], statement.subject
    nearby = max(sentence.start, statement.start - _NEARBY)
    clause = max(nearby, report.text.rfind("，", nearby, statement.start) + 1)
    period = narrowed(report, period, report.text[clause : statement.end])
    return Observation(
        subject=subject,
        about=subject.text if subject else statement.about or area,
        indicator=statement.indicator + _yearly(statement),
        quantity=statement.quantity,
        change=statement.change,
        year=period.year if statement.flow or statement.dated or not period.since else None,
        mode=period.mode,
        start=statement.start,
        end=statement.end,
        sentence=index,
        score=SCORES[statement.rule] * (subject.score if subject else 1.0),
        by=f"figures.{statement.rule}",
        since=period.since if statement.flow else None,
    )


def _yearly(statement: Statement) -> str:
    """Growth in each year of several is told apart from that of them all."""
    if not statement.yearly or not statement.change:
        return ""
    return "年均下降" if statement.change.value < 0 else "年均增长"


def _by_sentence(report: Report, mentions: Sequence[Mention]) -> Iterator[tuple[int, list[Figure]]]:
    """Figures of each sentence that has any, without those inside a name or a quotation."""
    closed = sorted([(m.start, m.end) for m in mentions] + [m.span() for m in _QUOTED.finditer(report.text)])
    begins, ends = [start for start, _ in closed], [sentence.end for sentence in report.sentences]
    current, row = -1, list[Figure]()
    for figure in figures(report.text):
        at = bisect_left(begins, figure.digits + 1) - 1
        index = bisect_left(ends, figure.end)
        if index == len(ends):
            break
        sentence = report.sentences[index]
        if (at >= 0 and closed[at][1] > figure.digits) or sentence.start > figure.start or sentence.part in _UNTOLD:
            continue
        if index != current and row:
            yield current, row
            row = []
        current = index
        row.append(figure)
    if row:
        yield current, row


def _sentence(text: str, sentence: Sentence, found: Sequence[Figure], mentions: Sequence[Mention]) -> list[Statement]:
    """Statements of one sentence; a clause may go on with what the one before it said."""
    said: list[Statement] = []
    topic: Mention | None = None
    acting = False  # whether the clause before is about a company or the like, and so may be this one
    first = at = bisect_left(mentions, sentence.start, key=lambda mention: mention.start)
    done = 0
    for clause in clauses(text, sentence.start, sentence.end):
        while at < len(mentions) and mentions[at].end <= clause.end:
            at += 1
        upto = bisect_left(found, clause.end, done, key=lambda figure: figure.start)
        names, first = mentions[first:at], at
        if upto > done:
            before = len(said)
            ClauseReader(text, clause, names, said, topic).read(found[done:upto])
            if acting and text[clause.start - 1] == "，":
                said[before:] = map(_in_doubt, said[before:])
        topics = [name for name in names if name.label in _TOPICS and _is_told_of(text, name)]
        if topics:
            topic = topics[0] if len(topics) == 1 else None
        acting = _acts(text, clause, names[0]) if names else acting
        done = upto
    return said


def _is_told_of(text: str, name: Mention) -> bool:
    """Whether a name can be what the next clause tells of: not who built it, nor one of many (大吉煤层气田等项目)."""
    return text[name.start - 1] not in _BY and not text.startswith("等", name.end)


def _acts(text: str, clause: Span, name: Mention) -> bool:
    """Whether a clause begins with the name of one that acts, alone."""
    leads = name.start <= clause.start + 1 and name.label in _ACTORS
    return leads and text[name.end : name.end + 1] not in tuple("、和及等")


def _in_doubt(statement: Statement) -> Statement:
    """德胜齿轮与中南大学合作，良品率提高6个百分点: of the county or of the company? Sure for what counties tell."""
    told = statement.subject or statement.about or indicator(statement.indicator)
    return statement if told else replace(statement, rule="untold")
