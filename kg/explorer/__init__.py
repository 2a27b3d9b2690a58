"""The explorer: the graph as one page that opens anywhere, offline, and lets people find, narrow and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.explorer.batches import Batches
    from kg.graph import Graph

__all__ = ["batches", "page", "page_of"]


def page(graph: Graph) -> str:
    """The explorer of a graph as one self-contained HTML page.

    >>> import kg
    >>> html = page(kg.open("output"))  # doctest: +SKIP
    """
    from kg.explorer.html import render
    from kg.explorer.records import records

    return render(records(graph))


def batches(graph: Graph) -> Batches:
    """What a server needs to answer a page that doesn't hold everything: `around(key)` and `found(text)` as JSON."""
    from kg.explorer.batches import Batches
    from kg.explorer.records import records

    return Batches(records(graph))


def page_of(served: Batches, endpoint: str) -> str:
    """The explorer that opens with the most important things and asks `endpoint` for others.

    It calls `endpoint?id=<key>` for what `served.around` gives and `endpoint?q=<text>` for `served.found`.
    """
    from kg.explorer.html import render

    return render(served.first(), endpoint)
