"""Figures as they are written: number, unit and bound, without what they are about."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from typing import NamedTuple

from kg.facts import figures_han as han
from ontology.model import Quantity


class Figure(NamedTuple):
    """A quantity in the text; `start` includes a bounding word before it (超过25%), `end` one after it."""

    start: int
    digits: int  # where the number itself begins
    end: int
    quantity: Quantity
    kind: str  # of the unit: ratio, money, area, people, count, ...; none where there is a power of ten alone
    unit: str  # without its power of ten


_UNITS = tomllib.loads(files(__package__).joinpath("units.toml").read_text(encoding="utf-8"))


def _longest_first(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _guarded(unit: str) -> str:
    """The unit where it is no part of a longer word."""
    compounds = _UNITS["compounds"].get(unit)
    return re.escape(unit) + (f"(?![{compounds}])" if compounds else "")


def _by_word(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: sign for sign, words in table.items() for word in words}


_KIND = {unit: kind for kind, units in _UNITS["kinds"].items() for unit in units}
_BEFORE = _by_word(_UNITS["before"])
_AFTER = _by_word(_UNITS["after"])
_BEHIND = tuple(_UNITS["not"]["behind"])
_BEHIND_BUT = tuple(_UNITS["not"]["behind_but"])
_AHEAD = tuple(_UNITS["not"]["ahead"])
_GRADES = tuple(_UNITS["not"]["grades"])
_RHETORIC = tuple(_UNITS["not"]["rhetoric"])

_UNIT = "|".join(map(_guarded, sorted(_KIND, key=len, reverse=True)))
_POWER = _longest_first(_UNITS["powers"]["words"])
_BOUND = _longest_first(list(_AFTER))
_DIGIT = han.DIGITS
_HAN = han.NUMERAL

# 1,327.5 | 10—12个百分点 | 750多万人次 | 19微克/立方米 | 5%～6% | 300万以上 | 3.1万套（户）
_NUMBER = re.compile(
    rf"""
    (?<![\dA-Za-z._+×/:：-])
    (?P<low> \d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,9}})? | \d{{1,15}}(?:\.\d{{1,9}})? )
    (?P<more> [多余来] )?
    (?: (?:{_POWER})? %? (?:[—–~～-]{{1,2}}|至|到) (?P<high> \d{{1,15}}(?:\.\d{{1,9}})? ) )?
    (?: (?P<power> {_POWER} )?? (?P<more_too> [多余] )?
        (?P<unit> (?:{_UNIT}) (?:[/每](?:{_UNIT}|日|年))? ) (?P<after> {_BOUND} )? (?:（[\u4e00-\u9fff]{{1,2}}）)?
      | (?P<bare_power> {_POWER} ) (?P<bare_more> [多余] )? (?P<bare_after> {_BOUND} )? (?![\d.+×:：A-Za-z])
    )
    """,
    re.VERBOSE,
)
# 百分之十二点五 | 三成以上 | 三分之一 | 两倍 | 翻两番 | 持平 | 三百五十亿元 | (超)千亿元
_HAN_NUMBER = re.compile(
    rf"""
    (?<![几数{_DIGIT}十百千万亿])
    (?: 百分之 (?P<percent> {_HAN}{{1,5}} (?:点[{_DIGIT}]{{1,4}})? )
      | (?P<tenths> [一二三四五六七八九] ) 成 (?![立为功效果员长就绩本品套型熟年都形])
      | (?P<whole> [二三四五六七八九十] ) 分之 (?P<parts> [一二两三四五六七八九] )
      | (?P<times> {_HAN}{{1,4}} (?:点[{_DIGIT}]{{1,3}})? ) (?:多)? 倍
      | 翻了?(?P<doublings> [一两二三四] )? 番
      | (?P<about> 基本 | 总体 | 大体 )? (?P<same> (?<!保)持平(?![稳衡均]) )
      | (?P<number> {_HAN}{{1,12}}? ) (?P<more> [多余] )? (?P<power> [万亿] )?
        (?: [到至] (?P<high> {_HAN}{{1,12}}? ) )? (?P<unit> {_UNIT} )
    )
    (?P<after> {_BOUND} )?
    """,
    re.VERBOSE,
)
_PER = re.compile(rf"每(?P<unit>{_UNIT})$")


def figures(text: str) -> Iterator[Figure]:
    """Figures of a text in order; ranks, dates, grades and ordinals are none.

    >>> [f.quantity for f in figures("排名第3，营收超1.2亿元")]
    [Quantity(value=Decimal('1.2'), unit='亿元', bound='>', high=None)]
    """
    found = [*_arabic(text), *_han(text)]
    found.sort()
    end = 0
    for figure in found:
        if figure.start >= end:
            yield figure
            end = figure.end


def _arabic(text: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(text):
        unit, end = match["unit"] or "", match.end()
        if not _counts(text, match.start(), end, unit):
            continue
        low, high = Decimal(match["low"].replace(",", "")), Decimal(match["high"]) if match["high"] else None
        if high is not None and high <= low:
            continue
        unit, start = _per(text, match.start(), unit.replace("每", "/"))
        more = match["more"] or match["more_too"] or match["bare_more"]
        bound, start = _bound(text, start, match["after"] or match["bare_after"], bool(more))
        kind = _KIND.get(unit.partition("/")[0], "none")
        power = match["power"] or match["bare_power"] or ""
        whole = power + ("个" if unit == "大" else unit)
        yield Figure(start, match.start(), end, Quantity(low, whole, bound, high), kind, unit)


def _counts(text: str, start: int, end: int, unit: str) -> bool:
    """Whether a number with its unit is a figure rather than a date, rank, grade or name."""
    if _ranked(text, start):
        return False
    ahead = text[end : end + 4]
    if unit:
        return not ahead.startswith(_GRADES) and not (unit in ("个", "大", "项") and ahead.startswith(_RHETORIC))
    return not ahead.startswith(_AHEAD)


def _ranked(text: str, start: int) -> bool:
    return text.endswith(_BEHIND, 0, start) and not text.endswith(_BEHIND_BUT, 0, start)


def _bound(text: str, start: int, after: str | None, more: bool) -> tuple[str, int]:
    """Sign that the words around a number set, and where the word before it begins."""
    for length in (3, 2, 1):
        word = text[max(0, start - length) : start]
        if word in _BEFORE:
            sign = _BEFORE[word]
            return (sign, start - len(word)) if sign else (_AFTER.get(after or "", ">" if more else ""), start)
    return _AFTER.get(after or "", ">" if more else ""), start


def _per(text: str, start: int, unit: str) -> tuple[str, int]:
    """每立方米19微克 -> 微克/立方米."""
    per = _PER.search(text, max(0, start - 5), start)
    return (f"{unit}/{per['unit']}", per.start()) if per and "/" not in unit else (unit, start)


def _han(text: str) -> Iterator[Figure]:
    for match in _HAN_NUMBER.finditer(text):
        bound, start = _bound(text, match.start(), match["after"], bool(match["more"]))
        quantity, unit = _han_quantity(match, start < match.start())
        if quantity is None or _ranked(text, match.start()):
            continue
        if quantity.high and text[max(0, match.start() - 1) : match.start()] in (
            "由",
            "从",
        ):  # where it came from, not a range
            quantity = replace(quantity, value=quantity.high, high=None)
        kind = "same" if match["same"] else _KIND.get(unit, "none")
        yield Figure(start, match.start(), match.end(), replace(quantity, bound=bound or quantity.bound), kind, unit)


def _han_quantity(match: re.Match[str], bounded: bool) -> tuple[Quantity | None, str]:
    """The quantity of a numeral, and its unit without power of ten; None where it is a manner of speech."""
    if match["unit"]:
        return _counted(match, bounded), match["unit"]
    if match["doublings"] is not None or match[0].endswith("番"):
        return Quantity(han.value(match["doublings"] or "一"), "番"), "番"
    if match["times"]:
        return Quantity(han.value(match["times"]), "倍"), "倍"
    if match["same"]:
        return Quantity(Decimal(0), "%", "~" if match["about"] else ""), "%"
    if match["percent"]:
        return Quantity(han.value(match["percent"]), "%"), "%"
    if match["tenths"]:
        return Quantity(han.value(match["tenths"]) * 10, "%"), "%"
    amount, exact = han.percent(match["parts"], match["whole"])
    return Quantity(amount, "%", "" if exact else "~"), "%"


def _counted(match: re.Match[str], bounded: bool) -> Quantity | None:
    """三百五十亿元 is 350 亿元; 千亿元 is a figure only where it is bounded."""
    numeral, high = match["number"] + (match["power"] or ""), match["high"]
    vague = not match["number"].strip("百千万亿") and len(match["number"]) < 4
    if not (bounded if vague else han.is_spelled_out(match["number"] + (match["power"] or ""))):
        return None
    value, power = han.counted(numeral)
    if not high:
        return Quantity(value, power + match["unit"])
    top, high_power = han.counted(high)
    if high_power != power or top <= value:
        return None
    return Quantity(value, power + match["unit"], high=top)
