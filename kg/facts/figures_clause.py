"""What the figures of one clause say, read from left to right."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kg.facts import figures_han as han
from kg.facts import figures_lists as lists
from kg.facts import figures_phrases as phrases
from kg.facts import figures_words as lexicon
from kg.facts.clauses import Span
from kg.facts.figures_numbers import Figure
from ontology.model import Label, Mention, Quantity

# How often statements of each form were true, where annotators or readers had judged them.
SCORES = {
    "value": 0.92,
    "change": 0.94,
    "list": 0.92,
    "count": 0.9,
    "owned": 0.82,
    "second": 0.8,
    "loose": 0.8,
    "same": 0.75,
    "untold": 0.45,
}

# Names that a figure can be of; honours and people are counted or told of otherwise.
_SUBJECTS = frozenset(set(Label) - {Label.HON, Label.PER})
_OWNERS = frozenset({Label.PRJ, Label.FAC, Label.PARK, Label.ENT})
_COUNTING = frozenset({"count", "people", "none"})
_GRADING = frozenset({"time", "temperature", "voltage"})  # 750千伏电网工程: of what kind it is, not how much
_FELL = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_LONGEST_ROW = 12
_SHORTEST = 2  # characters of an indicator that says little without its verb
_SHORTEST_SHARED = 3  # characters that tell what a percentage is of
_WINDOW = 90  # characters around a figure that can belong to it
_OPENING_MARKS, _CLOSING_MARKS = "“《‘", "”》’"
# 长江十年禁渔|以来…, 中央|财政…: the name tells when or of which level, and not of what.
_NO_SUBJECT = re.compile(r"[”》]?(?:级|实施以来|以来|期间|(?<=中央)(?:财政|预算|本级|建设))")
_LIST_END = re.compile(r"等(?:共|共计|全部|一批|[一二三四五六七八九十]大类)?$")
# (突破万亿元)大关 | (15.6万套)（间）
_ROUNDING = re.compile(r"(?:[一二两三四五六七八九]?个?[大新]?|整数)(?:台阶|关口|大关)|（[^（）]{1,3}）")
# 从2020年的(10.5万元)提高到2025年的(14万元)
_FROM = re.compile(
    rf"[由从](?:{han.YEAR}年[底末]?的?|[去上]年的?|年初的?|上半年的?|“十[一二三四五]五”(?:时期|[初末])?的?|每[人户月年])*$"
)
_SHARED_NOUN = re.compile(r"(?!左右|以[上下内])[\u4e00-\u9fff]{2}")
_CLAUSE_END = re.compile("[，。；：\n]")
_REACHED = re.compile(r"(?:达到?|至|到|为)$")
_REACHING = ("", "完成", "实现", "达到")
_NEAR = 12  # characters between a statistic and the things that it is of
_THINGS = frozenset({"count", "people"})
_LONGEST_ORIGIN = 12  # characters of 从“十三五”时期的
_TO = re.compile(rf"[^，。；、]{{0,6}}[到至为成](?:(?:{han.YEAR}|[去今])年底?末?的?)?")


@dataclass(frozen=True, slots=True)
class Statement:
    """An observation before it is placed in time."""

    rule: str
    indicator: str
    start: int
    end: int
    quantity: Quantity | None = None
    change: Quantity | None = None
    subject: Mention | None = None
    about: str = ""
    kind: str = ""  # of its unit
    flow: bool = False  # made over the whole period, as what is newly added or grows year by year
    yearly: bool = False  # 年均: how it changed in each year of the period


class _Told(NamedTuple):
    """What figures are told of."""

    indicator: str
    subject: Mention | None
    about: str
    rule: str = ""  # where it is not that of the form
    flow: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
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
        return None if self.after_name or self.kind in _GRADING else self.name


class ClauseReader:
    """Adds what the figures of a clause say to `said`, what the sentence has said so far."""

    def __init__(
        self, text: str, clause: Span, names: Sequence[Mention], said: list[Statement], topic: Mention | None
    ) -> None:
        self.text, self.names, self.said, self.topic = text, names, said, topic
        self.begin, self.end = clause
        self.at = self.begin
        self.flow = False  # whether the list at hand tells what was made over the period
        self.verb, self.money = "", False  # a verb holds for the next of a list, but not from things to money
        self.thing = ""  # what was counted last, of which the next figure may be
        self.head = self.at  # where the list at hand begins, with the verb of all its members
        self.owned: int | None = None  # where the statements begin that are of what is counted next
        self.row = 0  # statements just made that count members of one list

    def read(self, found: Sequence[Figure]) -> None:
        told = _without_grades(list(_without_origins(self.text, found)))
        together = list(_together(self.text, told))
        for figures, after in zip(together, [*together[1:], ()], strict=True):
            self._read(self._group(figures, after[0].start if after else self.end, last=not after))

    def _group(self, figures: tuple[Figure, ...], until: int, last: bool) -> _Group:
        first, end = figures[0], figures[-1].end
        at = max(self.at, first.start - _WINDOW)
        joint = lists.JOINT.match(self.text, at, first.start)
        start = joint.end() if joint else at
        name = self._leading_name(start, first.start)
        behind = self.text[end : min(until, end + _WINDOW)]
        return _Group(
            figures=figures,
            start=start,
            words=self.text[start : first.start],
            phrase=_taken_apart(self.text[start : first.start], first),
            name=name,
            after_name=self.text[name.end : first.start].lstrip(_CLOSING_MARKS).removeprefix("的") if name else "",
            behind="" if _ROUNDING.fullmatch(behind) else behind,
            joined=joint is not None,
            last=last,
        )

    def _leading_name(self, start: int, end: int) -> Mention | None:
        """The name that the words begin with, apart from words that only lead to it."""
        at = bisect_left(self.names, start, key=lambda name: name.start)
        name = self.names[at] if at < len(self.names) else None
        if name is None or name.end > end or name.label not in _SUBJECTS or _NO_SUBJECT.match(self.text, name.end):
            return None
        lead = self.text[start : name.start].rstrip(_OPENING_MARKS)
        if name.label is Label.EVT and lead:
            return None  # 获技能大赛金牌16项: the medals are not the event's
        if name.label is Label.GOV and lexicon.LIGHT_VERBS.at_tail(lead):
            return None  # 争取中央资金9亿元: it comes from there
        return name if phrases.opens(lead) else None

    def _owner(self, at: int) -> Mention | None:
        """The name behind 的: 总投资6亿元的X项目."""
        if not self.text.startswith("的", at):
            return None
        index = bisect_left(self.names, at + 1, key=lambda name: name.start)
        near = self.names[index : index + 1]
        return near[0] if near and near[0].start <= at + 2 and near[0].label in _OWNERS else None

    def _read(self, group: _Group) -> None:
        phrase, money = group.phrase, group.kind == "money"
        if not group.joined or group.start - self.head > 2 * _WINDOW:
            self.head, self.flow = group.start, False
        if (not group.joined and group.words) or money != self.money:
            self.verb = ""
        self.money = money
        if self._qualifies(group):
            return  # its words are part of what the next figure is of
        if not phrase.indicator and not phrase.verb and group.words and group.behind in ("", "、", "和"):
            self._go_on(group)
        elif group.behind and lexicon.PREPOSITIONS.at_tail(group.words):
            pass  # in the middle of a phrase: 在20个村推开
        elif self._precedes(group):
            self._count(group)
            return
        else:
            self._value(group)
            self.row = 0
        self.at = group.end

    def _qualifies(self, group: _Group) -> bool:
        """Whether a figure only tells which things are meant: 20户以上自然村, 超10亿元项目50个, 59项测评点中有22项."""
        figure, behind = group.figures[0], group.behind
        if len(group.figures) > 1 or not behind or lists.joins(behind) or self._owner(group.end):
            return False
        if not group.last and behind.endswith(("的", "中有")) and group.kind in _COUNTING:
            return True
        if behind.startswith("人口的"):
            return True  # 在12.8万人口的老城区
        if group.kind == "ratio" and group.phrase.indicator and behind[:1] == "的" and not group.phrase.moves:
            return True  # 4.5%左右的增长目标
        if group.kind in ("count", "none", "ratio", "same") or behind == "的":
            return False
        if group.kind == "people" and figure.unit != "户":
            return False
        if group.bare and not figure.quantity.bound:
            return False
        named = bool(group.phrase.indicator) and not _LIST_END.search(group.words)
        return (named or figure.quantity.bound in (">=", "<=", ">")) and not phrases.predicated(behind)

    def _precedes(self, group: _Group) -> bool:
        """Whether the figures stand before what they count."""
        if not group.behind or lists.joins(group.behind) or group.phrase.moves or self._owner(group.end):
            return False
        told = phrases.predicated(group.behind)
        if group.bare:
            return not told
        if group.kind in _COUNTING:
            return not (told and group.phrase.indicator) or bool(_LIST_END.search(group.words))
        return not group.phrase.indicator and not (told and group.kind != "ratio") and group.kind not in _GRADING

    def _go_on(self, group: _Group) -> None:
        """、增长5% and 、达到54条 are of the figure just before; ，分别增长3.5%、5.5% of the two before."""
        earlier = self.said[-len(group.figures) :]
        if len(earlier) < len(group.figures) or self.at - earlier[-1].end > 1:
            return
        self.said[-len(group.figures) :] = [
            later
            for statement, figure in zip(earlier, group.figures, strict=True)
            for later in _gone_on(statement, figure, group.phrase)
        ]

    def _value(self, group: _Group) -> None:
        """Figures behind their indicator: 财政总收入7019亿元."""
        self._give(None)
        subject, phrase = self._subject(group)
        if group.bare and phrases.predicated(group.behind):
            subject, phrase = group.bare, phrases.before(phrases.predicate(group.behind))  # 廊道1194公里全线贯通
        told = self._told(group, phrase, subject or self._owner(group.end))
        timed = group.kind in _GRADING and group.name and not group.after_name  # 压铸项目10个月建成
        split = told.subject and _last_verb(group.words)  # 谋划多年、惠及3400万人的引水工程
        if not told.indicator or timed or split or lexicon.UNFINISHED.at_tail(told.indicator):
            return
        if group.behind == "的" and not told.subject:
            self.owned = len(self.said)  # 总投资6亿元的|20个水利项目
            told = told._replace(rule="owned")
        self._say(
            group,
            phrase,
            Statement(
                rule=told.rule or ("same" if group.kind == "same" else "change" if phrase.moves else "value"),
                indicator=told.indicator + _told_behind(told.indicator, group, phrase),
                start=self.head,
                end=group.end,
                subject=told.subject,
                about=told.about,
                kind=group.kind,
                flow=bool(phrase.yearly or phrase.moves or told.flow) or self._made(group, phrase, told.indicator),
                yearly=phrase.yearly,
            ),
        )
        self.verb = lexicon.PASSING_VERBS.at_head(phrase.verb or self.verb)
        self.thing = ""

    def _told(self, group: _Group, phrase: phrases.Phrase, subject: Mention | None) -> _Told:
        """What figures are told of: a name, the things just counted, what the statement before is of, or the area."""
        indicator = phrase.indicator or (phrase.verb if subject and phrase.verb not in lexicon.PASSING_VERBS else "")
        if len(indicator) <= _SHORTEST and not lists.bare(indicator, moves=False):
            indicator = phrase.light * (phrase.light in lexicon.EFFORTS) + indicator  # 推进整改 is not done yet
            thing = self._fate(group) if phrase.light and not subject else ""
            if thing:
                return _Told(indicator, None, thing, "owned")
        if not indicator and phrase.verb and group.kind in _THINGS and (thing := self._fate(group)):
            return _Told(phrase.verb, None, thing, "owned", flow=True)  # 项目新签约80个、新开工70个
        if group.kind == "count" and phrase.indicator and (phrase.verb or phrase.light):
            indicator = self._without_names(phrase, indicator)
        passed = self._passed(group, phrase, indicator)
        indicator = passed + indicator if indicator else ""
        about, flow = "" if subject else self.thing or phrase.scope, bool(passed)
        if not subject and not self.thing:
            indicator, earlier = self._completed(group, indicator, phrase.scope)
            if earlier:
                subject, about, flow = earlier.subject, earlier.about, flow or earlier.yearly
            subject = subject or (self.topic if lexicon.FEATURES.at_head(indicator) else None)
        shared = group.kind == "ratio" and not phrase.moves and _SHARED_NOUN.match(group.behind)
        if shared and not phrases.predicated(group.behind):
            return _Told(indicator, subject, about, "untold")  # 互认覆盖97%门诊量: of the visits alone
        whole = "" if subject or group.joined else self._rated(group, indicator)
        if whole:
            return _Told(whole, None, phrase.scope, "owned")
        if not subject and not about and lists.bare(indicator, moves=bool(phrase.moves)):
            return self._held(group, phrase, indicator)
        if group.words.startswith("其中"):
            indicator = self._part(indicator, group.kind)
        return _Told(indicator, subject, about, flow=flow)

    def _passed(self, group: _Group, phrase: phrases.Phrase, indicator: str) -> str:
        """The verb that an indicator shares with the one before it, unless it tells of a stock: …达到54条."""
        statistic = lists.bare(indicator, moves=False) and indicator not in lexicon.GENERIC
        stock = lexicon.STOCKS.at_tail(indicator) and self.said and self.said[-1].kind != group.kind
        if phrase.verb or lists.depends(indicator) or statistic or stock:
            return ""
        return "" if _REACHED.search(group.words) else self.verb

    def _made(self, group: _Group, phrase: phrases.Phrase, indicator: str) -> bool:
        """Whether a figure was made over the period, and is no stock at its end: 城镇新增就业, 公路改造, 建成8个…."""
        stock = lexicon.RATES.at_tail(indicator) or lexicon.STOCKS.at_tail(indicator)
        if stock or _REACHED.search(group.words) or group.kind in ("ratio", "none"):
            return phrase.acts
        done = "新增" in indicator or lexicon.KEPT_VERBS.at_head(indicator) or lexicon.MADE.at_tail(indicator)
        self.flow = self.flow or bool(phrase.acts or self.verb)
        return self.flow or bool(done)

    def _part(self, indicator: str, kind: str) -> str:
        """新增电力装机3000万千瓦，其中可再生能源装机2000万千瓦: the part is newly added too."""
        whole = self.said[-1] if self.said else None
        verb = lexicon.PASSING_VERBS.at_head(whole.indicator) if whole and whole.kind == kind else ""
        if not whole or not verb or lexicon.KEPT_VERBS.at_head(indicator):
            return indicator
        return verb + indicator if indicator[-2:] == whole.indicator[-2:] else f"{whole.indicator}中{indicator}"

    def _give(self, thing: str | None) -> None:
        """Statements told before 的 are of the things counted behind it, or of none that can be told."""
        for at in range(self.owned if self.owned is not None else len(self.said), len(self.said)):
            said = self.said[at]
            self.said[at] = replace(said, about=thing) if thing else replace(said, rule="untold")
        self.owned = None

    def _held(self, group: _Group, phrase: phrases.Phrase, indicator: str) -> _Told:
        """A statistic that says nothing alone, with what it is of: the things just counted, or what was told of last.

        签约项目43个、到位资金38.5亿元; 1596个项目完成投资1.5万亿元，投资完成率125.5%.
        """
        earlier = self.said[-1] if self.said else None
        rate = indicator.endswith("率")
        done = not rate and (
            phrase.verb or phrase.light not in _REACHING
        )  # 实施项目126个，争取资金3亿元: no money of theirs
        thing = lexicon.GENERIC.at_tail(indicator) and not group.words.startswith("其中")
        if not earlier or done or thing or group.start - earlier.end > _NEAR:
            return _Told(indicator, None, "", "untold")
        if earlier.subject or (earlier.about and earlier.about not in lexicon.SCOPES):
            return _Told(indicator, earlier.subject, earlier.about, "owned")
        if earlier.kind in _THINGS:
            return _Told(indicator, None, "、".join(dict.fromkeys(self._row(earlier))), "owned")
        whole = lists.completed(indicator, earlier.indicator)
        return _Told(whole, None, "", "untold" if whole == indicator else "owned")

    def _without_names(self, phrase: phrases.Phrase, indicator: str) -> str:
        """改造装卸小区、商场小区等老旧小区(15个) -> 改造老旧小区."""
        noun = indicator.removeprefix(phrase.verb)
        thing = lists.last_thing(noun)
        return indicator if not phrase.verb and lists.bare(thing, moves=False) else phrase.verb + thing

    def _rated(self, group: _Group, indicator: str) -> str:
        """A rate of what the clause before speaks of: 推进秸秆综合利用，力争综合利用率90%."""
        if not indicator.endswith("率"):
            return ""
        clause = self.text[max(0, group.start - _WINDOW) : group.start].rstrip("，、")
        told = phrases.before(_CLAUSE_END.split(clause)[-1]).indicator
        return (
            lists.rated(indicator, told) if lists.bare(indicator, moves=False) or told.endswith(indicator[:-1]) else ""
        )

    def _fate(self, group: _Group) -> str:
        """The things just counted in the same unit, of which the next figure tells: 排查隐患338处，完成整改337处."""
        earlier = self.said[-1] if self.said else None
        near = earlier and earlier.kind in _THINGS and group.start - earlier.end <= _NEAR and not earlier.subject
        if not earlier or not near or not earlier.quantity or earlier.quantity.unit != group.figures[0].quantity.unit:
            return ""
        if earlier.about and earlier.about not in lexicon.SCOPES:
            return earlier.about
        thing = earlier.indicator.removeprefix(lexicon.KEPT_VERBS.at_head(earlier.indicator))
        return thing.removesuffix(lexicon.KEPT_VERBS.at_tail(thing) or lexicon.LIGHT_VERBS.at_tail(thing))

    def _row(self, last: Statement) -> list[str]:
        """The things counted in one row with the last."""
        row = [last.indicator]
        for earlier in self.said[-2:-_LONGEST_ROW:-1]:
            if earlier.start != last.start or earlier.kind != last.kind:
                break
            row.insert(0, earlier.indicator)
        return row

    def _completed(self, group: _Group, indicator: str, scope: str) -> tuple[str, Statement | None]:
        """An indicator that needs the one before it, with that: 猕猴桃产值增长8.5%、(猕猴桃)出口增长53.6%.

        What stands in one list with a figure of a park or company is of that: 产业园入驻企业71家、亩均税收18.6万元.
        """
        earlier = self.said[-1] if self.said and len(self.said[-1].indicator) < _WINDOW else None
        if lists.depends(indicator):
            grown = bool(earlier and earlier.change)
            return lists.dependent(indicator, earlier.indicator, grown) if earlier else "", earlier
        if earlier and earlier.kind == group.kind and (group.kind == "money" or group.words.startswith("其中")):
            indicator = lists.elliptic(indicator, earlier.indicator)
        if group.joined and earlier:
            whole = lists.completed(indicator, earlier.indicator)
            owned = earlier.subject and earlier.subject.label in _OWNERS and earlier.start >= self.begin and not scope
            return whole, earlier if owned or whole != indicator else None
        return indicator, None

    def _say(self, group: _Group, phrase: phrases.Phrase, statement: Statement) -> None:
        """One statement for each figure, or for each member of the list that it holds for."""
        parts: list[str] = []
        if group.in_row or phrase.alike:
            count = len(group.figures) if group.in_row else 0
            parts = lists.members(statement.indicator, count, self._names(group))
        if phrase.split and not parts and (group.in_row or lists.holds_list(statement.indicator)):
            return
        rule = "list" if parts else "second" if group.in_row else statement.rule
        bound = "~" if phrase.near else group.figures[0].quantity.bound if group.in_row else ""
        figures = group.figures if len(group.figures) > 1 else group.figures * max(1, len(parts))
        for part, figure in zip(parts or [statement.indicator] * len(figures), figures, strict=True):
            amount = _with_unit(figure, group.figures[-1])
            amount = amount if amount.bound else replace(amount, bound=bound)
            self.said.append(
                replace(
                    statement,
                    rule="untold" if parts and not statement.subject and lists.bare(part, moves=False) else rule,
                    indicator=part + (f"相当于{phrase.base}" if phrase.base else ""),
                    end=figure.end,
                    flow=statement.flow or (rule == "second" and amount.bound == ">"),  # 连跨5万亿、6万亿元
                    quantity=None if phrase.moves else amount,
                    change=_moved(amount, phrase.moves) if phrase.moves else None,
                )
            )

    def _names(self, group: _Group) -> list[str]:
        first, last = (
            bisect_left(self.names, at, key=lambda name: name.start) for at in (group.start, group.figures[0].start)
        )
        return [name.text for name in self.names[first:last]]

    def _count(self, group: _Group) -> None:
        """Figures before what they count: 11个县被认定为…, 新增9家智能工厂、38家5G工厂."""
        counted = phrases.behind(group.behind, group.last)
        self.at = group.end + counted.length
        self._give(counted.noun)
        vague = group.kind == "ratio" and len(counted.predicate + counted.noun) < _SHORTEST_SHARED  # 100%交付
        if counted.noun.endswith("村"):
            self.thing = counted.noun  # whose income is told next, also of 95%以上的村
        often = group.figures[0].unit == "次" and not group.words.strip("、和")  # 3次亲临考察
        if not counted.noun or vague or often or lexicon.SPEECH.at_tail(counted.noun):
            return
        subject, phrase = (group.bare, phrases.before("")) if group.bare else self._subject(group)
        phrase = _last_verb(group.words) or phrase
        verb = phrase.verb or self.verb
        head = phrase.indicator.removeprefix(phrase.verb)
        noun, rule = counted.noun, "loose" if head else "count"
        if lists.holds_list(head) or _LIST_END.search(group.words):
            head, subject = "", None  # members of what is counted: 绍兴黄酒、金华火腿2个产业
            if not verb and not counted.predicate and group.figures[0].unit != "大":
                noun, rule = self._of_list(phrase, counted)
        elif lists.bare(noun, moves=False) and not verb and not counted.predicate and not head:
            rule = "untold"
        self._complete_row(counted)
        for figure in group.figures:
            if figure.kind not in _COUNTING and figure is not group.figures[0]:
                continue  # 3座35万千瓦光热电站: how large each is
            self.said.append(
                Statement(
                    rule=rule,
                    indicator=counted.predicate + verb + head + noun,
                    start=self.head,
                    end=self.at,
                    quantity=_of_people(figure, noun),
                    subject=subject,
                    about="" if subject else phrase.scope,
                    kind=figure.kind,
                    flow=bool(head or counted.predicate) or self._made(group, phrase, noun),
                )
            )
            self.row += 1
        self.row = 0 if counted.predicate or group.last else self.row
        self.verb = lexicon.PASSING_VERBS.at_head(verb)
        self.thing = counted.noun

    def _of_list(self, phrase: phrases.Phrase, counted: phrases.Counted) -> tuple[str, str]:
        """What is counted at the end of a list, with what is done to it: 加快A、B等4条高铁建设 are not all."""
        if counted.doing:
            return counted.noun + counted.doing, "count"
        if counted.progress:
            return counted.progress + counted.noun, "count"
        bare = lists.bare(counted.noun, moves=False) and not phrase.light
        return phrase.light + counted.noun, "untold" if bare else "loose"

    def _complete_row(self, counted: phrases.Counted) -> None:
        """6个企业品牌、2个区域品牌入选…: what is said at the end of a list is said of all its members."""
        for at in range(len(self.said) - min(self.row, _LONGEST_ROW), len(self.said)):
            whole = counted.predicate + lists.levelled(self.said[at].indicator, counted.noun)
            self.said[at] = replace(self.said[at], indicator=whole, flow=self.said[at].flow or bool(counted.predicate))

    def _subject(self, group: _Group) -> tuple[Mention | None, phrases.Phrase]:
        """The name that the words before a figure begin with, and the rest of them taken apart."""
        rest = group.after_name
        if len(rest) < 2 or rest in lexicon.GENERIC or lists.joins(rest) or rest[0] in "等与“《":
            return None, group.phrase
        inner = _taken_apart(rest, group.figures[0])
        counts = inner.acts and group.behind and not lists.joins(group.behind)  # 风电场完成12台风机吊装
        return (group.name, inner) if inner.indicator or inner.verb or counts else (None, group.phrase)


def _taken_apart(words: str, figure: Figure) -> phrases.Phrase:
    """持平 and 翻番 are told as growth."""
    grown = figure.kind == "same" or figure.unit == "番"
    return phrases.before(words.removesuffix("增长") + "增长" if grown else words)


def _last_verb(words: str) -> phrases.Phrase | None:
    """What a list ends in where that is a verb: 实施免费教育政策、惠及168万名儿童."""
    *members, last = words.split("、")
    phrase = phrases.before(last) if members else None
    return phrase if phrase and phrase.verb and not phrase.indicator else None


def _told_behind(indicator: str, group: _Group, phrase: phrases.Phrase) -> str:
    """What belongs to an indicator behind its figure: 投入665亿元用于…, 财政支出近八成投向民生."""
    if group.kind == "money":
        return phrases.purpose(indicator, group.behind)
    share = group.kind == "ratio" and not phrase.moves and not lexicon.RATES.at_tail(indicator)
    return group.behind if share and phrases.predicated(group.behind) else ""


def _gone_on(statement: Statement, figure: Figure, phrase: phrases.Phrase) -> Iterator[Statement]:
    """A statement with the change (增长5%) or the value (达到54条) that is told behind it.

    What changed by so much in each year (年均增长12%，1995年达到57600亿元) is told apart from what came of it.
    """
    quantity, moves = figure.quantity, phrase.moves
    if moves and phrase.yearly and statement.quantity and not statement.change:
        yield statement
        change = _moved(quantity, moves)
        yield replace(statement, quantity=None, change=change, end=figure.end, flow=True, yearly=True)
    elif not moves and statement.yearly and not statement.quantity:
        yield statement
        yield replace(statement, quantity=quantity, change=None, end=figure.end, flow=False, yearly=False)
    elif moves and statement.quantity and not statement.change:
        yield replace(statement, change=_moved(quantity, moves), end=figure.end)
    elif not moves and statement.change and not statement.quantity:
        yield replace(statement, quantity=quantity, end=figure.end)
    else:
        yield statement
        whole = phrases.without_newly(statement.indicator)
        if not moves and whole and statement.quantity and statement.quantity.unit == quantity.unit:
            yield replace(statement, indicator=whole, quantity=quantity, change=None, end=figure.end, flow=False)


def _with_unit(figure: Figure, last: Figure) -> Quantity:
    """1409万、1305万人次: the last figure of a row may name the unit of all."""
    quantity = figure.quantity
    return replace(quantity, unit=quantity.unit + last.unit) if figure.kind == "none" else quantity


def _of_people(figure: Figure, noun: str) -> Quantity:
    """近300万群众 are 万人."""
    quantity = figure.quantity
    people = figure.kind == "none" and any(word in noun[:10] for word in lexicon.PEOPLE.words)
    return replace(quantity, unit=quantity.unit + "人") if people else quantity


def _moved(quantity: Quantity, moves: int) -> Quantity:
    """A fall is negative, and its bound looks the other way."""
    if moves > 0 or not quantity.value:
        return quantity
    bound = _FELL.get(quantity.bound, quantity.bound)
    if quantity.high is None:
        return replace(quantity, value=-quantity.value, bound=bound)
    return replace(quantity, value=-quantity.high, high=-quantity.value, bound=bound)


def _together(text: str, found: Iterable[Figure]) -> Iterator[tuple[Figure, ...]]:
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


def _without_grades(found: Sequence[Figure]) -> Iterator[Figure]:
    """高考600分以上121人: a bounded figure of another kind just before a count tells who is counted."""
    for at, figure in enumerate(found):
        following = found[at + 1] if at + 1 < len(found) else None
        graded = following and following.start == figure.end and following.kind in ("count", "people")
        if not (graded and figure.quantity.bound in (">=", "<=") and figure.kind not in ("count", "people")):
            yield figure
