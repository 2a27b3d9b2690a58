"""What a name says by itself: 屈子祠镇光伏发电 lies in 屈子祠镇, 京港高铁阜阳至黄冈段 is a part of 京港高铁."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from importlib.resources import files
from typing import Any

from ontology.divisions import ancestors, by_code
from ontology.model import Division, Label, Mention, Predicate, Relation, Report

_LONGEST = 12  # characters of a place's name
_SHORT = re.compile(r"(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|[省市县州盟旗]|地区|林区|街道|镇|乡)$")
_PAIR = re.compile(r"至|到|—|－|-|～")  # a line between two places lies in neither alone
_VILLAGE = re.compile(r"[\u4e00-\u9fff]{2,3}?(?:村|社区|街道|镇|乡)")
_DIRECTION = re.compile(
    r"[豫闽鲁苏浙皖赣湘鄂粤桂琼川蜀渝黔滇藏陕秦甘陇青宁蒙晋冀辽吉黑沪京津](?:东|西|南|北|中){1,2}(?:平原|地区|盆地)?"
)
_NATURAL = re.compile(r"[\u4e00-\u9fff]{1,3}(?:江|河|湖)")
_BRACKETS = re.compile(r"（([^（）]{2,10}?)段?）")


def inside(report: Report, mentions: Sequence[Mention]) -> Iterator[Relation]:
    """Relations between each name and a name that stands inside it."""
    places = _places(report, mentions)
    firms = _firms(mentions)
    sentences = iter(enumerate(report.sentences))
    index, sentence = next(sentences, (0, None))
    for mention in mentions:
        while sentence and mention.start >= sentence.end:
            index, sentence = next(sentences, (0, None))
        if not sentence:
            return
        for predicate, label, start, end, score, rule in _said_by(mention, places, firms):
            name = Mention(
                mention.start + start, mention.start + end, label, mention.text[start:end], mention.score, rule
            )
            yield Relation(
                mention, predicate, name, mention.start, mention.end, index, round(score * mention.score, 3), rule
            )


Said = tuple[Predicate, Label, int, int, float, str]


def _said_by(mention: Mention, places: Set[str], firms: Set[str]) -> Iterator[Said]:
    text, label = mention.text, mention.label
    if label in (Label.PRJ, Label.FAC):
        yield from _located(text, places)
        yield from _part(text)
    if label is Label.PRJ:
        yield from _firm(text, firms)
    if label in (Label.ORG, Label.ENT) and text.endswith(tuple(_words()["organizations"])):
        yield from _located(text, _country() | places)
    if label is Label.POL:
        yield from _issuer(text)


def _located(text: str, places: Set[str]) -> Iterator[Said]:
    place = _bracketed(text, places) or _before_tail(text, places) or _prefix(text, places)
    if place:
        start, end, score, rule = place
        label = Label.LOC if rule == "region-inside" else Label.ADM
        yield Predicate.LOCATED_IN, label, start, end, score, rule


Place = tuple[int, int, float, str]


def _bracketed(text: str, places: Set[str]) -> Place | None:
    for found in _BRACKETS.finditer(text):
        if found[1] in places:
            return found.start(1), found.end(1), 0.95, "place-inside"
    return None


def _before_tail(text: str, places: Set[str]) -> Place | None:
    """雄商高铁河南段, 中国农科院河南创新基地: the place just before the last noun."""
    for tail in ("段", *_words()["branches"]):
        if text.endswith(tail):
            end = len(text) - len(tail)
            for start in range(max(0, end - _LONGEST), end - 1):
                if text[start:end] in places and not (start and _PAIR.search(text, start - 1, start)):
                    return start, end, 0.93, "place-inside"
    return None


def _prefix(text: str, places: Set[str]) -> Place | None:
    if _PAIR.search(text):
        return None
    for end in range(min(_LONGEST, len(text) - 2), 1, -1):
        if text[:end] in places:
            return 0, end, 0.93, "place-inside"
    village = _VILLAGE.match(text)
    if village and village.end() < len(text) - 1 and not village[0].endswith(tuple(_words()["villages"])):
        return 0, village.end(), 0.8, "village-inside"
    if direction := _DIRECTION.match(text):
        return 0, direction.end(), 0.85, "region-inside"
    natural = _NATURAL.match(text)
    if (
        natural
        and text.startswith(tuple(_words()["natural"]), natural.end())
        and natural[0] not in _words()["not_natural"]
    ):
        return 0, natural.end(), 0.75, "region-inside"
    return None


def _part(text: str) -> Iterator[Said]:
    words = _words()
    whole = 0
    if text.endswith("段"):
        whole = max((text.rfind(noun) + len(noun) for noun in words["wholes"] if noun in text), default=0)
    elif text.endswith("段）"):
        whole = text.rfind("（")
    else:
        part = next((part for part in words["parts"] if text.endswith(part)), "")
        whole = len(text) - len(part) if part else 0
    if 2 < whole < len(text) - 1:
        yield Predicate.PART_OF, Label.PRJ, 0, whole, 0.9, "part-inside"


def _firm(text: str, firms: Set[str]) -> Iterator[Said]:
    for end in range(min(_LONGEST, len(text) - 2), 1, -1):
        if text[:end] in firms:
            yield Predicate.UNDERTAKEN_BY, Label.ENT, 0, end, 0.85, "firm-inside"
            return


_ISSUER = re.compile(
    r"(?:\d{4}年)?((?:中共)?[\u4e00-\u9fff]{2,10}?(?:省|市|县|区|州)?(?:委员会|人民政府|政府|委))(?:办公厅|办公室)?(?=关于|工作报告)"
)


def _issuer(text: str) -> Iterator[Said]:
    if found := _ISSUER.match(text):
        yield Predicate.ISSUED_BY, Label.GOV, found.start(1), found.end(1), 0.95, "issuer-inside"


def _places(report: Report, mentions: Sequence[Mention]) -> Set[str]:
    """Names of places that count in this report: of its area, above and in it, and small ones that it names itself."""
    area = report.area
    code = area and (area.code or area.parent)
    around = _around(code) if code else frozenset()
    named = {mention.text for mention in mentions if mention.label is Label.ADM} - _elsewhere()
    return around | named | {short for name in named if len(short := _SHORT.sub("", name)) > 2}


@cache
def _around(code: str) -> Set[str]:
    area = by_code()[code]
    near = [area, *ancestors(area), *(division for division in by_code().values() if division.code.startswith(code))]
    return frozenset(name for division in near for name in _names(division, close=area.level == "county"))


@cache
def _country() -> Set[str]:
    """Provinces and prefectures, which universities and the like are named after all over the country."""
    large = (division for division in by_code().values() if division.level in ("province", "prefecture"))
    return frozenset(name for division in large for name in _names(division, close=False))


@cache
def _elsewhere() -> Set[str]:
    """Names that mean the one large place whoever uses them."""
    large = (division for division in by_code().values() if division.level != "township")
    return frozenset(name for division in large for name in (division.name, _SHORT.sub("", division.name)))


def _names(division: Division, *, close: bool) -> Iterator[str]:
    """The full name, and the short one where it is no word of every day; a township's only close by."""
    yield division.name
    short = _SHORT.sub("", division.name)
    if len(short) > 1 and (close or division.level != "township") and short not in _words()["words"]:
        yield short


def _firms(mentions: Sequence[Mention]) -> Set[str]:
    named = {mention.text for mention in mentions if mention.label is Label.ENT and len(mention.text) > 1}
    return named | set(_words()["enterprises"])


@cache
def _words() -> Mapping[str, Any]:
    tables = tomllib.loads((files("kg.facts") / "relations.toml").read_text(encoding="utf-8"))
    inside: Mapping[str, Any] = tables["inside"]
    return inside
