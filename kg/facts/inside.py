"""What a name says by itself: 屈子祠镇光伏发电 lies in 屈子祠镇, 京港高铁阜阳至黄冈段 is a part of 京港高铁."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from kg.facts.sure import sure
from ontology.divisions import ancestors, by_code
from ontology.model import Division, Label, Mention, Predicate, Relation, Report

_SUPPORT = 2.0  # a place inside speaks for the name a little
_LONGEST = 12  # characters of a place's or firm's name
_FULL = re.compile(r"[省市县区州镇乡]$|街道$")
_PAIR = re.compile(r"至|到|—|－|-|～")  # a line between two places lies in neither alone
_VILLAGE = re.compile(r"[\u4e00-\u9fff]{2,3}?(?:村|社区|街道|镇|乡)")
_DIRECTION = re.compile(
    r"[豫闽鲁苏浙皖赣湘鄂粤桂琼川蜀渝黔滇藏陕秦甘陇青宁蒙晋冀辽吉黑沪京津](?:东|西|南|北|中){1,2}(?:平原|地区|盆地)?"
)
# 罗水三期治理, 闽江干流防洪提升
_RIVER = re.compile(
    r"([\u4e00-\u9fff]{1,3}[江河湖水溪])"
    r"(?:[一二三四五六七八九]期|干流|支流|流域|河道|沿线|水系|水环境)*"
    r"(?:综合治理|治理|整治|防洪|生态|清淤|碧道|风光带|项目|工程|“)"
)
_NO_RIVER = re.compile("(?:[引供调排污山]水|河湖)")  # 三滩引水生态治理
_NATURAL = re.compile(r".[江河湖海山岛湾溪泉沟峡谷岭洲]$")
# 恒力|轴业 is a company of its own, and not one of 恒力
_OTHER_FIRM = re.compile(
    r".{0,3}(?:业|科技|股份|集团|公司|新材料?|精密|机械|电子|生物|食品|光能|绿能|光电|(?<!新)能源|电气|玻璃)(?:[一二三四五六]期)?"
)
_RUNS_ON = "器机业"  # 渭源传感|器产业园
_ABOUT = re.compile(r"文化|文明|博物馆|展览馆|艺术")  # 黄河文化博物馆 may be about the river alone
_WHOLE_ENDS = ("港", "区", "园", "城", "基地", "项目", "”")  # 小洋山北|作业区 is no part of a project 小洋山北
_BRACKETS = re.compile(r"（([^（）]{2,10}?)段?）")
_ISSUER = re.compile(
    r"(?!关于)(?:\d{4}年)?((?:中共)?[\u4e00-\u9fff]{2,10}?(?:委员会|人民政府|政府|[省市县区州]委))(?:办公厅|办公室)?(?=关于|工作报告)"
)


class Said(NamedTuple):
    """A relation between a name and the stretch of it from `start` to `end`."""

    predicate: Predicate
    label: Label
    start: int
    end: int
    score: float
    by: str


class Names(NamedTuple):
    """Names that may stand inside others in one report."""

    places: Mapping[str, Label]
    firms: Set[str]


def inside(report: Report, mentions: Sequence[Mention]) -> Iterator[Relation]:
    """Relations between each name and a name that stands inside it."""
    names = Names(_places(report, mentions), _firms(mentions))
    index, last = 0, len(report.sentences) - 1
    for mention in mentions:
        while index < last and mention.start >= report.sentences[index].end:
            index += 1
        for said in _said_by(mention, names):
            start, end = mention.start + said.start, mention.start + said.end
            part = Mention(start, end, said.label, mention.text[said.start : said.end], mention.score, said.by)
            score = sure(said.score, mention.score, support=_SUPPORT)
            yield Relation(mention, said.predicate, part, mention.start, mention.end, index, score, said.by)


def _said_by(mention: Mention, names: Names) -> Iterator[Said]:
    text, label = mention.text, mention.label
    firm = _firm(text, names.firms) if label is Label.PRJ else None
    if firm:
        yield firm
    if label in (Label.PRJ, Label.FAC):
        located = _bracketed(text, names.places) or _before_tail(text, names.places)
        located = located or (None if firm else _prefix(text, names.places))
        if located:
            yield located
        yield from _part(text, label)
    if label in (Label.ORG, Label.ENT) and (located := _seat(text, names.places)):
        yield located
    if label is Label.POL and (issuer := _ISSUER.match(text)):
        yield Said(Predicate.ISSUED_BY, Label.GOV, issuer.start(1), issuer.end(1), 0.95, "issuer-inside")


def _seat(text: str, places: Mapping[str, Label]) -> Said | None:
    """Where an organisation sits: named after a city all over the country, or after a place close by."""
    if not text.endswith(tuple(_words()["organizations"])):
        return None
    divisions = {name: label for name, label in places.items() if label is Label.ADM}
    places = {**_country(), **divisions}
    return _bracketed(text, places) or _before_tail(text, places) or _prefix(text, places)


def _bracketed(text: str, places: Mapping[str, Label]) -> Said | None:
    for found in _BRACKETS.finditer(text):
        if found[1] in places:
            return _place(places[found[1]], found.start(1), found.end(1), 0.95)
    return None


def _before_tail(text: str, places: Mapping[str, Label]) -> Said | None:
    """雄商高铁河南段, 中国农科院河南创新基地: the place just before the last noun."""
    for tail in ("段", *_words()["branches"]):
        if text.endswith(tail):
            end = len(text) - len(tail)
            for start in range(max(0, end - _LONGEST), end - 1):
                name = text[start:end]
                if name in places and not (start and _PAIR.match(text, start - 1)):
                    return _place(places[name], start, end, 0.93)
    return None


def _prefix(text: str, places: Mapping[str, Label]) -> Said | None:
    """屈子祠镇光伏发电, 豫东水资源配置工程: the name begins with the place."""
    if _PAIR.search(text):
        return None
    words = _words()
    for end in range(min(_LONGEST, len(text) - 2), 1, -1):
        # 青海 is not the place of 青海湖
        if text[:end] in places and (_FULL.search(text[:end]) or not text.startswith(tuple(words["goes_on"]), end)):
            about = places[text[:end]] is Label.LOC and _ABOUT.search(text, end)
            return None if about else _place(places[text[:end]], 0, end, 0.93)
    village = _VILLAGE.match(text)
    if village and village.end() < len(text) - 1 and not _is_word(text, village.end()):
        return Said(Predicate.LOCATED_IN, Label.ADM, 0, village.end(), 0.8, "village-inside")
    region = _DIRECTION.match(text) or _RIVER.match(text)
    if not region or region.end(region.lastindex or 0) == len(text):
        return None
    name, end = region[region.lastindex or 0], region.end(region.lastindex or 0)
    through = text.startswith(tuple(words["goes_on"]), region.end())  # 渝西高铁 leads to 西安
    if not through and name not in words["no_regions"] and not _NO_RIVER.search(name):
        return Said(Predicate.LOCATED_IN, Label.LOC, 0, end, 0.8, "region-inside")
    return None


def _is_word(text: str, end: int) -> bool:
    """Whether what looks like a village is a word of every day or runs on: 美丽乡村示范带, 沿河乡|村振兴."""
    words = _words()
    return text[:end].endswith(tuple(words["no_villages"])) or text.startswith(("村", *words["goes_on"]), end)


def _place(label: Label, start: int, end: int, score: float) -> Said:
    return Said(Predicate.LOCATED_IN, label, start, end, score, "place-inside")


def _part(text: str, label: Label) -> Iterator[Said]:
    """京港高铁阜阳至黄冈段, 大运河国家文化公园（河南段）, 周口港中心作业区: the whole comes first."""
    words = _words()
    whole = 0
    if text.endswith("段"):
        whole = max((text.rfind(noun) + len(noun) for noun in words["wholes"] if noun in text), default=0)
    elif text.endswith("段）"):
        whole = text.rfind("（")
    elif part := next((part for part in words["parts"] if text.endswith(part)), ""):
        whole = len(text) - len(part) if text.removesuffix(part).endswith(_WHOLE_ENDS) else 0
    if 2 < whole < len(text) - 1:
        yield Said(Predicate.PART_OF, label, 0, whole, 0.9, "part-inside")


def _firm(text: str, firms: Set[str]) -> Said | None:
    known = _words()["enterprises"]
    for end in range(min(_LONGEST, len(text) - 2), 1, -1):
        other = text[end] in _RUNS_ON or (text[:end] in known and _OTHER_FIRM.fullmatch(text, end))
        if text[:end] in firms and not other:
            return Said(Predicate.UNDERTAKEN_BY, Label.ENT, 0, end, 0.88, "firm-inside")
    return None


def _places(report: Report, mentions: Sequence[Mention]) -> Mapping[str, Label]:
    """Places that count in this report: its area, what lies around and in it, and small ones that it names itself."""
    area = report.area
    code = area and (area.code or area.parent)
    around = dict.fromkeys(_around(code), Label.ADM) if code else {}
    named = {m.text: m.label for m in mentions if _is_place(m)}
    own = {name: label for name, label in named.items() if name not in _elsewhere() and name not in _words()["words"]}
    short = {_short(name): label for name, label in own.items() if label is Label.ADM and len(name) > 3}
    home = dict.fromkeys((area.name, _short(area.name)), Label.ADM) if area else {}
    return {**short, **own, **around, **home}


def _is_place(mention: Mention) -> bool:
    """A division, park or natural feature; 中原 or 长三角 is too wide to say where something lies."""
    if mention.label is Label.LOC:
        return bool(_NATURAL.search(mention.text))
    return mention.label in (Label.ADM, Label.PARK) and len(mention.text) > 1


@cache
def _around(code: str) -> Set[str]:
    """Names of a division, those above it, in it, and beside it in its prefecture."""
    area = by_code()[code]
    within = code[:4] if len(code) > 4 else code
    near = [*ancestors(area), *(division for division in by_code().values() if division.code.startswith(within))]
    close = {division.code for division in near if division.code.startswith(code)} if len(code) > 4 else set()
    return frozenset(name for division in near for name in _names(division, close=division.code in close))


@cache
def _country() -> Mapping[str, Label]:
    """Provinces and prefectures, which universities and the like are named after all over the country."""
    large = (division for division in by_code().values() if division.level in ("province", "prefecture"))
    return dict.fromkeys((name for division in large for name in _names(division, close=False)), Label.ADM)


@cache
def _elsewhere() -> Set[str]:
    """Names that mean one large place whoever uses them."""
    large = (division for division in by_code().values() if division.level != "township")
    return frozenset(name for division in large for name in (division.name, _short(division.name)))


def _names(division: Division, *, close: bool) -> Iterator[str]:
    """The full name, and the short one where it is no word of every day; a township's only close by."""
    yield division.name
    short = _short(division.name)
    if len(short) > 1 and (close or division.level != "township") and short not in _words()["words"]:
        yield short


def _short(name: str) -> str:
    """湘西土家族苗族自治州 -> 湘西."""
    return _ending().sub("", name)


@cache
def _ending() -> re.Pattern[str]:
    peoples = "|".join(_words()["peoples"])
    return re.compile(f"(?:{peoples})*(?:特别行政区|自治[区州县旗]|[省市县州盟旗]|地区|林区|街道|镇|乡)$")


def _firms(mentions: Sequence[Mention]) -> Set[str]:
    named = {mention.text for mention in mentions if mention.label is Label.ENT and len(mention.text) > 1}
    return named | set(_words()["enterprises"])


@cache
def _words() -> Mapping[str, Any]:
    tables = tomllib.loads((files("kg.facts") / "relations.toml").read_text(encoding="utf-8"))
    words: Mapping[str, Any] = tables["inside"]
    return words
