"""Relations between names: where things lie, who runs them, what was won, who belongs to what."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise, product
from typing import Any

from kg.facts.clauses import Listing, listings
from kg.facts.inside import inside
from ontology.model import Label, Mention, Part, Predicate, Relation, Report, Sentence

_FAR = 40  # characters between two rows of names
_DOCUMENT = re.compile(
    r"(?:建议|意见|规划|方案|纲要|决定|条例|办法|报告|通知|措施|清单|细则|规定|政策)(?:（.{1,8}）|草案)*[”》]?$"
)
_AIM = re.compile(r"(?:争创|创建|申报|申创|争取|力争|冲刺|申建|打造)[^，；。]{0,12}$")


@dataclass(frozen=True, slots=True)
class Construction:
    """Two rows of names and the words between them, as relations.toml describes them."""

    name: str
    predicate: Predicate
    left: frozenset[Label]
    right: frozenset[Label]
    gap: re.Pattern[str]
    after: re.Pattern[str] | None
    parts: frozenset[Part]
    turned: bool  # the right row is the subject
    first: bool  # only the first name of the right row is meant
    document: bool  # the policy must be called a document
    score: float


def relations(report: Report, mentions: Sequence[Mention]) -> tuple[Relation, ...]:
    """What the report says of two names at a time, in the order of the text."""
    found = list(inside(report, mentions))
    for index, sentence in enumerate(report.sentences):
        first, last = (bisect_left(mentions, at, key=lambda m: m.start) for at in (sentence.start, sentence.end))
        if last - first > 1:
            rows = [row for found in listings(report.text, mentions[first:last]) for row in _kinds(report.text, found)]
            for left, right in pairwise(rows):
                found.extend(_between(report, index, sentence, left, right))
    return tuple(sorted(found, key=lambda relation: (relation.start, relation.end, relation.predicate)))


def _kinds(text: str, row: Listing) -> Iterator[Listing]:
    """A row where names of one kind run into names of another (郑州、新乡全国试点城市), as a row of each."""
    begin = 0
    for at, (left, right) in enumerate(pairwise(row.members), start=1):
        beside = not re.search("[、和及]", text[left.end : right.start])
        if beside and (left.label is not right.label or left.end == right.start):
            yield Listing(row.members[begin:at], row.members[begin].start, left.end, left.end, False)
            begin = at
    yield Listing(row.members[begin:], row.members[begin].start if begin else row.start, row.end, row.tail, row.open)


def _between(report: Report, index: int, sentence: Sentence, left: Listing, right: Listing) -> Iterator[Relation]:
    if right.start - left.end > _FAR:
        return
    text = report.text
    for rule in _constructions():
        lefts = [name for name in left.members if name.label in rule.left]
        rights = [name for name in right.members if name.label in rule.right]
        if not lefts or not rights or sentence.part not in rule.parts:
            continue
        if right.members[0] is not rights[0] or left.members[-1] is not lefts[-1]:
            continue
        if not rule.gap.fullmatch(text, left.end, right.start):
            continue
        end = right.end
        if rule.after:
            behind = rule.after.match(text, right.end, sentence.end)
            if not behind:
                continue
            end = behind.end()
        for a, b in product(lefts, rights[:1] if rule.first else rights):
            subject, object_ = (b, a) if rule.turned else (a, b)
            if rule.document and not _DOCUMENT.search(subject.text):
                continue
            yield Relation(
                subject,
                rule.predicate,
                object_,
                left.members[0].start,
                max(end, right.members[-1].end),
                index,
                round(rule.score * a.score * b.score, 3),
                rule.name,
            )
        return


@cache
def _constructions() -> tuple[Construction, ...]:
    tables = tomllib.loads((files("kg.facts") / "relations.toml").read_text(encoding="utf-8"))
    return tuple(_construction(row, tables["pieces"]) for row in tables["between"])


def _construction(row: dict[str, Any], pieces: dict[str, str]) -> Construction:
    def pattern(text: str) -> re.Pattern[str]:
        for name, piece in pieces.items():
            text = text.replace("{" + name + "}", piece)
        return re.compile(text)

    return Construction(
        row["name"],
        Predicate(row["predicate"]),
        frozenset(map(Label, row["left"])),
        frozenset(map(Label, row["right"])),
        pattern(row["gap"]),
        pattern(row["after"]) if "after" in row else None,
        frozenset(map(Part, row.get("parts", list(Part)))),
        row.get("subject") == "right",
        row.get("first", False),
        row.get("document", False),
        row["score"],
    )
