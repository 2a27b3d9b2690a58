"""The official administrative divisions down to townships (National Bureau of Statistics, 2023)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ontology.model import Division


@cache
def by_code() -> Mapping[str, Division]:
    """Every division under its code: 2 digits for provinces, 4 prefectures, 6 counties, 9 townships."""
    rows = csv.reader((files("ontology") / "divisions.csv").read_text(encoding="utf-8").splitlines())
    next(rows)  # the names of the columns
    return {division.code: division for division in map(Division._make, rows)}


@cache
def by_name() -> Mapping[str, tuple[Division, ...]]:
    """Divisions under their full official name; many townships share one."""
    found: dict[str, tuple[Division, ...]] = {}
    for division in by_code().values():
        found[division.name] = (*found.get(division.name, ()), division)
    return found


def ancestors(division: Division) -> tuple[Division, ...]:
    """The divisions above, nearest first.

    >>> [d.name for d in ancestors(by_code()["430681101"])]
    ['汨罗市', '岳阳市', '湖南省']
    """
    above = []
    while division.parent:
        division = by_code()[division.parent]
        above.append(division)
    return tuple(above)
