"""What a build is made of: manifest.json for programs, dataset.ttl (DCAT 3, VoID) for data portals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pyoxigraph as ox

from kg.graph import Graph
from ontology.model import Dataset, Resolved
from ontology.terms import DCTERMS, MKG, PREFIXES, RDF, XSD

DCAT = "http://www.w3.org/ns/dcat#"
SPDX = "http://spdx.org/rdf/terms#"
VOID = "http://rdfs.org/ns/void#"
MEDIA_TYPES = {
    "graph.trig": "application/trig",
    "graph.ttl": "text/turtle",
    "graph.nt": "application/n-triples",
    "graph.jsonld": "application/ld+json",
    "graph.rdf": "application/rdf+xml",
    "graph.graphml": "application/graphml+xml",
    "graph.gexf": "application/gexf+xml",
    "graph.html": "text/html",
    "entities.csv": "text/csv",
    "facts.csv": "text/csv",
    "dataset.ttl": "text/turtle",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file of a build."""

    name: str
    media_type: str
    size: int  # bytes
    sha256: str

    @classmethod
    def of(cls, path: Path) -> File:
        content = path.read_bytes()
        return cls(path.name, MEDIA_TYPES[path.name], len(content), sha256(content).hexdigest())


def write(
    dataset: Dataset, graph: Graph, quads: Sequence[ox.Quad], folder: Path, base_iri: str, min_confidence: float
) -> None:
    """Write dataset.ttl, then manifest.json over all files."""
    dumps = [File.of(path) for path in sorted(folder.iterdir()) if path.is_file()]
    description = sorted(set(describe(dataset, graph, quads, dumps, base_iri)), key=str)
    prefixes = {**PREFIXES, "dcat": DCAT, "spdx": SPDX, "void": VOID}
    ox.serialize(description, str(folder / "dataset.ttl"), ox.RdfFormat.TURTLE, prefixes=prefixes)
    files = sorted([*dumps, File.of(folder / "dataset.ttl")], key=lambda file: file.name)
    manifest = {
        "dataset": base_iri + "dataset",
        "software": {"municipal-kg": version("municipal-kg")},
        "settings": {"base_iri": base_iri, "min_confidence": min_confidence},
        "inputs": [source(resolved, base_iri) for resolved in dataset.reports],
        "counts": counts(graph, quads),
        "files": {
            file.name: {"media_type": file.media_type, "bytes": file.size, "sha256": file.sha256} for file in files
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def source(resolved: Resolved, base_iri: str) -> dict[str, object]:
    """A report that the build is made from."""
    report = resolved.extraction.report
    return {
        "name": report.name,
        "sha256": report.sha256,
        "title": report.title,
        "area": report.area.name if report.area else "",
        "reviewed_year": report.reviewed_year,
        "coming_year": report.coming_year,
        "report": f"{base_iri}id/{resolved.id}",
    }


def counts(graph: Graph, quads: Sequence[ox.Quad]) -> dict[str, object]:
    """How much there is of what."""
    return {
        "quads": len(quads),
        "entities": dict(sorted(Counter(node.kind for node in graph.entities()).items())),
        "facts": {
            "states": len(graph.states()),
            "relations": len(graph.relations()),
            "figures": len(graph.figures()),
            "meanings": len(graph.meanings()),
        },
    }


def describe(
    dataset: Dataset, graph: Graph, quads: Sequence[ox.Quad], dumps: Iterable[File], base_iri: str
) -> Iterator[ox.Triple]:
    """The dataset in the words of DCAT and VoID."""
    this = base_iri + "dataset"
    yield from about(
        this,
        (RDF + "type", iri(DCAT + "Dataset")),
        (RDF + "type", iri(VOID + "Dataset")),
        (DCTERMS + "title", ox.Literal("政府工作报告知识图谱", language="zh")),
        (DCTERMS + "title", ox.Literal("Knowledge graph of government work reports", language="en")),
        (DCTERMS + "language", iri("http://publications.europa.eu/resource/authority/language/ZHO")),
        (DCTERMS + "conformsTo", iri(MKG.removesuffix("#"))),
        (VOID + "vocabulary", iri(MKG)),
        (VOID + "uriSpace", ox.Literal(base_iri + "id/")),
        (VOID + "triples", number(len(quads))),
        (VOID + "entities", number(len(graph.entities()))),
        (VOID + "distinctSubjects", number(len({quad.subject for quad in quads}))),
        (VOID + "properties", number(len({quad.predicate for quad in quads}))),
    )
    for resolved in dataset.reports:
        yield from about(this, (DCTERMS + "source", iri(f"{base_iri}id/{resolved.id}")))
        if resolved.area:
            yield from about(this, (DCTERMS + "spatial", iri(f"{base_iri}id/{resolved.area}")))
    yield from period(this, dataset)
    for name, count in Counter(node.type for node in graph.entities()).items():
        partition = f"{this}#{name}"
        yield from about(this, (VOID + "classPartition", iri(partition)))
        yield from about(partition, (VOID + "class", iri(MKG + name)), (VOID + "entities", number(count)))
    for file in dumps:
        yield from distribution(this, file, base_iri)


def period(this: str, dataset: Dataset) -> Iterator[ox.Triple]:
    """The years that the reports speak of."""
    reports = [resolved.extraction.report for resolved in dataset.reports]
    years = [year for report in reports for year in (report.reviewed_year, report.coming_year) if year]
    if years:
        yield from about(this, (DCTERMS + "temporal", iri(this + "#period")))
        yield from about(
            this + "#period",
            (RDF + "type", iri(DCTERMS + "PeriodOfTime")),
            (DCAT + "startDate", ox.Literal(str(min(years)), datatype=iri(XSD + "gYear"))),
            (DCAT + "endDate", ox.Literal(str(max(years)), datatype=iri(XSD + "gYear"))),
        )


def distribution(this: str, file: File, base_iri: str) -> Iterator[ox.Triple]:
    """One file that holds the dataset."""
    node, checksum, download = f"{this}#{file.name}", f"{this}#sha256-{file.name}", f"{base_iri}download/{file.name}"
    yield from about(this, (DCAT + "distribution", iri(node)))
    if file.name in ("graph.trig", "graph.nt"):
        yield from about(this, (VOID + "dataDump", iri(download)))
    yield from about(
        node,
        (RDF + "type", iri(DCAT + "Distribution")),
        (DCTERMS + "title", ox.Literal(file.name)),
        (DCAT + "downloadURL", iri(download)),
        (DCAT + "mediaType", iri("https://www.iana.org/assignments/media-types/" + file.media_type)),
        (DCAT + "byteSize", ox.Literal(str(file.size), datatype=iri(XSD + "nonNegativeInteger"))),
        (SPDX + "checksum", iri(checksum)),
    )
    yield from about(
        checksum,
        (RDF + "type", iri(SPDX + "Checksum")),
        (SPDX + "algorithm", iri(SPDX + "checksumAlgorithm_sha256")),
        (SPDX + "checksumValue", ox.Literal(file.sha256, datatype=iri(XSD + "hexBinary"))),
    )


def about(subject: str, *said: tuple[str, ox.NamedNode | ox.Literal]) -> Iterator[ox.Triple]:
    for predicate, value in said:
        yield ox.Triple(iri(subject), iri(predicate), value)


def iri(value: str) -> ox.NamedNode:
    return ox.NamedNode(value)


def number(value: int) -> ox.Literal:
    return ox.Literal(value)
