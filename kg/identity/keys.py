"""What makes two names one thing: the key, and the identifier that is read off it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from ontology.model import Division, Label

KINDS = {
    Label.ADM: "place",
    Label.LOC: "place",
    Label.PARK: "place",
    Label.FAC: "place",
    Label.GOV: "organization",
    Label.ENT: "organization",
    Label.ORG: "organization",
    Label.PRJ: "project",
    Label.POL: "policy",
    Label.EVT: "event",
    Label.HON: "honour",
    Label.PER: "person",
    Label.PRO: "product",
}

LONGEST_SLUG = 60  # letters of a slug's readable part; the digest behind it tells longer ones apart
_PLAIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one report means by a name: the thing's identifier and what the name tells about it."""

    id: str
    form: str  # the name with the report's own 省, 市, 县 spelled out
    official: str = ""  # the full official name where it is known
    division: Division | None = None
    parent: str = ""
    also: str = ""  # another name that everybody uses, whether the text does or not


def identifier(kind: str, scope: str, stem: str) -> str:
    """Readable and the same in every build: it depends on the key alone.

    >>> identifier("project", "430681", "抽水蓄能电站")
    'project/430681-chou-shui-xu-neng-dian-zhan-652d1d'
    """
    digest = sha256(f"{kind}|{scope}|{stem}".encode()).hexdigest()[:6]
    return "/".join((kind, "-".join(part for part in (scope[:LONGEST_SLUG], slug(stem), digest) if part)))


def place(division: Division, scope: str = "") -> str:
    """Identifier of a division: by its official code where it has one."""
    return f"place/{division.code}" if division.code else identifier("place", scope, division.name)


def scope_of(place_id: str) -> str:
    """What names of a place's things begin with: its code or slug."""
    return place_id.removeprefix("place/")


@lru_cache(maxsize=1 << 16)
def slug(text: str) -> str:
    """Toneless pinyin with hyphens.

    >>> slug("PCB产业园"), slug("重庆")
    ('pcb-chan-ye-yuan', 'chong-qing')
    """
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(text[:LONGEST_SLUG])
    return "-".join(_PLAIN.findall(" ".join(syllables).lower()))[:LONGEST_SLUG].strip("-")
