"""The division that a report speaks for: by the name it gives itself, else by the places it speaks of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from kg.read.front import Front
from kg.read.lines import words
from ontology.divisions import ancestors, by_code, by_name
from ontology.model import Division

COUNTRY = Division("", "中华人民共和国", "country")
SAMPLE = 200_000  # characters that are searched for places
OPENING = 1_500  # characters in which a report says who it speaks for
LEVELS = {"省": "province", "盟": "prefecture", "州": "prefecture", "县": "county", "区": "county", "旗": "county"}
TOWNSHIPS = ("镇", "乡", "街道", "苏木")
ZONES = ("开发区", "高新区", "经开区", "园区", "新区", "示范区", "度假区", "保税区", "管理区")
KIND = "|".join([*TOWNSHIPS, "自治[区州县旗]", *LEVELS, "市"])
NAME = rf"(?!关于)((?:[\u3400-\u9fff]{{2,14}}?(?:{KIND}))+?)"
GENERIC = re.compile(rf"(?:全|本|我|各)?({KIND})")

REPORTS = r"(?:人民)?政府|工作报告|办事处|管理委员会|管委会|\d{4}年"
# Where a report names its area, and how much each place is worth.
TOLD = (
    (4, "session", re.compile(rf"^{NAME}(?=第?[一二三四五六七八九十\d]+[届次]|工作会议|\d)")),
    (4, "title", re.compile(rf"(?:^|年|关于){NAME}(?={REPORTS})")),
    (2, "opening", re.compile(rf"(?:代表|受){NAME}(?=人民政府|政府|管理委员会|办事处)")),
    (2, "opening", re.compile(rf"《{NAME}(?=\d{{4}}年|国民经济)")),
    (2, "front", re.compile(rf"(?:^|\n){NAME}(?=人民政府|管委会|管理委员会|[代副]?[市县区镇乡旗省州]长)")),
    (1, "name", re.compile(rf"(?:^|\d年?|[_\-\s]){NAME}(?=[^\u3400-\u9fff]|$|人民|政府|工作)")),
)
ABOVE = re.compile(rf"(?<=[在、和，共]){NAME}(?=委|党委|政府|人民政府)")
GOVERNMENT = re.compile(rf"(?:代表|受)({KIND})(?=人民政府|政府|办事处|管委会|管理委员会)")
DISTRICTS = re.compile("县（市、区）|各县|县区|区县|县市区")
SUFFIX = re.compile(f"(?<=[\u3400-\u9fff])(?:{KIND})")
LONGEST = 15  # characters of a division's name
FEW = 3  # places of its own that a report names at least
OFTEN, SELDOM = 10, 1_500  # a report names its area more than ten times and once in so many characters
CLEAR = 1.5  # times as strong as the next


class Naming(NamedTuple):
    """The texts in which a report may name its area."""

    session: str
    title: str
    front: str
    opening: str
    name: str


def read_area(front: Front, text: str, body: int, name: str) -> Division | None:
    """The area, or None where neither its name nor its places tell."""
    naming = Naming(front.session, front.title, text[:body], text[body : body + OPENING], name)
    if "全国人民代表大会" in front.session or "代表国务院" in naming.opening or "国务院" in name + naming.front:
        return COUNTRY
    told = _told(naming)
    if told:
        return _resolve(told, text)
    kind = GENERIC.match(front.session) or GOVERNMENT.search(naming.opening)
    return _by_places(text, kind[1] if kind else "")


def _told(naming: Naming) -> str:
    """The name that the report's own words give most weight."""
    weight: Counter[str] = Counter()
    for worth, where, pattern in TOLD:
        for found in pattern.finditer(getattr(naming, where)):
            if not GENERIC.fullmatch(found[1]):
                weight[found[1]] += worth
    if not weight:
        return ""
    best = weight.most_common(1)[0][0]
    return max((name for name in weight if name.endswith(best)), key=len)


