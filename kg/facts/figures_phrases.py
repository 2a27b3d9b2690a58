"""What the words around a figure say: the indicator before it, or the noun it counts behind it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from importlib.resources import files
from typing import NamedTuple

from kg.facts import figures_han as han

_WORDS = tomllib.loads(files(__package__).joinpath("figures.toml").read_text(encoding="utf-8"))


class Lexicon:
    """Words of one kind, to be found at the head or the tail of a phrase, the longest first."""

    def __init__(self, *lists: Iterable[str]) -> None:
        self.words = frozenset(word for words in lists for word in words)
        self.longest = max(map(len, self.words))

    def at_head(self, phrase: str) -> str:
        """The longest of the words that `phrase` begins with, or nothing."""
        for length in range(min(self.longest, len(phrase)), 0, -1):
            if phrase[:length] in self.words:
                return phrase[:length]
        return ""

    def at_tail(self, phrase: str) -> str:
        """The longest of the words that `phrase` ends with, or nothing."""
        for length in range(min(self.longest, len(phrase)), 0, -1):
            if phrase[-length:] in self.words:
                return phrase[-length:]
        return ""

    def all_of(self, phrase: str) -> bool:
        """Whether `phrase` is made of the words alone."""
        while word := self.at_head(phrase):
            phrase = phrase[len(word) :]
        return not phrase


_CLOSING = Lexicon(_WORDS["closing"])
_UP = Lexicon(_WORDS["change"]["up"])
_DOWN = frozenset(_WORDS["change"]["down"])
_MOVING = Lexicon(_WORDS["change"]["up"], _DOWN)
_MOVING_NOUN = Lexicon(_WORDS["change"]["noun"])
_NOT_MOVING = tuple(_WORDS["change"]["not"])
_MANNER = Lexicon(_WORDS["change"]["manner"])
_SCOPE = Lexicon(_WORDS["opening"]["scope"])
_OPENING = Lexicon(_WORDS["opening"]["words"])
_ADVERB = Lexicon(_WORDS["opening"]["adverbs"])
_LIGHT = Lexicon(_WORDS["opening"]["light"])
_LIGHT_BUT = tuple(_WORDS["opening"]["light_but"])
_KEPT = Lexicon(_WORDS["opening"]["kept"])
_PASSING = frozenset(_WORDS["opening"]["passing"])
_SAID = re.compile("|".join(sorted(_WORDS["counted"]["verbs"], key=len, reverse=True)))
_USES = tuple(_WORDS["counted"]["uses"])
_SAID_ADVERB = Lexicon(_WORDS["counted"]["adverbs"])
_PROGRESS = frozenset(_WORDS["counted"]["progress"])
_DOING = Lexicon(_WORDS["counted"]["doing"])
_PEOPLE = tuple(_WORDS["counted"]["people"])
_PREPOSITIONS = tuple(_WORDS["prepositions"])
_FEATURES = tuple(_WORDS["project"]["features"])
_SPEECH = tuple(_WORDS["speech"])
_UNFINISHED = tuple(_WORDS["unfinished"])
_RELATIVE = ("占", "高于", "低于", "快于", "高出", "好于")
_DEPENDENT = frozenset(_WORDS["lists"]["dependent"])
_PURPOSES = tuple(_WORDS["money"]["purpose"])
_SPENDING = tuple(_WORDS["money"]["spending"])
_SHORT: dict[str, str] = _WORDS["lists"]["short"]
_PAIRS: dict[str, list[str]] = _WORDS["lists"]["pairs"]
_STATISTIC = Lexicon(_WORDS["lists"]["heads"])
_BARE = Lexicon(_WORDS["lists"]["bare"])
_DONE = Lexicon(_WORDS["lists"]["done"])
_GENERIC = frozenset(_WORDS["lists"]["generic"])

# 较上年 | 比2020年 | 较“十三五”时期 | 与上年相比
_COMPARED = re.compile(r"(?:较|(?<!占)比|与)(?!重|例|率)[^，、较比]{1,14}$")
# 跨过两个万亿元大关、
_MILESTONE = re.compile(r"(?:跨过|迈过|突破|迈上|跃上|跨越)[^，、]{1,10}(?:大关|台阶|关口)、?$")
# 连续9年
_IN_A_ROW = re.compile(r"连续\w{1,3}[年次个][月季度]{0,2}$")
# 2025年末 | 一九五七年 | 到2030年 | 去年 | “十四五”时期 | 四年来 | 10月份 | 第三季度 | 上半年
_TIME = re.compile(
    rf"""
    (?: 到|至|截至|截止 )?
    (?: {han.YEAR} 年 (?:底|末|初|全年|以来)? (?:\d{{1,2}}月底?)?
      | (?:去|今|明|上) 年 | 过去五年 | [一二三四五六七八九十]年(?:来|间|内) | 五年 | 四年 | 三年
      | “十[一二三四五]五”(?:时期|期间|以来|末)?
      | \d{{1,2}}月份? | 第[一二三四]季度 | [上下]半年
    ) ，?
    """,
    re.VERBOSE,
)
# 7.… | （一）… | 四是…
_NUMBERED = re.compile(r"\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,2}(?:是|、)|（[一二三四五六七八九十]{1,3}）")
# 花卉产量全球第一、…
_BOASTED = re.compile(r"[^、]{2,20}第[一二三四五六七八九十\d]{1,3}[位名]?、")
# 金牌、位列全国第3: what a list of counted nouns does not go on with.
_RANKED = re.compile(r"、(?:位列|位居|居|列|排|占|总投资|均|已)[^、]*$")
_PAIR = re.compile(r"“[^“”]{0,60}”|（[^（）]{0,60}）|《[^《》]{0,60}》")
_JOINT = re.compile(r"、|以及|和(?![谐美平睦]|地区)|及(?!时)")
_COMMA = re.compile("、")
# 分别约为全国平均的(70%)
_BASE = re.compile(
    rf"""
    (?P<split> 分别 )? (?P<near> 约 )? (?: 相当于 | 等于 | 为 | 是 )
    (?P<base> (?: 全国 | 全省 | 全市 | {han.YEAR}年 | [上去]年 ) [^，、]{{0,8}} 的 ) $
    """,
    re.VERBOSE,
)
_ALIKE = re.compile(r"(?<![平年])均|都")
# Verbs inside an indicator that say no more than "is": 失业人员实现再就业.
_INNER = re.compile(r"(?<=.)(?:累计|实现(?!率))(?=.)")
_ROUNDING = re.compile(r"(?:[一二两三四五六七八九]?个?[大新]?|整数)(?:台阶|关口|大关)|（[^（）]{1,3}）")
_SHARE = re.compile(r"占[^，、]{1,24}$")


class Phrase(NamedTuple):
    """The words before a figure, taken apart."""

    scope: str  # 全省, 全市: the area where a word names it
    verb: str  # kept verbs at the head: 新增
    acts: bool  # whether the phrase begins with a verb, kept or light: done in the period
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
    verb: str  # kept verbs
    acts: bool  # whether it begins with a verb, kept or light
    rest: str


class Counted(NamedTuple):
    """The words behind a figure that counts them."""

    noun: str
    predicate: str  # what is said of it, without adverbs and mere progress
    length: int  # of the noun with the signs around it, from the figure's end


def masked(text: str) -> str:
    """The text with what stands in pairs of marks blanked, for looking for words outside them."""
    return _PAIR.sub(lambda pair: "\0" * len(pair[0]), text) if any(mark in text for mark in "“（《") else text


def before(words: str) -> Phrase:
    """Take apart what stands before a figure.

    >>> before("全省城镇新增就业")._asdict()["indicator"]
    '城镇新增就业'
    >>> before("生产安全事故起数同比下降")[3:5]
    ('生产安全事故起数', -1)
    """
    base = _BASE.search(words)
    rest, moves, manner = _without_tail(words[: base.start()] if base else words)
    scope, verb, acts, noun = without_head(rest)
    split = "分别" in manner or "分别" in noun or bool(base and base["split"])
    noun = _INNER.sub("", noun).replace("分别", "")
    if _SHARE.search(noun) and not noun.endswith(("占比", "比重", "比例", "份额")):
        noun = noun.rstrip("的") + "比重"
    return Phrase(
        scope=scope,
        verb=verb,
        acts=acts,
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
    rest, manner = _strip_tail(words, _CLOSING)
    moved = _MOVING.at_tail(rest)
    if (
        not moved
        or rest.endswith(_NOT_MOVING)
        or (len(rest) < len(words) and not _MOVING_NOUN.at_tail(rest) and words[len(rest)] in "到至为")
    ):
        return rest, 0, manner
    stem = rest[: -len(moved)]
    stem, how = _strip_tail(stem, _MANNER)
    return stem, -1 if moved in _DOWN else 1, how + manner


def _strip_tail(words: str, lexicon: Lexicon) -> tuple[str, str]:
    rest = words
    while True:
        word = lexicon.at_tail(rest)
        if not word:
            found = (
                _IN_A_ROW.search(rest)
                or _MILESTONE.search(rest)
                or (_COMPARED.search(rest) if lexicon is _MANNER else None)
            )
            word = found[0] if found else ""
        if not word or (word == "均" and rest.endswith("平均")):
            return rest, words[len(rest) :]
        rest = rest[: -len(word)]


def without_head(words: str) -> Head:
    """Scope, kept verbs and the rest of a phrase, without time, stance, adverbs and light verbs."""
    scope, verb, acts, rest = "", "", False, words
    while rest:
        time = _TIME.match(rest) or _NUMBERED.match(rest) or _BOASTED.match(rest)
        word = time[0] if time else _OPENING.at_head(rest)
        area = "" if word else _SCOPE.at_head(rest)
        stem = _without_adverbs(rest)
        kept, light = _KEPT.at_head(stem), _LIGHT.at_head(stem)
        if word or area:
            scope, rest = area or scope, rest[len(word + area) :]
        elif kept and len(kept) >= len(light):
            verb, acts, rest = verb + kept, True, stem[len(kept) :]
            if not _verbs_follow(rest):
                break
        elif light and len(stem) - len(light) != 1 and not stem[len(light) :].startswith(_LIGHT_BUT):
            verb += light if verb == "累计" else ""
            acts, rest = True, stem[len(light) :]
        else:
            rest = "" if _ADVERB.all_of(rest) else rest
            break
    return Head(scope, verb, acts, rest.removeprefix("了"))


def _verbs_follow(words: str) -> bool:
    return bool(words and (_KEPT.at_head(words) or _LIGHT.at_head(words)) and len(words) <= 4)


def _without_adverbs(words: str) -> str:
    """Without adverbs, if a verb follows them: 深入开展… but 重点项目…."""
    rest = words
    while word := _ADVERB.at_head(rest):
        rest = rest[len(word) :]
    return rest if _KEPT.at_head(rest) or _LIGHT.at_head(rest) else words


def behind(words: str, last: bool) -> Counted:
    """Take apart what stands behind a figure up to the next figure or, for the `last`, the end of the clause.

    >>> behind("企业品牌入选首批中国消费名品", last=True)[:2]
    ('企业品牌', '入选中国消费名品')
    """
    ranked = _RANKED.search(words)
    words = words[: ranked.start()] if ranked else words
    hidden = masked(words)
    said = _SAID.search(hidden, 2)
    joint = None if last else _last_joint(hidden)
    stop = joint.start() if joint else len(words)
    if said and said.start() < stop:
        whole = last or joint  # else what is said goes on to the next figure
        told = predicate(words[said.start() : stop]) if whole else ""
        length = (joint.end() if joint else stop) if whole else said.start()
        return Counted(_noun(words[: said.start()]), told, length)
    if not last and not joint:
        noun = _without_statistic(words)
        return Counted(_noun(noun), "", len(noun))
    return Counted(_noun(words[:stop]), "", joint.end() if joint else stop)


def _without_statistic(words: str) -> str:
    """重点传统制造业增加值增长(5.3%) -> 重点传统制造业: the statistic is of the next figure.

    Nothing where the noun cannot be told from the statistic: 国考断面水质优良率达(100%).
    """
    rest, _, _ = _without_tail(words)
    statistic = _STATISTIC.at_tail(rest)
    return "" if len(statistic) == 1 else rest.removesuffix(statistic)


def _last_joint(hidden: str) -> re.Match[str] | None:
    joints = list(_JOINT.finditer(hidden, 1))
    return joints[-1] if joints else None


def _noun(words: str) -> str:
    noun = words.removeprefix("的")
    doing = _DOING.at_tail(noun)
    return noun[: -len(doing)] if doing and len(noun) - len(doing) >= 2 else noun


def predicate(words: str) -> str:
    """全面纳管 -> 纳管, 入选首批名单 -> 入选名单, 扎实推进 -> nothing."""
    rest = words
    while word := _SAID_ADVERB.at_head(rest):
        rest = rest[len(word) :]
    rest = rest.replace("首批", "")
    return "" if rest in _PROGRESS or len(rest) > 24 else rest


def passed_on(verb: str) -> str:
    """The verb, if it holds for the next members of the list too."""
    return verb if verb in _PASSING else ""


def opens(words: str) -> bool:
    """Whether the words only lead to the name behind them: 2025年全省, 推动."""
    head = without_head(words)
    return not head.verb and not head.rest


def scopes() -> frozenset[str]:
    """Words that name the reporting area: 全省, 全市."""
    return _SCOPE.words


def of_project(indicator: str) -> bool:
    """Whether an indicator without a subject is of the project told of before: 总投资, 全长."""
    return indicator.startswith(_FEATURES)


def goes_on(indicator: str) -> bool:
    """Whether an indicator says nothing without the one before it: 占全国比重, 高于全国."""
    return indicator.startswith(_RELATIVE) or indicator in _DEPENDENT


def purpose(indicator: str, words: str) -> str:
    """What money is spent on: 投入 (665亿元) 用于为民办实事项目 -> 为民办实事项目."""
    used = next((word for word in _PURPOSES if words.startswith(word)), "")
    return words[len(used) :] if used and indicator.endswith(_SPENDING) and len(words) < 24 else ""


def joins(words: str) -> bool:
    """Whether the words go on with a list: 、…, 和…."""
    return _JOINT.match(words) is not None


def rated(indicator: str) -> bool:
    """Whether an indicator is a rate or share by its name."""
    return indicator.endswith(("率", "比重", "占比", "比例", "比", "度", "指数"))


def behind_joint(text: str, start: int, end: int) -> int:
    """Where the words of a list's next member begin."""
    joint = _JOINT.match(text, start, end)
    return joint.end() if joint else start


