"""What the words around a figure say: the indicator before it, or the noun it counts behind it."""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.facts import figures_han as han
from kg.facts import figures_words as lexicon
from kg.facts.figures_lists import last_joint, masked
from kg.facts.figures_words import Lexicon

# 较上年 | 比2020年 | 较“十三五”时期 | 与上年相比
_COMPARED = re.compile(r"(?:较|(?<!占)比|与)(?!重|例|率)[^，、较比]{1,14}$")
# 连续9年 | 跨过两个万亿元大关、
_IN_A_ROW = re.compile(r"连续\w{1,3}[年次个][月季度]{0,2}$")
_YEAR_TAIL = re.compile(rf"{han.YEAR}年[底末]?$")  # 全国人口2000年(要控制在)
_MILESTONE = re.compile(r"(?:跨过|迈过|突破|迈上|跃上|跨越)[^，、]{1,10}(?:大关|台阶|关口)、?$")
# Words at the head of a phrase that tell when, or in which place of a list: 2025年末 | 10月份 | （一） | 四是
_LEAD = re.compile(
    rf"""
    (?: 到|至|截至|截止 )?
    (?: {han.YEAR} 年 (?:度|底|末|初|全年|以来)? (?:\d{{1,2}}月底?)?
      | (?:去|今|明|上) 年 | 过去五年 | [一二三四五六七八九十]年(?:来|间|内) | [三四五]年
      | “十[一二三四五]五”(?:时期|期间|以来|末)?
      | \d{{1,2}}月份? | 第[一二三四]季度 | [上下]半年
    ) ，?
    | \d{{1,2}}[.．、](?!\d) | [一二三四五六七八九十]{{1,2}}(?:是|、) | （[一二三四五六七八九十]{{1,3}}）
    | [^、]{{2,20}}第[一二三四五六七八九十\d]{{1,3}}[位名]?、
    """,
    re.VERBOSE,
)
# 金牌、位列全国第3: what a list of counted nouns does not go on with.
_RANKED = re.compile(r"、(?:(?:数量|规模|总量)?均?(?:位列|位居|居|列|排|全[国省])|占|总投资|均|已)[^、]*$")
# 分别约为全国平均的(70%)
_BASE = re.compile(
    rf"""
    (?P<split> 分别 )? (?P<near> 约 )? (?: 相当于 | 等于 | 为 | 是 )
    (?P<base> (?: 全国 | 全省 | 全市 | {han.YEAR}年 | [上去]年 ) [^，、]{{0,8}} 的 ) $
    """,
    re.VERBOSE,
)
_ALIKE = re.compile(r"(?<![平年])均|都|各")
# Verbs inside an indicator that say no more than "is": 失业人员实现再就业.
_INNER = re.compile(r"(?<=.)实现(?!率)(?=.)|分别")
# 全年预计（下同）实现地区生产总值
_REMARK = re.compile(r"（(?:[^（）]{0,12}下同|预计数?|快报数|初步核算数?)）")
_DID = re.compile(r"带动|撬动|吸纳|吸引|惠及|援助|增加(?!值)|释放|集聚(?![区地])|追回|收回")
_SHARE = re.compile(r"(?<![被侵抢])占(?![用地补道])[^，、]{0,24}(?<!的有)$")
_SHARE_NAMES = ("占比", "比重", "比例", "份额")
_LONGEST_PREDICATE = 24
# (8个)村集体经济收入突破(100万元): villages are counted, and not what they earn.
_EARNING = re.compile(r"[^，、]{0,4}村(?=集体(?:经济|经营性?)?(?:年|总|经营性?)?收入)")


class Phrase(NamedTuple):
    """The words before a figure, taken apart."""

    scope: str  # 全省, 全市: the area where a word names it
    verb: str  # kept verbs at the head: 新增
    light: str  # the light verb just before the indicator, which does not belong to it: 推进
    acts: bool  # whether it begins with a verb, kept or light: what is told was done in the period
    indicator: str  # with the verb; empty where there are verbs alone
    moves: int  # 1 or -1 where the figure says by how much the indicator rose or fell
    yearly: bool  # 年均
    split: bool  # 分别
    alike: bool  # 均: the figure holds for each member of a list
    base: str  # 全国平均, where the figure is of that
    near: bool  # 约 before the base


class Head(NamedTuple):
    """What a phrase begins with, and the rest of it."""

    scope: str
    verb: str
    light: str
    acts: bool
    rest: str


