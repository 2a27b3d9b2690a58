"""Names as written, brought to the form in which two names of one thing are equal."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ontology.model import Division, Label

from .places import Outlook, country_names, is_named

_MARKS = str.maketrans("（）：，", "():,", "“”\"‘’'《》〈〉「」『』 \u3000\t\r\n*")
_LONGEST_PLACE = 14  # characters of the longest official name that starts other names

_ORDINAL = r"(?:第[一二三四五六七八九十百零\d]{1,5}[届次]|首届)"
_EDITION = re.compile(rf"(?P<edition>(?:20\d\d年?(?:度)?)?{_ORDINAL}?)(?P<rest>.+)")
_CONGRESS = re.compile(
    r"第?(?P<term>[一二三四五六七八九十百\d]{1,4})届?(?:人大|人民代表大会)第?(?P<session>[一二三四五六七八九十\d]{1,3})次会议"
)
_PLENUM = re.compile(
    r"(?:党的|中共|中国共产党)?第?(?P<term>[一二三四五六七八九十\d]{1,4})届(?:中央委员会第)?"
    r"(?P<session>[一二三四五六七八九十\d]{1,3})(?:次全体会议|中全会)"
)
_PARTY_CONGRESS = re.compile(
    r"(?:党的|中共|中国共产党)?(?:第?(?P<term>十[一二三四五六七八九]?|二十[一二三四五六七八九]?)(?:大|次全国代表大会))"
)
_LEVEL = re.compile(r"^国家级")
_SCENIC = re.compile(r"(?:国家)?(?P<grade>A{1,5}|[1-5]A)级?(?:国家)?(?:旅游)?景区")
_YEAR = re.compile(r"^20\d\d年?度?")
_TOLD_APART = re.compile(r"\d|届|第.{1,4}次")
_ROAD = re.compile(r"(?P<system>[GS])\d{1,4}(?:线|[一-鿿]{2,8}高速(?:公路)?)?")


@cache
def knowledge() -> Mapping[str, Any]:
    """What names.toml says."""
    return tomllib.loads((files("kg.identity") / "names.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """The name without quotes, book-title marks and spaces.

    >>> plain("《“智赋万企” 行动》")
    '智赋万企行动'
    """
    return text.translate(_MARKS).upper()


@cache
def _known() -> Mapping[tuple[str, str], str]:
    return {
        (label, plain(name)): name for row in knowledge()["known"] for label in row["labels"] for name in row["names"]
    }


@cache
def _general(which: str) -> re.Pattern[str]:
    return re.compile(knowledge()["general"][which])


@cache
def _yearly() -> re.Pattern[str]:
    return re.compile(knowledge()["forms"]["yearly"])


@cache
def _deictics() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    return tuple((row["word"], tuple(row["ends"]), re.compile(row["not_before"])) for row in knowledge()["deictic"])


@cache
def _beginnings(label: Label) -> tuple[str, ...]:
    abroad = tuple(country_names()) if label in (Label.ENT, Label.ORG) else ()
    return (*knowledge()["national"]["beginnings"].get(label, ()), *abroad)


def is_general(name: str, area: Division | None = None) -> bool:
    """Whether the words may be said of several things in one report of this area: 主体工程, 二期, 敬老院."""
    of_many = area is not None and area.level == "province" and _general("of_a_province").fullmatch(name)
    return bool(of_many or _general("pattern").fullmatch(name))


def is_yearly(name: str) -> bool:
    """Whether the name is that of a meeting held again every year."""
    return bool(_yearly().search(name)) and not _TOLD_APART.search(name)


def is_national(label: Label, name: str) -> bool:
    """Whether the name is the same thing in every report: 全国…, 中国…, a university, a name known to all."""
    if (label, name) in _known():
        return True
    if _YEAR.sub("", name).startswith(_beginnings(label)) or (label is Label.HON and _SCENIC.fullmatch(name)):
        return True
    if label is Label.EVT and re.search("全国(?:人大|政协)", name):
        return True
    if label is Label.ORG and name.endswith("大学") and len(name) > 3:
        return not name.endswith(tuple(knowledge()["national"]["common_universities"]))
    road = _ROAD.fullmatch(name)
    return bool(road) and road["system"] == "G" if road else False


@dataclass(frozen=True, slots=True)
class Led:
    """A name that starts with a place or a word for the report's own level."""

    division: Division
    rest: str  # what follows
    spelled: bool  # the place is written out in full; else 省, 市, 县 or a short form
    deictic: bool


def led(outlook: Outlook, name: str) -> Led | None:
    """What place a name starts with, as seen from the report.

    A short form counts only for the report's own places and provinces, since 长乐古镇 need not be in 长乐.
    """
    return _led_by_place(outlook, name) or _led_by_level(outlook, name)


