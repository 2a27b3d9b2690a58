"""What a figure behind its indicator is of: a name, the things just counted, what was told of last, or the area."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.facts import figures_lists as lists
from kg.facts import figures_phrases as phrases
from kg.facts import figures_words as lexicon
from kg.facts.figures_groups import COUNTS, Group
from kg.facts.figures_statements import Statement
from ontology.model import Label, Mention

OWNERS = frozenset({Label.PRJ, Label.FAC, Label.PARK, Label.ENT})
REACHED = re.compile(r"(?:达到?|至|到|为)$")  # what stands there at last: …达到(54条)
_CLAUSE_END = re.compile("[，。；：\n]")
_SHARED_NOUN = re.compile(r"(?!左右|以[上下内])[\u4e00-\u9fff]{2}")
_REACHING = ("", "完成", "实现", "达到")  # 完成投资 is of the things just counted, 争取资金 is not
_PART = "其中"
_SHORTEST = 2  # characters of an indicator that says little without its verb
_LONGEST = 90  # characters of an indicator that others need
_CLAUSE = 90  # characters of the clause before
_NEAR = 12  # characters between a statistic and the things that it is of
_LONGEST_ROW = 12


class Told(NamedTuple):
    """What figures are told of."""

    indicator: str
    subject: Mention | None
    about: str
    rule: str = ""  # where it is not that of the form
    flow: bool = False  # made over the whole period


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a figure in its sentence."""

    text: str
    begin: int  # of the clause
    said: Sequence[Statement]
    verb: str  # that holds for the members of the list at hand
    thing: str  # what was counted last, of which the next figure may be
    topic: Mention | None

    @property
    def last(self) -> Statement | None:
        return self.said[-1] if self.said else None

    @property
    def head(self) -> Statement | None:
        """What the list at hand began with in this clause."""
        last = self.last
        if not last or last.start < self.begin:
            return None
        return next(said for said in self.said if said.start == last.start)


def told(group: Group, phrase: phrases.Phrase, subject: Mention | None, before: Before) -> Told:
    """The indicator of a group of figures, and what they are told of."""
    indicator = phrase.indicator or (phrase.verb if subject and phrase.verb not in lexicon.PASSING_VERBS else "")
    thing = "" if subject else _things(group, before)
    if thing and not phrase.indicator and phrase.verb:
        return Told(phrase.verb, None, thing, "owned", flow=True)  # 项目新签约80个、新开工70个
    if len(indicator) <= _SHORTEST and not lists.bare(indicator, moves=False):
        indicator = phrase.light * (phrase.light in lexicon.EFFORTS) + indicator  # 推进整改 is not done yet
        if thing and phrase.light:
            return Told(indicator, None, thing, "owned")
    if group.kind == "count" and phrase.indicator and (phrase.verb or phrase.light):
        indicator = _without_names(phrase, indicator)
    passed = _passed(group, phrase, indicator, before) if indicator else ""
    return _placed(group, phrase, Told(passed + indicator, subject, "", flow=bool(passed)), before)


def _placed(group: Group, phrase: phrases.Phrase, so_far: Told, before: Before) -> Told:
    """An indicator with what it is of, completed where it says nothing without what stands before it."""
    indicator, subject, about, _, flow = so_far
    if not subject:
        about = before.thing or phrase.scope
    if not subject and not before.thing:
        indicator, earlier = _completed(group, indicator, phrase.scope, before)
        if earlier:
            subject, about, flow = earlier.subject, earlier.about, flow or earlier.yearly
        subject = subject or (before.topic if lexicon.FEATURES.at_head(indicator) else None)
    shared = group.kind == "ratio" and not phrase.moves and _SHARED_NOUN.match(group.behind)
    if shared and not phrases.predicated(group.behind):
        return Told(indicator, subject, about, "untold")  # 互认覆盖97%门诊量: of the visits alone
    *firsts, last = indicator.split("、")
    if firsts and last in lexicon.FEATURES:  # 全国规模最大、总投资2000亿元的A: of A alone
        return Told(last, subject, about, "" if subject else "untold")
    if group.joined and not subject and not about and before.head and before.head.subject:
        return Told(indicator, None, "", "untold")  # 融信平台授信57亿元、服务客户122万次: of the same?
    if group.joined and not subject and indicator.removeprefix(before.verb) in lexicon.GENERIC:
        return Told(indicator, subject, about, "untold")  # 创建示范县4个、项目6个: of the same, or any projects?
    if not subject and not group.joined and (whole := _rated(group, indicator, before)):
        return Told(whole, None, phrase.scope, "owned")
    if not subject and not about and lists.bare(indicator, moves=bool(phrase.moves)):
        return _held(group, phrase, indicator, before)
    if group.joined and not subject and not about and indicator:
        row = [said for said in before.said[-_LONGEST_ROW:] if said.start >= before.begin and not said.subject]
        indicator = next(filter(None, (lists.actor(said.indicator) for said in row)), "") + indicator
    if group.words.startswith(_PART):
        indicator = _part(indicator, group.kind, before.last)
    return Told(indicator, subject, about, flow=flow)


def _passed(group: Group, phrase: phrases.Phrase, indicator: str, before: Before) -> str:
    """The verb that an indicator shares with the one before it, unless it tells of a stock: …达到54条."""
    statistic = lists.bare(indicator, moves=False) and indicator not in lexicon.GENERIC
    stock = lexicon.STOCKS.at_tail(indicator) and before.last and before.last.kind != group.kind
    if phrase.verb or phrase.light or lists.depends(indicator) or statistic or stock:
        return ""
    return "" if REACHED.search(group.words) else before.verb


