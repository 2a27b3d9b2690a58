"""Observations: what the figures of a report are of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.facts import figures_phrases as phrases
from kg.facts.clauses import Span, clauses
from kg.facts.figures_numbers import Figure, figures
from kg.facts.figures_periods import Period, narrowed, periods
from ontology.model import Label, Mention, Observation, Quantity, Report, Sentence

# Names that a figure can be of; honours and people are counted or told of otherwise.
_SUBJECTS = frozenset(set(Label) - {Label.HON, Label.PER})
_CARRIERS = frozenset({Label.PRJ, Label.FAC, Label.PARK, Label.ENT})
_COUNTING = frozenset({"count", "people", "none"})
_OPENING_MARKS, _CLOSING_MARKS = "“《‘", "”》’"
_QUOTED = re.compile(r"“[^“”\n]{0,24}”|《[^《》\n]{0,60}》")
_FROM_TO = re.compile(r"[^，。；、]{0,6}[到至为]")
_JOINT = re.compile(r"、|以及|和(?![谐美平睦])|及(?!时)")
_LIST_END = re.compile(r"等(?:共|共计|一批|[一二三四五六七八九十]大类)?$")
# An indicator has two Chinese characters at least and is no clause.
_INDICATOR = re.compile(r"(?=[^\n]*[\u4e00-\u9fff]{2})(?!、)[^，。；\n]{2,40}")

# How often statements of each form were true where annotators had judged.
_SCORES = {"value": 0.95, "change": 0.97, "count": 0.93, "list": 0.93, "second": 0.85, "loose": 0.7, "same": 0.8}


@dataclass(frozen=True, slots=True)
class _Statement:
    """An observation before it is placed in time."""

    rule: str
    indicator: str
    start: int
    end: int
    quantity: Quantity | None = None
    change: Quantity | None = None
    subject: Mention | None = None
    about: str = ""
    flow: bool = False  # made over the whole period, as what is newly added or grows year by year


def observations(report: Report, mentions: Sequence[Mention]) -> tuple[Observation, ...]:
    """What the report's figures say, in the order of the text."""
    area = max(sorted(phrases.scopes()), key=report.text.count)
    years = periods(report)
    return tuple(
        _observation(report, index, years[index], area, statement)
        for index, found in _by_sentence(report, mentions)
        for statement in _sentence(report.text, report.sentences[index], found, mentions)
        if _INDICATOR.fullmatch(statement.indicator)
    )


def _observation(report: Report, index: int, period: Period, area: str, statement: _Statement) -> Observation:
    sentence = report.sentences[index]
    begin = max(sentence.start, report.text.rfind("，", sentence.start, statement.start) + 1)
    period = narrowed(report, period, report.text[begin : statement.end])
    subject = statement.subject
    return Observation(
        subject=subject,
        about=subject.text if subject else statement.about or area,
        indicator=statement.indicator,
        quantity=statement.quantity,
        change=statement.change,
        year=period.year,
        mode=period.mode,
        start=statement.start,
        end=statement.end,
        sentence=index,
        score=_SCORES[statement.rule],
        by=f"figures.{statement.rule}",
        since=period.since if statement.flow else None,
    )


def _by_sentence(report: Report, mentions: Sequence[Mention]) -> Iterator[tuple[int, list[Figure]]]:
    """Figures of each sentence that has any, without those inside a name or a quotation."""
    closed = sorted([(m.start, m.end) for m in mentions] + [m.span() for m in _QUOTED.finditer(report.text)])
    begins, ends = [start for start, _ in closed], [s.end for s in report.sentences]
    current, row = -1, list[Figure]()
    for figure in figures(report.text):
        at = bisect_left(begins, figure.digits + 1) - 1
        index = bisect_left(ends, figure.end)
        if (
            (at >= 0 and closed[at][1] > figure.digits)
            or index == len(ends)
            or report.sentences[index].start > figure.start
        ):
            continue
        if index != current and row:
            yield current, row
            row = []
        current = index
        row.append(figure)
    if row:
        yield current, row