def lists(words: str) -> bool:
    """Whether the words hold a list, or end in the middle of a phrase."""
    hidden = masked(words)
    return "、" in hidden or hidden.endswith(("等", "和", "及", "的"))


def boasts(noun: str) -> bool:
    """Whether what is counted is a manner of speech: (两个)万亿元台阶, (5.5%的)增长目标."""
    return noun.endswith(_SPEECH)


def stands(indicator: str) -> bool:
    """Whether the words can be an indicator."""
    return bool(indicator) and not indicator.endswith(_UNFINISHED)


def without_newly(indicator: str) -> str:
    """What there is of that which is newly added: 新增上市公司 -> 上市公司; nothing for other indicators."""
    whole = indicator.removeprefix("新增").removesuffix("新增")
    return "" if whole == indicator else whole


def closes(words: str) -> bool:
    """Whether the words only round off the figure before them: (突破万亿元) 大关, (15.6万套)（间）."""
    return _ROUNDING.fullmatch(words) is not None


def predicated(words: str) -> bool:
    """Whether the words tell what became of the figure before them, rather than what it counts."""
    return bool(words.startswith(_USES) or _SAID.match(words) or _SAID_ADVERB.at_head(words))


def leads_on(words: str) -> bool:
    """Whether the words end in a preposition: the figure behind is in the middle of a phrase."""
    return words.endswith(_PREPOSITIONS)


