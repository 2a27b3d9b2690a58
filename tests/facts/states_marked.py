"""Small reports written for a test: names stand in ⟦LABEL|name⟧, the rest is plain text."""

from __future__ import annotations

import re
from pathlib import Path

from kg.read import read
from ontology.model import Label, Mention, Report

MARK = re.compile(r"⟦([A-Z]+)\|([^⟧]+)⟧")


def spoken(folder: Path, review: str = "", plan: str = "", county: str = "安吉县") -> tuple[Report, list[Mention]]:
    """The report of a county for 2024 with these words in its review and its plan, and the marked names."""
    marked = "\n\n".join(
        [
            f"2025年{county}政府工作报告",
            f"——2025年1月8日在{county}第十七届人民代表大会第四次会议上",
            f"⟦GOV|{county}人民政府⟧县长　⟦PER|周亦安⟧",
            "各位代表：",
            "一、2024年工作回顾",
            f"过去一年，全县上下实干争先。{review}",
            "二、2025年工作安排",
            f"新的一年，我们要开好局、起好步。{plan}",
        ]
    )
    path = folder / "report.txt"
    path.write_text(MARK.sub(r"\2", marked), encoding="utf-8")
    report = read(path)
    mentions, at = [], 0
    for mark in MARK.finditer(marked):
        at = report.text.index(mark[2], at)
        mentions.append(Mention(at, at + len(mark[2]), Label(mark[1]), mark[2]))
        at = mentions[-1].end
    return report, mentions
