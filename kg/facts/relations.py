"""Relations between names: where things lie, who runs them, what was won, who belongs to what."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise, product
from typing import Any

from kg.facts.clauses import Listing, listings
from kg.facts.inside import inside
from kg.facts.sure import alike, sure
from ontology.divisions import ancestors, by_code
from ontology.model import Label, Mention, Part, Predicate, Relation, Report, Sentence

_FAR = 120  # characters between two rows of names
_OVER = 2  # rows of other names between the two
_SUPPORT = 4.0  # measured on reports that the tagger was not trained on
_NEAR = 8  # characters looked at before the left row
_MANY = 60  # names of a row that are told of each name of the next
_JOINED = re.compile("[、和及]")
_WHOLE = frozenset({Label.PRO, Label.POL, Label.PRJ, Label.EVT})
_WORD = re.compile(r"(?![的和及与对把由让使以在向将被])[\u4e00-\u9fff]")
_DASHES = ("-", "—", "－")
_CUT = 0.5

Weighed = tuple[Mention, float]  # a name and its probability


@dataclass(frozen=True, slots=True)
class Construction:
    """Two rows of names and the words around them, as relations.toml describes them."""

    name: str
    predicate: Predicate
    left: frozenset[Label]
    right: frozenset[Label]
    gap: re.Pattern[str]
    after: re.Pattern[str] | None
    before: re.Pattern[str] | None
    over: frozenset[Label]
    parts: frozenset[Part]
    turned: bool
    nearest: frozenset[str]
    lower: bool
    document: bool
    score: float


def relations(report: Report, mentions: Sequence[Mention]) -> tuple[Relation, ...]:
    """What the report says of two names at a time, in the order of the text."""
    found = list(inside(report, mentions))
    ends = {mention.end for mention in mentions}
    for index, sentence in enumerate(report.sentences):
        first, last = (bisect_left(mentions, at, key=lambda m: m.start) for at in (sentence.start, sentence.end))
        if last - first > 1:
            lists = listings(report.text, mentions[first:last])
            rows = [row for names in lists for row in _kinds(report.text, names)]
            for at, right in enumerate(rows):
                for over in range(min(at, _OVER + 1)):
                    left, between = rows[at - over - 1], rows[at - over : at]
                    found.extend(_between(report.text, index, sentence, left, right, between, ends))
    return tuple(sorted(found, key=lambda relation: (relation.start, relation.end, relation.predicate)))


def _kinds(text: str, row: Listing) -> Iterator[Listing]:
    """A row where names of one kind run into names of another (郑州、新乡全国试点城市), as a row of each."""
    begin = 0
    for at, (left, right) in enumerate(pairwise(row.members), start=1):
        beside = not _JOINED.search(text, left.end, right.start)
        if beside and (left.label is not right.label or left.end == right.start):
            yield Listing(row.members[begin:at], row.members[begin].start, left.end, left.end, False)
            begin = at
    yield Listing(row.members[begin:], row.members[begin].start if begin else row.start, row.end, row.tail, row.open)


def _between(
    text: str, index: int, sentence: Sentence, left: Listing, right: Listing, between: Sequence[Listing], ends: Set[int]
) -> Iterator[Relation]:
    """What the first construction that fits the two rows says, of each name with each."""
    if right.start - left.end > _FAR:
        return
    over = {name.label for row in between for name in row.members}
    for rule in _constructions()[left.members[-1].label, right.members[0].label]:
        if not over <= rule.over:
            continue
        end = _fits(rule, text, sentence, left, right)
        if end is None:
            continue
        lefts = _weighed(left, rule.left)[-1 if "left" in rule.nearest else -_MANY :]
        rights = _weighed(right, rule.right)[: 1 if "right" in rule.nearest else _MANY]
        each = "分别" in text[left.end : right.start]
        for (a, p), (b, q) in _one_by_one(lefts, rights, right) if each else product(lefts, rights):
            subject, object_ = (b, a) if rule.turned else (a, b)
            if rule.lower and not _lower(a.text, b.text):
                continue
            cut = rule.predicate is Predicate.AWARDED and _runs_on(text, subject, ends)
            score = sure(rule.score, min(p, q), support=_SUPPORT) * (_CUT if cut else 1)
            yield Relation(subject, rule.predicate, object_, a.start, max(end, b.end), index, score, rule.name)
        return


def _one_by_one(lefts: Sequence[Weighed], rights: Sequence[Weighed], row: Listing) -> Iterator[tuple[Weighed, Weighed]]:
    """The first with the first and so on; A、B、C分别与D、E等 names no partner of C."""
    if len(lefts) == len(rights) or (row.open and len(rights) < len(lefts)):
        yield from zip(lefts, rights, strict=False)


def _runs_on(text: str, name: Mention, ends: Set[int]) -> bool:
    """Whether a name seems to have lost its beginning: 建设|国土空间专项规划. People and places follow other words."""
    before = text[name.start - 1 : name.start]
    return before in _DASHES or (name.label in _WHOLE and bool(_WORD.match(before)) and name.start not in ends)


def _weighed(row: Listing, labels: frozenset[Label]) -> list[Weighed]:
    """The names of a row that have one of the types, with their probabilities."""
    names = [name for name in row.members if name.label in labels]
    return list(zip(names, alike([name.score for name in names]), strict=True))


def _fits(rule: Construction, text: str, sentence: Sentence, left: Listing, right: Listing) -> int | None:
    """Where the construction ends, None if the words around the two rows are others."""
    if sentence.part not in rule.parts or not rule.gap.fullmatch(text, left.end, right.start):
        return None
    if rule.before and not rule.before.search("\n" + text[max(sentence.start, left.start - _NEAR) : left.start]):
        return None
    if rule.document and not _document().search(right.members[0].text):
        return None
    if not rule.after:
        return right.end
    behind = rule.after.match(text, right.end, sentence.end)
    return behind.end() if behind else None


def _lower(above: str, below: str) -> bool:
    """Whether the second division can be a part of the first: a village of a town, a town of a county."""
    return (_level(above) or 99) < (_level(below) or 0) and not _apart(above, below)


def _apart(above: str, below: str) -> bool:
    """Whether the official list has both apart: 上海市 and the 苏州市 of 上海市嘉定区、苏州市相城区."""
    over = _over().get(below)
    return over is not None and above in _official() and not any(name.startswith(above) for name in over)


@cache
def _over() -> Mapping[str, frozenset[str]]:
    """The names of all that lies above the prefectures and counties of each name."""
    over: dict[str, frozenset[str]] = {}
    for division in by_code().values():
        if division.level in ("prefecture", "county"):
            names = frozenset(each.name for each in ancestors(division))
            over[division.name] = over.get(division.name, frozenset()) | names
    return over


@cache
def _level(name: str) -> int | None:
    """1 for provinces, 2 prefectures, 3 counties, ... by the official list or the name's last word."""
    levels = _tables()["levels"]
    if name in (known := _official()):
        return known[name]
    return next((number for number, ends in enumerate(levels, start=1) if name.endswith(tuple(ends))), None)


