"""HTML as the text a reader sees: tags, scripts, menus and footers fall away, every character keeps its place.

The scanner is a single pass over the markup, so that no input, however broken, takes more than linear time; the
standard library's parser needs quadratic time on unclosed comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from kg.read.aligned import Aligned, Edit
from kg.read.lines import lines, words

TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,15})(?![a-zA-Z0-9])")
TAG_REST = re.compile(r"""(?:[^<>"']++|"[^"<]{0,4000}+"|'[^'<]{0,4000}+')*+>""")
HIDDEN = frozenset(words()["markup"]["hidden"])
BLOCKS = frozenset(words()["markup"]["blocks"])
SUPERSCRIPT = "^"  # as the marks of footnotes are written in Markdown
LINK, LINK_END = "\ue000", "\ue001"
ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{1,30}));?")
PAGE = re.compile(r"<!doctype html|<html[ >]|<body[ >]|</(?:p|div)>", re.IGNORECASE)
LINKED = re.compile(f"{LINK}[^{LINK}{LINK_END}\n]*+{LINK_END}")
SPEECH = re.compile("[，。；！？]")
LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
MARKS = re.compile(f"[{LINK}{LINK_END}]")
SYMBOLS = re.compile(r"[\s>|/·•\-—_:：\[\]【】（）()]+")
ONE_LINE = {ord("\n"): ord(" "), ord("\r"): ord(" "), ord(LINK): ord(" "), ord(LINK_END): ord(" ")}


def visible(source: str) -> Aligned:
    """The visible text of a page.

    >>> page = visible("<p>汨罗市<b>2024</b>年</p><script>x()</script>")
    >>> page.text.strip(), page.offsets[page.text.index("年")]
    ('汨罗市2024年', 17)
    """
    page = Aligned.of(source).translate(ONE_LINE)
    page = page.edit(_tags(page.text))
    page = page.edit(_menus(page.text))
    return page.edit(_entities(page.text))


def _tags(page: str) -> Iterator[Edit]:
    """Tags, comments and what nobody sees; block tags leave a line break, links a mark at either end."""
    lower = page.translate(LOWER)
    unclosed: set[str] = set()  # what was looked for in vain, so that nothing is looked for twice
    at = lower.find("<")
    while at >= 0:
        end, new = _piece(lower, at, unclosed)
        if end > at:
            yield Edit(at, end, new)
        at = lower.find("<", max(end, at + 1))


def _piece(page: str, at: int, unclosed: set[str]) -> tuple[int, str]:
    """Where the tag, comment or hidden element at `at` ends, and what stands for it; `at` itself for a bare <."""
    if page.startswith("<!--", at):
        return _after(page, "-->", at, unclosed) or at + 4, ""
    if page.startswith(("<!", "<?"), at):
        return _after(page, ">", at, unclosed) or at + 2, ""
    tag = TAG.match(page, at)
    if not tag:
        return at, ""
    name, closing = tag[1], page[at + 1] == "/"
    rest = TAG_REST.match(page, tag.end())
    end = rest.end() if rest else _after(page, ">", at, unclosed) or tag.end()
    if name in HIDDEN and not closing:
        last = _after(page, f"</{name}", end, unclosed)
        return (_after(page, ">", last, unclosed) or last, "\n") if last else (end, "\n")
    if name == "a":
        return end, LINK_END if closing else LINK
    return end, SUPERSCRIPT if name == "sup" and not closing else "\n" if name in BLOCKS else ""


def _after(page: str, mark: str, at: int, unclosed: set[str]) -> int:
    """The place behind the next `mark`; 0 where there is none."""
    found = -1 if mark in unclosed else page.find(mark, at)
    if found < 0:
        unclosed.add(mark)
        return 0
    return found + len(mark)


def _menus(page: str) -> Iterator[Edit]:
    """The marks of links, with the whole line where it is nothing but links and says nothing."""
    for line in lines(page):
        if LINK not in line.text and LINK_END not in line.text:
            continue
        unlinked = LINKED.sub("", line.text)
        if not SYMBOLS.sub("", unlinked) and not SPEECH.search(line.text):
            yield Edit(line.start, line.end)
        else:
            yield from (Edit(line.start + m.start(), line.start + m.end()) for m in MARKS.finditer(line.text))


def _entities(page: str) -> Iterator[Edit]:
    for found in ENTITY.finditer(page):
        decimal, hexadecimal, name = found.groups()
        code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else 0
        char = html5.get(f"{name};", "") if name else chr(code) if 31 < code < 0x110000 else " "
        if len(char) == 1:
            yield Edit(*found.span(), " " if char in "\n\r" else char)