def people(noun: str) -> bool:
    """Whether a counted noun is of people."""
    return any(word in noun[:10] for word in _PEOPLE)


def members(phrase: str, count: int, names: Collection[str] = ()) -> list[str]:
    """A list that shares its tail, member by member; empty where it has not `count` (0: any number of them).

    Members that are names have their tail behind the name: 对非洲、拉美市场出口.

    >>> members("城、乡居民人均可支配收入", 2)
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    """
    for word, pair in _PAIRS.items():
        if count == len(pair) and word in phrase:
            return [phrase.replace(word, member, 1) for member in pair]
    hidden = masked(phrase)
    for joint in (_JOINT, _COMMA):
        cuts = [0, *(end for match in joint.finditer(hidden, 1) for end in match.span()), len(phrase)]
        parts = [phrase[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
        if len(parts) == count or (not count and len(parts) > 1):
            return _with_shared_ends(parts, names)
    return []


def _with_shared_ends(parts: Sequence[str], names: Collection[str]) -> list[str]:
    *firsts, last = parts
    if parts[0][0] in "对与":  # 对东盟、非洲出口
        firsts, last = [parts[0], *(parts[0][0] + part for part in firsts[1:])], parts[0][0] + last
        names = [parts[0][0] + name for name in names]
    short = next((word for word in (last[:2], last[:1]) if word in _SHORT), "")
    if short and all(first in _SHORT for first in firsts):
        return [_SHORT[part] + last[len(short) :] for part in (*firsts, short)]
    name = next((name for name in names if last.startswith(name)), "")
    if name and name != last and firsts[-1].endswith(tuple(names)):
        return [first + last[len(name) :] for first in firsts] + [last]
    whole = [first + _shared_tail(first, last) for first in firsts] + [last]
    return [completed(part, whole[0]) for part in whole]


def _shared_tail(first: str, last: str) -> str:
    """What follows the ending that both have in common (农村居民|人均可支配收入), or the statistic (水利|投资)."""
    if first[-1:] == last[-1:]:
        return ""
    for length in range(min(6, len(first)), 0, -1):
        at = last.find(first[-length:])
        if at >= 0 and (length > 1 or at == len(first) - 1):
            return last[at + length :].lstrip("”》’")
    tail = _STATISTIC.at_tail(last)
    return "" if _STATISTIC.at_tail(first) or len(tail) < 2 else tail


def completed(part: str, first: str) -> str:
    """A statistic that stands alone, with what the one before it is of: 猕猴桃产值, 出口 -> 猕猴桃出口."""
    head = _STATISTIC.at_tail(first)
    return first[: -len(head)] + part if head and part in _BARE.words else part


def dependent(indicator: str, first: str, grown: str = "") -> str:
    """An indicator that says nothing alone, with the one before it: 产值, 占全国比重 -> 产值占全国比重.

    Nothing where the two do not fit.
    """
    if indicator.startswith("占"):
        return first + indicator
    if indicator.startswith(_RELATIVE):
        return first + grown + indicator
    whole = completed(indicator, first)
    return whole if whole != indicator else ""


def generic(words: str) -> bool:
    """Whether a noun needs the name before it."""
    return words in _GENERIC


def levelled(noun: str, following: str) -> str:
    """8个国家级、13个省级区域医疗中心: 国家级 is of what follows 省级; 污水和黑臭水体治理: 治理 is of both."""
    if noun.endswith("级") and "级" in following:
        return noun + following[following.index("级") + 1 :]
    done = _DONE.at_tail(following)
    return noun if not done or _DONE.at_tail(noun) else noun + done