def _sentence(text: str, sentence: Sentence, found: Sequence[Figure], mentions: Sequence[Mention]) -> list[_Statement]:
    """Statements of one sentence; a clause may go on with what the one before it said."""
    first = bisect_left(mentions, sentence.start, key=lambda m: m.start)
    last = bisect_left(mentions, sentence.end, key=lambda m: m.start)
    said: list[_Statement] = []
    topic: Mention | None = None
    for clause in clauses(text, sentence.start, sentence.end):
        here = [figure for figure in found if clause.start <= figure.start < clause.end]
        names = [m for m in mentions[first:last] if clause.start <= m.start and m.end <= clause.end]
        if here:
            _Clause(text, clause, names, said, topic).read(here)
        carriers = [m for m in names if m.label in _CARRIERS]
        topic = carriers[0] if len(carriers) == 1 else None if carriers else topic
    return said


class _Clause:
    """Reads a clause from left to right; `at` is how far it has come."""

    def __init__(
        self, text: str, clause: Span, names: Sequence[Mention], said: list[_Statement], topic: Mention | None
    ):
        self.text, self.names, self.said, self.topic = text, names, said, topic
        self.at, self.end = clause
        self.verb, self.money = "", False  # a verb holds for the next member of a list, unless that is of money alone
        self.row = 0  # statements just made that count members of one list
        self.thing = ""  # what was counted last, of which the next figure may be

    def read(self, found: Sequence[Figure]) -> None:
        groups = list(_groups(self.text, _without_origins(self.text, found)))
        for group, after in zip(groups, [*groups[1:], ()], strict=True):
            self._group(group, Span(group[-1].end, after[0].start if after else self.end), last=not after)

    def _group(self, group: Sequence[Figure], following: Span, last: bool) -> None:
        joint = _JOINT.match(self.text, self.at, group[0].start)
        start = joint.end() if joint else self.at
        words = self.text[start : group[0].start]
        inherited = self.verb if (joint or not words) and (group[0].kind == "money") == self.money else ""
        self.money = group[0].kind == "money"
        phrase = phrases.before(words + ("增长" if group[0].kind == "same" else ""))
        behind = self.text[following.start : following.end]
        behind = "" if phrases.closes(behind) else behind
        if phrase.moves and not phrase.indicator and not phrase.verb:
            self._attach(group, phrase)
            self.at = following.start
        elif self._qualifies(group, phrase, words, behind):
            return
        elif phrases.leads_on(words) and behind:
            self.at = following.start
        elif _counts(group[0], phrase, words, behind):
            self._count(group, start, phrase, inherited, behind, last)
        else:
            self._value(group, start, phrase, inherited, following, bool(joint))
            self.at, self.row = following.start, 0

    def _qualifies(self, group: Sequence[Figure], phrase: phrases.Phrase, words: str, behind: str) -> bool:
        """Whether a figure only tells which things are meant: 20户以上自然村, 总投资超10亿元项目50个, 9兆瓦时储能系统."""
        figure = group[0]
        if figure.kind in ("count", "none", "ratio", "same") or len(group) > 1 or not behind or phrases.joins(behind):
            return False
        if behind == "的" or self._owner(figure.end) or figure.kind == "people" and figure.quantity.unit[-1:] != "户":
            return False
        named = bool(phrase.indicator) and not _LIST_END.search(words)
        return (named or figure.quantity.bound in (">=", "<=", ">")) and not phrases.predicated(behind)

    def _attach(self, group: Sequence[Figure], phrase: phrases.Phrase) -> None:
        """、增长5% is of the figure just before; ，分别增长3.5%、5.5% of the two before."""
        earlier = self.said[-len(group) :]
        if len(earlier) < len(group) or self.at - earlier[-1].end > 1:
            return
        if any(statement.change or not statement.quantity for statement in earlier):
            return
        self.said[-len(group) :] = [
            replace(statement, change=_moved(figure.quantity, phrase.moves), end=figure.end)
            for statement, figure in zip(earlier, group, strict=True)
        ]

    def _value(
        self, group: Sequence[Figure], start: int, phrase: phrases.Phrase, inherited: str, following: Span, joined: bool
    ) -> None:
        """Figures behind their indicator: 财政总收入7019亿元."""
        subject, phrase = self._subject(start, group[0], phrase)
        subject = subject or self._owner(following.start)
        indicator = phrase.indicator or ("" if phrases.passed_on(phrase.verb) else phrase.verb)
        behind = self.text[following.start : following.end]
        if not phrase.verb and inherited and indicator:
            indicator = inherited + indicator
        if joined and self.said and not subject:
            indicator = phrases.completed(indicator, self.said[-1].indicator)
            subject = self.said[-1].subject if indicator != phrase.indicator else None
        if phrases.goes_on(indicator) and not subject:
            if not self.said or self.said[-1].quantity is None:
                return
            indicator = phrases.dependent(indicator, self.said[-1].indicator)
        if not group[0].start == self.at and not indicator and not subject:
            return
        if group[-1].kind == "money":
            indicator += phrases.purpose(indicator, behind)
        if group[-1].kind == "ratio" and not phrase.moves and not phrases.rated(indicator) and phrases.predicated(behind):
            indicator += behind
        if not words_end_well(indicator):
            return
        if not subject and self.topic and phrases.of_project(indicator):
            subject = self.topic
        rule = "same" if group[0].kind == "same" else "change" if phrase.moves else "value"
        self._say(group, start, phrase, subject, indicator, rule)
        self.verb = phrases.passed_on(phrase.verb) or (inherited if not phrase.verb else "")
        self.thing = ""

    def _say(
        self,
        group: Sequence[Figure],
        start: int,
        phrase: phrases.Phrase,
        subject: Mention | None,
        indicator: str,
        rule: str,
    ) -> None:
        """One statement for each figure, or for each member of the list that it holds for."""
        several = len(group) > 1 and group[0].end != group[1].start
        parts = phrases.members(indicator, len(group) if several else 0, [m.text for m in self.names]) if several or phrase.alike else []
        if several and not parts and phrase.split:
            return
        pairs = (
            [(part, group[min(n, len(group) - 1)]) for n, part in enumerate(parts)]
            if parts
            else [(indicator, f) for f in group]
        )
        for part, figure in pairs:
            amount = figure.quantity
            if not amount.bound:
                amount = replace(amount, bound="~" if phrase.near else group[0].quantity.bound if several else "")
            self.said.append(
                _Statement(
                    rule="list" if parts else "second" if several else rule,
                    indicator=part + (f"相当于{phrase.base}" if phrase.base else ""),
                    start=start,
                    end=figure.end,
                    quantity=None if phrase.moves else amount,
                    change=_moved(amount, phrase.moves) if phrase.moves else None,
                    subject=subject,
                    about="" if subject else self.thing or phrase.scope,
                    flow=bool(phrase.yearly or phrase.acts or phrase.moves),
                )
            )

    def _count(
        self, group: Sequence[Figure], start: int, phrase: phrases.Phrase, inherited: str, behind: str, last: bool
    ) -> None:
        """Figures before what they count: 11个县被认定为…, 新增9家智能工厂、38家5G工厂."""
        counted = phrases.behind(behind, last)
        self.at = group[-1].end + counted.length
        subject, phrase = self._subject(start, group[0], phrase)
        verb = phrase.verb or inherited
        head = phrase.indicator.removeprefix(phrase.verb)
        if not phrase.indicator and _LIST_END.search(self.text, start, group[0].start):
            head = ""
        if _LIST_END.search(phrase.indicator) or phrase.indicator.endswith(("和", "及", "、")):
            verb = head = ""
        self._complete_row(counted)
        for figure in group:
            quantity = figure.quantity
            if figure.kind == "none":
                unit = quantity.unit + ("人" if phrases.people(counted.noun) else "")
                quantity = replace(quantity, unit=unit)
            self.said.append(
                _Statement(
                    rule="loose" if head else "count",
                    indicator=counted.predicate + verb + head + counted.noun,
                    start=start,
                    end=group[-1].end + len(behind) if last else self.at,
                    quantity=quantity,
                    subject=subject,
                    about="" if subject else phrase.scope,
                    flow=bool(phrase.acts or inherited),
                )
            )
        goes_on = phrases.joins(self.text[self.at - 1 : self.at + 1]) or not counted.predicate
        self.row = self.row + len(group) if goes_on and not last else 0
        self.verb = phrases.passed_on(verb)
        self.thing = counted.noun

    def _complete_row(self, counted: phrases.Counted) -> None:
        """6个企业品牌、2个区域品牌入选…: what is said at the end of a list is said of all its members."""
        for at in range(len(self.said) - self.row, len(self.said)):
            earlier = self.said[at]
            indicator = counted.predicate + phrases.levelled(earlier.indicator, counted.noun)
            self.said[at] = replace(earlier, indicator=indicator)

    def _subject(self, start: int, figure: Figure, phrase: phrases.Phrase) -> tuple[Mention | None, phrases.Phrase]:
        """The name that the words before a figure begin with, and the rest of them taken apart."""
        name = next((m for m in self.names if start <= m.start < figure.start), None)
        if name is None or name.label not in _SUBJECTS or name.end > figure.start:
            return None, phrase
        if not phrases.opens(self.text[start : name.start].rstrip(_OPENING_MARKS)):
            return None, phrase
        rest = self.text[name.end : figure.start].lstrip(_CLOSING_MARKS).removeprefix("的")
        if not rest or phrases.generic(rest) or _JOINT.match(rest) or rest.startswith(("等", "与")):
            return None, phrase
        inner = phrases.before(rest + ("增长" if figure.kind == "same" else ""))
        return (name, inner) if inner.indicator or inner.verb else (None, phrase)

    def _owner(self, at: int) -> Mention | None:
        """总投资6亿元的X项目: the name behind."""
        if not self.text.startswith("的", at):
            return None
        return next((m for m in self.names if 1 <= m.start - at <= 2 and m.label in _CARRIERS), None)


