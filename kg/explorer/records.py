"""What the page shows: the graph as the records that its scripts read, compact and in a fixed order."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from kg.graph import Edge, Graph, Node

HERE = Path(__file__).parent / "assets"
LONGEST = 10_000  # characters of a name or sentence; what is longer is cut
TOGETHER = "mentionedWith"  # no statement of the graph: two names that follow each other in a sentence
TIE = 0.3  # how strongly common mention binds, against 1 for a stated relation
DRAWN = 6000  # things that a browser draws and moves with ease
MODES = ("actual", "target")

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Records:
    """Things and relations as pyvis takes them, and what the page needs beside them."""

    title: str
    nodes: list[Record]
    edges: list[Record]
    page: Record


class Quote(NamedTuple):
    """One mention of a thing."""

    sentence: str  # IRI
    start: int
    thing: str  # IRI


class Sentences:
    """The reports' sentences in reading order, with their section and report."""

    def __init__(self, graph: Graph) -> None:
        self.rows: list[tuple[str, int, int]] = []  # text, number of its section's heading, number of its report
        self.sections: dict[str, int] = {"": -1}  # heading -> its number
        self.reports: dict[str, int] = {"": -1}
        self._numbers: dict[str, int] = {}
        titles, headings = _titles(graph), _headings(graph)
        for iri, text, section, report in graph.query(SENTENCES):
            heading, title = headings.get(str(section), ""), titles.get(str(report), "")
            self._numbers[str(iri)] = len(self.rows)
            part = self.sections.setdefault(heading, len(self.sections) - 1)
            self.rows.append((str(text)[:LONGEST], part, self.reports.setdefault(title, len(self.reports) - 1)))

    def number(self, iri: str) -> int:
        """The sentence's number; -1 where there is no sentence."""
        return self._numbers.get(iri, -1)


def _titles(graph: Graph) -> dict[str, str]:
    """Report IRI -> its title, with area and year where the title leaves them out."""
    found: dict[str, str] = {}
    for report, title, area, year in graph.query(REPORTS):
        parts = [str(part) for part in (area, title, year) if part and (part == title or str(part) not in str(title))]
        found[str(report)] = " · ".join(parts)
    return found


def _headings(graph: Graph) -> dict[str, str]:
    """Section IRI -> heading of the main or numbered part that it is or lies in."""
    found: dict[str, str] = {}
    above = ""
    for iri, heading, depth in graph.query(SECTIONS):
        if int(str(depth)) <= 2:
            above = str(heading)[:LONGEST]
        found[str(iri)] = above
    return found


def records(graph: Graph) -> Records:
    """Everything in a graph, with places for a picture."""
    from kg.explorer.layout import layout

    things = sorted(graph.entities(), key=lambda thing: thing.iri)
    number = {thing.iri: index for index, thing in enumerate(things)}
    sentences = Sentences(graph)
    quotes = _quotes(graph)
    groups = _look()
    order = {group["class"]: index for index, group in enumerate(groups)}
    edges = [*_stated(graph, number, sentences), *_together(quotes, number, sentences)]
    figures = _figures(graph, number, sentences)
    nodes = _nodes(graph, things, figures, quotes, sentences)
    weights = _weights(nodes, edges)
    ties = ((edge["from"], edge["to"], TIE if edge["predicate"] == TOGETHER else 1.0) for edge in edges)
    kinds = [order.get(thing.kind, len(order) - 1) for thing in things]
    for node, kind, place in zip(nodes, kinds, layout(kinds, ties), strict=True):
        node.update(
            group=groups[kind]["class"], weight=weights[node["id"]], x=place.x, y=place.y, community=place.community
        )
    labels = _labels()
    page: Record = {
        "drawn": DRAWN,
        "groups": groups,
        "terms": labels,
        "indicators": _indicators(figures, labels),
        "words": _words(),
        "modes": MODES,
        "statuses": _statuses(),
        "figures": figures.get("", []),
        "sentences": sentences.rows,
        "sections": list(sentences.sections)[1:],
        "reports": list(sentences.reports)[1:],
    }
    return Records(_title(page["reports"]), nodes, edges, page)


