"""Lists around figures: members that share a head or a tail, and statistics that need what came before them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kg.facts import figures_words as lexicon

_PAIR = re.compile(r"“[^“”]{0,60}”|（[^（）]{0,60}）|《[^《》]{0,60}》")
JOINT = re.compile(r"、|以及|和(?![谐美平睦]|地区)|(?<![惠普涉波触])及(?!时)")  # but not that of 和美乡村, 及时, 惠及
_COMMA = re.compile("、")
_QUOTED_TAIL = re.compile(r"“[^“”]{1,20}”$")
_USED = re.compile(r"支持|用于|投向")
_PER_HEAD = re.compile(r"每[百千万]?名?(?:常住)?(?:人口?|户|亩|名\w{2})")
_NAMED = re.compile(
    r"(?![在赴对向于从与])[^，]{2,60}、[^，、]{2,30}?(?<![高中优])等(?![级额效候于地国省市县处]|领域|方面|行业|点位)(?=\w{2})"
)
_LONGEST_WHOLE = 20
_SHORT_PART = 3
_LONGEST_ACTOR = 12
# What stands before the first member of a list and may hold for all: 省级示范村5个、示范户9个
_LEVEL = re.compile(r"[国省市县区州盟旗]家?级|国家|全[国省市县]|规上|规模以上|限额以上|限上")
_HEAD = re.compile(rf"(?:\w{{0,5}}级(?:以上|及以上)?|{_LEVEL.pattern}|老旧)+")


def masked(words: str) -> str:
    """The words with what stands in pairs of marks blanked, for looking for signs outside them."""
    return _PAIR.sub(lambda pair: "\0" * len(pair[0]), words) if any(mark in words for mark in "“（《") else words


def joins(words: str) -> bool:
    """Whether the words go on with a list: 、…, 和…."""
    return JOINT.match(words) is not None


def last_joint(words: str) -> re.Match[str] | None:
    """Where the last member of a list begins."""
    joints = list(JOINT.finditer(masked(words), 1))
    return joints[-1] if joints else None


def holds_list(words: str) -> bool:
    """Whether there is a list in the words, or they end in the middle of a phrase."""
    hidden = masked(words)
    return "、" in hidden or (hidden.endswith(("等", "和", "及", "的")) and not hidden.endswith("惠及"))


def members(phrase: str, count: int, names: Collection[str] = ()) -> list[str]:
    """A list that shares its ends, member by member; empty where it has not `count` (0: any number of them).

    Members that are names have their tail behind the name: 对非洲、拉美市场出口.

    >>> members("城、乡居民人均可支配收入", 2)
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    >>> members("交通、水利投资", 2)
    ['交通投资', '水利投资']
    """
    phrase = phrase.replace("存、贷款", "存贷款")
    hidden = masked(phrase)
    for joint in (JOINT, _COMMA):
        cuts = [0, *(end for match in joint.finditer(hidden, 1) for end in match.span()), len(phrase)]
        parts = [phrase[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
        if len(parts) == count or (not count and len(parts) > 1):
            return _headed(_whole(parts, names))
    for word, pair in lexicon.PAIRS.items():
        if count == len(pair) and word in phrase:
            return [phrase.replace(word, member, 1) for member in pair]
    return []


def actor(indicator: str) -> str:
    """Who an indicator says to have done something, which holds for the rest of a list too.

    >>> actor("省属企业完成产业投资"), actor("企业数量")
    ('省属企业', '')
    """
    for end in range(2, min(_LONGEST_ACTOR, len(indicator))):
        verb = lexicon.LIGHT_VERBS.at_head(indicator[end:]) or lexicon.KEPT_VERBS.at_head(indicator[end:])
        if verb and lexicon.ACTORS.at_tail(indicator[:end]):
            return indicator[:end]
    return ""


def levels(indicator: str) -> bool:
    """Whether an indicator tells of which level or size its things are: 国家级绿色工厂, 新增规上企业."""
    return bool(_LEVEL.search(indicator))


def _headed(whole: Sequence[str]) -> list[str]:
    """Members with what stands before the first and holds for all: 改造老旧供热、燃气管网; 限额以上家电、汽车零售额."""
    first, *others = whole
    verb = lexicon.PASSING_VERBS.at_head(first)
    found = _HEAD.match(first, len(verb))
    head = verb + (found[0] if found else "")
    if any(map(levels, others)):  # 省级龙头企业、规模以上农业企业、农民专业合作社: each has its own
        head = verb
    return [first, *(other if levels(other) or other.startswith(verb or "\0") else head + other for other in others)]


def _whole(parts: Sequence[str], names: Collection[str]) -> list[str]:
    """Members with the ends that they share."""
    head = parts[0][:1]
    if head in ("对", "与"):  # 对东盟、非洲出口
        bare = _whole([parts[0][1:], *parts[1:]], names)
        return [head + part for part in bare]
    *firsts, last = parts
    short = next((word for word in (last[:2], last[:1]) if word in lexicon.SHORT_FORMS), "")
    if short and all(first in lexicon.SHORT_FORMS for first in firsts):
        return [lexicon.SHORT_FORMS[part] + last[len(short) :] for part in (*firsts, short)]
    name = next((name for name in names if last.startswith(name)), "")
    if name and name != last and firsts[-1].endswith(tuple(names)):
        return [first + last[len(name) :] for first in firsts] + [last]
    whole = [first + _shared_tail(first, last) for first in firsts] + [last]
    return [per_head(completed(part, whole[0]), whole[0]) for part in whole]


def _shared_tail(first: str, last: str) -> str:
    """What follows the ending that both have in common (农村居民|人均可支配收入), or the statistic (水利|投资)."""
    if first[-1:] == last[-1:]:
        return ""
    if first.endswith("级") and "级" in last:  # 国家级、部级创新平台
        return last[last.index("级") + 1 :]
    used = _USED.search(last, 2)
    if used:  # 产业基金、新增用地支持民间项目比重
        return last[used.start() :]
    for length in range(min(6, len(first)), 0, -1):
        at = last.find(first[-length:])
        if at >= 0 and (length > 1 or at == len(first) - 1):
            return last[at + length :].lstrip("”》’")
    if first[0] == last[0] and len(first) == 2:  # 第一、第三产业增加值
        return last[2:]
    tail = lexicon.STATISTICS.at_tail(last)
    if len(tail) == 1:  # 特控、本科上线率; 快递、电信业务量
        tail = last[-3:]
    tail = lexicon.QUALIFIERS.at_tail(last.removesuffix(tail)) + tail  # 家电、手机|限上零售额
    return "" if lexicon.STATISTICS.at_tail(first) or len(tail) < 2 else tail


def completed(part: str, first: str) -> str:
    """A statistic that stands alone, with what the one before it is of.

    What is a quotation alone shares the words before that: 外贸业绩“破零”8家、“倍增”4家.

    >>> completed("“倍增”", "外贸业绩“破零”")
    '外贸业绩“倍增”'
    >>> completed("出口", "猕猴桃产值"), completed("死亡人数", "生产安全事故起数"), completed("民间投资", "工业投资")
    ('猕猴桃出口', '生产安全事故死亡人数', '民间投资')
    """
    quoted = _QUOTED_TAIL.search(first)
    if quoted and _QUOTED_TAIL.fullmatch(part):
        return first[: quoted.start()] + part
    if part.endswith("级") and "级" in first:  # 省级龙头企业2家、市级5家
        return part + first[first.rindex("级") + 1 :]
    head = lexicon.STATISTICS.at_tail(first)
    if not head or part not in lexicon.BARE:
        return part
    stem = first.removesuffix(head)
    if "产" in part:  # 粮食播种面积、总产量
        stem = stem.removesuffix("总").removesuffix("播种").removesuffix("种植")
    return (stem.removesuffix("总") if part.startswith("总") else stem) + part  # 播种总面积、总产量


def bare(indicator: str, *, moves: bool) -> bool:
    """Whether an indicator may be of anything: 到位资金, 投资完成率, 满意率; but 投资 that grew is all of it.

    >>> bare("投资完成率", moves=False), bare("森林覆盖率", moves=False), bare("投资", moves=True)
    (True, False, False)
    """
    core = indicator
    while core not in lexicon.ANYTHING and (word := lexicon.VAGUE.at_head(core)):
        core = core.removeprefix(word)
    if core in lexicon.ANYTHING:
        return not (moves and core in lexicon.WHOLE)
    return core.endswith("率") and len(core) <= 3 and not {core, indicator} & lexicon.OWN_RATES.words


def stemless(part: str) -> bool:
    """Whether a member of a list may have lost what it is of: 诈骗案件受理数、案损数."""
    return bare(part, moves=False) or (len(part) <= _SHORT_PART and part.endswith(("数", "额", "量", "率")))


def rated(rate: str, told: str) -> str:
    """A rate of what was just told: 推进秸秆综合利用，力争综合利用率90%; 长护险参保人数1561万人，参保率达93%.

    >>> rated("综合利用率", "秸秆综合利用"), rated("参保率", "新增长护险参保人数"), rated("满意率", "代表建议")
    ('秸秆综合利用率', '长护险参保率', '')
    """
    at = told.find(rate[:-1]) if rate.endswith("率") else -1
    of = told[:at] if at > 0 else ""
    of = of.removeprefix(lexicon.KEPT_VERBS.at_head(of))
    return of + rate if of else ""


def last_thing(noun: str) -> str:
    """What is counted at the end of a list of its names.

    >>> last_thing("装卸小区、商场小区等老旧小区"), last_thing("省、市重点项目")
    ('老旧小区', '省、市重点项目')
    """
    named = _NAMED.match(masked(noun))
    return noun[named.end() :] if named else noun


def elliptic(part: str, first: str) -> str:
    """What leaves out the statistic that was just told of the like: 有色产业年产值超4亿元，钢铁产业超3亿元.

    >>> elliptic("钢铁产业", "有色产业年产值"), elliptic("固定资产投资", "工业投资")
    ('钢铁产业年产值', '固定资产投资')
    """
    head = lexicon.STATISTICS.at_tail(first)
    head = lexicon.QUALIFIERS.at_tail(first.removesuffix(head)) + head
    like = head and part[-2:] == first.removesuffix(head)[-2:]
    return part + head if like else part


def per_head(part: str, first: str) -> str:
    """每千人床位数、医师数 are both of a thousand people.

    >>> per_head("医师数", "每千人床位数"), per_head("每万人医师数", "每千人床位数")
    ('每千人医师数', '每万人医师数')
    """
    head = _PER_HEAD.match(first)
    return head[0] + part if head and "每" not in part else part


def depends(indicator: str) -> bool:
    """Whether an indicator says nothing without the one before it: 占全国比重, 高于全国, 总产."""
    return bool(lexicon.RELATIVE.at_head(indicator)) or indicator in lexicon.DEPENDENT


def dependent(indicator: str, first: str, grown: bool) -> str:
    """Such an indicator with the one before it, of which growth was told; nothing where the two do not fit.

    >>> dependent("占全国比重", "产值", grown=False), dependent("高于全国", "民间投资", grown=True)
    ('产值占全国比重', '民间投资增速高于全国')
    """
    relative = lexicon.RELATIVE.at_head(indicator)
    if relative:
        return first + ("增速" if grown and relative != "占" else "") + indicator
    if indicator in lexicon.TOTALS:  # 新增上市公司48家、总量达122家; 进出口增长8%，总额突破8000亿元
        newly = lexicon.PASSING_VERBS.at_head(first)
        whole = first.removeprefix(newly) if newly[:1] in ("新", "净") else first
        return whole + indicator if len(whole) < _LONGEST_WHOLE and not lexicon.RATES.at_tail(whole) else ""
    whole = completed(indicator, first)
    return "" if whole == indicator else whole


def levelled(noun: str, following: str) -> str:
    """A counted noun with the end that it shares with the next.

    >>> levelled("国家级", "省级区域医疗中心"), levelled("行政村生活污水", "农村黑臭水体治理")
    ('国家级区域医疗中心', '行政村生活污水治理')
    """
    if noun.endswith("级") and "级" in following:
        return noun + following[following.index("级") + 1 :]
    done = lexicon.DONE.at_tail(following)
    return noun if lexicon.DONE.at_tail(noun) else noun + done
