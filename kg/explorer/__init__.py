"""The explorer: the graph as one page that opens anywhere, offline, and lets people find, narrow and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["page"]


def page(graph: Graph, endpoint: str = "") -> str:
    """The explorer of a graph as one self-contained HTML page.

    With `endpoint`, the address of a server's neighbours, the page asks there for what it doesn't hold itself.
    """
    from kg.explorer.html import render
    from kg.explorer.records import records

    return render(records(graph), endpoint)
