"""The report's text without what the page put around and into it.

Each step reads the text so far and yields edits; none may lengthen the text except by a line break, so that every
character left keeps its place in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.read.aligned import Aligned, Edit
from kg.read.lines import TITLE_PAGE, heading_style, lines, title_page_end, words

HAN = "\u3400-\u9fff"
# Full-width figures, letters and the marks that belong to numbers; other punctuation stays Chinese.
HALF_WIDTH = {ord(c): ord(c) - 0xFEE0 for c in "０１２３４５６７８９．％＋－／＃＊＾～"} | {
    code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
LINE_BREAKS = {ord(c): ord("\n") for c in "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"}
# Broken characters, zero-width marks, soft hyphens, private use and control characters.
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffd\ue000-\uf8ff]+"
)
BLANKS = {
    ord(c): ord(" ") for c in "\t\xa0\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
}

WIDE_GAP = re.compile(r"[ \xa0\u3000]{2,}")
LONG = 60  # characters; a longer line is no line of a title page
GAP_COLUMNS = 4  # two full-width spaces: the indent of a Chinese paragraph
SALUTATION = re.compile(r"(?<=[^\n。！；，、“：？])(?=各位代表[：:！!])")
YEAR_MONTH = r"(?:\d{4}|\d \d \d \d|[〇○零一二三四五六七八九]{4}) ?年 ?[\d一二三四五六七八九十 ]{1,4}月"
SESSION_LINE = re.compile(rf"(?<=[^\n—－―\-])(?=[—－―\-]{{1,4}}{YEAR_MONTH})")
AFTER_SESSION = re.compile(r"(?<=会议上)(?=国务院)")
CONTENTS = re.compile(r"(?<=[^\n])(?=目录\s+[一第])")

SPACED_OUT = re.compile(
    rf"(?: [{HAN}]){{3,}}(?![{HAN}])"  # 政 府 工 作 报 告
    rf"|(?<!\S)[{HAN}] [{HAN}](?!\S)"  # 龚 正
    r"|(?<!\d)\d(?: \d){2,}(?!\d)"  # 1 9 9 8
    r"|(?<!\d)\d \d(?= ?[年月日])"  # 1 2 月
)
SPACES = re.compile(r" +")
LATIN = re.compile(r"[A-Za-z0-9]")

BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
MARKDOWN = re.compile(r"\*{2,}|^[ ]*#{1,6}[ ]+|\\(?=[\[\]().*_#\-])|<br ?/?>", re.MULTILINE)

PAGE_NUMBER = re.compile(r"(?:[-—–·] ?)?(\d{1,3})(?: ?[-—–·])?|第 ?\d{1,3} ?页(?:[/，, ]?共 ?\d{1,3} ?页)?")
SYMBOLS = re.compile(r"[\s【】\[\]（）()《》<>〈〉|｜×:：·•/\-—_=*#]+")

ENDED = "。！？!?；;：:…"
CLOSERS = "”’」』）)】》"
GOES_ON = ("是：", "是:", "，", "、", "。", "；", "）", "”", "》")
DANGLING = "，、,（(“《〈·的和与及或在对为向把被从以于届"
LATE = 0.5  # of the text; what ends the page stands behind
FEW_LINES = 10
SHORT = 30  # characters; a shorter line may be a heading or a caption


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The cleaned text, one paragraph a line; bold stretches and the end of the report as places in the source."""

    aligned: Aligned
    bold: tuple[tuple[int, int], ...]
    tail: int  # where the page goes on with other matter


def clean(aligned: Aligned) -> Cleaned:
    """Take page furniture, marks and stray spaces out and join what pages broke."""
    length = aligned.offsets[-1] + 1
    aligned = aligned.translate(HALF_WIDTH | LINE_BREAKS)
    aligned = aligned.edit(Edit(*m.span()) for m in INVISIBLE.finditer(aligned.text))
    aligned = aligned.edit(_breaks(aligned.text)).translate(BLANKS)
    bold = tuple((aligned.offsets[m.start(1)], aligned.offsets[m.end(1)]) for m in BOLD.finditer(aligned.text))
    aligned = aligned.edit(Edit(*m.span()) for m in MARKDOWN.finditer(aligned.text))
    for step in (_spaced_out, _spaces):
        aligned = aligned.edit(step(aligned.text))
    start = _tail(aligned.text)
    tail = aligned.offsets[start] if start < len(aligned.text) else length
    aligned = aligned.edit(_furniture(aligned.text))
    aligned = aligned.edit(_joins(aligned.text, aligned.index(tail)))
    return Cleaned(aligned, bold, tail)


def _breaks(text: str) -> Iterator[Edit]:
    """Paragraphs that a wide gap or nothing at all parts: 会议上　　　　国务院总理周恩来各位代表：　　我们……"""
    found = [
        Edit(line.start + gap.start(), line.start + gap.end(), "\n")
        for line in lines(text)
        if len(line.text) > LONG
        for gap in WIDE_GAP.finditer(line.text)
        if _columns(gap[0]) >= GAP_COLUMNS
    ]
    for pattern in (SALUTATION, SESSION_LINE, AFTER_SESSION, CONTENTS):
        found += [Edit(at.start(), at.start(), "\n") for at in pattern.finditer(text, 0, TITLE_PAGE)]
    yield from _apart(sorted(found))