def _resolve(told: str, text: str) -> Division:
    """惠州市榕湾区 or 汨罗市 as the official list has it, else as told, below the last part that the list knows."""
    above: Division | None = None
    parts = _parts(told)
    for part in parts[:-1]:
        above = _nearest(by_name().get(part, ()), above, text) or above
    last = parts[-1]
    known = _nearest(by_name().get(last, ()), above, text)
    if known:
        return known
    above = above or _above(text, last)
    return Division("", last, _level(last, above, text), above.code if above else "")


def _parts(told: str) -> list[str]:
    """The names that make up a full address, the official ones parted from what follows.

    >>> _parts("惠州市榕湾区")
    ['惠州市', '榕湾区']
    """
    for end in range(len(told) - 2, 1, -1):
        if told[:end] in by_name():
            return [*_parts(told[:end]), told[end:]]
    return [told]


def _nearest(candidates: tuple[Division, ...], above: Division | None, text: str) -> Division | None:
    """Of divisions that share a name the one below `above`, else the one whose region the text speaks of."""
    if above:
        candidates = tuple(division for division in candidates if above in ancestors(division))
    if len(candidates) == 1 and (above or candidates[0].level in ("province", "prefecture")):
        return candidates[0]
    sample = text[:SAMPLE]
    heard = Counter({division: sum(sample.count(short(up)) for up in ancestors(division)) for division in candidates})
    (best, most), (_, next_most) = [*heard.most_common(2), (None, 0), (None, 0)][:2]
    return best if most > CLEAR * next_most else None


def _above(text: str, own: str) -> Division | None:
    """The prefecture or county that the text thanks for its leadership: 在岳阳市委和市委坚强领导下."""
    named: Counter[str] = Counter()
    for found in ABOVE.finditer(text[:SAMPLE]):
        if found[1] != own and not GENERIC.fullmatch(found[1]):
            named[found[1]] += 1
    for name, _ in named.most_common():
        known = by_name().get(name, ())
        if len(known) == 1 and known[0].level in ("prefecture", "county"):
            return known[0]
    return None


def _level(name: str, above: Division | None, text: str) -> str:
    """The level that a name shows; a development zone has none, and a 市 has its districts or a prefecture above."""
    if name.endswith(ZONES):
        return ""
    if name.endswith(TOWNSHIPS):
        return "township"
    if name.endswith("自治区"):
        return "province"
    if not name.endswith("市"):
        return LEVELS.get(name[-1], "")
    return "prefecture" if not above and len(DISTRICTS.findall(text[:SAMPLE])) > 1 else "county"


@cache
def short(division: Division) -> str:
    """The name without its kind, as reports use it: 汨罗, 延边, 内蒙古."""
    if division.level == "township":
        return division.name
    peoples = "|".join(words()["area"]["peoples"])
    stem = re.sub(rf"(?<=..)(?:(?:{peoples})族?)*自治[区州县旗]$|(?:地区|林区|特区|[省市县区旗盟])$", "", division.name)
    return stem if len(stem) > 1 else division.name


def _by_places(text: str, kind: str) -> Division | None:
    """The division of this kind that the text names most and whose own divisions it names."""
    sample = text[:SAMPLE]
    below = Counter({division: FEW for division in by_code().values() if division.level == "province"})
    for name in _named(sample):
        for division in by_name()[name]:
            for up in (division, *ancestors(division)[:1]):
                if up.level != "township":
                    below[up] += 1
    said = {up: sample.count(short(up)) for up, count in below.items() if count >= FEW and up.name.endswith(kind)}
    told = {up: below[up] * times for up, times in said.items() if times > max(OFTEN, len(sample) // SELDOM)}
    ranked = Counter(told).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < CLEAR * ranked[1][1]):
        return None
    return ranked[0][0]


def _named(text: str) -> Iterator[str]:
    """Every official name that the text contains, once."""
    known = by_name()
    seen = set()
    for found in SUFFIX.finditer(text):
        for start in range(max(found.end() - LONGEST, 0), found.end() - 1):
            name = text[start : found.end()]
            if name in known and name not in seen:
                seen.add(name)
                yield name
                break
