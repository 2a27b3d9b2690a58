"""What the figures of one clause say, read from left to right."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from kg.facts import figures_lists as lists
from kg.facts import figures_phrases as phrases
from kg.facts import figures_words as lexicon
from kg.facts.clauses import Span
from kg.facts.figures_groups import GRADING, Group, last_verb, taken_apart, together
from kg.facts.figures_numbers import Figure
from kg.facts.figures_statements import Statement, gone_on, moved, of_people, with_unit
from kg.facts.figures_told import OWNERS, REACHED, Before, told
from ontology.model import Label, Mention

# Names that a figure can be of; honours and people are counted or told of otherwise.
_SUBJECTS = frozenset(set(Label) - {Label.HON, Label.PER})
_COUNTING = frozenset({"count", "people", "none"})
_LEVELS = frozenset({"ratio", "same", "index", *GRADING})  # kinds of figures that tell how it stands
_LONGEST_ROW = 12
_SHORTEST_SHARED = 3  # characters that tell what a percentage is of
_WINDOW = 90  # characters around a figure that can belong to it
_OPENING_MARKS, _CLOSING_MARKS = "“《‘", "”》’"
# 长江十年禁渔|以来…, 中央|财政…: the name tells when or of which level, and not of what.
_NO_SUBJECT = re.compile(r"[”》]?(?:级|实施以来|以来|期间|(?<=中央)(?:财政|预算|本级|建设))")
_PROJECT = re.compile("项目|工程")
_MERGED = re.compile("(?:整合|优化|合并|精简|压缩|调整)[为至到]$")
_FATE = re.compile(f"{lexicon.PREDICATES.pattern}|实行|采用|采取")
# 办结率 of five years is that of all of them, 普及率 that of the last
_HANDLED = re.compile(r"(?:办[结复理]|答复|满意|整改|调成|化解|兑现|采纳|完成)率$")
_LEVELLED = re.compile(rf"{REACHED.pattern}|在$")
_LIST_END = re.compile(r"等(?:共|共计|全部|一批|[一二三四五六七八九十]大类)?$")
_ROUNDING = re.compile(r"(?:[一二两三四五六七八九]?个?[大新]?|整数)(?:台阶|关口|大关)")  # (突破万亿元)大关


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
        groups = together(self.text, found)
        for figures, after in zip(groups, [*groups[1:], ()], strict=True):
            self._read(self._group(figures, after[0].start if after else self.end, last=not after))

    def _group(self, figures: tuple[Figure, ...], until: int, last: bool) -> Group:
        first, end = figures[0], figures[-1].end
        at = max(self.at, first.start - _WINDOW)
        joint = lists.JOINT.match(self.text, at, first.start)
        start = joint.end() if joint else at
        name = self._leading_name(start, first.start)
        behind = self.text[end : min(until, end + _WINDOW)]
        return Group(
            figures=figures,
            start=start,
            words=self.text[start : first.start],
            phrase=taken_apart(self.text[start : first.start], first),
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
        return near[0] if near and near[0].start <= at + 2 and near[0].label in OWNERS else None

    def _read(self, group: Group) -> None:
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

    def _qualifies(self, group: Group) -> bool:
        """Whether a figure only tells which things are meant: 20户以上自然村, 超10亿元项目50个, 59项测评点中有22项."""
        figure, behind = group.figures[0], group.behind
        if group.kind == "voltage" and behind and not group.last:
            return True  # 新建330千伏电网工程16个
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

    def _precedes(self, group: Group) -> bool:
        """Whether the figures stand before what they count."""
        if not group.behind or lists.joins(group.behind) or group.phrase.moves or self._owner(group.end):
            return False
        told = phrases.predicated(group.behind)
        if group.bare:
            return not told
        if group.kind in _COUNTING:
            return not (told and group.phrase.indicator) or bool(_LIST_END.search(group.words))
        return not group.phrase.indicator and not (told and group.kind != "ratio") and group.kind not in GRADING

    def _go_on(self, group: Group) -> None:
        """、增长5% and 、达到54条 are of the figure just before; ，分别增长3.5%、5.5% of the two before."""
        earlier = self.said[-len(group.figures) :]
        if len(earlier) < len(group.figures) or self.at - earlier[-1].end > 1:
            return
        self.said[-len(group.figures) :] = [
            later
            for statement, figure in zip(earlier, group.figures, strict=True)
            for later in gone_on(statement, figure, group.phrase)
        ]

    def _value(self, group: Group) -> None:
        """Figures behind their indicator: 财政总收入7019亿元."""
        self._give(None)
        subject, phrase = self._subject(group)
        if group.bare and phrases.predicated(group.behind):
            subject, phrase = group.bare, phrases.before(phrases.predicate(group.behind))  # 廊道1194公里全线贯通
        before = Before(self.text, self.begin, self.said, self.verb, self.thing, self.topic)
        of = told(group, phrase, subject or self._owner(group.end), before)
        timed = group.kind in GRADING and group.name and not group.after_name  # 压铸项目10个月建成
        split = of.subject and last_verb(group.words)  # 谋划多年、惠及3400万人的引水工程
        if not of.indicator or timed or split or lexicon.UNFINISHED.at_tail(of.indicator):
            return
        if group.behind == "的" and not of.subject:
            self.owned = len(self.said)  # 总投资6亿元的|20个水利项目
            of = of._replace(rule="owned")
        self._say(
            group,
            phrase,
            Statement(
                rule=of.rule or self._rule(group, of.indicator, "change" if phrase.moves else "value"),
                indicator=of.indicator + _told_behind(of.indicator, group, phrase),
                start=self.head,
                end=group.end,
                subject=of.subject,
                about=of.about,
                kind=group.kind,
                flow=bool(phrase.yearly or phrase.moves or of.flow) or self._made(group, phrase, of.indicator),
                yearly=phrase.yearly,
                dated=self._is_dated(group, of.indicator),
            ),
        )
        self.verb = lexicon.PASSING_VERBS.at_head(phrase.verb or self.verb)
        self.thing = ""

    def _rule(self, group: Group, indicator: str, form: str) -> str:
        """The form of a statement; unsure where the head of the list may hold for it too: 市级和美乡村5个、屋场5个."""
        row = [said.indicator for said in self.said if said.start == self.head] if group.kind in _COUNTING else []
        if group.joined and any(map(lists.levels, row)) and not lists.levels(indicator):
            return "untold"
        return "same" if group.kind == "same" else form

    def _made(self, group: Group, phrase: phrases.Phrase, indicator: str) -> bool:
        """Whether a figure was made over the period, and is no stock at its end: 城镇新增就业, 公路改造, 建成8个…."""
        if "累计" in indicator or (_HANDLED.search(indicator) and not group.words.endswith(("至", "到"))):
            return True
        if self.text[group.figures[0].start] in "由从":  # 认定中心从771家增加到1076家
            return False
        stock = lexicon.RATES.at_tail(indicator) or lexicon.STOCKS.at_tail(indicator)
        if stock or REACHED.search(group.words) or group.kind in ("ratio", "none"):
            return phrase.acts
        done = "新增" in indicator or lexicon.KEPT_VERBS.at_head(indicator) or lexicon.MADE.at_tail(indicator)
        self.flow = self.flow or bool(phrase.acts or self.verb)
        return self.flow or bool(done)

    def _is_dated(self, group: Group, indicator: str) -> bool:
        """Whether a figure is that of the last of several years: …达到54条, and rates; not 加装护栏2万公里."""
        figure = group.figures[0]
        level = _LEVELLED.search(group.words) or figure.start < figure.digits or self.text[figure.start] in "由从"
        return bool(level or lexicon.STOCKS.at_tail(indicator) or group.kind in _LEVELS)

    def _give(self, thing: str | None) -> None:
        """Statements told before 的 are of the things counted behind it, or of none that can be told."""
        for at in range(self.owned if self.owned is not None else len(self.said), len(self.said)):
            said = self.said[at]
            self.said[at] = replace(said, about=thing) if thing else replace(said, rule="untold")
        self.owned = None

    def _say(self, group: Group, phrase: phrases.Phrase, statement: Statement) -> None:
        """One statement for each figure, or for each member of the list that it holds for."""
        parts: list[str] = []
        if group.in_row or phrase.alike:
            count = len(group.figures) if group.in_row else 0
            parts = lists.members(statement.indicator, count, self._names(group))
        if phrase.split and not parts and (group.in_row or lists.holds_list(statement.indicator)):
            return
        rule = "list" if parts else "second" if group.in_row else statement.rule
        rule = statement.rule if statement.rule == "untold" else rule
        bound = "~" if phrase.near else group.figures[0].quantity.bound if group.in_row else ""
        figures = group.figures if len(group.figures) > 1 else group.figures * max(1, len(parts))
        if rule == "second" and bound == ">":
            figures = figures[-1:]  # 连续跨越5万亿、6万亿元大关: the last tells of them all
        for part, figure in zip(parts or [statement.indicator] * len(figures), figures, strict=True):
            amount = with_unit(figure, group.figures[-1])
            amount = amount if amount.bound else replace(amount, bound=bound)
            self.said.append(
                replace(
                    statement,
                    rule="untold" if parts and not statement.subject and lists.stemless(part) else rule,
                    indicator=part + (f"相当于{phrase.base}" if phrase.base else ""),
                    end=figure.end,
                    flow=statement.flow or (rule == "second" and amount.bound == ">"),
                    quantity=None if phrase.moves else amount,
                    change=moved(amount, phrase.moves) if phrase.moves else None,
                )
            )

    def _names(self, group: Group) -> list[str]:
        first, last = (
            bisect_left(self.names, at, key=lambda name: name.start) for at in (group.start, group.figures[0].start)
        )
        return [name.text for name in self.names[first:last]]

    def _count(self, group: Group) -> None:
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
        phrase = last_verb(group.words) or phrase
        verb = phrase.verb or self.verb
        head = phrase.indicator.removeprefix(phrase.verb)
        noun, rule = counted.noun, "loose" if head else "count"
        if lists.holds_list(head) or _LIST_END.search(group.words):
            head, subject = "", None  # members of what is counted: 绍兴黄酒、金华火腿2个产业
            if not verb and not counted.predicate and group.figures[0].unit != "大":
                noun, rule = _of_list(phrase, counted)
        elif lists.bare(noun, moves=False) and not verb and not counted.predicate and not head:
            rule = "untold"
        elif _MERGED.search(group.behind):
            rule = "untold"  # 188个园区整合优化为(120个)
        elif group.kind == "ratio" and not group.words and _FATE.match(group.behind):
            rule = "untold"  # (外资项目减少一半，)95%以上实行备案管理: of what the clause before speaks of
        rule = self._rule(group, noun, rule) if rule == "count" else rule
        self._complete_row(counted)
        whole = verb + head + noun
        for figure in group.figures:
            if figure.kind not in _COUNTING and figure is not group.figures[0]:
                continue  # 3座35万千瓦光热电站: how large each is
            self.said.append(
                Statement(
                    rule=rule,
                    indicator=counted.predicate.removesuffix(whole) + whole,  # 11个镇被认定为卫生镇
                    start=self.head,
                    end=self.at,
                    quantity=of_people(figure, noun),
                    subject=subject,
                    about="" if subject else phrase.scope,
                    kind=figure.kind,
                    flow=bool(head or counted.predicate) or self._made(group, phrase, noun),
                    dated=False,
                )
            )
            self.row += 1
        self.row = 0 if counted.predicate or group.last else self.row
        self.verb = lexicon.PASSING_VERBS.at_head(verb)
        self.thing = counted.noun

    def _complete_row(self, counted: phrases.Counted) -> None:
        """6个企业品牌、2个区域品牌入选…: what is said at the end of a list is said of all its members."""
        for at in range(len(self.said) - min(self.row, _LONGEST_ROW), len(self.said)):
            whole = counted.predicate + lists.levelled(self.said[at].indicator, counted.noun)
            self.said[at] = replace(self.said[at], indicator=whole, flow=self.said[at].flow or bool(counted.predicate))

    def _subject(self, group: Group) -> tuple[Mention | None, phrases.Phrase]:
        """The name that the words before a figure begin with, and the rest of them taken apart."""
        rest = group.after_name
        within = group.name and group.name.label is Label.LOC and _PROJECT.search(rest)  # 汾河|生态修复项目资金2亿元
        if within or len(rest) < 2 or rest in lexicon.GENERIC or lists.joins(rest) or rest[0] in "等与“《":
            return None, group.phrase
        inner = taken_apart(rest, group.figures[0])
        counts = inner.acts and group.behind and not lists.joins(group.behind)  # 风电场完成12台风机吊装
        return (group.name, inner) if inner.indicator or inner.verb or counts else (None, group.phrase)


def _of_list(phrase: phrases.Phrase, counted: phrases.Counted) -> tuple[str, str]:
    """What is counted at the end of a list, with what is done to it: 加快A、B等4条高铁建设 are not all."""
    if counted.doing:
        return counted.noun + counted.doing, "count"
    if counted.progress:
        return counted.progress + counted.noun, "count"
    bare = lists.bare(counted.noun, moves=False) and not phrase.light
    return phrase.light + counted.noun, "untold" if bare else "loose"


def _told_behind(indicator: str, group: Group, phrase: phrases.Phrase) -> str:
    """What belongs to an indicator behind its figure: 投入665亿元用于…, 财政支出近八成投向民生."""
    if group.kind == "money":
        return phrases.purpose(indicator, group.behind)
    share = group.kind == "ratio" and not phrase.moves and not lexicon.RATES.at_tail(indicator)
    return group.behind if share and phrases.predicated(group.behind) else ""
