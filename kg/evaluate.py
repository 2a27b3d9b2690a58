"""Comparing what is found in a report with what annotators found: precision, recall and F1 for each type.

Rows are those of `kg extract`. A name counts when place and label are exact. A fact counts when it overlaps the
annotated fact's sentence and says the same: see `agrees`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError

Row = Mapping[str, object]

ALL = "all"
_MARKS = re.compile(r"[\s“”\"‘’《》（）()「」·]")
_NUMBER = re.compile(r"\s*(?P<bound>>=|<=|>|<|~)?\s*(?P<value>-?[\d.,]*\d)")
_SYMMETRIC = "cooperatesWith"


@dataclass(frozen=True, slots=True)
class Score:
    """How many there are, how many were found, how many of those are right."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.gold + self.found
        return 2 * self.right / both if both else 0.0


def score(gold: Iterable[Row], found: Iterable[Row]) -> dict[str, Score]:
    """A score for each type of row in its order of name, and under "all" one for them together.

    >>> gold = [{"start": 0, "end": 3, "label": "ADM"}, {"start": 5, "end": 9, "label": "PRJ"}]
    >>> score(gold, gold[:1])["all"].recall
    0.5
    """
    gold, found = list(gold), list(found)
    right = _right_names(gold, found) + _right_facts(gold, found)
    counts = Counter(map(_type, _unique(gold))), Counter(map(_type, _unique(found))), right
    scores = {key: Score(*(count[key] for count in counts)) for key in sorted(counts[0] | counts[1])}
    return scores | {ALL: Score(*(count.total() for count in counts))}


def read_rows(path: Path) -> list[Row]:
    """Rows of a JSON Lines file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise KgError(f"{path}: no rows of JSON ({error})") from error


def agrees(gold: Row, found: Row) -> bool:
    """Whether two facts of one kind, whose places overlap, say the same.

    States agree in project, status and mode; relations in predicate and both ends (either way round where the
    predicate is symmetric); figures in value, unit, change and mode, with an indicator that contains the other's.
    """
    if gold["kind"] == "status":
        return _equal(gold, found, "status", "mode") and same_name(gold["project"], found["project"])
    if gold["kind"] == "relation":
        return gold["predicate"] == found["predicate"] and _same_ends(gold, found)
    ours, theirs = _bare(gold["indicator"]), _bare(found["indicator"])
    return (
        all(_number(gold.get(key)) == _number(found.get(key)) for key in ("value", "change"))
        and _bare(gold.get("unit")) == _bare(found.get("unit"))
        and _equal(gold, found, "mode")
        and bool(ours and theirs)
        and (ours in theirs or theirs in ours)
    )


def same_name(one: object, other: object) -> bool:
    """Whether two names are equal but for spaces, quotes and brackets, or one is two thirds of the other or more.

    >>> same_name("“智赋万企”行动", "智赋万企行动"), same_name("汨罗", "汨罗抽水蓄能电站")
    (True, False)
    """
    short, long = sorted((_bare(one), _bare(other)), key=len)
    return short == long or (bool(short) and short in long and len(short) * 3 >= len(long) * 2)


def _type(row: Row) -> str:
    return str(row.get("kind") or row["label"])


def _unique(rows: Iterable[Row]) -> list[Row]:
    """Facts as they are; of names at one place with one label only one."""
    names = {_name(row): row for row in rows if "kind" not in row}
    return [*names.values(), *(row for row in rows if "kind" in row)]


def _name(row: Row) -> tuple[object, object, object]:
    return row["start"], row["end"], row["label"]


def _right_names(gold: Sequence[Row], found: Sequence[Row]) -> Counter[str]:
    common = {_name(row) for row in gold if "kind" not in row} & {_name(row) for row in found if "kind" not in row}
    return Counter(str(label) for _, _, label in common)


def _right_facts(gold: Sequence[Row], found: Sequence[Row]) -> Counter[str]:
    """Each annotated fact takes the first found fact that agrees and is not taken."""
    free = [row for row in found if "kind" in row]
    right: Counter[str] = Counter()
    for fact in (row for row in gold if "kind" in row):
        match = next((row for row in free if _overlap(fact, row) and agrees(fact, row)), None)
        if match is not None:
            free.remove(match)
            right[_type(fact)] += 1
    return right


def _overlap(one: Row, other: Row) -> bool:
    return (
        one["kind"] == other["kind"]
        and int(str(one["start"])) < int(str(other["end"]))
        and int(str(other["start"])) < int(str(one["end"]))
    )


def _equal(one: Row, other: Row, *keys: str) -> bool:
    return all(one[key] == other[key] for key in keys)


def _same_ends(gold: Row, found: Row) -> bool:
    ends = found["subject"], found["object"]
    turned = ends[::-1] if gold["predicate"] == _SYMMETRIC else ends
    return any(same_name(gold["subject"], a) and same_name(gold["object"], b) for a, b in {ends, turned})


def _bare(name: object) -> str:
    return _MARKS.sub("", str(name or ""))


def _number(text: object) -> tuple[str, float] | None:
    """Bound and value: `>=68` is (">=", 68.0); None where there is no number."""
    match = _NUMBER.match(str(text)) if text not in (None, "") else None
    return (match["bound"] or "", float(match["value"].replace(",", ""))) if match else None
