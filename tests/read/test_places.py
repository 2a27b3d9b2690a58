"""Every character of the cleaned text knows where it stands in the source, whatever the source."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import REPORT

from kg.errors import KgError
from kg.read import read
from ontology.model import Report

SESSION = "——2025年1月8日在桐川县第十八届人民代表大会第四次会议上"
WORDS = (
    "政府工作报告",
    SESSION,
    "各位代表：",
    "一、2024年工作回顾",
    "二、2025年工作安排",
    "（一）",
    "1.",
    "拆迁",
    "安置群众",
)
MARKS = (
    "**",
    "^[1]",
    "[1]",
    "①",
    "注释：",
    "[1]“三高”：",
    "。",
    "；",
    "“",
    "”",
    "，",
    "\n",
    "\n\n",
    "　　",
    " ",
    "\r\n",
)
STRAYS = ("１９", "1 9 9 8", "下载", "- 3 -", "PM\n2.5", "\ufeff", "\x07", "<b>", "&nbsp;", "来源：日报", "相关报道：")
PIECES = st.sampled_from(WORDS + MARKS + STRAYS)


def assert_exact(report: Report) -> None:
    """Offsets rise, point at the characters they stand for, and sections, sentences and notes lie in the text."""
    assert len(report.offsets) == len(report.text)
    assert all(before <= after for before, after in pairwise(report.offsets))
    for character, place in zip(report.text, report.offsets, strict=True):
        given = report.source[place] if place < len(report.source) else "\n"
        assert character.isspace() or character == given or character == unicodedata.normalize("NFKC", given)
    assert all(0 <= s.start < s.end <= len(report.text) for s in report.sentences)
    assert all(before.end <= after.start for before, after in pairwise(report.sentences))
    assert all(-1 <= s.section < len(report.sections) for s in report.sentences)
    assert all(0 <= s.start <= s.end <= len(report.text) for s in report.sections)
    assert all(n.start < n.end and all(0 <= mark <= len(report.text) for mark in n.marks) for n in report.footnotes)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join))
def test_places_are_exact_in_any_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "any.txt").write_bytes(text.encode("utf-8", errors="replace"))
    try:
        report = read(tmp_path / "any.txt")
    except KgError:
        return
    if "<b>" not in text:
        assert_exact(report)


@pytest.mark.parametrize("name", ["report.txt", "report.md"])
def test_places_are_exact_in_a_report(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(REPORT, encoding="utf-8")
    assert_exact(read(tmp_path / name))


def test_places_are_exact_in_miluo() -> None:
    report = read("examples/miluo-2024/report.md")
    assert_exact(report)
    start = report.text.index("“3+4+5”自主改革事项")
    end = start + len("“3+4+5”自主改革事项")
    assert report.source[slice(*report.source_span(start, end))] == "“3+4+5”自主改革^[22]事项"
    spoken = {i for s in report.sentences for i in range(s.start, s.end)}
    assert all(
        report.text[i].isspace() or report.text[i] in "[]0123456789" for i in range(len(report.text)) if i not in spoken
    )