def _completed(group: Group, indicator: str, scope: str, before: Before) -> tuple[str, Statement | None]:
    """An indicator that needs the one before it, with that: 猕猴桃产值增长8.5%、(猕猴桃)出口增长53.6%.

    What stands in one list with a figure of a park or company is of that: 产业园入驻企业71家、亩均税收18.6万元.
    """
    earlier = before.last if before.last and len(before.last.indicator) < _LONGEST else None
    if lists.depends(indicator):
        grown = bool(earlier and earlier.change)
        return lists.dependent(indicator, earlier.indicator, grown) if earlier else "", earlier
    if earlier and earlier.kind == group.kind and (group.kind == "money" or group.words.startswith(_PART)):
        indicator = lists.elliptic(indicator, earlier.indicator)
    if group.joined and earlier:
        whole = lists.completed(indicator, earlier.indicator)
        owned = not scope and _owns(before, earlier)
        return whole, earlier if owned or whole != indicator else None
    return indicator, None


def _owns(before: Before, last: Statement) -> bool:
    """Whether a list is of the name that it begins with: of what acts or holds things, not 消费券资金2亿元、补贴."""
    subject, head = last.subject, before.head
    if not subject or not head or head.subject != subject:
        return False
    return head.flow or subject.label in OWNERS or subject.label is Label.ORG


def _held(group: Group, phrase: phrases.Phrase, indicator: str, before: Before) -> Told:
    """A statistic that says nothing alone, with what it is of: the things just counted, or what was told of last.

    签约项目43个、到位资金38.5亿元; 1596个项目完成投资1.5万亿元，投资完成率125.5%.
    """
    earlier = before.last
    apart = not indicator.endswith("率") and (phrase.verb or phrase.light not in _REACHING)
    thing = lexicon.GENERIC.at_tail(indicator) and not group.words.startswith(_PART)
    if not earlier or apart or thing or group.start - earlier.end > _NEAR:
        return Told(indicator, None, "", "untold")
    if earlier.subject or _named(earlier):
        return Told(indicator, earlier.subject, earlier.about, "owned")
    if earlier.kind in COUNTS and len(earlier.indicator) > _SHORTEST:  # 办证496笔，成交2亿元: not of the certificates
        return Told(indicator, None, "、".join(dict.fromkeys(_row(before.said))), "owned")
    whole = lists.completed(indicator, earlier.indicator)
    return Told(whole, None, "", "untold" if whole == indicator else "owned")


def _row(said: Sequence[Statement]) -> list[str]:
    """The things counted in one row with the last."""
    last, row = said[-1], [said[-1].indicator]
    for earlier in said[-2:-_LONGEST_ROW:-1]:
        if earlier.start != last.start or earlier.kind != last.kind:
            break
        row.insert(0, earlier.indicator)
    return row


def _things(group: Group, before: Before) -> str:
    """The things just counted in the same unit, of which the next figure tells: 排查隐患338处，完成整改337处."""
    earlier = before.last
    near = earlier and earlier.kind in COUNTS and group.start - earlier.end <= _NEAR and not earlier.subject
    if not earlier or not near or not earlier.quantity or earlier.quantity.unit != group.figures[0].quantity.unit:
        return ""
    if _named(earlier):
        return earlier.about
    thing = earlier.indicator.removeprefix(lexicon.KEPT_VERBS.at_head(earlier.indicator))
    thing = thing.removesuffix(lexicon.KEPT_VERBS.at_tail(thing) or lexicon.LIGHT_VERBS.at_tail(thing))
    return thing.removesuffix(lexicon.PREDICATE_ADVERBS.at_tail(thing))


def _named(statement: Statement) -> bool:
    """Whether the text says what a statement is of, and it is not the whole area."""
    return bool(statement.about) and statement.about not in lexicon.SCOPES


def _rated(group: Group, indicator: str, before: Before) -> str:
    """A rate of what the clause before speaks of: 推进秸秆综合利用，力争综合利用率90%."""
    if not indicator.endswith("率"):
        return ""
    clause = before.text[max(0, group.start - _CLAUSE) : group.start].rstrip("，、")
    spoken = phrases.before(_CLAUSE_END.split(clause)[-1]).indicator
    fits = lists.bare(indicator, moves=False) or spoken.endswith(indicator[:-1])
    return lists.rated(indicator, spoken) if fits else ""


def _part(indicator: str, kind: str, whole: Statement | None) -> str:
    """新增电力装机3000万千瓦，其中可再生能源装机2000万千瓦: the part is newly added too."""
    verb = lexicon.PASSING_VERBS.at_head(whole.indicator) if whole and whole.kind == kind else ""
    if not whole or not verb or lexicon.KEPT_VERBS.at_head(indicator):
        return indicator
    bare = indicator.endswith(whole.indicator.removeprefix(verb))
    return verb + indicator if bare else f"{whole.indicator}中{indicator}"


def _without_names(phrase: phrases.Phrase, indicator: str) -> str:
    """改造装卸小区、商场小区等老旧小区(15个) -> 改造老旧小区."""
    thing = lists.last_thing(indicator.removeprefix(phrase.verb))
    return indicator if not phrase.verb and lists.bare(thing, moves=False) else phrase.verb + thing
