"""Official divisions found where the text leaves no doubt that a division is meant.

The full names of counties and above are unlike other words. Townships' are not (小城镇, 中心镇, 工业园区 are on the
official list and in every report), nor are short forms (汨罗 for 汨罗市): these count only near the report's own area.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ontology import divisions
from ontology.model import Division

_FULL_NAME, _TOWNSHIP, _SHORT_FORM = 0.85, 0.75, 0.75  # scores
_SHORTEST = 3
_COMMON = frozenset({"市辖区", "高新区", "开发区", "经开区", "新城区", "老城区", "市中区", "小城镇", "中心镇"})
_PARK = re.compile("园区$|保税区$|开发区$|管理区$|示范区$")
_IN_OTHER_WORDS = re.compile("^.(城市|[城山市郊林矿湖港景社新老地]区)$")  # 海城市 in 沿海城市
# 美丽河南, 平安汨罗 and the like are policies, not places
_NOT_IN_SLOGAN = "(?<!美丽|平安|法治|健康|数字|书香|创新|文化|清廉|幸福|信用|诚信|绿色|开放|活力|智慧|质量|和谐|品质)"
_KIND = re.compile("(特别行政区|自治区|自治州|自治县|自治旗|地区|省|市|县|区|旗|盟|州)$")


class Gazetteer:
    """Finds a division's full name by looking back from the character that ends it, names nearby by a pattern."""

    def __init__(self) -> None:
        self._names = {d.name for d in divisions.by_code().values() if d.level != "township" and _is_distinct(d.name)}
        self._longest = max(map(len, self._names))
        self._end = re.compile("[" + "".join(sorted({name[-1] for name in self._names})) + "]")

    def find(self, text: str, area: str = "") -> Iterator[tuple[int, int, float]]:
        """Start, end and score of names; `area` is the code of the report's own division. Names may overlap."""
        yield from self._full_names(text)
        nearby = names_nearby(area)
        if nearby:
            names = "|".join(sorted(nearby, key=lambda name: (-len(name), name)))
            for hit in re.finditer(f"{_NOT_IN_SLOGAN}(?:{names})", text):
                yield *hit.span(), nearby[hit[0]]

    def _full_names(self, text: str) -> Iterator[tuple[int, int, float]]:
        done = 0
        for hit in self._end.finditer(text):
            end = hit.end()
            for start in range(max(done, end - self._longest), end - _SHORTEST + 1):
                if text[start:end] in self._names:
                    yield start, end, _FULL_NAME
                    done = end
                    break


@cache
def names_nearby(area: str) -> dict[str, float]:
    """Score of each name that means a division to readers in the area with this code.

    They are the area's townships, and the short forms of the area, of those above it and of those right below.
    """
    divided = divisions.by_code()
    if area not in divided:
        return {}
    below = [d for d in divided.values() if d.parent == area]
    names = {d.name: _TOWNSHIP for d in below if d.level == "township" and _is_distinct(d.name)}
    near = (divided[area], *divisions.ancestors(divided[area]), *(d for d in below if d.level != "township"))
    return names | {short: _SHORT_FORM for short in map(_short_form, near) if short}


def _is_distinct(name: str) -> bool:
    return not (len(name) < _SHORTEST or name in _COMMON or _PARK.search(name) or _IN_OTHER_WORDS.search(name))


def _short_form(division: Division) -> str:
    """Its name without its kind, if two characters or more are left."""
    stem = _KIND.sub("", division.name)
    return stem if 2 <= len(stem) < len(division.name) else ""
