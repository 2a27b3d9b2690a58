"""The graph for network tools: GraphML (yEd, Cytoscape, igraph) and GEXF (Gephi)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.graph import Graph
from kg.outputs.xml import writable


def write(graph: Graph, folder: Path) -> None:
    """Write graph.graphml and graph.gexf."""
    import networkx
    from networkx.readwrite.gexf import GEXFWriter

    network = graph.to_networkx()
    for _, data in network.nodes(data=True):
        clean(data)
    for _, _, data in network.edges(data=True):
        clean(data)
    # Not networkx.write_graphml: it writes otherwise where lxml is installed.
    networkx.write_graphml_xml(network, folder / "graph.graphml", prettyprint=True)
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(network)
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate")  # the same graph gives the same file on any day
        meta[0].text = "municipal-kg"
    with (folder / "graph.gexf").open("wb") as file:
        writer.write(file)


def clean(data: dict[str, Any]) -> None:
    """Take the characters out of attributes that XML cannot hold."""
    for name, value in data.items():
        if isinstance(value, str):
            data[name] = writable(value)