def _quotes(graph: Graph) -> list[Quote]:
    """Every mention in reading order."""
    found = (Quote(str(sentence), int(str(start)), str(thing)) for thing, sentence, start in graph.query(QUOTES))
    return sorted(found, key=lambda quote: (quote.sentence.partition("#")[0], quote.start, quote.thing))


def _figures(graph: Graph, number: Mapping[str, int], sentences: Sentences) -> dict[str, list[tuple[Any, ...]]]:
    """Figures by the thing they are about, in reading order; under "" those of what the text names by no name."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for item in graph.figures():
        stated = (item.indicator, item.value, item.unit, item.change, item.change_unit, item.year, item.mode)
        sentence = sentences.number(item.sentence_iri)
        if item.about in number:
            found[item.about].append((*stated, float(item.confidence), sentence))
        else:
            found[""].append((item.about_text[:LONGEST], *stated, float(item.confidence), sentence))
    return {about: sorted(items, key=lambda item: item[-1]) for about, items in found.items()}


def _nodes(
    graph: Graph,
    things: list[Node],
    figures: Mapping[str, list[tuple[Any, ...]]],
    quotes: list[Quote],
    sentences: Sentences,
) -> list[Record]:
    states: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for state in graph.states():
        sentence = sentences.number(state.sentence_iri)
        states[state.project].append((state.status, state.year, state.mode, float(state.confidence), sentence))
    said: dict[str, list[int]] = defaultdict(list)
    for quote in quotes:
        if (sentence := sentences.number(quote.sentence)) not in said[quote.thing]:
            said[quote.thing].append(sentence)
    meanings = {meaning.term: meaning.text for meaning in graph.meanings()}
    found = []
    for index, thing in enumerate(things):
        record = {
            "id": index,
            "key": thing.iri.rsplit("/id/", 1)[-1],
            "iri": thing.iri,
            "label": thing.label[:LONGEST],
            "type": thing.type,
            "names": [name[:LONGEST] for name in thing.names],
            "code": thing.code,
            "level": thing.level,
            "mentions": thing.mentions,
            "meaning": meanings.get(thing.iri, "")[:LONGEST],
            "pinyin": _pinyin(thing.label),
            "states": sorted(states[thing.iri], key=lambda item: (item[1], item[-1])),
            "figures": figures.get(thing.iri),
            "quotes": said[thing.iri],
        }
        found.append({key: value for key, value in record.items() if value or key in ("id", "label")})
    return found


def _pinyin(name: str) -> str:
    """The name's syllables, between spaces; other letters and digits as they are.

    >>> _pinyin("汨罗江")
    'mi luo jiang'
    """
    from pypinyin import lazy_pinyin

    return " ".join(" ".join(lazy_pinyin(name[:60])).lower().split())


def _stated(graph: Graph, number: Mapping[str, int], sentences: Sentences) -> Iterator[Record]:
    """Each stated relation once, with its surest sentence."""
    surest: dict[tuple[str, str, str], Edge] = {}
    for edge in graph.relations():
        key = (edge.subject, edge.predicate, edge.object)
        if edge.subject in number and edge.object in number and edge.subject != edge.object:
            surest[key] = max(surest.get(key, edge), edge, key=lambda one: one.confidence)
    for (subject, predicate, object_), edge in sorted(surest.items()):
        yield {
            "from": number[subject],
            "to": number[object_],
            "predicate": predicate,
            "confidence": float(edge.confidence),
            "sentence": sentences.number(edge.sentence_iri),
        }


def _together(quotes: Iterable[Quote], number: Mapping[str, int], sentences: Sentences) -> Iterator[Record]:
    """Names that follow each other in a sentence."""
    seen: set[tuple[int | None, int | None]] = set()
    for one, other in pairwise(quotes):
        pair = (number.get(one.thing), number.get(other.thing))
        if one.sentence != other.sentence or None in pair or pair[0] == pair[1] or pair in seen:
            continue
        seen.update((pair, pair[::-1]))
        yield {"from": pair[0], "to": pair[1], "predicate": TOGETHER, "sentence": sentences.number(one.sentence)}


def _weights(nodes: list[Record], edges: list[Record]) -> dict[int, float]:
    """How important each thing is: what is stated of it counts most, then how often it is named."""
    degrees: Counter[int] = Counter()
    for edge in edges:
        if edge["predicate"] != TOGETHER:
            degrees.update((edge["from"], edge["to"]))
    return {
        node["id"]: round(
            2 * degrees[node["id"]]
            + len(node.get("states", ()))
            + len(node.get("figures", ())) ** 0.5
            + node.get("mentions", 0) ** 0.5,
            1,
        )
        for node in nodes
    }


def _look() -> list[Record]:
    groups: list[Record] = tomllib.loads((HERE / "look.toml").read_text(encoding="utf-8"))["group"]
    return groups


def _words() -> Record:
    words: Record = tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))
    return words


def _labels() -> dict[str, dict[str, str]]:
    """Labels of all that the ontology names, by local name and language."""
    from pyoxigraph import Literal

    from ontology import terms

    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for triple in terms.triples():
        if triple.predicate.value in (f"{terms.RDFS}label", f"{terms.SKOS}prefLabel"):
            name, label = _local_name(triple.subject), triple.object
            if name and isinstance(label, Literal) and label.language:
                labels[name][label.language] = label.value
    return dict(labels)


def _local_name(subject: object) -> str:
    from ontology import terms

    iri = str(getattr(subject, "value", ""))
    return next((iri.removeprefix(space) for space in (terms.MKG, terms.INDICATOR) if iri.startswith(space)), "")


def _indicators(figures: Mapping[str, list[tuple[Any, ...]]], labels: Mapping[str, dict[str, str]]) -> dict[str, str]:
    """English names of the indicators that the ontology knows, by the reports' names for them."""
    from ontology import indicator

    texts = {item[0] if about else item[1] for about, items in figures.items() for item in items}
    known = {text: indicator(text) for text in sorted(texts)}
    return {text: labels[name]["en"] for text, name in known.items() if name and "en" in labels.get(name, {})}


