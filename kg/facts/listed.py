"""Members of a list of projects that the NER pass did not see.

In 加快平漯周、焦济洛平、郑州南站等高铁项目 the marks tell where each name begins and ends, whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.facts.clauses import Span
from kg.facts.masked import NAME
from ontology.model import Label, Mention

_BETWEEN = re.compile(r"(?<=[、和及])[^、和及]{2,20}(?=[、和及])")
_HEAD = re.compile(r"(?:[^、和及]{2,20}[、和及])+")
_TAIL = re.compile(r"(?:、[^、和及等]{2,16})+?(?=等)")
_PIECE = re.compile(r"[^、和及]+")
# a figure, a common noun or a clause is no name: 防沙治沙48万亩, 配套工程, 让群众受益
_NO_NAME = re.compile(
    r"\d+(?:\.\d+)?(?:万|亿|公里|千米|平方|个|座|亩|套|户|项|条|人|处|家|所|米|%)"
    r"|^(?:配套|工程|设备|一批|重大|重点|全国|全省|全市|全县|全区|其他|新|老旧小区|基础设施)"
    r"|[的了等为让把将使与]|^[一二三四五六七八九十\d]+[是个]"
)
_SURE = 0.85  # of the surest member of the list


def listed(hidden: str, text: str, members: Sequence[Mention], head: Span, tail: Span) -> list[Mention]:
    """The unseen members between, before (in `head`) and behind (in `tail`) the members of one list.

    `hidden` is the text with the names that were found blanked out.
    """
    places = [found.span() for found in _between(hidden, members)]
    places += _pieces(hidden, _HEAD.fullmatch(hidden, head.start, head.end))
    places += _pieces(hidden, _TAIL.match(hidden, tail.start, tail.end))
    score = round(_SURE * max(member.score for member in members), 3)
    unseen = [
        Mention(start, end, Label.PRJ, text[start:end], score, "list")
        for start, end in places
        if NAME not in hidden[start:end] and not _NO_NAME.search(text[start:end])
    ]
    # one name among many that are none: 大型水利、能源基地、铁路干线
    return unseen if len(unseen) <= 2 * len(members) else []


def _between(hidden: str, members: Sequence[Mention]) -> Iterator[re.Match[str]]:
    for left, right in pairwise(members):
        yield from _BETWEEN.finditer(hidden, left.end, right.start)


def _pieces(hidden: str, names: re.Match[str] | None) -> list[tuple[int, int]]:
    return [piece.span() for piece in _PIECE.finditer(hidden, *names.span())] if names else []
