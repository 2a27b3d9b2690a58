"""Official divisions found by their full names, where the text leaves no doubt that a division is meant.

The names of counties and above are unlike other words. Townships' are not: 小城镇, 中心镇, 工业园区 are on the official
list and in every report, so a township's name counts only in a report of its own county or prefecture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology import divisions

_SHORTEST = 3
_SCORES = {"province": 0.85, "prefecture": 0.85, "county": 0.8, "township": 0.75}
_COMMON = frozenset({"市辖区", "高新区", "开发区", "经开区", "新城区", "老城区", "市中区", "小城镇", "中心镇"})
_PARK = re.compile("园区$|保税区$|开发区$|管理区$|示范区$")


class Gazetteer:
    """Finds a division's full name by looking back from the character that ends it."""

    def __init__(self) -> None:
        self._codes: dict[str, list[str]] = {}
        self._level: dict[str, str] = {}
        for name, places in divisions.by_name().items():
            if len(name) >= _SHORTEST and name not in _COMMON and not _PARK.search(name):
                self._codes[name] = [place.code for place in places]
                self._level[name] = min((place.level for place in places), key=list(_SCORES).index)
        self._longest = max(map(len, self._codes))
        self._end = re.compile("[" + "".join(sorted({name[-1] for name in self._codes})) + "]")

    def find(self, text: str, area: str = "") -> Iterator[tuple[int, int, float]]:
        """Start, end and score of the full names, the longest at each place; `area` is the report's division."""
        done = 0
        for hit in self._end.finditer(text):
            end = hit.end()
            for start in range(max(done, end - self._longest), end - _SHORTEST + 1):
                name = text[start:end]
                if name in self._codes and self._meant(name, area):
                    yield start, end, _SCORES[self._level[name]]
                    done = end
                    break

    def _meant(self, name: str, area: str) -> bool:
        if self._level[name] != "township":
            return True
        return len(area) >= 4 and any(code.startswith(area) for code in self._codes[name])