class Counted(NamedTuple):
    """The words behind a figure that counts them."""

    noun: str
    predicate: str  # what is said of it, without adverbs and mere progress
    length: int  # of the words that belong to it, from the figure's end
    progress: str = ""  # what is said of it, where that is progress alone: 加快建设
    doing: str = ""  # at its end: 高铁|建设


def before(words: str) -> Phrase:
    """Take apart what stands before a figure.

    >>> before("2024年全省城镇新增就业达到").indicator
    '城镇新增就业'
    >>> before("生产安全事故起数同比下降")[4:6]
    ('生产安全事故起数', -1)
    """
    words = _REMARK.sub("", words)
    base = _BASE.search(words)
    rest, moves, manner = _without_tail(words[: base.start()] if base else words)
    scope, verb, light, acts, noun = _without_head(rest)
    split = "分别" in manner or "分别" in noun or bool(base and base["split"])
    noun = _INNER.sub("", noun)
    if _SHARE.search(noun) and not noun.endswith((*_SHARE_NAMES, "率")):
        noun = noun.rstrip("的") + ("比" if noun.endswith("占") else "比重")
    return Phrase(
        scope=scope,
        verb=verb,
        light=light,
        acts=acts or ("累计" in manner and "达" not in manner),
        indicator=verb + noun if noun else "",
        moves=moves,
        yearly="年均" in manner or "年平均" in manner,
        split=split,
        alike=bool(_ALIKE.search(manner)),
        base=base["base"].rstrip("的") if base else "",
        near=bool(base and base["near"]),
    )


def _without_tail(words: str) -> tuple[str, int, str]:
    """The words without those that only lead to the figure; the way it moved; how."""
    rest, manner = _strip_tail(words, lexicon.CLOSING)
    moved = lexicon.MOVING.at_tail(rest)
    reached = manner[:1] in ("到", "至", "为") and not lexicon.MOVING_NOUNS.at_tail(rest)  # 提高|到
    if not moved or reached or lexicon.NOT_MOVING.at_tail(rest):
        return rest, 0, manner
    stem, how = _strip_tail(rest.removesuffix(moved), lexicon.MANNER)
    return stem, -1 if moved in lexicon.FALLING else 1, how + manner


def _strip_tail(words: str, sort: Lexicon) -> tuple[str, str]:
    """The words up to those of a sort at their tail, and these."""
    rest = words
    while True:
        word = sort.at_tail(rest)
        if not word:
            found = _COMPARED.search(rest) if sort is lexicon.MANNER else None
            found = found or _IN_A_ROW.search(rest) or _MILESTONE.search(rest) or _YEAR_TAIL.search(rest)
            word = found[0] if found else ""
        if not word or (word == "均" and rest.endswith("平均")):
            return rest, words[len(rest) :]
        rest = rest[: -len(word)]


def _without_head(words: str) -> Head:
    """Scope, kept verbs and the rest of a phrase, without time, stance, adverbs and light verbs."""
    scope, verb, light_verb, acts, rest = "", "", "", False, words
    while rest:
        lead = _LEAD.match(rest)
        opening = lead[0] if lead else _opening(rest)
        area = "" if opening else lexicon.SCOPES.at_head(rest)
        stem = _without_adverbs(rest)
        kept, light = lexicon.KEPT_VERBS.at_head(stem), lexicon.LIGHT_VERBS.at_head(stem)
        if opening or area:
            scope, rest = area or scope, rest[len(opening + area) :]
        elif kept and len(kept) >= len(light) and not stem.startswith("业", len(kept)):  # 服务业 is no serving
            verb, acts, rest = verb + kept, True, stem[len(kept) :]
            if not _verbs_follow(rest):
                break
        elif light and len(stem) - len(light) != 1 and not _goes_on(light, stem[len(light) :]):
            verb, light_verb, rest = verb + light if verb == "累计" else verb, light, stem[len(light) :]
            acts = acts or light not in lexicon.STANDING
        else:
            rest = rest if lexicon.ADVERBS.behind_all(rest) else ""
            break
    return Head(scope, verb, light_verb, acts, rest.removeprefix("了"))


def _goes_on(light: str, rest: str) -> bool:
    """Whether a light verb is part of what follows: 建设|用地, 制定|、修改规章, 达到|标准的医院."""
    return rest.startswith((*lexicon.NOT_LIGHT, "、", "或")) or (light == "达到" and "的" in rest)


def _opening(words: str) -> str:
    """A word at the head that tells nothing, where it is no part of another: 预期|性指标, 并|购."""
    opening = lexicon.OPENING.at_head(words)
    return "" if words.startswith(tuple(lexicon.NOT_OPENING.get(opening, ())), len(opening)) else opening