def _led_by_place(outlook: Outlook, name: str) -> Led | None:
    for size in range(min(_LONGEST_PLACE, len(name) - 1), 1, -1):
        start = name[:size]
        if not (is_named(start) or outlook.is_area(start)):
            continue
        division = outlook.find(start)
        if division is None:
            continue
        spelled = start == division.name
        sure = len(division.code) == 2 or (spelled and not start.endswith("区"))
        if not (sure or outlook.is_near(division)):
            continue
        return _deeper(outlook, Led(division, name[size:], spelled, deictic=False))
    return None


def _deeper(outlook: Outlook, found: Led) -> Led:
    """四川省绵阳市… is of 绵阳市."""
    for size in range(min(_LONGEST_PLACE, len(found.rest) - 1), 2, -1):
        inner = outlook.inside(found.rest[:size], found.division)
        if inner and inner.name == found.rest[:size]:
            return Led(inner, found.rest[size:], spelled=True, deictic=False)
    return found


def _led_by_level(outlook: Outlook, name: str) -> Led | None:
    for word, ends, not_before in _deictics():
        if not name.startswith(word) or len(name) == len(word):
            continue
        rest = name[len(word) :]
        division = outlook.level(*ends)
        if division and not not_before.match(rest):
            return Led(division, rest, spelled=False, deictic=True)
    return None


def graded(outlook: Outlook, name: str) -> Division | None:
    """The division whose level a name starts with: 省级示范站, 全省首批试点县."""
    for word, ends, _ in _deictics():
        if name.startswith((word + "级", "全" + word)):
            return outlook.level(*ends)
    return None


def road_of_province(name: str) -> bool:
    """S316 is a road of the province."""
    road = _ROAD.fullmatch(name)
    return bool(road) and road["system"] == "S" if road else False


def splits(found: Led) -> bool:
    """Whether what follows the place is a name by itself: 高新区 of 汨罗, but 江 of 汨罗江 is not."""
    if found.spelled or found.deictic:
        return len(found.rest) > 1 and not found.rest.startswith("级")
    return len(found.rest) > 2 and found.rest[0] not in knowledge()["forms"]["glued"]


def stem(label: Label, name: str) -> str:
    """The name without what says nothing: a project's 项目, a company's legal form, the spelling of a session."""
    if label is Label.PRJ:
        return _without_tail(name, knowledge()["forms"]["project_tails"])
    if label is Label.PARK:
        for full, short in knowledge()["forms"]["park_words"]:
            name = name.replace(full, short)
    if label in (Label.ENT, Label.ORG):
        short = _without_tail(name, knowledge()["forms"]["company_tails"])
        return short + "集团" if name == short + "集团有限公司" else short
    if label is Label.EVT:
        return _session(name)
    if label is Label.HON:
        return _graded_scenic(_LEVEL.sub("国家", name))
    return name


def _without_tail(name: str, tails: list[str]) -> str:
    tail = next((tail for tail in tails if name.endswith(tail) and len(name) - len(tail) > 1), "")
    return name.removesuffix(tail)


def edition(name: str) -> tuple[str, str]:
    """An event's year or ordinal in front, and the rest.

    >>> edition("第三届岳阳市旅游发展大会")
    ('第三届', '岳阳市旅游发展大会')
    """
    found = _EDITION.fullmatch(name)
    return (found["edition"], found["rest"]) if found else ("", name)


def _session(name: str) -> str:
    """Sessions of congresses and of the party's committee, however they are spelled."""
    if found := _CONGRESS.fullmatch(name):
        return f"{_number(found['term'])}届人大{_number(found['session'])}次会议"
    return name


def national_session(name: str) -> str:
    """One form for a congress or plenum of the whole party; empty for other events.

    >>> national_session("二十届三中全会") == national_session("中国共产党第二十届中央委员会第三次全体会议")
    True
    """
    if found := _PLENUM.fullmatch(name):
        return f"中共{_number(found['term'])}届{_number(found['session'])}中全会"
    if found := _PARTY_CONGRESS.fullmatch(name):
        return f"中共{_number(found['term'])}大"
    return ""


def _graded_scenic(name: str) -> str:
    """国家AAA旅游景区 is 国家3A级景区; the grades are the nation's, whether 国家 is said or not."""
    found = _SCENIC.fullmatch(name)
    if not found:
        return name
    grade = found["grade"]
    return f"国家{len(grade) if grade.startswith('A') else grade[0]}A级景区"


def _number(text: str) -> int:
    """A number below 100 in Chinese or Arabic figures.

    >>> _number("二十"), _number("十三"), _number("4")
    (20, 13, 4)
    """
    if text.isdigit():
        return int(text)
    tens, ten, units = text.rpartition("十")
    digits = "零一二三四五六七八九"
    high = (digits.find(tens[-1:]) if tens else 1) * 10 if ten else 0
    return high + (max(digits.find(units[-1:]), 0) if units else 0)
