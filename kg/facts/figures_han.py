"""Numbers written in Chinese characters: 一千二百, 十二点五, 四分之三."""

from __future__ import annotations

from decimal import Decimal

DIGITS = "零〇○一二两三四五六七八九"
NUMERAL = f"[{DIGITS}十百千万亿]"
YEAR = rf"(?:(?:19|20)\d\d|[一二][{DIGITS}]{{3}})"  # without 年: 1957, 一九五七

_VALUES = dict(zip(DIGITS, (0, 0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_POWERS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}


def value(numeral: str) -> Decimal:
    """The value of a numeral, with decimals behind 点.

    >>> value("一千二百"), value("一亿八千万"), value("十二点五")
    (Decimal('1200'), Decimal('180000000'), Decimal('12.5'))
    """
    whole, _, decimals = numeral.partition("点")
    total = section = digit = 0
    for sign in whole:
        if sign in _VALUES:
            digit = _VALUES[sign]
        elif sign in _POWERS:
            section += (digit or 1) * _POWERS[sign]
            digit = 0
        elif sign == "亿":  # of all that stands before it: 一万亿
            total = (total + section + digit or 1) * _MYRIADS[sign]
            section = digit = 0
        else:
            total += (section + digit or 1) * _MYRIADS[sign]
            section = digit = 0
    tail = "".join(str(_VALUES[sign]) for sign in decimals)
    return Decimal(f"{total + section + digit}.{tail}" if tail else total + section + digit)


def counted(numeral: str) -> tuple[Decimal, str]:
    """The value in the numeral's highest power where it ends in one: that goes with the unit, as in figures.

    >>> counted("三百五十亿"), counted("一亿八千万"), counted("三万五千")
    ((Decimal('350'), '亿'), (Decimal('1.8'), '亿'), (Decimal('35000'), ''))
    """
    stem = numeral.rstrip("万亿")
    power = numeral[len(stem) :]
    if not power:
        return value(numeral), ""
    if "亿" in stem:
        return value(numeral).scaleb(-8).normalize() + 0, "亿"
    return value(stem or "一"), power


def percent(parts: str, whole: str) -> tuple[Decimal, bool]:
    """A fraction in per cent, and whether that is exact: 四分之三 is 75 %, a third only about 33.3 %."""
    part, all_parts = int(value(parts)), int(value(whole))
    rounded = (Decimal(100 * part) / all_parts).quantize(Decimal("0.1"))
    exact = rounded * all_parts == 100 * part
    return Decimal(int(rounded)) if rounded == int(rounded) else rounded, exact


def is_spelled_out(numeral: str) -> bool:
    """Whether a numeral is exact enough to be a figure: 三百五十 and 十万 are; 一, 十五 and 千百万 are speech."""
    if not numeral.strip("百千万亿") or (len(numeral) > 1 and not numeral.strip(DIGITS)):
        return False  # 一二三次产业
    return len(numeral) > 2 or (len(numeral) == 2 and numeral[0] in DIGITS + "十" and numeral[1] not in DIGITS)


def year(words: str) -> int:
    """The year that `YEAR` matches."""
    return int("".join(sign if sign.isascii() else str(_VALUES[sign]) for sign in words))
