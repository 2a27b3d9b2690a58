"""Figures as they are written: number, unit and bound, without what they are about."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib.resources import files
from typing import NamedTuple

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
_DIGIT = "零〇一二两三四五六七八九"
_HAN = f"[{_DIGIT}十百千万亿]"

_DIGITS = {
    digit: value
    for value, digits in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for digit in digits
}
_COUNTING = "十" + _DIGIT
_POWERS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}

# 1,327.5 | 10—12个百分点 | 750多万人次 | 19微克/立方米 | 5%～6% | 300万以上
_NUMBER = re.compile(
    rf"""
    (?<![\dA-Za-z._+×/:：-])
    (?P<low> \d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,9}})? | \d{{1,15}}(?:\.\d{{1,9}})? )
    (?P<more> [多余来] )?
    (?: (?:{_POWER})? %? (?:[—–~～-]{{1,2}}|至|到) (?P<high> \d{{1,15}}(?:\.\d{{1,9}})? ) )?
    (?: (?P<power> {_POWER} )?? (?P<more_too> [多余] )?
        (?P<unit> (?:{_UNIT}) (?:[/每](?:{_UNIT}|日|年))? ) (?P<after> {_BOUND} )?
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
      | (?P<number> {_HAN}{{1,12}} ) (?P<more> [多余] )? (?P<power> [万亿] )? (?P<unit> {_UNIT} )
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
        unit = "个" if unit == "大" else unit
        power = match["power"] or match["bare_power"] or ""
        yield Figure(start, match.start(), end, Quantity(low, power + unit, bound, high), kind, unit)


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
        stated = _han_quantity(match)
        if stated is None or _ranked(text, match.start()):
            continue
        value, unit, exact = stated
        bound, start = _bound(text, match.start(), match["after"], bool(match["more"]))
        if match["number"] and not _spelled_out(match["number"], start < match.start()):
            continue
        base = unit.lstrip("百千万亿")
        kind = "same" if match["same"] else _KIND.get(base, "none")
        yield Figure(start, match.start(), match.end(), Quantity(value, unit, bound or exact), kind, base)


def _han_quantity(match: re.Match[str]) -> tuple[Decimal, str, str] | None:
    """Value, unit and the bound of a fraction that has no exact decimal."""
    if match["percent"]:
        return _decimal(match["percent"]), "%", ""
    if match["tenths"]:
        return Decimal(_DIGITS[match["tenths"]] * 10), "%", ""
    if match["whole"]:
        return _fraction(match["parts"], match["whole"])
    if match["times"]:
        return _decimal(match["times"]), "倍", ""
    if match["same"]:
        return Decimal(0), "%", "~" if match["about"] else ""
    if match["number"]:
        return _counted(match["number"] + (match["power"] or ""), match["unit"])
    return Decimal(_DIGITS[match["doublings"] or "一"]), "番", ""


def _spelled_out(number: str, bounded: bool) -> bool:
    """Whether a numeral is a figure: 三百五十 is, and 百万 where it is bounded; 一 is a manner of speech."""
    if not number.strip("百千万亿"):
        return bounded
    return len(number) > 2 or (len(number) > 1 and number[0] in _COUNTING and number[-1] not in _DIGITS)


def _counted(number: str, unit: str) -> tuple[Decimal, str, str] | None:
    """三百五十亿 元 -> 350 亿元: the last power of a numeral goes with the unit, as in figures."""
    if number.strip("百千万亿") == "" and len(number) > 2 and number != "百亿亿":
        return None
    stem = number.rstrip("万亿")
    power = number[len(stem) :]
    return _decimal(stem or "一"), power + unit, ""


def _fraction(parts: str, whole: str) -> tuple[Decimal, str, str]:
    """四分之三 -> 75 %; a third has no exact decimal."""
    parts_of, whole_of = int(_decimal(parts)), int(_decimal(whole))
    percent = (Decimal(100 * parts_of) / whole_of).quantize(Decimal("0.1"))
    exact = percent * whole_of == 100 * parts_of
    return percent.normalize() if exact else percent, "%", "" if exact else "~"


def _decimal(number: str) -> Decimal:
    """Value of a Chinese numeral: 一千二百 -> 1200, 十二点五 -> 12.5."""
    whole, _, decimals = number.partition("点")
    total = section = digit = 0
    for sign in whole:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _POWERS:
            section += (digit or 1) * _POWERS[sign]
            digit = 0
        else:
            total = (total + section + digit or 1) * _MYRIADS[sign]
            section = digit = 0
    tail = "".join(str(_DIGITS[sign]) for sign in decimals)
    return Decimal(f"{total + section + digit}.{tail}" if tail else total + section + digit)
