"""Definitions: what the report's own footnotes say that its terms mean."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ontology.model import Definition, Footnote, Mention, Report

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
    """One is the other or an end of it: 三高四新 and “三高四新”战略, but not 和美乡村 and 全国和美乡村示范村."""
    term, name = term.translate(_WITHOUT_MARKS), name.translate(_WITHOUT_MARKS)
    return name in term or name.startswith(term) or name.endswith(term)
