"""Answers of queries as tables of plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ontology.terms import XSD

if TYPE_CHECKING:
    import pandas

Value = str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """A query's answer: columns and rows of plain values (IRIs and texts are str, absent values None)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def records(self) -> list[dict[str, Value]]:
        """Rows as mappings from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """The same as a pandas frame; pandas comes with the `notebooks` extra."""
        import pandas

        return pandas.DataFrame(self.rows, columns=list(self.columns))

    def _repr_html_(self) -> str:
        """Notebooks show an answer as a table."""
        from html import escape

        def line(cells: Sequence[Value], tag: str) -> str:
            shown = ("" if cell is None else escape(str(cell)) for cell in cells)
            return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in shown) + "</tr>"

        return f"<table>{line(self.columns, 'th')}{''.join(line(row, 'td') for row in self.rows)}</table>"


def plain(term: Any) -> Value:
    """An RDF term as a Python value."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return str(term.value) if isinstance(term, ox.NamedNode) else str(term)
    datatype = term.datatype.value
    if datatype == XSD + "integer":
        return int(term.value)
    if datatype == XSD + "decimal":
        return Decimal(term.value)
    if datatype == XSD + "boolean":
        return term.value in ("true", "1")
    return term.value
