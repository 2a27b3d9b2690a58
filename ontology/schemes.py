"""Lookups in the SKOS schemes: indicators and units as reports word them, levels of honours, kinds of policies."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ontology import divisions
from ontology.model import Quantity
from ontology.terms import INDICATOR, MKG, SKOS, UNIT, triples

_NOISE = re.compile(r"[\s“”\"‘’'《》]")
_REMARK = re.compile(r"^\([^()]{1,8}\)")  # （下同）地区生产总值
_MULTIPLE = re.compile(r"(?P<multiple>[百千万亿]+)(?P<unit>\D+)")
_MULTIPLES = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}
_PROVINCE = re.compile(r"(?:省|自治区)$")
_BELOW_PROVINCE = re.compile(r".{1,6}?[市州盟县区旗]")
_EDITION = re.compile(r"^(?:\d{4}年度?|第[一二三四五六七八九十\d]+批|首批)+")  # 2024年, 第二批


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as reports write it; `factor` of its `base` make one.

    `name` is empty for a multiple that the scheme does not list.
    """

    name: str
    symbol: str
    factor: Decimal
    base: str  # local name of the base unit
    base_symbol: str


def indicator(text: str) -> str:
    """Local name of the indicator that the words name exactly; empty where the scheme does not hold them.

    >>> indicator("规上工业增加值"), indicator("工业总体情况")
    ('IndustrialValueAdded', '')
    """
    return _indicators().get(_REMARK.sub("", _plain(text)), "")


def unit(text: str) -> Unit | None:
    """The unit that is written so; multiples by 百, 千, 万, 亿 of a known unit are known too.

    >>> unit("万株").factor
    Decimal('10000')
    """
    written = _plain(text)
    if known := _units().get(written):
        return known
    parts = _MULTIPLE.fullmatch(written)
    one = _units().get(parts["unit"]) if parts else None
    if not parts or not one:
        return None
    factor = one.factor
    for multiple in parts["multiple"]:
        factor *= _MULTIPLES[multiple]
    return Unit("", written, factor, one.base, one.base_symbol)


def normalise(quantity: Quantity) -> tuple[Decimal, str] | None:
    """Value in the base unit and that unit's symbol; None where the unit is not known.

    >>> normalise(Quantity(Decimal("2868"), "亩"))
    (Decimal('1912000'), '平方米')
    """
    known = unit(quantity.unit)
    return (in_base(quantity.value, known), known.base_symbol) if known else None


def in_base(value: Decimal, known: Unit) -> Decimal:
    """The value in the unit's base, to four places: 亩 is no whole number of square metres."""
    exact = value * known.factor
    rounded = round(exact, 4) if abs(exact) < 10**20 else exact
    return plain_decimal(rounded)


def plain_decimal(value: Decimal) -> Decimal:
    """The number without trailing zeros and without exponent.

    >>> plain_decimal(Decimal("5.0")), plain_decimal(Decimal("1E+3"))
    (Decimal('5'), Decimal('1000'))
    """
    return value.quantize(Decimal(1)) if value == value.to_integral() and abs(value) < 10**20 else value.normalize()


def honour_level(name: str) -> str:
    """Local name of the level that the beginning of an honour's name tells; empty where it tells none.

    >>> honour_level("全国文明城市"), honour_level("湖南省文明村"), honour_level("三湘群星奖")
    ('country', 'province', '')
    """
    written = _EDITION.sub("", _plain(name))
    for beginning, level in _levels():
        if written.startswith(beginning):
            return level
    for division in divisions.by_code().values():
        if division.level != "province":
            break  # the list begins with the provinces
        if _PROVINCE.search(division.name) and written.startswith(division.name):
            return "" if _BELOW_PROVINCE.match(written, len(division.name)) else "province"
    return ""


def policy_kind(name: str) -> str:
    """Local name of the kind that the end of a policy's name tells; empty where it tells none.

    >>> policy_kind("湖南省优化营商环境条例"), policy_kind("“三高四新”")
    ('law', '')
    """
    written = _plain(name).rstrip("）)")
    return next((kind for ending, kind in _kinds() if written.endswith(ending)), "")


def _plain(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text))


@cache
def _indicators() -> Mapping[str, str]:
    return {
        _plain(text): name
        for name, values in _concepts(INDICATOR).items()
        for text in (*values["prefLabel"], *values["altLabel"])
    }


@cache
def _units() -> Mapping[str, Unit]:
    concepts = _concepts(UNIT)
    symbols = {name: values["prefLabel"][0] for name, values in concepts.items()}
    found = {}
    for name, values in concepts.items():
        base = values["baseUnit"][0]
        for symbol in (*values["prefLabel"], *values["altLabel"]):
            factor = plain_decimal(Decimal(values["factor"][0]))
            found[_plain(symbol)] = Unit(name, symbols[name], factor, base, symbols[base])
    return found


@cache
def _levels() -> tuple[tuple[str, str], ...]:
    return _longest_first("nameBeginning")


@cache
def _kinds() -> tuple[tuple[str, str], ...]:
    return _longest_first("nameEnding")


def _longest_first(key: str) -> tuple[tuple[str, str], ...]:
    pairs = [(text, name) for name, values in _concepts(MKG).items() for text in values[key]]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


@cache
def _concepts(namespace: str) -> Mapping[str, Mapping[str, list[str]]]:
    """What the schemes say of each concept of a namespace: Chinese texts, numbers, and names of other concepts."""
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, key, value in _statements(namespace):
        found[subject][key].append(value)
    return found


def _statements(namespace: str) -> Iterator[tuple[str, str, str]]:
    for triple in triples():
        subject, value = getattr(triple.subject, "value", ""), triple.object
        predicate = triple.predicate.value
        ours = subject.startswith(namespace) and predicate.startswith((SKOS, MKG))
        if ours and getattr(value, "language", None) in (None, "zh"):
            text = str(getattr(value, "value", "")).removeprefix(namespace)
            yield subject.removeprefix(namespace), predicate.split("#")[-1], text
