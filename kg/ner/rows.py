"""Rows of names, A、B、C等项目: what most members are, the others are too.

Counted on the annotated reports: where two members of a row are names of one kind, the members between them are of
the same kind in 97 of 100 cases; bodies and titles apart, whose rows go on with common nouns. Places and policies are
left to the tagger too: what it finds of them in rows of clauses (在郑州、洛阳建设…) proves nothing of the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from kg.ner.decode import is_paired
from ontology.model import Label

Place = tuple[int, int]

ALIKE = frozenset({Label.PARK, Label.FAC, Label.ENT, Label.PRJ, Label.EVT, Label.PRO})
_CLAUSE = re.compile(r"[^，。；！？：\n]+")
_LONGEST = 15


def missing_members(text: str, names: Mapping[Place, tuple[str, float]]) -> Iterator[tuple[int, int, str, float]]:
    """Place, label and score of members that are no name yet, or one of another kind than the rest of their row."""
    taken = bytearray(len(text))
    for start, end in names:
        taken[start:end] = b"\1" * (end - start)
    starts = {start: (start, end) for start, end in names}
    ends = {end: (start, end) for start, end in names}
    for clause in _CLAUSE.finditer(text):
        commas = [clause.start() + at for at, character in enumerate(clause[0]) if character == "、"]
        if len(commas) < 2:
            continue
        tail = text.find("等", commas[-1], clause.end())
        members = [(left + 1, right) for left, right in pairwise((*commas, tail) if tail > 0 else commas)]
        outer = [ends.get(commas[0])] + ([] if tail > 0 else [starts.get(commas[-1] + 1)])
        label, score = _kind([names[place] for place in (*members, *outer) if place and place in names])
        for place in members:
            known = names.get(place)
            free = not any(taken[slice(*place)]) and _can_be_name(text[slice(*place)])
            if label and (known[0] != label if known else free):
                yield *place, label, score


def _kind(known: list[tuple[str, float]]) -> tuple[str, float]:
    """The label that two members have and most of those known, and how sure it is; empty where there is none."""
    scores: dict[str, list[float]] = defaultdict(list)
    for label, score in known:
        scores[label].append(score)
    label, best = max(scores.items(), key=lambda both: len(both[1]), default=("", []))
    if len(best) < 2 or 2 * len(best) <= len(known) or label not in ALIKE:
        return "", 0.0
    return label, 0.9 * sum(best) / len(best)


def _can_be_name(member: str) -> bool:
    return 2 <= len(member) <= _LONGEST and is_paired(member)