def _verbs_follow(words: str) -> bool:
    return len(words) <= 4 and bool(lexicon.KEPT_VERBS.at_head(words) or lexicon.LIGHT_VERBS.at_head(words))


def _without_adverbs(words: str) -> str:
    """Without adverbs, if a verb follows them: 深入开展… but 重点项目…."""
    rest = lexicon.ADVERBS.behind_all(words)
    return rest if lexicon.KEPT_VERBS.at_head(rest) or lexicon.LIGHT_VERBS.at_head(rest) else words


def opens(words: str) -> bool:
    """Whether the words only lead to the name behind them: 2025年全省, 推动."""
    head = _without_head(words)
    return not head.verb and not head.rest


def behind(words: str, last: bool) -> Counted:
    """Take apart what stands behind a figure up to the next figure or, for the `last`, the end of the clause.

    >>> behind("企业品牌入选首批中国消费名品", last=True)[:2]
    ('企业品牌', '入选中国消费名品')
    >>> behind("省重点项目完成投资", last=False)[:2]
    ('省重点项目', '')
    """
    ranked = _RANKED.search(words)
    words = words[: ranked.start()] if ranked else words
    said = lexicon.PREDICATES.search(masked(words), 1 if words[1:2] == "被" else 2)  # 11个县|被认定为…
    joint = None if last else last_joint(words)
    stop, end = (joint.start(), joint.end()) if joint else (len(words), len(words))
    if said and said.start() < stop:
        if last or joint:
            told = words[said.start() : stop]
            return _counted(words[: said.start()], end, predicate(told), told)
        return _counted(words[: said.start()], said.start())  # what is said goes on to the next figure
    if last or joint:
        return _counted(words[:stop], end)
    earning = _EARNING.match(words)
    noun = earning[0] if earning else _without_verb(_without_statistic(words))
    return _counted(noun, len(noun))


def _counted(words: str, length: int, told: str = "", progress: str = "") -> Counted:
    noun = _noun(words)
    doing = words.removeprefix("的").removeprefix(noun).removeprefix("新")
    return Counted(noun, told, length, "" if told else progress, "" if doing == "等" else doing)


def _without_verb(noun: str) -> str:
    """8支产业基金|带动社会(投资1000亿元): what the things did is told by the next figure."""
    verb = _DID.search(noun, 2)
    return noun[: verb.start()] if verb else noun


def _without_statistic(words: str) -> str:
    """重点传统制造业增加值增长(5.3%) -> 重点传统制造业: the statistic is of the next figure.

    Nothing where the noun cannot be told from the statistic: 国考断面水质优良率达(100%).
    """
    rest, _, _ = _without_tail(words)
    statistic = lexicon.STATISTICS.at_tail(rest)
    return "" if len(statistic) == 1 else rest.removesuffix(statistic)


def _noun(words: str) -> str:
    """The thing, without the doing of it: …支点城市建设."""
    noun = _YEAR_TAIL.sub("", words.removeprefix("的").removesuffix("新"))
    thing = noun.removesuffix(lexicon.DOING.at_tail(noun))
    return thing if len(thing) >= 2 else noun


def predicate(words: str) -> str:
    """What is said of a thing: nothing where that is progress alone.

    >>> predicate("全面纳管"), predicate("入选首批名单"), predicate("扎实推进")
    ('纳管', '入选名单', '')
    """
    told = lexicon.PREDICATE_ADVERBS.behind_all(words).replace("首批", "")
    return "" if told in lexicon.PROGRESS or len(told) > _LONGEST_PREDICATE else told


def predicated(words: str) -> bool:
    """Whether the words tell what became of the figure before them, rather than what it counts."""
    uses = lexicon.USES.at_head(words) or lexicon.PREDICATE_ADVERBS.at_head(words)
    return bool(uses or lexicon.PREDICATES.match(words))


def purpose(indicator: str, words: str) -> str:
    """What money is spent on: 投入 (665亿元) 用于为民办实事项目 -> 为民办实事项目."""
    used = lexicon.PURPOSES.at_head(words)
    spent = used and lexicon.SPENDING.at_tail(indicator) and len(words) < _LONGEST_PREDICATE
    return words.removeprefix(used) if spent else ""


def without_newly(indicator: str) -> str:
    """What there is of that which is newly added: 新增上市公司 -> 上市公司; nothing for other indicators."""
    whole = indicator.removeprefix("新增").removesuffix("新增")
    return "" if whole == indicator else whole
