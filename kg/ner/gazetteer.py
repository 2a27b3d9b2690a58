"""Official divisions found by their full names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ontology import divisions

# A township's name needs this many characters; shorter ones (城关镇 aside) are common words as often as places.
_LEAST = 3
_TOO_COMMON = frozenset({"城区", "郊区", "矿区", "新区", "开发区", "市辖区", "县"})
_KINDS = ("自治区", "自治州", "自治县", "街道", "省", "市", "县", "区", "旗", "盟", "镇", "乡")


class Gazetteer:
    """Finds a division's full name by looking back from the character that ends it."""

    def __init__(self) -> None:
        self._levels = {
            name: places[0].level
            for name, places in divisions.by_name().items()
            if len(name) >= _LEAST and name not in _TOO_COMMON and name.endswith(_KINDS)
        }
        self._longest = max(map(len, self._levels))
        self._ends = re.compile("|".join(sorted({name[-1] for name in self._levels})))

    def find(self, text: str) -> Iterator[tuple[int, int, float]]:
        """Start, end and score of each full name, the longest at each place."""
        done = 0
        for hit in self._ends.finditer(text):
            end = hit.end()
            for start in range(max(done, end - self._longest), end - _LEAST + 1):
                level = self._levels.get(text[start:end])
                if level:
                    yield start, end, 0.6 if level == "township" else 0.8
                    done = end
                    break
