"""Lines and the ways in which reports number their headings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from kg.read.years import number

NUMERAL = "一二三四五六七八九十"
SALUTATION = re.compile("[^。，：\n]{0,12}(?:各位代表|各位委员|各位同志|同志们|组成人员)[^。，\n]{0,12}[：:！!]")
NUMBER = re.compile(rf"[{NUMERAL}]+|\d+")
# From the highest to the lowest; the name is the first of its kind.
STYLES = (
    ("第一部分", re.compile(rf"第[{NUMERAL}]{{1,3}}(?:部分|篇|章)|附件[{NUMERAL}\d]{{0,2}}(?=[：: ]|$)")),
    ("一、", re.compile(rf"[{NUMERAL}]{{1,3}}(?:、|$)")),
    ("（一）", re.compile(rf"[（(][{NUMERAL}]{{1,3}}[）)]")),
    ("1.", re.compile(r"\d{1,2}(?:[.、](?!\d)|\. ?(?=\d{4}年))")),
    ("（1）", re.compile(r"[（(]\d{1,2}[）)]")),
    ("一是", re.compile(rf"[{NUMERAL}]{{1,3}}是(?!否)|第[{NUMERAL}]{{1,3}}[，、]")),
)
TITLE_PAGE = 3_000  # characters; no title page is longer
LONGEST_CAPTION = 120  # characters


class Line(NamedTuple):
    """A line without its break."""

    start: int
    end: int
    text: str


def lines(text: str) -> Iterator[Line]:
    """The lines of a text and where they stand."""
    start = 0
    for line in text.split("\n"):
        yield Line(start, start + len(line), line)
        start += len(line) + 1


def heading_number(line: str) -> int:
    """The number that a numbered line shows; 0 where it shows none.

    >>> heading_number("（十二）守牢安全底线"), heading_number("附件")
    (12, 0)
    """
    found = NUMBER.search(line[:8])
    return number(found[0]) if found else 0


def heading_style(line: str) -> str:
    """How a line is numbered, named by the first of its kind; empty where it is not.

    >>> heading_style("（三）大力实施激发需求行动"), heading_style("2.5万亩")
    ('（一）', '')
    """
    return next((name for name, pattern in STYLES if pattern.match(line)), "")


def body_start(text: str) -> int | None:
    """Where the report begins to speak: its salutation; None where it has none."""
    return next((line.start for line in lines(text[:20_000]) if SALUTATION.match(line.text)), None)


def title_page_end(text: str) -> int:
    """Where the title page ends: at the salutation, without one at the first line that holds a sentence."""
    salutation = body_start(text)
    if salutation is not None:
        return salutation
    return next((line.start for line in lines(text[:TITLE_PAGE]) if "。" in line.text), 0)


@cache
def words() -> dict[str, Any]:
    """What the reader knows of the genre."""
    return tomllib.loads((files("kg.read") / "words.toml").read_text(encoding="utf-8"))


def about_page(line: str) -> bool:
    """Whether a line speaks of the page and not of the report: its source, time, photographs."""
    return len(line) < LONGEST_CAPTION and bool(_about_page().match(line))


@cache
def _about_page() -> re.Pattern[str]:
    return re.compile("|".join(words()["furniture"]["about_page"]))
