"""The most exact ontology class of a thing, by its label and, for projects, the words of its name."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from ontology.model import Label

from .names import is_general, plain

CLASSES = {
    Label.ADM: "AdministrativeDivision",
    Label.LOC: "NaturalFeature",
    Label.PARK: "Park",
    Label.FAC: "Facility",
    Label.GOV: "GovernmentBody",
    Label.ENT: "Enterprise",
    Label.ORG: "Organization",
    Label.PRJ: "Project",
    Label.POL: "Policy",
    Label.EVT: "Event",
    Label.HON: "Honour",
    Label.PER: "Person",
    Label.PRO: "Product",
}


Rows = tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _projects() -> tuple[Rows, Rows]:
    """Classes of projects with their words; the second rows are for names that have none of the first."""
    read = tomllib.loads((files("kg.identity") / "classes.toml").read_text(encoding="utf-8"))
    first, second = (
        tuple((row["class"], re.compile(row["words"].replace("\n", ""))) for row in read[part])
        for part in ("project", "otherwise")
    )
    return first, second


def all_classes() -> frozenset[str]:
    """Every class that an entity may have."""
    return frozenset(CLASSES.values()) | {kind for rows in _projects() for kind, _ in rows}


@lru_cache(maxsize=1 << 16)
def of(label: Label, name: str) -> str:
    """The class of what is called so.

    >>> of(Label.PRJ, "汨罗抽水蓄能电站项目"), of(Label.ENT, "顺锂科技")
    ('EnergyProject', 'Enterprise')
    """
    if label is not Label.PRJ or is_general(plain(name)):
        return CLASSES[label]
    return next((kind for rows in _projects() if (kind := _nearest_end(rows, name))), CLASSES[label])


def _nearest_end(rows: Rows, name: str) -> str:
    """The class whose words stand nearest to the end; of two in one place, the row that comes first."""
    last = {kind: max((found.end() for found in words.finditer(name)), default=0) for kind, words in rows}
    best = max(last, key=last.__getitem__)
    return best if last[best] else ""