def _columns(gap: str) -> int:
    return len(gap) + gap.count("\u3000")


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """The edits without those that lie within or touch an earlier one."""
    done = -1
    for edit in edits:
        if edit.start > done:
            yield edit
            done = edit.end


def _spaced_out(text: str) -> Iterator[Edit]:
    """Words and years written with a space behind every character."""
    for found in SPACED_OUT.finditer(text):
        for at in range(found.start(), found.end()):
            if text[at] == " ":
                yield Edit(at, at + 1)


def _spaces(text: str) -> Iterator[Edit]:
    """Spaces mean something between Latin words, and between words of a title page; elsewhere they are stray."""
    for line in lines(text):
        long = len(line.text) > LONG
        for found in SPACES.finditer(line.text):
            start, end = found.span()
            before, after = line.text[start - 1 : start], line.text[end : end + 1]
            if not before or not after:
                yield Edit(line.start + start, line.start + end)
                continue
            latin = bool(LATIN.match(before)), bool(LATIN.match(after))
            keep = all(latin) or (not long and not any(latin) and before.isalpha() and after.isalpha())
            if not keep:
                yield Edit(line.start + start, line.start + end)
            elif end - start > 1:
                yield Edit(line.start + start + 1, line.start + end)


def _tail(text: str) -> int:
    """Where a line like 相关报道 or 责任编辑 ends the report; the end of the text where there is none."""
    pattern = re.compile("|".join(words()["furniture"]["tail"]))
    behind = (line for line in lines(text) if line.start > len(text) * LATE and len(line.text) < SHORT)
    return next((line.start for line in behind if pattern.match(line.text)), len(text))


def _furniture(text: str) -> Iterator[Edit]:
    """Empty lines, buttons and page numbers."""
    buttons = frozenset(words()["furniture"]["lines"])
    page_numbers = _page_numbers(text)
    done = 0
    for line in lines(text):
        core = SYMBOLS.sub("", line.text) if len(line.text) < SHORT and line.text not in ("（", "(") else line.text
        if not core or core in buttons or line.start in page_numbers:
            end = min(line.end + 1, len(text))
            yield Edit(max(line.start, done), end)
            done = end


def _page_numbers(text: str) -> frozenset[int]:
    """Where the lines stand that hold just a page number; bare figures count only if they rise."""
    dressed, bare = set(), []
    for line in lines(text):
        found = PAGE_NUMBER.fullmatch(line.text) if len(line.text) < SHORT else None
        if found and found[0] != found[1]:
            dressed.add(line.start)
        elif found:
            bare.append((int(found[1]), line.start))
    numbers = [number for number, _ in bare]
    rising = len(bare) > 1 and all(a < b for a, b in pairwise(numbers))
    return frozenset(dressed | {start for _, start in bare if rising})


def _joins(text: str, tail: int) -> Iterator[Edit]:
    """Line breaks in mid-sentence."""
    found = list(lines(text[:tail]))
    full, wrapped = _full_line([len(line.text) for line in found])
    paragraph = 0  # length of the paragraph so far
    title_page = title_page_end(text)
    for before, line in pairwise(found):
        paragraph += len(before.text)
        spoken = line.start > title_page
        if not _broken(before.text, line.text, spoken and paragraph >= full, spoken and wrapped):
            paragraph = 0
            continue
        latin = all(mark.isascii() and mark.isalpha() for mark in (before.text[-1], line.text[0]))
        yield Edit(before.end, line.start, " " if latin else "")


def _full_line(lengths: list[int]) -> tuple[int, bool]:
    """How long a line must be to be cut short by the page, and whether all lines are cut so, as in a .pdf."""
    lengths = sorted(length for length in lengths if length)
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    full = sum(usual * 4 <= length * 5 for length in lengths)
    wrapped = len(lengths) >= FEW_LINES and usual <= LONG and full * 5 >= len(lengths) * 2
    return (max(usual * 3 // 4, FEW_LINES), True) if wrapped else (SHORT, False)


def _broken(before: str, after: str, full: bool, wrapped: bool) -> bool:
    """Whether a paragraph whose last line is `before` goes on in `after`; `full` if it is long enough to be cut.

    >>> _broken("陕煤汨罗火电项目完成征地990亩，厂外道路、安置区开工，拆迁", "安置群众48户", True, False)
    True
    >>> _broken("（一）聚力服务和融入全国统一大市场，促进区域协调发展和新型城镇化", "抢抓机遇", True, False)
    False
    """
    if not before or not after or heading_style(after) or after.startswith(("——", "各位代表")):
        return False
    if before.rstrip(CLOSERS)[-1:] in ENDED:
        return False
    if before[-1] in DANGLING or after.startswith(GOES_ON):
        return True
    return full and (wrapped or not heading_style(before) or "。" in before)
