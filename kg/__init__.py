"""Chinese government work reports as a knowledge graph.

>>> import kg
>>> graph = kg.build("examples/miluo-2024/report.md", "output")  # doctest: +SKIP
>>> graph.query("SELECT ?name WHERE { ?p a mkg:EnergyProject ; skos:prefLabel ?name }")  # doctest: +SKIP
"""

from kg.build import build, extract
from kg.errors import KgError
from kg.graph import Graph, Table, open

__all__ = ["Graph", "KgError", "Table", "build", "extract", "open"]
