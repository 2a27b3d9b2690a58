"""The outputs: every file of a build, from the dataset, in a folder that appears whole or not at all."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager
from pathlib import Path

from kg.outputs import catalog, network, place, rdf, tables
from ontology.model import Dataset

OWNED = frozenset({*catalog.MEDIA_TYPES, "store", place.MANIFEST})

log = logging.getLogger("kg")

__all__ = ["OWNED", "taking_place_of", "write"]


def taking_place_of(folder: str | Path) -> AbstractContextManager[Path]:
    """A new folder to write a build into; it takes the place of the build in `folder` when the block ends well."""
    return place.taking_place_of(folder, OWNED)


def write(dataset: Dataset, folder: Path, base_iri: str, min_confidence: float) -> None:
    """Check and write everything a build holds; the same dataset gives the same bytes (in `store/`: content)."""
    import ontology
    from kg import explorer
    from kg.graph import Embedded, Graph
    from ontology.shapes import validate

    quads = rdf.in_order(ontology.quads(dataset, base_iri))
    if violations := validate(quads):
        log.warning("%d statements break the ontology's shapes; kg validate shows them", len(violations))
    rdf.write(quads, folder, base_iri)
    graph = Graph(Embedded(rdf.store(quads, folder / "store")), folder)
    tables.write(graph, folder)
    network.write(graph, folder)
    (folder / "graph.html").write_text(explorer.page(graph), encoding="utf-8")
    catalog.write(dataset, graph, quads, folder, base_iri, min_confidence)
