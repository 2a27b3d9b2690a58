"""Spreadsheets of a graph: one row a thing, one row a fact."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.graph import Graph

ENTITIES = ("label", "type", "kind", "names", "code", "level", "mentions", "states", "meaning", "iri")
FACTS = (
    *("fact", "subject", "predicate", "object", "value", "unit", "change", "change_unit", "year", "mode"),
    *("confidence", "sentence", "subject_iri", "object_iri", "sentence_iri"),
)

# What a spreadsheet takes for the start of a formula (OWASP, CSV Injection), in full width too.
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")

Row = Mapping[str, object]


def write(graph: Graph, folder: Path) -> None:
    """Write entities.csv and facts.csv."""
    nodes = graph.to_networkx().nodes(data=True)
    write_csv(folder / "entities.csv", ENTITIES, ({"iri": iri, **data} for iri, data in nodes))
    write_csv(folder / "facts.csv", FACTS, facts(graph))


def facts(graph: Graph) -> Iterator[Row]:
    """Every fact of a graph as a row under the names of FACTS."""
    label = {node.iri: node.label for node in graph.entities()}
    for state in graph.states():
        yield {
            "fact": "state",
            "subject": label.get(state.project, ""),
            "predicate": "status",
            "object": state.status,
            "year": state.year,
            "mode": state.mode,
            "subject_iri": state.project,
            **evidence(state.confidence, state.sentence, state.sentence_iri),
        }
    for edge in graph.relations():
        yield {
            "fact": "relation",
            "subject": label.get(edge.subject, ""),
            "predicate": edge.predicate,
            "object": label.get(edge.object, ""),
            "subject_iri": edge.subject,
            "object_iri": edge.object,
            **evidence(edge.confidence, edge.sentence, edge.sentence_iri),
        }
    for figure in graph.figures():
        yield {
            "fact": "figure",
            "subject": figure.about_text,
            "predicate": figure.indicator,
            "value": figure.value,
            "unit": figure.unit,
            "change": figure.change,
            "change_unit": figure.change_unit,
            "year": figure.year,
            "mode": figure.mode,
            "subject_iri": figure.about,
            **evidence(figure.confidence, figure.sentence, figure.sentence_iri),
        }
    for meaning in graph.meanings():
        yield {
            "fact": "meaning",
            "subject": label.get(meaning.term, ""),
            "predicate": "definition",
            "object": meaning.text,
            "subject_iri": meaning.term,
            **evidence(meaning.confidence, meaning.sentence, meaning.sentence_iri),
        }


def evidence(confidence: object, sentence: str, sentence_iri: str) -> Row:
    """The columns that say what a fact rests on."""
    return {"confidence": confidence, "sentence": sentence, "sentence_iri": sentence_iri}


def write_csv(path: Path, columns: Iterable[str], rows: Iterable[Row]) -> None:
    """Write a table as UTF-8 with a byte order mark, by which spreadsheets know the encoding."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(columns), restval="")
        writer.writeheader()
        writer.writerows({column: safe(cell) for column, cell in row.items()} for row in rows)


def safe(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula; negative numbers stay numbers.

    >>> safe("=1+1"), safe("-0.2"), safe("-A1"), safe("汨罗")
    ("'=1+1", '-0.2', "'-A1", '汨罗')
    """
    text = str(cell)
    return "'" + text if FORMULA.match(text) and not NUMBER.fullmatch(text) else text
