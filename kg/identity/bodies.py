"""Party and state bodies: whose 市委 it is, and which of its names is the full one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ontology.model import Division

from . import names
from .places import Outlook

_DEPARTMENT = re.compile(r"(?P<field>.{2,20}?)(?P<tail>委员会|委|局|厅|部)")
_OWN = frozenset(["人大", "政协", "人民政协", "政府", "人民政府", "常委会", "人大常委会", "监委", "纪委"])


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the nation, of a division, or of nobody that the text tells."""

    national: bool
    division: Division | None
    stem: str
    official: str
    short: str = ""


@cache
def knowledge() -> Mapping[str, Any]:
    """What bodies.toml says."""
    return tomllib.loads((files("kg.identity") / "bodies.toml").read_text(encoding="utf-8"))


@cache
def _national() -> Mapping[str, str]:
    return {name: row[0] for row in knowledge()["national"] for name in row}


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
    return tuple((re.compile(row["shape"]), row) for row in knowledge()["local"])


def read(outlook: Outlook, name: str) -> Body:
    """The body that a report of this area means by `name` (without quotes and spaces)."""
    if name in _national():
        return Body(True, None, _national()[name], _national()[name])
    if name.startswith(tuple(knowledge()["national_beginnings"])):
        return Body(True, None, name, "")
    if name in _OWN and outlook.area:
        return _of(outlook.area, name, spelled=True)
    local = _without_party(name)
    if found := names.led(outlook, local):
        return _of(found.division, found.rest, spelled=found.spelled or found.deictic)
    province = outlook.lineage()[-1] if outlook.lineage() else None
    if name.endswith("厅") and province and province.level == "province":
        return _of(province, name, spelled=True)
    return Body(False, None, _department(name), "")


def _without_party(name: str) -> str:
    """中共岳阳市委 is 岳阳市委, 政协岳阳市委员会 is 岳阳市政协."""
    if name.startswith("政协") and name.endswith("委员会"):
        return name.removeprefix("政协").removesuffix("委员会") + "政协"
    return name.removeprefix("中国共产党").removeprefix("中共") or name


def _of(division: Division, rest: str, *, spelled: bool) -> Body:
    area = division.name
    for shape, row in _shapes():
        if not shape.fullmatch(rest):
            continue
        if division.level == "country" and "nation" in row:
            return Body(True, None, row["nation"], row["nation"])
        name = row["name"]
        return Body(False, division, name.format(area=""), name.format(area=area), _short(row["short"], area))
    rest = _department(rest)
    if not spelled:  # 琅川海关 need not be a body of 琅川's government
        return Body(False, division, rest, "")
    if rest.startswith("委"):
        return Body(False, division, "党" + rest, f"中共{area}{rest}")
    return Body(False, division, rest, area + rest)


def _short(short: str, area: str) -> str:
    """汨罗市委, but 广西壮族自治区党委 and 屈子祠镇党委."""
    committee = short == "{area}委" and not area.endswith(("省", "市", "县", "旗", "州", "区"))
    return area + "党委" if committee or (short == "{area}委" and area.endswith("自治区")) else short.format(area=area)


def _department(name: str) -> str:
    """发改委 is 发展和改革委员会."""
    found = _DEPARTMENT.fullmatch(name)
    if not found or found["field"] not in knowledge()["departments"]:
        return name
    tail = "委员会" if found["tail"] == "委" else found["tail"]
    return f"{knowledge()['departments'][found['field']]}{tail}"