def _statuses() -> list[str]:
    """States in the order of a project's life."""
    from ontology.model import Status

    return [str(status) for status in Status]


def _title(reports: list[str]) -> str:
    return reports[0] if len(reports) == 1 else f"{len(reports)} 份政府工作报告" if reports else "政府工作报告"


REPORTS = """
SELECT ?report ?title ?areaName ?year WHERE {
  ?report a mkg:Report ; dcterms:title ?title .
  OPTIONAL { ?report mkg:area/skos:prefLabel ?areaName }
  OPTIONAL { ?report mkg:reviewedYear ?year }
} ORDER BY ?report
"""
SECTIONS = """
SELECT ?section ?heading ?depth WHERE {
  ?section a mkg:Section ; rdfs:label ?heading ; mkg:depth ?depth .
  ?section nif:referenceContext ?text ; nif:beginIndex ?start .
} ORDER BY ?text ?start ?depth
"""
SENTENCES = """
SELECT ?sentence ?text ?section ?report WHERE {
  ?sentence a nif:Sentence ; schema:text ?text ; nif:referenceContext ?context ; nif:beginIndex ?start .
  ?report mkg:hasText ?context .
  OPTIONAL { ?sentence dcterms:isPartOf ?section }
} ORDER BY ?report ?start
"""
QUOTES = """
SELECT ?thing ?sentence ?start WHERE {
  ?mention itsrdf:taIdentRef ?thing ; nif:sentence ?sentence ; nif:beginIndex ?start .
}
"""