def words_end_well(indicator: str) -> bool:
    return bool(indicator) and not indicator.endswith(("最高", "最大", "最长", "超", "每", "前", "近", "等"))


def _moved(quantity: Quantity, moves: int) -> Quantity:
    """A fall is negative, and its bound looks the other way."""
    if moves > 0 or not quantity.value:
        return quantity
    turned = {">": "<", ">=": "<=", "<": ">", "<=": ">="}.get(quantity.bound, quantity.bound)
    if quantity.high is None:
        return replace(quantity, value=-quantity.value, bound=turned)
    return replace(quantity, value=-quantity.high, high=-quantity.value, bound=turned)


def _groups(text: str, found: Iterable[Figure]) -> Iterator[tuple[Figure, ...]]:
    """Figures told of together: of one unit in a row (3.5%、5.5%), or side by side (496笔18.15万亩)."""
    group: list[Figure] = []
    for figure in found:
        if group:
            between = text[group[-1].end : figure.start]
            if between not in ("", "、", "和"):
                yield tuple(group)
                group = []
        group.append(figure)
    if group:
        yield tuple(group)


def _without_origins(text: str, found: Sequence[Figure]) -> Iterator[Figure]:
    """由55%提高到60% is told of 60%: the figure it came from is left out."""
    start: int | None = None
    for figure, after in zip(found, [*found[1:], None], strict=True):
        begin = figure.start if start is None else start
        start = None
        if after and text[figure.start - 1] in "由从" and _FROM_TO.fullmatch(text, figure.end, after.start):
            start = figure.start - 1
        else:
            yield figure._replace(start=begin)


def _counts(figure: Figure, phrase: phrases.Phrase, words: str, behind: str) -> bool:
    """Whether a figure counts what stands behind it."""
    if not behind or phrases.joins(behind) or phrase.moves:
        return False
    if figure.kind in _COUNTING:
        return not (phrase.indicator and phrases.predicated(behind)) or bool(_LIST_END.search(words))
    return not phrase.indicator and figure.kind not in ("time", "temperature")