@cache
def _official() -> Mapping[str, int]:
    numbers = {"province": 1, "prefecture": 2, "county": 3}
    large = [division for division in by_code().values() if division.level in numbers]
    short = {division.name[:-1]: numbers[division.level] for division in reversed(large) if len(division.name) > 2}
    return short | {division.name: numbers[division.level] for division in reversed(large)}


@cache
def _document() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(_tables()['documents'])})(?:（.{{1,8}}）|草案)*[”》]?$")


@cache
def _constructions() -> Mapping[tuple[Label, Label], Sequence[Construction]]:
    """The constructions that may hold between a name of one type and a name of another."""
    tables = _tables()
    rules = [_construction(row, tables["pieces"]) for row in tables["between"]]
    return {
        (left, right): [rule for rule in rules if left in rule.left and right in rule.right]
        for left, right in product(Label, Label)
    }


def _construction(row: Mapping[str, Any], pieces: Mapping[str, Sequence[str]]) -> Construction:
    def pattern(text: str) -> re.Pattern[str]:
        for name, words in pieces.items():
            text = text.replace("{" + name + "}", f"(?:{'|'.join(words)})")
        return re.compile(text)

    return Construction(
        name=row["name"],
        predicate=Predicate(row["predicate"]),
        left=frozenset(map(Label, row["left"])),
        right=frozenset(map(Label, row["right"])),
        gap=pattern(row["gap"]),
        after=pattern(row["after"]) if "after" in row else None,
        before=pattern(f"(?:{row['before']})$") if "before" in row else None,
        over=frozenset(map(Label, row.get("over", ()))),
        parts=frozenset(map(Part, row.get("parts", list(Part)))),
        turned=row.get("subject") == "right",
        nearest=frozenset(row.get("nearest", ())),
        lower=row.get("lower", False),
        document=row.get("document", False),
        score=row["score"],
    )


@cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads((files("kg.facts") / "relations.toml").read_text(encoding="utf-8"))
