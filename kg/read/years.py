"""Dates and years, in figures, full-width figures or Chinese numerals, and five-year-plan periods."""

from __future__ import annotations

import re
from collections.abc import Iterator

DIGITS = {
    c: str(d)
    for d, chars in enumerate(("〇○零Ο0", "一1", "二2", "三3", "四4", "五5", "六6", "七7", "八8", "九9"))
    for c in chars
}
FIGURE = "".join(DIGITS)
YEAR = re.compile(rf"(?<![{FIGURE}])([12一二][{FIGURE}]{{3}}) ?年")
DATE = re.compile(
    rf"(?<![{FIGURE}])([12一二][{FIGURE}]{{3}}) ?年 ?(?:([{FIGURE}十]{{1,3}}) ?月 ?(?:([{FIGURE}十]{{1,3}}) ?日)?)?"
)
PERIOD = re.compile(
    "“?([一二三四五六七八九十]{1,3})五”?(?=时期|规划|计划|期间|”|以来|发展|目标|[^一-鿿])|第([一二三四五六七八九十]{1,3})个五年"
)
FIRST_PLAN = 1953  # the first five-year plan ran from 1953 to 1957, the sixth from 1981 on without a gap


def number(figures: str) -> int:
    """A number below 100 in figures or numerals, or a year digit by digit.

    >>> number("二〇二六"), number("二十七"), number("十"), number("12")
    (2026, 27, 10, 12)
    """
    tens, ten, ones = figures.rpartition("十")
    if ten:
        return (number(tens) if tens else 1) * 10 + (number(ones) if ones else 0)
    return int("".join(DIGITS[c] for c in figures))


def years(text: str) -> Iterator[int]:
    """The years that a text names, in order.

    >>> list(years("一九八九年的回顾和1990年的工作"))
    [1989, 1990]
    """
    for found in YEAR.finditer(text):
        year = number(found[1])
        if 1949 <= year <= 2100:
            yield year


def dates(text: str) -> Iterator[str]:
    """The dates that a text names as ISO 8601, as exact as it tells.

    >>> list(dates("——二〇二六年一月二十七日在省十四届人民代表大会"))
    ['2026-01-27']
    """
    for found in DATE.finditer(text):
        year, month, day = (number(part) if part else 0 for part in found.groups())
        if 1949 <= year <= 2100 and month <= 12 and day <= 31:
            yield "-".join([str(year), *(f"{part:02}" for part in (month, day) if part)])


def period(text: str) -> Iterator[tuple[int, int]]:
    """First and last years of the five-year plans that a text names.

    >>> list(period("“十四五”时期工作回顾和“十五五”时期目标"))
    [(2021, 2025), (2026, 2030)]
    """
    for found in PERIOD.finditer(text):
        plan = number(found[1] or found[2])
        if 1 <= plan <= 20:
            first = 1981 + 5 * (plan - 6) if plan > 5 else FIRST_PLAN + 5 * (plan - 1)
            yield first, first + 4
