"""A picture of a table: bars in SVG, drawn by the server, so that no script is needed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

NUMBER = re.compile(r"[<>=~]{0,2}\s*([+-]?\d{1,15}(?:\.\d{1,10})?)\s*(\D{0,8})")
MOST = 30  # bars
BAR, GAP, NAMES, WIDTH = 18, 6, 200, 720  # sizes in the units of the drawing
FEW = 20  # different values that a column may have to be counted by


@dataclass(frozen=True, slots=True)
class Bars:
    """What a picture shows: each bar's name and length, and what is measured."""

    measure: str
    bars: tuple[tuple[str, float], ...]


def bars_of(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Bars | None:
    """The picture that a table can give: its first column of numbers, or how often its values occur.

    Numbers are drawn together only where they have one unit, beside them or in a column called `unit`.

    >>> bars_of(["place", "money"], [["A", "3亿元"], ["B", "1.5亿元"]]).bars
    (('A', 3.0), ('B', 1.5))
    """
    units = columns.index("unit") if "unit" in columns else None
    for index, column in enumerate(columns):
        found = [(row, match) for row in rows if (match := NUMBER.fullmatch(row[index]))]
        filled = sum(bool(row[index]) for row in rows)
        if len(found) < 2 or len(found) < filled * 0.8 or is_year(found):
            continue
        said = [match[2] or (row[units] if units is not None else "") for row, match in found]
        unit = Counter(said).most_common(1)[0][0]
        bars = [(name(row, index, unit), float(m[1])) for (row, m), its in zip(found, said, strict=True) if its == unit]
        return Bars(f"{column} {unit}".strip(), tuple(bars[:MOST]))
    return counted(columns, rows)


def is_year(found: Sequence[tuple[Sequence[str], re.Match[str]]]) -> bool:
    return all(re.fullmatch(r"[12]\d{3}", match[0]) for _, match in found)


def name(row: Sequence[str], measured: int, unit: str) -> str:
    """A row's first words beside its number."""
    others = (cell for at, cell in enumerate(row) if at != measured and cell not in ("", unit))
    words = [cell for cell in others if not NUMBER.fullmatch(cell) and not cell.startswith("http")]
    return " · ".join(words[:2])[:60]


def counted(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Bars | None:
    for index, column in enumerate(columns):
        counts = Counter(row[index] for row in rows if row[index])
        if 1 < len(counts) <= FEW and len(counts) < len(rows):
            return Bars(f"{column} ×", tuple((value[:60], float(count)) for value, count in counts.most_common(MOST)))
    return None


def svg(picture: Bars) -> Markup:
    """The picture as an SVG element; colours and letters come from the page's style."""
    longest = max((abs(value) for _, value in picture.bars), default=0) or 1
    height = (BAR + GAP) * len(picture.bars) + GAP
    drawn = [
        bar(at, label, value, (WIDTH - NAMES - 90) * abs(value) / longest)
        for at, (label, value) in enumerate(picture.bars)
    ]
    head = f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" xmlns="http://www.w3.org/2000/svg">'
    title = f"<title>{escape(picture.measure)}</title>"
    return Markup(head + title + "".join(drawn) + "</svg>")


def bar(at: int, label: str, value: float, length: float) -> str:
    top = GAP + at * (BAR + GAP)
    middle = top + BAR - 5
    shown = label if len(label) <= 16 else label[:15] + "…"
    return (
        f'<text class="name" x="{NAMES - 8}" y="{middle}" text-anchor="end">{escape(shown)}</text>'
        f'<rect class="{"below" if value < 0 else "bar"}" x="{NAMES}" y="{top}" width="{length:.1f}" height="{BAR}" '
        f'rx="2"><title>{escape(label)}: {value:g}</title></rect>'
        f'<text class="value" x="{NAMES + length + 6:.1f}" y="{middle}">{value:g}</text>'
    )
