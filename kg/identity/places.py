"""Administrative divisions as one report sees them: its own area first, then what lies around it."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ontology import divisions
from ontology.model import Division

LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township"}  # by length of the code

_ZONES = ("开发区", "新区", "园区", "管理区", "示范区", "矿区", "试验区")


@cache
def knowledge() -> Mapping[str, Any]:
    """What places.toml says."""
    return tomllib.loads((files("kg.identity") / "places.toml").read_text(encoding="utf-8"))


@cache
def _autonomous() -> re.Pattern[str]:
    peoples = "|".join(sorted(knowledge()["peoples"], key=len, reverse=True))
    return re.compile(rf"^(?P<stem>.+?)(?:{peoples})+自治(?P<kind>[州县旗])$")


@lru_cache(maxsize=1 << 13)
def short_names(name: str) -> tuple[str, ...]:
    """What people call a province, prefecture or county for short.

    >>> short_names("汨罗市"), short_names("恩施土家族苗族自治州"), short_names("郏县")
    (('汨罗',), ('恩施', '恩施州'), ())
    """
    if own := _autonomous().match(name):
        stem, kind = own["stem"], own["kind"]
        return (stem, stem + kind) if len(stem) > 1 else (stem + kind,)
    if "自治" in name:  # named after its people alone (鄂温克族自治旗), or a region, whose short name is in the table
        return () if name.endswith("自治区") else (name[:-3].removesuffix("族"),)
    if name.endswith(_ZONES):
        return ()  # 滨海新区 is not 滨海新
    for kind in ("地区", "林区", "省", "市", "县", "区", "盟", "旗"):
        if name.endswith(kind) and len(name) - len(kind) > 1:
            return (name.removesuffix(kind),)
    return ()


@cache
def _named() -> Mapping[str, tuple[Division, ...]]:
    """Provinces, prefectures and counties under their full and short names."""
    known = knowledge()
    found: dict[str, list[Division]] = defaultdict(list)
    for code, division in divisions.by_code().items():
        if len(code) > 6:
            break  # the list goes from provinces down
        if division.name not in known["placeholders"]:
            for name in (division.name, *short_names(division.name)):
                found[name].append(division)
    for name, code in known["provinces"].items():
        if code in divisions.by_code():
            found[name].append(divisions.by_code()[code])
    return {name: tuple(each) for name, each in found.items()}


@cache
def _townships() -> Mapping[str, tuple[Division, ...]]:
    """Townships under the code of their county."""
    found: dict[str, list[Division]] = defaultdict(list)
    for division in divisions.by_code().values():
        if division.level == "township":
            found[division.parent].append(division)
    return {county: tuple(each) for county, each in found.items()}


def above(division: Division) -> tuple[Division, ...]:
    """The real divisions above, nearest first; also of one that is in no list but has a known parent."""
    known = divisions.by_code()
    if division.parent not in known:
        return ()
    parent = known[division.parent]
    return tuple(
        each for each in (parent, *divisions.ancestors(parent)) if each.name not in knowledge()["placeholders"]
    )


def kind_of(name: str, kinds: Iterable[str]) -> str:
    """The first of `kinds` that ends the name and leaves a stem; empty where none does."""
    return next((kind for kind in kinds if name.endswith(kind) and len(name) > len(kind)), "")


def township_kind(name: str) -> str:
    """镇, 乡, 街道 … at the end of a name."""
    return kind_of(name, knowledge()["township_kinds"])


def village_kind(name: str) -> str:
    """村, 社区, 组 … at the end of a name."""
    return kind_of(name, knowledge()["village_kinds"])


def country(name: str) -> tuple[str, Division] | None:
    """ISO code and division of a country, by its Chinese name."""
    codes = knowledge()["countries"]
    if name not in codes:
        return None
    first = next(each for each, code in codes.items() if code == codes[name])
    return codes[name], Division("", first, "country")


def is_named(name: str) -> bool:
    """Whether a province, prefecture or county is called so."""
    return name in _named() or name in knowledge()["outside"]


def country_names() -> tuple[str, ...]:
    """The Chinese names of countries."""
    return tuple(knowledge()["countries"])


@dataclass(frozen=True, slots=True)
class Outlook:
    """The official divisions as seen from a report's area (None: from nowhere)."""

    area: Division | None

    def lineage(self) -> tuple[Division, ...]:
        """The area and what is above it, nearest first."""
        return (self.area, *above(self.area)) if self.area else ()

    def is_area(self, name: str) -> bool:
        """Whether `name` is the full or short name of the report's own area."""
        return self.area is not None and name in (self.area.name, *short_names(self.area.name))

    def is_near(self, division: Division) -> bool:
        """Whether the division is the area, or above or below it."""
        return division == self.area or self._related(division)

    def find(self, name: str) -> Division | None:
        """The one division that a report of this area means by `name`; None where that is not sure."""
        if outside := knowledge()["outside"].get(name):
            return Division(outside[0], outside[1], "province")
        if self.is_area(name):
            return self._own(name)
        if name in knowledge()["open"]:
            return None
        candidates = _named().get(name, ())
        full = [each for each in candidates if each.name == name]
        related = [each for each in full or candidates if self._related(each)]
        if related:
            return self._highest(related, name)
        near = self._township(name)
        if near and not full:
            return None if candidates and near.name != name else near
        return _outermost(full) if full else self._around(candidates)

    def inside(self, name: str, division: Division) -> Division | None:
        """The division called `name` within another one: 张谷英镇 in 岳阳县."""
        candidates = [each for each in _named().get(name, ()) if _within(each, division) and each != division]
        candidates += [each for each in _townships().get(division.code, ()) if each.name == name]
        return _only_one(candidates)

    def level(self, *endings: str) -> Division | None:
        """The nearest of the area and those above whose name ends so: 市 is the report's own city."""
        return next((each for each in self.lineage() if _is_level(each, endings)), None)

    def _own(self, name: str) -> Division | None:
        """The area itself, unless a higher one shares the short name: 岳阳 in 岳阳县 is the city."""
        if self.area and name != self.area.name:
            for each in reversed(above(self.area)):
                if name in short_names(each.name):
                    return each
        return self.area

    def _related(self, division: Division) -> bool:
        mine = self._code()
        return bool(mine) and (division.code.startswith(mine) or mine.startswith(division.code))

    def _code(self) -> str:
        """Code of the area, or of the nearest one above that has a code."""
        return next((each.code for each in self.lineage() if each.code), "")

    def _highest(self, related: list[Division], name: str) -> Division | None:
        """Of divisions in line with the area, the highest; 海南 in 青海 may be either and stays open."""
        top = min(len(each.code) for each in related)
        provinces = [each for each in _named().get(name, ()) if len(each.code) == 2]
        if provinces and provinces[0] not in related and related[0].name != name:
            return provinces[0] if top == 6 else None
        return _only_one([each for each in related if len(each.code) == top])

    def _township(self, name: str) -> Division | None:
        """A township of the area by its full name, by its stem, or by the stem with another kind."""
        kinds = knowledge()["township_kinds"]
        own = _townships().get(self._county(), ())
        if exact := [each for each in own if each.name == name]:
            return _only_one(exact)
        kind = kind_of(name, kinds)
        stem = name.removesuffix(kind) if kind else name
        same = [each for each in own if each.name.removesuffix(kind_of(each.name, kinds)) == stem]
        if len(stem) > 1 and same:
            return _only_one(same)
        region = self.area.code if self.area else ""
        if not kind or not region:
            return None
        return _only_one(each for each in divisions.by_name().get(name, ()) if each.code.startswith(region))

    def _county(self) -> str:
        return self._code()[:6]

    def _around(self, candidates: tuple[Division, ...]) -> Division | None:
        """By a short name: the one city or province of the nation called so, or the county beside."""
        high = [each for each in candidates if len(each.code) < 6]
        if provinces := [each for each in high if len(each.code) == 2]:
            return _only_one(provinces)
        if city := _only_one(high):
            others = [each for each in candidates if not _within(each, city) and not self._far_district(each)]
            return None if others else city
        for length in (4, 2):
            region = self._code()[:length]
            beside = [each for each in candidates if region and each.code.startswith(region)]
            if beside:
                return None if high or beside[0].name.endswith("区") else _only_one(beside)
        return None

    def _far_district(self, division: Division) -> bool:
        """A district of another province, which nobody calls by its bare stem: 中山 is no district of 大连.

        Districts of the four municipalities are spoken of like cities: 朝阳 may be the one of 北京.
        """
        province = division.code[:2]
        return (
            division.name.endswith("区")
            and province != self._code()[:2]
            and not divisions.by_code()[province].name.endswith("市")
        )


def _within(division: Division, other: Division) -> bool:
    return bool(other.code) and division.code.startswith(other.code)


def _outermost(found: list[Division]) -> Division | None:
    """The one that holds all the others: 东莞市 stands in the list as a prefecture and again below it."""
    top = min(found, key=lambda each: len(each.code))
    return top if all(each == top or _within(each, top) for each in found) else None


def _only_one(found: Iterable[Division]) -> Division | None:
    found = tuple(found)
    return found[0] if len(found) == 1 else None


def _is_level(division: Division, endings: tuple[str, ...]) -> bool:
    """自治区 ends in 区 but is no 区."""
    return division.name.endswith(endings) and (division.level != "province" or "区" not in endings)
