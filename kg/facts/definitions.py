"""Definitions: what the report's own footnotes say that its terms mean."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ontology.model import Definition, Footnote, Mention, Report

# What may follow a term and says no more than what it is.
_CLASS = re.compile(
    "(?:服务|工作|专项|重大)?(?:战略|政策|工程|行动|计划|制度|机制|工作|改革|事项|目标|模式|理念|规划|方案|体系|原则|要求|做法|活动|工作法)"
)
_WITHOUT_MARKS = str.maketrans("", "", "“”‘’《》（） ")


def definitions(report: Report, mentions: Sequence[Mention]) -> tuple[Definition, ...]:
    """One for each footnote; its term is tied to the name that the footnote's mark stands at, or that is its own."""
    starts = [sentence.start for sentence in report.sentences]
    return tuple(
        Definition(
            name=note.term,
            text=note.definition,
            footnote=note.number,
            term=_marked(note, mentions) or _named(note.term, mentions),
            sentence=max(0, bisect_right(starts, note.start) - 1),
        )
        for note in report.footnotes
        if note.term and note.definition
    )


def _marked(note: Footnote, mentions: Sequence[Mention]) -> Mention | None:
    """The mention that ends at one of the note's marks, or holds it, and is named as the term is."""
    for mark in note.marks:
        after = bisect_left(mentions, mark, key=lambda mention: mention.start)
        if after and mentions[after - 1].end >= mark - 1 and _alike(note.term, mentions[after - 1].text):
            return mentions[after - 1]
    return None


def _named(term: str, mentions: Sequence[Mention]) -> Mention | None:
    """The first mention that is named exactly as the term is."""
    name = term.translate(_WITHOUT_MARKS)
    return next((mention for mention in mentions if mention.text.translate(_WITHOUT_MARKS) == name), None)


def _alike(term: str, name: str) -> bool:
    """One is the other or an end of it: 三高四新 and “三高四新”战略, but not 两新 and “两新”送解忧行动."""
    several = "、" in term or "”“" in term  # two or three terms explained together
    term, name = term.translate(_WITHOUT_MARKS), name.translate(_WITHOUT_MARKS)
    if several and len(name) < len(term):
        return False
    called = name.startswith(term) and _CLASS.fullmatch(name, len(term))
    return name in term or bool(called) or name.endswith(term)
